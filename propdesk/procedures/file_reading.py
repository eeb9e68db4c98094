"""Who reads an owner file (manual P16, FILE 4.3; STAFF 4.4-4.5): approved, registered, back complete."""

from propdesk.i18n import N_
from propdesk.models.file import File, FileReading
from propdesk.models.operator import Role
from propdesk.procedures.forms import Moment, ask
from propdesk.procedures.step import DESK, LEADERS, Moving, Signing
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import value_of

APPROVES = frozenset({Role.OFFICE_MANAGER})


class Consult(Moving[File]):
    """Somebody wants to read the file: who, what, why; the office manager approves, with PIN, on paper or by phone."""

    key, label = "c", N_("Consult")
    at, to = ("current", "former"), ("approved",)
    by = DESK | LEADERS
    signs = (Signing("manager", N_("Office manager approves"), roles=APPROVES, paper=True),)
    guards = ("G-FILE-01",)
    source = "004 FILE 4.3; STAFF 4.4"
    says = N_("{reader} may read {what}: {purpose}; approved by {by}")

    reader: str = ask(N_("Who reads"), max_length=80)
    what: str = ask(N_("What is read"), max_length=200)
    purpose: str = ask(N_("What for"), max_length=400)

    def apply(self, tx: Tx, row: File) -> None:
        """Nobody approves his own reading."""
        approver = tx.signed.get("manager")
        own = bool(tx.actor.roles & APPROVES)
        if approver is None and not own:
            tx.refuse("G-FILE-01", N_("Owner files are read with the office manager's approval only. Let the manager "
                                      "sign, or take it by telephone."), field="manager")  # fmt: skip
        by = approver.name if approver else tx.actor.name
        if by == self.reader:
            tx.refuse("G-FILE-01", N_("Nobody approves his own reading."), field="reader")
        row.reader, row.what, row.purpose = self.reader, self.what, self.purpose
        row.approved_by, row.approved, row.lent = by, tx.happened, None
        tx.facts["by"] = by


class Lend(Moving[File]):
    """Paper leaves the archive: back by a time, today unless said otherwise."""

    key, label = "l", N_("Paper handed out")
    at, to = ("approved",), ("out",)
    starts = ("FILE.LENT_BACK",)
    guards = ("G-FILE-01",)
    source = "004 FILE 4.3; STAFF 4.4"
    says = N_("Handed out to {reader}: {what}; back by {due}")

    due: Moment | None = ask(N_("Back by"), default=None, prefer="future", help=N_("Left empty: today's close."))

    def apply(self, tx: Tx, row: File) -> None:
        """The paper has its clock."""
        due = tx.ahead(self.due, field="due") if self.due else tx.site.calendar.end_of_day(tx.happened)[0]
        row.lent = tx.happened
        tx.start("FILE.LENT_BACK", due=due)
        tx.facts |= {"due": value_of(due), "reader": row.reader, "what": row.what}


class Return(Moving[File]):
    """The reading is over: paper is back complete, or what is missing is written down (STAFF 4.4)."""

    key, label = "b", N_("Reading is over")
    at, to = ("approved", "out"), ("current", "former")
    meets = ("FILE.LENT_BACK",)
    guards = ("G-FILE-01",)
    source = "004 FILE 4.3; STAFF 4.4"
    says = N_("{reader} has read {what}; complete: {complete}; {remark}")

    complete: bool = ask(N_("Complete"), default=True)
    remark: str | None = ask(N_("What is missing, or remark"), default=None, max_length=400)

    def apply(self, tx: Tx, row: File) -> None:
        """The register keeps it; incomplete paper needs a word."""
        if not self.complete and not self.remark:
            tx.refuse("complete", N_("Write what is missing."), field="remark")
        tx.session.add(
            FileReading(
                file_id=tx.item.id or 0, reader=row.reader, what=row.what, purpose=row.purpose,
                approved_by=row.approved_by, approved=row.approved or tx.happened, lent=row.lent, back=tx.happened,
                complete=self.complete, remark=self.remark or "",
            )
        )  # fmt: skip
        tx.facts |= {"reader": row.reader, "what": row.what}
        row.reader = row.what = row.purpose = row.approved_by = ""
        row.approved = row.lent = None
        tx.go("former" if row.transferred else "current")
