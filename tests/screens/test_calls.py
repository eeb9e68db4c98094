"""Logging calls: the household beside the form, however the unit got there."""

from propdesk.desk import Desk
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk


async def new_call(front: AtDesk) -> None:
    """Begin a call from the worklist."""
    await front.press("ctrl+n")
    await front.until(lambda: type(front.app.screen).__name__ == "CallForm")


async def test_a_unit_that_was_typed_and_left_with_tab_shows_its_household(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await new_call(front)
        await front.type("3-1201")
        await front.press("tab")
        await front.sees("138****8812", "老人耳背，敲门要久等")


async def test_several_people_of_that_name_stay_a_question(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await new_call(front)
        await front.type("3-")
        await front.press("tab")
        await front.type("说到一半")
        await front.sees("说到一半", "The household stands here")


async def test_a_parked_call_comes_back_with_its_household(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await new_call(front)
        await front.type("3-1201")
        await front.press("tab")
        await front.sees("138****8812")
        await front.type("说到一半")
        await front.press("escape")
        await front.sees("parked form")
        await front.press("ctrl+p")
        await front.sees("Go on with: New call or visit 3-1201")
        await front.press("enter")
        await front.sees("说到一半", "138****8812")


async def test_f8_leads_back_from_a_card_and_the_next_key_begins_anew(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("f8")
        await front.until(lambda: type(front.app.screen).__name__ == "LookupScreen")
        await front.press(*"3-1201")
        await front.sees("王敏")
        await front.press("enter")
        await front.sees("老人耳背，敲门要久等")
        await front.press("f8")
        await front.until(lambda: type(front.app.screen).__name__ == "LookupScreen")
        await front.press(*"wm")
        await front.sees("Look up wm", "138****8812")
