"""The table of look-up keys: made anew for a unit or a person whenever something of theirs changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import Session, SQLModel

from propdesk.models.estate import LookupKind
from propdesk.rules.searchkeys import Keys, name_keys, phone_keys, plate_keys, room_keys

_TABLES = SQLModel.metadata.tables
_KEY, _UNIT, _PERSON = _TABLES["lookup_key"], _TABLES["unit"], _TABLES["person"]
_HOUSEHOLD, _MEMBER, _PHONE, _PLATE = (_TABLES[name] for name in ("household", "member", "phone", "plate"))
_CHUNK = 500


def rekey_unit(session: Session, unit_id: int) -> None:
    """Make the keys of a unit and its plates anew, after its code or a plate changed."""
    session.flush()
    rekey_units(session.connection(), [unit_id])


def rekey_person(session: Session, person_id: int) -> None:
    """Make the keys of a person anew, after a name, a phone or a household changed. Struck numbers have none."""
    session.flush()
    rekey_people(session.connection(), [person_id])


def rekey_units(connection: Connection, unit_ids: Collection[int]) -> None:
    """Make the keys of several units and of their plates anew."""
    for ids in _chunks(unit_ids):
        kinds = (LookupKind.UNIT, LookupKind.PLATE)
        connection.execute(delete(_KEY).where(_KEY.c.unit_id.in_(ids), _KEY.c.kind.in_(kinds)))
        units = connection.execute(select(_UNIT.c.id, _UNIT.c.code).where(_UNIT.c.id.in_(ids))).all()
        rows = [
            row for unit in units for row in _rows(_room_keys(unit.code), LookupKind.UNIT, unit.code, unit.id, None)
        ]
        rows.extend(_plate_rows(connection, ids))
        _insert(connection, rows)


def rekey_people(connection: Connection, person_ids: Collection[int]) -> None:
    """Make the keys of several people anew: one set for each unit in whose present household they are."""
    for ids in _chunks(person_ids):
        connection.execute(delete(_KEY).where(_KEY.c.person_id.in_(ids), _KEY.c.kind == LookupKind.PERSON))
        phones = _phone_keys(connection, ids)
        _insert(
            connection, [row for person in _members(connection, ids) for row in _person_rows(person, phones[person.id])]
        )


def _members(connection: Connection, ids: list[int]) -> Iterable[Any]:
    found = (
        select(_PERSON.c.id, _PERSON.c.name, _UNIT.c.id.label("unit_id"), _UNIT.c.code)
        .join(_MEMBER, _MEMBER.c.person_id == _PERSON.c.id)
        .join(_HOUSEHOLD, _HOUSEHOLD.c.id == _MEMBER.c.household_id)
        .join(_UNIT, _UNIT.c.id == _HOUSEHOLD.c.unit_id)
        .where(_PERSON.c.id.in_(ids), _HOUSEHOLD.c.until.is_(None))
        .order_by(_PERSON.c.id)
    )
    return connection.execute(found).all()


def _phone_keys(connection: Connection, ids: list[int]) -> defaultdict[int, list[tuple[str, int]]]:
    found = select(_PHONE.c.person_id, _PHONE.c.number).where(_PHONE.c.person_id.in_(ids), _PHONE.c.dead.is_(None))
    keys: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for row in connection.execute(found.order_by(_PHONE.c.id)):
        keys[row.person_id].extend(phone_keys(row.number))
    return keys


def _person_rows(person: Any, phones: list[tuple[str, int]]) -> list[dict[str, Any]]:
    keys = dict(phones) | dict(name_keys(person.name))
    label = f"{person.code} {person.name}"
    return _rows(tuple(keys.items()), LookupKind.PERSON, label, person.unit_id, person.id)


def _plate_rows(connection: Connection, ids: list[int]) -> Iterator[dict[str, Any]]:
    found = (
        select(_PLATE.c.number, _PLATE.c.unit_id, _PLATE.c.person_id, _UNIT.c.code, _PERSON.c.name)
        .join(_UNIT, _UNIT.c.id == _PLATE.c.unit_id)
        .outerjoin(_PERSON, _PERSON.c.id == _PLATE.c.person_id)
        .where(_PLATE.c.unit_id.in_(ids))
    )
    for plate in connection.execute(found.order_by(_PLATE.c.id)):
        label = " ".join(part for part in (plate.number, plate.code, plate.name) if part)
        yield from _rows(plate_keys(plate.number), LookupKind.PLATE, label, plate.unit_id, plate.person_id)


def _room_keys(code: str) -> Keys:
    building, _, room = code.partition("-")
    return room_keys(building, room)


def _rows(keys: Keys, kind: LookupKind, label: str, unit_id: int, person_id: int | None) -> list[dict[str, Any]]:
    place = {"kind": kind, "unit_id": unit_id, "person_id": person_id, "label": label}
    return [{"key": key, "rank": rank, **place} for key, rank in keys]


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(_KEY), rows)


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
