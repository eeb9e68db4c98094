"""What the list of a register reads, and when."""

import threading

from propdesk.i18n import language, use_language
from propdesk.widgets.windowed import ListSource, WindowedTable
from tests.widgets.register_desk import Desk, Slow, made, ready, until


async def test_only_what_is_on_the_screen_and_beside_it_is_read() -> None:
    source = Slow(range(1000))
    app = Desk(source)
    async with app.run_test(size=(120, 30)) as pilot:
        await ready(pilot, app.table)
        assert set(source.asked) == {0, 1}
        assert len(source.asked) == 2


async def test_a_million_rows_open_with_a_handful_of_reads() -> None:
    source = Slow(range(1_000_000))
    app = Desk(source)
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot, app.table)
        assert len(source.asked) <= 3
        await pilot.press("end")
        await ready(pilot, app.table)
        assert app.table.cursor_key == 999_999
        assert app.lines()[-1].startswith(">")
        assert len(source.asked) <= 6
        assert app.table.row_count == 1_000_000


async def test_the_database_is_never_read_in_the_event_loop() -> None:
    source = Slow(range(1000))
    app = Desk(source)
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
        await pilot.press("end", "home", "pagedown")
        await ready(pilot, app.table)
        assert threading.get_ident() not in source.threads


async def test_rows_in_memory_are_there_at_once() -> None:
    app = Desk(None)
    async with app.run_test():
        app.table.set_source(ListSource(made(key) for key in range(40)))
        assert app.table.cursor_key == 0
        assert "TS-0" in app.marked()[0]


async def test_the_reader_speaks_the_language_of_the_desk() -> None:
    source = Slow()
    before = language()
    use_language("zh_CN")
    app = Desk(source)
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
    use_language(before)
    assert source.languages == {"zh_CN"}


async def test_a_row_not_yet_read_is_a_placeholder_and_the_cursor_moves_on_it() -> None:
    source = Slow(range(1000))
    app = Desk(source)
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
        source.gate.clear()
        await pilot.press("end")
        assert app.table.cursor_key is None
        assert app.lines()[-2].strip() == ".."
        assert app.lines()[-1].split() == [">", ".."]
        await pilot.press("enter")
        assert app.selected() == []
        source.gate.set()
        await ready(pilot, app.table)
        assert app.highlighted() == [0, 999]


async def test_the_answer_of_a_source_that_was_left_is_dropped() -> None:
    old, new = Slow(range(500), "old"), Slow(range(1000, 1100), "new")
    app = Desk(old)
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
        old.gate.clear()
        old.waiting.clear()
        app.table.reload()
        await until(pilot, old.waiting.is_set)
        app.table.set_source(new)
        await ready(pilot, app.table)
        old.gate.set()
        await until(pilot, lambda: app.table.cursor_key == 1000)
        for _ in range(20):
            await pilot.pause()
        assert app.table.row_count == 100
        assert not any("old" in line for line in app.lines())
        assert "TS-1000" in app.marked()[0]


async def test_a_failure_is_told_and_the_next_move_asks_again() -> None:
    source = Slow(range(1000))
    app = Desk(source)
    async with app.run_test() as pilot:
        await ready(pilot, app.table)
        source.error = OSError("disk")
        await pilot.press("end")
        await until(pilot, lambda: isinstance(app.said[-1], WindowedTable.ReadFailed))
        source.error = None
        await pilot.press("up")
        await ready(pilot, app.table)
        assert app.table.cursor_key == 998


async def test_a_list_that_could_not_be_opened_opens_at_the_next_try() -> None:
    source = Slow()
    source.error = OSError("disk")
    app = Desk(source)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.said)
        assert app.lines()[1].strip() == ".."
        source.error = None
        app.table.reload()
        await ready(pilot, app.table)
        assert app.highlighted() == [0]


async def test_an_empty_list_says_so_and_nothing_can_be_chosen() -> None:
    app = Desk(Slow([]))
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.said)
        await pilot.press("down", "end", "pageup", "enter")
        assert app.lines()[1].strip() == "没有登记 Nothing is open."
        assert app.said == [app.said[0]]
        assert isinstance(app.said[0], WindowedTable.Loaded)
        assert app.said[0].count == 0
