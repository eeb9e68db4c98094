"""Going live with a backlog: all of a file or nothing, old numbers kept, clocks as the file says."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from propdesk.desk import Done
from propdesk.errors import Refused
from propdesk.procedures.backlog import TakeOver
from propdesk.queries import items, journal, timers
from propdesk.rules.backlog import BacklogRefused
from propdesk.store import search
from propdesk.store.backlog import load_backlog, problems, write_template
from propdesk.store.verify import verify
from tests.conftest import SATURDAY_NIGHT, Counter

HEADING = (
    "类别",
    "原编号",
    "受理日期",
    "房号",
    "姓名",
    "电话",
    "内容",
    "服务项目",
    "部门",
    "通知人",
    "约定时间",
    "计时起点",
)
LEAK = ("报修", "BX-2025-0117", "2026-11-02 14:30", "3-1201", "王敏", "13812348812", "厨房下水漏水", "", "", "", "", "")
NOISE = ("投诉", "TS-88", "2026-11-10", "3-1301", "单志刚", "", "夜间装修噪音", "", "", "", "", "2026-11-23")
WATER = (
    "预约",
    "YY-3",
    "2026-11-20",
    "3-1201",
    "王敏",
    "",
    "送一桶水",
    "Bottled water",
    "客服部",
    "李姐",
    "2026-11-22",
    "",
)
CALL = ("回访", "HF-9", "2026-11-19", "", "尉迟静", "13612340002", "开锁服务", "", "", "", "", "")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def written(folder: Path, *rows: tuple[object, ...]) -> Path:
    path = folder / "backlog.xlsx"
    book = Workbook()
    for row in (HEADING, *rows):
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def take_over(counter: Counter, path: Path, digest: str = "0" * 64) -> Done:
    matters = load_backlog(path, calendar=counter.desk.site.calendar, now=counter.clock())
    step = counter.desk.fill("backlog.take_over", {"file": path.name, "sha256": digest})
    assert isinstance(step, TakeOver)
    return counter.desk.perform(step.carrying(matters), actor=counter.actor, request_id=f"backlog-{digest[:4]}")


@pytest.fixture
def taken(counter: Counter, tmp_path: Path) -> dict[str, items.ItemRow]:
    """One matter of each kind, by ledger."""
    done = take_over(counter, written(tmp_path, LEAK, NOISE, WATER, CALL))
    found = (counter.desk.read(items.item, number) for number, _ in done.opened)
    return {row.ledger: row for row in found if row}


def test_each_kind_goes_to_its_register_with_the_day_it_came_in(taken: dict[str, items.ItemRow]) -> None:
    assert {ledger: row.opened for ledger, row in taken.items()} == {
        "repair": at("2026-11-02T14:30"),
        "complaint": at("2026-11-10T09:00"),
        "booking": at("2026-11-20T09:00"),
        "callback": at("2026-11-19T09:00"),
    }
    assert taken["repair"].number == "BX20261121-001"
    assert taken["repair"].person == "王敏"


def test_the_entry_happened_when_it_came_in_and_was_written_now(
    counter: Counter, taken: dict[str, items.ItemRow]
) -> None:
    course = counter.desk.read(journal.course, taken["repair"].id, "en", counter.desk.zone)
    assert [(entry.step, entry.happened, entry.written) for entry in course] == [
        ("repair.receive", at("2026-11-02T14:30"), SATURDAY_NIGHT)
    ]
    assert verify(counter.desk.path).sound


def test_clocks_begin_with_the_import_or_as_the_file_says(counter: Counter, taken: dict[str, items.ItemRow]) -> None:
    running = counter.desk.read(timers.timers, counter.clock())
    begun = {(timer.number, timer.code): timer.started for timer in running}
    assert begun[taken["repair"].number, "BOOK.NOTIFY_5M"] == SATURDAY_NIGHT
    assert begun[taken["complaint"].number, "COMP.CONTACT_2H"] == at("2026-11-23T09:00")
    assert begun[taken["callback"].number, "CB.OTHER_1W"] == SATURDAY_NIGHT
    assert not [timer for timer in running if timer.state == "overdue"]


def test_an_agreed_time_stays_agreed_and_the_department_stays_told(
    counter: Counter, taken: dict[str, items.ItemRow]
) -> None:
    running = counter.desk.read(timers.timers, counter.clock())
    mine = {timer.code: timer for timer in running if timer.number == taken["booking"].number}
    assert mine["BOOK.AGREED_TIME"].due == at("2026-11-22T18:00")
    assert mine["BOOK.AGREED_TIME"].started == at("2026-11-20T09:00")
    assert "BOOK.NOTIFY_5M" not in mine
    assert taken["booking"].stage == "notified"


def test_an_agreed_time_that_has_passed_is_missed(counter: Counter, tmp_path: Path) -> None:
    take_over(counter, written(tmp_path, (*LEAK[:10], "2026-11-20 10:00", "")))
    assert counter.desk.sweep() == 1


@pytest.mark.parametrize(
    ("row", "ledger"), [(LEAK, "repair"), (NOISE, "complaint"), (WATER, "booking"), (CALL, "callback")]
)
def test_the_old_number_is_found(
    counter: Counter, taken: dict[str, items.ItemRow], row: tuple[str, ...], ledger: str
) -> None:
    assert counter.desk.read(search.find_items, row[1], None, 5) == [taken[ledger].id]


def test_one_act_holds_all_of_it(counter: Counter, tmp_path: Path) -> None:
    done = take_over(counter, written(tmp_path, LEAK, NOISE, WATER, CALL))
    assert [entry.step for entry in done.entries] == [
        "backlog.take_over", "repair.receive", "complaint.receive", "callback.due", "booking.receive", "booking.notify",
    ]  # fmt: skip
    counts = counter.desk.read(journal.of_act, done.act, "en", counter.desk.zone)[0]
    assert "4 open matters" in counts.sentence


def test_the_same_file_again_is_refused(counter: Counter, tmp_path: Path) -> None:
    path = written(tmp_path, LEAK)
    take_over(counter, path)
    with pytest.raises(Refused) as refused:
        counter.do("backlog.take_over", file="other.xlsx", sha256="0" * 64)
    assert refused.value.code == "backlog"
    with pytest.raises(BacklogRefused) as again:
        take_over(counter, path, "1" * 64)
    assert "BX-2025-0117" in again.value.bad[0].sentence("en")


def test_what_the_estate_and_the_site_do_not_know_is_named_and_nothing_is_written(
    counter: Counter, tmp_path: Path
) -> None:
    before = counter.desk.read(journal.last_seq)
    lost = (*LEAK[:3], "3-9999", *LEAK[4:])
    odd = (*WATER[:7], "按摩", *WATER[8:])
    path = written(tmp_path, NOISE, lost, odd)
    with pytest.raises(BacklogRefused) as refused:
        take_over(counter, path)
    assert [(bad.number, bad.column) for bad in refused.value.bad] == [(3, "Unit or place"), (4, "Service")]
    assert all(bad.sentence("zh_CN") for bad in refused.value.bad)
    assert counter.desk.read(journal.last_seq) == before


def test_a_file_is_needed(counter: Counter) -> None:
    with pytest.raises(Refused) as refused:
        counter.do("backlog.take_over", file="x.xlsx", sha256="1" * 64)
    assert refused.value.code == "backlog"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_empty_file_filled_in_can_be_taken_over(counter: Counter, tmp_path: Path, language: str) -> None:
    path = tmp_path / "empty.xlsx"
    write_template(path, language)
    with pytest.raises(Refused) as refused:
        load_backlog(path, calendar=counter.desk.site.calendar, now=counter.clock())
    assert refused.value.code == "backlog"
    book = load_workbook(path)
    row = (*WATER[:8], "客服部", "李姐", datetime(2026, 11, 22, 10, 0), None)  # noqa: DTZ001
    for position, value in enumerate(row, start=1):
        book.worksheets[0].cell(3, position).value = value
    book.save(path)
    take_over(counter, path)
    found = counter.desk.read(items.items, ledger="booking")
    assert [each.stage for each in found] == ["notified"]


def test_two_thousand_matters_are_taken_over_and_sound(counter: Counter, tmp_path: Path) -> None:
    rest = ("",) * 5
    rows = [
        ("报修" if number % 3 else "投诉", f"J{number:05d}", f"2026-10-{1 + number % 20:02d}", "3号楼大堂", "王敏", "",
         f"事项{number}", *rest)
        for number in range(2000)
    ]  # fmt: skip
    path = written(tmp_path, *rows)
    matters = load_backlog(path, calendar=counter.desk.site.calendar, now=counter.clock())
    assert not counter.desk.read(problems, matters, ())
    done = take_over(counter, path)
    assert len(done.opened) == 2000
    assert verify(counter.desk.path).sound
    running = counter.desk.read(timers.timers, counter.clock())
    assert not [timer for timer in running if timer.state == "overdue"]


def test_a_landline_with_a_four_digit_extension_comes_in_with_the_backlog(counter: Counter, tmp_path: Path) -> None:
    take_over(counter, written(tmp_path, (*LEAK[:5], "0532-88886666-8010", *LEAK[6:])))
    assert [row.phone for row in counter.desk.read(items.items)] == ["0532888866668010"]
