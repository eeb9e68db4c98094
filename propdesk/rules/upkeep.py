"""The upkeep of vacant units by season: which work a unit needs, and on which day it is due next (004 VAC 4.6).

Airing follows the month, cleaning is done once a month, appliances run every so many days; shading, protection from
damp and from frost belong to a season that the site names by its first and its last day.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from propdesk.rules.calendar import DAY
from propdesk.settings import Settings

CODES: Mapping[str, str] = {
    "air": "VAC.AIR_SEASON",
    "clean": "VAC.CLEAN_MONTH",
    "appliance": "VAC.APPLIANCE",
    "shade": "VAC.SHADE_SUMMER",
    "damp": "VAC.DAMP_RAIN",
    "frost": "VAC.FROST_WINTER",
}
"""The rule that clocks each work that comes again; the check after a storm has no day of its own."""
STORM = "VAC.STORM"
"""The rule of the check after a storm."""

SOON = timedelta(days=7)
"""A unit taken over in the middle of a season is prepared for it within a week."""
YEAR = 365
"""Days in which a season comes once."""


@dataclass(frozen=True)
class Fittings:
    """What of a unit decides which work it needs."""

    furnished: bool = False
    west_sun: bool = False
    appliances: bool = False


@dataclass(frozen=True)
class Season:
    """The first and the last day of a season, `MM-DD`; it may run over the turn of the year."""

    begins: str
    ends: str

    def first(self, year: int) -> date:
        """Its first day in a year."""
        return _day(year, self.begins)

    def last(self, year: int) -> date:
        """The last day of the season that begins in a year."""
        return _day(year + (self.ends < self.begins), self.ends)

    def holding(self, day: date) -> date | None:
        """The last day of the season a day lies in, or None."""
        years = (day.year - 1, day.year)
        return next((self.last(year) for year in years if self.first(year) <= day <= self.last(year)), None)

    def next_first(self, after: date) -> date:
        """The first day of the next season that begins after a day."""
        return next(day for year in (after.year, after.year + 1) if (day := self.first(year)) > after)


def needed(fittings: Fittings, settings: Settings) -> tuple[str, ...]:
    """The works a unit needs at this site, in the order of `CODES`."""
    wanted = {
        "air": True,
        "clean": True,
        "appliance": fittings.appliances,
        "shade": fittings.furnished and fittings.west_sun and bool(settings.shade_season),
        "damp": bool(settings.damp_season),
        "frost": bool(settings.frost_season),
    }
    return tuple(work for work in CODES if wanted[work])


def first_due(work: str, day: date, settings: Settings) -> date:
    """When a work is due the first time in a unit taken over, or back from a tenant, on `day`."""
    if work == "clean":
        return _month_end(day)
    if season := season_of(work, settings):
        last = season.holding(day)
        return min(day + SOON, last) if last else season.next_first(day)
    return day + timedelta(days=interval(work, day, settings))


def next_due(work: str, done: date, due: date | None, settings: Settings) -> date:
    """When a work is due again that was done on a day; `due` is when it had been due.

    Work done late counts for the time it was due; work done early is not asked for twice.
    """
    if work == "clean":
        following = _month_end(_month_end(due or done) + DAY)
        return following if following > done else _month_end(done)
    if season := season_of(work, settings):
        return season.next_first(max(done, due or done))
    return done + timedelta(days=interval(work, done, settings))


def interval(work: str, day: date, settings: Settings) -> int:
    """How many days go by between two airings, by month, or two test runs of the appliances."""
    return settings.airing_days[day.month - 1] if work == "air" else settings.appliance_days


def season_of(work: str, settings: Settings) -> Season | None:
    """The season a work belongs to, or None for one that is done all year."""
    named = {"shade": settings.shade_season, "damp": settings.damp_season, "frost": settings.frost_season}
    days = named.get(work)
    return Season(*days) if days else None


def times_a_year(work: str, settings: Settings) -> int:
    """How often a work is due in a year, for the yearly plan."""
    if work == "clean":
        return 12
    if work == "air":
        return round(sum(monthrange(YEAR, month)[1] / days for month, days in enumerate(settings.airing_days, start=1)))
    return 1 if season_of(work, settings) else max(1, YEAR // settings.appliance_days)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _day(year: int, text: str) -> date:
    """The day `MM-DD` of a year; 29 February is the 28th of a common year."""
    month, day = (int(part) for part in text.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))


def split_units(text: str) -> list[str]:
    """The units somebody typed one after another, with commas, semicolons or spaces between."""
    return [part for part in re.split(r"[\s,，、;；]+", text) if part]
