"""The world around a simulated desk: its clock, who is on duty, and the matters that wait for their next moment.

A matter is a generator: it does what is done now through `World.do`, and yields the moment at which it goes on. Nothing
is written but through `Desk.perform`, as at a real desk; each deadline missed on the way is recorded when it passes.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from propdesk.desk import Desk, Done, Signature
from propdesk.errors import Refused
from propdesk.models import tables
from propdesk.procedures.tx import Actor
from propdesk.rules.calendar import DAY
from propdesk.simulate.estate import Home
from propdesk.store import timers

T = TypeVar("T")
Case = Generator[datetime, None, None]
"""A matter on its way: what is done next is done at the moment it yields."""
Part = Generator[datetime, None, T]
"""A part of a matter that comes to something."""

Progress = Callable[[datetime, datetime, datetime], bool]
"""Told the beginning, the present moment of the story and its end; says False to stop."""

WORK = time(8, 40), time(17, 30)
"""When people at work begin and end."""

REPORTED = 0.6
"""How many missed deadlines in one are reported upwards within the hour."""
REPORTING = frozenset({
    "contact", "repair", "booking", "complaint", "callback", "incident", "emergency", "key", "loan", "report",
})  # fmt: skip
"""The ledgers on whose items an attempt to reach somebody is recorded."""

_TABLES = tables.metadata().tables
_ITEM = _TABLES["item"]


@dataclass
class Clock:
    """A clock that is moved to where the story is."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment


@dataclass(frozen=True)
class Crew:
    """Who works at the desk. By day the clerks take turns, at night and on rest days the duty officers."""

    supervisor: Actor
    manager: Actor
    office: Actor
    clerks: Sequence[Actor]
    duty: Sequence[Actor]


@dataclass(frozen=True)
class Standing:
    """How an item stands: its stage, whether it is at its end, and the clocks that run on it."""

    id: int
    stage: str
    closed: bool
    clocks: frozenset[str]


