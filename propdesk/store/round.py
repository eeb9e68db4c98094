"""What the patrols need of the database as a whole: rounds of the plan that are not on the desk yet, and what other
ledgers still owe a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, or_, select

from propdesk.models import tables
from propdesk.models.operator import SYSTEM
from propdesk.rules.patrol import Ground, Window

_TABLES = tables.metadata().tables
_ROUND, _OPERATOR = _TABLES["round"], _TABLES["operator"]
_ITEM, _UNIT, _BUILDING = _TABLES["item"], _TABLES["unit"], _TABLES["building"]
_SITE, _PROGRESS = _TABLES["renovation"], _TABLES["renovation_entry"]
_VACANCY, _VISIT = _TABLES["vacancy"], _TABLES["vacancy_visit"]

_NEWEST = select(_ROUND.c.starts).where(_ROUND.c.planned.is_(True)).order_by(_ROUND.c.starts.desc()).limit(1)


def missing(connection: Connection, windows: Sequence[Window], now: datetime) -> list[Window]:
    """Those of the expected rounds that are not on the desk yet.

    What lies before the newest round on the desk was decided when that came: a route that is new in the plan is owed
    from now on. So is the first round of all.
    """
    newest = connection.execute(_NEWEST).scalar()
    if newest is None:
        return [each for each in windows if each.grace_ends > now]
    later = [each for each in windows if each.starts >= newest]
    if not later:
        return []
    there = select(_ROUND.c.route, _ROUND.c.planned_for).where(
        _ROUND.c.route.in_({each.route for each in later}),
        _ROUND.c.planned_for >= min(each.day for each in later),
    )
    known = {(row.route, row.planned_for) for row in connection.execute(there)}
    return [each for each in later if (each.route, each.day) not in known]


def founded(connection: Connection) -> datetime | None:
    """Since when the desk is there; nothing is put on it for the time before."""
    return connection.execute(select(_OPERATOR.c.created).where(_OPERATOR.c.name == SYSTEM)).scalar()


@dataclass(frozen=True, slots=True)
class Left:
    """A renovation site, or a vacant unit, that is not written down on a round yet: its item, the code of its unit."""

    item_id: int
    unit: str


def sites_left(connection: Connection, item_id: int, ground: Ground) -> list[Left]:
    """The renovation sites on the ground of a round without a progress entry of its day, or of the round; by unit."""
    entered = select(_PROGRESS.c.id).where(
        _PROGRESS.c.renovation_id == _SITE.c.item_id,
        or_(_PROGRESS.c.day.between(ground.first, ground.last), _PROGRESS.c.round_id == item_id),
    )
    open_sites = _ITEM.c.ledger == "renovation", _ITEM.c.closed.is_(None), _SITE.c.begins <= ground.last
    wanted = (
        select(_ITEM.c.id, _UNIT.c.code)
        .join(_SITE, _SITE.c.item_id == _ITEM.c.id)
        .join(_UNIT, _UNIT.c.id == _SITE.c.unit_id)
        .where(*open_sites, ~entered.exists())
    )
    return _on_ground(connection, wanted, ground)


def vacant_left(connection: Connection, item_id: int, ground: Ground) -> list[Left]:
    """The vacant units on the ground of a round, none that is let, that nobody visited since it began, or on it."""
    visited = select(_VISIT.c.id).where(
        _VISIT.c.vacancy_id == _VACANCY.c.item_id, or_(_VISIT.c.at >= ground.since, _VISIT.c.round_id == item_id)
    )
    kept = (
        _ITEM.c.ledger == "vacancy", _ITEM.c.closed.is_(None), _VACANCY.c.let_to == "", _VACANCY.c.sold.is_(None)
    )  # fmt: skip
    wanted = (
        select(_ITEM.c.id, _UNIT.c.code)
        .join(_VACANCY, _VACANCY.c.item_id == _ITEM.c.id)
        .join(_UNIT, _UNIT.c.id == _VACANCY.c.unit_id)
        .where(*kept, ~visited.exists())
    )
    return _on_ground(connection, wanted, ground)


def _on_ground(connection: Connection, wanted: Select[tuple[int, str]], ground: Ground) -> list[Left]:
    if ground.buildings:
        wanted = wanted.join(_BUILDING, _BUILDING.c.id == _UNIT.c.building_id)
        wanted = wanted.where(_BUILDING.c.code.in_(ground.buildings))
    return [Left(row.id, row.code) for row in connection.execute(wanted.order_by(_UNIT.c.code))]
