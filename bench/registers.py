"""Key press to last byte in every register: screens and views are read from the app, so a new ledger is measured too.

The desk with a million entries behind it and the one with a month are pressed in turn, each key in both.
"""

import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

from bench import desks, driving
from bench.driving import in_turn, milliseconds
from bench.pty import DOWN, END, ENTER, ESCAPE_KEY, HOME, LINES, RIGHT, TAB, Stroke, Terminal, key
from bench.report import Line, Part, ms, paired

MOVES, SCROLLS, OPENINGS = 5, 5, 1
GOALS = {"move": 4.0, "scroll": 12.0, "open": 450.0, "filter": 20.0}
"""Milliseconds to the last byte."""
SLOW = 0.25
"""Seconds of silence after which something that is read in a thread is taken for painted."""

LISTED = 0.06
"""Seconds of silence after which a filtered list is painted, and the item under the cursor not yet read."""

Found = tuple[list[float], list[float]]
"""What the small desk and the big one took."""


def measure() -> Part:
    """Go through every screen of the function keys and every view of the registers."""
    small, big = desks.working(desks.small()), desks.working(desks.big())
    with driving.at_desk(small) as one, driving.at_desk(big) as other:
        lines = []
        for line in _lines([one, other], [small, big], filled(small)):
            print("  ".join(line.cells()), file=sys.stderr)
            lines += [line] if line.said else []
        growth = f"{one.memory():.0f} MB and {other.memory():.0f} MB"
    notes = [
        "Ratio: a million entries behind beside a month behind. A wait for silence of 0.25 s ends what a thread reads.",
        "A filter is told until its list is painted; the item under the cursor is read after 0.12 s of rest.",
        "Saving: Ctrl+S in the form that corrects the item under the cursor, until the list below it is painted anew.",
        f"Memory after every screen was opened: {growth}.",
        "A form and a page are told without a goal of their own; none may grow with the past.",
    ]
    return Part("Registers", lines, notes)


def filled(path: Path) -> dict[str, int]:
    """How many items each register has; of one with hardly any, nothing can be said."""
    with closing(sqlite3.connect(path)) as raw:
        return dict(raw.execute("SELECT ledger, count(*) FROM item GROUP BY ledger HAVING count(*) > 3"))


def _lines(both: list[Terminal], paths: Sequence[Path], items: Mapping[str, int]) -> Iterator[Line]:
    from propdesk.screens.modes import MODES
    from propdesk.screens.register import RegisterScreen

    for mode, name in driving.modes().items():
        screen = MODES[mode]
        opened = _once(both, driving.go(name), SLOW)
        yield _line(f"{mode}: open the screen", opened, "open")
        if issubclass(screen, RegisterScreen):
            for number, view in enumerate(screen.views, 1):
                if view.ledger in items:
                    yield from _view(both, f"{mode}: {view.ledger}", str(number))
                    yield from _saving(both, paths, f"{mode}: {view.ledger}")
            _once(both, b"1", SLOW)
        elif mode == "today":
            yield _line("today: move", _cursor(both, MOVES), "move")


def _view(both: list[Terminal], name: str, digit: str) -> Iterator[Line]:
    """One ledger: all its items, the cursor up and down, the page of an item, the form of a new one, the filter."""
    _once(both, digit.encode(), SLOW)
    opened = _once(both, key("ctrl+o"), SLOW)
    yield _line(f"{name}: open, all of it", opened, "open")
    yield _line(f"{name}: move", _cursor(both, MOVES), "move")
    for terminal in both:
        terminal.press(HOME, SLOW)
        for _ in range(LINES):
            terminal.send(DOWN)
            terminal.drain(0.01)
        terminal.drain(0.6)
    yield _line(f"{name}: scroll", _cursor(both, SCROLLS), "scroll")
    yield _line(f"{name}: last and first row", _strokes(both, END, 1, SLOW, HOME), None)
    yield _line(f"{name}: page of an item", _strokes(both, RIGHT, OPENINGS, SLOW, ESCAPE_KEY), None)
    yield _line(f"{name}: form of a new one", _strokes(both, key("ctrl+n"), OPENINGS, SLOW, ESCAPE_KEY), None)
    _once(both, key("/"), SLOW)
    yield _line(f"{name}: filter of two Chinese characters", _once(both, "漏水".encode(), LISTED), "filter")
    _once(both, ESCAPE_KEY, SLOW)
    _once(both, key("ctrl+o"), SLOW)


def _saving(both: list[Terminal], paths: Sequence[Path], name: str) -> Iterator[Line]:
    """Correct the name on the newest open item through palette and form; where that cannot be, nothing is told."""
    before = [_corrections(path) for path in paths]
    for stroke in (HOME, key("ctrl+p"), b": correct", ENTER, b"bench", *[TAB] * 4, b"Zhang"):
        _once(both, stroke, SLOW)
    saved = _once(both, key("ctrl+s"), SLOW)
    if all(_corrections(path) == count + 1 for path, count in zip(paths, before, strict=True)):
        yield _line(f"{name}: save", saved, "save")
    for _ in range(2):
        _once(both, ESCAPE_KEY, SLOW)


def _corrections(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT count(*) FROM entry WHERE step LIKE '%.correct'").fetchone()[0])


def _once(both: list[Terminal], stroke: bytes, quiet: float) -> Found:
    one, other = in_turn(both, stroke, 1, quiet)
    return milliseconds(one), milliseconds(other)


def _cursor(both: list[Terminal], rounds: int) -> Found:
    """The cursor goes down so often; each time the item under it is read before the next."""
    one, other = in_turn(both, DOWN, rounds, rest=0.25)
    return milliseconds(one), milliseconds(other)


def _strokes(both: list[Terminal], stroke: bytes, rounds: int, quiet: float, back: bytes) -> Found:
    """Press a key so often, and each time the way back, which is not counted."""
    found: list[list[Stroke]] = [[], []]
    for _ in range(rounds):
        for terminal, strokes in zip(both, found, strict=True):
            strokes.append(terminal.press(stroke, quiet))
        in_turn(both, back, 1, quiet)
    return milliseconds(found[0]), milliseconds(found[1])


def _line(work: str, found: Found, goal: str | None) -> Line:
    small, big = found
    most = GOALS.get(goal or "")
    ratio = paired(big, small) if len(big) == len(small) else median(big) / median(small)
    return Line(work, ms(big), f"a month behind {ms(small)}", ratio, most, median(big) if most else None, "ms")
