"""A household as the tests let it move in: building open, notice, counter, inspection, file."""

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest

from propdesk.desk import Done, Signature
from propdesk.models.movein import Condition
from propdesk.procedures.tx import Actor
from propdesk.settings import AGREEMENTS, MOVEIN_GOODS
from tests.conftest import Counter
from tests.procedures.keyring import paper, vacant_unit
from tests.procedures.reading import SHANGHAI, Answers, row

CONDITIONS = "; ".join(condition.label for condition in Condition)
FLAT, OWNER_NAME, PHONE = "5-0101", "周新", "13500000001"
"""A flat of building 5 that the developer holds, and who has bought it."""
ALL_FIVE = "; ".join(AGREEMENTS)
OWNER = paper("owner", OWNER_NAME, "业主")
ENGINEER = paper("engineer", "周工", "工程部")
BOTH = (OWNER, ENGINEER)
FINANCE = paper("finance", "钱会计", "财务")
MANAGER = paper("manager", "孙主任", "管理处主任", "phone")

SHOWN: Answers = {"visitor": OWNER_NAME, "contract": "yes", "identity": "yes", "notice": "yes"}
CARD: Answers = {"agreements": ALL_FIVE, "copies": ALL_FIVE, "photos": "yes", "id_copies": "yes"}
PAYMENT: Answers = {"amount_yuan": 3000, "receipt": "S-1"}
KEEP: Answers = {
    "keep": "yes", "hook": "C-9", "phone": PHONE, "condition": "修好后凭身份证", "disclaimer": "yes",
    "copy_given": "yes",
}  # fmt: skip
FOUND: Answers = {"inspector": "周工", "findings": "厨房：水龙头滴水\n卧室: 窗框划痕", "term": "+48h"}

COUNTER: tuple[tuple[str, str, Answers, tuple[Signature, ...]], ...] = (
    ("papers", "checked", SHOWN, ()),
    ("sign", "signed", CARD, (OWNER,)),
    ("goods", "equipped", {"goods": MOVEIN_GOODS[0]}, (OWNER,)),
    ("pay", "paid", PAYMENT, (FINANCE,)),
    ("keys", "keyed", {"pieces": 3}, (OWNER,)),
    ("inspect", "inspected", {"inspector": "周工", "accepted": "yes"}, BOTH),
)
"""The order of the counter: step, the stage it leads to, its answers, who signs."""


def on(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the winter 2026 in Shanghai."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def ready(counter: Counter, building: str = "5", **answers: Any) -> Done:
    """Tick conditions of a building, all five if nothing else is said."""
    return counter.do(
        "building.ready", **{"building": building, "conditions": CONDITIONS, "checked_by": "赵经理", **answers}
    )


def notify(counter: Counter, **answers: object) -> str:
    """周新 is called to 5-0101; the number of the move-in."""
    given: Answers = {"unit": FLAT, "person": OWNER_NAME, "phone": PHONE, **answers}
    return counter.do("movein.notify", **given).item or ""


def until(counter: Counter, stage: str, number: str | None = None) -> str:
    """The household comes as far as that stage of the counter; the number of the move-in."""
    number = number or notify(counter)
    for step, leads, answers, signatures in COUNTER:
        counter.do(f"movein.{step}", number, signatures=signatures, **answers)
        if leads == stage:
            return number
    raise KeyError(stage)


def with_findings(counter: Counter) -> str:
    """The inspection found two things; the developer has two days."""
    number = until(counter, "keyed")
    counter.do("movein.inspect", number, signatures=BOTH, **FOUND)
    return number


def first_inspect(counter: Counter) -> None:
    """The site inspects before keys are handed over."""
    counter.do("system.configure", setting="inspect_first", json_value="true")
    counter.desk.reload()


def open_file(counter: Counter, **answers: object) -> str:
    """The file of 王敏, 3-1201; its number."""
    given: Answers = {"unit": "3-1201", "person": "王敏", "phone": "13812348812", "shelf": "A-3", **answers}
    return counter.do("file.open", **given).item or ""


def raw(counter: Counter, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What stands in the file of the desk."""
    with closing(sqlite3.connect(counter.desk.path)) as file:
        return file.execute(query, values).fetchall()


def flat(counter: Counter, code: str = FLAT) -> tuple[str, str | None]:
    """How a unit is used, and since when somebody moved in."""
    state, moved_in = raw(counter, "SELECT state, moved_in FROM unit WHERE code = ?", code)[0]
    return state, moved_in


def people(counter: Counter, code: str = FLAT) -> list[tuple[str, str]]:
    """Who lives in a unit now, and as what."""
    found = raw(counter, """
        SELECT person.name, member.capacity FROM member JOIN person ON person.id = member.person_id
        JOIN household ON household.id = member.household_id JOIN unit ON unit.id = household.unit_id
        WHERE unit.code = ? AND household.until IS NULL ORDER BY member.id
    """, code)  # fmt: skip
    return [(name, capacity) for name, capacity in found]


def findings(counter: Counter, number: str) -> list[tuple[Any, ...]]:
    """The findings of an inspection: number, room, what is wrong, repaired, passed."""
    item_id = row(counter.desk, number)["item_id"]
    return raw(counter, "SELECT number, room, text, fixed IS NOT NULL, passed IS NOT NULL FROM movein_defect "
                        "WHERE movein_id = ? ORDER BY number", item_id)  # fmt: skip


@pytest.fixture
def site(counter: Counter) -> Counter:
    """The counter of a site whose building 5 is open for move-in, with one flat of the developer's."""
    vacant_unit(counter)
    ready(counter)
    return counter


@pytest.fixture
def clerk(counter: Counter) -> Actor:
    """李婷, who is no leader."""
    return counter.operator("李婷", "clerk")
