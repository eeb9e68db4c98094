"""Printed sheets: what may be printed, and how a reprint is told from the original (manual D, rows 3, 15, 17)."""

import pytest

from propdesk.desk import Signature
from propdesk.procedures import sheet
from propdesk.queries import items, journal, sheets
from tests.conftest import Counter
from tests.printing.several import SEVERAL
from tests.procedures.reading import Answers, item, last, refusal

TOLD: Answers = {"department": "engineering", "told": "周师傅", "repeated": "yes", "agreed": "+20h"}
SIGNED = (Signature("customer", "王敏", capacity="业主"),)


@pytest.fixture
def complaint(counter: Counter) -> str:
    """A complaint as it came in."""
    return counter.do("complaint.receive", text="楼上漏水", unit="3-1201", caller="王敏").item or ""


@pytest.fixture
def repair(counter: Counter) -> str:
    """A repair of which the department knows; nobody was sent yet."""
    number = counter.do("repair.receive", text="水管漏水", unit="3-1201", caller="王敏").item or ""
    counter.do("repair.quote", number, price_yuan=0)
    counter.do("repair.notify", number, **TOLD)
    return number


def printed(counter: Counter, number: str, document: str) -> tuple[object, object]:
    """Prints a sheet; gives its number and edition as they are on record."""
    counter.do("sheet.print", number, document=document)
    values = last(counter.desk, number).values
    return values["number"], values["edition"]


def test_a_complaint_sheet_bears_the_number_of_the_complaint_and_counts_its_editions(
    counter: Counter, complaint: str
) -> None:
    assert printed(counter, complaint, "complaint") == (complaint, 1)
    assert printed(counter, complaint, "complaint") == (complaint, 2)
    assert last(counter.desk, complaint).sentence == f"Printed: Complaint sheet {complaint}, edition 2"


def test_printing_changes_nothing_about_the_item(counter: Counter, complaint: str) -> None:
    before = item(counter.desk, complaint)
    counter.do("sheet.print", complaint, document="complaint")
    assert item(counter.desk, complaint) == before


def test_a_dispatch_slip_is_printed_once_somebody_is_sent(counter: Counter, repair: str) -> None:
    assert refusal(counter, "sheet.print", repair, document="dispatch").code == "no_sheet"
    counter.do("repair.dispatch", repair, worker="赵师傅")
    assert printed(counter, repair, "dispatch") == ("PG20261121-001", 1)


def test_another_worker_has_another_slip_and_that_is_an_original(counter: Counter, repair: str) -> None:
    for worker, slip in (("赵师傅", "PG20261121-001"), ("钱师傅", "PG20261121-002")):
        counter.do("repair.dispatch", repair, worker=worker)
        assert printed(counter, repair, "dispatch") == (slip, 1)


def test_a_callback_sheet_bears_its_page_code_and_a_spoilt_one_is_not_printed(counter: Counter) -> None:
    due = counter.do("callback.due", text="修好了", unit="3-1201", person="王敏").item or ""
    assert refusal(counter, "sheet.print", due, document="callback").code == "no_sheet"
    counter.clock.forward(hours=10)
    counter.do("callback.plan", due, caller="张敏")
    counter.do("callback.take", due)
    page, edition = printed(counter, due, "callback")
    assert (page, edition) == ("HB20261122-001", 1)
    counter.do("callback.spoil", due, reason="弄湿了")
    assert refusal(counter, "sheet.print", due, document="callback").code == "no_sheet"
    counter.do("callback.take", due)
    assert printed(counter, due, "callback") == ("HB20261122-002", 1)


@pytest.mark.parametrize("document", ["dispatch", "callback"])
def test_what_an_item_has_not_is_not_printed(counter: Counter, complaint: str, document: str) -> None:
    came = refusal(counter, "sheet.print", complaint, document=document)
    assert (came.code, came.field) == ("document", "document")


