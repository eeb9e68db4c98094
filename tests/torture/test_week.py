"""A week of office traffic through the real screens, and what of it stays in memory and open."""

import gc
import random
from collections import Counter as Tally
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.pool import QueuePool
from textual._styles_cache import StylesCache
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._toast import Toast, ToastHolder

from propdesk.desk import Desk
from tests.conftest import Counter
from tests.laws import books
from tests.screens.at_desk import AtDesk, at_desk
from tests.torture import acting
from tests.torture.scale import LONG, rounds

MODES = ("f2", "f3", "f4", "f5", "f6", "f7", "f8", "f10", "ctrl+b")
HANDLES = Path("/proc/self/fd")
WATCHES = 2
"""The connection that watches for what others write, and the one that looks at the sign-in."""
Errand = Callable[[AtDesk, random.Random], Awaitable[None]]


def shows(front: AtDesk, name: str) -> bool:
    return type(front.app.screen).__name__ == name


async def home(front: AtDesk) -> None:
    """Back to the worklist, whatever is open."""
    for _each in range(6):
        if shows(front, "TodayScreen"):
            break
        await front.press("escape" if front.app.screen.is_modal or "Form" in type(front.app.screen).__name__ else "f2")
        await front.pilot.pause()
    await front.until(lambda: shows(front, "TodayScreen"))


async def look_round(front: AtDesk, chance: random.Random) -> None:
    for mode in chance.sample(MODES, len(MODES)):
        await front.press(mode)
        await front.pilot.pause()
        await front.press(*chance.choices(("down", "pagedown", "up", "end", "home", "2", "1"), k=3))
    await home(front)


async def log_a_call(front: AtDesk, chance: random.Random) -> None:
    await front.press("ctrl+n")
    await front.until(lambda: shows(front, "CallForm") and front.app.focused)
    await front.press("tab")
    await front.type(f"三楼漏水 {chance.randrange(10**6)}")
    await front.press("ctrl+s")
    await front.until(lambda: not shows(front, "CallForm"))


async def give_up_a_call(front: AtDesk, _chance: random.Random) -> None:
    await front.press("ctrl+n")
    await front.until(lambda: shows(front, "CallForm") and front.app.focused)
    await front.press("escape")
    await front.until(lambda: not shows(front, "CallForm"))


async def look_somebody_up(front: AtDesk, chance: random.Random) -> None:
    await front.press("f8")
    await front.until(lambda: shows(front, "LookupScreen"))
    await front.press(*chance.choice(("3-1201", "1301", "wm", "8812")), "enter")
    await front.pilot.pause()
    await front.press("escape")
    await home(front)


async def read_an_item(front: AtDesk, _chance: random.Random) -> None:
    await front.press("f3")
    await front.until(lambda: shows(front, "CallsScreen"))
    await front.press("right", "escape")
    await home(front)


async def ask_for_help(front: AtDesk, _chance: random.Random) -> None:
    await front.press("f1")
    await front.until(lambda: shows(front, "HelpScreen"))
    await front.press("escape")
    await front.press("ctrl+p")
    await front.until(lambda: shows(front, "PaletteScreen"))
    await front.press("escape")
    await home(front)


async def go_for_lunch(front: AtDesk, _chance: random.Random) -> None:
    await front.press("f9")
    await front.until(lambda: shows(front, "SignInScreen"))
    await front.press(*"2468", "enter")
    await front.until(lambda: not front.app.locked)
    await home(front)


ERRANDS: tuple[Errand, ...] = (
    look_round, log_a_call, give_up_a_call, look_somebody_up, read_an_item, ask_for_help, go_for_lunch,
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """What the process holds on to after a day. A widget is loose that belongs to no screen any more.

    A word in the corner is none: it goes by itself after some seconds.
    """

    database: int
    files: int
    screens: Tally[str]
    loose: int
    objects: int


def held(path: Path) -> Held:
    """Count open files, those of the database at `path` by themselves, screens by kind, loose widgets, objects."""
    StylesCache.get_inner_outer.cache_clear()  # Textual's own, which holds the last thousand widgets drawn
    gc.unfreeze()  # the app keeps what it loaded out of the collector's sight
    gc.collect()
    objects = gc.get_objects()
    handles = [str(each.readlink()) for each in HANDLES.iterdir() if each.is_symlink()] if HANDLES.exists() else []
    ours = sum(name.startswith(str(path)) for name in handles)
    widgets = [each for each in objects if isinstance(each, Widget)]
    return Held(
        database=ours,
        files=len(handles) - ours,
        screens=Tally(type(each).__name__ for each in widgets if isinstance(each, Screen)),
        loose=sum(not each.is_attached and not isinstance(each, Toast | ToastHolder) for each in widgets),
        objects=len(objects),
    )


def most_handles(*desks: Desk) -> int:
    """Files of a database that desks have open at most: each connection of their pools its data and log, one index."""
    pools = [engine.pool for desk in desks for engine in (desk._writer, desk._reader)]
    assert all(isinstance(pool, QueuePool) for pool in pools)
    connections = sum(pool.size() for pool in pools if isinstance(pool, QueuePool)) + WATCHES
    return 2 * connections + 1


async def test_a_week_at_the_desk_leaves_no_handle_and_no_screen_behind(
    open_desk: Counter, chance: random.Random
) -> None:
    """Each day the same errands in another order, beside another desk that writes; after two days nothing grows."""
    errands = ERRANDS if LONG else ERRANDS[:4]
    days: list[Held] = []
    path = open_desk.desk.path
    async with at_desk(path, open_desk.clock, name="张敏") as front:
        for day in rounds(3, 7, seconds=300):
            for number in range(5 if LONG else 1):
                for errand in chance.sample(errands, len(errands)):
                    await errand(front, chance)
                    open_desk.clock.forward(minutes=6)
                    await front.tick()
                    assert not shows(front, "ErrorScreen")
                for each in range(6):
                    what = acting.draw(open_desk.desk, chance)
                    request = f"week-{day}-{number}-{each}"
                    acting.outcome(lambda what=what, request=request: acting.do(open_desk, what, request))  # type: ignore[misc]
            await front.until(lambda: not front.app._looking)
            days.append(held(path))
            open_desk.clock.forward(minutes=8)
        most = most_handles(open_desk.desk, front.app.the_desk)
    settled, last = days[1], days[-1]
    assert last.files <= settled.files + 1, days
    assert last.database <= most, days
    assert [name for name, count in last.screens.items() if count > 1] == [], days
    assert last.loose <= settled.loose + 8, days
    assert last.objects <= settled.objects * 1.1, days
    books.agree(open_desk.desk)
