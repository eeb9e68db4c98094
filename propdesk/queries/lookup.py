"""The look-up box: from what a receptionist types to units, people, plates and items, at every key."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, and_, bindparam, select
from sqlmodel import SQLModel

from propdesk.models.estate import Capacity, LookupKind
from propdesk.models.item import Item
from propdesk.queries import keys
from propdesk.rules.numbering import typed_number
from propdesk.rules.privacy import mask_phone
from propdesk.rules.searchkeys import building_code, room_from, typed_key

Kind = Literal["unit", "person", "plate", "item"]

WINDOW = 40
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
    select(_KEY.c.key, _KEY.c.rank, _KEY.c.label, _KEY.c.kind, _KEY.c.unit_id, _KEY.c.person_id)
    .where(_KEY.c.key >= bindparam("first"), _KEY.c.key < bindparam("beyond"))
    .order_by(_KEY.c.key, _KEY.c.rank, _KEY.c.id)
    .limit(WINDOW)
)
_PLACES = (
    select(_UNIT.c.id.label("unit_id"), _UNIT.c.code, _MEMBER.c.person_id, _MEMBER.c.capacity, _PERSON.c.name)
    .outerjoin(_HOUSEHOLD, and_(_HOUSEHOLD.c.unit_id == _UNIT.c.id, _HOUSEHOLD.c.until.is_(None)))
    .outerjoin(_MEMBER, _MEMBER.c.household_id == _HOUSEHOLD.c.id)
    .outerjoin(_PERSON, _PERSON.c.id == _MEMBER.c.person_id)
    .where(_UNIT.c.id.in_(bindparam("units", expanding=True)))
    .order_by(_MEMBER.c.id)
)
_PHONES = (
    select(_PHONE.c.person_id, _PHONE.c.number)
    .where(_PHONE.c.person_id.in_(bindparam("people", expanding=True)), _PHONE.c.dead.is_(None))
    .order_by(_PHONE.c.id)
)
_ITEMS = select(_ITEM.c.id, _ITEM.c.number, _ITEM.c.title, _ITEM.c.unit_id, _UNIT.c.code).outerjoin(
    _UNIT, _UNIT.c.id == _ITEM.c.unit_id
)
_ITEM_OF_NUMBER = _ITEMS.where(_ITEM.c.number == bindparam("whole"))
_ITEMS_FROM = (
    _ITEMS.where(_ITEM.c.number >= bindparam("first"), _ITEM.c.number < bindparam("beyond"))
    .order_by(_ITEM.c.number.desc())
    .limit(bindparam("most"))
)
_NUMBER = re.compile(r"[a-z]{2}(?:-?[0-9]{1,5}|20[0-9]{0,6}|[0-9]{8}-?[0-9]{0,5})")
_DATED = re.compile(r"20[0-9]{0,6}|[0-9]{8}-[0-9]{0,5}")
_KEY_NUMBER = re.compile(r"[a-z]{1,10}-?[0-9]{1,6}")
_KINDS: dict[LookupKind, Kind] = {LookupKind.UNIT: "unit", LookupKind.PERSON: "person", LookupKind.PLATE: "plate"}
_LAST = "\U0010ffff"


def find(connection: Connection, typed: str, *, today: date, limit: int = 8) -> list[Found]:
    """What `typed` may mean: the item of that number, the unit named with its people, then the nearest keys."""
    key = typed_key(typed)
    if not key or limit < 1:
        return []
    items = [*_items(connection, key, today, limit), *_key_sets(connection, key, limit)]
    hits = _hits(connection, typed, key, limit)
    targets = _targets(hits, _places(connection, hits))[:limit]
    phones = _phones(connection, [target.person_id for target in targets])
    found = [*items, *(_line(target, phones.get(target.person_id, "")) for target in targets)]
    return list(dict.fromkeys(found))[:limit]


class _Hit(NamedTuple):
    """A target of the keys found; `whole` where what was typed is all of its key."""

    whole: bool
    label: str
    kind: LookupKind
    unit_id: int | None
    person_id: int | None


class _Target(NamedTuple):
    """A hit with what its unit says about it, in the order of `Found`."""

    kind: LookupKind
    label: str
    unit_id: int | None
    unit_code: str
    person_id: int | None
    name: str
    capacity: Capacity | None


def _hits(connection: Connection, typed: str, key: str, limit: int) -> list[_Hit]:
    """The nearest targets whose keys begin with what was typed: whole keys first, then by rank; each once."""
    for start in dict.fromkeys(_starts(typed, key)):
        rows = connection.execute(_KEYS, {"first": _first(start), "beyond": start + _LAST}).all()
        if rows:
            nearest = sorted([(row[0] != start, row[1], row[0], *row[2:]) for row in rows], key=itemgetter(0, 1, 2, 3))
            targets: dict[tuple[Any, ...], bool] = {}
            for part, _, _, *target in nearest:
                targets.setdefault(tuple(target), not part)
            return [_Hit(whole, *target) for target, whole in islice(targets.items(), limit)]
    return []


def _first(start: str) -> str:
    """A single letter means a name: the keys of plates, which go on with digits, are passed over."""
    return f"{start}a" if len(start) == 1 and start.isascii() and start.isalpha() else start


def _starts(typed: str, key: str) -> Iterator[str]:
    """The keys to try: the room meant, what was typed, the building alone, only the digits, the room before a name."""
    if room := room_from(typed):
        yield typed_key(room)
    yield key
    if not key.isascii() and (building := building_code(typed)):
        yield typed_key(f"{building}-")
    digits = re.sub(r"[^0-9]", "", key.removeprefix("+86"))
    if len(digits) >= 4 and not re.search(r"[^0-9+()-]", key):
        yield digits
    if room := room_from(typed.split(maxsplit=1)[0]):
        yield typed_key(room)


def _places(connection: Connection, hits: list[_Hit]) -> list[Any]:
    """The units that were hit, a row for each of their present people, at least one."""
    units = sorted({hit.unit_id for hit in hits if hit.unit_id is not None})
    return list(connection.execute(_PLACES, {"units": units})) if units else []


def _targets(hits: list[_Hit], places: list[Any]) -> list[_Target]:
    """The hits with their places; a unit that was named in full is followed by its household."""
    codes = {place.unit_id: place.code for place in places}
    people = {(place.unit_id, place.person_id): place for place in places if place.person_id is not None}
    named = [hit for hit in hits if hit.whole and hit.kind == LookupKind.UNIT]
    targets = []
    for hit in hits:
        place = people.get((hit.unit_id, hit.person_id or 0))
        name, capacity = (place.name, place.capacity) if place else ("", None)
        targets.append(
            _Target(hit.kind, hit.label, hit.unit_id, codes.get(hit.unit_id, ""), hit.person_id, name, capacity)
        )
        if named == [hit]:
            targets.extend(_resident(place) for place in people.values() if place.unit_id == hit.unit_id)
    return list(dict.fromkeys(targets))


def _resident(place: Any) -> _Target:
    label = f"{place.code} {place.name}"
    return _Target(LookupKind.PERSON, label, place.unit_id, place.code, place.person_id, place.name, place.capacity)


def _phones(connection: Connection, person_ids: Iterable[int | None]) -> dict[int | None, str]:
    """Each person's first number that is not dead, masked."""
    people = sorted({person_id for person_id in person_ids if person_id is not None})
    first: dict[int | None, str] = {}
    if people:
        for person_id, number in connection.execute(_PHONES, {"people": people}):
            if person_id not in first:
                first[person_id] = mask_phone(number)
    return first


