"""Key sets in custody (manual P12): taken in with proof, never let go without it, and the cabinet always adds up.

Taking in and handing back stand in `key_custody.py`, what is lost or damaged in `key_memo.py`. Loans are a ledger of
their own (`loan.py`); they move the counts of a key set through `key.draw` and `key.put_back`.
"""

from propdesk.i18n import N_
from propdesk.models.key import Authority, Key, KeyClass, OwnerCard
from propdesk.procedures import cabinet, kit
from propdesk.procedures.forms import Count, HookName, ItemNumber, UnitCode, ask
from propdesk.procedures.key_custody import Accept, Handback, Refuse, Register, Takeover
from propdesk.procedures.key_matter import HERE, card_of, rules_from, whole
from propdesk.procedures.key_memo import Consent, Flag, Found, Lose, Replace, Report
from propdesk.procedures.step import DESK, LEADERS, NOBODY, VOIDED, Deed, Moving, Procedure, Stage
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import Value


class Draw(Moving[Key]):
    """Keys of the set leave the hook on a loan."""

    label = N_("Drawn on a loan")
    at = HERE
    by = NOBODY
    hidden = True
    says = N_("Drawn ×{pieces} by {who} on {loan}, back by {until}")

    pieces: Count = ask(N_("Number of keys"))
    who: str = ask(N_("Borrower"), max_length=80)
    loan: ItemNumber = ask(N_("Loan"), max_length=24)
    until: str = ask(N_("Back by"), max_length=40)

    def apply(self, tx: Tx, row: Key) -> None:
        """Count them out."""
        row.out += self.pieces
        cabinet.entitle(tx.item, row)


class PutBack(Moving[Key]):
    """Keys of the set hang on the hook again, or their loan was an error."""

    label = N_("Back on the hook")
    at = HERE
    by = NOBODY
    hidden = True
    says = N_("Back ×{pieces} on hook {hook} from {loan}")

    pieces: Count = ask(N_("Number of keys"))
    loan: ItemNumber = ask(N_("Loan"), max_length=24)

    def apply(self, tx: Tx, row: Key) -> None:
        """Count them in."""
        row.out -= self.pieces
        tx.facts["hook"] = cabinet.hook_of(row)
        cabinet.entitle(tx.item, row)


class Issue(Moving[Key]):
    """The developer's keys are handed over to the owner at move-in; the conditions are the move-in's."""

    label = N_("Issued at move-in")
    at, to = ("custody",), ("issued",)
    by = NOBODY
    hidden = True
    source = "004 KEY 4.2.3; MOVE 4.5.7"
    says = N_("Issued ×{pieces} at move-in: {movein}")

    pieces: Count = ask(N_("Number of keys"))
    movein: ItemNumber = ask(N_("Move-in"), max_length=24)

    def apply(self, tx: Tx, row: Key) -> None:
        """The whole set leaves the cabinet."""
        whole(tx, row)
        cabinet.leave(row, tx.happened)


class Rehang(Moving[Key]):
    """The key set gets another hook."""

    key, label = "m", N_("Another hook")
    at = HERE
    source = "004 KEY 4.2.2"
    says = N_("Moved from hook {before} to {hook}")

    hook: HookName = ask(N_("Hook"), max_length=20)

    def apply(self, tx: Tx, row: Key) -> None:
        """Move it; where it hung stays on record."""
        tx.facts["before"] = cabinet.hook_of(row)
        cabinet.take_hook(tx, row, self.hook)
        tx.facts["hook"] = cabinet.hook_of(row)
        cabinet.entitle(tx.item, row)


class SetRules(Moving[Key]):
    """Who may draw the key set, who authorises, for how long, off the site or not, and what is said on drawing."""

    key, label = "r", N_("Rules of drawing")
    at = HERE
    by = LEADERS
    source = "004 KEY 4.4.1, 3.1"
    says = N_("Rules of drawing: {departments}; authorised by {authority}; longest {longest_hours} h")

    departments: str | None = ask(
        N_("Who may draw"), default=None, max_length=120, help=N_("Departments with commas; empty: everybody.")
    )
    authority: Authority = ask(N_("Who authorises"), default=Authority.NOBODY)
    ask_owner: bool = ask(N_("The owner is asked each time"), default=False)
    longest_hours: Count = ask(N_("Longest time, hours"), default=0, help=N_("0: no limit of its own."))
    may_leave: bool = ask(N_("May leave the site"), default=False)
    instruction: str | None = ask(N_("Standing instruction"), default=None, max_length=400)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """The present rules are shown."""
        return frozenset(cls.model_fields)

    def apply(self, tx: Tx, row: Key) -> None:
        """Replace them."""
        rules_from(tx, row, self)


class Adjust(Moving[Key]):
    """The number of keys of the set was wrong, or keys were cut: put right with its reason."""

    key, label = "j", N_("Put the number right")
    at = HERE
    by = LEADERS
    source = "004 KEY 4.4.2"
    says = N_("Number of keys put right from {before} to {pieces}: {reason}")

    pieces: Count = ask(N_("Number of keys"))
    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Key) -> None:
        """What is lent or declared lost cannot vanish with it."""
        if self.pieces < max(1, row.out + row.lost):
            tx.refuse("pieces", N_("{out} are lent and {lost} declared lost: the set has at least these."),
                      field="pieces", out=row.out, lost=row.lost)  # fmt: skip
        tx.facts["before"] = row.pieces
        row.pieces = self.pieces
        cabinet.entitle(tx.item, row)


