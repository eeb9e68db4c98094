"""Patrol rounds (巡楼日志; manual P14): rounds expected by the plan, who walked them, what was found area by area."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, stored


class Grade(Choice):
    """What an entry about an area rests on, the strongest first."""

    SCANNED = "scanned", N_("Scanned")
    PHOTO = "photo", N_("Photo")
    RADIO = "radio", N_("By radio")
    WRITTEN = "written", N_("Written down later")


class Judged(Choice):
    """How a round that was expected stands to its window."""

    ON_TIME = "on_time", N_("on time")
    LATE = "late", N_("late")
    MISSED = "missed", N_("missed")


class Round(SQLModel, table=True):
    """One round. `planned` ones are made from the plan before anybody is assigned, once for each route and day.

    The window runs from `starts` to `ends`; until `grace_ends` a round is on time. `stops` are the areas expected,
    `A@3 B@3 F`: letter and, where it is walked building by building, the building. `done` counts what was written,
    `findings` what was found. `verdict` judges only planned rounds.
    """

    __table_args__ = (UniqueConstraint("route", "planned_for"),)

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    route: str = Field(max_length=40)
    planned_for: date | None = None
    planned: bool = False
    starts: datetime = instant(index=True)
    ends: datetime = instant()
    grace_ends: datetime = instant()
    not_before: int = 0
    stops: str = ""
    begun: datetime | None = maybe_instant()
    finished: datetime | None = maybe_instant()
    walker: str = Field(default="", max_length=80)
    partner: str = Field(default="", max_length=80)
    verdict: Judged | None = Field(default=None, sa_type=stored(Judged), nullable=True)
    reason: str = Field(default="", max_length=400)
    signed_by: str = Field(default="", max_length=80)
    countersigned_by: str = Field(default="", max_length=80)
    done: int = 0
    findings: int = 0


class RoundArea(SQLModel, table=True):
    """One area as it was walked. `answers` is a JSON list of `{"id", "state", "note", "place"}`, one for each item.

    `too_fast`: the walk through it was shorter than the route asks for. What is written of the same area and place
    later replaces what was written before.
    """

    __tablename__ = "round_area"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="item.id", index=True)
    area: str = Field(max_length=1)
    place: str = Field(default="", max_length=80)
    began: datetime = instant()
    ended: datetime = instant()
    grade: Grade = Field(sa_type=stored(Grade))
    too_fast: bool = False
    answers: str = ""
    seq: int
