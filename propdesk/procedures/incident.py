"""Incidents: one failure that many residents ring about (power, water, lift, a pipe in a riser); manual P01 and P07.

One record, one sentence to read to whoever rings, one key for one more caller, and a list of those who want to be rung
when it is over. Five households on one incident are a collective matter (003 4.1.4): the centre manager hears at once.
"""

from propdesk.i18n import N_
from propdesk.models.department import Department
from propdesk.models.incident import Incident, IncidentCaller, Utility
from propdesk.models.timer import Outcome, Purpose
from propdesk.procedures import kit, premises
from propdesk.procedures.forms import BuildingCode, Moment, PhoneNumber, UnitCode, ask
from propdesk.procedures.incident_matter import (
    callers_of,
    households,
    locate,
    named,
    pick,
    promise,
    waits,
)
from propdesk.procedures.step import VOIDED, Moving, Opening, Procedure, Stage
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import value_of
from propdesk.rules.text import one_line
from propdesk.store.matters import HOUSEHOLDS

OPEN = ("open", "over")
NOT_REACHED = tuple(outcome.value for outcome in Outcome if outcome is not Outcome.ANSWERED)


class Open(Opening[Incident]):
    """Open an incident: what has failed, where, and the one sentence that everybody who rings is told."""

    key, label = "n", N_("New incident")
    to = ("open",)
    may_start = ("CALL.PROMISE_TIME", "BOOK.NOTIFY_5M")
    may_meet = ("BOOK.NOTIFY_5M",)
    source = "004 TEL 3.4.4, 3.5.3"
    says = N_("Incident, {utility}: {say}")

    utility: Utility = ask(N_("What has failed"))
    building: BuildingCode | None = ask(N_("Building"), default=None, max_length=20)
    say: str = ask(N_("Callers are told"), max_length=400)
    expected: Moment | None = ask(N_("Expected to end"), default=None, prefer="future")
    text: str | None = ask(N_("What is known"), default=None, lines=True)
    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    place: str | None = ask(N_("Place, if no unit"), default=None, max_length=40)
    department: Department | None = ask(N_("Department"), default=None)
    told: str | None = ask(
        N_("Person told"), default=None, max_length=80, when=("department", tuple(each.value for each in Department))
    )

    def open(self, tx: Tx) -> Incident:
        """Write it down; the time callers are told is a promise, and the department has its five minutes."""
        text = self.text or self.say
        building = locate(tx, text, self.unit, self.building, self.place)
        row = Incident(
            item_id=0, utility=self.utility, building_id=building, text=text, sentence=self.say,
            department=self.department,
        )  # fmt: skip
        promise(tx, row, self.expected)
        if self.department:
            tx.start("BOOK.NOTIFY_5M")
        if self.told:
            row.told_person = self.told
            tx.meet("BOOK.NOTIFY_5M")
        return row


