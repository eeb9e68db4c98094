"""Complaints: what the desk must do and must not do (P07)."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from propdesk.desk import Signature
from propdesk.models.operator import Role
from propdesk.procedures import contact, manual
from propdesk.procedures.complaint_answer import Explain, Reply, Resolve
from propdesk.procedures.complaint_handling import Contact, Deliver
from propdesk.queries import items, journal
from propdesk.queries.timers import timers_of
from tests.conftest import Counter
from tests.procedures.closing import sign_off
from tests.procedures.reading import Answers, clocks, item, last, local, refusal, row, states

FACTS: Answers = {"event_time": "周六晚十点", "accused": "unknown", "demand": "查明漏点", "contact_way": "13812348812"}
HANDED: Answers = {"department": "engineering", "received_by": "周师傅"}
REPORT: Answers = {"content": "漏水", "causes": "老化", "course": "已换管", "lessons": "早查", "measures": "普查"}
BY_VISIT = (Signature("resident", "王敏", capacity="业主"),)
UNHAPPY: Answers = {"opinion": "没修好", "satisfied": "no", "reply_by": "+20h"}


@pytest.fixture
def complaint(counter: Counter) -> str:
    """A complaint of 3-1201, received with nothing but the course of events."""
    return counter.do("complaint.receive", text="楼上漏水", unit="3-1201", caller="王敏").item or ""


@pytest.fixture
def contacted(counter: Counter, complaint: str) -> str:
    """The same, delivered and with a reply agreed."""
    counter.do("complaint.deliver", complaint, **HANDED, **FACTS)
    counter.do("complaint.contact", complaint, reply_by="+3h")
    return complaint


@pytest.fixture
def resolved(counter: Counter, contacted: str) -> str:
    """The same, with a result."""
    counter.do("complaint.resolve", contacted, result="换了角阀")
    return contacted


# --- G-COMP-01: the front desk registers -------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["clerk", "duty", "supervisor"])
def test_g_comp_01_whoever_sits_at_the_desk_registers_a_complaint(counter: Counter, role: str) -> None:
    actor = counter.operator("林芳", role)
    assert counter.do("complaint.receive", text="噪音", as_=actor).stage == "received"


@pytest.mark.parametrize("role", ["centre_manager", "office_manager"])
def test_g_comp_01_nobody_else_registers_one(counter: Counter, role: str) -> None:
    actor = counter.operator("林芳", role)
    came = refusal(counter, "complaint.receive", text="噪音", as_=actor)
    assert came.code == "role"
    assert "Clerk, Duty officer, Supervisor" in came.sentence("en")


def test_g_comp_01_others_relay_it_and_the_desk_registers(counter: Counter) -> None:
    manager = counter.operator("林芳", "centre_manager")
    relayed = counter.do("complaint.relay", text="楼上漏水", unit="3-1201", caller="王敏", as_=manager)
    assert relayed.stage == "relayed"
    assert clocks(counter.desk, relayed.item)["COMP.DESK_NOW"].due == local(21, 23, 50)
    assert refusal(counter, "complaint.register", relayed.item, as_=manager).code == "role"
    counter.clock.forward(minutes=5)
    assert counter.do("complaint.register", relayed.item, **FACTS).stage == "received"
    found = clocks(counter.desk, relayed.item)
    assert found["COMP.DESK_NOW"].state == "in_time"
    assert found["COMP.DELIVER_20M"].due == local(22, 0, 0)
    assert last(counter.desk, relayed.item).sentence == "Registered; relayed by 林芳"
    assert (item(counter.desk, relayed.item).receiver, item(counter.desk, relayed.item).owner) == ("林芳", "张敏")


def test_g_comp_01_what_was_relayed_by_telephone_runs_from_when_it_was_heard(counter: Counter) -> None:
    done = counter.do("complaint.receive", text="楼上漏水", relayed_by="保安 老马", heard="23:30")
    found = clocks(counter.desk, done.item)
    assert (found["COMP.DELIVER_20M"].due, found["COMP.CONTACT_2H"].due) == (local(21, 23, 50), local(22, 1, 30))
    assert row(counter.desk, done.item)["relayed_by"] == "保安 老马"
    assert refusal(counter, "complaint.receive", text="漏水", heard="2026-11-22 01:00").field == "heard"


# --- G-COMP-02: the six facts ------------------------------------------------------------------------------------


def test_g_comp_02_a_complaint_is_delivered_with_its_six_facts(counter: Counter, complaint: str) -> None:
    assert counter.do("complaint.deliver", complaint, **HANDED, **FACTS).stage == "delivered"
    kept = row(counter.desk, complaint)
    assert {name: kept[name] for name in FACTS} == FACTS
    assert (kept["place"], kept["text"]) == ("3-1201", "楼上漏水")


@pytest.mark.parametrize("fact", FACTS)
def test_g_comp_02_without_one_of_them_it_is_not_delivered(counter: Counter, complaint: str, fact: str) -> None:
    known = {name: said for name, said in FACTS.items() if name != fact}
    came = refusal(counter, "complaint.deliver", complaint, **HANDED, **known)
    assert (came.code, came.field) == ("G-COMP-02", fact)


def test_g_comp_02_the_place_is_needed_where_there_is_no_unit(counter: Counter) -> None:
    nowhere = counter.do("complaint.receive", text="路灯不亮").item
    assert refusal(counter, "complaint.deliver", nowhere, **HANDED, **FACTS).field == "place"
    assert counter.do("complaint.deliver", nowhere, **HANDED, **FACTS, place="南门").stage == "delivered"


# --- G-COMP-03: no closing before result and reply ---------------------------------------------------------------


def test_g_comp_03_with_result_and_reply_it_is_closed(counter: Counter, resolved: str) -> None:
    counter.do("complaint.reply", resolved, opinion="满意")
    assert sign_off(counter, resolved).stage == "closed"


def test_g_comp_03_without_them_it_is_not_closed(counter: Counter, resolved: str) -> None:
    assert refusal(counter, "complaint.review", resolved, comment="好").code == "stage"
    fresh = counter.do("complaint.receive", text="噪音").item
    assert refusal(counter, "complaint.review", fresh, comment="好").code == "stage"
    assert refusal(counter, "complaint.reply", fresh, opinion="满意").code == "stage"


def test_g_comp_03_no_stage_before_the_answer_lets_it_be_closed() -> None:
    assert manual.step("complaint.review").at == ("replied", "explained")
    assert manual.step("complaint.sign").at == ("reviewed",)


# --- G-COMP-06: the opinion, and on a visit the signature --------------------------------------------------------


def test_g_comp_06_a_reply_by_visit_is_signed_by_the_resident(counter: Counter, resolved: str) -> None:
    done = counter.do("complaint.reply", resolved, how="visit", opinion="满意", signatures=BY_VISIT)
    assert done.stage == "replied"
    signed = last(counter.desk, resolved).signed
    assert [(one["name"], one["capacity"], one["proof"]) for one in signed] == [("王敏", "业主", "paper")]


def test_g_comp_06_a_reply_by_visit_without_signature_is_refused(counter: Counter, resolved: str) -> None:
    assert refusal(counter, "complaint.reply", resolved, how="visit", opinion="满意").code == "G-COMP-06"


def test_g_comp_06_by_telephone_the_opinion_is_written_in(counter: Counter, resolved: str) -> None:
    assert refusal(counter, "complaint.reply", resolved, how="phone").field == "opinion"
    assert counter.do("complaint.reply", resolved, how="phone", opinion="满意").stage == "replied"


# --- G-COMP-08: whoever has no power passes it upwards -----------------------------------------------------------


def _major(counter: Counter, complaint: str, **judged: Any) -> str:
    counter.do("complaint.classify", complaint, reason="索赔", **judged)
    counter.do("complaint.deliver", complaint, **HANDED, **FACTS)
    counter.do("complaint.resolve", complaint, result="已赔")
    counter.do("complaint.reply", complaint, opinion="满意")
    return complaint


def test_g_comp_08_a_major_complaint_reported_upwards_is_closed(counter: Counter, complaint: str) -> None:
    _major(counter, complaint, claim_yuan="1000")
    counter.do("complaint.escalate", complaint, level="general_manager", whom="孙总")
    counter.do("complaint.escalate", complaint, level="quality", whom="品质部")
    counter.do("complaint.report", complaint, **REPORT)
    assert sign_off(counter, complaint).stage == "closed"


@pytest.mark.parametrize(
    ("judged", "level"),
    [
        ({"severity": "important"}, "manager"),
        ({"severity": "major"}, "general_manager"),
        ({"severity": "major"}, "quality"),
    ],
)
def test_g_comp_08_what_was_not_reported_upwards_is_not_reviewed(
    counter: Counter, complaint: str, judged: Answers, level: str
) -> None:
    _major(counter, complaint, **judged)
    for other in {"general_manager", "quality", "manager"} - {level}:
        if judged["severity"] == "major":
            counter.do("complaint.escalate", complaint, level=other, whom="孙总")
    counter.do("complaint.called_back", complaint, as_=counter.desk.system())
    assert refusal(counter, "complaint.review", complaint, comment="好").code == "G-COMP-08"
    counter.do("complaint.escalate", complaint, level=level, whom="孙总")
    assert counter.do("complaint.review", complaint, comment="好").stage == "reviewed"


def test_g_comp_08_what_is_beyond_the_handler_is_not_resolved_by_the_handler(counter: Counter, contacted: str) -> None:
    clerk = counter.operator("林芳", "clerk")
    done = counter.do("complaint.escalate", contacted, level="company", whom="总部", no_power="yes", as_=clerk)
    assert row(counter.desk, contacted)["beyond"] is True
    assert last(counter.desk, contacted).sentence == "Beyond our power; passed upwards to Company: 总部"
    assert done.stage == "contacted"
    assert refusal(counter, "complaint.resolve", contacted, result="好", as_=clerk).code == "G-COMP-08"
    assert counter.do("complaint.resolve", contacted, result="公司拨款更换").stage == "resolved"


@pytest.mark.parametrize(("yuan", "severity"), [("999", "minor"), ("1000", "major")])
def test_g_comp_08_a_claim_of_a_thousand_yuan_makes_it_major(
    counter: Counter, complaint: str, yuan: str, severity: str
) -> None:
    counter.do("complaint.classify", complaint, claim_yuan=yuan)
    assert str(row(counter.desk, complaint)["severity"]) == severity
    assert item(counter.desk, complaint).urgent == (severity == "major")


# --- G-COMP-11: the invalid one is registered and explained ------------------------------------------------------


def test_g_comp_11_an_invalid_complaint_is_explained_and_closed(counter: Counter, complaint: str) -> None:
    counter.do("complaint.classify", complaint, validity="invalid")
    assert clocks(counter.desk, complaint)["COMP.REPLY_2H_INVALID"].due == local(22, 1, 40)
    counter.do("complaint.explain", complaint, explanation="属市政", reaction="理解")
    assert sign_off(counter, complaint).stage == "closed"
    assert states(counter.desk, complaint)["COMP.REPLY_2H_INVALID"] == "in_time"


def test_g_comp_11_an_invalid_complaint_is_neither_voided_nor_handled_nor_closed_unexplained(
    counter: Counter, complaint: str
) -> None:
    counter.do("complaint.classify", complaint, validity="invalid")
    assert refusal(counter, "complaint.void", complaint, reason="无效").code == "G-COMP-11"
    assert refusal(counter, "complaint.deliver", complaint, **HANDED, **FACTS).code == "validity"
    assert refusal(counter, "complaint.resolve", complaint, result="好", on_spot="yes").code == "validity"
    assert refusal(counter, "complaint.review", complaint, comment="无效").code == "stage"


def test_g_comp_11_a_valid_complaint_is_not_explained_away(counter: Counter, contacted: str) -> None:
    counter.do("complaint.classify", contacted, validity="valid")
    assert refusal(counter, "complaint.explain", contacted, explanation="x", reaction="x").code == "validity"


def test_a_changed_judgement_needs_its_reason_and_starts_the_delivery_anew(counter: Counter, complaint: str) -> None:
    counter.do("complaint.classify", complaint, validity="invalid")
    assert refusal(counter, "complaint.classify", complaint, validity="valid").field == "reason"
    counter.clock.forward(minutes=30)
    counter.do("complaint.classify", complaint, validity="valid", reason="是我们的管道")
    assert states(counter.desk, complaint)["COMP.REPLY_2H_INVALID"] == "ended"
    assert clocks(counter.desk, complaint)["COMP.DELIVER_20M"].due == local(22, 0, 30)


# --- G-COMP-12: kept, and found again ----------------------------------------------------------------------------


def test_g_comp_12_what_was_voided_is_still_found(counter: Counter, complaint: str) -> None:
    counter.do("complaint.void", complaint, reason="录了两遍")
    found = counter.desk.read(items.found_ids, "complaint", "楼上漏水")
    assert found == [item(counter.desk, complaint).id]
    assert [view.sentence for view in counter.desk.read(journal.searched, "录了两遍", "en", counter.desk.zone)]


@pytest.mark.parametrize("table", ["item", "timer", "entry", "payload", "act"])
def test_g_comp_12_nothing_of_a_complaint_can_be_deleted(counter: Counter, complaint: str, table: str) -> None:
    with closing(sqlite3.connect(counter.desk.path)) as raw, pytest.raises(sqlite3.IntegrityError, match="refused"):
        raw.execute(f"DELETE FROM {table}")  # noqa: S608  a name from the list above


# --- G-COMP-14: followed until the resident is satisfied ---------------------------------------------------------


def test_g_comp_14_a_rejected_outcome_goes_back_into_handling_with_a_new_time(counter: Counter, resolved: str) -> None:
    done = counter.do("complaint.reply", resolved, **UNHAPPY)
    assert (done.stage, row(counter.desk, resolved)["rejections"]) == ("contacted", 1)
    agreed = clocks(counter.desk, resolved)["COMP.REPLY_AGREED"]
    assert (agreed.state, agreed.due) == ("running", local(22, 19, 40))
    assert states(counter.desk, resolved)["COMP.PROGRESS"] == "running"


def test_g_comp_14_a_rejected_outcome_is_taken_over_by_a_supervisor(counter: Counter, resolved: str) -> None:
    assert refusal(counter, "complaint.reply", resolved, opinion="没修好", satisfied="no").field == "reply_by"
    counter.do("complaint.reply", resolved, **UNHAPPY)
    assert row(counter.desk, resolved)["repeat"] is True
    assert refusal(counter, "complaint.review", resolved, comment="好").code == "stage"
    assert refusal(counter, "complaint.resolve", resolved, result="重做防水").code == "G-COMP-14"
    leader = counter.operator("王主管", "supervisor")
    counter.do("complaint.take_over", resolved, note="上次只换了阀门", as_=leader)
    assert item(counter.desk, resolved).owner == "王主管"
    counter.do("complaint.resolve", resolved, result="重做防水")
    counter.do("complaint.reply", resolved, opinion="这回好了")
    assert sign_off(counter, resolved).stage == "closed"


def test_g_comp_14_whoever_is_no_leader_does_not_take_it_over(counter: Counter, contacted: str) -> None:
    clerk = counter.operator("林芳", "clerk")
    assert refusal(counter, "complaint.take_over", contacted, note="我来", as_=clerk).code == "role"


def test_g_comp_14_a_reply_that_left_no_peace_is_not_reviewed(counter: Counter, resolved: str) -> None:
    counter.do("complaint.reply", resolved, opinion="满意")
    counter.do("complaint.reopen", resolved, reason="回访时说又漏了")
    assert refusal(counter, "complaint.review", resolved, comment="好").code == "stage"


def test_g_comp_14_what_was_settled_on_the_spot_and_rejected_can_still_be_delivered(
    counter: Counter, complaint: str
) -> None:
    counter.do("complaint.resolve", complaint, result="擦干了", on_spot="yes")
    counter.do("complaint.reply", complaint, **UNHAPPY)
    assert counter.do("complaint.deliver", complaint, **HANDED, **FACTS).stage == "contacted"
    counter.do("complaint.take_over", complaint, note="查明")
    assert counter.do("complaint.resolve", complaint, result="换了角阀").stage == "resolved"


# --- G-COMP-15: assist goes out in writing and is followed -------------------------------------------------------

EXPLAINED: Answers = {"explanation": "保修期内由开发商修", "reaction": "同意"}


def test_g_comp_15_an_assist_complaint_is_referred_in_writing_and_followed(counter: Counter, complaint: str) -> None:
    counter.do("complaint.classify", complaint, validity="assist", cause="developer")
    assert clocks(counter.desk, complaint)["COMP.DEVOWNED_FORWARD"].due == local(22, 0, 0)
    counter.do("complaint.explain", complaint, **EXPLAINED, referred_to="开发商", letter="函 8")
    assert states(counter.desk, complaint)["COMP.DEVOWNED_FORWARD"] == "in_time"
    assert states(counter.desk, complaint)["COMP.DEVOWNED_FEEDBACK"] == "running"
    assert "COMP.PROGRESS" not in states(counter.desk, complaint)
    counter.do("complaint.progress", complaint, text="开发商周一来")
    assert refusal(counter, "complaint.review", complaint, comment="好").code == "G-COMP-15"
    done = counter.do("complaint.finished", complaint, outcome="开发商已修")
    assert [ledger for _, ledger in done.opened] == ["callback"]
    assert str(row(counter.desk, done.opened[0][0])["kind"]) == "developer"
    assert states(counter.desk, complaint)["COMP.DEVOWNED_FEEDBACK"] == "ended"
    assert sign_off(counter, complaint).stage == "closed"


def test_g_comp_15_what_the_town_must_solve_has_somebody_who_follows_it_up(counter: Counter, complaint: str) -> None:
    counter.do("complaint.classify", complaint, validity="assist", cause="outside")
    written = {**EXPLAINED, "referred_to": "市政", "letter": "函 8"}
    came = refusal(counter, "complaint.explain", complaint, **written)
    assert (came.code, came.field) == ("G-COMP-15", "follow_up")
    counter.do("complaint.explain", complaint, **written, follow_up="李婷")
    assert states(counter.desk, complaint)["COMP.PROGRESS"] == "running"
    done = counter.do("complaint.finished", complaint, outcome="市政已修")
    assert str(row(counter.desk, done.opened[0][0])["kind"]) == "complaint"
    assert refusal(counter, "complaint.finished", complaint, outcome="又修").code == "validity"


@pytest.mark.parametrize(("given", "field"), [({}, "referred_to"), ({"referred_to": "开发商"}, "letter")])
def test_g_comp_15_an_assist_complaint_without_letter_is_not_forwarded(
    counter: Counter, complaint: str, given: Answers, field: str
) -> None:
    counter.do("complaint.classify", complaint, validity="assist")
    came = refusal(counter, "complaint.explain", complaint, **EXPLAINED, **given)
    assert (came.code, came.field) == ("G-COMP-15", field)


def test_g_comp_15_only_what_the_developer_must_solve_is_forwarded_to_it(counter: Counter, complaint: str) -> None:
    counter.do("complaint.classify", complaint, validity="assist", cause="outside")
    assert "COMP.DEVOWNED_FORWARD" not in states(counter.desk, complaint)
    counter.do("complaint.classify", complaint, validity="assist", cause="developer", reason="是墙体")
    assert states(counter.desk, complaint)["COMP.DEVOWNED_FORWARD"] == "running"
    counter.do("complaint.classify", complaint, validity="invalid", cause="other", reason="不是")
    assert states(counter.desk, complaint)["COMP.DEVOWNED_FORWARD"] == "ended"


# --- the way through ---------------------------------------------------------------------------------------------


def test_a_reply_time_agreed_in_the_first_call_meets_the_two_hours_at_once(counter: Counter) -> None:
    done = counter.do("contact.receive", text="楼上漏水", kind="complaint", reply_by="tomorrow 9:00")
    found = states(counter.desk, done.opened[0][0])
    assert (found["COMP.CONTACT_2H"], found["COMP.REPLY_AGREED"]) == ("in_time", "running")


def test_a_complaint_already_agreed_goes_from_delivery_straight_to_contacted(counter: Counter) -> None:
    done = counter.do("complaint.receive", text="楼上漏水", unit="3-1201", reply_by="tomorrow 9:00")
    assert counter.do("complaint.deliver", done.item, **HANDED, **FACTS).stage == "contacted"


def test_what_was_never_delivered_is_resolved_only_on_the_spot(counter: Counter, complaint: str) -> None:
    assert refusal(counter, "complaint.resolve", complaint, result="好").field == "on_spot"
    counter.do("complaint.resolve", complaint, result="好", on_spot="yes")
    assert clocks(counter.desk, complaint)["COMP.REPLY_2H_SPOT"].due == local(22, 1, 40)


def test_correcting_the_unit_also_corrects_the_sheet(counter: Counter, complaint: str) -> None:
    counter.do("complaint.correct", complaint, reason="听错", unit="3-1301", accused="楼上住户")
    assert (row(counter.desk, complaint)["place"], row(counter.desk, complaint)["accused"]) == ("3-1301", "楼上住户")


def test_a_place_of_its_own_stays_when_the_unit_is_corrected(counter: Counter) -> None:
    done = counter.do("complaint.receive", text="电梯异响", unit="3-1201", place="3号楼电梯")
    counter.do("complaint.correct", done.item, reason="听错", unit="3-1301")
    assert row(counter.desk, done.item)["place"] == "3号楼电梯"


def test_what_has_its_answer_starts_no_clock_when_the_resident_rings_again(counter: Counter, resolved: str) -> None:
    counter.do("complaint.reply", resolved, opinion="满意")
    assert refusal(counter, "complaint.press", resolved, restart="yes").code == "settled"
    counter.do("complaint.press", resolved)


@pytest.mark.parametrize(
    ("stage", "wanted"), [("received", "complaint.deliver"), ("delivered", "complaint.contact"),
                          ("resolved", "complaint.reply"), ("replied", "complaint.review")],
)  # fmt: skip
def test_enter_leads_along_the_way_through(counter: Counter, complaint: str, stage: str, wanted: str) -> None:
    way: list[tuple[str, Answers]] = [
        ("deliver", {**HANDED, **FACTS}), ("contact", {"reply_by": "+3h"}), ("resolve", {"result": "好"}),
        ("reply", {"opinion": "满意"}),
    ]  # fmt: skip
    for word, answers in way:
        if item(counter.desk, complaint).stage == stage:
            break
        counter.do(f"complaint.{word}", complaint, **answers)
    running = [code for code, view in clocks(counter.desk, complaint).items() if view.stopped is None]
    codes = sorted(running, key=lambda code: clocks(counter.desk, complaint)[code].due)
    step = manual.next_step("complaint", stage, {Role.CLERK, Role.SUPERVISOR}, codes)
    assert step is not None
    assert step.name() == wanted


def test_what_leads_on_from_a_contacted_complaint_is_its_result() -> None:
    codes = ["COMP.REPLY_AGREED", "COMP.PROGRESS"]
    assert manual.next_step("complaint", "contacted", {Role.CLERK}, codes) is Resolve
    assert manual.next_step("complaint", "resolved", {Role.CLERK}, codes) is Reply
    assert manual.next_step("complaint", "delivered", {Role.CLERK}, ["COMP.CONTACT_2H"]) is Contact
    assert manual.next_step("complaint", "received", {Role.CLERK}, ["COMP.DELIVER_20M"]) is Deliver
    assert manual.next_step("complaint", "classified", {Role.CLERK}, ["COMP.REPLY_2H_INVALID"]) is Explain


def test_where_only_a_manager_leads_on_enter_offers_a_clerk_nothing() -> None:
    assert manual.next_step("complaint", "reviewed", {Role.CLERK, Role.SUPERVISOR}) is None
    awaited = manual.awaited_step("complaint", "reviewed")
    assert awaited is not None
    assert awaited.name() == "complaint.sign"


def test_what_leads_on_from_an_answered_call_is_its_closing() -> None:
    assert manual.next_step("contact", "answered", {Role.CLERK}) is contact.Close
    assert manual.next_step("contact", "received", {Role.CLERK}) is contact.Answer
    assert manual.next_step("contact", "forwarded", {Role.CLERK}, ["BOOK.NOTIFY_5M"]) is contact.Notify


def test_nobody_is_offered_voiding_as_the_next_step() -> None:
    assert manual.next_step("contact", "received", {Role.OFFICE_MANAGER}) is None


def test_an_explanation_the_resident_rejects_can_be_judged_anew(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="楼上漏水", unit="3-1201").item
    counter.do("complaint.classify", number, validity="invalid")
    counter.do("complaint.explain", number, explanation="不属物业范围", reaction="不接受")
    done = counter.do("complaint.classify", number, validity="valid", reason="复核后属物业责任")
    assert done.stage == "classified"
    assert "COMP.DELIVER_20M" in {
        timer.code for timer in counter.desk.read(timers_of, done.item_id or 0, counter.clock())
    }
    handed_over = counter.do(
        "complaint.deliver", number, department="engineering", received_by="王工",
        event_time="今晚", accused="unknown", demand="止水", contact_way="13812348812",
    )  # fmt: skip
    assert handed_over.stage in {"delivered", "contacted"}
