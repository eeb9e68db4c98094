"""The inspection and what follows (manual P03, MOVE 4.5.8-4.5.13): findings, repairs, second inspection, file."""

from datetime import datetime

from propdesk.i18n import N_
from propdesk.models.estate import UnitState
from propdesk.models.file import File as OwnerFile
from propdesk.models.movein import Movein, MoveinDefect
from propdesk.models.operator import Role
from propdesk.models.timer import Outcome, Purpose
from propdesk.procedures import premises, ticks
from propdesk.procedures.forms import Count, Moment, ask
from propdesk.procedures.movein_matter import defect_of, defects_of, term, unfixed
from propdesk.procedures.step import DESK, LEADERS, Moving, Signing
from propdesk.procedures.tx import Tx

BOTH = (
    Signing("owner", N_("Owner signs"), must=True, guard="G-MOVE-04", usual="person"),
    Signing("engineer", N_("Handing-over person signs"), must=True, guard="G-MOVE-04"),
)
"""The two signatures of an inspection sheet."""
WATER_TEST = N_("Please do a water-tightness test before decorating.")
"""What every inspection sheet carries (004 MOVE 4.5.9, G-MOVE-05)."""


class Inspect(Moving[Movein]):
    """Engineering inspects the flat with the owner: accepted, or findings with the developer's term (4.5.8-4.5.9)."""

    key, label = "c", N_("Inspection")
    at, to = ("keyed", "paid"), ("inspected", "defects")
    may_start = ("MOVE.FILE_SHIFT", "MOVE.FIX_TERM")
    signs = BOTH
    guards = ("G-MOVE-04", "G-MOVE-05")
    source = "004 MOVE 4.5.8-4.5.9"
    says = N_("Inspected with {inspector}: accepted: {accepted}; findings: {count}. {remark}")

    inspector: str = ask(N_("Engineer"), max_length=80)
    accepted: bool = ask(N_("Accepted without findings"), default=False)
    findings: str | None = ask(N_("Findings"), default=None, lines=True, help=N_("One a line: room: what is wrong."))
    term: Moment | None = ask(N_("Developer repairs by"), default=None, prefer="future")

    def apply(self, tx: Tx, row: Movein) -> None:
        """Number the findings; with none the papers are filed in this shift."""
        if tx.item.stage == "paid" and not tx.site.settings.inspect_first:
            tx.refuse("G-MOVE-03", N_("Here the keys come before the inspection."))
        lines = [line.strip() for line in (self.findings or "").splitlines() if line.strip()]
        if bool(lines) == self.accepted:
            tx.refuse("findings", N_("Either it is accepted, or the findings are listed."), field="findings")
        if lines and self.term is None:
            tx.refuse("term", N_("Until when does the developer repair?"), field="term")
        due = tx.ahead(self.term, field="term") if self.term else None
        row.inspector, row.inspected, row.accepted = self.inspector, tx.happened, self.accepted
        row.both_signed = True
        tx.facts |= {"count": len(lines), "remark": ticks.in_site(tx, WATER_TEST)}
        for number, line in enumerate(lines, start=1):
            room, _, text = line.replace("：", ":").partition(":")
            add(tx, number, room if text else "-", text or room, due)
        if lines:
            term(tx)
        else:
            tx.start("MOVE.FILE_SHIFT")
        tx.go("defects" if lines else "inspected")


class Defect(Moving[Movein]):
    """One more finding, noticed after the sheet was signed."""

    key, label = "d", N_("One more finding")
    at, to = ("inspected", "defects", "pursued"), ("defects",)
    starts = ("MOVE.FIX_TERM",)
    ends = ("MOVE.FILE_SHIFT", "MOVE.REINSPECT_CALL")
    source = "004 MOVE 4.5.8c"
    says = N_("Finding no. {number}, {room}: {text}; to be repaired by {term}")

    room: str = ask(N_("Room or item"), max_length=80)
    text: str = ask(N_("What is wrong"), max_length=400)
    term: Moment = ask(N_("Developer repairs by"), prefer="future")

    def apply(self, tx: Tx, row: Movein) -> None:
        """It goes on the list; nothing is filed before it is repaired."""
        number = max((defect.number for defect in defects_of(tx)), default=0) + 1
        add(tx, number, self.room, self.text, tx.ahead(self.term, field="term"))
        tx.facts["number"] = number
        for code in type(self).ends:
            tx.end(code)
        term(tx)


