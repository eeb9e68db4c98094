"""The figures on the screen: periods, bars, the items behind a number, files, reports."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from propdesk.desk import Desk
from propdesk.screens.figures import FigureRows, FiguresScreen
from propdesk.screens.report import ReportScreen
from propdesk.widgets.windowed import WindowedTable
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk


@pytest.fixture
def busy(counter: Counter) -> Counter:
    """Three complaints: one delivered, one voided."""
    counter.do("complaint.receive", unit="3-1201", text="客厅漏水", caller="王敏", apart="yes")
    counter.do("complaint.classify", "TS20261121-001", validity="valid", cause="developer")
    counter.do("complaint.receive", unit="3-1301", text="=1+1 [/b] 噪音", apart="yes")
    counter.do("complaint.receive", text="录错的", apart="yes")
    counter.do("complaint.void", "TS20261121-003", reason="录错")
    return counter


async def opened(front: AtDesk) -> FiguresScreen:
    """The figures, counted."""
    await front.press("ctrl+b")
    await front.until(lambda: isinstance(front.app.screen, FiguresScreen) and front.app.screen.shown is not None)
    assert isinstance(front.app.screen, FiguresScreen)
    return front.app.screen


async def counted(front: AtDesk, name: str) -> None:
    """Wait until the figures of a period are there."""

    def there() -> bool:
        screen = front.app.screen
        return isinstance(screen, FiguresScreen) and screen.shown is not None and (
            screen.shown.basis.period.name() == name)  # fmt: skip

    await front.until(there)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_month_stands_there_with_its_bars(
    busy: Counter, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    async with at_desk(busy.desk.path, clock, lang=lang, size=size) as front:
        await opened(front)
        await front.sees("2026-11", "█")
        assert all(cell_len(line) == size[0] for line in front.text.split("\n"))


async def test_left_and_right_turn_the_period_and_space_its_length(busy: Counter, clock: FrozenClock) -> None:
    async with at_desk(busy.desk.path, clock) as front:
        await opened(front)
        await front.press("left")
        await counted(front, "2026-10-01..2026-10-31")
        await front.press("right", "right")
        await counted(front, "2026-12-01..2026-12-31")
        await front.press("left", "space")
        await counted(front, "2026-10-01..2026-12-31")
        await front.press("space")
        await counted(front, "2026-11-21")
        await front.press("space")
        await counted(front, "2026-11-16..2026-11-30")


async def test_any_stretch_of_days_can_be_typed(busy: Counter, clock: FrozenClock) -> None:
    async with at_desk(busy.desk.path, clock) as front:
        await opened(front)
        await front.press("ctrl+f")
        await front.until(lambda: type(front.app.screen).__name__ == "LinePanel")
        await front.press("ctrl+u", "ctrl+k")
        await front.type("2026-11-20..2026-11-22")
        await front.press("enter")
        await counted(front, "2026-11-20..2026-11-22")
        await front.press("ctrl+f")
        await front.until(lambda: type(front.app.screen).__name__ == "LinePanel")
        await front.press("ctrl+u", "ctrl+k")
        await front.type("neulich")
        await front.press("enter")
        await front.sees("“neulich” is no period")


async def test_enter_leads_from_a_number_to_its_items_and_to_the_item(busy: Counter, clock: FrozenClock) -> None:
    async with at_desk(busy.desk.path, clock) as front:
        await opened(front)
        await front.press("enter")
        await front.until(lambda: isinstance(front.app.screen, FigureRows))
        await front.sees("Received in the period", "2 items", "客厅漏水", "噪音")
        assert "录错的" not in front.text
        await front.press("enter")
        await front.until(lambda: type(front.app.screen).__name__ == "ItemScreen")
        await front.press("escape")
        await front.until(lambda: isinstance(front.app.screen, FigureRows))
        await front.press("escape")
        await front.until(lambda: isinstance(front.app.screen, FiguresScreen))


async def test_every_number_on_the_screen_leads_to_as_many_items(busy: Counter, clock: FrozenClock) -> None:
    busy.clock.forward(hours=3)
    busy.desk.sweep()
    async with at_desk(busy.desk.path, clock) as front:
        screen = await opened(front)
        assert screen.shown is not None
        table = screen.query_one(WindowedTable)
        for number, line in enumerate(screen.shown.lines(), start=1):
            if not line.ids or line.of:
                continue
            table.move_to_key(number)
            await front.until(lambda n=number: table.cursor_key == n)  # type: ignore[misc]
            await front.press("enter")
            await front.until(lambda: isinstance(front.app.screen, FigureRows))
            rows = front.app.screen.query_one(WindowedTable)
            count = len(set(line.ids))
            await front.until(lambda r=rows, c=count: r.row_count == c)  # type: ignore[misc]
            await front.press("escape")
            await front.until(lambda: isinstance(front.app.screen, FiguresScreen))


async def test_behind_a_rate_stand_those_that_are_missing_from_it(busy: Counter, clock: FrozenClock) -> None:
    busy.clock.forward(hours=3)
    busy.desk.sweep()
    async with at_desk(busy.desk.path, clock) as front:
        screen = await opened(front)
        assert screen.shown is not None
        place = [line.key for line in screen.shown.lines()].index("timely.complaint.in_time") + 1
        table = screen.query_one(WindowedTable)
        table.move_to_key(place)
        await front.until(lambda: table.cursor_key == place)
        await front.press("enter")
        await front.sees("missing from the rate", "客厅漏水")
        await front.press("right")
        await front.sees("There is nothing behind this number.")


async def test_a_number_without_items_says_so_and_a_title_does_nothing(busy: Counter, clock: FrozenClock) -> None:
    async with at_desk(busy.desk.path, clock) as front:
        screen = await opened(front)
        await front.press("home", "enter")
        assert front.app.screen is screen
        assert screen.shown is not None
        empty = next(n for n, line in enumerate(screen.shown.lines(), start=1) if not line.ids and not line.of)
        screen.query_one(WindowedTable).move_to_key(empty)
        await front.until(lambda: screen.query_one(WindowedTable).cursor_key == empty)
        await front.press("enter")
        await front.sees("There is nothing behind this number.")


@pytest.mark.parametrize(("downs", "suffix"), [(0, ".xlsx"), (1, ".csv"), (2, ".txt")])
async def test_what_is_shown_is_saved_and_the_path_is_told(
    busy: Counter, clock: FrozenClock, downs: int, suffix: str
) -> None:
    path = busy.desk.path
    async with at_desk(path, clock) as front:
        await opened(front)
        for expected in (f"figures-2026-11{suffix}", f"figures-2026-11-2{suffix}"):
            await front.press("ctrl+s")
            await front.until(lambda: type(front.app.screen).__name__ == "ChoicePanel")
            await front.press(*["down"] * downs, "enter")
            await front.until(lambda name=expected: (path.parent / "figures" / name).exists())  # type: ignore[misc]
    assert {each.name for each in (path.parent / "figures").iterdir()} == {
        f"figures-2026-11{suffix}", f"figures-2026-11-2{suffix}"
    }  # fmt: skip


async def test_where_nothing_can_be_saved_it_is_said(busy: Counter, clock: FrozenClock) -> None:
    Path(busy.desk.path.parent / "figures").write_text("a file in the way")
    async with at_desk(busy.desk.path, clock) as front:
        await opened(front)
        await front.press("ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "ChoicePanel")
        await front.press("enter")
        await front.sees("cannot be written")


async def test_what_comes_in_is_counted(busy: Counter, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("propdesk.screens.figures.REST", 0.01)
    async with at_desk(busy.desk.path, clock) as front:
        screen = await opened(front)
        busy.do("complaint.receive", text="又一件", apart="yes")
        await front.tick()
        await front.until(lambda: screen.shown is not None and screen.shown.line("complaint.received").count == 3)


async def test_reports_are_chosen_and_read(busy: Counter, clock: FrozenClock) -> None:
    async with at_desk(busy.desk.path, clock) as front:
        await opened(front)
        await front.press("ctrl+o")
        await front.sees("No report is on the desk yet.")
    clock.forward(days=10)
    busy.desk.sweep()
    async with at_desk(busy.desk.path, clock) as front:
        await opened(front)
        await front.press("ctrl+o")
        await front.until(lambda: type(front.app.screen).__name__ == "ChoicePanel")
        await front.sees("Complaint figures of the month 2026-11", "Report is due")
        await front.press("enter")
        await front.until(lambda: isinstance(front.app.screen, ReportScreen))
        await front.press("escape")
        await front.until(lambda: isinstance(front.app.screen, FiguresScreen))


def reports(connection: object) -> list[str]:
    from propdesk.queries import items

    return [f"{row.number} {row.title}" for row in items.items(connection, ledger="report")]  # type: ignore[arg-type]


async def test_a_report_shows_its_text(busy: Counter, desk: Desk, clock: FrozenClock) -> None:
    clock.forward(days=10)
    desk.sweep()
    number = next(row for row in desk.read(reports) if "Complaint figures" in row).split()[0]
    done = busy.do("report.compile", number, comment="一切平稳 [/b]")
    assert done.item_id is not None
    async with at_desk(desk.path, clock) as front:
        screen = await opened(front)
        front.app.push_screen(ReportScreen(done.item_id))
        await front.sees("Complaint figures of the month", number, "Received in the period")
        await front.press("end")
        await front.sees("一切平稳 [/b]", "Compiled by 张敏")
        await front.press("enter")
        await front.until(lambda: type(front.app.screen).__name__ == "ItemScreen")
        await front.press("escape", "escape")
        await front.until(lambda: front.app.screen is screen)
