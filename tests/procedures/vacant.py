"""A vacant unit as the tests take it over, visit it and lend its key."""

from datetime import datetime

import pytest

from propdesk.queries import journal
from tests.conftest import Counter
from tests.procedures.keyring import BORROWER, LOAN, paper, vacant_unit
from tests.procedures.reading import SHANGHAI, Answers

UNIT = "5-0101"
TAKEN: Answers = {
    "unit": UNIT, "condition": "毛坯，门窗完好", "valves_closed": "yes", "power_off": "yes", "keys": "3把",
}  # fmt: skip
FITTED: Answers = {"furnished": "yes", "west_sun": "yes", "appliances": "yes"}
CLOSED: Answers = {"valves_closed": "yes", "power_off": "yes"}
INSIDE: Answers = {"inside": "yes", "opened": "开发商钥匙，周师傅", **CLOSED}
DEVELOPER = paper("developer", "陈经理", "开发商")
GENERAL_MANAGER = paper("approver", "陈总", "总经理")


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """A moment in Shanghai."""
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def take(counter: Counter, **answers: object) -> str:
    """5-0101 comes into the register; its number."""
    return counter.do("vacancy.register", **{**TAKEN, **answers}).item or ""


def visit(counter: Counter, number: str, **answers: object) -> None:
    """Somebody was there."""
    given: Answers = {"state": "门窗关好，地面干燥", **answers}
    counter.do("vacancy.visit", number, **given)


def borrow_key(counter: Counter, unit: str = UNIT) -> str:
    """The developer's key of the unit hangs on B-2 and is lent to 赵师傅; the number of the loan."""
    counter.do("key.accept", kind="vacant", unit=unit, door="入户门", pieces=2, hook="B-2", person="陈经理")
    signed = (paper("borrower", BORROWER.name),)
    return counter.do("loan.lend", which="B-2", pieces=1, signatures=signed, **{**LOAN, "purpose": "vacant"}).item or ""


def acts(counter: Counter, number: int) -> list[str]:
    """The steps of an act."""
    return [entry.step for entry in counter.desk.read(journal.of_act, number, "en", counter.desk.zone)]


@pytest.fixture
def held(counter: Counter) -> Counter:
    """The counter of a site on whose books the developer holds 5-0101; it is Monday, 10:00."""
    vacant_unit(counter)
    counter.clock.moment = at(2026, 11, 23)
    return counter
