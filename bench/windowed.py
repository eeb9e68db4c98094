"""The windowed table alone over a thousand and a million rows, beside the raw terminal and other tables."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench import desks
from bench.driving import in_turn, milliseconds, open_peers
from bench.peers import TERMINAL, Peer, python, scrolling, table
from bench.pty import DOWN, LINES, Stroke, Terminal
from bench.report import Line, Part, ms
from bench.windowed_app import SHOWN, build

FEW, MANY = 1_000, 1_000_000
MOVES, ROUNDS = 20, 30
STARTS = 5


def measure() -> Part:
    """Press the same keys in both tables, in the raw terminal and in the peers, in turn."""
    with tempfile.TemporaryDirectory(dir=desks.FOLDER) as folder:
        ours = [_program(Path(folder) / f"{count}.db", count) for count in (FEW, MANY)]
        opened: list[list[Stroke]] = [[], []]
        for _ in range(STARTS):
            for program, strokes in zip(ours, opened, strict=True):
                with Terminal(program.command) as terminal:
                    strokes.append(Stroke(terminal.wait_for(program.marker), 1))
        peers = [TERMINAL, *ours, table(FEW), *scrolling()]
        with open_peers(peers) as terminals:
            moves = in_turn(terminals, DOWN, MOVES)
            for terminal in terminals:
                for _ in range(LINES):
                    terminal.send(DOWN)
                    terminal.drain(0.01)
                terminal.drain(0.8)
            scrolls = in_turn(terminals, DOWN, ROUNDS)
            grown = terminals[2].memory() - terminals[1].memory()
    lines = [
        _line("open a million rows", opened, 0, 1, 450.0),
        _line("move the cursor, a million rows", moves, 1, 2, 4.0),
        _line("scroll, a million rows", scrolls, 1, 2, 12.0),
        *(line for place in (0, *range(3, len(peers)))
          for line in (_beside(f"move beside {peers[place].name}", moves, place),
                       _beside(f"scroll beside {peers[place].name}", scrolls, place))),
        Line("memory over a thousand rows", f"{grown:+.1f} MB", "", None, 5.0, grown, "MB"),
    ]  # fmt: skip
    return Part("The table alone", lines)


def _program(path: Path, count: int) -> Peer:
    build(path, count)
    return Peer(f"{count:,} rows", python("bench.windowed_app", str(path), str(count)), SHOWN)


def _line(work: str, found: Sequence[Sequence[Stroke]], few: int, many: int, goal: float) -> Line:
    low, high = milliseconds(found[few]), milliseconds(found[many])
    return Line(work, ms(high), f"a thousand rows {ms(low)}", median(high) / median(low), goal, median(high), "ms")


def _beside(work: str, found: Sequence[Sequence[Stroke]], other: int) -> Line:
    high, low = milliseconds(found[2]), milliseconds(found[other])
    return Line(work, ms(high), ms(low), median(high) / median(low))
