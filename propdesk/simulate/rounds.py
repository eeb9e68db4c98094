"""The patrols of a simulated desk: rounds of the plan walked by day and by night, some missed; what they find."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import Connection, select

from propdesk.desk import Signature
from propdesk.models import tables
from propdesk.rules import answers, patrol
from propdesk.rules.answers import Answer, State
from propdesk.rules.calendar import DAY
from propdesk.rules.checklist import Area, Flag
from propdesk.rules.patrol import Stop
from propdesk.simulate import texts
from propdesk.simulate.texts import Matter
from propdesk.simulate.world import Case, World

_ITEM = tables.metadata().tables["item"]
_ROUND = tables.metadata().tables["round"]
_ENTRY = tables.metadata().tables["renovation_entry"]

MISSED, LATE = 0.04, 0.06
"""So many rounds of one are not walked, or set out on when their time is up."""
FOUND = 0.1
"""So many areas of one have a defect."""
SPOT = 0.35
"""So many of these are solved on the spot."""
LOOKS = (time(8, 55), time(22, 50))
"""When somebody looks which rounds are to be walked."""
AREA = (2, 9)
"""Minutes in one area."""
SEED, OWN = 0, 10_000_000
"""Which rounds they were; from where their acts are numbered."""


def begin(world: World, until: datetime | None = None) -> None:
    """Walk the rounds from now on, by a chance of their own: the rest of the story goes on as it would without them."""
    world.spawn(days(replace(world, random=Random(SEED), acts=OWN), until))


def days(world: World, until: datetime | None = None) -> Case:
    """At the beginning and twice a day the desk looks which rounds have come; each goes its own way."""
    known: set[str] = set()
    while until is None or world.now < until:
        world.desk.sweep()
        for number, starts, grace_ends in world.desk.read(_planned):
            if number not in known:
                known.add(number)
                world.spawn(_round(world, number, starts, grace_ends))
        yield _next_look(world)


def _next_look(world: World) -> datetime:
    today = world.today()
    looks = [world.at(day, wall) for day in (today, today + DAY) for wall in LOOKS]
    return next(look for look in looks if look > world.now)


def _planned(connection: Connection) -> list[tuple[str, datetime, datetime]]:
    wanted = (
        select(_ITEM.c.number, _ROUND.c.starts, _ROUND.c.grace_ends)
        .join(_ROUND, _ROUND.c.item_id == _ITEM.c.id)
        .where(_ITEM.c.ledger == "round", _ITEM.c.closed.is_(None), _ITEM.c.stage == "planned")
    )
    return [(row.number, row.starts, row.grace_ends) for row in connection.execute(wanted.order_by(_ITEM.c.id))]


def _round(world: World, number: str, starts: datetime, grace_ends: datetime) -> Case:
    """Walked by two of security, written down at the desk as they go, signed at the end."""
    if world.chance(MISSED):
        yield world.awake(grace_ends + timedelta(hours=1))
        world.do("round.account_for", number, by=world.crew.supervisor, reason=texts.of_rounds(world.random, "missed"),
                 measure=texts.of_rounds(world.random, "measures"))  # fmt: skip
        return
    yield grace_ends + timedelta(minutes=5) if world.chance(LATE) else starts + world.minutes(2, 20)
    walker, partner = world.random.sample(texts.lists()["security"], 2)
    world.do("round.start", number, walker=walker, partner=partner)
    stops = world.desk.read(_stops, number)
    for stop in stops:
        yield world.after(*AREA)
        _area(world, number, stop)
    _sites_and_vacant(world, number, {stop.area for stop in stops})
    world.do("round.finish", number)
    yield world.after(1, 15)
    second = Signature("second", partner, capacity="秩序维护部")
    world.do("round.sign", number, signatures=(Signature("first", walker, capacity="秩序维护部"), second))


def _stops(connection: Connection, number: str) -> tuple[Stop, ...]:
    wanted = select(_ROUND.c.stops).join(_ITEM, _ITEM.c.id == _ROUND.c.item_id).where(_ITEM.c.number == number)
    return patrol.read_stops(connection.execute(wanted).scalar_one())


def _area(world: World, number: str, stop: Stop) -> None:
    """Every item with what was seen; what is found goes its own way."""
    area = world.desk.site.checklist.area(stop.area)
    if area is None:
        return
    matter = _defect(world, area)
    found = _told_apart([_answer(world, check.id, check.flag, matter) for check in area.checks])
    grade = world.random.choice(("scanned", "photo", "radio", "written"))
    done = world.do("round.area", number, area=stop.area, place=stop.place or None, answers=answers.lines(found),
                    grade=grade)  # fmt: skip
    for finding in world.opened(done, "finding"):
        world.spawn(_finding(world, finding))


def _sites_and_vacant(world: World, number: str, areas: set[str]) -> None:
    """What a round owes to renovation sites and vacant units: the progress of the day, and their state."""
    flags = {
        check.flag for letter in areas if (area := world.desk.site.checklist.area(letter)) for check in area.checks
    }
    if Flag.SITES in flags:
        for site in world.desk.read(_silent, world.today()):
            world.do("renovation.progress", site, progress=texts.of_rounds(world.random, "progress"), round=number)
    if Flag.VACANT in flags:
        for unit in world.desk.read(_vacant):
            world.do("vacancy.visit", unit, state=texts.of_rounds(world.random, "vacant"), round=number)


def _silent(connection: Connection, day: date) -> list[str]:
    """The renovation sites without an entry of the day."""
    entered = select(_ENTRY.c.id).where(_ENTRY.c.renovation_id == _ITEM.c.id, _ENTRY.c.day == day)
    wanted = select(_ITEM.c.number).where(_ITEM.c.ledger == "renovation", _ITEM.c.closed.is_(None), ~entered.exists())
    return list(connection.execute(wanted.order_by(_ITEM.c.id)).scalars())


def _vacant(connection: Connection) -> list[str]:
    """The vacant units that are kept."""
    kept = (_ITEM.c.ledger == "vacancy", _ITEM.c.closed.is_(None), _ITEM.c.stage == "kept")
    return list(connection.execute(select(_ITEM.c.number).where(*kept).order_by(_ITEM.c.id)).scalars())


def _defect(world: World, area: Area) -> Matter | None:
    """What is wrong in an area, if anything is."""
    known = [each for each in texts.lists()["defect"] if each["check"][0] == area.letter]
    if not known or not world.chance(FOUND):
        return None
    chosen: Matter = world.random.choice(known)
    return chosen if any(check.id == chosen["check"] for check in area.checks) else None


def _answer(world: World, check_id: str, flag: Flag, matter: Matter | None) -> Answer:
    if matter is not None and matter["check"] == check_id:
        solved = flag is not Flag.SMELL and world.chance(SPOT)
        note, talked = (matter["solved"], "") if solved else (matter["text"], matter.get("talked", ""))
        return Answer(check_id, State.FIXED if solved else State.DEFECT, note, matter["place"], talked=talked)
    return Answer(check_id, State.OK, texts.of_rounds(world.random, "fine"))


def _told_apart(found: list[Answer]) -> list[Answer]:
    """The answers, no note so often that they would be marked as many in the same words."""
    notes, told = texts.lists()["rounds"]["fine"], Counter[str]()
    apart = []
    for each in found:
        note = each.note
        while each.state is State.OK and told[note] + 1 >= answers.MANY:
            note = notes[(notes.index(note) + 1) % len(notes)]
        told[note] += 1
        apart.append(replace(each, note=note))
    return apart


def _finding(world: World, number: str) -> Case:
    """Told to the manager, handled, verified on site; a smell is asked about first."""
    yield world.after(1, 3)
    stage = world.stands(number).stage
    if stage == "smell":
        world.do("finding.ask_unit", number, answer="炒菜烧焦，已关火通风", cause_known=True)
        return
    if stage != "found":
        return
    yield world.after(2, 20) if world.chance(0.9) else world.after(40, 90)
    if world.stands(number).stage != "found":
        return
    world.do("finding.tell", number, told_to=world.crew.manager.name)
    yield world.at_work(world.after(60, 1500))
    if world.stands(number).stage == "reported":
        yield from _handled(world, number)


def _handled(world: World, number: str) -> Case:
    handler = texts.told(world.random, "engineering")
    course = texts.of_rounds(world.random, "courses")
    world.do("finding.handle", number, department="engineering", handler=handler, course=course)
    yield world.awake(world.after(30, 600))
    if world.stands(number).stage != "handled":
        return
    seen = "solved" if world.chance(0.92) else "not_solved"
    signed = (Signature("concerned", handler, capacity="工程部"),)
    result = "现场复查" + ("已修好" if seen == "solved" else "仍有问题")
    world.do("finding.verify", number, seen=seen, result=result, signatures=signed)
    if seen == "not_solved":
        yield world.at_work(world.after(60, 900))
        yield from _handled(world, number)
