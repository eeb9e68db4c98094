"""Steps that repairs and service bookings share: told, sent, done, second copy, crossed off (manual P06).

Nothing here is a ledger: `repair.py` and `booking.py` say which steps they take and what is particular to them.
"""

from typing import ClassVar

from propdesk.i18n import N_
from propdesk.models.callback import CallbackKind
from propdesk.models.department import Department
from propdesk.models.timer import Outcome, Purpose
from propdesk.procedures import kit
from propdesk.procedures.forms import Count, Moment, ask
from propdesk.procedures.step import DESK, LEADERS, Moving, Signing
from propdesk.procedures.tx import Tx
from propdesk.procedures.workorder_handling import ENDED, IN_HAND, OPEN, Order, agree, heard, same_minute, send
from propdesk.rules.sentence import value_of


class Quote(Moving[Order]):
    """Tell the customer the price of paid work before anybody is sent; without acceptance nobody is."""

    key, label = "q", N_("Quote a price")
    at = ("received", "clash", "notified")
    source = "001 L53-55"
    says = N_("Quoted {price} yuan; accepted: {accepted}")

    price_yuan: Count = ask(N_("Price, yuan"))
    accepted: bool = ask(N_("Accepted"), default=True)

    def apply(self, tx: Tx, row: Order) -> None:
        """Keep the price, and when it was accepted."""
        row.paid, row.quote_fen = True, self.price_yuan * 100
        row.quote_accepted = tx.happened if self.accepted else None
        tx.facts["price"] = {"fen": row.quote_fen}


class Notify(Moving[Order]):
    """Tell the department within five minutes, note who answered and whether it can keep the time."""

    needs_time: ClassVar[bool] = False
    """Whether a time must be agreed with the customer first."""

    key, label = "d", N_("Department told")
    at, to = ("received",), ("notified", "dispatched", "clash")
    meets = ("BOOK.NOTIFY_5M",)
    starts = ("CALL.TRACK_OPEN",)
    may_start: ClassVar[tuple[str, ...]] = ("BOOK.AGREED_TIME",)
    ends = ("BOOK.AGREED_TIME",)
    guards = ("G-BOOK-01", "G-BOOK-02")
    source = "004 BOOK 4.3, 4.5"
    says = N_("{department} told, confirmed by {told}")

    department: Department = ask(N_("Department"))
    told: str = ask(N_("Person told"), max_length=80)
    keeps_time: bool = ask(N_("Can keep the time"), default=True)
    worker: str | None = ask(N_("Worker"), default=None, max_length=80, when=("keeps_time", ("yes",)))
    repeated: bool = ask(N_("Repeated back and confirmed"), default=False)
    agreed: Moment | None = ask(N_("Time agreed"), default=None, prefer="future")
    place: str | None = ask(N_("Where exactly"), default=None, max_length=80)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """What was asked before is shown again."""
        return frozenset({"department", "repeated", "agreed", "place"})

    def sentence(self) -> str:
        """Whether it can be done, and by whom."""
        if not self.keeps_time:
            return N_("{department} told, {told}: the time is not possible")
        return N_("{department} told, {told}: {worker} sent, slip {slip}") if self.worker else self.says

    def apply(self, tx: Tx, row: Order) -> None:
        """Only what was confirmed with the customer is passed on; a worker named at once is sent at once."""
        row.repeated, row.place = row.repeated or self.repeated, self.place or row.place
        tx.item.place = tx.item.place or row.place
        if self.agreed and not same_minute(self.agreed, row.agreed):
            agree(tx, row, self.agreed)
        self._confirmed(tx, row)
        row.department, row.told_person, row.told_at = self.department, self.told, tx.happened
        row.keeps_time = self.keeps_time
        if not self.keeps_time:
            tx.end("BOOK.AGREED_TIME")
            tx.go("clash")
            return
        if self.worker:
            send(tx, row, self.worker)
        tx.go("dispatched" if self.worker else "notified")

    def _confirmed(self, tx: Tx, row: Order) -> None:
        if not row.repeated:
            tx.refuse("G-BOOK-01", N_("Repeat content, time and place to the customer, then mark it confirmed."),
                      field="repeated")  # fmt: skip
        if not row.place:
            tx.refuse("G-BOOK-01", N_("Ask where it is: the unit, or the place."), field="place")
        if type(self).needs_time and row.agreed is None:
            tx.refuse("G-BOOK-01", N_("Agree a time with the customer first."), field="agreed")


class Reagree(Moving[Order]):
    """Agree another time with the customer; the department is told anew, again within five minutes."""

    key, label = "y", N_("Agree another time")
    at, to = IN_HAND, ("received",)
    starts = ("BOOK.AGREED_TIME", "BOOK.NOTIFY_5M")
    meets = ("CALL.TRACK_OPEN",)
    source = "004 BOOK 4.3, 4.5"
    says = N_("Agreed with the customer: {agreed}")

    agreed: Moment = ask(N_("Time agreed"), prefer="future")
    words: str | None = ask(N_("What was said"), default=None, lines=True)

    def apply(self, tx: Tx, row: Order) -> None:
        """Keep the new time; whether it can be kept is open again."""
        agree(tx, row, self.agreed)
        row.repeated, row.keeps_time = True, None


