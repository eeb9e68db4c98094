"""The forms of patrols: log of a round, problem sheet, archive of a month (manual P14 section 2)."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from propdesk.desk import Signature
from propdesk.errors import Refused
from propdesk.models.sheet import Document
from propdesk.printing.press import documents_now, print_sheet
from propdesk.queries import items
from tests.conftest import Counter, FrozenClock
from tests.printing.text import text_of
from tests.procedures.keyring import bring_in
from tests.procedures.patrolling import B_LOCKED, E_FINE, NIGHT, at, configure, expected, pass_to, second, walk
from tests.procedures.reading import item


class Printer:
    """Prints sheets, and reads them."""

    def __init__(self, counter: Counter, folder: Path) -> None:
        self._counter, self._folder, self._printed = counter, folder, 0

    def pages(self, document: Document, number: str) -> list[str]:
        """The text of each page of a sheet."""
        self._printed += 1
        request, out = f"print-{self._printed}", self._folder / f"{self._printed}.pdf"
        desk, actor = self._counter.desk, self._counter.actor
        printed = print_sheet(desk, document, number, actor=actor, request_id=request, out=out)
        return [text_of(page) for page in PdfReader(printed.path).pages]

    def page(self, document: Document, number: str) -> str:
        """The text of a sheet of one page."""
        (text,) = self.pages(document, number)
        return text


@pytest.fixture
def printer(counter: Counter, tmp_path: Path) -> Printer:
    return Printer(counter, tmp_path)


@pytest.fixture
def walked(counter: Counter) -> str:
    """A round of roof and stairwell: the escape door is locked; 张敏 walks with 李婷."""
    configure(counter, "routes", [NIGHT])
    number = expected(counter)
    walk(counter, number, {"B": B_LOCKED, "E": E_FINE}, partner="李婷")
    counter.do("round.finish", number)
    return number


def has(text: str, *said: str) -> None:
    """Each is there."""
    for each in said:
        assert each in text, each


def finding(counter: Counter) -> str:
    """The number of the only finding."""
    (row,) = counter.desk.read(items.items, ledger="finding")
    return row.number


def test_the_log_says_of_every_item_what_was_seen_and_leaves_room_for_two_signatures(
    counter: Counter, printer: Printer, walked: str
) -> None:
    text = printer.page(Document.PATROL_LOG, walked)
    has(text, walked, "2026-11-21", "夜巡", "张敏", "李婷", "23:00-01:00", "2026-11-2123:40-00:00", "ontime",
        "BRoof", "B1Escapedooropensbyhand,neverlockeddefect3-2单元门被挂锁锁住", "B2Roofrailingwholefine栏杆牢固",
        "B4TVaerialwholenothere", "E1Nosmellofgasorburningfine各层闻过，只有油漆味", "XW20261121-001",
        "Firstcolleague(signature,date)", "Secondcolleague(signature,date)")  # fmt: skip
    counter.do("round.sign", walked, signatures=second())
    has(printer.page(Document.PATROL_LOG, walked), "Signedby张敏", "Secondsignature李姐", "Reprintno.1")


def test_the_log_names_what_was_left_out_and_why(counter: Counter, printer: Printer) -> None:
    configure(counter, "routes", [NIGHT])
    number = expected(counter)
    walk(counter, number, {"E": E_FINE})
    counter.do("round.finish", number, reason="大雨，天台不开")
    has(printer.page(Document.PATROL_LOG, number), "AreasleftoutB大雨，天台不开", "ProblemsfoundNone")


def test_the_log_names_the_page_of_what_was_open_already(
    counter: Counter, clock: FrozenClock, printer: Printer, walked: str
) -> None:
    clock.moment = at(22, 23, 30)
    again = expected(counter, day="2026-11-22")
    walk(counter, again, {"B": B_LOCKED, "E": E_FINE})
    counter.do("round.finish", again)
    has(printer.page(Document.PATROL_LOG, again), "ProblemsfoundXW20261121-001")


def test_the_log_marks_an_area_in_the_same_words_and_names_the_page_at_a_unit(
    counter: Counter, printer: Printer
) -> None:
    configure(counter, "routes", [{**NIGHT, "areas": "BL"}])
    number = expected(counter)
    same = "\n".join(f"B{each} ok 看过了没坏" for each in range(1, 9))
    walk(counter, number, {"B": same, "L": "L1 defect @1号楼0502 水表间渗水"})
    counter.do("round.finish", number)
    has(printer.page(Document.PATROL_LOG, number), "!samewords8x", "ProblemsfoundXW20261122-001")


def test_a_round_nobody_set_out_on_has_no_log(counter: Counter, printer: Printer) -> None:
    configure(counter, "routes", [NIGHT])
    number = expected(counter)
    with pytest.raises(Refused, match="nobody has set out"):
        printer.page(Document.PATROL_LOG, number)
    assert documents_now(counter.desk, item(counter.desk, number).id) == ()


def test_a_long_log_numbers_its_pages_and_repeats_the_area(counter: Counter, printer: Printer) -> None:
    bring_in(counter, ["楼栋", "房号"], *([building, "0101"] for building in "1234567"))
    configure(counter, "routes", [{**NIGHT, "areas": "B", "buildings": list("1234567")}])
    number = expected(counter)
    counter.do("round.start", number)
    for place in "1234567":
        counter.clock.forward(minutes=5)
        answers = B_LOCKED.replace("门被挂锁锁住", "门被挂锁锁住，" * 20)
        counter.do("round.area", number, area="B", place=place, answers=answers)
    pages = printer.pages(Document.PATROL_LOG, number)
    assert [f"{n}/{len(pages)}" in page for n, page in enumerate(pages, start=1)] == [True] * len(pages)
    assert len(pages) > 1
    assert all("BRoofbuilding" in page for page in pages[:2])


def test_a_problem_sheet_bears_its_page_code_and_follows_the_finding_to_its_verification(
    counter: Counter, printer: Printer, walked: str
) -> None:
    number = finding(counter)
    before = printer.page(Document.PROBLEM_SHEET, number)
    has(before, "№XW20261121-001", number, walked, "张敏/李婷", "B1Escapedoor", "门被挂锁锁住", "■Defect",
        "Patroller(signature,date)", "Personconcerned(signature,date)")  # fmt: skip
    counter.do("finding.tell", number, told_to="陈经理")
    counter.do("finding.handle", number, department="security", handler="赵队长", course="锁已拆除，钥匙收回")
    witness = (Signature("concerned", "赵队长", capacity="保安"),)
    counter.do("finding.verify", number, result="门手推即开", signatures=witness)
    after = printer.page(Document.PROBLEM_SHEET, number)
    has(after, "陈经理", "赵队长", "锁已拆除，钥匙收回", "门手推即开", "Verifiedby张敏", "Personconcerned赵队长")


def test_the_sheet_of_a_smell_bears_both_times(counter: Counter, printer: Printer) -> None:
    number = counter.do("finding.report", text="五楼煤气味", kind="smell", place="3 5F").item or ""
    counter.do("finding.ask_unit", number, asked="23:30", answer="无人应门")
    counter.do("finding.call_security", number, reached="赵队长", called="23:35")
    text = printer.page(Document.PROBLEM_SHEET, number)
    has(text, "Unitaskedat2026-11-2123:30", "无人应门", "Securitycalledat2026-11-2123:35", "赵队长")


def test_the_archive_of_a_month_lists_every_page_and_every_round(
    counter: Counter, clock: FrozenClock, printer: Printer, walked: str
) -> None:
    counter.do("finding.report", text="污水井盖破损", place="东门", check="H4", told_to="陈经理")
    void = counter.do("finding.report", text="误报", place="西门").item or ""
    counter.do("finding.void", void, reason="误报")
    pass_to(counter, at(2, 10, month=12))
    (archive,) = [row for row in counter.desk.read(items.items, ledger="report") if "Patrol records" in row.title]
    text = "".join(printer.pages(Document.PATROL_MONTH, archive.number))
    has(text, archive.number, "2026-11-01", "2026-11-30", "FirstpageXW20261121-001", "LastpageXW20261122-003", "Pages3",
        "Pages1to3ofall,3inarow:noneismissing.Itbeginswiththefirstpageofall.",
        "门被挂锁锁住", "污水井盖破损", "陈经理", "XW20261122-00311-22误报西门void", walked)  # fmt: skip
    expected_rounds = [row for row in counter.desk.read(items.items, ledger="round") if row.opened < at(1, 0, month=12)]
    assert text.count("夜巡") == len(expected_rounds)


def test_the_archive_of_a_month_goes_on_where_the_one_before_ended_g_pat_04(
    counter: Counter, clock: FrozenClock, printer: Printer, walked: str
) -> None:
    pass_to(counter, at(1, 0, 20, month=12))
    late = at(30, 23, 55)
    for text in ("东门灯坏", "西门灯坏"):
        counter.do("finding.report", text=text, place=text[:2], told_to="陈经理", happened=late)
    pass_to(counter, at(2, 10, month=1).replace(year=2027))
    november, december = (
        "".join(printer.pages(Document.PATROL_MONTH, row.number))
        for row in sorted(counter.desk.read(items.items, ledger="report", limit=500), key=lambda row: row.id)
        if "Patrol records" in row.title
    )
    has(november, "LastpageXW20261121-001", "Pages1to1ofall,1inarow:noneismissing.")
    assert "东门灯坏" not in november
    has(december, "FirstpageXW20261201-002", "LastpageXW20261201-003", "XW20261201-00211-30东门灯坏",
        "Pages2to3ofall,2inarow:noneismissing.ThepagebeforeisXW20261121-001.")  # fmt: skip


def test_other_reports_are_no_archive(counter: Counter, printer: Printer) -> None:
    pass_to(counter, at(22, 20))
    other = counter.desk.read(items.items, ledger="report")[0]
    assert "Patrol" not in other.title
    with pytest.raises(Refused, match="is no archive of patrols"):
        printer.page(Document.PATROL_MONTH, other.number)
