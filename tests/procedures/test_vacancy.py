"""Vacant units: taken over, kept in condition, let, sold (manual P13)."""

import pytest

from propdesk.queries import items, vacancies
from propdesk.queries.timers import TimerView, timers_of
from propdesk.rules.upkeep import CODES
from tests.conftest import Counter
from tests.procedures import household
from tests.procedures.household import flat
from tests.procedures.keyring import vacant_unit
from tests.procedures.reading import clocks, item, last, local, refusal, row, states
from tests.procedures.vacant import (
    CLOSED,
    DEVELOPER,
    FITTED,
    INSIDE,
    TAKEN,
    UNIT,
    acts,
    at,
    borrow_key,
    held,
    take,
    visit,
)  # fmt: skip

__all__ = ["held"]


def due(counter: Counter, number: str) -> dict[str, str]:
    """The days on which the running clocks are due."""
    local_day = counter.desk.site.calendar.day
    found = clocks(counter.desk, number)
    return {code: local_day(clock.due).isoformat() for code, clock in found.items() if clock.stopped is None}


# --- what a vacant unit is ---------------------------------------------------------------------------------------


def test_a_unit_the_developer_holds_is_taken_over_and_its_upkeep_begins(held: Counter) -> None:
    number = take(held)
    assert (item(held.desk, number).stage, item(held.desk, number).place) == ("kept", UNIT)
    assert due(held, number) == {
        "VAC.AIR_SEASON": "2026-12-23", "VAC.CLEAN_MONTH": "2026-11-30", "VAC.FROST_WINTER": "2026-11-30",
        "VAC.DAMP_RAIN": "2027-07-01",
    }  # fmt: skip


def test_a_fitted_unit_with_west_sun_is_shaded_and_its_appliances_run(held: Counter) -> None:
    found = due(held, take(held, **FITTED))
    assert set(found) == set(CODES.values())
    assert found["VAC.SHADE_SUMMER"] == "2027-06-01"


@pytest.mark.parametrize("unit", ["3-1201", "3-1301", "1-0502"])
def test_an_owner_s_unit_is_no_vacant_unit_g_vac_01(held: Counter, unit: str) -> None:
    assert refusal(held, "vacancy.register", **{**TAKEN, "unit": unit}).code == "G-VAC-01"


def test_a_unit_with_a_move_in_is_sold_and_no_vacant_unit(held: Counter) -> None:
    household.ready(held)
    moving = household.notify(held)
    refused = refusal(held, "vacancy.register", **TAKEN)
    assert (refused.code, refused.values["number"]) == ("G-VAC-01", moving)


def test_a_unit_is_in_the_register_once_also_after_its_sale(held: Counter) -> None:
    number = take(held)
    assert refusal(held, "vacancy.register", **TAKEN).code == "G-VAC-01"
    held.do("vacancy.sell", number)
    assert refusal(held, "vacancy.register", **TAKEN).code == "G-VAC-01"
    held.do("vacancy.void", number, reason="买卖未成")
    assert take(held) != number


@pytest.mark.parametrize("left_open", ["valves_closed", "power_off"])
def test_nothing_is_taken_over_with_a_valve_open_or_the_power_on_g_vac_02(held: Counter, left_open: str) -> None:
    refused = refusal(held, "vacancy.register", **{**TAKEN, left_open: "no"})
    assert (refused.code, refused.field) == ("G-VAC-02", left_open)


# --- visits ------------------------------------------------------------------------------------------------------


def test_work_that_was_done_is_met_and_due_again(held: Counter) -> None:
    number = take(held, **FITTED)
    held.clock.moment = at(2026, 11, 25)
    visit(held, number, work="Airing; Monthly cleaning; Test run of the appliances", **INSIDE)
    for code in ("VAC.AIR_SEASON", "VAC.CLEAN_MONTH", "VAC.APPLIANCE"):
        assert "in_time" in [view.state for view in _all_clocks(held, number) if view.code == code]
    assert due(held, number)["VAC.CLEAN_MONTH"] == "2026-12-31"
    assert due(held, number)["VAC.AIR_SEASON"] == "2026-12-25"
    assert due(held, number)["VAC.APPLIANCE"] == "2027-02-23"


