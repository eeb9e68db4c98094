"""A list in a spreadsheet: where its heading is, which rows are none, what a moment without a time means."""

import re
from collections.abc import Hashable
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from propdesk.errors import Refused
from propdesk.rules import cells, listing
from propdesk.rules.calendar import WorkCalendar

NOW = datetime(2026, 11, 21, 15, 40, tzinfo=UTC)
CALENDAR = WorkCalendar(ZoneInfo("Asia/Shanghai"))
LAMPS = listing.Listing(
    code="lamps",
    columns={"place": ("Place", "位置 地点 place"), "watts": ("Watts", "功率 watts"), "put_up": ("Put up", "安装日期")},
    needs=frozenset({"place", "watts"}),
    aside=re.compile(r"#|合计"),
    no_heading="No heading in {rows} rows.",
    twice="“{column}” twice.",
    no_rows="No rows.",
)


def lines(*rows: list[object]) -> list[listing.Line]:
    return LAMPS.lines(rows, calendar=CALENDAR, now=NOW)


def line(*row: object) -> listing.Line:
    return lines(["位置", "功率", "安装日期"], list(row))[0]


def test_titles_may_stand_above_the_heading_and_rows_keep_the_number_they_have_in_the_file() -> None:
    found = lines(
        ["灯具清单"], [], ["Place", "功率（W）"], ["大堂", 12], [None, ""], ["# 例"], ["合计", 12], ["车库", 8]
    )
    assert [(each.number, each.row[0]) for each in found] == [(4, "大堂"), (8, "车库")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["位置", "颜色"], ["大堂", "白"]], "lamps_heading"),
        ([["位置", "功率", "Place"]], "lamps_heading"),
        ([["位置", "功率"]], "lamps"),
        ([*([["灯具清单"]] * 20), ["位置", "功率"], ["大堂", 12]], "lamps_heading"),
    ],
)
def test_a_list_without_a_clear_heading_or_without_rows_is_refused(rows: list[list[object]], code: str) -> None:
    with pytest.raises(Refused) as refused:
        lines(*rows)
    assert refused.value.code == code


def test_each_problem_is_noted_with_its_column_and_the_reading_goes_on() -> None:
    one = line("大" * 41, "")
    assert one.read("place", cells.word, "?") == "?"
    assert one.needed("watts", cells.word, "Empty.") is None
    assert one.read("put_up", cells.word, "-") == "-"
    assert [each.column for each in one.bad] == ["Place", "Watts"]


def test_a_cell_that_cannot_be_read_is_not_called_empty_too() -> None:
    one = line("大" * 41, "")
    assert one.needed("place", cells.word, "Empty.") is None
    assert len(one.bad) == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-02", "2026-11-02 18:00"),
        ("2026-11-02 9:30", "2026-11-02 09:30"),
        ("2026年11月2日 14时", "2026-11-02 14:00"),
        (datetime(2026, 11, 2), "2026-11-02 18:00"),  # noqa: DTZ001
    ],
)
def test_a_day_without_a_time_means_the_time_of_day_that_is_usual(typed: object, meant: str) -> None:
    found = line("大堂", 12).moment(typed, time(18))
    assert found is not None
    assert line("大堂", 12).shown(found) == meant


@pytest.mark.parametrize("typed", ["2026-11-02 25:00", "2026-02-30", "昨天"])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        line("大堂", 12).moment(typed, time(18))


def test_a_value_that_must_stand_once_names_the_row_that_has_it() -> None:
    first: dict[Hashable, int] = {"7": 2}
    one = lines(["位置", "功率"], ["#"], ["大堂", 12])[0]
    one.once(first, "place", "7", "Row {other} has {value}.", "7")
    one.once(first, "place", "8", "Row {other} has {value}.", "8")
    assert [each.sentence("en") for each in one.bad] == ["Row 3, Place: Row 2 has 7."]


def test_a_room_without_its_building_is_no_place() -> None:
    assert listing.where("3号楼1201") == ("3-1201", "")
    assert listing.where("3号楼大堂") == ("", "3号楼大堂")
    with pytest.raises(Refused):
        listing.where("1201")


def test_only_one_phone_fits_a_cell() -> None:
    assert listing.one_phone("138 1234 8812", "Several: {value}") == "13812348812"
    assert listing.one_phone("", "Several: {value}") == ""
    with pytest.raises(Refused) as refused:
        listing.one_phone("13812348812/13912342207", "Several: {value}")
    assert refused.value.sentence("en") == "Several: 13812348812、13912342207"
