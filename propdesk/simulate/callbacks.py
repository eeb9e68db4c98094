"""Callbacks of a simulated desk: planned by the supervisor, tried in waking hours, reviewed, failed now and then."""

from datetime import datetime, time, timedelta

from sqlalchemy import Connection, select

from propdesk.desk import Signature
from propdesk.models import tables
from propdesk.models.callback import CallbackKind
from propdesk.procedures.tx import Actor
from propdesk.simulate import texts
from propdesk.simulate.estate import Home
from propdesk.simulate.world import Case, Part, World

WEEKLY = (CallbackKind.REPAIR, CallbackKind.OTHER)
"""Planned on Mondays and Thursdays; everything else on the next working day."""
BY_VISIT = (CallbackKind.COMPLAINT, CallbackKind.DEVELOPER)
UNREACHED = ("no_answer", "no_answer", "busy", "switched_off", "nobody_home")


def callback(world: World, home: Home, number: str) -> Case:
    """A callback from its planning to its review, or until it is given up or left out."""
    kind, severity = world.desk.read(_kind, number)
    yield _planning(world, kind)
    if world.stands(number).closed:
        return
    planner = world.crew.office if severity == "major" else world.crew.supervisor
    if kind in WEEKLY and world.chance(0.08) and _left_out(world, number, planner):
        return
    caller = world.random.choice(world.crew.clerks)
    when = world.awake(world.after(20, 600))
    attendant = texts.told(world.random, "engineering") if kind in BY_VISIT else None
    world.do("callback.plan", number, by=planner, caller=caller.name, planned_for=when, attendant=attendant)
    yield when - timedelta(minutes=world.random.uniform(2, 12))
    world.do("callback.take", number, by=caller)
    if not (yield from _reached(world, home, number, planner)):
        return
    content = _asked(world, home, number, kind, caller)
    yield world.workday(1, time(9, 30)) if world.chance(0.6) else world.at_work(world.after(30, 300))
    if world.stands(number).closed:
        return
    yield from _reviewed(world, home, number, content)


def _planning(world: World, kind: CallbackKind) -> datetime:
    """When the supervisor next plans callbacks of this kind."""
    if kind not in WEEKLY:
        return world.workday(1, time(9, 15))
    for days in range(1, 8):
        day = world.today() + timedelta(days=days)
        if world.works(day) and (day.weekday() in (0, 3) or days > 4):
            return world.at(day, time(9, 15)) + timedelta(minutes=world.random.uniform(0, 40))
    return world.workday(1, time(9, 15))


def _left_out(world: World, number: str, planner: Actor) -> bool:
    """Left out where the rate of its kind still allows it."""
    return world.may("callback.skip", number, by=planner, reason="同类回访已达比例，抽样不访")


def _reached(world: World, home: Home, number: str, planner: Actor) -> Part[bool]:
    """Whether the resident was reached; after three tries it is given up."""
    tries = 0
    while world.chance(0.2):
        outcome = world.random.choice(UNREACHED)
        world.do("callback.attempt", number, purpose="resident", whom=home.person, number=home.phone, outcome=outcome)
        tries += 1
        if tries >= 3 and world.chance(0.6):
            yield world.at_work(world.after(10, 120))
            world.do("callback.give_up", number, by=planner, reason="三次联系不上，按规定结束")
            return False
        yield world.awake(world.after(90, 1500))
    return True


def _asked(world: World, home: Home, number: str, kind: CallbackKind, caller: Actor) -> bool:
    """What the resident says; whether they are content."""
    content = world.chance(0.965)
    visit = kind in BY_VISIT and world.chance(0.7)
    grade = ("good", "good", "fair") if content else ("poor", "fair")
    world.do(
        "callback.done",
        number,
        by=caller,
        signatures=(Signature("resident", home.person, capacity="业主"),) if visit else (),
        how="visit" if visit else "phone",
        number=None if visit else home.phone,
        why_phone=None if visit else "业主在外地，电话回访",
        quality=world.random.choice(grade),
        effect=world.random.choice(grade),
        timeliness=world.random.choice(grade),
        manner="good" if world.chance(0.9) else "fair",
        satisfied=content,
        opinion=texts.opinion(world.random, "good" if content else "bad"),
        shortcomings=None if content else texts.opinion(world.random, "shortcomings"),
    )
    return content


def _reviewed(world: World, home: Home, number: str, content: bool) -> Case:
    """The supervisor's review; a failed one goes to the office manager, and the matter goes on."""
    from propdesk.simulate import complaints

    comment = texts.opinion(world.random, "comments") if content else "住户不满意，请管理处经理定"
    world.do("callback.review", number, by=world.crew.supervisor, passed=content, comment=comment)
    if content:
        return
    yield world.at_work(world.after(60, 600))
    done = world.do("callback.fail", number, by=world.crew.office, decision="责成责任部门重新处理，客服跟进到底")
    for again in world.opened(done, "complaint"):
        world.spawn(complaints.handled(world, home, again, texts.matter(world.random, "complaint")))


def _kind(connection: Connection, number: str) -> tuple[CallbackKind, str | None]:
    names = tables.metadata().tables
    item, row = names["item"], names["callback"]
    asked = select(row.c.kind, row.c.severity).join(item, item.c.id == row.c.item_id).where(item.c.number == number)
    found = connection.execute(asked).one()
    return found.kind, found.severity
