"""The worklist: every open matter by its next deadline. One matter is one row."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, select

from propdesk.models.item import Item
from propdesk.models.operator import Operator
from propdesk.models.tables import metadata
from propdesk.models.timer import Timer

_ITEM = metadata().tables[str(Item.__tablename__)]
_OWNER = metadata().tables[str(Operator.__tablename__)]
_TIMER = metadata().tables[str(Timer.__tablename__)]
_AT_WORK = (_ITEM.c.closed.is_(None), _ITEM.c.resting.is_(False))
_COLUMNS = (
    _ITEM.c.id, _ITEM.c.number, _ITEM.c.ledger, _ITEM.c.stage, _ITEM.c.title, _ITEM.c.urgent, _ITEM.c.place,
    _ITEM.c.owner_id, _OWNER.c.name.label("owner"), _ITEM.c.matter_id, _ITEM.c.presses,
)  # fmt: skip

MOST = 500
"""Rows of the worklist; beyond them it says how many more there are."""


@dataclass(frozen=True)
class WorkRow:
    """One matter: its item with the earliest deadline. `codes` are the running clocks of that item by due time.

    `report_to` is the role a missed deadline goes to and that nobody has told yet; `others` counts further open items.
    """

    item_id: int
    number: str
    ledger: str
    stage: str
    title: str
    urgent: bool
    place: str
    owner_id: int
    owner: str
    matter_id: int
    presses: int
    due: datetime | None
    warn: datetime | None
    codes: tuple[str, ...]
    paused: bool
    provisional: bool
    report_to: str | None
    others: int


@dataclass(frozen=True)
class Worklist:
    """The rows by deadline, and how many open items there are in all."""

    rows: tuple[WorkRow, ...]
    open: int
    more: bool


@dataclass
class _Matter:
    first: Row[tuple[object, ...]]
    due: datetime | None
    warn: datetime | None
    paused: bool
    provisional: bool
    codes: list[str]
    report_to: str | None
    items: set[int]


def worklist(
    connection: Connection, *, mine: int | None = None, roles: Collection[str] = (), limit: int = MOST
) -> Worklist:
    """Every open matter that does not rest, or those of the operator `mine` and what is to be reported to `roles`."""
    matters: dict[int, _Matter] = {}
    for row in _with_clocks(connection, limit):
        _add_clock(matters, row)
    for row in _without_clocks(connection, limit):
        found = matters.setdefault(row.matter_id, _Matter(row, None, None, False, False, [], None, set()))
        found.items.add(row.id)
    rows = [_row(matter) for matter in matters.values()]
    if mine is not None:
        rows = [row for row in rows if row.owner_id == mine or row.report_to in roles]
    return Worklist(tuple(rows[:limit]), sum(row.others + 1 for row in rows), len(rows) > limit)


def _with_clocks(connection: Connection, limit: int) -> list[Row[tuple[object, ...]]]:
    query = (
        select(*_COLUMNS, _TIMER.c.due, _TIMER.c.warn, _TIMER.c.code, _TIMER.c.paused, _TIMER.c.provisional,
               _TIMER.c.breached, _TIMER.c.escalated, _TIMER.c.escalates_to)
        .join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)
        .join(_OWNER, _OWNER.c.id == _ITEM.c.owner_id)
        .where(_TIMER.c.stopped.is_(None))
        .order_by(_TIMER.c.due)
        .limit(limit * 4)
    )  # fmt: skip
    return list(connection.execute(query))


def _without_clocks(connection: Connection, limit: int) -> list[Row[tuple[object, ...]]]:
    running = select(_TIMER.c.id).where(_TIMER.c.item_id == _ITEM.c.id, _TIMER.c.stopped.is_(None)).exists()
    query = (
        select(*_COLUMNS)
        .join(_OWNER, _OWNER.c.id == _ITEM.c.owner_id)
        .where(*_AT_WORK, ~running)
        .order_by(_ITEM.c.id.desc())
    )
    return list(connection.execute(query.limit(limit)))


def _add_clock(matters: dict[int, _Matter], row: Row[tuple[object, ...]]) -> None:
    report = row.escalates_to if row.breached is not None and row.escalated is None else None
    found = matters.get(row.matter_id)
    if found is None:
        waits = row.paused is not None
        matters[row.matter_id] = _Matter(row, row.due, row.warn, waits, row.provisional, [row.code], report, {row.id})
        return
    found.items.add(row.id)
    found.report_to = found.report_to or report
    if row.id == found.first.id:
        found.codes.append(row.code)
    if found.paused and row.paused is None:
        matters[row.matter_id] = matters.pop(row.matter_id)  # it takes its place by the clock that runs
        found.first, found.due, found.warn, found.paused = row, row.due, row.warn, False
        found.provisional, found.codes = row.provisional, [row.code]


def _row(matter: _Matter) -> WorkRow:
    first = matter.first
    return WorkRow(
        item_id=first.id,
        number=first.number,
        ledger=first.ledger,
        stage=first.stage,
        title=first.title,
        urgent=first.urgent,
        place=first.place,
        owner_id=first.owner_id,
        owner=first.owner,
        matter_id=first.matter_id,
        presses=first.presses,
        due=matter.due,
        warn=matter.warn,
        codes=tuple(matter.codes),
        paused=matter.paused,
        provisional=matter.provisional,
        report_to=matter.report_to,
        others=len(matter.items) - 1,
    )
