"""Callbacks that are due, their rates for a period, matters that came back, dispatch slips for the month's sample."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from propdesk.models.booking import Booking
from propdesk.models.callback import CLOCKS, RATES, Callback, CallbackKind
from propdesk.models.complaint import Complaint
from propdesk.models.item import Item
from propdesk.models.operator import Operator
from propdesk.models.repair import Repair
from propdesk.models.tables import metadata
from propdesk.models.timer import Timer, Verdict

_TABLES = metadata().tables
_ITEM = _TABLES[str(Item.__tablename__)]
_CALLBACK = _TABLES[str(Callback.__tablename__)]
_TIMER = _TABLES[str(Timer.__tablename__)]
_CALLER = _TABLES[str(Operator.__tablename__)]
_REPAIR = _TABLES[str(Repair.__tablename__)]
_BOOKING = _TABLES[str(Booking.__tablename__)]
_COMPLAINT = _TABLES[str(Complaint.__tablename__)]
_SOURCE = _ITEM.alias("source")

CODES = tuple(CLOCKS.values())
TO_SAMPLE = ("due", "planned", "taken", "skipped")
"""The stages of a callback whose resident was not asked and still can be."""


@dataclass(frozen=True)
class DueRow:
    """A callback that is still to be done; `code` and `due` are its clock, `tries` reached nobody."""

    item_id: int
    number: str
    kind: CallbackKind
    stage: str
    title: str
    place: str
    person: str
    caller: str
    planned_for: datetime | None
    tries: int
    sampled: bool
    code: str
    due: datetime
    paused: bool


@dataclass(frozen=True)
class KindRate:
    """The callbacks of one kind whose work ended in a period, voided ones left out; each field holds their item ids.

    `done` are those whose resident was asked, `in_time` and `late` of them by their clock; `failed` those that did not
    pass the review. `target` is how many of a hundred are to be done.
    """

    kind: CallbackKind
    target: int
    due: tuple[int, ...]
    done: tuple[int, ...]
    in_time: tuple[int, ...]
    late: tuple[int, ...]
    failed: tuple[int, ...]
    given_up: tuple[int, ...]
    skipped: tuple[int, ...]
    open: tuple[int, ...]

    @property
    def percent(self) -> int | None:
        """How many of a hundred were done, rounded down; None where nothing was due."""
        return 100 * len(self.done) // len(self.due) if self.due else None

    @property
    def reached(self) -> bool:
        """Whether the target is reached; with nothing due it is."""
        return 100 * len(self.done) >= self.target * len(self.due)


@dataclass(frozen=True)
class Repeated:
    """A matter that was complained of twice or more: by further complaints, or by rejecting the outcome of one.

    `complaints` are in the order of their receipt; `times` counts the rejections too.
    """

    matter_id: int
    number: str
    title: str
    place: str
    complaints: tuple[int, ...]
    times: int


@dataclass(frozen=True)
class SlipRow:
    """A dispatch slip whose resident was not asked yet, with its case and the callback."""

    slip: str
    source: str
    callback_id: int
    callback: str
    stage: str
    title: str
    place: str
    person: str
    worker: str
    finished: datetime


def due_callbacks(connection: Connection, *, limit: int = 500) -> list[DueRow]:
    """The callbacks that are still to be done, the earliest deadline first; waiting ones too."""
    rows = connection.execute(
        select(
            _ITEM.c.id.label("item_id"), _ITEM.c.number, _CALLBACK.c.kind, _ITEM.c.stage, _ITEM.c.title, _ITEM.c.place,
            _ITEM.c.person, func.coalesce(_CALLER.c.name, "").label("caller"), _CALLBACK.c.planned_for,
            _CALLBACK.c.tries, _CALLBACK.c.sampled,
            _TIMER.c.code, _TIMER.c.due, _TIMER.c.paused.is_not(None).label("paused"),
        )
        .select_from(_TIMER)
        .join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)
        .join(_CALLBACK, _CALLBACK.c.item_id == _ITEM.c.id)
        .outerjoin(_CALLER, _CALLER.c.id == _CALLBACK.c.caller_id)
        .where(_TIMER.c.stopped.is_(None), _TIMER.c.code.in_(CODES))
        .order_by(_TIMER.c.due, _ITEM.c.id)
        .limit(limit)
    )  # fmt: skip
    return [DueRow(**row._mapping) for row in rows]


def rates(connection: Connection, start: datetime, end: datetime, *, rate: int = 80) -> tuple[KindRate, ...]:
    """By kind, what became of the callbacks whose work ended from `start` to just before `end`.

    `rate` is the target of the kinds for which the manual gives none (the setting `callback_rate`).
    """
    rows = connection.execute(
        select(_CALLBACK.c.kind, _ITEM.c.id, _ITEM.c.stage, _CALLBACK.c.done, _CALLBACK.c.passed, _TIMER.c.verdict)
        .select_from(_CALLBACK)
        .join(_ITEM, _ITEM.c.id == _CALLBACK.c.item_id)
        .outerjoin(_TIMER, (_TIMER.c.item_id == _ITEM.c.id) & _TIMER.c.code.in_(CODES))
        .where(_CALLBACK.c.since >= start, _CALLBACK.c.since < end, _ITEM.c.stage != "voided")
        .order_by(_ITEM.c.id)
    ).all()
    return tuple(_rate(kind, RATES.get(kind, rate), [row for row in rows if row.kind is kind]) for kind in CallbackKind)


def _rate(kind: CallbackKind, target: int, rows: Sequence[Any]) -> KindRate:
    done = [row for row in rows if row.done is not None]
    return KindRate(
        kind=kind,
        target=target,
        due=_ids(rows),
        done=_ids(done),
        in_time=_ids(row for row in done if row.verdict == Verdict.IN_TIME),
        late=_ids(row for row in done if row.verdict == Verdict.LATE),
        failed=_ids(row for row in done if row.passed is False),
        given_up=_ids(row for row in rows if row.stage == "given_up"),
        skipped=_ids(row for row in rows if row.stage == "skipped"),
        open=_ids(row for row in rows if row.done is None and row.stage not in ("given_up", "skipped")),
    )


def _ids(rows: Iterable[Any]) -> tuple[int, ...]:
    return tuple(row.id for row in rows)


def repeated(connection: Connection, start: datetime, end: datetime) -> list[Repeated]:
    """The matters complained of twice or more, with a complaint from `start` to just before `end` (004 CB 4.6).

    The row of the complaint says that an item is one: asked for the ledger too, SQLite would read all complaints.
    """
    fresh = (
        select(_ITEM.c.matter_id)
        .where(
            _ITEM.c.ledger == "complaint", _ITEM.c.opened >= start, _ITEM.c.opened < end, _ITEM.c.stage != "voided"
        )
    )  # fmt: skip
    first = _ITEM.alias("first")
    query = (
        select(first.c.id.label("matter_id"), first.c.number, first.c.title, first.c.place, _ITEM.c.id,
               _COMPLAINT.c.rejections)
        .select_from(_ITEM)
        .join(first, first.c.id == _ITEM.c.matter_id)
        .join(_COMPLAINT, _COMPLAINT.c.item_id == _ITEM.c.id)
        .where(
            _ITEM.c.matter_id.in_(fresh), _ITEM.c.opened < end, _ITEM.c.stage != "voided",
        )
        .order_by(_ITEM.c.matter_id, _ITEM.c.opened, _ITEM.c.id)
    )  # fmt: skip
    matters: dict[int, Repeated] = {}
    for row in connection.execute(query):
        known = matters.get(row.matter_id, Repeated(row.matter_id, row.number, row.title, row.place, (), 0))
        matters[row.matter_id] = replace(
            known, complaints=(*known.complaints, row.id), times=known.times + 1 + row.rejections
        )
    return [matter for matter in matters.values() if matter.times > 1]


def slips_to_sample(connection: Connection, start: datetime, end: datetime, limit: int) -> list[SlipRow]:
    """At most `limit` dispatch slips of work that ended in the period, spread evenly over all that come into question.

    In question are the slips whose callback is open or was left out; the same ones are chosen for the same register.
    """
    slip = func.coalesce(func.nullif(_REPAIR.c.slip, ""), _BOOKING.c.slip, "")
    rows = connection.execute(
        select(
            slip.label("slip"), _SOURCE.c.number.label("source"), _ITEM.c.id.label("callback_id"),
            _ITEM.c.number.label("callback"), _ITEM.c.stage, _ITEM.c.title, _ITEM.c.place, _ITEM.c.person,
            func.coalesce(_REPAIR.c.worker, _BOOKING.c.worker, "").label("worker"),
            _CALLBACK.c.since.label("finished"),
        )
        .select_from(_CALLBACK)
        .join(_ITEM, _ITEM.c.id == _CALLBACK.c.item_id)
        .join(_SOURCE, _SOURCE.c.id == _ITEM.c.origin_id)
        .outerjoin(_REPAIR, _REPAIR.c.item_id == _SOURCE.c.id)
        .outerjoin(_BOOKING, _BOOKING.c.item_id == _SOURCE.c.id)
        .where(_CALLBACK.c.since >= start, _CALLBACK.c.since < end, _ITEM.c.stage.in_(TO_SAMPLE), slip != "")
        .order_by(slip, _ITEM.c.id)
    ).all()  # fmt: skip
    chosen = min(limit, len(rows))
    return [SlipRow(**rows[number * len(rows) // chosen]._mapping) for number in range(chosen)]
