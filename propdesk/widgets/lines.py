"""How the rows of a windowed table become lines of an exact width."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from propdesk.widgets.rows import Cell, Row
from propdesk.widgets.width import CLIPPED, Align
from propdesk.widgets.width import fit_text as fit_text

MARK = ">"
"""Stands before the cursor's row, so that it can be told without colour."""
GAP = " "
"""Stands before every column."""
PAINTED = 128
"""Lines kept painted, with the cursor on them or without: more than a tall terminal shows. A line that was shown holds
its escape sequences and all its cuts, many times what its row takes."""

_NOTHING = Cell("")


@dataclass(frozen=True)
class Column:
    """One column; in a table too narrow for all of them the lowest `priority` goes first."""

    title: str
    """Already translated."""
    width: int
    """In cells; 0 takes the rest, several share it."""
    align: Align = "left"
    minimum: int = 8
    """What a column that takes the rest needs to be worth its place."""
    priority: int = 9

    @property
    def least(self) -> int:
        """The narrowest this column may be."""
        return self.width or max(1, self.minimum)


@dataclass(frozen=True)
class Fitted:
    """A column that is shown: its place among the columns and how wide it is here."""

    place: int
    width: int


def fit(columns: Sequence[Column], width: int) -> tuple[Fitted, ...]:
    """The columns shown in `width` cells and how wide each is; the most important one is never dropped."""
    kept = list(range(len(columns)))
    while len(kept) > 1 and _needed(columns, kept) > width:
        kept.remove(min(kept, key=lambda place: (columns[place].priority, -place)))
    spare = width - _needed(columns, kept)
    if spare < 0:
        return tuple(Fitted(place, max(0, columns[place].least + spare)) for place in kept)
    return tuple(_stretched(columns, kept, spare))


def _needed(columns: Sequence[Column], kept: Sequence[int]) -> int:
    return sum(len(GAP) + columns[place].least for place in kept)


def _stretched(columns: Sequence[Column], kept: Sequence[int], spare: int) -> Iterable[Fitted]:
    elastic = sum(columns[place].width == 0 for place in kept)
    for place in kept:
        share = 0
        if columns[place].width == 0:
            share = -(-spare // elastic)
            spare, elastic = spare - share, elastic - 1
        yield Fitted(place, columns[place].least + share)


class Painter:
    """Paints lines for one width and one set of styles."""

    def __init__(self, columns: Sequence[Column], styles: Mapping[str, Style], width: int, margin: int = 0) -> None:
        """Paint `width` cells, of which the last `margin` lie under a scroll bar."""
        self.width = width
        self._room = max(0, width - margin)
        self._columns = columns
        self._styles = styles
        self._fitted = fit(columns, max(0, self._room - len(MARK)))
        self.header = self._strip([(" " + "".join(self._titles()), "header")])
        self.waiting = self.sentence(CLIPPED)
        self.blank = self._strip([])

    def sentence(self, text: str) -> Strip:
        """A line that says `text` where the rows would be."""
        return self._strip([(fit_text(f" {GAP}{text}", self._room), "dim")])

    def row(self, row: Row) -> Strip:
        """The line of a row, each value in its tone."""
        return self._strip(_runs(self._pieces(row)))

    def cursor(self, row: Row | None) -> Strip:
        """The line of the row the cursor is on: marked, and in one style so that every tone stays readable."""
        text = f"{GAP}{CLIPPED}" if row is None else "".join(text for text, _ in self._pieces(row))[len(MARK) :]
        return self._strip([(set_cell_size(MARK + text, self.width), "cursor")])

    def _titles(self) -> Iterable[str]:
        for fitted in self._fitted:
            column = self._columns[fitted.place]
            yield GAP + fit_text(column.title, fitted.width, column.align)

    def _pieces(self, row: Row) -> Iterable[tuple[str, str]]:
        yield " " * len(MARK), "plain"
        for fitted in self._fitted:
            shown = row.cells[fitted.place] if fitted.place < len(row.cells) else _NOTHING
            yield GAP + fit_text(shown.text, fitted.width, self._columns[fitted.place].align), shown.tone

    def _strip(self, pieces: Iterable[tuple[str, str]]) -> Strip:
        segments = [Segment(text, self._styles[tone]) for text, tone in pieces]
        return Strip(segments).adjust_cell_length(self.width, self._styles["plain"])


def _runs(pieces: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Neighbours of one tone as one piece: a terminal is told a style once, not once a value."""
    for tone, run in groupby(pieces, key=itemgetter(1)):
        yield "".join(text for text, _ in run), tone


class Painted:
    """The lines painted lately, each until its row is read afresh."""

    def __init__(self) -> None:
        self._lines: LRUCache[tuple[int, bool], tuple[Row, Strip]] = LRUCache(PAINTED)

    def line(self, number: int, row: Row, here: bool, painter: Painter) -> Strip:
        """The line of `row`, which has this number; `here` where the cursor is on it."""
        kept = self._lines.get((number, here))
        if kept is None or kept[0] is not row:
            self._lines.discard((number, here))  # this cache keeps what it has under a key
            kept = self._lines[number, here] = row, painter.cursor(row) if here else painter.row(row)
        return kept[1]

    def clear(self) -> None:
        """Paint everything anew."""
        self._lines.clear()
