"""The sheets of a shift, of a day, for a night without the computer: on record, reprints marked, in both languages."""

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from propdesk.errors import Refused
from propdesk.models.sheet import Document
from propdesk.printing import booklet, booklet_text, pen, press, press_shift
from propdesk.printing.booklet import Booklet, Part, draw_booklet
from propdesk.printing.day_sheet import day_sheet
from propdesk.printing.fallback_sheet import fallback
from propdesk.printing.handover_sheet import handover
from propdesk.printing.pen import Stamp
from propdesk.queries import journal, shift, tonight
from propdesk.store.verify import verify
from tests.conftest import SATURDAY_NIGHT, Counter
from tests.printing.text import text_of
from tests.procedures.handing import NO_TORCH, Weekend, by, items_id, weekend
from tests.procedures.keyring import lend, plant
from tests.procedures.reading import last

__all__ = ["weekend"]
SATURDAY = date(2026, 11, 21)
STAMP = Stamp(at=SATURDAY_NIGHT, reprint="", foot="foot")


@pytest.fixture
def handed(weekend: Weekend) -> Weekend:
    """The night was handed over on Sunday morning with a call still open and a torch missing."""
    weekend.on_duty(weekend.night, weekend.li)
    weekend.call(weekend.li)
    weekend.pass_to(22, 8, 45)
    day = next(each.number for each in weekend.counter.desk.read(shift.of_day, date(2026, 11, 22)))
    weekend.check_in(day, weekend.wang, NO_TORCH, explanation="手电借给保安")
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li, notes="三楼灯待修")
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    return weekend


def pages(path: Path) -> list[str]:
    return [text_of(page) for page in PdfReader(path).pages]


def texts(content: bytes) -> list[str]:
    return [text_of(page) for page in PdfReader(io.BytesIO(content)).pages]


def test_the_handover_sheet_tells_both_names_what_is_open_and_the_head_of_the_chain(handed: Weekend) -> None:
    desk = handed.counter.desk
    printed = press_shift.print_handover(desk, handed.night, actor=handed.li, language="en")
    assert printed.edition == 1
    entry = last(desk, handed.night)
    assert entry.step == "sheet.print"
    text = "".join(pages(printed.path))
    for said in ("Handoversheet", handed.night, "李婷", "王磊", "楼道灯不亮", "三楼灯待修", "Page1of",
                 "Leavingclerk(signature,date)", "Arrivingclerk(signature,date)", "headofthechain#",
                 f"Journal#{entry.seq}{entry.hash[:16]}", "edition1"):  # fmt: skip
        assert said in text, said
    assert "Reprint" not in text


def test_a_reprint_is_marked_on_every_page_and_on_record(handed: Weekend) -> None:
    desk = handed.counter.desk
    press_shift.print_handover(desk, handed.night, actor=handed.li, language="zh_CN")
    printed = press_shift.print_handover(desk, handed.night, actor=handed.wang, language="zh_CN")
    assert printed.edition == 2
    assert printed.path.name == f"{handed.night}-handover-2.pdf"
    assert all("补打" in page or "重印" in page or "第1次" in page for page in pages(printed.path))
    assert verify(desk.path).sound


def test_the_same_sheet_comes_from_the_item_and_from_the_command(handed: Weekend) -> None:
    desk = handed.counter.desk
    printed = press.print_sheet(desk, Document.HANDOVER, handed.night, actor=handed.li, request_id="a")
    entry = last(desk, handed.night)
    assert printed.path.read_bytes() == press_shift.render(desk, entry, desk.site.settings.language)


def test_before_anybody_came_there_is_no_handover_sheet(weekend: Weekend) -> None:
    with pytest.raises(Refused) as refused:
        press_shift.print_handover(weekend.counter.desk, weekend.night, actor=weekend.li, language="en")
    assert refused.value.code == "not_printed"


# --- the day -----------------------------------------------------------------------------------------------------


def test_the_log_of_a_day_has_its_shifts_its_entries_and_says_that_it_is_not_signed_off(handed: Weekend) -> None:
    desk = handed.counter.desk
    printed = press_shift.print_day(desk, SATURDAY, actor=handed.counter.actor, language="zh_CN")
    text = "".join(pages(printed.path))
    for said in ("2026-11-21", "李婷", "楼道灯不亮", "尚未", "第1页"):
        assert said in text, said


