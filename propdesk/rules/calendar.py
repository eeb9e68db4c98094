"""Working days and closing hours: the published years, the rule of thumb for the others, the site's exceptions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from propdesk.errors import Refused
from propdesk.i18n import N_

DAY = timedelta(days=1)
"""One step on the calendar; added to dates, never to instants."""

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
"""The days of the week in short, as msgids, Monday first."""

FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of the statutory holidays with a date of their own (State Council order 795, in force since 2025)."""


def utc(instant: datetime) -> datetime:
    """`instant` in UTC.

    Raises:
        ValueError: it carries no zone; such a time means nothing to a clock.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)


@dataclass(frozen=True)
class WorkCalendar:
    """Which local days are worked and when the desk closes on them.

    A make-up working day beats a day off, a day off beats the weekday. In a year without a published notice only
    weekends and the `FIXED` holidays are known, so whatever was counted through such a year is *provisional*. A notice
    may still move the last days of the December before its year; they count as known with the year they lie in.
    """

    zone: ZoneInfo
    """The site's time zone: it decides which day an instant belongs to."""
    closes: time = time(18)
    """Closing hour, wall time; the end of every day that a rule counts."""
    opens: time = time(9)
    """Opening hour, wall time."""
    off: frozenset[date] = frozenset()
    """Days off by notice or by the site, weekends inside a holiday included."""
    makeup: frozenset[date] = frozenset()
    """Days worked by notice or by the site although the weekday is free (调休)."""
    published: frozenset[int] = frozenset()
    """Years whose notice has been announced."""
    version: str = ""
    """Names the content of this calendar; equal content, equal version. Empty when made by hand."""

    def local(self, instant: datetime) -> datetime:
        """`instant` on the wall clock of the site.

        Raises:
            ValueError: it carries no zone.
        """
        return utc(instant).astimezone(self.zone)

    def day(self, instant: datetime) -> date:
        """The local day `instant` belongs to.

        Raises:
            ValueError: it carries no zone.
        """
        return self.local(instant).date()

    def is_published(self, year: int) -> bool:
        """Whether the notice for `year` is known here."""
        return year in self.published

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a count from `first` to `last` goes through a year that is not published."""
        return any(not self.is_published(year) for year in range(first.year, last.year + 1))

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked, to the best of this calendar's knowledge."""
        if day in self.makeup:
            return True
        if day in self.off or day.weekday() >= 5:
            return False
        return self.is_published(day.year) or (day.month, day.day) not in FIXED

    def start_of(self, day: date) -> datetime:
        """The instant `day` begins, in UTC."""
        return self.at(day, time())

    def close_of(self, day: date) -> datetime:
        """The closing hour of `day`, in UTC, whether or not the day is worked."""
        return self.at(day, self.closes)

    def at(self, day: date, wall: time) -> datetime:
        """The instant the site's clocks show `wall` on `day`, in UTC; of two such instants the first."""
        return datetime.combine(day, wall, self.zone).astimezone(UTC)

    def working_days_after(self, day: date, n: int) -> tuple[date, bool]:
        """The `n`th working day after `day`, which itself never counts, and whether it is provisional.

        No days after is `day` itself.

        Raises:
            ValueError: `n` is negative.
        """
        if n < 0:
            raise ValueError("working days are counted forwards")
        last = day
        while n:
            last += DAY
            n -= self.is_working(last)
        return last, self.is_provisional(day, last)

    def end_of_day(self, instant: datetime) -> tuple[datetime, bool]:
        """Today's close while the desk is still to close today, else the next working day's; and whether provisional.

        Raises:
            ValueError: `instant` carries no zone.
        """
        today = self.day(instant)
        still_open = self.is_working(today) and instant < self.close_of(today)
        last, provisional = self.working_days_after(today, 0 if still_open else 1)
        return self.close_of(last), provisional


def load_calendar(
    path: Path,
    *,
    zone: str = "Asia/Shanghai",
    opens: time = time(9),
    closes: time = time(18),
    exceptions: Mapping[date, bool] = {},
) -> WorkCalendar:
    """The calendar of the notices in the TOML file at `path`, as changed by the site.

    `exceptions` maps a day to whether this site works on it; the site beats the notice. The version depends on the
    days, the years, the hours and the zone, not on the wording of the file.

    Raises:
        OSError: the file cannot be read.
        Refused: it holds something else than notices (the year or the day is named), or a setting makes no sense.
    """
    if opens >= closes:
        raise Refused("calendar", N_("The desk must open before it closes."))
    notices = [_notice(name, table) for name, table in _tables(path).items()]
    closed = {day for day, works in exceptions.items() if not works}
    worked = exceptions.keys() - closed
    off = (frozenset(day for notice in notices for day in notice.off) - worked) | closed
    makeup = (frozenset(day for notice in notices for day in notice.makeup) - closed) | worked
    published = frozenset(notice.year for notice in notices if notice.announced)
    version = _version(zone, opens, closes, sorted(off), sorted(makeup), sorted(published))
    return WorkCalendar(_zone(zone), closes, opens, off, makeup, published, version)


@dataclass(frozen=True)
class _Notice:
    """What is known of one year."""

    year: int
    announced: bool = False
    notice: str = ""
    off: Sequence[date] = ()
    makeup: Sequence[date] = ()


_SHAPE = {"announced": bool, "notice": str, "off": list, "makeup": list}


def _tables(path: Path) -> dict[str, object]:
    try:
        import tomllib

        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refused("calendar", N_("{file} cannot be read: {why}"), file=path.name, why=error) from error


def _notice(name: str, table: object) -> _Notice:
    """One year's table; its days lie in that year or in the December before, each in one list only."""
    if not (re.fullmatch(r"[12]\d{3}", name, re.ASCII) and isinstance(table, dict)):
        raise Refused("calendar", N_("“{name}” is not a year of the work calendar."), name=name)
    for key, value in table.items():
        if type(value) is not _SHAPE.get(key):
            raise Refused(
                "calendar", N_("Year {year}: “{name}” cannot be “{value}”."), year=name, name=key, value=value
            )
    notice = _Notice(int(name), **table)
    for day in (*notice.off, *notice.makeup):
        if type(day) is not date or not date(notice.year - 1, 12, 1) <= day <= date(notice.year, 12, 31):
            raise Refused("calendar", N_("“{day}” is not a day of {year}."), day=day, year=name)
    if both := set(notice.off) & set(notice.makeup):
        raise Refused("calendar", N_("{day} is listed both as a day off and as a working day."), day=min(both))
    return notice


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused("calendar", N_("There is no time zone called “{zone}”."), zone=name) from error


def _version(*content: object) -> str:
    import hashlib
    import json

    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()[:12]
