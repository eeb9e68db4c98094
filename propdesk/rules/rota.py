"""The duty roster of a month: its turns, a fair rotation, and how somebody types days of it."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.calendar import DAY, WorkCalendar
from propdesk.rules.shifts import Turn

HALVES: Mapping[str, tuple[str, str]] = {
    "day": ("day", "rest_day"),
    "rest_day": ("rest_day", "day"),
    "night": ("night", "rest_night"),
    "rest_night": ("rest_night", "night"),
}
"""The turn a roster has for a kind, first as it is called, then as it was called if the day was made a rest day or a
working day after the roster was drawn up."""

NIGHTS = frozenset({"night", "rest_night"})
"""The kinds of turn that fill the night."""

DUTY_TURNS = frozenset({"night", "rest_day", "rest_night"})
"""The kinds that somebody must be named for; in the day turn of a working day every clerk receives (004 DUTY 4.1.2)."""

NOTICE = timedelta(days=7)
"""How long before the end of a month the roster of the next one is put on the desk."""


@dataclass(frozen=True, order=True)
class Slot:
    """One turn of a roster: the day on which it begins, its kind, when it begins and ends."""

    starts: datetime
    day: date
    kind: str
    ends: datetime


def slots(month: date, turn: Callable[[datetime], Turn], calendar: WorkCalendar) -> tuple[Slot, ...]:
    """The turns of the month that begins on `month`, in order; `turn` says which one holds at a moment."""
    found: list[Slot] = []
    moment = calendar.start_of(month)
    end = next_month(month)
    while True:
        now = turn(moment)
        day = calendar.day(now.start)
        if day >= end:
            return tuple(found)
        if day >= month:
            found.append(Slot(now.start, day, now.kind, now.end))
        moment = now.end


def over(month: date, turn: Callable[[datetime], Turn], calendar: WorkCalendar) -> datetime:
    """When the last turn of a month ends, which is in the next one."""
    return turn(calendar.start_of(next_month(month))).end


def rotate(
    duty: Sequence[Slot], clerks: Sequence[str], counts: Mapping[str, int], last: Sequence[str] = ()
) -> tuple[str, ...]:
    """A clerk for each of the turns, so that turns of a kind fall equally on all.

    Whoever has had fewest turns of that kind comes first, then whoever has had fewest turns at all, then whoever has
    waited longest, then the order of `clerks`. Nobody has two turns in a row while somebody else is there. `counts` are
    the turns each has had already; `last` are those who had the turns before, the most recent one last.

    Raises:
        ValueError: there is nobody to take turns.
    """
    if not clerks:
        raise ValueError("nobody takes turns")
    kinds: dict[tuple[str, str], int] = {}
    total = {name: counts.get(name, 0) for name in clerks}
    waited = {name: len(last) - 1 - index for index, name in enumerate(last)}
    since = {name: waited.get(name, len(last) + len(clerks)) for name in clerks}
    given: list[str] = []
    before = last[-1] if last else ""
    for slot in duty:
        order = sorted(
            range(len(clerks)),
            key=lambda n: (
                clerks[n] == before,
                kinds.get((clerks[n], slot.kind), 0),
                total[clerks[n]],
                -since[clerks[n]],
                n,
            ),
        )
        chosen = clerks[order[0]]
        kinds[chosen, slot.kind] = kinds.get((chosen, slot.kind), 0) + 1
        total[chosen] += 1
        since = {name: since[name] + 1 for name in clerks} | {chosen: 0}
        given.append(chosen)
        before = chosen
    return tuple(given)


def next_month(day: date) -> date:
    """The first day of the month after the one `day` lies in."""
    return day.replace(day=1) + monthrange(day.year, day.month)[1] * DAY


def previous_month(day: date) -> date:
    """The first day of the month before the one `day` lies in."""
    return (day.replace(day=1) - DAY).replace(day=1)


def parse_month(text: str) -> date:
    """The first day of the month somebody typed: `2026-11`.

    Raises:
        Refused: it is none.
    """
    found = re.fullmatch(r"(20[0-9]{2})[-./年]?([0-9]{1,2})月?", text.strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        raise Refused("month", N_("“{typed}” is no month. Write 2026-10."), field="month", typed=text[:40])
    return date(int(found[1]), int(found[2]), 1)


def parse_days(text: str, month: date) -> tuple[date, ...]:
    """Days of a month as somebody types them: `3`, `3-7`, `1, 3, 20-25`, in order and each once.

    Raises:
        Refused: a word is no day of that month.
    """
    last = monthrange(month.year, month.month)[1]
    days: set[int] = set()
    for part in re.split(r"[\s,，、;；]+", text.strip()):
        found = re.fullmatch(r"([0-9]{1,2})(?:[-–~～]([0-9]{1,2}))?[号日]?", part)
        first, until = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= until <= last:
            raise Refused("days", N_("“{typed}” is no day from 1 to {last}. Write 3, 3-7 or 1, 3, 20-25."),
                          field="days", typed=part[:40], last=last)  # fmt: skip
        days |= set(range(first, until + 1))
    return tuple(month.replace(day=number) for number in sorted(days))


@dataclass(frozen=True)
class OwedRoster:
    """A roster that belongs on the desk: the first day of its month, since when."""

    month: date
    opened: datetime


def owed(now: datetime, calendar: WorkCalendar) -> tuple[OwedRoster, ...]:
    """The rosters that belong on the desk: of this month, and in its last days of the next one."""
    this = calendar.day(now).replace(day=1)
    each = (OwedRoster(month, calendar.at(month - NOTICE, calendar.opens)) for month in (this, next_month(this)))
    return tuple(roster for roster in each if roster.opened <= now)


def due_of(month: date, calendar: WorkCalendar) -> datetime:
    """When the roster of a month must be published: by closing time of the last day of the month before."""
    return calendar.close_of(month - DAY)
