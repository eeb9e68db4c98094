"""Whoever does at random what the manual allows: steps of every ledger, with answers from the case tables."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, desc, select

from propdesk.desk import Desk, Done, Signature
from propdesk.errors import Damaged, Refused
from propdesk.models.tables import metadata
from propdesk.procedures import manual
from propdesk.procedures.step import Moving, Opening, Step
from tests.conftest import Counter
from tests.laws.cases import CASES, OTHERWISE, actor_of

R = TypeVar("R")
_ITEM, _ENTRY = metadata().tables["item"], metadata().tables["entry"]
OPENINGS = tuple(step.name() for part in manual.ledgers() for step in part.steps if issubclass(step, Opening))


@dataclass(frozen=True)
class Draw:
    """A step to be done, on an item where it moves one."""

    step: str
    item: str | None
    fields: Mapping[str, object]
    signatures: tuple[Signature, ...]


def latest(connection: Connection, count: int) -> list[tuple[str, str, str]]:
    """Number, ledger and stage of the items opened last, by whichever desk."""
    asked = select(_ITEM.c.number, _ITEM.c.ledger, _ITEM.c.stage).order_by(desc(_ITEM.c.id)).limit(count)
    return [(row.number, row.ledger, row.stage) for row in connection.execute(asked)]


def entries(connection: Connection) -> list[str]:
    """The steps of all entries in their order."""
    return list(connection.execute(select(_ENTRY.c.step).order_by(_ENTRY.c.seq)).scalars())


def draw(desk: Desk, chance: random.Random, among: int = 40) -> Draw:
    """What to do next: as often something new as something with one of the latest items."""
    found = desk.read(latest, among)
    if found and chance.random() < 0.6:
        number, ledger, stage = chance.choice(found)
        steps = [step for step in manual.steps_at(ledger, stage) if issubclass(step, Moving) and step.by]
        if steps:
            return _drawn(chance.choice(steps), number, chance)
    return _drawn(manual.step(chance.choice(OPENINGS)), None, chance)


def _drawn(step: type[Step], item: str | None, chance: random.Random) -> Draw:
    name = step.name()
    others: tuple[Mapping[str, object], ...] = ({}, {}, *OTHERWISE.get(name, ()))
    return Draw(name, item, {**CASES[name].fields, **chance.choice(others)}, CASES[name].signatures)


def do(counter: Counter, what: Draw, request: str) -> Done:
    """Do it, as whoever may.

    Raises:
        Refused: it cannot be done as things are.
    """
    return counter.desk.perform(
        counter.desk.fill(what.step, what.fields),
        what.item,
        actor=actor_of(counter, what.step),
        signatures=what.signatures,
        request_id=request,
    )


def outcome(done: Callable[[], R]) -> R | Refused | Damaged:
    """What came of it: an answer, or why not."""
    try:
        return done()
    except (Refused, Damaged) as told:
        return told
