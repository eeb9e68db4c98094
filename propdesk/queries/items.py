"""Items for registers, for the command line and for the screen of one item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from propdesk.models.item import Item
from propdesk.models.operator import Operator
from propdesk.models.tables import metadata, rows_of
from propdesk.models.timer import Timer
from propdesk.store import counters, search

_ITEM = metadata().tables[str(Item.__tablename__)]
_OWNER = metadata().tables[str(Operator.__tablename__)].alias("owner")
_RECEIVER = metadata().tables[str(Operator.__tablename__)].alias("receiver")
_TIMER = metadata().tables[str(Timer.__tablename__)]

MOST_FOUND = 5000
"""A filtered list ends here and says so."""
MOST_SEARCHED = 1000
"""A list of what was searched for ends here and says so; it is read anew at every key."""


@dataclass(frozen=True)
class ItemRow:
    """One item as a list shows it. `due`, `warn` and `code` are those of its next running clock."""

    id: int
    number: str
    ledger: str
    ord: int
    stage: str
    title: str
    urgent: bool
    unit_id: int | None
    place: str
    person: str
    phone: str
    owner: str
    receiver: str
    opened: datetime
    closed: datetime | None
    version: int
    presses: int
    origin_id: int | None
    matter_id: int
    due: datetime | None = None
    warn: datetime | None = None
    code: str | None = None


def item(connection: Connection, which: int | str) -> ItemRow | None:
    """One item by id or number."""
    wanted = _ITEM.c.id == which if isinstance(which, int) else _ITEM.c.number == which.strip().upper()
    found = _rows(connection, _items().where(wanted))
    return found[0] if found else None


def items(
    connection: Connection,
    *,
    ledger: str | None = None,
    unit_id: int | None = None,
    only_open: bool = False,
    limit: int = MOST_FOUND,
) -> list[ItemRow]:
    """Items, newest first; those of one ledger by its own order, for which there is an index."""
    query = _items().limit(limit)
    if ledger is None:
        query = query.order_by(_ITEM.c.id.desc())
    else:
        query = query.where(_ITEM.c.ledger == ledger).order_by(_ITEM.c.ord.desc())
    if unit_id is not None:
        query = query.where(_ITEM.c.unit_id == unit_id)
    if only_open:
        query = query.where(_ITEM.c.closed.is_(None))
    return _rows(connection, query)


def related(connection: Connection, matter_id: int) -> list[ItemRow]:
    """The items of one matter, the first one first."""
    return _rows(connection, _items().where(_ITEM.c.matter_id == matter_id).order_by(_ITEM.c.id))


def register_count(connection: Connection, ledger: str) -> int:
    """How many items a ledger ever had: kept, not counted."""
    return counters.value(connection, f"ord:{ledger}")


def register_page(connection: Connection, ledger: str, newest: int, size: int) -> list[ItemRow]:
    """A page of a ledger, newest first, beginning with the item whose `ord` is `newest`."""
    return _rows(
        connection,
        _items()
        .where(_ITEM.c.ledger == ledger, _ITEM.c.ord <= newest, _ITEM.c.ord > newest - size)
        .order_by(_ITEM.c.ord.desc()),
    )


def open_ids(connection: Connection, ledger: str, limit: int = MOST_FOUND) -> list[int]:
    """The ids of a ledger's open items, newest first."""
    query = select(_ITEM.c.id).where(_ITEM.c.ledger == ledger, _ITEM.c.closed.is_(None))
    return list(connection.execute(query.order_by(_ITEM.c.ord.desc()).limit(limit)).scalars())


def is_searchable(typed: str) -> bool:
    """Whether anything in what was typed can be found; one character alone cannot."""
    return search.is_searchable(typed)


def found_ids(connection: Connection, ledger: str, typed: str, limit: int = MOST_SEARCHED) -> list[int]:
    """The ids of a ledger's items whose entries hold what was typed, newest first."""
    return search.find_items(connection, typed, ledger, limit)


def by_ids(connection: Connection, ids: Sequence[int]) -> list[ItemRow]:
    """These items, in this order."""
    found = {row.id: row for row in _rows(connection, _items().where(_ITEM.c.id.in_(ids)))}
    return [found[each] for each in ids if each in found]


def row_of(connection: Connection, ledger: str, item_id: int) -> dict[str, Any]:
    """The ledger's own row of an item: column names and values as stored."""
    table = rows_of(ledger)
    found = connection.execute(select(table).where(table.c.item_id == item_id)).first()
    return dict(found._mapping) if found else {}


def open_counts(connection: Connection) -> dict[str, int]:
    """How many items are open in each ledger, without those that rest."""
    at_work = (_ITEM.c.closed.is_(None), _ITEM.c.resting.is_(False))
    query = select(_ITEM.c.ledger, func.count()).where(*at_work).group_by(_ITEM.c.ledger)
    return {str(ledger): int(count) for ledger, count in connection.execute(query)}


def _items() -> Select[tuple[object, ...]]:
    return (
        select(_ITEM, _OWNER.c.name.label("owner"), _RECEIVER.c.name.label("receiver"))
        .join(_OWNER, _OWNER.c.id == _ITEM.c.owner_id)
        .join(_RECEIVER, _RECEIVER.c.id == _ITEM.c.receiver_id)
    )


def _rows(connection: Connection, query: Select[tuple[object, ...]]) -> list[ItemRow]:
    found = connection.execute(query).all()
    clocks = _next_clocks(connection, [row.id for row in found])
    return [_row(row, clocks.get(row.id)) for row in found]


def _row(row: Row[tuple[object, ...]], clock: tuple[datetime, datetime, str] | None) -> ItemRow:
    kept = {name: value for name, value in row._mapping.items() if name in ItemRow.__dataclass_fields__}
    due, warn, code = clock or (None, None, None)
    return ItemRow(**kept, due=due, warn=warn, code=code)


def _next_clocks(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[datetime, datetime, str]]:
    query = select(_TIMER.c.item_id, _TIMER.c.due, _TIMER.c.warn, _TIMER.c.code).where(
        _TIMER.c.item_id.in_(ids), _TIMER.c.stopped.is_(None), _TIMER.c.paused.is_(None)
    )
    clocks: dict[int, tuple[datetime, datetime, str]] = {}
    for item_id, due, warn, code in connection.execute(query):
        if item_id not in clocks or due < clocks[item_id][0]:
            clocks[item_id] = (due, warn, code)
    return clocks
