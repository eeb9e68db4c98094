"""The line of function keys: every screen keeps its key where there is little room."""

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from propdesk.app import PropDesk
from propdesk.i18n import use_language
from propdesk.widgets.chrome import FunctionLine


class Line(App[None]):
    """An app that is one line of function keys."""

    def compose(self) -> ComposeResult:
        yield FunctionLine(PropDesk.FUNCTION_KEYS, "patrol")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("width", [80, 100, 120])
async def test_every_screen_keeps_its_key(lang: str, width: int) -> None:
    use_language(lang)
    app = Line()
    async with app.run_test(size=(width, 3)) as pilot:
        await pilot.pause()
        text = app.query_one(FunctionLine).render().plain
        assert cell_len(text) <= width
        assert [key for key, _words, mode in app.query_one(FunctionLine)._keys if mode and key not in text] == []


async def test_help_is_told_where_there_is_room_for_it() -> None:
    for width, told in ((80, False), (120, True)):
        app = Line()
        async with app.run_test(size=(width, 3)) as pilot:
            await pilot.pause()
            assert ("F1 Help" in app.query_one(FunctionLine).render().plain) is told
