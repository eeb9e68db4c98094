"""A simulated week beside the same acts' raw limit, and the longer past laid before it."""

import tempfile
from pathlib import Path

from bench import desks
from bench.past import lengthen
from bench.report import Line, Part
from bench.step import times
from propdesk.simulate.run import Summary, simulate

UNITS, MONTHS, LONGER = 2_000, 1, 100_000


def measure() -> Part:
    """Live a month of a small estate, and lengthen it."""
    summary: list[Summary] = []
    written: list[int] = []
    with tempfile.TemporaryDirectory(dir=desks.FOLDER) as name:
        lived, long = Path(name) / "lived.db", Path(name) / "long.db"
        ((life,),) = times(1, lambda _: summary.append(simulate(lived, months=MONTHS, units=UNITS, seed=1)), warm=0)
        ((more,),) = times(1, lambda _: written.append(lengthen(lived, long, LONGER)), warm=0)
    acts, entries = summary[0].acts, summary[0].entries
    return Part("Simulated pasts", [
        Line("`propdesk simulate`: acts a second, deadlines watched between them", f"{1000 * acts / life:.0f}",
             f"{1000 * entries / life:.0f} entries a second"),
        Line("a longer past (`bench.past`): entries a second, chained and indexed", f"{1000 * written[0] / more:,.0f}",
             ""),
    ])  # fmt: skip
