"""Periodical reports (manual P26): what is due for which period, compiled, reviewed and sent."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, maybe_instant, stored


class ReportKind(Choice):
    """Which report; the rule of the rulebook that clocks it is told by `propdesk.rules.cycles`."""

    DAILY = "daily", N_("Daily stock-taking of complaints")
    HALF_MONTH = "half_month", N_("Half-monthly summary of management complaints")
    SUMMARY = "summary", N_("Complaint figures of the month")
    HANDLING = "handling", N_("Complaint handling report of the month")
    QUALITY = "quality", N_("Monthly statistics for the quality department")
    OWNERS = "owners", N_("Monthly service report to the owners")
    QUARTER_ANALYSIS = "quarter_analysis", N_("Quarterly complaint analysis")
    QUARTER_OWNERS = "quarter_owners", N_("Quarterly management report to the owners")
    SLIP_SAMPLE = "slip_sample", N_("Dispatch slips called back in the month")
    CALLBACKS = "callbacks", N_("Quarterly callback statistics")
    CALLBACK_FILING = "callback_filing", N_("Callback sheets of the quarter to the archive")
    PATROL_MONTH = "patrol_month", N_("Patrol records and problem sheets of the month to the archive")


class Report(SQLModel, table=True):
    """One report of one period, from the first day to the last, both included. `figures` is what was compiled, JSON."""

    __table_args__ = (UniqueConstraint("kind", "starts"),)

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    kind: ReportKind = Field(sa_type=stored(ReportKind))
    starts: date
    ends: date
    edition: int = 0
    figures: str = ""
    comment: str = ""
    plan: str = ""
    compiled: datetime | None = maybe_instant()
    compiler_id: int | None = Field(default=None, foreign_key="operator.id")
    reviewed: datetime | None = maybe_instant()
    reviewer_id: int | None = Field(default=None, foreign_key="operator.id")
    recipient: str = Field(default="", max_length=120)
    sent: datetime | None = maybe_instant()
