"""The desk at rest with ten thousand clocks running: processor time, what it says to the terminal, the bar's query."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from statistics import median

from bench import desks, driving
from bench.peers import MINIMAL
from bench.pty import Terminal
from bench.report import Line, Part, ms, paired
from bench.step import times
from propdesk.clock import system_now
from propdesk.desk import Desk
from propdesk.queries import timers, worklist
from propdesk.rules.pins import Pins
from propdesk.store.watch import Watch

SECONDS = 30
"""How long the desk is left alone."""
BARE = "SELECT count(*) FROM timer WHERE stopped IS NULL AND paused IS NULL AND due < ?"


def measure() -> Part:
    """Leave the desk alone, then ask what it asks."""
    note = (
        "At rest the desk asks SQLite each second for one number in the head of its file (`PRAGMA data_version`), and"
        " for the clocks when something changed, when one turns, or after half a minute."
    )
    return Part("Ten thousand running clocks", [*_at_rest(), *_asked()], [note])


def _at_rest() -> list[Line]:
    with driving.at_desk(desks.working(desks.clocks())) as desk, Terminal(MINIMAL.command) as least:
        least.wait_for(MINIMAL.marker)
        for terminal in (desk, least):
            terminal.drain(driving.REST * 2)
        before = [terminal.cpu() for terminal in (desk, least)]
        for _ in range(SECONDS):
            for terminal in (desk, least):
                terminal.drain(0.5)
        ours, floor = (terminal.cpu() - was for terminal, was in zip((desk, least), before, strict=True))
        memory = desk.memory()
    share = 100 * ours / SECONDS
    return [
        Line("at rest, of one core", f"{share:.2f} %", f"the least Textual app {100 * floor / SECONDS:.2f} %", None,
             1.0, share, "%"),
        Line("memory with ten thousand running clocks", f"{memory:.0f} MB", "", None, 90, memory, "MB"),
    ]  # fmt: skip


def _asked() -> list[Line]:
    """The questions of the bar and of the worklist, and the look each second."""
    path = desks.working(desks.clocks())
    desk, watch = Desk.open(path, pins=Pins(cheap=True)), Watch(path)
    other = Desk.open(desks.working(desks.big()), pins=Pins(cheap=True))
    with closing(sqlite3.connect(path)) as raw:
        stored = f"{system_now():%Y-%m-%d %H:%M:%S.%f}"
        bar, bare, look, work, long = times(
            30, _bar(desk), lambda _: raw.execute(BARE, (stored,)).fetchall(), lambda _: watch.changed(),
            lambda _: desk.read(worklist.worklist), _bar(other),
        )  # fmt: skip
    for each in (watch, desk, other):
        each.close()
    return [
        Line("status bar from the database, 10,000 running clocks", ms(bar), f"one bare count {ms(bare)}",
             paired(bar, bare)),
        Line("status bar, a million entries behind", ms(long), "", None, 2.0, median(long), "ms"),
        Line("the look each second whether anything changed", ms(look), ""),
        Line("worklist of 10,000 running clocks, the first 500", ms(work), ""),
    ]  # fmt: skip


def _bar(desk: Desk) -> Callable[[int], object]:
    return lambda _: desk.read(timers.bar, desk.now())
