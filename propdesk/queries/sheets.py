"""What is printed on the sheet of an item, and which dispatch slips are still out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from propdesk.models.booking import Booking
from propdesk.models.department import Department
from propdesk.models.item import Item
from propdesk.models.operator import Operator
from propdesk.models.repair import Repair
from propdesk.models.tables import metadata
from propdesk.queries import items
from propdesk.queries.items import ItemRow

_ITEM = metadata().tables[str(Item.__tablename__)]
_OPERATOR = metadata().tables[str(Operator.__tablename__)]
_WORK = tuple(metadata().tables[str(table.__tablename__)] for table in (Repair, Booking))

MOST = 500
"""A list of slips ends here."""


@dataclass(frozen=True)
class SheetFacts:
    """An item with all that a sheet of it may say. `row` is the ledger's own row, column by column.

    `origin` is the number of the item it came from, `callbacks` those of its callbacks, `people` names its operators.
    """

    item: ItemRow
    row: Mapping[str, Any]
    origin: str
    callbacks: tuple[str, ...]
    people: Mapping[int, str]


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


def facts(connection: Connection, which: int | str) -> SheetFacts | None:
    """What is known about the item `which` (id or number) for its sheet, or None if there is no such item."""
    found = items.item(connection, which)
    if found is None:
        return None
    row = items.row_of(connection, found.ledger, found.id)
    origin = items.item(connection, found.origin_id) if found.origin_id else None
    return SheetFacts(
        found, row, origin.number if origin else "", _callbacks(connection, found.id), _people(connection, row)
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


def _callbacks(connection: Connection, item_id: int) -> tuple[str, ...]:
    query = select(_ITEM.c.number).where(_ITEM.c.origin_id == item_id, _ITEM.c.ledger == "callback")
    return tuple(connection.execute(query.order_by(_ITEM.c.id)).scalars())


def _people(connection: Connection, row: Mapping[str, Any]) -> dict[int, str]:
    """The operators a row names, by id."""
    named = [row[name] for name in ("caller_id", "reviewer_id", "coordinator_id") if row.get(name)]
    query = select(_OPERATOR.c.id, _OPERATOR.c.name).where(_OPERATOR.c.id.in_(named))
    return {int(each): str(name) for each, name in connection.execute(query)} if named else {}
