"""Repairs and bookings alike: told, sent, done, second copy, crossed off (P06)."""

from datetime import timedelta

import pytest

from propdesk.desk import Signature
from propdesk.models.operator import Role
from propdesk.procedures import manual
from propdesk.queries.timers import timers_of
from tests.conftest import Counter
from tests.procedures.reading import Answers, clocks, course, item, last, local, refusal, row, states

WHO: Answers = {"unit": "3-1201", "caller": "王敏", "phone": "13812348812"}
NEED: dict[str, Answers] = {
    "repair": {**WHO, "text": "厨房水龙头滴水", "trade": "water"},
    "booking": {**WHO, "text": "送两桶水", "service": "Bottled water"},
}
TOLD: Answers = {"department": "engineering", "told": "周师傅", "repeated": "yes", "agreed": "+10h"}
CUSTOMER = (Signature("customer", "王敏", capacity="业主"),)
WITNESS = (Signature("witness", "周师傅", capacity="维修工"),)
NO: Answers = {"reason": "户内自用部位", "apology": "yes", "alternative": "可介绍维修商家"}


@pytest.fixture(params=NEED)
def ledger(request: pytest.FixtureRequest) -> str:
    """Either ledger."""
    return str(request.param)


@pytest.fixture
def order(counter: Counter, ledger: str) -> str:
    """Work for 3-1201, accepted."""
    return counter.do(f"{ledger}.receive", **NEED[ledger]).item or ""


@pytest.fixture
def told(counter: Counter, ledger: str, order: str) -> str:
    """The same, with the department told, which can keep the time."""
    counter.do(f"{ledger}.notify", order, **TOLD)
    return order


@pytest.fixture
def sent(counter: Counter, ledger: str, told: str) -> str:
    """The same, with a worker on the way."""
    counter.do(f"{ledger}.dispatch", told, worker="赵师傅")
    return told


@pytest.fixture
def done(counter: Counter, ledger: str, sent: str) -> str:
    """The same, with the work done."""
    counter.do(f"{ledger}.done", sent, result="换了阀芯")
    return sent


# --- G-BOOK-01: content, time and place are confirmed ------------------------------------------------------------


def test_g_book_01_what_was_repeated_and_confirmed_is_passed_on(counter: Counter, ledger: str, order: str) -> None:
    assert counter.do(f"{ledger}.notify", order, **TOLD).stage == "notified"
    kept = row(counter.desk, order)
    assert (kept["repeated"], kept["place"], kept["agreed"]) == (1, "3-1201", local(22, 9, 40))


def test_g_book_01_what_was_confirmed_with_the_call_need_not_be_again(counter: Counter, ledger: str) -> None:
    order = counter.do(f"{ledger}.receive", **NEED[ledger], repeated="yes", agreed="+10h").item
    assert counter.do(f"{ledger}.notify", order, department="engineering", told="周师傅").stage == "notified"


def test_g_book_01_what_was_not_confirmed_is_not_passed_on(counter: Counter, ledger: str, order: str) -> None:
    came = refusal(counter, f"{ledger}.notify", order, **{**TOLD, "repeated": "no"})
    assert (came.code, came.field) == ("G-BOOK-01", "repeated")


def test_g_book_01_what_has_no_place_is_not_passed_on(counter: Counter, ledger: str) -> None:
    nowhere = counter.do(f"{ledger}.receive", **{**NEED[ledger], "unit": None}).item
    came = refusal(counter, f"{ledger}.notify", nowhere, **TOLD)
    assert (came.code, came.field) == ("G-BOOK-01", "place")
    assert counter.do(f"{ledger}.notify", nowhere, **TOLD, place="南门岗亭").stage == "notified"
    assert item(counter.desk, nowhere).place == "南门岗亭"


# --- G-BOOK-02: who answered -------------------------------------------------------------------------------------


