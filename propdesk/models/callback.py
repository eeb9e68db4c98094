"""Callbacks (回访记录表), the plan behind them and the receipt list of their numbered sheets (manual P08)."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, stored
from propdesk.models.complaint import Severity


class CallbackKind(Choice):
    """What is called back; the kind says within which time, by whom and at which rate (004 CB 4.1)."""

    COMPLAINT = "complaint", N_("Complaint handled")
    DEVELOPER = "developer", N_("Developer finished")
    REPAIR = "repair", N_("Repair done")
    SERVICE = "service", N_("Special service done")
    HELP = "help", N_("Emergency help given")
    CULTURE = "culture", N_("Periodical or event")
    RENOVATION = "renovation", N_("Renovation finished")
    OTHER = "other", N_("Other service done")


RATES: Mapping[CallbackKind, int] = {
    CallbackKind.COMPLAINT: 100,
    CallbackKind.DEVELOPER: 100,
    CallbackKind.REPAIR: 80,
    CallbackKind.SERVICE: 80,
    CallbackKind.HELP: 80,
}
"""Of a hundred of each kind, how many are called back at least (004 CB 4.1.2); the site decides for the others."""


CLOCKS: Mapping[CallbackKind, str] = {
    CallbackKind.COMPLAINT: "COMP.CALLBACK_3D",
    CallbackKind.DEVELOPER: "COMP.DEVOWNED_CALLBACK_3WD",
    CallbackKind.REPAIR: "CB.REPAIR_1W",
    CallbackKind.SERVICE: "CB.SPECIAL_3D",
    CallbackKind.HELP: "CB.MEDICAL_1W",
    CallbackKind.CULTURE: "CB.CULTURE_1M",
    CallbackKind.RENOVATION: "RENO.REVISIT_2M",
    CallbackKind.OTHER: "CB.OTHER_1W",
}
"""Within which time each kind is called back, from the moment the work ended."""


class CallbackHow(Choice):
    """How the resident was asked."""

    VISIT = "visit", N_("By visit")
    PHONE = "phone", N_("By phone")


class Rating(Choice):
    """What the resident thinks of one side of the service."""

    GOOD = "good", N_("Satisfied")
    FAIR = "fair", N_("Acceptable")
    POOR = "poor", N_("Not satisfied")


class Callback(SQLModel, table=True):
    """One callback. Its source case is the item's origin; `since` is when that was finished.

    `sheet` is the page code of the sheet in force; `tries` counts the attempts that reached nobody.
    """

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    kind: CallbackKind = Field(sa_type=stored(CallbackKind))
    severity: Severity | None = Field(default=None, sa_type=stored(Severity), nullable=True)
    since: datetime = instant(index=True)
    sampled: bool = False
    text: str = ""
    caller_id: int | None = Field(default=None, foreign_key="operator.id")
    attendant: str = Field(default="", max_length=80)
    planned: datetime | None = maybe_instant()
    planned_for: datetime | None = maybe_instant()
    sheet: str = Field(default="", max_length=24)
    tries: int = 0
    given_up: datetime | None = maybe_instant()
    how: CallbackHow | None = Field(default=None, sa_type=stored(CallbackHow), nullable=True)
    number: str = Field(default="", max_length=40)
    quality: Rating | None = Field(default=None, sa_type=stored(Rating), nullable=True)
    effect: Rating | None = Field(default=None, sa_type=stored(Rating), nullable=True)
    timeliness: Rating | None = Field(default=None, sa_type=stored(Rating), nullable=True)
    manner: Rating | None = Field(default=None, sa_type=stored(Rating), nullable=True)
    satisfied: bool | None = None
    opinion: str = ""
    shortcomings: str = ""
    suggestions: str = ""
    signed_by: str = Field(default="", max_length=80)
    done: datetime | None = maybe_instant()
    passed: bool | None = None
    review: str = ""
    reviewed: datetime | None = maybe_instant()
    reviewer_id: int | None = Field(default=None, foreign_key="operator.id")
    decision: str = ""
    nonconformity: bool = False


class CallbackSheet(SQLModel, table=True):
    """A numbered sheet that was handed out: a spoilt one is voided with a reason and keeps its page code (G-CB-02)."""

    __tablename__ = "callback_sheet"

    id: int | None = Field(default=None, primary_key=True)
    page: str = Field(max_length=24, unique=True)
    callback_id: int = Field(foreign_key="item.id", index=True)
    operator_id: int = Field(foreign_key="operator.id")
    taken: datetime = instant()
    returned: datetime | None = maybe_instant()
    voided: datetime | None = maybe_instant()
    reason: str = Field(default="", max_length=400)
