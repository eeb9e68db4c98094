"""The estate on record: the roster taken over, dead numbers struck, standing notes, personal data shown in full."""

from pydantic import PrivateAttr
from sqlmodel import col, select

from propdesk.i18n import N_
from propdesk.models.estate import Person, Phone, StandingNote
from propdesk.procedures.forms import PhoneNumber, UnitCode, ask
from propdesk.procedures.step import DESK, EVERYBODY, LEADERS, Deed, Procedure
from propdesk.procedures.tx import Tx
from propdesk.rules.roster import Roster
from propdesk.store.lookup_keys import rekey_person
from propdesk.store.roster import write_roster


class ImportRoster(Deed):
    """Take over buildings, units and people from a file that was read and found whole."""

    label = N_("Import a roster")
    by = LEADERS
    hidden = True
    says = N_("Roster {file} imported: {units} units, {people} people")

    file: str = ask(N_("File"), max_length=200)
    sha256: str = ask(N_("Fingerprint of the file"), max_length=64)

    _roster: Roster | None = PrivateAttr(default=None)

    def carrying(self, roster: Roster) -> "ImportRoster":
        """This step with what was read from the file."""
        self._roster = roster
        return self

    def do(self, tx: Tx) -> None:
        """Write all of it, or nothing."""
        if self._roster is None:
            tx.refuse("roster", N_("Use “propdesk roster import FILE”: the file is read before it is written."))
        counts = write_roster(tx.session, self._roster, tx.now)
        tx.facts.update(units=counts.units, people=counts.people, buildings=counts.buildings)


class AddNote(Deed):
    """A standing note: what everybody who deals with the unit must know (特别提示)."""

    label = N_("Standing note")
    by = DESK
    says = N_("Standing note on {unit}: {text}")

    unit: UnitCode = ask(N_("Unit"), max_length=20)
    text: str = ask(N_("Note"), max_length=400)

    def do(self, tx: Tx) -> None:
        """Add it."""
        unit = tx.unit(self.unit)
        tx.session.add(StandingNote(unit_id=unit.id or 0, text=self.text, since=tx.now))


class EndNote(Deed):
    """A standing note no longer holds; it stays readable."""

    label = N_("End a standing note")
    by = DESK
    says = N_("Standing note on {unit} ended: {text}")

    unit: UnitCode = ask(N_("Unit"), max_length=20)
    text: str = ask(N_("Note"), max_length=400)

    def do(self, tx: Tx) -> None:
        """End it."""
        unit = tx.unit(self.unit)
        query = select(StandingNote).where(
            StandingNote.unit_id == unit.id, StandingNote.text == self.text, col(StandingNote.ended).is_(None)
        )
        note = tx.session.exec(query).first()
        if note is None:
            tx.refuse("note", N_("There is no such note on {unit}."), field="text", unit=unit.code)
        note.ended = tx.now


class StrikePhone(Deed):
    """A number is dead: struck with its date, never removed (NOTICE.DEAD_NUMBER)."""

    label = N_("Strike a dead number")
    by = DESK
    says = N_("Number of {person} struck: {number}")
    source = "004 NOTICE 7.0"

    person: str = ask(N_("Name"), max_length=40)
    number: PhoneNumber = ask(N_("Number"), max_length=20)

    def do(self, tx: Tx) -> None:
        """Strike it and forget it in the look-up."""
        query = (
            select(Phone)
            .join(Person, col(Person.id) == col(Phone.person_id))
            .where(Phone.number == self.number, Person.name == self.person, col(Phone.dead).is_(None))
        )
        phone = tx.session.exec(query).first()
        if phone is None:
            tx.refuse("phone", N_("{person} has no such number."), field="number", person=self.person)
        phone.dead = tx.now
        tx.session.flush()
        rekey_person(tx.session, phone.person_id)


class Unmask(Deed):
    """Personal data of a unit was shown in full: who asked, and what for."""

    label = N_("Show phone numbers")
    by = EVERYBODY
    says = N_("Phone numbers of {unit} shown: {purpose}")

    unit: UnitCode = ask(N_("Unit"), max_length=20)
    purpose: str = ask(N_("What for"), max_length=200)

    def do(self, tx: Tx) -> None:
        """The entry is the record of the asking."""
        tx.unit(self.unit)


PROCEDURE = Procedure(
    ledger="estate",
    prefix="",
    title=N_("Estate"),
    chapters=("P16",),
    form="",
    row=None,
    stages=(),
    steps=(ImportRoster, AddNote, EndNote, StrikePhone, Unmask),
)
