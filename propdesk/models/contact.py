"""The register of calls and visits (业主来电来访登记表; manual P01, P02)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, maybe_instant, stored
from propdesk.models.department import Department
from propdesk.models.estate import Capacity


class Channel(Choice):
    """How a matter reached the desk."""

    PHONE = "phone", N_("Phone")
    VISIT = "visit", N_("Visit")
    GROUP = "group", N_("Messaging group")
    HOTLINE = "hotline", N_("City hotline 12345")
    STREET = "street", N_("Street office")
    LETTER = "letter", N_("Letter")
    ONLINE = "online", N_("Online post")
    DEVELOPER = "developer", N_("Developer's customer centre")
    QUALITY = "quality", N_("Quality department's sheet")
    OTHER = "other", N_("Other")


class Kind(Choice):
    """What a contact is about."""

    ENQUIRY = "enquiry", N_("Enquiry")
    REPAIR = "repair", N_("Repair report")
    BOOKING = "booking", N_("Service booking")
    COMPLAINT = "complaint", N_("Complaint")
    EMERGENCY = "emergency", N_("Emergency")
    SUGGESTION = "suggestion", N_("Suggestion")
    OTHER = "other", N_("Other need")


class Knows(Choice):
    """Whether the owner knows that somebody else speaks for the unit."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    UNKNOWN = "unknown", N_("Unknown")


class Contact(SQLModel, table=True):
    """One call or visit. Empty means not said; `name_refused` and `no_phone` mean asked and not given."""

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    channel: Channel = Field(default=Channel.PHONE, sa_type=stored(Channel))
    their_number: str = Field(default="", max_length=40)
    their_deadline: datetime | None = maybe_instant()
    capacity: Capacity | None = Field(default=None, sa_type=stored(Capacity), nullable=True)
    owner_knows: Knows | None = Field(default=None, sa_type=stored(Knows), nullable=True)
    name_refused: bool = False
    no_phone: bool = False
    kind: Kind = Field(default=Kind.ENQUIRY, sa_type=stored(Kind))
    text: str
    repeated: bool = False
    department: Department | None = Field(default=None, sa_type=stored(Department), nullable=True)
    told_person: str = Field(default="", max_length=80)
    told_at: datetime | None = maybe_instant()
    promised: datetime | None = maybe_instant()
    refusal: str = ""
    alternative: str = ""
    result: str = ""
    customer_told: datetime | None = maybe_instant()
    introduced_to: str = Field(default="", max_length=80)
    linked_id: int | None = Field(default=None, foreign_key="item.id")
