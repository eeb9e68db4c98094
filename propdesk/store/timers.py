"""Keeping timers: rows in, rows out. What a rule means and when it is due is decided elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, bindparam, select, update
from sqlalchemy import insert as insert_into

from propdesk.models import tables
from propdesk.models.timer import Verdict

_TIMER = tables.metadata().tables["timer"]
_PAUSE = tables.metadata().tables["timer_pause"]


@dataclass(frozen=True)
class TimerRow:
    """One timer as stored; `due` and `warn` already contain its past pauses, `paused` is when it last began to wait."""

    id: int
    item_id: int
    code: str
    started: datetime
    due: datetime
    warn: datetime
    stated: datetime | None
    provisional: bool
    rule_version: str
    calendar_version: str
    paused: datetime | None
    stopped: datetime | None
    verdict: Verdict | None
    breached: datetime | None
    escalates_to: str
    escalated: datetime | None


_ROW = select(*(_TIMER.c[name] for name in TimerRow.__dataclass_fields__))
_RUNNING = _TIMER.c.stopped.is_(None)
_TO_BREACH = (_RUNNING, _TIMER.c.breached.is_(None), _TIMER.c.paused.is_(None), _TIMER.c.due < bindparam("now"))

_NEW = insert_into(_TIMER)
_GIVEN = tuple(name for name in TimerRow.__dataclass_fields__ if name not in {"id", "item_id"})
_OF_ITEM = _ROW.where(_TIMER.c.item_id == bindparam("item"), _RUNNING).order_by(_TIMER.c.due, _TIMER.c.id)
_OF_RULE = _ROW.where(_TIMER.c.item_id == bindparam("item"), _TIMER.c.code == bindparam("rule"), _RUNNING)
_OVERDUE = _ROW.where(*_TO_BREACH).order_by(_TIMER.c.due).limit(bindparam("most"))
_PROVISIONAL = _ROW.where(_RUNNING, _TIMER.c.provisional.is_(True)).order_by(_TIMER.c.due, _TIMER.c.id)
_CHANGE = update(_TIMER).where(_TIMER.c.id == bindparam("timer"))
_END_PAUSE = update(_PAUSE).where(_PAUSE.c.timer_id == bindparam("timer"), _PAUSE.c.ended.is_(None))


def insert_all(connection: Connection, item: int, rows: Sequence[TimerRow]) -> None:
    """Write the clocks a step started on an item; some of them it may have stopped already."""
    values = [{**{name: getattr(row, name) for name in _GIVEN}, "item_id": item} for row in rows]
    if values:
        connection.execute(_NEW, values)


def running(connection: Connection, item: int) -> list[TimerRow]:
    """The clocks of an item that still run or wait, the earliest due first."""
    return _rows(connection, _OF_ITEM, {"item": item})


def running_of(connection: Connection, item: int, code: str) -> TimerRow | None:
    """The running clock of one rule on one item."""
    found = _rows(connection, _OF_RULE, {"item": item, "rule": code})
    return found[0] if found else None


def overdue_unbreached(connection: Connection, now: datetime, limit: int) -> list[TimerRow]:
    """Clocks past their due time whose breach is not yet written, the earliest due first; none that waits."""
    return _rows(connection, _OVERDUE, {"now": now, "most": limit})


def provisional(connection: Connection) -> list[TimerRow]:
    """The running clocks whose due time a notice still to come may change."""
    return _rows(connection, _PROVISIONAL, {})


def stop(connection: Connection, timer_id: int, at: datetime, verdict: Verdict) -> None:
    """End a clock and judge it for ever; a clock that was waiting waits no longer."""
    _end_pause(connection, timer_id, at)
    _change(connection, timer_id, stopped=at, verdict=verdict, paused=None)


def reschedule(
    connection: Connection,
    timer_id: int,
    due: datetime,
    warn: datetime,
    provisional: bool,
    rule_version: str,
    calendar_version: str,
) -> None:
    """Give a running clock another due time, and the versions that led to it."""
    _change(
        connection,
        timer_id,
        due=due,
        warn=warn,
        provisional=provisional,
        rule_version=rule_version,
        calendar_version=calendar_version,
    )


def pause(
    connection: Connection,
    timer_id: int,
    at: datetime,
    *,
    operator: int,
    waiting_for: str,
    reason: str,
    until: datetime | None,
) -> None:
    """Let a clock wait for somebody from `at` on, probably `until`; it must not be waiting already."""
    _change(connection, timer_id, paused=at)
    values = {"timer_id": timer_id, "began": at, "until": until, "operator_id": operator}
    connection.execute(insert_into(_PAUSE), {**values, "waiting_for": waiting_for, "reason": reason})


def resume(connection: Connection, timer_id: int, at: datetime) -> None:
    """Let a waiting clock run again; its new due time is a matter of `reschedule`."""
    _end_pause(connection, timer_id, at)
    _change(connection, timer_id, paused=None)


def pauses(connection: Connection, timer_id: int) -> list[tuple[datetime, datetime | None]]:
    """The stretches in which a clock waited, in order; the last one has no end while it waits."""
    asked = select(_PAUSE.c.began, _PAUSE.c.ended).where(_PAUSE.c.timer_id == timer_id).order_by(_PAUSE.c.id)
    return [(row.began, row.ended) for row in connection.execute(asked)]


def past_pauses(connection: Connection, timer_id: int) -> list[tuple[datetime, datetime]]:
    """The stretches in which the clock waited and goes on since."""
    return [(began, ended) for began, ended in pauses(connection, timer_id) if ended is not None]


def mark_breached(connection: Connection, timer_id: int, at: datetime) -> None:
    """Note that the breach of a clock has been written; `at` is its due time."""
    _change(connection, timer_id, breached=at)


def mark_escalated(connection: Connection, item: int, at: datetime) -> None:
    """Note that the breaches of an item so far have been reported upwards."""
    reported = (_TIMER.c.item_id == item, _TIMER.c.breached.is_not(None), _TIMER.c.escalated.is_(None))
    connection.execute(update(_TIMER).where(*reported), {"escalated": at})


def _rows(connection: Connection, asked: Select[tuple[object, ...]], values: Mapping[str, object]) -> list[TimerRow]:
    return [TimerRow(**row) for row in connection.execute(asked, values).mappings()]


def _change(connection: Connection, timer_id: int, **values: object) -> None:
    connection.execute(_CHANGE, {"timer": timer_id, **values})


def _end_pause(connection: Connection, timer_id: int, at: datetime) -> None:
    connection.execute(_END_PAUSE, {"timer": timer_id, "ended": at})
