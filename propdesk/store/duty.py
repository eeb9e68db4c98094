"""Who the published roster has on duty, and which rosters are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from propdesk.models import tables
from propdesk.models.operator import SYSTEM
from propdesk.rules.rota import HALVES, OwedRoster, previous_month

_TABLES = tables.metadata().tables
_ITEM, _DUTY, _TURN, _OPERATOR = _TABLES["item"], _TABLES["duty"], _TABLES["duty_turn"], _TABLES["operator"]
_WAS = _OPERATOR.alias("was")

IN_FORCE = ("published", "asked", "over")
"""The stages of a roster that holds."""


@dataclass(frozen=True, slots=True)
class Rostered:
    """Whom the roster has in one turn; `original` had it before, where it was changed after it was published."""

    day: date
    kind: str
    operator_id: int
    name: str
    original: str
    reason: str
    changed: datetime | None


_HELD = (
    select(
        _TURN.c.day, _TURN.c.kind, _TURN.c.operator_id, _OPERATOR.c.name, _WAS.c.name.label("original"),
        _TURN.c.reason, _TURN.c.changed,
    )
    .select_from(
        _TURN.join(_ITEM, _ITEM.c.id == _TURN.c.duty_id)
        .join(_OPERATOR, _OPERATOR.c.id == _TURN.c.operator_id)
        .outerjoin(_WAS, _WAS.c.id == _TURN.c.original_id)
    )
    .where(_TURN.c.day == bindparam("day"), _TURN.c.kind.in_(bindparam("kinds", expanding=True)))
    .where(_ITEM.c.stage.in_(IN_FORCE))
)  # fmt: skip


def rostered(connection: Connection, day: date, kind: str) -> Rostered | None:
    """Whom the published roster has in the turn of that kind that begins on `day`; None where it names nobody."""
    kinds = HALVES[kind]
    rows = connection.execute(_HELD, {"day": day, "kinds": list(kinds)}).all()
    for row in sorted(rows, key=lambda found: kinds.index(found.kind)):
        return Rostered(row.day, row.kind, row.operator_id, row.name, row.original or "", row.reason, row.changed)
    return None


def past(connection: Connection, month: date) -> list[tuple[int, date]]:
    """The rosters in force of the two months before the one that begins on `month`: item and month."""
    months = [previous_month(month), previous_month(previous_month(month))]
    query = select(_ITEM.c.id, _DUTY.c.month).join(_DUTY, _DUTY.c.item_id == _ITEM.c.id)
    rows = connection.execute(query.where(_DUTY.c.month.in_(months), _ITEM.c.stage.in_(("published", "asked"))))
    return [(row.id, row.month) for row in rows]


def missing(connection: Connection, owed: Sequence[OwedRoster]) -> list[OwedRoster]:
    """Those of the rosters that were never on the desk; none is owed for the time before the desk was set up."""
    months = [roster.month for roster in owed]
    known = set(connection.execute(select(_DUTY.c.month).where(_DUTY.c.month.in_(months))).scalars())
    new = [roster for roster in owed if roster.month not in known]
    if not new:
        return []
    founded = connection.execute(select(_OPERATOR.c.created).where(_OPERATOR.c.name == SYSTEM)).scalar()
    return [roster for roster in new if founded is not None and roster.opened >= founded]
