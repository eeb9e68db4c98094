"""The duty log as it is read."""

from datetime import timedelta

import pytest

from propdesk.desk import Desk
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import at_desk
from tests.screens.handing_at_desk import to_log


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_act_stands_in_the_log(
    counter: Counter, desk: Desk, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    counter.do("complaint.press", "TS20261121-001", whom="赵志强")
    async with at_desk(desk.path, clock, lang=lang, size=size) as front:
        await to_log(front)
        await front.sees("漏水", "赵志强", "张敏")


async def test_left_is_the_shift_before(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("contact.receive", text="夜里的电话")
    clock.forward(hours=11)
    counter.do("contact.receive", text="早上的电话")
    async with at_desk(desk.path, clock) as front:
        await to_log(front)
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
        await to_log(front)
        await front.sees("早上停电")
        await front.press("slash")
        await front.type("漏水")
        await front.sees("1 found", "夜里漏水")
        assert "早上停电" not in front.text
        await front.press("escape")
        await front.sees("早上停电")


async def test_a_line_that_belongs_to_no_item_is_written(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await to_log(front)
        await front.press("ctrl+n")
        await front.sees("What happened")
        await front.type("巡查地库，正常")
        await front.press("ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "LogScreen")
        await front.sees("巡查地库，正常")


async def test_enter_opens_the_item_of_a_line(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    desk.sweep()
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    async with at_desk(desk.path, clock) as front:
        await to_log(front)
        await front.sees("Complaint: 漏水")
        await front.press("enter")
        await front.sees("What can be done", "[Received]")


async def test_pages_are_numbered_and_a_day_stands_on_one_page(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.do("contact.receive", text="夜里的电话")
    clock.forward(hours=11)
    counter.do("contact.receive", text="早上的电话")
    clock.forward(hours=11)
    counter.do("contact.receive", text="晚上的电话")
    async with at_desk(desk.path, clock) as front:
        await to_log(front)
        await front.sees("Page 3/3", "晚上的电话")
        await front.press("ctrl+d")
        await front.sees("2026-11-22 Sun", "早上的电话", "晚上的电话")
        await front.press("left")
        await front.sees("Page 1/3", "2026-11-21 Sat", "夜里的电话")
        await front.press("right")
        await front.sees("早上的电话")


@pytest.mark.parametrize(("typed", "page"), [("1", "Page 1/3"), ("11-22", "Page 2/3")])
async def test_a_page_is_found_by_its_number_or_a_day(
    counter: Counter, desk: Desk, clock: FrozenClock, typed: str, page: str
) -> None:
    for text in ("夜里", "早上", "晚上"):
        counter.do("contact.receive", text=text)
        clock.forward(hours=11)
    async with at_desk(desk.path, clock) as front:
        await to_log(front)
        await front.sees("Page 3/3")
        await front.press("ctrl+g")
        await front.sees("The number of the page")
        await front.type(typed)
        await front.press("enter")
        await front.sees(page)


async def test_an_entry_shows_that_it_is_late_from_paper_and_corrected(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    desk.sweep()
    counter.do(
        "log.note", text="停电时手写：二号楼电梯停", from_paper="yes", happened=clock.moment - timedelta(minutes=40)
    )
    async with at_desk(desk.path, clock) as front:
        await to_log(front)
        await front.sees("written +40 min later", "from paper")
        await front.press("ctrl+e")
        await front.sees("What it should say", "二号楼电梯停")
        await front.type("楼号写错")
        await front.press("shift+tab")
        await front.type("，应为三号楼")
        await front.press("ctrl+s")
        await front.sees("corrected by #", "corrects #")


async def test_whoever_signs_in_is_told_of_a_note_and_the_shift_says_where_it_is(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.operator("李婷", "duty")
    counter.do("log.note", text="明早八点停水", readers="李婷", kind="instruction")
    async with at_desk(desk.path, clock, name="李婷", pin="1357") as front:
        await front.sees("1 note for you: F7, 2")
        await front.press("f7")
        await front.until(lambda: type(front.app.screen).__name__ == "ShiftScreen")
        await front.sees("! 1 note for you: F7, 2")


async def test_who_has_to_read_a_note_is_ticked(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.operator("李婷", "duty")
    desk.sweep()
    async with at_desk(desk.path, clock) as front:
        await to_log(front)
        await front.press("ctrl+n")
        await front.sees("What happened", "1[ ] 张敏", "2[ ] 李婷")
        await front.type("明早八点停水")
        await front.press("tab", "tab", "2")
        await front.sees("2[x] 李婷")
        await front.press("ctrl+s")
        await front.sees("to be read by 李婷: 明早八点停水", "[still to be read by 李婷]")


async def test_a_line_that_was_corrected_is_not_corrected_again(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    desk.sweep()
    noted = counter.do("log.note", text="二号楼电梯停").entries[0].seq
    counter.do("log.correct", entry=noted, text="三号楼电梯停", reason="楼号写错")
    async with at_desk(desk.path, clock) as front:
        await to_log(front)
        await front.sees(f"corrects #{noted}")
        await front.press("up", "ctrl+e")
        await front.sees(f"#{noted} was corrected by #{noted + 1} already")


async def test_a_note_to_somebody_stands_on_top_until_it_is_read(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.operator("李婷", "duty")
    desk.sweep()
    counter.do("log.note", text="明早八点停水，请通知保洁", readers="李婷", kind="instruction")
    async with at_desk(desk.path, clock, name="李婷", pin="1357") as front:
        log = await to_log(front)
        await front.sees("1 note for you", "still to be read by 李婷")
        await front.press("enter")
        await front.sees("[read by 李婷]")
        assert "Enter puts down" not in front.text
        await front.until(lambda: log._leaf is not None and not log._leaf.unread)
        await front.press("end", "up", "tab")
        await front.sees("To be read by: 李婷", "Hash:")
