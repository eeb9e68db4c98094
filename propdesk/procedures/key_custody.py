"""Keys come into custody and leave it: taken in, refused, taken over in bulk, handed back (manual P12)."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import PrivateAttr

from propdesk.i18n import N_, Words
from propdesk.models.key import Ground, Key, KeyClass, Proof
from propdesk.procedures import cabinet, kit, taking
from propdesk.procedures.forms import PhoneNumber, UnitCode, ask
from propdesk.procedures.key_matter import card_of, cards_of_unit, whole
from propdesk.procedures.step import DESK, LEADERS, NOBODY, Deed, Moving, Opening, Signing
from propdesk.procedures.tx import Tx
from propdesk.rules.keylist import KeyListRefused, KeyRow
from propdesk.store.keylist import problems, taken_over


class Accept(taking.Taking):
    """Take keys into custody: the developer's of units not moved into, an owner's under a mandate, or the house's own.

    An owner entrusts keys only for a reason in scope, approved; the disclaimer is explained and signed, the second
    copy of the mandate goes with the owner (004 KEY 4.1, 4.3).
    """

    key, label = "n", N_("Take keys in")
    to = ("custody",)
    guards = ("G-KEY-02", "G-KEY-03", "G-KEY-04", "G-KEY-08")
    signs = (
        Signing("owner", N_("Owner's signature on the mandate")),
        Signing("approver", N_("Approved by"), roles=LEADERS, paper=True),
    )
    source = "004 KEY 4.1-4.3"
    says = N_("Taken in ×{pieces}, {kind}: {where}, number {number}, hook {hook}")

    def open(self, tx: Tx) -> Key:
        """Take them in; what a mandate lacks is refused by its guard."""
        row = self.row(tx)
        if self.kind is KeyClass.ENTRUSTED:
            self._mandate(tx, row)
        return row

    def _mandate(self, tx: Tx, row: Key) -> None:
        if not row.reason:
            tx.refuse("G-KEY-02", N_("Write why the owner entrusts the keys: custody is for real need only."),
                      field="reason")  # fmt: skip
        approver = tx.signed.get("approver")
        if approver is None and not tx.actor.roles & LEADERS:
            tx.refuse("G-KEY-02", N_("An owner's keys are taken in with a supervisor's approval."), field="approver")
        for field, text in (("person", self.person), ("phone", self.phone), ("condition", self.condition)):
            if not text:
                tx.refuse("G-KEY-03", N_("The mandate needs the owner's name, phone and the condition of collection."),
                          field=field)  # fmt: skip
        if not self.disclaimer or "owner" not in tx.signed:
            tx.refuse("G-KEY-03", N_("Explain that the centre does not answer for household property, then let the "
                                     "owner sign the mandate."), field="disclaimer")  # fmt: skip
        if not self.copy_given:
            tx.refuse("G-KEY-04", N_("Give the second copy of the mandate to the owner, then mark it."),
                      field="copy_given")  # fmt: skip
        row.approved_by = approver.name if approver else tx.actor.name
        row.mandate, row.copy_given = tx.sheet_number("mandate", "WT"), True
        tx.facts["mandate"] = row.mandate


class Register(taking.Taking):
    """A key set that was in custody before the desk went live, or came from the developer in bulk."""

    label = N_("Taken over into custody")
    to = ("custody",)
    by = NOBODY
    hidden = True
    source = "004 KEY 4.2"
    says = N_("Taken over ×{pieces}, {kind}: {where}, number {number}, hook {hook}")

    def open(self, tx: Tx) -> Key:
        """Take it over as the list says."""
        return self.row(tx)


class Refuse(Opening[Key]):
    """Keys are not taken into custody: no real need, or trouble is to be expected (004 KEY 4.1.2)."""

    key, label = "f", N_("Keys not taken in")
    to = ("refused",)
    guards = ("G-KEY-02",)
    source = "004 KEY 4.1.2"
    says = N_("Keys of {person}, {where}, not taken in: {ground}, {reason}")

    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    person: str = ask(N_("Who asked"), max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    ground: Ground = ask(N_("Ground"))
    reason: str = ask(N_("Reason"), max_length=400)

    def open(self, tx: Tx) -> Key:
        """Keep who asked and why not; no hook is taken."""
        kit.address(tx, text=self.reason, unit=self.unit, person=self.person, phone=self.phone)
        tx.facts["where"] = tx.item.place
        return Key(item_id=0, kind=KeyClass.ENTRUSTED, reason=self.reason, gone=tx.happened)


class Takeover(Deed):
    """Take over key sets, and what is lent of them, from a list that was read and found whole: all or none."""

    label = N_("Take over keys")
    by = DESK
    hidden = True
    then = ("key.register", "loan.register")
    guards = ("G-KEY-08",)
    source = "004 KEY 4.2.1-4.2.2"
    says = N_("Key list {file} taken over: {count} key sets, {keys} keys, {loans} loans")

    file: str = ask(N_("File"), max_length=200)
    sha256: str = ask(N_("Fingerprint of the file"), max_length=64)

    _rows: tuple[KeyRow, ...] = PrivateAttr(default=())

    def carrying(self, rows: tuple[KeyRow, ...]) -> "Takeover":
        """This step with what was read from the file."""
        self._rows = rows
        return self

    def do(self, tx: Tx) -> None:
        """Open a key set for each row, then the loans, with their old dates."""
        if not self._rows:
            tx.refuse("keylist", N_("Use “propdesk keys import FILE”: the file is read before it is written."))
        if before := taken_over(tx.connection, self.sha256):
            tx.refuse("keylist", N_("{file} was taken over before: its content is the same as that of {before}. "
                                    "Nothing was written."), file=self.file, before=before)  # fmt: skip
        if bad := problems(tx.connection, self._rows):
            raise KeyListRefused(bad)
        lent = [row for row in self._rows if row.loan]
        tx.facts |= {"count": len(self._rows), "keys": sum(row.pieces for row in self._rows), "loans": len(lent)}
        for row in self._rows:
            self._take(tx, "key.register", row.answers(), row.since)
        for row in lent:
            self._take(tx, "loan.register", row.loan_answers(), row.lent)

    def _take(self, tx: Tx, step: str, answers: Mapping[str, object], since: datetime | None) -> None:
        tx.take_over(step, answers, opened=since or tx.now, clocks_from=tx.now, facts={"taken_over_from": self.file})


class Handback(Moving[Key]):
    """Hand the keys back to the owner, or to whom the mandate names: never without proof; an attempt is on record.

    Without proof, or with one that does not fit, the keys stay: the answer "none" writes down that somebody asked.
    """

    aside = True
    key, label = "b", N_("Hand back")
    at, to = ("custody",), ("handed_back", "custody")
    guards = ("G-KEY-01",)
    signs = (Signing("receiver", N_("Receiver's signature")),)
    source = "004 KEY 4.4.5"
    says = N_("Handed back ×{pieces} to {receiver} against {proof} {number}")

    receiver: str = ask(N_("Who asks for the keys"), max_length=80)
    proof: Proof = ask(N_("Proof shown"))
    number: str | None = ask(
        N_("Number of the owner's card"), default=None, max_length=40, when=("proof", ("card",)), must=True
    )
    condition_met: bool = ask(N_("Condition of collection is met"), default=False, when=("proof", ("card", "identity")))
    remark: str | None = ask(N_("Remark"), default=None, max_length=400)

    def sentence(self) -> str:
        """Handed back, or that somebody asked in vain."""
        if self.proof is Proof.NONE:
            return N_("{receiver} asked for the keys without proof that fits; they stay here: {remark}")
        return self.says

    def apply(self, tx: Tx, row: Key) -> None:
        """Compare the proof with the mandate, then let the keys go."""
        if self.proof is Proof.NONE:
            tx.go("custody")
            return
        whole(tx, row)
        self._compare(tx, row)
        if row.condition and not self.condition_met:
            tx.refuse("G-KEY-01", N_("The mandate says: {condition}. Check it and mark it; if it is not met, "
                                     "choose “none” as the proof."), field="condition_met",
                      condition=row.condition)  # fmt: skip
        if "receiver" not in tx.signed:
            tx.refuse("G-KEY-01", N_("Whoever takes the keys signs for them."), field="sign-receiver")
        row.proof, row.handed_to = self.proof, self.receiver
        tx.facts["pieces"] = row.pieces
        cabinet.leave(row, tx.happened)
        tx.go("handed_back")

    def _compare(self, tx: Tx, row: Key) -> None:
        if row.kind is not KeyClass.ENTRUSTED:
            if self.proof is not Proof.IDENTITY:
                tx.refuse("G-KEY-01", N_("These are no owner's keys: only an identity card and a leader let them go."),
                          field="proof")  # fmt: skip
            if not tx.actor.roles & LEADERS:
                tx.refuse("G-KEY-01", N_("Keys of the class “{kind}” are handed back by a supervisor or manager."),
                          field="proof", kind=Words(row.kind.label))  # fmt: skip
        elif self.proof is Proof.CARD:
            self._by_card(tx, row)
        elif self.receiver not in (row.collector, tx.item.person):
            tx.refuse("G-KEY-01", N_("The mandate names {names}, not {receiver}. Without that name the keys stay."),
                      field="receiver", receiver=self.receiver,
                      names=", ".join(name for name in (tx.item.person, row.collector) if name) or "-")  # fmt: skip

    def _by_card(self, tx: Tx, row: Key) -> None:
        number = (self.number or "").upper()
        card = card_of(tx, number)
        valid = {each.number for each in cards_of_unit(tx, tx.item.unit_id)} | ({row.card} if row.card else set())
        if number not in valid or (card is not None and card.withdrawn is not None):
            tx.refuse("G-KEY-01", N_("Owner's card {number} is not one of {unit}, or is withdrawn. The keys stay."),
                      field="number", number=number, unit=tx.item.place)  # fmt: skip
