"""What is done with a finding at once: written down, reported to the manager; a smell asked about and called in."""

from sqlmodel import col, select

from propdesk.i18n import N_
from propdesk.models.finding import Finding, FindingKind, Persuaded
from propdesk.models.item import Item
from propdesk.procedures import kit
from propdesk.procedures.forms import ItemNumber, Moment, UnitCode, ask
from propdesk.procedures.step import Moving, Opening
from propdesk.procedures.tx import Tx
from propdesk.rules.checklist import Check, Flag
from propdesk.rules.patrol import page_code
from propdesk.rules.sentence import value_of, word

TO_TELL = ("PATROL.ISSUE_NOW", "VAC.ANOMALY")
"""The clocks until the manager is told; what is abnormal in a vacant unit has one of its own (004 VAC 4.6.8)."""

DUPLICATE = N_(
    "{number} is open about that already. Write there that it was found again, or say that this is another one."
)


class Report(Opening[Finding]):
    """Write down what was found: solved on the spot with how, or with the manager told, or to be told at once."""

    key, label = "n", N_("New finding")
    to = ("found", "reported", "solved", "smell")
    may_start = ("PATROL.ISSUE_NOW", "PATROL.SMELL_NOW", "VAC.ANOMALY")
    guards = ("G-PAT-04", "G-PAT-05")
    source = "004 PATROL 4.5.2a, 4.5.5, 4.10.1"
    says = N_("Found at {where}: {text} ({kind}), page {sheet}; {outcome}")

    text: str = ask(N_("What was found"), lines=True)
    kind: FindingKind = ask(N_("Kind"), default=FindingKind.DEFECT)
    check: str | None = ask(N_("Item of the checklist"), default=None, max_length=3)
    place: str | None = ask(N_("Place"), default=None, max_length=80)
    unit: UnitCode | None = ask(N_("Unit"), default=None)
    persuaded: Persuaded | None = ask(
        N_("After talking to them"), default=None, when=("kind", ("violation",)), must=True
    )
    solved: bool = ask(N_("Solved on the spot"), default=False)
    how: str | None = ask(N_("How"), default=None, max_length=400, when=("solved", ("yes",)), must=True)
    told_to: str | None = ask(
        N_("Manager told"), default=None, max_length=80, when=("solved", ("no",)), help=N_("Who, if told already.")
    )
    another: bool = ask(
        N_("Another one"), default=False, help=N_("Yes, if it is not the one that is open about the same thing.")
    )

    def open(self, tx: Tx) -> Finding:
        """The same thing at the same place is not opened twice; a way of escape that is blocked is urgent."""
        check = self._check(tx)
        kind = self._kind(check)
        kit.address(tx, text=self.text, unit=self.unit, place=self.place)
        place = tx.item.place
        row = Finding(
            item_id=0, check_id=check.id if check else "", area=check.id[0] if check else "", place=place,
            text=self.text, kind=kind, persuaded=self.persuaded,
        )  # fmt: skip
        if not self.another and (known := _open_twin(tx, row)):
            tx.refuse("duplicate", DUPLICATE, field="another", number=known.number)
        if tx.origin is not None and tx.origin.ledger == "round":
            row.round_id = tx.origin.id
        if tx.origin is not None and tx.origin.ledger != tx.item.ledger:
            tx.item.matter_id = 0  # a matter of its own: each finding of a round is a row of the worklist
        if kind is FindingKind.SMELL and self.solved:
            tx.refuse("smell", N_("A smell is asked about first; say then what it was."), field="solved")
        row.sheet = page_code(tx.site.calendar.day(tx.now), tx.item.ord)
        tx.item.urgent = kind is FindingKind.SMELL or (check is not None and check.flag is Flag.ESCAPE_DOOR)
        self._lead_on(tx, row)
        return row

    def _check(self, tx: Tx) -> Check | None:
        if not self.check:
            return None
        found = tx.site.checklist.check(self.check.upper())
        if found is None:
            tx.refuse("check", N_("The checklist has no item {id}."), field="check", id=self.check)
        return found

    def _kind(self, check: Check | None) -> FindingKind:
        smells = check is not None and check.flag is Flag.SMELL
        return FindingKind.SMELL if smells else self.kind

    def _lead_on(self, tx: Tx, row: Finding) -> None:
        outcome = word("found", N_("to be reported to the manager"))
        stage = "found"
        if row.kind is FindingKind.SMELL:
            stage, outcome = "smell", word("smell", N_("ask the unit at once, then security"))
            tx.start("PATROL.SMELL_NOW")
        elif self.solved:
            row.solved, row.how = True, self.how or ""
            stage, outcome = "solved", word("solved", N_("solved on the spot"))
        elif self.told_to:
            row.told, row.told_to = tx.happened, self.told_to
            stage, outcome = "reported", word("reported", N_("reported to the manager"))
        else:
            tx.start("VAC.ANOMALY" if row.kind is FindingKind.VACANT else "PATROL.ISSUE_NOW")
        area = tx.site.checklist.area(row.area) if row.area else None
        where = row.place or (word(area.letter, area.title) if area else "")
        tx.facts |= {"where": where, "sheet": row.sheet, "kind": value_of(row.kind), "outcome": outcome}
        tx.go(stage)


