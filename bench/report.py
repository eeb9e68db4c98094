"""Numbers side by side, on the terminal and in docs/performance.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Line:
    """One thing measured: ours, what it stands beside, how many times that; `goal` is the most it may be.

    `goal` is of `value` where that is given, else of the ratio; without a goal it is only told.
    """

    work: str
    ours: str
    beside: str
    ratio: float | None = None
    goal: float | None = None
    value: float | None = None
    unit: str = "x"

    @property
    def said(self) -> bool:
        """Whether there was anything to measure: a key that painted nothing has no time."""
        return self.ratio is None or self.ratio == self.ratio

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        measured = self.ratio if self.value is None else self.value
        return None if self.goal is None or measured is None else measured <= self.goal

    def cells(self) -> tuple[str, ...]:
        """The line as the table has it."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        goal = "" if self.goal is None else f"{self.goal:g} {self.unit}".replace(" x", "")
        verdict = {True: "met", False: "**missed**", None: ""}[self.met]
        return self.work, self.ours, self.beside, ratio, goal, verdict


@dataclass(frozen=True)
class Part:
    """What one file of the bench measured."""

    title: str
    lines: Sequence[Line]
    notes: Sequence[str] = ()


HEAD = ("work", "measured", "beside", "ratio", "goal", "")


def p95(values: Sequence[float]) -> float:
    """The value that one in twenty exceeds."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


def ms(values: Sequence[float]) -> str:
    """Median and p95 of milliseconds."""
    return f"{median(values):.{2 if median(values) < 1 else 1}f} ms (p95 {p95(values):.1f})"


def times(ours: Sequence[float], others: Sequence[float]) -> float:
    """How many times the others' median ours is."""
    return median(ours) / median(others)


def paired(ours: Sequence[float], others: Sequence[float]) -> float:
    """The median of the ratios of what was measured in turn: what slowed one slowed its neighbour too."""
    return median([own / other for own, other in zip(ours, others, strict=True)])


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lines with the columns aligned, the first to the left."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]
    )


def markdown(part: Part) -> str:
    """A part as docs/performance.md has it."""
    rows = [HEAD, ("---",) * len(HEAD), *(line.cells() for line in part.lines)]
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    notes = [f"- {note}" for note in part.notes]
    return "\n".join([f"## {part.title}", "", *lines, *(["", *notes] if notes else []), ""])
