"""Figures as text, CSV and .xlsx: aligned, whole, and never a formula."""

import csv
import io
import os
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from propdesk import exports
from propdesk.errors import Refused
from propdesk.exports import Sheet
from propdesk.rules.figures import Row, Table

HOSTILE = (
    "=1+1",
    "+86",
    "-2",
    "@SUM(A1)",
    "＝1",
    "＠x",
    "  =1",
    "\t=1",
    "a\x1b[31mred",
    "[/b]",
    "一二三\x00",
    "=\u202ecmd",
)


@pytest.fixture
def sheet() -> Sheet:
    """A sheet whose every text is hostile."""
    rows = tuple(Row(f"k.{n}", text, n, of=n * 2 or None, percent=50, target=90, reached=False)
                 for n, text in enumerate(HOSTILE))  # fmt: skip
    return Sheet("=Title [x]:*?/\\ " + "长" * 40, HOSTILE, (Table("t", "Complaints", rows),), ("", *HOSTILE))


def test_a_csv_begins_with_its_mark_and_no_cell_with_a_formula(sheet: Sheet) -> None:
    raw = exports.as_csv(sheet)
    assert raw.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) for cell in row]
    assert "'=1+1" in cells
    assert "'＝1" in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(exports.OBEYED)]
    assert not [cell for cell in cells if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in cell)]


def test_an_xlsx_holds_text_as_text_and_numbers_as_numbers(sheet: Sheet, tmp_path: Path) -> None:
    path = exports.save(sheet, tmp_path / "f.xlsx")
    page = load_workbook(path).active
    assert page is not None
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.value for cell in cells if cell.data_type == "n"} >= {1, 2, 50, 90}
    assert len(page.title) <= 31


def test_the_columns_of_a_text_stand_under_one_another() -> None:
    rows = (Row("a", "业主投诉", 3), Row("b", "Repairs", 12), Row("c", "Rate", 1, of=2, percent=50, target=90))
    lines = exports.text(Sheet("T", (), (Table("t", "Complaints", rows),))).split("\n")
    bars = [line for line in lines if "█" in line]
    assert len({cell_len(line.partition("█")[0]) for line in bars}) == 1
    assert bars[1].count("█") == exports.BAR
    assert bars[0].count("█") == exports.BAR // 4
    assert "50 % (target 90 %)" in bars[2]


def test_a_text_holds_nothing_a_terminal_obeys(sheet: Sheet) -> None:
    shown = exports.text(sheet)
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize(
    ("part", "width", "length"), [(0, 10, 0), (0.001, 10, 1), (0.5, 10, 5), (1, 10, 10), (1, 0, 0)]
)
def test_a_bar_shows_whatever_is_there(part: float, width: int, length: int) -> None:
    assert len(exports.bar(part, width)) == length


@pytest.mark.parametrize("suffix", exports.SUFFIXES)
def test_a_file_is_there_whole_for_this_user_only_and_never_written_over(
    sheet: Sheet, tmp_path: Path, suffix: str
) -> None:
    path = exports.save(sheet, tmp_path / "new" / f"f{suffix}")
    before = path.read_bytes()
    assert before
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(Refused) as caught:
        exports.save(sheet, path)
    assert caught.value.code == "exists"
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_where_nothing_can_be_written_it_is_refused(sheet: Sheet, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused) as caught:
        exports.save(sheet, tmp_path / "file" / "f.csv")
    assert caught.value.code == "write"
    with pytest.raises(Refused) as other:
        exports.save(sheet, tmp_path / "f.doc")
    assert other.value.code == "suffix"
