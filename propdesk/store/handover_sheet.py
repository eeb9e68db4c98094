"""The handover sheet as the desk fills it: what is open, promised, out, due, missed and late in one shift.

Live until both have signed; what was signed is kept with the handover (`frozen`, `thawed`), and its digest stands in
the entry. Other ledgers are read by their items and clocks, so that one that comes later is on the sheet too; keys,
visits that were announced and the rounds of a day are read from rows of their own.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, case, func, select

from propdesk.models import tables
from propdesk.rules import chain
from propdesk.rules.hooks import hook_words
from propdesk.store import handover as kept
from propdesk.store import journal
from propdesk.store.announced import Visit, visits
from propdesk.store.handover import OpenItem

_TABLES = tables.metadata().tables
_ITEM, _HANDOVER, _SHIFT, _ENTRY = _TABLES["item"], _TABLES["handover"], _TABLES["shift"], _TABLES["entry"]
_PAYLOAD, _TIMER, _KEY, _LOAN = _TABLES["payload"], _TABLES["timer"], _TABLES["key"], _TABLES["loan"]
_OPERATOR, _COUNT, _TAKE = _TABLES["operator"], _TABLES["shift_count"], _TABLES["shift_take"]
_READER, _ROUND = _TABLES["log_reader"], _TABLES["round"]

ROUNDS = "round"
"""The ledger of patrol rounds."""
NEVER_WALKED = ("missed", "accounted")
"""The stages of a patrol round that was missed."""
BREACH = "system.breach"
MOST = 200
"""So many lines of a kind stand on a sheet at most."""


@dataclass(frozen=True, slots=True)
class SheetItem:
    """An open item on the sheet; `done` is the newest sentence of its course, `remark` that of whoever takes it."""

    number: str
    ledger: str
    stage: str
    title: str
    place: str
    owner: str
    urgent: bool
    important: bool
    due: datetime | None
    code: str
    done: str
    remark: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A moment that was promised or agreed on an open item of whoever leaves."""

    number: str
    title: str
    person: str
    code: str
    due: datetime


@dataclass(frozen=True, slots=True)
class KeyOut:
    """Keys that are lent."""

    number: str
    tag: str
    hook: str
    door: str
    who: str
    phone: str
    pieces: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """A patrol round of the shift: expected, walked or missed, as its stage says."""

    number: str
    title: str
    stage: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A deadline that was missed; it passed at `happened`, `seq` is the entry that recorded it."""

    seq: int
    item_id: int | None
    number: str
    code: str
    happened: datetime


@dataclass(frozen=True, slots=True)
class CountLine:
    """What was counted of one thing on arriving: property or the keys of a cabinet."""

    what: str
    name: str
    number: int
    expected: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One handover sheet. `mine` are the open items of whoever leaves, `others` those of colleagues at the desk.

    `unread` are the numbers of addressed notes that somebody who works here has not read. `entries` is how many lines
    the log has of the shift, `head` the hash of the newest entry of all, `seq` its number.
    """

    number: str
    kind: str
    starts: datetime
    ends: datetime
    clerk: str
    at: datetime
    mine: tuple[SheetItem, ...]
    others: tuple[SheetItem, ...]
    promises: tuple[Promise, ...]
    keys: tuple[KeyOut, ...]
    rounds: tuple[Round, ...]
    visits: tuple[Visit, ...]
    breaches: tuple[Missed, ...]
    counts: tuple[CountLine, ...]
    damaged: str
    explanation: str
    area: str
    goods: str
    notes: str
    unread: tuple[int, ...]
    entries: int
    seq: int
    head: str


def sheet(connection: Connection, item_id: int, now: datetime) -> Sheet:
    """The sheet of a shift as it stands at a moment.

    Raises:
        LookupError: there is no such shift.
    """
    asked = (
        select(_HANDOVER, _ITEM.c.number, _OPERATOR.c.name.label("clerk"))
        .join(_ITEM, _ITEM.c.id == _HANDOVER.c.item_id)
        .outerjoin(_OPERATOR, _OPERATOR.c.id == _HANDOVER.c.clerk_id)
        .where(_HANDOVER.c.item_id == item_id)
    )
    row = connection.execute(asked).first()
    if row is None:
        raise LookupError(item_id)
    remarks = _remarks(connection, row.ends)
    mine = kept.open_items(connection, [row.clerk_id or 0])
    others = kept.open_items(connection, [each for each in kept.colleagues(connection) if each != row.clerk_id])
    told = _last_words(connection, [each.item_id for each in (*mine, *others)])
    seq, head = journal.read_head(connection)
    shift = connection.execute(select(_SHIFT.c.id).where(_SHIFT.c.starts == row.starts)).scalar()
    return Sheet(
        number=row.number, kind=row.kind, starts=row.starts, ends=row.ends, clerk=row.clerk or "", at=now,
        mine=tuple(_line(each, told, remarks) for each in mine),
        others=tuple(_line(each, told, remarks) for each in others),
        promises=tuple(_promises(connection, [each.item_id for each in mine])),
        keys=keys_out(connection),
        rounds=tuple(rounds(connection, row.starts, row.ends)),
        visits=visits(connection, now),
        breaches=breaches(connection, row.starts, row.ends),
        counts=counted(connection, item_id),
        damaged=row.damaged, explanation=row.explanation, area=row.area, goods=row.goods, notes=row.notes,
        unread=_unread(connection),
        entries=_entries(connection, shift), seq=seq, head=head,
    )  # fmt: skip


