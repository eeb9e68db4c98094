"""A register over a database of so many rows, as a program: `python -m bench.windowed_app FILE COUNT`."""

import sqlite3
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Static

from propdesk.widgets.windowed import Cell, Column, Row, WindowedTable

SHOWN = "TS20261121"
WORDS = ("卫生间天花漏水", "夜间装修噪音", "疏通下水道", "borrowed 2 keys", "电梯困人演练记录表", "rare 䶮㛃 name")
COLUMNS = (
    Column("剩余时间", 12),
    Column("编号", 15, priority=4),
    Column("类别", 6, priority=3),
    Column("房号", 8, priority=5),
    Column("事项", 0, minimum=16, priority=9),
    Column("责任人", 8, priority=2),
    Column("下一步", 12, priority=1),
)


def build(path: Path, count: int) -> None:
    """Write a database of `count` items, numbered without gaps."""
    with sqlite3.connect(path) as connection:
        connection.execute("create table item (ord integer primary key, number text, unit text, title text)")
        connection.executemany("insert into item values (?, ?, ?, ?)", _items(count))


def _items(count: int) -> Iterator[tuple[int, str, str, str]]:
    for ord_ in range(1, count + 1):
        yield ord_, f"TS20261121-{ord_ % 1000:03d}", f"{ord_ % 9 + 1}-{ord_ % 1800:04d}", WORDS[ord_ % len(WORDS)]


class Register:
    """Pages by keyset, newest first, each thread on its own connection."""

    instant = False

    def __init__(self, path: Path, count: int) -> None:
        self._path = path
        self._count = count
        self._local = threading.local()

    def count(self) -> int:
        """How many items there are."""
        return self._count

    def page(self, start: int, size: int) -> Sequence[Row]:
        """At most `size` items from number `start` on."""
        rows = self._connection().execute(
            "select ord, number, unit, title from item where ord <= ? order by ord desc limit ?",
            (self._count - start, size),
        )
        return [_row(*row) for row in rows]

    def find(self, key: int) -> int | None:
        """The number of the row of item `key`."""
        return self._count - key

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            self._local.connection = sqlite3.connect(self._path)
        connection: sqlite3.Connection = self._local.connection
        return connection


def _row(ord_: int, number: str, unit: str, title: str) -> Row:
    left = (
        Cell("!! 超时12分", "late")
        if ord_ % 7 == 0
        else Cell("!  00:41:30", "soon")
        if ord_ % 5 == 0
        else Cell("09:00")
    )
    kind = Cell("投诉", "accent")
    return Row(ord_, (left, Cell(number), kind, Cell(unit), Cell(title), Cell("李婷"), Cell("联系住户", "dim")))


class Bench(App[None]):
    """A register between a top line and a bottom line."""

    def __init__(self, path: Path, count: int) -> None:
        super().__init__()
        self._items = Register(path, count)

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Static("PropDesk", markup=False)
        yield WindowedTable(COLUMNS)
        yield Static("F1", markup=False)

    def on_mount(self) -> None:
        """Open the register."""
        self.query_one(WindowedTable).set_source(self._items)


if __name__ == "__main__":
    Bench(Path(sys.argv[1]), int(sys.argv[2])).run()
