"""What taking over any list needs: telling how far the reading is, and a new workbook to fill in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from propdesk import i18n
from propdesk.cli import output
from propdesk.cli.misused import Misused
from propdesk.errors import Refused
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.store.sheets import Progress

READING = N_("Reading {file} ... {done} of {total}")


@contextmanager
def told(path: Path) -> "Iterator[Progress]":
    """Tell on a terminal how much of the file is read."""
    telling = _(READING)

    def tell(done: int, total: int) -> bool:
        output.progress(telling.format(file=path.name, done=done, total=total))
        return True

    try:
        yield tell
    finally:
        output.progress("")


def write_new(path: Path, write: Callable[[Path, str], None], *, not_xlsx: str, exists: str) -> None:
    """Write an empty list in the language of the desk.

    Raises:
        Misused: the name does not end in .xlsx.
        Refused: there is a file of that name, or it cannot be written.
    """
    from propdesk.store import trouble

    if path.suffix.casefold() != ".xlsx":
        raise Misused(not_xlsx, path=path)
    with trouble.explained(path):
        if path.exists() or path.is_symlink():
            raise Refused("exists", exists, path=path)
        write(path, i18n.language())
