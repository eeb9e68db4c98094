"""The month of duty rosters: who is on duty, what is marked, and the keys that draw up, change, ask for leave."""

from datetime import date

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from propdesk.desk import Desk, Signature
from propdesk.queries import duty
from propdesk.queries.duty import RosterView
from propdesk.screens.rota import RotaScreen
from propdesk.widgets.turn_grid import TurnGrid
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
SIZES = [(80, 24), (120, 40)]
PHONED = (Signature("manager", "陈志远", capacity="服务中心经理", proof="phone"),)


@pytest.fixture
def crew(counter: Counter) -> Counter:
    counter.operator("李婷", "clerk duty")
    counter.operator("王磊", "duty")
    return counter


@pytest.fixture
def published(crew: Counter) -> str:
    """November, of which Saturday the 21st at night is the first turn."""
    number = crew.do("duty.plan", month="2026-11", clerks="李婷, 王磊").item or ""
    crew.do("duty.publish", number, signatures=PHONED)
    return number


def roster(desk: Desk, month: date = NOVEMBER) -> RosterView:
    found = desk.read(duty.roster, month)
    assert found is not None
    return found


def night(desk: Desk, day: int, month: date = NOVEMBER) -> str:
    turns = (each for each in roster(desk, month).turns if "night" in each.kind)
    return next(each.name for each in turns if each.day.day == day)


async def opened(front: AtDesk) -> RotaScreen:
    """The month, the fourth view of F7."""
    await front.press("f7")
    await front.until(lambda: type(front.app.screen).__name__ == "ShiftScreen")
    await front.press("4")
    await front.until(lambda: isinstance(front.app.screen, RotaScreen))
    screen = front.app.screen
    assert isinstance(screen, RotaScreen)
    await front.until(lambda: screen.month is not None and screen.is_running)
    return screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_the_month_says_who_is_on_duty_now_with_the_cursor_there(
    crew: Counter, desk: Desk, clock: FrozenClock, published: str, size: tuple[int, int], lang: str
) -> None:
    async with at_desk(desk.path, clock, size=size, lang=lang, name="张敏") as front:
        screen = await opened(front)
        await front.sees("2026-11", night(desk, 21), "11-22 09:00")
        grid = screen.query_one(TurnGrid)
        assert grid.day is not None
        assert (grid.day.day, grid.night) == (date(2026, 11, 21), True)
        lines = front.text.splitlines()
        assert len(lines) == size[1]
        assert {cell_len(line) for line in lines} == {size[0]}


async def test_a_month_without_a_roster_is_drawn_up_with_enter_and_put_right_by_hand(
    crew: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock, name="张敏") as front:
        screen = await opened(front)
        await front.press("pagedown")
        await front.sees("2026-12", "no roster yet", "Enter draws it up.")
        await front.press("enter")
        await front.sees("Who takes turns")
        await front.type("李婷, 王磊")
        await front.press("ctrl+s")
        await front.until(lambda: desk.read(duty.roster, DECEMBER) is not None)
        await front.sees("Draft")
        await front.until(lambda: screen.month is not None and screen.month.view is not None)
        before = night(desk, 1, DECEMBER)
        await front.press("enter")
        await front.sees("Put in by hand", "(20 turns)", "(19 turns)")
        wanted = next(name for name in ("李婷", "王磊") if name != before)
        names = [name for name, _turns in desk.read(duty.who_takes_turns, DECEMBER)]
        await front.press(*(["right"] * names.index(wanted)), "space", "ctrl+s")
        await front.until(lambda: night(desk, 1, DECEMBER) == wanted)


async def test_leave_is_asked_from_the_turn_under_the_cursor_and_marked(
    crew: Counter, desk: Desk, clock: FrozenClock, published: str
) -> None:
    async with at_desk(desk.path, clock, name="张敏") as front:
        await opened(front)
        await front.press("right", "ctrl+l")
        await front.sees("Ask for leave")
        await front.type("家人住院")
        await front.press("ctrl+s")
        await front.sees("? leave asked for 1", f"?{night(desk, 22)}", "asks for leave: 家人住院")


async def test_enter_changes_the_turn_under_the_cursor_with_the_managers_word(
    crew: Counter, desk: Desk, clock: FrozenClock, published: str
) -> None:
    had = night(desk, 22)
    wanted = next(name for name in ("李婷", "王磊") if name != had)
    crew.do("duty.change", published, day=22, half="night", clerk=wanted, reason="病假", signatures=PHONED)
    async with at_desk(desk.path, clock, name="张敏") as front:
        await opened(front)
        await front.press("right")
        await front.sees(f"*{wanted}", f"instead of {had}: 病假; approved by 陈志远")
        await front.press("enter")
        await front.sees("Change a turn", "Manager's approval")


async def test_a_swap_opens_with_the_turn_under_the_cursor_and_the_roster_is_printed_with_a_key(
    crew: Counter, desk: Desk, clock: FrozenClock, published: str
) -> None:
    async with at_desk(desk.path, clock, name="张敏") as front:
        screen = await opened(front)
        await front.press("right", "space")
        await front.sees("Swap two turns")
        await front.press("w")
        await front.sees("Swapped with day")
        assert front.app.screen.query(Input).first().value == "22"
        await front.press("escape")
        await front.until(lambda: front.app.screen is screen)
        await front.press("ctrl+y")
        await front.sees("Printed, edition 1")


async def test_the_months_are_turned_and_found_again(
    crew: Counter, desk: Desk, clock: FrozenClock, published: str
) -> None:
    async with at_desk(desk.path, clock, name="张敏") as front:
        screen = await opened(front)
        await front.press("pageup")
        await front.sees("2026-10")
        await front.press("ctrl+l")
        await front.sees("No turn is on the roster there.")
        await front.press("ctrl+d")
        await front.sees("2026-11", night(desk, 21))
        grid = screen.query_one(TurnGrid)
        await front.press("up", "up")
        assert grid.day is not None
        assert (grid.day.day, grid.night) == (date(2026, 11, 14), True)
        await front.press("end", "down", "home", "up")
        assert grid.day.day == date(2026, 11, 1)
        await front.press("ctrl+o")
        await front.until(lambda: type(front.app.screen).__name__ == "ItemScreen")


async def test_a_click_moves_the_cursor_to_the_turn(
    crew: Counter, desk: Desk, clock: FrozenClock, published: str
) -> None:
    async with at_desk(desk.path, clock, name="张敏") as front:
        screen = await opened(front)
        grid = screen.query_one(TurnGrid)
        across = grid._across
        await front.pilot.click(grid, offset=(across * 2 + 1, 15))
        assert grid.day is not None
        assert (grid.day.day, grid.night) == (date(2026, 11, 25), True)


async def test_a_roster_full_of_hostile_names_is_shown_as_it_is(
    crew: Counter, desk: Desk, clock: FrozenClock, published: str
) -> None:
    with desk._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE operator SET name = '[/b] \x1b[31m長長' WHERE name = '王磊'")
        connection.exec_driver_sql("UPDATE duty_turn SET asked = starts, asked_reason = '[red]x[/b]\x07'")
    async with at_desk(desk.path, clock, size=(80, 24), name="张敏") as front:
        await opened(front)
        await front.press("right")
        await front.sees("[red]x[/b]")
        assert "\x1b" not in front.text
