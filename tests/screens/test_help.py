"""Help, the palette, leaving, and what happens when something fails."""

import gc
from pathlib import Path
from weakref import ref

import pytest
from textual.widget import Widget

from propdesk import locations
from propdesk.screens.base import DeskScreen
from propdesk.screens.confirm import ConfirmScreen, PickScreen
from propdesk.screens.error import ErrorScreen
from propdesk.screens.form import FormScreen
from propdesk.screens.help import HelpScreen
from propdesk.screens.palette import PaletteScreen
from propdesk.widgets.fields import FormField
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk


async def open_note(at: AtDesk) -> FormScreen:
    """The form of a line in the duty log, by the palette."""
    await at.press("ctrl+p")
    await at.until(lambda: isinstance(at.app.screen, PaletteScreen) and at.app.focused)
    await at.type("duty log")
    await at.sees("> Write in the duty log")
    await at.press("enter")
    await at.until(lambda: isinstance(at.app.screen, FormScreen) and at.app.focused)
    form = at.app.screen
    assert isinstance(form, FormScreen)
    return form


async def test_help_lists_the_keys_of_the_screen_and_the_steps(counter: Counter, clock: FrozenClock) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        await at.press("f1")
        await at.until(lambda: isinstance(at.app.screen, HelpScreen))
        await at.sees("Keys here", "F10 F12", "Emergency")
        text = "\n".join(str(each.render()) for each in at.app.screen.query("VerticalScroll > Static"))
        assert "Deliver" in text
        assert "004 COMP" in text
        assert "Move cursor" not in text


async def test_a_closed_screen_leaves_no_painted_lines_in_memory(counter: Counter, clock: FrozenClock) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        await at.press("f1")
        await at.sees("Keys here")
        assert isinstance(at.app.screen, HelpScreen)
        painted = [ref(widget._styles_cache) for widget in at.app.screen.query(Widget)]
        await at.press("escape")
        await at.until(lambda: not isinstance(at.app.screen, HelpScreen))
        await at.until(lambda: gc.collect() >= 0 and not any(lines() for lines in painted))


async def test_help_in_a_form_is_about_its_step(counter: Counter, clock: FrozenClock) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        await open_note(at)
        await at.press("f1")
        await at.sees("This step", "Write in the duty log")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, FormScreen))


async def test_the_palette_offers_the_steps_of_the_item_under_the_cursor(counter: Counter, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="楼上漏水 [/b] [red]")
    async with at_desk(counter.desk.path, clock) as at:
        await at.sees("TS20261121-001")
        await at.press("ctrl+p")
        await at.sees("TS20261121-001: Deliver")


async def test_the_palette_brings_a_parked_form_back(counter: Counter, clock: FrozenClock) -> None:
    counter.desk.park(counter.actor, "log.note", None, "大门灯 [/b]", {"text": "大门灯 [/b]"}, clock())
    async with at_desk(counter.desk.path, clock) as at:
        await at.press("ctrl+p")
        await at.sees("Go on with: Write in the duty log 大门灯 [/b]")
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, FormScreen))
        await at.sees("大门灯 [/b]")


async def test_the_palette_offers_only_what_the_operator_may_do(counter: Counter, clock: FrozenClock) -> None:
    counter.operator("李婷", "duty")
    async with at_desk(counter.desk.path, clock, name="李婷", pin="1357") as at:
        await at.press("ctrl+p")
        await at.sees("What do you want to do?")
        await at.type("operator")
        assert "Add an operator" not in at.text


async def test_leaving_with_a_form_open_asks_and_parks_it(counter: Counter, clock: FrozenClock) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        form = await open_note(at)
        form.query_one("#field-text", FormField).put("大门灯坏了")
        await at.press("ctrl+q")
        await at.until(lambda: isinstance(at.app.screen, ConfirmScreen))
        await at.press("escape")
        await at.until(lambda: at.app.screen is form)
        await at.press("ctrl+q")
        await at.until(lambda: isinstance(at.app.screen, ConfirmScreen))
        await at.press("enter")
        await at.until(lambda: not at.app.is_running or at.app._exit)
    assert [draft.title for draft in counter.desk.drafts(counter.actor)] == ["大门灯坏了"]


async def test_an_unexpected_failure_shows_a_reference_and_nobodys_data(
    counter: Counter, clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locations, "home", lambda: tmp_path)

    async def fails() -> None:
        phone = "13812348812"
        raise RuntimeError(f"{phone} went wrong")

    async with at_desk(counter.desk.path, clock) as at:
        screen = at.app.screen
        assert isinstance(screen, DeskScreen)
        screen.run_worker(fails(), group="test", exit_on_error=False)
        await at.until(lambda: isinstance(at.app.screen, ErrorScreen))
        failed = at.app.screen
        assert isinstance(failed, ErrorScreen)
        await at.sees(f"Reference: {failed.reference}")
        await at.press("escape")
        await at.until(lambda: at.app.screen is screen)
    log = (tmp_path / "propdesk.log").read_text()
    assert failed.reference in log
    assert "RuntimeError" in log
    assert "13812348812" not in log


async def test_a_short_list_is_chosen_from_with_a_digit(counter: Counter, clock: FrozenClock) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        chosen: list[str | None] = []
        at.app.push_screen(PickScreen("Which?", [("a", "Alpha [/b]"), ("b", "Beta")]), chosen.append)
        await at.sees("Alpha [/b]")
        await at.press("2")
        await at.until(lambda: chosen)
        assert chosen == ["b"]


async def test_every_theme_can_be_chosen_in_the_palette(counter: Counter, clock: FrozenClock) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        for words in ("Light colours", "High contrast", "Dark colours"):
            before = at.app.theme
            await at.press("ctrl+p")
            await at.sees("What do you want to do?")
            await at.type(words)
            await at.press("enter")
            await at.until(lambda before=before: at.app.theme != before)  # type: ignore[misc]
