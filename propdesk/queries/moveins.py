"""Move-ins as screens and scripts see them: day plan, who is to be reminded, findings, what a month delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from propdesk.i18n import N_
from propdesk.models.estate import Capacity
from propdesk.models.item import Item
from propdesk.models.journal import Entry
from propdesk.models.movein import Condition as Condition
from propdesk.models.tables import metadata
from propdesk.rules.privacy import mask_phone

_TABLES = metadata().tables
_MOVEIN, _DEFECT, _ITEM = _TABLES["movein"], _TABLES["movein_defect"], _TABLES[str(Item.__tablename__)]
_CONDITION, _BUILDING, _UNIT = _TABLES["building_condition"], _TABLES["building"], _TABLES["unit"]
_HOUSEHOLD, _MEMBER = _TABLES["household"], _TABLES["member"]
_PERSON, _PHONE, _ENTRY = _TABLES["person"], _TABLES["phone"], _TABLES[str(Entry.__tablename__)]

LAST_DAYS = timedelta(days=3)
"""So long before its end a period is reminded of (004 MOVE 4.4.2)."""
AWAITED = ("notified", "overdue", "deemed")
"""The stages of a move-in whose owner has not come yet."""


@dataclass(frozen=True, slots=True)
class MoveinRow:
    """One move-in in a list."""

    id: int
    number: str
    stage: str
    unit: str
    person: str
    campaign: str
    sent: datetime
    until: datetime
    received: datetime | None
    reminded: datetime | None
    appointed: datetime | None
    invited: datetime | None = None
    phone: str = ""
    """Masked."""

    @property
    def awaited(self) -> bool:
        """Whether the owner is still to come to the counter."""
        return self.stage in AWAITED

    @property
    def second(self) -> bool:
        """Whether the appointment is for the second inspection, which needs no counter."""
        return self.invited is not None and self.appointed is not None and self.appointed > self.invited


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of an inspection."""

    number: int
    room: str
    text: str
    term: datetime | None
    postponed: int
    fixed: datetime | None
    result: str
    passed: datetime | None


@dataclass(frozen=True, slots=True)
class BuildingState:
    """A building and which of its conditions for move-in hold, with who checked them."""

    code: str
    name: str
    held: tuple[tuple[Condition, str], ...]

    @property
    def open(self) -> bool:
        """Whether owners may be called."""
        return len(self.held) == len(Condition)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A unit of the estate to which a notice may go: whether somebody moved in, who owns it now, a number of theirs."""

    unit: str
    building: str
    moved_in: date | None
    owner: str
    phone: str


@dataclass(frozen=True, slots=True)
class Handover:
    """One unit that was handed over or deemed moved in: what its owner signed, received, paid, and what was found."""

    number: str
    unit: str
    person: str
    keyed: datetime | None
    deemed: datetime | None
    signed: bool
    keys: int
    fees_fen: int
    inspected: bool
    findings: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the deliveries: its name for scripts, its words, how many, and the items behind it."""

    key: str
    label: str
    count: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was delivered between two moments (000 I(一)2): units whose keys left, and those deemed moved in."""

    handed: tuple[Handover, ...]
    deemed: tuple[Handover, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What the developer is told, figure by figure; fees in fen."""
        handed = self.handed
        return (
            _figure("units", N_("Units handed over"), [(each, 1) for each in handed]),
            _figure("signed", N_("All agreements signed"), [(each, int(each.signed)) for each in handed]),
            _figure("keys", N_("Keys handed over"), [(each, each.keys) for each in handed]),
            _figure("fees_fen", N_("Fees, yuan"), [(each, each.fees_fen) for each in handed]),
            _figure("inspected", N_("Inspected"), [(each, int(each.inspected)) for each in handed]),
            _figure("findings", N_("Findings"), [(each, each.findings) for each in handed]),
            _figure("deemed", N_("Deemed moved in"), [(each, 1) for each in self.deemed]),
        )


def _figure(key: str, label: str, counted: Sequence[tuple[Handover, int]]) -> Figure:
    numbers = tuple(each.number for each, count in counted if count)
    return Figure(key, label, sum(count for _, count in counted), numbers)


