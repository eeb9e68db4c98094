"""Is it open already? The same household first, then the same matter in the building, and how often lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from propdesk.models.estate import Unit
from propdesk.models.item import Item
from propdesk.models.tables import metadata
from propdesk.rules.text import bigrams
from propdesk.store.matters import WINDOW

_ITEM = metadata().tables[str(Item.__tablename__)]
_UNIT = metadata().tables[str(Unit.__tablename__)]

LATELY = timedelta(days=90)
MOST = 60


@dataclass(frozen=True)
class Similar:
    """An open item that may be the same matter. `score` counts the search tokens it shares with what is typed."""

    item_id: int
    number: str
    ledger: str
    stage: str
    title: str
    place: str
    opened: datetime
    same_unit: bool
    score: int


@dataclass(frozen=True)
class Duplicates:
    """What a receptionist sees beside the form while typing."""

    in_unit: tuple[Similar, ...]
    in_building: tuple[Similar, ...]
    lately: int
    """Items of this unit in the last 90 days, whatever they were about."""


def similar(connection: Connection, unit_id: int, text: str, now: datetime) -> Duplicates:
    """Open items of the unit, and those of its building from the last two days that speak of the same."""
    tokens = set(bigrams(text))
    in_unit = _open(connection, _ITEM.c.unit_id == unit_id, tokens, same_unit=True)
    building = select(_UNIT.c.building_id).where(_UNIT.c.id == unit_id).scalar_subquery()
    neighbours = select(_UNIT.c.id).where(_UNIT.c.building_id == building, _UNIT.c.id != unit_id)
    near = (_ITEM.c.unit_id.in_(neighbours)) & (_ITEM.c.opened >= now - WINDOW)
    in_building = [found for found in _open(connection, near, tokens, same_unit=False) if found.score]
    query = select(func.count()).where(_ITEM.c.unit_id == unit_id, _ITEM.c.opened >= now - LATELY)
    return Duplicates(tuple(in_unit), tuple(in_building), int(connection.execute(query).scalar_one()))


def _open(connection: Connection, where: object, tokens: set[str], *, same_unit: bool) -> list[Similar]:
    query = (
        select(_ITEM.c.id, _ITEM.c.number, _ITEM.c.ledger, _ITEM.c.stage, _ITEM.c.title, _ITEM.c.place, _ITEM.c.opened)
        .where(_ITEM.c.closed.is_(None), _ITEM.c.resting.is_(False), where)  # type: ignore[arg-type]  # a column expression
        .order_by(_ITEM.c.id.desc())
        .limit(MOST)
    )
    found = [
        Similar(*row, same_unit=same_unit, score=len(tokens & set(bigrams(row.title))))
        for row in connection.execute(query)
    ]
    return sorted(found, key=lambda each: -each.score)
