"""A list over as many pages as it takes: its columns named on each page, its pages numbered."""

from collections.abc import Sequence
from dataclasses import dataclass

from propdesk.printing.pen import FOOT, HEAD, INK, LINE, PAD, PALE, TEXT, WHOLE, Box, Head, Pen, Stamp
from propdesk.printing.typeset import Line

GAP = 2.0
"""Between a text above the columns and the columns."""


@dataclass(frozen=True)
class Listing:
    """What is on a list, in the language of the site.

    `columns` are their names, each with its share of the width; `under` stands under the site's name, `page` says
    `{page}` of `{pages}`. `above` is a text above the columns of the first page.
    """

    site: str
    title: str
    under: str
    page: str
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[tuple[str, ...]]
    above: str = ""


@dataclass(frozen=True)
class _Laid:
    """A row with its broken lines."""

    cells: tuple[list[Line], ...]

    @property
    def height(self) -> float:
        return max(map(len, self.cells)) * LINE + 2 * PAD


def draw_listing(listing: Listing, stamp: Stamp) -> bytes:
    """The list as PDF."""
    pen = Pen(listing.title, stamp.at)
    widths = _widths(listing)
    names = _lay(pen, tuple(name for name, _ in listing.columns), widths)
    above = pen.lines(listing.above, WHOLE.width, TEXT) if listing.above else []
    room, taken = WHOLE.height - HEAD - FOOT - names.height, len(above) * LINE + (GAP if above else 0.0)
    pages = _pages([_lay(pen, row, widths) for row in listing.rows], room, taken)
    for number, rows in enumerate(pages, start=1):
        pen.page()
        said = listing.page.format(page=number, pages=len(pages))
        pen.head(Head(listing.site, listing.under, listing.title, said), WHOLE)
        for place, line in enumerate(above if number == 1 else ()):
            pen.write(WHOLE.left, WHOLE.top + HEAD + place * LINE + 2.6, line.text, TEXT)
        _draw_rows(pen, (names, *rows), widths, WHOLE.top + HEAD + (taken if number == 1 else 0.0))
        pen.foot(stamp.foot, WHOLE)
    return pen.content()


def _widths(listing: Listing) -> list[float]:
    whole = sum(share for _, share in listing.columns)
    return [WHOLE.width * share / whole for _, share in listing.columns]


def _lay(pen: Pen, texts: tuple[str, ...], widths: Sequence[float]) -> _Laid:
    return _Laid(tuple(pen.lines(text, width - 2 * PAD, TEXT) for text, width in zip(texts, widths, strict=True)))


def _pages(rows: Sequence[_Laid], room: float, taken: float) -> list[list[_Laid]]:
    """The rows of each page; an empty list has one page. `taken` is what is taken of the first one."""
    pages: list[list[_Laid]] = [[]]
    used = taken
    for row in rows:
        if used + row.height > room:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    return pages


def _draw_rows(pen: Pen, rows: Sequence[_Laid], widths: Sequence[float], top: float) -> None:
    """The rows below one another; the first one names the columns."""
    for place, row in enumerate(rows):
        left = WHOLE.left
        for lines, width in zip(row.cells, widths, strict=True):
            _draw_cell(pen, lines, Box(left, top, width, row.height), INK if place else PALE)
            left += width
        top += row.height


def _draw_cell(pen: Pen, lines: Sequence[Line], box: Box, grey: int) -> None:
    pen.frame(box.left, box.top, box.width, box.height)
    for number, line in enumerate(lines):
        pen.write(box.left + PAD, box.top + PAD + number * LINE + 3.1, line.text, TEXT, grey)
