"""An emergency, from the first key to made safe."""

import json

import pytest

from propdesk.desk import Desk
from propdesk.queries import items, journal, timers
from propdesk.queries.journal import EntryView
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk

LIST = [
    {"post": "电梯维保", "name": "孙维保", "phone": "13012345001", "role": "", "dangers": ["lift"]},
    {"post": "工程部值班", "name": "赵志强", "phone": "13012345002", "role": "", "dangers": ["burst_pipe"]},
    {"post": "客服主管", "name": "张敏", "phone": "13012345003", "role": "supervisor", "dangers": ["lift", "fire"]},
]


@pytest.fixture
def listed(counter: Counter) -> None:
    counter.do("system.configure", setting="on_call", json_value=json.dumps(LIST))


def course(desk: Desk) -> list[EntryView]:
    """What is on record of the first emergency."""
    found = desk.read(items.item, "TF20261121-001")
    return desk.read(journal.course, found.id, "en", desk.zone) if found else []


async def raised(front: AtDesk, where: str = "3-1201") -> None:
    """A lift, raised."""
    await front.press("f10")
    await front.sees("1 People trapped in a lift")
    await front.press("1")
    await front.sees("Where exactly")
    await front.type(where)
    await front.press("enter", "enter")
    await front.sees("TF20261121-001", "[Raised]")


@pytest.mark.usefixtures("listed")
async def test_the_clock_runs_from_the_digit(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    begun = clock()
    async with at_desk(desk.path, clock, size=(80, 24)) as front:
        await front.press("f10")
        await front.sees("1 People trapped in a lift")
        await front.press("1")
        await front.sees("How many people are inside?", "00:00:00")
        clock.forward(seconds=30)
        await front.type("3号楼2单元电梯")
        await front.press("enter", "enter")
        await front.sees("TF20261121-001", "00:00:30")
        found = desk.read(items.item, "TF20261121-001")
        assert found is not None
        assert (found.opened, found.place, found.unit_id) == (begun, "3号楼2单元电梯", None)


@pytest.mark.usefixtures("listed")
async def test_a_unit_is_known_as_a_unit(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await raised(front, "3号楼1201")
        found = desk.read(items.item, "TF20261121-001")
        assert found is not None
        assert found.place == "3-1201"
        assert found.unit_id is not None


@pytest.mark.usefixtures("listed")
async def test_whom_to_ring_stands_in_the_order_of_the_list_and_each_call_has_its_own_time(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await raised(front)
        assert "赵志强" not in front.text
        assert front.text.index("孙维保") < front.text.index("客服主管") < front.text.index("119")
        clock.forward(seconds=20)
        await front.press("2")
        await front.until(lambda: len(course(desk)) == 2)
        await front.sees("No answer")
        clock.forward(seconds=20)
        await front.press("1")
        await front.until(lambda: len(course(desk)) == 3)
        first, second = course(desk)[1:]
        assert (second.happened - first.happened).total_seconds() == 20
        assert first.sentence == "Call somebody out: 电梯维保 孙维保 13012345001, No answer"
        assert second.sentence == "Report upwards: 客服主管 张敏 13012345003, Got through"


@pytest.mark.usefixtures("listed")
async def test_on_site_then_made_safe_opens_the_ordinary_complaint(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await raised(front)
        await front.press("1")
        await front.sees("Got through", "Repairer on site")
        await front.press("ctrl+a")
        await front.sees("Who is on site?", "孙维保")
        await front.press("enter")
        await front.until(lambda: course(desk)[-1].step == "emergency.arrive")
        await front.press("ctrl+s")
        await front.sees("What was done", "[x] Open a complaint for the rest")
        await front.type("已救出两人，电梯停用")
        await front.press("ctrl+s")
        await front.sees("[Made safe]")
        assert desk.read(items.item, "TS20261121-001") is not None


async def test_without_a_list_the_public_numbers_stand(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("f10")
        await front.sees("Fire or smoke")
        await front.press("2")
        await front.sees("Fire brigade", "119", "Ambulance", "120")


async def test_an_emergency_that_is_open_is_gone_on_with(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("emergency.raise", danger="gas", text="楼道煤气味", place="5号楼")
    async with at_desk(desk.path, clock) as front:
        await front.press("f10")
        await front.sees("go on: TF20261121-001", "楼道煤气味")
        await front.press("end", "enter")
        await front.sees("!! Smell of gas", "[Raised]", "Where does it smell")


async def test_leaving_before_it_is_raised_is_asked_for_twice(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("f10")
        await front.sees("Fire or smoke")
        await front.press("2", "escape")
        await front.sees("Nothing is on record yet.")
        await front.press("escape")
        await front.sees("press the digit of the danger")
        assert desk.read(items.register_count, "emergency") == 0


async def test_a_public_number_that_answers_starts_no_five_minutes(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("f10")
        await front.sees("2 Fire or smoke")
        await front.press("2")
        await front.sees("Where exactly")
        await front.press("enter", "enter")
        await front.sees("[Raised]")
        await front.press("1")
        await front.until(lambda: any(entry.step == "emergency.attempt" for entry in course(desk)))
        tried = next(entry for entry in course(desk) if entry.step == "emergency.attempt")
        assert str(tried.values["number"]) == "119"
        found = desk.read(items.item, "TF20261121-001")
        assert found is not None
        codes = [clock_.code for clock_ in desk.read(timers.timers_of, found.id, clock())]
        assert "COMP.MAINT_ONSITE_5M" not in codes
