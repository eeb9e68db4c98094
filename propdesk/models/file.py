"""Owner files (业主档案; manual P16): what lies in them and where, who read them, what changed."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, stored


class ChangeKind(Choice):
    """What changed about an owner (004 FILE 4.2.1)."""

    PHONE = "phone", N_("Phone")
    CONTACT = "contact", N_("Way to be reached")
    FAMILY = "family", N_("Family")
    NAME = "name", N_("Name")
    OTHER = "other", N_("Something else")


class CensusResult(Choice):
    """What the quarterly survey of a household found (004 FILE 4.2.2)."""

    SAME = "same", N_("Unchanged")
    CHANGED = "changed", N_("Changed")
    NOT_REACHED = "not_reached", N_("Not reached")


class File(SQLModel, table=True):
    """The file of one unit and owner; the owner's name stands on the item, the unit too.

    `shelf` is where the paper lies. `until` is when a former owner's file may be destroyed. The columns from `reader`
    on are the consultation under way; finished ones are in `file_reading`.
    """

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    shelf: str = Field(default="", max_length=40)
    documents: str = ""
    missing: str = ""
    censused: datetime | None = maybe_instant(index=True)
    arrears_since: datetime | None = maybe_instant(index=True)
    contact_checks: int = 0
    transferred: datetime | None = maybe_instant()
    until: datetime | None = maybe_instant()
    certificate: str = Field(default="", max_length=60)
    reader: str = Field(default="", max_length=80)
    what: str = Field(default="", max_length=200)
    purpose: str = Field(default="", max_length=400)
    approved_by: str = Field(default="", max_length=80)
    approved: datetime | None = maybe_instant()
    lent: datetime | None = maybe_instant()


class FileReading(SQLModel, table=True):
    """One consultation of a file: who, what, why, with whose approval, out and back, complete or not."""

    __tablename__ = "file_reading"

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="item.id", index=True)
    reader: str = Field(max_length=80)
    what: str = Field(max_length=200)
    purpose: str = Field(max_length=400)
    approved_by: str = Field(max_length=80)
    approved: datetime = instant()
    lent: datetime | None = maybe_instant()
    back: datetime = instant()
    complete: bool = True
    remark: str = Field(default="", max_length=400)


class FileChange(SQLModel, table=True):
    """One change of what is known about the owner: what it was before stays."""

    __tablename__ = "file_change"

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="item.id", index=True)
    kind: ChangeKind = Field(sa_type=stored(ChangeKind))
    before: str = Field(default="", max_length=400)
    after: str = Field(max_length=400)
    since: datetime = instant()


class FileCensus(SQLModel, table=True):
    """One household asked in a quarter's survey."""

    __tablename__ = "file_census"

    id: int | None = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="item.id", index=True)
    quarter: str = Field(max_length=7, index=True)
    result: CensusResult = Field(sa_type=stored(CensusResult))
    note: str = Field(default="", max_length=400)
    at: datetime = instant()
