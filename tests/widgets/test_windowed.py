"""What the list of a register paints."""

import pytest
from rich.cells import cell_len

from propdesk.widgets.windowed import Cell, Column, ListSource, Row
from tests.widgets.register_desk import COLUMNS, Desk, Slow, made, ready

HOSTILE = (
    "[/b]",
    "[red]",
    "\x1b[31mred\x1b[0m",
    "x" * 5000,
    "👨\u200d👩\u200d👧 family",
    "\ud800",
    "䶮㛃𬭎𣲗" * 20,
    "a\nb",
)


async def test_the_cursor_is_seen_without_colour_and_the_header_stays() -> None:
    app = Desk(ListSource(made(key) for key in range(100)))
    async with app.run_test() as pilot:
        await pilot.press(*["down"] * 50)
        assert len(app.marked()) == 1
        assert "TS-50 " in app.marked()[0]
        assert app.lines()[0].split()[:3] == ["剩余时间", "编号", "房号"]


async def test_titles_stand_over_their_values_also_in_chinese() -> None:
    app = Desk(ListSource([made(1)]))
    async with app.run_test(size=(120, 10)):
        header, line = app.lines()[:2]
        for title, value in (("编号", "TS-1"), ("房号", "3-1201"), ("事项", "卫生间"), ("下一步", "联系住户")):
            assert cell_len(header[: header.index(title)]) == cell_len(line[: line.index(value)])


async def test_what_is_painted_is_what_stands_on_the_screen() -> None:
    app = Desk(ListSource(made(key) for key in range(3)))
    async with app.run_test(size=(100, 8)) as pilot:
        await pilot.press("down")
        await pilot.pause()
        assert app.screen_lines() == app.lines()
        assert app.lines()[4].strip() == ""
        app.table.styles.border = ("ascii", "red")
        await pilot.pause()
        assert [line[1:-1] for line in app.screen_lines()[1:-1]] == app.lines()


async def test_the_last_column_is_not_under_the_scroll_bar() -> None:
    app = Desk(ListSource(made(key) for key in range(300)), [Column("n", 0, "right")])
    async with app.run_test(size=(80, 8)):
        assert app.lines()[0].endswith("n ")


async def test_moving_the_cursor_paints_two_lines() -> None:
    app = Desk(ListSource(made(key) for key in range(100)))
    async with app.run_test() as pilot:
        await pilot.press("down", "down")
        app.table.repainted.clear()
        before = [app.table.render_line(y) for y in range(app.table.size.height)]
        await pilot.press("down")
        assert [(region.y, region.height) for region in app.table.repainted] == [(3, 1), (4, 1)]
        changed = [y for y, strip in enumerate(before) if app.table.render_line(y) is not strip]
        assert changed == [3, 4]


async def test_a_line_long_out_of_sight_is_not_kept_painted() -> None:
    app = Desk(ListSource(made(key) for key in range(1000)))
    async with app.run_test() as pilot:
        await pilot.press("down")
        first = app.table.render_line(1)
        assert app.table.render_line(1) is first
        await pilot.press(*["pagedown"] * 10, "home")
        await pilot.press("down")
        assert app.table.render_line(1).text == first.text
        assert app.table.render_line(1) is not first


async def test_a_line_read_afresh_is_painted_once() -> None:
    app = Desk(ListSource(made(key) for key in range(40)))
    async with app.run_test() as pilot:
        app.table.replace_source(ListSource(made(key) for key in range(40)))
        await pilot.pause()
        assert app.table.render_line(3) is app.table.render_line(3)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (12, 5), (1, 1)])
async def test_hostile_text_neither_crashes_nor_shifts_the_columns(size: tuple[int, int]) -> None:
    rows = [Row(key, tuple(Cell(text) for _ in COLUMNS)) for key, text in enumerate(HOSTILE)]
    app = Desk(ListSource([*rows, Row(99, ()), made(100)]), [Column("[/b]\x1b", 9), *COLUMNS[1:]])
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "end", "home")
        await pilot.pause()
        strips = [app.table.render_line(y) for y in range(app.table.size.height)]
        assert {cell_len(strip.text) for strip in strips} == {app.table.size.width}
        assert not any("\x1b" in strip.text for strip in strips)
        app.export_screenshot().encode("utf-8")


async def test_resizing_keeps_the_cursor_in_sight_and_drops_the_least_important_columns() -> None:
    app = Desk(Slow(range(1000)))
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot, app.table)
        await pilot.press("pagedown", *["down"] * 38)
        assert "下一步" in app.lines()[0]
        await pilot.resize_terminal(80, 24)
        await ready(pilot, app.table)
        assert len(app.marked()) == 1
        assert {cell_len(line) for line in app.lines()} == {80}
        assert "下一步" not in app.lines()[0]
        assert "事项" in app.lines()[0]
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert len(app.marked()) == 1
        assert "下一步" in app.lines()[0]


@pytest.mark.parametrize("focused", [True, False])
async def test_without_colour_the_cursor_line_has_an_attribute_of_its_own(
    monkeypatch: pytest.MonkeyPatch, focused: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Desk(ListSource([made(1)]))
    async with app.run_test() as pilot:
        app.set_focus(app.table if focused else None)
        await pilot.pause()
        (segment,) = app.table.render_line(1)
        assert segment.style is not None
        assert (segment.style.reverse, segment.style.underline) == ((True, None) if focused else (None, True))


async def test_another_theme_paints_the_lines_anew() -> None:
    app = Desk(ListSource(made(key) for key in range(10)))
    async with app.run_test() as pilot:
        await pilot.pause()
        dark = {segment.style for segment in app.table.render_line(2)}
        app.theme = "textual-light"
        await pilot.pause()
        assert dark.isdisjoint({segment.style for segment in app.table.render_line(2)})
