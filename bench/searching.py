"""Two Chinese characters searched in a million entries."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from bench import desks, driving
from bench.driving import milliseconds
from bench.pty import ESCAPE_KEY, Stroke, key
from bench.report import Line, Part, ms, paired
from bench.step import times
from propdesk.desk import Desk
from propdesk.queries import items
from propdesk.rules.pins import Pins
from propdesk.store import search

WORDS = ("漏水", "电梯", "钥匙", "装修", "䶮㛃")
ROUNDS = 15
NEWEST = 50
MATCH = "SELECT rowid FROM entry_search WHERE entry_search MATCH ? ORDER BY rowid DESC LIMIT ?"
LIKE = "SELECT seq FROM payload WHERE body LIKE ? ORDER BY seq DESC LIMIT ?"


def measure() -> Part:
    """The query beside the bare statements, then the keys in a terminal."""
    path = desks.working(desks.big())
    desk = Desk.open(path, pins=Pins(cheap=True))
    with closing(sqlite3.connect(path)) as raw:
        ours, bare = times(ROUNDS, _each(lambda word: desk.read(search.find_entries, word, limit=NEWEST)),
                           _each(lambda word: raw.execute(MATCH, (f'"{word}"', NEWEST)).fetchall()))  # fmt: skip
        rare, scan = times(0, lambda _: desk.read(search.find_entries, WORDS[-1], limit=NEWEST),
                           lambda _: raw.execute(LIKE, (f"%{WORDS[-1]}%", NEWEST)).fetchall(), warm=2)  # fmt: skip
        (filtered,) = times(ROUNDS, lambda _: desk.read(items.found_ids, "complaint", "漏水"))
    desk.close()
    each = [value / len(WORDS) for value in ours]
    lines = [
        Line("two Chinese characters in a million entries, the newest 50", ms(each),
             f"bare FTS5 statement {ms([value / len(WORDS) for value in bare])}",
             paired(ours, bare), 2.0, median(each), "ms"),
        Line("characters that occur nowhere", ms(rare), f"LIKE over the same entries {ms(scan)}", paired(rare, scan)),
        Line("a filter as it is typed: the items of a register, at most 1,000", ms(filtered), ""),
        *_on_screen(path),
    ]  # fmt: skip
    return Part("Search", lines)


def _each(work: Callable[[str], object]) -> Callable[[int], None]:
    def all_words(_number: int) -> None:
        for word in WORDS:
            work(word)

    return all_words


def _on_screen(path: Path) -> Iterator[Line]:
    """The filter of the register of complaints, typed as an input method commits it."""
    small = desks.working(desks.small())
    with driving.at_desk(small) as one, driving.at_desk(path) as other:
        found: list[list[Stroke]] = [[], []]
        for terminal in (one, other):
            for stroke in (key(driving.modes()["calls"]), b"4", key("ctrl+o"), key("/")):
                terminal.press(stroke, 0.4)
        for word in WORDS[:3]:
            for terminal, strokes in zip((one, other), found, strict=True):
                strokes.append(terminal.press(word.encode(), 0.08))
                terminal.drain(0.3)
                terminal.press(key("ctrl+u"), 0.3)
        for terminal in (one, other):
            terminal.press(ESCAPE_KEY, 0.3)
        few, many = (milliseconds(strokes) for strokes in found)
    yield Line("two characters into the filter of complaints, to the last byte of what was found", ms(many),
               f"a month behind {ms(few)}", median(many) / median(few), 20.0, median(many), "ms")  # fmt: skip
