"""The unit card, and what is going on in a unit and its building."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, func, select
from sqlmodel import SQLModel

from propdesk.models.estate import Capacity, LookupKind, UnitState
from propdesk.models.item import Item
from propdesk.models.operator import Operator
from propdesk.queries.keys import KeySet, keys_of_unit
from propdesk.rules.privacy import mask_phone
from propdesk.rules.searchkeys import building_code, room_from, typed_key

RECENT = timedelta(days=90)
"""How far back the counts of a unit card reach."""


@dataclass(frozen=True, slots=True)
class CardPhone:
    """A number of a person, masked; `dead` since it was struck."""

    id: int
    masked: str
    dead: bool


@dataclass(frozen=True, slots=True)
class CardPerson:
    """Somebody of the unit's present household."""

    id: int
    name: str
    capacity: Capacity
    phones: tuple[CardPhone, ...]


@dataclass(frozen=True, slots=True)
class CardNote:
    """Something everybody must know who deals with the unit."""

    id: int
    text: str
    since: datetime


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item that is not closed, and who is working on it."""

    id: int
    number: str
    ledger: str
    stage: str
    title: str
    opened: datetime
    urgent: bool
    owner: str
    unit_code: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as a form needs it."""

    id: int
    code: str
    building_id: int
    building: str
    floor: int
    state: UnitState


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit on one page. `area` is in square metres, `recent` counts the items of 90 days by ledger."""

    id: int
    code: str
    building_id: int
    building: str
    floor: int
    area: str
    state: UnitState
    moved_in: date | None
    warranty_end: date | None
    people: tuple[CardPerson, ...]
    notes: tuple[CardNote, ...]
    plates: tuple[str, ...]
    open_items: tuple[OpenItem, ...]
    recent: tuple[tuple[str, int], ...]
    keys: tuple[KeySet, ...]


@dataclass(frozen=True, slots=True)
class FullPhone:
    """A number in full. Whoever shows it writes down that it was shown."""

    id: int
    number: str
    dead: bool


_TABLES = SQLModel.metadata.tables
_BUILDING, _UNIT, _PERSON, _PHONE = (_TABLES[name] for name in ("building", "unit", "person", "phone"))
_HOUSEHOLD, _MEMBER, _PLATE = (_TABLES[name] for name in ("household", "member", "plate"))
_NOTE, _KEY = _TABLES["standing_note"], _TABLES["lookup_key"]
_ITEM, _OPERATOR = _TABLES[str(Item.__tablename__)], _TABLES[str(Operator.__tablename__)]

_THE_UNIT: BindParameter[int] = bindparam("unit")
_UNITS = select(_UNIT, _BUILDING.c.name.label("building")).join(_BUILDING, _BUILDING.c.id == _UNIT.c.building_id)
_BY_ID = _UNITS.where(_UNIT.c.id == _THE_UNIT)
_BY_CODE = _UNITS.where(_UNIT.c.code == bindparam("code"))
_PEOPLE = (
    select(_PERSON.c.id, _PERSON.c.name, _MEMBER.c.capacity)
    .join(_MEMBER, _MEMBER.c.person_id == _PERSON.c.id)
    .join(_HOUSEHOLD, _HOUSEHOLD.c.id == _MEMBER.c.household_id)
    .where(_HOUSEHOLD.c.unit_id == _THE_UNIT, _HOUSEHOLD.c.until.is_(None))
    .order_by(_MEMBER.c.id)
)
_PHONES = (
    select(_PHONE.c.id, _PHONE.c.person_id, _PHONE.c.number, _PHONE.c.dead)
    .where(_PHONE.c.person_id.in_(bindparam("people", expanding=True)))
    .order_by(_PHONE.c.id)
)
_NOTES = select(_NOTE).where(_NOTE.c.unit_id == _THE_UNIT, _NOTE.c.ended.is_(None)).order_by(_NOTE.c.id)
_PLATES = select(_PLATE.c.number).where(_PLATE.c.unit_id == _THE_UNIT).order_by(_PLATE.c.id)
_RECENT = (
    select(_ITEM.c.ledger, func.count())
    .where(_ITEM.c.unit_id == _THE_UNIT, _ITEM.c.opened >= bindparam("since"))
    .group_by(_ITEM.c.ledger)
    .order_by(_ITEM.c.ledger)
)
_OPEN = (
    select(_ITEM, _OPERATOR.c.name.label("owner"), _UNIT.c.code)
    .join(_UNIT, _UNIT.c.id == _ITEM.c.unit_id)
    .join(_OPERATOR, _OPERATOR.c.id == _ITEM.c.owner_id)
    .where(_ITEM.c.closed.is_(None), _ITEM.c.resting.is_(False))
    .order_by(_ITEM.c.id)
)
_OPEN_OF_UNIT = _OPEN.where(_ITEM.c.unit_id == _THE_UNIT)
_OPEN_OF_BUILDING = _OPEN.where(_UNIT.c.building_id == bindparam("building"))
_CODES_OF_BUILDING = select(_UNIT.c.code).join(_BUILDING).where(_BUILDING.c.code == bindparam("building"))
_CODES_OF_KEY = (
    select(_UNIT.c.code)
    .join(_KEY, _KEY.c.unit_id == _UNIT.c.id)
    .where(_KEY.c.key == bindparam("key"), _KEY.c.kind == LookupKind.UNIT)
    .order_by(_KEY.c.rank, _KEY.c.id)
    .limit(50)
)


def unit_card(connection: Connection, unit_id: int, *, now: datetime) -> UnitCard | None:
    """The card of a unit, or None when there is no such unit."""
    unit = connection.execute(_BY_ID, {"unit": unit_id}).one_or_none()
    if unit is None:
        return None
    the_unit = {"unit": unit_id}
    recent = connection.execute(_RECENT, the_unit | {"since": now - RECENT})
    return UnitCard(
        id=unit.id,
        code=unit.code,
        building_id=unit.building_id,
        building=unit.building,
        floor=unit.floor,
        area=_square_metres(unit.area),
        state=unit.state,
        moved_in=unit.moved_in,
        warranty_end=unit.warranty_end,
        people=_people(connection, unit_id),
        notes=tuple(CardNote(row.id, row.text, row.since) for row in connection.execute(_NOTES, the_unit)),
        plates=tuple(connection.execute(_PLATES, the_unit).scalars()),
        open_items=open_items_of_unit(connection, unit_id),
        recent=tuple((ledger, count) for ledger, count in recent),
        keys=tuple(keys_of_unit(connection, unit_id)),
    )


def unit_by_code(connection: Connection, code: str) -> UnitRow | None:
    """The unit of a code, however it is typed: `3-1201`, `3栋1201`."""
    row = connection.execute(_BY_CODE, {"code": _meant(code)}).one_or_none()
    return UnitRow(row.id, row.code, row.building_id, row.building, row.floor, row.state) if row else None


def near_codes(connection: Connection, code: str, limit: int = 3) -> list[str]:
    """Units somebody may have meant by a code that does not exist, the likeliest first."""
    meant = _meant(code)
    exact = list(connection.execute(_CODES_OF_KEY, {"key": typed_key(meant)}).scalars())
    block, _, room = meant.partition("-")
    beside = list(connection.execute(_CODES_OF_BUILDING, {"building": building_code(block) or ""}).scalars())
    elsewhere = list(connection.execute(_CODES_OF_KEY, {"key": typed_key(room)}).scalars()) if room else []
    alike = get_close_matches(meant, beside, n=limit, cutoff=0.6)
    return [near for near in dict.fromkeys([*exact, *alike, *elsewhere]) if near != meant][:limit]


def open_items_of_unit(connection: Connection, unit_id: int) -> tuple[OpenItem, ...]:
    """The open items of a unit, the oldest first."""
    return tuple(_open(row) for row in connection.execute(_OPEN_OF_UNIT, {"unit": unit_id}))


def open_items_of_building(
    connection: Connection, building_id: int, ledger: str | None = None, since: datetime | None = None
) -> tuple[OpenItem, ...]:
    """The open items of a building's units, of one ledger and opened since a moment where those are given."""
    statement = _of_building(ledger, since)
    return tuple(_open(row) for row in connection.execute(statement, {"building": building_id}))


