"""No way around a guard of P06-P08: what somebody in a hurry might try, and what happens then."""

from typing import Any

import pytest

from propdesk.desk import Signature
from propdesk.procedures.tx import Actor
from tests.conftest import Counter
from tests.procedures.reading import Answers, item, local, refusal, row, states

FACTS: Answers = {"event_time": "周六晚十点", "accused": "unknown", "demand": "查明漏点", "contact_way": "13812348812"}
HANDED: Answers = {"department": "engineering", "received_by": "周师傅", **FACTS}
REVIEWED: Answers = {"comment": "程序齐全"}
GOOD: Answers = {"how": "phone", "number": "13812348812", "why_phone": "在外地", "quality": "good", "effect": "good",
                 "opinion": "满意"}  # fmt: skip
CALLBACK = "HF20261121-001"
"""The number of the first callback."""
PHONES = tuple(f"1380000000{number}" for number in range(1, 6))
SIGNED = Signature("resident", "王敏", capacity="业主")


def settled(counter: Counter, **judged: Any) -> str:
    """A complaint of 3-1201, judged, settled on the spot and replied to."""
    number = counter.do("complaint.receive", text="楼上漏水", unit="3-1201", phone="13812348812").item or ""
    if judged:
        counter.do("complaint.classify", number, **judged)
    counter.do("complaint.resolve", number, result="换了角阀", on_spot="yes")
    counter.do("complaint.reply", number, opinion="满意")
    return number


def called(counter: Counter, callback: str, **answers: Any) -> None:
    """Plan, take and do a callback at ten in the morning, by the supervisor."""
    counter.clock.moment = local(22, 10)
    counter.do("callback.plan", callback, caller=counter.actor.name)
    counter.do("callback.take", callback)
    counter.do("callback.done", callback, **{**GOOD, **answers})


@pytest.fixture
def clerk(counter: Counter) -> Actor:
    """A clerk."""
    return counter.operator("林芳", "clerk")


# --- the callback of a complaint ---------------------------------------------------------------------------------


def test_nobody_writes_called_back_by_hand(counter: Counter, clerk: Actor) -> None:
    number = settled(counter)
    for actor in (clerk, counter.actor):
        assert refusal(counter, "complaint.called_back", number, note="满意", as_=actor).code == "role"


def test_g_comp_14_a_resident_who_is_not_satisfied_does_not_pass(counter: Counter) -> None:
    settled(counter)
    called(counter, CALLBACK, satisfied="no", opinion="又漏了")
    colleague = counter.operator("陈志远", "supervisor")
    came = refusal(counter, "callback.review", CALLBACK, comment="属实", as_=colleague)
    assert (came.code, came.field) == ("G-CB-04", "passed")
    done = counter.do("callback.review", CALLBACK, comment="属实", passed="no", as_=colleague)
    assert done.stage == "failed"


def test_g_cb_05_a_callback_entered_by_hand_takes_its_weight_from_the_complaint(counter: Counter) -> None:
    number = settled(counter, severity="major")
    done = counter.do("callback.due", kind="other", text="漏水", source_case=number)
    kept = row(counter.desk, done.item or "")
    assert (kept["kind"], kept["severity"]) == ("complaint", "major")
    came = refusal(counter, "callback.plan", done.item, caller=counter.actor.name)
    assert came.code == "G-CB-05"


def test_g_cb_05_a_complaint_that_became_major_since_is_planned_by_the_office_manager(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="马路吵", unit="3-1201", phone="13812348812").item
    counter.do("complaint.classify", number, validity="invalid")
    counter.do("complaint.explain", number, explanation="属市政", reaction="不接受")
    counter.do("complaint.classify", number, validity="valid", severity="major", reason="是我们的施工")
    assert refusal(counter, "callback.plan", CALLBACK, caller=counter.actor.name).code == "G-CB-05"