class Scrap(Moving[Key]):
    """Take a key set that fits no lock any more off the register."""

    aside = True
    key, label = "k", N_("Take off the register")
    at, to = ("custody",), ("scrapped",)
    by = LEADERS
    source = "004 KEY 4.4.4"
    says = N_("Taken off the register ×{pieces}, destroyed: {reason}")

    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Key) -> None:
        """Only a whole set that hangs on its hook."""
        whole(tx, row)
        tx.facts["pieces"] = row.pieces
        cabinet.leave(row, tx.happened)


class Attempt(kit.Attempt[Key]):
    """One try to reach owner, developer or supervisor about the keys."""

    at = HERE


class Introduce(kit.Introduce[Key]):
    """A colleague takes the key set into charge."""

    at = HERE


class Correct(kit.Amend[Key]):
    """Correct what was written about a key set, also of one that is gone."""

    at = (*HERE, "refused", "handed_back", "issued", "scrapped")

    kind: KeyClass | None = ask(N_("Class"), default=None)
    door: str | None = ask(N_("What they open"), default=None, max_length=80)
    collector: str | None = ask(N_("May also be collected by"), default=None, max_length=80)
    condition: str | None = ask(N_("Condition of collection"), default=None, max_length=400)
    card: str | None = ask(N_("Number of the owner's card"), default=None, max_length=40)

    def apply(self, tx: Tx, row: Key) -> None:
        """The title follows what was corrected."""
        super().apply(tx, row)
        row.card = row.card.upper()
        if row.tag:
            cabinet.entitle(tx.item, row)


class Void(kit.Void[Key]):
    """Void a key set entered by mistake: its hook and its number are free again."""

    at = (*HERE, "refused", "handed_back", "issued", "scrapped")

    def apply(self, tx: Tx, row: Key) -> None:
        """Not while any of its keys are lent; a memo about it stays readable."""
        if row.out:
            tx.refuse("out", N_("Of {tag}, {out} are lent. Take them back first."), tag=row.tag, out=row.out)
        if row.gone is None:
            cabinet.leave(row, tx.happened)


class IssueCard(Deed):
    """An owner's card is given out (业主证): proof for collecting a key."""

    key, label = "o", N_("Issue an owner's card")
    by = DESK
    source = "004 KEY 4.4.5"
    says = N_("Owner's card {number} issued to {owner}, {unit}")

    unit: UnitCode = ask(N_("Unit"), max_length=20)
    owner: str = ask(N_("Owner"), max_length=80)
    number: str = ask(N_("Number of the owner's card"), max_length=40)

    def do(self, tx: Tx) -> None:
        """A number is given out once."""
        unit, number = tx.unit(self.unit), self.number.upper()
        if known := card_of(tx, number):
            tx.refuse("card", N_("Owner's card {number} is on record already, issued to {owner}."), field="number",
                      number=number, owner=known.owner)  # fmt: skip
        tx.session.add(OwnerCard(number=number, unit_id=unit.id or 0, owner=self.owner, issued=tx.happened))


class WithdrawCard(Deed):
    """An owner's card is void: lost, handed back, or the flat was sold."""

    key, label = "y", N_("Withdraw an owner's card")
    by = DESK
    source = "004 KEY 4.4.5"
    says = N_("Owner's card {number} of {owner} withdrawn: {reason}")

    number: str = ask(N_("Number of the owner's card"), max_length=40)
    reason: str = ask(N_("Reason"), max_length=400)

    def do(self, tx: Tx) -> None:
        """It proves nothing from now on."""
        card = card_of(tx, self.number.upper())
        if card is None or card.withdrawn is not None:
            tx.refuse("card", N_("There is no valid owner's card {number}."), field="number", number=self.number)
        card.withdrawn = tx.happened
        facts: dict[str, Value] = {"owner": card.owner}
        tx.facts |= facts


PROCEDURE = Procedure(
    ledger="key",
    prefix="YS",
    title=N_("Keys"),
    chapters=("P12",),
    form="业主托管钥匙登记表",
    row=Key,
    stages=(
        Stage("custody", N_("In custody"), rests=True, begins="loan.lend"),
        Stage("lost", N_("Lost or damaged")),
        Stage("agreed", N_("Replacement agreed")),
        Stage("handed_back", N_("Handed back"), final=True),
        Stage("issued", N_("Issued at move-in"), final=True),
        Stage("refused", N_("Not taken in"), final=True),
        Stage("scrapped", N_("Off the register"), final=True),
        VOIDED,
    ),
    steps=(
        Accept, Refuse, Takeover, Register, Draw, PutBack, Issue, Handback, Lose, Report, Found, Consent, Replace, Flag,
        Rehang, SetRules, Adjust, Scrap, IssueCard, WithdrawCard, Attempt, Introduce, Correct, Void,
    ),
)  # fmt: skip
