"""Reading a list of keys: every cell as people type it, every bad row named, a loan only where somebody borrows."""

from datetime import UTC, date, datetime

import pytest

from propdesk import locations
from propdesk.errors import Refused
from propdesk.rules.calendar import load_calendar
from propdesk.rules.keylist import KeyListRefused, KeyRow, read_rows

CALENDAR = load_calendar(locations.data() / "calendar-cn.toml")
NOW = datetime(2026, 11, 21, 15, 40, tzinfo=UTC)
COLUMNS = {
    "kind": "类别", "where": "房号或位置", "door": "门/用途", "pieces": "数量", "hook": "挂位", "tag": "钥匙编号",
    "owner": "业主/移交人", "phone": "联系电话", "reason": "托存原因", "condition": "领取要求", "collector": "领取人",
    "card": "业主证号", "departments": "可借部门", "instruction": "特别说明", "since": "接收日期", "borrower": "借用人",
    "borrower_kind": "借用人类型", "department": "借用部门", "company": "借用单位", "borrower_phone": "借用人电话",
    "out": "借出数量", "lent": "借出时间", "due": "约定归还", "purpose": "用途", "why": "借用原因",
    "authorised_by": "批准人",
}  # fmt: skip
DEVELOPERS = {
    "kind": "开发商未入住", "where": "3号楼1201", "door": "入户门", "pieces": 3, "hook": "a柜7", "tag": "k 0012",
    "owner": "东光地产", "phone": "0532-8888 6666", "departments": "工程部、客服部", "since": "2026-11-02",
}  # fmt: skip
MANDATE = {
    "kind": "业主托管", "owner": "王敏", "phone": "138 1234 8812", "reason": "长期出差", "condition": "凭业主证领取",
    "collector": "刘强", "card": "YZ-0007", "instruction": "敲门要久等",
}  # fmt: skip
PLANT = {"kind": "设备房", "where": "3号楼配电房"}
LOAN = {
    "borrower": "周师傅", "department": "工程部", "borrower_phone": "13900001111", "out": "2把", "lent": "2026-11-20",
    "due": "2026-11-23", "why": "检修管道", "authorised_by": "李主管",
}  # fmt: skip


def cells(**given: object) -> list[object]:
    """The developer's row with other cells."""
    told = {**DEVELOPERS, **given}
    return [told.get(column) for column in COLUMNS]


def read(*rows: list[object]) -> tuple[KeyRow, ...]:
    return read_rows([list(COLUMNS.values()), *rows], calendar=CALENDAR, now=NOW)


def one(**given: object) -> KeyRow:
    return read(cells(**given))[0]


def bad(*rows: list[object]) -> list[tuple[int, str]]:
    with pytest.raises(KeyListRefused) as refused:
        read(*rows)
    assert all(each.sentence("en").startswith(f"Row {each.number}, ") for each in refused.value.bad)
    assert refused.value.sentence("zh_CN")
    return [(each.number, each.column) for each in refused.value.bad]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


# --- key sets ------------------------------------------------------------------------------------------------------


def test_a_row_becomes_a_key_set() -> None:
    row = one()
    assert (row.kind, row.unit, row.place, row.door, row.pieces) == ("developer", "3-1201", "", "入户门", 3)
    assert (row.hook, row.tag, row.owner, row.phone) == ("A-07", "K0012", "东光地产", "0532-88886666")
    assert (row.departments, row.since, row.loan) == ("engineering, service", at("2026-11-02T09:00"), False)
    assert not row.answers().keys() & {"reason", "condition", "collector", "card"}


def test_an_owners_keys_bring_their_mandate() -> None:
    answers = one(**MANDATE).answers()
    assert {name: answers[name] for name in ("kind", "reason", "condition", "collector", "card", "instruction")} == {
        "kind": "entrusted", "reason": "长期出差", "condition": "凭业主证领取", "collector": "刘强", "card": "YZ-0007",
        "instruction": "敲门要久等",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("业主托管", "entrusted"),
        ("空置房", "vacant"),
        ("Developer", "developer"),
        ("", "developer"),
        (None, "developer"),
    ],
)
def test_a_units_keys_are_the_developers_unless_the_list_says_otherwise(typed: object, kind: str) -> None:
    assert one(kind=typed).kind == kind


@pytest.mark.parametrize(
    ("typed", "kind"), [("设备房", "plant"), ("万能钥匙（总钥匙）", "master"), ("总钥匙", "master"), ("Plant", "plant")]
)
def test_keys_of_the_house_belong_to_a_place(typed: str, kind: str) -> None:
    row = one(kind=typed, where="3号楼配电房")
    assert (row.kind, row.unit, row.place) == (kind, "", "3号楼配电房")
    assert one(kind=typed, where="3-1201").place == "3-1201"


