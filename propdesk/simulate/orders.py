"""Repairs and service bookings of a simulated desk, from the call to the cross-off."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, select

from propdesk.desk import Done, Signature
from propdesk.models import tables
from propdesk.simulate import callbacks, texts
from propdesk.simulate.estate import Home
from propdesk.simulate.texts import Matter
from propdesk.simulate.world import Case, Part, World

PUBLIC = ("单元门厅", "3层走廊", "地下车库A区", "东侧花园", "北门")
SLOW_MONDAY = 2.5
"""On Mondays the engineers have the weekend's work before them."""


def repair(world: World, home: Home, *, urgent: bool = False) -> Case:
    """A repair report by telephone, and all that follows."""
    matter = texts.matter(world.random, "urgent" if urgent else "repair")
    public = matter["trade"] == "public"
    subject: dict[str, Any] = {
        **home.subject,
        "unit": None,
        "place": f"{home.building}号楼{world.random.choice(PUBLIC)}",
    }
    agreed = None if urgent or public or world.chance(0.35) else _agreed(world)
    done = world.do(
        "contact.receive", kind="repair", text=world.random.choice(matter["texts"]), trade=matter["trade"],
        urgent=urgent, agreed=agreed, repeated=True, **(subject if public else home.subject),
    )  # fmt: skip
    (number,) = world.opened(done, "repair")
    yield from (_urgent if urgent else _order)(world, home, "repair", number, matter, agreed)


def booking(world: World, home: Home) -> Case:
    """A booked service, and all that follows."""
    matter = texts.matter(world.random, "booking")
    agreed = _agreed(world)
    done = world.do(
        "contact.receive", kind="booking", service=matter["service"], text=world.random.choice(matter["texts"]),
        agreed=agreed, repeated=True, **home.subject,
    )  # fmt: skip
    (number,) = world.opened(done, "booking")
    yield from _order(world, home, "booking", number, matter, agreed)


def _agreed(world: World) -> datetime:
    """A time the resident agrees to: this afternoon, tomorrow or the day after."""
    moment = world.at_work(world.now + timedelta(hours=world.random.choice((2, 3, 5, 20, 24, 26, 44))))
    local = world.local(moment)
    return world.at(local.date(), time(max(9, min(17, local.hour)), world.random.choice((0, 30)))) + timedelta(hours=1)


def _order(world: World, home: Home, ledger: str, number: str, matter: Matter, agreed: datetime | None) -> Case:
    department = matter.get("department", "engineering")
    yield world.after(0.5, 4) if world.chance(0.92) else world.after(6, 30)
    if world.chance(0.02):
        alternative = "可介绍有资质的维修商家"
        world.do(f"{ledger}.refuse", number, reason="户内自用设备，不在服务范围", apology=True, alternative=alternative)
        return
    if world.desk.read(_to_pay, ledger, number) and not (yield from _price(world, ledger, number)):
        return
    agreed = yield from _tell(world, ledger, number, department, agreed)
    yield from _send(world, home, ledger, number, department, agreed)
    yield from _finish(world, home, ledger, number, matter)


def _price(world: World, ledger: str, number: str) -> Part[bool]:
    """Quote the price; gives back whether it was accepted. What is not accepted is withdrawn."""
    accepted = world.chance(0.93)
    world.do(f"{ledger}.quote", number, price_yuan=world.random.randrange(20, 320, 10), accepted=accepted)
    if not accepted:
        yield world.after(1, 10)
        world.do(f"{ledger}.withdraw", number, reason="嫌价格高，自己找人做")
    return accepted


def _tell(world: World, ledger: str, number: str, department: str, agreed: datetime | None) -> Part[datetime | None]:
    """Tell the department; where it cannot keep the time another one is agreed. Gives back the time that holds."""
    told = texts.told(world.random, department)
    keeps = not (agreed and world.chance(0.09))
    fresh = agreed if agreed and agreed > world.now else _agreed(world) if ledger == "booking" else None
    world.do(
        f"{ledger}.notify", number, department=department, told=told, repeated=True, keeps_time=keeps,
        agreed=fresh if fresh != agreed else None,
    )  # fmt: skip
    if keeps:
        return fresh
    yield world.awake(world.after(4, 40))
    again = _agreed(world)
    world.do(f"{ledger}.reagree", number, agreed=again, words="改期，业主同意")
    yield world.after(1, 4)
    world.do(f"{ledger}.notify", number, department=department, told=told, repeated=True)
    return again