def test_cleaning_that_was_forgotten_is_a_breach_told_upwards(held: Counter) -> None:
    number = take(held)
    held.clock.moment = at(2026, 12, 1)
    while held.desk.sweep():
        pass
    assert states(held.desk, number)["VAC.CLEAN_MONTH"] == "overdue"
    visit(held, number, work="Monthly cleaning", **INSIDE)
    assert due(held, number)["VAC.CLEAN_MONTH"] == "2026-12-31"
    held.do("vacancy.attempt", number, purpose="escalate", whom="张敏", outcome="answered")


def test_normal_alone_is_no_state(held: Counter) -> None:
    number = take(held)
    for word in ("正常", "ok", "无异常", "正常正常"):
        assert refusal(held, "vacancy.visit", number, state=word).code == "G-PAT-01"


def test_going_in_needs_the_loan_of_its_key(held: Counter) -> None:
    number = take(held)
    assert refusal(held, "vacancy.visit", number, state="门窗关好", inside="yes", **CLOSED).field == "loan"
    loan = borrow_key(held)
    visit(held, number, inside="yes", loan=loan, work="Airing", **CLOSED)
    seen = held.desk.read(vacancies.visits, item(held.desk, number).id)[0]
    assert (seen.loan, seen.closed, [work.value for work in seen.works]) == (loan, True, ["air"])
    assert [out.number for out in held.desk.read(vacancies.key_loans, item(held.desk, number).id, at(2026, 11, 23, 0))]


def test_the_key_of_another_door_opens_no_vacant_unit(held: Counter) -> None:
    number = take(held)
    held.do("key.accept", kind="plant", place="配电房", door="配电房", pieces=1, hook="C-1")
    loan = borrow_key(held)
    held.do("key.correct", _key_of(held, loan), reason="录错", unit="3-1201")
    assert refusal(held, "vacancy.visit", number, state="门窗关好", inside="yes", loan=loan, **CLOSED).code == "loan"
    assert refusal(held, "vacancy.visit", number, state="门窗关好", inside="yes", loan=_key_of(held, loan),
                   **CLOSED).code == "loan"  # fmt: skip


def test_what_is_done_inside_is_not_done_from_outside(held: Counter) -> None:
    number = take(held)
    assert refusal(held, "vacancy.visit", number, state="门窗关好", work="Airing").field == "inside"
    held.do("vacancy.storm", what="台风“梅花”")
    visit(held, number, work="Check after a storm")
    assert states(held.desk, number)["VAC.STORM"] == "in_time"


def test_a_test_run_ends_with_the_power_off_g_vac_05(held: Counter) -> None:
    number = take(held, **FITTED)
    refused = refusal(held, "vacancy.visit", number, state="冰箱试机正常制冷", work="Test run of the appliances",
                      **{**INSIDE, "power_off": "no"})  # fmt: skip
    assert (refused.code, refused.field) == ("G-VAC-05", "power_off")


def test_a_unit_is_left_open_only_where_something_is_wrong(held: Counter) -> None:
    number = take(held)
    open_valve = {**INSIDE, "valves_closed": "no"}
    assert refusal(held, "vacancy.visit", number, state="阀门关不严", **open_valve).code == "G-VAC-02"
    visit(held, number, anomaly="水阀关不严，渗水", **open_valve)
    assert row(held.desk, number)["valves_closed"] == 0


def test_what_is_abnormal_becomes_a_finding_that_runs_until_the_manager_knows(held: Counter) -> None:
    number = take(held)
    done = held.do("vacancy.visit", number, state="卫生间顶棚有水迹", anomaly="疑似楼上渗漏")
    finding = done.opened[0][0]
    assert states(held.desk, finding) == {"VAC.ANOMALY": "running"}
    assert item(held.desk, finding).place == UNIT
    held.do("finding.tell", finding, told_to="赵经理")
    assert states(held.desk, finding)["VAC.ANOMALY"] == "in_time"
    assert [each.number for each in held.desk.read(vacancies.abnormal, item(held.desk, number).unit_id or 0)] == [
        finding
    ]


