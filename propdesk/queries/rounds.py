"""Patrol rounds as screens, scripts and prints see them: how each stands to its plan, what was written area by area."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from propdesk.models.item import Item
from propdesk.models.journal import Entry
from propdesk.models.round import Grade as Grade
from propdesk.models.round import Judged as Judged
from propdesk.models.round import Round, RoundArea
from propdesk.models.tables import metadata
from propdesk.rules import answers, patrol
from propdesk.rules.answers import Answer, kept
from propdesk.rules.patrol import Ground
from propdesk.store import round as register
from propdesk.store.round import Left as Left

_TABLES = metadata().tables
_ITEM, _ENTRY = _TABLES[str(Item.__tablename__)], _TABLES[str(Entry.__tablename__)]
_ROUND, _AREA = _TABLES[str(Round.__tablename__)], _TABLES[str(RoundArea.__tablename__)]

TROUBLES = ("missed", "late", "accounted")
"""The states somebody has to answer for."""
STATES, UNPLANNED = patrol.STANDINGS, patrol.UNPLANNED


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round in a list. `planned_for` is the day of the plan, that of its beginning for one outside the plan."""

    id: int
    number: str
    stage: str
    route: str
    planned: bool
    planned_for: date | None
    starts: datetime
    ends: datetime
    grace_ends: datetime
    not_before: int
    begun: datetime | None
    finished: datetime | None
    walker: str
    partner: str
    verdict: Judged | None
    reason: str
    signed_by: str
    countersigned_by: str
    stops: str
    done: int
    findings: int

    @property
    def state(self) -> str:
        """How it stands to the plan: one of `STATES`."""
        return patrol.standing(self.stage, self.verdict.value if self.verdict is not None else "")


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as it was walked."""

    area: str
    place: str
    began: datetime
    ended: datetime
    grade: Grade
    too_fast: bool
    answers: tuple[Answer, ...]
    written: datetime
    """When it was written down at the desk."""

    @property
    def alike(self) -> int:
        """How many items were answered in the same words, where they are many."""
        return answers.alike(self.answers)

    @property
    def minutes(self) -> int:
        """How long it took, in whole minutes."""
        return int((self.ended - self.began).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Walk:
    """How long an area took on one round."""

    round_id: int
    number: str
    area: str
    place: str
    began: datetime
    minutes: int
    grade: Grade
    too_fast: bool
    alike: int
    """How many items were answered in the same words, where they are many."""


def between(connection: Connection, start: datetime, end: datetime) -> list[RoundRow]:
    """The rounds whose window begins between two moments, in order; nothing that was voided."""
    within = (_ROUND.c.starts >= start, _ROUND.c.starts < end, _ITEM.c.stage != "voided")
    return [_row(row) for row in connection.execute(_rows().where(*within).order_by(_ROUND.c.starts, _ROUND.c.item_id))]


def one(connection: Connection, item_id: int) -> RoundRow | None:
    """One round."""
    row = connection.execute(_rows().where(_ROUND.c.item_id == item_id)).first()
    return _row(row) if row is not None else None


def present(connection: Connection) -> int | None:
    """The round that is being walked, else the one to be walked whose time ends next."""
    asked = (
        select(_ITEM.c.id)
        .join(_ROUND, _ROUND.c.item_id == _ITEM.c.id)
        .where(_ITEM.c.ledger == "round", _ITEM.c.closed.is_(None), _ITEM.c.resting.is_(False))
        .where(_ITEM.c.stage.in_(("walking", "planned")))
        .order_by(_ITEM.c.stage != "walking", _ROUND.c.grace_ends)
        .limit(1)
    )
    found: int | None = connection.execute(asked).scalar()
    return found


def areas(connection: Connection, item_id: int) -> list[AreaRow]:
    """What counts of a round, in the order it was walked: of each area and place what was written last."""
    query = select(_AREA, _ENTRY.c.written).join(_ENTRY, _ENTRY.c.seq == _AREA.c.seq)
    written = connection.execute(query.where(_AREA.c.round_id == item_id).order_by(_AREA.c.id))
    last = {(row.area, row.place): row for row in written}
    found = [AreaRow(row.area, row.place, row.began, row.ended, row.grade, row.too_fast, kept(row.answers),
                     row.written)
             for row in last.values()]  # fmt: skip
    return sorted(found, key=lambda each: (each.began, each.area, each.place))


def sites_left(connection: Connection, item_id: int, ground: Ground) -> list[Left]:
    """The renovation sites that a round may not end without, by unit: no progress entry of its day, or of the round."""
    return register.sites_left(connection, item_id, ground)


def vacant_left(connection: Connection, item_id: int, ground: Ground) -> list[Left]:
    """The vacant units that a round may not end without, by unit: not visited since it began, nor on it."""
    return register.vacant_left(connection, item_id, ground)


def walks(connection: Connection, start: datetime, end: datetime) -> list[Walk]:
    """How long each area took on the rounds whose window begins between two moments; what counts of each."""
    within = (_ROUND.c.starts >= start, _ROUND.c.starts < end, _ITEM.c.stage != "voided")
    query = (
        select(_AREA.c.round_id, _AREA.c.area, _AREA.c.place, _AREA.c.began, _AREA.c.ended, _AREA.c.grade,
               _AREA.c.too_fast, _AREA.c.answers, _ITEM.c.number)
        .join(_ROUND, _ROUND.c.item_id == _AREA.c.round_id)
        .join(_ITEM, _ITEM.c.id == _AREA.c.round_id)
        .where(*within)
        .order_by(_AREA.c.id)
    )  # fmt: skip
    last = {(row.round_id, row.area, row.place): row for row in connection.execute(query)}
    return [Walk(row.round_id, row.number, row.area, row.place, row.began,
                 int((row.ended - row.began).total_seconds()) // 60, row.grade, row.too_fast,
                 answers.alike(kept(row.answers)))
            for row in last.values()]  # fmt: skip


def by_area(walks: Sequence[Walk]) -> list[tuple[str, tuple[Walk, ...]]]:
    """The walks through each area, the shortest first."""
    areas = sorted({walk.area for walk in walks})
    return [(area, tuple(sorted((walk for walk in walks if walk.area == area), key=lambda walk: walk.minutes)))
            for area in areas]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """How many rounds stand so to the plan, and which."""

    key: str
    label: str
    rounds: tuple[RoundRow, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """Their items."""
        return tuple(row.id for row in self.rounds)


def counts(rows: Sequence[RoundRow]) -> tuple[Count, ...]:
    """How many rounds the plan expected, how they stand to it, and how many were walked outside it."""
    planned = [row for row in rows if row.planned]
    words = dict(STATES)
    by_state = [Count(key, words[key], tuple(row for row in planned if row.state == key)) for key in patrol.ASKED]
    outside = Count("unplanned", UNPLANNED, tuple(row for row in rows if not row.planned))
    return (Count("expected", patrol.EXPECTED, tuple(planned)), *by_state, outside)


def worst(rows: Iterable[RoundRow]) -> str:
    """The most pressing state of several rounds; empty where there are none."""
    held = {row.state for row in rows}
    return next((key for key, _label in STATES if key in held), "")


def _rows() -> Select[Any]:
    return select(_ROUND, _ITEM.c.number, _ITEM.c.stage).join(_ITEM, _ITEM.c.id == _ROUND.c.item_id)


def _row(row: Row[Any]) -> RoundRow:
    kept = {name: row._mapping[name] for name in RoundRow.__dataclass_fields__ if name != "id"}
    return RoundRow(id=row.item_id, **kept)
