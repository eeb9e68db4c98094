"""The complaint register (客户投诉处理登记表; manual P07)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, stored
from propdesk.models.contact import Channel
from propdesk.models.department import Department


class Validity(Choice):
    """Whether the centre has to answer for it (manual P07 section 2)."""

    VALID = "valid", N_("Valid")
    ASSIST = "assist", N_("For others to solve")
    INVALID = "invalid", N_("Invalid")


class Cause(Choice):
    """Where the trouble comes from."""

    MANAGEMENT = "management", N_("Management")
    DEVELOPER = "developer", N_("Developer")
    OUTSIDE = "outside", N_("Municipal or outside")
    NEIGHBOUR = "neighbour", N_("Neighbour")
    OTHER = "other", N_("Other")


class Severity(Choice):
    """How heavy it weighs."""

    MINOR = "minor", N_("Minor")
    IMPORTANT = "important", N_("Important")
    MAJOR = "major", N_("Major")


class ReplyHow(Choice):
    """How the resident was answered."""

    PHONE = "phone", N_("By phone")
    VISIT = "visit", N_("By visit")
    LETTER = "letter", N_("By letter")
    MESSAGE = "message", N_("By message")


class Complaint(SQLModel, table=True):
    """One complaint. The six facts of G-COMP-02: event_time, place, accused, text, demand, contact_way."""

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    channel: Channel = Field(default=Channel.PHONE, sa_type=stored(Channel))
    their_number: str = Field(default="", max_length=40)
    text: str
    event_time: str = Field(default="", max_length=80)
    place: str = Field(default="", max_length=120)
    accused: str = Field(default="", max_length=120)
    demand: str = Field(default="", max_length=400)
    contact_way: str = Field(default="", max_length=120)
    validity: Validity | None = Field(default=None, sa_type=stored(Validity), nullable=True)
    cause: Cause | None = Field(default=None, sa_type=stored(Cause), nullable=True)
    severity: Severity | None = Field(default=None, sa_type=stored(Severity), nullable=True)
    claim_fen: int = 0
    department: Department | None = Field(default=None, sa_type=stored(Department), nullable=True)
    received_by: str = Field(default="", max_length=40)
    delivered: datetime | None = maybe_instant()
    contacted: datetime | None = maybe_instant()
    reply_by: datetime | None = maybe_instant()
    result: str = ""
    on_spot: bool = False
    resolved: datetime | None = maybe_instant()
    reply_how: ReplyHow | None = Field(default=None, sa_type=stored(ReplyHow), nullable=True)
    replied: datetime | None = maybe_instant()
    opinion: str = ""
    satisfied: bool | None = None
    rejections: int = 0
    explanation: str = ""
    explained: datetime | None = maybe_instant()
    referred_to: str = Field(default="", max_length=120)
    letter: str = Field(default="", max_length=80)
    finished: datetime | None = maybe_instant()
    relayed_by: str = Field(default="", max_length=80)
    heard: datetime | None = maybe_instant()
    collective: bool = False
    repeat: bool = False
    public: bool = False
    beyond: bool = False
    departments: str = Field(default="", max_length=120)
    coordinator_id: int | None = Field(default=None, foreign_key="operator.id")
    follow_up: str = Field(default="", max_length=80)
    taken_over: datetime | None = maybe_instant()
    long_form: datetime | None = maybe_instant()
    measures: str = ""
    plan: str = ""
    plan_by: datetime | None = maybe_instant()
    reply_letter: str = Field(default="", max_length=80)
    reported_back: datetime | None = maybe_instant()
    verified: datetime | None = maybe_instant()
    called_back: datetime | None = maybe_instant()
    report: str = ""
    review: str = ""
    reviewed: datetime | None = maybe_instant()
    reviewer_id: int | None = Field(default=None, foreign_key="operator.id")
    manager_opinion: str = ""
    signed: datetime | None = maybe_instant()
    merged_into_id: int | None = Field(default=None, foreign_key="item.id", index=True)


class ComplaintCaller(SQLModel, table=True):
    """A household that raised a matter together with others; each is answered by a visit if it is collective.

    G-COMP-04 asks for the visit. `item_id` is the item their own call opened, if it did;
    `separated` is when they turned out to have another matter.
    """

    __tablename__ = "complaint_caller"

    id: int | None = Field(default=None, primary_key=True)
    complaint_id: int = Field(foreign_key="item.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    place: str = Field(default="", max_length=80)
    person: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=40)
    at: datetime = instant()
    words: str = Field(default="", max_length=400)
    visited: datetime | None = maybe_instant()
    opinion: str = Field(default="", max_length=400)
    satisfied: bool | None = None
    signed_by: str = Field(default="", max_length=80)
    separated: datetime | None = maybe_instant()
