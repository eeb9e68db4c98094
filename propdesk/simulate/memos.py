"""Lost keys of a simulated desk: the supervisor hears of it, the key turns up again, or it is agreed to replace it."""

from datetime import time

from propdesk.models.key import KeyClass
from propdesk.queries.keys import KeySet
from propdesk.simulate import texts
from propdesk.simulate.cabinet import set_now
from propdesk.simulate.world import Case, World

REMEDIES = {"new_key": 75, "new_lock": 12, "nothing": 13}
FOUND = 0.6
"""So many of one that were missing from a hook turn up again."""


def settled(world: World, item: int, *, told: bool, missing: bool = False) -> Case:
    """The memo of a key set, until the key is there again or replaced. `missing` from its hook, not lost on a loan."""
    key = set_now(world, item)
    if not told:
        yield world.after(8, 70)
        world.do("key.report", key.number, told=world.crew.supervisor.name, words="先查找，明天定")
    yield world.workday(1, time(9, 40))
    if missing and world.chance(FOUND):
        where = texts.of_keys(world.random, "found")
        world.do("key.found", key.number, pieces=set_now(world, item).lost, where=where)
        return
    remedies = {name: weight for name, weight in REMEDIES.items() if name != "nothing" or key.pieces > key.lost}
    remedy = world.random.choices(tuple(remedies), tuple(remedies.values()))[0]
    world.do("key.consent", key.number, by=world.crew.supervisor, who=_owner(world, key), channel="电话", remedy=remedy)
    yield world.workday(world.random.choice((1, 1, 2)), time(10, 20))
    while remedy == "new_lock" and set_now(world, item).out:
        yield world.at_work(world.after(60, 240))
    _replaced(world, set_now(world, item), remedy)


def _owner(world: World, key: KeySet) -> str:
    """Who says what is to be done: the owner, the developer, or the office for the house's own."""
    if key.kind in (KeyClass.PLANT, KeyClass.MASTER):
        return world.crew.office.name
    return key.person or texts.told(world.random, "developer")


def _replaced(world: World, key: KeySet, remedy: str) -> None:
    made = {"new_key": key.lost, "new_lock": key.pieces, "nothing": 0}[remedy]
    cost = {"new_key": 12 * made, "new_lock": 160, "nothing": 0}[remedy]
    result = texts.of_keys(world.random, "results") if made else "不再补配，减少一把"
    world.do("key.replace", key.number, made=made, cost_yuan=cost, result=result)
