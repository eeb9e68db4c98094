"""Handovers read from the register: the latest turn, what is open on the desk, keys that hang, the entries of a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from propdesk.models import tables
from propdesk.models.operator import Role

_TABLES = tables.metadata().tables
_ITEM, _HANDOVER, _SHIFT, _ENTRY = _TABLES["item"], _TABLES["handover"], _TABLES["shift"], _TABLES["entry"]
_TIMER, _KEY, _OPERATOR, _ROLE = _TABLES["timer"], _TABLES["key"], _TABLES["operator"], _TABLES["operator_role"]
_COMPLAINT, _SEAL = _TABLES["complaint"], _TABLES["day_seal"]

NOT_CARRIED = ("shift", "duty", "report")
"""Ledgers whose items belong to a post and not to whoever sits at the desk."""
IMPORTANT = ("complaint", "repair", "emergency")
"""Ledgers of matters that a shift finishes itself where they are urgent (manual P15 section 9)."""
LEADERS = (Role.SUPERVISOR, Role.CENTRE_MANAGER, Role.OFFICE_MANAGER)
TWO_DAYS = timedelta(days=2)
"""No turn of duty is as long."""
MOST = 500
"""So many open items at most are handed over at once."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open item as it is handed over. `due` and `code` are those of its next running clock.

    `important` must be finished before a shift leaves: a major or collective complaint, an urgent repair, an emergency
    that is not safe.
    """

    item_id: int
    number: str
    ledger: str
    stage: str
    title: str
    place: str
    owner_id: int
    owner: str
    urgent: bool
    important: bool
    due: datetime | None = None
    code: str = ""


def last_turn(connection: Connection) -> datetime | None:
    """When the latest turn begins that is on the desk, voided ones among them."""
    return connection.execute(select(func.max(_HANDOVER.c.starts))).scalar()


def keys_here(connection: Connection) -> dict[str, int]:
    """How many keys are to hang in each cabinet now."""
    here = func.sum(_KEY.c.pieces - _KEY.c.out - _KEY.c.lost)
    kept = select(_KEY.c.cabinet, here).where(_KEY.c.gone.is_(None)).group_by(_KEY.c.cabinet)
    return {str(name): int(number) for name, number in connection.execute(kept)}


def open_items(connection: Connection, owners: Collection[int], *, limit: int = MOST) -> list[OpenItem]:
    """The open items of these operators that do not rest, the most urgent first."""
    mine = _ITEM.c.owner_id.in_(list(owners)), _ITEM.c.closed.is_(None), _ITEM.c.resting.is_(False)
    rows = connection.execute(_asked(*mine, _ITEM.c.ledger.not_in(NOT_CARRIED)).limit(limit)).all()
    return _by_urgency(connection, rows)


def open_item(connection: Connection, number: str) -> OpenItem | None:
    """An open item by its number, if it is one that can be handed over."""
    rows = connection.execute(
        _asked(_ITEM.c.number == number, _ITEM.c.closed.is_(None), _ITEM.c.ledger.not_in(NOT_CARRIED))
    ).all()
    return next(iter(_by_urgency(connection, rows)), None)


def colleagues(connection: Connection) -> list[int]:
    """Who sits at the desk and leads nobody: clerks and duty officers."""
    leading = select(_ROLE.c.operator_id).where(_ROLE.c.role.in_(LEADERS))
    desk = select(_ROLE.c.operator_id).where(_ROLE.c.role.in_((Role.CLERK, Role.DUTY)))
    wanted = select(_OPERATOR.c.id).where(_OPERATOR.c.id.in_(desk), _OPERATOR.c.id.not_in(leading))
    return list(connection.execute(wanted).scalars())


def _asked(*which: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    collective = and_(_COMPLAINT.c.item_id == _ITEM.c.id, _ITEM.c.ledger == "complaint")
    return (
        select(
            _ITEM.c.id, _ITEM.c.number, _ITEM.c.ledger, _ITEM.c.stage, _ITEM.c.title, _ITEM.c.place, _ITEM.c.owner_id,
            _ITEM.c.urgent, _OPERATOR.c.name.label("owner"), _COMPLAINT.c.collective,
        )
        .join(_OPERATOR, _OPERATOR.c.id == _ITEM.c.owner_id)
        .outerjoin(_COMPLAINT, collective)
        .where(*which)
        .order_by(_ITEM.c.id)
    )  # fmt: skip


def _by_urgency(connection: Connection, rows: Sequence[Row[tuple[object, ...]]]) -> list[OpenItem]:
    clocks = next_clocks(connection, [row.id for row in rows])
    found = [_open(row, clocks.get(row.id)) for row in rows]
    return sorted(found, key=lambda each: (not each.important, each.due is None, each.due or _NEVER, each.item_id))


_NEVER = datetime.max.replace(tzinfo=UTC)


def _open(row: Row[tuple[object, ...]], clock: tuple[datetime, str] | None) -> OpenItem:
    urgent = row.urgent and row.ledger in IMPORTANT and (row.ledger, row.stage) != ("emergency", "safe")
    due, code = clock or (None, "")
    return OpenItem(
        row.id, row.number, row.ledger, row.stage, row.title, row.place, row.owner_id, row.owner, row.urgent,
        bool(urgent or row.collective), due, code,
    )  # fmt: skip


def next_clocks(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[datetime, str]]:
    """The next running clock of each of these items that does not wait: when it is due, and its code."""
    running = _TIMER.c.stopped.is_(None), _TIMER.c.paused.is_(None)
    query = select(_TIMER.c.item_id, _TIMER.c.due, _TIMER.c.code).where(_TIMER.c.item_id.in_(ids), *running)
    found: dict[int, tuple[datetime, str]] = {}
    for item_id, due, code in connection.execute(query):
        if item_id not in found or due < found[item_id][0]:
            found[item_id] = (due, code)
    return found


def by_others(connection: Connection, after: int, but: Collection[int]) -> list[int]:
    """The numbers of the entries after entry `after` that other operators wrote."""
    later = select(_ENTRY.c.seq).where(_ENTRY.c.seq > after, _ENTRY.c.operator_id.not_in(list(but)))
    return list(connection.execute(later.order_by(_ENTRY.c.seq).limit(100)).scalars())


@dataclass(frozen=True, slots=True)
class Span:
    """The entries of a stretch of duty: the first and the last number, all that lie between, the hash of the last."""

    first: int | None
    last: int | None
    count: int
    head: str


def written(connection: Connection, starts: datetime, ends: datetime) -> Span:
    """The entries of the shifts that begin in a stretch of time."""
    shifts = select(_SHIFT.c.id).where(_SHIFT.c.starts >= starts, _SHIFT.c.starts < ends)
    of_them = _ENTRY.c.shift_id.in_(shifts)
    first, last = connection.execute(select(func.min(_ENTRY.c.seq), func.max(_ENTRY.c.seq)).where(of_them)).one()
    if last is None:
        return Span(None, None, 0, "")
    head = connection.execute(select(_ENTRY.c.hash).where(_ENTRY.c.seq == last)).scalar_one()
    return Span(int(first), int(last), int(last) - int(first) + 1, str(head))


def is_sealed(connection: Connection, day: date) -> bool:
    """Whether that day was signed off."""
    return connection.execute(select(_SEAL.c.id).where(_SEAL.c.day == day)).first() is not None
