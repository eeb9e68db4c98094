"""Key loans (manual P12): lent against a signature for a purpose in scope, back by a time, counted, chased.

Each loan is one key set in one pair of hands. What hangs in the cabinet is the key ledger's to count: lending and
returning go on to `key.draw` and `key.put_back` in the same act. Six questions can be asked of every loan, and each
has its column: who, when, why, who authorised it, when due, when back.
"""

from propdesk.i18n import N_
from propdesk.models.department import Department
from propdesk.models.item import Item
from propdesk.models.key import Key, Proof
from propdesk.models.loan import Borrower, KeyPurpose, Loan
from propdesk.models.timer import Outcome, Purpose
from propdesk.procedures import cabinet, kit
from propdesk.procedures.forms import BorrowerName, Count, ItemNumber, KeyName, Moment, PhoneNumber, ask
from propdesk.procedures.loan_matter import authorised, check_door, due_of, give_out, outstanding, promise, take_back
from propdesk.procedures.step import (
    DESK,
    EVERYBODY,
    LEADERS,
    NOBODY,
    VOIDED,
    Moving,
    Opening,
    Procedure,
    Signing,
    Stage,
)
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import value_of

BORROWER = Signing(
    "borrower", N_("Borrower signs"), roles=EVERYBODY, paper=True, must=True, guard="G-KEY-05", usual="person"
)
RECEIVER = Signing("receiver", N_("Receiver signs"), roles=DESK, paper=True, must=True, guard="G-KEY-06", usual="actor")


class Lend(Opening[Loan]):
    """Lend keys: which, to whom, for what, until when; the borrower signs, whoever must authorises (004 KEY 4.4.1).

    In an emergency two persons go and a supervisor is told; then nobody need be asked first.
    """

    key, label = "n", N_("Lend keys")
    to = ("lent",)
    starts = ("KEY.LOAN_TERM", "KEY.OVERDUE_3D")
    then = ("key.draw",)
    guards = ("G-KEY-01", "G-KEY-05", "G-KEY-09")
    signs = (
        BORROWER,
        Signing("authoriser", N_("Authorised by"), roles=LEADERS, paper=True),
        Signing("second", N_("Second person in an emergency"), roles=EVERYBODY, paper=True),
    )
    source = "004 KEY 4.4.1"
    says = N_("Lent ×{pieces} {tag} {door} to {borrower}, {purpose}: {reason}; back by {due}, authorised by {by}")

    which: KeyName = ask(N_("Key set"), max_length=40)
    pieces: Count = ask(N_("Number of keys"), default=1)
    borrower: BorrowerName = ask(N_("Borrower"), max_length=80)
    borrower_kind: Borrower = ask(N_("Borrower is"), default=Borrower.DEPARTMENT)
    department: Department | None = ask(
        N_("Department"), default=None, when=("borrower_kind", ("department",)), must=True
    )
    company: str | None = ask(
        N_("Company"), default=None, max_length=80, when=("borrower_kind", ("contractor",)), must=True
    )
    proof: Proof | None = ask(N_("Proof shown"), default=None, when=("borrower_kind", ("resident",)), must=True)
    phone: PhoneNumber = ask(N_("Phone"), max_length=40)
    purpose: KeyPurpose = ask(N_("Purpose"), default=KeyPurpose.REPAIR)
    reason: str = ask(N_("What exactly"), max_length=400)
    due: Moment | None = ask(N_("Back by"), default=None, prefer="future", help=N_("Left empty: the end of the shift."))
    leaves: bool = ask(N_("Leaves the site"), default=False)
    owner_agreed: str | None = ask(
        N_("Owner's consent"),
        default=None,
        max_length=120,
        help=N_("Who agreed and how, where the key set asks for it."),
    )
    supervisor_told: str | None = ask(
        N_("Supervisor told"), default=None, max_length=80, when=("purpose", ("emergency",)), must=True
    )
    order: ItemNumber | None = ask(N_("For the order"), default=None, max_length=24)

    def open(self, tx: Tx) -> Loan:
        """Check what the key set asks for, then give its keys out."""
        key = cabinet.find_key(tx, self.which, field="which")
        due = due_of(tx, key, self.due)
        row = Loan(
            item_id=0, key_id=key.item_id, pieces=self.pieces, purpose=self.purpose, reason=self.reason,
            borrower_kind=self.borrower_kind, department=self.department, company=self.company or "",
            proof=self.proof, authorised_by="", owner_agreed=self.owner_agreed or "", leaves=self.leaves, due=due,
            supervisor_told=self.supervisor_told or "",
        )  # fmt: skip
        check_door(tx, key, row, self.borrower)
        row.authorised_by = authorised(tx, key, row)
        if second := tx.signed.get("second"):
            row.second_person = second.name
        if self.order:
            row.order_id = tx.other_item(self.order, field="order").id
        give_out(tx, key, row, self.borrower, self.phone)
        tx.facts |= {"due": value_of(due), "by": row.authorised_by}
        return row


