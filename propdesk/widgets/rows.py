"""What a windowed table shows, and the pages of it that were read lately."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

PAGE = 64
"""Rows in a page."""
KEPT = 32
"""Pages in memory, several times what the tallest terminal shows."""

Tone = Literal["plain", "dim", "late", "soon", "accent", "ok"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row. The tone only repeats in colour what the text says."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table and the id of the item it stands for."""

    key: int
    cells: tuple[Cell, ...]


class RowSource(Protocol):
    """Where the rows come from. A slow source is asked in a thread, one question at a time."""

    @property
    def instant(self) -> bool:
        """Whether the rows are in memory already, so that they may be read in the event loop."""
        ...

    def count(self) -> int:
        """How many rows there are, without counting them."""
        ...

    def page(self, start: int, size: int) -> Sequence[Row]:
        """At most `size` rows from number `start` on."""
        ...

    def find(self, key: int) -> int | None:
        """The number of the row of item `key`, or nothing when it is not in this list."""
        ...


class ListSource:
    """Rows that are in memory already: a worklist, the hits of a search."""

    instant = True

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._rows = tuple(rows)
        self._numbers = {row.key: number for number, row in enumerate(self._rows)}

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def page(self, start: int, size: int) -> Sequence[Row]:
        """At most `size` rows from number `start` on."""
        return self._rows[start : start + size]

    def find(self, key: int) -> int | None:
        """The number of the row of item `key`."""
        return self._numbers.get(key)


@dataclass(frozen=True)
class Fetched:
    """More pages of the list as it stands."""

    pages: dict[int, tuple[Row, ...]]


@dataclass(frozen=True)
class Opened:
    """The list as it is now, read for `wish`."""

    wish: "Opening"
    count: int
    row: int
    pages: dict[int, tuple[Row, ...]]


@dataclass(frozen=True)
class Fetch:
    """The wish for more pages of the list as it stands."""

    numbers: tuple[int, ...]

    def read(self, source: RowSource) -> Fetched | Opened:
        """Read the pages; blocks."""
        return Fetched(_read(source, self.numbers))


@dataclass(frozen=True)
class Opening:
    """The wish for the list as it is now: its length, where an item stands, and the rows around it."""

    row: int = 0
    key: int | None = None
    lines: int = PAGE
    follows: bool = False
    """Whether `row` and `key` are the cursor's, which may move on while this is read."""
    rewinds: bool = False
    """Whether the list is shown from its top."""

    def read(self, source: RowSource) -> Fetched | Opened:
        """Read the list; blocks."""
        count = source.count()
        found = None if self.key is None else source.find(self.key)
        row = max(0, min(self.row if found is None else found, count - 1))
        around = pages_of(max(0, row - self.lines), min(count, row + self.lines))
        return Opened(self, count, row, _read(source, around))


def _read(source: RowSource, numbers: Iterable[int]) -> dict[int, tuple[Row, ...]]:
    return {number: tuple(source.page(number * PAGE, PAGE)) for number in numbers}


def pages_of(first: int, end: int) -> range:
    """The numbers of the pages that hold the rows from `first` up to, not including, `end`."""
    return range(first // PAGE, -(-end // PAGE))


class Pages:
    """The list as it was read last: how many rows, and those read lately; the longest unused page goes first."""

    def __init__(self) -> None:
        self.count = 0
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._stale: set[int] = set()

    def replace(self, opened: Opened) -> None:
        """Start over with a list just read."""
        self.count = opened.count
        self._stale.clear()
        self._pages.clear()
        for number, rows in opened.pages.items():
            self.put(number, rows)

    def put(self, number: int, rows: tuple[Row, ...]) -> bool:
        """Keep a page; whether that changed anything."""
        if self._pages.get(number) == rows:
            return False
        self._pages[number] = rows
        self._pages.move_to_end(number)
        if len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        return True

    def wanted(self, first: int, end: int) -> Fetch | None:
        """What to read to show the rows from `first` up to `end`: the pages not in memory, and those that changed."""
        shown = pages_of(max(0, first), min(self.count, end))
        numbers = self._stale.union(number for number in shown if number not in self._pages)
        return Fetch(tuple(sorted(numbers))) if numbers else None

    def changed(self, keys: Collection[int]) -> None:
        """The items `keys` changed: their pages must be read again."""
        self._stale |= {number for number, rows in self._pages.items() if any(row.key in keys for row in rows)}

    def asked(self, fetch: Fetch) -> None:
        """These pages are being read."""
        self._stale.difference_update(fetch.numbers)

    def failed(self, fetch: Fetch) -> None:
        """These pages could not be read."""
        self._stale.update(fetch.numbers)

    def row(self, row: int) -> Row | None:
        """The row with number `row`, if it is in memory."""
        number, place = divmod(row, PAGE)
        rows = self._pages.get(number, ())
        if place >= len(rows):
            return None
        self._pages.move_to_end(number)
        return rows[place]

    def find(self, key: int) -> int | None:
        """The number of the row of item `key`, if it is in memory."""
        for number, rows in self._pages.items():
            for place, row in enumerate(rows):
                if row.key == key:
                    return number * PAGE + place
        return None