def test_g_book_02_the_five_minutes_are_met_with_the_name_of_who_answered(
    counter: Counter, ledger: str, told: str
) -> None:
    assert states(counter.desk, told)["BOOK.NOTIFY_5M"] == "in_time"
    assert (row(counter.desk, told)["told_person"], row(counter.desk, told)["told_at"]) == (
        "周师傅",
        counter.clock(),
    )


def test_g_book_02_without_the_name_they_are_not(counter: Counter, ledger: str, order: str) -> None:
    assert refusal(counter, f"{ledger}.notify", order, **{**TOLD, "told": ""}).field == "told"
    assert states(counter.desk, order)["BOOK.NOTIFY_5M"] == "running"


def test_g_book_02_a_department_that_cannot_keep_the_time_sends_the_desk_back_to_the_customer(
    counter: Counter, ledger: str, order: str
) -> None:
    assert counter.do(f"{ledger}.notify", order, **TOLD, keeps_time="no").stage == "clash"
    assert last(counter.desk, order).sentence == "Engineering told, 周师傅: the time is not possible"
    assert states(counter.desk, order)["BOOK.AGREED_TIME"] == "ended"
    counter.clock.forward(hours=1)
    assert counter.do(f"{ledger}.reagree", order, agreed="2026-11-22 15:00").stage == "received"
    again = clocks(counter.desk, order)
    assert (again["BOOK.NOTIFY_5M"].state, again["BOOK.NOTIFY_5M"].due) == ("running", local(22, 0, 45))
    assert again["BOOK.AGREED_TIME"].due == local(22, 15)
    assert counter.do(f"{ledger}.notify", order, department="engineering", told="周师傅").stage == "notified"


# --- G-BOOK-03: no crossing off without the signed second copy ---------------------------------------------------


def test_g_book_03_with_the_signed_second_copy_it_is_crossed_off(counter: Counter, ledger: str, done: str) -> None:
    assert counter.do(f"{ledger}.slip", done, signatures=CUSTOMER).stage == "signed"
    assert counter.do(f"{ledger}.cross_off", done).stage == "closed"
    kept = row(counter.desk, done)
    assert course(counter.desk, done)[-2].sentence == "Slip PG20261121-001 is back, signed by 王敏"
    assert (kept["signed_by"], kept["slip_back"], kept["crossed_off"]) == ("王敏", counter.clock(), counter.clock())


def test_g_book_03_without_the_second_copy_it_is_not(counter: Counter, ledger: str, done: str) -> None:
    assert refusal(counter, f"{ledger}.cross_off", done).code == "stage"
    assert manual.step(f"{ledger}.cross_off").at == ("signed",)


def test_g_book_03_a_copy_without_signature_is_not_taken_back(counter: Counter, ledger: str, done: str) -> None:
    came = refusal(counter, f"{ledger}.slip", done)
    assert (came.code, came.field) == ("G-BOOK-03", "exception")


def test_g_book_03_a_customer_who_will_not_sign_is_an_exception_of_a_leader_with_a_witness(
    counter: Counter, ledger: str, done: str
) -> None:
    clerk = counter.operator("林芳", "clerk")
    why: Answers = {"exception": "业主出差，电话确认"}
    assert refusal(counter, f"{ledger}.slip", done, **why, as_=clerk, signatures=WITNESS).code == "G-BOOK-03"
    assert refusal(counter, f"{ledger}.slip", done, **why).code == "G-BOOK-03"
    myself = (Signature("witness", "张敏", capacity="主管"),)
    assert refusal(counter, f"{ledger}.slip", done, **why, signatures=myself).code == "G-BOOK-03"
    assert counter.do(f"{ledger}.slip", done, **why, signatures=WITNESS).stage == "signed"
    assert row(counter.desk, done)["exception"] == why["exception"]
    said = "Slip PG20261121-001 let pass without the customer's signature: 业主出差，电话确认"
    assert last(counter.desk, done).sentence == said
    assert [one["name"] for one in last(counter.desk, done).signed] == ["周师傅"]


