"""Complaints at their end: replies, callbacks, review, signature, what comes back, what is kept (P07)."""

from datetime import timedelta

import pytest

from propdesk.queries import items, journal
from tests.conftest import Counter
from tests.procedures.closing import sign, sign_off
from tests.procedures.reading import Answers, clocks, item, last, local, refusal, row, states

FACTS: Answers = {"event_time": "周六晚十点", "accused": "unknown", "demand": "查明漏点", "contact_way": "13812348812"}
HANDED: Answers = {"department": "engineering", "received_by": "周师傅", **FACTS}
REPORT: Answers = {"content": "漏水", "causes": "老化", "course": "已换管", "lessons": "早查", "measures": "普查"}
UNHAPPY: Answers = {"opinion": "没修好", "satisfied": "no", "reply_by": "+20h"}
REVIEWED: Answers = {"comment": "程序齐全"}


def complain(counter: Counter, **answers: object) -> str:
    """A complaint of 3-1201 that was delivered, agreed on and resolved."""
    given: Answers = {"text": "楼上漏水", "unit": "3-1201", "caller": "王敏", **answers}
    number = counter.do("complaint.receive", **given).item or ""
    counter.do("complaint.deliver", number, **HANDED)
    counter.do("complaint.contact", number, reply_by="+3h")
    counter.do("complaint.resolve", number, result="换了角阀")
    return number


@pytest.fixture
def replied(counter: Counter) -> str:
    """A complaint whose resident is satisfied."""
    number = complain(counter)
    counter.do("complaint.reply", number, opinion="满意")
    return number


# --- G-COMP-05: what came in writing is answered in writing ------------------------------------------------------


def test_g_comp_05_a_written_complaint_is_answered_by_letter(counter: Counter) -> None:
    number = complain(counter, channel="letter")
    came = refusal(counter, "complaint.reply", number, opinion="满意")
    assert (came.code, came.field) == ("G-COMP-05", "reply_letter")
    assert counter.do("complaint.reply", number, how="letter", opinion="收到", reply_letter="复函 3").stage == "replied"
    assert row(counter.desk, number)["reply_letter"] == "复函 3"


# --- callbacks ---------------------------------------------------------------------------------------------------


def test_a_satisfied_reply_makes_a_callback_due(counter: Counter) -> None:
    number = complain(counter)
    counter.do("complaint.classify", number) if item(counter.desk, number).stage == "contacted" else None
    done = counter.do("complaint.reply", number, opinion="满意")
    assert [ledger for _, ledger in done.opened] == ["callback"]
    callback = done.opened[0][0]
    assert item(counter.desk, callback).matter_id == item(counter.desk, number).matter_id
    assert clocks(counter.desk, callback)["COMP.CALLBACK_3D"].started == counter.clock()


def test_a_rejected_reply_makes_none(counter: Counter) -> None:
    assert counter.do("complaint.reply", complain(counter), **UNHAPPY).opened == ()


def test_an_invalid_complaint_is_called_back_after_its_explanation(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="马路吵", unit="3-1201").item
    counter.do("complaint.classify", number, validity="invalid")
    done = counter.do("complaint.explain", number, explanation="属市政", reaction="理解")
    assert [ledger for _, ledger in done.opened] == ["callback"]


def test_an_anonymous_complaint_is_reviewed_without_callback(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="大堂脏", place="大堂").item
    counter.do("complaint.resolve", number, result="打扫了", on_spot="yes")
    assert counter.do("complaint.reply", number, opinion="未留姓名").opened == ()
    assert counter.do("complaint.review", number, **REVIEWED).stage == "reviewed"


def test_without_its_callback_a_complaint_is_not_reviewed(counter: Counter, replied: str) -> None:
    assert refusal(counter, "complaint.review", replied, **REVIEWED).code == "callback"
    counter.do("complaint.called_back", replied, note="三次未接，已放弃", as_=counter.desk.system())
    assert counter.do("complaint.review", replied, **REVIEWED).stage == "reviewed"


def test_a_callback_of_an_outcome_that_was_rejected_since_does_not_count(counter: Counter, replied: str) -> None:
    counter.do("complaint.reopen", replied, reason="又漏了")
    counter.do("complaint.called_back", replied, note="满意", as_=counter.desk.system())
    assert row(counter.desk, replied)["called_back"] is None


