"""The day plan of move-ins: half hours with who comes, how full the counter is, the days before and after."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from propdesk.desk import Desk
from propdesk.queries.moveins import MoveinRow
from propdesk.screens.day_plan import load_cell, slots
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk
from tests.screens.moving import ALL, moved, notified

OPENS = datetime(2026, 11, 23, 1, tzinfo=UTC)
"""09:00 in Shanghai."""
CLOSES = OPENS + timedelta(hours=2)
BEFORE = OPENS - timedelta(days=1)


def comes(minutes: int, **more: object) -> MoveinRow:
    """Somebody who comes so many minutes after opening."""
    row = MoveinRow(1, "RZ1", "notified", "1-0502", "尉迟静", "", BEFORE, CLOSES, None, None,
                    OPENS + timedelta(minutes=minutes))  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]


def loads(*rows: MoveinRow, now: datetime = BEFORE) -> list[int]:
    """How full the half hours of two hours are."""
    return [slot.load for slot in slots(rows, OPENS, CLOSES, now)]


def test_a_household_counts_in_every_half_hour_it_touches() -> None:
    assert loads(comes(0), comes(15), comes(60)) == [2, 1, 1, 0]


def test_a_second_inspection_needs_no_counter() -> None:
    second = comes(30, stage="defects", invited=BEFORE)
    assert loads(second) == [0, 0, 0, 0]
    assert [len(slot.comes) for slot in slots([second], OPENS, CLOSES, BEFORE)] == [0, 1, 0, 0]


def test_who_came_early_leaves_the_place_to_others_and_what_is_over_stays_as_it_was() -> None:
    early = comes(60, stage="signed")
    assert loads(early) == [0, 0, 0, 0]
    assert loads(early, now=CLOSES) == [0, 0, 1, 0]


def test_outside_the_opening_hours_there_are_only_those_that_come() -> None:
    starts = [slot.start - OPENS for slot in slots([comes(-95), comes(200)], OPENS, CLOSES, BEFORE)]
    assert starts[0] == timedelta(minutes=-120)
    assert starts[-1] == timedelta(minutes=180)
    assert len(starts) == 6


@pytest.mark.parametrize(
    ("load", "desks", "text", "tone"),
    [
        (0, 2, "..", "dim"),
        (1, 2, "#. 1/2", "plain"),
        (2, 2, "## 2/2 full", "soon"),
        (3, 2, "### 3/2 too many", "late"),
        (40, 30, "###### 40/30 too many", "late"),
        (0, 30, "......", "dim"),
    ],
)
def test_the_load_is_marks_figures_and_a_word(load: int, desks: int, text: str, tone: str) -> None:
    cell = load_cell(load, desks)
    assert (cell.text, cell.tone) == (text, tone)


async def at_plan(front: AtDesk) -> None:
    """Go to the day plan."""
    await front.press("f4")
    await front.until(lambda: type(front.app.screen).__name__ == "MoveinsScreen")
    await front.press("ctrl+d")
    await front.until(lambda: type(front.app.screen).__name__ == "DayPlan")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_plan_turns_from_day_to_day_and_opens_the_item(
    counter: Counter, desk: Desk, clock: FrozenClock, size: tuple[int, int]
) -> None:
    number = notified(counter)
    counter.do("movein.appoint", number, appointed="2026-11-23 10:00")
    async with at_desk(desk.path, clock, size=size) as front:
        await at_plan(front)
        await front.sees("2026-11-21 Sat", "Today", "rest day", "households 0", "11-23 Mon ×1")
        await front.press("right", "right")
        await front.sees("2026-11-23 Mon", "households 1", "#. 1/2", "1-0502", "尉迟静", "comes to move in")
        await front.press("home", "enter")
        await front.sees("Nobody comes then.")
        await front.press("down", "down", "enter")
        await front.sees(number, "[Notified]")
        await front.press("escape", "left")
        await front.sees("2026-11-22 Sun", "households 0")
        await front.press("ctrl+d")
        await front.sees("2026-11-21 Sat")
        await front.press("escape")
        await front.until(lambda: type(front.app.screen).__name__ == "MoveinsScreen")


async def test_two_households_fill_the_half_hour_and_a_voided_one_does_not(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    numbers = [notified(counter)]
    counter.do("building.ready", building="3", conditions=ALL, checked_by="赵经理")
    numbers += [counter.do("movein.notify", unit=unit, person="某某").item or "" for unit in ("3-1201", "3-1301")]
    for number in numbers:
        counter.do("movein.appoint", number, appointed="2026-11-23 10:00", anyway="yes")
    async with at_desk(desk.path, clock) as front:
        await at_plan(front)
        await front.press("right", "right")
        await front.sees("### 3/2 too many", "11-23 Mon ×3")
        counter.do("movein.void", numbers[2], reason="录错")
        await front.tick()
        await front.sees("## 2/2 full", "11-23 Mon ×2")


async def test_a_second_inspection_and_who_did_not_come_are_said(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    moved(counter, 8)
    clock.moment = datetime(2026, 11, 22, 4, tzinfo=UTC)
    counter.do("building.ready", building="3", conditions=ALL, checked_by="赵经理")
    late = counter.do("movein.notify", unit="3-1301", person="单志刚").item
    counter.do("movein.appoint", late, appointed="2026-11-22 13:00")
    clock.forward(hours=2)
    async with at_desk(desk.path, clock) as front:
        await at_plan(front)
        await front.sees("households 1, second inspections 1", "Second inspection", "!! has not come")


async def test_once_the_half_hour_is_over_it_shows_who_has_not_come(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    clock.moment = datetime(2026, 11, 23, 1, 50, tzinfo=UTC)
    number = notified(counter)
    counter.do("movein.appoint", number, appointed="2026-11-23 10:00")
    clock.forward(minutes=35)
    async with at_desk(desk.path, clock) as front:
        await at_plan(front)
        await front.sees("comes to move in")
        clock.forward(minutes=6)
        await front.tick()
        await front.sees("!! has not come")
