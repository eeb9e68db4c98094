"""`propdesk figures` and `propdesk report`: to read, as JSON, as files."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from propdesk.desk import Desk
from propdesk.rules.pins import Pins
from tests.cli.conftest import Shell
from tests.conftest import FrozenClock


@pytest.fixture
def busy(shell: Shell) -> Shell:
    """A shell at a desk with two complaints, one of them with a hostile text."""
    assert shell.do("complaint.receive", unit="3-1201", text="客厅漏水", caller="王敏").code == 0
    assert shell.do("complaint.receive", text="=1+1 [/b]", caller="=cmd").code == 0
    assert shell.do("complaint.classify", "TS20261121-001", validity="valid", cause="developer").code == 0
    return shell


def swept(shell: Shell) -> None:
    """What a desk that is open does by itself."""
    desk = Desk.open(shell.path, now=shell.clock, pins=Pins(cheap=True))
    desk.sweep()
    desk.close()


def test_the_present_month_is_printed_with_what_was_counted(busy: Shell) -> None:
    found = busy.run("figures")
    assert found.code == 0, found.err
    assert "Month 2026-11  (2026-11-01 - 2026-11-30)" in found.out
    assert "Received in the period" in found.out
    assert "A month is the calendar month." in found.out
    assert "The period was not over" in found.out


def test_figures_speak_chinese_words_or_english(busy: Shell) -> None:
    assert busy.run("figures", "--lang", "zh_CN").code == 0


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        (["--day", "today"], "2026-11-21", "2026-11-21"),
        (["--day", "11-20"], "2026-11-20", "2026-11-20"),
        (["--half", "2026-11-H2"], "2026-11-16", "2026-11-30"),
        (["--half", "2026-11-03"], "2026-11-01", "2026-11-15"),
        (["--month", "2026-10"], "2026-10-01", "2026-10-31"),
        (["--quarter", "2026Q3"], "2026-07-01", "2026-09-30"),
        (["--from", "2026-11-01", "--to", "2026-11-21"], "2026-11-01", "2026-11-21"),
        ([], "2026-11-01", "2026-11-30"),
    ],
)
def test_a_period_is_chosen(busy: Shell, asked: list[str], first: str, last: str) -> None:
    found = busy.run("figures", *asked, "--json")
    assert found.code == 0, found.err
    assert (found.json["first"], found.json["last"]) == (first, last)


def test_json_has_a_key_and_both_languages_for_each_number(busy: Shell) -> None:
    found = busy.run("figures", "--json").json
    lines = {line["key"]: line for section in found["sections"] for line in section["lines"]}
    assert lines["complaint.received"]["count"] == 2
    assert lines["complaint.cause.developer"]["count"] == 1
    assert set(lines["complaint.received"]["label"]) == {"en", "zh_CN"}
    assert found["over"] is False


def test_the_rows_behind_each_number_are_as_many_as_it_says(busy: Shell) -> None:
    found = busy.run("figures", "--json").json
    for line in (line for section in found["sections"] for line in section["lines"] if line["count"]):
        rows = busy.run("figures", "--rows", line["key"], "--json").json
        assert len(rows) == line["count"], line["key"]
    assert "客厅漏水" in busy.run("figures", "--rows", "complaint.cause.developer").out
    assert busy.run("figures", "--rows", "complaint.voided").out.strip() == "Nothing found."


def test_a_csv_opens_in_a_spreadsheet_and_obeys_nobody(busy: Shell, tmp_path: Path) -> None:
    path = tmp_path / "out" / "figures.csv"
    found = busy.run("figures", "--csv", str(path))
    assert found.code == 0, found.err
    assert str(path) in found.out
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert ["Complaints", "Received in the period", "2"] in [row[:3] for row in rows]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_an_xlsx_holds_numbers_as_numbers(busy: Shell, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    assert busy.run("figures", "--xlsx", str(path)).code == 0
    page = load_workbook(path).active
    assert page is not None
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    assert ["Complaints", "Received in the period", 2] in [row[:3] for row in rows]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["figures", "--day", "today", "--month", "2026-10"], 2),
        (["figures", "--to", "2026-11-02"], 2),
        (["figures", "--from", "2026-11-02", "--to", "2026-11-01"], 2),
        (["figures", "--month", "Oktober"], 1),
        (["figures", "--rows", "complaint.blue"], 1),
        (["figures", "--rows", "complaint.received", "--csv", "x.csv"], 2),
        (["figures", "--json", "--csv", "x.csv"], 2),
        (["figures", "--csv", "x.doc"], 1),
        (["figures", "--csv", ""], 1),
        (["report", "weekly", "2026-10"], 2),
        (["report", "summary"], 2),
        (["report", "summary", "2026-10"], 1),
        (["report", "BB20261121-009"], 1),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(busy: Shell, words: list[str], code: int) -> None:
    found = busy.run(*words)
    assert found.code == code, found.out
    assert len(found.err.strip().splitlines()) == 1
    assert found.out == ""


def test_a_file_that_is_there_is_not_written_over(busy: Shell, tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    path.write_text("mine")
    assert busy.run("figures", "--csv", str(path)).code == 1
    assert path.read_text() == "mine"


def test_a_report_is_listed_and_printed_once_it_is_due(busy: Shell, clock: FrozenClock, tmp_path: Path) -> None:
    assert "No report is on the desk yet." in busy.run("report").out
    clock.forward(days=10)
    swept(busy)
    listed = {each["item"]: each for each in busy.run("report", "--json").json}
    assert any("summary" not in each["title"] and each["ledger"] == "report" for each in listed.values())
    before = busy.run("report", "summary", "2026-11")
    assert before.code == 0, before.err
    assert "Report is due" in before.out
    number = busy.run("report", "summary", "2026-11", "--json").json["item"]
    assert busy.do("report.compile", number, comment="一切平稳").code == 0
    shown = busy.run("report", number)
    assert "Complaint figures of the month" in shown.out
    assert "一切平稳" in shown.out
    assert "Compiled by 张敏" in shown.out
    kept = busy.run("report", "summary", "2026-11", "--json").json
    assert (kept["edition"], kept["stage"], kept["compiler"]) == (1, "compiled", "张敏")
    lines = {line["key"]: line["count"] for section in kept["figures"]["sections"] for line in section["lines"]}
    assert lines["complaint.received"] == 2
    assert [each["edition"] for each in kept["editions"]] == [1]
    assert busy.run("report", "summary", "2026-11", "--xlsx", str(tmp_path / "r.xlsx")).code == 0


def test_the_report_to_the_owners_names_nobody(busy: Shell, clock: FrozenClock) -> None:
    text = "王敏 3-1201 电话13812348812说电梯坏了"
    number = busy.do("complaint.receive", unit="3-1201", caller="王敏", phone="13812348812", text=text).json["item"]
    assert busy.do("complaint.classify", number, validity="valid", severity="minor", public="yes").code == 0
    clock.forward(days=10)
    swept(busy)
    report = busy.run("report", "owners", "2026-11", "--json").json["item"]
    assert busy.do("report.compile", report).code == 0
    shown = busy.run("report", report).out
    assert "电梯坏了" in shown
    for personal in ("王敏", "3-1201", "8812", "张敏"):
        assert personal not in shown
    assert "Deadlines missed" not in shown
