"""A plausible past for a new desk: an estate, its people, and months of calls lived through the steps of the manual."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Connection, func, select

from propdesk.clock import Now, system_now
from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.models import tables
from propdesk.procedures.estate import ImportRoster
from propdesk.procedures.operator import Add
from propdesk.procedures.tx import Actor
from propdesk.rules.chain import digest
from propdesk.rules.pins import Pins
from propdesk.settings import Settings
from propdesk.simulate import calls, keys, reports, rounds, shifts, vacancies
from propdesk.simulate.estate import homes, make_roster
from propdesk.simulate.world import Clock, Crew, Progress, World

EXISTS = N_("{path} exists already. A past is only simulated in a file made for it; give another name.")
PIN = "2468"
"""The PIN of everybody at a simulated desk."""
SITE = "模拟花园服务中心"
CREW: tuple[tuple[str, str], ...] = (
    ("张敏", "supervisor clerk duty"),
    ("陈志远", "centre_manager"),
    ("周建国", "office_manager"),
    ("李婷", "clerk"),
    ("王雪", "clerk"),
    ("赵丽", "clerk"),
    ("孙晓", "clerk"),
    ("王磊", "duty"),
    ("刘刚", "duty"),
    ("马超", "duty"),
)
"""Who works at a simulated desk; the first one is its supervisor."""


@dataclass(frozen=True)
class Summary:
    """What came of a simulation. `refused` counts the steps that were not taken, by reason; nothing was written."""

    begins: datetime
    ends: datetime
    stopped: bool
    acts: int
    entries: int
    items: Mapping[str, int]
    refused: Mapping[str, int]


def simulate(
    path: Path,
    *,
    months: int,
    units: int,
    seed: int,
    language: str = "zh_CN",
    now: Now = system_now,
    progress: Progress | None = None,
    signed: bool = True,
) -> Summary:
    """Make the new file `path` and live through so many months in it, up to the present moment.

    The same seed, units, months and present moment give the same journal but for its random salts and what is hashed
    with them. The file is marked as simulated for ever. `progress` may say False: then it ends at the moment of the
    story it has come to, and the file is sound. While it is filled it is not written through to the disk at each act,
    but as a whole at the end.

    Unless `signed` nobody signs the days off: they have no seals, which would vouch for the numbers of their entries.

    Raises:
        Refused: the file exists.
    """
    if path.exists() or path.is_symlink():
        raise Refused("exists", EXISTS, path=path)
    ends = now()
    clock = Clock(months_before(ends, months))
    settings = Settings(site=SITE, language=language, simulated=True)
    desk = Desk.open(path, now=clock, pins=Pins(cheap=True), durable=False)
    try:
        world = found(desk, clock, settings, units=units, seed=seed, ends=ends)
        begins = clock.moment
        world.spawn(calls.days(world, calls.ordinary(units), rare=min(1.0, units / calls.BIG + 0.15)))
        world.spawn(reports.mornings(world))
        pins = dict.fromkeys((name for name, _ in CREW), PIN)
        world.spawn(shifts.turns(world, pins))
        if signed:
            world.spawn(shifts.mornings(world, pins))
        keys.begin(world, keys.ordinary(units))
        rounds.begin(world)
        vacancies.begin(world)
        lived = world.live(progress)
        entries, items = desk.read(_count)
        summary = Summary(begins, clock.moment, not lived, world.acts, entries, items, world.refused)
    finally:
        desk.close()
    write_through(path)
    return summary


def found(desk: Desk, clock: Clock, settings: Settings, *, units: int, seed: int, ends: datetime) -> World:
    """Set a new desk up with its people and its estate; gives the world around it."""
    random = Random(seed)
    first = desk.found(settings, CREW[0][0], PIN)
    actors = [first, *(_added(desk, first, name, roles) for name, roles in CREW[1:])]
    roster = make_roster(random, units, desk.site.calendar.day(clock.moment))
    step = ImportRoster(file="simulated", sha256=digest({"units": units, "seed": seed})).carrying(roster)
    desk.perform(step, actor=first, request_id="simulate-roster")
    return World(desk, clock, random, crew(actors), homes(roster), ends)


def crew(actors: list[Actor]) -> Crew:
    """Who does what, in the order of `CREW`."""
    supervisor, manager, office, *desk = actors
    clerks = [each for each in desk if "clerk" in each.roles]
    duty = [each for each in desk if "duty" in each.roles]
    return Crew(supervisor, manager, office, clerks, duty)


def _added(desk: Desk, first: Actor, name: str, roles: str) -> Actor:
    desk.perform(Add(who=name, roles=roles), actor=first, request_id=f"simulate-{name}", new_pin=PIN)
    return desk.sign_in(name, PIN)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last one of that month, at midnight UTC."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    beyond = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (beyond - timedelta(days=1)).day
    return datetime.combine(date(year, month + 1, min(moment.day, last)), time(), tzinfo=moment.tzinfo)


def _count(connection: Connection) -> tuple[int, dict[str, int]]:
    known = tables.metadata().tables
    item, entry = known["item"], known["entry"]
    by_ledger = select(item.c.ledger, func.count()).group_by(item.c.ledger).order_by(item.c.ledger)
    entries = connection.execute(select(func.max(entry.c.seq))).scalar()
    return int(entries or 0), {str(name): int(count) for name, count in connection.execute(by_ledger)}


def write_through(path: Path) -> None:
    """See the whole file onto the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
