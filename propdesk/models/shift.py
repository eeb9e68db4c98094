"""Shifts: stretches of duty to which entries belong, how each was handed over, and the seal of a day (manual P15)."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, stored


class Shift(SQLModel, table=True):
    """One stretch of duty, made when the first entry is written in it."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    starts: datetime = instant(unique=True)
    ends: datetime = instant()


class Counted(Choice):
    """What is counted when a shift is taken over (004 DUTY 4.2.1a)."""

    PROPERTY = "property", N_("Property")
    KEYS = "keys", N_("Keys in the cabinet")


class Handover(SQLModel, table=True):
    """One turn of duty and its handover (客服中心交接班记录表); `starts` is that of the kernel's shift.

    `day` is the local day on which it began, also where it ends on the next. `clerk_id` is who is on duty, `rostered`
    whom the roster named, `replacement` why somebody else came. `read_to` is the number of the last log entry that was
    read on arriving. `explanation` is that of differences and damage found on counting. `begun` is when the shift
    before was taken over. The columns from `release_reason` on say who let important work be handed over unfinished;
    `release_said` is when, `countersigned` when a word given by telephone was signed for. `ended_by` is the supervisor
    who ended the shift in place of its clerk. `sheet` is the handover sheet as it was signed, as JSON.
    """

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    kind: str = Field(max_length=16)
    starts: datetime = instant(unique=True)
    ends: datetime = instant()
    day: date = Field(index=True)
    clerk_id: int | None = Field(default=None, foreign_key="operator.id")
    rostered: str = Field(default="", max_length=40)
    replacement: str = Field(default="", max_length=400)
    named_by: str = Field(default="", max_length=80)
    arrived: datetime | None = maybe_instant()
    read_to: int = 0
    read: datetime | None = maybe_instant()
    counted: datetime | None = maybe_instant()
    damaged: str = Field(default="", max_length=400)
    explanation: str = ""
    area: str = Field(default="", max_length=400)
    begun: datetime | None = maybe_instant()
    tidied: datetime | None = maybe_instant()
    goods: str = Field(default="", max_length=400)
    notes: str = ""
    release_reason: str = Field(default="", max_length=400)
    released_by: str = Field(default="", max_length=80)
    released_how: str = Field(default="", max_length=10)
    release_said: datetime | None = maybe_instant()
    countersigned: datetime | None = maybe_instant()
    countersigned_by: str = Field(default="", max_length=40)
    handed_over: datetime | None = maybe_instant()
    relieved_by_id: int | None = Field(default=None, foreign_key="operator.id")
    ended_by: str = Field(default="", max_length=40)
    ended_reason: str = Field(default="", max_length=400)
    sheet: str = ""
    oral_report: datetime | None = maybe_instant()
    oral_to: str = Field(default="", max_length=80)
    signed_off: datetime | None = maybe_instant()
    signed_by: str = Field(default="", max_length=40)


class ShiftCount(SQLModel, table=True):
    """What was counted of one thing on taking a shift over; `batch` is the entry, a later one replaces an earlier.

    `name` is the thing's on the site's list of property, or the cabinet's. `expected` is what there should have been
    at that moment, which nobody is shown before.
    """

    __tablename__ = "shift_count"

    id: int | None = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="item.id", index=True)
    batch: int
    what: Counted = Field(sa_type=stored(Counted))
    name: str = Field(max_length=40)
    number: int
    expected: int


class ShiftTake(SQLModel, table=True):
    """An open item that somebody takes over who arrives; `moved` is when it became theirs, with the signatures."""

    __tablename__ = "shift_take"
    __table_args__ = (UniqueConstraint("handover_id", "item_id"),)

    id: int | None = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="item.id", index=True)
    item_id: int = Field(foreign_key="item.id")
    from_id: int = Field(foreign_key="operator.id")
    remark: str = Field(default="", max_length=400)
    taken: datetime = instant()
    moved: datetime | None = maybe_instant()


class DaySeal(SQLModel, table=True):
    """The seal of a signed day: how many entries its shifts have, the first and last number, and the last hash.

    `entry` is the sign-off, whose payload says the same. A day on which nothing was written has no numbers.
    """

    __tablename__ = "day_seal"

    id: int | None = Field(default=None, primary_key=True)
    day: date = Field(unique=True)
    first: int | None = None
    last: int | None = None
    count: int = 0
    head: str = Field(default="", max_length=64)
    entry: int = Field(foreign_key="entry.seq")
    signed: datetime = instant()
    operator_id: int = Field(foreign_key="operator.id")