def full_phones(connection: Connection, person_id: int) -> tuple[FullPhone, ...]:
    """The numbers of a person in full; the caller writes down who asked."""
    rows = connection.execute(_PHONES, {"people": [person_id]})
    return tuple(FullPhone(row.id, row.number, row.dead is not None) for row in rows)


def _meant(code: str) -> str:
    tidy = typed_key(code).upper()
    return room_from(code) or tidy


def _of_building(ledger: str | None, since: datetime | None) -> Select[Any]:
    statement = _OPEN_OF_BUILDING
    if ledger is not None:
        statement = statement.where(_ITEM.c.ledger == ledger)
    if since is not None:
        statement = statement.where(_ITEM.c.opened >= since)
    return statement


def _people(connection: Connection, unit_id: int) -> tuple[CardPerson, ...]:
    """Owner first, then as the capacities are listed."""
    people = connection.execute(_PEOPLE, {"unit": unit_id}).all()
    phones: dict[int, list[CardPhone]] = {person.id: [] for person in people}
    if people:
        for row in connection.execute(_PHONES, {"people": sorted(phones)}):
            phones[row.person_id].append(CardPhone(row.id, mask_phone(row.number), row.dead is not None))
    order = list(Capacity)
    ranked = sorted(people, key=lambda person: order.index(person.capacity))
    return tuple(CardPerson(row.id, row.name, row.capacity, tuple(phones[row.id])) for row in ranked)


def _open(row: Row[Any]) -> OpenItem:
    return OpenItem(
        row.id, row.number, row.ledger, row.stage, row.title, row.opened, bool(row.urgent), row.owner, row.code
    )


def _square_metres(hundredths: int) -> str:
    """`128.5` for 12850; empty where the area is not known."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".") if hundredths else ""
