"""Where the cursor of a register stays."""

from propdesk.widgets.windowed import ListSource
from tests.widgets.register_desk import Desk, Slow, made, ready, until


async def test_the_cursor_stays_on_its_item_when_rows_come_in_above() -> None:
    source = Slow(list(range(100, 600)))
    app = Desk(source)
    async with app.run_test(size=(100, 20)) as pilot:
        await ready(pilot, app.table)
        await pilot.press(*["down"] * 40)
        line = app.lines().index(app.marked()[0])
        source.keys = list(range(600))
        app.table.reload()
        await until(pilot, lambda: app.table.row_count == 600)
        assert (app.table.cursor_key, app.table.cursor_row) == (140, 140)
        assert app.lines().index(app.marked()[0]) == line
        assert "TS-140 " in app.marked()[0]
        assert app.highlighted()[-1] == 140


async def test_who_looks_at_the_top_sees_what_comes_in() -> None:
    source = Slow(list(range(5, 100)))
    app = Desk(source)
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
        source.keys = range(100)
        app.table.reload()
        await until(pilot, lambda: app.table.row_count == 100)
        assert "TS-0 " in app.lines()[1]
        assert app.table.cursor_key == 5
        assert "TS-5 " in app.marked()[0]


async def test_the_same_list_from_another_source_leaves_cursor_and_view_alone() -> None:
    app = Desk(ListSource(made(key) for key in range(100)))
    async with app.run_test() as pilot:
        await pilot.press("pagedown", "pagedown", "up")
        before = app.lines()
        app.table.replace_source(ListSource(made(key) for key in range(-5, 100)))
        assert app.lines() == before
        assert (app.table.cursor_key, app.table.cursor_row) == (45, 50)


async def test_when_its_item_has_left_the_list_the_cursor_stays_where_it_was() -> None:
    source = Slow(list(range(10)))
    app = Desk(source)
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
        await pilot.press("end")
        source.keys = [0, 1, 2]
        app.table.reload()
        await until(pilot, lambda: app.table.row_count == 3)
        assert (app.table.cursor_key, app.table.cursor_row) == (2, 2)
        source.keys = []
        app.table.reload()
        await until(pilot, lambda: app.table.row_count == 0)
        assert app.table.cursor_key is None


async def test_a_move_made_while_the_list_is_read_again_counts() -> None:
    source = Slow(list(range(10, 100)))
    app = Desk(source)
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
        source.gate.clear()
        source.waiting.clear()
        source.keys = range(100)
        app.table.reload()
        await until(pilot, source.waiting.is_set)
        await pilot.press("down", "down")
        source.gate.set()
        await until(pilot, lambda: app.table.row_count == 100)
        assert (app.table.cursor_key, app.table.cursor_row) == (12, 12)


async def test_only_the_pages_of_changed_items_are_read_again() -> None:
    source = Slow(range(1000))
    app = Desk(source)
    async with app.run_test(size=(120, 30)) as pilot:
        await ready(pilot, app.table)
        source.asked.clear()
        source.text = "changed"
        app.table.refresh_rows({3, 900})
        await until(pilot, lambda: "changed" in app.lines()[4])
        assert source.asked == [0]


async def test_a_changed_item_that_moved_takes_the_cursor_along() -> None:
    source = Slow([1, 2, 3, 4])
    app = Desk(source)
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
        source.keys = [2, 3, 1, 4]
        app.table.refresh_rows({1})
        await until(pilot, lambda: app.table.cursor_row == 2)
        assert app.table.cursor_key == 1
        assert app.highlighted() == [1]


async def test_the_cursor_finds_an_item_anywhere_in_the_list() -> None:
    source = Slow(range(10_000))
    app = Desk(source)
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
        app.table.move_to_key(9_000)
        await until(pilot, lambda: app.table.cursor_key == 9_000)
        assert "TS-9000 " in app.marked()[0]
        app.table.move_to_key(8_999)
        assert app.table.cursor_key == 8_999


async def test_another_source_is_shown_from_its_top_or_from_the_item_asked_for() -> None:
    app = Desk(Slow(range(1000)))
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
        await pilot.press("end")
        app.table.set_source(Slow(range(2000, 2500)))
        await until(pilot, lambda: app.table.cursor_key == 2000)
        assert app.marked() == [app.lines()[1]]
        app.table.set_source(Slow(range(3000, 3500)), key=3400)
        await until(pilot, lambda: app.table.cursor_key == 3400)
        assert "TS-3400 " in app.marked()[0]


async def test_keys_move_the_cursor_and_stop_at_both_ends() -> None:
    app = Desk(ListSource(made(key) for key in range(100)))
    async with app.run_test(size=(100, 21)) as pilot:
        rows = []
        for key in ("up", "down", "pagedown", "pagedown", "pageup", "end", "down", "pageup", "home", "pageup"):
            await pilot.press(key)
            rows.append(app.table.cursor_row)
        assert rows == [0, 1, 21, 41, 21, 99, 99, 79, 0, 0]
        assert app.highlighted()[-1] == 0


async def test_other_keys_are_left_to_the_screen() -> None:
    app = Desk(ListSource(made(key) for key in range(100)))
    async with app.run_test() as pilot:
        await pilot.press("right", "2")
        assert app.pressed == ["detail", "view"]


async def test_enter_and_a_second_click_choose_the_item() -> None:
    app = Desk(ListSource(made(key) for key in range(100)))
    async with app.run_test() as pilot:
        await pilot.press("down", "enter")
        await pilot.click(app.table, offset=(4, 0))
        await pilot.click(app.table, offset=(4, 5))
        assert app.selected() == [1]
        assert app.table.cursor_key == 4
        await pilot.click(app.table, offset=(4, 5))
        assert app.selected() == [1, 4]
