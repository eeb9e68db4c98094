"""A log that has to be read to its end: what was on the screen counts as read, what was jumped over does not."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from propdesk.widgets.timeline import Timeline, Told


class ReadingTimeline(Timeline):
    """A timeline that is read from its top; Enter leads to what was not in sight yet, at the end it is said so."""

    @dataclass
    class Read(Message):
        """More of it was read: `count` of `total` entries, from the first one on without a gap."""

        timeline: "ReadingTimeline"
        count: int
        total: int

        @property
        def control(self) -> "ReadingTimeline":
            """The timeline, for selectors of `on`."""
            return self.timeline

    def __init__(self, *, empty: str = "", most_lines: int | None = None) -> None:
        """A log of which nothing has been read."""
        super().__init__(empty=empty, most_lines=most_lines)
        self.read = 0
        """So many entries from the first one on were in sight."""

    @property
    def total(self) -> int:
        """How many entries there are."""
        return len(self._entries)

    @property
    def read_whole(self) -> bool:
        """Whether the last entry was in sight, and every one before it."""
        return self.read >= len(self._entries)

    def open_at_top(self, entries: Sequence[Told]) -> None:
        """Begin to read `entries`."""
        self.read = 0
        self.show(entries)
        self.set_reactive(Timeline.cursor, 0)
        self.call_after_refresh(self.look)

    def add(self, entries: Sequence[Told]) -> None:
        """Go on with `entries`, which begin with those that were there."""
        here = self.cursor
        self.show(entries)
        self.set_reactive(Timeline.cursor, here)
        self.call_after_refresh(self.look)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other entries came into sight."""
        super().watch_scroll_y(old_value, new_value)
        self.look()

    def look(self) -> None:
        """Count what is in sight, if it follows on what was read."""
        if not self.size.height or not self._starts:
            return
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        ends = [*self._starts[1:], len(self._lines)]
        first = next((number for number, end in enumerate(ends) if end > top), len(ends))
        whole = sum(end <= bottom for end in ends)
        if first <= self.read and whole > self.read:
            self.read = whole
            self.post_message(self.Read(self, self.read, len(self._entries)))

    def on_resize(self) -> None:
        """Break the lines anew, and see what is in sight now."""
        super().on_resize()
        self.call_after_refresh(self.look)

    def action_select(self) -> None:
        """Enter: read on; at the end it is the last entry that is chosen."""
        if self.read_whole:
            self.post_message(self.Selected(self, self._entries[-1].key if self._entries else 0))
            return
        # An entry longer than the screen is scrolled through, any other one comes to the top.
        start, height = self._starts[self.read], self.size.height
        end = [*self._starts, len(self._lines)][self.read + 1]
        longer = start <= self.scroll_offset.y < end
        self.set_reactive(Timeline.cursor, self.read)
        self.scroll_to(y=self.scroll_offset.y + height if longer else start, animate=False, force=True, immediate=True)
        self.refresh()
