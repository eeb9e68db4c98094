"""Duty rosters (客服中心值班安排表; manual P15): who is on duty in which turn of a month."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant


class Half(Choice):
    """Which of the two turns of a day."""

    DAY = "day", N_("By day")
    NIGHT = "night", N_("Night")


class Duty(SQLModel, table=True):
    """The roster of one calendar month, which begins on `month`.

    `clerks` are the names of those who take turns, with semicolons between, in the order of the rotation.
    """

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    month: date = Field(index=True)
    clerks: str = ""
    drawn: datetime | None = maybe_instant()
    published: datetime | None = maybe_instant()
    publisher: str = Field(default="", max_length=80)
    changes: int = 0


class DutyTurn(SQLModel, table=True):
    """Who is on duty in one turn, known by the day on which it begins and its kind; the last word of the roster.

    `original_id` is who had the turn when the roster was published, where somebody else takes it now; `reason` and
    `approved_by` say why and with whose word. A turn without a clerk is one that nobody was found for yet.
    """

    __tablename__ = "duty_turn"
    __table_args__ = (UniqueConstraint("day", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    duty_id: int = Field(foreign_key="item.id", index=True)
    day: date
    kind: str = Field(max_length=16)
    starts: datetime = instant()
    operator_id: int | None = Field(default=None, foreign_key="operator.id")
    original_id: int | None = Field(default=None, foreign_key="operator.id")
    reason: str = Field(default="", max_length=400)
    approved_by: str = Field(default="", max_length=80)
    changed: datetime | None = maybe_instant()
    asked: datetime | None = maybe_instant()
    asked_reason: str = Field(default="", max_length=400)