class Dispatch(Moving[Order]):
    """The department sends a worker with a numbered dispatch slip in parts (派工单); another worker, another slip."""

    key, label = "s", N_("Dispatch")
    at, to = ("notified", "dispatched"), ("dispatched",)
    meets = ("CALL.TRACK_OPEN",)
    starts = ("CALL.TRACK_OPEN",)
    source = "004 BOOK 4.6"
    says = N_("Dispatched: {worker}, slip {slip}")

    worker: str = ask(N_("Worker"), max_length=80)

    def apply(self, tx: Tx, row: Order) -> None:
        """Number the slip."""
        send(tx, row, self.worker)
        heard(tx)


class Arrive(Moving[Order]):
    """The worker is there: the agreed time is kept or missed."""

    key, label = "a", N_("On site")
    at = ("dispatched",)
    meets: ClassVar[tuple[str, ...]] = ("BOOK.AGREED_TIME",)
    source = "004 BOOK 4.3, 4.5"
    says = N_("{who} on site")

    who: str | None = ask(N_("Who"), default=None, max_length=80)

    def apply(self, tx: Tx, row: Order) -> None:
        """Keep when; whoever was sent, unless somebody else is named."""
        row.arrived = tx.happened
        tx.facts["who"] = self.who or row.worker


class Done(Moving[Order]):
    """The department rings that the work is done: within 30 minutes of the end; a callback follows."""

    callback: ClassVar[CallbackKind]
    """As what it is called back."""

    key, label = "f", N_("Work done")
    at, to = ("dispatched",), ("done",)
    starts = ("BOOK.DONE_CALL_30M", "BOOK.SLIP_EOD")
    meets: ClassVar[tuple[str, ...]] = ("BOOK.DONE_CALL_30M", "BOOK.AGREED_TIME", "CALL.TRACK_OPEN")
    then = ("callback.due",)
    source = "004 BOOK 4.6, CB 4.1.1"
    says = N_("Done: {result}; finished {finished_at}, told by {told_by}")

    result: str = ask(N_("Result"), lines=True)
    finished_at: Moment | None = ask(N_("Finished at"), default=None, prefer="past", help=N_("Now, if left empty."))
    told_by: str | None = ask(N_("Who told us"), default=None, max_length=80)

    def apply(self, tx: Tx, row: Order) -> None:
        """Judge the word to the desk by when the work ended; the slip is awaited from then."""
        finished = tx.past(self.finished_at, field="finished_at")
        if not tx.item.opened <= finished <= tx.happened:
            tx.refuse("finished", N_("The work ended between its report and now. Check the time."),
                      field="finished_at")  # fmt: skip
        row.finished, row.reported, row.result = finished, tx.happened, self.result
        tx.facts["finished_at"] = value_of(finished)
        tx.facts["told_by"] = self.told_by or row.worker
        tx.start("BOOK.DONE_CALL_30M", since=finished)
        tx.meet("BOOK.DONE_CALL_30M")
        tx.start("BOOK.SLIP_EOD", since=finished)
        kit.call_back(tx, type(self).callback, since=finished, text=row.text)


class Slip(Moving[Order]):
    """The second copy of the slip is back with the customer's signature; without it only a leader lets it pass."""

    key, label = "b", N_("Second copy is back")
    at, to = ("done",), ("signed",)
    by = DESK | LEADERS
    meets = ("BOOK.SLIP_EOD",)
    signs = (
        Signing("customer", N_("Customer's signature on the slip"), usual="person"),
        Signing("witness", N_("Witness's signature")),
    )
    guards = ("G-BOOK-03",)
    source = "004 BOOK 4.6-4.7"
    says = N_("Slip {slip} is back, signed by {signed_by}")

    exception: str | None = ask(N_("Why the customer does not sign"), default=None, max_length=400)

    def sentence(self) -> str:
        """Signed, or why not."""
        return N_("Slip {slip} let pass without the customer's signature: {exception}") if self.exception else self.says

    def apply(self, tx: Tx, row: Order) -> None:
        """The customer signed, or a leader takes the exception with a witness who is somebody else."""
        customer = tx.signed.get("customer")
        if customer is None:
            self._without(tx)
        elif self.exception:
            tx.refuse("exception", N_("The customer signed: leave out why not."), field="exception")
        row.slip_back, row.signed_by = tx.happened, customer.name if customer else ""
        row.exception = self.exception or ""
        tx.facts["slip"], tx.facts["signed_by"] = row.slip, row.signed_by

    def _without(self, tx: Tx) -> None:
        if not self.exception:
            tx.refuse("G-BOOK-03", N_("The second copy needs the customer's signature, or a supervisor's word on why "
                                      "there is none."), field="exception")  # fmt: skip
        if not tx.actor.roles & LEADERS:
            tx.refuse("G-BOOK-03", N_("Without the customer's signature only a supervisor or manager lets it pass."),
                      field="exception")  # fmt: skip
        witness = tx.signed.get("witness")
        if witness is None or witness.name == tx.actor.name:
            tx.refuse("G-BOOK-03", N_("Without the customer's signature a witness signs, somebody else than you."),
                      field="exception")  # fmt: skip


