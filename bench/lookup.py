"""The look-up of ten thousand residents at every key: the query, and the letter on the screen."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from statistics import median

from bench import desks, driving
from bench.driving import milliseconds
from bench.pty import ESCAPE_KEY, Stroke, key
from bench.report import Line, Part, ms, paired
from bench.step import times
from propdesk.clock import system_now
from propdesk.desk import Desk
from propdesk.queries import lookup
from propdesk.rules.pins import Pins

TYPED = ("w", "wa", "wan", "wang", "王", "王敏", "3-12", "3-1201", "8812", "13812")
ROUNDS = 20
PREFIX = (
    "SELECT key, rank, label, unit_id, person_id FROM lookup_key WHERE key >= ? AND key < ? ORDER BY key, rank LIMIT 40"
)


def measure() -> Part:
    """The query beside the bare statement, then the keys in a terminal."""
    path = desks.working(desks.small())
    with closing(sqlite3.connect(path)) as raw:
        people = raw.execute("SELECT count(*) FROM person").fetchone()[0]
        ours, bare = times(ROUNDS, _asking(path), _bare(raw))
    each = [value / len(TYPED) for value in ours]
    lines = [
        Line(f"look-up per keystroke, {people:,} residents", ms(each),
             f"bare prefix scan of the keys {ms([value / len(TYPED) for value in bare])}",
             paired(ours, bare), 1.0, median(each), "ms"),
        *_on_screen(),
    ]  # fmt: skip
    return Part("Look-up", lines)


def _asking(path: str | object) -> Callable[[int], None]:
    desk = Desk.open(path, pins=Pins(cheap=True))  # type: ignore[arg-type]  # a path
    today = desk.site.calendar.day(system_now())

    def work(_number: int) -> None:
        for typed in TYPED:
            desk.read(lookup.find, typed, today=today)

    return work


def _bare(raw: sqlite3.Connection) -> Callable[[int], None]:
    def work(_number: int) -> None:
        for typed in TYPED:
            raw.execute(PREFIX, (typed, typed + "\U0010ffff")).fetchall()

    return work


def _on_screen() -> Iterator[Line]:
    """Letters typed into the look-up box of the desk with a month behind it and of the one with a million entries."""
    paths = desks.working(desks.small()), desks.working(desks.big())
    with driving.at_desk(paths[0]) as one, driving.at_desk(paths[1]) as other:
        found: list[list[Stroke]] = [[], []]
        for terminal in (one, other):
            terminal.press(key(driving.modes()["lookup"]), 0.4)
        for word in ("wang", "3-1201", "li"):
            for letter in word:
                for terminal, strokes in zip((one, other), found, strict=True):
                    strokes.append(terminal.press(letter.encode(), driving.FRAME))
            for terminal in (one, other):
                terminal.press(ESCAPE_KEY, 0.2)
        small, big = (milliseconds(strokes) for strokes in found)
        echo, long = ([stroke.first for stroke in strokes] for strokes in found)
    yield Line("typed letter on the screen, a million entries behind", ms(long), f"a month behind {ms(echo)}",
               median(long) / median(echo), 8.0, median(long), "ms")  # fmt: skip
    yield Line("its results on the screen, a million entries behind", ms(big), f"a month behind {ms(small)}",
               median(big) / median(small))  # fmt: skip