def appointments(connection: Connection, start: datetime, end: datetime) -> list[MoveinRow]:
    """Who comes between two moments, in order; nothing that was voided."""
    between = (_MOVEIN.c.appointed >= start, _MOVEIN.c.appointed < end, _ITEM.c.stage != "voided")
    return [_row(row) for row in connection.execute(_rows().where(*between).order_by(_MOVEIN.c.appointed))]


def expected(connection: Connection, start: datetime, end: datetime) -> list[datetime]:
    """When the households come that are still awaited between two moments, in order."""
    query = (
        select(_MOVEIN.c.appointed)
        .join(_ITEM, _ITEM.c.id == _MOVEIN.c.item_id)
        .where(_MOVEIN.c.appointed >= start, _MOVEIN.c.appointed < end, _ITEM.c.stage.in_(AWAITED))
        .order_by(_MOVEIN.c.appointed)
    )
    return list(connection.execute(query).scalars())


def to_remind(connection: Connection, now: datetime) -> list[MoveinRow]:
    """Whose period is in its last three days, and who was not reminded yet, the earliest end first."""
    waiting = (_ITEM.c.ledger == "movein", _ITEM.c.closed.is_(None), _ITEM.c.stage == "notified")
    soon = (_MOVEIN.c.until <= now + LAST_DAYS, _MOVEIN.c.reminded.is_(None))
    return [_row(row) for row in connection.execute(_rows().where(*waiting, *soon).order_by(_MOVEIN.c.until))]


def overdue(connection: Connection) -> list[MoveinRow]:
    """Whose period is over, the longest first."""
    late = (_ITEM.c.ledger == "movein", _ITEM.c.closed.is_(None), _ITEM.c.stage == "overdue")
    return [_row(row) for row in connection.execute(_rows().where(*late).order_by(_MOVEIN.c.until))]


def notified(connection: Connection, campaign: str) -> set[str]:
    """The units that have their notice in a campaign; one that was voided is none."""
    return set(connection.execute(_of_campaign(campaign).where(_ITEM.c.stage != "voided")).scalars())


def voided(connection: Connection, campaign: str) -> dict[str, str]:
    """The notices of a campaign that were voided, by unit."""
    query = _of_campaign(campaign).where(_ITEM.c.stage == "voided").add_columns(_ITEM.c.number)
    return {str(unit): str(number) for unit, number in connection.execute(query)}


def running(connection: Connection) -> dict[str, str]:
    """The units whose move-in is open, with its number."""
    query = select(_ITEM.c.place, _ITEM.c.number).where(_ITEM.c.ledger == "movein", _ITEM.c.closed.is_(None))
    return {str(unit): str(number) for unit, number in connection.execute(query)}


def recipients(connection: Connection) -> dict[str, Recipient]:
    """Every unit of the estate by its code, in order; of several owners the first on record, with a number that is not
    struck."""
    owners = (
        select(_HOUSEHOLD.c.unit_id, _PERSON.c.id, _PERSON.c.name)
        .select_from(
            _HOUSEHOLD.join(_MEMBER, _MEMBER.c.household_id == _HOUSEHOLD.c.id).join(
                _PERSON, _PERSON.c.id == _MEMBER.c.person_id
            )
        )
        .where(_HOUSEHOLD.c.until.is_(None), _MEMBER.c.capacity == Capacity.OWNER)
        .order_by(_MEMBER.c.id.desc())
    )
    first = {unit: (person, name) for unit, person, name in connection.execute(owners)}
    numbers = select(_PHONE.c.person_id, _PHONE.c.number).where(_PHONE.c.dead.is_(None)).order_by(_PHONE.c.id.desc())
    phones = {row.person_id: row.number for row in connection.execute(numbers)}
    units = (
        select(_UNIT.c.id, _UNIT.c.code, _UNIT.c.moved_in, _BUILDING.c.code.label("building"))
        .join(_BUILDING, _BUILDING.c.id == _UNIT.c.building_id)
        .order_by(_UNIT.c.building_id, _UNIT.c.floor, _UNIT.c.code)
    )
    found = {}
    for row in connection.execute(units):
        person, owner = first.get(row.id, (None, ""))
        found[row.code] = Recipient(row.code, row.building, row.moved_in, owner, phones.get(person, ""))
    return found


