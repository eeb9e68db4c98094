"""A booklet as plain text, for a printer that knows nothing else and for reading at a terminal."""

import unicodedata
from collections.abc import Iterator

from propdesk.printing.booklet import BLANK, Booklet, Part
from propdesk.printing.typeset import printable, wrap

WIDTH = 78
"""Cells of a line; a Chinese character takes two."""
PAGE = 58
"""Lines of a page above its foot."""
FEED = "\f"
BETWEEN = " | "


def write(booklet: Booklet, foot: str, reprint: str = "") -> str:
    """The booklet with `foot` at the foot of every page; pages are parted by a form feed."""
    body = list(_body(booklet))
    head = [booklet.site, booklet.under, booklet.title]
    head = [line for line in (*head, reprint) if line]
    room = PAGE - len(head) - 1
    pages = [body[first : first + room] for first in range(0, len(body), room)] or [[]]
    written = []
    for number, lines in enumerate(pages, start=1):
        right = booklet.right.format(page=number, pages=len(pages))
        written.append("\n".join([*head, "=" * WIDTH, *lines, "", *_wrapped(foot), right, ""]))
    return FEED.join(written)


def _body(booklet: Booklet) -> Iterator[str]:
    for part in booklet.parts:
        yield from _part(part)
    if booklet.close:
        yield ""
        yield from _wrapped(booklet.close)
    for label in booklet.signatures:
        yield ""
        yield f"{label}: {'_' * max(10, WIDTH - 2 - cells(label))}"


def _part(part: Part) -> Iterator[str]:
    """A heading, the names of the columns, the rows; what is longer than a line goes on indented."""
    yield ""
    if part.title:
        yield f"## {part.title}"
    if part.named:
        yield from _wrapped(BETWEEN.join(name for name, _share in part.columns), indent="  ")
    for row in part.lines():
        joint = ": " if part.pale else BETWEEN
        yield from _wrapped(_joined(row, joint, bool(part.pale)), indent="  ", further="    ")
    for _number in range(part.blank * BLANK):
        yield "  " + "_" * (WIDTH - 2)


def _joined(row: tuple[str, ...], joint: str, pairs: bool) -> str:
    row = tuple(cell.replace("\n", " ") for cell in row)
    if not pairs:
        return joint.join(cell or "-" for cell in row)
    said = [f"{row[place]}{joint}{row[place + 1] or '-'}" for place in range(0, len(row) - 1, 2) if row[place]]
    return BETWEEN.join(said)


def _wrapped(text: str, indent: str = "", further: str = "") -> Iterator[str]:
    """A text in lines of at most `WIDTH` cells, the first behind `indent`, the others behind `further`."""
    before = indent
    shown = printable(text, str.isprintable)
    for line in wrap(shown, WIDTH - max(len(indent), len(further)), lambda part: float(cells(part))):
        yield f"{before}{line.text}".rstrip()
        before = further or indent


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
