"""Incidents: one record for a failure that many ring about (P01, P07)."""

import sqlite3
from contextlib import closing

import pytest

from tests.conftest import Counter
from tests.procedures.reading import Answers, clocks, item, last, local, refusal, row, states

POWER: Answers = {"utility": "power", "building": "3", "say": "三号楼停电，正在抢修"}
FIVE: tuple[Answers, ...] = (
    {"unit": "3-1201"},
    {"unit": "3-1301"},
    {"unit": "1-0502"},
    {"phone": "13800000004"},
    {"phone": "13800000005"},
)


@pytest.fixture
def incident(counter: Counter) -> str:
    """No power in building 3, nobody has rung yet."""
    return counter.do("incident.open", **POWER).item or ""


@pytest.fixture
def collective(counter: Counter, incident: str) -> str:
    """The same, and five households have rung."""
    for caller in FIVE:
        counter.do("incident.add_caller", incident, **caller)
    return incident


@pytest.fixture
def over(counter: Counter, incident: str) -> str:
    """It is over; 王敏 and an unknown number wait to be rung."""
    counter.do("incident.add_caller", incident, unit="3-1201", person="王敏", phone="13812348812", wants="yes")
    counter.do("incident.add_caller", incident)
    counter.do("incident.add_caller", incident, phone="13600000009", wants="yes")
    counter.do("incident.over", incident, cause="跳闸")
    return incident


def callers(counter: Counter) -> list[tuple[object, ...]]:
    """Place, phone, whether a ring-back is wanted, whether rung, and why not."""
    with closing(sqlite3.connect(counter.desk.path)) as raw:
        found = raw.execute("SELECT place, phone, wants, rung IS NOT NULL, outcome FROM incident_caller ORDER BY id")
        return found.fetchall()


# --- opening -----------------------------------------------------------------------------------------------------


def test_an_incident_is_what_failed_where_and_what_callers_are_told(counter: Counter, incident: str) -> None:
    kept, shown = row(counter.desk, incident), item(counter.desk, incident)
    assert incident.startswith("SJ20261121-")
    assert (str(kept["utility"]), kept["sentence"], kept["callers"]) == ("power", POWER["say"], 0)
    assert (shown.stage, shown.place, shown.title) == ("open", "3", POWER["say"])


@pytest.mark.parametrize("typed", ["3", " 3号楼 ", "3栋", "3#"])
def test_a_building_is_known_as_people_say_it(counter: Counter, typed: str) -> None:
    opened = counter.do("incident.open", **{**POWER, "building": typed}).item
    assert row(counter.desk, opened)["building_id"] is not None


def test_an_unknown_building_is_refused_with_those_there_are(counter: Counter) -> None:
    came = refusal(counter, "incident.open", **{**POWER, "building": "33"})
    assert came.field == "building"
    assert "1, 3" in came.sentence("en")


def test_a_unit_names_its_building_and_another_one_is_refused(counter: Counter) -> None:
    inside = counter.do("incident.open", utility="riser", say="正在修", unit="3-1201").item
    assert row(counter.desk, inside)["building_id"] is not None
    assert refusal(counter, "incident.open", **{**POWER, "building": "1", "unit": "3-1201"}).field == "building"


def test_the_end_callers_are_told_is_a_promised_time(counter: Counter) -> None:
    opened = counter.do("incident.open", **POWER, expected="+2h").item
    assert clocks(counter.desk, opened)["CALL.PROMISE_TIME"].due == local(22, 1, 40)
    counter.do("incident.over", opened)
    assert states(counter.desk, opened) == {"CALL.PROMISE_TIME": "in_time"}


def test_a_named_department_is_told_within_five_minutes(counter: Counter) -> None:
    opened = counter.do("incident.open", **POWER, department="engineering").item
    assert states(counter.desk, opened) == {"BOOK.NOTIFY_5M": "running"}
    counter.do("incident.notify", opened, department="engineering", told="周师傅")
    assert states(counter.desk, opened) == {"BOOK.NOTIFY_5M": "in_time"}
    assert row(counter.desk, opened)["told_person"] == "周师傅"


