"""Buildings and units as several ledgers need them: found by what is typed, open for move-in, the unit of an item."""

import re

from sqlmodel import col, select

from propdesk.i18n import N_, Words
from propdesk.models.estate import Building, Capacity, Household, Member, Person, Unit
from propdesk.models.item import Item
from propdesk.models.movein import BuildingCondition, Condition
from propdesk.procedures.tx import Tx


def find_building(tx: Tx, typed: str) -> Building:
    """The building somebody typed, by its code or its name.

    Raises:
        Refused: there is none; the sentence names those there are.
    """
    known = tx.session.exec(select(Building).order_by(col(Building.code))).all()
    bare = re.sub(r"(号楼|号|栋|幢|座|楼|#)+$", "", typed)
    found = next((each for each in known if each.code in (typed, bare) or each.name.upper() == typed), None)
    if found is None:
        codes = [building.code for building in known]
        names = ", ".join([*codes[:12], *([".."] if len(codes) > 12 else [])]) or "-"
        tx.refuse("building", N_("There is no building {code}. Buildings: {known}."), field="building",
                  code=typed, known=names)  # fmt: skip
    return found


def holding(tx: Tx, building_id: int) -> list[Condition]:
    """The conditions for move-in that hold in a building (004 MOVE 4.1)."""
    rows = select(BuildingCondition.condition).where(
        BuildingCondition.building_id == building_id, col(BuildingCondition.withdrawn).is_(None)
    )
    ticked = set(tx.session.exec(rows).all())
    return [condition for condition in Condition if condition in ticked]


def not_holding(tx: Tx, building_id: int) -> tuple[Words, ...]:
    """What is still to be ticked before the building opens, in words."""
    there = holding(tx, building_id)
    return tuple(Words(condition.label) for condition in Condition if condition not in there)


def unit_of(tx: Tx) -> Unit:
    """The unit the item is about.

    Raises:
        Refused: the item has none.
    """
    found = tx.session.get(Unit, tx.item.unit_id) if tx.item.unit_id else None
    if found is None:
        tx.refuse("unit", N_("{number} belongs to no unit."), number=tx.item.number)
    return found


def needs_unit(tx: Tx, place: str | None) -> None:
    """Refuse to correct to a place what is about a unit.

    Raises:
        Refused: a place was given.
    """
    if place:
        tx.refuse("place", N_("{number} is about a unit: give the unit, not a place."), field="place",
                  number=tx.item.number)  # fmt: skip


def others_of(tx: Tx, unit_id: int | None) -> list[Item]:
    """The other open items of this item's ledger about the same unit."""
    tx.session.flush()
    same = (Item.unit_id == unit_id, Item.ledger == tx.item.ledger, Item.id != tx.item.id)
    return list(tx.session.exec(select(Item).where(*same, col(Item.closed).is_(None))).all()) if unit_id else []


def files_of(tx: Tx) -> list[Item]:
    """The open owner files of the item's unit."""
    of_unit = (Item.unit_id == tx.item.unit_id, Item.ledger == "file", col(Item.closed).is_(None))
    return list(tx.session.exec(select(Item).where(*of_unit)).all()) if tx.item.unit_id else []


def sold_to(tx: Tx, buyer: str) -> None:
    """An owner is known: what the register of vacant units still keeps of the item's unit is sold (004 DUTIES 8.1).

    A step that calls this declares `vacancy.sell` among what follows from it.
    """
    kept = (Item.unit_id == tx.item.unit_id, Item.ledger == "vacancy", col(Item.closed).is_(None))
    for item in tx.session.exec(select(Item).where(*kept)).all() if tx.item.unit_id else ():
        tx.then("vacancy.sell", {"buyer": buyer}, item=item)


def owner_of(tx: Tx) -> Person | None:
    """The owner on record in the unit's present household who is called like the person of the item."""
    wanted = (
        select(Person)
        .join(Member, col(Member.person_id) == Person.id)
        .join(Household, col(Household.id) == Member.household_id)
        .where(Household.unit_id == tx.item.unit_id, col(Household.until).is_(None))
        .where(Person.name == tx.item.person, Member.capacity == Capacity.OWNER)
    )
    return tx.session.exec(wanted).first()
