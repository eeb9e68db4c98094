"""Calls and visits (业主来电来访登记表): manual chapters P01 and P02, with the passing on of P07.

The centre keeps every matter (G-CALL-01): a contact ends only answered, refused with reason and alternative, or passed
on to an item that is itself kept open here.
"""

from propdesk.i18n import N_
from propdesk.models.contact import Channel, Contact, Kind, Knows
from propdesk.models.department import Department
from propdesk.models.emergency import Danger
from propdesk.models.estate import Capacity
from propdesk.models.repair import Trade
from propdesk.procedures import kit
from propdesk.procedures.contact_handling import (
    NEEDS,
    OPENS,
    Handling,
    answer,
    check_answer,
    end_of_telling,
    finish,
    forward,
    notify,
    subject,
)
from propdesk.procedures.forms import ItemNumber, Moment, PhoneNumber, ServiceName, UnitCode, ask
from propdesk.procedures.step import VOIDED, Moving, Opening, Procedure, Stage
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import value_of
from propdesk.rules.text import one_line

OPEN = ("received", "answered", "refused", "forwarded")
OUTSIDE = (Channel.HOTLINE.value, Channel.STREET.value)
WORK = (Kind.REPAIR.value, Kind.BOOKING.value)


class Receive(Opening[Contact]):
    """Log a call or a visit: what is not known stays empty or says so; only what was said is needed."""

    key, label = "n", N_("New call or visit")
    to = ("received", "answered", "forwarded", "passed_on")
    may_start = ("CALL.EXTERNAL", "CALL.PROMISE_TIME", "BOOK.NOTIFY_5M", "CALL.TRACK_OPEN")
    may_meet = ("BOOK.NOTIFY_5M",)
    then = ("complaint.receive", "emergency.raise", "repair.receive", "booking.receive")
    guards = ("G-CALL-02", "G-CALL-03")
    source = "004 TEL 3.1-3.5, VIS 4.1-4.8"
    says = N_("{channel}, {kind}: {text}")

    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    text: str = ask(N_("What was said"), lines=True)
    kind: Kind = ask(N_("Kind"), default=Kind.ENQUIRY)
    danger: Danger = ask(N_("Danger"), default=Danger.OTHER, when=("kind", (Kind.EMERGENCY.value,)))
    trade: Trade = ask(N_("Trade"), default=Trade.OTHER, when=("kind", (Kind.REPAIR.value,)))
    urgent: bool = ask(N_("Urgent"), default=False, when=("kind", (Kind.REPAIR.value,)))
    service: ServiceName | None = ask(
        N_("Service"), default=None, max_length=40, must=True, when=("kind", (Kind.BOOKING.value,))
    )
    agreed: Moment | None = ask(N_("Time agreed"), default=None, when=("kind", WORK), prefer="future")
    caller: str | None = ask(N_("Caller"), default=None, max_length=80)
    name_refused: bool = ask(N_("Name refused"), default=False)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    no_phone: bool = ask(N_("No phone given"), default=False)
    capacity: Capacity | None = ask(N_("Speaks as"), default=None)
    owner_knows: Knows | None = ask(
        N_("Owner knows"), default=None, when=("capacity", ("family", "tenant", "agent", "decorator", "other"))
    )
    place: str | None = ask(N_("Place, if no unit"), default=None, max_length=80)
    channel: Channel = ask(N_("Channel"), default=Channel.PHONE)
    their_number: str | None = ask(N_("Their number"), default=None, max_length=40, when=("channel", OUTSIDE))
    their_deadline: Moment | None = ask(N_("Their deadline"), default=None, when=("channel", OUTSIDE), prefer="future")
    event_time: str | None = ask(N_("When it happened"), default=None, max_length=80, when=("kind", ("complaint",)))
    accused: str | None = ask(N_("Who is complained of"), default=None, max_length=120, when=("kind", ("complaint",)))
    demand: str | None = ask(N_("What is asked for"), default=None, max_length=400, when=("kind", ("complaint",)))
    reply_by: Moment | None = ask(N_("Reply agreed by"), default=None, when=("kind", ("complaint",)), prefer="future")
    follow_up: str | None = ask(N_("Who follows it up"), default=None, max_length=80, when=("channel", ("online",)))
    repeated: bool = ask(N_("Repeated back and confirmed"), default=False)
    handling: Handling = ask(N_("Handling"), default=Handling.LATER, when=("kind", NEEDS))
    result: str | None = ask(N_("Answer given"), default=None, lines=True, must=True, when=("handling", ("answered",)))
    department: Department | None = ask(N_("Department"), default=None, must=True, when=("handling", ("forwarded",)))
    told: str | None = ask(N_("Person told"), default=None, max_length=80, when=("handling", ("forwarded",)))
    promised: Moment | None = ask(
        N_("Promised time"), default=None, must=True, when=("handling", ("forwarded",)), prefer="future"
    )

    def open(self, tx: Tx) -> Contact:
        """Write the register; what has a ledger of its own is opened there in the same act."""
        kit.address(tx, text=self.text, unit=self.unit, place=self.place, person=self.caller, phone=self.phone)
        row = Contact(
            item_id=0, channel=self.channel, kind=self.kind, text=self.text, capacity=self.capacity,
            owner_knows=self.owner_knows, name_refused=self.name_refused, no_phone=self.no_phone,
            their_number=self.their_number or "", their_deadline=self.their_deadline, repeated=self.repeated,
        )  # fmt: skip
        tx.go(self._handle(tx, row))
        if self.their_deadline and tx.stage != "passed_on":
            kit.outside_deadline(tx, self.their_deadline)
        return row

    def _handle(self, tx: Tx, row: Contact) -> str:
        if self.kind in OPENS:
            step, names = OPENS[self.kind]
            told = {name: getattr(self, name) for name in (*names, "place") if getattr(self, name)}
            tx.then(step, {**subject(tx.item, self.text), **told})
            return "passed_on"
        if self.handling is Handling.ANSWERED:
            answer(tx, row, self.result or "", told=True)
            return "answered"
        if self.handling is Handling.FORWARDED and self.department and self.promised:
            forward(tx, row, self.department, self.told, self.promised)
            return "forwarded"
        return "received"


