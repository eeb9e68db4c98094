"""Steps that more than two ledgers share: attempts, pressing, waiting, corrections, voiding. A ledger says where."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlmodel import SQLModel, col, select

from propdesk.i18n import N_, translate
from propdesk.models.callback import CallbackKind
from propdesk.models.complaint import Severity
from propdesk.models.department import Department
from propdesk.models.estate import Unit
from propdesk.models.journal import Entry
from propdesk.models.operator import Operator, OperatorRole, Role
from propdesk.models.timer import Outcome, Purpose
from propdesk.procedures.forms import Count, Moment, PhoneNumber, UnitCode, ask
from propdesk.procedures.step import LEADERS, Moving, Row, label_of
from propdesk.procedures.tx import Tx
from propdesk.rules.backlog import DEPARTMENTS
from propdesk.rules.sentence import Value, value_of, word
from propdesk.rules.text import one_line

TITLE = 120


def address(
    tx: Tx,
    *,
    text: str,
    unit: str | None,
    place: str | None = None,
    person: str | None = None,
    phone: str | None = None,
) -> Unit | None:
    """Write on the item what it is about, where and who, as they are now; gives back the unit."""
    found = tx.unit(unit) if unit else None
    item = tx.item
    item.title = one_line(text, TITLE)
    item.unit_id = found.id if found else None
    item.place = found.code if found else (place or "")
    item.person, item.phone = person or "", phone or ""
    return found


def outside_deadline(tx: Tx, deadline: datetime) -> None:
    """Run the clock that the city hotline or the street office set; one that has passed on arrival is late at once."""
    since = min(tx.happened, deadline - timedelta(minutes=1))
    tx.start("CALL.EXTERNAL", due=deadline, since=since)


def call_back(tx: Tx, kind: CallbackKind, *, since: datetime, text: str, severity: Severity | None = None) -> None:
    """Go on to the callback about what ended at `since`; where nobody can be asked the entry says so."""
    item = tx.item
    if not item.phone and item.unit_id is None:
        tx.facts["callback"] = word("none", N_("None: neither phone nor unit is known"))
        return
    where = {"unit": item.place} if item.unit_id else {"place": item.place}
    whom = {"person": item.person, "phone": item.phone, **where}
    tx.then("callback.due", {"kind": kind, "since": since, "text": text, "severity": severity, **whom})


def alone(tx: Tx, roles: frozenset[Role]) -> bool:
    """Whether nobody else who works here holds one of these roles and could be the second person."""
    others = (
        select(OperatorRole.operator_id)
        .join(Operator, col(Operator.id) == OperatorRole.operator_id)
        .where(col(Operator.active).is_(True), Operator.id != tx.actor.id, col(OperatorRole.role).in_(sorted(roles)))
    )
    return tx.session.exec(others).first() is None


def departments_of(tx: Tx, text: str, *, field: str = "departments") -> list[Department]:
    """The departments somebody typed, with commas or spaces between, by any word for them.

    Raises:
        Refused: a word is no department.
    """
    words = [word.casefold() for word in text.replace("，", ",").replace("、", ",").replace(",", " ").split()]
    if unknown := [word for word in words if word not in DEPARTMENTS]:
        tx.refuse("departments", N_("“{typed}” is no department. Departments: {answers}."), field=field,
                  typed=unknown[0], answers=", ".join(Department))  # fmt: skip
    return [Department(value) for value in dict.fromkeys(DEPARTMENTS[word] for word in words)]


class Attempt(Moving[Row]):
    """One try to reach somebody, with its own time and what came of it (first-class evidence; P08 and P15)."""

    key, label = "t", N_("Record an attempt")
    says = N_("{purpose}: {whom} {number}, {outcome}")
    source = "004 DUTY 4.1.6, CB 4.4"

    purpose: Purpose = ask(N_("Why"), default=Purpose.RESIDENT)
    whom: str = ask(N_("Whom"), max_length=80)
    number: PhoneNumber | None = ask(N_("Number"), default=None)
    outcome: Outcome = ask(N_("Outcome"))
    again: Moment | None = ask(
        N_("Ring again at"), default=None, when=("outcome", ("no_answer", "busy", "ring_later", "nobody_home")),
        prefer="future",
    )  # fmt: skip
    note: str | None = ask(N_("Note"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Row) -> None:
        """Record it."""
        if self.again:
            tx.ahead(self.again, field="again")
        tx.attempt(
            purpose=self.purpose,
            whom=self.whom,
            number=self.number or "",
            outcome=self.outcome,
            again=self.again,
            note=self.note or "",
        )


class Press(Moving[Row]):
    """The resident rings again: counted, and whom we pressed (催单)."""

    settled: ClassVar[tuple[str, ...]] = ()
    """The stages in which the answer was given, so that no clock for one can begin."""

    key, label = "p", N_("Resident chases us")
    says = N_("Chased by the resident, no. {count}; pressed: {whom}")
    source = "004 TEL 3.5.2-3.5.4"

    whom: str | None = ask(N_("Whom we pressed"), default=None, max_length=80)
    department: Department | None = ask(N_("Department"), default=None)
    words: str | None = ask(N_("What the resident said"), default=None, max_length=400)
    restart: bool = ask(N_("Start the clocks anew"), default=False)

    def apply(self, tx: Tx, row: Row) -> None:
        """Count it, and record whom we pressed as an attempt."""
        tx.item.presses += 1
        tx.facts["count"] = tx.item.presses
        if self.whom or self.department:
            label = self.department.label if self.department else ""
            whom = self.whom or translate(label, tx.site.settings.language)
            tx.attempt(purpose=Purpose.CHASE, whom=whom, outcome=Outcome.ANSWERED, note=self.words or "")
        if self.restart and tx.item.stage in self.settled:
            tx.refuse("settled", N_("{number} has its answer; no clock can start anew there. Open a new item."),
                      field="restart", number=tx.item.number)  # fmt: skip
        if self.restart:
            for code in type(self).may_start:
                tx.start(code, again=True)


class Pause(Moving[Row]):
    """Let a clock wait for somebody, with reason, party and the day it goes on. An emergency cannot wait."""

    key, label = "w", N_("Wait for somebody")
    says = N_("“{code}” waits for {waiting_for}: {reason}")

    code: str = ask(N_("Clock"), max_length=40)
    waiting_for: str = ask(N_("Waiting for"), max_length=80)
    reason: str = ask(N_("Reason"), max_length=400)
    until: Moment | None = ask(N_("Goes on at the latest"), default=None, prefer="future")

    def apply(self, tx: Tx, row: Row) -> None:
        """Pause it."""
        if self.until:
            tx.ahead(self.until, field="until")
        tx.name_clock(self.code.upper())
        tx.pause(self.code.upper(), waiting_for=self.waiting_for, reason=self.reason, until=self.until)


class Resume(Moving[Row]):
    """A waiting clock goes on; its due time moves by what was paused."""

    key, label = "g", N_("Waiting is over")
    says = N_("“{code}” goes on: {reason}")

    code: str = ask(N_("Clock"), max_length=40)
    reason: str = ask(N_("What has come"), max_length=400)

    def apply(self, tx: Tx, row: Row) -> None:
        """Resume it."""
        tx.name_clock(self.code.upper())
        tx.resume(self.code.upper())


class Introduce(Moving[Row]):
    """Introduce the resident to a colleague who takes over; the first receiver stays on record (首接负责制)."""

    key, label = "i", N_("Introduce to a colleague")
    says = N_("Introduced to {colleague}, who takes over")
    guards = ("G-VIS-01",)
    source = "004 VIS 4.2, NORM 4.7.4"

    colleague: str = ask(N_("Colleague"), max_length=40)
    told: str | None = ask(N_("What the colleague was told"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Row) -> None:
        """Move the owner, never the first receiver."""
        found = tx.colleague(self.colleague, field="colleague")
        if found.id == tx.item.owner_id:
            tx.refuse("owner", N_("{name} is responsible already."), field="colleague", name=found.name)
        tx.item.owner_id = found.id or 0


class Void(Moving[Row]):
    """Void what was entered by mistake: it stays readable, its clocks stop without a verdict, its number stays used."""

    key, label = "x", N_("Void")
    by = LEADERS
    to = ("voided",)
    says = N_("Voided: {reason}")
    guards = ("G-COMP-12",)

    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Row) -> None:
        """Nothing but the stage changes; the kernel stops the clocks of a finished item."""


class Amend(Moving[Row]):
    """Correct what was written: a new entry that points to the old one; both stay readable (G-DUTY-01)."""

    key, label = "e", N_("Correct")
    says = N_("Corrected {changed}: {reason}")
    guards = ("G-DUTY-01",)
    source = "004 DUTY 4.1.8"

    reason: str = ask(N_("What was wrong"), max_length=400)
    entry: Count | None = ask(N_("Entry corrected (its number)"), default=None)
    unit: UnitCode | None = ask(N_("Unit"), default=None)
    place: str | None = ask(N_("Place, if no unit"), default=None, max_length=80)
    person: str | None = ask(N_("Name"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None)

    def apply(self, tx: Tx, row: Row) -> None:
        """Replace what differs; the entry keeps what it was before."""
        tx.corrects = self.entry or first_entry(tx)
        before: dict[str, Value] = {}
        for name, value in self._item_part(tx).items():
            _swap(tx.item, name, value, before)
        for name, value in self._row_part(tx).items():
            _swap(row, name, value, before)
        if not before and self.entry is None:
            tx.refuse("nothing", N_("Nothing differs from what is on record. Change a field or name the entry."))
        tx.facts["before"] = dict(before)
        tx.facts["changed"] = [self._word(name) for name in before] or f"#{self.entry}"

    def _word(self, column: str) -> Value:
        name = "unit" if column == "unit_id" else column
        return word(name, label_of(type(self), name))

    def _item_part(self, tx: Tx) -> Mapping[str, object]:
        unit = tx.unit(self.unit) if self.unit else None
        given = {"unit_id": unit.id if unit else None, "person": self.person, "phone": self.phone}
        place = unit.code if unit else self.place
        if self.place and not unit:
            tx.item.unit_id = None
        return {name: value for name, value in {**given, "place": place}.items() if value is not None}

    def _row_part(self, tx: Tx) -> Mapping[str, object]:
        names = [name for name in type(self).model_fields if name not in Amend.model_fields]
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


class Correct(Amend[Row]):
    """Correct what was written about a matter that somebody told in words, which are its title."""

    text: str | None = ask(N_("What was said"), default=None, lines=True)

    def apply(self, tx: Tx, row: Row) -> None:
        """The title follows the words."""
        super().apply(tx, row)
        if self.text:
            tx.item.title = one_line(self.text, TITLE)


def first_entry(tx: Tx) -> int | None:
    """The entry an item was opened with: what stands on record came in with it."""
    opened = select(Entry.seq).where(Entry.item_id == tx.item.id).order_by(col(Entry.seq)).limit(1)
    return tx.session.exec(opened).first()


def _swap(row: SQLModel, name: str, value: object, before: dict[str, Value]) -> None:
    old: Any = getattr(row, name)
    if old != value:
        before[name] = value_of(old)
        setattr(row, name, value)
