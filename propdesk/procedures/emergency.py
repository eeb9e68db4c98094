"""Emergencies (突发事件处理记录表): manual chapter P15 and 001; urgent repairs of 002.

Nothing here can wait: the urgent clock ends only when the place is made safe, which starts the ordinary item.
"""

from propdesk.i18n import N_
from propdesk.models.callback import CallbackKind
from propdesk.models.emergency import Danger, Emergency
from propdesk.models.timer import Outcome, Purpose
from propdesk.procedures import kit
from propdesk.procedures.forms import Moment, PhoneNumber, UnitCode, ask
from propdesk.procedures.step import VOIDED, Moving, Opening, Procedure, Stage
from propdesk.procedures.tx import Tx

OPEN = ("raised", "safe")
MAJOR = frozenset({Danger.LIFT, Danger.FIRE, Danger.GAS, Danger.INJURY, Danger.FIGHT})
"""The dangers reported upwards at once (004 DUTY 4.1.5b); a burst pipe is when it cannot be stopped."""


class Raise(Opening[Emergency]):
    """Raise the alarm: what happens, where, who is in danger."""

    key, label = "n", N_("New emergency")
    to = ("raised",)
    starts = ("COMP.URGENT_SAMEDAY",)
    may_start = ("DUTY.MAJOR_NOW",)
    source = "004 DUTY 4.1.5b, 4.1.6; 001 L33; 002 L55"
    says = N_("Emergency, {danger}: {text}")

    danger: Danger = ask(N_("Danger"))
    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    place: str | None = ask(N_("Place, if no unit"), default=None, max_length=80)
    text: str = ask(N_("What is happening"), lines=True)
    people: str | None = ask(N_("People in danger"), default=None, max_length=120)
    caller: str | None = ask(N_("Caller"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)

    def open(self, tx: Tx) -> Emergency:
        """Write the record and start the urgent clocks."""
        kit.address(tx, text=self.text, unit=self.unit, place=self.place, person=self.caller, phone=self.phone)
        tx.item.urgent = True
        if self.danger in MAJOR:
            tx.start("DUTY.MAJOR_NOW")
        return Emergency(item_id=0, danger=self.danger, text=self.text, people=self.people or "")


class Attempt(kit.Attempt[Emergency]):
    """One call in an emergency: who was rung, when, and whether they come."""

    at = OPEN
    may_start = ("COMP.MAINT_ONSITE_5M",)
    may_meet = ("DUTY.MAJOR_NOW",)

    purpose: Purpose = ask(N_("Why"), default=Purpose.ON_CALL)

    def apply(self, tx: Tx, row: Emergency) -> None:
        """Somebody called out has five minutes; a manager reached meets the report upwards."""
        super().apply(tx, row)
        if self.outcome is not Outcome.ANSWERED:
            return
        if self.purpose is Purpose.ON_CALL and row.arrived is None and tx.item.stage == "raised":
            tx.start("COMP.MAINT_ONSITE_5M")
        if self.purpose is Purpose.ESCALATE:
            tx.meet("DUTY.MAJOR_NOW")


class Arrive(Moving[Emergency]):
    """Somebody who can help is on the spot."""

    key, label = "a", N_("On site")
    at = ("raised",)
    meets = ("COMP.MAINT_ONSITE_5M",)
    source = "002 L55"
    says = N_("{who} on site")

    who: str = ask(N_("Who"), max_length=80)

    def apply(self, tx: Tx, row: Emergency) -> None:
        """Keep who, and when."""
        row.arrived, row.arrived_who = tx.happened, self.who


class MakeSafe(Moving[Emergency]):
    """The danger is over for now (临时处置); what is left to do becomes an ordinary item with its own clocks."""

    key, label = "s", N_("Made safe")
    at, to = ("raised",), ("safe",)
    meets = ("COMP.URGENT_SAMEDAY", "COMP.MAINT_ONSITE_5M")
    then = ("complaint.receive",)
    source = "002 L55"
    says = N_("Made safe: {measures}")

    measures: str = ask(N_("What was done"), lines=True)
    complaint: bool = ask(N_("Open a complaint for the rest"), default=False)
    reply_by: Moment | None = ask(N_("Reply agreed by"), default=None, when=("complaint", ("yes",)), prefer="future")
    demand: str | None = ask(N_("What is asked for"), default=None, max_length=400, when=("complaint", ("yes",)))

    def apply(self, tx: Tx, row: Emergency) -> None:
        """End the urgent clock; start the ordinary item if asked."""
        row.measures, row.safe = self.measures, tx.happened
        item = tx.item
        if self.complaint:
            unit = item.place if item.unit_id else None
            fields = {
                "text": row.text, "unit": unit, "place": None if unit else item.place, "caller": item.person,
                "phone": item.phone, "reply_by": self.reply_by, "demand": self.demand,
            }  # fmt: skip
            tx.then("complaint.receive", fields)


class Close(Moving[Emergency]):
    """Close the record: result and, for a major matter, the report upwards."""

    key, label = "k", N_("Close")
    at, to = ("safe",), ("closed",)
    then = ("callback.due",)
    source = "001 L33; 004 CB 4.1.1"
    says = N_("Closed: {result}")

    result: str = ask(N_("Result"), lines=True)

    def apply(self, tx: Tx, row: Emergency) -> None:
        """Refuse while the report upwards is still owed; who was helped is called back."""
        row.result = self.result
        if tx.runs("DUTY.MAJOR_NOW"):
            tx.refuse("DUTY.MAJOR_NOW", N_("The report upwards is still owed: record the call to the manager first."))
        if row.danger is Danger.INJURY:
            kit.call_back(tx, CallbackKind.HELP, since=row.safe or tx.happened, text=row.text)


class Press(kit.Press[Emergency]):
    """Somebody rings again about the emergency."""

    at = OPEN


class Correct(kit.Correct[Emergency]):
    """Correct an emergency record, also a closed one."""

    at = (*OPEN, "closed")

    people: str | None = ask(N_("People in danger"), default=None, max_length=120)


class Void(kit.Void[Emergency]):
    """Void a false alarm entered by mistake."""

    at = (*OPEN, "closed")


PROCEDURE = Procedure(
    ledger="emergency",
    prefix="TF",
    title=N_("Emergencies"),
    chapters=("P15",),
    form="突发事件处理记录表",
    row=Emergency,
    stages=(
        Stage("raised", N_("Raised")),
        Stage("safe", N_("Made safe")),
        Stage("closed", N_("Closed"), final=True),
        VOIDED,
    ),
    steps=(Raise, Attempt, Arrive, MakeSafe, Close, Press, Correct, Void),
)
