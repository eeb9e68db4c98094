"""What holds for every act of a site."""

from dataclasses import dataclass
from datetime import datetime

from propdesk import locations
from propdesk.rules.calendar import WorkCalendar, load_calendar
from propdesk.rules.checklist import Checklist, load_checklist
from propdesk.rules.rulebook import Rulebook, load_rulebook
from propdesk.rules.shifts import Turn, turn_at
from propdesk.settings import Settings


@dataclass(frozen=True)
class Site:
    """What holds for every act of a site: its settings, its rulebook, its working calendar, its patrol checklist."""

    settings: Settings
    rulebook: Rulebook
    calendar: WorkCalendar
    checklist: Checklist

    def turn(self, at: datetime) -> Turn:
        """The turn of duty that holds at a moment."""
        day = self.settings.opens, self.settings.duty_begins
        rest = self.settings.opens, self.settings.rest_turn
        return turn_at(at, self.calendar, day=day, rest=rest)


def site_of(settings: Settings) -> Site:
    """The site these settings describe, with the shipped rulebook, calendar and checklist."""
    data = locations.data()
    calendar = load_calendar(
        data / "calendar-cn.toml",
        zone=settings.zone,
        opens=settings.opens,
        closes=settings.closes,
        exceptions=settings.exceptions,
    )
    rulebook = load_rulebook(data / "rulebook.toml", settings.amounts)
    checklist = load_checklist(data / "checklists" / "patrol.toml", settings.checklist)
    return Site(settings, rulebook, calendar, checklist)
