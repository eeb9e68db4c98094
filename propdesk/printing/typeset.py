"""Text on paper: what the font cannot show is marked, lines are broken where Chinese and Latin text may be broken."""

from collections.abc import Callable
from dataclasses import dataclass

Width = Callable[[str], float]
"""How wide a text is, in millimetres."""

MISSING = "〓"
"""Stands for a character the font has no shape for (the geta mark of typesetters)."""

_NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’…·,.;:?!)]}%")
"""What no line begins with."""
_NOT_LAST = frozenset("（《「『【〔“‘([{¥￥$")
"""What no line ends with."""
_LATIN = 0x2E80
"""Below this code point letters and digits make words that stay together."""


@dataclass(frozen=True)
class Line:
    """One line of a text, and how many characters of the text come before its end."""

    text: str
    end: int


def printable(text: str, has: Callable[[str], bool]) -> str:
    """The text, character for character, with a mark for each one the font cannot show; line breaks stay."""
    return "".join(c if c == "\n" or has(c) else MISSING for c in text)


def wrap(text: str, width: float, wide: Width) -> list[Line]:
    """The lines of a text in a column of that width; at least one."""
    lines: list[Line] = []
    start = 0
    while start < len(text):
        stop = _break(text, start, width, wide)
        end = stop
        while end < len(text) and text[end] == " ":
            end += 1
        if end < len(text) and text[end] == "\n":
            end += 1
        lines.append(Line(text[start:stop].rstrip("\n "), end))
        start = end
    return lines or [Line("", 0)]


def cut(lines: list[Line], most: int, width: float, wide: Width, mark: Callable[[int], str]) -> list[str]:
    """At most that many lines; where text is left out, the last one ends with `mark(characters left out)`."""
    if len(lines) <= most:
        return [line.text for line in lines]
    kept = [line.text for line in lines[:most]]
    whole, begins = lines[-1].end, lines[most - 2].end if most > 1 else 0
    last = kept[-1]
    while last and wide(last + mark(whole - begins - len(last))) > width:
        last = last[:-1]
    return [*kept[:-1], last + mark(whole - begins - len(last))]


def _break(text: str, start: int, width: float, wide: Width) -> int:
    """Where the line that begins at `start` ends."""
    used, stop = 0.0, start
    while stop < len(text) and text[stop] != "\n":
        used += wide(text[stop])
        if used > width:
            return _allowed(text, start, stop)
        stop += 1
    return stop


def _allowed(text: str, start: int, stop: int) -> int:
    """The last place from `stop` back where a line may be broken; anywhere if there is none."""
    for place in range(stop, start, -1):
        if _may_break(text[place - 1], text[place]):
            return place
    return max(stop, start + 1)


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return True
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before == " " or not (_is_latin(before) and _is_latin(after))


def _is_latin(character: str) -> bool:
    return ord(character) < _LATIN and character != " "
