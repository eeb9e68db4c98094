"""Calls and visits: what the desk must do and must not do (P01, P02)."""

import pytest

from propdesk.procedures import manual
from tests.conftest import Counter
from tests.procedures.reading import Answers, clocks, course, item, last, local, refusal, row, states

NEED: Answers = {
    "text": "厨房水龙头滴水",
    "kind": "other",
    "unit": "3-1201",
    "caller": "王敏",
    "phone": "138 1234 8812",
}
FORWARDED: Answers = {**NEED, "handling": "forwarded", "department": "engineering", "promised": "tomorrow 10:00"}


@pytest.fixture
def call(counter: Counter) -> str:
    """A call with a need, received."""
    return counter.do("contact.receive", **NEED).item or ""


def test_what_was_said_is_all_a_call_needs(counter: Counter) -> None:
    done = counter.do("contact.receive", text="有人按门铃就跑")
    assert (done.stage, item(counter.desk, done.item).person) == ("received", "")


def test_the_enquiry_is_one_line_and_closed_at_once(counter: Counter) -> None:
    done = counter.do("contact.enquiry", text="几点下班？六点")
    assert done.stage == "closed"
    assert [entry.step for entry in done.entries] == ["contact.enquiry"]
    assert row(counter.desk, done.item)["customer_told"] == counter.clock()


# --- G-CALL-01: the centre keeps the matter ----------------------------------------------------------------------


def test_g_call_01_a_contact_passed_on_leaves_an_open_item_with_an_owner_here(counter: Counter, call: str) -> None:
    done = counter.do("contact.pass_on", call, kind="complaint")
    child = item(counter.desk, done.opened[0][0])
    assert (done.stage, child.closed, child.owner) == ("passed_on", None, "张敏")
    assert child.matter_id == item(counter.desk, call).matter_id


def test_g_call_01_a_contact_is_not_sent_elsewhere_without_an_item_here(counter: Counter, call: str) -> None:
    assert refusal(counter, "contact.pass_on", call, kind="other").code == "kind"
    assert refusal(counter, "contact.close", call).code == "stage"
    closed = counter.do("contact.enquiry", text="几点下班？六点").item
    assert refusal(counter, "contact.link", call, other=closed).code == "closed"
    assert refusal(counter, "contact.link", call, other=call).code == "item"


def test_g_call_01_one_call_opens_several_items_also_later(counter: Counter, call: str) -> None:
    first = counter.do("contact.pass_on", call, kind="complaint").opened[0][0]
    counter.clock.forward(hours=3)
    second = counter.do("contact.pass_on", call, kind="emergency", danger="burst_pipe").opened[0][0]
    assert item(counter.desk, first).origin_id == item(counter.desk, second).origin_id == item(counter.desk, call).id


# --- G-CALL-02: “I do not know” is no answer ---------------------------------------------------------------------


@pytest.mark.parametrize("said", ["不知道", "不清楚！", " 我不知道。", "I don't know", "i do not know.", "No idea"])
def test_g_call_02_not_knowing_is_not_an_answer(counter: Counter, call: str, said: str) -> None:
    assert refusal(counter, "contact.answer", call, result=said).code == "G-CALL-02"
    assert refusal(counter, "contact.enquiry", text=said).code == "G-CALL-02"
    spot = {**NEED, "handling": "answered", "result": said}
    assert refusal(counter, "contact.receive", **spot).code == "G-CALL-02"


def test_g_call_02_an_answer_that_speaks_of_not_knowing_is_one(counter: Counter, call: str) -> None:
    done = counter.do("contact.answer", call, result="师傅不知道几点到，已约定明早九点再打")
    assert done.stage == "answered"


def test_g_call_02_an_empty_answer_is_refused(counter: Counter, call: str) -> None:
    assert refusal(counter, "contact.answer", call, result="  ").code == "missing"


# --- G-CALL-03: unit, phone and name of everybody with a need ----------------------------------------------------


def test_g_call_03_a_need_is_forwarded_with_unit_name_and_phone(counter: Counter) -> None:
    done = counter.do("contact.receive", **FORWARDED)
    found = item(counter.desk, done.item)
    assert (done.stage, found.place, found.person, found.phone) == ("forwarded", "3-1201", "王敏", "13812348812")