class Fix(Moving[Movein]):
    """The developer reports on a finding: repaired, or not in time; then the owner is told a new date (4.5.8c)."""

    key, label = "r", N_("Developer reports")
    at = ("defects", "pursued")
    may_meet = ("MOVE.FIX_TERM",)
    may_start = ("MOVE.REINSPECT_CALL", "MOVE.FIX_TERM")
    source = "004 MOVE 4.5.8c"
    says = N_("Findings {numbers}: repaired: {done}; {result}; new date {new_term}")

    number: Count = ask(N_("Number of the finding"), help=N_("0: all of them."))
    done: bool = ask(N_("Repaired"), default=True)
    result: str | None = ask(N_("Result"), default=None, max_length=400)
    new_term: Moment | None = ask(N_("New date"), default=None, prefer="future", when=("done", ("no",)), must=True)
    owner_told: bool = ask(N_("Owner told of the new date"), default=False, when=("done", ("no",)))

    def apply(self, tx: Tx, row: Movein) -> None:
        """With the last one repaired the owner is called to the second inspection."""
        among = unfixed([defect_of(tx, self.number)] if self.number else defects_of(tx))
        if not among:
            tx.refuse("fixed", N_("That is repaired already."), field="number")
        if not self.done and not self.owner_told:
            tx.refuse("told", N_("Tell the owner the new date first, then mark it."), field="owner_told")
        due = tx.ahead(self.new_term, field="new_term") if self.new_term else None
        tx.facts["numbers"] = ", ".join(str(defect.number) for defect in among)
        for defect in among:
            if self.done:
                defect.fixed, defect.result = tx.happened, self.result or ""
            else:
                defect.term, defect.postponed = due, defect.postponed + 1
        tx.session.flush()
        term(tx)
        if not unfixed(defects_of(tx)):
            tx.start("MOVE.REINSPECT_CALL")


class Invite(Moving[Movein]):
    """Call the owner to the second inspection."""

    key, label = "v", N_("Owner called to second inspection")
    at = ("defects", "pursued")
    may_meet = ("MOVE.REINSPECT_CALL",)
    source = "004 MOVE 4.5.8c"
    says = N_("Owner called to the second inspection, {outcome}; comes on {comes}")

    outcome: Outcome = ask(N_("Outcome"), default=Outcome.ANSWERED)
    comes: Moment | None = ask(N_("Comes on"), default=None, prefer="future")

    def apply(self, tx: Tx, row: Movein) -> None:
        """Only who was reached is invited."""
        tx.attempt(purpose=Purpose.RESIDENT, whom=tx.item.person, number=tx.item.phone, outcome=self.outcome)
        if self.outcome is Outcome.ANSWERED:
            row.invited = tx.happened
            row.appointed = tx.ahead(self.comes, field="comes") if self.comes else row.appointed
            tx.meet("MOVE.REINSPECT_CALL")


