"""The demo desk: a lived-in evening, made only through steps."""

from collections import Counter as Tally
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from propdesk import demo
from propdesk.desk import Desk
from propdesk.queries import duty, files, items, journal, keys, moveins, shift, stocktakes, timers, worklist
from propdesk.rules.pins import Pins
from propdesk.settings import Settings
from propdesk.simulate.world import World
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


def test_the_roster_of_the_month_is_in_force_and_whoever_it_names_is_on_duty(lived: Desk) -> None:
    month = lived.read(duty.roster, date(2026, 11, 1))
    assert month is not None
    assert (month.stage, month.publisher) == ("published", "陈志远")
    came = {(row.day, row.kind): row.clerk for row in lived.read(shift.recent)}
    named = [turn for turn in month.turns if turn.name and turn.starts <= SATURDAY_NIGHT]
    assert named
    assert [came[turn.day, turn.kind] for turn in named] == [turn.name for turn in named]


def test_complaints_stand_in_many_stages(lived: Desk) -> None:
    stages = Tally(row.stage for row in lived.read(items.items, ledger="complaint"))
    assert {"received", "delivered", "contacted", "resolved", "replied", "explained", "closed"} <= set(stages)


def test_there_are_two_missed_deadlines_with_breach_a_paused_clock_and_one_due_within_the_hour(lived: Desk) -> None:
    now = SATURDAY_NIGHT
    running = lived.read(timers.timers, now)
    late = [timer for timer in running if timer.state == "overdue"]
    assert [timer.code for timer in late] == ["COMP.REPLY_AGREED", "KEY.LOAN_TERM"]
    assert [timer.breached for timer in late] == [timer.due for timer in late]
    assert [timer.code for timer in running if timer.state == "paused"] == ["CALL.PROMISE_TIME"]
    assert any(timedelta() < timer.due - now < timedelta(minutes=20) for timer in running)


def test_water_comes_down_through_one_building(lived: Desk) -> None:
    wet = [row.place for row in lived.read(items.items, only_open=True) if row.place.startswith("3-")]
    assert {"3-1201", "3-1101", "3-1001", "3-0801", "3-1301"} <= set(wet)


def test_the_cabinet_has_a_week_behind_it(lived: Desk) -> None:
    steps = Tally(entry.step for entry in _entries(lived))
    often = (
        "key.accept",
        "loan.lend",
        "loan.return",
        "loan.return_too",
        "loan.reissue",
        "loan.chase",
        "stocktake.close",
    )
    assert [step for step in often if not steps[step]] == []
    assert [each.name for each in lived.read(keys.cabinets)] == ["A", "B", "C"]


def test_keys_are_out_one_chased_one_due_within_the_hour_one_with_a_contractor(lived: Desk) -> None:
    now, out = SATURDAY_NIGHT, lived.read(keys.open_loans)
    assert 4 <= len(out) <= 6
    assert [(loan.who, loan.chased) for loan in out if loan.due < now] == [("赵志强", 1)]
    assert [loan.who for loan in out if now < loan.due < now + timedelta(hours=1)] == ["钱永刚"]
    assert [(loan.who, loan.authorised_by) for loan in out if loan.company] == [("曲工", "张敏")]


def test_a_lost_key_waits_for_consent_and_a_cat_for_whoever_enters(lived: Desk) -> None:
    flat, cat = lived.read(keys.find_keys, "8-0703")[0], lived.read(keys.find_keys, "C-30")[0]
    assert (flat.stage, flat.here, flat.pieces, flat.lost) == ("lost", 2, 3, 1)
    assert (cat.place, cat.instruction, cat.here) == ("5-0401", "家中有猫，进出随手关门", 2)
    assert [each.owner for each in lived.read(keys.owner_cards) if each.unit == "5-0401"] == [cat.person]
    assert [row.number for row in lived.read(items.items, ledger="key", only_open=True) if row.stage != "custody"] == [
        flat.number
    ]


def test_a_stock_take_is_half_counted_and_what_was_counted_hangs_there(lived: Desk) -> None:
    (row,) = lived.read(items.items, ledger="stocktake", only_open=True)
    counted = lived.read(stocktakes.counted, row.id)
    there = {each.hook: (each.tag, each.here) for each in lived.read(keys.hooks, "B")}
    assert 0 < len(counted) < len(there)
    assert all(there[line.hook] == (line.tag, line.pieces) for line in counted)


def test_what_is_open_in_the_cabinet_stands_on_today(lived: Desk) -> None:
    rows = lived.read(worklist.worklist).rows
    assert Tally(row.ledger for row in rows) >= Tally({"loan": 5, "key": 1, "stocktake": 1})


def _entries(desk: Desk) -> list[journal.EntryView]:
    begins, ends = SATURDAY_NIGHT - demo.BEGINS, SATURDAY_NIGHT + timedelta(seconds=1)
    return desk.read(journal.written_between, begins, ends, "en", desk.zone)


def test_it_was_written_in_its_order_and_ends_at_the_present(lived: Desk) -> None:
    assert verify(lived.path).sound
    written = [entry.written for entry in _entries(lived)]
    assert written == sorted(written)
    assert written[0] == SATURDAY_NIGHT - demo.BEGINS
    assert SATURDAY_NIGHT - written[-1] < timedelta(minutes=10)


@pytest.mark.parametrize("hour", [0, 3, 8, 12, 17, 20])
def test_it_can_be_made_at_any_hour_of_any_day_and_every_step_is_taken(
    hour: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worlds: list[World] = []

    def kept(*given: Any) -> World:
        worlds.append(World(*given))
        return worlds[-1]

    monkeypatch.setattr(demo, "World", kept)
    clock = FrozenClock(datetime.fromisoformat(f"2026-09-30T{hour:02d}:59:30+08:00"))
    demo.make_demo(tmp_path / "demo.db", now=clock)
    assert verify(tmp_path / "demo.db").sound
    assert dict(worlds[0].refused) == {}


def test_a_new_desk_can_be_founded_as_a_demo_by_somebody_else(tmp_path: Path) -> None:
    desk = Desk.open(tmp_path / "desk.db", now=FrozenClock(), pins=Pins(cheap=True))
    actor = demo.found_demo(desk, Settings(site="我的小区"), "李婷", "9999")
    assert (actor.name, desk.site.settings.site, desk.site.settings.demo) == ("李婷", "我的小区", True)
    assert desk.now() == SATURDAY_NIGHT
    desk.close()


def test_a_building_moves_in_one_household_filed_one_repaired_one_at_the_counter(lived: Desk) -> None:
    found = lived.read(moveins.progress)
    assert found == {"notified": 2, "filed": 1, "defects": 1, "checked": 1}
    assert [state.open for state in lived.read(moveins.buildings) if state.code == "8"] == [True]
    assert [row.unit for row in lived.read(moveins.to_remind, lived.now())] == ["8-0803"]
    assert [row.unit for row in lived.read(files.directory)] == ["8-0302"]
