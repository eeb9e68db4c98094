"""The two engines of a desk: one that writes under BEGIN IMMEDIATE, one that can only read."""

import sqlite3
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from propdesk.store.place import Place

BUSY_SECONDS = 5.0
"""How long one desk waits for another that is writing."""

_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
    f"busy_timeout={int(BUSY_SECONDS * 1000)}",
)


def writer(path: Path, *, durable: bool = True) -> Engine:
    """The engine that writes: every transaction takes the write lock at once, so that it never fails half-way.

    Without `durable` a transaction is not waited for until it is on the disk; for files that can be made anew.
    A transaction is refused with `Damaged` when the file is no longer at its path, also at the commit.
    """
    engine, place = _engine(path, pool_size=2)
    if not durable:
        event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=OFF"))
    event.listen(engine, "begin", lambda connection: _begin(connection, place, "BEGIN IMMEDIATE"))
    event.listen(engine, "commit", lambda connection: place.check(_raw(connection)))
    return engine


def reader(path: Path) -> Engine:
    """The engine that reads; SQLite itself refuses any writing through it."""
    engine, place = _engine(path, pool_size=4)
    event.listen(engine, "begin", lambda connection: _begin(connection, place, "BEGIN"))
    event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA query_only=ON"))
    return engine


def _engine(path: Path, *, pool_size: int) -> tuple[Engine, Place]:
    """An engine on a file that is there; SQLAlchemy's own errors never quote what was typed."""
    place = Place(path)
    engine = create_engine(
        "sqlite://",
        creator=lambda: place.connect(BUSY_SECONDS),
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=4,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "engine_disposed", lambda _engine: place.forget())
    return engine, place


def _prepare(raw: sqlite3.Connection, _record: Any) -> None:
    raw.isolation_level = None
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection, place: Place, statement: str) -> None:
    place.check(_raw(connection))
    connection.exec_driver_sql(statement)


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)