@pytest.mark.parametrize(("left_out", "field"), [("unit", "unit"), ("caller", "caller"), ("phone", "phone")])
def test_g_call_03_a_need_without_one_of_them_is_not_forwarded(counter: Counter, left_out: str, field: str) -> None:
    came = refusal(counter, "contact.receive", **{**FORWARDED, left_out: None})
    assert (came.code, came.field) == ("G-CALL-03", field)
    bare = counter.do("contact.receive", text="滴水", kind="other").item
    asked: Answers = {
        "department": "engineering",
        "promised": "+2h",
        "unit": "3-1201",
        "caller": "王敏",
        "phone": "13812348812",
    }
    came = refusal(counter, "contact.forward", bare, **{**asked, left_out: None})
    assert (came.code, came.field) == ("G-CALL-03", field)


def test_g_call_03_asked_and_not_given_counts_as_asked(counter: Counter) -> None:
    asked: Answers = {
        "unit": None,
        "place": "南门外",
        "caller": None,
        "name_refused": "yes",
        "phone": None,
        "no_phone": "yes",
    }
    assert counter.do("contact.receive", **{**FORWARDED, **asked}).stage == "forwarded"


# --- G-CALL-04: a result, and the time the customer was told -----------------------------------------------------


def test_g_call_04_a_contact_is_closed_with_a_result_and_when_the_customer_was_told(
    counter: Counter, call: str
) -> None:
    counter.do("contact.answer", call, result="明早修", told="no")
    counter.clock.forward(minutes=20)
    done = counter.do("contact.close", call, told_at="23:50")
    assert done.stage == "closed"
    assert row(counter.desk, call)["customer_told"] == local(21, 23, 50)
    assert states(counter.desk, call) == {"CALL.PROGRESS_RESULT": "in_time"}


def test_g_call_04_told_on_the_spot_counts(counter: Counter, call: str) -> None:
    counter.do("contact.answer", call, result="明早修")
    assert counter.do("contact.close", call).stage == "closed"


def test_g_call_04_a_contact_is_not_closed_before_the_customer_was_told(counter: Counter, call: str) -> None:
    counter.do("contact.answer", call, result="明早修", told="no")
    came = refusal(counter, "contact.close", call)
    assert (came.code, came.field) == ("G-CALL-04", "told_at")
    assert refusal(counter, "contact.close", call, told_at="2026-11-23 09:00").code == "future"


def test_g_call_04_a_new_answer_must_be_told_anew(counter: Counter, call: str) -> None:
    counter.do("contact.answer", call, result="今晚修", told="yes")
    counter.do("contact.answer", call, result="改为明早修", told="no")
    assert refusal(counter, "contact.close", call).code == "G-CALL-04"


# --- G-VIS-01: the first receiver stays --------------------------------------------------------------------------


def test_g_vis_01_the_owner_moves_by_introducing_and_the_first_receiver_stays(counter: Counter, call: str) -> None:
    lin = counter.operator("林芳", "clerk")
    counter.do("contact.introduce", call, colleague="林芳", told="水龙头的事")
    found = item(counter.desk, call)
    assert (found.owner, found.receiver) == ("林芳", "张敏")
    assert last(counter.desk, call).sentence == "Introduced to 林芳, who takes over"
    child = counter.do("contact.pass_on", call, kind="complaint", as_=lin).opened[0][0]
    assert (item(counter.desk, child).owner, item(counter.desk, child).receiver) == ("林芳", "张敏")


def test_g_vis_01_nothing_else_moves_the_owner(counter: Counter, call: str) -> None:
    lin = counter.operator("林芳", "clerk")
    counter.do("contact.forward", call, department="engineering", promised="+2h", as_=lin)
    counter.do("contact.answer", call, result="已修", as_=lin)
    assert item(counter.desk, call).owner == "张敏"
    assert refusal(counter, "contact.introduce", call, colleague="张敏").code == "owner"
    assert refusal(counter, "contact.introduce", call, colleague="没有此人").code == "operator"
    assert refusal(counter, "contact.introduce", call, colleague="system").code == "operator"


# --- G-VIS-02: money matters are settled by finance --------------------------------------------------------------


