"""Duty rosters as screens, the command line and printing see them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from propdesk.models.tables import metadata
from propdesk.rules.shifts import Turn
from propdesk.store import duty as kept

_TABLES = metadata().tables
_ITEM, _DUTY, _TURN, _OPERATOR = (_TABLES[name] for name in ("item", "duty", "duty_turn", "operator"))
_WAS = _OPERATOR.alias("was")


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn of a roster. `original` had it when the roster was published, where somebody else takes it now.

    `asked` is when leave from it was asked for and not decided yet.
    """

    day: date
    kind: str
    starts: datetime
    name: str
    original: str
    reason: str
    approved_by: str
    asked: datetime | None
    asked_reason: str


@dataclass(frozen=True, slots=True)
class RosterView:
    """The roster of a month with its turns, in order."""

    item_id: int
    number: str
    stage: str
    month: date
    clerks: tuple[str, ...]
    published: datetime | None
    publisher: str
    turns: tuple[TurnView, ...]

    def counts(self) -> dict[str, int]:
        """How many turns each has, whoever has most first."""
        found: dict[str, int] = dict.fromkeys(self.clerks, 0)
        for turn in self.turns:
            if turn.name:
                found[turn.name] = found.get(turn.name, 0) + 1
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class OnDuty:
    """The turn that holds at a moment, and whom the roster names; nobody where it has none or names none."""

    day: date
    kind: str
    starts: datetime
    ends: datetime
    name: str
    original: str


_ROSTER = (
    select(_ITEM.c.id, _ITEM.c.number, _ITEM.c.stage, _DUTY)
    .join(_DUTY, _DUTY.c.item_id == _ITEM.c.id)
    .where(_DUTY.c.month == bindparam("month"), _ITEM.c.stage != "voided")
    .order_by(_ITEM.c.id.desc())
    .limit(1)
)
_TURNS = (
    select(_TURN, _OPERATOR.c.name, _WAS.c.name.label("original"))
    .select_from(
        _TURN.outerjoin(_OPERATOR, _OPERATOR.c.id == _TURN.c.operator_id).outerjoin(
            _WAS, _WAS.c.id == _TURN.c.original_id
        )
    )
    .where(_TURN.c.duty_id == bindparam("roster"))
    .order_by(_TURN.c.starts)
)


def roster(connection: Connection, month: date) -> RosterView | None:
    """The roster of the month that begins on `month`, in whatever stage but voided; None if there is none."""
    row = connection.execute(_ROSTER, {"month": month}).first()
    if row is None:
        return None
    turns = tuple(
        TurnView(
            turn.day, turn.kind, turn.starts, turn.name or "", turn.original or "", turn.reason, turn.approved_by,
            turn.asked, turn.asked_reason,
        )
        for turn in connection.execute(_TURNS, {"roster": row.id})
    )  # fmt: skip
    clerks = tuple(name for name in row.clerks.split("; ") if name)
    return RosterView(row.id, row.number, row.stage, row.month, clerks, row.published, row.publisher, turns)


def on_duty(connection: Connection, turn: Turn, day: date) -> OnDuty:
    """Who is on duty in a turn that begins on `day`, by the roster in force."""
    found = kept.rostered(connection, day, turn.kind)
    name, original = (found.name, found.original) if found else ("", "")
    return OnDuty(day, turn.kind, turn.start, turn.end, name, original)


def months(connection: Connection, *, limit: int = 24) -> list[tuple[date, str, str]]:
    """The newest months that have a roster, with its number and stage."""
    query = select(_DUTY.c.month, _ITEM.c.number, _ITEM.c.stage).join(_ITEM, _ITEM.c.id == _DUTY.c.item_id)
    rows = connection.execute(query.where(_ITEM.c.stage != "voided").order_by(_DUTY.c.month.desc()).limit(limit))
    return [(row.month, row.number, row.stage) for row in rows]


def who_takes_turns(connection: Connection, month: date) -> list[tuple[str, int]]:
    """Every clerk and duty officer who works here, with the number of turns in that month."""
    role = _TABLES["operator_role"]
    held = select(role.c.operator_id).where(role.c.role.in_(("clerk", "duty")))
    query = select(_OPERATOR.c.id, _OPERATOR.c.name).where(_OPERATOR.c.active.is_(True), _OPERATOR.c.id.in_(held))
    people = connection.execute(query.order_by(_OPERATOR.c.name)).all()
    counted = (
        select(_TURN.c.operator_id, func.count())
        .join(_DUTY, _DUTY.c.item_id == _TURN.c.duty_id)
        .where(_DUTY.c.month == month)
        .group_by(_TURN.c.operator_id)
    )
    counts = {row[0]: int(row[1]) for row in connection.execute(counted)}
    return [(person.name, counts.get(person.id, 0)) for person in people]
