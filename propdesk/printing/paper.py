"""A sheet drawn as PDF: copies on A4, a table that fits whatever was typed, lines to sign on, labels to cut out.

The font comes with the program and is embedded, so that a sheet looks the same on a machine without Chinese fonts.
The same sheet and stamp make the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle

from propdesk.printing.labels import PER_PAGE, Label, draw_labels
from propdesk.printing.pen import (
    EDGE,
    FOOT,
    HEAD,
    LINE,
    PAD,
    PAGE,
    PALE,
    SIDE,
    SMALL,
    TEXT,
    WHOLE,
    Box,
    Head,
    Pen,
    Stamp,
)
from propdesk.printing.typeset import Line, cut

COLUMNS = 12
"""A row of the table has so many columns; a cell spans some of them."""
LABEL = 21.0
"""Width of a cell's label, in millimetres."""
SIGN = 11.0
"""Height of the line of signatures."""


@dataclass(frozen=True)
class Cell:
    """A labelled value; a cell without label is all value."""

    label: str
    text: str
    span: int = COLUMNS


@dataclass(frozen=True)
class Row:
    """Cells beside one another. `least` lines are kept free to write in; the text takes at most `most`.

    A `heading` names the columns of the rows without labels that follow, on every page they go on to.
    """

    cells: tuple[Cell, ...]
    least: int = 1
    most: int = 2
    heading: bool = False


@dataclass(frozen=True)
class Sheet:
    """What is on a sheet, in the language of the site. `copies` says where each copy goes.

    With `halves` two copies share a page, else each has one of its own. With `flows` what does not fit goes on on the
    next page, nothing is shortened, and every page is signed. `left_out` is the mark of shortened texts, with
    `{count}` for the number of characters. `labels` are cut out; they stand below the rows, on as many pages as they
    need.
    """

    site: str
    title: str
    number: str
    rows: tuple[Row, ...]
    signatures: tuple[str, ...]
    copies: tuple[str, ...]
    left_out: str
    halves: bool = True
    labels: tuple[Label, ...] = ()
    flows: bool = False

    def mark(self, count: int) -> str:
        """What stands where so many characters are left out."""
        return self.left_out.format(count=f"{count:,}")


@dataclass
class _Laid:
    """A row with its broken lines and the lines it may take."""

    row: Row
    lines: tuple[list[Line], ...]
    allowed: int

    @property
    def height(self) -> float:
        return self.allowed * LINE + 2 * PAD


def draw(sheet: Sheet, stamp: Stamp) -> bytes:
    """The sheet as PDF."""
    pen = Pen(sheet.number, stamp.at)
    per_page = 2 if sheet.halves else 1
    height = PAGE[1] / per_page
    for place, (copy, rows, labels) in enumerate(_parts(pen, sheet, height)):
        if place % per_page == 0:
            pen.page()
        top = (place % per_page) * height
        box = Box(SIDE, top + EDGE, WHOLE.width, height - 2 * EDGE)
        pen.head(Head(sheet.site, copy, sheet.title, f"№ {sheet.number}"), box, stamp.reprint)
        bottom = _draw_table(pen, sheet, rows, box)
        draw_labels(pen, labels, Box(box.left, bottom + LINE, box.width, box.bottom - bottom - LINE))
        _draw_signatures(pen, sheet.signatures, box)
        pen.foot(stamp.foot, box)
        if top > 0:
            pen.dashes((SIDE + 6, top), (PAGE[0] - SIDE, top))
            pen.write(SIDE, top + 1.2, "✂", 10, PALE)
    return pen.content()


def _parts(pen: Pen, sheet: Sheet, height: float) -> list[tuple[str, Sequence[Row], Sequence[Label]]]:
    """The copies with their rows, each in as many parts as it needs pages; a sheet with labels has one copy."""
    if sheet.labels:
        return [(sheet.copies[0], sheet.rows, sheet.labels[first : first + PER_PAGE])
                for first in range(0, len(sheet.labels), PER_PAGE)]  # fmt: skip
    pages = _pages(pen, sheet, height - 2 * EDGE - HEAD - SIGN - FOOT) if sheet.flows else [sheet.rows]
    return [
        (f"{copy}  {number}/{len(pages)}" if len(pages) > 1 else copy, rows, ())
        for copy in sheet.copies
        for number, rows in enumerate(pages, start=1)
    ]


