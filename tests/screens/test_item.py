"""One item on its screen."""

import pytest

from propdesk.desk import Desk
from propdesk.queries import items, journal
from propdesk.screens.item import LATEST, ItemScreen
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk


async def opened(front: AtDesk, text: str) -> None:
    """Open the first item of the worklist."""
    await front.sees(text)
    await front.press("right")
    await front.until(lambda: type(front.app.screen).__name__ == "ItemScreen")


async def test_course_clocks_steps_and_facts_stand_beside_each_other(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.do("complaint.receive", unit="3-1201", caller="王敏", phone="13812348812", text="漏水", demand="马上止水")
    async with at_desk(desk.path, clock) as front:
        await opened(front, "漏水")
        await front.sees("23:40 张敏", "Complaint: 漏水", "Deliver to the department", "Enter  Deliver", "马上止水")
        assert "138****8812" in front.text
        assert "13812348812" not in front.text


async def test_at_80_columns_the_right_half_is_a_second_page(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    async with at_desk(desk.path, clock, size=(80, 24)) as front:
        await opened(front, "漏水")
        await front.sees("Complaint: 漏水")
        assert "What can be done" not in front.text
        await front.press("right")
        await front.sees("What can be done", "00:20:00")
        assert "Complaint: 漏水" not in front.text
        await front.press("enter")
        await front.sees("Received by")


async def test_of_a_long_course_the_latest_entries_are_read_and_all_of_them_on_request(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    for number in range(LATEST):
        whom = f"第{number}人"
        counter.do("complaint.attempt", "TS20261121-001", purpose="deliver", whom=whom, outcome="no_answer")
    async with at_desk(desk.path, clock) as front:
        await opened(front, "漏水")
        await front.sees(f"第{LATEST - 1}人")
        screen = front.app.screen
        assert isinstance(screen, ItemScreen)
        assert screen.view is not None
        assert (len(screen.view.entries), screen.view.more) == (LATEST, True)
        await front.press("home")
        await front.until(lambda: screen.view and not screen.view.more)
        await front.sees("Complaint: 漏水", "第0人")
        assert len(screen.view.entries) == LATEST + 1


async def test_the_clocks_count_down(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    async with at_desk(desk.path, clock) as front:
        await opened(front, "漏水")
        await front.sees("00:20:00")
        clock.forward(seconds=61)
        await front.tick()
        await front.sees("00:18:59  Deliver to the department")


async def test_an_entry_written_late_a_correction_and_what_it_corrects_are_marked(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    from datetime import timedelta

    counter.do("complaint.receive", unit="3-1201", text="漏水", happened=clock() - timedelta(minutes=40))
    async with at_desk(desk.path, clock) as front:
        await opened(front, "漏水")
        await front.sees("[written +40 min later]")
        await front.press("ctrl+e")
        await front.sees("What was wrong")
        await front.type("听错了")
        await front.press("ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "ItemScreen")
        await front.sees("corrected by #", "corrects #", "听错了")


async def test_the_letter_of_a_step_does_it(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    async with at_desk(desk.path, clock) as front:
        await opened(front, "漏水")
        await front.sees("Enter  Deliver")
        await front.press("l")
        await front.sees("Validity")


async def test_a_step_done_at_another_desk_shows_at_once(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    async with at_desk(desk.path, clock) as front:
        await opened(front, "漏水")
        await front.sees("[Received]")
        counter.do("complaint.classify", "TS20261121-001", severity="major")
        await front.tick()
        await front.sees("[Classified]", "Classified: Valid")


async def test_the_other_items_of_the_matter_are_a_digit_away(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("contact.receive", unit="3-1201", text="漏水", kind="complaint")
    async with at_desk(desk.path, clock) as front:
        await opened(front, "漏水")
        await front.sees("The same matter", "LF20261121-001")
        await front.press("1")
        await front.sees("Phone, Complaint: 漏水")
        await front.press("escape")
        await front.sees("Complaint: 漏水", "TS20261121-001")


@pytest.mark.parametrize("text", ["[/b] [red]x[/red]", "很长" * 900, "👨‍👩‍👧 䶮㛃"])
async def test_hostile_words_are_shown_letter_by_letter(
    counter: Counter, desk: Desk, clock: FrozenClock, text: str
) -> None:
    wanted = text.replace("\u200d", "")
    counter.do("complaint.receive", unit="3-1201", text=wanted)
    async with at_desk(desk.path, clock, size=(80, 24)) as front:
        await opened(front, wanted[:6])
        await front.sees(wanted[:6])
        await front.press("right", "right", "escape")


async def test_pressing_counts_from_the_item_too(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    async with at_desk(desk.path, clock) as front:
        await opened(front, "漏水")
        await front.press("ctrl+r")
        await front.sees("Whom did we press?")
        await front.press("enter")
        await front.sees("no. 1")
        found = desk.read(items.item, "TS20261121-001")
        assert found is not None
        assert found.presses == 1
        assert len(desk.read(journal.course, found.id, "en", desk.zone)) == 2


async def test_waiting_is_dim_with_its_reason_where_no_clock_waits(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.do("complaint.receive", text="漏水")
    counter.do("contact.receive", text="没有时限")
    async with at_desk(desk.path, clock) as front:
        await opened(front, "漏水")
        await front.sees("Waiting is over - no clock waits")
        assert "no clock can wait" not in front.text
        await front.press("escape", "end")
        await opened(front, "没有时限")
        await front.sees("Wait for somebody - no clock can", "Waiting is over - no clock waits")


async def test_a_missed_clock_is_told_by_its_name(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", text="漏水")
    clock.forward(minutes=21)
    desk.sweep()
    async with at_desk(desk.path, clock, lang="zh_CN") as front:
        await opened(front, "漏水")
        await front.sees("“送达部门”")
        assert "COMP.DELIVER_20M" not in front.text
