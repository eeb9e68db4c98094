"""A week of office traffic through the real screens, and what of it stays in memory and open."""

import gc
import random
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual._styles_cache import StylesCache
from textual.screen import Screen
from textual.widget import Widget

from tests.conftest import Counter
from tests.laws import books
from tests.screens.at_desk import AtDesk, at_desk
from tests.torture import acting
from tests.torture.scale import LONG, rounds

MODES = ("f2", "f3", "f4", "f5", "f7", "f8", "f10", "ctrl+b")
HANDLES = Path("/proc/self/fd")
CLOSING = 4
"""Screens that may still be on their way out when they are counted, on a busy machine; a leak leaves some each day."""
POOL = 8
"""Files of the connections that the desk's pools may still open: four that read, each with the database and its log."""

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


def held() -> dict[str, int]:
    """What this process holds on to: open files, screens, widgets, objects."""
    StylesCache.get_inner_outer.cache_clear()  # Textual's own, which holds the last thousand widgets drawn
    gc.unfreeze()  # the app keeps what it loaded out of the collector's sight
    gc.collect()
    objects = gc.get_objects()
    return {
        "files": len(list(HANDLES.iterdir())) if HANDLES.exists() else 0,
        "screens": sum(isinstance(each, Screen) for each in objects),
        "widgets": sum(isinstance(each, Widget) for each in objects),
        "objects": len(objects),
    }


async def test_a_week_at_the_desk_leaves_no_handle_and_no_screen_behind(
    open_desk: Counter, chance: random.Random
) -> None:
    """Each day the same errands in another order, beside another desk that writes; after two days nothing grows."""
    errands = ERRANDS if LONG else ERRANDS[:4]
    days: list[dict[str, int]] = []
    async with at_desk(open_desk.desk.path, open_desk.clock, name="张敏") as front:
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
            days.append(held())
            open_desk.clock.forward(minutes=8)
    settled, last = days[1], days[-1]
    assert last["files"] <= settled["files"] + POOL, days
    assert last["screens"] <= settled["screens"] + CLOSING, days
    assert last["widgets"] <= settled["widgets"] + CLOSING * 64, days
    assert last["objects"] <= settled["objects"] * 1.1, days
    books.agree(open_desk.desk)