def test_the_same_anomaly_is_found_again_and_another_one_is_another(held: Counter) -> None:
    number = take(held)
    first = held.do("vacancy.visit", number, state="顶棚有水迹", anomaly="疑似渗漏", told="赵经理").opened[0][0]
    again = held.do("vacancy.visit", number, state="水迹扩大", anomaly="渗漏加重")
    assert (again.opened, acts(held, again.act)) == ((), ["vacancy.visit", "finding.again"])
    assert last(held.desk, first).step == "finding.again"
    assert held.do("vacancy.visit", number, state="窗扇松动", anomaly="窗扇掉落", another="yes").opened


# --- many units at once ------------------------------------------------------------------------------------------


def test_the_same_work_in_several_units_is_one_visit_each(held: Counter) -> None:
    number = take(held)
    done = held.do("vacancy.several", units=f"{UNIT}，{UNIT}", work="Monthly cleaning", state="地面已清扫",
                   opened="保洁领用", **CLOSED)  # fmt: skip
    assert acts(held, done.act) == ["vacancy.several", "vacancy.visit"]
    assert due(held, number)["VAC.CLEAN_MONTH"] == "2026-12-31"
    held.do("vacancy.several", units="全部", work="Airing", state="通风两小时", opened="保洁领用", **CLOSED)
    assert due(held, number)["VAC.AIR_SEASON"] == "2026-12-23"


@pytest.mark.parametrize("units", ["3-1201", "9-9999"])
def test_work_in_a_unit_that_is_not_vacant_is_refused(held: Counter, units: str) -> None:
    take(held)
    refused = refusal(held, "vacancy.several", units=units, work="Airing", state="通风", opened="保洁", **CLOSED)
    assert refused.field == "units"


def test_after_a_storm_every_unit_is_to_be_checked_within_a_day(held: Counter) -> None:
    assert refusal(held, "vacancy.storm", what="台风").code == "units"
    number = take(held)
    held.clock.moment = at(2026, 11, 24, 8)
    held.do("vacancy.storm", what="大风", over="07:00")
    assert clocks(held.desk, number)["VAC.STORM"].due == at(2026, 11, 25, 7)
    held.do("vacancy.storm", what="又一场大风")
    assert clocks(held.desk, number)["VAC.STORM"].due == at(2026, 11, 25, 7)


# --- letting and sale --------------------------------------------------------------------------------------------


def test_nothing_is_let_without_the_developer_s_consent_g_vac_03(held: Counter) -> None:
    number = take(held)
    assert refusal(held, "vacancy.let", number, tenant="临时样板间").code == "G-VAC-03"
    held.do("vacancy.let", number, tenant="临时样板间", letter="函2026-7", signatures=(DEVELOPER,))
    assert row(held.desk, number)["consent"] == "陈经理 开发商 函2026-7"
    assert (flat(held)[0], due(held, number)) == ("let", {})


def test_a_clerk_lets_nothing(held: Counter) -> None:
    clerk = held.operator("李婷", "clerk")
    number = take(held)
    assert refusal(held, "vacancy.let", number, tenant="样板间", signatures=(DEVELOPER,), as_=clerk).code == "role"


def test_when_the_tenant_has_left_the_upkeep_begins_anew(held: Counter) -> None:
    number = take(held)
    held.do("vacancy.let", number, tenant="临时样板间", signatures=(DEVELOPER,))
    held.clock.moment = at(2027, 3, 20)
    assert refusal(held, "vacancy.end_let", number, condition="墙面污损").code == "G-VAC-02"
    held.do("vacancy.end_let", number, condition="墙面污损", **CLOSED)
    assert flat(held)[0] == "vacant"
    assert due(held, number)["VAC.CLEAN_MONTH"] == "2027-03-31"
    assert due(held, number)["VAC.FROST_WINTER"] == "2027-11-15"
    earlier = held.desk.read(vacancies.lettings, item(held.desk, number).id)
    assert [(each.tenant, str(each.begins), str(each.ends)) for each in earlier] == [
        ("临时样板间", "2026-11-23", "2027-03-20")
    ]