def test_g_vis_02_a_money_matter_is_forwarded_to_finance_and_stays_here(counter: Counter) -> None:
    done = counter.do("contact.receive", **{**FORWARDED, "text": "物业费多收了", "department": "finance"})
    assert (done.stage, item(counter.desk, done.item).owner) == ("forwarded", "张敏")
    assert last(counter.desk, done.item).values["department"] == {"word": "Finance", "value": "finance"}


def test_g_vis_02_no_step_of_the_desk_takes_money_but_the_fees_at_move_in_that_finance_confirms() -> None:
    money = [f"{step.name()}.{field}" for step in manual.all_steps() for field in step.model_fields
             if any(word in field for word in ("fee", "paid", "pay", "yuan", "fen", "amount"))]  # fmt: skip
    written = {"complaint.classify.claim_yuan", "repair.quote.price_yuan", "booking.quote.price_yuan"}
    written |= {"key.replace.cost_yuan", "report.approve.budget_yuan", "vacancy.register.fees", "vacancy.correct.fees"}
    assert set(money) == written | {"movein.pay.amount_yuan"}


# --- G-VIS-03: reason, apology, alternative ----------------------------------------------------------------------

NO: Answers = {"reason": "户内自用部位", "apology": "yes", "alternative": "可介绍维修商家"}


def test_g_vis_03_a_refusal_has_reason_apology_and_alternative(counter: Counter, call: str) -> None:
    assert counter.do("contact.refuse", call, **NO).stage == "refused"
    assert (row(counter.desk, call)["refusal"], row(counter.desk, call)["alternative"]) == (
        NO["reason"],
        NO["alternative"],
    )
    assert counter.do("contact.close", call).stage == "closed"


@pytest.mark.parametrize("left_out", ["reason", "apology", "alternative"])
def test_g_vis_03_a_refusal_without_one_of_them_is_not_made(counter: Counter, call: str, left_out: str) -> None:
    came = refusal(counter, "contact.refuse", call, **{name: said for name, said in NO.items() if name != left_out})
    assert came.code in ("G-VIS-03", "missing")
    assert came.field == left_out


def test_g_vis_03_the_customer_who_hears_the_refusal_has_been_told(counter: Counter, call: str) -> None:
    counter.do("contact.answer", call, result="明早修", told="no")
    counter.do("contact.refuse", call, **NO)
    assert states(counter.desk, call) == {"CALL.PROGRESS_RESULT": "in_time"}


# --- the resident who rings again --------------------------------------------------------------------------------


def test_the_resident_who_rings_again_is_counted_and_whom_we_pressed_is_on_record(counter: Counter, call: str) -> None:
    version = item(counter.desk, call).version
    counter.do("contact.press", call, whom="周师傅", words="你们的人呢？")
    counter.do("contact.press", call)
    assert item(counter.desk, call).presses == 2
    assert last(counter.desk, call).sentence == "Chased by the resident, no. 2; pressed: -"
    assert item(counter.desk, call).version == version


def test_a_form_that_is_open_does_not_go_stale_because_the_resident_rang_again(counter: Counter, call: str) -> None:
    shown = item(counter.desk, call).version
    counter.do("contact.press", call)
    assert counter.do("contact.answer", call, result="明早修", expect_version=shown).stage == "answered"


@pytest.mark.parametrize(("restart", "state"), [("no", "overdue"), ("yes", "running")])
def test_chasing_starts_the_clocks_anew_only_if_asked(counter: Counter, restart: str, state: str) -> None:
    call = counter.do("contact.receive", **FORWARDED).item
    counter.clock.forward(hours=25)
    counter.do("contact.press", call, restart=restart)
    assert states(counter.desk, call)["CALL.TRACK_OPEN"] == state


def test_chasing_what_was_refused_starts_no_clock(counter: Counter, call: str) -> None:
    counter.do("contact.refuse", call, **NO)
    assert refusal(counter, "contact.press", call, restart="yes").code == "settled"
    counter.do("contact.press", call)


