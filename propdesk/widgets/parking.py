"""What it takes to be a screen whose typing can be kept for later, or one that counts down."""

from datetime import datetime
from typing import Protocol, runtime_checkable


@runtime_checkable
class Parking(Protocol):
    """A screen with something typed on it that is not saved yet."""

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost."""

    def park(self) -> None:
        """Keep what was typed as a draft; blocks."""


@runtime_checkable
class Ticking(Protocol):
    """A screen that counts down while it is in sight."""

    def tick(self, now: datetime) -> None:
        """A second has passed: show what changes with the time, from memory."""