def test_g_book_03_what_was_signed_is_no_exception(counter: Counter, ledger: str, done: str) -> None:
    came = refusal(counter, f"{ledger}.slip", done, exception="不肯签", signatures=CUSTOMER)
    assert (came.code, came.field) == ("exception", "exception")


# --- G-BOOK-04: only the centre accepts --------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["clerk", "duty", "supervisor"])
def test_g_book_04_whoever_sits_at_the_desk_accepts(counter: Counter, ledger: str, role: str) -> None:
    actor = counter.operator("林芳", role)
    assert counter.do(f"{ledger}.receive", **NEED[ledger], as_=actor).stage == "received"


@pytest.mark.parametrize("role", ["centre_manager", "office_manager"])
def test_g_book_04_nobody_else_does(counter: Counter, ledger: str, role: str) -> None:
    actor = counter.operator("林芳", role)
    assert refusal(counter, f"{ledger}.receive", **NEED[ledger], as_=actor).code == "role"


# --- G-VIS-03: reason, apology, alternative ----------------------------------------------------------------------


def test_g_vis_03_a_refusal_has_reason_apology_and_alternative(counter: Counter, ledger: str, order: str) -> None:
    assert counter.do(f"{ledger}.refuse", order, **NO).stage == "refused"
    kept = row(counter.desk, order)
    assert (kept["refusal"], kept["alternative"]) == (NO["reason"], NO["alternative"])


@pytest.mark.parametrize("left_out", ["reason", "apology", "alternative"])
def test_g_vis_03_a_refusal_without_one_of_them_is_not_made(
    counter: Counter, ledger: str, order: str, left_out: str
) -> None:
    came = refusal(counter, f"{ledger}.refuse", order, **{name: said for name, said in NO.items() if name != left_out})
    assert came.field == left_out


def test_a_customer_who_withdraws_is_not_refused(counter: Counter, ledger: str, told: str) -> None:
    assert counter.do(f"{ledger}.withdraw", told, reason="自己修好了").stage == "withdrawn"
    assert states(counter.desk, told)["CALL.TRACK_OPEN"] == "ended"


@pytest.mark.parametrize(
    ("stage", "codes", "step"),
    [
        ("received", ["BOOK.NOTIFY_5M", "BOOK.AGREED_TIME"], "notify"),
        ("clash", ["CALL.TRACK_OPEN"], "reagree"),
        ("notified", ["BOOK.AGREED_TIME", "CALL.TRACK_OPEN"], "dispatch"),
        ("notified", ["CALL.TRACK_OPEN"], "dispatch"),
        ("dispatched", ["BOOK.AGREED_TIME", "CALL.TRACK_OPEN"], "arrive"),
        ("dispatched", ["CALL.TRACK_OPEN"], "done"),
        ("done", ["BOOK.SLIP_EOD"], "slip"),
        ("signed", [], "cross_off"),
    ],
)
def test_enter_leads_a_clerk_through(ledger: str, stage: str, codes: list[str], step: str) -> None:
    found = manual.next_step(ledger, stage, [Role.CLERK], codes)
    assert found is manual.step(f"{ledger}.{step}")


# --- slips -------------------------------------------------------------------------------------------------------


def test_each_worker_who_is_sent_has_a_slip_of_his_own_numbered_without_gaps(
    counter: Counter, ledger: str, sent: str
) -> None:
    assert row(counter.desk, sent)["slip"] == "PG20261121-001"
    counter.do(f"{ledger}.dispatch", sent, worker="赵师傅")
    assert row(counter.desk, sent)["slip"] == "PG20261121-001"
    counter.do(f"{ledger}.dispatch", sent, worker="钱师傅")
    assert (row(counter.desk, sent)["slip"], row(counter.desk, sent)["worker"]) == ("PG20261121-002", "钱师傅")
    assert last(counter.desk, sent).sentence == "Dispatched: 钱师傅, slip PG20261121-002"


