"""Figures of a period: cases sorted into lines that are counted, rates, and how a report keeps them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.cycles import Period, Span

OF_STOCK, OF_PATROLS = "stock", "patrols"
"""What `count_by` is where units, or rounds and findings, are counted, not cases."""
NONE = "none"
"""The last part of a line's key where a case has no value yet."""


@dataclass(frozen=True)
class Case:
    """An item as the figures see it; `row` holds the columns of its ledger that sort it, as stored values.

    `late` says that one of its clocks was missed; `first_contact` how many minutes went by until it was met.
    """

    id: int
    ledger: str
    stage: str
    urgent: bool
    opened: datetime
    closed: datetime | None
    late: bool = False
    overdue: bool = False
    first_contact: int | None = None
    row: Mapping[str, object] = field(default_factory=dict)

    @property
    def voided(self) -> bool:
        """Whether it was entered by mistake."""
        return self.stage == "voided"


@dataclass(frozen=True)
class Line:
    """One number and the items behind it, one for each time it counts: `len(ids)` is the number.

    A rate has `of`, the items it is a part of, and the percentage that is asked for, if any. `minutes` is an average
    over the items. `label` is a msgid or a word of the site.
    """

    key: str
    label: str
    ids: tuple[int, ...]
    of: tuple[int, ...] | None = None
    target: int | None = None
    minutes: int | None = None

    @property
    def count(self) -> int:
        """The number."""
        return len(self.ids)

    @property
    def percent(self) -> int | None:
        """How many of a hundred, in whole numbers rounded down, so that a rate just missed never looks reached."""
        return 100 * len(self.ids) // len(self.of) if self.of else None

    @property
    def reached(self) -> bool | None:
        """Whether the rate asked for was reached; None where none is asked for or nothing is counted."""
        if self.target is None or not self.of:
            return None
        return 100 * len(self.ids) >= self.target * len(self.of)


