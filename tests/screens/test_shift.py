"""The shift on the screen: it leads from the arrival to both signatures, and nothing typed is lost."""

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from propdesk.queries import items
from propdesk.queries import shift as shifts
from propdesk.screens import shift_state
from propdesk.screens.shift_state import Task
from tests.conftest import FrozenClock
from tests.procedures.handing import NO_TORCH, PIN, Weekend, items_id, turn, weekend
from tests.procedures.reading import item, local, row
from tests.screens.at_desk import at_desk
from tests.screens.handing_at_desk import (
    arrive_and_read,
    busy_night,
    change_operator,
    comes_to,
    count,
    task,
    to_shift,
)

__all__ = ["weekend"]

BUDGET = 120
"""Keys for a night with ten open items: two minutes at one key a second, which everybody can type."""
SIZES = [(80, 24), (120, 40)]
BOTH_SIGN = (*PIN, "enter", *PIN, "enter")


async def test_a_night_with_ten_open_items_is_handed_over_signed_and_signed_off_within_the_budget(
    weekend: Weekend, clock: FrozenClock
) -> None:
    busy_night(weekend)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock, name="李婷", pin=PIN) as front:
        front.keys = 0
        shift = await to_shift(front)
        await front.sees("Prepare to leave", "Open items by urgency", "LF20261121-010")
        await front.press("enter")
        await front.sees("Goods and papers")
        await front.press("ctrl+s")
        await front.sees("Nobody has arrived to take over")
        await change_operator(front, "王磊")
        await arrive_and_read(front, shift)
        await count(front, "2", "2", "1", "2")
        await comes_to(front, shift, Task.TAKE)
        await front.sees("Left: 10 of 10")
        await front.press(*["enter"] * 10)
        await comes_to(front, shift, Task.SIGN)
        await front.sees("10 open items change hands", "李婷 leaves: PIN", "王磊 takes over: PIN")
        await front.press(*BOTH_SIGN)
        await comes_to(front, shift, Task.LEAVE)
        clock.moment = local(22, 9, 5)
        await change_operator(front, "张敏", "2468")
        await front.press("3")
        await front.sees("2026-11-21 Sat", "Ready to be signed off")
        await front.press("ctrl+s")
        await front.sees("Sign off the day")
        await front.until(lambda: isinstance(front.app.focused, Input))
        await front.press(*"2468", "ctrl+s")
        await front.sees("Sealed by 张敏")
    assert front.keys <= BUDGET
    assert [each.owner for each in desk.read(items.items, ledger="contact")] == ["王磊"] * 10
    assert item(desk, weekend.night).stage == "signed_off"


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_sheet_stands_at_both_sizes_in_both_languages(
    weekend: Weekend, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    busy_night(weekend)
    async with at_desk(weekend.counter.desk.path, clock, lang=lang, size=size, name="李婷", pin=PIN) as front:
        await to_shift(front)
        await front.sees("10 号楼路灯不亮", "李婷")
        assert all(cell_len(line) == size[0] for line in front.text.split("\n"))


# --- arriving ----------------------------------------------------------------------------------------------------


async def test_what_was_jumped_over_does_not_count_as_read(weekend: Weekend, clock: FrozenClock) -> None:
    busy_night(weekend, calls=40)
    async with at_desk(weekend.counter.desk.path, clock, size=SIZES[0], name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await comes_to(front, shift, Task.ARRIVE)
        await front.press("enter")
        await front.sees("Why in place of the")
        await front.press("ctrl+s")
        await front.sees("Enter or PgDn reads on")
        await front.press("end")
        assert "Read to the end" not in front.text
        await front.press("enter")
        await front.sees("Read: 3")
        assert task(shift) is Task.READ
        while "Read to the end" not in front.text:
            await front.press("enter")


async def test_how_many_there_should_be_is_not_shown_before_everything_is_counted(
    weekend: Weekend, clock: FrozenClock
) -> None:
    busy_night(weekend, calls=0)
    weekend.counter.do("key.accept", kind="plant", place="配电房", door="铁门", pieces=77, hook="A-1")
    async with at_desk(weekend.counter.desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await arrive_and_read(front, shift)
        await front.sees("Count what is there", "Keys A")
        await front.press("2", "enter", "2", "enter", "1", "enter", "2", "enter")
        assert "77" not in front.text
        await front.press(*"76", "enter", "enter", "enter")
        await front.sees("Keys A: 76 instead of 77")


async def test_neither_the_sheet_nor_the_log_tells_who_comes_how_many_were_counted_before(
    weekend: Weekend, clock: FrozenClock
) -> None:
    weekend.check_in(weekend.night, weekend.li, NO_TORCH, explanation="一支借给保安")
    weekend.counter.do("shift.begin", weekend.night, as_=weekend.li)
    weekend.pass_to(22, 8, 50)
    async with at_desk(weekend.counter.desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await comes_to(front, shift, Task.ARRIVE)
        seen = front.text
        await front.press("enter")
        await front.sees("Why in place of the")
        await front.press("ctrl+s")
        await front.sees("Counted; how many of each is shown once you have counted yourself. 一支借给保安")
        seen += front.text
        while task(shift) is Task.READ:
            await front.press("enter")
        assert "Torch" not in seen
        await comes_to(front, shift, Task.COUNT)
        await count(front, "2", "2", "1", "1")
        await front.sees("Torch: 1 instead of 2")


async def test_a_missing_key_is_explained_in_place_before_anybody_signs(weekend: Weekend, clock: FrozenClock) -> None:
    busy_night(weekend, calls=0)
    weekend.counter.do("key.accept", kind="plant", place="配电房", door="铁门", pieces=3, hook="A-1")
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await arrive_and_read(front, shift)
        await count(front, "2", "2", "1", "2", "2")
        await comes_to(front, shift, Task.EXPLAIN)
        await front.sees("Keys A: 2 instead of 3")
        await front.press("enter")
        await front.sees("Write what became of it")
        await front.type("一把借给水电工，未登记")
        await front.press("enter")
        await comes_to(front, shift, Task.SIGN)
        await front.press(*BOTH_SIGN)
        await comes_to(front, shift, Task.LEAVE)
    assert row(desk, turn(weekend.counter, 22, 9))["explanation"] == "一把借给水电工，未登记"


async def test_a_difference_can_be_counted_again_blind(weekend: Weekend, clock: FrozenClock) -> None:
    busy_night(weekend, calls=0)
    async with at_desk(weekend.counter.desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await arrive_and_read(front, shift)
        await count(front, "2", "2", "1", "1")
        await comes_to(front, shift, Task.EXPLAIN)
        await front.press("ctrl+n")
        await front.sees("Count what is there")
        assert "instead of" not in front.text
        await count(front, "2", "2", "1", "2")
        await comes_to(front, shift, Task.SIGN)


async def test_a_line_without_a_number_is_asked_for(weekend: Weekend, clock: FrozenClock) -> None:
    busy_night(weekend, calls=0)
    async with at_desk(weekend.counter.desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await arrive_and_read(front, shift)
        await front.press("2", "enter", "x", "ctrl+s")
        await front.sees("Write how many there are, 0 where there is none.")
        assert task(shift) is Task.COUNT


async def test_an_item_is_taken_over_with_a_remark(weekend: Weekend, clock: FrozenClock) -> None:
    busy_night(weekend, calls=2)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await arrive_and_read(front, shift)
        await count(front, "2", "2", "1", "2")
        await front.sees("Left: 2 of 2")
        await front.press("space", "ctrl+e")
        await front.type("等工程部回话")
        await front.press("enter")
        await comes_to(front, shift, Task.SIGN)
    found = desk.read(shifts.to_take, item(desk, turn(weekend.counter, 22, 9)).id)
    assert [each.remark for each in found] == ["", "等工程部回话"]


async def test_somebody_who_is_not_on_the_roster_says_why(weekend: Weekend, clock: FrozenClock) -> None:
    counter = weekend.counter
    drawn = counter.do("duty.plan", month="2026-11", clerks="李婷", as_=weekend.chen)
    counter.do("duty.publish", drawn.item, as_=weekend.chen)
    busy_night(weekend, calls=0)
    async with at_desk(counter.desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await front.sees("roster: 李婷")
        await comes_to(front, shift, Task.ARRIVE)
        await front.press("enter")
        await front.sees("Why in place of")
        await front.press("ctrl+s")
        await front.sees("The roster has 李婷 on duty")
        await front.type("李婷发烧")
        await front.press("ctrl+s")
        await comes_to(front, shift, Task.READ)


# --- signing -----------------------------------------------------------------------------------------------------


async def ready(weekend: Weekend) -> None:
    """王磊 has checked in, 李婷 is ready to leave."""
    weekend.check_in(turn(weekend.counter, 22, 9), weekend.wang)
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li)


async def test_important_work_blocks_until_it_is_released_by_telephone(weekend: Weekend, clock: FrozenClock) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    number = weekend.call(weekend.li, kind="repair", text="水管爆了", urgent="yes")
    weekend.pass_to(22, 8, 50)
    await ready(weekend)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await front.sees("Important work is unfinished", number, "张敏")
        await front.press("ctrl+l")
        await front.sees("Supervisor releases")
        await front.type("已电话请示，工程部在修")
        await front.press("tab", "tab")
        await front.type("张敏")
        await front.press("tab", "2", "tab")
        await front.type("客服主管")
        await front.press("ctrl+s")
        await front.until(lambda: shift.standing is not None and not shift.standing.blocked)
        await front.sees("张敏 released the important work that is unfinished: 已电话请示，工程部在修")
        await front.press(*BOTH_SIGN)
        await comes_to(front, shift, Task.LEAVE)
    assert row(desk, weekend.night)["released_how"] == "phone"


async def test_who_has_not_prepared_to_leave_is_named_with_what_to_do(weekend: Weekend, clock: FrozenClock) -> None:
    busy_night(weekend, calls=1)
    weekend.check_in(turn(weekend.counter, 22, 9), weekend.wang)
    async with at_desk(weekend.counter.desk.path, clock, name="王磊", pin=PIN) as front:
        await to_shift(front)
        await front.sees("李婷 has not prepared to leave", "F9", "Nobody can sign yet")


def test_one_who_stays_on_is_told_to_leave_the_own_shift_and_not_to_call_somebody(weekend: Weekend) -> None:
    day = weekend.sunday()
    weekend.check_in(day, weekend.li)
    desk = weekend.counter.desk
    found = shift_state.load(desk, weekend.li, items_id(weekend.counter, day))
    assert (found.task, len(found.blocked)) == (Task.SIGN, 1)
    assert found.blocked[0].startswith("You have not prepared to leave your shift before this one: Left shows it")
    assert shift_state.load(desk, weekend.li).task is Task.LEAVE


def test_where_nothing_is_to_be_counted_the_course_goes_on_to_the_signature(weekend: Weekend) -> None:
    weekend.counter.do("system.configure", setting="property", json_value="[]")
    weekend.counter.desk.reload()
    weekend.counter.do("shift.arrive", weekend.night, as_=weekend.li)
    assert shift_state.load(weekend.counter.desk, weekend.li).task is Task.READ
    weekend.counter.do("shift.read", weekend.night, as_=weekend.li)
    assert shift_state.load(weekend.counter.desk, weekend.li).task is Task.SIGN


async def test_a_wrong_pin_is_said_under_its_line_and_nothing_is_signed(weekend: Weekend, clock: FrozenClock) -> None:
    busy_night(weekend, calls=1)
    await ready(weekend)
    async with at_desk(weekend.counter.desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await front.sees("李婷 leaves: PIN")
        await front.press(*PIN, "enter", *"9999", "enter")
        await front.sees("The PIN of 王磊 is wrong")
        assert item(weekend.counter.desk, weekend.night).stage == "tidied"
        await front.press(*PIN, "enter")
        await comes_to(front, shift, Task.LEAVE)


async def test_a_supervisor_ends_the_shift_of_somebody_else(weekend: Weekend, clock: FrozenClock) -> None:
    busy_night(weekend, calls=0)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock) as front:
        await to_shift(front)
        await front.press("left")
        await front.sees("李婷", "On duty")
        await front.press("space")
        await front.sees("End it for somebody")
        await front.press("z")
        await front.sees("Reason")
        await front.type("李婷送医")
        await front.press("ctrl+s")
        await front.until(lambda: item(desk, weekend.night).stage == "handed_over")
    assert row(desk, weekend.night)["ended_by"] == "张敏"


async def test_the_oral_report_is_ticked_with_its_time(weekend: Weekend, clock: FrozenClock) -> None:
    busy_night(weekend, calls=0)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock, name="李婷", pin=PIN) as front:
        await to_shift(front)
        await front.press("ctrl+o")
        await front.sees("Reported to")
        await front.type("张敏")
        await front.press("ctrl+s")
        await front.until(lambda: row(desk, weekend.night)["oral_report"] == clock.moment)


async def test_in_the_morning_the_oral_report_is_that_of_the_night_that_was_handed_over(
    weekend: Weekend, clock: FrozenClock
) -> None:
    weekend.sunday()
    day = turn(weekend.counter, 22, 9)
    weekend.check_in(day, weekend.wang)
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li)
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    weekend.pass_to(22, 20, 50)
    night = turn(weekend.counter, 22, 21)
    weekend.check_in(night, weekend.li)
    weekend.counter.do("shift.leave", day, as_=weekend.wang)
    weekend.hand_over(day, weekend.wang, weekend.li)
    weekend.pass_to(23, 9, 5)
    weekend.check_in(turn(weekend.counter, 23, 9), weekend.wang)
    weekend.counter.do("shift.leave", night, as_=weekend.li)
    weekend.hand_over(night, weekend.li, weekend.wang)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock, name="王磊", pin=PIN) as front:
        await to_shift(front)
        await front.press("ctrl+o")
        await front.sees("Oral report", night, "Reported to")
        await front.type("张敏")
        await front.press("ctrl+s")
        await front.until(lambda: row(desk, night)["oral_report"] == clock.moment)


# --- nothing typed is lost ---------------------------------------------------------------------------------------


async def test_a_count_is_parked_when_the_desk_locks_and_comes_back_to_its_owner_only(
    weekend: Weekend, clock: FrozenClock
) -> None:
    busy_night(weekend, calls=0)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await arrive_and_read(front, shift)
        await front.press("2", "enter", "9")
        await change_operator(front, "李婷")
        await front.until(lambda: desk.drafts(weekend.wang))
        await comes_to(front, shift, Task.LEAVE)
        await change_operator(front, "王磊")
        await comes_to(front, shift, Task.COUNT)
        await front.sees("What was parked is here again", "9")
        await front.press("1", "enter", "2", "enter", "enter", "enter")
        await comes_to(front, shift, Task.EXPLAIN)
    assert not desk.drafts(weekend.wang)


async def test_items_that_are_taken_over_and_not_saved_are_parked_on_leaving(
    weekend: Weekend, clock: FrozenClock
) -> None:
    busy_night(weekend, calls=3)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await arrive_and_read(front, shift)
        await count(front, "2", "2", "1", "2")
        await front.sees("Left: 3 of 3")
        await front.press("enter", "enter")
        await front.sees("Left: 1 of 3")
        await front.press("ctrl+q")
        await front.sees("Park and leave")
        await front.press("enter")
        await front.until(lambda: desk.drafts(weekend.wang))
    assert desk.drafts(weekend.wang)[0].fields["items"] == "LF20261121-001\nLF20261121-002"
    async with at_desk(desk.path, clock, name="王磊", pin=PIN) as front:
        shift = await to_shift(front)
        await front.sees("Left: 1 of 3")
        await front.press("enter")
        await comes_to(front, shift, Task.SIGN)
    assert not desk.drafts(weekend.wang)


# --- paper -------------------------------------------------------------------------------------------------------


async def test_the_sheets_are_printed_from_the_shift(weekend: Weekend, clock: FrozenClock) -> None:
    busy_night(weekend, calls=1)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock, name="李婷", pin=PIN) as front:
        await to_shift(front)
        await front.press("ctrl+y")
        await front.until(lambda: list(desk.path.parent.rglob(f"{weekend.night}-handover-1.pdf")))
        await front.until(lambda: not front.app.screen.busy())  # type: ignore[attr-defined]
        await front.press("ctrl+d")
        await front.until(lambda: list(desk.path.parent.rglob("fallback-*.pdf")))
