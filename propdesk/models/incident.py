"""Incidents: one failure that many residents ring about, and who rang (manual P01 and P07, collective matters)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, stored
from propdesk.models.department import Department


class Utility(Choice):
    """What has failed."""

    POWER = "power", N_("Power")
    WATER = "water", N_("Water supply")
    LIFT = "lift", N_("Lift")
    RISER = "riser", N_("Pipe in a riser")
    GAS = "gas", N_("Gas")
    HEATING = "heating", N_("Heating")
    NETWORK = "network", N_("Network and intercom")
    OTHER = "other", N_("Other failure")


class Incident(SQLModel, table=True):
    """One incident. `sentence` is what is read to whoever rings; `over` is when it ended; `callers` counts all."""

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    utility: Utility = Field(sa_type=stored(Utility))
    building_id: int | None = Field(default=None, foreign_key="building.id", index=True)
    text: str
    sentence: str = Field(max_length=400)
    expected: datetime | None = maybe_instant()
    department: Department | None = Field(default=None, sa_type=stored(Department), nullable=True)
    told_person: str = Field(default="", max_length=80)
    callers: int = 0
    over: datetime | None = maybe_instant()
    cause: str = Field(default="", max_length=400)
    result: str = ""


class IncidentCaller(SQLModel, table=True):
    """Somebody who rang about an incident; `wants` a ring-back when it is over, `rung` is when that was done."""

    __tablename__ = "incident_caller"

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="item.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    place: str = Field(default="", max_length=80)
    person: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=40)
    at: datetime = instant()
    words: str = Field(default="", max_length=400)
    wants: bool = False
    rung: datetime | None = maybe_instant()
    outcome: str = Field(default="", max_length=400)
