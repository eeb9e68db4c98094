"""The look-up box: from what a receptionist types to units, people, plates and items, at every key."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, or_, select
from sqlmodel import SQLModel

from propdesk.models.estate import Capacity, LookupKind
from propdesk.models.item import Item
from propdesk.rules.numbering import typed_number
from propdesk.rules.privacy import mask_phone
from propdesk.rules.searchkeys import building_code, room_from, typed_key

Kind = Literal["unit", "person", "plate", "item"]

WINDOW = 64
"""How many keys are looked at: enough that their best ranks are known, few enough for every key pressed."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the result. `label` is what it is called; the rest is None or empty where it does not apply."""

    kind: Kind
    label: str
    unit_id: int | None = None
    unit_code: str = ""
    person_id: int | None = None
    name: str = ""
    capacity: Capacity | None = None
    phone_masked: str = ""
    item_id: int | None = None
    item_number: str = ""


_TABLES = SQLModel.metadata.tables
_KEY, _UNIT, _PERSON, _PHONE = (_TABLES[name] for name in ("lookup_key", "unit", "person", "phone"))
_HOUSEHOLD, _MEMBER, _ITEM = _TABLES["household"], _TABLES["member"], _TABLES[str(Item.__tablename__)]

_KEYS = (
    select(_KEY.c.key, _KEY.c.rank, _KEY.c.kind, _KEY.c.unit_id, _KEY.c.person_id, _KEY.c.label)
    .add_columns(_UNIT.c.code, _PERSON.c.name)
    .outerjoin(_UNIT, _UNIT.c.id == _KEY.c.unit_id)
    .outerjoin(_PERSON, _PERSON.c.id == _KEY.c.person_id)
    .where(_KEY.c.key >= bindparam("first"), _KEY.c.key < bindparam("beyond"))
    .order_by(_KEY.c.key, _KEY.c.rank, _KEY.c.id)
    .limit(WINDOW)
)
_PLACES = (
    select(_HOUSEHOLD.c.unit_id, _MEMBER.c.person_id, _MEMBER.c.capacity, _PERSON.c.name)
    .join(_MEMBER, _MEMBER.c.household_id == _HOUSEHOLD.c.id)
    .join(_PERSON, _PERSON.c.id == _MEMBER.c.person_id)
    .where(_HOUSEHOLD.c.unit_id.in_(bindparam("units", expanding=True)), _HOUSEHOLD.c.until.is_(None))
    .order_by(_MEMBER.c.id)
)
_PHONES = (
    select(_PHONE.c.person_id, _PHONE.c.number)
    .where(_PHONE.c.person_id.in_(bindparam("people", expanding=True)), _PHONE.c.dead.is_(None))
    .order_by(_PHONE.c.id)
)
_NUMBERS = (
    select(_ITEM.c.id, _ITEM.c.number, _ITEM.c.title, _ITEM.c.unit_id, _UNIT.c.code)
    .outerjoin(_UNIT, _UNIT.c.id == _ITEM.c.unit_id)
    .where(
        or_(
            _ITEM.c.number == bindparam("whole"),
            and_(_ITEM.c.number >= bindparam("first"), _ITEM.c.number < bindparam("beyond")),
        )
    )
    .order_by(_ITEM.c.number)
    .limit(bindparam("most"))
)
_NUMBER = re.compile(r"[a-z]{2}-?[0-9]{1,8}(?:-?[0-9]{0,5})", re.ASCII)
_LAST = "\U0010ffff"


def find(connection: Connection, typed: str, *, today: date, limit: int = 8) -> list[Found]:
    """What `typed` may mean, the likeliest first: the item of that number, the unit itself with its people, then the rest."""
    key = typed_key(typed)
    if not key or limit < 1:
        return []
    items = _items(connection, key, today, limit)
    hits = _ranked(connection, typed, key)
    places = _places(connection, [hit.unit_id for hit in hits[: limit * 2]])
    found = [*items, *_with_households(hits, key, places)]
    return _with_phones(connection, _distinct(found)[:limit])


def _ranked(connection: Connection, typed: str, key: str) -> list[Any]:
    """The keys that begin with what was typed: exact ones first, then by rank; each target once."""
    for start in _starts(typed, key):
        rows = connection.execute(_KEYS, {"first": start, "beyond": start + _LAST}).all()
        if rows:
            rows.sort(key=lambda row: (row.key != start, row.rank, row.key, row.label))
            return list({(row.kind, row.unit_id, row.person_id, row.label): row for row in reversed(rows)}.values())[::-1]
    return []


def _starts(typed: str, key: str) -> Iterator[str]:
    """The keys to try: the room that is meant, then what was typed, then only its digits."""
    if room := room_from(typed):
        yield typed_key(room)
    yield key
    if not key.isascii() and (building := building_code(typed)):
        yield typed_key(f"{building}-")
    digits = re.sub(r"[^0-9]", "", key.removeprefix("+86"))
    if digits != key and len(digits) >= 4 and not re.search(r"[^0-9+()-]", key):
        yield digits


def _places(connection: Connection, unit_ids: Iterable[int | None]) -> list[Any]:
    """Who lives in these units now."""
    units = sorted({unit_id for unit_id in unit_ids if unit_id is not None})
    return list(connection.execute(_PLACES, {"units": units})) if units else []


def _with_households(hits: list[Any], key: str, places: list[Any]) -> Iterator[Found]:
    """The hits as lines; a unit that was named in full is followed by its people."""
    capacities = {(place.unit_id, place.person_id): place.capacity for place in places}
    for hit in hits:
        yield Found(
            kind=_kind(hit.kind),
            label=hit.label,
            unit_id=hit.unit_id,
            unit_code=hit.code or "",
            person_id=hit.person_id,
            name=hit.name or "",
            capacity=capacities.get((hit.unit_id, hit.person_id)),
        )
        if hit is hits[0] and hit.kind == LookupKind.UNIT and hit.rank <= 1:
            yield from _household(hit, places)


def _household(unit: Any, places: list[Any]) -> Iterator[Found]:
    for place in places:
        if place.unit_id == unit.unit_id:
            label = f"{unit.code} {place.name}"
            yield Found("person", label, unit.unit_id, unit.code, place.person_id, place.name, place.capacity)
