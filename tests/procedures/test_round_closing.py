"""A round that goes to renovation sites and vacant units cannot close before each is written down (P04, P13)."""

from datetime import date

import pytest
from sqlmodel import Session, SQLModel, select

from propdesk.models.estate import Unit
from propdesk.models.item import Item
from propdesk.models.renovation import Renovation, RenovationEntry
from propdesk.models.vacancy import Vacancy, VacancyVisit
from propdesk.store.engine import writer
from tests.conftest import Counter
from tests.procedures.patrolling import NIGHT, plan, rounds, second, stage, sweep
from tests.procedures.reading import refusal

SITES = "K1 ok 逐户看过，进度已记"
VACANT = "L1 ok 门窗关好，阀门关闭"
ROUND: dict[str, object] = {**NIGHT, "areas": "KL"}


def keep(counter: Counter, *rows: SQLModel) -> None:
    """Rows of registers that are kept elsewhere."""
    engine = writer(counter.desk.path, durable=False)
    with Session(engine) as session, session.begin():
        session.add_all(rows)
    engine.dispose()


def kept(counter: Counter, ledger: str, code: str) -> tuple[int, int]:
    """An open item of a ledger about a unit: the ids of both."""
    engine = writer(counter.desk.path, durable=False)
    with Session(engine) as session, session.begin():
        unit = session.exec(select(Unit).where(Unit.code == code)).one()
        item = Item(
            ledger=ledger, number=f"{ledger}-{code}", ord=1 + len(session.exec(select(Item)).all()), stage="active",
            title=code, unit_id=unit.id, receiver_id=counter.actor.id, owner_id=counter.actor.id,
            opened=counter.clock(),
        )  # fmt: skip
        session.add(item)
        session.flush()
        found = item.id or 0, unit.id or 0
    engine.dispose()
    return found


def site(counter: Counter, code: str) -> int:
    """A unit under renovation."""
    item, unit = kept(counter, "renovation", code)
    keep(counter, Renovation(item_id=item, unit_id=unit, begins=date(2026, 11, 1)))
    return item


def empty(counter: Counter, code: str, let_to: str = "") -> int:
    """A vacant unit of the developer's."""
    item, unit = kept(counter, "vacancy", code)
    keep(counter, Vacancy(item_id=item, unit_id=unit, taken_over=date(2026, 11, 1), let_to=let_to))
    return item


@pytest.fixture
def walked(counter: Counter) -> str:
    """A round through sites and vacant units on which both are said to be fine."""
    return begin(counter, ROUND)


def begin(counter: Counter, route: dict[str, object]) -> str:
    plan(counter, route)
    sweep(counter)
    number = rounds(counter)[0].number
    counter.do("round.start", number, began="23:30")
    counter.do("round.area", number, area="K", answers=SITES)
    counter.do("round.area", number, area="L", answers=VACANT)
    return number


def test_without_sites_and_vacant_units_there_is_nothing_to_be_missed(counter: Counter, walked: str) -> None:
    counter.do("round.finish", walked)
    counter.do("round.sign", walked, signatures=second())
    assert stage(counter, walked) == "closed"


def test_every_site_needs_its_progress_entry_of_the_day_reno_log_daily(counter: Counter, walked: str) -> None:
    first, other = site(counter, "3-1201"), site(counter, "1-0502")
    found = refusal(counter, "round.finish", walked)
    assert (found.code, found.values["units"]) == ("RENO.LOG_DAILY", "1-0502, 3-1201")
    for each in (first, other):
        keep(counter, RenovationEntry(renovation_id=each, day=date(2026, 11, 21), progress="贴砖", seq=1))
    counter.do("round.finish", walked)


def test_an_entry_of_yesterday_is_none_of_today(counter: Counter, walked: str) -> None:
    item = site(counter, "3-1201")
    keep(counter, RenovationEntry(renovation_id=item, day=date(2026, 11, 20), progress="贴砖", seq=1))
    assert refusal(counter, "round.finish", walked).code == "RENO.LOG_DAILY"


def test_every_vacant_unit_needs_its_state_vac_patrol_entry(counter: Counter, walked: str) -> None:
    item = empty(counter, "3-1301")
    found = refusal(counter, "round.finish", walked)
    assert (found.code, found.values["units"]) == ("VAC.PATROL_ENTRY", "3-1301")
    keep(counter, VacancyVisit(vacancy_id=item, at=counter.clock(), state="完好", seq=1))
    counter.do("round.finish", walked)


def test_a_unit_that_is_let_is_none_to_be_looked_at(counter: Counter, walked: str) -> None:
    empty(counter, "3-1301", let_to="单志刚")
    counter.do("round.finish", walked)


def test_a_round_that_ended_early_cannot_close_without_them_either(counter: Counter) -> None:
    plan(counter, ROUND)
    sweep(counter)
    number = rounds(counter)[0].number
    site(counter, "3-1201")
    counter.do("round.start", number, began="23:30")
    counter.do("round.finish", number, reason="突降暴雨")
    assert refusal(counter, "round.sign", number, signatures=second()).code == "RENO.LOG_DAILY"


def test_only_what_stands_in_the_buildings_of_the_round_is_asked_for(counter: Counter) -> None:
    plan(counter, {**ROUND, "areas": "EKL", "buildings": ["3"]})
    sweep(counter)
    number = rounds(counter)[0].number
    site(counter, "1-0502")
    counter.do("round.start", number, began="23:30")
    counter.do("round.area", number, area="E", place="3", answers="E1 ok 只有油漆味")
    counter.do("round.area", number, area="K", answers=SITES)
    counter.do("round.area", number, area="L", answers=VACANT)
    counter.do("round.finish", number)
