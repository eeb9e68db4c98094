"""Owner files (业主档案; manual P16): complete, current, secret; who read what, when and why is always known.

A file rests until somebody wants to read it. The office manager approves each consultation (G-FILE-01); paper that
leaves comes back complete. What changes is added, never overwritten; a new owner has a new file, and the old one lies
apart for three years.
"""

from propdesk.i18n import N_
from propdesk.models.file import File
from propdesk.models.operator import Role
from propdesk.procedures import file_matter, kit, premises
from propdesk.procedures.file_keeping import Arrears, Census, Change, ContactCheck, Documents, Settled, Transfer
from propdesk.procedures.file_reading import Consult, Lend, Return
from propdesk.procedures.forms import PhoneNumber, Ticks, UnitCode, ask
from propdesk.procedures.step import DESK, LEADERS, VOIDED, Moving, Opening, Procedure, Signing, Stage
from propdesk.procedures.tx import Tx

ANOTHER = N_("{unit} has its file already: {number}. A new owner comes by transfer.")


class Open(Opening[File]):
    """Open the file of an owner: what lies in it, and where; one current file a unit."""

    key, label = "n", N_("New owner file")
    to = ("current",)
    by = DESK | LEADERS
    then = ("vacancy.sell",)
    guards = ("G-FILE-03",)
    source = "004 MOVE 4.5.11, FILE 4.1, 4.2"
    says = N_("File of {person}, {where}, opened on shelf {shelf}; still missing: {missing}")

    unit: UnitCode = ask(N_("Unit"), max_length=20)
    person: str = ask(N_("Owner"), max_length=40)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    shelf: str = ask(N_("Shelf"), max_length=40)
    documents: Ticks | None = ask(N_("Lies in the file"), default=None, options="file_documents")

    def open(self, tx: Tx) -> File:
        """Keep what is there; what is missing shows."""
        unit = kit.address(tx, text="", unit=self.unit, person=self.person, phone=self.phone)
        if other := file_matter.current_file(tx, unit.id if unit else None):
            tx.refuse("G-FILE-03", ANOTHER, field="unit", unit=self.unit, number=other.number)
        row = File(item_id=0, shelf=self.shelf)
        file_matter.put_documents(tx, row, self.documents or "")
        premises.sold_to(tx, self.person)
        tx.facts["where"] = tx.item.place
        return row


class Destroy(Moving[File]):
    """Destroy a former owner's file, three years after the transfer at the earliest, with approval (FILE 4.2.3)."""

    key, label = "k", N_("Destroy the file")
    at, to = ("former",), ("destroyed",)
    by = frozenset({Role.CENTRE_MANAGER, Role.OFFICE_MANAGER})
    signs = (Signing("witness", N_("Witness's signature"), roles=LEADERS, paper=True, must=True, guard="G-FILE-02"),)
    guards = ("G-FILE-02",)
    source = "004 FILE 4.2.3, 4.4"
    says = N_("File destroyed, kept until {until}: {reason}")

    reason: str = ask(N_("Approval: list and date"), max_length=400)

    def apply(self, tx: Tx, row: File) -> None:
        """Never before its time; the entries stay."""
        if row.until is None or tx.happened < row.until:
            shown = f"{tx.site.calendar.local(row.until):%Y-%m-%d}" if row.until else "-"
            tx.refuse("G-FILE-02", N_("A former owner's file is kept until {until}."), until=shown)
        if tx.signed["witness"].name == tx.actor.name:
            tx.refuse("G-FILE-02", N_("The witness is somebody else than who destroys it."), field="witness")
        tx.facts["until"] = f"{tx.site.calendar.local(row.until):%Y-%m-%d}"


class Correct(kit.Amend[File]):
    """Correct what was written about a file."""

    at = ("current", "approved", "out", "former", "destroyed")

    shelf: str | None = ask(N_("Shelf"), default=None, max_length=40)

    def apply(self, tx: Tx, row: File) -> None:
        """One current file a unit also then; the title follows."""
        super().apply(tx, row)
        if row.transferred is None and (other := file_matter.current_file(tx, tx.item.unit_id)):
            tx.refuse("G-FILE-03", ANOTHER, field="unit", unit=tx.item.place, number=other.number)
        file_matter.entitle(tx, row)


class Introduce(kit.Introduce[File]):
    """A colleague keeps the file from now on."""

    at = ("current", "approved", "out")


class Attempt(kit.Attempt[File]):
    """One try to reach somebody about a file: the owner, whoever has it, whoever is told of a missed deadline."""

    at = ("current", "approved", "out", "former")


class Void(kit.Void[File]):
    """Void a file opened by mistake."""

    at = ("current", "approved", "out", "former", "destroyed")


PROCEDURE = Procedure(
    ledger="file",
    prefix="DA",
    title=N_("Owner files"),
    chapters=("P16",),
    form="业主档案目录",
    row=File,
    stages=(
        Stage("current", N_("On the shelf"), rests=True),
        Stage("approved", N_("Reading approved")),
        Stage("out", N_("Out of the archive")),
        Stage("former", N_("Former owner, kept apart"), rests=True),
        Stage("destroyed", N_("Destroyed"), final=True),
        VOIDED,
    ),
    steps=(
        Open, Consult, Lend, Return, Change, Documents, Census, Arrears, ContactCheck, Settled, Transfer, Destroy,
        Attempt, Introduce, Correct, Void,
    ),
    tallies=("contact_checks",),
)  # fmt: skip
