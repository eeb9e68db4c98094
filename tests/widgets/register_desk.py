"""An app that is one windowed table, and lists to show in it."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Self

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot

from propdesk.i18n import language
from propdesk.widgets.rows import PAGE
from propdesk.widgets.windowed import Cell, Column, Row, RowSource, WindowedTable

COLUMNS = (
    Column("剩余时间", 12, priority=8),
    Column("编号", 15, priority=9),
    Column("房号", 8, priority=3),
    Column("事项", 0, minimum=24, priority=9),
    Column("责任人", 8, priority=2),
    Column("下一步", 12, priority=1),
)


def made(key: int, text: str = "卫生间天花漏水") -> Row:
    late = Cell("!! 超时12分", "late")
    return Row(key, (late, Cell(f"TS-{key}"), Cell("3-1201"), Cell(text), Cell("李婷", "dim"), Cell("联系住户")))


class Slow:
    """A list that is read in a thread; it records what was asked and can be held up or fail."""

    instant = False

    def __init__(self, keys: Sequence[int] = range(200), text: str = "卫生间天花漏水") -> None:
        self.keys = keys
        self.text = text
        self.asked: list[int] = []
        self.threads: set[int] = set()
        self.languages: set[str] = set()
        self.gate = threading.Event()
        self.gate.set()
        self.waiting = threading.Event()
        self.error: Exception | None = None

    def count(self) -> int:
        return len(self.keys)

    def page(self, start: int, size: int) -> Sequence[Row]:
        self.asked.append(start // PAGE)
        self.threads.add(threading.get_ident())
        self.languages.add(language())
        self.waiting.set()
        assert self.gate.wait(10)
        if self.error is not None:
            raise self.error
        return [made(key, self.text) for key in self.keys[start : start + size]]

    def find(self, key: int) -> int | None:
        return self.keys.index(key) if key in self.keys else None


class Watched(WindowedTable):
    """Records the regions it asked to have painted."""

    def on_mount(self) -> None:
        self.repainted: list[Region] = []

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        if self.is_mounted:
            self.repainted.extend(regions or [self.region])
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class Desk(App[None]):
    """A table over a whole screen, and what it said."""

    BINDINGS = [Binding("right", "detail"), Binding("2", "view")]

    def __init__(self, source: RowSource | None, columns: Sequence[Column] = COLUMNS) -> None:
        super().__init__()
        self.source = source
        self.table = Watched(columns, empty="没有登记 Nothing is open.")
        self.said: list[Message] = []
        self.pressed: list[str] = []

    def compose(self) -> ComposeResult:
        if self.source is not None:
            self.table.set_source(self.source)
        yield self.table

    def on_windowed_table_row_highlighted(self, message: WindowedTable.RowHighlighted) -> None:
        self.said.append(message)

    def on_windowed_table_row_selected(self, message: WindowedTable.RowSelected) -> None:
        assert message.control is self.table
        self.said.append(message)

    def on_windowed_table_loaded(self, message: WindowedTable.Loaded) -> None:
        self.said.append(message)

    def on_windowed_table_read_failed(self, message: WindowedTable.ReadFailed) -> None:
        self.said.append(message)

    def action_detail(self) -> None:
        self.pressed.append("detail")

    def action_view(self) -> None:
        self.pressed.append("view")

    def highlighted(self) -> list[int]:
        return [said.key for said in self.said if isinstance(said, WindowedTable.RowHighlighted)]

    def selected(self) -> list[int]:
        return [said.key for said in self.said if isinstance(said, WindowedTable.RowSelected)]

    def lines(self) -> list[str]:
        return [self.table.render_line(y).text for y in range(self.table.size.height)]

    def screen_lines(self) -> list[str]:
        """What the terminal is sent, of which Textual has no public view."""
        return [strip.text for strip in self.screen._compositor.render_strips()]

    def marked(self) -> list[str]:
        return [line for line in self.lines()[1:] if line.startswith(">")]


async def until(pilot: Pilot[None], true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await pilot.pause()
    await pilot.pause()


async def ready(pilot: Pilot[None], table: WindowedTable) -> None:
    await until(pilot, lambda: table.cursor_key is not None and not len(table.workers))
