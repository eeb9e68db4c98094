"""Registers on paper, the owner's cards and what a month delivered: on record, paged, and as long as it takes."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from propdesk.errors import Refused
from propdesk.printing import registers
from propdesk.printing.deliveries import Deliveries
from propdesk.printing.listing import draw_listing
from propdesk.printing.pen import Stamp
from propdesk.printing.press import print_cards, print_deliveries, render_cards, render_deliveries
from propdesk.queries import journal
from propdesk.queries.journal import EntryView
from propdesk.queries.moveins import Delivered, Handover
from tests.conftest import Counter
from tests.printing.text import text_of
from tests.procedures.household import FLAT, OWNER_NAME, notify, ready, until
from tests.procedures.keyring import vacant_unit

LONG = "诸葛明月与欧阳建国共有" * 7


def issue(counter: Counter, count: int) -> None:
    """Gives out cards, every third one to owners with a long name."""
    for each in range(count):
        owner = LONG if each % 3 == 0 else "王敏"
        counter.do("key.issue_card", unit="3-1201", owner=owner, number=f"YZ-{each:04d}")


def newest(counter: Counter) -> EntryView:
    """The last entry of the journal."""
    seq = counter.desk.read(journal.last_seq)
    now = counter.desk.now()
    entries = counter.desk.read(journal.written_between, now, now.replace(year=now.year + 1), "en", counter.desk.zone)
    return next(entry for entry in entries if entry.seq == seq)


def test_the_register_says_of_each_card_whose_it_is_and_whether_it_is_withdrawn(counter: Counter) -> None:
    issue(counter, 3)
    counter.clock.forward(days=1)
    counter.do("key.withdraw_card", number="YZ-0001", reason="房屋出售")
    printed = print_cards(counter.desk, actor=counter.actor, request_id="cards")
    entry = newest(counter)
    assert (entry.step, entry.sentence) == ("sheet.print_register", "Printed: register of owner's cards, 3 cards")
    assert printed.path == counter.desk.path.parent / "slips" / f"owner-cards-{entry.seq}.pdf"
    assert (printed.count, printed.sent, render_cards(counter.desk, entry)) == (3, False, printed.path.read_bytes())
    (page,) = PdfReader(printed.path).pages
    text = text_of(page)
    for said in ("Registerofowner'scards", "3cards,2ofthemvalid", "Page1of1", f"#{entry.seq}{entry.hash[:16]}",
                 "YZ-00013-1201王敏2026-11-212026-11-22", "YZ-00023-1201王敏2026-11-21"):  # fmt: skip
        assert said in text, said


def test_a_long_register_goes_on_over_numbered_pages_and_leaves_nothing_out(counter: Counter, tmp_path: Path) -> None:
    issue(counter, 200)
    printed = print_cards(counter.desk, actor=counter.actor, request_id="cards", out=tmp_path / "cards.pdf")
    texts = [text_of(page) for page in PdfReader(printed.path).pages]
    assert len(texts) > 5
    assert [f"Page{number}of{len(texts)}" in text for number, text in enumerate(texts, 1)] == [True] * len(texts)
    assert all("Withdrawnon" in text for text in texts)
    whole = "".join(texts)
    assert [whole.count(f"YZ-{each:04d}") for each in range(200)] == [1] * 200
    assert "…" not in whole


def test_an_empty_register_is_a_page_and_each_printing_an_entry(counter: Counter) -> None:
    before = counter.desk.read(journal.last_seq)
    paths = {print_cards(counter.desk, actor=counter.actor, request_id=each).path for each in ("a", "a", "b")}
    assert counter.desk.read(journal.last_seq) == before + 2
    assert [len(PdfReader(path).pages) for path in paths] == [1, 1]


def test_a_register_that_cannot_be_written_where_it_is_wanted_is_not_on_record(counter: Counter, tmp_path: Path
                                                                               ) -> None:  # fmt: skip
    before = counter.desk.read(journal.last_seq)
    with pytest.raises(Refused) as caught:
        print_cards(counter.desk, actor=counter.actor, request_id="a", out=tmp_path / "nowhere" / "a.pdf")
    assert (caught.value.code, counter.desk.read(journal.last_seq)) == ("no_folder", before)


def test_a_register_that_could_not_be_written_after_all_stays_on_record(counter: Counter) -> None:
    (counter.desk.path.parent / "slips").write_text("no folder")
    before = counter.desk.read(journal.last_seq)
    with pytest.raises(Refused) as caught:
        print_cards(counter.desk, actor=counter.actor, request_id="a")
    assert (caught.value.code, counter.desk.read(journal.last_seq)) == ("not_written", before + 1)


def test_the_delivery_figures_name_each_unit_and_what_was_deemed(counter: Counter) -> None:
    vacant_unit(counter)
    for building in ("5", "3"):
        ready(counter, building)
    until(counter, "inspected", notify(counter))
    notify(counter, unit="3-1301", person="单志刚", received="23:00")
    counter.clock.forward(days=40)
    while counter.desk.sweep():
        pass
    printed = print_deliveries(counter.desk, "2026-11", actor=counter.actor, request_id="nov")
    entry = newest(counter)
    assert (entry.step, entry.sentence) == ("sheet.print_delivery", "Printed: delivery figures 2026-11, 1 units")
    assert printed.path == counter.desk.path.parent / "slips" / f"delivery-2026-11-{entry.seq}.pdf"
    assert (printed.count, render_deliveries(counter.desk, entry)) == (1, printed.path.read_bytes())
    (page,) = PdfReader(printed.path).pages
    text = text_of(page)
    for said in ("Deliveryfigures2026-11", "2026-11-01-2026-11-30", "Unitshandedover:1", "Fees,yuan:3000",
                 "Deemedmovedin:0", f"{FLAT}{OWNER_NAME}2026-11-21Yes330000"):  # fmt: skip
        assert said in text, said
    printed = print_deliveries(counter.desk, "2026-12", actor=counter.actor, request_id="dec")
    (page,) = PdfReader(printed.path).pages
    assert "3-1301单志刚2026-12-" in text_of(page)
    assert (printed.count, "Deemedmovedin:1" in text_of(page)) == (0, True)


def test_many_deliveries_go_on_over_pages_and_leave_nothing_out(counter: Counter) -> None:
    now, site = counter.desk.now(), counter.desk.site
    rows = tuple(
        Handover(f"RZ20261121-{each:03d}", f"5-{each:04d}", LONG[:40], now, None, True, 3, 300050, True, 2)
        for each in range(300)
    )
    month = now.date().replace(day=1)
    found = Deliveries("x", "2026-11", month, month, site.calendar.zone, Delivered(rows, ()))
    drawn = draw_listing(registers.deliveries(found, "en"), Stamp(at=now, reprint="", foot="foot"))
    texts = [text_of(page) for page in PdfReader(BytesIO(drawn)).pages]
    assert [text.count("Unitshandedover:300") for text in texts] == [1] + [0] * (len(texts) - 1)
    assert ["Deemedmoved" in text for text in texts] == [True] * len(texts)
    whole = "".join(texts)
    assert [whole.count(f"RZ20261121-{each:03d}") for each in range(300)] == [1] * 300
    assert "900150" in texts[0]


def test_delivery_figures_of_what_is_no_month_are_not_printed(counter: Counter) -> None:
    before = counter.desk.read(journal.last_seq)
    for month in ("2026-13", "2026Q1", "bald", "2026-11-05"):
        with pytest.raises(Refused):
            print_deliveries(counter.desk, month, actor=counter.actor, request_id=month)
    assert counter.desk.read(journal.last_seq) == before