def test_a_worker_who_is_named_while_the_department_is_told_is_sent_at_once(
    counter: Counter, ledger: str, order: str
) -> None:
    assert counter.do(f"{ledger}.notify", order, **TOLD, worker="赵师傅").stage == "dispatched"
    assert row(counter.desk, order)["slip"] == "PG20261121-001"
    assert last(counter.desk, order).sentence == "Engineering told, 周师傅: 赵师傅 sent, slip PG20261121-001"


def test_paid_work_is_not_begun_before_its_price_is_accepted(counter: Counter, ledger: str, told: str) -> None:
    counter.do(f"{ledger}.quote", told, price_yuan="80", accepted="no")
    assert refusal(counter, f"{ledger}.dispatch", told, worker="赵师傅").code == "quote"
    counter.do(f"{ledger}.quote", told, price_yuan="60")
    assert last(counter.desk, told).sentence == "Quoted 60.00 yuan; accepted: yes"
    assert counter.do(f"{ledger}.dispatch", told, worker="赵师傅").stage == "dispatched"
    assert (row(counter.desk, told)["quote_fen"], row(counter.desk, told)["quote_accepted"]) == (6000, counter.clock())


# --- what the department says, and pressing it -------------------------------------------------------------------


@pytest.mark.parametrize(("outcome", "due"), [("answered", local(23, 1, 40)), ("no_answer", local(22, 23, 40))])
def test_pressing_the_department_counts_only_if_somebody_answered(
    counter: Counter, ledger: str, told: str, outcome: str, due: object
) -> None:
    counter.clock.forward(hours=2)
    counter.do(f"{ledger}.chase", told, whom="周师傅", outcome=outcome, words="明早去")
    assert clocks(counter.desk, told)["CALL.TRACK_OPEN"].due == due


def test_pressing_for_the_second_copy_starts_no_clock(counter: Counter, ledger: str, done: str) -> None:
    counter.do(f"{ledger}.chase", done, whom="周师傅", words="单子明天交")
    counter.do(f"{ledger}.progress", done, text="单子在路上")
    assert states(counter.desk, done)["CALL.TRACK_OPEN"] == "in_time"


def test_chasing_what_is_done_starts_no_clock(counter: Counter, ledger: str, done: str) -> None:
    assert refusal(counter, f"{ledger}.press", done, restart="yes").code == "settled"
    counter.do(f"{ledger}.press", done)
    assert item(counter.desk, done).presses == 1


# --- done, and what follows --------------------------------------------------------------------------------------


def test_what_is_done_is_called_back_from_the_moment_it_ended(counter: Counter, ledger: str, sent: str) -> None:
    counter.clock.forward(hours=2)
    done = counter.do(f"{ledger}.done", sent, result="换了阀芯", finished_at="2026-11-22 01:20")
    assert [entry.step for entry in done.entries] == [f"{ledger}.done", "callback.due"]
    callback = done.opened[0][0]
    kept = row(counter.desk, callback)
    assert (str(kept["kind"]), kept["since"]) == ("repair" if ledger == "repair" else "service", local(22, 1, 20))
    assert item(counter.desk, callback).origin_id == item(counter.desk, sent).id


def test_where_nobody_is_known_there_is_no_callback_and_the_entry_says_so(counter: Counter, ledger: str) -> None:
    need = {name: said for name, said in NEED[ledger].items() if name not in WHO}
    order = counter.do(f"{ledger}.receive", **need, place="南门").item
    counter.do(f"{ledger}.notify", order, **TOLD, worker="赵师傅")
    done = counter.do(f"{ledger}.done", order, result="好了")
    assert [entry.step for entry in done.entries] == [f"{ledger}.done"]
    assert "callback" in last(counter.desk, order).values


@pytest.mark.parametrize("typed", ["2026-11-21 23:00", "2026-11-22 09:00"])
def test_work_does_not_end_before_its_report_or_in_time_to_come(
    counter: Counter, ledger: str, sent: str, typed: str
) -> None:
    assert refusal(counter, f"{ledger}.done", sent, result="好了", finished_at=typed).field == "finished_at"


# --- clocks ------------------------------------------------------------------------------------------------------