def test_cb_after_verify_runs_from_the_verification(counter: Counter, replied: str) -> None:
    counter.do("complaint.verify", replied, note="现场不漏")
    assert clocks(counter.desk, replied)["CB.AFTER_VERIFY"].due == local(22, 18)
    counter.do("complaint.called_back", replied, as_=counter.desk.system())
    assert states(counter.desk, replied)["CB.AFTER_VERIFY"] == "in_time"


# --- G-COMP-07: reviewed by the supervisor, signed by the manager ------------------------------------------------


def test_g_comp_07_the_supervisor_reviews_and_the_manager_signs(counter: Counter, replied: str) -> None:
    done = sign_off(counter, replied)
    kept = row(counter.desk, replied)
    assert (done.stage, kept["review"], kept["manager_opinion"]) == ("closed", "程序齐全", "同意办结")


def test_g_comp_07_a_supervisor_does_not_sign_and_a_clerk_does_not_review(counter: Counter, replied: str) -> None:
    counter.do("complaint.called_back", replied, as_=counter.desk.system())
    clerk = counter.operator("林芳", "clerk")
    assert refusal(counter, "complaint.review", replied, **REVIEWED, as_=clerk).code == "role"
    counter.do("complaint.review", replied, **REVIEWED)
    assert refusal(counter, "complaint.sign", replied, opinion="同意").code == "role"


def test_g_comp_07_nobody_signs_what_they_reviewed_unless_nobody_else_is_there(counter: Counter, replied: str) -> None:
    both = counter.operator("孙经理", "supervisor centre_manager")
    counter.do("complaint.called_back", replied, as_=counter.desk.system())
    counter.do("complaint.review", replied, **REVIEWED, as_=both)
    assert refusal(counter, "complaint.sign", replied, opinion="同意", as_=both).code == "G-COMP-07"
    counter.do("operator.disable", who="张敏", reason="离职", as_=both)
    assert counter.do("complaint.sign", replied, opinion="同意", as_=both).stage == "closed"
    assert "exception" in last(counter.desk, replied).values


def test_g_comp_07_what_took_more_than_a_working_day_needs_the_long_form(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="楼上漏水", unit="3-1201").item
    counter.do("complaint.deliver", number, **HANDED)
    counter.clock.moment = local(24, 9)
    counter.do("complaint.resolve", number, result="换了立管")
    counter.do("complaint.reply", number, opinion="满意")
    counter.do("complaint.called_back", number, as_=counter.desk.system())
    assert refusal(counter, "complaint.review", number, **REVIEWED).code == "long_form"
    counter.do("complaint.long_form", number, found="老化", measures="换管", expected="+1h", notified="工程部",
               supervisor="张敏")  # fmt: skip
    assert counter.do("complaint.review", number, **REVIEWED).stage == "reviewed"


@pytest.mark.parametrize("owed", ["COMP.MAJOR_REPORT", "COMP.DEVFWD_RESULT_12H", "COMP.REPEAT_MEETING"])
def test_g_comp_07_nothing_is_signed_while_something_is_owed(counter: Counter, owed: str) -> None:
    number = complain(counter, channel="developer" if owed == "COMP.DEVFWD_RESULT_12H" else "phone")
    if owed == "COMP.REPEAT_MEETING":
        for _ in range(2):
            counter.do("complaint.reply", number, **UNHAPPY)
            counter.do("complaint.take_over", number, note="查明")
            counter.do("complaint.resolve", number, result="重做")
    if owed == "COMP.MAJOR_REPORT":
        counter.do("complaint.reply", number, **UNHAPPY)
        counter.do("complaint.classify", number, severity="major")
        for level in ("general_manager", "quality"):
            counter.do("complaint.escalate", number, level=level, whom="孙总")
        counter.do("complaint.take_over", number, note="查明")
        counter.do("complaint.resolve", number, result="重做")
    counter.do("complaint.reply", number, opinion="满意")
    counter.do("complaint.called_back", number, as_=counter.desk.system())
    counter.do("complaint.review", number, **REVIEWED)
    manager = counter.operator("孙经理", "office_manager")
    came = refusal(counter, "complaint.sign", number, opinion="同意", as_=manager)
    assert owed in came.sentence("en")
    last_duty: dict[str, tuple[str, Answers]] = {
        "COMP.MAJOR_REPORT": ("complaint.report", REPORT),
        "COMP.DEVFWD_RESULT_12H": ("complaint.report_back", {"whom": "客服中心"}),
        "COMP.REPEAT_MEETING": ("complaint.escalate", {"level": "office_manager", "whom": "孙经理"}),
    }
    step, answers = last_duty[owed]
    counter.do(step, number, **answers)
    assert states(counter.desk, number)[owed] == "in_time"
    assert sign(counter, number).stage == "closed"