class Reinspect(Moving[Movein]):
    """The second inspection: passed, or the office manager pursues it under the warranty clause (4.5.8c)."""

    key, label = "z", N_("Second inspection")
    at, to = ("defects", "pursued"), ("inspected", "pursued")
    may_start = ("MOVE.FILE_SHIFT",)
    ends = ("MOVE.REINSPECT_CALL", "MOVE.FIX_TERM")
    signs = BOTH
    guards = ("G-MOVE-04",)
    source = "004 MOVE 4.5.8c"
    says = N_("Second inspection no. {count}: passed: {passed}; {remark}")

    passed: bool = ask(N_("Passed"), default=True)
    failed: str | None = ask(
        N_("Findings that failed"), default=None, max_length=80, when=("passed", ("no",)), must=True,
        help=N_("Their numbers, with commas."),
    )  # fmt: skip
    remark: str | None = ask(N_("Remark"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Movein) -> None:
        """What failed is open again."""
        if left := unfixed(defects_of(tx)):
            names = "; ".join(f"{defect.number} {defect.room}" for defect in left[:8])
            tx.refuse("unfixed", N_("Not repaired yet: {names}. The developer reports first."), names=names)
        row.reinspections += 1
        tx.facts["count"] = row.reinspections
        for code in type(self).ends:
            tx.end(code)
        if self.passed:
            self._all_passed(tx)
            return
        for number in (self.failed or "").replace("，", ",").split(","):
            if not number.strip().isdecimal():
                tx.refuse("failed", N_("Write the numbers of the findings, with commas: 1, 3."), field="failed")
            defect = defect_of(tx, int(number), field="failed")
            defect.fixed, defect.term = None, None
        row.pursued = tx.happened
        tx.go("pursued")

    def _all_passed(self, tx: Tx) -> None:
        for defect in defects_of(tx):
            defect.passed = defect.passed or tx.happened
        tx.start("MOVE.FILE_SHIFT")
        tx.go("inspected")


class Pursue(Moving[Movein]):
    """The office manager presses the developer under the contract's warranty clause, with a new term (4.5.8c)."""

    key, label = "u", N_("Pursued by the office manager")
    at, to = ("pursued",), ("defects",)
    by = frozenset({Role.OFFICE_MANAGER, Role.CENTRE_MANAGER})
    starts = ("MOVE.FIX_TERM",)
    source = "004 MOVE 4.5.8c"
    says = N_("Pursued with the developer: {words}; new term {new_term}")

    words: str = ask(N_("What was demanded"), max_length=400)
    new_term: Moment = ask(N_("New date"), prefer="future")

    def apply(self, tx: Tx, row: Movein) -> None:
        """What failed has a term again."""
        left = unfixed(defects_of(tx))
        if not left:
            tx.refuse("fixed", N_("Everything is repaired. Call the owner to the second inspection."))
        for defect in left:
            defect.term = tx.ahead(self.new_term, field="new_term")
        tx.session.flush()
        term(tx)


class File(Moving[Movein]):
    """Everything is in the file, in this shift: cover, sheet, agreements, card, register (4.5.9-4.5.13)."""

    key, label = "y", N_("Filed")
    at, to = ("inspected",), ("filed",)
    by = DESK | LEADERS
    meets = ("MOVE.FILE_SHIFT",)
    then = ("file.open", "file.documents")
    guards = ("G-MOVE-03", "G-MOVE-04")
    source = "004 MOVE 4.5.9-4.5.13"
    says = N_("Filed on shelf {shelf}; register in paper and computer entered")

    shelf: str = ask(N_("Shelf"), max_length=40)
    entered: bool = ask(N_("Move-in register entered, on paper and here"), default=False)
    cover: bool = ask(N_("Cover carries owner and unit"), default=False)
    lived_in: bool = ask(N_("The owner lives there now"), default=False)

    def apply(self, tx: Tx, row: Movein) -> None:
        """The file is opened with what the move-in brought."""
        if row.keyed is None:
            tx.refuse("G-MOVE-03", N_("The keys are not handed over yet."))
        if not row.both_signed:
            tx.refuse("G-MOVE-04", N_("The inspection sheet lacks a signature."))
        if not (self.entered and self.cover):
            tx.refuse("filing", N_("Enter the register and complete the cover, then mark both."), field="entered")
        row.filed = tx.happened
        if self.lived_in:
            premises.unit_of(tx).state = UnitState.OCCUPIED
        documents = [*row.agreements.split("; "), *([N_("Owner data card")] if not row.card_missing else []),
                     N_("Inspection sheet")]  # fmt: skip
        self._into_the_file(tx, [name for name in documents if name in tx.site.settings.file_documents])

    def _into_the_file(self, tx: Tx, documents: list[str]) -> None:
        """Open the owner's file, or put the papers into the one that is there."""
        known = next((item for item in premises.files_of(tx) if item.stage == "current"), None)
        if known is None or known.person != tx.item.person:
            tx.then("file.open", {"unit": tx.item.place, "person": tx.item.person, "phone": tx.item.phone,
                                  "shelf": self.shelf, "documents": "; ".join(documents)})  # fmt: skip
            return
        there = tx.session.get_one(OwnerFile, known.id)
        kept = [name for name in there.documents.split("; ") if name and name not in documents]
        tx.then("file.documents", {"documents": "; ".join([*kept, *documents]), "shelf": self.shelf}, item=known)


def add(tx: Tx, number: int, room: str, text: str, due: datetime | None) -> None:
    """Write a finding down."""
    tx.session.add(MoveinDefect(movein_id=tx.item.id or 0, number=number, room=room.strip()[:80],
                                text=text.strip()[:400], term=due))  # fmt: skip
    tx.session.flush()
