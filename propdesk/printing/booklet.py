"""A document of several lists: each with its heading, as many pages as it takes, signed at the end.

One booklet is drawn as PDF (`draw_booklet`) and written as text (`booklet_text.write`): the same words either way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from propdesk.printing.pen import FOOT, HEAD, INK, LINE, PAD, PALE, SMALL, TEXT, WHOLE, Box, Head, Pen, Stamp
from propdesk.printing.typeset import Line

TITLE = 10.0
"""Size of a part's heading, in points."""
OVER, UNDER = 6.5, 1.5
"""Room a heading takes, and the white after the rows of a part."""
SIGN = 13.0
"""Height of a row of signatures."""
A_ROW = 3
"""So many signatures stand beside one another."""
BLANK = 2
"""Lines of a row that is left free to write in."""


@dataclass(frozen=True)
class Part:
    """A list of a booklet. `columns` are their names with their shares of the width.

    Where the names are all empty the rows stand alone. `nothing` stands where there are no rows, `blank` rows are left
    to write in. A column of which `pale` has the number is a label. A `fresh` part begins on a page of its own.
    """

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[tuple[str, ...]] = ()
    nothing: str = ""
    blank: int = 0
    pale: tuple[int, ...] = ()
    fresh: bool = False

    @property
    def named(self) -> bool:
        """Whether its columns have names."""
        return any(name for name, _share in self.columns)

    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Its rows, or the words that there are none, which take the whole width."""
        if self.rows or self.blank or not self.nothing:
            return tuple(self.rows)
        return ((self.nothing,),)


@dataclass(frozen=True)
class Booklet:
    """A document in one language. `right` says `{page}` of `{pages}`, `goes_on` stands behind a repeated heading."""

    site: str
    under: str
    title: str
    right: str
    goes_on: str
    parts: tuple[Part, ...]
    signatures: tuple[str, ...] = ()
    close: str = ""
    """A text before the signatures."""


@dataclass
class _Drawn:
    """Something on a page: from where, how tall, and what."""

    top: float
    height: float
    heading: str = ""
    cells: tuple[Sequence[Line], ...] = ()
    widths: tuple[float, ...] = ()
    pale: tuple[int, ...] = ()
    head: bool = False
    signatures: tuple[str, ...] = ()


@dataclass
class _Layout:
    """Pages that are being filled from the top."""

    pen: Pen
    goes_on: str
    pages: list[list[_Drawn]] = field(default_factory=lambda: [[]])
    used: float = 0.0

    @property
    def page(self) -> float:
        return WHOLE.height - HEAD - FOOT

    @property
    def free(self) -> float:
        return self.page - self.used

    def turn(self) -> None:
        self.pages.append([])
        self.used = 0.0

    def turn_with_the_end(self) -> None:
        """Turn, and take the last part along where it is short: nobody signs on a page that says nothing."""
        last = self.pages[-1]
        begins = max((place for place, drawn in enumerate(last) if drawn.heading), default=0)
        taken = last[begins:] if begins and sum(drawn.height for drawn in last[begins:]) < self.page / 2 else []
        del last[len(last) - len(taken) :]
        self.turn()
        for drawn in taken:
            self.put(drawn)
        self.used += UNDER

    def put(self, drawn: _Drawn) -> None:
        drawn.top = WHOLE.top + HEAD + self.used
        self.pages[-1].append(drawn)
        self.used += drawn.height


def draw_booklet(booklet: Booklet, stamp: Stamp) -> bytes:
    """The booklet as PDF; every page bears its number of how many, the mark of a reprint and the line at the foot."""
    pen = Pen(booklet.title, stamp.at)
    layout = _Layout(pen, booklet.goes_on)
    for part in booklet.parts:
        _lay_part(layout, part)
    if booklet.close:
        _lay_part(layout, Part("", (("", 1.0),), ((booklet.close,),)))
    if layout.free < SIGN * -(-len(booklet.signatures) // A_ROW):
        layout.turn_with_the_end()
    for first in range(0, len(booklet.signatures), A_ROW):
        layout.put(_Drawn(0, SIGN, signatures=booklet.signatures[first : first + A_ROW]))
    for number, page in enumerate(layout.pages, start=1):
        pen.page()
        right = booklet.right.format(page=number, pages=len(layout.pages))
        pen.head(Head(booklet.site, booklet.under, booklet.title, right), WHOLE, stamp.reprint)
        for drawn in page:
            _draw(pen, drawn)
        pen.foot(stamp.foot, WHOLE)
    return pen.content()


def _lay_part(layout: _Layout, part: Part) -> None:
    """Heading, names of the columns, rows; a row that is too tall for what is left goes on on the next page."""
    whole = sum(share for _name, share in part.columns)
    widths = tuple(WHOLE.width * share / whole for _name, share in part.columns)
    heads = [_cells(layout.pen, tuple(name for name, _share in part.columns), widths)] if part.named else []
    rows = [_cells(layout.pen, row, widths if len(row) == len(widths) else (WHOLE.width,)) for row in part.lines()]
    above = (OVER if part.title else 0) + sum(map(_tall, heads))
    if layout.used and (part.fresh or layout.free < above + _together(part, rows, layout)):
        layout.turn()
    _lay_heading(layout, part, heads, widths, part.title)
    for cells in rows:
        _lay_row(layout, part, heads, cells, widths if len(cells) == len(widths) else (WHOLE.width,))
    for _number in range(part.blank):
        height = BLANK * LINE + 2 * PAD
        if layout.free < height:
            _go_on(layout, part, heads, widths)
        layout.put(_Drawn(0, height, cells=tuple(() for _each in widths), widths=widths))
    layout.used += UNDER


def _together(part: Part, rows: list[tuple[Sequence[Line], ...]], layout: _Layout) -> float:
    """What has to stand below a heading: something of the first row, of a form to write on all of it where it can."""
    form = sum(map(_tall, rows)) + part.blank * (BLANK * LINE + 2 * PAD)
    if part.blank and form <= layout.page - 2 * OVER:
        return form
    return min(_tall(rows[0]), 6 * LINE) if rows else BLANK * LINE + 2 * PAD


def _lay_heading(layout: _Layout, part: Part, heads: list[tuple[Sequence[Line], ...]], widths: tuple[float, ...],
                 title: str) -> None:  # fmt: skip
    if title:
        layout.put(_Drawn(0, OVER, heading=title))
    for cells in heads:
        layout.put(_Drawn(0, _tall(cells), cells=cells, widths=widths, head=True))


def _go_on(layout: _Layout, part: Part, heads: list[tuple[Sequence[Line], ...]], widths: tuple[float, ...]) -> None:
    layout.turn()
    _lay_heading(layout, part, heads, widths, f"{part.title} {layout.goes_on}" if part.title else "")


def _lay_row(layout: _Layout, part: Part, heads: list[tuple[Sequence[Line], ...]], cells: tuple[Sequence[Line], ...],
             widths: tuple[float, ...]) -> None:  # fmt: skip
    """A row, in as many pieces as it takes pages; it is only cut where a page cannot hold it whole."""
    page = WHOLE.height - HEAD - FOOT - OVER - sum(map(_tall, heads))
    while cells:
        if _tall(cells) > layout.free and (_tall(cells) <= page or layout.free < 4 * LINE):
            _go_on(layout, part, heads, widths)
        most = max(1, int((layout.free - 2 * PAD) // LINE))
        now, cells = tuple(lines[:most] for lines in cells), tuple(lines[most:] for lines in cells)
        layout.put(_Drawn(0, _tall(now), cells=now, widths=widths, pale=part.pale))
        if not any(cells):
            return


def _cells(pen: Pen, texts: tuple[str, ...], widths: tuple[float, ...]) -> tuple[Sequence[Line], ...]:
    return tuple(pen.lines(text, width - 2 * PAD, TEXT) for text, width in zip(texts, widths, strict=True))


def _tall(cells: tuple[Sequence[Line], ...]) -> float:
    return max(1, *map(len, cells)) * LINE + 2 * PAD


def _draw(pen: Pen, drawn: _Drawn) -> None:
    if drawn.heading:
        pen.one_line((WHOLE.left, WHOLE.right), drawn.top + OVER - 1.6, drawn.heading, TITLE)
    left = WHOLE.left
    for place, (lines, width) in enumerate(zip(drawn.cells, drawn.widths, strict=True)):
        grey = PALE if drawn.head or place in drawn.pale else INK
        _draw_cell(pen, lines, Box(left, drawn.top, width, drawn.height), grey)
        left += width
    for place, label in enumerate(drawn.signatures):
        each = WHOLE.width / A_ROW
        start = WHOLE.left + place * each
        pen.line(start + 1, start + each - 3, drawn.top + SIGN - 5)
        pen.one_line((start + 1, start + each - 3), drawn.top + SIGN - 2, label, SMALL)


def _draw_cell(pen: Pen, lines: Sequence[Line], box: Box, grey: int) -> None:
    pen.frame(box.left, box.top, box.width, box.height)
    for number, line in enumerate(lines):
        pen.write(box.left + PAD, box.top + PAD + number * LINE + 3.1, line.text, TEXT, grey)
