"""Which reports are due for which period, and when (manual P26 with P07 and P08 section 4)."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.calendar import DAY, WorkCalendar
from propdesk.settings import Settings

HALF = 15
"""Days of the first half of a month."""
NOTICE = timedelta(days=3)
"""How long before its due day a report is opened whose period ends with that day."""


class Span(StrEnum):
    """How long a period is. `FREE` is from one day to another and belongs to no report."""

    DAY = "day"
    HALF_MONTH = "half_month"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    FREE = "free"


@dataclass(frozen=True)
class Period:
    """A stretch of days, the first and the last included."""

    span: Span
    first: date
    last: date

    def name(self) -> str:
        """`2026-10-05`, `2026-10-01..2026-10-15`: what a period is called wherever scripts read it."""
        return f"{self.first}" if self.first == self.last else f"{self.first}..{self.last}"


@dataclass(frozen=True)
class Cycle:
    """One report: its rule, its period, its due day, and who makes, checks and gets it where the site says nothing.

    It is due on the day `on` of the month that comes next after the period, or `after` days after its last day.
    """

    kind: str
    """The stored value of the kind of report."""
    code: str
    """The rule of the rulebook that clocks it."""
    span: Span
    recipient: str
    """Who gets it, a msgid."""
    on: int = 0
    after: int = 0
    default: bool = True
    """Whether a site runs it that has decided nothing (manual P07 section 9 no. 8)."""
    moved: bool = True
    """Whether it moves off a rest day; what is done on every day does not."""
    planned: bool = False
    """Whether it needs a plan of improvement."""
    at_once: bool = False
    """Whether compiling is all there is to it: nobody reviews or receives it."""
    ahead: bool = False
    """Whether it speaks of the time to come: due on the last day before its period."""
    notice: timedelta = NOTICE
    """How long before its due day it is opened where its period is not over by then."""
    approved: bool = False
    """Whether it counts only after the office manager's review and the general manager's approval (G-VAC-04)."""
    about: str = ""
    """The ledger it is about; a site owes it while that ledger holds something, and a year longer."""


OFFICE, QUALITY, OWNERS = N_("Office manager"), N_("Company quality department"), N_("All owners")
SERVICE, OFFICES, ARCHIVE = N_("Customer service"), N_("Management office"), N_("Office archive")
CENTRE, GENERAL = N_("Centre manager"), N_("General manager")
MONTH_BEFORE = timedelta(days=31)
"""How long a yearly plan is written at before it is due."""

CYCLES: Mapping[str, Cycle] = {
    cycle.kind: cycle
    for cycle in (
        Cycle("daily", "COMP.DAILY_REVIEW", Span.DAY, SERVICE, moved=False, at_once=True),
        Cycle("half_month", "COMP.HALFMONTH", Span.HALF_MONTH, OFFICES, after=2, default=False, planned=True),
        Cycle("summary", "COMP.SUMMARY_2ND", Span.MONTH, OFFICE, on=2),
        Cycle("handling", "COMP.REPORT_5TH", Span.MONTH, OFFICE, on=5),
        Cycle("quality", "COMP.MONTH_QA", Span.MONTH, QUALITY),
        Cycle("owners", "COMP.PUBLISH_MONTH", Span.MONTH, OWNERS, on=5),
        Cycle("quarter_analysis", "COMP.QUARTER_ANALYSIS", Span.QUARTER, QUALITY, on=10, default=False),
        Cycle("quarter_owners", "COMP.QUARTER_OWNERS", Span.QUARTER, OWNERS),
        Cycle("slip_sample", "CB.DISPATCH_MONTHEND", Span.MONTH, OFFICE),
        Cycle("callbacks", "CB.STATS_QEND", Span.QUARTER, OFFICE),
        Cycle("callback_filing", "CB.FILE_10TH", Span.QUARTER, ARCHIVE, on=10),
        Cycle("patrol_month", "PATROL.FILE_MONTHEND", Span.MONTH, ARCHIVE, after=1),
        Cycle("vacancy_month", "VAC.DYN_5TH", Span.MONTH, CENTRE, on=5, about="vacancy"),
        Cycle("vacancy_half", "VAC.SUMMARY_6M", Span.HALF_YEAR, OFFICES, about="vacancy"),
        Cycle(
            "vacancy_plan",
            "VAC.PLAN_1231",
            Span.YEAR,
            GENERAL,
            planned=True,
            ahead=True,
            notice=MONTH_BEFORE,
            approved=True,
            about="vacancy",
        ),
    )
}
"""Every periodical report by its kind. Where the manual gives no day: half months as the 2nd, publication as the 5th,
the quarterly analysis as the filing of the 10th; the end of month, quarter or half-year is its last day, for
patrols the day after it, since a night round of the last day belongs to it."""

CODES = tuple(cycle.code for cycle in CYCLES.values())
"""The rules of all reports."""
APPROVED = tuple(cycle.code for cycle in CYCLES.values() if cycle.approved)
"""The rules of those that must be approved; `SENT` are those of the others."""
SENT = tuple(code for code in CODES if code not in APPROVED)
MONTHS: Mapping[Span, int] = {Span.QUARTER: 3, Span.HALF_YEAR: 6, Span.YEAR: 12}
"""How many months the longer periods have; each begins with a year's month that divides it."""

