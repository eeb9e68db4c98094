"""Shifts as screens, sheets and scripts see them: who is on duty, what is taken over, the log of a day and its seal."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from propdesk.models.tables import metadata
from propdesk.queries import journal
from propdesk.queries.journal import EntryView
from propdesk.rules.handover import Thing
from propdesk.rules.handover import things as listed
from propdesk.settings import Settings
from propdesk.store import handover as kept
from propdesk.store import handover_sheet
from propdesk.store.announced import Visit as Visit
from propdesk.store.handover import OpenItem as OpenItem
from propdesk.store.handover_sheet import CountLine as CountLine
from propdesk.store.handover_sheet import KeyOut as KeyOut
from propdesk.store.handover_sheet import Missed as Missed
from propdesk.store.handover_sheet import Promise as Promise
from propdesk.store.handover_sheet import Round as Round
from propdesk.store.handover_sheet import Sheet as Sheet
from propdesk.store.handover_sheet import SheetItem as SheetItem

_TABLES = metadata().tables
_ITEM, _HANDOVER, _SHIFT, _OPERATOR = _TABLES["item"], _TABLES["handover"], _TABLES["shift"], _TABLES["operator"]
_COUNT, _TAKE, _SEAL, _READER = (_TABLES[name] for name in ("shift_count", "shift_take", "day_seal", "log_reader"))
_TIMER = _TABLES["timer"]
_RELIEF = _OPERATOR.alias("relief")

HERE = ("arrived", "checked", "on_duty", "tidied")
"""The stages of a shift whose clerk is there."""
UNENDED = ("expected", *HERE)
"""The stages of a shift that was not handed over."""
MOST = 5000
"""So many entries of a day are read for its sign-off."""


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One turn of duty with its handover; `clerk` is empty while nobody has come."""

    item_id: int
    number: str
    stage: str
    version: int
    kind: str
    starts: datetime
    ends: datetime
    day: date
    clerk_id: int | None
    clerk: str
    rostered: str
    replacement: str
    named_by: str
    arrived: datetime | None
    read_to: int
    read: datetime | None
    counted: datetime | None
    damaged: str
    explanation: str
    area: str
    begun: datetime | None
    tidied: datetime | None
    goods: str
    notes: str
    release_reason: str
    released_by: str
    released_how: str
    release_said: datetime | None
    countersigned: datetime | None
    countersigned_by: str
    handed_over: datetime | None
    relieved_by: str
    ended_by: str
    ended_reason: str
    oral_report: datetime | None
    oral_to: str
    signed_off: datetime | None
    signed_by: str

    @property
    def unended(self) -> bool:
        """Whether nobody has handed it over and no supervisor ended it."""
        return self.stage in UNENDED

    @property
    def unsigned(self) -> bool:
        """Whether it ended, or is not ended yet, without both signatures."""
        return self.unended or bool(self.ended_by)

    @property
    def waits_for_signature(self) -> bool:
        """Whether a release by telephone or on paper is not countersigned yet."""
        return self.released_how in ("phone", "paper") and self.countersigned is None


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal of a signed day."""

    day: date
    first: int | None
    last: int | None
    count: int
    head: str
    entry: int
    signed: datetime
    signed_by: str


@dataclass(frozen=True, slots=True)
class Taken:
    """An open item of the shift before; `remark` is None while it is not taken over."""

    item: OpenItem
    remark: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has to read a note, and when it was read; `gone` is who left before."""

    name: str
    read: datetime | None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """What a supervisor looks at before signing a day off.

    `later` are entries about the day that were written after it, `due` is when it is to be signed off.
    """

    day: date
    starts: datetime
    ends: datetime
    shifts: tuple[ShiftRow, ...]
    counts: tuple[tuple[int, CountLine], ...]
    entries: int
    breaches: tuple[Missed, ...]
    corrections: tuple[EntryView, ...]
    late: tuple[EntryView, ...]
    later: tuple[EntryView, ...]
    keys: tuple[KeyOut, ...]
    rounds_missed: tuple[Round, ...]
    due: datetime | None
    seal: Seal | None
    signoff: EntryView | None = None

    @property
    def unsigned(self) -> tuple[ShiftRow, ...]:
        """The shifts without both signatures."""
        return tuple(each for each in self.shifts if each.unsigned)

    @property
    def differences(self) -> tuple[tuple[int, CountLine], ...]:
        """What was counted otherwise than it should be, with the item of the shift."""
        return tuple((item, line) for item, line in self.counts if line.number != line.expected)