def test_a_sold_unit_leaves_the_register_and_its_record_is_kept_a_year(held: Counter) -> None:
    number = take(held)
    held.do("vacancy.sell", number, buyer="周新", sold_on="2026-11-23")
    assert (item(held.desk, number).stage, due(held, number)) == ("sold", {})
    assert "2027-11-23" in last(held.desk, number).sentence
    household.ready(held)
    assert household.notify(held)


def test_a_vacant_unit_is_sold_once_its_owner_s_contract_was_seen(held: Counter) -> None:
    number = take(held)
    household.ready(held)
    moving = household.notify(held)
    assert item(held.desk, number).stage == "kept"
    assert acts(held, held.do("movein.papers", moving, **household.SHOWN).act) == ["movein.papers", "vacancy.sell"]
    assert (item(held.desk, number).stage, row(held.desk, number)["buyer"], due(held, number)) == ("sold", "周新", {})


def test_a_vacant_unit_that_counts_as_moved_in_is_no_longer_one(held: Counter) -> None:
    number = take(held)
    household.ready(held)
    household.notify(held, received="2026-11-23 09:00")
    held.clock.moment = at(2026, 12, 24)
    while held.desk.sweep():
        pass
    assert (item(held.desk, number).stage, due(held, number)) == ("sold", {})


def test_the_file_of_an_owner_takes_a_unit_off_the_register(held: Counter) -> None:
    number = take(held)
    household.open_file(held, unit=UNIT, person="周新")
    assert (item(held.desk, number).stage, row(held.desk, number)["buyer"]) == ("sold", "周新")


def test_a_unit_is_not_sold_before_it_was_taken_over(held: Counter) -> None:
    number = take(held)
    held.clock.forward(days=1)
    assert refusal(held, "vacancy.sell", number, sold_on="2026-11-01 09:00").field == "sold_on"


def test_nothing_of_a_letting_lies_before_what_came_before_it(held: Counter) -> None:
    number = take(held)
    assert (
        refusal(held, "vacancy.let", number, tenant="样板间", begins="11-22", signatures=(DEVELOPER,)).field == "begins"
    )
    held.clock.moment = at(2026, 12, 1)
    held.do("vacancy.let", number, tenant="样板间", signatures=(DEVELOPER,))
    assert refusal(held, "vacancy.end_let", number, condition="完好", ended="11-30", **CLOSED).field == "ended"
    assert refusal(held, "vacancy.sell", number, sold_on="11-30").field == "sold_on"
    held.do("vacancy.sell", number, sold_on="12-1")


def test_a_correction_lets_the_clocks_follow_what_the_unit_is(held: Counter) -> None:
    number = take(held)
    held.do("vacancy.correct", number, reason="其实是精装", furnished="yes", west_sun="yes", appliances="yes",
            taken="2026-11-01 09:00")  # fmt: skip
    assert set(due(held, number)) == set(CODES.values())
    assert str(row(held.desk, number)["taken_over"]) == "2026-11-01"
    held.do("vacancy.correct", number, reason="家电已搬走", appliances="no")
    assert states(held.desk, number)["VAC.APPLIANCE"] == "ended"


def test_a_correction_cannot_make_an_owner_s_unit_vacant(held: Counter) -> None:
    number = take(held)
    assert refusal(held, "vacancy.correct", number, reason="听错", unit="3-1201").code == "G-VAC-01"
    assert refusal(held, "vacancy.correct", number, reason="听错", place="某处").field == "place"


def test_work_after_closing_on_the_last_day_of_the_month_is_due_the_month_after(counter: Counter) -> None:
    vacant_unit(counter)
    counter.clock.moment = local(30, 23)
    assert due(counter, take(counter))["VAC.CLEAN_MONTH"] == "2026-12-31"


def _all_clocks(counter: Counter, number: str) -> list[TimerView]:
    return counter.desk.read(timers_of, item(counter.desk, number).id, counter.desk.now())


def _key_of(counter: Counter, loan: str) -> str:
    found = counter.desk.read(items.by_ids, [int(str(row(counter.desk, loan)["key_id"]))])
    return found[0].number
