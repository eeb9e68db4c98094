"""Complaints on their way: channels, several departments, plans, the long form, growing major (P07)."""

from datetime import timedelta

import pytest

from propdesk.locations import data
from propdesk.procedures import manual
from propdesk.procedures.system import Breach
from propdesk.rules.rulebook import load_rulebook
from tests.conftest import Counter
from tests.procedures.reading import Answers, clocks, course, item, last, local, refusal, row, states

FACTS: Answers = {"event_time": "周六晚十点", "accused": "unknown", "demand": "查明漏点", "contact_way": "13812348812"}
HANDED: Answers = {"department": "engineering", "received_by": "周师傅", **FACTS}
LONG_FORM: Answers = {
    "found": "立管老化", "measures": "换管", "expected": "+3h", "notified": "工程部", "supervisor": "张敏",
}  # fmt: skip


@pytest.fixture
def complaint(counter: Counter) -> str:
    """A complaint of 3-1201, received with nothing but the course of events."""
    return (
        counter.do("complaint.receive", text="楼上漏水", unit="3-1201", caller="王敏", phone="13812348812").item or ""
    )


@pytest.fixture
def delivered(counter: Counter, complaint: str) -> str:
    """The same, in the hands of engineering."""
    counter.do("complaint.deliver", complaint, **HANDED)
    return complaint


# --- COMP.INTAKE_24H and the record ------------------------------------------------------------------------------


@pytest.mark.parametrize("hour", range(0, 24, 4))
def test_comp_intake_24h_a_complaint_is_taken_at_any_hour(counter: Counter, hour: int) -> None:
    counter.clock.moment = local(22, hour)
    night = counter.operator("陈岚", "duty")
    assert counter.do("complaint.receive", text="噪音", as_=night).stage == "received"


def test_the_clock_of_the_six_facts_runs_only_while_one_is_missing(counter: Counter) -> None:
    whole = counter.do("complaint.receive", text="楼上漏水", unit="3-1201", **FACTS).item
    assert "COMP.RECORD_NOW" not in states(counter.desk, whole)
    part = counter.do("complaint.receive", text="楼上漏水", unit="3-1201", **{**FACTS, "demand": None}).item
    assert states(counter.desk, part)["COMP.RECORD_NOW"] == "running"
    counter.do("complaint.correct", part, reason="补问", accused="楼上")
    assert states(counter.desk, part)["COMP.RECORD_NOW"] == "running"
    counter.do("complaint.correct", part, reason="补问", demand="止水")
    assert states(counter.desk, part)["COMP.RECORD_NOW"] == "in_time"


def test_what_was_settled_on_the_spot_needs_no_further_facts(counter: Counter, complaint: str) -> None:
    counter.do("complaint.resolve", complaint, result="擦干了", on_spot="yes")
    assert states(counter.desk, complaint)["COMP.RECORD_NOW"] == "ended"


# --- channels ----------------------------------------------------------------------------------------------------


def test_an_online_complaint_has_somebody_who_follows_it_up(counter: Counter) -> None:
    assert refusal(counter, "complaint.receive", text="论坛帖", channel="online").field == "follow_up"
    done = counter.do("complaint.receive", text="论坛帖", channel="online", follow_up="李婷")
    assert clocks(counter.desk, done.item)["COMP.ONLINE_1WD"].due == local(23, 18)
    assert row(counter.desk, done.item)["follow_up"] == "李婷"


def test_an_online_post_that_is_logged_as_a_contact_names_who_follows_it_up(counter: Counter) -> None:
    call: Answers = {"text": "论坛帖", "kind": "complaint", "channel": "online"}
    assert refusal(counter, "contact.receive", **call).field == "follow_up"
    done = counter.do("contact.receive", **call, follow_up="李婷")
    assert row(counter.desk, done.opened[0][0])["follow_up"] == "李婷"
    post = counter.do("contact.receive", text="论坛帖", channel="online").item
    passed = counter.do("contact.pass_on", post, kind="complaint", follow_up="李婷")
    assert "COMP.ONLINE_1WD" in states(counter.desk, passed.opened[0][0])


def test_the_sheet_of_the_quality_department_is_filled_in_with_measures(counter: Counter) -> None:
    sheet = counter.do("complaint.receive", text="抽查：大堂脏", channel="quality", their_number="PZ-7").item
    assert clocks(counter.desk, sheet)["COMP.QA_FILL_1WD"].due == local(23, 18)
    counter.do("complaint.long_form", sheet, **LONG_FORM)
    assert (states(counter.desk, sheet)["COMP.QA_FILL_1WD"], row(counter.desk, sheet)["measures"]) == (
        "in_time",
        "换管",
    )


