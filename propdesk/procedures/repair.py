"""Repair reports (业主来电来访登记表, 派工单): manual chapter P06, with the clocks of urgent repairs of P07.

An urgent repair goes on until it is made safe; what is left to do is then an ordinary repair.
"""

from propdesk.i18n import N_
from propdesk.models.callback import CallbackKind
from propdesk.models.contact import Channel
from propdesk.models.department import Department
from propdesk.models.estate import Unit
from propdesk.models.repair import Repair, Trade, Warranty
from propdesk.procedures import kit, workorder
from propdesk.procedures.forms import Moment, PhoneNumber, UnitCode, ask
from propdesk.procedures.step import Moving, Opening, Procedure
from propdesk.procedures.tx import Tx
from propdesk.procedures.workorder_handling import IN_HAND, STAGES, accept, agree
from propdesk.rules.sentence import value_of


def warranty_of(tx: Tx, unit: Unit | None) -> Warranty:
    """Whether the developer's warranty of the unit covers what happens today."""
    if unit is None or unit.warranty_end is None:
        return Warranty.UNKNOWN
    return Warranty.COVERED if tx.site.calendar.day(tx.happened) <= unit.warranty_end else Warranty.EXPIRED


def judge_warranty(tx: Tx, row: Repair, unit: Unit | None) -> None:
    """Say whether the warranty covers it; outside it the owner pays for work in his own unit."""
    row.warranty = warranty_of(tx, unit)
    row.paid = row.quote_fen is not None or (row.warranty is Warranty.EXPIRED and row.trade is not Trade.PUBLIC)
    tx.facts["warranty"] = value_of(row.warranty)


