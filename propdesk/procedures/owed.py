"""What the desk puts on record by itself because its time has come: reports of a period, turns of duty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from propdesk.models.report import ReportKind
from propdesk.procedures.report import Due
from propdesk.procedures.shift import Expect
from propdesk.procedures.site import Site
from propdesk.procedures.step import Step
from propdesk.rules import cycles, handover
from propdesk.store import handover as handovers
from propdesk.store import report as reports


@dataclass(frozen=True)
class Owed:
    """A step of the desk itself: under which request it is done once and never again, and when it happened."""

    step: Step
    request: str
    happened: datetime


def acts(connection: Connection, site: Site, now: datetime) -> list[Owed]:
    """What is owed at a moment and not on the desk yet, the earliest of a kind first."""
    return [*_reports(connection, site, now), *_turns(connection, site, now)]


def _reports(connection: Connection, site: Site, now: datetime) -> Iterator[Owed]:
    for report in reports.missing(connection, cycles.owed(site.settings, site.calendar, now)):
        step = Due(kind=ReportKind(report.kind), begins=report.first.isoformat())
        yield Owed(step, f"report-{report.kind}-{report.first}", report.opened)


def _turns(connection: Connection, site: Site, now: datetime) -> Iterator[Owed]:
    """The first turn of all begins to be kept when the desk sees it, every later one when people should be coming."""
    last = handovers.last_turn(connection)
    for turn in handover.owed(now, last, site.turn, site.settings):
        opened = now if last is None else min(now, handover.opens(site.settings, turn))
        yield Owed(Expect(begins=turn.start), f"shift-{turn.start:%Y%m%dT%H%M}", opened)
