"""A desk with some days of everything behind it, made through the steps; the same each time."""

import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from propdesk.desk import Desk, Signature
from propdesk.errors import Refused
from propdesk.procedures.tx import Actor
from propdesk.queries import figures
from propdesk.queries.figures import Wanted
from propdesk.rules.cycles import parse_period
from propdesk.rules.figures import Figures
from propdesk.settings import SERVICES
from tests.conftest import Counter

UNITS = ("3-1201", "3-1301", "1-0502")
MATTERS = (
    "电梯停运",
    "楼上漏水",
    "垃圾未清",
    "门禁失灵",
    "路灯不亮",
    "停车被占",
    "噪音扰民",
    "绿化枯死",
    "收费不清",
    "保安态度差",
)
FACTS = {
    "event_time": "昨晚",
    "accused": "unknown",
    "demand": "尽快处理",
    "contact_way": "13812348812",
    "place": "楼内",
}


def wanted(desk: Desk, period: str) -> Wanted:
    """What is counted of a period at a desk, now."""
    titles = {code: rule.title for code, rule in desk.site.rulebook.rules.items()}
    return figures.wanted(parse_period(period), desk.site.settings, desk.site.calendar, titles, desk.now())


def counted(desk: Desk, period: str) -> Figures:
    """The figures of a period at a desk, now."""
    return desk.read(figures.figures, wanted(desk, period))


class Life:
    """Days of work: calls, complaints on their different ways, repairs, bookings, callbacks."""

    def __init__(self, counter: Counter, *, seed: int = 7) -> None:
        self.counter, self.chance = counter, random.Random(seed)
        self.people = {role: counter.operator(f"某{role}", role) for role in ("centre_manager", "office_manager")}
        self.open: list[str] = []

    def live(self, days: int, calls: int = 12) -> None:
        """Let days go by; missed deadlines are recorded as at a desk that is open."""
        for _ in range(days * calls):
            self.counter.clock.forward(minutes=self.chance.randrange(24 * 60 // calls * 2))
            self.counter.desk.sweep()
            with suppress(Refused):
                self._something()
        self.counter.desk.sweep()

    def _something(self) -> None:
        kind = self.chance.choice(("complaint", "complaint", "complaint", "repair", "booking", "contact", "go on"))
        where: dict[str, Any] = {"unit": self.chance.choice(UNITS), "caller": "王敏", "phone": "13812348812"}
        if kind == "complaint":
            self._complaint(where)
        elif kind == "repair":
            trade, urgent = self.chance.choice(("water", "doors", "electrical")), self.chance.choice(("yes", "no"))
            self._work("repair", self._do("repair.receive", **where, text="报修", trade=trade, urgent=urgent))
        elif kind == "booking":
            self._work("booking", self._do("booking.receive", **where, text="预约", service=self._service()))
        elif kind == "contact":
            number = self._do("contact.receive", **where, text="问事", kind=self.chance.choice(("enquiry", "other")))
            if self.chance.random() < 0.5:
                self._do("contact.answer", number, result="已答复", told="yes", close="yes")
        elif self.open:
            self._on(self.chance.choice(self.open))

    def _service(self) -> str:
        return self.chance.choice(SERVICES[:2])

    def _complaint(self, where: dict[str, Any]) -> None:
        channel = self.chance.choice(("phone", "visit", "letter", "online"))
        number = self._do("complaint.receive", **where, text=self.chance.choice(MATTERS), channel=channel, apart="yes")
        if self.chance.random() < 0.08:
            self._do("complaint.void", number, reason="录错")
            return
        self.open.append(number)
        self._wait()
        if self.chance.random() < 0.8:
            answers: dict[str, Any] = {
                "validity": self.chance.choice(("valid", "valid", "assist", "invalid")),
                "cause": self.chance.choice(("management", "developer", "outside", "neighbour")),
                "severity": self.chance.choice(("minor", "important", "major")),
                "public": self.chance.choice(("yes", "no")),
                "reason": "据实",
            }
            self._do("complaint.classify", number, **answers)
        if self.chance.random() < 0.5:
            whom: dict[str, Any] = {"whom": "王敏", "outcome": self.chance.choice(("no_answer", "busy", "answered"))}
            self._do("complaint.attempt", number, **whom)
        for each in self._way():
            self._wait()
            with suppress(Refused):
                self._do(*each[:1], number, **each[1])

    def _way(self) -> Iterator[tuple[str, dict[str, Any]]]:
        department = self.chance.choice(("engineering", "security", "cleaning"))
        steps: list[tuple[str, dict[str, Any]]] = [
            (
                "complaint.explain",
                {"explanation": "属市政", "reaction": "理解", "referred_to": "市政", "letter": "函"},
            ),
            ("complaint.deliver", {"department": department, "received_by": "周师傅", **FACTS}),
            ("complaint.contact", {"reply_by": "+3h"}),
            ("complaint.resolve", {"result": "已处理"}),
            ("complaint.reply", {"opinion": "满意"}),
        ]
        yield from steps[: self.chance.choice((1, 3, 5, 5, 5))]

    def _on(self, number: str) -> None:
        """Go on with a complaint that was left."""
        steps: tuple[tuple[str, dict[str, Any]], ...] = (
            ("complaint.resolve", {"result": "已处理", "on_spot": "yes"}),
            ("complaint.reply", {"opinion": "满意"}),
            ("complaint.called_back", {"note": "满意", "as_": self.counter.desk.system()}),
            ("complaint.review", {"comment": "可"}),
        )
        for step, answers in steps:
            with suppress(Refused):
                self._do(step, number, **answers)
        with suppress(Refused):
            self._do("complaint.sign", number, as_=self.people["centre_manager"], opinion="同意")

    def _work(self, ledger: str, number: str) -> None:
        told: dict[str, Any] = {"department": "engineering", "told": "周师傅", "repeated": "yes", "worker": "赵师傅"}
        signed = (Signature("customer", "王敏", capacity="业主"),)
        for step, answers, signatures in (
            ("notify", told, ()), ("done", {"result": "修好"}, ()), ("slip", {}, signed), ("cross_off", {}, ()),
        ):  # fmt: skip
            if self.chance.random() < 0.2:
                return
            self._wait()
            self._do(f"{ledger}.{step}", number, signatures=signatures, **answers)

    def _wait(self) -> None:
        self.counter.clock.forward(minutes=self.chance.choice((1, 2, 3, 15)))
        self.counter.desk.sweep()

    def _do(self, step: str, item: str | None = None, *, as_: Actor | None = None,
            signatures: tuple[Signature, ...] = (), **answers: Any) -> str:  # fmt: skip
        return str(self.counter.do(step, item, as_=as_, signatures=signatures, **answers).item)