def test_a_days_log_counts_its_editions_whichever_of_its_shifts_it_was_printed_from(handed: Weekend) -> None:
    desk = handed.counter.desk
    sunday = desk.read(shift.of_day, date(2026, 11, 22))
    handed.pass_to(22, 20, 45)
    both = desk.read(shift.of_day, date(2026, 11, 22))
    assert len(both) == 2
    first = press_shift.print_day(desk, date(2026, 11, 22), actor=handed.li, language="en")
    second = press.print_sheet(desk, Document.DAY_SHEET, both[1].item_id, actor=handed.li, request_id="b")
    assert (sunday[0].item_id, first.edition, second.edition) == (both[0].item_id, 1, 2)


def test_a_day_without_shifts_has_its_entries_and_no_editions(counter: Counter) -> None:
    """A day before there were handovers, or one on which the desk was never open."""
    counter.do("log.note", text="巡楼一遍")
    printed = press_shift.print_day(counter.desk, SATURDAY, actor=counter.actor, language="en")
    assert (printed.edition, printed.path.name) == (0, f"2026-11-21-{printed.done.entries[0].seq}.pdf")
    assert "巡楼一遍" in "".join(pages(printed.path))
    with pytest.raises(Refused) as refused:
        press_shift.print_day(counter.desk, date(2027, 1, 1), actor=counter.actor, language="en")
    assert refused.value.code == "day"


def test_a_count_that_differs_stands_on_the_day_with_its_explanation(handed: Weekend) -> None:
    desk = handed.counter.desk
    text = "".join(texts(draw_booklet(day_sheet(desk, date(2026, 11, 22), "en"), STAMP)))
    assert "手电借给保安" in text


def test_an_addressed_note_says_on_paper_who_has_read_it_and_when(handed: Weekend) -> None:
    counter = handed.counter
    counter.do("log.note", text="明早停水", readers="李婷; 王磊", kind="instruction")
    counter.clock.forward(minutes=5)
    counter.do("log.read", as_=handed.li)
    at = f"{counter.clock().astimezone(counter.desk.zone):%m-%d%H:%M}"
    text = "".join(texts(draw_booklet(day_sheet(counter.desk, SATURDAY, "en"), STAMP)))
    assert f"[readby李婷{at}][notreadby王磊]" in text


def test_a_signed_day_is_printed_with_its_seal_and_what_the_supervisor_remarked(handed: Weekend) -> None:
    counter = handed.counter
    handed.pass_to(22, 9, 30)
    counter.do("shift.signoff", handed.night, signatures=by(counter.actor), remark="手电尽快补齐")
    seal = counter.desk.read(shift.seal, SATURDAY)
    assert seal is not None
    text = "".join(texts(draw_booklet(day_sheet(counter.desk, SATURDAY, "en"), STAMP)))
    assert "Remark:手电尽快补齐" in text
    assert f"head{seal.head[:16]}" in text
    assert verify(counter.desk.path, expect_head=seal.head[:16]).sound


# --- the roster of a month ---------------------------------------------------------------------------------------


def test_the_roster_for_the_wall_has_a_line_a_day_the_hours_and_every_change_with_the_managers_word(
    weekend: Weekend,
) -> None:
    desk, counter = weekend.counter.desk, weekend.counter
    number = counter.do("duty.plan", month="2026-11", clerks="李婷, 王磊").item or ""
    counter.do("duty.publish", number, as_=weekend.chen)
    counter.do("duty.change", number, day=25, clerk="陈志远", reason="病假", as_=weekend.chen)
    counter.do("duty.ask", number, day=27, reason="婚礼")
    printed = press_shift.print_roster(desk, number, actor=weekend.chen, language="zh_CN")
    assert (printed.edition, last(desk, number).step) == (1, "sheet.print")
    found = pages(printed.path)
    assert len(found) == 1
    for said in ("值班安排表2026-11", "11-30周一", "全体当班人员", "夜间17:00-次日09:00", "病假", "已请假，待定",
                 "陈志远批准", "批准人签字"):  # fmt: skip
        assert said in found[0], said
    assert "婚礼" not in found[0]
    assert press_shift.print_roster(desk, number, actor=weekend.li, language="en").edition == 2