def test_the_special_report_keeps_its_five_parts(counter: Counter, replied: str) -> None:
    counter.do("complaint.report", replied, **REPORT)
    assert row(counter.desk, replied)["report"] == (
        "Content: 漏水\nCause: 老化\nCourse and result: 已换管\nLessons: 早查\nCorrective measures: 普查"
    )


# --- G-COMP-14: what comes back ----------------------------------------------------------------------------------


def test_g_comp_14_a_reopened_complaint_is_a_repeat_complaint_in_handling(counter: Counter, replied: str) -> None:
    done = counter.do("complaint.reopen", replied, reason="回访不满意")
    kept = row(counter.desk, replied)
    assert (done.stage, kept["repeat"], kept["rejections"]) == ("contacted", True, 1)
    found = states(counter.desk, replied)
    assert (found["COMP.CONTACT_2H"], found["COMP.PROGRESS"]) == ("running", "running")
    assert refusal(counter, "complaint.resolve", replied, result="重做").code == "G-COMP-14"


@pytest.mark.parametrize(("step", "answers"), [("reopen", {"reason": "又漏了"}), ("void", {"reason": "录错"})])
def test_the_callback_of_an_outcome_that_no_longer_stands_is_void(
    counter: Counter, replied: str, step: str, answers: Answers
) -> None:
    number = "HF20261121-001"
    assert item(counter.desk, number).stage == "due"
    counter.do(f"complaint.{step}", replied, **answers)
    assert item(counter.desk, number).stage == "voided"


def test_g_comp_14_only_leaders_reopen(counter: Counter, replied: str) -> None:
    clerk = counter.operator("林芳", "clerk")
    assert refusal(counter, "complaint.reopen", replied, reason="又漏了", as_=clerk).code == "role"


def test_the_second_rejection_in_a_row_goes_to_the_office_manager(counter: Counter, replied: str) -> None:
    counter.do("complaint.reopen", replied, reason="又漏了")
    assert "COMP.REPEAT_MEETING" not in states(counter.desk, replied)
    counter.do("complaint.take_over", replied, note="查明")
    counter.do("complaint.resolve", replied, result="重做")
    counter.do("complaint.reply", replied, **UNHAPPY)
    assert clocks(counter.desk, replied)["COMP.REPEAT_MEETING"].due == local(23, 18)


def test_what_comes_back_after_its_closing_is_a_new_complaint_that_knows_the_old_one(
    counter: Counter, replied: str
) -> None:
    sign_off(counter, replied)
    done = counter.do("complaint.renew", replied, text="同一处又漏了")
    new = done.opened[0][0]
    assert (done.stage, row(counter.desk, new)["repeat"]) == ("closed", True)
    assert item(counter.desk, new).matter_id == item(counter.desk, replied).matter_id
    counter.do("complaint.deliver", new, **HANDED)
    assert refusal(counter, "complaint.resolve", new, result="好").code == "G-COMP-14"


def test_an_explanation_can_be_reopened_and_judged_anew(counter: Counter) -> None:
    number = counter.do("complaint.receive", text="马路吵", unit="3-1201").item
    counter.do("complaint.classify", number, validity="invalid")
    counter.do("complaint.explain", number, explanation="属市政", reaction="不接受")
    counter.do("complaint.reopen", number, reason="是我们的施工")
    assert refusal(counter, "complaint.deliver", number, **HANDED).code == "validity"
    counter.do("complaint.classify", number, validity="valid", reason="是我们的施工")
    assert counter.do("complaint.deliver", number, **HANDED).stage == "delivered"


# --- G-COMP-12 and G-DATA-01: genuine, filed, found again --------------------------------------------------------


def test_g_comp_12_a_signed_complaint_is_found_by_what_was_said(counter: Counter, replied: str) -> None:
    sign_off(counter, replied)
    assert counter.desk.read(items.found_ids, "complaint", "楼上漏水") == [item(counter.desk, replied).id]


def test_g_data_01_what_was_corrected_stays_readable_and_every_word_is_found(counter: Counter, replied: str) -> None:
    counter.clock.moment += timedelta(hours=1)
    counter.do("complaint.correct", replied, reason="听错", demand="赔偿吊顶")
    assert last(counter.desk, replied).values["before"] == {"demand": "查明漏点"}
    for words in ("换了角阀", "赔偿吊顶"):
        assert counter.desk.read(journal.searched, words, "en", counter.desk.zone)
