"""Taking over a roster: reading its file, and writing buildings, units and people with the keys that find them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlmodel import Session, SQLModel

from propdesk.errors import Refused
from propdesk.models.estate import Capacity, UnitState
from propdesk.rules.cells import storey
from propdesk.rules.roster import HEADING_ROWS, Roster, RosterUnit, heading_of, read_rows
from propdesk.store.lookup_keys import rekey_people, rekey_units
from propdesk.store.sheets import STOPPED, Progress, sheets

CHUNK = 400
"""Units written at a time; between them the writing can be stopped."""

_TABLES = SQLModel.metadata.tables
_BUILDING, _UNIT, _PERSON = _TABLES["building"], _TABLES["unit"], _TABLES["person"]
_HOUSEHOLD, _MEMBER, _PHONE = _TABLES["household"], _TABLES["member"], _TABLES["phone"]
_PLATE, _NOTE = _TABLES["plate"], _TABLES["standing_note"]
_FACTS = ("floor", "area", "state", "moved_in", "warranty_end")

T = TypeVar("T")
Values = dict[str, Any]


@dataclass(slots=True)
class Counts:
    """What a roster has added or changed; `unchanged` are units about which it said nothing new."""

    buildings: int = 0
    units: int = 0
    people: int = 0
    phones: int = 0
    plates: int = 0
    notes: int = 0
    unchanged: int = 0


def load_roster(path: Path, progress: Progress | None = None) -> Roster:
    """The roster in a .csv or .xlsx file: of a workbook, the first sheet that has a heading."""
    first: list[list[object]] | None = None
    for rows in sheets(path, progress):
        if any(heading_of(row) for row in rows[:HEADING_ROWS]):
            return read_rows(rows)
        first = rows if first is None else first
    return read_rows(first or [])


def write_roster(session: Session, roster: Roster, now: datetime, progress: Progress | None = None) -> Counts:
    """Insert or update everything the roster says, inside the caller's transaction. Nobody and nothing is removed.

    A unit is known by its code, a person by name within the unit's present household. What is not said stays.
    """
    session.flush()
    writing = _Writing(session.connection(), now)
    writing.buildings(roster)
    for done, units in _chunks(roster.units):
        writing.units(units)
        if progress and not progress(done, len(roster.units)):
            raise Refused("stopped", STOPPED)
    session.expire_all()
    return writing.counts


class _Writing:
    """One roster on its way into the database."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection, self.now, self.counts = connection, now, Counts()
        self.building_ids: dict[str, int] = {}

    def buildings(self, roster: Roster) -> None:
        """The buildings, with their ids kept for the units."""
        known = {row.code: row for row in self.connection.execute(select(_BUILDING))}
        new = [{"code": code, "name": name} for code, name in roster.buildings if code not in known]
        named = [
            (known[code].id, name)
            for code, name in roster.buildings
            if code in known and name not in (code, known[code].name)
        ]
        self.insert(_BUILDING, new)
        self.update(_BUILDING, [{"id": row_id, "name": name} for row_id, name in named])
        self.counts.buildings += len(new) + len(named)
        self.building_ids = {
            row.code: row.id for row in self.connection.execute(select(_BUILDING.c.code, _BUILDING.c.id))
        }

    def units(self, units: Sequence[RosterUnit]) -> None:
        """Some units with everything that belongs to them."""
        before = astuple(self.counts)
        chunk = _Chunk(self, units)
        chunk.write_units()
        chunk.write_people()
        chunk.write_phones()
        chunk.write_plates()
        chunk.write_notes()
        if astuple(self.counts) != before:
            rekey_units(self.connection, chunk.touched | chunk.emptied)
            rekey_people(self.connection, chunk.touched_people)
        self.counts.unchanged += len(units) - len(chunk.touched)

    def insert(self, table: Table, rows: list[Values]) -> list[int]:
        """Insert rows; their ids, in the same order."""
        if not rows:
            return []
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(self.connection.execute(statement, rows).scalars())

    def update(self, table: Table, rows: list[Values]) -> None:
        """Change rows by their `id`; all of them the same columns."""
        if rows:
            columns: Values = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
            statement = update(table).where(table.c.id == bindparam("row_id")).values(columns)
            parameters = [{("row_id" if name == "id" else f"new_{name}"): row[name] for name in row} for row in rows]
            self.connection.execute(statement, parameters)


