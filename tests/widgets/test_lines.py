"""Lines of an exact width, whatever is in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from propdesk.widgets.lines import Column, Painter, fit, fit_text
from propdesk.widgets.rows import Cell, Row

COLUMNS = (
    Column("Left", 9, priority=8),
    Column("Number", 15, priority=9),
    Column("Owner", 8, priority=1),
    Column("Matter", 0, minimum=20, priority=9),
    Column("Next", 10, priority=2),
)
STYLES = dict.fromkeys(("plain", "dim", "late", "soon", "accent", "ok", "header", "cursor"), Style())
ANYTHING = st.text(st.characters(exclude_categories=()))


def shown(width: int) -> list[str]:
    return [COLUMNS[fitted.place].title for fitted in fit(COLUMNS, width)]


def test_a_wide_table_shows_every_column_and_the_open_one_takes_the_rest() -> None:
    fitted = fit(COLUMNS, 117)
    assert [column.width for column in fitted] == [9, 15, 8, 117 - 9 - 15 - 8 - 10 - 5, 10]


def test_a_narrow_table_drops_the_columns_of_lowest_priority_first() -> None:
    assert shown(67) == ["Left", "Number", "Owner", "Matter", "Next"]
    assert shown(66) == ["Left", "Number", "Matter", "Next"]
    assert shown(57) == ["Left", "Number", "Matter"]


def test_of_equal_columns_the_right_one_goes_first_and_one_always_stays() -> None:
    assert shown(36) == ["Number"]
    assert fit(COLUMNS, 5)[0].width == 4
    assert fit(COLUMNS, 0)[0].width == 0


def test_several_open_columns_share_the_rest_without_a_gap() -> None:
    columns = (Column("a", 0), Column("b", 0), Column("c", 0))
    assert [fitted.width for fitted in fit(columns, 40)] == [13, 12, 12]


@pytest.mark.parametrize(
    ("text", "width", "line"),
    [
        ("leak", 6, "leak  "),
        ("leaking", 6, "leak.."),
        ("楼上漏水", 8, "楼上漏水"),
        ("楼上漏水", 7, "楼上 .."),
        ("楼上漏水", 1, "."),
        ("", 3, "   "),
    ],
)
def test_a_text_is_cut_by_cells_and_says_so(text: str, width: int, line: str) -> None:
    assert fit_text(text, width) == line


def test_numbers_stand_on_the_right() -> None:
    assert fit_text("12", 5, "right") == "   12"


@given(ANYTHING, st.integers(0, 140))
def test_any_text_takes_exactly_the_cells_it_is_given(text: str, width: int) -> None:
    assert cell_len(fit_text(text, width)) == width


def test_a_text_of_five_thousand_marks_on_one_letter_stays_in_its_cell() -> None:
    assert cell_len(fit_text("e" + "\u0301" * 5000, 10)) == 10


@given(st.lists(ANYTHING, max_size=6), st.integers(0, 140), st.integers(0, 2))
def test_any_row_takes_exactly_the_width_of_the_table(texts: list[str], width: int, margin: int) -> None:
    painter = Painter(COLUMNS, STYLES, width, margin)
    row = Row(1, tuple(Cell(text) for text in texts))
    lines = [
        painter.row(row),
        painter.cursor(row),
        painter.cursor(None),
        painter.header,
        painter.waiting,
        painter.blank,
    ]
    assert {cell_len(line.text) for line in lines} == {line.cell_length for line in lines} == {width}


def test_neighbours_of_one_tone_are_written_in_one_piece() -> None:
    cells = (Cell("late", "late"), Cell("TS-1"), Cell("Li"), Cell("leak"), Cell("deliver", "dim"))
    line = Painter(COLUMNS, STYLES | {"late": Style(bold=True), "dim": Style(dim=True)}, 90).row(Row(1, cells))
    assert len(list(line)) == 4
