"""Which turn of duty an instant belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.calendar import DAY, WorkCalendar, utc

TURN_TITLES: Mapping[str, str] = {
    "day": N_("Day shift"),
    "night": N_("Night duty"),
    "rest_day": N_("Rest-day duty"),
    "rest_night": N_("Rest-day night duty"),
}
"""What each kind of turn is called, as msgids."""

Hours = tuple[time, time]
"""Wall times between which the day turn runs; the night turn fills the rest."""


@dataclass(frozen=True)
class Turn:
    """One turn of duty, from `start` up to but not including `end`, both in UTC."""

    kind: str
    """A key of `TURN_TITLES`. A night belongs to the day on which it begins."""
    start: datetime
    end: datetime


def turn_at(
    instant: datetime,
    calendar: WorkCalendar,
    *,
    day: Hours = (time(9), time(17)),
    rest: Hours = (time(9), time(21)),
) -> Turn:
    """The turn that `instant` falls in (004 DUTY 4.1.2; two turns on a rest day are the site's choice).

    `day` are the hours of the day turn on a working day, `rest` on a rest day. A night ends when the next day's first
    turn begins, so the turns follow one another without a gap.

    Raises:
        Refused: a day turn does not end after it starts.
        ValueError: the instant carries no zone.
    """
    if day[0] >= day[1] or rest[0] >= rest[1]:
        raise Refused("turns", N_("A day turn must end after it starts."))

    def hours(of: date) -> Hours:
        return day if calendar.is_working(of) else rest

    today = calendar.day(instant)
    if utc(instant) < calendar.at(today, hours(today)[0]):
        today -= DAY
    starts, changes = (calendar.at(today, wall) for wall in hours(today))
    ends = calendar.at(today + DAY, hours(today + DAY)[0])
    by_day, by_night = ("day", "night") if calendar.is_working(today) else ("rest_day", "rest_night")
    return Turn(by_day, starts, changes) if utc(instant) < changes else Turn(by_night, changes, ends)
