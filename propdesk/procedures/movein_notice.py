"""Before the owner comes (manual P03, MOVE 4.4): notice, receipt, appointment, reminder, overdue, deemed moved in."""

from datetime import timedelta

from sqlmodel import col, select

from propdesk.i18n import N_
from propdesk.models.estate import UnitState
from propdesk.models.item import Item
from propdesk.models.movein import Movein, SentHow
from propdesk.models.timer import Outcome, Purpose
from propdesk.procedures import kit, premises, ticks
from propdesk.procedures.forms import Moment, PhoneNumber, UnitCode, ask
from propdesk.procedures.movein_matter import AWAITED, BEFORE, LAST_DAYS, OPEN, alone, month, window
from propdesk.procedures.step import DESK, LEADERS, NOBODY, Moving, Opening
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import value_of

SLOT = timedelta(minutes=30)
"""How long a household sits at the counter (004 MOVE 4.5.12)."""


class Notify(Opening[Movein]):
    """Send the move-in notice of a unit: only where the building is open, and never twice (004 MOVE 4.1, 4.4.1)."""

    key, label = "n", N_("Move-in notice")
    to = ("notified",)
    starts = ("MOVE.OWNER_WINDOW", "MOVE.REMIND_3D")
    may_start = ("MOVE.DEEMED_1M",)
    guards = ("G-MOVE-01",)
    source = "004 MOVE 4.1, 4.2.1b, 4.4.1-4.4.2"
    says = N_("Move-in notice to {person}, {where}, {sent_how}; to come until {until}")

    unit: UnitCode = ask(N_("Unit"), max_length=20)
    person: str = ask(N_("Owner"), max_length=40)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    sent_how: SentHow = ask(N_("How it was sent"), default=SentHow.LETTER)
    until: Moment | None = ask(
        N_("To come until"), default=None, prefer="future", help=N_("Left empty: the period of the site.")
    )
    received: Moment | None = ask(N_("Received on"), default=None, prefer="past")
    campaign: str | None = ask(N_("Campaign"), default=None, max_length=60)

    def open(self, tx: Tx) -> Movein:
        """One open move-in a unit; the period of the notice begins."""
        unit = kit.address(
            tx,
            text=self.campaign or ticks.in_site(tx, N_("Move-in")),
            unit=self.unit,
            person=self.person,
            phone=self.phone,
        )
        if unit is None:
            tx.refuse("unit", N_("A move-in belongs to a unit."), field="unit")
        if missing := premises.not_holding(tx, unit.building_id):
            tx.refuse("G-MOVE-01", N_("Building {building} is not open for move-in. Still to be ticked: {left}."),
                      field="unit", building=unit.code.partition("-")[0], left=missing)  # fmt: skip
        alone(tx)
        days = timedelta(days=tx.site.settings.movein_days)
        until = tx.ahead(self.until, field="until") if self.until else tx.site.calendar.close_of(
            tx.site.calendar.day(tx.happened + days)
        )  # fmt: skip
        row = Movein(item_id=0, campaign=self.campaign or "", sent=tx.happened, sent_how=self.sent_how, until=until,
                     received=tx.past(self.received, field="received") if self.received else None)  # fmt: skip
        window(tx, row)
        tx.facts |= {"where": unit.code, "until": value_of(until)}
        return row


class Received(Moving[Movein]):
    """The owner has the notice: a month from that day the unit counts as moved in."""

    key, label = "v", N_("Notice received")
    at = AWAITED[:2]
    may_start = ("MOVE.DEEMED_1M",)
    source = "004 MOVE 4.4.2, preamble"
    says = N_("Notice received on {received}")

    received: Moment | None = ask(N_("Received on"), default=None, prefer="past", help=N_("Now, if left empty."))

    def apply(self, tx: Tx, row: Movein) -> None:
        """The month begins with the receipt."""
        row.received = tx.past(self.received, field="received")
        month(tx, row.received)
        tx.facts["received"] = value_of(row.received)