def test_what_the_developers_centre_passed_down_is_told_back_to_it(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="窗户漏水", unit="3-1201", channel="developer").item
    counter.do("complaint.resolve", number, result="换了胶条", on_spot="yes")
    assert clocks(counter.desk, number)["COMP.DEVFWD_RESULT_12H"].due == local(22, 11, 40)
    counter.do("complaint.report_back", number, whom="客服中心 小林")
    assert row(counter.desk, number)["reported_back"] is not None


def test_what_nobody_passed_down_is_not_told_back(counter: Counter, complaint: str) -> None:
    counter.do("complaint.resolve", complaint, result="好", on_spot="yes")
    assert refusal(counter, "complaint.report_back", complaint, whom="客服中心").code == "channel"


# --- G-COMP-09: several departments ------------------------------------------------------------------------------


def test_g_comp_09_a_second_department_needs_a_coordinator(counter: Counter, delivered: str) -> None:
    again: Answers = {**HANDED, "department": "security"}
    came = refusal(counter, "complaint.deliver", delivered, **again)
    assert (came.code, came.field) == ("G-COMP-09", "department")
    manager = counter.operator("陈志远", "centre_manager")
    counter.do("complaint.coordinate", delivered, coordinator=manager.name, departments="engineering，security")
    assert item(counter.desk, delivered).owner == "陈志远"
    assert last(counter.desk, delivered).sentence == "陈志远 coordinates: Engineering, Security"
    counter.do("complaint.deliver", delivered, **again)
    assert row(counter.desk, delivered)["departments"] == "engineering, security"


def test_g_comp_09_the_same_department_again_needs_none(counter: Counter, delivered: str) -> None:
    assert counter.do("complaint.deliver", delivered, **{**HANDED, "received_by": "赵师傅"}).stage == "delivered"


def test_g_comp_09_a_clerk_does_not_coordinate(counter: Counter, delivered: str) -> None:
    counter.operator("林芳", "clerk")
    came = refusal(counter, "complaint.coordinate", delivered, coordinator="林芳", departments="engineering")
    assert (came.code, came.field) == ("G-COMP-09", "coordinator")
    assert refusal(
        counter, "complaint.coordinate", delivered, coordinator="张敏", departments="engineering kitchen"
    ).field == "departments"  # fmt: skip


# --- G-COMP-13: a plan for what cannot be solved now -------------------------------------------------------------


def test_g_comp_13_a_plan_is_explained_to_the_resident(counter: Counter, delivered: str) -> None:
    plan: Answers = {"plan": "春季重做屋面防水", "plan_by": "2027-03-20 18:00"}
    came = refusal(counter, "complaint.plan", delivered, **plan)
    assert (came.code, came.field) == ("G-COMP-13", "explained_to")
    counter.do("complaint.plan", delivered, **plan, explained_to="yes")
    found = clocks(counter.desk, delivered)
    assert found["COMP.REPLY_AGREED"].due == local(20, 18).replace(year=2027, month=3)
    assert (found["COMP.PROGRESS"].state, found["COMP.SLOW_FORM_NOW"].state) == ("running", "running")
    assert row(counter.desk, delivered)["plan"] == "春季重做屋面防水"


@pytest.mark.parametrize("missing", ["plan", "plan_by"])
def test_g_comp_13_plan_and_date_are_needed(counter: Counter, delivered: str, missing: str) -> None:
    plan: Answers = {"plan": "春季重做", "plan_by": "2027-03-20 18:00", "explained_to": "yes"}
    assert refusal(counter, "complaint.plan", delivered, **{**plan, missing: None}).field == missing


# --- slow complaints ---------------------------------------------------------------------------------------------


def test_a_reply_within_a_working_day_needs_no_form(counter: Counter, delivered: str) -> None:
    counter.do("complaint.contact", delivered, reply_by="2026-11-23 18:00")
    assert "COMP.SLOW_FORM_NOW" not in states(counter.desk, delivered)


def test_a_reply_further_away_asks_for_the_form_at_once(counter: Counter, delivered: str) -> None:
    counter.do("complaint.contact", delivered, reply_by="2026-11-23 18:01")
    assert clocks(counter.desk, delivered)["COMP.SLOW_FORM_NOW"].due == local(21, 23, 55)
    counter.do("complaint.long_form", delivered, **LONG_FORM)
    counter.do("complaint.contact", delivered, reply_by="2026-11-28 18:00")
    found = states(counter.desk, delivered)
    assert (found["COMP.SLOW_FORM_NOW"], found["COMP.LONG_FORM_1WD"]) == ("in_time", "in_time")


def test_the_repairer_is_on_site_five_minutes_after_being_told(counter: Counter, complaint: str) -> None:
    counter.do("complaint.deliver", complaint, **HANDED, on_site="yes")
    assert clocks(counter.desk, complaint)["COMP.MAINT_ONSITE_5M"].due == local(21, 23, 45)
    counter.do("complaint.arrive", complaint, who="周师傅")
    assert states(counter.desk, complaint)["COMP.MAINT_ONSITE_5M"] == "in_time"


