"""Owner files as screens see them: who read them, what changed, what the survey of a quarter still lacks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from propdesk.models.file import CensusResult, ChangeKind
from propdesk.models.item import Item
from propdesk.models.tables import metadata

_TABLES = metadata().tables
_FILE, _READING, _CHANGE, _CENSUS = (_TABLES[name] for name in ("file", "file_reading", "file_change", "file_census"))
_ITEM = _TABLES[str(Item.__tablename__)]


@dataclass(frozen=True, slots=True)
class Reading:
    """One finished consultation: who read what, when and why, with whose approval, complete or not."""

    reader: str
    what: str
    purpose: str
    approved_by: str
    approved: datetime
    lent: datetime | None
    back: datetime
    complete: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of what is known about an owner."""

    kind: ChangeKind
    before: str
    after: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """One household asked in a quarter's survey."""

    quarter: str
    result: CensusResult
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in the directory: where it lies, what it lacks."""

    id: int
    number: str
    stage: str
    unit: str
    person: str
    shelf: str
    missing: tuple[str, ...]


def readings(connection: Connection, item_id: int, limit: int | None = None) -> list[Reading]:
    """Who read a file, the latest first; the first `limit` of them."""
    query = select(_READING).where(_READING.c.file_id == item_id).order_by(_READING.c.id.desc()).limit(limit)
    return [
        Reading(r.reader, r.what, r.purpose, r.approved_by, r.approved, r.lent, r.back, r.complete, r.remark)
        for r in connection.execute(query)
    ]


def changes(connection: Connection, item_id: int, limit: int | None = None) -> list[Changed]:
    """What changed about an owner, the latest first; the first `limit` of them."""
    query = select(_CHANGE).where(_CHANGE.c.file_id == item_id).order_by(_CHANGE.c.id.desc()).limit(limit)
    return [Changed(r.kind, r.before, r.after, r.since) for r in connection.execute(query)]


def surveys(connection: Connection, item_id: int, limit: int | None = None) -> list[Asked]:
    """The surveys of a household, the latest first; the first `limit` of them."""
    query = select(_CENSUS).where(_CENSUS.c.file_id == item_id).order_by(_CENSUS.c.id.desc()).limit(limit)
    return [Asked(r.quarter, r.result, r.note, r.at) for r in connection.execute(query)]


def to_survey(connection: Connection, since: datetime) -> list[FileRow]:
    """The files whose household was not asked since the quarter began (004 FILE 4.2.2), by unit."""
    late = _FILE.c.censused.is_(None) | (_FILE.c.censused < since)
    rows = connection.execute(_directory().where(_FILE.c.transferred.is_(None), late).order_by(_ITEM.c.place))
    return [_row(row) for row in rows]


def directory(connection: Connection) -> list[FileRow]:
    """Every file that is kept, by unit (业主档案目录)."""
    return [_row(row) for row in connection.execute(_directory().order_by(_ITEM.c.place))]


def arrears(connection: Connection) -> int:
    """How many owners are in arrears and checked."""
    query = select(func.count()).select_from(_FILE).where(_FILE.c.arrears_since.is_not(None))
    return int(connection.execute(query).scalar_one())


def _directory() -> Select[Any]:
    columns = (_ITEM.c.id, _ITEM.c.number, _ITEM.c.stage, _ITEM.c.place, _ITEM.c.person, _FILE.c.shelf)
    kept = (_ITEM.c.ledger == "file", _ITEM.c.closed.is_(None))
    return select(*columns, _FILE.c.missing).join(_FILE, _FILE.c.item_id == _ITEM.c.id).where(*kept)


def _row(row: Row[Any]) -> FileRow:
    missing = tuple(part for part in row.missing.split("; ") if part)
    return FileRow(row.id, row.number, row.stage, row.place, row.person, row.shelf, missing)
