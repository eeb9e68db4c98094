"""A month as a picture: days across, routes down, where the cursor goes, what is painted."""

from datetime import date, timedelta

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from propdesk.i18n import use_language
from propdesk.widgets.month_grid import DayCell, Month, MonthGrid, MonthRow

FIRST = date(2026, 11, 1)
"""A Sunday."""


def month(*names: str, days: int = 30, first: date = FIRST) -> Month:
    """A month whose routes are walked on time, the first of them missed on its third day."""
    rows = tuple(
        MonthRow(name, tuple(DayCell("x", "late") if (n, d) == (0, 2) else DayCell("o", "ok") for d in range(days)))
        for n, name in enumerate(names)
    )
    return Month(first, rows, days, frozenset({first, first + timedelta(days=6)}), first + timedelta(days=20))


class Desk(App[None]):
    """An app that is one picture, and what it said."""

    def __init__(self, shown: Month) -> None:
        super().__init__()
        self.shown = shown
        self.grid = MonthGrid(empty="没有路线")
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.grid

    def on_mount(self) -> None:
        self.grid.focus()
        self.grid.show(self.shown)

    def on_month_grid_highlighted(self, message: MonthGrid.Highlighted) -> None:
        assert message.control is self.grid
        self.said.append(f"at {self.grid.row} {self.grid.day}")

    def on_month_grid_selected(self, message: MonthGrid.Selected) -> None:
        assert message.control is self.grid
        self.said.append("chose")

    def lines(self) -> list[str]:
        return [self.grid.render_line(y).text for y in range(self.grid.size.height)]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("days", [28, 31])
@pytest.mark.parametrize("width", [80, 120])
async def test_a_whole_month_fits_and_every_mark_stands_under_its_day(width: int, days: int, lang: str) -> None:
    use_language(lang)
    app = Desk(month("日常巡查", "a route with a name that is far too long for its column", days=days))
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        lines = app.lines()
        assert all(cell_len(line) == width for line in lines)
        marks = next(line for line in lines if "x" in line)
        # The line of units above the marks: the third day stands right above its mark.
        head = lines[0] if width == 120 else lines[1]
        assert cell_len(head[: head.index("3")]) == cell_len(marks[: marks.index("x")])
        assert marks.count("o") == days - 1


async def test_close_days_have_their_tens_above() -> None:
    app = Desk(month("日常巡查"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        tens, units, *_rest = app.lines()
        assert tens.split() == ["1", "2", "3"]
        assert units.split() == [str(day % 10) for day in range(1, 31)]


async def test_the_arrows_go_by_day_and_by_route_and_stop_at_the_edges() -> None:
    app = Desk(month("日", "夜"))
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("up", "left", "right", "down", "down", "end", "right", "home")
        await pilot.pause()
        assert app.said == [
            "at 0 2026-11-01",
            "at 0 2026-11-02",
            "at 1 2026-11-02",
            "at 1 2026-11-30",
            "at 1 2026-11-01",
        ]


async def test_enter_and_a_second_click_choose_the_day() -> None:
    app = Desk(month("日", "夜"))
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("enter")
        across = app.lines()[0].index(" 9") + 1
        await pilot.click(app.grid, offset=(across, 3))
        await pilot.click(app.grid, offset=(across, 3))
        await pilot.pause()
        assert app.said == ["at 0 2026-11-01", "chose", "at 1 2026-11-09", "chose"]


async def test_more_routes_than_lines_go_by_under_the_days() -> None:
    app = Desk(month(*(f"route {n:02d}" for n in range(40))))
    app.grid.styles.max_height = 24
    async with app.run_test(size=(120, 24)) as pilot:
        for _n in range(39):
            await pilot.press("down")
        await pilot.pause()
        lines = app.lines()
        assert "10 11" in lines[0]
        assert lines[-1].startswith(">route 39")
        assert lines[1].startswith(" 19-40 / 40 ")
        app.grid.show(month("日"))
        await pilot.pause()
        assert not any("/" in line for line in app.lines())


async def test_another_month_keeps_the_day_where_it_can() -> None:
    app = Desk(month("日", days=31))
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("end")
        app.grid.show(month("日", days=28, first=date(2027, 2, 1)))
        await pilot.pause()
        assert app.grid.day == date(2027, 2, 28)
        app.grid.show(month("日"), date(2026, 11, 21))
        await pilot.pause()
        assert app.grid.day == date(2026, 11, 21)


async def test_a_site_without_routes_says_so() -> None:
    app = Desk(month())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "没有路线" in "\n".join(app.lines())
        assert "chose" not in app.said