def test_a_department_told_at_once_needs_no_clock(counter: Counter) -> None:
    opened = counter.do("incident.open", **POWER, department="engineering", told="周师傅").item
    assert states(counter.desk, opened) == {"BOOK.NOTIFY_5M": "in_time"}


def test_a_new_sentence_replaces_the_old_one_and_a_new_time_the_promise(counter: Counter) -> None:
    opened = counter.do("incident.open", **POWER, expected="+1h").item
    counter.clock.forward(minutes=30)
    counter.do("incident.update", opened, say="备件在路上", expected="+3h")
    kept = row(counter.desk, opened)
    assert kept["sentence"] == "备件在路上"
    assert clocks(counter.desk, opened)["CALL.PROMISE_TIME"].due == local(22, 3, 10)


# --- callers -----------------------------------------------------------------------------------------------------


def test_an_unknown_caller_is_counted_with_nothing_said(counter: Counter, incident: str) -> None:
    counter.do("incident.add_caller", incident)
    counter.do("incident.add_caller", incident)
    assert row(counter.desk, incident)["callers"] == 2
    assert last(counter.desk, incident).sentence == "Caller no. 2, name not known"


def test_a_household_that_rings_twice_is_two_calls_and_one_household(counter: Counter, incident: str) -> None:
    counter.do("incident.add_caller", incident, unit="3-1201", phone="13812348812")
    counter.do("incident.add_caller", incident, unit="3-1201")
    counter.do("incident.add_caller", incident, phone="13812348812")
    assert row(counter.desk, incident)["callers"] == 3
    assert "no. 3 (households: 1)" in last(counter.desk, incident).sentence


def test_who_wants_to_be_rung_back_can_be(counter: Counter, incident: str) -> None:
    assert refusal(counter, "incident.add_caller", incident, person="王敏", wants="yes").field == "phone"
    counter.do("incident.add_caller", incident, unit="3-1201", wants="yes")


def test_g_comp_10_the_fifth_household_starts_the_report_upwards(counter: Counter, incident: str) -> None:
    for caller in (*FIVE[:4], FIVE[0], {}):
        counter.do("incident.add_caller", incident, **caller)
        assert "COMP.COLLECTIVE_NOW" not in states(counter.desk, incident)
    counter.do("incident.add_caller", incident, **FIVE[4])
    assert clocks(counter.desk, incident)["COMP.COLLECTIVE_NOW"].due == local(21, 23, 50)


def test_g_comp_10_the_centre_manager_told_meets_it_once_for_all(counter: Counter, collective: str) -> None:
    counter.do("incident.report_up", collective, whom="赵经理", developer="yes")
    assert last(counter.desk, collective).sentence == "赵经理 told; general manager told: no; developer told: yes"
    counter.do("incident.add_caller", collective, phone="13800000006")
    assert states(counter.desk, collective) == {"COMP.COLLECTIVE_NOW": "in_time"}


def test_g_comp_10_an_incident_is_not_closed_before_that_report(counter: Counter, collective: str) -> None:
    counter.do("incident.over", collective)
    assert refusal(counter, "incident.close", collective).code == "G-COMP-10"
    counter.do("incident.report_up", collective, whom="赵经理")
    assert counter.do("incident.close", collective).stage == "closed"


# --- over, and the ring-backs ------------------------------------------------------------------------------------


def test_when_nobody_wants_to_be_rung_it_can_be_closed_at_once(counter: Counter, incident: str) -> None:
    counter.do("incident.add_caller", incident, unit="3-1201")
    counter.do("incident.over", incident)
    assert states(counter.desk, incident) == {}
    assert counter.do("incident.close", incident).stage == "closed"


def test_when_it_is_over_whoever_asked_is_rung_within_half_an_hour(counter: Counter, over: str) -> None:
    assert clocks(counter.desk, over)["CALL.PROGRESS_RESULT"].due == local(22, 0, 10)
    came = refusal(counter, "incident.close", over)
    assert came.code == "G-CALL-04"
    assert "3-1201 王敏; 13600000009" in came.sentence("en")


