"""When a clock is due, when it warns, and how that came about."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.calendar import DAY, WorkCalendar, utc
from propdesk.rules.rulebook import Kind, Rule

RUNS = N_("runs by the clock")
STARTED = N_("the day it began")
COUNTS = N_("calendar day")
WORKS = N_("working day")
REST = N_("rest day")
CLOSED = N_("closed")
PAUSED = N_("paused")
AGREED = N_("until the time agreed")
SHIFT = N_("until the end of the shift")

Pause = tuple[datetime, datetime]
"""From when to when a clock stood still."""


@dataclass(frozen=True)
class Stretch:
    """A part of the way from start to due time. `start` and `end` are in UTC; `why` is a msgid."""

    start: datetime
    end: datetime
    counted: bool
    """Whether it used up some of the rule's amount."""
    why: str


@dataclass(frozen=True)
class Due:
    """A due time with its account."""

    at: datetime
    """Due, in UTC."""
    warn: datetime
    """Due soon from here on, in UTC."""
    provisional: bool
    """Whether a notice still to come may change it."""
    stretches: tuple[Stretch, ...]
    """The whole way from start to due time, in order, without a gap or an overlap."""


def due(
    rule: Rule,
    start: datetime,
    calendar: WorkCalendar,
    *,
    shift_end: datetime | None = None,
    stated: datetime | None = None,
    paused: Sequence[Pause] = (),
) -> Due:
    """When `rule`, begun at `start`, is due.

    `shift_end` is needed by rules that run to the end of the shift, `stated` by rules whose moment is given in the
    form. `paused` are the times of waiting: minutes and hours move on by what was paused before the due time, days by
    the local days that were paused from midnight to midnight (of working days: those that are worked). A rule that
    knows its end without counting never moves.

    Raises:
        Refused: a needed moment is missing or not after the start, a pause ends before it begins, or an urgent rule is
            paused.
        ValueError: an instant carries no zone.
    """
    start, pauses = utc(start), _pauses(rule, paused)
    stretches = tuple(_joined(_way(rule, start, calendar, shift_end, stated, pauses)))
    at = stretches[-1].end
    follows_calendar = rule.kind in (Kind.WORKING_DAYS, Kind.END_OF_DAY, Kind.END_OF_SHIFT)
    provisional = follows_calendar and calendar.is_provisional(calendar.day(start), calendar.day(at))
    return Due(at, at - rule.warn * (at - start), provisional, stretches)


def _way(
    rule: Rule,
    start: datetime,
    calendar: WorkCalendar,
    shift_end: datetime | None,
    stated: datetime | None,
    pauses: Sequence[Pause],
) -> Iterable[Stretch]:
    """The stretches from start to due time."""
    match rule.kind:
        case Kind.MINUTES:
            return _by_the_clock(start, timedelta(minutes=rule.amount), pauses)
        case Kind.HOURS:
            return _by_the_clock(start, timedelta(hours=rule.amount), pauses)
        case Kind.CALENDAR_DAYS | Kind.WORKING_DAYS:
            return _by_days(start, rule.amount, calendar, pauses, working=rule.kind is Kind.WORKING_DAYS)
        case Kind.MONTHS:
            return _by_days(start, _days_in_months(calendar.day(start), rule.amount), calendar, pauses, working=False)
        case Kind.END_OF_DAY:
            return _to_the_close(start, calendar)
        case Kind.END_OF_SHIFT:
            return [_to_a_moment(rule, start, shift_end, calendar, SHIFT)]
        case Kind.AGREED:
            return [_to_a_moment(rule, start, stated, calendar, AGREED)]


def _by_the_clock(start: datetime, left: timedelta, pauses: Sequence[Pause]) -> Iterator[Stretch]:
    """Until `left` has run, standing still in each pause that begins before the time is up."""
    for pause_start, pause_end in pauses:
        run = max(pause_start - start, timedelta())
        if run >= left:
            break
        if pause_end > start:
            yield Stretch(start, start + run, True, RUNS)
            yield Stretch(start + run, pause_end, False, PAUSED)
            start, left = pause_end, left - run
    yield Stretch(start, start + left, True, RUNS)


def _by_days(
    start: datetime, left: int, calendar: WorkCalendar, pauses: Sequence[Pause], *, working: bool
) -> Iterator[Stretch]:
    """Until the close of the `left`th day that counts; the day of the start is none of them."""
    day = calendar.day(start)
    midnight = calendar.start_of(day + DAY)
    yield Stretch(start, midnight, False, STARTED)
    while left:
        day, begins, midnight = day + DAY, midnight, calendar.start_of(day + 2 * DAY)
        if working and not calendar.is_working(day):
            yield Stretch(begins, midnight, False, REST)
        elif any(pause_start <= begins and midnight <= pause_end for pause_start, pause_end in pauses):
            yield Stretch(begins, midnight, False, PAUSED)
        else:
            left -= 1
            yield Stretch(begins, midnight if left else calendar.close_of(day), True, WORKS if working else COUNTS)


def _to_the_close(start: datetime, calendar: WorkCalendar) -> Iterator[Stretch]:
    """Until today's close, or from a closed desk until the next working day's."""
    at, _ = calendar.end_of_day(start)
    today, last = calendar.day(start), calendar.day(at)
    if today < last:
        tomorrow, opening = calendar.start_of(today + DAY), calendar.start_of(last)
        yield Stretch(start, tomorrow, False, CLOSED if calendar.is_working(today) else REST)
        yield Stretch(tomorrow, opening, False, REST)
        start = opening
    yield Stretch(start, at, True, WORKS)


def _to_a_moment(rule: Rule, start: datetime, moment: datetime | None, calendar: WorkCalendar, why: str) -> Stretch:
    if moment is None:
        raise Refused("due", N_("Rule {rule} needs to be told its moment."), rule=rule.code)
    if utc(moment) <= start:
        raise Refused(
            "due",
            N_("{moment} is not after {start}, when the clock starts."),
            moment=f"{calendar.local(moment):%Y-%m-%d %H:%M}",
            start=f"{calendar.local(start):%Y-%m-%d %H:%M}",
        )
    return Stretch(start, utc(moment), True, why)


def _days_in_months(day: date, amount: int) -> int:
    """Days from `day` to the same day of the month `amount` months on, or to that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    last = monthrange(year, month + 1)[1]
    return (date(year, month + 1, min(day.day, last)) - day).days


def _pauses(rule: Rule, paused: Sequence[Pause]) -> list[Pause]:
    """The pauses in UTC and in order, with those that touch or overlap made one."""
    if rule.urgent and paused:
        raise Refused("due", N_("Rule {rule} belongs to an emergency and cannot be paused."), rule=rule.code)
    pauses: list[Pause] = []
    for start, end in sorted((utc(start), utc(end)) for start, end in paused):
        if end < start:
            raise Refused("due", N_("A pause cannot end before it begins."))
        if pauses and start <= pauses[-1][1]:
            start, end = pauses[-1][0], max(end, pauses.pop()[1])
        pauses.append((start, end))
    return pauses


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """The stretches without empty ones, neighbours of one kind made one."""
    held: Stretch | None = None
    for stretch in stretches:
        if stretch.start == stretch.end:
            continue
        if held and (held.counted, held.why) == (stretch.counted, stretch.why):
            held = replace(held, end=stretch.end)
            continue
        if held:
            yield held
        held = stretch
    if held:
        yield held
