"""The estate: buildings, units, households, people with their phones and plates, standing notes."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, stored


class UnitState(Choice):
    """Where a unit stands between delivery and letting."""

    OCCUPIED = "occupied", N_("Occupied")
    DELIVERED = "delivered", N_("Delivered, not lived in")
    RENOVATING = "renovating", N_("Being renovated")
    LET = "let", N_("Let to a tenant")
    VACANT = "vacant", N_("Vacant, held by the developer")


class Capacity(Choice):
    """In which capacity somebody speaks for a unit."""

    OWNER = "owner", N_("Owner")
    FAMILY = "family", N_("Family of the owner")
    TENANT = "tenant", N_("Tenant")
    AGENT = "agent", N_("Agent")
    DECORATOR = "decorator", N_("Decorator")
    VISITOR = "visitor", N_("Visitor")
    NEIGHBOUR = "neighbour", N_("Neighbour")
    OUTSIDER = "outsider", N_("Outsider")
    STAFF = "staff", N_("Staff")
    OTHER = "other", N_("Other")


class Building(SQLModel, table=True):
    """A building of the estate; `code` is what comes before the dash in a unit's number."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=10, unique=True)
    name: str = Field(max_length=40)


class Unit(SQLModel, table=True):
    """A flat or shop. `code` is building and room: `3-1201`; `area` in hundredths of a square metre."""

    id: int | None = Field(default=None, primary_key=True)
    building_id: int = Field(foreign_key="building.id", index=True)
    code: str = Field(max_length=20, unique=True)
    floor: int = 0
    area: int = 0
    state: UnitState = Field(default=UnitState.OCCUPIED, sa_type=stored(UnitState))
    moved_in: date | None = None
    warranty_end: date | None = None


class Person(SQLModel, table=True):
    """Somebody who lives in, owns or works for a unit."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=40)


class Household(SQLModel, table=True):
    """The people of one unit over one stretch of time; `until` is empty for the present one."""

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    since: date | None = None
    until: date | None = None


class Member(SQLModel, table=True):
    """A person's place in a household."""

    __table_args__ = (UniqueConstraint("household_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    household_id: int = Field(foreign_key="household.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    capacity: Capacity = Field(sa_type=stored(Capacity))


class Phone(SQLModel, table=True):
    """A number of a person; a dead one is struck with its date, never removed."""

    __table_args__ = (UniqueConstraint("person_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    number: str = Field(max_length=20, index=True)
    dead: datetime | None = maybe_instant()


class Plate(SQLModel, table=True):
    """A car's plate and the unit it belongs to."""

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    number: str = Field(max_length=12, unique=True)


class StandingNote(SQLModel, table=True):
    """Something everybody who deals with the unit must know; ended, never removed."""

    __tablename__ = "standing_note"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    text: str = Field(max_length=400)
    since: datetime = instant()
    ended: datetime | None = maybe_instant()


class LookupKind(Choice):
    """What a look-up key leads to."""

    UNIT = "unit", N_("Unit")
    PERSON = "person", N_("Person")
    PLATE = "plate", N_("Plate")


class LookupKey(SQLModel, table=True):
    """One way to type something: prefix-indexed. `rank` puts whole names before initials.

    The index holds the whole row, so that a key pressed reads nothing else.
    """

    __tablename__ = "lookup_key"
    __table_args__ = (Index("ix_lookup_key_key", "key", "rank", "id", "kind", "unit_id", "person_id", "label"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=60)
    rank: int = 0
    kind: LookupKind = Field(sa_type=stored(LookupKind))
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    label: str = Field(max_length=120)
