"""The emergency record (突发事件处理记录表; manual P15 and 001)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, maybe_instant, stored


class Danger(Choice):
    """What is happening."""

    LIFT = "lift", N_("People trapped in a lift")
    FIRE = "fire", N_("Fire or smoke")
    GAS = "gas", N_("Smell of gas")
    BURST_PIPE = "burst_pipe", N_("Burst pipe or flooding")
    INJURY = "injury", N_("Injury or illness")
    FIGHT = "fight", N_("Fight or threat")
    OTHER = "other", N_("Other danger")


class Emergency(SQLModel, table=True):
    """One emergency: what was asked, who came, how and when it was made safe."""

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    danger: Danger = Field(sa_type=stored(Danger))
    text: str
    people: str = Field(default="", max_length=120)
    arrived: datetime | None = maybe_instant()
    arrived_who: str = Field(default="", max_length=80)
    safe: datetime | None = maybe_instant()
    measures: str = ""
    result: str = ""
