"""From an item to a PDF: what stands on it, that it stays on the page, that it is written whole or not at all."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.i18n import translate
from propdesk.models.key import KeyClass
from propdesk.models.sheet import Document
from propdesk.models.tables import rows_of
from propdesk.printing import paper, pen
from propdesk.printing.documents import LEFT_OUT, SIGN, sheet
from propdesk.printing.forms import FORMS
from propdesk.printing.paper import Cell, Row, Sheet, draw
from propdesk.printing.pen import Stamp
from propdesk.printing.press import documents_now, print_sheet, render
from propdesk.procedures import sheet as declared
from propdesk.queries import journal, sheets
from propdesk.settings import Settings
from propdesk.store.verify import verify
from tests.conftest import SATURDAY_NIGHT, Counter
from tests.printing.several import SEVERAL
from tests.printing.text import text_of
from tests.procedures.reading import Answers, item, last

HOSTILE = ("[/b]{x}﷽👍𰻝䶮<script>%s\\n楼上漏水，滴到客厅。" * 400)[:5000]
NOTHING = Stamp(at=SATURDAY_NIGHT, reprint="", foot="#1")


def press(counter: Counter, number: str, document: Document = Document.COMPLAINT, out: Path | None = None) -> Path:
    """Prints a sheet."""
    counter._requests += 1
    request = f"print-{counter._requests}"
    return print_sheet(counter.desk, document, number, actor=counter.actor, request_id=request, out=out).path


@pytest.fixture
def complaint(counter: Counter) -> str:
    return (
        counter.do("complaint.receive", text="楼上漏水", unit="3-1201", caller="王敏", phone="13812348812").item or ""
    )


@pytest.fixture
def repair(counter: Counter) -> str:
    """A repair with a slip, told in hostile words."""
    number = (
        counter.do("repair.receive", text=HOSTILE[:4000], unit="3-1201", caller=HOSTILE[:80], place="厨房").item or ""
    )
    counter.do("repair.quote", number, price_yuan=80)
    told: Answers = {"department": "engineering", "told": "周师傅", "repeated": "yes", "worker": HOSTILE[:80]}
    counter.do("repair.notify", number, **told)
    return number


# --- what stands on a sheet --------------------------------------------------------------------------------------


def test_a_complaint_sheet_says_what_is_known_on_both_copies_and_bears_the_journal_head(
    counter: Counter, complaint: str
) -> None:
    path = press(counter, complaint)
    assert path == counter.desk.path.parent / "slips" / f"{complaint}-1.pdf"
    entry = last(counter.desk, complaint)
    pages = PdfReader(path).pages
    assert len(pages) == 2
    for page, copy in zip(pages, ("stayswiththecentre", "forthedepartment"), strict=True):
        text = text_of(page)
        for said in (complaint, "东光花园服务中心", "楼上漏水", "王敏", "3-1201", "13812348812", copy,
                     f"#{entry.seq}{entry.hash[:16]}", "2026-11-2123:40", "Supervisor(signature,date)"):  # fmt: skip
            assert said in text, said
        assert "Reprint" not in text
    assert verify(counter.desk.path, expect_head=entry.hash[:16]).sound


def test_a_reprint_says_so_on_both_halves_of_a_dispatch_slip(counter: Counter, repair: str) -> None:
    press(counter, repair, Document.DISPATCH)
    (page,) = PdfReader(press(counter, repair, Document.DISPATCH)).pages
    text = text_of(page)
    assert text.count("Reprintno.1") == text.count("PG20261121-001") == text.count("edition2") == 2
    assert text.count("stayswiththedepartment") == text.count("signed,backtothecentre") == 1


def test_a_sheet_speaks_the_language_of_the_site_not_of_the_operator(counter: Counter, complaint: str) -> None:
    counter.do("system.configure", setting="language", json_value='"zh_CN"')
    counter.desk.reload()
    assert "投诉人" in text_of(PdfReader(press(counter, complaint)).pages[0])


def test_characters_without_a_shape_are_marked_and_rare_ones_are_there(counter: Counter, repair: str) -> None:
    (page,) = PdfReader(press(counter, repair, Document.DISPATCH)).pages
    text = text_of(page)
    assert "[/b]{x}〓〓𰻝䶮<script>" in text
    assert re.search(r"…\(\+3,\d{3}characters\)", text)


# --- the page ----------------------------------------------------------------------------------------------------


def test_the_font_is_embedded_and_the_same_printing_makes_the_same_bytes(counter: Counter, complaint: str) -> None:
    content = press(counter, complaint).read_bytes()
    assert b"/FontFile3" in content
    assert not re.search(rb"/BaseFont /(?:Helvetica|Times|Courier|Symbol|ZapfDingbats)", content)
    assert render(counter.desk, last(counter.desk, complaint)) == content


class _Page:
    """Notes where text is put."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[tuple[float, float, float, str]] = []
        write = pen.Pen.write

        def note(self_: pen.Pen, left: float, base: float, text: str, size: float, grey: int = 0) -> None:
            self.texts.append((left, left + self_.wide(text, size), base, text))
            write(self_, left, base, text, size, grey)

        monkeypatch.setattr(pen.Pen, "write", note)


def everything_long(facts: sheets.SheetFacts) -> sheets.SheetFacts:
    """What is known about any item, with every text as long as it gets."""
    tables = (rows_of(each.ledger) for each in declared.PRINTABLES)
    texts = {column.name for table in tables for column in table.columns if column.type.python_type is str}
    long: dict[str, object] = dict.fromkeys((*facts.row, *texts), HOSTILE)
    long |= {"quote_fen": 10**9, "paid": True, "claim_fen": 10**9, "service": HOSTILE[:40], "cost_fen": 10**9,
             "kind": KeyClass.ENTRUSTED, "pieces": 3, "slot": 9999}  # fmt: skip
    told = sheets.Told(SATURDAY_NIGHT, {"differences": [HOSTILE[:60]] * 300, "memo": HOSTILE, "loan": HOSTILE}, {})
    others = {column: sheets.Other(facts.item, long) for column in ("key_id", "order_id")}
    return sheets.SheetFacts(facts.item, long, "BX20261121-001", ("HF20261121-001",) * 9, {}, others, (told,))