LARGE_ONLY = "quarter_analysis"
"""The report that only large sites and those built in phases owe (001 L19)."""


def runs(kind: str, chosen: Mapping[str, bool], *, large: bool = False) -> bool:
    """Whether a site runs a report: what it has chosen, else the default; a large site owes the analysis too."""
    return chosen.get(kind, CYCLES[kind].default or (large and kind == LARGE_ONLY))


def period_of(span: Span, day: date, *, begins: int = 1) -> Period:
    """The period of a length that a day lies in; months begin on the day `begins` (1 to 28).

    Raises:
        ValueError: `span` is free and has no fixed bounds.
    """
    if span is Span.FREE:
        raise ValueError("a free period has no fixed bounds")
    if span is Span.DAY:
        return Period(span, day, day)
    first = _month_start(day, begins)
    if months := MONTHS.get(span):
        name = named_month(first, begins)
        first = _months_on(first, -((name.month - 1) % months))
        return Period(span, first, _months_on(first, months) - DAY)
    last, half = _months_on(first, 1) - DAY, first + (HALF - 1) * DAY
    if span is Span.MONTH:
        return Period(span, first, last)
    return Period(span, first, half) if day <= half else Period(span, half + DAY, last)


def month(year: int, number: int, *, begins: int = 1) -> Period:
    """The month called by its year and number: where months begin in the one before, the one it ends in names it.

    Raises:
        ValueError: there is no such month.
    """
    first = date(year, number, begins)
    return period_of(Span.MONTH, first if begins == 1 else _months_on(first, -1), begins=begins)


def named_month(first: date, begins: int) -> date:
    """A day of the month after which the accounting month that begins on `first` is called."""
    return first if begins == 1 else _months_on(first.replace(day=1), 1)


def before(period: Period, *, begins: int = 1) -> Period:
    """The period of the same length just before."""
    return _beside(period, period.first - DAY, -1, begins)


def after(period: Period, *, begins: int = 1) -> Period:
    """The period of the same length just after."""
    return _beside(period, period.last + DAY, 1, begins)


def _beside(period: Period, day: date, way: int, begins: int) -> Period:
    if period.span is Span.FREE:
        days = way * (period.last - period.first + DAY)
        return Period(Span.FREE, period.first + days, period.last + days)
    return period_of(period.span, day, begins=begins)


def due_day(cycle: Cycle, period: Period, calendar: WorkCalendar, move: str = "before") -> date:
    """The day by whose closing hour the report of a period is due; `move` is the setting `reports_on_rest_day`.

    A rest day moves to the working day before it; where that day lies before the period is over although the report
    is only due after it, to the working day after it (P26 section 9 is silent there).
    """
    day = period.first - DAY if cycle.ahead else period.last + cycle.after * DAY
    if cycle.on:
        day = period.last + DAY
        while day.day != cycle.on:
            day += DAY
    if not cycle.moved or move == "stay" or calendar.is_working(day):
        return day
    earlier = day
    while not calendar.is_working(earlier):
        earlier -= DAY
    least = period.last + DAY if day > period.last else period.first - (cycle.notice if cycle.ahead else timedelta())
    if move == "before" and earlier >= least:
        return earlier
    return calendar.working_days_after(day, 1)[0]


