"""The forms of move-in: notice, course, goods, inspection, keys, file cover (manual D, rows 4, 5, 8, 31)."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from propdesk.models.sheet import Document
from propdesk.printing.press import documents_now, print_sheet
from propdesk.settings import AGREEMENTS, MOVEIN_GOODS
from tests.conftest import Counter
from tests.printing.text import text_of
from tests.procedures.household import (
    BOTH,
    FINANCE,
    FLAT,
    FOUND,
    OWNER,
    OWNER_NAME,
    PAYMENT,
    first_inspect,
    notify,
    ready,
    until,
    with_findings,
)
from tests.procedures.keyring import vacant_unit
from tests.procedures.reading import item, refusal

WATER = "Pleasedoawater-tightnesstestbeforedecorating."


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
def site(counter: Counter) -> Counter:
    """The counter of a site whose building 5 is open for move-in."""
    vacant_unit(counter)
    ready(counter)
    return counter


@pytest.fixture
def printer(counter: Counter, tmp_path: Path) -> Printer:
    return Printer(counter, tmp_path)


def has(text: str, *said: str) -> None:
    """Each is there."""
    for each in said:
        assert each in text, each


def test_a_notice_says_where_until_when_what_to_bring_and_leaves_room_for_stamps(
    site: Counter, printer: Printer
) -> None:
    number = notify(site, campaign="秋季交房")
    text = printer.page(Document.MOVEIN_NOTICE, number)
    has(text, number, OWNER_NAME, FLAT, "东光花园服务中心", "09:00-18:00", "Tocomeuntil2026-12-21", "秋季交房",
        "Purchasecontract,original", "Owner'sidentitycard,original", "Thisnotice,withallstamps",
        "owner'swrittenmandate", "1.Havethisnoticestamped", "7.Inspecttheflat", "Developer:sales",
        "Developer:finance", "1month(s)", "Receivedbytheowner(signature,date)")  # fmt: skip


def test_a_notice_names_the_steps_in_the_order_of_the_site(site: Counter, printer: Printer) -> None:
    first_inspect(site)
    has(printer.page(Document.MOVEIN_NOTICE, notify(site)), "6.Inspecttheflat", "7.Receivethekeys")


def test_a_course_sheet_ticks_what_was_done_and_when(site: Counter, printer: Printer) -> None:
    number = notify(site, received="23:00")
    before = printer.page(Document.MOVEIN_COURSE, number)
    has(before, "■Noticesent2026-11-2123:40Byletter", "■Noticereceived2026-11-2123:00", "□Paperschecked", "□Feespaid")
    until(site, "inspected", number)
    text = printer.page(Document.MOVEIN_COURSE, number)
    has(text, "■Paperschecked2026-11-2123:40", "■Goodsreceived2026-11-2123:40", "3,000.00yuanS-1钱会计", "×3",
        "■Flatinspected2026-11-2123:40周工Findings:0", "□Secondinspection", "□Papersfiled")  # fmt: skip


def test_the_list_of_goods_is_there_to_be_signed_and_names_afterwards_what_was_received(
    site: Counter, printer: Printer
) -> None:
    number = until(site, "signed")
    before = printer.page(Document.MOVEIN_GOODS, number)
    has(before, "1Owners'handbook□", "5Renovationguide□", "Owner(signature,date)", "□Yes■No")
    given = "; ".join(MOVEIN_GOODS[:2])
    site.do("movein.goods", number, goods=given, more="门禁卡 3 张，编号 1001", signatures=(OWNER,))
    text = printer.page(Document.MOVEIN_GOODS, number)
    has(text, "1Owners'handbook1■", "2Dwellingusermanual1■", "3Dwellingqualitywarranty□", "6门禁卡3张，编号1001■")


def test_g_move_05_both_copies_of_the_inspection_sheet_carry_the_remark_on_the_water_test(
    site: Counter, printer: Printer
) -> None:
    number = until(site, "keyed")
    blank = printer.pages(Document.INSPECTION, number)
    site.do("movein.inspect", number, signatures=BOTH, **FOUND)
    for first, second in (blank, printer.pages(Document.INSPECTION, number)):
        has(first, WATER, "Copy1:fortheowner", "Owner(signature,date)", "Handing-overperson(signature,date)")
        has(second, WATER, "Copy2:fortheownerfile")
        assert first.replace("Copy1:fortheowner", "") == second.replace("Copy2:fortheownerfile", "")


def test_g_move_05_also_a_sheet_without_findings_carries_the_remark(site: Counter, printer: Printer) -> None:
    for page in printer.pages(Document.INSPECTION, until(site, "inspected")):
        has(page, WATER, "■Yes□No")
        assert "Secondinspection,no." not in page


def test_the_inspection_sheet_has_a_row_for_each_finding_and_tells_of_second_inspections(
    site: Counter, printer: Printer
) -> None:
    number = with_findings(site)
    page, _ = printer.pages(Document.INSPECTION, number)
    has(page, "1厨房水龙头滴水2026-11-23□", "2卧室窗框划痕2026-11-23□", "Secondinspection,no.1", "周工")
    site.do("movein.fix", number, number=0, result="换了垫圈")
    site.do("movein.reinspect", number, passed="no", failed="2", remark="仍有划痕", signatures=BOTH)
    site.do("movein.fix", number, number=2)
    site.do("movein.reinspect", number, signatures=BOTH)
    page, _ = printer.pages(Document.INSPECTION, number)
    has(page, "1厨房水龙头滴水2026-11-232026-11-21换了垫圈■", "仍有划痕", "Secondinspection,no.2", "□Yes■No",
        "Reprintno.1")  # fmt: skip
    assert "Secondinspection,no.3" not in page


def test_a_long_list_of_findings_goes_on_over_pages_and_loses_nothing(site: Counter, printer: Printer) -> None:
    number = until(site, "keyed")
    long = "\n".join(f"房间{each:02d}：第{each:02d}处{'墙面空鼓' * 13}" for each in range(1, 61))
    site.do("movein.inspect", number, signatures=BOTH, **{**FOUND, "findings": long})
    pages = printer.pages(Document.INSPECTION, number)
    half = len(pages) // 2
    assert len(pages) == 2 * half > 4
    for copy in (pages[:half], pages[half:]):
        assert all("Roomoritem" in page for page in copy)
        assert [f"{each}/{half}" in page for each, page in enumerate(copy, start=1)] == [True] * half
        whole = "".join(copy)
        assert [whole.count(f"第{each:02d}处") for each in range(1, 61)] == [1] * 60
        assert whole.count("墙面空鼓") == 60 * 13
        assert "…" not in whole
        assert WATER in copy[0]


def test_the_key_register_is_printed_once_the_fees_are_paid(site: Counter, printer: Printer) -> None:
    number = until(site, "equipped")
    came = refusal(site, "sheet.print", number, document="key_receipt")
    assert (came.code, came.sentence()) == (
        "not_printed",
        f"{number} is not that far: keys leave after agreements, goods list and fees.",
    )
    site.do("movein.pay", number, signatures=(FINANCE,), **PAYMENT)
    has(printer.page(Document.KEY_RECEIPT, number), FLAT, OWNER_NAME, "S-1", "□Yes□No")
    site.do("movein.keys", number, pieces=3, signatures=(OWNER,))
    text = printer.page(Document.KEY_RECEIPT, number)
    has(text, "Numberofkeys3", "2026-11-2123:40", "□Yes■No", "Owner(signature,date)")


def test_a_file_cover_lists_what_is_there_and_what_is_missing(site: Counter, printer: Printer) -> None:
    number = until(site, "keyed")
    assert refusal(site, "sheet.print", number, document="file_cover").code == "not_printed"
    site.do("movein.inspect", number, inspector="周工", accepted="yes", signatures=BOTH)
    has(printer.page(Document.FILE_COVER, number), FLAT, OWNER_NAME, "7Inspectionsheet■there□missing")
    file = site.do("movein.file", number, shelf="A-3", entered="yes", cover="yes").opened[0][0]
    text = printer.page(Document.FILE_COVER, file)
    has(text, file, FLAT, OWNER_NAME, "A-3", "1Temporaryowners'covenant■there□missing",
        "8Three-partyrenovationagreement□there■missing")  # fmt: skip
    assert text.count("■there") == len(AGREEMENTS) + 2
    assert documents_now(site.desk, item(site.desk, file).id) == (Document.FILE_COVER,)


def test_what_can_be_printed_of_a_move_in_grows_with_it(site: Counter) -> None:
    first = (Document.MOVEIN_NOTICE, Document.MOVEIN_COURSE, Document.MOVEIN_GOODS, Document.INSPECTION)
    number = notify(site)
    assert set(documents_now(site.desk, item(site.desk, number).id)) == set(first)
    until(site, "inspected", number)
    found = documents_now(site.desk, item(site.desk, number).id)
    assert set(found) == {*first, Document.KEY_RECEIPT, Document.FILE_COVER}
