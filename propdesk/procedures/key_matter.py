"""What the steps of a key set share: its stages, whether it is whole, its rules, owner's cards."""

from typing import Protocol

from sqlmodel import col, select

from propdesk.i18n import N_
from propdesk.models.item import Item
from propdesk.models.key import Authority, Key, OwnerCard
from propdesk.procedures import kit
from propdesk.procedures.tx import Tx

HERE = ("custody", "lost", "agreed")
"""The stages in which a key set is in custody."""


class Rules(Protocol):
    """A form that asks for the rules of drawing."""

    departments: str | None
    longest_hours: int
    may_leave: bool
    instruction: str | None


def rules_from(tx: Tx, key: Key, form: Rules) -> None:
    """Take over the rules of drawing that a form asked for."""
    among = kit.departments_of(tx, form.departments) if form.departments else []
    key.departments = ", ".join(among)
    key.longest_hours, key.may_leave = form.longest_hours, form.may_leave
    key.instruction = form.instruction or ""
    key.authority = getattr(form, "authority", None) or Authority.NOBODY
    key.ask_owner = bool(getattr(form, "ask_owner", False))


def whole(tx: Tx, key: Key) -> None:
    """Refuse where keys of the set are lent or lost.

    Raises:
        Refused: with how many.
    """
    if key.out or key.lost:
        tx.refuse("not_whole", N_("Of {tag}, {out} are lent and {lost} declared lost. Take them back, or settle the "
                                  "memo first."), tag=key.tag, out=key.out, lost=key.lost)  # fmt: skip


def card_of(tx: Tx, number: str) -> OwnerCard | None:
    """The owner's card of that number, also a withdrawn one."""
    return tx.session.exec(select(OwnerCard).where(OwnerCard.number == number)).first()


def cards_of_unit(tx: Tx, unit_id: int | None) -> list[OwnerCard]:
    """The valid owner's cards of a unit."""
    wanted = select(OwnerCard).where(OwnerCard.unit_id == unit_id, col(OwnerCard.withdrawn).is_(None))
    return list(tx.session.exec(wanted).all()) if unit_id is not None else []


def same_lock(tx: Tx, key: Key) -> list[Key]:
    """The other key sets in custody that open the same door; at a place the door must be named to be the same."""
    item = tx.item
    if item.unit_id is None and not key.door:
        return []
    there = col(Item.unit_id).is_(None) if item.unit_id is None else col(Item.unit_id) == item.unit_id
    alike = (
        select(Key)
        .join(Item, col(Item.id) == Key.item_id)
        .where(Item.ledger == "key", col(Item.closed).is_(None), there, Item.place == item.place)
        .where(Key.door == key.door, Key.item_id != key.item_id)
    )
    return list(tx.session.exec(alike).all())