@pytest.mark.parametrize("document", FORMS)
def test_however_long_the_texts_nothing_runs_off_the_page_or_over_another(
    counter: Counter, repair: str, monkeypatch: pytest.MonkeyPatch, document: Document
) -> None:
    facts = counter.desk.read(sheets.facts, repair)
    assert facts is not None
    page = _Page(monkeypatch)
    site = Settings(site=HOSTILE[:40], language="en", key_label="manual")
    drawn = sheet(FORMS[document], "PG20261121-001", everything_long(facts), settings=site, zone=counter.desk.zone)
    content = draw(drawn, NOTHING)
    per_page = 2 if drawn.halves else 1
    assert len(PdfReader(io.BytesIO(content)).pages) == -(-len(drawn.copies) // per_page)
    assert all(left >= pen.SIDE and right <= pen.PAGE[0] - pen.SIDE + 0.1 for left, right, *_ in page.texts)
    assert all(0 < base < pen.PAGE[1] - 3 for _, _, base, _ in page.texts)
    half = page.texts[: len(page.texts) // len(drawn.copies)]
    for left, right, base, text in half:
        beside = [o for o in half if o[3] != text and abs(o[2] - base) < 1 and o[0] < right - 0.1 and left < o[1] - 0.1]
        assert beside == [], text


def test_labels_and_marks_fit_their_places_in_both_languages(counter: Counter, complaint: str) -> None:
    hand = pen.Pen("1", SATURDAY_NIGHT)
    facts = counter.desk.read(sheets.facts, complaint)
    assert facts is not None
    third = (pen.PAGE[0] - 2 * pen.SIDE) / 3 - paper.LABEL - 2 * pen.PAD
    for language in ("en", "zh_CN"):
        assert hand.wide(translate(LEFT_OUT, language).format(count="99,999"), pen.TEXT) <= third
        assert "{who}" in translate(SIGN, language)
        for form in FORMS.values():
            assert hand.wide(translate(form.title, language), pen.TITLE) <= 60
            drawn = sheet(form, "1", facts, settings=Settings(language=language), zone=counter.desk.zone)
            for label in (cell.label for row in drawn.rows for cell in row.cells):
                assert len(hand.lines(label, paper.LABEL - pen.PAD, pen.SMALL - 1)) <= 2, label


def test_a_label_is_one_copy_that_nobody_signs() -> None:
    label = Sheet("", "Label", "YS-1", (Row((Cell("Hook", "A-17"),)),), signatures=(), copies=("",), left_out="")
    (page,) = PdfReader(io.BytesIO(draw(label, NOTHING))).pages
    assert text_of(page).count("A-17") == 1


# --- the file ----------------------------------------------------------------------------------------------------


def test_a_file_that_is_there_is_not_written_over_and_nothing_is_on_record(
    counter: Counter, complaint: str, tmp_path: Path
) -> None:
    before = counter.desk.read(journal.last_seq)
    there = tmp_path / "there.pdf"
    there.write_text("mine")
    for out, code in ((there, "exists"), (tmp_path / "nowhere" / "a.pdf", "no_folder")):
        with pytest.raises(Refused) as caught:
            press(counter, complaint, out=out)
        assert caught.value.code == code
    assert there.read_text() == "mine"
    assert counter.desk.read(journal.last_seq) == before


def test_what_could_not_be_written_stays_on_record_and_comes_out_as_a_reprint(counter: Counter, complaint: str) -> None:
    folder = counter.desk.path.parent / "slips"
    folder.write_text("no folder")
    with pytest.raises(Refused) as caught:
        press(counter, complaint)
    assert caught.value.code == "not_written"
    assert "edition 1" in caught.value.sentence()
    folder.unlink()
    path = press(counter, complaint)
    assert path.name == f"{complaint}-2.pdf"
    assert [file.name for file in folder.iterdir()] == [path.name]
    assert "Reprintno.1" in text_of(PdfReader(path).pages[0])


def test_documents_that_bear_the_same_number_have_files_of_their_own(
    counter: Counter, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(declared, "PRINTABLES", SEVERAL)
    paths = [press(counter, complaint, document) for document in (Document.DISPATCH, Document.CALLBACK)]
    assert [path.name for path in paths] == [f"{complaint}-dispatch-1.pdf", f"{complaint}-callback-1.pdf"]


def test_what_has_no_number_yet_or_was_voided_cannot_be_printed_now(
    counter: Counter, repair: str, complaint: str
) -> None:
    untold = counter.do("repair.receive", text="水管漏水", unit="3-1201").item
    counter.do("complaint.void", complaint, reason="录错")
    now = [documents_now(counter.desk, item(counter.desk, number).id) for number in (repair, untold, complaint)]
    assert now == [(Document.DISPATCH,), (), ()]


def test_the_same_request_is_one_printing(desk: Desk, counter: Counter, complaint: str) -> None:
    made = [
        print_sheet(desk, Document.COMPLAINT, complaint, actor=counter.actor, request_id="once").edition
        for _ in range(2)
    ]
    assert made == [1, 1]


def test_nothing_heavy_is_imported_before_something_is_printed() -> None:
    asks = "import sys, propdesk.printing.press; print({'fpdf', 'fontTools', 'PIL'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