def test_a_draft_is_printed_as_one_and_what_is_only_due_is_not(counter: Counter) -> None:
    counter.operator("李婷", "clerk duty")
    number = counter.do("duty.plan", month="2026-12").item or ""
    printed = press_shift.print_roster(counter.desk, number, actor=counter.actor, language="en")
    assert "StageDraft" in "".join(pages(printed.path))
    counter.do("duty.void", number, reason="录错")
    due = counter.do("duty.due", month="2026-12", as_=counter.desk.system()).item or ""
    with pytest.raises(Refused) as refused:
        press_shift.print_roster(counter.desk, due, actor=counter.actor, language="en")
    assert refused.value.code == "not_printed"


# --- a night without the computer --------------------------------------------------------------------------------


def test_the_sheet_for_a_night_without_the_computer_has_phones_open_items_and_blank_forms(handed: Weekend) -> None:
    desk = handed.counter.desk
    printed = press_shift.print_fallback(desk, actor=handed.li, language="en")
    text = "".join(pages(printed.path))
    for said in ("Ifthecomputerdoesnotstart", "楼道灯不亮", "13812348812", "Callsandvisits", "Keyslentandtakenback",
                 "typedinfrompaper", "Phonestocall"):  # fmt: skip
        assert said in text, said
    masked = "".join(texts(draw_booklet(fallback(desk, "en", phones=False), STAMP)))
    assert "13812348812" not in masked
    assert desk.read(journal.last_seq) == printed.done.entries[0].seq


def test_what_is_urgent_stands_first_also_where_no_clock_runs(handed: Weekend) -> None:
    counter = handed.counter
    counter.do("emergency.raise", danger="other", place="南门", text="围墙倒塌")
    counter.do("emergency.make_safe", "TF20261122-001", measures="围挡")
    found = counter.desk.read(tonight.open_matters)
    assert (found[0].number, found[0].due, found[1].urgent) == ("TF20261122-001", None, False)


def test_the_phones_stand_danger_by_danger_with_the_public_numbers_also_where_the_site_lists_nobody(
    handed: Weekend,
) -> None:
    written = booklet_text.write(fallback(handed.counter.desk, "en"), "foot")
    assert "Fire or smoke | 1 | Fire brigade | - | 119" in written
    assert "- | 2 | Ambulance | - | 120" in written


def test_a_key_that_is_due_back_stands_among_the_keys_and_not_among_what_was_promised(handed: Weekend) -> None:
    counter = handed.counter
    promised = counter.do("complaint.receive", unit="3-1201", text="漏水", reply_by="+2h").item
    loan = lend(counter, plant(counter))
    assert loan in {each.number for each in counter.desk.read(tonight.keys_out)}
    numbers = {each.number for each in counter.desk.read(tonight.promises)}
    assert (promised in numbers, loan in numbers) == (True, False)


def test_each_form_to_write_on_stands_whole_on_a_page_and_names_what_is_counted(handed: Weekend) -> None:
    found = texts(draw_booklet(fallback(handed.counter.desk, "en"), STAMP))
    forms = ("Callsandvisits", "Keyslentandtakenback", "Emergencies", "Otherentries", "Countedatthehandover")
    for form in forms:
        assert sum(form in page for page in found) == 1, form
    begins = next(number for number, page in enumerate(found) if "Formstowriteon" in page)
    assert "Phonestocall" not in found[begins]
    for thing in ("Walkie-talkie", "Fireextinguisher", "Flask", "Torch", "Leavingclerk(signature,date)"):
        assert thing in found[-1], thing
    assert "Typedin:#" in found[-1]


# --- as text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_as_text_every_line_fits_and_every_page_says_which_of_how_many(handed: Weekend, language: str) -> None:
    desk = handed.counter.desk
    booklets = (
        handover(desk, items_id(handed.counter, handed.night), language), day_sheet(desk, SATURDAY, language),
        fallback(desk, language),
    )  # fmt: skip
    for each in booklets:
        written = booklet_text.write(each, "foot")
        found = written.split(booklet_text.FEED)
        for number, page in enumerate(found, start=1):
            lines = page.splitlines()
            assert len(lines) <= 66
            assert all(booklet_text.cells(line) <= booklet_text.WIDTH for line in lines)
            assert each.right.format(page=number, pages=len(found)) in page


