"""Vacant units (空置房; manual P13): what the developer has not sold, what was done there, to whom it was let."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant


class Work(Choice):
    """What is done to keep a vacant unit sound (004 VAC 4.6)."""

    AIR = "air", N_("Airing")
    CLEAN = "clean", N_("Monthly cleaning")
    APPLIANCE = "appliance", N_("Test run of the appliances")
    SHADE = "shade", N_("Shading from the sun")
    DAMP = "damp", N_("Protection from damp")
    FROST = "frost", N_("Protection from frost")
    STORM = "storm", N_("Check after a storm")


class Vacancy(SQLModel, table=True):
    """One unit taken over from the developer and not sold; an owner's idle flat is none (004 DUTIES 8.1).

    `state` is what the last visit found, `visited` when. The columns from `let_to` to `let_until` are the present
    letting; earlier ones are in VacancyLetting.
    """

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    taken_over: date = Field(index=True)
    condition: str = ""
    furnished: bool = False
    west_sun: bool = False
    appliances: bool = False
    valves_closed: bool = False
    power_off: bool = False
    keys: str = Field(default="", max_length=200)
    fees: str = Field(default="", max_length=200)
    state: str = Field(default="", max_length=400)
    visited: datetime | None = maybe_instant()
    let_to: str = Field(default="", max_length=80)
    consent: str = Field(default="", max_length=200)
    let_from: date | None = Field(default=None, index=True)
    let_until: date | None = None
    buyer: str = Field(default="", max_length=80)
    sold: date | None = Field(default=None, index=True)


class VacancyVisit(SQLModel, table=True):
    """What somebody saw and did in a vacant unit: on a patrol (`round_id`), with a key lent for it (`loan_id`).

    `work` are values of Work with commas between; `valves_closed` and `power_off` are how the unit was left, empty
    where nobody was inside.
    """

    __tablename__ = "vacancy_visit"

    id: int | None = Field(default=None, primary_key=True)
    vacancy_id: int = Field(foreign_key="item.id", index=True)
    round_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    loan_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    at: datetime = instant(index=True)
    state: str = Field(max_length=400)
    valves_closed: bool | None = None
    power_off: bool | None = None
    work: str = Field(default="", max_length=80)
    anomaly: str = Field(default="", max_length=400)
    seq: int = Field(foreign_key="entry.seq")


class VacancyLetting(SQLModel, table=True):
    """A letting that has ended."""

    __tablename__ = "vacancy_letting"

    id: int | None = Field(default=None, primary_key=True)
    vacancy_id: int = Field(foreign_key="item.id", index=True)
    tenant: str = Field(max_length=80)
    consent: str = Field(max_length=200)
    begins: date = Field(index=True)
    ends: date = Field(index=True)
