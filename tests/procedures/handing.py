"""A desk that is handed over: the turns of a weekend, who has them, and the steps on the way."""

from dataclasses import dataclass

import pytest

from propdesk.desk import Done, Signature
from propdesk.procedures.tx import Actor
from propdesk.queries import items, shift
from tests.conftest import Counter
from tests.procedures.reading import Answers, local, row

PINS = {"张敏": "2468"}
PIN = "1357"
ALL_THERE = "Walkie-talkie 2\nFire extinguisher 2\nFlask 1\nTorch 2"
"""The site's property, complete, at a desk without keys."""
NO_TORCH = "Walkie-talkie 2\nFire extinguisher 2\nFlask 1\nTorch 1"


@dataclass(frozen=True)
class Weekend:
    """Saturday night: 李婷 is to be on duty, 王磊 comes on Sunday, 张敏 is the supervisor, 陈志远 the manager."""

    counter: Counter
    li: Actor
    wang: Actor
    chen: Actor
    night: str
    """The turn from Saturday 21:00 to Sunday 09:00."""

    def pass_to(self, day: int, hour: int, minute: int = 0) -> None:
        """Time passes until then, and the desk records what has come due."""
        pass_to(self.counter, day, hour, minute)

    def check_in(self, number: str, actor: Actor, found: str = ALL_THERE, **counted: str) -> None:
        """Somebody arrives, reads the log, counts, and takes over what is left open."""
        given: Answers = {"found": found, **counted}
        self.counter.do("shift.arrive", number, as_=actor)
        self.counter.do("shift.read", number, as_=actor)
        self.counter.do("shift.count", number, as_=actor, **given)
        if self.counter.desk.read(shift.to_take, items_id(self.counter, number)):
            self.counter.do("shift.take", number, as_=actor)

    def on_duty(self, number: str, actor: Actor) -> None:
        """Somebody is on duty where nobody was there to hand over."""
        self.check_in(number, actor)
        self.counter.do("shift.begin", number, as_=actor)

    def call(self, actor: Actor, **answers: object) -> str:
        """Somebody takes a call that stays open; its number, or that of what it became."""
        given: Answers = {"text": "楼道灯不亮", "unit": "3-1201", "caller": "王敏", "phone": "13812348812",
                          "kind": "other", **answers}  # fmt: skip
        done = self.counter.do("contact.receive", as_=actor, **given)
        return done.opened[-1][0] if done.opened else done.item or ""

    def sunday(self) -> str:
        """It is ten to nine on Sunday: the day turn is on the desk, the night ready to leave."""
        self.on_duty(self.night, self.li)
        self.pass_to(22, 8, 45)
        return turn(self.counter, 22, 9)

    def hand_over(self, number: str, leaving: Actor, arriving: Actor, **answers: object) -> Done:
        """They sign the handover in one act."""
        given: Answers = answers
        return self.counter.do("shift.handover", number, as_=leaving, signatures=signed(leaving, arriving), **given)

    def handed_over(self) -> str:
        """王磊 has taken the night over on Sunday morning; the number of the day turn, which is his."""
        day = self.sunday()
        self.check_in(day, self.wang)
        self.counter.do("shift.leave", self.night, as_=self.li)
        self.hand_over(self.night, self.li, self.wang)
        return day


@pytest.fixture
def weekend(counter: Counter) -> Weekend:
    li, wang = counter.operator("李婷", "clerk duty"), counter.operator("王磊", "duty")
    chen = counter.operator("陈志远", "centre_manager")
    pass_to(counter, 21, 23, 41)
    return Weekend(counter, li, wang, chen, turn(counter, 21, 21))


def pass_to(counter: Counter, day: int, hour: int, minute: int = 0) -> None:
    """Time passes until then, and the desk records what has come due."""
    counter.clock.moment = local(day, hour, minute)
    while counter.desk.sweep():
        pass


def turn(counter: Counter, day: int, hour: int) -> str:
    """The number of the turn that begins then."""
    begins = local(day, hour)
    numbers = [found.number for found in counter.desk.read(items.items, ledger="shift")]
    (number,) = [each for each in numbers if row(counter.desk, each)["starts"] == begins]
    return number


def items_id(counter: Counter, number: str) -> int:
    """The id of an item."""
    found = counter.desk.read(items.item, number)
    assert found is not None
    return found.id


def signed(leaving: Actor, arriving: Actor) -> tuple[Signature, ...]:
    """Both sign a handover, each with the own PIN."""
    each = ("leaving", leaving), ("arriving", arriving)
    return tuple(Signature(key, who.name, pin=PINS.get(who.name, PIN)) for key, who in each)


def by(actor: Actor, key: str = "supervisor") -> tuple[Signature, ...]:
    """A leader signs with the own PIN."""
    return (Signature(key, actor.name, pin=PINS.get(actor.name, PIN)),)


BY_PHONE = (Signature("supervisor", "赵建国", capacity="管理处经理", proof="phone"),)
"""The office manager gives his word by telephone."""