def test_a_sheet_is_written_as_text_where_the_file_is_called_so_and_nowhere_else(
    handed: Weekend, tmp_path: Path
) -> None:
    desk = handed.counter.desk
    out = tmp_path / "交接.txt"
    press_shift.print_handover(desk, handed.night, actor=handed.li, language="en", out=out)
    text = out.read_text(encoding="utf-8-sig")
    assert "Leaving clerk (signature, date): ____" in text
    assert "edition 1" in text
    before = desk.read(journal.last_seq)
    for path, code in ((out, "exists"), (tmp_path / "a.doc", "suffix"), (tmp_path / "no" / "a.pdf", "no_folder")):
        with pytest.raises(Refused) as refused:
            press_shift.print_handover(desk, handed.night, actor=handed.li, language="en", out=path)
        assert refused.value.code == code
    assert desk.read(journal.last_seq) == before


def test_what_is_read_only_says_that_it_is_on_no_record(handed: Weekend) -> None:
    desk = handed.counter.desk
    before = desk.read(journal.last_seq)
    assert "not on record as printed" in press_shift.reading(desk, day_sheet(desk, SATURDAY, "en"), "en")
    assert desk.read(journal.last_seq) == before


# --- however much there is ---------------------------------------------------------------------------------------


def long_booklet() -> Booklet:
    hostile = "[/b]長長 \x1b\u202e👨\u200d👩 " + "字" * 3000
    rows = [("1", hostile, "x"), *[(str(number), "行" * 40, "") for number in range(120)]]
    parts = (
        Part("Part", (("No", 1.0), ("What", 5.0), ("Who", 1.0)), rows),
        Part("None", (("No", 1.0), ("What", 5.0)), (), nothing="none"),
        Part("Blank", (("No", 1.0), ("What", 5.0)), (), blank=40),
    )
    return Booklet("Site", "under", "Title", "Page {page} of {pages}", "(continued)", parts, ("A", "B", "C", "D"))


def test_however_long_everything_is_on_some_page_and_nothing_runs_off_it(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[float, float, float, str]] = []
    write = pen.Pen.write

    def note(self: pen.Pen, left: float, base: float, text: str, size: float, grey: int = 0) -> None:
        written.append((left, left + self.wide(text, size), base, text))
        write(self, left, base, text, size, grey)

    monkeypatch.setattr(pen.Pen, "write", note)
    found = texts(draw_booklet(long_booklet(), STAMP))
    assert "".join(found).count("字") == 3000
    assert all(f"Page{number}of{len(found)}" in page for number, page in enumerate(found, start=1))
    assert "Part(continued)" in found[1]
    assert all(left >= pen.SIDE and right <= pen.PAGE[0] - pen.SIDE + 0.1 for left, right, *_rest in written)
    assert all(0 < base < pen.PAGE[1] - 3 for *_rest, base, _text in written)
    assert booklet.A_ROW == 3


@pytest.mark.parametrize("rows", range(20, 40))
def test_nobody_signs_on_a_page_that_says_nothing(counter: Counter, rows: int) -> None:
    log = Part("Log", (("No", 1.0), ("What", 5.0)), [(str(number), "line") for number in range(rows)])
    seal = Part("Seal", (("", 1.0),), (("sealed",),))
    parts = (log, seal)
    drawn = Booklet("Site", "under", "Title", "Page {page} of {pages}", "(continued)", parts, ("Signs",))
    assert all("sealed" in page for page in texts(draw_booklet(drawn, STAMP)) if "Signs" in page)


def test_however_long_the_text_no_control_character_and_no_line_too_long_is_written() -> None:
    text = booklet_text.write(long_booklet(), "foot")
    assert text.count("字") == 3000
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert all(booklet_text.cells(line) <= booklet_text.WIDTH for line in text.replace("\f", "\n").splitlines())