def test_the_callback_of_an_outcome_that_was_rejected_does_not_count_for_the_next_one(counter: Counter) -> None:
    number = settled(counter)
    called(counter, CALLBACK)
    counter.do("complaint.reopen", number, reason="又漏了")
    counter.do("complaint.take_over", number, note="查明")
    counter.do("complaint.resolve", number, result="换了立管", on_spot="yes")
    counter.do("complaint.reply", number, opinion="满意")
    colleague = counter.operator("陈志远", "supervisor")
    done = counter.do("callback.review", CALLBACK, comment="属实", as_=colleague)
    assert [entry.step for entry in done.entries] == ["callback.review"]
    assert refusal(counter, "complaint.review", number, **REVIEWED).code == "callback"


# --- judgement ---------------------------------------------------------------------------------------------------


def test_a_claim_stays_where_the_judgement_changes(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="楼上漏水", unit="3-1201").item or ""
    counter.do("complaint.classify", number, claim_yuan=1500)
    counter.do("complaint.classify", number, severity="minor", reason="降级")
    kept = row(counter.desk, number)
    assert (kept["severity"], kept["claim_fen"]) == ("major", 150_000)
    counter.do("complaint.classify", number, severity="minor", claim_yuan=0, reason="撤回索赔")
    assert row(counter.desk, number)["severity"] == "minor"


def test_a_clerk_does_not_take_a_judgement_back(counter: Counter, clerk: Actor) -> None:
    number = counter.do("complaint.receive", text="楼上漏水", unit="3-1201").item or ""
    counter.do("complaint.classify", number, severity="major", as_=clerk)
    lowered: Answers = {"severity": "minor", "reason": "降级"}
    came = refusal(counter, "complaint.classify", number, **lowered, as_=clerk)
    assert came.field == "severity"
    assert states(counter.desk, number)["COMP.MAJOR_GM_SAMEDAY"] == "running"
    counter.do("complaint.classify", number, **lowered)
    assert states(counter.desk, number)["COMP.MAJOR_GM_SAMEDAY"] == "ended"


def test_comp_important_1h_is_not_met_by_telling_the_developer(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="楼上漏水", unit="3-1201").item or ""
    counter.do("complaint.classify", number, severity="important")
    counter.do("complaint.escalate", number, level="developer", whom="客服中心")
    assert states(counter.desk, number)["COMP.IMPORTANT_1H"] == "running"
    counter.do("complaint.escalate", number, level="manager", whom="孙经理")
    assert states(counter.desk, number)["COMP.IMPORTANT_1H"] == "in_time"


def test_handing_it_over_again_does_not_shorten_how_long_it_took(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="楼上漏水", unit="3-1201").item or ""
    counter.do("complaint.deliver", number, **HANDED)
    counter.clock.moment = local(24, 9)
    counter.do("complaint.deliver", number, **HANDED)
    counter.do("complaint.resolve", number, result="换了立管")
    counter.do("complaint.reply", number, opinion="满意")
    counter.do("complaint.called_back", number, as_=counter.desk.system())
    assert refusal(counter, "complaint.review", number, **REVIEWED).code == "long_form"


def test_what_was_late_stays_late_where_it_is_no_longer_due(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="楼上漏水", unit="3-1201").item or ""
    counter.clock.forward(minutes=30)
    counter.do("complaint.resolve", number, result="换了角阀", on_spot="yes")
    assert states(counter.desk, number)["COMP.DELIVER_20M"] == "late"


# --- several households ------------------------------------------------------------------------------------------


def said(counter: Counter, phone: str, text: str = "漏水", **answers: Any) -> str:
    """A complaint about the hall by a household known by its telephone."""
    return counter.do("complaint.receive", place="大堂", phone=phone, text=text, **answers).item or ""


def five(counter: Counter, *texts: str) -> list[str]:
    """The complaints of as many households as there are texts."""
    calls = zip(PHONES, texts, strict=False)
    return [said(counter, phone, text) for phone, text in calls]


def test_g_comp_10_what_is_like_several_matters_is_registered_all_the_same(counter: Counter) -> None:
    numbers = five(counter, "楼上漏水", "卫生间漏水", "厨房很臭", "走廊很臭", "又漏水又臭")
    assert item(counter.desk, numbers[-1]).stage == "received"


