"""The executable manual: every ledger, listed by hand; a test compares the list with the folder."""

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
