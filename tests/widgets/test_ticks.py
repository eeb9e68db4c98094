"""Several answers of a list: a cursor that goes along and across, digits, all at once, and what a draft keeps."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input

from propdesk.widgets.ticks import TicksField

AGREEMENTS = ("Covenant", "Management agreement", "Safety undertaking", "Gas agreement", "Heating agreement")


class Form(App[None]):
    """A field of ticks between two lines."""

    BINDINGS = [("down", "app.focus_next"), ("up", "app.focus_previous")]

    def __init__(self, words: Sequence[str] = AGREEMENTS) -> None:
        super().__init__()
        self.field = TicksField("agreements", "Signed", [(each.casefold(), each) for each in words], width=10)
        self.heard: list[object] = []
        self.finished = 0

    def compose(self) -> ComposeResult:
        """A line, the field, a line."""
        yield Input(id="before")
        yield self.field
        yield Input(id="after")

    def on_form_field_changed(self, event: TicksField.Changed) -> None:
        """Note the answer."""
        self.heard.append(event.field.value)

    def on_form_field_finished(self) -> None:
        """Note that Enter was pressed."""
        self.finished += 1

    @property
    def ticked(self) -> str:
        """The answer."""
        return str(self.field.value)

    @property
    def lines(self) -> list[str]:
        """What the terminal shows."""
        return [strip.text for strip in self.screen._compositor.render_strips()]


@asynccontextmanager
async def at_form(form: Form, width: int = 60) -> AsyncIterator[Pilot[None]]:
    """The form with the cursor in the field."""
    async with form.run_test(size=(width, 20)) as pilot:
        form.field.take_focus()
        await pilot.pause()
        yield pilot


async def test_space_ticks_what_the_cursor_is_on_and_arrows_go_round() -> None:
    form = Form()
    async with at_form(form) as pilot:
        await pilot.press("space", "right", "right", "space", "left", "left", "left", "space")
        assert form.ticked == "covenant; safety undertaking; heating agreement"
        await pilot.press("space")
        assert form.ticked == "covenant; safety undertaking"
        assert form.heard[-1] == form.field.value


async def test_a_digit_ticks_the_answer_that_shows_it() -> None:
    form = Form()
    async with at_form(form) as pilot:
        await pilot.press("4", "2", "2", "9", "0")
        assert form.ticked == "gas agreement"
        assert any("4[x] Gas agreement" in line for line in form.lines)
        assert any("2[ ] Management agreement" in line for line in form.lines)


async def test_ctrl_a_ticks_all_and_takes_all_back() -> None:
    form = Form()
    async with at_form(form) as pilot:
        await pilot.press("3", "ctrl+a")
        assert form.ticked == "; ".join(each.casefold() for each in AGREEMENTS)
        assert any("5 of 5" in line for line in form.lines)
        await pilot.press("ctrl+a")
        assert form.ticked == ""


async def test_down_and_up_go_from_row_to_row_and_then_to_the_other_fields() -> None:
    form = Form()
    async with at_form(form, width=60) as pilot:
        await pilot.press("down", "space")
        assert form.ticked == "safety undertaking"
        await pilot.press("up", "right", "down", "space")
        assert form.ticked == "safety undertaking; gas agreement"
        await pilot.press("down", "down")
        assert form.focused is form.query_one("#after")
        await pilot.press("up", "up", "up", "up")
        assert form.focused is form.query_one("#before")


async def test_enter_goes_on_and_the_hint_stands_only_where_the_cursor_is() -> None:
    form = Form()
    async with at_form(form) as pilot:
        assert any("0 of 5   Space or a digit ticks" in line for line in form.lines)
        await pilot.press("1", "enter", "tab")
        await pilot.pause()
        assert form.finished == 1
        assert not any("Space or a digit" in line for line in form.lines)
        assert any("1 of 5" in line for line in form.lines)


@pytest.mark.parametrize("width", [24, 40, 60, 120])
async def test_it_wraps_where_it_does_not_fit_and_cuts_what_is_too_long(width: int) -> None:
    form = Form([*AGREEMENTS, "[red]长" * 20])
    async with at_form(form, width=width) as pilot:
        await pilot.press("ctrl+a")
        shown = "\n".join(form.lines)
        assert all(f"{digit}[x] " in shown for digit in range(1, 7))
        assert form.field.line.size.height == len(form.field.line._rows(form.field.line.size.width))
        assert "[red]" in shown


async def test_a_draft_brings_the_ticks_back_and_what_left_the_list_is_dropped() -> None:
    form, again = Form(), Form()
    async with at_form(form) as pilot:
        await pilot.press("2", "5")
        kept = form.field.text
    async with at_form(again):
        again.field.put(f"{kept}; something else")
        assert again.field.text == kept == "management agreement; heating agreement"
        assert again.heard == []
        again.field.put(None)
        assert again.field.value == ""


async def test_a_list_without_answers_takes_every_key_and_does_nothing() -> None:
    form = Form([])
    async with at_form(form) as pilot:
        await pilot.press("space", "left", "right", "1", "ctrl+a")
        assert form.ticked == ""
        await pilot.press("down")
        assert form.focused is form.query_one("#after")