def _line(item: OpenItem, told: Mapping[int, str], remarks: Mapping[int, str]) -> SheetItem:
    return SheetItem(
        item.number, item.ledger, item.stage, item.title, item.place, item.owner, item.urgent, item.important,
        item.due, item.code, told.get(item.item_id, ""), remarks.get(item.item_id, ""),
    )  # fmt: skip


def _remarks(connection: Connection, ends: datetime) -> dict[int, str]:
    """What whoever takes over at that moment remarked on the items."""
    asked = select(_TAKE.c.item_id, _TAKE.c.remark).join(_HANDOVER, _HANDOVER.c.item_id == _TAKE.c.handover_id)
    return {row.item_id: row.remark for row in connection.execute(asked.where(_HANDOVER.c.starts == ends))}


def _last_words(connection: Connection, ids: list[int]) -> dict[int, str]:
    """The newest sentence of the course of each item, in the language of the site."""
    newest = select(func.max(_ENTRY.c.seq)).where(_ENTRY.c.item_id.in_(ids)).group_by(_ENTRY.c.item_id)
    asked = select(_ENTRY.c.item_id, _PAYLOAD.c.body).join(_PAYLOAD, _PAYLOAD.c.seq == _ENTRY.c.seq)
    rows = connection.execute(asked.where(_ENTRY.c.seq.in_(newest)))
    return {row.item_id: str(json.loads(row.body)["sentence"]) for row in rows if row.body}


def _promises(connection: Connection, ids: list[int]) -> list[Promise]:
    asked = (
        select(_ITEM.c.number, _ITEM.c.title, _ITEM.c.person, _TIMER.c.code, _TIMER.c.due)
        .join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)
        .where(_TIMER.c.item_id.in_(ids), _TIMER.c.stopped.is_(None), _TIMER.c.stated.is_not(None))
        .order_by(_TIMER.c.due)
    )
    return [Promise(row.number, row.title, row.person, row.code, row.due) for row in connection.execute(asked)]


def keys_out(connection: Connection) -> tuple[KeyOut, ...]:
    """The loans that are not back, the next one due first."""
    return _lent(connection, _ITEM.c.closed.is_(None))


def keys_not_back(connection: Connection, at: datetime) -> tuple[KeyOut, ...]:
    """The loans that were due before a moment and not whole back at it, whatever became of them since."""
    due = _LOAN.c.due < at
    still = _lent(connection, _ITEM.c.closed.is_(None), due)
    since = _lent(connection, _ITEM.c.closed >= at, _ITEM.c.stage != "voided", due)
    return tuple(sorted((*still, *since), key=lambda each: (each.due, each.number)))


def _lent(connection: Connection, *which: ColumnElement[bool]) -> tuple[KeyOut, ...]:
    """Some of the loans; of one that ended since, all of its pieces count as out."""
    key_item = _ITEM.alias("key_item")
    now_out = _LOAN.c.pieces - _LOAN.c.back - _LOAN.c.lost
    out = case((_ITEM.c.closed.is_(None), now_out), else_=_LOAN.c.pieces)
    asked = (
        select(
            _ITEM.c.number, _ITEM.c.person, _ITEM.c.phone, key_item.c.place, _KEY.c.tag, _KEY.c.cabinet, _KEY.c.slot,
            _KEY.c.door, out.label("out"), _LOAN.c.due,
        )
        .select_from(_ITEM)
        .join(_LOAN, _LOAN.c.item_id == _ITEM.c.id)
        .join(_KEY, _KEY.c.item_id == _LOAN.c.key_id)
        .join(key_item, key_item.c.id == _LOAN.c.key_id)
        .where(_ITEM.c.ledger == "loan", *which)
        .order_by(_LOAN.c.due, _ITEM.c.id)
        .limit(MOST)
    )  # fmt: skip
    return tuple(
        KeyOut(
            row.number, row.tag, hook_words(row.cabinet, row.slot), f"{row.place} {row.door}".strip(), row.person,
            row.phone, int(row.out), row.due,
        )
        for row in connection.execute(asked)
    )  # fmt: skip