class AddCaller(Moving[Incident]):
    """One more caller: counted with nothing but a key; at the fifth household the centre manager must hear of it."""

    key, label = "a", N_("One more caller")
    at = OPEN
    may_start = ("COMP.COLLECTIVE_NOW", "CALL.PROGRESS_RESULT")
    guards = ("G-COMP-10",)
    source = "003 4.1.4, 4.5.1; 004 TEL 3.6.1"
    says = N_("Caller no. {count} (households: {households}): {who}")

    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    person: str | None = ask(N_("Caller"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    wants: bool = ask(N_("Wants to be rung back"), default=False)
    words: str | None = ask(N_("What the resident said"), default=None, max_length=400)
    place: str | None = ask(N_("Place, if no unit"), default=None, max_length=80)

    def sentence(self) -> str:
        """Shorter where nothing is known of the caller."""
        if self.wants:
            return N_("Caller no. {count} (households: {households}): {who}, to be rung back")
        known = self.unit or self.person or self.phone or self.place
        return self.says if known else N_("Caller no. {count}, name not known")

    def apply(self, tx: Tx, row: Incident) -> None:
        """Count the call and, once, the household; who wants to be rung can be."""
        unit = tx.unit(self.unit) if self.unit else None
        if self.wants and not unit and not self.phone:
            tx.refuse("phone", N_("Whoever is to be rung back needs a phone number or a unit."), field="phone")
        before = len(set(households(callers_of(tx)).values()))
        caller = IncidentCaller(
            incident_id=tx.item.id or 0, unit_id=unit.id if unit else None, at=tx.happened, wants=self.wants,
            place=unit.code if unit else self.place or "", person=self.person or "", phone=self.phone or "",
            words=self.words or "",
        )  # fmt: skip
        tx.session.add(caller)
        tx.session.flush()
        row.callers += 1
        tx.item.presses += 1
        count = len(set(households(callers_of(tx)).values()))
        tx.facts |= {"count": row.callers, "households": count, "who": named(caller)}
        if before < HOUSEHOLDS <= count:
            tx.start("COMP.COLLECTIVE_NOW")
        if self.wants and tx.item.stage == "over":
            tx.start("CALL.PROGRESS_RESULT")


class Update(Moving[Incident]):
    """A new sentence for callers, and when it is to end now."""

    key, label = "u", N_("New sentence for callers")
    at = ("open",)
    may_start = ("CALL.PROMISE_TIME",)
    source = "004 TEL 3.5.4"
    says = N_("Callers are told now: {say}; expected to end {expected}")

    say: str = ask(N_("Callers are told"), max_length=400)
    expected: Moment | None = ask(N_("Expected to end"), default=None, prefer="future")
    news: str | None = ask(N_("What has been done"), default=None, lines=True)

    @classmethod
    def prefill(cls, row: Incident) -> dict[str, object]:
        """The sentence of until now is shown."""
        return {"say": row.sentence}

    def apply(self, tx: Tx, row: Incident) -> None:
        """Replace the sentence; a new time is a new promise."""
        row.sentence = self.say
        promise(tx, row, self.expected)


class Notify(Moving[Incident]):
    """Tell the department by telephone and note who answered."""

    key, label = "d", N_("Department told")
    at = ("open",)
    meets = ("BOOK.NOTIFY_5M",)
    source = "004 TEL 3.5.3, BOOK 4.5"
    says = N_("{department} told: {told}")

    department: Department = ask(N_("Department"))
    told: str = ask(N_("Person told"), max_length=80)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """The department that was named is shown."""
        return frozenset({"department"})

    def apply(self, tx: Tx, row: Incident) -> None:
        """Keep whom."""
        row.department, row.told_person = self.department, self.told


class ReportUp(Moving[Incident]):
    """The centre manager was told that five households rang, and judged who else is told at once."""

    key, label = "m", N_("Centre manager told")
    at = OPEN
    meets = ("COMP.COLLECTIVE_NOW",)
    guards = ("G-COMP-10",)
    source = "003 4.5.1, 4.1.4"
    says = N_("{whom} told; general manager told: {general_manager}; developer told: {developer}")

    whom: str = ask(N_("Who was told"), max_length=80)
    general_manager: bool = ask(N_("General manager is told"), default=False)
    developer: bool = ask(N_("Developer is told"), default=False)
    note: str | None = ask(N_("Instruction received"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Incident) -> None:
        """A report upwards that reached somebody."""
        tx.attempt(purpose=Purpose.ESCALATE, whom=self.whom, outcome=Outcome.ANSWERED, note=self.note or "")


class Over(Moving[Incident]):
    """It is over: since when, why it was; whoever asked for it is rung now."""

    key, label = "o", N_("It is over")
    at, to = ("open",), ("over",)
    meets = ("CALL.PROMISE_TIME",)
    may_start = ("CALL.PROGRESS_RESULT",)
    ends = ("BOOK.NOTIFY_5M",)
    source = "004 TEL 3.6.1"
    says = N_("Over since {since}; cause: {cause}; to be rung back: {left}")

    over: Moment | None = ask(N_("Over since"), default=None, prefer="past")
    cause: str | None = ask(N_("Cause"), default=None, max_length=400)
    result: str | None = ask(N_("What was done"), default=None, lines=True)
    say: str | None = ask(N_("Callers are told"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Incident) -> None:
        """The promise is kept or not; the ring-backs begin."""
        row.over = tx.past(self.over, field="over")
        row.cause, row.result = self.cause or "", self.result or ""
        row.sentence = self.say or row.sentence
        left = sum(waits(caller) for caller in callers_of(tx))
        tx.facts |= {"since": value_of(row.over), "left": left}
        tx.end("BOOK.NOTIFY_5M")
        if left:
            tx.start("CALL.PROGRESS_RESULT")


class RingBack(Moving[Incident]):
    """Ring one of those who asked for it; who was not reached stays on the list until given up with a reason."""

    key, label = "r", N_("Ring a caller back")
    at = ("over",)
    may_meet = ("CALL.PROGRESS_RESULT",)
    source = "004 TEL 3.6.1-3.6.2"
    says = N_("Rang {who} back: {outcome}; still to be rung: {left}")

    caller: str | None = ask(N_("Which caller"), default=None, max_length=80,
                             help=N_("Number on the list, unit, phone or name; empty: the next one."))  # fmt: skip
    outcome: Outcome = ask(N_("Outcome"), default=Outcome.ANSWERED)
    again: Moment | None = ask(
        N_("Ring again at"), default=None, when=("outcome", ("no_answer", "busy", "ring_later", "nobody_home")),
        prefer="future",
    )  # fmt: skip
    given_up: str | None = ask(N_("Given up because"), default=None, max_length=400, when=("outcome", NOT_REACHED))
    note: str | None = ask(N_("What the resident said"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Incident) -> None:
        """One try, on record; the household is off the list once reached or given up."""
        if self.again:
            tx.ahead(self.again, field="again")
        callers = callers_of(tx)
        chosen = pick(tx, callers, self.caller)
        tx.attempt(purpose=Purpose.RESIDENT, whom=named(chosen), number=chosen.phone, outcome=self.outcome,
                   again=self.again, note=self.note or self.given_up or "")  # fmt: skip
        homes = households(callers)
        for caller in callers:
            if waits(caller) and homes.get(caller.id or 0) == homes.get(chosen.id or 0):
                self._settle(tx, caller)
        left = sum(waits(caller) for caller in callers)
        tx.facts |= {"who": named(chosen), "left": left}
        if not left:
            tx.meet("CALL.PROGRESS_RESULT")

    def _settle(self, tx: Tx, caller: IncidentCaller) -> None:
        if self.outcome is Outcome.ANSWERED:
            caller.rung, caller.outcome = tx.happened, self.note or ""
        elif self.given_up:
            caller.outcome = self.given_up
        tx.session.add(caller)


class Again(Moving[Incident]):
    """It has failed again before the matter was closed: callers are told anew."""

    aside = True
    key, label = "f", N_("It has failed again")
    at, to = ("over",), ("open",)
    may_start = ("CALL.PROMISE_TIME",)
    ends = ("CALL.PROGRESS_RESULT",)
    source = "004 TEL 3.5.4"
    says = N_("Failed again; callers are told: {say}; expected to end {expected}")

    say: str = ask(N_("Callers are told"), max_length=400)
    expected: Moment | None = ask(N_("Expected to end"), default=None, prefer="future")

    def apply(self, tx: Tx, row: Incident) -> None:
        """Who waits to be rung waits until it is over for good."""
        row.sentence, row.over, row.expected = self.say, None, None
        tx.end("CALL.PROGRESS_RESULT")
        promise(tx, row, self.expected)


class Close(Moving[Incident]):
    """Close the incident: everybody who asked for it was rung, and the report upwards was made."""

    key, label = "c", N_("Close")
    at, to = ("over",), ("closed",)
    guards = ("G-CALL-04", "G-COMP-10")
    source = "004 TEL 3.6.2"
    says = N_("Closed; calls: {count}, households: {households}")

    note: str | None = ask(N_("Note"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Incident) -> None:
        """Refuse while anybody waits, or the centre manager was not told."""
        callers = callers_of(tx)
        waiting = [caller for caller in callers if waits(caller)]
        if waiting:
            names = "; ".join(named(caller) for caller in waiting[:6])
            tx.refuse("G-CALL-04", N_("Still to be rung back: {names}. Ring them, or give up with a reason."),
                      names=names)  # fmt: skip
        if tx.runs("COMP.COLLECTIVE_NOW"):
            tx.refuse("G-COMP-10", N_("Five households rang: tell the centre manager first."))
        tx.facts |= {"count": row.callers, "households": len(set(households(callers).values()))}


class Introduce(kit.Introduce[Incident]):
    """A colleague takes the incident over."""

    at = OPEN


class Attempt(kit.Attempt[Incident]):
    """One try to reach somebody about the incident."""

    at = OPEN


class Correct(kit.Correct[Incident]):
    """Correct an incident, also a closed one."""

    at = (*OPEN, "closed")

    building: BuildingCode | None = ask(N_("Building"), default=None, max_length=20)
    utility: Utility | None = ask(N_("What has failed"), default=None)
    cause: str | None = ask(N_("Cause"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Incident) -> None:
        """Replace what differs; another building is also another place."""
        if self.building:
            row.building_id = premises.find_building(tx, self.building).id
        super().apply(tx, row)

    def _item_part(self, tx: Tx) -> dict[str, object]:
        changed = dict(super()._item_part(tx))
        if self.building and not self.unit:
            building = premises.find_building(tx, self.building)
            changed["place"] = one_line(f"{building.name} {self.place or ''}", 80)
        return changed

    def _row_part(self, tx: Tx) -> dict[str, object]:
        return {name: value for name, value in super()._row_part(tx).items() if name != "building"}


class Void(kit.Void[Incident]):
    """Void an incident opened by mistake."""

    at = (*OPEN, "closed")


PROCEDURE = Procedure(
    ledger="incident",
    prefix="SJ",
    title=N_("Incidents"),
    chapters=("P01", "P07"),
    form="突发故障来电登记表",
    row=Incident,
    stages=(
        Stage("open", N_("Going on")),
        Stage("over", N_("Over")),
        Stage("closed", N_("Closed"), final=True),
        VOIDED,
    ),
    steps=(
        Open, AddCaller, Update, Notify, ReportUp, Over, RingBack, Close, Again, Attempt, Introduce, Correct, Void,
    ),
    tallies=("callers",),
)  # fmt: skip
