"""Key loans: against a signature, for a purpose in scope, back by a time, counted, chased (P12, 4.4)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from propdesk.desk import Signature
from propdesk.procedures.key_custody import Takeover
from propdesk.procedures.tx import Actor
from propdesk.queries.worklist import worklist
from propdesk.store.verify import verify
from tests.conftest import SATURDAY_NIGHT, Counter
from tests.laws.cases_key import rows
from tests.procedures.keyring import (
    BORROWER,
    LOAN,
    RECEIVER,
    VACANT,
    back,
    clerk,
    counts,
    entrust,
    lend,
    missed,
    paper,
    pin,
    plant,
    stage,
    steps,
    tag,
    vacant_unit,
)
from tests.procedures.reading import Answers, clocks, course, item, last, local, refusal, row, states

__all__ = ["clerk"]

SECOND = paper("second", "钱师傅", "保安")
MANAGER = paper("authoriser", "赵经理", "管理处经理", "phone")
FIRE: Answers = {"purpose": "emergency", "supervisor_told": "张敏"}
CONTRACTOR: Answers = {"borrower_kind": "contractor", "department": None, "company": "通达电梯"}
RESIDENT: Answers = {"borrower_kind": "resident", "department": None, "borrower": "王敏"}


@pytest.fixture
def key(counter: Counter) -> str:
    """Three keys of the switch room hang on B-03."""
    return plant(counter)


def refused(counter: Counter, which: str = "B-03", /, *signatures: Signature, **answers: object) -> tuple[str, str]:
    """Code and field of the refusal to lend; every key hangs where it hung."""
    signed = signatures or (BORROWER,)
    given: Answers = {**LOAN, "which": which, "signatures": signed, **answers}
    came = refusal(counter, "loan.lend", **given)
    return came.code, came.field or ""


# --- lending -----------------------------------------------------------------------------------------------------


def test_a_loan_says_who_has_which_keys_why_by_whose_word_and_until_when(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3", 2, due="tomorrow 10:00")
    kept, shown = row(counter.desk, loan), item(counter.desk, loan)
    assert (loan[:2], shown.stage, shown.person, shown.phone) == ("JY", "lent", "赵师傅", "13900001111")
    assert (kept["pieces"], kept["reason"], kept["authorised_by"]) == (2, "检修配电箱", "张敏")
    assert (kept["due"], kept["returned"], shown.opened) == (local(22, 10), None, counter.clock())
    assert counts(counter, key) == (3, 2, 0)


def test_lending_and_returning_stand_in_the_course_of_the_key_set_too(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3", 2)
    back(counter, loan, 2)
    found = course(counter.desk, key)
    assert [entry.step for entry in found] == ["key.accept", "key.draw", "key.put_back"]
    assert all(loan in entry.sentence for entry in found[1:])


def test_no_more_keys_are_lent_than_hang_there(counter: Counter, key: str) -> None:
    lend(counter, "B-3", 2)
    assert refused(counter, pieces=2) == ("pieces", "pieces")
    assert refused(counter, pieces=0) == ("pieces", "pieces")
    lend(counter, "B-3", 1)
    assert refused(counter, pieces=1) == ("pieces", "pieces")


@pytest.mark.parametrize("missing", ["which", "borrower", "phone", "reason", "department"])
def test_g_key_05_the_borrower_answers_every_question_of_the_form(counter: Counter, key: str, missing: str) -> None:
    assert refused(counter, **{missing: ""}) == ("missing", missing)


@pytest.mark.parametrize(
    ("answers", "missing"),
    [({**CONTRACTOR, "company": None}, "company"), ({**RESIDENT, "proof": None}, "proof")],
)
def test_g_key_05_a_contractor_names_the_company_and_a_resident_shows_a_proof(
    counter: Counter, key: str, answers: Answers, missing: str
) -> None:
    assert refused(counter, **answers) == ("missing", missing)


def test_g_key_05_the_borrower_signs(counter: Counter, key: str) -> None:
    assert refused(counter, "B-3", MANAGER) == ("G-KEY-05", "borrower")


def test_g_key_05_a_colleague_who_borrows_may_sign_by_pin(counter: Counter, key: str, clerk: Actor) -> None:
    loan = lend(counter, "B-3", borrower="李姐", department="service", signatures=(pin("borrower", "李姐"),))
    signed = last(counter.desk, loan).signed[0]
    assert (signed["name"], signed["proof"]) == ("李姐", "pin")


def test_g_key_05_nobody_lends_keys_to_himself(counter: Counter, key: str) -> None:
    by_pin = refused(counter, "B-3", pin("borrower", "张敏", "2468"), borrower="张敏")
    on_paper = refused(counter, "B-3", paper("borrower", "张敏", "主管"), borrower="张敏")
    assert (by_pin, on_paper) == (("separation", "borrower"), ("G-KEY-05", "borrower"))


def test_a_wrong_pin_is_no_signature(counter: Counter, key: str, clerk: Actor) -> None:
    assert refused(counter, "B-3", pin("borrower", "李姐", "9999"), borrower="李姐")[0] == "pin"


@pytest.mark.parametrize("signature", [paper("borrower", " "), paper("borrower", "赵师傅", " ")])
def test_a_signature_on_paper_has_a_name_and_a_capacity(counter: Counter, key: str, signature: Signature) -> None:
    assert refused(counter, "B-3", signature) == ("signature", "borrower")


def test_g_key_05_nobody_signs_for_the_borrower(counter: Counter, key: str) -> None:
    assert refused(counter, "B-3", paper("borrower", "钱师傅")) == ("G-KEY-05", "borrower")


def test_g_key_01_a_resident_without_proof_gets_no_key(counter: Counter, key: str) -> None:
    assert refused(counter, **RESIDENT, proof="none") == ("G-KEY-01", "proof")
    assert stage(counter, lend(counter, "B-3", **RESIDENT, proof="card")) == "lent"


def test_g_key_09_keys_are_lent_for_what_is_on_the_list(counter: Counter, key: str) -> None:
    assert refused(counter, purpose="看房") == ("enum", "purpose")
    assert str(row(counter.desk, lend(counter, "B-3"))["purpose"]) == "repair"


def test_g_key_09_vacant_unit_work_is_for_keys_of_vacant_units(counter: Counter, key: str) -> None:
    assert refused(counter, purpose="vacant") == ("G-KEY-09", "purpose")
    vacant_unit(counter)
    counter.do("key.accept", kind="vacant", unit=VACANT, pieces=1, hook="C-1")
    assert stage(counter, lend(counter, "C-1", purpose="vacant")) == "lent"


def test_what_may_not_leave_the_site_stays_on_it(counter: Counter, key: str) -> None:
    assert refused(counter, leaves="yes") == ("leaves", "leaves")
    plant(counter, hook="B-04", may_leave="yes")
    assert row(counter.desk, lend(counter, "B-4", leaves="yes"))["leaves"] == 1


def test_only_the_departments_of_the_rules_draw_a_key(counter: Counter) -> None:
    plant(counter, departments="工程部")
    assert refused(counter, department="security") == ("draw", "borrower_kind")
    assert refused(counter, **RESIDENT, proof="card") == ("draw", "borrower_kind")
    assert stage(counter, lend(counter, "B-3")) == "lent"


def test_an_owner_is_asked_before_each_loan(counter: Counter) -> None:
    entrust(counter)
    assert refused(counter, "A-17") == ("owner", "owner_agreed")
    assert row(counter.desk, lend(counter, "A-17", owner_agreed="王敏，电话"))["owner_agreed"] == "王敏，电话"


def test_an_order_that_needs_the_key_is_kept_with_the_loan(counter: Counter, key: str) -> None:
    order = counter.do("repair.receive", text="灯不亮", unit="3-1201").item
    loan = lend(counter, "B-3", order=order)
    assert row(counter.desk, loan)["order_id"] == item(counter.desk, order).id
    assert refused(counter, order="BX20261121-099") == ("item", "order")


# --- who authorises ----------------------------------------------------------------------------------------------


def test_a_supervisor_at_the_counter_authorises_by_lending(counter: Counter) -> None:
    entrust(counter)
    assert row(counter.desk, lend(counter, "A-17", owner_agreed="王敏"))["authorised_by"] == "张敏"


def test_a_clerk_lends_an_owners_keys_with_a_supervisors_pin_or_word(counter: Counter, clerk: Actor) -> None:
    entrust(counter)
    agreed: Answers = {"as_": clerk, "owner_agreed": "王敏"}
    assert refused(counter, "A-17", **agreed) == ("authority", "authoriser")
    by_pin = lend(counter, "A-17", **agreed, signatures=(BORROWER, pin("authoriser", "张敏", "2468")))
    by_phone = lend(counter, "A-17", **agreed, signatures=(BORROWER, MANAGER))
    assert [row(counter.desk, each)["authorised_by"] for each in (by_pin, by_phone)] == ["张敏", "赵经理"]


def test_a_master_key_takes_the_managers_word_and_a_supervisors_pin_is_not_enough(
    counter: Counter, clerk: Actor
) -> None:
    plant(counter, kind="master", hook="M-1")
    counter.operator("周经理", "centre_manager")
    supervisor, manager = pin("authoriser", "张敏", "2468"), pin("authoriser", "周经理")
    assert refused(counter, "M-1") == ("authority", "authoriser")
    assert refused(counter, "M-1", BORROWER, supervisor, as_=clerk) == ("authority", "authoriser")
    assert row(counter.desk, lend(counter, "M-1", signatures=(BORROWER, manager)))["authorised_by"] == "周经理"


def test_the_pin_of_a_colleague_who_is_no_leader_authorises_nothing(counter: Counter, key: str, clerk: Actor) -> None:
    counter.operator("孙强", "duty")
    signed = (BORROWER, pin("authoriser", "孙强"))
    assert refused(counter, "B-3", *signed, as_=clerk) == ("role", "authoriser")


def test_nobody_authorises_by_pin_what_he_lends_himself(counter: Counter, key: str) -> None:
    assert refused(counter, "B-3", BORROWER, pin("authoriser", "张敏", "2468")) == ("separation", "authoriser")


def test_a_contractors_loan_takes_a_supervisors_word_at_least(counter: Counter, key: str, clerk: Actor) -> None:
    assert refused(counter, as_=clerk, **CONTRACTOR) == ("authority", "authoriser")
    loan = lend(counter, "B-3", as_=clerk, **CONTRACTOR, signatures=(BORROWER, MANAGER))
    assert (row(counter.desk, loan)["company"], row(counter.desk, loan)["authorised_by"]) == ("通达电梯", "赵经理")


# --- in an emergency ---------------------------------------------------------------------------------------------


def test_in_an_emergency_keys_are_lent_at_once_to_two_persons_and_a_supervisor_is_told(
    counter: Counter, clerk: Actor
) -> None:
    entrust(counter, departments="保安部")
    loan = lend(counter, "A-17", as_=clerk, **FIRE, signatures=(BORROWER, SECOND))
    kept = row(counter.desk, loan)
    assert (kept["second_person"], kept["supervisor_told"], kept["authorised_by"]) == ("钱师傅", "张敏", "张敏")
    assert item(counter.desk, loan).urgent


def test_g_key_09_in_an_emergency_a_second_person_signs_too(counter: Counter, key: str) -> None:
    assert refused(counter, **FIRE) == ("G-KEY-09", "second")
    himself = paper("second", "赵师傅", "保安")
    assert refused(counter, "B-3", BORROWER, himself, **FIRE) == ("G-KEY-09", "second")


def test_in_an_emergency_the_supervisor_who_was_told_is_named(counter: Counter, key: str) -> None:
    assert refused(counter, "B-3", BORROWER, SECOND, purpose="emergency") == ("missing", "supervisor_told")


# --- the promised time -------------------------------------------------------------------------------------------


def test_key_loan_term_left_open_is_the_end_of_the_shift(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3")
    assert clocks(counter.desk, loan)["KEY.LOAN_TERM"].due == local(22, 9)


@pytest.mark.parametrize(
    ("moment", "due"),
    [(local(22, 8, 30), local(22, 9)), (local(22, 8, 31), local(22, 21)), (local(22, 9), local(22, 21))],
)
def test_keys_fetched_in_the_last_half_hour_of_a_shift_are_for_the_next_one(
    counter: Counter, key: str, moment: datetime, due: datetime
) -> None:
    counter.clock.moment = moment
    loan = lend(counter, "B-3")
    assert clocks(counter.desk, loan)["KEY.LOAN_TERM"].due == due


@pytest.mark.parametrize(("moment", "verdict"), [(local(22, 10), "in_time"), (local(22, 10, 1), "late")])
def test_key_loan_term_is_met_when_the_last_key_is_back(
    counter: Counter, key: str, moment: datetime, verdict: str
) -> None:
    loan = lend(counter, "B-3", 2, due="tomorrow 10:00")
    assert clocks(counter.desk, loan)["KEY.LOAN_TERM"].due == local(22, 10)
    back(counter, loan, 1)
    assert states(counter.desk, loan)["KEY.LOAN_TERM"] == "running"
    counter.clock.moment = moment
    back(counter, loan, 1)
    assert states(counter.desk, loan) == {"KEY.LOAN_TERM": verdict, "KEY.OVERDUE_3D": "in_time"}


def test_a_time_that_has_passed_is_no_promise(counter: Counter, key: str) -> None:
    assert refused(counter, due="2026-11-21 22:00") == ("past", "due")


def test_keys_are_not_lent_for_longer_than_their_rules_say(counter: Counter) -> None:
    plant(counter, longest_hours=4)
    assert refused(counter, due="+5h") == ("longest", "due")
    assert row(counter.desk, lend(counter, "B-3", due="+4h"))["due"] == local(22, 3, 40)
    assert row(counter.desk, lend(counter, "B-3"))["due"] == local(22, 3, 40)


def test_key_loan_term_missed_is_recorded_and_told_to_the_supervisor(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3")
    missed(counter, local(22, 9, 1))
    found = clocks(counter.desk, loan)["KEY.LOAN_TERM"]
    assert (last(counter.desk, loan).step, found.escalates_to) == ("system.breach", "supervisor")


# --- three days --------------------------------------------------------------------------------------------------


def promised(counter: Counter) -> None:
    """The site counts the three days from the promised time."""
    counter.do("system.configure", setting="keys_overdue", json_value='"promised"')
    counter.desk.reload()


def test_key_overdue_3d_counts_from_the_lending(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3", due="2026-12-01 09:00")
    assert clocks(counter.desk, loan)["KEY.OVERDUE_3D"].due == local(24, 18)
    missed(counter, local(24, 18, 1))
    assert states(counter.desk, loan) == {"KEY.LOAN_TERM": "running", "KEY.OVERDUE_3D": "overdue"}


def test_key_overdue_3d_counts_from_the_promised_time_where_the_site_says_so(counter: Counter, key: str) -> None:
    promised(counter)
    loan = lend(counter, "B-3", due="2026-11-25 09:00")
    assert clocks(counter.desk, loan)["KEY.OVERDUE_3D"].due == local(28, 18)
    missed(counter, local(28, 18, 1))
    assert states(counter.desk, loan) == {"KEY.LOAN_TERM": "overdue", "KEY.OVERDUE_3D": "overdue"}


def test_key_overdue_3d_counted_from_the_promise_is_met_before_it_begins(counter: Counter, key: str) -> None:
    promised(counter)
    loan = lend(counter, "B-3", due="2026-11-25 09:00")
    back(counter, loan, 1)
    assert states(counter.desk, loan) == {"KEY.LOAN_TERM": "in_time", "KEY.OVERDUE_3D": "in_time"}
    assert verify(counter.desk.path).sound


def test_the_three_days_count_from_one_of_two_moments_only(counter: Counter) -> None:
    came = refusal(counter, "system.configure", setting="keys_overdue", json_value='"returned"')
    assert came.field == "json_value"


def test_the_borrower_of_overdue_keys_is_rung_and_each_try_counts(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3")
    missed(counter, local(25, 9))
    before = item(counter.desk, loan).version
    counter.do("loan.chase", loan, outcome="no_answer", again="+1h")
    counter.do("loan.chase", loan, outcome="answered", whom="周师傅", number="13900002222", words="下午送回")
    said = [entry.sentence for entry in course(counter.desk, loan)[-2:]]
    assert ("赵师傅 13900001111" in said[0], "周师傅 13900002222" in said[1]) == (True, True)
    assert (row(counter.desk, loan)["chased"], stage(counter, loan)) == (2, "lent")
    assert states(counter.desk, loan)["KEY.OVERDUE_3D"] == "overdue"
    assert item(counter.desk, loan).version == before


def test_who_is_to_be_rung_again_is_rung_at_a_time_to_come(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3")
    assert refusal(counter, "loan.chase", loan, outcome="busy", again="2026-11-21 23:00").field == "again"


# --- extending ---------------------------------------------------------------------------------------------------


def verdicts(counter: Counter, loan: str, code: str) -> list[str]:
    """How each clock of a rule on the loan stands, the first one first."""

    def read(connection: Any) -> list[str]:
        asked = "SELECT coalesce(verdict, 'running') FROM timer WHERE item_id = ? AND code = ? ORDER BY id"
        return list(connection.exec_driver_sql(asked, (item(counter.desk, loan).id, code)).scalars())

    return counter.desk.read(read)


@pytest.mark.parametrize(("hours", "first"), [(1, "ended"), (3, "late")])
def test_key_loan_term_of_a_replaced_promise_is_late_if_it_had_passed(
    counter: Counter, key: str, hours: int, first: str
) -> None:
    loan = lend(counter, "B-3", due="+2h")
    counter.clock.forward(hours=hours)
    counter.do("loan.extend", loan, due="+4h", reason="没修完")
    assert verdicts(counter, loan, "KEY.LOAN_TERM") == [first, "running"]
    assert clocks(counter.desk, loan)["KEY.LOAN_TERM"].due == counter.clock() + timedelta(hours=4)
    assert row(counter.desk, loan)["due"] == counter.clock() + timedelta(hours=4)


def test_key_overdue_3d_does_not_move_with_the_promise_when_it_counts_from_the_lending(
    counter: Counter, key: str
) -> None:
    loan = lend(counter, "B-3")
    counter.do("loan.extend", loan, due="2026-11-24 09:00", reason="没修完")
    assert verdicts(counter, loan, "KEY.OVERDUE_3D") == ["running"]
    assert clocks(counter.desk, loan)["KEY.OVERDUE_3D"].due == local(24, 18)


@pytest.mark.parametrize(("day", "first"), [(22, "ended"), (26, "late")])
def test_key_overdue_3d_moves_with_the_promise_when_it_counts_from_there(
    counter: Counter, key: str, day: int, first: str
) -> None:
    promised(counter)
    loan = lend(counter, "B-3")
    counter.clock.moment = local(day, 8)
    counter.do("loan.extend", loan, due="2026-11-27 09:00", reason="没修完")
    assert verdicts(counter, loan, "KEY.OVERDUE_3D") == [first, "running"]
    assert clocks(counter.desk, loan)["KEY.OVERDUE_3D"].due == local(30, 18)


def test_whoever_must_authorise_a_loan_authorises_that_it_goes_on(counter: Counter, clerk: Actor) -> None:
    entrust(counter)
    loan = lend(counter, "A-17", owner_agreed="王敏")
    more: Answers = {"due": "+9h", "reason": "没修完", "as_": clerk}
    assert refusal(counter, "loan.extend", loan, **more).code == "authority"
    counter.do("loan.extend", loan, signatures=(MANAGER,), **more)
    assert row(counter.desk, loan)["authorised_by"] == "赵经理"


def test_the_longest_time_counts_from_the_lending_however_often_it_is_extended(counter: Counter) -> None:
    plant(counter, longest_hours=4)
    loan = lend(counter, "B-3", due="+1h")
    counter.clock.forward(hours=2)
    assert refusal(counter, "loan.extend", loan, due="+3h", reason="没修完").code == "longest"
    counter.do("loan.extend", loan, due="+2h", reason="没修完")
    assert row(counter.desk, loan)["due"] == local(22, 3, 40)


# --- back --------------------------------------------------------------------------------------------------------


def test_keys_that_are_back_hang_on_the_hook_and_the_loan_ends(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3", 2)
    counter.clock.forward(hours=1)
    done = back(counter, loan, 2)
    kept = row(counter.desk, loan)
    assert (done.stage, counts(counter, key)) == ("returned", (3, 0, 0))
    assert (kept["back"], kept["received_by"], kept["returned"]) == (2, "李姐", counter.clock())


def test_a_loan_of_which_some_keys_are_back_stays_open_for_the_rest(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3", 3)
    assert (back(counter, loan, 1).stage, counts(counter, key)) == ("lent", (3, 2, 0))
    assert back(counter, loan, 2).stage == "returned"


@pytest.mark.parametrize("counted", [0, 3])
def test_g_key_06_what_is_counted_is_what_is_out(counter: Counter, key: str, counted: int) -> None:
    loan = lend(counter, "B-3", 2)
    came = refusal(counter, "loan.return", loan, pieces=counted, signatures=(RECEIVER,))
    assert (came.code, came.field, came.values["count"]) == ("G-KEY-06", "pieces", 2)


def test_g_key_06_the_receiver_signs_on_paper_or_by_pin_and_is_of_the_desk(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3")
    counter.operator("孙强", "duty")
    counter.operator("周经理", "centre_manager")
    unsigned = refusal(counter, "loan.return", loan, pieces=1)
    himself = refusal(counter, "loan.return", loan, pieces=1, signatures=(pin("receiver", "张敏", "2468"),))
    no_desk = refusal(counter, "loan.return", loan, pieces=1, signatures=(pin("receiver", "周经理"),))
    assert [unsigned.code, himself.code, no_desk.code] == ["G-KEY-06", "separation", "role"]
    back(counter, loan, 1, signatures=(pin("receiver", "孙强"),))
    assert row(counter.desk, loan)["received_by"] == "孙强"


@pytest.mark.parametrize("between", [",", "，", "、", ", ,"])
def test_several_loans_come_back_with_one_count_and_one_signature(counter: Counter, key: str, between: str) -> None:
    own = entrust(counter)
    loans = [lend(counter, "B-3", 2), lend(counter, "B-3", 1), lend(counter, "A-17", 2, owner_agreed="王敏")]
    done = back(counter, loans[0], 5, also=between.join(loans[1:]).lower())
    assert steps(counter, done) == ["loan.return", *["key.put_back", "loan.return_too"] * 2, "key.put_back"]
    assert [stage(counter, loan) for loan in loans] == ["returned"] * 3
    assert [row(counter.desk, loan)["received_by"] for loan in loans] == ["李姐"] * 3
    assert (counts(counter, key), counts(counter, own)) == ((3, 0, 0), (3, 0, 0))


def test_g_key_06_the_one_count_is_that_of_all_the_loans_together(counter: Counter, key: str) -> None:
    loans = [lend(counter, "B-3", 2), lend(counter, "B-3", 1)]
    for counted in (1, 2, 4):
        came = refusal(counter, "loan.return", loans[0], pieces=counted, also=loans[1], signatures=(RECEIVER,))
        assert (came.code, came.values["count"]) == ("G-KEY-06", 3)


def test_a_loan_named_twice_is_counted_once(counter: Counter, key: str) -> None:
    loans = [lend(counter, "B-3", 2), lend(counter, "B-3", 1)]
    back(counter, loans[0], 3, also=f"{loans[1]}, {loans[1]}")
    assert counts(counter, key) == (3, 0, 0)


def test_only_open_loans_come_back_with_another_one(counter: Counter, key: str) -> None:
    loans = [lend(counter, "B-3"), lend(counter, "B-3")]
    back(counter, loans[1], 1)
    for also in (key, loans[0], loans[1], "JY20261121-099"):
        assert refusal(counter, "loan.return", loans[0], pieces=1, also=also, signatures=(RECEIVER,)).field == "also"


# --- again tomorrow ----------------------------------------------------------------------------------------------


def test_keys_of_unfinished_work_are_lent_again_the_next_day_as_a_loan_of_their_own(counter: Counter, key: str) -> None:
    first = lend(counter, "B-3", 2)
    back(counter, first, 2)
    counter.clock.moment = local(22, 9, 30)
    done = counter.do("loan.reissue", first, signatures=(BORROWER,))
    assert steps(counter, done) == ["loan.reissue", "loan.lend", "key.draw"]
    again, old = item(counter.desk, done.opened[0][0]), item(counter.desk, first)
    assert (again.origin_id, again.matter_id, old.stage) == (old.id, old.id, "returned")
    kept, before = row(counter.desk, again.number), row(counter.desk, first)
    for name in ("key_id", "pieces", "purpose", "reason", "department"):
        assert kept[name] == before[name]
    assert (again.person, again.phone, kept["due"]) == ("赵师傅", "13900001111", local(22, 21))
    assert counts(counter, key) == (3, 2, 0)


def test_g_key_05_the_borrower_signs_for_each_loan_anew(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3")
    back(counter, loan, 1)
    assert refusal(counter, "loan.reissue", loan).code == "G-KEY-05"


def test_keys_are_lent_again_with_the_word_of_owner_and_authority_asked_anew(counter: Counter, clerk: Actor) -> None:
    entrust(counter)
    loan = lend(counter, "A-17", owner_agreed="王敏，电话")
    back(counter, loan, 1)
    assert refusal(counter, "loan.reissue", loan, as_=clerk, signatures=(BORROWER,)).code == "owner"
    asked: Answers = {"owner_agreed": "王敏，微信"}
    assert refusal(counter, "loan.reissue", loan, as_=clerk, signatures=(BORROWER,), **asked).code == "authority"
    done = counter.do("loan.reissue", loan, as_=clerk, signatures=(BORROWER, MANAGER), **asked)
    kept = row(counter.desk, done.opened[0][0])
    assert (kept["authorised_by"], kept["owner_agreed"]) == ("赵经理", "王敏，微信")


def test_an_emergency_that_is_over_is_not_lent_again(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3", **FIRE, signatures=(BORROWER, SECOND))
    back(counter, loan, 1)
    assert refusal(counter, "loan.reissue", loan, signatures=(BORROWER, SECOND)).code == "G-KEY-09"


def test_a_borrower_without_a_number_on_record_gives_one_when_keys_are_lent_again(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3")
    back(counter, loan, 1)
    done = counter.do("loan.reissue", loan, phone="13900000077", signatures=(BORROWER,))
    assert item(counter.desk, done.opened[0][0]).phone == "13900000077"


def test_keys_that_are_lent_to_somebody_else_or_gone_are_not_lent_again(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3", 3)
    back(counter, loan, 3)
    other = lend(counter, "B-3")
    assert refusal(counter, "loan.reissue", loan, signatures=(BORROWER,)).field == "pieces"
    back(counter, other, 1)
    counter.do("key.scrap", key, reason="换锁")
    assert refusal(counter, "loan.reissue", loan, signatures=(BORROWER,)).code == "key"


# --- voided, corrected, taken over -------------------------------------------------------------------------------


def test_a_loan_entered_by_mistake_puts_its_keys_back(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3", 2)
    back(counter, loan, 1)
    done = counter.do("loan.void", loan, reason="录错")
    assert steps(counter, done) == ["loan.void", "key.put_back"]
    assert (stage(counter, loan), counts(counter, key)) == ("voided", (3, 0, 0))


def test_voiding_a_loan_that_is_at_its_end_moves_no_key(counter: Counter, key: str) -> None:
    returned, lost = lend(counter, "B-3"), lend(counter, "B-3")
    back(counter, returned, 1)
    counter.do("key.lose", key, loan=lost, course="丢了")
    for loan in (returned, lost):
        assert steps(counter, counter.do("loan.void", loan, reason="录错")) == ["loan.void"]
    assert counts(counter, key) == (3, 0, 1)


def test_what_was_written_about_a_loan_can_be_corrected_also_at_its_end(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3")
    back(counter, loan, 1)
    counter.do("loan.correct", loan, reason="听错", person="赵师父", phone="13900003333")
    assert (item(counter.desk, loan).person, item(counter.desk, loan).phone) == ("赵师父", "13900003333")


def taken_over(counter: Counter) -> tuple[str, str]:
    """A key set and its loan from a list of before."""
    step = counter.desk.fill("key.takeover", {"file": "lent.xlsx", "sha256": "3" * 64})
    assert isinstance(step, Takeover)
    done = counter.desk.perform(step.carrying(rows("lent")), actor=counter.actor, request_id="takeover")
    found = {ledger: number for number, ledger in done.opened}
    return found["key"], found["loan"]


def test_what_was_lent_before_the_desk_went_live_is_out_and_missed_at_once(counter: Counter) -> None:
    key, loan = taken_over(counter)
    assert (counts(counter, key), stage(counter, loan), tag(counter, key)) == ((2, 1, 0), "lent", "T-02")
    missed(counter, SATURDAY_NIGHT + timedelta(minutes=1))
    assert states(counter.desk, loan) == {"KEY.LOAN_TERM": "overdue", "KEY.OVERDUE_3D": "running"}


def test_keys_that_hang_in_the_cabinet_are_no_work_and_loans_and_memos_are(counter: Counter, key: str) -> None:
    loan = lend(counter, "B-3")
    assert [each.number for each in counter.desk.read(worklist).rows] == [loan]
    counter.do("key.lose", key, course="少一把")
    assert {each.number for each in counter.desk.read(worklist).rows} == {loan, key}
