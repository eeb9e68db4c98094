"""A list over as many pages as it takes: its columns named on each page, its pages numbered."""

from collections.abc import Sequence
from dataclasses import dataclass

from propdesk.printing.pen import FOOT, HEAD, INK, LINE, PAD, PALE, TEXT, WHOLE, Box, Head, Pen, Stamp
from propdesk.printing.typeset import Line


@dataclass(frozen=True)
class Listing:
    """What is on a list, in the language of the site.

    `columns` are their names, each with its share of the width; `under` stands under the site's name, `page` says
    `{page}` of `{pages}`.
    """

    site: str
    title: str
    under: str
    page: str
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[tuple[str, ...]]


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
    pages = _pages([_lay(pen, row, widths) for row in listing.rows], WHOLE.height - HEAD - FOOT - names.height)
    for number, rows in enumerate(pages, start=1):
        pen.page()
        said = listing.page.format(page=number, pages=len(pages))
        pen.head(Head(listing.site, listing.under, listing.title, said), WHOLE)
        _draw_rows(pen, names, rows, widths)
        pen.foot(stamp.foot, WHOLE)
    return pen.content()


def _widths(listing: Listing) -> list[float]:
    whole = sum(share for _, share in listing.columns)
    return [WHOLE.width * share / whole for _, share in listing.columns]


def _lay(pen: Pen, texts: tuple[str, ...], widths: Sequence[float]) -> _Laid:
    return _Laid(tuple(pen.lines(text, width - 2 * PAD, TEXT) for text, width in zip(texts, widths, strict=True)))


def _pages(rows: Sequence[_Laid], room: float) -> list[list[_Laid]]:
    """The rows of each page; an empty list has one page."""
    pages: list[list[_Laid]] = [[]]
    used = 0.0
    for row in rows:
        if used + row.height > room:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    return pages


def _draw_rows(pen: Pen, names: _Laid, rows: Sequence[_Laid], widths: Sequence[float]) -> None:
    top = WHOLE.top + HEAD
    for row in (names, *rows):
        left = WHOLE.left
        for lines, width in zip(row.cells, widths, strict=True):
            _draw_cell(pen, lines, Box(left, top, width, row.height), PALE if row is names else INK)
            left += width
        top += row.height


def _draw_cell(pen: Pen, lines: Sequence[Line], box: Box, grey: int) -> None:
    pen.frame(box.left, box.top, box.width, box.height)
    for number, line in enumerate(lines):
        pen.write(box.left + PAD, box.top + PAD + number * LINE + 3.1, line.text, TEXT, grey)
