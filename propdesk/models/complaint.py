"""The complaint register (客户投诉处理登记表; manual P07)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, maybe_instant, stored
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