@pytest.mark.parametrize(
    ("typed", "hook"), [("A-17", "A-17"), ("ａ17", "A-17"), ("17号", "17"), (17, "17"), (17.0, "17"), ("3-12", "3-12")]
)
def test_a_hook_is_read_as_people_write_it(typed: object, hook: str) -> None:
    assert one(hook=typed).hook == hook


@pytest.mark.parametrize(("typed", "pieces"), [("3", 3), (3.0, 3), ("3 把", 3), ("３个", 3)])
def test_a_number_of_keys_may_bear_its_measure_word(typed: object, pieces: int) -> None:
    assert one(pieces=typed).pieces == pieces


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("工程部，保安部", "engineering, security"),
        ("工程/保洁 客服", "engineering, cleaning, service"),
        ("engineering, 工程部", "engineering"),
        ("全部", ""),
        ("无", ""),
    ],
)
def test_departments_may_stand_in_one_cell(typed: str, among: str) -> None:
    assert one(departments=typed).departments == among


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2026-11-02 14:30", "2026-11-02T14:30"), (date(2026, 11, 2), "2026-11-02T09:00"), (46328, "2026-11-02T09:00")],
)
def test_keys_came_in_when_the_desk_opened_unless_a_time_is_given(typed: object, meant: str) -> None:
    assert one(since=typed).since == at(meant)


def test_keys_that_came_in_today_before_the_desk_opens_came_in_now() -> None:
    early = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    rows: list[list[object]] = [list(COLUMNS.values()), cells(since="2026-11-21")]
    assert read_rows(rows, calendar=CALENDAR, now=early)[0].since == early


def test_an_extension_of_a_phone_is_written_as_forms_take_it() -> None:
    assert one(phone="0532-88886666-8001").phone == "0532-88886666x8001"


def test_what_says_nothing_is_nothing_and_other_words_stay_as_they_are() -> None:
    row = one(**{**MANDATE, "reason": "／", "condition": "本人，凭证（原件）", "collector": "无", "card": "-"})
    assert (row.reason, row.condition, row.collector, row.card) == ("", "本人，凭证（原件）", "", "")


def test_key_sets_with_a_label_come_first_so_that_no_new_number_takes_theirs() -> None:
    rows = [cells(tag="", hook="A-1"), cells(tag="K0001", hook="A-2"), cells(tag="", hook="A-3")]
    assert [row.hook for row in read(*rows)] == ["A-02", "A-01", "A-03"]


def test_english_headings_do_as_well() -> None:
    heading: list[object] = [
        "Class",
        "Unit or place",
        "What they open",
        "Number of keys",
        "Hook no.",
        "Label number",
        "Owner's card",
    ]
    rows: list[list[object]] = [heading, ["entrusted", "3-1201", "front door", 2, "A-1", "", "yz-1"]]
    row = read_rows(rows, calendar=CALENDAR, now=NOW)[0]
    assert (row.kind, row.unit, row.door, row.pieces, row.card) == ("entrusted", "3-1201", "front door", 2, "yz-1")


def test_in_a_list_without_borrowers_the_use_of_keys_is_what_they_open() -> None:
    rows: list[list[object]] = [["房号", "用途", "数量", "挂位"], ["3-1201", "入户门", 2, "A-1"]]
    assert read_rows(rows, calendar=CALENDAR, now=NOW)[0].door == "入户门"


def test_remarks_and_totals_are_not_read_but_a_numbered_label_is() -> None:
    heading: list[object] = ["钥匙编号", "房号", "数量", "挂位"]
    rows: list[list[object]] = [
        heading,
        ["# 示例", "3-1201", 1, "A-1"],
        ["#12", "3-1201", 1, "A-2"],
        [None],
        ["合计", "", 1, ""],
    ]
    assert [(row.row, row.tag) for row in read_rows(rows, calendar=CALENDAR, now=NOW)] == [(3, "#12")]


@pytest.mark.parametrize(
    ("given", "columns"),
    [
        ({"kind": "仓库"}, ["Class"]),
        ({"kind": "", "where": "3号楼配电房"}, ["Class"]),
        ({"where": ""}, ["Unit or place"]),
        ({"kind": "", "where": ""}, ["Unit or place"]),
        ({"where": "1201"}, ["Unit or place"]),
        ({"where": datetime(2001, 12, 1)}, ["Unit or place"]),  # noqa: DTZ001
        ({"kind": "业主托管", "where": "会所"}, ["Unit or place"]),
        ({"kind": "设备房", "where": ""}, ["Unit or place"]),
        ({"pieces": 0}, ["Number of keys"]),
        ({"pieces": ""}, ["Number of keys"]),
        ({"pieces": "若干"}, ["Number of keys"]),
        ({"pieces": 2.5}, ["Number of keys"]),
        ({"hook": ""}, ["Hook"]),
        ({"hook": "墙上"}, ["Hook"]),
        ({"hook": date(2026, 3, 12)}, ["Hook"]),
        ({"tag": "K" * 21}, ["Number on the label"]),
        ({"phone": "13812348812/13912342207"}, ["Phone"]),
        ({"departments": "工程部、食堂"}, ["Who may draw"]),
        ({"since": "2026-11-22"}, ["Taken in on"]),
        ({"reason": "长期出差", "card": "YZ-7"}, ["Reason for entrusting", "Number of the owner's card"]),
        ({"kind": "?", "hook": "?", "pieces": "?"}, ["Class", "Hook", "Number of keys"]),
        ({"out": 1, "lent": "2026-11-20"}, ["Borrower"]),
        ({"purpose": "入户门"}, ["Borrower"]),
    ],
)
def test_what_is_wrong_with_a_key_set_is_named(given: dict[str, object], columns: list[str]) -> None:
    good = cells(tag="", hook="B-1")
    assert bad(good, cells(**given)) == [(3, column) for column in columns]


