"""Printed sheets: which slip of an item was printed how often."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, stored


class Document(Choice):
    """What can be printed of an item."""

    DISPATCH = "dispatch", N_("Dispatch slip")
    COMPLAINT = "complaint", N_("Complaint sheet")
    CALLBACK = "callback", N_("Callback sheet")
    MANDATE = "mandate", N_("Key custody mandate")
    KEY_LABEL = "key_label", N_("Key label")
    KEY_MEMO = "key_memo", N_("Key incident memo")
    LOAN = "loan", N_("Key loan slip")
    STOCKTAKE = "stocktake", N_("Stock-take sheet")
    MOVEIN_NOTICE = "movein_notice", N_("Move-in notice")
    MOVEIN_COURSE = "movein_course", N_("Move-in course sheet")
    MOVEIN_GOODS = "movein_goods", N_("List of goods received")
    INSPECTION = "inspection", N_("Inspection sheet")
    KEY_RECEIPT = "key_receipt", N_("Key issue register")
    FILE_COVER = "file_cover", N_("Owner file cover")
    PATROL_LOG = "patrol_log", N_("Patrol log")
    PROBLEM_SHEET = "problem_sheet", N_("Problem sheet")
    PATROL_MONTH = "patrol_month", N_("Patrol archive of the month")
    HANDOVER = "handover", N_("Handover sheet")
    DAY_SHEET = "day_sheet", N_("Duty log of a day")
    EMERGENCY = "emergency", N_("Emergency handling record")
    DUTY_ROSTER = "duty_roster", N_("Duty roster")
    VACANCY_RECORD = "vacancy_record", N_("Upkeep record of a vacant unit")
    VACANCY_MONTH = "vacancy_month", N_("Movement sheet of vacant units")
    VACANCY_HALF = "vacancy_half", N_("Half-year summary of vacant units")
    VACANCY_PLAN = "vacancy_plan", N_("Upkeep plan of vacant units for the year")


class Printout(SQLModel, table=True):
    """One printing; `edition` 1 is the original, a higher one is marked as a reprint."""

    __table_args__ = (UniqueConstraint("item_id", "document", "number", "edition"),)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    document: Document = Field(sa_type=stored(Document))
    number: str = Field(default="", max_length=24)
    edition: int
    at: datetime = instant()
    operator_id: int = Field(foreign_key="operator.id")
