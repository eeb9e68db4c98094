"""Leaving a shift: tidied up, released where important work is unfinished, signed by both, or ended by a supervisor.

Nobody is trapped: a supervisor's word, also by telephone, lets important work be handed on, and a supervisor ends a
shift whose relief does not come. Both are marked so.
"""

from datetime import timedelta

from propdesk.i18n import N_
from propdesk.models.shift import Handover as Row
from propdesk.procedures import shift_matter as matter
from propdesk.procedures.forms import Colleague, Moment, ask
from propdesk.procedures.step import DESK, EVERYBODY, LEADERS, NOBODY, Deed, Moving, Signing
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import word
from propdesk.store import handover as kept
from propdesk.store import handover_sheet as sheets

MINUTE = timedelta(minutes=1)
FINISHED = N_("Unfinished important work: {numbers}. Finish it, or let a supervisor release it (shift.release).")


class Leave(Moving[Row]):
    """Put the desk in order before leaving; the sheet is filled by the desk, what only people know is added here."""

    key, label = "l", N_("Prepare to leave")
    at, to = matter.ON_DUTY, ("tidied",)
    meets = ("DUTY.TIDY_15M",)
    source = "004 DUTY 4.2.2"
    says = N_("Ready to leave: {open} open, {important} important, {keys} keys out; goods: {goods}; notes: {notes}")

    notes: str | None = ask(N_("Notes for the next shift"), default=None, lines=True)
    goods: str | None = ask(N_("Goods and papers passed over"), default=None, max_length=400)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """What was written before is shown."""
        return frozenset({"notes", "goods"})

    def apply(self, tx: Tx, row: Row) -> None:
        """Write down notes and goods, and how much there is to hand over."""
        matter.own(tx, row)
        row.tidied, row.notes, row.goods = tx.happened, self.notes or "", self.goods or ""
        items = kept.open_items(tx.connection, [tx.actor.id])
        important = sum(each.important for each in items)
        keys = sum(loan.pieces for loan in sheets.keys_out(tx.connection))
        tx.facts |= {"open": len(items), "important": important, "keys": keys}


class Release(Moving[Row]):
    """A supervisor lets important work be handed over unfinished: with the PIN, on paper, or by telephone."""

    key, label = "r", N_("Release unfinished work")
    at = matter.ON_DUTY
    by = EVERYBODY
    aside = True
    may_start = ("DUTY.COUNTERSIGN",)
    signs = (
        Signing("supervisor", N_("Supervisor releases"), roles=LEADERS, must=True, paper=True, own=True,
                guard="G-DUTY-03"),
    )  # fmt: skip
    guards = ("G-DUTY-03",)
    source = "004 DUTY 4.2.2d"
    says = N_("Released by {who}: {numbers}; {reason}")

    reason: str = ask(N_("Reason"), max_length=400)
    said: Moment | None = ask(N_("When it was said"), default=None, prefer="past")

    def apply(self, tx: Tx, row: Row) -> None:
        """Who, when and why; a word that was not signed with a PIN is countersigned on the next working day."""
        signed = tx.signed["supervisor"]
        if signed.operator_id is not None and signed.operator_id == row.clerk_id:
            tx.refuse("G-DUTY-03", N_("Nobody releases their own work: another supervisor does."), field="supervisor")
        important = _important(tx, row)
        row.release_reason, row.released_by, row.released_how = self.reason, signed.name, signed.proof
        row.release_said = tx.past(self.said, field="said")
        row.countersigned, row.countersigned_by = None, ""
        if signed.operator_id is None:
            tx.start("DUTY.COUNTERSIGN", again=True)
        tx.facts |= {"who": signed.name, "numbers": matter.numbers(important) or "-"}


