"""Move-in (F4) as somebody at the counter uses it: the two registers, what stands beside an item, the two lists."""

import pytest

from propdesk.desk import Desk
from propdesk.queries import items
from propdesk.screens import item_view
from tests.conftest import Counter, FrozenClock
from tests.procedures.reading import item
from tests.screens.at_desk import AtDesk, at_desk
from tests.screens.moving import ALL, MANAGER, filed, moved, notified, read_once

SIZES = [(80, 24), (120, 40)]


def beside(desk: Desk, number: str, title: str) -> list[str]:
    """The lines of a section beside an item."""
    view = item_view.load(desk, item(desk, number).id)
    assert view is not None
    found = next(each for each in view.sections if each.title == title)
    return [line.plain for line in found.lines(desk.now(), desk)]


def facts(desk: Desk, number: str) -> dict[str, str]:
    """What is on record of an item, by label."""
    view = item_view.load(desk, item(desk, number).id)
    assert view is not None
    return dict(view.facts)


async def at_moveins(front: AtDesk) -> None:
    """Go to F4."""
    await front.press("f4")
    await front.until(lambda: type(front.app.screen).__name__ == "MoveinsScreen")


# --- the registers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_f4_shows_move_ins_with_owner_and_stage_and_its_own_keys(
    counter: Counter, desk: Desk, clock: FrozenClock, size: tuple[int, int]
) -> None:
    notified(counter)
    async with at_desk(desk.path, clock, size=size) as front:
        await at_moveins(front)
        await front.sees("1 open", "RZ20261121-001", "尉迟静", "一期交房", "Notified")
        await front.sees("F4", "F10", "^D Day plan", "^E Reminders", "^K Buildings")
        assert "Rings again" not in front.text


