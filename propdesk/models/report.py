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
    VACANCY_MONTH = "vacancy_month", N_("Movement of vacant units in the month")
    VACANCY_HALF = "vacancy_half", N_("Half-year summary of vacant units")
    VACANCY_PLAN = "vacancy_plan", N_("Upkeep plan of vacant units for the year")


class Report(SQLModel, table=True):
    """One report of one period, from the first day to the last, both included. `figures` is what was compiled, JSON.

    `approved`, `approved_by` and `budget_fen` belong to a plan that the general manager approves.
    """

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
    approved: datetime | None = maybe_instant()
    approved_by: str = Field(default="", max_length=80)
    budget_fen: int | None = None
    recipient: str = Field(default="", max_length=120)
    sent: datetime | None = maybe_instant()