def test_a_second_call_is_added_to_the_open_item_and_counted_there(counter: Counter, call: str) -> None:
    done = counter.do("contact.receive", text="还是那个水龙头", unit="3-1201")
    linked = counter.do("contact.link", done.item, other=call)
    assert linked.stage == "passed_on"
    assert item(counter.desk, call).presses == 1
    assert item(counter.desk, done.item).matter_id == item(counter.desk, call).matter_id
    assert [entry.step for entry in linked.entries] == ["contact.link", "contact.press"]


def test_a_call_about_an_incident_is_one_more_caller_there(counter: Counter, call: str) -> None:
    incident = counter.do("incident.open", utility="power", building="3", say="三号楼停电，正在抢修").item
    linked = counter.do("contact.link", call, other=incident, wants="yes")
    assert [entry.step for entry in linked.entries] == ["contact.link", "incident.add_caller"]
    said = last(counter.desk, incident).values
    assert (said["unit"], said["person"], said["phone"], said["words"]) == (
        "3-1201", "王敏", "13812348812", "厨房水龙头滴水",
    )  # fmt: skip
    assert row(counter.desk, incident)["callers"] == 1


def test_a_call_is_not_added_to_what_counts_no_calls(counter: Counter, call: str) -> None:
    callback = counter.do("callback.due", kind="other", text="换灯", unit="3-1201").item
    came = refusal(counter, "contact.link", call, other=callback)
    assert (came.code, came.field) == ("ledger", "other")


# --- called back -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["other", "suggestion"])
def test_a_need_a_department_settled_is_called_back(counter: Counter, kind: str) -> None:
    call = counter.do("contact.receive", **{**FORWARDED, "kind": kind}).item
    counter.clock.forward(hours=1)
    counter.do("contact.answer", call, result="换了灯")
    counter.clock.forward(hours=1)
    done = counter.do("contact.close", call)
    assert [entry.step for entry in done.entries] == ["contact.close", "callback.due"]
    kept = row(counter.desk, done.opened[0][0])
    assert (str(kept["kind"]), kept["since"], kept["text"]) == ("other", local(22, 0, 40), "厨房水龙头滴水")


def test_a_need_that_is_answered_and_closed_in_one_is_called_back_too(counter: Counter) -> None:
    call = counter.do("contact.receive", **FORWARDED).item
    done = counter.do("contact.answer", call, result="换了灯", close="yes")
    assert [entry.step for entry in done.entries] == ["contact.answer", "callback.due"]


def test_an_enquiry_a_refusal_and_what_was_settled_here_are_not_called_back(counter: Counter, call: str) -> None:
    enquiry = counter.do("contact.receive", **{**FORWARDED, "kind": "enquiry"}).item
    assert not counter.do("contact.answer", enquiry, result="六点", close="yes").opened
    refused = counter.do("contact.receive", **FORWARDED).item
    counter.do("contact.refuse", refused, **NO)
    assert not counter.do("contact.close", refused).opened
    assert not counter.do("contact.answer", call, result="教了怎么关", close="yes").opened


# --- corrections -------------------------------------------------------------------------------------------------


def test_g_duty_01_a_wrong_unit_is_corrected_by_a_new_entry_and_the_old_one_stays_readable(
    counter: Counter, call: str
) -> None:
    counter.do("contact.correct", call, reason="听错了", unit="3栋1301", text="卫生间水龙头滴水")
    first, second = course(counter.desk, call)
    assert first.sentence == "Phone, Other need: 厨房水龙头滴水"
    assert (second.corrects, first.corrected_by) == (first.seq, second.seq)
    before = second.values["before"]
    assert isinstance(before, dict)
    assert (before["place"], before["text"]) == ("3-1201", "厨房水龙头滴水")
    assert (item(counter.desk, call).place, row(counter.desk, call)["text"]) == ("3-1301", "卫生间水龙头滴水")


def test_a_correction_says_what_it_changed_in_words(counter: Counter, call: str) -> None:
    counter.do("contact.correct", call, reason="听错了", person="王梅")
    assert last(counter.desk, call).sentence == "Corrected Name: 听错了"


def test_a_correction_that_changes_nothing_is_refused(counter: Counter, call: str) -> None:
    assert refusal(counter, "contact.correct", call, reason="?", person="王敏").code == "nothing"
    other = counter.do("contact.enquiry", text="几点下班？六点").entries[0].seq
    came = refusal(counter, "contact.correct", call, reason="?", person="王梅", entry=other)
    assert (came.code, came.field) == ("entry", "entry")


