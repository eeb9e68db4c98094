"""Who rings when: the hours of the day, weekends, summer storms, and the ordinary calls that open nothing further."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from math import exp

from propdesk.rules.calendar import DAY
from propdesk.simulate import complaints, incidents, orders, texts
from propdesk.simulate.estate import Home
from propdesk.simulate.world import Case, World

HOURS = (2, 1, 1, 1, 1, 2, 6, 20, 62, 95, 88, 60, 30, 46, 78, 82, 74, 60, 48, 44, 36, 24, 12, 5)
"""How often it rings in each hour of a working day."""
REST_HOURS = (3, 2, 1, 1, 1, 2, 5, 14, 36, 60, 66, 56, 34, 38, 52, 56, 54, 50, 46, 44, 38, 26, 14, 6)
"""The same on a rest day."""
MONTHS = (0.9, 0.85, 0.95, 0.95, 1.0, 1.15, 1.3, 1.25, 1.0, 0.95, 1.1, 1.0)
"""How busy the months are: summer storms, the beginning of the heating."""
RAINY = (6, 7, 8, 9)
KINDS = {
    "repair": 35, "enquiry": 28, "booking": 13, "complaint": 11, "other": 6, "suggestion": 2, "urgent": 2, "invalid": 2,
    "developer": 1,
}  # fmt: skip
"""What a hundred calls are about."""
HANDED = ("service", "office", "finance", "security")
"""The departments that other needs are given to."""
CHANNELS = {"phone": 76, "visit": 17, "group": 5, "hotline": 2}
BIG = 3000
"""Units for which the rare events are counted: two incidents and an emergency a month, storms by season."""


def ordinary(units: int) -> float:
    """Contacts an ordinary day: eighteen for 3,000 units; a small site hears relatively more."""
    return 18 * float((units / BIG) ** 0.6)


def days(world: World, per_day: float, *, rare: float = 1.0, until: datetime | None = None) -> Case:
    """Every day: so many calls, spread over its hours, and rarely something bigger. `rare` scales the bigger things."""
    while until is None or world.now < until:
        today = world.today()
        works = world.works(today)
        monday = 1.2 if today.weekday() == 0 else 1.0
        busy = per_day * MONTHS[today.month - 1] * (monday if works else 0.72)
        for moment in moments(world, today, busy, HOURS if works else REST_HOURS):
            world.spawn(call(world), moment)
        storms = (0.09 if today.month in RAINY else 0.012) * rare
        _rarely(world, today, storms, storm)
        _rarely(world, today, 2 / 30 * rare, incidents.incident)
        _rarely(world, today, 1 / 30 * rare, incidents.emergency)
        yield world.at(today + DAY, time(0, 1))


def _rarely(world: World, today: date, share: float, case: Callable[[World], Case]) -> None:
    if world.chance(share):
        for moment in moments(world, today, None, REST_HOURS):
            world.spawn(case(world), moment)


def moments(world: World, today: date, mean: float | None, hours: tuple[int, ...]) -> list[datetime]:
    """Moments of the day that are still to come, in order; one where there is no mean."""
    number = 1 if mean is None else _poisson(world, mean)
    drawn = world.random.choices(range(24), hours, k=number)
    moments = [world.at(today, time(hour)) + timedelta(minutes=world.random.uniform(0, 60)) for hour in drawn]
    return sorted(moment for moment in moments if moment > world.now)


def _poisson(world: World, mean: float) -> int:
    limit, product, number = exp(-mean), world.random.random(), 0
    while product > limit:
        product *= world.random.random()
        number += 1
    return number


def call(world: World) -> Case:
    """One call or visit, and what follows from it."""
    kind = world.random.choices(tuple(KINDS), tuple(KINDS.values()))[0]
    home = world.home()
    if kind in ("repair", "urgent"):
        yield from orders.repair(world, home, urgent=kind == "urgent")
    elif kind == "booking":
        yield from orders.booking(world, home)
    elif kind == "complaint":
        matter = texts.matter(world.random, "complaint")
        way = "assist" if matter["cause"] == "developer" else "valid"
        yield from complaints.complaint(world, home, matter, way, _channel(world))
    elif kind == "invalid":
        yield from complaints.complaint(world, home, texts.matter(world.random, "invalid"), "invalid")
    elif kind == "developer":
        yield from _forwarded(world, home, "other", texts.one(world.random, "others"), "developer")
    elif kind == "enquiry":
        unit = home.code if world.chance(0.5) else None
        channel = world.random.choice(("phone", "visit"))
        world.do("contact.enquiry", text=texts.one(world.random, "enquiries"), unit=unit, channel=channel)
    else:
        text = texts.one(world.random, "others" if kind == "other" else "suggestions")
        yield from _forwarded(world, home, kind, text, world.random.choice(HANDED))


def _channel(world: World) -> str:
    return world.random.choices(tuple(CHANNELS), tuple(CHANNELS.values()))[0]


def _forwarded(world: World, home: Home, kind: str, text: str, department: str) -> Case:
    """Given to a department under a promised time, answered in time or not, told and closed."""
    hours = 4 * world.random.uniform(1, 8) * (4 if department == "developer" else 1)
    promised = world.promised(hours)
    done = world.do(
        "contact.receive", kind=kind, text=text, handling="forwarded", department=department,
        told=texts.told(world.random, department), promised=promised, repeated=True, **home.subject,
    )  # fmt: skip
    number = str(done.item)
    late = world.chance(0.4 if department == "developer" else 0.1)
    while promised - world.now > timedelta(hours=22):
        yield world.at_work(world.now + timedelta(hours=world.random.uniform(14, 22)))
        if promised > world.now and world.chance(0.85):
            world.do("contact.progress", number, text=texts.opinion(world.random, "progress"))
    yield world.at_work(promised + timedelta(hours=2)) if late else max(promised - timedelta(minutes=30), world.now)
    answer = texts.one(world.random, "answers")
    told = world.chance(0.8)
    done = world.do("contact.answer", number, result=answer, told=told, close=True if told else None)
    if not told:
        yield world.awake(world.after(10, 120))
        done = world.do("contact.close", number, told_at=world.now)
    orders.call_back(world, home, done)


def storm(world: World) -> Case:
    """A cloudburst: the roof of one building leaks, and household after household rings."""
    matter = texts.matter(world.random, "storm")
    matter = {**matter, "cause": "management", "department": "engineering", "accused": "工程部"}
    building = world.home().building
    households = [home for home in world.homes if home.building == building]
    world.random.shuffle(households)
    for home in households[: world.random.randrange(3, 9)]:
        world.spawn(complaints.complaint(world, home, matter), world.after(0, 1))
        yield world.after(2, 35)