class CrossOff(Moving[Order]):
    """Cross it off the register (消项): never before the second copy is back."""

    key, label = "k", N_("Cross off")
    at, to = ("signed",), ("closed",)
    meets = ("CALL.EXTERNAL", "CALL.TRACK_OPEN")
    guards = ("G-BOOK-03",)
    source = "004 BOOK 4.7"
    says = N_("Crossed off, slip {slip}: {note}")

    note: str | None = ask(N_("Note"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Order) -> None:
        """Keep when."""
        row.crossed_off = tx.happened
        tx.facts["slip"] = row.slip


class Progress(Moving[Order]):
    """What the department said since; an outside office that is told has its answer."""

    key, label = "o", N_("Progress")
    at = ("notified", "dispatched", "done")
    may_meet = ("CALL.TRACK_OPEN", "CALL.EXTERNAL")
    may_start = ("CALL.TRACK_OPEN",)
    source = "004 TEL 3.5.4, 3.6.1"
    says = N_("Progress: {text}")

    text: str = ask(N_("What has been done"), lines=True)
    outside_told: bool = ask(
        N_("Outside office told"), default=False, help=N_("The city hotline or the street office has its answer.")
    )

    def apply(self, tx: Tx, row: Order) -> None:
        """The day of silence begins anew while the work is not done."""
        if row.finished is None:
            heard(tx)
        if self.outside_told:
            tx.meet("CALL.EXTERNAL")


class Chase(Moving[Order]):
    """Press the department: whom, and what was said (催办); reaching somebody ends the day of silence."""

    key, label = "h", N_("Press the department")
    at = ("notified", "dispatched", "done")
    may_meet = ("CALL.TRACK_OPEN",)
    may_start = ("CALL.TRACK_OPEN",)
    source = "004 TEL 3.5.2-3.5.4"
    says = N_("Pressed {whom}, {outcome}: {words}")

    whom: str = ask(N_("Whom we pressed"), max_length=80)
    outcome: Outcome = ask(N_("Outcome"), default=Outcome.ANSWERED)
    words: str | None = ask(N_("What was said"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Order) -> None:
        """Record the attempt."""
        tx.attempt(purpose=Purpose.CHASE, whom=self.whom, outcome=self.outcome, note=self.words or "")
        if self.outcome is Outcome.ANSWERED and row.finished is None:
            heard(tx)


class Refuse(Moving[Order]):
    """The need cannot be met: reason, apology and an alternative are given."""

    aside = True
    key, label = "r", N_("Refuse")
    at, to = IN_HAND, ("refused",)
    meets = ("CALL.EXTERNAL",)
    guards = ("G-VIS-03",)
    source = "004 BOOK 4.4, NORM 4.6.8"
    says = N_("Refused: {reason}; offered instead: {alternative}")

    reason: str = ask(N_("Reason"), max_length=400)
    apology: bool = ask(N_("Apologised"), default=False)
    alternative: str = ask(N_("Alternative offered"), max_length=400)

    def apply(self, tx: Tx, row: Order) -> None:
        """Keep the three."""
        if not self.apology:
            tx.refuse("G-VIS-03", N_("A refusal goes with an apology. Say it, then mark it."), field="apology")
        row.refusal, row.alternative = self.reason, self.alternative


class Withdraw(Moving[Order]):
    """The customer no longer wants it: settled otherwise, or the price was not accepted."""

    aside = True
    key, label = "c", N_("Customer withdraws")
    at, to = IN_HAND, ("withdrawn",)
    says = N_("Withdrawn by the customer: {reason}")

    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Order) -> None:
        """Keep the reason as the result."""
        row.result = self.reason


class Press(kit.Press[Order]):
    """The customer rings again."""

    at = OPEN
    settled = ("done", "signed")
    may_start = ("CALL.TRACK_OPEN",)


class Introduce(kit.Introduce[Order]):
    """A colleague takes it over."""

    at = OPEN


class Attempt(kit.Attempt[Order]):
    """One try to reach somebody."""

    at = OPEN


class Pause(kit.Pause[Order]):
    """A clock waits."""

    at = (*IN_HAND, "done")


class Resume(kit.Resume[Order]):
    """A clock goes on."""

    at = (*IN_HAND, "done")


class Correct(kit.Correct[Order]):
    """Correct what was written, also of one that is at its end."""

    at = (*OPEN, *ENDED)

    def apply(self, tx: Tx, row: Order) -> None:
        """Where the work is follows where the item is."""
        place = tx.item.place
        super().apply(tx, row)
        row.place = tx.item.place if row.place == place else row.place


class Void(kit.Void[Order]):
    """Void what was entered by mistake."""

    at = (*OPEN, *ENDED)
