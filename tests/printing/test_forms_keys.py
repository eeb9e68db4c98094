"""The forms of keys: mandate, label, memo, loan slip, stock-take sheet (manual D, rows 2, 24-26)."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from propdesk.models.sheet import Document
from propdesk.printing.press import documents_now, print_sheet
from propdesk.queries import sheets
from tests.conftest import Counter
from tests.printing.text import text_of
from tests.procedures.keyring import VACANT, back, entrust, lend, paper, plant, vacant_unit
from tests.procedures.reading import Answers, item, refusal

MORE: Answers = {"collector": "王强", "card": "yz1", "instruction": "家里有猫"}
"""What may also be said of the keys of 3-1201."""


class Printer:
    """Prints sheets, and reads them."""

    def __init__(self, counter: Counter, folder: Path) -> None:
        self._counter, self._folder, self._printed = counter, folder, 0

    def pages(self, document: Document, number: str | None) -> list[str]:
        """The text of each page of a sheet."""
        self._printed += 1
        request, out = f"print-{self._printed}", self._folder / f"{self._printed}.pdf"
        desk, actor = self._counter.desk, self._counter.actor
        printed = print_sheet(desk, document, number or "", actor=actor, request_id=request, out=out)
        return [text_of(page) for page in PdfReader(printed.path).pages]

    def page(self, document: Document, number: str | None) -> str:
        """The text of a sheet of one page."""
        (text,) = self.pages(document, number)
        return text


@pytest.fixture
def printer(counter: Counter, tmp_path: Path) -> Printer:
    return Printer(counter, tmp_path)


@pytest.fixture
def entrusted(counter: Counter) -> str:
    """Three keys of 3-1201 under a mandate."""
    return entrust(counter, **MORE)


def both(text: str, *said: str) -> None:
    """Each is on both copies, and only there."""
    for each in said:
        assert text.count(each) % 2 == 0, each
        assert each in text, each


def test_a_mandate_says_what_was_agreed_on_both_copies_and_disclaims_household_property(
    printer: Printer, entrusted: str
) -> None:
    text = printer.page(Document.MANDATE, entrusted)
    both(text, "WT20261121-001", entrusted, "2026-11-2123:40", "3-1201", "王敏", "13812348812", "K0001", "A-17",
         "入户门", "Numberofkeys3", "长期出差", "当面领取", "王强", "YZ1", "doesnotanswerforit", "Approvedby赵经理",
         "Owner(signature,date)", "Clerk(signature,date)")  # fmt: skip
    assert text.count("Copy1:stayswiththecentre") == text.count("Copy2:fortheowner") == 1


def test_only_what_an_owner_entrusted_at_this_desk_has_a_mandate(counter: Counter, entrusted: str) -> None:
    house = plant(counter)
    came = refusal(counter, "sheet.print", house, document="mandate")
    assert (came.code, came.sentence()) == (
        "not_printed", f"{house} was not entrusted by an owner: it takes no mandate.",
    )  # fmt: skip
    refused = counter.do("key.refuse", unit="3-1201", person="王敏", ground="trouble", reason="合租").item
    assert refusal(counter, "sheet.print", refused, document="mandate").code == "no_sheet"
    assert refusal(counter, "sheet.print", refused, document="key_label").code == "not_printed"
    now = [documents_now(counter.desk, item(counter.desk, number).id) for number in (entrusted, house, refused)]
    assert now == [(Document.MANDATE, Document.KEY_LABEL), (Document.KEY_LABEL,), ()]


def test_a_loan_slip_says_who_has_which_key_why_and_until_when(
    counter: Counter, printer: Printer, entrusted: str
) -> None:
    order = counter.do("repair.receive", text="漏水", unit="3-1201").item or ""
    loan = lend(counter, "A-17", 2, owner_agreed="王敏电话同意", order=order)
    text = printer.page(Document.LOAN, loan)
    both(text, loan, "KeynumberK0001", "3-1201", "入户门", "Numberofkeys2", "赵师傅", "Engineering", "13900001111",
         "Repairormaintenance", "检修配电箱", "Backby2026-11-2209:00", "Authorisedby张敏", "王敏电话同意",
         "家里有猫", order, "□Yes■No", "Borrower(signature,date)", "Lentby(signature,date)")  # fmt: skip
    assert text.count("Copy1:fortheborrower") == text.count("Copy2:stayswiththecentre") == 1
    both(text, "ReturnedonKeyscountedTakenbackby(signature)")
    back(counter, loan, 2)
    text = printer.page(Document.LOAN, loan)
    both(text, "Returnedon2026-11-2123:40", "Keyscounted2", "李姐", "Reprintno.1", "edition2")


def test_a_loan_slip_in_an_emergency_names_the_second_person(
    counter: Counter, printer: Printer, entrusted: str
) -> None:
    signed = (paper("borrower", "李强"), paper("second", "赵保安", "保安"))
    loan = lend(counter, "A-17", signatures=signed, borrower="李强", borrower_kind="contractor", department=None,
                company="安通疏通", purpose="emergency", supervisor_told="陈主管")  # fmt: skip
    both(printer.page(Document.LOAN, loan), "赵保安", "陈主管", "安通疏通", "Emergency,withtwopersons")


def test_a_sheet_knows_the_row_of_another_ledger_that_its_own_row_names(counter: Counter, entrusted: str) -> None:
    facts = counter.desk.read(sheets.facts, lend(counter, "A-17", owner_agreed="王敏电话同意"))
    assert facts is not None
    (column, other), *more = facts.others.items()
    assert (column, other.item.number, other.row["tag"], more) == ("key_id", entrusted, "K0001", [])


def test_there_is_no_memo_before_a_key_was_lost(counter: Counter, printer: Printer, entrusted: str) -> None:
    assert refusal(counter, "sheet.print", entrusted, document="key_memo").code == "no_sheet"
    loan = lend(counter, "A-17", 2, owner_agreed="王敏电话同意")
    counter.do("key.lose", entrusted, loan=loan, pieces=1, course="从工具袋滑落")
    text = printer.page(Document.KEY_MEMO, entrusted)
    for said in ("YB20261121-001", "K0001", "3-1201", "■Lost□Damaged", "Numberofkeys1", loan,
                 "从工具袋滑落", "Replacedon", "□Anewkeyismade", "Keykeeper(signature,date)",
                 "Supervisor(signature,date)"):  # fmt: skip
        assert said in text, said
    counter.do("key.report", entrusted, told="陈主管")
    counter.do("key.consent", entrusted, who="王敏", channel="电话", remedy="new_lock")
    back(counter, loan, 1)
    counter.do("key.replace", entrusted, made=3, result="已换锁芯", cost_yuan=120)
    text = printer.page(Document.KEY_MEMO, entrusted)
    for said in ("Supervisortold陈主管", "Whoconsents王敏", "Bywhichchannel电话", "■Thelockischanged", "120.00yuan",
                 "已换锁芯", "Reprintno.1"):  # fmt: skip
        assert said in text, said


def test_a_key_label_does_not_tell_where_the_key_fits(counter: Counter, printer: Printer, entrusted: str) -> None:
    """G-KEY-08, as the site decides by default: the number of the key and its hook, for each key one label."""
    text = printer.page(Document.KEY_LABEL, entrusted)
    assert text.count("K0001HookA-17") == 3
    assert text.count(counter.desk.site.settings.site) == 1
    for hidden in ("3-1201", "1201", "王敏", "13812348812", "入户门"):
        assert hidden not in text


def test_a_key_label_bears_unit_or_owner_where_the_manual_is_followed(counter: Counter, printer: Printer) -> None:
    """G-KEY-08, as 004 KEY 4.2.2 and 4.3.4 have it."""
    counter.do("system.configure", setting="key_label", json_value='"manual"')
    counter.desk.reload()
    vacant_unit(counter)
    developer = counter.do("key.accept", kind="developer", unit=VACANT, pieces=2, hook="C-1", person="开发商").item
    vacant = counter.do("key.accept", kind="vacant", unit=VACANT, pieces=1, hook="C-2").item
    assert printer.page(Document.KEY_LABEL, entrust(counter)).count("K0003HookA-17王敏") == 3
    assert printer.page(Document.KEY_LABEL, developer).count(f"K0001HookC-01{VACANT}") == 2
    assert printer.page(Document.KEY_LABEL, vacant).count(f"K0002HookC-02{VACANT}") == 1
    assert "配电房" not in printer.page(Document.KEY_LABEL, plant(counter))


def test_labels_go_on_over_pages_and_end_somewhere(counter: Counter, printer: Printer) -> None:
    number = plant(counter, pieces=90)
    assert [page.count("K0001") for page in printer.pages(Document.KEY_LABEL, number)] == [40, 40, 10]
    counter.do("key.adjust", number, pieces=10**9, reason="手误")
    pages = printer.pages(Document.KEY_LABEL, number)
    assert [page.count("K0001") for page in pages] == [40] * 10
    assert all("Reprintno.1" in page for page in pages)


def test_a_stock_take_sheet_is_printed_of_a_closed_one_and_tells_the_differences(
    counter: Counter, printer: Printer, entrusted: str
) -> None:
    number = counter.do("stocktake.start").item or ""
    counter.do("stocktake.count", number, found="A-17 K0001 2\nA-18 X9 1")
    assert refusal(counter, "sheet.print", number, document="stocktake").code == "not_printed"
    counter.do("stocktake.close", number, explanation="工程部未还", signatures=(paper("witness", "孙师傅", "保安"),))
    text = printer.page(Document.STOCKTAKE, number)
    for said in (number, "Allcabinets", "Countedby张敏", "Witness孙师傅", "Begunat2026-11-2123:40", "Keysexpected3",
                 "Keysfound3", "Keysmissing1", "A-17K0001:1missing", "A-18X9:notintheregister", "工程部未还",
                 "Witness(signature,date)", "Supervisor(signature,date)"):  # fmt: skip
        assert said in text, said


def test_a_stock_take_without_differences_says_so(counter: Counter, printer: Printer, entrusted: str) -> None:
    number = counter.do("stocktake.start", cabinet="A").item or ""
    counter.do("stocktake.count", number, found="A-17 K0001 3")
    counter.do("stocktake.close", number)
    text = printer.page(Document.STOCKTAKE, number)
    assert "CabinetA" in text
    assert "Differencesnodifference" in text