class Countersign(Moving[Row]):
    """A word that let important work be handed over is signed for by a leader, on the next working day."""

    key, label = "u", N_("Countersign the release")
    at = (*matter.ON_DUTY, "handed_over")
    by = LEADERS
    aside = True
    meets = ("DUTY.COUNTERSIGN",)
    guards = ("G-DUTY-03",)
    source = "004 DUTY 4.2.2d"
    says = N_("Release by {who} countersigned; {remark}")

    remark: str | None = ask(N_("Remark"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Row) -> None:
        """Only a word that waits for it, and not by whoever it let go."""
        if not tx.runs("DUTY.COUNTERSIGN"):
            tx.refuse("countersign", N_("No release by telephone or on paper waits to be countersigned here."))
        if row.clerk_id == tx.actor.id:
            tx.refuse("separation", N_("Somebody else must countersign what let you go."))
        row.countersigned, row.countersigned_by = tx.happened, tx.actor.name
        tx.facts["who"] = row.released_by


class Handover(Moving[Row]):
    """Hand the shift over: who leaves and who takes over sign in one act, each with the own PIN (G-DUTY-02)."""

    key, label = "h", N_("Hand over")
    at, to = ("tidied",), ("handed_over",)
    meets = ("DUTY.CARRY_OVER",)
    then = ("shift.begin",)
    signs = (
        Signing("leaving", N_("Who leaves signs"), roles=DESK, must=True, own=True, guard="G-DUTY-02", usual="actor"),
        Signing("arriving", N_("Who takes over signs"), roles=DESK, must=True, own=True, guard="G-DUTY-02"),
    )
    guards = ("G-DUTY-02", "G-DUTY-03", "G-DUTY-06")
    source = "004 DUTY 4.1.5a, 4.2.2c-d, VIS 4.9"
    says = N_("Handed over to {relief}: {open} open, {important} important; {keys} keys out; {remark}")

    remark: str | None = ask(N_("Remark"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Row) -> None:
        """Refuse while nobody takes over or important work is unfinished; freeze the sheet; the relief begins."""
        found = matter.relief(tx, row)
        if found is None:
            tx.refuse("G-DUTY-02", N_("Nobody has arrived to take over: you stay until both have signed. A supervisor "
                                      "can end the shift (shift.end_for)."))  # fmt: skip
        item, coming = found
        self._check_signers(tx, row, coming)
        important = _important(tx, row)
        if important and not row.release_reason:
            tx.refuse("G-DUTY-03", FINISHED, numbers=matter.numbers(important))
        row.handed_over, row.relieved_by_id = tx.happened, coming.clerk_id
        sheet = sheets.sheet(tx.connection, tx.item.id or 0, tx.now)
        row.sheet = sheets.frozen(sheet)
        tx.facts |= {
            "relief": matter.name_of(tx, coming.clerk_id), "open": len(sheet.mine), "important": len(important),
            "keys": sum(loan.pieces for loan in sheet.keys), "sheet": sheets.digest(row.sheet),
        }  # fmt: skip
        if row.clerk_id == coming.clerk_id:
            tx.facts["same"] = True
        tx.then("shift.begin", {}, item=item, signed=True)

    def _check_signers(self, tx: Tx, row: Row, coming: Row) -> None:
        for key, clerk in (("leaving", row.clerk_id), ("arriving", coming.clerk_id)):
            if tx.signed[key].operator_id != clerk:
                tx.refuse("G-DUTY-02", N_("Here {name} signs, with the own PIN."), field=key,
                          name=matter.name_of(tx, clerk))  # fmt: skip
        if tx.actor.id not in (row.clerk_id, coming.clerk_id):
            tx.refuse("G-DUTY-02", N_("Only who leaves and who takes over hand a shift over."))


class Begin(Moving[Row]):
    """Be on duty: follows from the handover, or stands alone where nobody is there to hand over."""

    key, label = "b", N_("Begin without a handover")
    at, to = matter.ARRIVING, ("on_duty",)
    starts = ("DUTY.CARRY_OVER", "DUTY.TIDY_15M")
    then = ("shift.carry",)
    aside = True
    guards = ("G-DUTY-02", "G-DUTY-07")
    source = "004 DUTY 4.2.1-4.2.2"
    says = N_("On duty; items taken over: {count}; differences: {differences}; {explanation}")

    def apply(self, tx: Tx, row: Row) -> None:
        """Everything is read, counted, explained and taken over; the items change hands with the signatures."""
        handed = "arriving" in tx.signed
        if not handed:
            matter.own(tx, row)
        if (earlier := matter.still_on_duty(tx, row)) is not None:
            tx.refuse("G-DUTY-02", N_("{name} is still on duty: both of you sign the handover (shift.handover)."),
                      name=matter.name_of(tx, earlier.clerk_id))  # fmt: skip
        self._check(tx, row)
        row.begun = tx.happened
        found = matter.differences(tx, row)
        tx.facts["differences"] = list(matter.said(tx, found)) or word("none", N_("none"))
        tx.facts["explanation"] = row.explanation
        tx.facts["count"] = matter.hand_on(tx, row)
        tidy = row.ends - timedelta(minutes=tx.site.settings.tidy_minutes)
        tx.start("DUTY.CARRY_OVER", due=row.ends, since=min(tx.happened, row.ends - MINUTE))
        tx.start("DUTY.TIDY_15M", due=tidy, since=min(tx.happened, tidy - MINUTE))

    def _check(self, tx: Tx, row: Row) -> None:
        if row.read is None:
            tx.refuse("read", N_("{name} has not read the log of the shift before yet (shift.read)."),
                      name=matter.name_of(tx, row.clerk_id))  # fmt: skip
        if missing := matter.uncounted(tx, row):
            language = tx.site.settings.language
            names = ", ".join(thing.words(language) for thing in missing[: matter.NAMED])
            tx.refuse("uncounted", N_("Not counted yet: {things} (shift.count)."), things=names)
        found = matter.differences(tx, row)
        if (found or row.damaged) and not row.explanation:
            told = "; ".join([*matter.said(tx, found), *([row.damaged] if row.damaged else [])])
            tx.refuse("G-DUTY-07", N_("Missing or damaged: {told}. Explain it before anybody signs (shift.explain)."),
                      told=told)  # fmt: skip
        if left := matter.untaken(tx, row):
            tx.refuse("untaken", N_("Not taken over yet: {numbers} (shift.take)."), numbers=matter.numbers(left))


class Carry(Deed):
    """An open item becomes that of whoever took it over; the first receiver stays on record (首接负责制)."""

    label = N_("Taken over at a handover")
    by = NOBODY
    hidden = True
    guards = ("G-VIS-01",)
    source = "004 VIS 4.2, 4.9, DUTY 4.2.2b"
    says = N_("Taken over by {taker} at the handover; {remark}")

    taker: Colleague = ask(N_("Who takes it over"), max_length=40)
    remark: str | None = ask(N_("Remark"), default=None, max_length=400)

    def do(self, tx: Tx) -> None:
        """Move the owner of an item of any ledger."""
        if tx.subject is None:
            tx.refuse("item", N_("Only an open item can be taken over."))
        owner = tx.colleague(self.taker, field="taker")
        if tx.item.owner_id != owner.id:
            tx.item.owner_id = owner.id or 0
            tx.item.version += 1


class EndFor(Moving[Row]):
    """A supervisor ends somebody's shift: nobody came, or the relief did not; it stays marked."""

    key, label = "z", N_("End it for somebody")
    at, to = matter.UNENDED, ("handed_over",)
    by = LEADERS
    aside = True
    ends = matter.RUNNING
    guards = ("G-DUTY-02",)
    source = "004 DUTY 4.2.2c; site practice"
    says = N_("Ended by a supervisor for {whom}: {reason}")

    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Row) -> None:
        """Never one's own, where another leader works here."""
        matter.end_for(tx, row, self.reason)


def _important(tx: Tx, row: Row) -> list[kept.OpenItem]:
    """The unfinished work of whoever leaves that a shift finishes itself."""
    items = kept.open_items(tx.connection, [row.clerk_id or 0])
    return [each for each in items if each.important]
