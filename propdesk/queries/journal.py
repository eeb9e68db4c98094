"""The journal as people read it: the course of an item, the duty log of a day or a shift."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, func, select

from propdesk.i18n import N_, translate
from propdesk.models.item import Item
from propdesk.models.journal import Entry, Payload
from propdesk.models.operator import SYSTEM, Operator
from propdesk.models.shift import Shift
from propdesk.models.tables import metadata
from propdesk.rules.sentence import Value, render
from propdesk.store import search

_ENTRY = metadata().tables[str(Entry.__tablename__)]
_PAYLOAD = metadata().tables[str(Payload.__tablename__)]
_ITEM = metadata().tables[str(Item.__tablename__)]
_OPERATOR = metadata().tables[str(Operator.__tablename__)]
_SHIFT = metadata().tables[str(Shift.__tablename__)]

GAP = timedelta(minutes=10)
"""From here on it shows that an entry was written later than it happened."""

DESTROYED = N_("(destroyed after its retention period)")


@dataclass(frozen=True)
class EntryView:
    """One line of the journal. `sentence` is in the language asked for; `values` are the data behind it.

    `paper` is one that was written on paper first and typed in afterwards.
    """

    seq: int
    step: str
    item_id: int | None
    number: str | None
    operator: str
    shift_id: int
    happened: datetime
    written: datetime
    late: timedelta | None
    corrects: int | None
    corrected_by: int | None
    sentence: str
    values: dict[str, Value]
    stage: tuple[str | None, ...]
    signed: tuple[dict[str, object], ...]
    hash: str
    paper: bool = False


@dataclass(frozen=True)
class ShiftView:
    """A stretch of duty with entries."""

    id: int
    kind: str
    starts: datetime
    ends: datetime


def course(
    connection: Connection, item_id: int, language: str, zone: ZoneInfo, *, after: int = 0, latest: int | None = None
) -> list[EntryView]:
    """The entries of an item, the oldest first; only those after entry `after`, only the `latest` so many if given."""
    wanted = _entries().where(_ENTRY.c.item_id == item_id, _ENTRY.c.seq > after)
    found = _views(connection, wanted.order_by(_ENTRY.c.seq.desc()).limit(latest), language, zone)
    return found[::-1]


def written_between(
    connection: Connection, start: datetime, end: datetime, language: str, zone: ZoneInfo, *, limit: int = 2000
) -> list[EntryView]:
    """The entries written in a stretch of time, the oldest first."""
    wanted = _entries().where(_ENTRY.c.written >= start, _ENTRY.c.written < end).order_by(_ENTRY.c.seq).limit(limit)
    return _views(connection, wanted, language, zone)


def of_shift(connection: Connection, shift_id: int, language: str, zone: ZoneInfo) -> list[EntryView]:
    """The duty log of one shift, the oldest entry first."""
    return _views(connection, _entries().where(_ENTRY.c.shift_id == shift_id).order_by(_ENTRY.c.seq), language, zone)


def of_act(connection: Connection, act_id: int, language: str, zone: ZoneInfo) -> list[EntryView]:
    """The entries of one act."""
    return _views(connection, _entries().where(_ENTRY.c.act_id == act_id).order_by(_ENTRY.c.seq), language, zone)


def searched(connection: Connection, typed: str, language: str, zone: ZoneInfo, *, limit: int = 200) -> list[EntryView]:
    """The newest entries that hold what was typed."""
    seqs = search.find_entries(connection, typed, limit=limit)
    return _views(connection, _entries().where(_ENTRY.c.seq.in_(seqs)).order_by(_ENTRY.c.seq.desc()), language, zone)


def by_seqs(connection: Connection, ids: Sequence[int], language: str, zone: ZoneInfo) -> list[EntryView]:
    """These entries, the oldest first."""
    return _views(connection, _entries().where(_ENTRY.c.seq.in_(ids)).order_by(_ENTRY.c.seq), language, zone)


def later_about(
    connection: Connection, start: datetime, end: datetime, language: str, zone: ZoneInfo, *, limit: int = 500
) -> list[EntryView]:
    """What people wrote after a stretch of time about it, the oldest first: it happened then, or corrects what was
    written then.
    """
    after = _ENTRY.c.written >= end, _OPERATOR.c.name != SYSTEM
    happened = _entries().where(_ENTRY.c.happened >= start, _ENTRY.c.happened < end, *after)
    before = _ENTRY.alias("before")
    corrects = _entries().join(before, before.c.seq == _ENTRY.c.corrects)
    corrects = corrects.where(before.c.written >= start, before.c.written < end, *after)
    found = [_views(connection, query.order_by(_ENTRY.c.seq).limit(limit), language, zone)
             for query in (happened, corrects)]  # fmt: skip
    return list({view.seq: view for view in sorted(chain(*found), key=lambda view: view.seq)}.values())


def shifts(connection: Connection, limit: int = 30) -> list[ShiftView]:
    """The last shifts that have entries, the newest first."""
    rows = connection.execute(select(_SHIFT).order_by(_SHIFT.c.starts.desc()).limit(limit))
    return [ShiftView(row.id, row.kind, row.starts, row.ends) for row in rows]


def last_seq(connection: Connection) -> int:
    """The number of the newest entry, 0 in an empty journal."""
    return int(connection.execute(select(func.max(_ENTRY.c.seq))).scalar() or 0)


def touched_items(connection: Connection, after: int) -> tuple[int, frozenset[int]]:
    """The newest entry's number, and the items of the entries written after entry `after`."""
    rows = connection.execute(select(_ENTRY.c.seq, _ENTRY.c.item_id).where(_ENTRY.c.seq > after)).all()
    newest = max((row.seq for row in rows), default=after)
    return newest, frozenset(row.item_id for row in rows if row.item_id is not None)


def _entries() -> Select[tuple[object, ...]]:
    later = _ENTRY.alias("later")
    corrected = select(func.max(later.c.seq)).where(later.c.corrects == _ENTRY.c.seq).scalar_subquery()
    return (
        select(
            _ENTRY, _PAYLOAD.c.body, _OPERATOR.c.name.label("operator"), _ITEM.c.number, corrected.label("corrected_by")
        )
        .join(_PAYLOAD, _PAYLOAD.c.seq == _ENTRY.c.seq)
        .join(_OPERATOR, _OPERATOR.c.id == _ENTRY.c.operator_id)
        .outerjoin(_ITEM, _ITEM.c.id == _ENTRY.c.item_id)
    )


def _views(connection: Connection, query: Select[tuple[object, ...]], language: str, zone: ZoneInfo) -> list[EntryView]:
    return [_view(row, language, zone) for row in connection.execute(query)]


def _view(row: Row[tuple[object, ...]], language: str, zone: ZoneInfo) -> EntryView:
    body = json.loads(row.body) if row.body is not None else None
    gap = row.written - row.happened
    return EntryView(
        seq=row.seq,
        step=row.step,
        item_id=row.item_id,
        number=row.number,
        operator=row.operator,
        shift_id=row.shift_id,
        happened=row.happened,
        written=row.written,
        late=gap if gap > GAP and row.operator != SYSTEM else None,
        corrects=row.corrects,
        corrected_by=row.corrected_by,
        sentence=render(body["says"], body["values"], language, zone) if body else translate(DESTROYED, language),
        values=body["values"] if body else {},
        stage=tuple(body["stage"]) if body else (),
        signed=tuple(body["signed"]) if body else (),
        hash=row.hash,
        paper=bool(body and body.get("paper")),
    )
