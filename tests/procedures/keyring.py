"""Keys in custody as the tests take them in, lend them, take them back and count them."""

from datetime import datetime

import pytest

from propdesk.desk import Done, Signature
from propdesk.procedures.estate import ImportRoster
from propdesk.procedures.tx import Actor
from propdesk.queries import journal
from propdesk.rules.roster import read_rows
from tests.conftest import Counter
from tests.procedures.reading import Answers, item, row

MANDATE: Answers = {
    "kind": "entrusted", "unit": "3-1201", "door": "入户门", "pieces": 3, "hook": "A-17", "person": "王敏",
    "phone": "13812348812", "reason": "长期出差", "disclaimer": "yes", "copy_given": "yes", "condition": "当面领取",
}  # fmt: skip
PLANT: Answers = {"kind": "plant", "place": "配电房", "door": "配电房", "pieces": 3, "hook": "B-03"}
LOAN: Answers = {
    "borrower": "赵师傅", "department": "engineering", "phone": "13900001111", "reason": "检修配电箱",
}  # fmt: skip
VACANT = "5-0101"
"""The number of a unit that the developer holds; `vacant_unit` brings it into the estate."""


def paper(key: str, name: str, capacity: str = "维修工", proof: str = "paper") -> Signature:
    """A named person's signature."""
    return Signature(key, name, capacity=capacity, proof=proof)


def pin(key: str, name: str, secret: str = "1357") -> Signature:
    """A colleague's signature."""
    return Signature(key, name, pin=secret)


OWNER = paper("owner", "王敏", "业主")
BORROWER = paper("borrower", "赵师傅")
RECEIVER = paper("receiver", "李姐", "前台")


def entrust(counter: Counter, **answers: object) -> str:
    """王敏 entrusts three keys, on hook A-17 if nothing else is said; the number of the item."""
    given: Answers = {"signatures": (OWNER, paper("approver", "赵经理", "管理处经理", "phone")), **MANDATE, **answers}
    return counter.do("key.accept", **given).item or ""


def plant(counter: Counter, **answers: object) -> str:
    """Three keys of the switch room, on hook B-03 if nothing else is said."""
    return counter.do("key.accept", **{**PLANT, **answers}).item or ""


def bring_in(counter: Counter, *rows: list[str]) -> None:
    """Bring buildings and units into the estate by a roster; the first row has the names of the columns."""
    step = counter.desk.fill("estate.import_roster", {"file": "v.csv", "sha256": "2" * 64})
    assert isinstance(step, ImportRoster)
    counter.desk.perform(step.carrying(read_rows([*rows])), actor=counter.actor, request_id=f"roster-{rows}"[:40])


def vacant_unit(counter: Counter) -> None:
    """Bring a unit into the estate that nobody has moved into."""
    bring_in(counter, ["楼栋", "房号", "状态", "姓名", "身份"], ["5", "0101", "未售", "", ""])


def lend(counter: Counter, which: str, pieces: int = 1, /, **answers: object) -> str:
    """赵师傅 of the engineers, or whoever is named, borrows keys and signs; the number of the loan."""
    signed = paper("borrower", str(answers.get("borrower", BORROWER.name)))
    given: Answers = {"signatures": (signed,), **LOAN, "which": which, "pieces": pieces, **answers}
    return counter.do("loan.lend", **given).item or ""


def back(counter: Counter, loan: str, pieces: int, /, **answers: object) -> Done:
    """Keys are counted back; 李姐 signs for them."""
    given: Answers = {"signatures": (RECEIVER,), "pieces": pieces, **answers}
    return counter.do("loan.return", loan, **given)


def counts(counter: Counter, key: str) -> tuple[object, object, object]:
    """How many keys a set has, how many of them are lent, how many declared lost."""
    kept = row(counter.desk, key)
    return kept["pieces"], kept["out"], kept["lost"]


def stage(counter: Counter, number: str) -> str:
    """Where an item stands."""
    return item(counter.desk, number).stage


def tag(counter: Counter, key: str) -> str:
    """The number on the label of a key set."""
    return str(row(counter.desk, key)["tag"])


def steps(counter: Counter, done: Done) -> list[str]:
    """The steps of an act, in order."""
    return [entry.step for entry in counter.desk.read(journal.of_act, done.act, "en", counter.desk.zone)]


def missed(counter: Counter, moment: datetime) -> None:
    """Time passes until then, and what is missed is recorded."""
    assert moment > counter.clock.moment
    counter.clock.moment = moment
    while counter.desk.sweep():
        pass


@pytest.fixture
def clerk(counter: Counter) -> Actor:
    """李姐, who is no leader."""
    return counter.operator("李姐", "clerk")
