"""The whole bench: `python -m bench [NAME ...]` measures and prints; with everything measured it writes the page.

Ratios travel to other machines, milliseconds do not. Nothing here is a test: tests count questions and rows.
"""

import argparse
import importlib
import os
import platform
import sqlite3
import sys
from importlib.metadata import version
from pathlib import Path

from bench import desks
from bench.pty import SilentError
from bench.report import HEAD, Part, markdown, table
from propdesk.clock import stopwatch, system_now

NAMES = ("startup", "registers", "windowed", "lookup", "searching", "step", "idle", "checking", "importing",
         "simulating")  # fmt: skip
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
MENDED = Path(__file__).with_name("mended.md")
"""What was found by measuring and mended, with figures from before and after."""


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only some of: {', '.join(NAMES)}")
    chosen = parser.parse_args().names or NAMES
    began, busy = stopwatch(), os.getloadavg()[0]
    parts = []
    for name in chosen:
        part = measured(name)
        print(f"\n{part.title}\n{table(HEAD, [line.cells() for line in part.lines])}")
        print("\n".join(part.notes))
        parts.append(part)
    desks.clean()
    if tuple(chosen) == NAMES:
        PAGE.write_text(page(parts, (busy, os.getloadavg()[0]), stopwatch() - began), "utf-8")
        print(f"\nwritten: {PAGE}", file=sys.stderr)


def measured(name: str) -> Part:
    """What one file measured; where a program said nothing in time, that is what is said."""
    try:
        part: Part = importlib.import_module(f"bench.{name}").measure()
    except SilentError as error:
        return Part(name.capitalize(), [], [f"Could not be measured: {str(error)[:120]}"])
    return part


def page(parts: list[Part], busy: tuple[float, float], took: float) -> str:
    """docs/performance.md."""
    lines = [line for part in parts for line in part.lines if line.met is not None]
    met = sum(bool(line.met) for line in lines)
    missed = [
        f"- {line.work}: {line.ours}{f', ratio {ratio}' if (ratio := line.cells()[3]) else ''} (goal {line.cells()[4]})"
        for line in lines
        if not line.met
    ]
    small, big = desks.entries(desks.small()), desks.entries(desks.big())
    load = (
        f"Other work ran on the machine meanwhile (load {busy[0]:.1f}, at the end {busy[1]:.1f}),\nso the"
        " milliseconds are higher than at a desk; what a ratio compares was measured in turn."
        if max(busy) > 1.5 * (os.cpu_count() or 1)
        else "Nothing else ran on the machine."
    )
    head = f"""# Performance: what was measured

Written by `make bench` ({took / 60:.0f} minutes) on {system_now():%Y-%m-%d}. {os.cpu_count()} cores
({platform.machine()}), niceness {os.nice(0)}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},
Textual {version("textual")}, SQLModel {version("sqlmodel")}.
{load}

Ratios travel to other machines, milliseconds do not. “A month behind”: {small:,} entries, a month of an estate of
{desks.UNITS:,} units made by `propdesk simulate`. “A million entries behind”: the same present with {big:,} entries,
that month laid before itself again and again and found sound by `propdesk verify` (bench/past.py says how).
Median and p95; programs are driven in a real pseudo-terminal of 120 by 40 cells.

{met} of {len(lines)} goals are met.{" Missed:" if missed else ""}
"""
    return "\n".join([head, *missed, "", *map(markdown, parts), MENDED.read_text("utf-8")])


if __name__ == "__main__":
    main()