def test_a_hook_or_a_label_twice_names_the_other_row() -> None:
    rows = [cells(), cells(hook="A-007", tag="K13"), cells(hook="A-8", tag="Ｋ0012")]
    assert bad(*rows) == [(3, "Hook"), (4, "Number on the label")]


def test_a_sheet_without_a_heading_or_rows_is_refused() -> None:
    for rows, code in (([["一", "二"]], "keylist_heading"), ([list(COLUMNS.values())], "keylist")):
        with pytest.raises(Refused) as refused:
            read_rows(rows, calendar=CALENDAR, now=NOW)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        read_rows([[*COLUMNS.values(), "柜位"]], calendar=CALENDAR, now=NOW)
    assert refused.value.code == "keylist_heading"


# --- loans ---------------------------------------------------------------------------------------------------------


def test_a_borrower_makes_a_loan() -> None:
    row = one(**LOAN)
    assert row.loan
    assert (row.out, row.lent, row.due) == (2, at("2026-11-20T09:00"), at("2026-11-23T18:00"))
    assert row.loan_answers() == {
        "which": "K0012", "pieces": 2, "borrower": "周师傅", "borrower_kind": "department", "department": "engineering",
        "company": "", "phone": "13900001111", "purpose": "repair", "reason": "检修管道", "due": row.due,
        "authorised_by": "李主管",
    }  # fmt: skip


def test_what_a_loan_does_not_say_is_what_is_usual() -> None:
    row = one(**{**LOAN, "out": "", "why": "", "authorised_by": ""})
    assert (row.out, row.purpose, row.why, row.authorised_by) == (3, "repair", "Lent before the take-over", "工程部")
    alone = one(**{**LOAN, "department": "", "company": "通达电梯", "authorised_by": ""})
    assert alone.authorised_by == "-"


def test_keys_without_a_day_of_their_own_were_there_when_they_were_lent() -> None:
    assert one(**LOAN, since="").since == at("2026-11-20T09:00")


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"department": "工程部"}, "department"),
        ({"company": "通达电梯"}, "contractor"),
        ({"department": "工程部", "company": "通达电梯"}, "department"),
        ({}, "resident"),
        ({"borrower_kind": "业主"}, "resident"),
        ({"borrower_kind": "外单位", "department": "工程部", "company": "通达电梯"}, "contractor"),
    ],
)
def test_what_a_borrower_is_follows_from_what_is_said_of_him(given: dict[str, object], kind: str) -> None:
    assert one(**{**LOAN, "department": "", **given}).borrower_kind == kind


@pytest.mark.parametrize(("typed", "purpose"), [("维修", "repair"), ("空置房", "vacant"), ("Emergency", "emergency")])
def test_a_purpose_is_known_in_both_languages(typed: str, purpose: str) -> None:
    assert one(**LOAN, purpose=typed).purpose == purpose


@pytest.mark.parametrize(
    ("given", "columns"),
    [
        ({"lent": "", "due": ""}, ["Lent on", "Back by"]),
        ({"out": 4}, ["Keys lent"]),
        ({"out": 0}, ["Keys lent"]),
        ({"lent": "2026-11-22"}, ["Lent on"]),
        ({"lent": "2026-11-01"}, ["Lent on"]),
        ({"due": "2026-11-20 08:00"}, ["Back by"]),
        ({"due": "下周"}, ["Back by"]),
        ({"department": "食堂"}, ["Borrower's department"]),
        ({"borrower_kind": "部门", "department": ""}, ["Borrower's department"]),
        ({"borrower_kind": "外单位"}, ["Borrower's company"]),
        ({"borrower_kind": "邻居"}, ["Borrower is"]),
        ({**PLANT, "department": ""}, ["Borrower is"]),
        ({"borrower_phone": "12x"}, ["Borrower's phone"]),
        ({"purpose": "搬家"}, ["Purpose of the loan"]),
    ],
)
def test_what_is_wrong_with_a_loan_is_named(given: dict[str, object], columns: list[str]) -> None:
    assert bad(cells(**{**LOAN, **given})) == [(2, column) for column in columns]