# --- major by age ------------------------------------------------------------------------------------------------


def test_a_valid_complaint_not_solved_in_a_month_becomes_major_by_itself(counter: Counter, delivered: str) -> None:
    counter.do("complaint.classify", delivered, severity="important")
    due = clocks(counter.desk, delivered)["COMP.MAJOR_AGE_1M"].due
    assert due == local(21, 18).replace(month=12)
    counter.clock.moment = due + timedelta(minutes=1)
    counter.desk.sweep()
    steps = [(view.step, view.operator) for view in course(counter.desk, delivered)]
    assert steps[-1] == ("complaint.turn_major", "system")
    assert (str(row(counter.desk, delivered)["severity"]), item(counter.desk, delivered).urgent) == ("major", True)
    found = states(counter.desk, delivered)
    assert {found["COMP.MAJOR_GM_SAMEDAY"], found["COMP.MAJOR_QA_1WD"]} <= {"running", "due_soon"}
    assert counter.desk.sweep() == 0
    counter.do("complaint.classify", delivered, severity="important", reason="屋面材料已到，本周完工")
    assert states(counter.desk, delivered)["COMP.MAJOR_GM_SAMEDAY"] == "ended"


def test_what_is_major_already_does_not_become_so_twice(counter: Counter, delivered: str) -> None:
    counter.do("complaint.classify", delivered, severity="minor")
    counter.do("complaint.classify", delivered, severity="major", reason="索赔")
    for level in ("general_manager", "quality"):
        counter.do("complaint.escalate", delivered, level=level, whom="孙总")
    counter.clock.moment = clocks(counter.desk, delivered)["COMP.MAJOR_AGE_1M"].due + timedelta(minutes=1)
    counter.desk.sweep()
    assert states(counter.desk, delivered)["COMP.MAJOR_GM_SAMEDAY"] == "in_time"


def test_a_judgement_that_it_is_not_ours_ends_the_month(counter: Counter, delivered: str) -> None:
    counter.do("complaint.classify", delivered, severity="minor")
    counter.do("complaint.classify", delivered, validity="invalid", reason="市政道路")
    assert states(counter.desk, delivered)["COMP.MAJOR_AGE_1M"] == "ended"


def test_only_the_desk_itself_turns_a_complaint_major(counter: Counter, delivered: str) -> None:
    assert refusal(counter, "complaint.turn_major", delivered).code == "role"


def test_every_rule_that_names_a_next_step_names_one_a_breach_goes_on_to() -> None:
    named = {rule.then for rule in load_rulebook(data() / "rulebook.toml").rules.values() if rule.then}
    assert named == set(Breach.then)
    assert all(manual.step(name).hidden for name in named)


# --- DUTY.MAJOR_NOW ----------------------------------------------------------------------------------------------


def test_duty_major_now_a_complaint_judged_major_at_night_goes_to_the_centre_manager_at_once(
    counter: Counter, complaint: str
) -> None:
    counter.do("complaint.classify", complaint, severity="major")
    clock = clocks(counter.desk, complaint)["DUTY.MAJOR_NOW"]
    assert (clock.due, clock.escalates_to) == (counter.clock() + timedelta(minutes=10), "centre_manager")
    counter.do("complaint.escalate", complaint, level="quality", whom="品质部")
    assert states(counter.desk, complaint)["DUTY.MAJOR_NOW"] != "in_time"
    counter.do("complaint.escalate", complaint, level="centre_manager", whom="陈志远")
    assert states(counter.desk, complaint)["DUTY.MAJOR_NOW"] == "in_time"
    counter.do("complaint.classify", complaint, severity="major", reason="补写", public="yes")
    assert states(counter.desk, complaint)["DUTY.MAJOR_NOW"] == "in_time"


def test_duty_major_now_not_by_day_nor_by_a_manager_and_no_longer_where_it_is_judged_lighter(
    counter: Counter, complaint: str
) -> None:
    manager = counter.operator("陈志远", "centre_manager supervisor")
    other = counter.do("complaint.receive", text="噪音", as_=manager).item or ""
    counter.do("complaint.classify", other, severity="major", as_=manager)
    assert "DUTY.MAJOR_NOW" not in states(counter.desk, other)
    counter.do("complaint.classify", complaint, severity="major")
    counter.do("complaint.classify", complaint, severity="minor", reason="看错")
    assert states(counter.desk, complaint)["DUTY.MAJOR_NOW"] == "ended"
    counter.clock.moment = local(23, 10)
    counter.do("complaint.classify", complaint, severity="major", reason="索赔")
    assert states(counter.desk, complaint)["DUTY.MAJOR_NOW"] == "ended"