def test_g_comp_10_a_complaint_with_a_deadline_from_outside_stays_beside_the_collective_one(counter: Counter) -> None:
    first = five(counter, "楼上漏水")[0]
    outside = said(counter, PHONES[1], their_deadline="+5h")
    for phone in PHONES[2:]:
        said(counter, phone)
    assert row(counter.desk, first)["collective"]
    assert item(counter.desk, outside).stage == "received"
    assert states(counter.desk, outside)["CALL.EXTERNAL"] == "running"


def test_a_heavier_complaint_is_not_merged_away(counter: Counter) -> None:
    first, second = five(counter, "楼上漏水", "卫生间漏水")
    counter.do("complaint.classify", second, severity="major")
    assert refusal(counter, "complaint.merge", second, into=first).code == "own_way"
    for phone in PHONES[2:]:
        said(counter, phone)
    assert row(counter.desk, first)["collective"]
    assert states(counter.desk, second)["COMP.MAJOR_GM_SAMEDAY"] == "running"


def test_g_comp_04_an_explained_collective_complaint_is_visited_too(counter: Counter) -> None:
    first = five(counter, "漏水", "漏水", "漏水", "漏水", "漏水")[0]
    counter.do("complaint.escalate", first, level="centre_manager", whom="陈经理")
    counter.do("complaint.classify", first, validity="invalid")
    counter.do("complaint.explain", first, explanation="属市政", reaction="理解")
    counter.do("complaint.called_back", first, as_=counter.desk.system())
    assert refusal(counter, "complaint.review", first, **REVIEWED).code == "G-COMP-04"
    for phone in PHONES:
        done = counter.do("complaint.visit", first, household=phone, opinion="理解", signatures=(SIGNED,))
        assert (done.stage, done.opened) == ("explained", ())
    assert counter.do("complaint.review", first, **REVIEWED).stage == "reviewed"


def test_g_comp_04_a_household_that_joins_after_the_review_is_visited_before_the_signature(counter: Counter) -> None:
    first = five(counter, "漏水", "漏水", "漏水", "漏水", "漏水")[0]
    counter.do("complaint.escalate", first, level="centre_manager", whom="陈经理")
    counter.do("complaint.resolve", first, result="修好了", on_spot="yes")
    for phone in PHONES:
        counter.do("complaint.visit", first, household=phone, opinion="满意", signatures=(SIGNED,))
    counter.do("complaint.report", first, content="漏", causes="老化", course="修", lessons="早查", measures="普查")
    counter.do("complaint.called_back", first, as_=counter.desk.system())
    counter.do("complaint.review", first, **REVIEWED)
    counter.do("complaint.press", first, unit="1-0502", words="我家也漏")
    manager = counter.operator("孙经理", "office_manager")
    assert refusal(counter, "complaint.sign", first, opinion="同意", as_=manager).code == "G-COMP-04"


# --- what everybody reads ----------------------------------------------------------------------------------------


def test_g_comp_05_a_written_complaint_that_is_not_ours_is_explained_in_writing(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="马路吵", unit="3-1201", channel="letter").item or ""
    counter.do("complaint.classify", number, validity="invalid")
    told: Answers = {"explanation": "属市政", "reaction": "理解"}
    assert refusal(counter, "complaint.explain", number, **told).code == "G-COMP-05"
    counter.do("complaint.explain", number, reply_letter="复函 7", **told)
    assert row(counter.desk, number)["reply_letter"] == "复函 7"


@pytest.mark.parametrize("kind", ["owners", "quality"])
def test_what_somebody_writes_in_the_report_to_the_owners_names_nobody(counter: Counter, kind: str) -> None:
    system = counter.desk.system()
    number = counter.do("report.due", kind=kind, begins="2026-11-01", as_=system).item
    counter.do("report.compile", number, comment="王敏来电13812348812")
    assert ("8812" in str(row(counter.desk, number)["comment"])) == (kind == "quality")
    counter.do("report.correct", number, reason="补充", comment="王敏来电13812348812，再次")
    assert ("王敏" in str(row(counter.desk, number)["comment"])) == (kind == "quality")