class Again(Moving[Finding]):
    """The same thing was found again: counted on the open one; one that was called handled is not, then."""

    aside = True
    key, label = "g", N_("Seen again")
    at, to = ("smell", "found", "reported", "handled"), ("smell", "found", "reported", "handled")
    may_start = ("PATROL.VERIFY",)
    ends = ("PATROL.VERIFY", *TO_TELL)
    source = "004 PATROL 4.10"
    says = N_("Found again, no. {count}: {note}; {outcome}")

    note: str = ask(N_("What was seen"), max_length=200)
    solved: bool = ask(N_("Solved on the spot"), default=False)
    round: ItemNumber | None = ask(N_("On the round"), default=None, max_length=24)

    def apply(self, tx: Tx, row: Finding) -> None:
        """Solved now, it is to be verified like any other; not solved, it goes on where it stands."""
        row.again += 1
        stage, outcome = tx.item.stage, word("open", N_("still open"))
        if self.solved and stage in ("found", "reported"):
            stage, outcome = "handled", word("solved", N_("solved on the spot, to be verified"))
            row.course, row.handled = self.note, tx.happened
            for code in TO_TELL:
                tx.end(code)
            tx.start("PATROL.VERIFY")
        elif stage == "handled" and not self.solved:
            stage, outcome = "reported", word("back", N_("not handled after all"))
            row.handled = None
            tx.end("PATROL.VERIFY")
        tx.facts |= {"count": row.again, "outcome": outcome}
        tx.go(stage)


class AskUnit(Moving[Finding]):
    """A smell: the unit was asked. Where the cause is found and gone, that is the end; else security comes."""

    key, label = "a", N_("Ask the unit")
    at, to = ("smell",), ("smell", "solved")
    may_meet = ("PATROL.SMELL_NOW",)
    source = "004 PATROL 4.5.5"
    says = N_("Unit asked at {asked}: {answer}; cause found: {cause_known}")

    unit: UnitCode | None = ask(N_("Unit"), default=None)
    asked: Moment | None = ask(N_("Asked at"), default=None, prefer="past", help=N_("Left empty: now."))
    answer: str = ask(N_("What they said"), max_length=400, help=N_("Also that nobody opened."))
    cause_known: bool = ask(N_("Cause found and gone"), default=False)

    def apply(self, tx: Tx, row: Finding) -> None:
        """Keep the time of the asking."""
        asked = tx.past(self.asked, field="asked")
        if self.unit:
            found = tx.unit(self.unit)
            tx.item.unit_id, tx.item.place = found.id, found.code
        row.asked_unit, row.unit_answer = asked, self.answer
        tx.facts["asked"] = value_of(asked)
        if self.cause_known:
            row.solved, row.how = True, self.answer
            tx.meet("PATROL.SMELL_NOW")
        tx.go("solved" if self.cause_known else "smell")


class CallSecurity(Moving[Finding]):
    """A smell whose cause nobody knows: security was called, and when; the manager hears of it too."""

    key, label = "s", N_("Call security")
    at, to = ("smell",), ("reported",)
    meets = ("PATROL.SMELL_NOW",)
    guards = ("G-PAT-07",)
    source = "004 PATROL 4.5.5"
    says = N_("Security called at {called}: {reached}; unit asked at {asked}; manager told: {told_to}")

    reached: str = ask(N_("Who was reached"), max_length=80)
    called: Moment | None = ask(N_("Called at"), default=None, prefer="past", help=N_("Left empty: now."))
    not_asked: str | None = ask(
        N_("Why the unit was not asked"), default=None, max_length=200, help=N_("Only where nobody asked it.")
    )
    told_to: str | None = ask(N_("Manager told"), default=None, max_length=80)

    def apply(self, tx: Tx, row: Finding) -> None:
        """First the unit, then security; both times are on record."""
        if row.asked_unit is None and not self.not_asked:
            tx.refuse("G-PAT-07", N_("Ask the unit first and write down when, or say why it was not asked."),
                      field="not_asked")  # fmt: skip
        row.security_called, row.security_name = tx.past(self.called, field="called"), self.reached
        row.unit_answer = row.unit_answer or self.not_asked or ""
        row.told, row.told_to = tx.happened, self.told_to or ""
        tx.facts |= {"called": value_of(row.security_called), "asked": value_of(row.asked_unit)}


class Tell(Moving[Finding]):
    """Report the finding to the manager, who says which department acts."""

    key, label = "r", N_("Report to the manager")
    at, to = ("found",), ("reported",)
    meets = TO_TELL
    source = "004 PATROL 4.10.1"
    says = N_("Reported to {told_to}; {note}")

    told_to: str = ask(N_("Manager told"), max_length=80)
    note: str | None = ask(N_("What was decided"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Finding) -> None:
        """Keep when and to whom."""
        row.told, row.told_to = tx.happened, self.told_to


def _open_twin(tx: Tx, row: Finding) -> Item | None:
    """The open finding about the same item of the checklist, or in the same words, at the same place.

    A smell that is there again after security came is another one.
    """
    same = Finding.check_id == row.check_id
    words = same if row.check_id else Finding.text == row.text
    wanted = select(Item).join(Finding, col(Finding.item_id) == col(Item.id))
    wanted = wanted.where(same, words, Finding.place == row.place, col(Item.closed).is_(None))
    if row.kind is FindingKind.SMELL:
        wanted = wanted.where(Item.stage == "smell")
    with tx.session.no_autoflush:
        return tx.session.exec(wanted.order_by(col(Item.id)).limit(1)).first()
