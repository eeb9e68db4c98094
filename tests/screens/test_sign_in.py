"""The first paint, signing in, the lock, the set-up of a new desk."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from propdesk.app import PropDesk
from propdesk.desk import Desk
from propdesk.rules.pins import Pins
from propdesk.screens.setup import SetupScreen
from propdesk.screens.sign_in import SignInScreen
from propdesk.store.peek import FirstPaint, first_paint
from propdesk.widgets.fields import FormField, Line
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import at_desk

HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "pendulum", "alembic", "pypinyin", "argon2", "propdesk.widgets.fields")

BEFORE_THE_PAINT = """
import asyncio, sys
from pathlib import Path
from propdesk.app import PropDesk
from propdesk.store.peek import first_paint

class Light(PropDesk):
    def warm_up(self):
        "Called once the sign-in is painted."
        self.exit()

path = Path(sys.argv[1])
app = Light(path, first_paint(path))
app.run(headless=True)
print(",".join(name for name in sys.argv[2].split(",") if name in sys.modules))
"""


async def until(pilot: Pilot[None], true: Callable[[], object]) -> None:
    async with asyncio.timeout(15):
        while not true():
            await pilot.pause()
    await pilot.pause()


def said(app: PropDesk) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def test_nothing_heavy_is_imported_before_the_sign_in_is_painted(desk: Desk) -> None:
    command = [sys.executable, "-c", BEFORE_THE_PAINT, str(desk.path), ",".join(HEAVY)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == ""


async def test_the_sign_in_shows_site_and_names_before_the_desk_is_open(desk: Desk, clock: FrozenClock) -> None:
    class Cold(PropDesk):
        def warm_up(self) -> None:
            pass

    app = Cold(desk.path, first_paint(desk.path), now=clock)
    async with app.run_test(size=(80, 24)):
        assert "东光花园服务中心" in said(app)
        assert "张敏" in said(app)
        assert "2026-11-21 Sat 23:40" in said(app)


async def test_the_right_pin_opens_today(desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as at:
        assert at.app.the_actor.name == "张敏"
        assert at.app.current_mode == "today"
        assert "Rest-day night duty 21:00-09:00" in at.text
        assert "张敏 (Supervisor)" in at.text


async def test_a_wrong_pin_says_so_and_empties_the_line(desk: Desk, clock: FrozenClock) -> None:
    app = PropDesk(desk.path, first_paint(desk.path), now=clock, pins=Pins(cheap=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"0000", "enter")
        await until(pilot, lambda: "The PIN of 张敏 is wrong." in said(app))
        assert app.screen.query_one(Line).value == ""
        assert app.locked


async def test_up_and_down_choose_another_name(counter: Counter, clock: FrozenClock) -> None:
    counter.operator("李婷", "duty")
    async with at_desk(counter.desk.path, clock, name="李婷", pin="1357") as at:
        assert at.app.the_actor.name == "李婷"


async def test_a_desk_that_cannot_be_opened_says_why_and_takes_no_pin(tmp_path: Path, clock: FrozenClock) -> None:
    path = tmp_path / "notes.db"
    path.write_text("no database at all, but long enough to be looked at as one by its first page" * 20)
    app = PropDesk(path, first_paint(path), now=clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert "is not a database" in said(app)
        assert not app.screen.query(Line)


async def test_locking_hides_the_desk_and_keeps_the_form(counter: Counter, clock: FrozenClock) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        await open_a_call(at)
        await at.type("老人摔倒了")
        await at.press("f9")
        await at.until(lambda: isinstance(at.app.screen, SignInScreen))
        assert "老人摔倒了" not in at.text
        await at.press("f2")
        assert isinstance(at.app.screen, SignInScreen)
        await at.press(*"2468", "enter")
        await at.sees("老人摔倒了")


async def test_another_operator_can_take_the_desk_over(counter: Counter, clock: FrozenClock) -> None:
    counter.operator("李婷", "duty")
    async with at_desk(counter.desk.path, clock) as at:
        await at.press("f9")
        await at.until(lambda: isinstance(at.app.screen, SignInScreen))
        await at.press("down", *"1357", "enter")
        await at.sees("李婷 (Duty officer)")


async def test_an_idle_desk_locks_itself(counter: Counter, clock: FrozenClock) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        clock.forward(minutes=14)
        at.app.tick()
        assert not at.app.locked
        clock.forward(minutes=2)
        at.app.tick()
        await at.until(lambda: isinstance(at.app.screen, SignInScreen))


async def test_an_idle_desk_locks_itself_also_after_the_clock_was_set_back(
    counter: Counter, clock: FrozenClock
) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        clock.forward(days=-300)
        at.app.tick()
        clock.forward(minutes=16)
        at.app.tick()
        await at.until(lambda: isinstance(at.app.screen, SignInScreen))


async def test_the_language_changes_on_the_first_screen(desk: Desk, clock: FrozenClock) -> None:
    app = PropDesk(desk.path, first_paint(desk.path), now=clock, pins=Pins(cheap=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "密码" in said(app))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "Who is at the desk?" in said(app))


async def test_a_new_desk_asks_and_opens(tmp_path: Path, clock: FrozenClock) -> None:
    path = tmp_path / "new.db"
    app = PropDesk(path, FirstPaint(state="new"), now=clock, pins=Pins(cheap=True))
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, SetupScreen)
        answers = {"site": "听海苑", "supervisor": "周宁", "pin": "1234", "again": "1243"}
        for key, text in answers.items():
            app.screen.query_one(f"#field-{key}", FormField).put(text)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "The two PINs differ." in said(app))
        assert not path.exists()
        app.screen.query_one("#field-again", FormField).put("1234")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.current_mode == "today" and "听海苑" in said(app))
        assert app.the_actor.name == "周宁"


async def open_a_call(at: object) -> None:
    from tests.screens.at_desk import AtDesk

    assert isinstance(at, AtDesk)
    await at.press("f3")
    await at.until(lambda: at.app.current_mode == "calls" and at.app.screen.is_running)
    await at.press("ctrl+n")
    await at.sees("New call or visit")
    await at.until(lambda: at.app.focused is not None)
    await at.press("tab")


async def test_a_name_and_pin_typed_ahead_arrive_in_their_order(counter: Counter, clock: FrozenClock) -> None:
    counter.operator("李婷", "clerk")
    path = counter.desk.path
    app = PropDesk(path, first_paint(path), now=clock, pins=Pins(cheap=True))
    async with app.run_test() as pilot:
        await pilot.pause()
        downs = app.operators.index("李婷")
        for key in (*["down"] * downs, *["up", "down"] * 3, *"1357", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        async with asyncio.timeout(15):
            while type(app.screen).__name__ != "TodayScreen":
                await pilot.pause()
        assert app.the_actor.name == "李婷"
