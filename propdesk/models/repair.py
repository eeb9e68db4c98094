"""The register of repair reports (报修; manual P06, with the clocks of 002 L55)."""

from datetime import datetime

from sqlmodel import Field

from propdesk.i18n import N_
from propdesk.models.base import Choice, maybe_instant, stored
from propdesk.models.workorder import WorkOrder


class Trade(Choice):
    """Which trade a repair needs; the classes of the warranty reports (manual P20)."""

    CIVIL = "civil", N_("Civil works")
    WATER = "water", N_("Water and drainage")
    ELECTRICAL = "electrical", N_("Electrical")
    DOORS = "doors", N_("Doors and windows")
    PUBLIC = "public", N_("Public facilities")
    INTELLIGENT = "intelligent", N_("Intelligent systems")
    ENTRANCE = "entrance", N_("Entrance door")
    OTHER = "other", N_("Other trade")


class Warranty(Choice):
    """Whether the developer's warranty still covers the work."""

    COVERED = "covered", N_("Under warranty")
    EXPIRED = "expired", N_("Warranty expired")
    UNKNOWN = "unknown", N_("Warranty not known")


class Repair(WorkOrder, table=True):
    """One repair report. `safe` is when an urgent one was made safe for the time being."""

    trade: Trade = Field(default=Trade.OTHER, sa_type=stored(Trade))
    warranty: Warranty = Field(default=Warranty.UNKNOWN, sa_type=stored(Warranty))
    safe: datetime | None = maybe_instant()
    measures: str = ""