def _pages(pen: Pen, sheet: Sheet, room: float) -> list[Sequence[Row]]:
    """The rows of each page, none of them shortened where a page can hold it."""

    def tall(row: Row) -> float:
        return _lay(pen, row, WHOLE.width).height

    pages: list[list[Row]] = [[]]
    heading: list[Row] = []
    used = 0.0
    for row in sheet.rows:
        if row.heading or any(cell.label for cell in row.cells):
            heading = []
        if pages[-1] and used + tall(row) > room:
            pages.append([*heading])
            used = sum(map(tall, heading))
        pages[-1].append(row)
        used += tall(row)
        heading = [row] if row.heading else heading
    return [*pages]


def _draw_table(pen: Pen, sheet: Sheet, rows: Sequence[Row], box: Box) -> float:
    """The rows below the head; gives back where they end."""
    laid = [_lay(pen, row, box.width) for row in rows]
    _fit(laid, box.height - HEAD - SIGN - FOOT)
    top = box.top + HEAD
    for each in laid:
        _draw_row(pen, sheet, each, box, top)
        top += each.height
    return top


def _draw_signatures(pen: Pen, signatures: Sequence[str], box: Box) -> None:
    """A line for each signature with its date: the name of the line stands under it."""
    each, bottom = box.width / max(1, len(signatures)), box.bottom - FOOT
    for place, label in enumerate(signatures):
        left = box.left + place * each
        pen.line(left + 1, left + each - 3, bottom - 4)
        pen.one_line((left + 1, left + each - 3), bottom - 1, label, SMALL)


def _lay(pen: Pen, row: Row, width: float) -> _Laid:
    lines = tuple(pen.lines(cell.text, _text_width(cell, width), TEXT) for cell in row.cells)
    longest = max(map(len, lines))
    return _Laid(row, lines, allowed=max(row.least, min(longest, row.most)))


def _fit(laid: list[_Laid], room: float) -> None:
    """Shorten the longest texts until everything has room; what is left over goes to the rows to write in."""

    def free() -> float:
        return room - sum(each.height for each in laid)

    while free() < 0 and (long := [each for each in laid if each.allowed > each.row.least]):
        max(long, key=lambda each: each.allowed).allowed -= 1
    if free() < 0:
        raise RuntimeError(f"the rows need {-free():.1f} mm more than the page has")
    to_write = cycle(each for each in laid if each.row.least > 1)
    while free() >= LINE and (each := next(to_write, None)):
        each.allowed += 1


def _label_width(cell: Cell) -> float:
    return LABEL if cell.label else 0.0


def _text_width(cell: Cell, width: float) -> float:
    return width * cell.span / COLUMNS - _label_width(cell) - 2 * PAD


def _draw_row(pen: Pen, sheet: Sheet, laid: _Laid, box: Box, top: float) -> None:
    left = box.left
    for cell, lines in zip(laid.row.cells, laid.lines, strict=True):
        width = box.width * cell.span / COLUMNS
        pen.frame(left, top, width, laid.height)
        _draw_label(pen, cell, left, top)
        inner, wide = _text_width(cell, box.width), partial(pen.wide, size=TEXT)
        for number, line in enumerate(cut(lines, laid.allowed, inner, wide, sheet.mark)):
            base = top + PAD + number * LINE + 3.1
            pen.write(left + _label_width(cell) + PAD, base, line, TEXT)
        left += width


def _draw_label(pen: Pen, cell: Cell, left: float, top: float) -> None:
    """A label beside its text: on one line if it can, else smaller, at last on two lines."""
    for size in (SMALL, SMALL - 1):
        if pen.wide(cell.label, size) <= LABEL - PAD:
            pen.write(left + PAD, top + PAD + 2.9, cell.label, size, PALE)
            return
    for number, line in enumerate(pen.lines(cell.label, LABEL - PAD, SMALL - 1)):
        pen.write(left + PAD, top + 2.6 + number * 2.5, line.text, SMALL - 1, PALE)
