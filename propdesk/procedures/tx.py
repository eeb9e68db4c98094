"""What a step may do inside its transaction: its item, the clocks, follow-up steps, attempts, signatures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NoReturn

from sqlalchemy import Connection
from sqlmodel import Session, col, select

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.models.estate import Unit
from propdesk.models.item import Item
from propdesk.models.operator import Operator, Role
from propdesk.models.timer import Attempt, Outcome, Purpose, Verdict
from propdesk.procedures.follow import Follow, given
from propdesk.procedures.site import Site
from propdesk.rules.due import Due, Pause, due
from propdesk.rules.numbering import item_number
from propdesk.rules.searchkeys import room_from
from propdesk.rules.sentence import Value, word
from propdesk.store import counters, timers

FRESH_CLOCK = 0
"""The id of a clock that is not written yet."""

FRESH = timedelta(seconds=60)
"""How far a promised moment may lie before the present and still be taken as now."""


@dataclass(frozen=True)
class Actor:
    """The operator in whose name an act is done."""

    id: int
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Signed:
    """A signature as the journal keeps it: an operator's PIN was right, or a named person signed as `proof` says."""

    key: str
    name: str
    capacity: str
    proof: str
    operator_id: int | None = None


@dataclass(frozen=True)
class Ticked:
    """What happened to a clock in this step: `started`, `met`, `late`, `ended`, `paused`, `resumed`."""

    code: str
    what: str
    due: datetime


