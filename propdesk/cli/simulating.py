"""`propdesk simulate`: a plausible past in a new file, with a bar that says how long it will still take."""

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from propdesk import i18n
from propdesk.cli import options, output
from propdesk.cli.misused import Misused
from propdesk.cli.options import Json
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.simulate.run import Summary
    from propdesk.simulate.world import Progress

OUT_OF_RANGE = N_("{option} is a number from {least} to {most}.")
LIVING = N_("Living through the past")
LIVED = N_("{path}: {entries} entries from {begins} to {ends}. It is marked as simulated for ever.")
STOPPED = N_("Stopped at {ends}. The file is sound up to there.")
PINS = N_("Everybody there has the PIN {pin}; the supervisor is {name}.")

MOST_MONTHS, MOST_UNITS = 60, 20_000
TICKS = 1000


def simulate(
    context: typer.Context,
    months: Annotated[str, typer.Option("--months", metavar="N", help=N_("How many months, up to now."))] = "12",
    units: Annotated[str, typer.Option("--units", metavar="N", help=N_("How many units the estate has."))] = "3000",
    seed: Annotated[str, typer.Option("--seed", metavar="N", help=N_("The same seed gives the same past."))] = "1",
    as_json: Json = False,
) -> None:
    """Make a new file with a plausible past, lived through the same steps as at a real desk."""
    from propdesk.simulate.run import simulate as live
    from propdesk.store import trouble

    tools: Tools = context.obj
    wanted = {
        "months": _number(months, "--months", 1, MOST_MONTHS),
        "units": _number(units, "--units", 10, MOST_UNITS),
        "seed": _number(seed, "--seed", 0, 10**9),
    }
    path = _file(tools, wanted)
    with trouble.explained(path), _telling() as progress:
        summary = live(
            path, months=wanted["months"], units=wanted["units"], seed=wanted["seed"], language=i18n.language(),
            now=tools.now, progress=progress,
        )  # fmt: skip
    _show(path, summary, as_json=as_json)


def _file(tools: Tools, wanted: Mapping[str, int]) -> Path:
    """The file that was named; else one of its own here, never the desk that people work at."""
    if tools.db or os.environ.get("PROPDESK_DB"):
        return tools.path
    return Path("simulated-{months}-{units}-{seed}.db".format(**wanted))


def _number(typed: str, option: str, least: int, most: int) -> int:
    number = options.count(typed, option)
    if number is None or not least <= number <= most:
        raise Misused(OUT_OF_RANGE, option=option, least=least, most=most)
    return number


@contextmanager
def _telling() -> "Iterator[Progress]":
    """A bar on a terminal, nothing elsewhere; Ctrl+C lets the act under way be finished and stops after it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    stopping: list[int] = []
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    before = signal.signal(signal.SIGINT, lambda number, _frame: stopping.append(number))
    try:
        with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
            task = bar.add_task(_(LIVING), total=TICKS)

            def told(begins: datetime, now: datetime, ends: datetime) -> bool:
                bar.update(task, completed=TICKS * ((now - begins) / (ends - begins)))
                return not stopping

            yield told
    finally:
        signal.signal(signal.SIGINT, before)


def _show(path: Path, summary: "Summary", *, as_json: bool) -> None:
    from propdesk.simulate.run import CREW, PIN

    if as_json:
        shown = {"db": str(path), "begins": summary.begins.isoformat(), "ends": summary.ends.isoformat()}
        counted = {"entries": summary.entries, "items": dict(summary.items), "stopped": summary.stopped}
        output.out_json({**shown, **counted, "supervisor": CREW[0][0], "pin": PIN})
        return
    begins, ends = f"{summary.begins:%Y-%m-%d}", f"{summary.ends:%Y-%m-%d}"
    output.out(_(LIVED).format(path=path, entries=summary.entries, begins=begins, ends=ends))
    output.out("\n".join(output.columns([[name, str(count)] for name, count in summary.items.items()])))
    if summary.stopped:
        output.out(_(STOPPED).format(ends=ends))
    output.out(_(PINS).format(pin=PIN, name=CREW[0][0]))