def test_a_later_correction_and_the_named_entry_are_linked(counter: Counter, call: str) -> None:
    wrong = counter.do("contact.answer", call, result="今晚修").entries[0].seq
    counter.do("contact.correct", call, reason="应为明早", entry=wrong)
    assert last(counter.desk, call).corrects == wrong
    assert last(counter.desk, call).sentence == f"Corrected #{wrong}: 应为明早"


# --- kinds that have a ledger of their own -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "asked", "step"),
    [
        ("repair", {"trade": "water", "urgent": "yes", "agreed": "+1h"}, "repair.receive"),
        ("booking", {"service": "Plants", "agreed": "+1h"}, "booking.receive"),
    ],
)
def test_g_call_01_a_call_is_passed_on_as_work_now_or_later(
    counter: Counter, call: str, kind: str, asked: Answers, step: str
) -> None:
    later = counter.do("contact.pass_on", call, kind=kind, **asked)
    now = counter.do("contact.receive", **{**NEED, "kind": kind}, **asked, repeated="yes")
    for done, confirmed in ((later, 0), (now, 1)):
        assert [entry.step for entry in done.entries][1:] == [step]
        assert done.stage == "passed_on"
        kept, opened = row(counter.desk, done.opened[0][0]), item(counter.desk, done.opened[0][0])
        assert (kept["text"], kept["repeated"], kept["agreed"]) == (NEED["text"], confirmed, local(22, 0, 40))
        assert (opened.place, opened.person) == ("3-1201", "王敏")


def test_what_is_work_is_neither_answered_nor_forwarded_as_a_call(counter: Counter) -> None:
    assert refusal(counter, "contact.receive", **{**FORWARDED, "kind": "repair"}).code == "unasked"
    assert refusal(counter, "contact.receive", **NEED, trade="water").code == "unasked"


# --- passing on and clocks ---------------------------------------------------------------------------------------


def test_telling_the_department_at_once_meets_the_five_minutes(counter: Counter) -> None:
    done = counter.do("contact.receive", **FORWARDED, told="周师傅")
    assert states(counter.desk, done.item)["BOOK.NOTIFY_5M"] == "in_time"
    later = counter.do("contact.receive", **NEED).item
    counter.do("contact.forward", later, department="engineering", promised="+2h", told="周师傅")
    assert states(counter.desk, later)["BOOK.NOTIFY_5M"] == "in_time"


def test_a_new_promise_replaces_the_old_one(counter: Counter) -> None:
    call = counter.do("contact.receive", **FORWARDED).item
    counter.do("contact.progress", call, text="缺配件", promised="2026-11-23 10:00")
    assert clocks(counter.desk, call)["CALL.PROMISE_TIME"].due == local(23, 10)
    assert row(counter.desk, call)["promised"] == local(23, 10)


def test_a_matter_of_the_city_hotline_is_passed_on_also_when_its_deadline_has_gone_by(counter: Counter) -> None:
    call = counter.do("contact.receive", **NEED, channel="hotline", their_number="A17", their_deadline="+1h").item
    counter.clock.forward(hours=2)
    child = counter.do("contact.pass_on", call, kind="complaint").opened[0][0]
    assert row(counter.desk, child)["their_number"] == "A17"
    assert states(counter.desk, call)["CALL.EXTERNAL"] == "late"
    assert states(counter.desk, child)["CALL.EXTERNAL"] == "overdue"


def test_a_promise_that_has_gone_by_is_refused(counter: Counter) -> None:
    came = refusal(counter, "contact.receive", **{**FORWARDED, "promised": "2026-11-21 09:00"})
    assert (came.code, came.field) == ("past", "promised")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("unit", "9-9999"), ("phone", "不记得"), ("channel", "fax"), ("promised", "someday"), ("text", "x" * 5000)],
)
def test_a_wrong_answer_is_refused_at_its_field(counter: Counter, field: str, typed: str) -> None:
    assert refusal(counter, "contact.receive", **{**FORWARDED, field: typed}).field == field