# --- shifts ------------------------------------------------------------------------------------------------------


def shift(connection: Connection, item_id: int) -> ShiftRow | None:
    """One shift by its item."""
    return next(iter(_rows(connection, _shifts(_HANDOVER.c.item_id == item_id))), None)


def present(connection: Connection, now: datetime) -> tuple[ShiftRow, ...]:
    """The shifts that matter now: whose clerk is there, the turn under way, the one that begins next; by their start.

    A shift of the past whose clerk was never relieved is among them, since somebody still has to sign.
    """
    there = _shifts(_ITEM.c.ledger == "shift", _ITEM.c.closed.is_(None), _ITEM.c.stage.in_(HERE))
    about = _shifts(_HANDOVER.c.starts > now - kept.TWO_DAYS, _HANDOVER.c.ends > now, _ITEM.c.stage != "voided")
    rows = {row.item_id: row for query in (there, about) for row in _rows(connection, query)}
    return tuple(sorted(rows.values(), key=lambda row: row.starts))


def recent(connection: Connection, limit: int = 60) -> list[ShiftRow]:
    """The latest shifts, the newest first."""
    return _rows(connection, _shifts().order_by(None).order_by(_HANDOVER.c.starts.desc()).limit(limit))


def of_day(connection: Connection, day: date) -> tuple[ShiftRow, ...]:
    """The shifts that began on a day, without voided ones."""
    return tuple(_rows(connection, _shifts(_HANDOVER.c.day == day, _ITEM.c.stage != "voided")))


def unsigned_days(connection: Connection) -> list[date]:
    """The days with a shift that is not signed off, the earliest first."""
    waiting = select(_HANDOVER.c.day).join(_ITEM, _ITEM.c.id == _HANDOVER.c.item_id)
    rows = connection.execute(waiting.where(_ITEM.c.ledger == "shift", _ITEM.c.closed.is_(None)).distinct())
    return sorted(rows.scalars())


def _shifts(*which: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return (
        select(
            _HANDOVER, _ITEM.c.number, _ITEM.c.stage, _ITEM.c.version, _OPERATOR.c.name.label("clerk"),
            _RELIEF.c.name.label("relieved_by"),
        )
        .join(_ITEM, _ITEM.c.id == _HANDOVER.c.item_id)
        .outerjoin(_OPERATOR, _OPERATOR.c.id == _HANDOVER.c.clerk_id)
        .outerjoin(_RELIEF, _RELIEF.c.id == _HANDOVER.c.relieved_by_id)
        .where(*which)
        .order_by(_HANDOVER.c.starts)
    )  # fmt: skip


def _rows(connection: Connection, query: Select[tuple[object, ...]]) -> list[ShiftRow]:
    return [_row(row) for row in connection.execute(query)]


def _row(row: Row[tuple[object, ...]]) -> ShiftRow:
    values = {each.name: getattr(row, each.name) for each in fields(ShiftRow)}
    return ShiftRow(**{**values, "clerk": row.clerk or "", "relieved_by": row.relieved_by or ""})


# --- arriving and leaving ----------------------------------------------------------------------------------------


def to_count(connection: Connection, settings: Settings) -> tuple[Thing, ...]:
    """What is to be counted, property first, then the keys by cabinet; nobody is told how many there should be."""
    return tuple(listed(settings.property, kept.keys_here(connection)))


def counted(connection: Connection, item_id: int) -> tuple[CountLine, ...]:
    """What was counted for a shift, beside it what there should have been."""
    return handover_sheet.counted(connection, item_id)


def to_take(connection: Connection, item_id: int) -> tuple[Taken, ...]:
    """The open items of the shift before, the most urgent first, and those that were taken over from colleagues."""
    mine = shift(connection, item_id)
    if mine is None:
        return ()
    said = {row.item_id: row for row in connection.execute(select(_TAKE).where(_TAKE.c.handover_id == item_id))}
    earlier = _shifts(_HANDOVER.c.starts < mine.starts, _HANDOVER.c.clerk_id.is_not(None), _ITEM.c.stage != "voided")
    last = _rows(connection, earlier.order_by(None).order_by(_HANDOVER.c.starts.desc()).limit(1))
    owners = {row.clerk_id for row in last} | {row.from_id for row in said.values()}
    leaving = {row.clerk_id for row in last}
    items = kept.open_items(connection, [each for each in owners if each not in (None, mine.clerk_id)])
    wanted = [each for each in items if each.owner_id in leaving or each.item_id in said]
    return tuple(Taken(each, said[each.item_id].remark if each.item_id in said else None) for each in wanted)


def sheet(connection: Connection, item_id: int, now: datetime) -> Sheet | None:
    """The handover sheet of a shift: as it was signed, or as it stands now; None where there is no such shift."""
    signed = connection.execute(select(_HANDOVER.c.sheet).where(_HANDOVER.c.item_id == item_id)).scalar()
    if signed is None:
        return None
    return handover_sheet.thawed(signed) if signed else handover_sheet.sheet(connection, item_id, now)


# --- notes -------------------------------------------------------------------------------------------------------


def readers(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Reader, ...]]:
    """Who has to read each of these entries of the log, and who has."""
    asked = select(_READER.c.seq, _READER.c.read, _OPERATOR.c.name, _OPERATOR.c.active)
    asked = asked.join(_OPERATOR, _OPERATOR.c.id == _READER.c.operator_id).where(_READER.c.seq.in_(ids))
    found: dict[int, tuple[Reader, ...]] = {}
    for row in connection.execute(asked.order_by(_READER.c.id)):
        found[row.seq] = (*found.get(row.seq, ()), Reader(row.name, row.read, row.read is None and not row.active))
    return found


