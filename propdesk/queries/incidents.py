"""Who rang about what: the open incidents of a building, who rang about one, the households of a collective matter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, or_, select

from propdesk.models.complaint import ComplaintCaller
from propdesk.models.estate import Building, Unit
from propdesk.models.incident import Incident, IncidentCaller, Utility
from propdesk.models.item import Item
from propdesk.models.operator import Operator
from propdesk.models.tables import metadata
from propdesk.rules.text import bigrams

_ITEM, _INCIDENT, _CALLER, _UNIT, _BUILDING, _OPERATOR, _HOUSEHOLD = (
    metadata().tables[str(table.__tablename__)]
    for table in (Item, Incident, IncidentCaller, Unit, Building, Operator, ComplaintCaller)
)
MOST = 12


@dataclass(frozen=True)
class OpenIncident:
    """An incident that is not closed. `building_id` is None where it is the whole estate's, `over` where it goes on.

    `score` counts the search tokens it shares with what is typed.
    """

    item_id: int
    number: str
    stage: str
    title: str
    place: str
    opened: datetime
    utility: Utility
    building_id: int | None
    sentence: str
    expected: datetime | None
    over: datetime | None
    callers: int
    score: int = field(default=0, kw_only=True)


@dataclass(frozen=True)
class Caller:
    """Somebody who rang about an incident; `listed` is the number on the list of ring-backs, 0 where none is wanted.

    `outcome` without `rung` says why nobody will ring any more.
    """

    listed: int
    unit_id: int | None
    place: str
    person: str
    phone: str
    at: datetime
    words: str
    rung: datetime | None
    outcome: str

    @property
    def waits(self) -> bool:
        """Whether the caller is still to be rung."""
        return bool(self.listed) and self.rung is None and not self.outcome

    @property
    def in_full(self) -> str:
        """Place, name and the whole number, for whoever is about to ring; the ringing is on record."""
        return "  ".join(part for part in (self.place, self.person, self.phone) if part)


@dataclass(frozen=True)
class Household:
    """A household of a collective complaint, and whether it was visited.

    `separated` is when it turned out to have another matter: nobody visits it about this one.
    """

    unit_id: int | None
    place: str
    person: str
    phone: str
    at: datetime
    visited: datetime | None
    opinion: str
    satisfied: bool | None
    signed_by: str
    separated: datetime | None = None


def open_incidents(connection: Connection, unit_id: int | None, text: str) -> list[OpenIncident]:
    """The open incidents a call may be about: those that share words with `text` first, then the newest.

    With a unit only those of its building and of the whole estate.
    """
    building = select(_UNIT.c.building_id).where(_UNIT.c.id == unit_id).scalar_subquery()
    query = (
        select(
            _ITEM.c.id, _ITEM.c.number, _ITEM.c.stage, _ITEM.c.title, _ITEM.c.place, _ITEM.c.opened,
            _INCIDENT.c.utility, _INCIDENT.c.building_id, _INCIDENT.c.sentence, _INCIDENT.c.expected,
            _INCIDENT.c.over, _INCIDENT.c.callers, _INCIDENT.c.text,
        )
        .join(_INCIDENT, _INCIDENT.c.item_id == _ITEM.c.id)
        .where(_ITEM.c.ledger == "incident", _ITEM.c.closed.is_(None))
        .order_by(_ITEM.c.ord.desc())
        .limit(MOST)
    )  # fmt: skip
    if unit_id is not None:
        query = query.where(or_(_INCIDENT.c.building_id.is_(None), _INCIDENT.c.building_id == building))
    tokens = set(bigrams(text))
    found = [
        OpenIncident(*row[:-1], score=len(tokens & set(bigrams(f"{row.text} {row.sentence}"))))
        for row in connection.execute(query)
    ]
    return sorted(found, key=lambda each: -each.score)


def callers(connection: Connection, incident_id: int) -> list[Caller]:
    """Everybody who rang about an incident, in the order in which they rang."""
    query = select(_CALLER).where(_CALLER.c.incident_id == incident_id).order_by(_CALLER.c.id)
    found, listed = [], 0
    for row in connection.execute(query):
        listed += row.wants
        found.append(
            Caller(listed if row.wants else 0, row.unit_id, row.place, row.person, row.phone, row.at, row.words,
                   row.rung, row.outcome)
        )  # fmt: skip
    return found


def households(connection: Connection, complaint_id: int) -> list[Household]:
    """The households of a collective complaint, in the order in which they came."""
    query = select(_HOUSEHOLD).where(_HOUSEHOLD.c.complaint_id == complaint_id).order_by(_HOUSEHOLD.c.id)
    return [
        Household(row.unit_id, row.place, row.person, row.phone, row.at, row.visited, row.opinion, row.satisfied,
                  row.signed_by, row.separated)
        for row in connection.execute(query)
    ]  # fmt: skip


def in_words(connection: Connection, kept: Mapping[str, object]) -> dict[str, str]:
    """What the numbers of a ledger's row stand for: the building, operators by name, other items by number."""
    kinds = {"building_id": (_BUILDING, "name"), "linked_id": (_ITEM, "number"), "merged_into_id": (_ITEM, "number")}
    words = {}
    for column, number in kept.items():
        if not column.endswith("_id") or column == "item_id" or number is None:
            continue
        table, name = kinds.get(column, (_OPERATOR, "name"))
        found = connection.execute(select(table.c[name]).where(table.c.id == number)).scalar()
        words[column] = str(found or "")
    return words
