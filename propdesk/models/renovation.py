"""Renovation sites (manual P04, P14): which units are being renovated, and the progress written down each day."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from propdesk.models.base import maybe_instant, stored
from propdesk.models.estate import UnitState


class Renovation(SQLModel, table=True):
    """One renovation of one unit; `progress` is the latest entry and `entered` when it was written.

    `before` is how the unit was used when the work began.
    """

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    begins: date
    ends: date | None = None
    before: UnitState = Field(sa_type=stored(UnitState))
    contractor: str = Field(default="", max_length=80)
    progress: str = Field(default="", max_length=400)
    entered: datetime | None = maybe_instant()


class RenovationEntry(SQLModel, table=True):
    """The progress entry of one site for one day; `round_id` is the patrol it was written on (004 PATROL 4.8)."""

    __tablename__ = "renovation_entry"
    __table_args__ = (UniqueConstraint("renovation_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    renovation_id: int = Field(foreign_key="item.id", index=True)
    day: date
    round_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    progress: str = Field(max_length=400)
    finding: str = Field(default="", max_length=400)
    seq: int = Field(foreign_key="entry.seq")
