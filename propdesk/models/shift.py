"""Shifts: a stretch of duty to which entries belong."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.models.base import Instant, instant


class Shift(SQLModel, table=True):
    """One stretch of duty, made when the first entry is written in it."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    starts: datetime = Field(sa_type=Instant, unique=True)
    ends: datetime = instant()
