"""The executable manual: every ledger, listed by hand; a test compares the list with the folder."""

from collections.abc import Collection, Sequence

from propdesk.models.operator import Role
from propdesk.procedures import complaint, contact, emergency, estate, operator, system
from propdesk.procedures.step import Procedure, Step

PROCEDURES: tuple[Procedure, ...] = (
    contact.PROCEDURE,
    complaint.PROCEDURE,
    emergency.PROCEDURE,
    estate.PROCEDURE,
    operator.PROCEDURE,
    system.PROCEDURE,
)


def procedure(ledger: str) -> Procedure:
    """The ledger of that name.

    Raises:
        KeyError: there is none.
    """
    for found in PROCEDURES:
        if found.ledger == ledger:
            return found
    raise KeyError(ledger)


def step(name: str) -> type[Step]:
    """The step of that whole name, `complaint.deliver`.

    Raises:
        KeyError: there is none.
    """
    ledger, _, _ = name.partition(".")
    found = procedure(ledger).step(name)
    if found is None:
        raise KeyError(name)
    return found


def all_steps() -> tuple[type[Step], ...]:
    """Every step of every ledger, in the order of the manual."""
    return tuple(found for part in PROCEDURES for found in part.steps)


def ledgers() -> tuple[Procedure, ...]:
    """The ledgers that have items."""
    return tuple(part for part in PROCEDURES if part.row is not None)


def steps_at(ledger: str, stage: str) -> tuple[type[Step], ...]:
    """The steps that may be done on an item of a ledger at a stage, by whoever may, in the order of the manual."""
    return tuple(found for found in procedure(ledger).steps if stage in found.at and not found.hidden)


def next_step(ledger: str, stage: str, roles: Collection[Role], codes: Sequence[str] = ()) -> type[Step] | None:
    """What Enter does: the allowed step that meets the earliest of the clocks `codes`, else what leads on.

    A step that may meet that clock counts where it leaves the item in its stage, as telling progress does.
    """
    allowed = [found for found in steps_at(ledger, stage) if found.by & frozenset(roles)]
    earliest = codes[0] if codes else ""
    ordinary = [each for each in allowed if each.to != ("voided",) and (not each.aside or earliest in each.meets[:1])]
    onward = [found for found in ordinary if found.to and stage not in found.to]
    meeting = [found for found in ordinary if earliest in found.meets]
    telling = [found for found in ordinary if earliest in found.may_meet and not found.to]
    return next(iter([*meeting, *telling, *onward, *ordinary]), None)
