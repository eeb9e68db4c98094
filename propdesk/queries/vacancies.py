"""Vacant units and renovation sites as screens and commands see them: visits, lettings, loans, stock, what is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, literal, select, union_all

from propdesk.i18n import N_
from propdesk.models.tables import metadata
from propdesk.models.vacancy import Work as Work

_TABLES = metadata().tables
_ITEM, _TIMER, _ENTRY, _OPERATOR = (_TABLES[name] for name in ("item", "timer", "entry", "operator"))
_VACANCY, _VISIT, _LETTING = (_TABLES[name] for name in ("vacancy", "vacancy_visit", "vacancy_letting"))
_LOAN, _SITE_ENTRY = _TABLES["loan"], _TABLES["renovation_entry"]
_ROUND, _KEY_LOAN, _KEY_ITEM = _ITEM.alias("round_item"), _ITEM.alias("loan_item"), _ITEM.alias("key_item")

TAKEN, SOLD, LET, BACK = "taken", "sold", "let", "back"
WHAT: Mapping[str, str] = {
    TAKEN: N_("Newly vacant"), SOLD: N_("Sold"), LET: N_("Let"), BACK: N_("Letting ended"),
}  # fmt: skip
"""What happened to a vacant unit, in words (msgids)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One visit: when, by whom, what was seen and done, how the unit was left, with which loan, on which round."""

    at: datetime
    by: str
    state: str
    works: tuple[Work, ...]
    closed: bool | None
    anomaly: str
    loan: str
    round: str


@dataclass(frozen=True, slots=True)
class Letting:
    """A letting that has ended."""

    tenant: str
    consent: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class KeyOut:
    """A loan of a key of the unit."""

    number: str
    borrower: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Abnormal:
    """An open finding about the unit."""

    number: str
    stage: str
    title: str
    opened: datetime


@dataclass(frozen=True, slots=True)
class VacantUnit:
    """A vacant unit on record; `due` are its running clocks by rule."""

    id: int
    number: str
    unit: str
    stage: str
    taken_over: date
    condition: str
    state: str
    visited: datetime | None
    closed: bool
    let_to: str
    let_until: date | None
    due: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Movement:
    """What happened to a vacant unit on a day, and to whose name."""

    day: date
    what: str
    number: str
    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress entry of a renovation site for a day."""

    day: date
    progress: str
    finding: str
    by: str


