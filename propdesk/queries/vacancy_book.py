"""Vacant units as they are printed: the register, the record of one, how they stood at the end of a period."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from propdesk.models.tables import metadata
from propdesk.models.vacancy import Work

_TABLES = metadata().tables
_ITEM = _TABLES["item"]
_VACANCY, _VISIT, _LETTING = (_TABLES[name] for name in ("vacancy", "vacancy_visit", "vacancy_letting"))
_FACTS = (
    "taken_over", "condition", "furnished", "west_sun", "appliances", "valves_closed", "power_off", "keys", "fees",
    "state", "visited", "let_to", "consent", "let_from", "let_until", "buyer", "sold",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BookRow:
    """A vacant unit with everything the register says of it."""

    id: int
    number: str
    unit: str
    stage: str
    taken_over: date
    condition: str
    furnished: bool
    west_sun: bool
    appliances: bool
    valves_closed: bool
    power_off: bool
    keys: str
    fees: str
    state: str
    visited: datetime | None
    let_to: str
    consent: str
    let_from: date | None
    let_until: date | None
    buyer: str
    sold: date | None


@dataclass(frozen=True, slots=True)
class Stood:
    """A vacant unit as it stood when a period ended: what the last visit until then saw, to whom it was let."""

    id: int
    number: str
    unit: str
    taken_over: date
    state: str
    let_to: str


@dataclass(frozen=True, slots=True)
class Odd:
    """What was abnormal on a visit."""

    at: datetime
    unit: str
    anomaly: str


def book(connection: Connection, first: date) -> list[BookRow]:
    """The register: every unit that is kept or let, by unit, then those sold on the day `first` or later."""
    columns = (_ITEM.c.id, _ITEM.c.number, _ITEM.c.place, _ITEM.c.stage, *(_VACANCY.c[name] for name in _FACTS))
    rows = select(*columns).join(_VACANCY, _VACANCY.c.item_id == _ITEM.c.id)
    there = rows.where(_ITEM.c.ledger == "vacancy", _ITEM.c.closed.is_(None)).order_by(_ITEM.c.place)
    gone = rows.where(_VACANCY.c.sold >= first, _ITEM.c.stage == "sold").order_by(_VACANCY.c.sold, _ITEM.c.id)
    return [_book(row) for query in (there, gone) for row in connection.execute(query)]


def of_unit(connection: Connection, item_id: int) -> BookRow | None:
    """One unit of the register, whatever became of it."""
    columns = (_ITEM.c.id, _ITEM.c.number, _ITEM.c.place, _ITEM.c.stage, *(_VACANCY.c[name] for name in _FACTS))
    query = select(*columns).join(_VACANCY, _VACANCY.c.item_id == _ITEM.c.id).where(_ITEM.c.id == item_id)
    row = connection.execute(query).first()
    return _book(row) if row is not None else None


def stood(connection: Connection, last: date, end: datetime) -> list[Stood]:
    """The units that were on record on the day `last`, by unit, as they stood at the moment `end`."""
    seen = select(_VISIT.c.state).where(_VISIT.c.vacancy_id == _VACANCY.c.item_id, _VISIT.c.at < end)
    state = seen.order_by(_VISIT.c.id.desc()).limit(1).scalar_subquery().label("seen")
    names = (_VACANCY.c[name] for name in ("taken_over", "condition", "let_to", "let_from"))
    on_record = (_VACANCY.c.taken_over <= last, or_(_VACANCY.c.sold.is_(None), _VACANCY.c.sold > last))
    query = (
        select(_ITEM.c.id, _ITEM.c.number, _ITEM.c.place, *names, state)
        .join(_VACANCY, _VACANCY.c.item_id == _ITEM.c.id)
        .where(*on_record, _ITEM.c.ledger == "vacancy", _ITEM.c.stage != "voided")
    )
    earlier = _let_on(connection, last)
    found = [
        Stood(row.id, row.number, row.place, row.taken_over, row.seen or row.condition,
              row.let_to if row.let_from and row.let_from <= last else earlier.get(row.id, ""))
        for row in connection.execute(query)
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.unit)


def done(connection: Connection, start: datetime, end: datetime) -> dict[int, Counter[Work]]:
    """How often each work was done in each unit between two moments."""
    query = select(_VISIT.c.vacancy_id, _VISIT.c.work).where(_VISIT.c.at >= start, _VISIT.c.at < end)
    found: dict[int, Counter[Work]] = {}
    for row in connection.execute(query.where(_VISIT.c.work != "")):
        found.setdefault(row.vacancy_id, Counter()).update(Work(part) for part in row.work.split(","))
    return found


def odd(connection: Connection, start: datetime, end: datetime) -> list[Odd]:
    """What was abnormal on visits between two moments, in order."""
    query = (
        select(_VISIT.c.at, _ITEM.c.place, _VISIT.c.anomaly)
        .join(_ITEM, _ITEM.c.id == _VISIT.c.vacancy_id)
        .where(_VISIT.c.at >= start, _VISIT.c.at < end, _VISIT.c.anomaly != "", _ITEM.c.stage != "voided")
        .order_by(_VISIT.c.at)
    )
    return [Odd(row.at, row.place, row.anomaly) for row in connection.execute(query)]


def _let_on(connection: Connection, last: date) -> dict[int, str]:
    """To whom units were let on a day by lettings that have ended since."""
    query = select(_LETTING.c.vacancy_id, _LETTING.c.tenant).where(_LETTING.c.begins <= last, _LETTING.c.ends > last)
    return {row.vacancy_id: row.tenant for row in connection.execute(query)}


def _book(row: Row[Any]) -> BookRow:
    kept = {name: row._mapping[name] for name in ("id", "number", "stage", *_FACTS)}
    return BookRow(unit=row.place, **kept)
