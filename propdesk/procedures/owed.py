"""What the desk puts on record by itself when its time has come: rounds, reports, duty rosters, turns of duty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from propdesk.models.report import ReportKind
from propdesk.procedures.duty import Due as RosterDue
from propdesk.procedures.duty_changes import Close as RosterOver
from propdesk.procedures.report import Due
from propdesk.procedures.round import Expect as RoundExpect
from propdesk.procedures.shift import Expect
from propdesk.procedures.site import Site
from propdesk.procedures.step import Step
from propdesk.rules import cycles, handover, patrol, rota
from propdesk.store import duty
from propdesk.store import handover as handovers
from propdesk.store import report as reports
from propdesk.store import round as rounds


@dataclass(frozen=True)
class Owed:
    """A step of the desk itself: under which request it is done once and never again, and when it happened."""

    step: Step
    request: str
    happened: datetime
    item: int | None = None
    """The item it is done on; none where it opens one."""


def acts(connection: Connection, site: Site, now: datetime) -> list[Owed]:
    """What is owed at a moment and not on the desk yet, the earliest of a kind first."""
    return [
        *_rounds(connection, site, now),
        *_reports(connection, site, now),
        *_rosters(connection, site, now),
        *_turns(connection, site, now),
    ]


def _rounds(connection: Connection, site: Site, now: datetime) -> Iterator[Owed]:
    """The rounds of the plan alone: one that nobody was there to put on the desk is put there now, and missed."""
    owed = rounds.missing(connection, patrol.expected(site.settings.routes, site.calendar, now), now)
    founded = rounds.founded(connection) if owed else None
    for window in owed:
        step = RoundExpect(route=window.route, day=window.day.isoformat())
        yield Owed(step, f"round-{window.day}-{window.route}", max(window.opened, founded or window.opened))


def _reports(connection: Connection, site: Site, now: datetime) -> Iterator[Owed]:
    for report in reports.missing(connection, cycles.owed(site.settings, site.calendar, now)):
        step = Due(kind=ReportKind(report.kind), begins=report.first.isoformat())
        yield Owed(step, f"report-{report.kind}-{report.first}", report.opened)


def _rosters(connection: Connection, site: Site, now: datetime) -> Iterator[Owed]:
    """The roster of a month when it is due; put away when the month is over."""
    calendar = site.calendar
    for roster in duty.missing(connection, rota.owed(now, calendar)):
        yield Owed(RosterDue(month=f"{roster.month:%Y-%m}"), f"roster-{roster.month}", roster.opened)
    for item_id, month in duty.past(connection, calendar.day(now).replace(day=1)):
        ended = rota.over(month, site.turn, calendar)
        if ended <= now:
            yield Owed(RosterOver(), f"roster-over-{month}-{item_id}", now, item_id)


def _turns(connection: Connection, site: Site, now: datetime) -> Iterator[Owed]:
    """The first turn of all begins to be kept when the desk sees it, every later one when people should be coming."""
    last = handovers.last_turn(connection)
    for turn in handover.owed(now, last, site.turn, site.settings):
        opened = now if last is None else min(now, handover.opens(site.settings, turn))
        yield Owed(Expect(begins=turn.start), f"shift-{turn.start:%Y%m%dT%H%M}", opened)
