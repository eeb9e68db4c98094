"""Findings of patrols (巡查问题处理表; manual P14): solved on the spot or reported, handled, verified on site."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, maybe_instant, stored
from propdesk.models.department import Department


class FindingKind(Choice):
    """What was found."""

    DEFECT = "defect", N_("Defect")
    SMELL = "smell", N_("Smell of gas or burning")
    VIOLATION = "violation", N_("Violation of the rules")
    VACANT = "vacant", N_("Anomaly in a vacant unit")
    RENOVATION = "renovation", N_("Renovation site")


class Persuaded(Choice):
    """What came of talking to somebody who breaks the rules."""

    STOPPED = "stopped", N_("Stopped at once")
    PROMISED = "promised", N_("Promised to stop")
    REFUSED = "refused", N_("Did not listen")
    ABSENT = "absent", N_("Nobody there")


class Finding(SQLModel, table=True):
    """One thing found. `check_id` is the item of the checklist, `sheet` the code of its page: the day on which it was
    written, and its place in the register, which never starts anew. `again` counts how often it was found again while
    it was open, `round_id` is the round that found it first.
    """

    __table_args__ = (Index("ix_finding_check_id_place", "check_id", "place"),)

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    round_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    check_id: str = Field(default="", max_length=8)
    area: str = Field(default="", max_length=1)
    place: str = Field(default="", max_length=80)
    text: str = ""
    kind: FindingKind = Field(sa_type=stored(FindingKind))
    sheet: str = Field(default="", max_length=24, index=True)
    solved: bool = False
    how: str = Field(default="", max_length=400)
    persuaded: Persuaded | None = Field(default=None, sa_type=stored(Persuaded), nullable=True)
    told: datetime | None = maybe_instant()
    told_to: str = Field(default="", max_length=80)
    asked_unit: datetime | None = maybe_instant()
    unit_answer: str = Field(default="", max_length=400)
    security_called: datetime | None = maybe_instant()
    security_name: str = Field(default="", max_length=80)
    department: Department | None = Field(default=None, sa_type=stored(Department), nullable=True)
    handler: str = Field(default="", max_length=80)
    course: str = ""
    handled: datetime | None = maybe_instant()
    result: str = Field(default="", max_length=400)
    verified: datetime | None = maybe_instant()
    verified_by: str = Field(default="", max_length=80)
    again: int = 0
