"""What it takes to be a screen whose typing can be kept for later."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class Parking(Protocol):
    """A screen with something typed on it that is not saved yet."""

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost."""

    def park(self) -> None:
        """Keep what was typed as a draft; blocks."""
