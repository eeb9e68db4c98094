"""Copies of the database: made while the desk works, checked before they count, and put back only when sound."""

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import Event

from propdesk.clock import system_now
from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_
from propdesk.store import migrate, trouble
from propdesk.store.verify import verify

EXISTS = N_("{path} exists already. Give the copy another name.")
ITSELF = N_("{path} is the desk's own database. Give the copy another name.")
NO_FOLDER = N_("There is no folder {path}.")
OPEN_ELSEWHERE = N_("Another desk has {path} open. Close it there first; nothing was replaced.")
NOT_SOUND = N_("{path} is not sound, so the desk keeps what it has. First finding: {finding}")

_LOG_FILES = ("-wal", "-shm", "-journal")
_PAGES = 4000
"""Pages copied between two looks whether the copy is still wanted."""
_FAULTS_OF_THE_SOURCE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class GivenUpError(Exception):
    """A copy was given up on the way, because whoever wanted it leaves; nothing is left of it."""


def backup(path: Path, target: Path, given_up: Event | None = None) -> None:
    """Copy the database at `path`, with everything committed so far, into the new file `target`.

    Raises:
        Refused: `target` exists, or is a folder, or lies in none.
        Damaged: the database cannot be read, or the copy cannot be written.
        GivenUpError: `given_up` was set meanwhile.
    """
    _refuse_target(path, target)
    migrate.refuse_unfit(path)
    with _new_file(target) as fresh:
        with _heeding(given_up):
            _copy(path, fresh, given_up)
            migrate.check_sound(fresh, given_up, called=path)
        _put(fresh, target)


@contextmanager
def _heeding(given_up: Event | None) -> Iterator[None]:
    """Tell work that was given up from work that failed."""
    try:
        yield
    except (sqlite3.OperationalError, Damaged) as error:
        if given_up is None or not given_up.is_set():
            raise
        raise GivenUpError from error
    if given_up is not None and given_up.is_set():
        raise GivenUpError


def restore(path: Path, source: Path) -> Path | None:
    """Put the database in `source` in the place of the one at `path`, which is kept beside it; gives where.

    The source is copied, brought to the newest schema and verified before anything is replaced.

    Raises:
        Refused: both are the same file, or another desk has the database open.
        Damaged: the source is not sound, or another program's file would be replaced; everything is as it was.
    """
    if path.exists() and source.exists() and path.samefile(source):
        raise Refused("itself", ITSELF, path=source)
    migrate.refuse_other(path)
    migrate.refuse_unfit(source)
    migrate.check_sound(source)
    with _new_file(path) as fresh:
        _copy(source, fresh)
        migrate.upgrade(fresh, backup=False)
        _refuse_unsound(source, fresh)
        _fold_log(fresh)
        return _replace(path, fresh)


def rotate(path: Path, today: date, keep: int = 14, given_up: Event | None = None) -> Path | None:
    """The daily copy into `backups` beside the database; the newest `keep` stay. None when today's is there already.

    Once `given_up` is set, the copy is left to the next start, and None is the answer too.

    Raises:
        Damaged: the database cannot be read, or the copy cannot be written.
    """
    folder = path.parent / "backups"
    target = folder / f"{path.stem}-{today:%Y%m%d}{path.suffix}"
    if target.exists():
        return None
    with trouble.explained(target):
        folder.mkdir(exist_ok=True)
    try:
        backup(path, target, given_up)
    except GivenUpError:
        return None
    for old in _daily(folder, path)[:-keep]:
        old.unlink(missing_ok=True)
    return target


def rescue(raw: sqlite3.Connection, path: Path) -> Path:
    """Copy what an open connection still reads into a new file beside `path`, where its own file no longer lies.

    Raises:
        Damaged: the copy cannot be written, or the connection reads nothing any more.
    """
    kept = _beside(path, "rescued")
    with _new_file(kept, folder=False) as fresh:
        with closing(sqlite3.connect(fresh, isolation_level=None)) as copy:
            raw.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        _put(fresh, kept)
    return kept


