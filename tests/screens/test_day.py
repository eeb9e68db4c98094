"""The day as its supervisor signs it off: everything on one screen, each line opens, the seal is shown."""

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from propdesk.screens.form import FormScreen
from propdesk.screens.item import ItemScreen
from tests.conftest import FrozenClock
from tests.procedures.handing import NO_TORCH, PIN, Weekend, by, weekend
from tests.procedures.reading import item
from tests.screens.at_desk import at_desk
from tests.screens.handing_at_desk import to_day

__all__ = ["weekend"]


def sunday_at_ten(weekend: Weekend) -> None:
    """The night was handed over; Saturday is over and waits to be signed off."""
    weekend.handed_over()
    weekend.pass_to(22, 10, 0)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_day_that_waits_comes_first(
    weekend: Weekend, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    sunday_at_ten(weekend)
    async with at_desk(weekend.counter.desk.path, clock, lang=lang, size=size) as front:
        await to_day(front)
        await front.sees("2026-11-21", "李婷")
        assert all(cell_len(line) == size[0] for line in front.text.split("\n"))


async def test_a_turn_that_nobody_came_to_is_taken_first_and_not_signed_off(
    weekend: Weekend, clock: FrozenClock
) -> None:
    async with at_desk(weekend.counter.desk.path, clock, name="张敏") as front:
        await to_day(front)
        await front.sees("nobody came")
        await front.press("down", "enter")
        await front.until(lambda: isinstance(front.app.screen, ItemScreen))
        await front.sees(weekend.night)
        await front.press("enter")
        await front.until(lambda: isinstance(front.app.screen, FormScreen))
        assert isinstance(front.app.screen, FormScreen)
        assert front.app.screen.step.name() == "shift.arrive"


async def test_the_sign_off_opens_at_the_pin(weekend: Weekend, clock: FrozenClock) -> None:
    sunday_at_ten(weekend)
    async with at_desk(weekend.counter.desk.path, clock, name="张敏") as front:
        await to_day(front)
        await front.press("ctrl+s")
        await front.until(lambda: isinstance(front.app.focused, Input))
        await front.press(*"2468", "ctrl+s")
        await front.sees("Sealed by 张敏")


async def test_the_day_that_is_under_way_is_not_counted_among_those_that_wait(
    weekend: Weekend, clock: FrozenClock
) -> None:
    sunday_at_ten(weekend)
    async with at_desk(weekend.counter.desk.path, clock) as front:
        await to_day(front)
        await front.sees("Ready to be signed off")
        assert "Other days" not in front.text
    weekend.pass_to(23, 9, 30)
    async with at_desk(weekend.counter.desk.path, clock) as front:
        await to_day(front)
        await front.sees("Other days not signed off: 1, the first 11-22.")


async def test_the_lines_of_the_day_are_there_and_open(weekend: Weekend, clock: FrozenClock) -> None:
    counter = weekend.counter
    weekend.check_in(weekend.night, weekend.li, NO_TORCH, explanation="手电筒送修")
    counter.do("shift.begin", weekend.night, as_=weekend.li)
    counter.do("log.note", text="巡查地库", as_=weekend.li, happened=clock.moment.replace(hour=14))
    number = weekend.call(weekend.li)
    counter.do("contact.correct", number, as_=weekend.li, place="1 号楼大堂", reason="地点写错")
    weekend.pass_to(22, 10, 0)
    async with at_desk(counter.desk.path, clock) as front:
        await to_day(front)
        await front.sees("Torch", "1 instead of 2", "手电筒送修", "written +", "corrects", "Not handed over")
        await front.press("down", "enter")
        await front.until(lambda: isinstance(front.app.screen, ItemScreen))
        await front.sees(weekend.night)


async def test_a_signed_day_shows_its_seal_and_what_was_written_later(weekend: Weekend, clock: FrozenClock) -> None:
    sunday_at_ten(weekend)
    counter = weekend.counter
    done = counter.do("shift.signoff", weekend.night, signatures=by(counter.actor), remark="手电补齐")
    counter.do("log.note", text="昨夜补记：门岗换班", happened=clock.moment.replace(day=21, hour=23))
    assert done.stage == "signed_off"
    async with at_desk(counter.desk.path, clock) as front:
        day = await to_day(front)
        while day.day is None or day.day.day != 21:
            await front.press("left")
            await front.pilot.pause()
        await front.sees("Sealed by 张敏", "head ", "Remark: 手电补齐", "Written later about this day", "昨夜补记")
        await front.press("ctrl+s")
        await front.sees("This day is signed off and sealed.")


async def test_shifts_that_were_not_handed_over_are_ended_with_a_reason(weekend: Weekend, clock: FrozenClock) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    weekend.pass_to(22, 10, 0)
    desk = weekend.counter.desk
    async with at_desk(desk.path, clock) as front:
        await to_day(front)
        await front.sees("Ready to be signed off")
        await front.press("ctrl+s")
        await front.sees("Why shifts were not")
        await front.until(lambda: isinstance(front.app.focused, Input))
        await front.press(*"2468", "ctrl+s")
        await front.sees("Not handed over", "Write why")
        await front.type("夜班忘记交班")
        await front.press("ctrl+s")
        await front.sees("Sealed by 张敏")
    assert item(desk, weekend.night).stage == "signed_off"


async def test_who_was_on_duty_is_told_that_another_leader_signs(weekend: Weekend, clock: FrozenClock) -> None:
    weekend.on_duty(weekend.night, weekend.counter.actor)
    weekend.pass_to(22, 10, 0)
    async with at_desk(weekend.counter.desk.path, clock) as front:
        await to_day(front)
        await front.sees("You were on duty that day")
        await front.press("ctrl+s")
        await front.sees("Not yet")


async def test_a_clerk_reads_the_day_and_does_not_sign_it(weekend: Weekend, clock: FrozenClock) -> None:
    sunday_at_ten(weekend)
    async with at_desk(weekend.counter.desk.path, clock, name="王磊", pin=PIN) as front:
        await to_day(front)
        await front.sees("The day is not over.", "Supervisors and managers sign a day off.")