class Enquiry(Opening[Contact]):
    """The twenty-second enquiry: one line with question and answer, opened and closed in one act."""

    key, label = "q", N_("Quick enquiry")
    to = ("closed",)
    guards = ("G-CALL-02",)
    source = "004 TEL 3.5.1"
    says = N_("Enquiry answered on the spot: {text}")

    text: str = ask(N_("Question and answer"))
    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    channel: Channel = ask(N_("Channel"), default=Channel.PHONE)

    def open(self, tx: Tx) -> Contact:
        """Register and close at once: told on the spot."""
        kit.address(tx, text=self.text, unit=self.unit)
        result = check_answer(tx, self.text, "text")
        return Contact(item_id=0, channel=self.channel, text=self.text, result=result, customer_told=tx.happened)


class Answer(Moving[Contact]):
    """Write the result of the matter; if the customer is told at once, the matter can be closed with it."""

    key, label = "a", N_("Answer")
    at, to = ("received", "forwarded", "answered"), ("answered", "closed")
    meets = ("CALL.PROMISE_TIME", "CALL.TRACK_OPEN")
    may_start = ("VIS.CALLBACK_NOW", "CALL.PROGRESS_RESULT")
    may_meet = ("VIS.CALLBACK_NOW", "CALL.PROGRESS_RESULT", "CALL.EXTERNAL", "BOOK.NOTIFY_5M")
    then = ("callback.due",)
    guards = ("G-CALL-02", "G-CALL-04")
    source = "004 TEL 3.5.1, 3.6"
    says = N_("Answered: {result}")

    result: str = ask(N_("Result"), lines=True)
    told: bool = ask(N_("Customer told now"), default=True)
    close: bool = ask(N_("Close it with this"), default=False, when=("told", ("yes",)))

    def apply(self, tx: Tx, row: Contact) -> None:
        """Keep the result, and when the customer was told."""
        answer(tx, row, self.result, told=self.told)
        if self.told:
            end_of_telling(tx)
        if self.told and self.close:
            finish(tx, row)
        tx.go("closed" if self.told and self.close else "answered")


