"""What is printed on the sheet of an item, and which dispatch slips are still out."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, select

from propdesk.models.booking import Booking
from propdesk.models.department import Department
from propdesk.models.item import Item
from propdesk.models.journal import Entry, Payload
from propdesk.models.operator import Operator
from propdesk.models.repair import Repair
from propdesk.models.report import ReportKind
from propdesk.models.tables import metadata, rows_of
from propdesk.queries import findings as patrol_findings
from propdesk.queries import items, rounds
from propdesk.queries.findings import FindingRow
from propdesk.queries.items import ItemRow
from propdesk.queries.moveins import Finding, findings
from propdesk.queries.rounds import AreaRow, RoundRow
from propdesk.rules.answers import Answer, State
from propdesk.rules.searchkeys import room_from
from propdesk.rules.sentence import Value

_ITEM = metadata().tables[str(Item.__tablename__)]
_OPERATOR = metadata().tables[str(Operator.__tablename__)]
_ENTRY = metadata().tables[str(Entry.__tablename__)]
_PAYLOAD = metadata().tables[str(Payload.__tablename__)]
_WORK = tuple(metadata().tables[str(table.__tablename__)] for table in (Repair, Booking))

UTC = ZoneInfo("UTC")
MOST = 500
"""A list of slips ends here."""


@dataclass(frozen=True)
class Other:
    """An item that a ledger's row names, with its row in its own ledger, column by column."""

    item: ItemRow
    row: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """What the entry of a `step` tells: when it happened, its data, and who signed, by the keys of the signatures."""

    happened: datetime
    values: Mapping[str, Value]
    signed: Mapping[str, str]
    step: str = ""