def _refuse_target(path: Path, target: Path) -> None:
    if path.exists() and target.exists() and path.samefile(target):
        raise Refused("itself", ITSELF, path=target)
    if target.exists() or target.is_symlink():
        raise Refused("exists", EXISTS, path=target)
    if not target.parent.is_dir():
        raise Refused("no_folder", NO_FOLDER, path=target.parent)


def _daily(folder: Path, path: Path) -> list[Path]:
    """The daily copies of this database, the oldest first; nothing else in the folder is ours to remove."""
    named = re.compile(rf"{re.escape(path.stem)}-\d{{8}}{re.escape(path.suffix)}")
    return sorted(file for file in folder.iterdir() if named.fullmatch(file.name))


@contextmanager
def _new_file(beside: Path, *, folder: bool = True) -> Iterator[Path]:
    """An empty file in the same folder, readable by this user only; removed again if it was not put into its place.

    A missing folder is made, unless `folder` forbids it.
    """
    with trouble.explained(beside):
        if folder:
            beside.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{beside.name}.", dir=beside.parent)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            for leftover in (name, *(name + suffix for suffix in _LOG_FILES)):
                Path(leftover).unlink(missing_ok=True)


def _copy(source: Path, fresh: Path, given_up: Event | None = None) -> None:
    """Copy what is committed, page by page: rows written anew would be sound by themselves, whatever they say."""
    with closing(migrate.read_only(source)) as raw, closing(sqlite3.connect(fresh, isolation_level=None)) as copy:
        raw.execute("BEGIN")
        raw.execute("SELECT count(*) FROM sqlite_master")  # holds the snapshot, whoever writes meanwhile
        try:
            raw.backup(copy, pages=_PAGES, progress=lambda *_pages: _stop_if(given_up))
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in _FAULTS_OF_THE_SOURCE:
                raise Damaged(trouble.DAMAGED, path=source, detail=error) from error
            raise
        copy.execute("PRAGMA journal_mode=DELETE")


def _stop_if(given_up: Event | None) -> None:
    if given_up is not None and given_up.is_set():
        raise GivenUpError


def _put(fresh: Path, target: Path) -> None:
    """Give a finished file its name, so that after a power cut it is there whole or not at all."""
    _flush(fresh)
    fresh.replace(target)
    with suppress(OSError):  # Windows cannot flush a folder
        _flush(target.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_unsound(source: Path, fresh: Path) -> None:
    report = verify(fresh)
    if not report.sound:
        raise Damaged(NOT_SOUND, path=source, finding=report.problems[0].sentence())


def _replace(path: Path, fresh: Path) -> Path | None:
    if not path.exists():
        _put(fresh, path)
        return None
    if migrate.state_of(path) != "damaged" and migrate.is_sqlite(path):
        _close_alone(path)
    kept = _beside(path, "replaced")
    _set_aside(path, kept)
    _put(fresh, path)
    return kept


def _beside(path: Path, word: str) -> Path:
    return path.with_name(f"{path.stem}-{word}-{system_now():%Y%m%d-%H%M%S-%f}{path.suffix}")


def _close_alone(path: Path) -> None:
    """Fold the log of a sound database; that of a damaged one SQLite would throw away, so it is left to be kept."""
    try:
        _fold_log(path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise Refused("open_elsewhere", OPEN_ELSEWHERE, path=path) from error


def _fold_log(path: Path) -> None:
    """Write the log into the database and remove it; SQLite refuses while anybody else has the file open."""
    with closing(sqlite3.connect(path, timeout=1.0, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")


def _set_aside(path: Path, kept: Path) -> None:
    """Keep the old database under another name; where the file system can, its place is never empty meanwhile."""
    for suffix in _LOG_FILES:
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").replace(f"{kept}{suffix}")
    try:
        os.link(path, kept)
    except OSError:
        path.replace(kept)
