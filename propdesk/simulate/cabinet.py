"""The key cabinet of a simulated desk: filled at the beginning; owners leave their keys and fetch them again."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select

from propdesk.desk import Signature
from propdesk.models import tables
from propdesk.models.key import KeyClass
from propdesk.procedures.tx import Actor
from propdesk.queries import keys
from propdesk.queries.keys import KeySet
from propdesk.simulate import texts
from propdesk.simulate.estate import Home
from propdesk.simulate.world import Case, World

ROOMS, EMPTY, OWNERS = CABINETS = ("A", "B", "C")
"""In A hang plant rooms and masters, in B the keys of empty units, in C those that owners left."""
MOST = 60
"""So many key sets hang in a cabinet at first at most."""
BIG = 40
"""Among so many homes one has left its keys."""
MANAGER, SUPERVISOR = "客服中心经理", "客服主管"
"""In which capacity leaders sign."""
HOUR = timedelta(hours=1)

_TABLES = tables.metadata().tables
_UNIT, _KEY = _TABLES["unit"], _TABLES["key"]


def fill(world: World, most: int = MOST) -> None:
    """The supervisor hangs up what there is: masters and plant rooms, keys of empty units, those of some owners."""
    rooms = chain(_masters(), _rooms(world))
    for cabinet, found in ((ROOMS, rooms), (EMPTY, _empty(world))):
        for slot, answers in zip(range(1, most + 1), found, strict=False):
            world.do("key.accept", by=world.crew.supervisor, hook=f"{cabinet}-{slot}", **answers)
    for _ in range(max(3, min(most // 2, len(world.homes) // BIG))):
        entrust(world, by=world.crew.supervisor)


def all_sets(world: World, wanted: Callable[[KeySet], bool]) -> list[KeySet]:
    """The key sets in custody that are wanted, by hook, without the spared ones."""
    found = chain.from_iterable(world.desk.read(keys.hooks, cabinet) for cabinet in CABINETS)
    return [each for each in found if each.hook not in world.spared and wanted(each)]


def set_now(world: World, item: int) -> KeySet:
    """How a key set stands now."""
    found = world.desk.read(keys.key_set, item)
    if found is None:
        raise LookupError(item)
    return found


def whole(key: KeySet) -> bool:
    """Whether nothing of the set is lent or lost."""
    return key.stage == "custody" and key.here == key.pieces


def entrust(world: World, *, by: Actor | None = None) -> None:
    """An owner leaves keys under a mandate; two in three have an owner's card."""
    home = _owner(world)
    card = f"YZ{world.acts:05d}" if world.chance(0.65) else None
    reason, condition = texts.of_keys(world.random, "reasons"), texts.lists()["keys"]["conditions"][0 if card else 1]
    signed = [Signature("owner", home.person, capacity="业主")]
    if by is None:
        signed.append(Signature("approver", world.crew.supervisor.name, capacity=SUPERVISOR))
    if card:
        world.do("key.issue_card", by=by, unit=home.code, owner=home.person, number=card)
    world.do(
        "key.accept", by=by, signatures=signed, kind="entrusted", unit=home.code, door="入户门",
        pieces=world.random.choice((1, 2, 2, 3)), hook=_next_hook(world, OWNERS), person=home.person, phone=home.phone,
        reason=reason, condition=condition, card=card, disclaimer=True, copy_given=True,
        instruction=texts.of_keys(world.random, "instructions") if world.chance(0.4) else None,
    )  # fmt: skip


def left(world: World) -> Case:
    """Somebody wants to leave keys at the counter; without a need they are not taken."""
    if world.chance(0.7):
        entrust(world)
    else:
        home = world.home()
        why = texts.of_keys(world.random, "no_needs")
        world.do("key.refuse", unit=home.code, person=home.person, phone=home.phone, ground="no_need", reason=why)
    yield from ()


def fetched(world: World) -> Case:
    """An owner's keys are asked for: now and then in vain, else they go back against proof."""
    found = all_sets(world, lambda key: key.kind is KeyClass.ENTRUSTED and whole(key))
    if not found:
        return
    key = world.random.choice(found)
    if world.chance(0.4):
        remark, stranger = texts.of_keys(world.random, "strangers"), world.home().person
        world.do("key.handback", key.number, receiver=stranger, proof="none", remark=remark)
        if world.chance(0.6):
            return
        yield world.at_work(world.now + HOUR * world.random.uniform(3, 30))
        if not whole(set_now(world, key.id)):
            return
    card = world.desk.read(_card, key.id)
    world.do(
        "key.handback", key.number, receiver=key.person, proof="card" if card else "identity", number=card or None,
        condition_met=True, signatures=(Signature("receiver", key.person, capacity="业主"),),
    )  # fmt: skip


def _masters() -> Iterator[Mapping[str, Any]]:
    for each in texts.lists()["master"]:
        yield {"kind": "master", "longest_hours": each["hours"], "authority": "manager", **_hanging(each)}


def _rooms(world: World) -> Iterator[Mapping[str, Any]]:
    """The rooms that the estate has once, then one or two of each building."""
    rooms = texts.lists()["plant"]
    for each in rooms:
        if not each.get("every"):
            yield {"kind": "plant", **_hanging(each)}
    everywhere = [each for each in rooms if each.get("every")]
    for building in dict.fromkeys(home.building for home in world.homes):
        for each in world.random.sample(everywhere, world.random.choice((1, 2, 2))):
            yield {"kind": "plant", **_hanging(each, f"{building}号楼")}


def _hanging(room: texts.Matter, building: str = "") -> dict[str, Any]:
    known = {name: room.get(name) for name in ("door", "pieces", "departments", "instruction")}
    return {"place": f"{building}{room['place']}", **known}


def _empty(world: World) -> Iterator[Mapping[str, Any]]:
    """The developer's keys of the units that nobody lives in."""
    for code, state in world.desk.read(_units, ("delivered", "vacant")):
        held = "developer" if state == "delivered" or world.chance(0.6) else "vacant"
        yield {
            "kind": held, "unit": code, "door": "入户门", "pieces": world.random.choice((1, 2, 3)),
            "person": texts.told(world.random, "developer"),
        }  # fmt: skip


def _owner(world: World) -> Home:
    """Somebody who lives in a flat of their own and has no keys here yet."""
    owned = {code for code, _ in world.desk.read(_units, ("occupied",))}
    owned -= {key.place for key in world.desk.read(keys.hooks, OWNERS)}
    return world.random.choice([home for home in world.homes if home.code in owned])


def _next_hook(world: World, cabinet: str) -> str:
    taken = {key.hook for key in world.desk.read(keys.hooks, cabinet)}
    return next(hook for slot in range(1, 1000) if (hook := f"{cabinet}-{slot:02d}") not in taken)


def _units(connection: Connection, states: tuple[str, ...]) -> list[tuple[str, str]]:
    wanted = select(_UNIT.c.code, _UNIT.c.state).where(_UNIT.c.state.in_(states)).order_by(_UNIT.c.id)
    return [(code, state) for code, state in connection.execute(wanted)]


def _card(connection: Connection, item: int) -> str:
    return str(connection.execute(select(_KEY.c.card).where(_KEY.c.item_id == item)).scalar())