class Appoint(Moving[Movein]):
    """Agree when the household comes; a half hour that is full is said, and taken only on purpose (002 L46)."""

    key, label = "p", N_("Appointment")
    at = AWAITED
    source = "002 L46; 004 MOVE 4.5.12"
    says = N_("Comes on {appointed}; households at that time: {load}")

    appointed: Moment = ask(N_("Comes on"), prefer="future")
    anyway: bool = ask(N_("Also where it is full"), default=False)

    def apply(self, tx: Tx, row: Movein) -> None:
        """Count who comes at the same time."""
        at = tx.ahead(self.appointed, field="appointed")
        near = (
            select(Movein)
            .join(Item, col(Item.id) == Movein.item_id)
            .where(col(Movein.appointed) > at - SLOT, col(Movein.appointed) < at + SLOT, Movein.item_id != tx.item.id)
            .where(col(Item.stage).in_(AWAITED))
        )
        load = len(tx.session.exec(near).all())
        if load >= tx.site.settings.movein_desks and not self.anyway:
            shown = f"{tx.site.calendar.local(at):%m-%d %H:%M}"
            tx.refuse("full", N_("At {moment} {count} households come already. Choose another time, or mark that it "
                                 "is meant."), field="appointed", moment=shown, count=load)  # fmt: skip
        row.appointed = at
        tx.facts["load"] = load + 1


class Remind(Moving[Movein]):
    """Remind the owner in the last three days of the period, by letter or telephone (004 MOVE 4.4.2)."""

    key, label = "m", N_("Remind")
    at = ("notified", "overdue")
    may_meet = ("MOVE.REMIND_3D",)
    source = "004 MOVE 4.4.2"
    says = N_("Reminded, {how}: {outcome}; {words}")

    how: SentHow = ask(N_("How"), default=SentHow.PHONE)
    outcome: Outcome = ask(N_("Outcome"), default=Outcome.ANSWERED)
    words: str | None = ask(N_("What was said"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Movein) -> None:
        """A letter reminds by being sent, a call only when it reached somebody; one before the last days is extra."""
        tx.attempt(purpose=Purpose.RESIDENT, whom=tx.item.person, number=tx.item.phone, outcome=self.outcome,
                   note=self.words or "")  # fmt: skip
        if self.how is not SentHow.PHONE or self.outcome is Outcome.ANSWERED:
            row.reminded = tx.happened
            if tx.happened >= row.until - LAST_DAYS:
                tx.meet("MOVE.REMIND_3D")


class Attempt(kit.Attempt[Movein]):
    """One try to reach somebody about a move-in: the owner, or whoever is told of a missed deadline."""

    at = OPEN


class Expire(Moving[Movein]):
    """The period of the notice is over and nobody came: the desk says so by itself."""

    label = N_("Period is over")
    at, to = ("notified",), ("overdue",)
    by = NOBODY
    hidden = True
    starts = ("MOVE.OVERDUE_REPORT",)
    source = "004 MOVE 4.4.2"
    says = N_("The period is over, nobody came")

    def apply(self, tx: Tx, row: Movein) -> None:
        """From here on it is overdue."""
        row.overdue = tx.happened


class Overdue(Moving[Movein]):
    """The office manager heard of it and decided whether a notice goes into the newspaper."""

    key, label = "o", N_("Office manager told")
    at = ("overdue", "deemed")
    by = DESK | LEADERS
    meets = ("MOVE.OVERDUE_REPORT",)
    source = "004 MOVE 4.4.2"
    says = N_("{whom} told; notice in the newspaper: {newspaper}; {instruction}")

    whom: str = ask(N_("Office manager"), max_length=80)
    newspaper: bool = ask(N_("Notice in the newspaper"), default=False)
    instruction: str | None = ask(N_("Instruction received"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Movein) -> None:
        """A report upwards that reached somebody, and its decision."""
        row.newspaper = self.newspaper
        tx.attempt(purpose=Purpose.ESCALATE, whom=self.whom, outcome=Outcome.ANSWERED, note=self.instruction or "")


class Deem(Moving[Movein]):
    """A month after the receipt and no formalities: the unit counts as moved in, without being lived in."""

    label = N_("Deemed moved in")
    at, to = AWAITED[:2], ("deemed",)
    by = NOBODY
    hidden = True
    ends = tuple(code for code in BEFORE if code != "MOVE.OVERDUE_REPORT")
    then = ("vacancy.sell",)
    source = "004 MOVE preamble"
    says = N_("Deemed moved in: a month since the notice was received")

    def apply(self, tx: Tx, row: Movein) -> None:
        """The unit is delivered as of that day."""
        row.deemed = tx.happened
        unit = premises.unit_of(tx)
        unit.moved_in = unit.moved_in or tx.site.calendar.day(tx.happened)
        unit.state = UnitState.DELIVERED if unit.state is UnitState.VACANT else unit.state
        for code in type(self).ends:
            tx.end(code)
        premises.sold_to(tx, tx.item.person)
