"""Other programs, measured in the same run where they are there: `python -m bench.peers` tries to install them.

Each goes into an environment of its own beside the desks that are measured: they want different versions of Textual.
What cannot be had is left out and named.
"""

import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from bench import desks
from bench.minimal import MARKER as LEAST
from bench.raw import MARKER as RAW

PROGRAMS = {"harlequin": "harlequin", "posting": "posting", "visidata": "vd"}
"""Packages, and what their programs are called."""
BESIDE = {"posting": ("tree-sitter<0.25",)}
"""What else a program needs, so that it does not crash."""
HOME = desks.FOLDER / "peers"
MANY_LINES = 100_000


@dataclass(frozen=True)
class Peer:
    """A program to start, and what its first screen shows."""

    name: str
    command: Sequence[str]
    marker: str


def python(module: str, *arguments: str) -> list[str]:
    """A module of the bench as a program."""
    return [sys.executable, "-m", module, *arguments]


MINIMAL = Peer("minimal Textual app", python("bench.minimal"), LEAST)
TERMINAL = Peer("raw terminal", python("bench.raw"), RAW)


def table(rows: int) -> Peer:
    """Textual's own DataTable with so many rows."""
    return Peer(f"DataTable, {rows:,} rows", python("bench.peers", "--table", str(rows)), "row 1 ")


def starting() -> list[Peer]:
    """Full-screen programs of Textual, for comparing the start."""
    found = [Peer("harlequin", [str(_program("harlequin"))], "Data Catalog"),
             Peer("posting", [str(_program("posting"))], "Collection")]  # fmt: skip
    return [peer for peer in found if Path(peer.command[0]).exists()]


def scrolling() -> list[Peer]:
    """Programs in which one scrolls through many lines."""
    lines = desks.FOLDER / "lines.csv"
    if not lines.exists():
        lines.write_text(
            "".join(f"row {number},卫生间天花漏水,3-1201\n" for number in range(1, MANY_LINES + 1)), "utf-8"
        )
    found = []
    if vim := shutil.which("vim"):
        found.append(Peer(f"vim, {MANY_LINES:,} lines", [vim, "-u", "NONE", "-n", str(lines)], "row 1,"))
    if (visidata := _program("visidata")).exists():
        found.append(Peer(f"visidata, {MANY_LINES:,} lines", [str(visidata), str(lines)], "row"))
    return found


def missing() -> list[str]:
    """The programs that are not there."""
    packages = [name for name in PROGRAMS if not _program(name).exists()]
    return [*packages, *([] if shutil.which("vim") else ["vim"])]


def _program(package: str) -> Path:
    return HOME / package / "bin" / PROGRAMS[package]


class Table(App[None]):
    """A register as a DataTable."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("编号", "房号", "事项", "阶段", "责任人")
        table.add_rows(
            (f"row {number} ", "3-1201", "卫生间天花漏水", "已受理", "李婷") for number in range(1, self._rows + 1)
        )


def main() -> None:
    """Install the programs, or be one of them."""
    if sys.argv[1:2] == ["--table"]:
        Table(int(sys.argv[2])).run()
        return
    for package in (name for name in PROGRAMS if name in missing()):
        venv.create(HOME / package, with_pip=True)
        subprocess.run(
            [str(HOME / package / "bin" / "pip"), "install", "-q", package, *BESIDE.get(package, ())], check=False
        )
    print(f"not to be had: {', '.join(missing()) or 'none'}")


if __name__ == "__main__":
    main()
