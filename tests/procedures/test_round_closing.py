"""A round that goes to renovation sites and vacant units cannot close before each is written down (P04, P13)."""

import pytest

from propdesk.queries import vacancies
from tests.conftest import Counter
from tests.procedures.keyring import vacant_unit
from tests.procedures.patrolling import NIGHT, plan, rounds, second, stage, sweep
from tests.procedures.reading import clocks, item, local, refusal
from tests.procedures.vacant import DEVELOPER, take, visit

SITES = "K1 ok 逐户看过，进度已记"
VACANT = "L1 ok 门窗关好，阀门关闭"
ROUND: dict[str, object] = {**NIGHT, "areas": "KL"}


def site(counter: Counter, code: str) -> str:
    """A unit that is being renovated since yesterday; the number of the site."""
    began = local(20, 9)
    return counter.do("renovation.start", unit=code, contractor="宏达装饰", began=began, happened=began).item or ""


def empty(counter: Counter) -> str:
    """5-0101 is vacant and in the register; its number."""
    vacant_unit(counter)
    return take(counter)


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
        counter.do("renovation.progress", each, progress="贴砖")
    counter.do("round.finish", walked)


def test_an_entry_of_yesterday_is_none_of_today(counter: Counter, walked: str) -> None:
    counter.do("renovation.progress", site(counter, "3-1201"), progress="贴砖", happened=local(20, 17))
    assert refusal(counter, "round.finish", walked).code == "RENO.LOG_DAILY"


def test_an_entry_written_on_the_round_counts_also_after_midnight(counter: Counter, walked: str) -> None:
    number = site(counter, "3-1201")
    counter.clock.moment = local(22, 0, 20)
    assert refusal(counter, "round.finish", walked).code == "RENO.LOG_DAILY"
    counter.do("renovation.progress", number, progress="贴砖", round=walked)
    counter.do("round.finish", walked)
    assert item(counter.desk, walked).stage == "walked"


def test_an_entry_written_after_midnight_leaves_the_new_day_its_own(counter: Counter, walked: str) -> None:
    number = site(counter, "3-1201")
    counter.clock.moment = local(22, 0, 20)
    counter.do("renovation.progress", number, progress="贴砖", round=walked)
    found = counter.desk.read(vacancies.progress, item(counter.desk, number).id)
    assert [each.day for each in found] == [local(21, 0).date()]
    assert clocks(counter.desk, number)["RENO.LOG_DAILY"].due == local(22, 18)
    counter.clock.moment = local(22, 15)
    counter.do("renovation.progress", number, progress="勾缝")
    second_one = refusal(counter, "renovation.progress", number, progress="又看了一遍")
    assert str(second_one) == "3-1201 has its entry of 2026-11-22 already. Correct it, if it was wrong."


def test_a_second_entry_after_midnight_is_that_of_the_new_day(counter: Counter, walked: str) -> None:
    number = site(counter, "3-1201")
    counter.do("renovation.progress", number, progress="贴砖")
    counter.clock.moment = local(22, 0, 20)
    counter.do("renovation.progress", number, progress="夜间停工，门已锁", round=walked)
    found = counter.desk.read(vacancies.progress, item(counter.desk, number).id)
    assert [each.day.day for each in found] == [22, 21]


def test_every_vacant_unit_needs_its_state_vac_patrol_entry(counter: Counter, walked: str) -> None:
    number = empty(counter)
    found = refusal(counter, "round.finish", walked)
    assert (found.code, found.values["units"]) == ("VAC.PATROL_ENTRY", "5-0101")
    visit(counter, number)
    counter.do("round.finish", walked)


def test_a_unit_that_is_let_is_none_to_be_looked_at(counter: Counter, walked: str) -> None:
    counter.do("vacancy.let", empty(counter), tenant="单志刚", signatures=(DEVELOPER,))
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