def opens(cycle: Cycle, period: Period, calendar: WorkCalendar, move: str = "before") -> datetime:
    """When the report of a period is put on the desk: when the period is over, at opening time of the day after.

    What is due before its period is over is opened some days ahead, on the first day at the earliest.
    """
    due = due_day(cycle, period, calendar, move)
    day = period.last + DAY
    if cycle.ahead:
        day = due - cycle.notice
    elif due <= period.last:
        day = max(period.first, due - (cycle.notice if cycle.span is not Span.DAY else timedelta()))
    return calendar.at(day, calendar.opens)


def newest(cycle: Cycle, now: datetime, calendar: WorkCalendar, *, move: str = "before", begins: int = 1) -> Period:
    """The last period whose report has been put on the desk at a moment."""
    period = period_of(cycle.span, calendar.day(now), begins=begins)
    period = after(period, begins=begins) if cycle.ahead else period
    while opens(cycle, period, calendar, move) > now:
        period = before(period, begins=begins)
    return period


@dataclass(frozen=True)
class Owed:
    """A report that belongs on the desk: its kind, the first day of its period, since when, and about which ledger."""

    kind: str
    first: date
    opened: datetime
    about: str = ""


def owed(settings: Settings, calendar: WorkCalendar, now: datetime) -> tuple[Owed, ...]:
    """The newest report of each kind a site runs that belongs on the desk at a moment."""
    move, begins, found = settings.reports_on_rest_day, settings.month_begins, []
    for kind, cycle in CYCLES.items():
        if runs(kind, settings.reports, large=settings.large_site):
            period = newest(cycle, now, calendar, move=move, begins=begins)
            found.append(Owed(kind, period.first, opens(cycle, period, calendar, move), cycle.about))
    return tuple(found)


def parse_period(text: str, *, begins: int = 1) -> Period:
    """The period somebody typed: `2026-10-05`, `2026-10`, `2026-10-H2`, `2026Q3`, `2026H2`, `2026`, or days with `..`.

    Raises:
        Refused: it is none of these.
    """
    tidy = text.strip().upper()
    try:
        if ".." in tidy:
            first, last = (date.fromisoformat(part.strip()) for part in tidy.split("..", 1))
            if first > last:
                raise ValueError(text)
            return Period(Span.FREE, first, last)
        if "Q" in tidy:
            year, quarter = tidy.split("Q", 1)
            if quarter not in ("1", "2", "3", "4"):
                raise ValueError(text)
            first = month(int(year), 3 * int(quarter) - 2, begins=begins).first
            return period_of(Span.QUARTER, first, begins=begins)
        if re.fullmatch(r"\d{4}H[12]", tidy):
            first = month(int(tidy[:4]), 1 if tidy.endswith("1") else 7, begins=begins).first
            return period_of(Span.HALF_YEAR, first, begins=begins)
        if re.fullmatch(r"\d{4}", tidy):
            return period_of(Span.YEAR, month(int(tidy), 1, begins=begins).first, begins=begins)
        if tidy.endswith(("-H1", "-H2")):
            whole = month(int(tidy[:4]), int(tidy[5:-3]), begins=begins)
            day = whole.first if tidy.endswith("1") else whole.last
            return period_of(Span.HALF_MONTH, day, begins=begins)
        if len(tidy) <= 7 and "H" not in tidy:
            return month(int(tidy[:4]), int(tidy[5:]), begins=begins)
        return period_of(Span.DAY, date.fromisoformat(tidy), begins=begins)
    except (ValueError, OverflowError):
        raise Refused(
            "period",
            N_("“{typed}” is no period. Write 2026-10-05, 2026-10-H2, 2026-10, 2026Q3 or 2026-10-05..2026-10-20."),
            field="period",
            typed=text[:40],
        ) from None


def short(period: Period, *, begins: int = 1) -> str:
    """The period as `parse_period` reads it."""
    if period.span in (Span.FREE, Span.DAY):
        return period.name()
    name = named_month(_month_start(period.first, begins), begins)
    if period.span is Span.QUARTER:
        return f"{name.year}Q{(name.month + 2) // 3}"
    if period.span is Span.HALF_YEAR:
        return f"{name.year}H{(name.month + 5) // 6}"
    if period.span is Span.YEAR:
        return f"{name.year}"
    half = "" if period.span is Span.MONTH else "-H1" if period.first.day == begins else "-H2"
    return f"{name:%Y-%m}{half}"


def _month_start(day: date, begins: int) -> date:
    first = day.replace(day=begins)
    return first if first <= day else _months_on(first, -1)


def _months_on(day: date, months: int) -> date:
    """The same day some months on; days to the 28th only, which every month has."""
    year, number = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))
