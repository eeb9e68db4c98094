"""Keys lost or damaged: the memo the same day, consent of owner or developer, then a new key or lock (P12, 4.4.4)."""

from propdesk.i18n import N_
from propdesk.models.item import Item
from propdesk.models.key import Harm, Key, Remedy
from propdesk.models.loan import Loan
from propdesk.models.timer import Outcome, Purpose
from propdesk.procedures import cabinet
from propdesk.procedures.forms import Count, ItemNumber, Moment, ask
from propdesk.procedures.key_matter import HERE, same_lock
from propdesk.procedures.step import LEADERS, NOBODY, Moving
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import value_of


class Lose(Moving[Key]):
    """A key is lost or damaged: written down at once on a numbered memo; the supervisor hears of it the same day."""

    aside = True
    key, label = "l", N_("Lost or damaged")
    at, to = HERE, ("lost",)
    starts = ("KEY.LOST_SAMEDAY",)
    may_meet = ("KEY.LOST_SAMEDAY",)
    then = ("loan.lose",)
    source = "004 KEY 4.4.4"
    says = N_("{harm} ×{pieces}, memo {memo}: {course}")

    harm: Harm = ask(N_("Lost or damaged"), default=Harm.LOST)
    pieces: Count = ask(N_("Number of keys"), default=1)
    loan: ItemNumber | None = ask(
        N_("On which loan"), default=None, max_length=24, help=N_("Empty: missing from the hook.")
    )
    course: str = ask(N_("Course of events"), lines=True)
    discovered: Moment | None = ask(N_("Noticed at"), default=None, prefer="past")
    told: str | None = ask(N_("Supervisor told"), default=None, max_length=80, help=N_("Name, if told already."))

    def apply(self, tx: Tx, row: Key) -> None:
        """Declare them lost, out of the hook or out of the loan; the memo goes on where one is open."""
        lent = loan_of(tx, row, self.loan) if self.loan else None
        here = (lent.pieces - lent.back - lent.lost) if lent else cabinet.free(row)
        if not 1 <= self.pieces <= here:
            tx.refuse("pieces", N_("There to be lost: {count}. Check the number, or name the loan."),
                      field="pieces", count=here)  # fmt: skip
        row.lost += self.pieces
        if lent:
            row.out -= self.pieces
            tx.then("loan.lose", {"pieces": self.pieces}, item=tx.session.get(Item, lent.item_id))
        self._memo(tx, row)
        tx.start("KEY.LOST_SAMEDAY")
        if self.told:
            row.memo_told, row.memo_told_at = self.told, tx.happened
            tx.meet("KEY.LOST_SAMEDAY")
        cabinet.entitle(tx.item, row)

    def _memo(self, tx: Tx, row: Key) -> None:
        if tx.item.stage == "custody":
            row.memo, row.harmed = tx.sheet_number("key_memo", "YB"), 0
            row.course, row.memo_told, row.memo_told_at = "", "", None
            row.consent_by, row.consent_how, row.consented, row.remedy = "", "", None, None
            row.replaced, row.cost_fen, row.result = None, None, ""
        row.harm, row.harmed = self.harm, row.harmed + self.pieces
        row.discovered = tx.past(self.discovered, field="discovered")
        row.course = "\n".join(part for part in (row.course, self.course) if part)
        tx.facts["memo"] = row.memo