def unread_count(connection: Connection, operator_id: int) -> int:
    """How many notes wait for an operator."""
    mine = select(func.count()).where(_READER.c.operator_id == operator_id, _READER.c.read.is_(None))
    return int(connection.execute(mine).scalar() or 0)


def unread(connection: Connection, operator_id: int, language: str, zone: ZoneInfo) -> list[EntryView]:
    """The notes that an operator has to read, the oldest first."""
    mine = select(_READER.c.seq).where(_READER.c.operator_id == operator_id, _READER.c.read.is_(None))
    return journal.by_seqs(connection, list(connection.execute(mine.order_by(_READER.c.seq)).scalars()), language, zone)


# --- the day -----------------------------------------------------------------------------------------------------


def day(connection: Connection, start: datetime, end: datetime, language: str, zone: ZoneInfo) -> Day:
    """The day whose first turn may begin from `start` (its midnight) on, and whose last turn ends at `end`."""
    begun = start.astimezone(zone).date()
    turns = of_day(connection, begun)
    ids = list(connection.execute(select(_SHIFT.c.id).where(_SHIFT.c.starts >= start, _SHIFT.c.starts < end)).scalars())
    first = turns[0].starts if turns else start
    entries = [view for each in ids for view in journal.of_shift(connection, each, language, zone)]
    signed = seal(connection, begun)
    return Day(
        day=begun, starts=first, ends=end, shifts=turns,
        counts=tuple((row.item_id, line) for row in turns for line in counted(connection, row.item_id)),
        entries=len(entries),
        breaches=handover_sheet.breaches(connection, first, end),
        corrections=tuple(view for view in entries if view.corrects is not None),
        late=tuple(view for view in entries if view.late is not None),
        later=tuple(journal.later_about(connection, first, end, language, zone)),
        keys=handover_sheet.keys_not_back(connection, end),
        rounds_missed=handover_sheet.rounds_missed(connection, first, end),
        due=_signoff_due(connection, [row.item_id for row in turns]),
        seal=signed,
        signoff=next(iter(journal.by_seqs(connection, [signed.entry], language, zone)), None) if signed else None,
    )  # fmt: skip


def _signoff_due(connection: Connection, ids: Sequence[int]) -> datetime | None:
    asked = select(_TIMER.c.due).where(_TIMER.c.item_id.in_(ids), _TIMER.c.code == "DUTY.CHECK_DAILY")
    return connection.execute(asked.order_by(_TIMER.c.id.desc()).limit(1)).scalar()


def seal(connection: Connection, day: date) -> Seal | None:
    """The seal of a day, if it was signed off."""
    asked = select(_SEAL, _OPERATOR.c.name.label("signed_by")).join(_OPERATOR, _OPERATOR.c.id == _SEAL.c.operator_id)
    row = connection.execute(asked.where(_SEAL.c.day == day)).first()
    return Seal(**{each.name: getattr(row, each.name) for each in fields(Seal)}) if row else None