class Forward(Moving[Contact]):
    """Forward the need to a department: five minutes to tell it, and a time promised to the customer."""

    aside = True
    key, label = "f", N_("Forward to a department")
    at, to = ("received", "answered", "forwarded"), ("forwarded",)
    starts = ("CALL.PROMISE_TIME", "BOOK.NOTIFY_5M", "CALL.TRACK_OPEN")
    may_meet = ("BOOK.NOTIFY_5M",)
    guards = ("G-CALL-01", "G-CALL-03")
    source = "004 TEL 3.4.4, 3.5.2, BOOK 4.5"
    says = N_("Forwarded to {department}, told: {told}, promised by {promised}")

    department: Department = ask(N_("Department"))
    promised: Moment = ask(N_("Promised time"), prefer="future")
    told: str | None = ask(N_("Person told"), default=None, max_length=80)
    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    place: str | None = ask(N_("Place, if no unit"), default=None, max_length=80)
    caller: str | None = ask(N_("Caller"), default=None, max_length=80)
    name_refused: bool = ask(N_("Name refused"), default=False)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    no_phone: bool = ask(N_("No phone given"), default=False)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """What was asked before is shown again."""
        return frozenset({"name_refused", "no_phone"})

    def apply(self, tx: Tx, row: Contact) -> None:
        """Fill in what was missing, then hand it over."""
        item = tx.item
        if self.unit:
            unit = tx.unit(self.unit)
            item.unit_id, item.place = unit.id, unit.code
        item.place = item.place or self.place or ""
        item.person, item.phone = self.caller or item.person, self.phone or item.phone
        row.name_refused, row.no_phone = row.name_refused or self.name_refused, row.no_phone or self.no_phone
        forward(tx, row, self.department, self.told, self.promised)


class Notify(Moving[Contact]):
    """Tell the department by telephone and note who answered: within five minutes of forwarding."""

    key, label = "d", N_("Department told")
    at = ("forwarded",)
    meets = ("BOOK.NOTIFY_5M",)
    starts = ("CALL.TRACK_OPEN",)
    source = "004 BOOK 4.5"
    says = N_("{told} told")

    told: str = ask(N_("Person told"), max_length=80)

    def apply(self, tx: Tx, row: Contact) -> None:
        """Keep name and time."""
        notify(tx, row, self.told)


class Progress(Moving[Contact]):
    """What the department said since; a word to the customer breaks the silence."""

    key, label = "o", N_("Progress")
    at = ("forwarded",)
    starts = ("CALL.TRACK_OPEN",)
    may_start = ("CALL.PROMISE_TIME",)
    source = "004 TEL 3.5.4, 3.6.1"
    says = N_("Progress: {text}")

    text: str = ask(N_("What has been done"), lines=True)
    promised: Moment | None = ask(N_("New promised time"), default=None, prefer="future")

    def apply(self, tx: Tx, row: Contact) -> None:
        """The day of silence begins anew; a new promise replaces the old one."""
        tx.start("CALL.TRACK_OPEN", again=True)
        if self.promised:
            row.promised = tx.ahead(self.promised, field="promised")
            tx.start("CALL.PROMISE_TIME", due=self.promised, again=True)


