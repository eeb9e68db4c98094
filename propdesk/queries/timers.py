"""Clocks for the status bar, for an item, and for whoever asks why a time is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from propdesk.models.item import Item
from propdesk.models.tables import metadata
from propdesk.models.timer import Timer

_TIMER = metadata().tables[str(Timer.__tablename__)]
_ITEM = metadata().tables[str(Item.__tablename__)]
_RUNNING = _TIMER.c.stopped.is_(None)
_COUNTING = _TIMER.c.paused.is_(None)

SHOWN = 8
"""How many clocks the status bar is given; it shows as many as fit."""
COMING = ("DUTY.ARRIVE_5M", "DUTY.FRONT_ARRIVE_15M")
LEAVING = ("DUTY.TIDY_15M", "DUTY.CARRY_OVER")
"""The clocks of the change of shifts, which run for everybody at the desk (004 DUTY 4.2.1-4.2.2)."""
CHANGE = timedelta(hours=4)
"""A change of shifts that was due longer ago is told like anything else that is late."""


@dataclass(frozen=True)
class BarTimer:
    """A clock of the status bar."""

    item_id: int
    number: str
    code: str
    title: str
    due: datetime
    warn: datetime


@dataclass(frozen=True)
class BarState:
    """What the status bar shows: how many are late, how many soon due, and the next ones (late ones first)."""

    overdue: int
    soon: int
    next: tuple[BarTimer, ...]


@dataclass(frozen=True)
class TimerView:
    """One clock of an item. `state`: running, due_soon, overdue, paused, in_time, late, ended."""

    id: int
    item_id: int
    number: str
    code: str
    started: datetime
    due: datetime
    warn: datetime
    stated: datetime | None
    provisional: bool
    paused: datetime | None
    stopped: datetime | None
    state: str
    breached: datetime | None
    escalates_to: str
    escalated: datetime | None
    rule_version: str
    calendar_version: str


def bar(connection: Connection, now: datetime) -> BarState:
    """The state of the status bar; three look-ups in the index of running clocks, one among the open shifts.

    What reminds of the change of shifts comes before all else: on a busy day it would stand behind what is late.
    """
    running = select(func.count()).select_from(_TIMER).where(_RUNNING, _COUNTING)
    overdue = connection.execute(running.where(_TIMER.c.due < now)).scalar_one()
    soon = connection.execute(running.where(_TIMER.c.due >= now, _TIMER.c.warn <= now)).scalar_one()
    rows = connection.execute(
        select(_ITEM.c.id, _ITEM.c.number, _TIMER.c.code, _ITEM.c.title, _TIMER.c.due, _TIMER.c.warn)
        .join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)
        .where(_RUNNING, _COUNTING)
        .order_by(_TIMER.c.due)
        .limit(SHOWN)
    )
    first = _change_of_shifts(connection, now)
    return BarState(overdue, soon, (*first, *(each for each in (BarTimer(*row) for row in rows) if each not in first)))


def _change_of_shifts(connection: Connection, now: datetime) -> list[BarTimer]:
    """Who is to come, from when their turn is on the desk; who is to leave, from the warning on."""
    rows = connection.execute(
        select(_ITEM.c.id, _ITEM.c.number, _TIMER.c.code, _ITEM.c.title, _TIMER.c.due, _TIMER.c.warn)
        .join(_TIMER, _TIMER.c.item_id == _ITEM.c.id)
        .where(_ITEM.c.ledger == "shift", _ITEM.c.closed.is_(None), _RUNNING)
        .where(or_(_TIMER.c.code.in_(COMING), and_(_TIMER.c.code.in_(LEAVING), _TIMER.c.warn <= now)))
        .where(_TIMER.c.due > now - CHANGE)
        .order_by(_TIMER.c.due, _TIMER.c.code)
    )
    return [BarTimer(*row) for row in rows]


def timers_of(connection: Connection, item_id: int, now: datetime) -> list[TimerView]:
    """Every clock an item ever had, the running ones first, by due time."""
    rows = connection.execute(_views().where(_TIMER.c.item_id == item_id))
    found = [_view(row, now) for row in rows]
    return sorted(found, key=lambda view: (view.stopped is not None, view.due))


def timers(connection: Connection, now: datetime, *, every: bool = False, limit: int = 5000) -> list[TimerView]:
    """The running clocks by due time, or all of them, newest first."""
    query = _views()
    query = query.order_by(_TIMER.c.id.desc()) if every else query.where(_RUNNING).order_by(_TIMER.c.due)
    return [_view(row, now) for row in connection.execute(query.limit(limit))]


def _views() -> Select[tuple[object, ...]]:
    return select(_TIMER, _ITEM.c.number).join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)


def _view(row: Row[tuple[object, ...]], now: datetime) -> TimerView:
    kept = {name: value for name, value in row._mapping.items() if name in TimerView.__dataclass_fields__}
    return TimerView(**kept, state=state(row, now))


def state(row: Row[tuple[object, ...]], now: datetime) -> str:
    """In one word, where a clock stands at a moment."""
    if row.stopped is not None:
        return str(row.verdict.value)
    if row.paused is not None:
        return "paused"
    if row.due < now:
        return "overdue"
    return "due_soon" if row.warn <= now else "running"
