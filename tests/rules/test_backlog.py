"""Reading a backlog: every cell as people type it, every bad row named."""

from datetime import UTC, date, datetime

import pytest

from propdesk import locations
from propdesk.errors import Refused
from propdesk.rules.backlog import BacklogRefused, Matter, read_rows
from propdesk.rules.calendar import load_calendar

CALENDAR = load_calendar(locations.data() / "calendar-cn.toml")
NOW = datetime(2026, 11, 21, 15, 40, tzinfo=UTC)
HEADING = [
    "类别",
    "原编号",
    "受理日期",
    "房号或位置",
    "姓名",
    "联系电话",
    "内容",
    "责任部门",
    "通知人",
    "约定时间",
    "计时起点",
    "服务项目",
]
ROW = [
    "报修",
    "BX-2026-117",
    "2026-11-02",
    "3-1201",
    "王敏",
    "138 1234 8812",
    "厨房下水漏水",
    "工程部",
    "周师傅",
    "",
    "",
    "家政保洁",
]


def read(*rows: list[object]) -> tuple[Matter, ...]:
    return read_rows([HEADING, *rows], calendar=CALENDAR, now=NOW)


def changed(**cells: object) -> list[object]:
    columns = (
        "kind",
        "number",
        "opened",
        "unit",
        "name",
        "phone",
        "text",
        "department",
        "told",
        "agreed",
        "clocks",
        "service",
    )
    return [cells.get(column, value) for column, value in zip(columns, ROW, strict=True)]


def bad(*rows: list[object]) -> list[tuple[int, str]]:
    with pytest.raises(BacklogRefused) as refused:
        read(*rows)
    assert all(each.sentence("en").startswith(f"Row {each.number}, ") for each in refused.value.bad)
    assert refused.value.sentence("zh_CN")
    return [(each.number, each.column) for each in refused.value.bad]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def test_a_row_becomes_a_matter() -> None:
    (matter,) = read(list(ROW))
    assert (matter.kind, matter.number, matter.unit, matter.place) == ("repair", "BX-2026-117", "3-1201", "")
    assert (matter.name, matter.phone, matter.text) == ("王敏", "13812348812", "厨房下水漏水")
    assert (matter.department, matter.told) == ("engineering", "周师傅")
    assert (matter.opened, matter.agreed, matter.clocks_from) == (at("2026-11-02T09:00"), None, None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-02 14:30", "2026-11-02T14:30"),
        ("2026/11/2 8:05", "2026-11-02T08:05"),
        ("2026年11月2日 8时", "2026-11-02T08:00"),
        ("2026年11月2日", "2026-11-02T09:00"),
        (datetime(2026, 11, 2, 14, 30), "2026-11-02T14:30"),  # noqa: DTZ001
        (datetime(2026, 11, 2), "2026-11-02T09:00"),  # noqa: DTZ001
        (date(2026, 11, 2), "2026-11-02T09:00"),
        (46328, "2026-11-02T09:00"),
    ],
)
def test_a_day_is_read_with_and_without_its_time(typed: object, meant: str) -> None:
    assert read(changed(opened=typed))[0].opened == at(meant)


def test_an_agreed_day_lasts_to_the_close_and_clocks_begin_with_the_desk() -> None:
    (matter,) = read(changed(agreed="2026-11-25", clocks="2026-11-23"))
    assert (matter.agreed, matter.clocks_from) == (at("2026-11-25T18:00"), at("2026-11-23T09:00"))


@pytest.mark.parametrize(
    ("typed", "kind"), [("报修", "repair"), ("特色服务", "booking"), ("Complaint", "complaint"), ("回访", "callback")]
)
def test_kinds_are_known_in_both_languages(typed: str, kind: str) -> None:
    assert read(changed(kind=typed))[0].kind == kind


def test_a_place_that_is_no_unit_stays_a_place() -> None:
    matter = read(changed(unit="3号楼大堂"))[0]
    assert (matter.unit, matter.place) == ("", "3号楼大堂")
    assert read(changed(unit="3号楼1201"))[0].unit == "3-1201"


def test_remarks_examples_and_totals_are_not_read() -> None:
    rows: list[list[object]] = [["# 示例", "x", "y"], [None] * 12, list(ROW), ["合计 1 件"]]
    assert [matter.row for matter in read(*rows)] == [4]


def test_the_one_that_came_in_first_comes_first() -> None:
    rows = [changed(number="B", opened="2026-11-05"), changed(number="A", opened="2026-11-01")]
    assert [matter.number for matter in read(*rows)] == ["A", "B"]


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (changed(kind=""), ["Kind of matter"]),
        (changed(kind="表扬"), ["Kind of matter"]),
        (changed(number=None), ["Old number"]),
        (changed(opened="上周"), ["Received on"]),
        (changed(opened="2026-11-02 25:00"), ["Received on"]),
        (changed(opened="2026-11-22"), ["Received on"]),
        (changed(unit=""), ["Unit or place"]),
        (changed(unit="1201"), ["Unit or place"]),
        (changed(phone="123x"), ["Phone"]),
        (changed(phone="13812348812/13912342207"), ["Phone"]),
        (changed(text=" "), ["What it is about"]),
        (changed(department="食堂"), ["Department", "Department"]),
        (changed(department=""), ["Department"]),
        (changed(agreed="2026-11-01"), ["Agreed time"]),
        (changed(clocks="2026-11-01"), ["Clocks from"]),
        (changed(kind="预约", service=""), ["Service"]),
        (changed(kind="?", text="", phone="x"), ["Kind of matter", "What it is about", "Phone"]),
    ],
)
def test_what_is_wrong_is_named_with_row_and_column(row: list[object], columns: list[str]) -> None:
    assert bad(list(changed(number="BX-1")), row) == [(3, column) for column in columns]


def test_an_old_number_twice_names_the_other_row() -> None:
    assert bad(list(ROW), changed(number="bx-2026-117")) == [(3, "Old number")]


def test_a_sheet_without_a_heading_or_rows_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_rows([["一", "二"]], calendar=CALENDAR, now=NOW)
    assert refused.value.code == "backlog_heading"
    with pytest.raises(Refused) as refused:
        read()
    assert refused.value.code == "backlog"
    with pytest.raises(Refused) as refused:
        read_rows([[*HEADING, "编号"]], calendar=CALENDAR, now=NOW)
    assert refused.value.code == "backlog_heading"
