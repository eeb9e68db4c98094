"""Free entries of the duty log (值班记录; manual P15): what belongs to no item, and notes that somebody has to read.

Every other line of the log writes itself. Nothing is altered: a correction is a new entry that points to the old one.
"""

from sqlmodel import col, select

from propdesk.i18n import N_
from propdesk.models.journal import Entry
from propdesk.models.log import LogKind, LogReader
from propdesk.models.operator import Operator
from propdesk.procedures.forms import Colleagues, Count, ask
from propdesk.procedures.step import EVERYBODY, LEADERS, Deed, Procedure
from propdesk.procedures.tx import Tx

FREE = ("log.note", "log.correct", "system.note")
"""The steps whose entries are free ones; the last is what they were called before there were handovers."""


class Note(Deed):
    """A line in the duty log that belongs to no item; addressed, it has to be read by those it names."""

    key, label = "n", N_("Write in the duty log")
    by = EVERYBODY
    guards = ("G-DUTY-05",)
    source = "004 DUTY 4.1.5e, 4.1.8"
    says = "{text}"

    text: str = ask(N_("What happened"), lines=True)
    kind: LogKind = ask(N_("Kind"), default=LogKind.OBSERVATION)
    hotline: bool = ask(N_("Called out on the hotline"), default=False, when=("kind", ("call_out",)))
    reason: str | None = ask(
        N_("Why on the hotline"), default=None, max_length=400, when=("hotline", ("yes",)),
        help=N_("The hotline is for incoming calls; another line is used to ring out."),
    )  # fmt: skip
    readers: Colleagues | None = ask(
        N_("To be read by"), default=None, max_length=200, help=N_("Names of colleagues, with commas between.")
    )
    from_paper: bool = ask(N_("Typed in from paper"), default=False)

    def sentence(self) -> str:
        """An ordinary line says nothing but itself."""
        if self.reason:
            return N_("{kind} on the hotline ({reason}): {text}")
        if self.readers:
            return N_("{kind}, to be read by {names}: {text}")
        return self.says if self.kind is LogKind.OBSERVATION else N_("{kind}: {text}")

    def do(self, tx: Tx) -> None:
        """Ask why the hotline was used to ring out (G-DUTY-05); note who has to read it."""
        if self.hotline and not self.reason:
            tx.refuse("G-DUTY-05", N_("The hotline is for incoming calls: write why it was used."), field="reason")
        tx.paper = tx.paper or self.from_paper
        readers = _readers(tx, self.readers or "")
        if readers:
            tx.facts["names"] = [each.name for each in readers]
        rows = [LogReader(seq=tx.seq, operator_id=each.id or 0) for each in readers]
        tx.afterwards.append(lambda: tx.session.add_all(rows))


class Correct(Deed):
    """Correct a free entry: a new one that points to it; both stay readable (G-DUTY-01)."""

    key, label = "e", N_("Correct an entry")
    by = EVERYBODY
    guards = ("G-DUTY-01",)
    source = "004 DUTY 4.1.8"
    says = N_("Corrected #{entry}: {text} ({reason})")

    entry: Count = ask(N_("Entry corrected (its number)"))
    text: str = ask(N_("What it should say"), lines=True)
    reason: str = ask(N_("What was wrong"), max_length=400)

    def do(self, tx: Tx) -> None:
        """By its author or a leader; what belongs to an item is corrected there."""
        found = tx.session.get(Entry, self.entry)
        if found is None or found.step not in FREE:
            tx.refuse("entry", N_("#{entry} is no free entry of the log. Correct an item's entry on the item."),
                      field="entry", entry=self.entry)  # fmt: skip
        if found.operator_id != tx.actor.id and not tx.actor.roles & LEADERS:
            tx.refuse("author", N_("Only its author or a supervisor corrects #{entry}."), field="entry",
                      entry=self.entry)  # fmt: skip
        later = tx.session.exec(select(Entry.seq).where(Entry.corrects == self.entry)).first()
        if later is not None:
            tx.refuse("corrected", N_("#{entry} was corrected by #{later} already. Correct that one."), field="entry",
                      entry=self.entry, later=later)  # fmt: skip
        tx.corrects = self.entry


class Read(Deed):
    """Read what is addressed to oneself: who did and when stays on record."""

    key, label = "r", N_("Read a note")
    by = EVERYBODY
    source = "004 DUTY 4.2.1; site practice"
    says = N_("Read: {notes}")

    entry: Count | None = ask(
        N_("Number of the note"), default=None, help=N_("Left empty: all that are addressed to you and not read yet.")
    )

    def do(self, tx: Tx) -> None:
        """Only one's own notes, each once."""
        mine = select(LogReader).where(LogReader.operator_id == tx.actor.id, col(LogReader.read).is_(None))
        wanted = mine.where(LogReader.seq == self.entry) if self.entry is not None else mine
        rows = tx.session.exec(wanted.order_by(col(LogReader.seq))).all()
        if not rows:
            tx.refuse("nothing", N_("No note that is addressed to you waits to be read there."), field="entry")
        for row in rows:
            row.read = tx.happened
            tx.session.add(row)
        tx.facts["notes"] = [f"#{row.seq}" for row in rows]


def _readers(tx: Tx, text: str) -> list[Operator]:
    """The colleagues somebody named, with commas or semicolons between, each once."""
    for mark in "，、;；":
        text = text.replace(mark, ",")
    names = dict.fromkeys(name.strip() for name in text.split(",") if name.strip())
    return [tx.colleague(name, field="readers") for name in names]


PROCEDURE = Procedure(
    ledger="log",
    prefix="",
    title=N_("Duty log"),
    chapters=("P15",),
    form="值班记录",
    row=None,
    stages=(),
    steps=(Note, Correct, Read),
)