def rounds(connection: Connection, starts: datetime, ends: datetime) -> list[Round]:
    """The patrol rounds that were put on the desk in a stretch of time, and those that are still open."""
    here = _ITEM.c.ledger == ROUNDS
    columns = select(_ITEM.c.id, _ITEM.c.number, _ITEM.c.title, _ITEM.c.stage)
    opened = columns.where(here, _ITEM.c.opened >= starts, _ITEM.c.opened < ends, _ITEM.c.stage != "voided")
    left = columns.where(here, _ITEM.c.closed.is_(None))
    rows = {row.id: row for asked in (opened, left) for row in connection.execute(asked.limit(MOST))}
    clocks = kept.next_clocks(connection, list(rows))
    return [Round(row.number, row.title, row.stage, clocks.get(row.id, (None, ""))[0]) for row in rows.values()]


def rounds_missed(connection: Connection, starts: datetime, ends: datetime) -> tuple[Round, ...]:
    """The rounds that were to be walked from a moment in a stretch of time, and that nobody has walked since."""
    asked = (
        select(_ITEM.c.number, _ITEM.c.title, _ITEM.c.stage)
        .join(_ROUND, _ROUND.c.item_id == _ITEM.c.id)
        .where(_ROUND.c.starts >= starts, _ROUND.c.starts < ends, _ITEM.c.stage.in_(NEVER_WALKED))
        .order_by(_ROUND.c.starts, _ITEM.c.id)
        .limit(MOST)
    )
    return tuple(Round(row.number, row.title, row.stage, None) for row in connection.execute(asked))


def breaches(connection: Connection, starts: datetime, ends: datetime) -> tuple[Missed, ...]:
    """The deadlines that passed in a stretch of time and were missed, in the order of the log."""
    asked = (
        select(_ENTRY.c.seq, _ENTRY.c.item_id, _ENTRY.c.happened, _ITEM.c.number, _PAYLOAD.c.body)
        .join(_PAYLOAD, _PAYLOAD.c.seq == _ENTRY.c.seq)
        .join(_ITEM, _ITEM.c.id == _ENTRY.c.item_id)
        .where(_ENTRY.c.happened >= starts, _ENTRY.c.happened < ends, _ENTRY.c.step == BREACH)
        .order_by(_ENTRY.c.seq)
        .limit(MOST)
    )
    return tuple(
        Missed(row.seq, row.item_id, row.number, _code(row.body), row.happened) for row in connection.execute(asked)
    )


def _code(body: str | None) -> str:
    """The clock an entry is about."""
    said = json.loads(body)["values"].get("code") if body else None
    return str(said["value"] if isinstance(said, dict) else said or "")


def counted(connection: Connection, item_id: int) -> tuple[CountLine, ...]:
    """What was counted on arriving for a shift, of each thing the last word."""
    asked = select(_COUNT).where(_COUNT.c.handover_id == item_id).order_by(_COUNT.c.batch, _COUNT.c.id)
    lines = {(row.what, row.name): row for row in connection.execute(asked)}
    return tuple(CountLine(row.what.value, row.name, row.number, row.expected) for row in lines.values())


def _unread(connection: Connection) -> tuple[int, ...]:
    here = select(_OPERATOR.c.id).where(_OPERATOR.c.active)
    waiting = select(_READER.c.seq).where(_READER.c.read.is_(None), _READER.c.operator_id.in_(here))
    return tuple(connection.execute(waiting.distinct().order_by(_READER.c.seq).limit(MOST)).scalars())


def _entries(connection: Connection, shift: int | None) -> int:
    asked = select(func.count()).select_from(_ENTRY).where(_ENTRY.c.shift_id == shift)
    return int(connection.execute(asked).scalar() or 0) if shift is not None else 0


# --- a signed sheet ----------------------------------------------------------------------------------------------


def frozen(filled: Sheet) -> str:
    """A sheet as it is kept with the handover that was signed."""
    return json.dumps(_plain(asdict(filled)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """The fingerprint of a frozen sheet, which stands in the entry of its handover."""
    return chain.digest(json.loads(text))


def thawed(text: str) -> Sheet:
    """The sheet that `frozen` kept."""
    kept_values: dict[str, Any] = json.loads(text)
    parts = {
        "mine": SheetItem, "others": SheetItem, "promises": Promise, "keys": KeyOut, "rounds": Round,
        "visits": Visit, "breaches": Missed, "counts": CountLine,
    }  # fmt: skip
    for name, kind in parts.items():
        # A sheet that was signed before visits stood on it has none.
        kept_values[name] = tuple(_read(kind, each) for each in kept_values.get(name, ()))
    return _read(Sheet, {**kept_values, "unread": tuple(kept_values["unread"])})


MOMENTS = frozenset({"starts", "ends", "at", "due", "happened"})
T = TypeVar("T")


def _read(kind: type[T], values: Mapping[str, Any]) -> T:
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # every kind here is a dataclass
    moments = {name: datetime.fromisoformat(values[name]) for name in names if name in MOMENTS and values[name]}
    return kind(**{**{name: values[name] for name in names}, **moments})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