@dataclass(frozen=True)
class PatrolFacts:
    """What a sheet about patrols tells: of a round its areas and findings, of a finding its round, of a month both.

    `before` is the page before the first one of the month, which lies in the archive of an earlier one.
    """

    rounds: tuple[RoundRow, ...] = ()
    areas: tuple[AreaRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    before: FindingRow | None = None


@dataclass(frozen=True)
class SheetFacts:
    """An item with all that a sheet of it may say. `row` is the ledger's own row, column by column.

    `origin` is the number of the item it came from, `callbacks` those of its callbacks, `people` names its operators.
    `others` are the items that columns of the row name, by column; `told` is what was done with the item in the steps
    that were asked for, the oldest first; `findings` are those of a move-in's inspection; `patrol` is told of rounds,
    their findings and their months.
    """

    item: ItemRow
    row: Mapping[str, Any]
    origin: str
    callbacks: tuple[str, ...]
    people: Mapping[int, str]
    others: Mapping[str, Other] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    findings: tuple[Finding, ...] = ()
    patrol: PatrolFacts = PatrolFacts()


@dataclass(frozen=True)
class SlipOut:
    """A dispatch slip that left the desk and whose second copy did not come back."""

    slip: str
    item_id: int
    number: str
    ledger: str
    place: str
    department: Department | None
    worker: str
    dispatched: datetime | None


def facts(
    connection: Connection, which: int | str, steps: Collection[str] = (), zone: ZoneInfo = UTC
) -> SheetFacts | None:
    """What is known about the item `which` (id or number) for its sheet, or None if there is no such item.

    `steps` are those whose entries the sheet tells of; by `zone` a month begins and ends.
    """
    found = items.item(connection, which)
    if found is None:
        return None
    row = items.row_of(connection, found.ledger, found.id)
    origin = items.item(connection, found.origin_id) if found.origin_id else None
    return SheetFacts(
        item=found,
        row=row,
        origin=origin.number if origin else "",
        callbacks=_callbacks(connection, found.id),
        people=_people(connection, found.ledger, row),
        others=_others(connection, found.ledger, row),
        told=_told(connection, found.id, steps) if steps else (),
        findings=tuple(findings(connection, found.id)) if found.ledger == "movein" else (),
        patrol=_patrol(connection, found, row, zone),
    )


def slips_out(connection: Connection, limit: int = MOST) -> list[SlipOut]:
    """The dispatch slips of open repairs and bookings that did not come back, the one that is out longest first."""
    found = [slip for table in _WORK for slip in _out(connection, table, limit)]
    return sorted(found, key=lambda slip: (slip.dispatched is None, slip.dispatched, slip.slip))[:limit]


def _out(connection: Connection, table: Table, limit: int) -> list[SlipOut]:
    query = (
        select(
            table.c.slip, _ITEM.c.id, _ITEM.c.number, _ITEM.c.ledger, _ITEM.c.place,
            table.c.department, table.c.worker, table.c.dispatched,
        )
        .join(_ITEM, _ITEM.c.id == table.c.item_id)
        .where(
            _ITEM.c.ledger == table.name, _ITEM.c.closed.is_(None), table.c.slip != "", table.c.slip_back.is_(None)
        )
        .order_by(_ITEM.c.ord)
        .limit(limit)
    )  # fmt: skip
    return [SlipOut(*row) for row in connection.execute(query)]


def _patrol(connection: Connection, item: ItemRow, row: Mapping[str, Any], zone: ZoneInfo) -> PatrolFacts:
    if item.ledger == "round":
        own = rounds.one(connection, item.id)
        areas = tuple(rounds.areas(connection, item.id))
        return PatrolFacts((own,) if own else (), areas, _found(connection, areas))
    if item.ledger == "finding" and row["round_id"]:
        first = rounds.one(connection, row["round_id"])
        return PatrolFacts((first,) if first else ())
    if item.ledger == "report" and row["kind"] is ReportKind.PATROL_MONTH:
        start, end = (datetime.combine(day, time(), zone) for day in (row["starts"], row["ends"] + timedelta(days=1)))
        pages = tuple(patrol_findings.pages(connection, row["starts"], row["ends"]))
        before = patrol_findings.page_before(connection, pages[0].ord) if pages else None
        return PatrolFacts(tuple(rounds.between(connection, start, end)), (), pages, before)
    return PatrolFacts()


def _found(connection: Connection, areas: Sequence[AreaRow]) -> tuple[FindingRow, ...]:
    """The findings behind the defects of a round, those too that were open already."""
    found: dict[int, FindingRow] = {}
    for area in areas:
        for answer in area.answers:
            if answer.state in (State.DEFECT, State.FIXED):
                row = _behind(connection, area, answer)
                if row is not None:
                    found[row.id] = row
    return tuple(found.values())


def _behind(connection: Connection, area: AreaRow, answer: Answer) -> FindingRow | None:
    """The finding an answer opened, or was written on: the one it names, else the last at its place or unit."""
    if answer.same:
        return patrol_findings.named(connection, answer.same)
    unit = room_from(answer.place) if not area.place else None
    places = (" ".join(part for part in (area.place, answer.place) if part), unit or "")
    found = (patrol_findings.last_of(connection, answer.id, place, area.written) for place in places)
    return next((row for row in found if row is not None), None)


def _callbacks(connection: Connection, item_id: int) -> tuple[str, ...]:
    query = select(_ITEM.c.number).where(_ITEM.c.origin_id == item_id, _ITEM.c.ledger == "callback")
    return tuple(connection.execute(query.order_by(_ITEM.c.id)).scalars())


def _people(connection: Connection, ledger: str, row: Mapping[str, Any]) -> dict[int, str]:
    """The operators a row of a ledger names, by id."""
    named = set(_named(ledger, row, _OPERATOR).values())
    query = select(_OPERATOR.c.id, _OPERATOR.c.name).where(_OPERATOR.c.id.in_(named))
    return {int(each): str(name) for each, name in connection.execute(query)} if named else {}


def _others(connection: Connection, ledger: str, row: Mapping[str, Any]) -> dict[str, Other]:
    """The items a row of a ledger names, by the column that does."""
    named = _named(ledger, row, _ITEM)
    named.pop("item_id", None)
    found = {column: items.item(connection, each) for column, each in named.items()}
    return {column: Other(other, items.row_of(connection, other.ledger, other.id))
            for column, other in found.items() if other}  # fmt: skip


def _named(ledger: str, row: Mapping[str, Any], table: Table) -> dict[str, int]:
    """What the links of a row to that table hold, by column."""
    links = [key.parent.name for key in rows_of(ledger).foreign_keys if key.references(table)]
    return {column: row[column] for column in links if row[column]}


def _told(connection: Connection, item_id: int, steps: Collection[str]) -> tuple[Told, ...]:
    """The entries of those steps on an item; a destroyed one tells nothing any more."""
    query = (
        select(_ENTRY.c.happened, _ENTRY.c.step, _PAYLOAD.c.body)
        .join(_PAYLOAD, _PAYLOAD.c.seq == _ENTRY.c.seq)
        .where(_ENTRY.c.item_id == item_id, _ENTRY.c.step.in_(tuple(steps)), _PAYLOAD.c.body.is_not(None))
        .order_by(_ENTRY.c.seq)
    )
    read = [(happened, step, json.loads(body)) for happened, step, body in connection.execute(query)]
    return tuple(
        Told(happened, body["values"], {signed["key"]: signed["name"] for signed in body["signed"]}, step)
        for happened, step, body in read
    )
