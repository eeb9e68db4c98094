"""The status bar: what is late and soon, counting down from memory, on one line."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from propdesk.queries import items, journal
from propdesk.queries.timers import BarState, BarTimer
from propdesk.screens.pulse import Pulse
from propdesk.store.watch import Watch
from propdesk.widgets.status_bar import Reading, StatusBar, pieces, written
from tests.conftest import SATURDAY_NIGHT, Counter, FrozenClock
from tests.screens.at_desk import at_desk

READING = Reading(SATURDAY_NIGHT, ZoneInfo("Asia/Shanghai"), {"COMP.DELIVER_20M": "Deliver"})


def timer(number: str, minutes: int, warn: int = 5, code: str = "COMP.DELIVER_20M") -> BarTimer:
    due = SATURDAY_NIGHT + timedelta(minutes=minutes)
    return BarTimer(1, number, code, "楼上漏水", due, due - timedelta(minutes=warn))


def bar(*timers: BarTimer, overdue: int = 0, soon: int = 0, width: int = 120) -> str:
    return written(pieces(BarState(overdue, soon, timers), READING, width))


def test_late_soon_and_running_clocks_have_their_own_marks() -> None:
    text = bar(timer("TS20261121-001", -12), timer("TS20261121-004", 4), timer("TS20261121-009", 40), overdue=1, soon=1)
    assert "!! 1 overdue" in text
    assert "! 1 due soon" in text
    assert "!! TS-001 Deliver" in text
    assert "12 min" in text
    assert "! TS-004 Deliver 00:04:00" in text
    assert "> TS-009 Deliver 00:40:00" in text


def test_a_narrow_bar_shows_fewer_clocks_and_never_wraps() -> None:
    timers = [timer(f"TS20261121-{number:03d}", 10 + number) for number in range(8)]
    for width in (40, 80, 120, 200):
        assert cell_len(bar(*timers, width=width)) <= width
    assert bar(*timers, width=80).count("TS-") < bar(*timers, width=120).count("TS-")


def test_a_rule_without_a_known_title_shows_its_code() -> None:
    assert "> TS-001 CALL.EXTERNAL" in bar(timer("TS20261121-001", 10, code="CALL.EXTERNAL"))


async def test_the_bar_counts_down_without_asking_the_database(counter: Counter, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="楼上漏水")
    async with at_desk(counter.desk.path, clock) as at:
        await at.sees("00:20:00")
        bar = at.app.screen.query_one(StatusBar)
        clock.forward(seconds=30)
        at.app.paint(at.app.screen)
        assert "00:19:30" in bar.text


async def test_another_desks_entry_shows_here(counter: Counter, clock: FrozenClock) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        bar = at.app.screen.query_one(StatusBar)
        counter.do("complaint.receive", unit="3-1201", text="楼上漏水")
        at.app.tick()
        await at.until(lambda: "TS-001" in bar.text)


async def test_a_missed_deadline_is_recorded_and_counted(counter: Counter, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="楼上漏水")
    async with at_desk(counter.desk.path, clock) as at:
        clock.forward(minutes=21)
        at.app.tick()
        await at.sees("!! 2 overdue")
        item = counter.desk.read(items.item, "TS20261121-001")
        assert item is not None
        course = counter.desk.read(journal.course, item.id, "en", counter.desk.zone)
        assert "system.breach" in [entry.step for entry in course]


def test_a_look_does_not_wait_for_the_copy_of_the_day(counter: Counter, clock: FrozenClock) -> None:
    pulse = Pulse(counter.desk, Watch(counter.desk.path))
    assert pulse.look(certainly=True) is not None
    assert not (counter.desk.path.parent / "backups").exists()
    assert [pulse.copy_is_due(), pulse.copy_is_due()] == [True, False]
    clock.forward(days=1)
    assert pulse.copy_is_due()
    pulse.close()


async def test_the_copy_of_the_day_is_made_behind_the_bar(counter: Counter, clock: FrozenClock) -> None:
    backups = counter.desk.path.parent / "backups"
    async with at_desk(counter.desk.path, clock) as at:
        await at.until(lambda: at.app.bar is not None)
        at.app.tick()
        await at.until(lambda: [path.suffix for path in backups.glob("*")] == [".db"])


async def test_the_bar_stands_under_every_panel(counter: Counter, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="楼上漏水")
    async with at_desk(counter.desk.path, clock, size=(80, 24)) as at:
        for key in ("f1", "ctrl+p", "f9"):
            await at.press(key)
            await at.until(lambda: at.app.screen.is_modal)
            await at.sees("0 overdue", "TS-001")
            await at.press("escape")


def test_the_names_of_clocks_are_whole_where_that_costs_no_clock() -> None:
    titles = {"COMP.DELIVER_20M": "Deliver to the department"}
    reading = Reading(SATURDAY_NIGHT, ZoneInfo("Asia/Shanghai"), titles)
    state = BarState(0, 0, (timer("TS20261121-001", 10), timer("TS20261121-002", 20)))
    assert "Deliver to the department 00:10:00" in written(pieces(state, reading, 160))
    assert written(pieces(state, reading, 110)).count("TS-") == 2


async def test_the_bar_shows_its_clocks_from_the_first_paint_on(counter: Counter, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="楼上漏水")
    async with at_desk(counter.desk.path, clock) as at:
        await at.sees("TS-001")
        for key in ("f3", "f7", "f8"):
            await at.press(key)
            await at.until(lambda: "TS-001" in at.app.screen.query_one(StatusBar).text)


def test_clocks_are_read_anew_after_the_clock_was_set_back(counter: Counter, clock: FrozenClock) -> None:
    """What was shown was counted from a time that has not come."""
    pulse = Pulse(counter.desk, Watch(counter.desk.path))
    counter.desk.sweep()
    pulse.look()
    pulse.look()
    assert pulse.look() is None
    clock.forward(days=-300)
    looks = [pulse.look() for _ in range(3)]  # the desk may have put something on record at the first
    assert looks[0] is not None
    assert looks[-1] is None
    pulse.close()