async def test_enter_checks_the_papers_and_the_half_hour_counts_down(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    number = notified(counter)
    async with at_desk(desk.path, clock) as front:
        await at_moveins(front)
        await front.sees(number)
        await front.press("enter")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")
        await front.type("尉迟静")
        await front.press("tab", "space", "tab", "space", "tab", "space", "ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "MoveinsScreen")
        await front.sees("Papers checked", "00:30:00", ">>  Agreements signed")
        clock.forward(minutes=5)
        await front.tick()
        assert item(desk, number).stage == "checked"


async def test_the_form_of_the_agreements_begins_with_what_is_signed(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    moved(counter, 1)
    async with at_desk(desk.path, clock, size=SIZES[0]) as front:
        await at_moveins(front)
        await front.sees("RZ20261121-001")
        await front.press("enter")
        await front.sees("> Agreements that are", "1[ ] Temporary owners' covenant", "0 of 5")
        await front.press("ctrl+a", "enter", "ctrl+a")
        await front.sees("5 of 5")


async def test_enter_on_a_resting_file_asks_who_reads_it(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    number = filed(counter)
    async with at_desk(desk.path, clock) as front:
        await at_moveins(front)
        await front.press("2")
        await front.sees(number, "On the shelf", "What lies in the file", "2 of 14")
        await front.press("enter")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")
        await front.sees("Consult", "Who reads", "What for")


async def test_ctrl_n_opens_what_the_view_shows(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await at_moveins(front)
        await front.sees("Nothing is open here")
        await front.press("ctrl+n")
        await front.sees("Move-in notice", "Campaign")
        await front.press("escape", "2", "ctrl+n")
        await front.sees("New owner file", "Lies in the file")


# --- beside a move-in ---------------------------------------------------------------------------------------


def test_the_checklist_marks_what_is_done_and_what_comes_next(counter: Counter, clock: FrozenClock) -> None:
    number = moved(counter, 2)
    assert beside(counter.desk, number, "Checklist") == [
        "[x] Notice sent  23:40",
        "[x] Papers checked  23:42  尉迟静",
        "[x] Agreements signed  23:44  4 of 5",
        ">>  Goods received",
        "[ ] Fees paid",
        "[ ] Keys handed over",
        "[ ] Inspection",
        "[ ] Filed",
    ]


def test_with_findings_the_repairs_come_before_the_file(counter: Counter) -> None:
    number = moved(counter, 6)
    lines = beside(counter.desk, number, "Checklist")
    assert lines[3].startswith("[x] Goods received  23:46")
    assert lines[4].endswith("3260.00 yuan  SJ-91  钱会计")
    assert lines[6].endswith("周工  2 findings")
    assert lines[7:] == [">>  Repairs passed  0 of 2 repaired", "[ ] Filed"]


def test_in_the_end_everything_is_ticked_and_the_appointment_is_gone(counter: Counter) -> None:
    number = moved(counter, 10)
    assert all(line.startswith("[x] ") for line in beside(counter.desk, number, "Checklist"))
    assert beside(counter.desk, number, "Appointment") == []


def test_a_voided_move_in_has_nothing_that_comes_next(counter: Counter) -> None:
    number = notified(counter)
    counter.do("movein.void", number, reason="录错")
    assert not [line for line in beside(counter.desk, number, "Checklist") if line.startswith(">>")]


def test_findings_say_term_repair_and_second_inspection(counter: Counter, clock: FrozenClock) -> None:
    number = moved(counter, 6)
    found = beside(counter.desk, number, "What the inspection found")
    assert found[0] == " 1 厨房: 水龙头滴水"
    assert found[1] == "   [ ] to be repaired by 11-23 23:52"
    clock.forward(days=3)
    assert beside(counter.desk, number, "What the inspection found")[1].startswith("   !! to be repaired by")
    counter.do("movein.fix", number, number=1, result="已换阀芯")
    assert beside(counter.desk, number, "What the inspection found")[1].endswith("repaired 23:52  已换阀芯")


def test_what_was_left_out_is_said_with_its_reason_and_the_family_s_numbers_are_masked(counter: Counter) -> None:
    number = moved(counter, 3)
    assert beside(counter.desk, number, "What is lacking") == [
        "! Not signed  Temporary owners' covenant  Temp: 待商量",
        "! Data card without  copies of identity cards  明日补交",
        "! Not handed over  Renovation guide",
    ]
    assert beside(counter.desk, number, "Family members") == ["刘刚，配偶，139****2299"]


def test_the_appointment_is_told_and_whether_it_was_missed(counter: Counter, clock: FrozenClock) -> None:
    number = notified(counter)
    counter.do("movein.appoint", number, appointed="+10h")
    assert beside(counter.desk, number, "Appointment") == ["comes 11-22 09:40"]
    clock.forward(hours=11)
    assert beside(counter.desk, number, "Appointment") == ["!! was to come 09:40"]


def test_what_the_sections_tell_does_not_stand_on_record_again(counter: Counter) -> None:
    found = facts(counter.desk, moved(counter, 10))
    assert set(found) <= {
        "Unit",
        "Owner",
        "Phone",
        "How it was sent",
        "To come until",
        "Campaign",
        "Second inspections",
    }
    assert found["Phone"] == "136****0002"


# --- beside an owner file -----------------------------------------------------------------------------------


def test_the_file_says_where_it_lies_and_what_is_missing(counter: Counter) -> None:
    lines = beside(counter.desk, filed(counter), "What lies in the file")
    assert lines[0] == "Shelf  B-7  2 of 14"
    assert lines[1] == "[ ] Temporary owners' covenant  missing"
    assert "[x] Owner data card" in lines


def test_who_read_the_file_and_who_reads_it_now(counter: Counter) -> None:
    number = filed(counter)
    read_once(counter, number, complete="no", remark="缺第 2 页")
    counter.do("file.consult", number, reader="周工", what="公约", purpose="查条款", signatures=MANAGER)
    now = beside(counter.desk, number, "Being read")
    assert now == ["周工  公约", "What for  查条款", "Approved by  孙主任  23:40", "paper not out"]
    counter.do("file.lend", number)
    assert beside(counter.desk, number, "Being read")[-1] == "! paper out since 23:40"
    assert beside(counter.desk, number, "Who read it") == [
        "23:40 - 23:40  李婷  验房表: 核对面积  approved by 孙主任  !! not complete  缺第 2 页"
    ]


def test_of_many_readings_the_latest_stand_beside_the_file(counter: Counter) -> None:
    number = filed(counter)
    for _time in range(11):
        read_once(counter, number)
    lines = beside(counter.desk, number, "Who read it")
    assert len(lines) == 11
    assert lines[-1] == "Earlier ones stand in the course."


def test_changes_show_before_and_after_with_numbers_masked(counter: Counter) -> None:
    number = filed(counter)
    counter.do("file.change", number, kind="phone", number="13700001111", dead="13812348812", paper="yes")
    counter.do("file.census", number, result="changed", note="租客 13900002222")
    counter.do("file.arrears", number, since="2026-10-01 09:00")
    counter.do("file.contact_check", number, outcome="answered")
    assert beside(counter.desk, number, "What changed") == ["23:40  Phone  138****8812 -> 137****1111"]
    assert beside(counter.desk, number, "Quarterly surveys") == ["2026Q4  Changed  23:40  租客 139****2222"]
    assert beside(counter.desk, number, "Arrears") == ["! since 2026-10-01  contact details checked ×1"]


# --- the two lists ------------------------------------------------------------------------------------------


async def test_the_lists_say_whom_to_remind_and_whose_period_is_over(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    notified(counter, until="2026-11-24 18:00")
    counter.do("building.ready", building="3", conditions=ALL, checked_by="赵经理")
    counter.do("movein.notify", unit="3-1301", person="单志刚", until="2026-11-22 00:30")
    clock.forward(hours=1)
    desk.sweep()
    async with at_desk(desk.path, clock, size=SIZES[0]) as front:
        await at_moveins(front)
        await front.press("ctrl+e")
        await front.sees("1 to be reminded", "2 days left", "136****0002", "1 whose period is over", "!! over today")
        await front.press("enter")
        await front.sees("RZ20261121-001", "[Notified]")
        await front.press("escape", "tab", "enter")
        await front.sees("RZ20261121-002", "[Period over]")
        await front.press("escape")
        await front.until(lambda: type(front.app.screen).__name__ == "MoveinLists")
        await front.press("escape")
        await front.until(lambda: type(front.app.screen).__name__ == "MoveinsScreen")


async def test_who_was_reminded_leaves_the_list(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    number = notified(counter, until="2026-11-24 18:00")
    async with at_desk(desk.path, clock) as front:
        await at_moveins(front)
        await front.press("ctrl+e")
        await front.sees("1 to be reminded", number)
        await front.press("ctrl+r")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")
        await front.press("ctrl+s")
        await front.sees("0 to be reminded", "Nobody is to be reminded.")
        row = desk.read(items.item, number)
        assert row is not None
        assert row.stage == "notified"