def _send(world: World, home: Home, ledger: str, number: str, department: str, agreed: datetime | None) -> Case:
    """Somebody is sent and comes, in time or late; a resident who waits rings again."""
    slow = SLOW_MONDAY if department == "engineering" and world.today().weekday() == 0 else 1.0
    wait = world.at_work(world.now + timedelta(minutes=slow * world.random.uniform(15, 240)))
    yield max(wait, agreed - timedelta(minutes=world.random.uniform(25, 60))) if agreed else wait
    worker = texts.one(world.random, "workers")
    late = world.chance(0.06 * slow)
    if late:
        yield from _chased(world, home, ledger, number, department)
    world.do(f"{ledger}.dispatch", number, worker=worker)
    on_time = agreed - timedelta(minutes=world.random.uniform(0, 15)) if agreed else world.after(8, 40)
    yield world.at_work(max(world.after(3, 12), on_time)) if not late else world.at_work(world.after(30, 90))
    world.do(f"{ledger}.arrive", number)


def _chased(world: World, home: Home, ledger: str, number: str, department: str) -> Case:
    """Nobody has come: the resident rings again, and we press the department."""
    yield world.awake(world.after(60, 300))
    words = texts.opinion(world.random, "chases")
    call = world.do("contact.receive", kind="other", text=words, **home.subject)
    world.do("contact.link", call.item, other=number)
    yield world.after(2, 12)
    world.do(f"{ledger}.chase", number, whom=texts.told(world.random, department), words="尽快安排")
    yield world.at_work(world.after(20, 150))


def _urgent(world: World, home: Home, ledger: str, number: str, matter: Matter, agreed: datetime | None) -> Case:
    """Made safe within the hour, mended on the next day at the latest."""
    yield world.after(0.5, 3)
    worker = texts.one(world.random, "workers")
    told = texts.told(world.random, "engineering")
    world.do("repair.notify", number, department="engineering", told=told, repeated=True, worker=worker)
    yield world.after(2, 4.5) if world.chance(0.75) else world.after(6, 25)
    world.do("repair.arrive", number)
    yield world.after(5, 45)
    rest = agreed or world.promised(world.random.uniform(2, 20))
    world.do("repair.make_safe", number, measures=world.random.choice(matter["measures"]), agreed=rest)
    yield rest - timedelta(minutes=world.random.uniform(1, 20))
    world.do("repair.arrive", number)
    yield from _finish(world, home, ledger, number, matter)


def _finish(world: World, home: Home, ledger: str, number: str, matter: Matter) -> Case:
    """The work is done, the slip comes back or does not, the matter is crossed off."""
    yield world.after(15, 100)
    finished = world.now
    yield world.after(1, 22) if world.chance(0.9) else world.after(32, 90)
    done = world.do(f"{ledger}.done", number, result=world.random.choice(matter["results"]), finished_at=finished)
    call_back(world, home, done)
    yield from _slip(world, home, ledger, number)
    yield world.at_work(world.after(5, 240))
    world.do(f"{ledger}.cross_off", number)


def call_back(world: World, home: Home, done: Done) -> None:
    """The callbacks that an act opened go their own way."""
    for number in world.opened(done, "callback"):
        world.spawn(callbacks.callback(world, home, number))


def _slip(world: World, home: Home, ledger: str, number: str) -> Case:
    """The signed second copy: the same day as a rule, the next one at times, never where the resident will not sign."""
    close = world.at(world.today(), time(17, 50))
    fate = world.random.random()
    if fate < 0.86 and world.now < close:
        yield min(close, world.after(20, 180))
    else:
        yield world.workday(1 if fate < 0.95 else 2, time(9))
    if fate < 0.96:
        world.do(f"{ledger}.slip", number, signatures=(Signature("customer", home.person, capacity="业主"),))
        return
    witness = Signature("witness", texts.one(world.random, "workers"), capacity="维修工")
    exception = texts.opinion(world.random, "refusals")
    world.do(f"{ledger}.slip", number, by=world.crew.supervisor, signatures=(witness,), exception=exception)


def _to_pay(connection: Connection, ledger: str, number: str) -> bool:
    """Whether the customer pays and was not told the price yet."""
    names = tables.metadata().tables
    item, row = names["item"], names[ledger]
    asked = select(row.c.paid).join(item, item.c.id == row.c.item_id).where(item.c.number == number)
    return bool(connection.execute(asked.where(row.c.quote_accepted.is_(None))).scalar())