def test_nothing_is_printed_without_an_item_nor_of_what_was_voided(counter: Counter, complaint: str) -> None:
    assert refusal(counter, "sheet.print", document="complaint").code == "item"
    counter.do("complaint.void", complaint, reason="录错")
    assert refusal(counter, "sheet.print", complaint, document="complaint").code == "voided"


def test_a_document_of_some_items_or_stages_only_is_refused_for_the_others_in_its_own_words(
    counter: Counter, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "PRINTABLES", SEVERAL)
    came = refusal(counter, "sheet.print", complaint, document="complaint")
    assert (came.code, came.sentence()) == ("not_printed", f"{complaint} is nobody else's matter.")
    assert printed(counter, complaint, "dispatch") == (complaint, 1)
    counter.do("complaint.classify", complaint, public="yes", severity="minor")
    assert printed(counter, complaint, "complaint") == (complaint, 1)
    came = refusal(counter, "sheet.print", complaint, document="dispatch")
    assert (came.code, came.sentence()) == ("not_printed", f"{complaint} is past that: Dispatch slip.")


def test_the_documents_of_an_item_count_their_editions_apart(
    counter: Counter, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "PRINTABLES", SEVERAL)
    made = [printed(counter, complaint, document) for document in ("dispatch", "callback", "dispatch")]
    assert made == [(complaint, 1), (complaint, 1), (complaint, 2)]


def test_a_sheet_of_any_ledger_knows_the_operators_its_row_names(counter: Counter) -> None:
    counter.clock.forward(days=12)
    while counter.desk.sweep():
        pass
    report = next(row.number for row in counter.desk.read(items.items, ledger="report") if row.stage == "due")
    counter.do("report.compile", report)
    facts = counter.desk.read(sheets.facts, report)
    assert facts is not None
    assert facts.people == {counter.actor.id: counter.actor.name}


def test_slips_are_out_from_the_dispatch_until_the_second_copy_is_back(counter: Counter, repair: str) -> None:
    assert counter.desk.read(sheets.slips_out) == []
    counter.do("repair.dispatch", repair, worker="赵师傅")
    (out,) = counter.desk.read(sheets.slips_out)
    assert (out.slip, out.number, out.worker, out.dispatched) == (
        "PG20261121-001", repair, "赵师傅", counter.desk.now(),
    )  # fmt: skip
    counter.do("repair.done", repair, result="修好了")
    assert len(counter.desk.read(sheets.slips_out)) == 1
    counter.do("repair.slip", repair, signatures=SIGNED)
    assert counter.desk.read(sheets.slips_out) == []


def test_the_slip_that_is_out_longest_comes_first(counter: Counter) -> None:
    cleaning: Answers = {"service": "Housecleaning"}
    asked: tuple[tuple[str, Answers], ...] = (("booking", cleaning), ("repair", {}), ("booking", cleaning))
    for ledger, more in asked:
        number = counter.do(f"{ledger}.receive", text="来人", unit="3-1201", agreed="+20h", **more).item
        if ledger == "repair":
            counter.do("repair.quote", number, price_yuan=0)
        counter.do(f"{ledger}.notify", number, **{**TOLD, "worker": "赵师傅"})
        counter.clock.forward(minutes=1)
    assert [(out.slip[-3:], out.ledger) for out in counter.desk.read(sheets.slips_out)] == [
        ("001", "booking"), ("002", "repair"), ("003", "booking"),
    ]  # fmt: skip


def test_the_register_of_cards_is_printed_of_no_item_and_counts_withdrawn_cards_too(counter: Counter) -> None:
    for number in ("YZ1", "YZ2"):
        counter.do("key.issue_card", unit="3-1201", owner="王敏", number=number)
    counter.do("key.withdraw_card", number="YZ1", reason="补办")
    done = counter.do("sheet.print_register")
    (entry,) = counter.desk.read(journal.of_act, done.act, "en", counter.desk.zone)
    assert (done.item, entry.sentence) == (None, "Printed: register of owner's cards, 2 cards")
