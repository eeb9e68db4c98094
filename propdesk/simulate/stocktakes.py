"""Stock-takes of a simulated desk: one cabinet every week, hook by hook; now and then a key is missing."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from itertools import cycle

from propdesk.desk import Signature
from propdesk.queries import keys
from propdesk.queries.keys import KeySet
from propdesk.simulate import memos, texts
from propdesk.simulate.cabinet import CABINETS
from propdesk.simulate.world import Case, World

FIRST, EVERY = timedelta(days=2), timedelta(days=7)
"""When the first cabinet is counted, and how long it is to the next one."""
AT_ONCE = 12
"""So many hooks are written down in one go."""
SHORT = 0.2
"""So many stock-takes of one find a hook with a key too few."""


def weekly(world: World, until: datetime | None = None) -> Case:
    """One cabinet after the other, a week apart, in the afternoon of a working day."""
    day = world.today() + FIRST
    for cabinet in cycle(CABINETS):
        yield world.at_work(world.at(day, time(14)) + timedelta(minutes=world.random.uniform(0, 90)))
        if until is not None and world.now >= until:
            return
        world.spawn(counted(world, cabinet))
        day += EVERY


def counted(world: World, cabinet: str) -> Case:
    """Count a cabinet while the desk goes on lending, then compare and close."""
    number = str(world.do("stocktake.start", cabinet=cabinet).item)
    there = on_hooks(world, cabinet)
    short = _short(world, there)
    written: dict[str, str] = {}
    for first in range(0, len(there), AT_ONCE):
        _write(world, number, cabinet, list(there)[first : first + AT_ONCE], short, written)
        yield world.after(2, 6)
    now = on_hooks(world, cabinet)
    if short and not _custody(now.get(short)):
        written[short], short = "?", None
    again = [hook for hook in {**there, **now} if written.get(hook, "") != (now[hook].tag if hook in now else "")]
    if again or short:
        _write(world, number, cabinet, [*again, *([short] if short else [])], short, written)
    _close(world, number, now[short] if short else None)


def on_hooks(world: World, cabinet: str) -> dict[str, KeySet]:
    """What is to hang in a cabinet now, by hook."""
    return {key.hook: key for key in world.desk.read(keys.hooks, cabinet)}


def line(hook: str, key: KeySet | None, fewer: int = 0) -> str:
    """What somebody writes down who looks at a hook."""
    here = key.here - fewer if key else 0
    return f"{hook} {key.tag} {here}" if key and here else f"{hook} 0"


def _custody(key: KeySet | None) -> bool:
    return key is not None and key.stage == "custody" and key.here > 0


def _short(world: World, there: Mapping[str, KeySet]) -> str | None:
    """The hook from which a key has gone, if one has."""
    found = [hook for hook, key in there.items() if hook not in world.spared and _custody(key)]
    return world.random.choice(found) if found and world.chance(SHORT) else None


def _write(
    world: World, number: str, cabinet: str, hooks: list[str], short: str | None, written: dict[str, str]
) -> None:
    now = on_hooks(world, cabinet)
    lines = [line(hook, now.get(hook), int(hook == short and _custody(now.get(hook)))) for hook in hooks]
    world.do("stocktake.count", number, found="\n".join(lines))
    written.update({hook: now[hook].tag if hook in now else "" for hook in hooks})


def _close(world: World, number: str, short: KeySet | None) -> None:
    """Compare and close; what is missing is declared lost in the same act and goes its own way."""
    witness = (Signature("witness", texts.told(world.random, "security"), capacity="秩序维护部"),)
    why = texts.of_keys(world.random, "missing") if short else None
    world.do("stocktake.close", number, explanation=why, signatures=witness if world.chance(0.6) or short else ())
    if short:
        world.spawn(memos.settled(world, short.id, told=False, missing=True))
