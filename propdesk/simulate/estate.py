"""The estate of a simulated desk: buildings of flats one above the other, with people, phones and warranties."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from propdesk.rules.roster import Roster, RosterPerson, RosterUnit
from propdesk.simulate.texts import lists

FLOORS, FLATS = 15, 4
"""A building has so many floors with so many flats each."""
STATES = {"occupied": 76, "let": 10, "renovating": 4, "delivered": 2, "vacant": 8}
"""How many of a hundred flats are lived in, let, empty."""


@dataclass(frozen=True)
class Home:
    """A lived-in unit as the story knows it."""

    code: str
    building: str
    stack: str
    person: str
    phone: str

    @property
    def subject(self) -> dict[str, Any]:
        """Unit and caller as a form asks for them."""
        return {"unit": self.code, "caller": self.person, "phone": self.phone}


def make_roster(random: Random, units: int, today: date) -> Roster:
    """A roster of so many units; two warranties in three have run out, one flat in twelve is empty."""
    found = [_unit(random, number, today) for number in range(units)]
    codes = dict.fromkeys(unit.building for unit in found)
    return Roster(tuple((code, f"{code}号楼") for code in codes), tuple(found), units)


def homes(roster: Roster) -> tuple[Home, ...]:
    """The lived-in units with their first resident, as far as they have a telephone."""
    return tuple(
        Home(unit.code, unit.building, unit.room[-2:], unit.people[0].name, unit.people[0].phones[0])
        for unit in roster.units
        if unit.people and unit.people[0].phones
    )


def _unit(random: Random, number: int, today: date) -> RosterUnit:
    building, inside = divmod(number, FLOORS * FLATS)
    floor, flat = divmod(inside, FLATS)
    state = random.choices(tuple(STATES), tuple(STATES.values()))[0]
    moved_in = today - timedelta(days=random.randrange(60, 3600))
    return RosterUnit(
        building=str(building + 1),
        room=f"{floor + 1:02d}{flat + 1:02d}",
        floor=floor + 1,
        area=random.randrange(6200, 16800, 10),
        state=state,
        moved_in=None if state in ("vacant", "delivered") else moved_in,
        warranty_end=moved_in + timedelta(days=5 * 365),
        people=() if state == "vacant" else _people(random, number, state),
        plates=(),
        notes=(),
    )


def _people(random: Random, number: int, state: str) -> tuple[RosterPerson, ...]:
    first = "tenant" if state == "let" else "owner"
    capacities = (first, "family")[: random.choice((1, 1, 2))]
    return tuple(
        RosterPerson(_name(random), capacity, (f"1990{place}{number:06d}",))
        for place, capacity in enumerate(capacities)
    )


def _name(random: Random) -> str:
    return f"{random.choice(lists()['surnames'])}{random.choice(lists()['given'])}"