@dataclass
class World:
    """The story on its way. `refused` counts what a step would not take, by step and reason; nothing was written.

    The keys on the hooks `spared` are left alone, for a story that goes on afterwards.
    """

    desk: Desk
    clock: Clock
    random: Random
    crew: Crew
    homes: Sequence[Home]
    end: datetime
    spared: frozenset[str] = frozenset()
    waiting: list[tuple[datetime, int, Case]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    acts: int = 0
    order: Iterator[int] = field(default_factory=count)

    # --- time ---------------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """The present moment of the story."""
        return self.clock.moment

    def minutes(self, least: float, most: float) -> timedelta:
        """So many minutes, at least and at most."""
        return timedelta(minutes=self.random.uniform(least, most))

    def after(self, least: float, most: float) -> datetime:
        """Some minutes from now, at least and at most so many."""
        return self.now + timedelta(minutes=self.random.uniform(least, most))

    def local(self, moment: datetime) -> datetime:
        """A moment on the wall of the site."""
        return self.desk.site.calendar.local(moment)

    def today(self) -> date:
        """The local day."""
        return self.desk.site.calendar.day(self.now)

    def at(self, day: date, wall: time) -> datetime:
        """The moment the site's clocks show `wall` on `day`."""
        return self.desk.site.calendar.at(day, wall)

    def works(self, day: date) -> bool:
        """Whether that day is worked."""
        return self.desk.site.calendar.is_working(day)

    def at_work(self, moment: datetime) -> datetime:
        """`moment`, or when people are next at work."""
        day = self.desk.site.calendar.day(moment)
        begins, ends = WORK
        if self.works(day) and moment < self.at(day, ends):
            return max(moment, self.at(day, begins) + timedelta(minutes=self.random.uniform(0, 25)))
        day += DAY
        while not self.works(day):
            day += DAY
        return self.at(day, begins) + timedelta(minutes=self.random.uniform(0, 50))

    def promised(self, hours: float) -> datetime:
        """A time that is agreed on the telephone: so many hours from now, at work, on a quarter of an hour."""
        moment = self.at_work(self.now + timedelta(hours=hours)) + timedelta(minutes=75)
        return moment - timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)

    def workday(self, days: int, wall: time) -> datetime:
        """That time of the day so many working days from today."""
        day, _ = self.desk.site.calendar.working_days_after(self.today(), days)
        return self.at(day, wall) + timedelta(minutes=self.random.uniform(0, 40))

    def awake(self, moment: datetime) -> datetime:
        """`moment`, or the next in which residents may be rung."""
        local = self.local(moment)
        if time(8, 30) <= local.time() <= time(21, 15):
            return moment
        day = local.date() + (DAY if local.time() > time(12) else timedelta())
        return self.at(day, time(9)) + timedelta(minutes=self.random.uniform(0, 90))

    # --- who ----------------------------------------------------------------------------------------------------

    def chance(self, share: float) -> bool:
        """Yes in so many of one cases."""
        return self.random.random() < share

    def desk_hand(self) -> Actor:
        """Who sits at the desk now."""
        local = self.local(self.now)
        by_day = WORK[0] <= local.time() < WORK[1] and self.works(local.date())
        crew = self.crew.clerks if by_day else self.crew.duty
        return crew[(local.date().toordinal() + (local.hour // 2 if by_day else 0)) % len(crew)]

    def home(self) -> Home:
        """Somebody who rings."""
        return self.random.choice(self.homes)

    # --- acts ---------------------------------------------------------------------------------------------------

    def do(
        self,
        step: str,
        item: str | int | None = None,
        /,
        *,
        by: Actor | None = None,
        signatures: Sequence[Signature] = (),
        happened: datetime | None = None,
        **fields: Any,
    ) -> Done:
        """Do one step as the person at the desk, or as somebody else.

        Raises:
            Refused: the step does not take it; nothing was written.
        """
        given = {name: value for name, value in fields.items() if value is not None}
        self.acts += 1
        done = self.desk.perform(
            self.desk.fill(step, given),
            item,
            actor=by or self.desk_hand(),
            signatures=signatures,
            request_id=f"simulate-{self.acts}",
            happened=happened,
        )
        self.clock.moment += timedelta(seconds=self.random.randrange(5, 40))
        return done

    def may(self, step: str, item: str, /, *, by: Actor, **fields: Any) -> bool:
        """Do one step if it is taken; whether it was."""
        try:
            self.do(step, item, by=by, **fields)
        except Refused:
            return False
        return True

    def stands(self, number: str) -> Standing:
        """How an item stands now."""
        return self.desk.read(_standing, number)

    def opened(self, done: Done, ledger: str) -> list[str]:
        """The numbers of the items of a ledger that an act opened."""
        return [number for number, kind in done.opened if kind == ledger]

    def spawn(self, case: Case, at: datetime | None = None) -> None:
        """Let a matter begin, now if not said."""
        heapq.heappush(self.waiting, (at or self.now, next(self.order), case))

    def live(self, progress: Progress | None = None) -> bool:
        """Let the story go on to its end; whether it was not stopped before."""
        begins = self.now
        while self.waiting and self.waiting[0][0] <= self.end:
            moment, _, case = heapq.heappop(self.waiting)
            self.pass_to(moment)
            if progress and not progress(begins, self.now, self.end):
                return False
            self._go_on(case)
        self.pass_to(self.end)
        return True

    def _go_on(self, case: Case) -> None:
        try:
            moment = next(case)
        except StopIteration:
            return
        except Refused as refusal:
            self.refused[f"{refusal.code} {refusal.field or ''}: {refusal}"] += 1
            return
        self.spawn(case, moment)

    def pass_to(self, moment: datetime) -> None:
        """Let time pass; each deadline missed on the way is recorded a moment after it."""
        while missed := self.desk.read(timers.overdue_unbreached, min(moment, self.end), 1):
            self.clock.moment = max(self.clock.moment, missed[0].due + timedelta(seconds=1))
            if not self.desk.sweep():
                break
            if self.desk.read(_ledger, missed[0].item_id)[0] in REPORTING and self.chance(REPORTED):
                self.spawn(self._reported_up(missed[0].item_id))
        self.clock.moment = max(self.clock.moment, moment)

    def _reported_up(self, item: int) -> Case:
        """Somebody at the desk rings the supervisor about a missed deadline, if the matter is still open."""
        yield self.after(2, 45)
        ledger, closed = self.desk.read(_ledger, item)
        if closed is None and ledger in REPORTING:
            whom = self.crew.supervisor.name
            self.do(
                f"{ledger}.attempt", item, purpose="escalate", whom=whom, outcome="answered", note="已知悉，抓紧办理"
            )


def _ledger(connection: Connection, item: int) -> tuple[str, datetime | None]:
    found = connection.execute(select(_ITEM.c.ledger, _ITEM.c.closed).where(_ITEM.c.id == item)).one()
    return found.ledger, found.closed


def _standing(connection: Connection, number: str) -> Standing:
    found = connection.execute(select(_ITEM.c.id, _ITEM.c.stage, _ITEM.c.closed).where(_ITEM.c.number == number)).one()
    running = timers.running(connection, found.id)
    return Standing(found.id, found.stage, found.closed is not None, frozenset(row.code for row in running))
