"""Shifts of a simulated desk: the roster of each month, each turn taken over from the one before, each day signed off.

Nothing here draws lots: who comes follows the roster, and the moments are the same in every story, so that the calls
and errands of a seed stay what they are.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Connection, select

from propdesk.desk import Signature
from propdesk.models import tables
from propdesk.procedures.tx import Actor
from propdesk.queries import shift
from propdesk.queries.shift import ShiftRow
from propdesk.rules import handover, rota
from propdesk.rules.calendar import DAY
from propdesk.rules.handover import Thing
from propdesk.rules.shifts import Turn
from propdesk.simulate.world import Case, World
from propdesk.store import duty as rosters
from propdesk.store import handover as kept

TIDY, EARLY, SIGN = timedelta(minutes=18), timedelta(minutes=1), timedelta(minutes=2)
"""How long before its end the desk is put in order; before the least somebody comes; before the change they sign."""
SHORT = 23
"""At one count in so many a thing is missing, and it is explained."""
LENT = "保安岗借用一件，已登记，明早归还"
WORD = "已派工，工程部值班跟进，同意带班交接"
HEARD = "当班情况已当面汇报"

_ITEM = tables.metadata().tables["item"]


def turns(world: World, pins: Mapping[str, str]) -> Case:
    """Every turn from the one under way on; `pins` are those of everybody who signs, by name."""
    _look(world)
    turn = world.desk.site.turn(world.now)
    present, count = _whom(world, turn, None), 0
    _check_in(world, _row(world, turn).number, present)
    _do(world, "shift.begin", _row(world, turn).number, present)
    while True:
        coming = world.desk.site.turn(turn.end)
        yield max(world.now, turn.end - TIDY)
        _look(world)
        leaving, count = _row(world, turn).number, count + 1
        _do(world, "shift.leave", leaving, present, notes="" if count % 3 else "前台雨伞借出两把，登记在册")
        relief = _whom(world, coming, present)
        yield max(world.now, handover.arrival(world.desk.site.settings, coming) - EARLY)
        _check_in(world, _row(world, coming).number, relief, short=count % SHORT == 0)
        yield max(world.now, coming.start - SIGN)
        _sign(world, pins, leaving, _row(world, coming), present, relief)
        turn, present = coming, relief
        yield max(world.now, turn.start + EARLY)


def begin(world: World) -> None:
    """The roster of the month the desk begins in: the nights are the duty officers', rest days by day the clerks'."""
    site, crew = world.desk.site, world.crew
    month, names = world.today().replace(day=1), ", ".join(each.name for each in crew.duty)
    number = world.desk.perform(
        world.desk.fill("duty.plan", {"month": f"{month:%Y-%m}", "clerks": names}),
        actor=crew.manager, request_id="simulate-roster",
    ).item or ""  # fmt: skip
    rest = [slot.day.day for slot in rota.slots(month, site.turn, site.calendar)
            if slot.kind == "rest_day" and slot.ends > world.now]  # fmt: skip
    for place, clerk in enumerate(crew.clerks):
        if days := rest[place :: len(crew.clerks)]:
            _do(world, "duty.assign", number, crew.manager, days=", ".join(map(str, days)), half="day",
                clerk=clerk.name)  # fmt: skip
    _do(world, "duty.publish", number, crew.manager)


def mornings(world: World, pins: Mapping[str, str]) -> Case:
    """Every working day the supervisor hears the duty officer, reads the log and signs the days before."""
    day = world.today()
    while True:
        yield max(world.now, world.at(day, time(9, 40)))
        day += DAY
        if world.works(world.today()):
            for unsigned in world.desk.read(shift.unsigned_days):
                if unsigned < world.today():
                    _sign_off(world, pins, unsigned)


def _look(world: World) -> None:
    """The desk puts on record what is due; a roster that is, is drawn up and published by the manager."""
    world.desk.sweep()
    manager = world.crew.manager
    for number in world.desk.read(_due_rosters):
        clerks = dict.fromkeys(each.name for each in (*world.crew.clerks, *world.crew.duty) if each != _head(world))
        _do(world, "duty.draw", number, manager, clerks="，".join(clerks))
        _do(world, "duty.publish", number, manager)


def _head(world: World) -> Actor:
    return world.crew.supervisor


def _whom(world: World, turn: Turn, present: Actor | None) -> Actor:
    """Who comes for a turn: whom the roster names, else the next one by the calendar who is not there already."""
    day = world.desk.site.calendar.day(turn.start)
    crew = {each.name: each for each in (*world.crew.clerks, *world.crew.duty)}
    named = world.desk.read(rosters.rostered, day, turn.kind)
    if named is not None and turn.kind in rota.DUTY_TURNS and named.name in crew:
        return crew[named.name]
    fitting = world.crew.clerks if turn.kind == "day" else world.crew.duty
    others = [each for each in (*fitting, *crew.values()) if each not in (present, _head(world))]
    number = min(len(others), len(fitting))
    return others[day.toordinal() % number] if others else _head(world)


def _check_in(world: World, number: str, who: Actor, *, short: bool = False) -> None:
    """Arrive, read, count, take over."""
    site = world.desk.site
    things = handover.things(site.settings.property, world.desk.read(kept.keys_here))
    found = "\n".join(
        _line(thing, number - (short and index == 0)) for index, (thing, number) in enumerate(things.items())
    )
    _do(world, "shift.arrive", number, who)
    _do(world, "shift.read", number, who)
    _do(world, "shift.count", number, who, found=found, explanation=LENT if short else "")
    _take(world, number, who)


def _line(thing: Thing, number: int) -> str:
    return f"{thing.words('zh_CN')} {number}"


def _take(world: World, number: str, who: Actor) -> None:
    row = next(each for each in world.desk.read(shift.recent, 4) if each.number == number)
    if any(each.remark is None for each in world.desk.read(shift.to_take, row.item_id)):
        _do(world, "shift.take", number, who)


def _sign(world: World, pins: Mapping[str, str], leaving: str, coming: ShiftRow, present: Actor, relief: Actor) -> None:
    """Both sign; what came in meanwhile is taken over, what is important goes with the office manager's word."""
    _take(world, coming.number, relief)
    if any(each.important for each in world.desk.read(kept.open_items, [present.id])):
        word = Signature("supervisor", world.crew.office.name, capacity="管理处经理", proof="phone")
        _do(world, "shift.release", leaving, present, word, reason=WORD)
    both = (
        Signature("leaving", present.name, pins[present.name]),
        Signature("arriving", relief.name, pins[relief.name]),
    )
    _do(world, "shift.handover", leaving, present, *both)


