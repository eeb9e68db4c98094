"""Printing: text without anything a terminal would obey, columns that fit Chinese, JSON for scripts."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from propdesk.cli.misused import Unprintable

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def out(text: str = "") -> None:
    """Print text, one or several lines.

    Raises:
        BrokenPipeError: nobody reads any more.
        Unprintable: it cannot be written where it should go.
    """
    _write("\n".join(visible(line) for line in text.split("\n")) + "\n")


def out_json(value: object) -> None:
    """Print a value as JSON: on one line, or spread out for somebody at a terminal."""
    plain = not (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf8")
    _write(json.dumps(value, ensure_ascii=plain, indent=2 if sys.stdout.isatty() else None) + "\n")


def complain(text: str, *, anew: bool = False) -> None:
    """One line on stderr; `anew` where a terminal may stand behind a question."""
    if anew and sys.stderr.isatty():
        sys.stderr.write("\n")
    sys.stderr.write(visible(" ".join(text.split())) + "\n")
    sys.stderr.flush()


def progress(text: str) -> None:
    """How far long work is, on one line of a terminal that is written over; nothing elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{visible(text)}")
        sys.stderr.flush()


def visible(line: str) -> str:
    """A line in which what a terminal would obey or not show can be read."""
    if line.isprintable():
        return line
    return "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character) in _UNSEEN else character
        for character in line
    )


def columns(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows as lines whose columns stand under one another; a Chinese character is two cells wide."""
    from rich.cells import cell_len

    kept = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*kept, strict=True)]
    for row in kept:
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(padded).rstrip()


def prepare() -> None:
    """Let no character end the program because the terminal cannot show it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unprintable(error.strerror or str(error)) from error
