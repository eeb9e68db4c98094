"""Move-in (入住; manual P03): conditions of a building, the move-in of a unit, what its inspection found."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, stored


class Condition(Choice):
    """What must be true before a building opens for move-in (004 MOVE 4.1)."""

    ACCEPTED = "accepted", N_("Takeover acceptance passed")
    SUPPLIES = "supplies", N_("Water, power, gas, heating, lifts and drains work")
    FACILITIES = "facilities", N_("Facilities are ready for use")
    OFFICE = "office", N_("The office is staffed at its place")
    CONTRACT = "contract", N_("Management contract signed")


class SentHow(Choice):
    """How a move-in notice or a reminder went out (004 MOVE 4.4)."""

    LETTER = "letter", N_("By letter")
    COURIER = "courier", N_("By courier")
    HAND = "hand", N_("By hand")
    PHONE = "phone", N_("By telephone")


class BuildingCondition(SQLModel, table=True):
    """One condition of a building that was checked; `withdrawn` when it no longer holds."""

    __tablename__ = "building_condition"

    id: int | None = Field(default=None, primary_key=True)
    building_id: int = Field(foreign_key="building.id", index=True)
    condition: Condition = Field(sa_type=stored(Condition))
    checked_by: str = Field(max_length=80)
    checked: date
    withdrawn: datetime | None = maybe_instant()


class Movein(SQLModel, table=True):
    """The move-in of one unit; the owner's name and phone stand on the item.

    `until` ends the period of the notice, `received` is when the owner had it, `deemed` when the unit counted as moved
    in without formalities. `agreements` and `copies` are names with semicolons between, as ticked at the counter.
    """

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    campaign: str = Field(default="", max_length=60)
    sent: datetime = instant()
    sent_how: SentHow = Field(sa_type=stored(SentHow))
    until: datetime = instant()
    received: datetime | None = maybe_instant()
    reminded: datetime | None = maybe_instant()
    appointed: datetime | None = maybe_instant(index=True)
    overdue: datetime | None = maybe_instant()
    newspaper: bool | None = None
    deemed: datetime | None = maybe_instant(index=True)
    visitor: str = Field(default="", max_length=80)
    proxy: bool = False
    checked: datetime | None = maybe_instant()
    agreements: str = ""
    copies: str = ""
    refused: str = Field(default="", max_length=400)
    family: str = ""
    photos: bool = False
    id_copies: bool = False
    card_missing: str = Field(default="", max_length=400)
    signed: datetime | None = maybe_instant()
    goods: str = ""
    amount_fen: int | None = None
    receipt: str = Field(default="", max_length=40)
    paid_by: str = Field(default="", max_length=80)
    deputy_reason: str = Field(default="", max_length=400)
    paid: datetime | None = maybe_instant()
    keys: str = Field(default="", max_length=200)
    pieces: int = 0
    key_kept: bool = False
    keyed: datetime | None = maybe_instant(index=True)
    inspector: str = Field(default="", max_length=80)
    inspected: datetime | None = maybe_instant()
    accepted: bool | None = None
    both_signed: bool = False
    invited: datetime | None = maybe_instant()
    reinspections: int = 0
    pursued: datetime | None = maybe_instant()
    filed: datetime | None = maybe_instant()


class MoveinDefect(SQLModel, table=True):
    """One finding of an inspection that the owner wants repaired, with the developer's term and what came of it."""

    __tablename__ = "movein_defect"
    __table_args__ = (UniqueConstraint("movein_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    movein_id: int = Field(foreign_key="item.id", index=True)
    number: int
    room: str = Field(max_length=80)
    text: str = Field(max_length=400)
    term: datetime | None = maybe_instant()
    postponed: int = 0
    fixed: datetime | None = maybe_instant()
    result: str = Field(default="", max_length=400)
    passed: datetime | None = maybe_instant()