COURSES = {
    "BOOK.NOTIFY_5M": ((), local(21, 23, 45), ("notify", TOLD)),
    "BOOK.AGREED_TIME": (("notify", "dispatch"), local(22, 9, 40), ("arrive", {})),
    "CALL.TRACK_OPEN": (("notify",), local(22, 23, 40), ("dispatch", {"worker": "赵师傅"})),
    "BOOK.SLIP_EOD": (("notify", "dispatch", "done"), local(23, 18), ("slip", {"signatures": CUSTOMER})),
    "CALL.EXTERNAL": (("notify",), local(22, 4, 40), ("progress", {"text": "已派人", "outside_told": "yes"})),
}
"""For each clock: the way there, when it is due, what meets it."""
DEEDS: dict[str, Answers] = {"notify": TOLD, "dispatch": {"worker": "赵师傅"}, "done": {"result": "好了"}}


def _begin(counter: Counter, ledger: str, way: tuple[str, ...]) -> str:
    answers: Answers = {**NEED[ledger], "channel": "hotline", "their_deadline": "+5h"}
    order = counter.do(f"{ledger}.receive", **answers).item or ""
    for step in way:
        counter.do(f"{ledger}.{step}", order, **DEEDS[step])
    return order


@pytest.mark.parametrize("code", COURSES)
def test_a_clock_that_is_met_at_its_last_moment_is_kept(counter: Counter, ledger: str, code: str) -> None:
    way, due, (step, answers) = COURSES[code]
    order = _begin(counter, ledger, way)
    assert clocks(counter.desk, order)[code].due == due
    counter.clock.moment = due
    counter.desk.sweep()
    counter.do(f"{ledger}.{step}", order, **answers)
    assert _verdicts(counter, order, code)[0] == "in_time"


@pytest.mark.parametrize("code", COURSES)
def test_a_clock_that_is_met_a_second_later_is_missed(counter: Counter, ledger: str, code: str) -> None:
    way, due, (step, answers) = COURSES[code]
    order = _begin(counter, ledger, way)
    counter.clock.moment = due + timedelta(seconds=1)
    counter.desk.sweep()
    assert "system.breach" in [entry.step for entry in course(counter.desk, order)]
    counter.do(f"{ledger}.{step}", order, **{**answers, "agreed": "+1h"} if step == "notify" else answers)
    assert _verdicts(counter, order, code)[0] == "late"


def _verdicts(counter: Counter, order: str, code: str) -> list[str]:
    views = counter.desk.read(timers_of, item(counter.desk, order).id, counter.clock())
    return [view.state for view in sorted(views, key=lambda view: view.id) if view.code == code]


@pytest.mark.parametrize(("minutes", "state"), [(30, "in_time"), (31, "late")])
def test_book_done_call_30m_is_judged_when_the_department_rings_by_when_the_work_ended(
    counter: Counter, ledger: str, sent: str, minutes: int, state: str
) -> None:
    counter.clock.forward(hours=1, minutes=minutes)
    counter.do(f"{ledger}.done", sent, result="好了", finished_at="2026-11-22 00:40", told_by="周师傅")
    assert states(counter.desk, sent)["BOOK.DONE_CALL_30M"] == state
    assert clocks(counter.desk, sent)["BOOK.SLIP_EOD"].due == local(23, 18)
    kept = row(counter.desk, sent)
    assert (kept["finished"], kept["reported"]) == (local(22, 0, 40), counter.clock())


def test_book_slip_eod_runs_to_the_close_of_the_day_the_work_ended(counter: Counter, ledger: str, sent: str) -> None:
    counter.clock.moment = local(23, 17, 30)
    counter.do(f"{ledger}.done", sent, result="好了")
    assert clocks(counter.desk, sent)["BOOK.SLIP_EOD"].due == local(23, 18)


def test_book_agreed_time_is_met_by_the_end_of_the_work_where_nobody_noted_the_arrival(
    counter: Counter, ledger: str, done: str
) -> None:
    assert states(counter.desk, done)["BOOK.AGREED_TIME"] == "in_time"
