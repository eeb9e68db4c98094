"""The duty log as it is read."""

import pytest

from propdesk.desk import Desk
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import at_desk


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_act_stands_in_the_log(
    counter: Counter, desk: Desk, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    counter.do("complaint.press", "TS20261121-001", whom="赵志强")
    async with at_desk(desk.path, clock, lang=lang, size=size) as front:
        await front.press("f7")
        await front.sees("漏水", "赵志强", "张敏")


async def test_left_is_the_shift_before(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("contact.receive", text="夜里的电话")
    clock.forward(hours=11)
    counter.do("contact.receive", text="早上的电话")
    async with at_desk(desk.path, clock) as front:
        await front.press("f7")
        await front.sees("早上的电话")
        assert "夜里的电话" not in front.text
        await front.press("left")
        await front.sees("夜里的电话")
        await front.press("right")
        await front.sees("早上的电话")


async def test_the_log_is_searched_across_shifts(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("contact.receive", text="夜里漏水")
    clock.forward(hours=11)
    counter.do("contact.receive", text="早上停电")
    async with at_desk(desk.path, clock) as front:
        await front.press("f7")
        await front.sees("早上停电")
        await front.press("slash")
        await front.type("漏水")
        await front.sees("1 found", "夜里漏水")
        assert "早上停电" not in front.text
        await front.press("escape")
        await front.sees("早上停电")


async def test_a_line_that_belongs_to_no_item_is_written(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("f7")
        await front.until(lambda: type(front.app.screen).__name__ == "LogScreen")
        await front.press("ctrl+n")
        await front.sees("What happened")
        await front.type("巡查地库，正常")
        await front.press("ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "LogScreen")
        await front.sees("巡查地库，正常")


async def test_enter_opens_the_item_of_a_line(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    async with at_desk(desk.path, clock) as front:
        await front.press("f7")
        await front.sees("Complaint: 漏水")
        await front.press("enter")
        await front.sees("What can be done", "[Received]")