def _sign_off(world: World, pins: Mapping[str, str], day: date) -> None:
    head, rows = _head(world), world.desk.read(shift.of_day, day)
    if not rows or world.now < rows[-1].ends or rows[-1].kind not in rota.NIGHTS:
        return
    for row in rows:
        if row.waits_for_signature:
            _do(world, "shift.countersign", row.number, world.crew.manager)
    night = rows[-1]
    if night.clerk and not night.unended:
        clerk = next(each for each in (*world.crew.duty, *world.crew.clerks) if each.id == night.clerk_id)
        _do(world, "shift.oral_report", night.number, clerk, told=head.name, remark=HEARD)
    left = "当班未完成交接，已核实" if any(row.unended for row in rows) else ""
    _do(world, "shift.signoff", night.number, head, Signature("supervisor", head.name, pins[head.name]),
        remark="已阅，属实", unended=left)  # fmt: skip


def _row(world: World, turn: Turn) -> ShiftRow:
    return next(row for row in world.desk.read(shift.recent, 6) if row.starts == turn.start)


def _do(world: World, step: str, number: str, by: Actor, *signatures: Signature, **fields: Any) -> None:
    """One step at this very moment, without the seconds that other people's acts take."""
    world.acts += 1
    given = {name: value for name, value in fields.items() if value != ""}
    world.desk.perform(
        world.desk.fill(step, given), number, actor=by, signatures=signatures, request_id=f"simulate-{world.acts}"
    )


def _due_rosters(connection: Connection) -> list[str]:
    wanted = _ITEM.c.ledger == "duty", _ITEM.c.stage == "due", _ITEM.c.closed.is_(None)
    return list(connection.execute(select(_ITEM.c.number).where(*wanted)).scalars())
