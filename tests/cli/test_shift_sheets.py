"""The sheets of the shift from the command line: shown, written, on record, in both languages."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Shell
from tests.cli.test_keeping import SUPERVISOR
from tests.printing.text import text_of

CALL = {"text": "楼道灯不亮", "unit": "3-1201", "caller": "王敏", "phone": "13812348812", "kind": "other"}


@pytest.fixture
def night(staffed: Shell) -> Shell:
    """李婷 is there on Saturday night, a call is open."""
    staffed.do("contact.receive", as_="李婷", **CALL)
    shift = staffed.run("items", "--ledger", "shift", "--json").json[-1]["item"]
    assert staffed.do("shift.arrive", shift, as_="李婷").code == 0
    return staffed


def number(shell: Shell) -> str:
    shifts = shell.run("items", "--ledger", "shift", "--json").json
    return str(next(each["item"] for each in shifts if each["stage"] == "arrived"))


def pages(path: Path) -> str:
    return "".join(text_of(page) for page in PdfReader(path).pages)


def test_the_log_of_a_day_is_written_as_pdf_and_a_second_printing_is_a_reprint(night: Shell, tmp_path: Path) -> None:
    first = night.run("log", "--date", "2026-11-21", "--pdf", str(tmp_path / "day.pdf"), "--json")
    assert (first.code, first.json["edition"]) == (0, 1), first.err
    text = pages(tmp_path / "day.pdf")
    assert "楼道灯不亮" in text
    assert "Page1of" in text
    again = night.run("log", "--date", "2026-11-21", "--pdf", str(tmp_path / "two"), "--as", "张敏", **SUPERVISOR)
    assert "edition 2" in again.out
    assert "Reprintno.1" in pages(tmp_path / "two.pdf")
    assert "Printed: Duty log of a day 2026-11-21, edition 2" in night.run("log").out
    night.entries()


def test_the_log_marks_what_comes_from_paper_what_corrects_and_what_is_corrected(night: Shell) -> None:
    noted = night.do("log.note", as_="李婷", text="停电时手写", from_paper="yes").json["entries"][0]["seq"]
    night.do("log.correct", as_="李婷", entry=f"{noted}", text="断网时手写", reason="写错")
    lines = night.run("log").out.splitlines()
    first, second = (next(line for line in lines if line.startswith(f"#{seq} ")) for seq in (noted, noted + 1))
    assert f"(typed in from paper)  (corrected by #{noted + 1})" in first
    assert f"(corrects #{noted})" in second
    assert [each["paper"] for each in night.run("log", "--json").json][-2:] == [True, False]
    assert "系统" in night.run("log", "--lang", "zh_CN").out


def test_a_day_on_which_no_shift_was_on_the_desk_can_be_printed(staffed: Shell, tmp_path: Path) -> None:
    answer = staffed.run("log", "--date", "2026-11-20", "--pdf", str(tmp_path / "day.pdf"), "--json")
    assert (answer.code, answer.json["edition"]) == (0, None), answer.err
    assert (tmp_path / "day.pdf").exists()


def test_the_sheets_speak_the_language_that_is_asked_for(night: Shell, tmp_path: Path) -> None:
    night.run("log", "--date", "2026-11-21", "--text", str(tmp_path / "day.txt"), "--lang", "zh_CN")
    text = (tmp_path / "day.txt").read_text(encoding="utf-8-sig")
    assert "值班记录" in text
    assert "客服主管" in text
    english = night.run("handover-sheet", number(night), "--lang", "en").out
    chinese = night.run("handover-sheet", number(night), "--lang", "zh_CN").out
    assert ("Handover sheet" in english, "交接班表" in chinese) == (True, True)


def test_a_handover_sheet_is_shown_without_being_on_record_and_written_with_it(night: Shell, tmp_path: Path) -> None:
    before = night.entries()
    assert "not on record as printed" in night.run("handover-sheet").out
    assert night.entries() == before
    written = night.run("handover-sheet", "--pdf", str(tmp_path / "sheet.pdf"), "--as", "张敏", **SUPERVISOR)
    assert (written.code, "edition 1" in written.out) == (0, True), written.err
    assert night.entries() == before + 1
    printed = night.run("print", "handover", number(night), "--as", "张敏", "--json", **SUPERVISOR)
    assert printed.json["edition"] == 2


def test_the_sheet_for_a_night_without_the_computer_masks_numbers_on_the_screen_only(
    night: Shell, tmp_path: Path
) -> None:
    shown = night.run("fallback-sheet").out
    assert "楼道灯不亮" in shown
    assert "13812348812" not in shown
    assert night.run("fallback-sheet", "--pdf", str(tmp_path / "tonight.pdf")).code == 0
    assert "13812348812" in pages(tmp_path / "tonight.pdf")
    assert night.run("fallback-sheet", "--text", str(tmp_path / "tonight.txt"), "--json").json["edition"] is None


def test_what_cannot_be_printed_is_said_in_a_sentence_and_nothing_is_on_record(night: Shell, tmp_path: Path) -> None:
    there = tmp_path / "there.pdf"
    there.write_text("mine")
    before = night.entries()
    both = ("--pdf", str(tmp_path / "a"), "--text", str(tmp_path / "b"))
    for words, code in (
        (("log", "--pdf", str(there)), 1),
        (("log", "--shift", "1", "--pdf", str(tmp_path / "x.pdf")), 2),
        (("log", *both), 2),
        (("log", "--date", "2027-01-01", "--pdf", str(tmp_path / "y.pdf")), 1),
        (("handover-sheet", "LF20261121-001"), 1),
        (("handover-sheet", "ZB19990101-001"), 1),
        (("fallback-sheet", "--pdf", str(tmp_path / "no" / "z.pdf")), 1),
    ):
        answer = night.run(*words)
        assert (answer.code, answer.err.count("\n")) == (code, 1), (words, answer.err)
    assert night.entries() == before
    assert there.read_text() == "mine"
