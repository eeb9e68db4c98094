"""Visits that were announced: households that come to the desk, and workers who are awaited at a unit.

The desk keeps no visitors' book. What it knows are the appointments of move-in, and the times agreed for repairs and
booked services.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, and_, or_, select

from propdesk.models import tables

_TABLES = tables.metadata().tables
_ITEM, _MOVEIN = _TABLES["item"], _TABLES["movein"]
_WORK = (_TABLES["repair"], _TABLES["booking"])

AHEAD = timedelta(days=2)
"""How far ahead visits are told: over the next shift, and over the night and the rest day behind it."""
AWAITED = ("notified", "overdue", "deemed")
"""The stages of a move-in whose household is still to come to the counter."""
MOST = 100
"""So many of a kind at most."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody is expected at a moment: at the desk for a move-in, at a unit for a repair or a booked service."""

    number: str
    ledger: str
    title: str
    place: str
    person: str
    at: datetime


def visits(connection: Connection, now: datetime) -> tuple[Visit, ...]:
    """Who is expected from `now` on, the next one first; without those who came already."""
    found = [*_households(connection, now), *(each for table in _WORK for each in _workers(connection, table, now))]
    return tuple(sorted(found, key=lambda each: (each.at, each.number)))


def _households(connection: Connection, now: datetime) -> Iterator[Visit]:
    again = and_(_MOVEIN.c.invited.is_not(None), _MOVEIN.c.appointed > _MOVEIN.c.invited)
    asked = (
        select(_ITEM.c.number, _ITEM.c.ledger, _ITEM.c.title, _ITEM.c.place, _ITEM.c.person, _MOVEIN.c.appointed)
        .join(_MOVEIN, _MOVEIN.c.item_id == _ITEM.c.id)
        .where(_MOVEIN.c.appointed >= now, _MOVEIN.c.appointed < now + AHEAD, _ITEM.c.closed.is_(None))
        .where(or_(_ITEM.c.stage.in_(AWAITED), again))
        .order_by(_MOVEIN.c.appointed)
        .limit(MOST)
    )
    for row in connection.execute(asked):
        yield Visit(row.number, row.ledger, row.title, row.place, row.person, row.appointed)


def _workers(connection: Connection, table: Table, now: datetime) -> Iterator[Visit]:
    """Read through the open items of the ledger, of which there are few."""
    asked = (
        select(_ITEM.c.number, _ITEM.c.ledger, _ITEM.c.title, _ITEM.c.place, _ITEM.c.person, table.c.agreed)
        .join(table, table.c.item_id == _ITEM.c.id)
        .where(_ITEM.c.ledger == table.name, _ITEM.c.closed.is_(None), table.c.arrived.is_(None))
        .where(table.c.agreed >= now, table.c.agreed < now + AHEAD)
        .order_by(table.c.agreed)
        .limit(MOST)
    )
    for row in connection.execute(asked):
        yield Visit(row.number, row.ledger, row.title, row.place, row.person, row.agreed)