class Receive(Opening[Repair]):
    """Register a repair report: what is broken and where; the department hears of it within five minutes."""

    key, label = "n", N_("New repair report")
    to = ("received",)
    starts = ("BOOK.NOTIFY_5M",)
    may_start = ("BOOK.AGREED_TIME", "COMP.URGENT_SAMEDAY", "CALL.EXTERNAL")
    guards = ("G-BOOK-04",)
    source = "004 BOOK 4.1-4.3; 002 L55"
    says = N_("Repair, {trade}: {text} ({warranty})")

    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    text: str = ask(N_("What is broken"), lines=True)
    trade: Trade = ask(N_("Trade"), default=Trade.OTHER)
    urgent: bool = ask(N_("Urgent"), default=False)
    place: str | None = ask(N_("Where exactly"), default=None, max_length=80)
    agreed: Moment | None = ask(N_("Time agreed"), default=None, prefer="future")
    repeated: bool = ask(N_("Repeated back and confirmed"), default=False)
    caller: str | None = ask(N_("Caller"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    channel: Channel = ask(N_("Channel"), default=Channel.PHONE)
    their_number: str | None = ask(N_("Their number"), default=None, max_length=40)
    their_deadline: Moment | None = ask(N_("Their deadline"), default=None, prefer="future")

    def open(self, tx: Tx) -> Repair:
        """Write the register and say who pays; an urgent one is not left overnight."""
        unit = kit.address(tx, text=self.text, unit=self.unit, place=self.place, person=self.caller, phone=self.phone)
        row = Repair(
            item_id=0, channel=self.channel, their_number=self.their_number or "", text=self.text, trade=self.trade,
            place=self.place or "", agreed=self.agreed, repeated=self.repeated, department=Department.ENGINEERING,
        )  # fmt: skip
        judge_warranty(tx, row, unit)
        tx.item.urgent = self.urgent
        if self.urgent:
            tx.start("COMP.URGENT_SAMEDAY")
        return accept(tx, row, deadline=self.their_deadline)


class Quote(workorder.Quote[Repair]):
    """Tell the price of work that the warranty does not cover; nought where nothing is charged."""


class Notify(workorder.Notify[Repair]):
    """Tell the department; from then on the repairer of an urgent one has five minutes."""

    may_start = ("BOOK.AGREED_TIME", "COMP.MAINT_ONSITE_5M")
    source = "004 BOOK 4.3, 4.5; 002 L55"

    department: Department = ask(N_("Department"), default=Department.ENGINEERING)

    def apply(self, tx: Tx, row: Repair) -> None:
        """The repairer was told."""
        super().apply(tx, row)
        if tx.item.urgent and self.keeps_time:
            tx.start("COMP.MAINT_ONSITE_5M")


class Reagree(workorder.Reagree[Repair]):
    """Agree another time for the repair."""


class Done(workorder.Done[Repair]):
    """The repair is done."""

    callback = CallbackKind.REPAIR
    meets = (*workorder.Done.meets, "COMP.URGENT_SAMEDAY", "COMP.MAINT_ONSITE_5M")


class Dispatch(workorder.Dispatch[Repair]):
    """Send a repairer with his slip."""


class Arrive(workorder.Arrive[Repair]):
    """The repairer is there."""

    meets = ("COMP.MAINT_ONSITE_5M", "BOOK.AGREED_TIME")
    source = "004 BOOK 4.3, 4.5; 002 L55"


class MakeSafe(Moving[Repair]):
    """Made safe for the time being (临时处置): the urgent clocks end, the rest is an ordinary repair."""

    key, label = "m", N_("Made safe")
    at = IN_HAND
    aside = True
    meets = ("COMP.URGENT_SAMEDAY", "COMP.MAINT_ONSITE_5M")
    starts = ("CALL.TRACK_OPEN",)
    may_start = ("BOOK.AGREED_TIME",)
    source = "002 L55"
    says = N_("Made safe: {measures}")

    measures: str = ask(N_("What was done"), lines=True)
    agreed: Moment | None = ask(N_("Time agreed for the rest"), default=None, prefer="future")

    def apply(self, tx: Tx, row: Repair) -> None:
        """Keep what was done; the rest may have a time of its own."""
        if not tx.item.urgent:
            tx.refuse("urgent", N_("{number} is not urgent. Record it as done, or as progress."), number=tx.item.number)
        row.measures, row.safe, tx.item.urgent = self.measures, tx.happened, False
        if self.agreed:
            agree(tx, row, self.agreed)


class MakeUrgent(Moving[Repair]):
    """It turns out to be urgent: it is not left overnight."""

    key, label = "u", N_("Mark urgent")
    at = IN_HAND
    aside = True
    starts = ("COMP.URGENT_SAMEDAY",)
    may_start = ("COMP.MAINT_ONSITE_5M",)
    source = "002 L55"
    says = N_("Marked urgent: {reason}")

    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Repair) -> None:
        """A repairer who was told already has five minutes from now."""
        if tx.item.urgent:
            tx.refuse("urgent", N_("{number} is urgent already."), number=tx.item.number)
        tx.item.urgent = True
        if row.keeps_time and tx.item.stage in ("notified", "dispatched"):
            tx.start("COMP.MAINT_ONSITE_5M")


class Slip(workorder.Slip[Repair]):
    """The second copy of the repair's slip."""


class CrossOff(workorder.CrossOff[Repair]):
    """Cross the repair off."""


class Progress(workorder.Progress[Repair]):
    """How the repair stands."""


class Chase(workorder.Chase[Repair]):
    """Press the department about the repair."""


class Refuse(workorder.Refuse[Repair]):
    """The repair cannot be made: not ours, or not possible."""


class Withdraw(workorder.Withdraw[Repair]):
    """The repair is no longer wanted."""


class Press(workorder.Press[Repair]):
    """The resident rings again about the repair."""


class Introduce(workorder.Introduce[Repair]):
    """A colleague takes the repair over."""


class Attempt(workorder.Attempt[Repair]):
    """One try to reach somebody about the repair."""


class Pause(workorder.Pause[Repair]):
    """A clock of the repair waits."""


class Resume(workorder.Resume[Repair]):
    """A clock of the repair goes on."""


class Correct(workorder.Correct[Repair]):
    """Correct a repair report; the warranty follows unit and trade."""

    trade: Trade | None = ask(N_("Trade"), default=None)

    def apply(self, tx: Tx, row: Repair) -> None:
        """Judge the warranty again where unit or trade differ."""
        super().apply(tx, row)
        if self.unit or self.trade:
            judge_warranty(tx, row, tx.unit(tx.item.place) if tx.item.unit_id else None)


class Void(workorder.Void[Repair]):
    """Void a repair report entered by mistake."""


PROCEDURE = Procedure(
    ledger="repair",
    prefix="BX",
    title=N_("Repairs"),
    chapters=("P06", "P07"),
    form="业主来电来访登记表",
    row=Repair,
    stages=STAGES,
    steps=(
        Receive, Notify, Quote, Arrive, Done, Dispatch, Reagree, Slip, CrossOff, Progress, Chase, Press, Attempt,
        MakeSafe, MakeUrgent, Refuse, Withdraw, Introduce, Pause, Resume, Correct, Void,
    ),
)  # fmt: skip