def progress(connection: Connection) -> dict[str, int]:
    """How many move-ins are at each stage (P03 section 8)."""
    query = select(_ITEM.c.stage, func.count()).where(_ITEM.c.ledger == "movein").group_by(_ITEM.c.stage)
    return {str(stage): int(count) for stage, count in connection.execute(query)}


def findings(connection: Connection, item_id: int) -> list[Finding]:
    """What an inspection found, in order."""
    query = select(_DEFECT).where(_DEFECT.c.movein_id == item_id).order_by(_DEFECT.c.number)
    return [
        Finding(r.number, r.room, r.text, r.term, r.postponed, r.fixed, r.result, r.passed)
        for r in connection.execute(query)
    ]


def goods_at(connection: Connection, item_id: int) -> datetime | None:
    """When the goods of a move-in were received, as its course says."""
    received = (_ENTRY.c.item_id == item_id, _ENTRY.c.step == "movein.goods")
    query = select(_ENTRY.c.happened).where(*received).order_by(_ENTRY.c.seq.desc()).limit(1)
    return connection.execute(query).scalar()


def buildings(connection: Connection) -> list[BuildingState]:
    """Every building with the conditions that hold."""
    held: dict[int, list[tuple[Condition, str]]] = {}
    rows = connection.execute(select(_CONDITION).where(_CONDITION.c.withdrawn.is_(None)).order_by(_CONDITION.c.id))
    for row in rows:
        held.setdefault(row.building_id, []).append((row.condition, row.checked_by))
    found = connection.execute(select(_BUILDING).order_by(_BUILDING.c.code))
    return [BuildingState(row.code, row.name, tuple(held.get(row.id, ()))) for row in found]


def delivered(connection: Connection, start: datetime, end: datetime) -> Delivered:
    """What was handed over between two moments, and what counted as moved in; nothing that was voided."""
    return Delivered(
        handed=_handovers(connection, _MOVEIN.c.keyed, start, end),
        deemed=_handovers(connection, _MOVEIN.c.deemed, start, end),
    )


def _handovers(connection: Connection, column: ColumnElement[Any], start: datetime, end: datetime
               ) -> tuple[Handover, ...]:  # fmt: skip
    count = select(func.count()).where(_DEFECT.c.movein_id == _MOVEIN.c.item_id).scalar_subquery()
    query = (
        select(_MOVEIN, _ITEM.c.number, _ITEM.c.place, _ITEM.c.person, count.label("findings"))
        .join(_ITEM, _ITEM.c.id == _MOVEIN.c.item_id)
        .where(column >= start, column < end, _ITEM.c.stage != "voided")
        .order_by(column, _ITEM.c.id)
    )
    return tuple(
        Handover(
            number=row.number, unit=row.place, person=row.person, keyed=row.keyed, deemed=row.deemed,
            signed=row.signed is not None and not row.refused, keys=row.pieces, fees_fen=row.amount_fen or 0,
            inspected=row.inspected is not None, findings=row.findings,
        )
        for row in connection.execute(query)
    )  # fmt: skip


def _of_campaign(campaign: str) -> Select[Any]:
    """The units of the notices of a campaign."""
    query = select(_ITEM.c.place).join(_MOVEIN, _MOVEIN.c.item_id == _ITEM.c.id)
    return query.where(_ITEM.c.ledger == "movein", _MOVEIN.c.campaign == campaign)


def _rows() -> Select[Any]:
    columns = (_ITEM.c.id, _ITEM.c.number, _ITEM.c.stage, _ITEM.c.place, _ITEM.c.person)
    own = (_MOVEIN.c.campaign, _MOVEIN.c.sent, _MOVEIN.c.until, _MOVEIN.c.received, _MOVEIN.c.reminded)
    more = (_MOVEIN.c.appointed, _MOVEIN.c.invited, _ITEM.c.phone)
    return select(*columns, *own, *more).join(_ITEM, _ITEM.c.id == _MOVEIN.c.item_id)


def _row(row: Row[Any]) -> MoveinRow:
    return MoveinRow(row.id, row.number, row.stage, row.place, row.person, row.campaign, row.sent, row.until,
                     row.received, row.reminded, row.appointed, row.invited, mask_phone(row.phone))  # fmt: skip
