"""A line of what was seen: Enter keeps it, Up and Down bring back what was typed before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from propdesk.i18n import N_
from propdesk.widgets.line import Line

LONGEST = 260
"""The longest line that is read: which finding, where, and what was seen there."""


class NoteLine(Line):
    """The line. What Enter keeps is kept before the next key is looked at: those who type fast type ahead."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", N_("What was typed before"), show=False),
        Binding("down", "recall(1)", N_("What was typed after"), show=False),
    ]

    @dataclass
    class Kept(Message):
        """Enter was pressed."""

        line: "NoteLine"
        text: str

        @property
        def control(self) -> "NoteLine":
            """The line, for selectors of `on`."""
            return self.line

    def __init__(self, notes: Callable[[], Sequence[str]]) -> None:
        """`notes` gives what was typed before, the newest last."""
        super().__init__(most=LONGEST)
        self._notes = notes
        self._place: int | None = None
        self._begun = ""

    def begin(self) -> None:
        """A new line is begun: what is recalled begins with the newest again."""
        self._place = None
        self.cursor_position = len(self.value)

    async def action_submit(self) -> None:
        """Keep what stands there."""
        self.post_message(self.Kept(self, self.value.strip()))

    def action_recall(self, by: int) -> None:
        """What was typed before, or after it; below the newest stands what was begun here."""
        notes = list(self._notes())
        here = len(notes) if self._place is None else min(self._place, len(notes))
        if self._place is None:
            self._begun = self.value
        there = max(0, min(len(notes), here + by))
        if there == here:
            return
        self._place = there
        self.value = notes[there] if there < len(notes) else self._begun
        self.cursor_position = len(self.value)
