"""The keys of a simulated desk: who fetches which in the morning, at noon, at night, and what else the cabinet sees."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from propdesk.desk import Signature
from propdesk.models.key import KeyClass
from propdesk.queries.keys import KeySet
from propdesk.rules.calendar import DAY
from propdesk.simulate import cabinet, calls, loans, stocktakes, texts
from propdesk.simulate.cabinet import all_sets
from propdesk.simulate.loans import Errand
from propdesk.simulate.texts import Matter
from propdesk.simulate.world import Case, World

SHARE = 0.7
"""Errands for keys on an ordinary day, beside one call."""
BUSY = 12.0
"""Errands a day from which on the rare things happen as often as said."""
RESTING = 0.3
"""How much of it is left on a rest day."""
HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 24, 6, 2, 10, 15, 8, 3, 0, 0, 0, 0, 0, 0, 0)
"""When keys are fetched: most of them in the first hour of the day."""
COUNTER = (0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 10, 8, 2, 4, 8, 8, 4, 0, 0, 0, 0, 0, 0, 0)
"""When owners come about their keys."""
NIGHT = (6, 6, 6, 5, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 6)
EMERGENCIES, VISITS, ASKED = 0.1, 0.5, 0.45
"""Emergencies and owners at the counter a day where it is busy; so many of these want their keys back."""
KINDS = {"round": 30, "room": 26, "empty": 13, "cleaning": 8, "contractor": 13, "home": 6, "master": 4}
"""What a hundred errands are."""


def begin(world: World, per_day: float, *, until: datetime | None = None, most: int = cabinet.MOST) -> None:
    """Fill the cabinet now; from then on keys are fetched, and one cabinet is counted every week."""
    cabinet.fill(world, most)
    world.spawn(days(world, per_day, until))
    world.spawn(stocktakes.weekly(world, until))


def ordinary(units: int) -> float:
    """Errands for keys on an ordinary day."""
    return SHARE * calls.ordinary(units)


def days(world: World, per_day: float, until: datetime | None = None) -> Case:
    """Every day: so many errands, and rarely an emergency at night or an owner at the counter."""
    share = min(1.0, per_day / BUSY)
    while until is None or world.now < until:
        today = world.today()
        busy = per_day * (1.0 if world.works(today) else RESTING)
        for moment in calls.moments(world, today, busy, HOURS):
            world.spawn(errand(world), moment)
        for moment in calls.moments(world, today, EMERGENCIES * share, NIGHT):
            world.spawn(emergency(world), moment)
        for moment in calls.moments(world, today, VISITS * share if world.works(today) else 0.0, COUNTER):
            world.spawn((cabinet.fetched if world.chance(ASKED) else cabinet.left)(world), moment)
        yield world.at(today + DAY, time(0, 2))


def errand(world: World) -> Case:
    """Somebody comes for keys; what hangs on no hook is not fetched."""
    kind = world.random.choices(tuple(KINDS), tuple(KINDS.values()))[0]
    if kind == "round":
        yield from loans.tour(world, _tour(world))
        return
    found = WANTED[kind](world)
    if found is None:
        return
    spare = found.key.here > 1 and world.chance(0.3)
    lent = loans.lend(world, found, pieces=2 if spare else 1, due=loans.until(world, found.key))
    yield from loans.course(world, lent)


def emergency(world: World) -> Case:
    """At night: two go, the supervisor is told, and the keys are back within hours."""
    key = _one(world, lambda each: each.kind in (KeyClass.PLANT, KeyClass.ENTRUSTED))
    if key is None:
        return
    reasons = texts.lists()["keys"]["nights_at_home" if key.kind is KeyClass.ENTRUSTED else "nights"]
    going = Errand(key, _worker(world), loans.ENGINEER, world.random.choice(reasons), "engineering")
    second = Signature("second", texts.told(world.random, "security"), capacity="秩序维护部")
    urgent: dict[str, Any] = {"purpose": "emergency", "supervisor_told": world.crew.supervisor.name}
    lent = loans.lend(world, going, due=world.now + timedelta(hours=3), signed=(second,), **urgent)
    yield world.after(35, 150)
    loans.give_back(world, (lent,))


def _tour(world: World) -> list[Errand]:
    """An engineer fetches two or three plant rooms at once."""
    free = all_sets(world, lambda key: key.kind is KeyClass.PLANT and _may(key, "engineering"))
    world.random.shuffle(free)
    person = _worker(world)
    return [
        Errand(key, person, loans.ENGINEER, _work(world, key), "engineering")
        for key in free[: world.random.choice((2, 2, 3))]
    ]


def _of(kind: KeyClass) -> Callable[[World], Errand | None]:
    """An engineer for one key set of that kind."""

    def found(world: World) -> Errand | None:
        key = _one(world, lambda each: each.kind is kind and _may(each, "engineering"))
        return Errand(key, _worker(world), loans.ENGINEER, _work(world, key), "engineering") if key else None

    return found


def _empty(world: World) -> Errand | None:
    """The service looks after units that nobody lives in."""
    key = _one(world, lambda each: each.kind in (KeyClass.DEVELOPER, KeyClass.VACANT) and _may(each, "service"))
    person, reason = texts.told(world.random, "service"), texts.of_keys(world.random, "empty")
    return Errand(key, person, "客服专员", reason, "service", purpose="vacant") if key else None


def _cleaning(world: World) -> Errand | None:
    """Cleaning, in rooms or in empty units."""
    kinds = (KeyClass.PLANT, KeyClass.DEVELOPER, KeyClass.VACANT)
    key = _one(world, lambda each: each.kind in kinds and _may(each, "cleaning"))
    if key is None:
        return None
    plant = key.kind is KeyClass.PLANT
    reason = texts.of_keys(world.random, "cleaning" if plant else "cleaning_empty")
    person, purpose = texts.told(world.random, "cleaning"), "repair" if plant else "vacant"
    return Errand(key, person, "保洁领班", reason, "cleaning", purpose=purpose)


def _contractor(world: World) -> Errand | None:
    """A company for its rooms, or the developer's builders for empty units."""
    company = texts.matter(world.random, "company")
    rooms = company.get("rooms")

    def wanted(key: KeySet) -> bool:
        fits = _room_of(key, rooms) if rooms else key.kind is KeyClass.DEVELOPER
        return fits and not key.departments

    key = _one(world, wanted)
    person, reason = world.random.choice(company["people"]), world.random.choice(company["works"])
    return Errand(key, person, company["name"], reason, company=company["name"]) if key else None


