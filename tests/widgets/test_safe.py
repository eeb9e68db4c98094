"""Whatever is in the data, it is shown and never obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.widgets import Button, DataTable, OptionList

from propdesk.widgets.safe import UNSHOWN, Plain, cell, display_text, label, option, static, toast

HOSTILE = (
    "[/b]",
    "[red]late[/red]",
    "[@click=app.quit]x[/]",
    "a\x1b[31mred",
    "\x9b31m",
    "\x00",
    "\u202eevil",
    "\ud800",
    "王\u200d芳",
    "line\u2028line",
    "\\[b]",
    "x" * 5000,
)


@pytest.mark.parametrize("text", ["王芳 3-1201", "䶮㛃𬭎𣲗", "[张三]", "a\\[b]", "", "㎡ · 138****8812"])
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert display_text(text) == text


def test_what_would_steer_the_terminal_is_shown_as_a_question_mark() -> None:
    assert display_text("a\x1b[31m\x9b\x00\u200d\u202e\ud800\u2028b") == "a?[31m??????b"


def test_white_space_becomes_spaces_in_one_line() -> None:
    assert display_text("one\r\ntwo\tthree\nfour") == "one two three four"


def test_lines_stay_apart_where_several_are_wanted() -> None:
    assert display_text("one\r\ntwo\x1b\nthree", multiline=True) == "one\ntwo?\nthree"


def test_a_character_keeps_the_width_all_terminals_agree_on() -> None:
    assert display_text("❤\ufe0f") == "❤"


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_reaches_the_terminal_with_a_control_character(text: str) -> None:
    shown = display_text(text)
    assert not {unicodedata.category(character) for character in shown} & UNSHOWN
    shown.encode("utf-8")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_and_a_label_say_what_the_data_says(text: str) -> None:
    assert cell(text).plain == label(text).plain == display_text(text)
    assert not cell(text).spans
    assert not label(text).spans


class Showcase(App[None]):
    """Every way of showing data at once."""

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield OptionList(*(option(text, key=f"k{number}") for number, text in enumerate(HOSTILE)))
        for text in HOSTILE:
            yield static(text)
            yield Button(label(text))
        yield DataTable[object]()

    def on_mount(self) -> None:
        """Fill the table and say it aloud."""
        grid: DataTable[object] = self.query_one(DataTable)
        grid.add_column(cell("[/b]"))
        for text in HOSTILE:
            grid.add_row(cell(text))
            toast(self, text, "error")


async def test_widgets_show_hostile_text_letter_by_letter() -> None:
    app = Showcase()
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        first = app.query(Plain).first()
        first.update("[/b] and [red]\x1b[31m")
        await pilot.pause()
        assert str(first.render()) == "[/b] and [red]?[31m"
        assert app.query_one(OptionList).get_option("k1").prompt == label("[red]late[/red]")


class Lines(App[None]):
    """A text of its own height above another."""

    CSS = "#above { height: auto; } #short { width: auto; }"

    def compose(self) -> ComposeResult:
        yield static("一行", id="above")
        yield static("短", id="short")


async def test_a_text_of_as_many_lines_is_painted_without_laying_the_screen_out_anew() -> None:
    async with Lines().run_test(size=(40, 10)) as pilot:
        above, short = pilot.app.query_one("#above", Plain), pilot.app.query_one("#short", Plain)
        laid_out = []
        for widget, text in ((above, "另一行"), (above, "一行\n两行"), (short, "长"), (short, "更长的")):
            widget.update(text)
            laid_out.append(widget._layout_required)
            await pilot.pause()
        assert laid_out == [False, True, False, True]
        assert (above.size.height, short.size.width) == (2, 6)
        assert [str(above.render()), str(short.render())] == ["一行\n两行", "更长的"]
