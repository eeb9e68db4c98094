"""The line of a stock-take that is typed in, and what was counted as rows of a table."""

from collections.abc import Callable, Iterable, Sequence

from propdesk.rules import stock
from propdesk.rules.hooks import Hook
from propdesk.widgets.line import Line
from propdesk.widgets.rows import Cell, Row

LONGEST = 80
"""The longest line that is read."""
UNSAVED = "*"
"""Stands beside what is not saved yet."""


class CountLine(Line):
    """The line that is typed in. What Enter keeps is kept before the next key is looked at: scanners are fast."""

    def __init__(self, keep: Callable[[], None], take_back: Callable[[], None]) -> None:
        """Enter calls `keep`, Backspace on an empty line `take_back`."""
        super().__init__(most=LONGEST)
        self._keep, self._take_back = keep, take_back

    async def action_submit(self) -> None:
        """Keep what stands there."""
        self._keep()

    def action_delete_left(self) -> None:
        """Delete a character, or take the last line back."""
        if self.value:
            super().action_delete_left()
        else:
            self._take_back()


class CountedRows:
    """The lines said so far as rows of a table; only those in sight are put into words."""

    instant = True

    def __init__(self, told: Iterable[tuple[stock.Line, ...]], fresh: set[Hook]) -> None:
        """`fresh` are the hooks of which something is not saved."""
        self._lines, self._fresh = [each for several in told for each in several], fresh

    def count(self) -> int:
        """How many there are."""
        return len(self._lines)

    def page(self, start: int, size: int) -> Sequence[Row]:
        """At most `size` of them from number `start` on."""
        shown = enumerate(self._lines[start : start + size], start=start)
        return [Row(place, self._cells(each)) for place, each in shown]

    def find(self, key: int) -> int | None:
        """The number of a row is its key."""
        return key if key < len(self._lines) else None

    def _cells(self, each: stock.Line) -> tuple[Cell, ...]:
        mark = UNSAVED if each.hook in self._fresh else ""
        return Cell(mark, "soon"), Cell(each.hook.words, "accent"), Cell(each.tag or "-"), Cell(str(each.pieces))
