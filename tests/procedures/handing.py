"""A desk that is handed over: the turns of a weekend, who has them, and the steps on the way."""

from datetime import timedelta

from propdesk.desk import Done, Signature
from propdesk.procedures.tx import Actor
from propdesk.queries import items
from tests.conftest import Counter
from tests.procedures.reading import SHANGHAI, local, row

PIN = "1357"
ALL_THERE = "Walkie-talkie 2\nFire extinguisher 2\nFlask 1\nTorch 2"
"""The site's property, complete, at a desk without keys."""


def pass_to(counter: Counter, day: int, hour: int, minute: int = 0) -> None:
    """Time passes until then, and the desk records what has come due."""
    counter.clock.moment = local(day, hour, minute)
    while counter.desk.sweep():
        pass


def turn(counter: Counter, day: int, hour: int) -> str:
    """The number of the turn that begins then."""
    begins = local(day, hour)
    for found in counter.desk.read(items.items, ledger="shift"):
        if row(counter.desk, found.number)["starts"] == begins:
            return found.number
    raise AssertionError(f"no turn begins at {begins.astimezone(SHANGHAI)}")


def check_in(counter: Counter, shift: str, actor: Actor, found: str = ALL_THERE, **counted: str) -> None:
    """Somebody arrives, reads the log, counts, takes everything over."""
    counter.do("shift.arrive", shift, as_=actor)
    counter.do("shift.read", shift, as_=actor)
    counter.do("shift.count", shift, as_=actor, found=found, **counted)
    if counter.desk.prefill("shift.take", 1) or open_of_others(counter, actor):
        counter.do("shift.take", shift, as_=actor)


def open_of_others(counter: Counter, actor: Actor) -> bool:
    """Whether somebody else at the desk has open items."""
    rows = counter.desk.read(items.items, only_open=True)
    return any(each.owner not in (actor.name, "system") and each.ledger not in ("shift", "duty", "report")
               for each in rows)  # fmt: skip


def on_duty(counter: Counter, shift: str, actor: Actor) -> None:
    """Somebody is on duty where nobody was there to hand over."""
    check_in(counter, shift, actor)
    counter.do("shift.begin", shift, as_=actor)


def signatures(leaving: Actor, arriving: Actor) -> tuple[Signature, ...]:
    """Both sign, each with the own PIN."""
    pins = {"张敏": "2468"}
    return tuple(
        Signature(key, who.name, pin=pins.get(who.name, PIN))
        for key, who in (("leaving", leaving), ("arriving", arriving))
    )


def hand_over(counter: Counter, shift: str, leaving: Actor, arriving: Actor) -> Done:
    """They sign the handover in one act."""
    return counter.do("shift.handover", shift, as_=leaving, signatures=signatures(leaving, arriving))


HOUR = timedelta(hours=1)
