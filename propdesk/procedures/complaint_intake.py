"""Complaints: taking them in, at the desk, by a colleague elsewhere, from outside (P07, 4.1-4.5)."""

from propdesk.i18n import N_
from propdesk.models.complaint import Complaint
from propdesk.models.contact import Channel
from propdesk.procedures import complaint_matter as matter
from propdesk.procedures import kit
from propdesk.procedures.complaint_matter import FACTS
from propdesk.procedures.forms import Moment, PhoneNumber, UnitCode, ask
from propdesk.procedures.step import (
    EVERYBODY,
    Moving,
    Opening,
)
from propdesk.procedures.tx import Tx


class Receive(Opening[Complaint]):
    """Register a complaint at any hour: what was said is enough to begin, the clocks run from when it was heard."""

    key, label = "n", N_("New complaint")
    to = ("received",)
    starts = matter.BEGIN
    may_start = matter.MAY_BEGIN
    may_meet = ("COMP.CONTACT_2H",)
    then = ("complaint.merge", "complaint.gather")
    guards = ("G-COMP-01", "G-COMP-10", "G-COMP-11")
    source = "004 COMP 4.1, 4.5.1; 003 4.1.4, 4.2-4.3; 001 L13-14, L69"
    says = N_("Complaint: {text}")

    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    text: str = ask(N_("Course of events"), lines=True)
    caller: str | None = ask(N_("Complainant"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    place: str | None = ask(N_("Where it happened"), default=None, max_length=80)
    event_time: str | None = ask(N_("When it happened"), default=None, max_length=80)
    accused: str | None = ask(N_("Who is complained of"), default=None, max_length=120)
    demand: str | None = ask(N_("What is asked for"), default=None, max_length=400)
    contact_way: str | None = ask(N_("How to reach the resident"), default=None, max_length=120)
    channel: Channel = ask(N_("Channel"), default=Channel.PHONE)
    follow_up: str | None = ask(
        N_("Who follows it up"), default=None, max_length=80, must=True, when=("channel", ("online",))
    )
    reply_by: Moment | None = ask(N_("Reply agreed by"), default=None, prefer="future")
    their_number: str | None = ask(N_("Their number"), default=None, max_length=40)
    their_deadline: Moment | None = ask(N_("Their deadline"), default=None, prefer="future")
    relayed_by: str | None = ask(N_("Relayed by"), default=None, max_length=80)
    heard: Moment | None = ask(
        N_("First heard at"), default=None, prefer="past",
        help=N_("When a colleague elsewhere heard it; its clocks run from then."),
    )  # fmt: skip
    repeat: bool = ask(N_("Repeat complaint"), default=False)
    apart: bool = ask(N_("A matter of its own"), default=False, help=N_("Not joined to what others said of the same."))

    def open(self, tx: Tx) -> Complaint:
        """Write the register; a reply time agreed in the first call meets the two hours at once."""
        kit.address(tx, text=self.text, unit=self.unit, place=self.place, person=self.caller, phone=self.phone)
        row = Complaint(
            item_id=0,
            channel=self.channel,
            their_number=self.their_number or "",
            text=self.text,
            event_time=self.event_time or "",
            place=self.place or tx.item.place,
            accused=self.accused or "",
            demand=self.demand or "",
            contact_way=self.contact_way or self.phone or "",
            follow_up=self.follow_up or "",
            relayed_by=self.relayed_by or "",
            heard=tx.past(self.heard, field="heard") if self.heard else None,
            repeat=self.repeat,
        )
        matter.begin_clocks(tx, row, reply_by=self.reply_by, their_deadline=self.their_deadline)
        if self.apart:
            tx.item.matter_id = 0
        else:
            matter.look_around(tx, row)
        return row


class Relay(Opening[Complaint]):
    """Whoever hears a complaint away from the desk tells it at once; the desk registers it."""

    key, label = "y", N_("Relay a complaint to the desk")
    to = ("relayed",)
    by = EVERYBODY
    starts = ("COMP.DESK_NOW",)
    guards = ("G-COMP-01",)
    source = "004 COMP 4.1.1"
    says = N_("Relayed to the front desk: {text}")

    text: str = ask(N_("Course of events"), lines=True)
    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    caller: str | None = ask(N_("Complainant"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    place: str | None = ask(N_("Where it happened"), default=None, max_length=80)

    def open(self, tx: Tx) -> Complaint:
        """Keep what was heard and by whom; the first receiver stays whoever heard it."""
        kit.address(tx, text=self.text, unit=self.unit, place=self.place, person=self.caller, phone=self.phone)
        return Complaint(
            item_id=0,
            text=self.text,
            place=self.place or tx.item.place,
            contact_way=self.phone or "",
            relayed_by=tx.actor.name,
            heard=tx.happened,
        )


class Register(Moving[Complaint]):
    """The desk registers what was relayed; the clocks run from when it was heard."""

    key, label = "b", N_("Register")
    at, to = ("relayed",), ("received",)
    starts = matter.BEGIN
    may_start = matter.MAY_BEGIN
    meets = ("COMP.DESK_NOW",)
    may_meet = ("COMP.CONTACT_2H",)
    then = ("complaint.merge", "complaint.gather")
    guards = ("G-COMP-01", "G-COMP-10")
    source = "004 COMP 4.1.1, 4.1.2"
    says = N_("Registered; relayed by {relayed_by}")

    event_time: str | None = ask(N_("When it happened"), default=None, max_length=80)
    place: str | None = ask(N_("Where it happened"), default=None, max_length=120)
    accused: str | None = ask(N_("Who is complained of"), default=None, max_length=120)
    demand: str | None = ask(N_("What is asked for"), default=None, max_length=400)
    contact_way: str | None = ask(N_("How to reach the resident"), default=None, max_length=120)
    reply_by: Moment | None = ask(N_("Reply agreed by"), default=None, prefer="future")

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """The facts known so far are shown."""
        return frozenset(FACTS)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Whoever registers it becomes responsible for its delivery."""
        for name in FACTS:
            setattr(row, name, getattr(self, name) or getattr(row, name))
        tx.item.owner_id = tx.actor.id
        tx.facts["relayed_by"] = row.relayed_by
        matter.begin_clocks(tx, row, reply_by=self.reply_by, their_deadline=None)
        matter.look_around(tx, row)
