"""The demo desk: a lived-in evening, made only through steps."""

from collections import Counter as Tally
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from propdesk import demo
from propdesk.desk import Desk
from propdesk.queries import items, journal, timers
from propdesk.rules.pins import Pins
from propdesk.settings import Settings
from propdesk.store.verify import verify
from tests.conftest import SATURDAY_NIGHT, FrozenClock


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    demo.make_demo(path, now=FrozenClock())
    return path


@pytest.fixture
def lived(made: Path) -> Desk:
    return Desk.open(made, now=FrozenClock(), pins=Pins(cheap=True))


def test_everybody_can_sign_in_with_the_pin_that_is_shown(lived: Desk) -> None:
    for each in demo.operators():
        assert lived.sign_in(each.name, each.pin).name == each.name


def test_it_is_marked_as_a_demo_and_knows_whom_to_ring(lived: Desk) -> None:
    assert lived.site.settings.demo
    lift = [each for each in lived.site.settings.on_call if "lift" in each.dangers]
    assert next(each.post for each in lift) == "电梯维保"


def test_complaints_stand_in_many_stages(lived: Desk) -> None:
    stages = Tally(row.stage for row in lived.read(items.items, ledger="complaint"))
    assert {"received", "delivered", "contacted", "resolved", "replied", "explained", "closed"} <= set(stages)


def test_there_is_one_missed_deadline_with_its_breach_a_paused_clock_and_one_due_within_the_hour(lived: Desk) -> None:
    now = SATURDAY_NIGHT
    running = lived.read(timers.timers, now)
    late = [timer for timer in running if timer.state == "overdue"]
    assert [(timer.code, timer.breached) for timer in late] == [("COMP.REPLY_AGREED", late[0].due)]
    assert [timer.code for timer in running if timer.state == "paused"] == ["CALL.PROMISE_TIME"]
    assert any(timedelta() < timer.due - now < timedelta(minutes=20) for timer in running)


def test_water_comes_down_through_one_building(lived: Desk) -> None:
    wet = [row.place for row in lived.read(items.items, only_open=True) if row.place.startswith("3-")]
    assert {"3-1201", "3-1101", "3-1001", "3-0801", "3-1301"} <= set(wet)


def test_it_was_written_in_its_order_and_ends_at_the_present(lived: Desk) -> None:
    assert verify(lived.path).sound
    begins, ends = SATURDAY_NIGHT - demo.BEGINS, SATURDAY_NIGHT + timedelta(seconds=1)
    written = [entry.written for entry in lived.read(journal.written_between, begins, ends, "en", lived.zone)]
    assert written == sorted(written)
    assert written[0] == SATURDAY_NIGHT - demo.BEGINS
    assert SATURDAY_NIGHT - written[-1] < timedelta(minutes=10)


@pytest.mark.parametrize("hour", [0, 3, 8, 12, 17, 20])
def test_it_can_be_made_at_any_hour_of_any_day(hour: int, tmp_path: Path) -> None:
    clock = FrozenClock(datetime.fromisoformat(f"2026-09-30T{hour:02d}:59:30+08:00"))
    demo.make_demo(tmp_path / "demo.db", now=clock)
    assert verify(tmp_path / "demo.db").sound


def test_a_new_desk_can_be_founded_as_a_demo_by_somebody_else(tmp_path: Path) -> None:
    desk = Desk.open(tmp_path / "desk.db", now=FrozenClock(), pins=Pins(cheap=True))
    actor = demo.found_demo(desk, Settings(site="我的小区"), "李婷", "9999")
    assert (actor.name, desk.site.settings.site, desk.site.settings.demo) == ("李婷", "我的小区", True)
    assert desk.now() == SATURDAY_NIGHT
    desk.close()
