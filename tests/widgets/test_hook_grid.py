"""The grid of hooks: how many to a row, where the cursor goes, what is painted."""

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from propdesk.widgets.hook_grid import HookCell, HookGrid


def made(count: int, start: int = 1) -> list[HookCell]:
    return [
        HookCell(f"A-{n:02d}", n, f"K{n:04d}", "3-1201 入户门", "!! 1/3", "overdue", "late")
        for n in range(start, start + count)
    ]


class Desk(App[None]):
    """An app that is one grid, and what it said."""

    def __init__(self, cells: list[HookCell]) -> None:
        super().__init__()
        self.cells = cells
        self.grid = HookGrid(empty="没有钥匙 Nothing hangs here.")
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.grid

    def on_mount(self) -> None:
        self.grid.focus()
        self.grid.show(self.cells)

    def on_hook_grid_highlighted(self, message: HookGrid.Highlighted) -> None:
        assert message.control is self.grid
        self.said.append(f"at {self.grid.cell.hook}" if self.grid.cell else "nowhere")

    def on_hook_grid_selected(self, message: HookGrid.Selected) -> None:
        assert message.control is self.grid
        self.said.append(f"chose {message.cell.hook}")

    def lines(self) -> list[str]:
        return [self.grid.render_line(y).text for y in range(self.grid.size.height)]

    def hook(self) -> str:
        assert self.grid.cell is not None
        return self.grid.cell.hook


@pytest.mark.parametrize(("width", "columns"), [(20, 1), (80, 4), (120, 6), (200, 10)])
async def test_a_row_holds_as_many_hooks_as_there_is_room_for(width: int, columns: int) -> None:
    app = Desk(made(30))
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        assert app.grid.columns == columns
        assert all(cell_len(line) == width for line in app.lines())
        assert app.lines()[0].count("K0") == columns


async def test_a_cell_says_hook_label_count_place_and_mark() -> None:
    app = Desk(made(2))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.lines()[0].startswith(">A-01 K0001 !! 1/3  A-02 K0002 !! 1/3 ")
        assert app.lines()[1].startswith(" 3-1201 .. overdue  3-1201 .. overdue ")


async def test_arrows_go_cell_by_cell_and_row_by_row() -> None:
    app = Desk(made(10))
    async with app.run_test(size=(80, 24)) as pilot:
        for keys, hook in [
            (("left",), "A-01"),
            (("right",), "A-02"),
            (("right", "right", "right"), "A-05"),
            (("down",), "A-09"),
            (("down",), "A-09"),
            (("up", "up", "up"), "A-01"),
            (("right", "right", "down", "down"), "A-10"),
            (("home",), "A-01"),
            (("end", "right"), "A-10"),
            (("pageup",), "A-02"),
            (("pagedown",), "A-10"),
        ]:
            await pilot.press(*keys)
            assert app.hook() == hook, keys


async def test_the_cursor_is_always_in_sight() -> None:
    app = Desk(made(90))
    async with app.run_test(size=(80, 11)) as pilot:
        for key in ("down",) * 9 + ("up",) * 6 + ("pagedown",) * 4 + ("end", "up", "pageup", "home"):
            await pilot.press(key)
            line = next(line for line in app.lines() if ">" in line)
            assert app.hook() in line
            assert any(" 3-1201 .." in line for line in app.lines()[app.lines().index(line) + 1 :][:1])


async def test_enter_and_a_second_click_choose_the_hook() -> None:
    app = Desk(made(10))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "enter")
        await pilot.click(HookGrid, offset=(45, 3))
        await pilot.click(HookGrid, offset=(45, 2))
        await pilot.click(HookGrid, offset=(45, 9))
        await pilot.pause()
        assert [said for said in app.said if said.startswith("chose")] == ["chose A-02", "chose A-07"]


async def test_what_is_shown_anew_leaves_the_cursor_on_its_hook() -> None:
    app = Desk(made(10))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["right"] * 6)
        app.grid.show(made(8, start=4))
        assert app.hook() == "A-07"
        app.grid.show(made(3))
        assert app.hook() == "A-03"
        app.grid.show(made(5), "A-05")
        assert app.hook() == "A-05"
        app.grid.show(made(5), "")
        await pilot.pause()
        assert app.said[-1] == "at A-01"


async def test_of_five_thousand_hooks_only_what_is_in_sight_is_painted() -> None:
    app = Desk(made(5000))
    async with app.run_test(size=(120, 40)) as pilot:
        painted: list[int] = []
        paint = app.grid._paint
        app.grid._paint = lambda row, line: painted.append(row) or paint(row, line)  # type: ignore[method-assign,func-returns-value]
        await pilot.press("end")
        await pilot.pause()
        assert painted
        assert min(painted) >= -(-5000 // app.grid.columns) - 20
        painted.clear()
        await pilot.press("left")
        await pilot.pause()
        assert len(set(painted)) <= 2


async def test_four_hooks_with_three_digits_stand_beside_each_other_at_eighty_columns() -> None:
    app = Desk(made(200))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.grid.columns == 4
        await pilot.press("end")
        assert app.hook() == "A-200"
        assert app.lines()[-2].endswith(" A-199 K0199 !! 1/3>A-200 K0200 !! 1/3    ")


async def test_the_cursor_shows_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Desk(made(4))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right")
        assert app.lines()[0][18:30].strip().startswith(">A-02")


async def test_an_empty_cabinet_says_so() -> None:
    app = Desk([])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "right", "end", "enter")
        assert app.lines()[0].strip() == "没有钥匙 Nothing hangs here."
        assert app.said == ["nowhere"]


@pytest.mark.parametrize("width", [10, 19, 80, 120])
async def test_whatever_people_write_the_lines_are_as_wide_as_the_screen(width: int) -> None:
    texts = ("[/b] [red]红[/]", "a\\[b]\\", "䶮㛃𰻝", "🏠🇨🇳 ½", "長" * 300, "esc \x1b[31m bell \x07 \u202e end", "")
    app = Desk([HookCell(text, n, text, text, text, text) for n, text in enumerate(texts)])
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.press("right")
        for line in app.lines():
            assert cell_len(line) == width
            assert not any(ord(character) < 32 for character in line)