def _home(world: World) -> Errand | None:
    """Work in the home of an owner who is away and agrees by telephone."""
    key = _one(world, lambda each: each.kind is KeyClass.ENTRUSTED and _may(each, "engineering"))
    reason = texts.of_keys(world.random, "homes")
    return Errand(key, _worker(world), loans.ENGINEER, reason, "engineering") if key else None


def _one(world: World, wanted: Callable[[KeySet], bool]) -> KeySet | None:
    found = all_sets(world, lambda key: key.here > 0 and not key.outdated and wanted(key))
    return world.random.choice(found) if found else None


def _may(key: KeySet, department: str) -> bool:
    return key.here > 0 and (not key.departments or department in key.departments)


def _worker(world: World) -> str:
    return texts.one(world.random, "workers")


def _room_of(key: KeySet, rooms: list[str]) -> bool:
    return key.kind is KeyClass.PLANT and key.place.endswith(tuple(rooms))


def _work(world: World, key: KeySet) -> str:
    """What is done in that room."""
    known: list[Matter] = [*texts.lists()["plant"], *texts.lists()["master"]]
    works = next((each["works"] for each in known if key.place.endswith(each["place"])), ["巡检"])
    return str(world.random.choice(works))


WANTED: dict[str, Callable[[World], Errand | None]] = {
    "room": _of(KeyClass.PLANT),
    "master": _of(KeyClass.MASTER),
    "empty": _empty,
    "cleaning": _cleaning,
    "contractor": _contractor,
    "home": _home,
}
"""Who comes for which keys."""