def test_the_list_is_worked_off_and_the_last_one_meets_the_clock(counter: Counter, over: str) -> None:
    counter.do("incident.ring_back", over)
    assert last(counter.desk, over).sentence == "Rang 3-1201 王敏 back: Got through; still to be rung: 1"
    assert states(counter.desk, over) == {"CALL.PROGRESS_RESULT": "running"}
    counter.do("incident.ring_back", over)
    assert states(counter.desk, over) == {"CALL.PROGRESS_RESULT": "in_time"}
    assert refusal(counter, "incident.ring_back", over).field == "caller"
    assert counter.do("incident.close", over).stage == "closed"


@pytest.mark.parametrize("typed", ["2", "13600000009", "0009"])
def test_a_caller_is_named_by_number_on_the_list_or_phone(counter: Counter, over: str, typed: str) -> None:
    counter.do("incident.ring_back", over, caller=typed)
    assert [bool(rung) for *_rest, rung, _why in callers(counter)] == [False, False, True]


@pytest.mark.parametrize("typed", ["1", "3-1201", "王敏"])
def test_a_caller_is_named_by_unit_or_name(counter: Counter, over: str, typed: str) -> None:
    counter.do("incident.ring_back", over, caller=typed)
    assert [bool(rung) for *_rest, rung, _why in callers(counter)] == [True, False, False]


def test_somebody_who_is_not_on_the_list_is_refused_with_those_who_are(counter: Counter, over: str) -> None:
    came = refusal(counter, "incident.ring_back", over, caller="李四")
    assert "1 3-1201 王敏; 2 13600000009" in came.sentence("en")


def test_who_does_not_answer_stays_on_the_list_until_given_up(counter: Counter, over: str) -> None:
    counter.do("incident.ring_back", over, caller="2", outcome="no_answer", again="+1h")
    assert states(counter.desk, over) == {"CALL.PROGRESS_RESULT": "running"}
    counter.do("incident.ring_back", over, caller="1")
    counter.do("incident.ring_back", over, outcome="switched_off", given_up="三次关机")
    assert callers(counter)[2] == ("", "13600000009", 1, 0, "三次关机")
    assert states(counter.desk, over) == {"CALL.PROGRESS_RESULT": "in_time"}


def test_one_call_settles_a_household_that_asked_twice(counter: Counter, incident: str) -> None:
    counter.do("incident.add_caller", incident, unit="3-1201", wants="yes")
    counter.do("incident.add_caller", incident, unit="3-1201", person="刘强", wants="yes")
    counter.do("incident.over", incident)
    counter.do("incident.ring_back", incident, caller="3-1201")
    assert counter.do("incident.close", incident).stage == "closed"


def test_who_asks_after_it_is_over_is_rung_as_well(counter: Counter, incident: str) -> None:
    counter.do("incident.over", incident)
    counter.do("incident.add_caller", incident, unit="3-1301", wants="yes")
    assert states(counter.desk, incident) == {"CALL.PROGRESS_RESULT": "running"}


def test_when_it_fails_again_the_ring_backs_wait(counter: Counter, over: str) -> None:
    assert counter.do("incident.again", over, say="又停了", expected="+1h").stage == "open"
    assert states(counter.desk, over) == {"CALL.PROGRESS_RESULT": "ended", "CALL.PROMISE_TIME": "running"}
    counter.do("incident.over", over)
    assert states(counter.desk, over)["CALL.PROGRESS_RESULT"] == "running"


def test_since_when_it_is_over_may_lie_before_the_word_of_it(counter: Counter, incident: str) -> None:
    counter.clock.forward(minutes=60)
    counter.do("incident.over", incident, over="00:20", say="已恢复供电")
    assert last(counter.desk, incident).sentence.startswith("Over since 11-22 00:20")
    assert row(counter.desk, incident)["sentence"] == "已恢复供电"


def test_an_incident_in_the_wrong_building_is_corrected(counter: Counter, incident: str) -> None:
    before = row(counter.desk, incident)["building_id"]
    counter.do("incident.correct", incident, building="1", utility="water", reason="听错楼号")
    assert row(counter.desk, incident)["building_id"] != before
    assert item(counter.desk, incident).place == "1"
