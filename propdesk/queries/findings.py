"""Findings of patrols as screens, scripts and prints see them: what is open where and since when."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from propdesk.i18n import N_
from propdesk.models.department import Department
from propdesk.models.finding import Finding, FindingKind
from propdesk.models.finding import Persuaded as Persuaded
from propdesk.models.item import Item
from propdesk.models.operator import Operator
from propdesk.models.tables import metadata
from propdesk.rules.patrol import pages_between

_TABLES = metadata().tables
_FINDER = _TABLES[str(Operator.__tablename__)].alias("finder")
_ITEM, _FINDING = _TABLES[str(Item.__tablename__)], _TABLES[str(Finding.__tablename__)]

AGES: tuple[tuple[str, str, timedelta], ...] = (
    ("day", N_("up to a day"), timedelta(days=1)),
    ("week", N_("up to a week"), timedelta(days=7)),
    ("month", N_("up to a month"), timedelta(days=31)),
    ("older", N_("older"), timedelta.max),
)
"""How old an open finding is: name for scripts, words (a msgid), the age it is below."""
MOST = 500
"""A list of findings ends here."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in a list."""

    id: int
    number: str
    ord: int
    """Its place in the register, from 1, and so the number of its page."""
    stage: str
    finder: str
    """Who wrote it down."""
    opened: datetime
    closed: datetime | None
    round_id: int | None
    check_id: str
    area: str
    place: str
    text: str
    kind: FindingKind
    sheet: str
    solved: bool
    how: str
    persuaded: Persuaded | None
    told: datetime | None
    told_to: str
    asked_unit: datetime | None
    unit_answer: str
    security_called: datetime | None
    security_name: str
    department: Department | None
    handler: str
    course: str
    handled: datetime | None
    result: str
    verified: datetime | None
    verified_by: str
    again: int

    def age(self, now: datetime) -> str:
        """Which of `AGES` it has."""
        return next(name for name, _words, limit in AGES if now - self.opened < limit)


def one(connection: Connection, item_id: int) -> FindingRow | None:
    """One finding."""
    row = connection.execute(_rows().where(_FINDING.c.item_id == item_id)).first()
    return _row(row) if row is not None else None


def named(connection: Connection, number: str) -> FindingRow | None:
    """The finding of that number."""
    row = connection.execute(_rows().where(_ITEM.c.number == number)).first()
    return _row(row) if row is not None else None


def of_round(connection: Connection, item_id: int) -> list[FindingRow]:
    """What a round found first, in order."""
    query = _rows().where(_FINDING.c.round_id == item_id, _ITEM.c.stage != "voided")
    return [_row(row) for row in connection.execute(query.order_by(_FINDING.c.item_id))]


def last_of(connection: Connection, check_id: str, place: str, before: datetime) -> FindingRow | None:
    """The finding about an item of the checklist at a place that was opened last before a moment."""
    same = (_FINDING.c.check_id == check_id, _FINDING.c.place == place, _ITEM.c.stage != "voided")
    query = _rows().where(*same, _ITEM.c.opened <= before).order_by(_FINDING.c.item_id.desc()).limit(1)
    row = connection.execute(query).first()
    return _row(row) if row is not None else None


def open_ones(connection: Connection) -> list[FindingRow]:
    """What is open, the oldest first."""
    query = _rows().where(_ITEM.c.ledger == "finding", _ITEM.c.closed.is_(None))
    return [_row(row) for row in connection.execute(query.order_by(_ITEM.c.ord).limit(MOST))]


def open_of(connection: Connection, checks: Collection[str]) -> list[FindingRow]:
    """What is open of these items of the checklist, wherever it is; the oldest first."""
    of_these = _FINDING.c.check_id.concat("").in_(checks)  # no index: the open items lead, not all that was ever found
    query = _rows().where(_ITEM.c.ledger == "finding", _ITEM.c.closed.is_(None), of_these)
    return [_row(row) for row in connection.execute(query.order_by(_FINDING.c.item_id).limit(MOST))]


def pages(connection: Connection, first: date, last: date) -> list[FindingRow]:
    """The pages written on these days, in their order, also what was voided: no page is left out."""
    begin, end = pages_between(first, last)
    within = (_FINDING.c.sheet >= begin, _FINDING.c.sheet < end)
    return [_row(row) for row in connection.execute(_rows().where(*within).order_by(_ITEM.c.ord))]


def page_before(connection: Connection, number: int) -> FindingRow | None:
    """The page before that number."""
    row = connection.execute(_rows().where(_ITEM.c.ledger == "finding", _ITEM.c.ord == number - 1)).first()
    return _row(row) if row is not None else None


@dataclass(frozen=True, slots=True)
class AreaFindings:
    """What is open in an area, by age in the order of `AGES`."""

    area: str
    by_age: tuple[tuple[FindingRow, ...], ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """Their items, the oldest first."""
        return tuple(row.id for rows in reversed(self.by_age) for row in rows)


def by_area(rows: Sequence[FindingRow], now: datetime) -> list[AreaFindings]:
    """Findings by area and age; those of no area come last."""
    areas = sorted({row.area for row in rows}, key=lambda area: (not area, area))
    return [AreaFindings(area, by_age((row for row in rows if row.area == area), now)) for area in areas]


def by_age(rows: Iterable[FindingRow], now: datetime) -> tuple[tuple[FindingRow, ...], ...]:
    """Findings by age, in the order of `AGES`."""
    aged = [(row.age(now), row) for row in rows]
    return tuple(tuple(row for age, row in aged if age == name) for name, _words, _limit in AGES)


def _rows() -> Select[Any]:
    columns = (
        _ITEM.c.number,
        _ITEM.c.ord,
        _ITEM.c.stage,
        _ITEM.c.opened,
        _ITEM.c.closed,
        _FINDER.c.name.label("finder"),
    )
    found = select(_FINDING, *columns).join(_ITEM, _ITEM.c.id == _FINDING.c.item_id)
    return found.join(_FINDER, _FINDER.c.id == _ITEM.c.receiver_id)


def _row(row: Row[Any]) -> FindingRow:
    kept = {name: row._mapping[name] for name in FindingRow.__dataclass_fields__ if name != "id"}
    return FindingRow(id=row.item_id, **kept)
