"""Owner files kept current (manual P16, FILE 4.1-4.2, 4.5): documents, changes, census, arrears, a new owner."""

from sqlmodel import select

from propdesk.i18n import N_
from propdesk.models.estate import Phone
from propdesk.models.file import CensusResult, ChangeKind, File, FileCensus, FileChange
from propdesk.models.timer import Outcome, Purpose
from propdesk.procedures import file_matter, premises
from propdesk.procedures.forms import Moment, PhoneNumber, Ticks, ask
from propdesk.procedures.step import DESK, LEADERS, Moving
from propdesk.procedures.tx import Tx
from propdesk.rules.cycles import Span, period_of, short
from propdesk.store.family import end_household, write_family

KEPT_APART = 3
"""Years a former owner's file is kept (004 FILE 4.2.3)."""


class Documents(Moving[File]):
    """What lies in the file now, and where; computer and paper in step (FILE 4.1, 4.5)."""

    key, label = "d", N_("Documents in the file")
    at = ("current", "approved", "out")
    source = "004 FILE 4.1, 4.5"
    says = N_("In the file on shelf {shelf}: {documents}; still missing: {missing}")

    documents: Ticks | None = ask(N_("Lies in the file"), default=None, options="file_documents")
    shelf: str = ask(N_("Shelf"), max_length=40)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """What lies there is shown."""
        return frozenset({"documents", "shelf"})

    def apply(self, tx: Tx, row: File) -> None:
        """Replace the list; the entries keep every earlier one."""
        file_matter.present(tx, row)
        row.shelf = self.shelf
        file_matter.put_documents(tx, row, self.documents or "")


class Change(Moving[File]):
    """Something about the owner changed: added with its date, what was before stays (FILE 4.2.1; STAFF 4.2)."""

    key, label = "h", N_("Change")
    at = ("current", "approved", "out")
    source = "004 FILE 4.2.1, 4.5; STAFF 4.2; NOTICE 7.0"
    says = N_("{kind} changed from {before} to {after}; paper in step: {paper}")

    kind: ChangeKind = ask(N_("What changed"))
    number: PhoneNumber | None = ask(
        N_("New number"), default=None, max_length=20, when=("kind", ("phone",)), must=True
    )
    dead: PhoneNumber | None = ask(N_("Dead number"), default=None, max_length=20, when=("kind", ("phone",)))
    after: str | None = ask(
        N_("What it is now"), default=None, max_length=400, when=("kind", ("contact", "family", "name", "other")),
        must=True,
    )  # fmt: skip
    before: str | None = ask(N_("What it was"), default=None, max_length=400)
    paper: bool = ask(N_("Paper file changed too"), default=False)

    def apply(self, tx: Tx, row: File) -> None:
        """Keep both; a new number is the owner's from now on, a dead one is struck."""
        file_matter.present(tx, row)
        if not self.paper:
            tx.refuse("paper", N_("Paper and computer change in step: note it in the paper file too, then mark it."),
                      field="paper")  # fmt: skip
        after = self.number or self.after or ""
        known = {ChangeKind.PHONE: tx.item.phone, ChangeKind.NAME: tx.item.person}
        before = self.dead or self.before or known.get(self.kind, "")
        tx.session.add(
            FileChange(file_id=tx.item.id or 0, kind=self.kind, before=before, after=after, since=tx.happened)
        )
        tx.facts |= {"before": before, "after": after}
        if self.number:
            self._phone(tx)
        if self.kind is ChangeKind.NAME:
            self._name(tx, after)
        file_matter.entitle(tx, row)

    def _name(self, tx: Tx, after: str) -> None:
        if len(after) > 40:
            tx.refuse("name", N_("A name has at most 40 characters."), field="after")
        if owner := premises.owner_of(tx):
            owner.name = after
            tx.session.flush()
            file_matter.rekey(tx, owner)
        tx.item.person = after

    def _phone(self, tx: Tx) -> None:
        owner = premises.owner_of(tx)
        if owner is not None and self.number:
            known = tx.session.exec(select(Phone).where(Phone.person_id == owner.id)).all()
            if all(phone.number != self.number for phone in known):
                tx.session.add(Phone(person_id=owner.id or 0, number=self.number))
            for phone in known:
                if phone.number == self.dead and phone.dead is None:
                    phone.dead = tx.happened
            file_matter.rekey(tx, owner)
        tx.item.phone = self.number or tx.item.phone


class Census(Moving[File]):
    """The household was asked in the survey of the quarter (FILE 4.2.2)."""

    key, label = "q", N_("Quarter's survey")
    at = ("current", "approved", "out")
    source = "004 FILE 4.2.2"
    says = N_("Survey of {quarter}: {result}; {note}")

    result: CensusResult = ask(N_("Result"), default=CensusResult.SAME)
    note: str | None = ask(N_("What was found"), default=None, max_length=400)

    def apply(self, tx: Tx, row: File) -> None:
        """Once a quarter; what changed is noted as a change."""
        file_matter.present(tx, row)
        quarter = short(period_of(Span.QUARTER, tx.site.calendar.day(tx.happened)))
        if self.result is CensusResult.CHANGED and not self.note:
            tx.refuse("note", N_("Write what changed."), field="note")
        row.censused = tx.happened if self.result is not CensusResult.NOT_REACHED else row.censused
        tx.session.add(FileCensus(file_id=tx.item.id or 0, quarter=quarter, result=self.result, note=self.note or "",
                                  at=tx.happened))  # fmt: skip
        tx.facts["quarter"] = quarter


