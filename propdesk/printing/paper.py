"""A sheet drawn as PDF: copies on A4, a table that fits whatever was typed, lines to sign on, the journal's head.

The font comes with the program and is embedded, so that a sheet looks the same on a machine without Chinese fonts.
The same sheet and stamp make the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import cycle

from propdesk.printing.typeset import Line, cut, printable, wrap

COLUMNS = 12
"""A row of the table has so many columns; a cell spans some of them."""

PAGE = (210.0, 297.0)
SIDE, EDGE = 10.0, 7.0
LABEL, PAD = 21.0, 1.2
"""Width of a cell's label, and the white around text, in millimetres."""
HEAD, SIGN, FOOT = 13.5, 11.0, 5.0
"""Heights of the head of a copy, of its line of signatures, of its foot."""
TITLE, NUMBER, TEXT, SMALL = 14.0, 11.0, 8.6, 7.0
"""Sizes of type, in points."""
LINE, SMALL_LINE = 4.0, 2.9
"""Heights of a line, in millimetres."""
POINT = 25.4 / 72
INK, PALE = 0, 110
"""Grey levels: text and frames."""
FONT = "sheet"


@dataclass(frozen=True)
class Cell:
    """A labelled value; a cell without label is all value."""

    label: str
    text: str
    span: int = COLUMNS


@dataclass(frozen=True)
class Row:
    """Cells beside one another. `least` lines are kept free to write in; the text takes at most `most`."""

    cells: tuple[Cell, ...]
    least: int = 1
    most: int = 2


@dataclass(frozen=True)
class Sheet:
    """What is on a sheet, in the language of the site. `copies` says where each copy goes.

    With `halves` two copies share a page, else each has one of its own. `left_out` is the mark of shortened texts, with
    `{count}` for the number of characters.
    """

    site: str
    title: str
    number: str
    rows: tuple[Row, ...]
    signatures: tuple[str, ...]
    copies: tuple[str, ...]
    left_out: str
    halves: bool = True

    def mark(self, count: int) -> str:
        """What stands where so many characters are left out."""
        return self.left_out.format(count=f"{count:,}")


@dataclass(frozen=True)
class Stamp:
    """What makes this printing this one: when, its mark if it is a reprint, and the line at the foot."""

    at: datetime
    reprint: str
    foot: str


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
    pen = _Pen(sheet.number, stamp.at)
    width, height = PAGE[0] - 2 * SIDE, PAGE[1]
    per_page = 2 if sheet.halves else 1
    for place, copy in enumerate(sheet.copies):
        if place % per_page == 0:
            pen.pdf.add_page()
        box = height / per_page
        top = (place % per_page) * box
        _draw_copy(pen, sheet, stamp, copy, _Box(SIDE, top + EDGE, width, box - 2 * EDGE))
        if top > 0:
            pen.dashes(top)
    return bytes(pen.pdf.output())


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    width: float
    height: float


