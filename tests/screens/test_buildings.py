"""Which buildings are open for move-in: the five conditions with who checked them, ticked and withdrawn here."""

import pytest

from propdesk.desk import Desk
from propdesk.models.movein import Condition
from propdesk.queries import moveins
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk
from tests.screens.moving import opened


async def at_buildings(front: AtDesk) -> None:
    """Go to the buildings."""
    await front.press("f4")
    await front.until(lambda: type(front.app.screen).__name__ == "MoveinsScreen")
    await front.press("ctrl+k")
    await front.until(lambda: type(front.app.screen).__name__ == "BuildingsScreen")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_building_shows_its_conditions_and_who_checked_them(
    counter: Counter, desk: Desk, clock: FrozenClock, size: tuple[int, int]
) -> None:
    opened(counter)
    counter.do("building.ready", building="3", conditions=Condition.OFFICE.label, checked_by="孙主任")
    async with at_desk(desk.path, clock, size=size) as front:
        await at_buildings(front)
        await front.sees("1 of 2 buildings are open for move-in", "all hold", "[x] 赵经理", "1 of 5", "[x] 孙主任")
        await front.sees("Water, power, gas, heating, lifts and drains work  checked by 赵经理")
        await front.press("down")
        await front.sees("Management contract signed  still to be checked")
        await front.press("escape")
        await front.until(lambda: type(front.app.screen).__name__ == "MoveinsScreen")


async def test_enter_ticks_what_holds_in_the_building_under_the_cursor(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await at_buildings(front)
        await front.sees("0 of 2 buildings are open for move-in")
        await front.press("down", "enter")
        await front.sees("Conditions for move-in hold", "1[ ] Takeover acceptance passed", "0 of 5")
        await front.press("ctrl+a", "enter")
        await front.type("赵经理")
        await front.press("ctrl+s")
        await front.sees("1 of 2 buildings are open for move-in", "[x] 赵经理")
    assert {state.code: state.open for state in desk.read(moveins.buildings)} == {"1": False, "3": True}


async def test_w_withdraws_what_holds_no_more(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    opened(counter)
    async with at_desk(desk.path, clock) as front:
        await at_buildings(front)
        await front.sees("all hold")
        await front.press("w")
        await front.sees("Condition for move-in withdrawn")
        await front.press("2", "enter")
        await front.type("供暖管道检修")
        await front.press("ctrl+s")
        await front.sees("0 of 2 buildings are open for move-in", "4 of 5")


async def test_somebody_who_may_not_is_told_so(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    opened(counter)
    counter.operator("李婷", "clerk")
    async with at_desk(desk.path, clock, name="李婷", pin="1357") as front:
        await at_buildings(front)
        await front.sees("all hold")
        await front.press("ctrl+w")
        await front.sees("is not for 李婷")