class Refuse(Moving[Contact]):
    """The need cannot be met: reason, apology and an alternative are given."""

    aside = True
    key, label = "r", N_("Refuse")
    at, to = ("received", "forwarded", "answered"), ("refused", "closed")
    meets = (
        "CALL.PROMISE_TIME", "CALL.TRACK_OPEN", "CALL.EXTERNAL", "BOOK.NOTIFY_5M", "VIS.CALLBACK_NOW",
        "CALL.PROGRESS_RESULT",
    )  # fmt: skip
    guards = ("G-VIS-03",)
    source = "004 NORM 4.6.8, BOOK 4.4, VIS 4.8"
    says = N_("Refused: {reason}; offered instead: {alternative}")

    reason: str = ask(N_("Reason"), max_length=400)
    apology: bool = ask(N_("Apologised"), default=False)
    alternative: str = ask(N_("Alternative offered"), max_length=400)
    close: bool = ask(N_("Close it with this"), default=False)

    def apply(self, tx: Tx, row: Contact) -> None:
        """Keep the three."""
        if not self.apology:
            tx.refuse("G-VIS-03", N_("A refusal goes with an apology. Say it, then mark it."), field="apology")
        row.refusal, row.alternative, row.customer_told = self.reason, self.alternative, tx.happened
        row.result = row.result or self.reason
        tx.go("closed" if self.close else "refused")


class PassOn(Moving[Contact]):
    """Open a complaint, an emergency, a repair or a booking from this contact; one call may open several."""

    aside = True
    key, label = "m", N_("Pass on")
    at, to = ("received", "answered", "forwarded", "passed_on"), ("passed_on",)
    meets = ("CALL.PROMISE_TIME",)
    then = ("complaint.receive", "emergency.raise", "repair.receive", "booking.receive")
    guards = ("G-CALL-01",)
    says = N_("Passed on as {kind}: {text}")

    kind: Kind = ask(N_("Kind"), default=Kind.COMPLAINT)
    danger: Danger = ask(N_("Danger"), default=Danger.OTHER, when=("kind", (Kind.EMERGENCY.value,)))
    trade: Trade = ask(N_("Trade"), default=Trade.OTHER, when=("kind", (Kind.REPAIR.value,)))
    urgent: bool = ask(N_("Urgent"), default=False, when=("kind", (Kind.REPAIR.value,)))
    service: ServiceName | None = ask(
        N_("Service"), default=None, max_length=40, must=True, when=("kind", (Kind.BOOKING.value,))
    )
    agreed: Moment | None = ask(N_("Time agreed"), default=None, when=("kind", WORK), prefer="future")
    follow_up: str | None = ask(N_("Who follows it up"), default=None, max_length=80, when=("kind", ("complaint",)))
    text: str | None = ask(N_("What was said"), default=None, lines=True)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """What was said stands there again."""
        return frozenset({"text"})

    def apply(self, tx: Tx, row: Contact) -> None:
        """The new item carries the clocks from here on."""
        if self.kind not in OPENS:
            tx.refuse("kind", N_("Pass it on as a repair, a booking, a complaint or an emergency."), field="kind")
        text = self.text or row.text
        tx.facts["text"] = text
        tx.meet("CALL.PROMISE_TIME")
        step, names = OPENS[self.kind]
        known = {name: getattr(self, name, None) or getattr(row, name, None) for name in names}
        tx.then(step, {**subject(tx.item, text), **known})


