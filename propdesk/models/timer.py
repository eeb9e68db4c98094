"""Timers: a running clock for one rule of the rulebook on one item, its pauses, and the attempts to reach somebody."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, partial_index, stored

RUNNING = "stopped IS NULL"
TO_BREACH = "stopped IS NULL AND breached IS NULL AND paused IS NULL"


class Verdict(Choice):
    """How a clock ended. `ENDED` judges nothing: its object is gone."""

    IN_TIME = "in_time", N_("in time")
    LATE = "late", N_("late")
    ENDED = "ended", N_("no longer due")


class Timer(SQLModel, table=True):
    """One clock. `warn` and `due` already contain its pauses; the verdict keeps the versions that judged it."""

    __table_args__ = (
        partial_index("ix_timer_running_due", "due", "warn", "paused", where=RUNNING),
        partial_index("ix_timer_to_breach", "due", where=TO_BREACH),
        partial_index("uq_timer_running", "item_id", "code", unique=True, where=RUNNING),
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    code: str = Field(max_length=40)
    started: datetime = instant()
    due: datetime = instant()
    warn: datetime = instant()
    stated: datetime | None = maybe_instant()
    provisional: bool = False
    rule_version: str = Field(max_length=16)
    calendar_version: str = Field(max_length=16)
    paused: datetime | None = maybe_instant()
    stopped: datetime | None = maybe_instant()
    verdict: Verdict | None = Field(default=None, sa_type=stored(Verdict), nullable=True)
    breached: datetime | None = maybe_instant()
    escalates_to: str = Field(max_length=24)
    escalated: datetime | None = maybe_instant()


class TimerPause(SQLModel, table=True):
    """A stretch in which a clock waited for somebody."""

    __tablename__ = "timer_pause"

    id: int | None = Field(default=None, primary_key=True)
    timer_id: int = Field(foreign_key="timer.id", index=True)
    began: datetime = instant()
    ended: datetime | None = maybe_instant()
    until: datetime | None = maybe_instant()
    operator_id: int = Field(foreign_key="operator.id")
    waiting_for: str = Field(max_length=80)
    reason: str = Field(max_length=400)


class Outcome(Choice):
    """What came of ringing somebody."""

    ANSWERED = "answered", N_("Got through")
    NO_ANSWER = "no_answer", N_("No answer")
    BUSY = "busy", N_("Busy")
    SWITCHED_OFF = "switched_off", N_("Switched off")
    WRONG_NUMBER = "wrong_number", N_("Wrong or dead number")
    RING_LATER = "ring_later", N_("Asked to ring later")
    NOBODY_HOME = "nobody_home", N_("Nobody at home")


class Purpose(Choice):
    """Why somebody was rung."""

    DELIVER = "deliver", N_("Tell the department")
    RESIDENT = "resident", N_("Reach the resident")
    NEIGHBOUR = "neighbour", N_("Reach the neighbour")
    ON_CALL = "on_call", N_("Call somebody out")
    OUTSIDE = "outside", N_("Call 110, 119 or 120")
    CHASE = "chase", N_("Press for speed")
    ESCALATE = "escalate", N_("Report upwards")


class Attempt(SQLModel, table=True):
    """One try to reach somebody, with its own time."""

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    seq: int = Field(foreign_key="entry.seq")
    at: datetime = instant()
    purpose: Purpose = Field(sa_type=stored(Purpose))
    whom: str = Field(max_length=80)
    number: str = Field(default="", max_length=40)
    outcome: Outcome = Field(sa_type=stored(Outcome))
    again: datetime | None = maybe_instant()
    note: str = Field(default="", max_length=400)
