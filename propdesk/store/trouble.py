"""What SQLite complains about, in sentences for the person at the desk. Standard library only, for the first paint."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from propdesk.errors import Damaged
from propdesk.i18n import N_

DIRECTORY = N_("{path} is a folder; a database file is needed.")
NOT_A_DATABASE = N_("{path} is not a database.")
FOREIGN = N_("{path} is a database of another program; nothing in it was touched.")
DAMAGED = N_("{path} is damaged ({detail}). Restore a backup: propdesk restore FILE.")
NEWER = N_("{path} was written by a newer PropDesk (schema {schema}). Install that version; nothing was touched.")
READ_ONLY = N_("{path} cannot be written: the file, its log beside it (-wal, -shm) or the folder is read-only.")
NO_ACCESS = N_("{path} cannot be opened: the folder is missing, or this user may not use it.")
DISK_FULL = N_("The disk is full: {path} could not be written. Make room and try again; nothing was lost.")
BUSY = N_("{path} is being written by another program and stayed locked. Try again in a moment.")
NOT_WRITTEN = N_("{path} could not be read or written ({detail}). Look at the disk, then try again; nothing was lost.")
GONE = N_(
    "{path} is no longer there: moved, deleted, or its disk is away. Put it back, then go on; nothing was written."
)
REPLACED = N_("{path} is not the file this desk opened. Leave with Ctrl+Q and open the desk anew; nothing was written.")
UNKNOWN = N_("{path} cannot be used ({detail}).")

ROOM = 1 << 20
"""Bytes without which a disk counts as full."""

_NO_TEXT = ("Could not decode to UTF-8",)

_SENTENCES = {
    sqlite3.SQLITE_NOTADB: NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: NO_ACCESS,
    sqlite3.SQLITE_AUTH: NO_ACCESS,
    sqlite3.SQLITE_CANTOPEN: NO_ACCESS,
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_IOERR: NOT_WRITTEN,
}


def explain(path: Path, error: Exception) -> Damaged | None:
    """The sentence for an error of SQLite (also wrapped by SQLAlchemy) or of the file system; None for any other."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        sentence = DISK_FULL if _is_full(path, cause) else _sentence(cause)
        return Damaged(sentence, path=path, detail=_detail(cause))
    if isinstance(cause, UnicodeDecodeError):
        return Damaged(DAMAGED, path=path, detail="UTF-8")
    if isinstance(cause, OSError):
        return Damaged(_file_sentence(cause), path=path, detail=cause.strerror or str(cause))
    return None


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite or the file system complains about inside into a sentence.

    Raises:
        Damaged: SQLite could not use the file.
    """
    try:
        yield
    except Exception as error:
        trouble = explain(path, error)
        if trouble is None:
            raise
        raise trouble from error


def is_stored(error: Exception) -> bool:
    """Whether SQLAlchemy could not make of a stored value what its column holds, a moment or one of several words."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is not None and str(last.tb_frame.f_globals.get("__name__")).startswith("sqlalchemy.")


def _sentence(error: sqlite3.Error) -> str:
    if str(error).startswith(_NO_TEXT):
        return DAMAGED
    code = getattr(error, "sqlite_errorcode", None)
    return UNKNOWN if code is None else _SENTENCES.get(code & 0xFF, UNKNOWN)


def _detail(error: sqlite3.Error) -> str:
    """What SQLite says, without the text that a damaged column holds."""
    said = str(error)
    return said.partition(" with text")[0] if said.startswith(_NO_TEXT) else said


def _is_full(path: Path, error: sqlite3.Error) -> bool:
    """A disk without room answers SQLite's write-ahead log with a plain input/output error."""
    import shutil

    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code & 0xFF != sqlite3.SQLITE_IOERR:
        return False
    try:
        return shutil.disk_usage(path.parent).free < ROOM
    except OSError:
        return False


def _file_sentence(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return READ_ONLY
    return NO_ACCESS
