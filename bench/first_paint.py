"""From the command to the first screen, against the least Textual app: `python -m bench.first_paint`.

Without `--db` a database is prepared in a temporary folder. `-- PROGRAM ...` measures another program instead.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import minimal
from bench.pty import Terminal
from bench.report import p95, table

PROPDESK = (sys.executable, "-m", "propdesk")
SITE, SUPERVISOR, PIN = "Bench Gardens", "Bench", "604713"


@dataclass(frozen=True)
class Start:
    """One start: milliseconds to the first screen and to silence, and megabytes then."""

    first: float
    settled: float
    memory: float


def start(command: Sequence[str], marker: str, **environment: str) -> Start:
    """Start a program once."""
    with Terminal(command, **environment) as terminal:
        return Start(terminal.wait_for(marker), terminal.settle(), terminal.memory())


@contextmanager
def prepared() -> Iterator[Path]:
    """A new database of a site with one supervisor."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        command = [*PROPDESK, "init", "--site", SITE, "--supervisor", SUPERVISOR]
        environment = os.environ | {"PROPDESK_DB": str(path), "PROPDESK_PIN": PIN}
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        yield path


def compare(command: Sequence[str], marker: str, rounds: int, **environment: str) -> str:
    """Start both programs in turn, so that a busy moment slows both."""
    least = [sys.executable, "-m", "bench.minimal"]
    start(least, minimal.MARKER)
    start(command, marker, **environment)
    pairs = [(start(least, minimal.MARKER), start(command, marker, **environment)) for _ in range(rounds)]
    floor, ours = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    rows = [
        line("first screen, ms", [one.first for one in floor], [one.first for one in ours]),
        line("settled, ms", [one.settled for one in floor], [one.settled for one in ours]),
        line("memory, MB", [one.memory for one in floor], [one.memory for one in ours]),
    ]
    return table(("start", "minimal", "program", "p95", "ratio"), rows)


def line(name: str, floor: Sequence[float], ours: Sequence[float]) -> tuple[str, ...]:
    """One row of the report."""
    low, high = median(floor), median(ours)
    return name, f"{low:.0f}", f"{high:.0f}", f"{p95(ours):.0f}", f"{high / low:.2f}"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, help="a prepared database")
    parser.add_argument("--marker", default="PropDesk", help="what the first screen shows")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("program", nargs="*", help="what to start instead of propdesk")
    options = parser.parse_args()
    with nullcontext(options.db) if options.db or options.program else prepared() as path:
        environment = {"PROPDESK_DB": str(path)} if path else {}
        print(compare(options.program or PROPDESK, options.marker, options.rounds, **environment))


if __name__ == "__main__":
    main()