def _line(target: _Target, phone: str) -> Found:
    return Found(
        _KINDS[target.kind],
        target.label,
        target.unit_id,
        target.unit_code,
        target.person_id,
        target.name,
        target.capacity,
        phone,
    )


def _items(connection: Connection, key: str, today: date, limit: int) -> list[Found]:
    """The item whose number was typed, then the newest whose numbers begin so; today's where no day was typed."""
    if not _NUMBER.fullmatch(key):
        return []
    rows: list[Any] = []
    if whole := typed_number(key, today):
        rows.extend(connection.execute(_ITEM_OF_NUMBER, {"whole": whole}))
    prefix, digits = key[:2].upper(), key[2:]
    start = f"{prefix}{digits}" if _DATED.fullmatch(digits) else f"{prefix}{today:%Y%m%d}-{digits.removeprefix('-')}"
    rows.extend(connection.execute(_ITEMS_FROM, {"first": start, "beyond": start + _LAST, "most": limit}))
    return [_item(row) for row in rows]


def _key_sets(connection: Connection, key: str, limit: int) -> list[Found]:
    """The key sets in custody whose number or hook was typed: letters, then digits."""
    named = keys.find_named(connection, key, limit) if _KEY_NUMBER.fullmatch(key) else []
    return [Found("item", f"{each.number} {each.tag} {each.hook} {each.door}", item_id=each.id,
                  item_number=each.number) for each in named]  # fmt: skip


def _item(row: Any) -> Found:
    label = f"{row.number} {row.title}"
    return Found("item", label, row.unit_id, row.code or "", item_id=row.id, item_number=row.number)