def visits(connection: Connection, item_id: int, limit: int | None = None) -> list[Seen]:
    """The visits to a unit, the latest first; the first `limit` of them."""
    names = ("at", "state", "work", "valves_closed", "power_off", "anomaly")
    rows = connection.execute(
        select(
            *(_VISIT.c[name] for name in names), _OPERATOR.c.name.label("by"), _KEY_LOAN.c.number.label("loan"),
            _ROUND.c.number.label("round"),
        )
        .join(_ENTRY, _ENTRY.c.seq == _VISIT.c.seq)
        .join(_OPERATOR, _OPERATOR.c.id == _ENTRY.c.operator_id)
        .outerjoin(_KEY_LOAN, _KEY_LOAN.c.id == _VISIT.c.loan_id)
        .outerjoin(_ROUND, _ROUND.c.id == _VISIT.c.round_id)
        .where(_VISIT.c.vacancy_id == item_id)
        .order_by(_VISIT.c.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [Seen(r.at, r.by, r.state, _works(r.work), _closed(r), r.anomaly, r.loan or "", r.round or "") for r in rows]


def lettings(connection: Connection, item_id: int) -> list[Letting]:
    """The earlier lettings of a unit, the latest first."""
    rows = connection.execute(select(_LETTING).where(_LETTING.c.vacancy_id == item_id).order_by(_LETTING.c.id.desc()))
    return [Letting(row.tenant, row.consent, row.begins, row.ends) for row in rows]


def key_loans(connection: Connection, item_id: int, since: datetime) -> list[KeyOut]:
    """The loans by which a key of the unit is out, or came back since a moment; the latest first."""
    rows = connection.execute(
        select(_KEY_LOAN.c.number, _KEY_LOAN.c.person, _KEY_LOAN.c.opened)
        .select_from(_VACANCY)
        .join(_KEY_ITEM, (_KEY_ITEM.c.unit_id == _VACANCY.c.unit_id) & (_KEY_ITEM.c.ledger == "key"))
        .join(_LOAN, _LOAN.c.key_id == _KEY_ITEM.c.id)
        .join(_KEY_LOAN, _KEY_LOAN.c.id == _LOAN.c.item_id)
        .where(_VACANCY.c.item_id == item_id, _KEY_LOAN.c.stage != "voided")
        .where(_LOAN.c.returned.is_(None) | (_LOAN.c.returned >= since))
        .order_by(_KEY_LOAN.c.id.desc())
    )
    return [KeyOut(row.number, row.person, row.opened) for row in rows]


def abnormal(connection: Connection, unit_id: int) -> list[Abnormal]:
    """The open findings about a unit, the oldest first."""
    columns = (_ITEM.c.number, _ITEM.c.stage, _ITEM.c.title, _ITEM.c.opened)
    of_unit = (_ITEM.c.unit_id == unit_id, _ITEM.c.ledger == "finding", _ITEM.c.closed.is_(None))
    rows = connection.execute(select(*columns).where(*of_unit).order_by(_ITEM.c.id))
    return [Abnormal(row.number, row.stage, row.title, row.opened) for row in rows]


def stock(connection: Connection) -> list[VacantUnit]:
    """Every vacant unit that is kept or let, by unit, with its running clocks."""
    kept = (_ITEM.c.ledger == "vacancy", _ITEM.c.closed.is_(None))
    due: dict[int, dict[str, datetime]] = {}
    clocks = select(_TIMER.c.item_id, _TIMER.c.code, _TIMER.c.due).join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)
    for clock in connection.execute(clocks.where(*kept, _TIMER.c.stopped.is_(None)).order_by(_TIMER.c.due)):
        due.setdefault(clock.item_id, {})[clock.code] = clock.due
    columns = (_ITEM.c.id, _ITEM.c.number, _ITEM.c.place, _ITEM.c.stage, _VACANCY)
    rows = connection.execute(
        select(*columns).join(_VACANCY, _VACANCY.c.item_id == _ITEM.c.id).where(*kept).order_by(_ITEM.c.place)
    )
    return [
        VacantUnit(
            r.id, r.number, r.place, r.stage, r.taken_over, r.condition, r.state, r.visited, bool(_closed(r)),
            r.let_to, r.let_until, due.get(r.id, {}),
        )
        for r in rows
    ]  # fmt: skip


def movement(connection: Connection, first: date, last: date) -> list[Movement]:
    """What happened to the vacant units from one day to another, both included, by day (空置房动态表)."""
    of_unit = (_ITEM.c.number, _ITEM.c.place)
    vacancies = (
        select(_VACANCY.c[column].label("day"), literal(what).label("what"), *of_unit, _VACANCY.c[name].label("name"))
        .join(_ITEM, _ITEM.c.id == _VACANCY.c.item_id)
        .where(_VACANCY.c[column] >= first, _VACANCY.c[column] <= last, _ITEM.c.stage != "voided")
        for what, column, name in (
            (TAKEN, "taken_over", "condition"), (SOLD, "sold", "buyer"), (LET, "let_from", "let_to")
        )
    )  # fmt: skip
    lettings = (
        select(_LETTING.c[column].label("day"), literal(what).label("what"), *of_unit, _LETTING.c.tenant.label("name"))
        .join(_ITEM, _ITEM.c.id == _LETTING.c.vacancy_id)
        .where(_LETTING.c[column] >= first, _LETTING.c[column] <= last, _ITEM.c.stage != "voided")
        for what, column in ((LET, "begins"), (BACK, "ends"))
    )
    rows = connection.execute(union_all(*vacancies, *lettings))
    found = [Movement(row.day, row.what, row.number, row.place, row.name) for row in rows]
    return sorted(found, key=lambda each: (each.day, each.number))


def progress(connection: Connection, item_id: int, limit: int | None = None) -> list[Progress]:
    """The progress entries of a site, the latest day first; the first `limit` of them."""
    rows = connection.execute(
        select(_SITE_ENTRY.c.day, _SITE_ENTRY.c.progress, _SITE_ENTRY.c.finding, _OPERATOR.c.name)
        .join(_ENTRY, _ENTRY.c.seq == _SITE_ENTRY.c.seq)
        .join(_OPERATOR, _OPERATOR.c.id == _ENTRY.c.operator_id)
        .where(_SITE_ENTRY.c.renovation_id == item_id)
        .order_by(_SITE_ENTRY.c.day.desc())
        .limit(limit)
    )
    return [Progress(row.day, row.progress, row.finding, row.name) for row in rows]


def _works(kept: str) -> tuple[Work, ...]:
    return tuple(Work(part) for part in kept.split(",") if part)


def _closed(row: Any) -> bool | None:
    return None if row.valves_closed is None else bool(row.valves_closed and row.power_off)
