"""The executable manual: every ledger, listed by hand; a test compares the list with the folder."""

from collections.abc import Collection, Sequence

from propdesk.models.operator import Role
from propdesk.procedures import (
    backlog,
    booking,
    building,
    callback,
    complaint,
    contact,
    duty,
    emergency,
    estate,
    file,
    finding,
    incident,
    key,
    loan,
    log,
    movein,
    operator,
    renovation,
    repair,
    report,
    round,  # noqa: A004  the ledger's name
    sheet,
    shift,
    stocktake,
    system,
    vacancy,
)
from propdesk.procedures.step import Procedure, Step

PROCEDURES: tuple[Procedure, ...] = (
    contact.PROCEDURE,
    repair.PROCEDURE,
    booking.PROCEDURE,
    complaint.PROCEDURE,
    callback.PROCEDURE,
    incident.PROCEDURE,
    movein.PROCEDURE,
    file.PROCEDURE,
    building.PROCEDURE,
    vacancy.PROCEDURE,
    renovation.PROCEDURE,
    key.PROCEDURE,
    loan.PROCEDURE,
    stocktake.PROCEDURE,
    round.PROCEDURE,
    finding.PROCEDURE,
    shift.PROCEDURE,
    duty.PROCEDURE,
    report.PROCEDURE,
    emergency.PROCEDURE,
    log.PROCEDURE,
    estate.PROCEDURE,
    operator.PROCEDURE,
    sheet.PROCEDURE,
    backlog.PROCEDURE,
    system.PROCEDURE,
)


RENAMED = {"system.note": "log.note"}
"""What steps were called before; entries, drafts and scripts that name them still mean the same."""


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
    name = RENAMED.get(name, name)
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

    A step that may meet that clock counts where it leaves the item in its stage, as telling progress does. Where only
    others can lead on there is none: the item waits for them.
    """
    earliest = codes[0] if codes else ""
    begins = begun_at(ledger, stage)
    if begins is not None and not earliest and begins.by & frozenset(roles):
        return begins
    everybodys = _ordinary(ledger, stage, earliest)
    ordinary = [each for each in everybodys if each.by & frozenset(roles)]
    meeting = [found for found in ordinary if earliest in found.meets]
    telling = [found for found in ordinary if earliest in found.may_meet and not found.to]
    rest = [] if _onward(everybodys, stage) else ordinary
    return next(iter([*meeting, *telling, *_onward(ordinary, stage), *rest]), None)


def begun_at(ledger: str, stage: str) -> type[Step] | None:
    """The step of another ledger that is ordinarily done with an item at that stage, or None."""
    name = procedure(ledger).stage(stage).begins
    return step(name) if name else None


def awaited_step(ledger: str, stage: str) -> type[Step] | None:
    """The step by which whoever may leads an item on from a stage, or None."""
    return next(iter(_onward(_ordinary(ledger, stage, ""), stage)), None)


def _ordinary(ledger: str, stage: str, earliest: str) -> list[type[Step]]:
    steps = [step for step in steps_at(ledger, stage) if step.to != ("voided",) and stage not in step.later]
    return [step for step in steps if not step.aside or earliest in step.meets[:1]]


def _onward(steps: Sequence[type[Step]], stage: str) -> list[type[Step]]:
    return [step for step in steps if step.to and stage not in step.to]