class Link(Moving[Contact]):
    """Add this contact to an item that is open already: counted there as pressing, or as one more caller."""

    aside = True
    key, label = "l", N_("Add to an open item")
    at, to = ("received", "answered", "forwarded"), ("passed_on",)
    then = (
        "complaint.press", "emergency.press", "contact.press", "repair.press", "booking.press", "incident.add_caller"
    )  # fmt: skip
    guards = ("G-CALL-01",)
    says = N_("Added to {other}")

    other: ItemNumber = ask(N_("Open item"), max_length=24)
    restart: bool = ask(N_("Start new clocks there"), default=False)
    wants: bool = ask(
        N_("Wants to be rung back"), default=False, help=N_("Of an incident: the caller is rung when it is over.")
    )

    def apply(self, tx: Tx, row: Contact) -> None:
        """Join the matter; the other item counts one more call."""
        other = tx.other_item(self.other, field="other")
        if other.closed is not None:
            tx.refuse("closed", N_("{number} is closed. Open a new item instead."), field="other", number=other.number)
        row.linked_id, tx.item.matter_id = other.id, other.matter_id
        words = one_line(row.text, 200)
        if other.ledger == "incident":
            known = subject(tx.item, row.text)
            caller = {"person": known.pop("caller"), "words": words, "wants": self.wants}
            known.pop("text")
            tx.then("incident.add_caller", {**known, **caller}, item=other)
            return
        if f"{other.ledger}.press" not in type(self).then:
            tx.refuse("ledger", N_("{number} counts no calls. Name the item it belongs to, or open a new one."),
                      field="other", number=other.number)  # fmt: skip
        asked = {"words": words, "restart": self.restart}
        if other.ledger == "complaint":
            who = {"person": tx.item.person, "phone": tx.item.phone}
            asked |= {**who, "unit": tx.item.place} if tx.item.unit_id else who
        tx.then(f"{other.ledger}.press", asked, item=other)


class Close(Moving[Contact]):
    """Close the contact: there is a result, and the customer was told when."""

    key, label = "c", N_("Close")
    at, to = ("answered", "refused"), ("closed",)
    meets = ("VIS.CALLBACK_NOW", "CALL.PROGRESS_RESULT", "CALL.EXTERNAL")
    then = ("callback.due",)
    guards = ("G-CALL-04",)
    source = "004 TEL 3.6.2, 4.0"
    says = N_("Closed; customer told at {told_at}")

    told_at: Moment | None = ask(N_("Customer told at"), default=None, prefer="past")

    def apply(self, tx: Tx, row: Contact) -> None:
        """Refuse without a result or a time of telling."""
        if self.told_at:
            row.customer_told = tx.past(self.told_at, field="told_at")
        if not row.result:
            tx.refuse("G-CALL-04", N_("There is no result yet. Answer or refuse it first."))
        if row.customer_told is None:
            tx.refuse("G-CALL-04", N_("When was the customer told the result? Give the time."), field="told_at")
        tx.facts["told_at"] = value_of(row.customer_told)
        finish(tx, row)


class Press(kit.Press[Contact]):
    """The resident rings again about a contact."""

    at = OPEN
    settled = ("refused",)
    may_start = ("CALL.TRACK_OPEN",)


class Introduce(kit.Introduce[Contact]):
    """Introduce the caller to a colleague."""

    at = OPEN


class Attempt(kit.Attempt[Contact]):
    """One try to reach somebody about a contact."""

    at = OPEN


class Pause(kit.Pause[Contact]):
    """A clock of the contact waits."""

    at = ("received", "answered", "forwarded")


class Resume(kit.Resume[Contact]):
    """A clock of the contact goes on."""

    at = ("received", "answered", "forwarded")


class Correct(kit.Correct[Contact]):
    """Correct a contact, also a closed one."""

    at = (*OPEN, "passed_on", "closed")

    channel: Channel | None = ask(N_("Channel"), default=None)
    capacity: Capacity | None = ask(N_("Speaks as"), default=None)


class Void(kit.Void[Contact]):
    """Void a contact entered by mistake."""

    at = (*OPEN, "passed_on", "closed")


PROCEDURE = Procedure(
    ledger="contact",
    prefix="LF",
    title=N_("Calls and visits"),
    chapters=("P01", "P02"),
    form="业主来电来访登记表",
    row=Contact,
    stages=(
        Stage("received", N_("Received")),
        Stage("forwarded", N_("Forwarded")),
        Stage("answered", N_("Answered")),
        Stage("refused", N_("Refused")),
        Stage("passed_on", N_("Passed on"), final=True),
        Stage("closed", N_("Closed"), final=True),
        VOIDED,
    ),
    steps=(
        Receive, Enquiry, Answer, Forward, Notify, Progress, Close, Press, Attempt, PassOn, Link, Refuse, Introduce,
        Pause, Resume, Correct, Void,
    ),
)  # fmt: skip
