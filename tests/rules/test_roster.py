"""A roster is read whole or refused with every bad row."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.errors import Refused
from propdesk.rules import cells
from propdesk.rules.roster import Roster, RosterRefused, RosterUnit, heading_of, read_rows

HEADING = ("楼栋", "房号", "建筑面积(㎡)", "房屋状态", "入住日期", "姓名", "身份", "联系电话", "车牌", "特别提示")


def cell_day(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour)  # noqa: DTZ001  a cell of a spreadsheet knows no zone


def read(*rows: Sequence[object], heading: Sequence[object] = HEADING) -> Roster:
    return read_rows([heading, *rows])


def unit(*rows: Sequence[object], heading: Sequence[object] = HEADING) -> RosterUnit:
    (only,) = read(*rows, heading=heading).units
    return only


def bad(*rows: Sequence[object], heading: Sequence[object] = HEADING) -> list[tuple[int, str, str]]:
    with pytest.raises(RosterRefused) as caught:
        read(*rows, heading=heading)
    return [(row.number, row.column, row.reason) for row in caught.value.bad]


def test_one_row_is_one_person_of_a_unit() -> None:
    found = unit(
        (
            "3号楼",
            "1201",
            128.5,
            "已入住",
            "2024年6月18日",
            "王敏",
            "业主",
            "13812348812",
            "鲁B·12345",
            "老人耳背，敲门要久等",
        ),
        ("3号楼", "1201", None, None, None, "刘强", "家属", 13912342207, None, None),
    )
    assert (found.code, found.area, found.state, found.moved_in) == ("3-1201", 12850, "occupied", date(2024, 6, 18))
    assert [(who.name, who.capacity, who.phones) for who in found.people] == [
        ("王敏", "owner", ("13812348812",)),
        ("刘强", "family", ("13912342207",)),
    ]
    assert (found.plates, found.notes) == ((("鲁B·12345", "王敏"),), ("老人耳背，敲门要久等",))


def test_the_heading_may_stand_below_titles_and_carry_ornaments() -> None:
    roster = read_rows(
        [
            ("东光花园业主花名册",),
            (),
            ("制表: 张敏", None),
            ("序号", "*楼 栋", "房号（必填）", "姓名*", "电话1", "电话2"),
            (1, 3, 1201, "王敏", "119", "8812"),
        ]
    )
    assert roster.buildings == (("3", "3"),)
    assert roster.units[0].people[0].phones == ("119", "8812")


def test_headings_may_be_english() -> None:
    heading = ("Building", "Room", "Name", "Capacity", "Phone", "Moved in", "Area", "State", "Warranty until", "Note")
    row = ("Building 3", "1201", "John Smith", "Tenant", "13812348812", "2024-06-18", "128.5 m2", "Let", 45000, "-")
    found = unit(row, heading=heading)
    assert (found.code, found.people[0].capacity, found.state, found.area) == ("3-1201", "tenant", "let", 12850)
    assert (found.warranty_end, found.notes) == (date(2023, 3, 15), ())


def test_a_file_without_a_heading_is_refused() -> None:
    for rows in ([], [("a", "b")], [("姓名", "电话")], [("x",)] * 30 + [HEADING]):
        with pytest.raises(Refused) as caught:
            read_rows(rows)
        assert caught.value.code == "roster_heading"


def test_a_heading_without_rows_and_two_columns_of_one_kind_are_refused() -> None:
    with pytest.raises(Refused, match="no rows"):
        read()
    with pytest.raises(Refused, match="Two columns"):
        read(("3", "1201", "a", "b"), heading=("楼栋", "房号", "姓名", "业主姓名"))


@pytest.mark.parametrize(
    ("block", "room", "code"),
    [
        (3, 1201, "3-1201"),
        (3.0, 1201.0, "3-1201"),
        ("三号楼", "1201室", "3-1201"),
        ("3栋", "3-1201", "3-1201"),
        ("3", "3栋1201", "3-1201"),
        (None, "3－1503", "3-1503"),
        ("3", "2单元1201", "3-2-1201"),
        ("3", '="0502"', "3-0502"),
        ("3", "'0502", "3-0502"),
        ("12", cell_day(2001, 12, 1), "12-2001"),
        ("商铺", "12", "商铺-12"),
    ],
)
def test_a_room_is_read_from_its_cells(block: object, room: object, code: str) -> None:
    assert unit((block, room)).code == code


def test_the_entrance_may_have_its_own_column() -> None:
    assert unit(("3", "2单元", "1201", "王敏"), heading=("楼栋", "单元", "房号", "姓名")).code == "3-2-1201"


@pytest.mark.parametrize(
    ("block", "room", "reason"),
    [
        ("3", None, "The room is missing"),
        (None, "1201", "The building is missing"),
        ("5", "3-1201", "not in building 5"),
        ("3", cell_day(2026, 3, 12), "into the date"),
        ("12", cell_day(2026, 12, 1), "into the date"),
        ("3", "12/01", "is not a room"),
        ("3-1", "1201", "is not a building"),
        ("3", "#REF!", "error of the spreadsheet"),
    ],
)
def test_a_room_that_is_not_certain_is_refused(block: object, room: object, reason: str) -> None:
    with pytest.raises(RosterRefused, match=reason):
        read((block, room, None, None, None, "王敏"))


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (13812348812, ("13812348812",)),
        (1.3812348812e10, ("13812348812",)),
        (1.38e10, ("13800000000",)),
        ("1.3812348812E+10", ("13812348812",)),
        ("138 1234 8812", ("13812348812",)),
        ("+86 138-1234-8812", ("13812348812",)),
        ("１３８１２３４８８１２", ("13812348812",)),
        ("\u202d13812348812\u202c", ("13812348812",)),
        ("13812348812/13912342207、0532-88881234转801", ("13812348812", "13912342207", "0532-88881234-801")),
        ("13812348812\n13812348812", ("13812348812",)),
        ("13812348812 13912342207", ("13812348812", "13912342207")),
        ("(0532)88881234", ("0532-88881234",)),
        (53288881234, ("0532-88881234",)),
        ("0532-88881234-801", ("0532-88881234-801",)),
        ("119", ("119",)),
        ("无", ()),
        (None, ()),
    ],
)
def test_phones_are_read_however_they_were_entered(cell: object, numbers: tuple[str, ...]) -> None:
    assert cells.phones(cell) == numbers


@pytest.mark.parametrize(
    "cell", ["1.38E+10", "138123488", "12345678901234", "abc", "13812348812(女儿)", True, 12.5, 10**40]
)
def test_a_phone_that_is_not_certain_is_refused(cell: object) -> None:
    with pytest.raises(Refused):
        cells.phones(cell)


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from([str, int, float, "{} ".format, "+86{}".format])
)
def test_every_mobile_survives_a_spreadsheet(number: str, entered: type) -> None:
    assert cells.phones(entered(number)) == (number,)


@pytest.mark.parametrize(
    "cell",
    [
        cell_day(2020, 5, 1, 8),
        date(2020, 5, 1),
        "2020年5月1日",
        "2020-5-1",
        "2020/05/01",
        "2020.5.1",
        "20200501",
        43952,
        "43952",
        "2020-05-01 00:00:00",
    ],
)
def test_days_are_read_however_they_were_entered(cell: object) -> None:
    assert cells.day(cell) == date(2020, 5, 1)


@pytest.mark.parametrize(
    "cell", ["2020-13-01", "2021-02-29", "5月1日", "12", 1, 99999, float("nan"), date(1850, 1, 1), "soon"]
)
def test_a_day_that_is_not_certain_is_refused(cell: object) -> None:
    with pytest.raises(Refused):
        cells.day(cell)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("鲁B·12345", ("鲁B·12345",)),
        ("鲁b 12345、鲁ＢＤ12345", ("鲁B·12345", "鲁B·D12345")),
        ("无", ()),
    ],
)
def test_plates_are_stored_in_one_form(cell: object, numbers: tuple[str, ...]) -> None:
    assert cells.plates(cell) == numbers


@pytest.mark.parametrize("name", ["王\x07敏", "\ud800", "王\u2028敏", "长" * 41, "王敏/刘强", "#N/A"])
def test_a_name_that_no_cell_may_hold_is_a_bad_row(name: str) -> None:
    assert [(number, column) for number, column, _ in bad(("3", "1201", None, None, None, name))] == [(2, "Name")]


def test_every_bad_row_is_named_and_nothing_is_taken_over() -> None:
    found = bad(
        ("3", "1201", "abc", "什么", "soon", "王敏", "邻居的猫", "12x", "???", "长" * 401),
        ("3", "1301", None, None, None, "", None, "13812348812"),
        ("3", "1401", None, None, None, "王敏"),
    )
    assert [(number, column) for number, column, _ in found] == [
        (2, "Area"),
        (2, "State"),
        (2, "Moved in"),
        (2, "Capacity"),
        (2, "Phone"),
        (2, "Plate"),
        (2, "Standing note"),
        (3, "Name"),
    ]


def test_rows_of_one_unit_may_not_contradict_one_another() -> None:
    found = bad(
        ("3", "1201", 128.5, None, None, "王敏", "业主", None, "鲁B12345"),
        ("3", "1201", 90, None, None, "王敏", "租户"),
        ("3", "1301", None, None, None, "刘强", "业主", None, "鲁B12345"),
    )
    assert [(number, column) for number, column, _ in found] == [(3, "Area"), (3, "Capacity"), (4, "Plate")]


def test_a_refusal_is_one_sentence_with_the_first_row_and_the_count() -> None:
    with pytest.raises(RosterRefused) as caught:
        read(("3", "1201", "{abc} [/b]"), ("3", "1301", "x"))
    assert str(caught.value) == (
        "Row 2, Area: “{abc} [/b]” is not an area in square metres. (2 in all; nothing was taken over)"
    )


def test_lines_under_the_table_are_passed_over() -> None:
    assert read(("3", "1201"), (None, None), ("合计：1户",), (None, "说明：以实际为准")).rows == 1


def test_a_row_shorter_than_the_heading_is_filled_with_nothing() -> None:
    assert unit(("3", "1201")).people == ()


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates()
)


@given(st.lists(st.lists(CELLS, max_size=12), max_size=4))
def test_any_cells_are_read_or_refused(rows: list[list[object]]) -> None:
    with suppress(Refused):
        read(*rows)


@given(st.lists(CELLS, max_size=6))
def test_any_row_may_stand_where_a_heading_is_looked_for(row: list[object]) -> None:
    heading_of(row)