class Arrears(Moving[File]):
    """The owner is more than a month in arrears: contact details are checked every 15 days from now (FILE 4.2.2)."""

    key, label = "a", N_("In arrears")
    at = ("current", "approved", "out")
    by = DESK | LEADERS
    starts = ("FILE.ARREARS_15D",)
    source = "004 FILE 4.2.2"
    says = N_("In arrears since {since}; contact details are checked every 15 days")

    since: Moment = ask(N_("In arrears since"), prefer="past")

    def apply(self, tx: Tx, row: File) -> None:
        """The first check is due 15 days from now."""
        file_matter.present(tx, row)
        since, day = tx.past(self.since, field="since"), tx.site.calendar.day
        if not file_matter.more_than_a_month(day(since), day(tx.happened)):
            tx.refuse("arrears", N_("The check begins when an owner is more than a month in arrears."), field="since")
        row.arrears_since = since


class ContactCheck(Moving[File]):
    """Contact details of an owner in arrears were checked: which number was tried, what came of it."""

    key, label = "v", N_("Contact details checked")
    at = ("current", "approved", "out")
    may_meet = ("FILE.ARREARS_15D",)
    may_start = ("FILE.ARREARS_15D",)
    source = "004 FILE 4.2.2"
    says = N_("Contact details checked, no. {count}: {number}, {outcome}; {note}")

    number: PhoneNumber | None = ask(N_("Number"), default=None)
    outcome: Outcome = ask(N_("Outcome"))
    note: str | None = ask(N_("Note"), default=None, max_length=400)

    def apply(self, tx: Tx, row: File) -> None:
        """The next check is due 15 days on."""
        if row.arrears_since is None:
            tx.refuse("arrears", N_("{number} is not in arrears."), number=tx.item.number)
        row.contact_checks += 1
        number = self.number or tx.item.phone
        tx.attempt(purpose=Purpose.RESIDENT, whom=tx.item.person, number=number, outcome=self.outcome,
                   note=self.note or "")  # fmt: skip
        tx.facts |= {"count": row.contact_checks, "number": number}
        tx.meet("FILE.ARREARS_15D")
        tx.start("FILE.ARREARS_15D")


class Settled(Moving[File]):
    """The arrears are paid: the checks end."""

    key, label = "p", N_("Arrears paid")
    at = ("current", "approved", "out")
    by = DESK | LEADERS
    ends = ("FILE.ARREARS_15D",)
    source = "004 FILE 4.2.2"
    says = N_("Arrears paid, confirmed by {confirmed_by}")

    confirmed_by: str = ask(N_("Confirmed by finance"), max_length=80)

    def apply(self, tx: Tx, row: File) -> None:
        """Nothing is due any more."""
        if row.arrears_since is None:
            tx.refuse("arrears", N_("{number} is not in arrears."), number=tx.item.number)
        row.arrears_since = None
        tx.end("FILE.ARREARS_15D")


class Transfer(Moving[File]):
    """The flat has a new owner: a new file, the old one apart for three years; nothing is overwritten (FILE 4.2.3)."""

    key, label = "w", N_("New owner")
    at, to = ("current",), ("former",)
    by = DESK | LEADERS
    ends = ("FILE.ARREARS_15D",)
    then = ("file.open",)
    guards = ("G-FILE-02", "G-FILE-03")
    source = "004 FILE 4.1, 4.2.3"
    says = N_("Transferred to {person}, certificate {certificate}; kept apart until {until}")

    person: str = ask(N_("New owner"), max_length=40)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    certificate: str = ask(N_("Title certificate, or contract"), max_length=60)
    shelf: str = ask(N_("Shelf"), max_length=40)
    apart: str = ask(N_("Old file kept apart on"), max_length=40)

    def apply(self, tx: Tx, row: File) -> None:
        """The household of before ends, the new owner's begins."""
        until = file_matter.years_on(tx.happened, KEPT_APART)
        row.transferred, row.until, row.certificate, row.shelf = tx.happened, until, self.certificate, self.apart
        row.arrears_since = None
        tx.end("FILE.ARREARS_15D")
        tx.facts["until"] = f"{tx.site.calendar.local(until):%Y-%m-%d}"
        unit = premises.unit_of(tx)
        end_household(tx.session, unit, tx.happened)
        write_family(tx.session, unit, self.person, self.phone or "", "", tx.happened)
        asked = {"unit": unit.code, "person": self.person, "phone": self.phone, "shelf": self.shelf}
        tx.then("file.open", asked)