class Register(Opening[Loan]):
    """A loan that was out before the desk went live, as the list says; nobody signs for it again."""

    label = N_("Loan taken over")
    to = ("lent",)
    by = NOBODY
    hidden = True
    starts = ("KEY.LOAN_TERM", "KEY.OVERDUE_3D")
    then = ("key.draw",)
    source = "004 KEY 4.4.1"
    says = N_("Out ×{pieces} {tag} {door} with {borrower}: {reason}; back by {due}")

    which: KeyName = ask(N_("Key set"), max_length=40)
    pieces: Count = ask(N_("Number of keys"), default=1)
    borrower: str = ask(N_("Borrower"), max_length=80)
    borrower_kind: Borrower = ask(N_("Borrower is"), default=Borrower.DEPARTMENT)
    department: Department | None = ask(N_("Department"), default=None)
    company: str | None = ask(N_("Company"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    purpose: KeyPurpose = ask(N_("Purpose"), default=KeyPurpose.REPAIR)
    reason: str = ask(N_("What exactly"), max_length=400)
    due: Moment = ask(N_("Back by"))
    authorised_by: str = ask(N_("Authorised by"), max_length=80)

    def open(self, tx: Tx) -> Loan:
        """Its keys are out; a promise that has passed is missed at once."""
        key = cabinet.find_key(tx, self.which, field="which")
        row = Loan(
            item_id=0, key_id=key.item_id, pieces=self.pieces, purpose=self.purpose, reason=self.reason,
            borrower_kind=self.borrower_kind, department=self.department, company=self.company or "",
            authorised_by=self.authorised_by, due=self.due,
        )  # fmt: skip
        give_out(tx, key, row, self.borrower, self.phone or "")
        return row


class Extend(Moving[Loan]):
    """The keys may stay out longer: a new time is promised; the old one is late if it had passed."""

    key, label = "l", N_("Extend")
    at = ("lent",)
    starts = ("KEY.LOAN_TERM",)
    may_start = ("KEY.OVERDUE_3D",)
    signs = (Signing("authoriser", N_("Authorised by"), roles=LEADERS, paper=True),)
    source = "004 KEY 4.4.1"
    says = N_("Extended from {before} to {due}: {reason}")

    due: Moment = ask(N_("Back by"), prefer="future")
    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Loan) -> None:
        """The longest time of the key set counts from the lending; whoever authorises a loan extends it."""
        key = tx.session.get_one(Key, row.key_id)
        tx.facts["before"] = value_of(row.due)
        row.due = due_of(tx, key, self.due, lent=tx.item.opened)
        row.authorised_by = authorised(tx, key, row)
        promise(tx, row, again=True)


class Return(Moving[Loan]):
    """Keys come back: counted, signed for by the receiver; fewer than lent leave the loan open (004 KEY 4.4.2).

    With `also` further loans come back in the same act; then the count is that of all their keys together.
    """

    key, label = "b", N_("Take back")
    at, to = ("lent",), ("returned", "lent")
    may_meet = ("KEY.LOAN_TERM", "KEY.OVERDUE_3D")
    then = ("key.put_back", "loan.return_too")
    guards = ("G-KEY-06",)
    signs = (RECEIVER,)
    source = "004 KEY 4.4.2"
    says = N_("Back ×{pieces} {tag} {door} from {borrower}, still out: {left}; received by {receiver}")

    pieces: Count = ask(N_("Keys counted"))
    also: str | None = ask(
        N_("Also back: loans"),
        default=None,
        max_length=400,
        help=N_("Their numbers, with commas; all keys are counted."),
    )
    note: str | None = ask(N_("Note"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Loan) -> None:
        """Count them against what is out."""
        typed = (self.also or "").replace("，", ",").replace("、", ",").upper().split(",")
        others = [self._other(tx, number) for number in dict.fromkeys(map(str.strip, typed)) if number]
        own = outstanding(row)
        if not others:
            take_back(tx, row, self.pieces)
            return
        out = own + sum(outstanding(loan) for _, loan in others)
        if self.pieces != out:
            tx.refuse("G-KEY-06", N_("Out on these loans: {count}; counted: {pieces}. Take back one loan "
                                     "after the other."), field="pieces", count=out, pieces=self.pieces)  # fmt: skip
        take_back(tx, row, own)
        tx.facts["pieces"] = own
        for item, loan in others:
            tx.then("loan.return_too", {"pieces": outstanding(loan)}, item=item, signed=True)

    def _other(self, tx: Tx, number: str) -> tuple[Item, Loan]:
        item = tx.other_item(number, field="also")
        loan = tx.session.get(Loan, item.id)
        if loan is None or item.stage != "lent":
            tx.refuse("also", N_("{number} is no open key loan."), field="also", number=item.number)
        return item, loan


class ReturnToo(Moving[Loan]):
    """Keys that came back together with those of another loan."""

    label = N_("Back with another loan")
    at, to = ("lent",), ("returned",)
    by = NOBODY
    hidden = True
    may_meet = ("KEY.LOAN_TERM", "KEY.OVERDUE_3D")
    then = ("key.put_back",)
    guards = ("G-KEY-06",)
    signs = (RECEIVER,)
    source = "004 KEY 4.4.2"
    says = N_("Back ×{pieces} {tag} {door} from {borrower}; received by {receiver}")

    pieces: Count = ask(N_("Keys counted"))

    def apply(self, tx: Tx, row: Loan) -> None:
        """All of them."""
        take_back(tx, row, self.pieces)


class Chase(Moving[Loan]):
    """Telephone the borrower or his department about keys that are not back; each attempt is on record (4.4.3)."""

    key, label = "h", N_("Chase the keys")
    at = ("lent",)
    source = "004 KEY 4.4.3"
    says = N_("Chased no. {count}: {whom} {number}, {outcome}: {words}")

    whom: str | None = ask(N_("Whom"), default=None, max_length=80, help=N_("Left empty: the borrower."))
    number: PhoneNumber | None = ask(N_("Number"), default=None)
    outcome: Outcome = ask(N_("Outcome"))
    again: Moment | None = ask(
        N_("Ring again at"), default=None, when=("outcome", ("no_answer", "busy", "ring_later", "nobody_home")),
        prefer="future",
    )  # fmt: skip
    words: str | None = ask(N_("What was said"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Loan) -> None:
        """Record the attempt; the loan stays overdue until the keys are back or extended."""
        if self.again:
            tx.ahead(self.again, field="again")
        row.chased += 1
        whom, number = self.whom or tx.item.person, self.number or ("" if self.whom else tx.item.phone)
        tx.attempt(purpose=Purpose.CHASE, whom=whom, number=number, outcome=self.outcome, again=self.again,
                   note=self.words or "")  # fmt: skip
        tx.facts |= {"count": row.chased, "whom": whom, "number": number}


class Lose(Moving[Loan]):
    """Keys of the loan are declared lost or damaged; the memo stands with the key set."""

    label = N_("Lost on this loan")
    at, to = ("lent",), ("lost", "lent")
    by = NOBODY
    hidden = True
    ends = ("KEY.LOAN_TERM", "KEY.OVERDUE_3D")
    source = "004 KEY 4.4.4"
    says = N_("Declared lost ×{pieces} of this loan, still out: {left}")

    pieces: Count = ask(N_("Number of keys"))

    def apply(self, tx: Tx, row: Loan) -> None:
        """With nothing left to come back the loan is at its end."""
        row.lost += self.pieces
        left = outstanding(row)
        tx.facts["left"] = left
        if not left:
            row.returned = tx.happened
        tx.go("lent" if left else "lost")


class Reissue(Moving[Loan]):
    """The work goes on: the same keys are lent to the same borrower again, as a loan of their own."""

    key, label = "g", N_("Lend again")
    at = ("returned",)
    then = ("loan.lend",)
    guards = ("G-KEY-05",)
    signs = Lend.signs
    source = "004 KEY 4.4.1"
    says = N_("Lent again, back by {due}")

    due: Moment | None = ask(N_("Back by"), default=None, prefer="future", help=N_("Left empty: the end of the shift."))
    owner_agreed: str | None = ask(
        N_("Owner's consent"),
        default=None,
        max_length=120,
        help=N_("Asked anew each time, where the key set asks for it."),
    )
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, help=N_("Only where it changed or was not known."))
    proof: Proof | None = ask(N_("Proof shown"), default=None)

    def apply(self, tx: Tx, row: Loan) -> None:
        """Everything else is as it was; what was signed now is signed for the new loan."""
        key = tx.session.get_one(Key, row.key_id)
        if row.purpose is KeyPurpose.EMERGENCY:
            tx.refuse("G-KEY-09", N_("An emergency is over: lend the keys anew, for what they are needed now."))
        if key.gone is not None:
            tx.refuse("key", N_("{tag} is no longer in custody."), tag=key.tag)
        order = tx.session.get(Item, row.order_id) if row.order_id else None
        known = {
            name: getattr(row, name)
            for name in ("pieces", "borrower_kind", "department", "company", "purpose", "reason", "leaves")
        }  # fmt: skip
        asked = {"which": key.tag, "borrower": tx.item.person, "phone": self.phone or tx.item.phone, "due": self.due,
                 "owner_agreed": self.owner_agreed, "order": order.number if order else None}  # fmt: skip
        proof = {"proof": self.proof or row.proof} if row.borrower_kind is Borrower.RESIDENT else {}
        tx.then("loan.lend", {**known, **asked, **proof}, signed=True)
        tx.facts["due"] = value_of(due_of(tx, key, self.due))


class Attempt(kit.Attempt[Loan]):
    """One try to reach somebody about the loan: a supervisor who hears that keys are overdue, a department."""

    at = ("lent",)


class Introduce(kit.Introduce[Loan]):
    """A colleague takes the loan into charge."""

    at = ("lent",)


class Correct(kit.Amend[Loan]):
    """Correct what was written about a loan, also one that is at its end."""

    at = ("lent", "returned", "lost")

    purpose: KeyPurpose | None = ask(N_("Purpose"), default=None)
    company: str | None = ask(N_("Company"), default=None, max_length=80)


class Void(kit.Void[Loan]):
    """Void a loan entered by mistake: what was counted out hangs on the hook again."""

    at = ("lent", "returned", "lost")
    then = ("key.put_back",)

    def apply(self, tx: Tx, row: Loan) -> None:
        """Put back what is still out on it; what was declared lost stays so until it is found."""
        if left := outstanding(row):
            row.back += left
            _put_back(tx, row, left)


def _put_back(tx: Tx, row: Loan, pieces: int) -> None:
    tx.then("key.put_back", {"pieces": pieces, "loan": tx.item.number}, item=tx.session.get(Item, row.key_id))


PROCEDURE = Procedure(
    ledger="loan",
    prefix="JY",
    title=N_("Key loans"),
    chapters=("P12",),
    form="借用钥匙登记表",
    row=Loan,
    stages=(
        Stage("lent", N_("Lent")),
        Stage("returned", N_("Returned"), final=True),
        Stage("lost", N_("Ended by loss"), final=True),
        VOIDED,
    ),
    steps=(Lend, Register, Return, ReturnToo, Extend, Chase, Reissue, Lose, Attempt, Introduce, Correct, Void),
    tallies=("chased",),
)