@dataclass
class Tx:
    """One step's hold on the transaction: `now` it is written, `happened` it took place, `paper` held it first."""

    session: Session
    site: Site
    actor: Actor
    now: datetime
    happened: datetime
    seq: int
    signed: Mapping[str, Signed]
    subject: Item | None = None
    origin: Item | None = None
    pin_hash: str | None = None
    corrects: int | None = None
    stage: str | None = None
    paper: bool = False
    clocks_from: datetime | None = None
    """When clocks begin on a matter taken over from elsewhere; one with an agreed moment begins as it happened."""
    facts: dict[str, Value] = field(default_factory=dict)
    follows: list[Follow] = field(default_factory=list)
    ticked: list[Ticked] = field(default_factory=list)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    fresh: list[timers.TimerRow] = field(default_factory=list)
    """The clocks this step started; written together at its end."""
    clocks: dict[str, timers.TimerRow] | None = None
    """The item's running clocks by code, read once; empty from the start on an item that is being opened."""

    @property
    def item(self) -> Item:
        """The item this step is done on."""
        if self.subject is None:
            raise RuntimeError("this step has no item")
        return self.subject

    @property
    def connection(self) -> Connection:
        """The transaction as SQLAlchemy Core sees it."""
        return self.session.connection()

    def go(self, stage: str) -> None:
        """Move the item to `stage`, one of the step's `to`."""
        self.stage = stage

    def refuse(self, code: str, message: str, /, *, field: str | None = None, **values: object) -> NoReturn:
        """Refuse the whole act. Nothing is written."""
        raise Refused(code, message, field=field, **values)

    def start(
        self, code: str, *, due: datetime | None = None, since: datetime | None = None, again: bool = False
    ) -> None:
        """Start the clock of rule `code` at the moment the step happened, or at `since`.

        `due` is the moment given in the form. A clock that already runs is left alone unless `again`: then the new one
        takes its place, and the old one is late if its time has passed, else no longer due.
        """
        running = self._clocks().get(code)
        if running and not again:
            return
        if running:
            self._end(running)
        started = since or self.happened
        if self.clocks_from and due is None:
            started = max(started, self.clocks_from)
        account = self.account(code, started, stated=due)
        self._clocks()[code] = fresh = timers.TimerRow(
            id=FRESH_CLOCK,
            item_id=FRESH_CLOCK,
            code=code,
            started=started,
            due=account.at,
            warn=account.warn,
            stated=due,
            provisional=account.provisional,
            rule_version=self.site.rulebook.version,
            calendar_version=self.site.calendar.version,
            paused=None,
            stopped=None,
            verdict=None,
            breached=None,
            escalates_to=self.site.rulebook[code].escalates_to,
            escalated=None,
        )
        self.fresh.append(fresh)
        self.ticked.append(Ticked(code, "started", account.at))

    def meet(self, code: str) -> bool:
        """Stop the clock of rule `code` and judge it by when the step happened; whether it was running."""
        running = self._clocks().get(code)
        if running is None:
            return False
        if running.paused is not None:
            self._go_on(running, max(running.paused, self.happened))
            running = self._clocks()[code]
        self._stop(running, Verdict.LATE if _passed(running, self.happened) else Verdict.IN_TIME)
        return True

    def write_clocks(self) -> None:
        """Write what was started; the kernel does so before it writes the entry."""
        if self.fresh:
            timers.insert_all(self.connection, self._item_id(), self.fresh)
            self.fresh, self.clocks = [], None

    def runs(self, code: str) -> bool:
        """Whether the clock of rule `code` runs on the item."""
        return code in self._clocks()

    def end(self, code: str) -> None:
        """Stop the clock of rule `code`, what it waited for is no longer due; one whose time has passed is late."""
        if running := self._clocks().get(code):
            self._end(running)

    def end_all(self) -> None:
        """Stop every clock of the item that still runs: late if its time has passed, else no longer due."""
        for running in list(self._clocks().values()):
            self._end(running)

    def pause(self, code: str, *, waiting_for: str, reason: str, until: datetime | None) -> None:
        """Let the clock of rule `code` wait for somebody.

        Raises:
            Refused: it does not run, waits already, or belongs to an emergency.
        """
        running = self._running(code)
        if self.site.rulebook[code].urgent:
            self.refuse("urgent", N_("{code} belongs to an emergency and cannot wait. Make it safe."), code=code)
        if running.paused is not None:
            self.refuse("paused", N_("{code} is waiting already."), field="code", code=code)
        timers.pause(
            self.connection,
            running.id,
            self.happened,
            operator=self.actor.id,
            waiting_for=waiting_for,
            reason=reason,
            until=until,
        )
        self.clocks = None
        self.ticked.append(Ticked(code, "paused", running.due))

    def resume(self, code: str) -> None:
        """Let a waiting clock go on; its due time moves by what was paused. A breach stays a breach.

        Raises:
            Refused: it does not run, or does not wait.
        """
        running = self._running(code)
        if running.paused is None:
            self.refuse("running", N_("{code} is not waiting."), field="code", code=code)
        self._go_on(running, self.happened)

    def _go_on(self, running: timers.TimerRow, at: datetime) -> None:
        timers.resume(self.connection, running.id, at)
        pauses = timers.past_pauses(self.connection, running.id)
        account = self.account(running.code, running.started, stated=running.stated, paused=pauses)
        timers.reschedule(
            self.connection,
            running.id,
            account.at,
            account.warn,
            account.provisional,
            self.site.rulebook.version,
            self.site.calendar.version,
        )
        self.clocks = None
        self.ticked.append(Ticked(running.code, "resumed", account.at))

    def name_clock(self, code: str) -> None:
        """Let the sentence say what the rule `code` asks for, where it would only give the code.

        Raises:
            Refused: the rulebook has no such rule.
        """
        if code not in self.site.rulebook.codes():
            self.refuse("no_timer", N_("No clock {code} is running here."), field="code", code=code)
        self.facts["code"] = word(code, self.site.rulebook[code].title)

    def account(
        self,
        code: str,
        start: datetime,
        *,
        stated: datetime | None = None,
        paused: Sequence[Pause] = (),
    ) -> Due:
        """When rule `code`, begun at `start`, is due, with its account."""
        site, shift_end = self.site, self.site.turn(start).end
        return due(site.rulebook[code], start, site.calendar, shift_end=shift_end, stated=stated, paused=paused)

    def then(self, step: str, fields: Mapping[str, object], *, item: Item | None = None, signed: bool = False) -> None:
        """Do `step` next: on `item`, or opening a new one with this as its origin; `signed` takes signatures along."""
        self.follows.append(Follow(step, given(fields), item, None if item else self.subject, signed=signed))

    def take_over(
        self,
        step: str,
        fields: Mapping[str, object],
        *,
        opened: datetime,
        clocks_from: datetime,
        facts: Mapping[str, Value],
        onward: Sequence[tuple[str, Mapping[str, object]]] = (),
    ) -> None:
        """Open by `step` a matter that came in at `opened` and was kept elsewhere until now.

        Its clocks begin at `clocks_from`, a clock with an agreed moment at `opened`. `onward` are steps done on it at
        once, as of then.

        Raises:
            Refused: it is said to have come in in the future.
        """
        opened = self.past(opened, field="opened")
        further = tuple((name, given(answers)) for name, answers in onward)
        self.follows.append(Follow(step, given(fields), None, self.subject, opened, clocks_from, facts, further))

    def attempt(
        self,
        *,
        purpose: Purpose,
        whom: str,
        outcome: Outcome,
        number: str = "",
        again: datetime | None = None,
        note: str = "",
    ) -> None:
        """Record one try to reach somebody, with this step's own time."""
        row = Attempt(
            item_id=self._item_id(),
            seq=self.seq,
            at=self.happened,
            purpose=purpose,
            whom=whom,
            number=number,
            outcome=outcome,
            again=again,
            note=note,
        )
        self.afterwards.append(lambda: self.session.add(row))
        if purpose is Purpose.ESCALATE and outcome is Outcome.ANSWERED:
            timers.mark_escalated(self.connection, self._item_id(), self.happened)

    def unit(self, code: str, *, field: str = "unit") -> Unit:
        """The unit somebody typed.

        Raises:
            Refused: there is none; the sentence names some that begin alike.
        """
        wanted = room_from(code) or code
        found = self.session.exec(select(Unit).where(Unit.code == wanted)).first()
        if found is None:
            near = select(Unit.code).where(col(Unit.code) >= wanted[:3]).order_by(col(Unit.code)).limit(3)
            known = ", ".join(self.session.exec(near).all()) or "-"
            self.refuse("unit", N_("There is no unit {code}. Near it: {near}."), field=field, code=code, near=known)
        return found

    def sheet_number(self, series: str, prefix: str) -> str:
        """The next number of a series of numbered sheets, without gaps: `PG20261121-004` for the day it is written."""
        day = self.site.calendar.day(self.now)
        return item_number(prefix, day, counters.next_value(self.connection, f"number:{series}:{day:%Y%m%d}"))

    def other_item(self, number: str, *, field: str) -> Item:
        """Another item by its number.

        Raises:
            Refused: there is none, or it is this one.
        """
        found = self.session.exec(select(Item).where(Item.number == number.strip().upper())).first()
        if found is None or found.id == self.item.id:
            self.refuse("item", N_("There is no other item {number}."), field=field, number=number)
        return found

    def colleague(self, name: str, *, field: str) -> Operator:
        """An active operator by name.

        Raises:
            Refused: nobody of that name is active.
        """
        query = select(Operator).where(Operator.name == name, col(Operator.active).is_(True))
        found = self.session.exec(query).first()
        if found is None or found.pin_hash is None:
            self.refuse("operator", N_("No operator called {name} is active here."), field=field, name=name)
        return found

    def ahead(self, moment: datetime, *, field: str) -> datetime:
        """`moment`, if it was still to come when the step happened.

        Raises:
            Refused: it had passed.
        """
        if moment < self.happened - FRESH:
            shown = f"{self.site.calendar.local(moment):%Y-%m-%d %H:%M}"
            self.refuse("past", N_("{moment} has already passed. Give a time to come."), field=field, moment=shown)
        return moment

    def past(self, moment: datetime | None, *, field: str) -> datetime:
        """`moment`, if it is not still to come; now if none was given.

        Raises:
            Refused: it lies in the future.
        """
        if moment is not None and moment > self.now:
            shown = f"{self.site.calendar.local(moment):%Y-%m-%d %H:%M}"
            self.refuse("future", N_("{moment} has not come yet."), field=field, moment=shown)
        return moment or self.happened

    def _running(self, code: str) -> timers.TimerRow:
        running = self._clocks().get(code)
        if running is None:
            self.refuse("no_timer", N_("No clock {code} is running here."), field="code", code=code)
        return running

    def _end(self, running: timers.TimerRow) -> None:
        self._stop(running, Verdict.LATE if _passed(running, self.happened) else Verdict.ENDED)

    def _stop(self, running: timers.TimerRow, verdict: Verdict) -> None:
        if running.id == FRESH_CLOCK:
            self.fresh.remove(running)
            began = min(running.started, self.happened)
            self.fresh.append(replace(running, started=began, stopped=self.happened, verdict=verdict))
        else:
            timers.stop(self.connection, running.id, self.happened, verdict)
        self._clocks().pop(running.code, None)
        what = {Verdict.IN_TIME: "met", Verdict.LATE: "late", Verdict.ENDED: "ended"}[verdict]
        self.ticked.append(Ticked(running.code, what, running.due))

    def _clocks(self) -> dict[str, timers.TimerRow]:
        if self.clocks is None:
            self.clocks = {row.code: row for row in timers.running(self.connection, self._item_id())}
        return self.clocks

    def _item_id(self) -> int:
        if self.item.id is None:
            self.session.flush()
        return self.item.id  # type: ignore[return-value]  # known after the flush


def _passed(running: timers.TimerRow, at: datetime) -> bool:
    """Whether the clock's time was up at `at`, or when it began to wait; a breach stays one, however it moved since."""
    moved_since = running.breached is not None and running.breached < running.due
    return moved_since or running.due < min(at, running.paused or at)
