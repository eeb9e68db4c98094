"""The household of a unit as it moves in or out: the owner, the family, their phones, and the keys that find them."""

from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from propdesk.models.estate import Capacity, Household, Member, Person, Phone, Unit
from propdesk.rules.family import FamilyMember, read_family
from propdesk.store.lookup_keys import rekey_person


def write_family(session: Session, unit: Unit, owner: str, phone: str, family: str, at: datetime) -> None:
    """Put the owner and the family into the unit's present household; who is there already stays as he is.

    `family` has one member a line: name, relation, phone.

    Raises:
        Refused: a line of the family cannot be read.
    """
    household = _present(session, unit, at)
    _add(session, household, FamilyMember(owner, phone), Capacity.OWNER)
    for member in read_family(family):
        _add(session, household, member, Capacity.TENANT if member.tenant else Capacity.FAMILY)


def end_household(session: Session, unit: Unit, at: datetime) -> None:
    """The people of the unit live there no more; they stay on record."""
    for household in session.exec(_present_of(unit)).all():
        household.until = at.date()
        members = session.exec(select(Member).where(Member.household_id == household.id)).all()
        session.flush()
        for member in members:
            rekey_person(session, member.person_id)


def _present_of(unit: Unit) -> SelectOfScalar[Household]:
    return select(Household).where(Household.unit_id == unit.id, col(Household.until).is_(None))


def _present(session: Session, unit: Unit, at: datetime) -> Household:
    household = session.exec(_present_of(unit)).first()
    if household is None:
        household = Household(unit_id=unit.id or 0, since=at.date())
        session.add(household)
        session.flush()
    return household


def _add(session: Session, household: Household, member: FamilyMember, capacity: Capacity) -> None:
    known = (
        select(Person)
        .join(Member, col(Member.person_id) == Person.id)
        .where(Member.household_id == household.id, Person.name == member.name)
    )
    person = session.exec(known).first()
    if person is None:
        person = Person(name=member.name)
        session.add(person)
        session.flush()
        session.add(Member(household_id=household.id or 0, person_id=person.id or 0, capacity=capacity))
    if member.phone and not _has(session, person, member.phone):
        session.add(Phone(person_id=person.id or 0, number=member.phone))
    rekey_person(session, person.id or 0)


def _has(session: Session, person: Person, number: str) -> bool:
    wanted = select(Phone).where(Phone.person_id == person.id, Phone.number == number)
    return session.exec(wanted).first() is not None