class Report(Moving[Key]):
    """The supervisor was told of the lost or damaged key."""

    key, label = "s", N_("Report to the supervisor")
    at = ("lost", "agreed")
    meets = ("KEY.LOST_SAMEDAY",)
    source = "004 KEY 4.4.4"
    says = N_("{told} told of memo {memo}: {words}")

    told: str = ask(N_("Who was told"), max_length=80)
    words: str | None = ask(N_("Instruction received"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Key) -> None:
        """A report upwards that reached somebody."""
        row.memo_told, row.memo_told_at = self.told, tx.happened
        tx.facts["memo"] = row.memo
        tx.attempt(purpose=Purpose.ESCALATE, whom=self.told, outcome=Outcome.ANSWERED, note=self.words or "")


class Found(Moving[Key]):
    """Keys declared lost have turned up."""

    aside = True
    key, label = "u", N_("Found again")
    at, to = ("lost", "agreed"), ("custody", "lost", "agreed")
    ends = ("KEY.LOST_SAMEDAY",)
    source = "004 KEY 4.4.4"
    says = N_("Found again ×{pieces}: {where}")

    pieces: Count = ask(N_("Number of keys"), default=1)
    where: str = ask(N_("Where, and by whom"), max_length=400)

    def apply(self, tx: Tx, row: Key) -> None:
        """They hang again; with the last one the memo is settled."""
        if not 1 <= self.pieces <= row.lost:
            tx.refuse("pieces", N_("Declared lost of the set: {count}."), field="pieces", count=row.lost)
        row.lost -= self.pieces
        if row.lost:
            tx.go(tx.item.stage)
        else:
            row.result = self.where
            tx.end("KEY.LOST_SAMEDAY")
            tx.go("custody")
        cabinet.entitle(tx.item, row)


class Consent(Moving[Key]):
    """Owner or developer says what is to be done: a new key, a new lock, or nothing."""

    key, label = "c", N_("Consent obtained")
    at, to = ("lost",), ("agreed",)
    by = LEADERS
    meets = ("KEY.LOST_SAMEDAY",)
    guards = ("G-KEY-07",)
    source = "004 KEY 4.4.4"
    says = N_("{who} consents, {channel}, {consented}: {remedy}")

    who: str = ask(N_("Who consents"), max_length=80, help=N_("The owner, or for the developer its representative."))
    channel: str = ask(N_("By which channel"), max_length=80)
    remedy: Remedy = ask(N_("What is agreed"))
    consented: Moment | None = ask(N_("Consented at"), default=None, prefer="past", help=N_("Now, if left empty."))

    def apply(self, tx: Tx, row: Key) -> None:
        """Keep who, how and when; the supervisor knows by now."""
        row.consent_by, row.consent_how, row.remedy = self.who, self.channel, self.remedy
        row.consented = tx.past(self.consented, field="consented")
        if row.discovered and row.consented < row.discovered:
            tx.refuse("consented", N_("That is before the loss was noticed. Check the time."), field="consented")
        row.memo_told, row.memo_told_at = row.memo_told or tx.actor.name, row.memo_told_at or tx.happened
        tx.facts["consented"] = value_of(row.consented)


class Replace(Moving[Key]):
    """What was agreed is done: keys made, lock changed, or the key given up; the memo is closed."""

    key, label = "v", N_("Replaced, memo closed")
    at, to = ("agreed",), ("custody",)
    then = ("key.flag",)
    guards = ("G-KEY-07",)
    source = "004 KEY 4.4.4"
    says = N_("{remedy}, new keys ×{made}, {cost} yuan, memo {memo} closed: {result}")

    made: Count = ask(N_("New keys on the hook"), default=0)
    cost_yuan: Count = ask(N_("Cost, yuan"), default=0)
    result: str = ask(N_("Result"), lines=True)

    def apply(self, tx: Tx, row: Key) -> None:
        """The lost ones are written off, the new ones hang; a new lock makes every old key of that door useless."""
        tx.facts |= {"memo": row.memo, "remedy": value_of(row.remedy), "cost": {"fen": self.cost_yuan * 100}}
        if row.remedy is Remedy.LOCK and row.out:
            tx.refuse("out", N_("{out} old keys are lent. Take them back before the lock is changed on record."),
                      field="made", out=row.out)  # fmt: skip
        keep = 0 if row.remedy is Remedy.LOCK else row.pieces - row.lost
        if row.remedy is Remedy.NOTHING and self.made:
            tx.refuse("G-KEY-07", N_("No new key was agreed. Ask for consent to one, or leave the number at 0."),
                      field="made")  # fmt: skip
        if row.remedy is not Remedy.NOTHING and self.made < 1:
            tx.refuse("made", N_("How many new keys hang on the hook now?"), field="made")
        row.pieces, row.lost = keep + self.made, 0
        row.replaced, row.cost_fen, row.result = tx.happened, self.cost_yuan * 100, self.result
        if row.remedy is Remedy.LOCK:
            row.outdated = None
            for other in same_lock(tx, row):
                tx.then("key.flag", {"memo": row.memo}, item=cabinet.key_item(tx, other))
        cabinet.entitle(tx.item, row)


class Flag(Moving[Key]):
    """The lock of this key set was changed: its keys fit no more."""

    label = N_("Lock was changed")
    at = HERE
    by = NOBODY
    hidden = True
    source = "004 KEY 4.4.4"
    says = N_("The lock was changed (memo {memo}): these keys fit no more")

    memo: str = ask(N_("Memo"), max_length=24)

    def apply(self, tx: Tx, row: Key) -> None:
        """Mark it; lending them is refused from now on."""
        row.outdated = tx.happened


def loan_of(tx: Tx, key: Key, number: str) -> Loan:
    """The open loan of that key set by its number.

    Raises:
        Refused: it is none.
    """
    item = tx.other_item(number, field="loan")
    found = tx.session.get(Loan, item.id)
    if found is None or found.key_id != key.item_id or item.closed is not None:
        tx.refuse("loan", N_("{number} is no open loan of {tag}."), field="loan", number=item.number, tag=key.tag)
    return found
