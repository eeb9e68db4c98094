"""What disks, other programs and people do to a database while a desk has it open."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from sqlalchemy import event

from propdesk.desk import Desk
from propdesk.store import trouble

Fault = Callable[[Desk], AbstractContextManager[None]]


@contextmanager
def full(desk: Desk) -> Iterator[None]:
    """No page more fits: SQLite itself says that the disk is full."""
    with closing(sqlite3.connect(desk.path)) as raw:
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
    with _pragma(desk, f"max_page_count={pages}", f"max_page_count={2**30}"):
        yield


@contextmanager
def locked(desk: Desk) -> Iterator[None]:
    """Another program writes and does not come to an end."""
    with _pragma(desk, "busy_timeout=20", "busy_timeout=5000"), closing(sqlite3.connect(desk.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def moved(desk: Desk) -> Iterator[None]:
    """Somebody moves the file away, and brings it back."""
    away = desk.path.with_name("elsewhere.db")
    desk.path.rename(away)
    yield
    away.rename(desk.path)


@contextmanager
def replaced(desk: Desk) -> Iterator[None]:
    """Somebody lays another database in its place, and takes it back."""
    away = desk.path.with_name("elsewhere.db")
    desk.path.rename(away)
    shutil.copy(away, desk.path)
    yield
    away.rename(desk.path)


@contextmanager
def read_only(desk: Desk) -> Iterator[None]:
    """The file takes no writing."""
    with _pragma(desk, "query_only=ON", "query_only=OFF"):
        yield


@contextmanager
def no_room(_desk: Desk, beyond: int = 0) -> Iterator[None]:
    """Every file of this process that would grow beyond so many bytes answers with an input/output error."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (beyond, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


FAULTS: dict[str, tuple[Fault, str]] = {
    "full": (full, trouble.DISK_FULL),
    "locked": (locked, trouble.BUSY),
    "moved": (moved, trouble.GONE),
    "replaced": (replaced, trouble.REPLACED),
    "read_only": (read_only, trouble.READ_ONLY),
}
"""What happens, and the sentence it must be told with."""


@contextmanager
def plain_user(folder: Path) -> Iterator[None]:
    """Inside, this process may only what the owner of `folder` may: the administrator may write everything."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody, nobody)
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def _pragma(desk: Desk, on: str, off: str) -> Iterator[None]:
    """Set a pragma on every connection that writes, those that are open and those to come."""

    def checkout(raw: sqlite3.Connection, *_given: object) -> None:
        raw.execute(f"PRAGMA {on}")

    event.listen(desk._writer, "checkout", checkout)
    try:
        yield
    finally:
        event.remove(desk._writer, "checkout", checkout)
        for connection in [desk._writer.raw_connection() for _each in range(2)]:
            connection.execute(f"PRAGMA {off}")
            connection.close()
