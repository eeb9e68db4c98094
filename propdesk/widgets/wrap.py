"""Breaking a text into lines by cells: between words, and between any two Chinese characters."""

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len, chop_cells

_PIECES = re.compile(
    r"[\u2e80-\U0003ffff][，。、；：！？）》”’…]*"  # one wide character with the punctuation that may not begin a line
    r"|[^\s\u2e80-\U0003ffff]+"
    r"|\s+"
)


def wrap(text: str, width: int, most: int | None = None) -> list[str]:
    """`text` in lines of at most `width` cells; after `most` lines it ends in `..`."""
    width = max(2, width)
    lines = [line for part in text.split("\n") for line in _wrap_line(part, width)]
    if most is None or len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and cell_len(last) > width - 2:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}.."]


def _wrap_line(text: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for piece in _PIECES.findall(text):
        room = cell_len(piece)
        if used + room <= width:
            line, used = line + piece, used + room
            continue
        if line:
            yield line.rstrip()
        if not piece.strip():
            line, used = "", 0
            continue
        *full, line = chop_cells(piece, width)
        yield from full
        used = cell_len(line)
    yield line.rstrip()


def packed(pieces: Iterable[str], width: int, gap: str = "  ") -> list[str]:
    """Pieces beside each other, a new line where one does not fit; none is broken."""
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]}{gap}{piece}" if lines else ""
        if lines and cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines
