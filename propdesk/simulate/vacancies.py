"""The vacant units of a simulated desk: taken over at the start, kept by season, checked after a storm, let, sold."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import Connection, select

from propdesk.desk import Signature
from propdesk.models import tables
from propdesk.models.vacancy import Work
from propdesk.queries import vacancies
from propdesk.queries.vacancies import VacantUnit
from propdesk.rules.calendar import DAY
from propdesk.rules.upkeep import CODES, STORM
from propdesk.simulate import texts
from propdesk.simulate.world import Case, World

_UNIT = tables.metadata().tables["unit"]

MOST = 6
"""So many units are taken over at most: each is looked at on every round."""
LOOK = time(10, 5)
"""When somebody looks which upkeep is due."""
AHEAD = timedelta(days=4)
"""Upkeep that is due within so many days is done."""
FORGOTTEN = 0.03
"""On so many days of one nobody looks."""
STORMY, RAINS = 0.04, (5, 9)
"""So many days of one of these months end in a storm."""
CHANGES = 0.012
"""On so many days of one a unit is let; on so many one is sold."""
SEED, OWN = 1, 20_000_000
"""Which units they were; from where their acts are numbered."""
CODE_OF: Mapping[Work, str] = {Work(name): code for name, code in {**CODES, Work.STORM.value: STORM}.items()}
DEVELOPER = Signature("developer", "程经理", capacity="开发商", proof="paper")


def begin(world: World) -> None:
    """Keep vacant units from now on, by a chance of their own: the rest of the story goes on as without them."""
    world.spawn(days(replace(world, random=Random(SEED), acts=OWN)))


def days(world: World) -> Case:
    """Some of what the developer holds is taken over; then somebody looks every working day what is to be done."""
    yield world.at_work(world.now)
    codes = world.desk.read(_unsold)
    for code in sorted(world.random.sample(codes, min(MOST, len(codes)))):
        fitted = world.chance(0.5)
        world.do("vacancy.register", unit=code, condition="精装，家电齐全" if fitted else "毛坯，门窗完好",
                 furnished=fitted, west_sun=fitted and world.chance(0.5), appliances=fitted, valves_closed=True,
                 power_off=True, keys="2把", fees="开发商承担")  # fmt: skip
    while True:
        yield _tomorrow(world)
        if world.works(world.today()) and not world.chance(FORGOTTEN):
            _look(world)
        if RAINS[0] <= world.today().month <= RAINS[1] and world.chance(STORMY):
            _storm(world)


def _tomorrow(world: World) -> datetime:
    return world.at(world.today() + DAY, LOOK) + world.minutes(0, 30)


def _look(world: World) -> None:
    """Do what is due soon, the same work in all its units at once; at times one of them is let or sold."""
    kept = [unit for unit in world.desk.read(vacancies.stock) if unit.stage == "kept"]
    for work, code in CODE_OF.items():
        units = [unit.unit for unit in kept if code in unit.due and unit.due[code] <= world.now + AHEAD]
        if units:
            state = texts.of_rounds(world.random, "vacant")
            world.do("vacancy.several", units=" ".join(units), work=work.label, state=state,
                     opened="保洁、客服持开发商钥匙", valves_closed=True, power_off=True)  # fmt: skip
    if len(kept) > 1 and world.chance(CHANGES):
        _let(world, kept[0])
    if len(kept) > 1 and world.chance(CHANGES):
        world.do("vacancy.sell", kept[-1].number, buyer=texts.told(world.random, "surnames") + "先生")


def _let(world: World, unit: VacantUnit) -> None:
    world.do("vacancy.let", unit.number, by=world.crew.manager, tenant="临时样板间", letter="开函字12号",
             signatures=(DEVELOPER,))  # fmt: skip


def _storm(world: World) -> None:
    if any(unit.stage == "kept" for unit in world.desk.read(vacancies.stock)):
        world.do("vacancy.storm", what="雷雨大风")


def _unsold(connection: Connection) -> list[str]:
    """The units the developer holds."""
    return list(
        connection.execute(select(_UNIT.c.code).where(_UNIT.c.state == "vacant").order_by(_UNIT.c.code)).scalars()
    )