class _Chunk:
    """Some units of a roster: what is known of them, and what is new."""

    def __init__(self, writing: _Writing, units: Sequence[RosterUnit]) -> None:
        self.writing, self.connection, self.counts = writing, writing.connection, writing.counts
        self.roster = {unit.code: unit for unit in units}
        self.ids: dict[str, int] = {}
        self.people: dict[tuple[str, str], int] = {}
        self.touched: set[int] = set()
        self.touched_people: set[int] = set()
        self.emptied: set[int] = set()

    def write_units(self) -> None:
        """The units themselves."""
        known = {
            row.code: row for row in self.connection.execute(select(_UNIT).where(_UNIT.c.code.in_(list(self.roster))))
        }
        self.ids = {code: row.id for code, row in known.items()}
        new = [self._new_unit(unit) for code, unit in self.roster.items() if code not in known]
        for row, row_id in zip(new, self.writing.insert(_UNIT, new), strict=True):
            self.ids[row["code"]] = row_id
            self.touched.add(row_id)
        changed = [values for code, row in known.items() if (values := _changed_unit(row, self.roster[code]))]
        self.writing.update(_UNIT, changed)
        self.touched.update(values["id"] for values in changed)
        self.counts.units += len(new) + len(changed)

    def write_people(self) -> None:
        """The people of each unit's present household, which is made with its first person."""
        households = self._households()
        known = self._members(households)
        self.people = {key: row.person_id for key, row in known.items()}
        wanted = [(code, person) for code, unit in self.roster.items() for person in unit.people]
        new = [(code, person) for code, person in wanted if (code, person.name) not in known]
        ids = self.writing.insert(_PERSON, [{"name": person.name} for _, person in new])
        members = []
        for (code, person), person_id in zip(new, ids, strict=True):
            self._touch(code, person_id)
            self.people[code, person.name] = person_id
            capacity = Capacity(person.capacity or Capacity.OWNER)
            members.append({"household_id": households[code], "person_id": person_id, "capacity": capacity})
        self.writing.insert(_MEMBER, members)
        changed = []
        for code, person in wanted:
            row = known.get((code, person.name))
            if row is not None and person.capacity and row.capacity != person.capacity:
                self._touch(code, row.person_id)
                changed.append({"id": row.member_id, "capacity": Capacity(person.capacity)})
        self.writing.update(_MEMBER, changed)
        self.counts.people += len(new) + len(changed)

    def write_phones(self) -> None:
        """The numbers not known yet; a number that was struck stays struck."""
        found = select(_PHONE.c.person_id, _PHONE.c.number).where(_PHONE.c.person_id.in_(list(self.people.values())))
        known = {(row.person_id, row.number) for row in self.connection.execute(found)}
        new = []
        for code, unit in self.roster.items():
            for person in unit.people:
                person_id = self.people[code, person.name]
                for number in person.phones:
                    if (person_id, number) not in known:
                        self._touch(code, person_id)
                        new.append({"person_id": person_id, "number": number})
        self.writing.insert(_PHONE, new)
        self.counts.phones += len(new)

    def write_plates(self) -> None:
        """The plates; one known at another unit moves here."""
        wanted = {number: (code, owner) for code, unit in self.roster.items() for number, owner in unit.plates}
        found = select(_PLATE).where(_PLATE.c.number.in_(list(wanted)))
        known = {row.number: row for row in self.connection.execute(found)}
        new, changed = [], []
        for number, (code, owner) in wanted.items():
            values = {"unit_id": self.ids[code], "person_id": self.people.get((code, owner))}
            row = known.get(number)
            if row is None:
                new.append({"number": number} | values)
            elif row.unit_id != values["unit_id"] or (owner and row.person_id != values["person_id"]):
                changed.append({"id": row.id} | values)
                self.emptied.add(row.unit_id)
            else:
                continue
            self._touch(code)
        self.writing.insert(_PLATE, new)
        self.writing.update(_PLATE, changed)
        self.counts.plates += len(new) + len(changed)

    def write_notes(self) -> None:
        """The standing notes that the unit does not carry already."""
        found = select(_NOTE.c.unit_id, _NOTE.c.text).where(
            _NOTE.c.unit_id.in_(list(self.ids.values())), _NOTE.c.ended.is_(None)
        )
        known = {(row.unit_id, row.text) for row in self.connection.execute(found)}
        new = []
        for code, unit in self.roster.items():
            for text in unit.notes:
                if (self.ids[code], text) not in known:
                    self._touch(code)
                    new.append({"unit_id": self.ids[code], "text": text, "since": self.writing.now})
        self.writing.insert(_NOTE, new)
        self.counts.notes += len(new)

    def _touch(self, code: str, person_id: int | None = None) -> None:
        self.touched.add(self.ids[code])
        if person_id is not None:
            self.touched_people.add(person_id)

    def _new_unit(self, unit: RosterUnit) -> Values:
        lived_in = UnitState.OCCUPIED if unit.people else UnitState.VACANT
        return {
            "building_id": self.writing.building_ids[unit.building],
            "code": unit.code,
            "floor": storey(unit.room) if unit.floor is None else unit.floor,
            "area": unit.area or 0,
            "state": UnitState(unit.state) if unit.state else lived_in,
            "moved_in": unit.moved_in,
            "warranty_end": unit.warranty_end,
        }

    def _households(self) -> dict[str, int]:
        """The present household of each unit, made where somebody is to live in it."""
        codes = {row_id: code for code, row_id in self.ids.items()}
        found = select(_HOUSEHOLD).where(_HOUSEHOLD.c.unit_id.in_(list(codes)), _HOUSEHOLD.c.until.is_(None))
        known = {codes[row.unit_id]: row.id for row in self.connection.execute(found.order_by(_HOUSEHOLD.c.id))}
        empty = [unit for code, unit in self.roster.items() if unit.people and code not in known]
        new = [{"unit_id": self.ids[unit.code], "since": unit.moved_in} for unit in empty]
        ids = self.writing.insert(_HOUSEHOLD, new)
        return known | {unit.code: row_id for unit, row_id in zip(empty, ids, strict=True)}

    def _members(self, households: Mapping[str, int]) -> dict[tuple[str, str], Any]:
        codes = {row_id: code for code, row_id in households.items()}
        found = (
            select(_MEMBER.c.id.label("member_id"), _MEMBER.c.household_id, _MEMBER.c.capacity, _PERSON.c.name)
            .add_columns(_MEMBER.c.person_id)
            .join(_PERSON, _PERSON.c.id == _MEMBER.c.person_id)
            .where(_MEMBER.c.household_id.in_(list(codes)))
        )
        return {(codes[row.household_id], row.name): row for row in self.connection.execute(found)}


def _changed_unit(row: Any, unit: RosterUnit) -> Values:
    """All facts of a unit where the roster says something else than the row, else nothing."""
    said = {fact: getattr(unit, fact) for fact in _FACTS}
    facts = {fact: getattr(row, fact) if value is None else value for fact, value in said.items()}
    if all(facts[fact] == getattr(row, fact) for fact in _FACTS):
        return {}
    return {"id": row.id} | facts | {"state": UnitState(facts["state"])}


def _chunks(units: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    for start in range(0, len(units), CHUNK):
        chunk = units[start : start + CHUNK]
        yield start + len(chunk), chunk