@dataclass(frozen=True)
class Section:
    """Lines that belong together; `title` is a msgid."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Basis:
    """What was counted: the period, from which moment to which, the cases it takes, the moment of counting.

    `over` says whether the period was over when it was counted.
    """

    period: Period
    start: datetime
    end: datetime
    counted: datetime
    count_by: str
    month_begins: int

    @property
    def over(self) -> bool:
        """Whether nothing more can be added to the period."""
        return self.counted >= self.end


@dataclass(frozen=True)
class Figures:
    """The figures of a period."""

    basis: Basis
    sections: tuple[Section, ...]

    def lines(self) -> tuple[Line, ...]:
        """Every line, in order."""
        return tuple(line for section in self.sections for line in section.lines)

    def line(self, key: str) -> Line:
        """The line of that key.

        Raises:
            Refused: there is none.
        """
        for line in self.lines():
            if line.key.casefold() == key.strip().casefold():
                return line
        raise Refused("figure", N_("There is no figure “{key}”. See: propdesk figures --json."), field="rows", key=key)


def pick(key: str, label: str, cases: Iterable[Case], fits: Callable[[Case], object] = lambda _case: True) -> Line:
    """The line of the cases that fit."""
    return Line(key, label, tuple(case.id for case in cases if fits(case)))


def split(
    key: str, column: str, labels: Mapping[str, str], cases: Sequence[Case], *, none: str = ""
) -> tuple[Line, ...]:
    """A line for each value of a column, in the order of `labels`; the last, called `none`, for those without one."""
    sorted_in: dict[str, list[int]] = {value: [] for value in labels}
    without: list[int] = []
    for case in cases:
        value = case.row.get(column)
        (without if value in (None, "") else sorted_in.setdefault(str(value), [])).append(case.id)
    lines = [Line(f"{key}.{value}", labels.get(value, value), tuple(ids)) for value, ids in sorted_in.items()]
    return (*lines, Line(f"{key}.{NONE}", none, tuple(without))) if none else tuple(lines)


def timeliness(key: str, cases: Iterable[Case], target: int, labels: tuple[str, str, str]) -> tuple[Line, Line, Line]:
    """In time, late, and not yet judged: a case is in time that is closed and whose every clock was met in time.

    A case is late as soon as one of its clocks is missed. What is still open and has missed nothing is in no rate.
    """
    cases = tuple(cases)
    late = tuple(case.id for case in cases if case.late)
    met = tuple(case.id for case in cases if not case.late and case.closed is not None)
    waits = tuple(case.id for case in cases if not case.late and case.closed is None)
    return (
        Line(f"{key}.in_time", labels[0], met, of=(*met, *late), target=target),
        Line(f"{key}.late", labels[1], late),
        Line(f"{key}.{NONE}", labels[2], waits),
    )


def average(key: str, label: str, cases: Iterable[Case]) -> Line:
    """How many minutes on average went by until the first contact, over the cases that had one."""
    reached = [case for case in cases if case.first_contact is not None]
    total = sum(case.first_contact or 0 for case in reached)
    minutes = (total + len(reached) // 2) // len(reached) if reached else None
    return Line(key, label, tuple(case.id for case in reached), minutes=minutes)


# --- how a report keeps them -------------------------------------------------------------------------------------


def stored(figures: Figures) -> dict[str, object]:
    """The figures as JSON holds them: numbers, not the items behind them."""
    basis = figures.basis
    return {
        "span": basis.period.span.value,
        "first": basis.period.first.isoformat(),
        "last": basis.period.last.isoformat(),
        "start": basis.start.isoformat(),
        "end": basis.end.isoformat(),
        "counted": basis.counted.isoformat(),
        "over": basis.over,
        "count_by": basis.count_by,
        "month_begins": basis.month_begins,
        "sections": [
            {"key": section.key, "title": section.title, "lines": [_stored_line(line) for line in section.lines]}
            for section in figures.sections
        ],
    }


def _stored_line(line: Line) -> dict[str, object]:
    kept: dict[str, object] = {"key": line.key, "label": line.label, "count": line.count}
    extra = {
        "of": None if line.of is None else len(line.of),
        "percent": line.percent,
        "target": line.target,
        "reached": line.reached,
        "minutes": line.minutes,
    }
    return {**kept, **{name: value for name, value in extra.items() if value is not None}}


@dataclass(frozen=True)
class Row:
    """A line of figures as it is shown or written: a number, maybe a rate or an average."""

    key: str
    label: str
    count: int
    of: int | None = None
    percent: int | None = None
    target: int | None = None
    reached: bool | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Table:
    """A section as it is shown or written; the numbers may come from a report of long ago."""

    key: str
    title: str
    rows: tuple[Row, ...]


def tables(kept: Mapping[str, object]) -> tuple[Table, ...]:
    """What `stored` keeps, as tables to show."""
    sections = kept.get("sections")
    found = []
    for section in sections if isinstance(sections, list) else ():
        rows = tuple(Row(**line) for line in section["lines"])
        found.append(Table(section["key"], section["title"], rows))
    return tuple(found)


def basis_of(kept: Mapping[str, object]) -> Basis:
    """What was counted, from what `stored` keeps."""
    period = Period(
        Span(str(kept["span"])), date.fromisoformat(str(kept["first"])), date.fromisoformat(str(kept["last"]))
    )
    start, end, counted = (datetime.fromisoformat(str(kept[name])) for name in ("start", "end", "counted"))
    return Basis(period, start, end, counted, str(kept["count_by"]), int(str(kept["month_begins"])))


RECEIVED = N_(
    "Counted: cases received in the period, as they stand when counted, without voided ones and those joined to others."
)
CLOSED = N_("Counted: cases closed in the period, without voided ones and those joined to others.")
STOCK = N_("Counted: the vacant units on record, and what happened to them in the period, without voided ones.")
PATROLS = N_("Counted: the rounds whose window begins in the period, and what was found in it, without voided ones.")
IN_TIME = N_("In time: closed, and every clock stopped before its due time. A rate leaves out what is not yet judged.")
CALENDAR_MONTH = N_("A month is the calendar month.")
OWN_MONTH = N_("A month begins on day {day} of the calendar month.")
NOT_OVER = N_("The period was not over when this was counted; what came later is missing.")


def notes(basis: Basis) -> list[tuple[str, Mapping[str, object]]]:
    """What must be said beside the figures: msgids with their values."""
    counted = {"closed": CLOSED, OF_STOCK: STOCK, OF_PATROLS: PATROLS}.get(basis.count_by, RECEIVED)
    said: list[tuple[str, Mapping[str, object]]] = [(counted, {})]
    if basis.count_by not in (OF_STOCK, OF_PATROLS):
        said.append((IN_TIME, {}))
    said.append((OWN_MONTH, {"day": basis.month_begins}) if basis.month_begins > 1 else (CALENDAR_MONTH, {}))
    return said if basis.over else [*said, (NOT_OVER, {})]