class _Pen:
    """The page, and the font that measures and draws."""

    def __init__(self, number: str, at: datetime) -> None:
        from fpdf import FPDF
        from fpdf.fonts import TTFFont
        from pylopdf_fonts_zh_cn import sans_path

        self.pdf = FPDF(orientation="P", unit="mm", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font(FONT, fname=sans_path())
        self.pdf.set_title(number)
        self.pdf.set_creation_date(at)
        self.pdf.set_line_width(0.2)
        font = self.pdf.fonts[FONT]
        if not isinstance(font, TTFFont):
            raise TypeError(f"{sans_path()} is no font that can be embedded")
        self._shapes, self._ems = font.cmap, font.cw
        self._widths: dict[str, float] = {}

    def has(self, character: str) -> bool:
        """Whether the font has a shape for it."""
        return ord(character) in self._shapes

    def wide(self, text: str, size: float) -> float:
        """How wide a text is in that size, in millimetres."""
        return sum(self._em(character) for character in text) * size * POINT

    def _em(self, character: str) -> float:
        if character not in self._widths:
            self._widths[character] = float(self._ems[ord(character)]) / 1000
        return self._widths[character]

    def lines(self, text: str, width: float, size: float) -> list[Line]:
        """A text broken into lines."""
        return wrap(printable(text, self.has), width, partial(self.wide, size=size))

    def write(self, left: float, base: float, text: str, size: float, grey: int = INK) -> None:
        """A text whose baseline begins there."""
        if text:
            self.pdf.set_font(FONT, size=size)
            self.pdf.set_text_color(grey)
            self.pdf.text(left, base, text)

    def one_line(self, box: tuple[float, float], base: float, text: str, size: float, align: str = "left") -> None:
        """A text on one line between two edges, made smaller until it fits."""
        text, (left, right) = printable(text.replace("\n", " "), self.has), box
        while self.wide(text, size) > right - left and size > 5:
            size -= 0.5
        while self.wide(text, size) > right - left:
            text = text[:-2] + "…"
        free = right - left - self.wide(text, size)
        self.write(left + {"left": 0.0, "center": free / 2, "right": free}[align], base, text, size)

    def frame(self, left: float, top: float, width: float, height: float) -> None:
        """A thin frame."""
        self.pdf.set_draw_color(PALE)
        self.pdf.rect(left, top, width, height)

    def dashes(self, top: float) -> None:
        """Where the halves are cut apart."""
        self.pdf.set_draw_color(PALE)
        self.pdf.set_dash_pattern(dash=2, gap=1.5)
        self.pdf.line(SIDE + 6, top, PAGE[0] - SIDE, top)
        self.pdf.set_dash_pattern()
        self.write(SIDE, top + 1.2, "✂", 10, PALE)


def _draw_copy(pen: _Pen, sheet: Sheet, stamp: Stamp, copy: str, box: _Box) -> None:
    _draw_head(pen, sheet, stamp, copy, box)
    room = box.height - HEAD - SIGN - FOOT
    laid = [_lay(pen, row, box.width) for row in sheet.rows]
    _fit(laid, room)
    top = box.top + HEAD
    for each in laid:
        _draw_row(pen, sheet, each, box, top)
        top += each.height
    bottom = box.top + box.height - FOOT
    _draw_signatures(pen, sheet.signatures, box, bottom)
    pen.one_line((box.left, box.left + box.width), bottom + 3.4, stamp.foot, SMALL)


def _draw_head(pen: _Pen, sheet: Sheet, stamp: Stamp, copy: str, box: _Box) -> None:
    left, right, third = box.left, box.left + box.width, box.width / 3
    pen.one_line((left, left + third), box.top + 4, sheet.site, TEXT)
    pen.one_line((left, left + third), box.top + 10, copy, TEXT)
    pen.one_line((left + third, right - third), box.top + 6, sheet.title, TITLE, "center")
    pen.one_line((right - third, right), box.top + 5, f"№ {sheet.number}", NUMBER, "right")
    if stamp.reprint:
        pen.frame(right - third / 1.5, box.top + 6.7, third / 1.5, 5.2)
        pen.one_line((right - third / 1.5, right), box.top + 10.5, stamp.reprint, NUMBER, "center")


def _draw_signatures(pen: _Pen, signatures: Sequence[str], box: _Box, bottom: float) -> None:
    """A line for each signature with its date: the name of the line stands under it."""
    each = box.width / len(signatures)
    pen.pdf.set_draw_color(INK)
    for place, label in enumerate(signatures):
        left = box.left + place * each
        pen.pdf.line(left + 1, bottom - 4, left + each - 3, bottom - 4)
        pen.one_line((left + 1, left + each - 3), bottom - 1, label, SMALL)


def _lay(pen: _Pen, row: Row, width: float) -> _Laid:
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


def _draw_row(pen: _Pen, sheet: Sheet, laid: _Laid, box: _Box, top: float) -> None:
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


def _draw_label(pen: _Pen, cell: Cell, left: float, top: float) -> None:
    """A label beside its text: on one line if it can, else smaller, at last on two lines."""
    for size in (SMALL, SMALL - 1):
        if pen.wide(cell.label, size) <= LABEL - PAD:
            pen.write(left + PAD, top + PAD + 2.9, cell.label, size, PALE)
            return
    for number, line in enumerate(pen.lines(cell.label, LABEL - PAD, SMALL - 1)):
        pen.write(left + PAD, top + 2.6 + number * 2.5, line.text, SMALL - 1, PALE)
