"""What the patrols need of the database as a whole: which rounds of the plan are not on the desk yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from propdesk.models import tables
from propdesk.models.operator import SYSTEM
from propdesk.rules.patrol import Window

_ROUND = tables.metadata().tables["round"]

_OPERATOR = tables.metadata().tables["operator"]

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
