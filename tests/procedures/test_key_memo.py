"""Keys lost or damaged: the memo the same day, consent, then a new key or a new lock (P12, 4.4.4)."""

from datetime import datetime

import pytest

from propdesk.procedures.tx import Actor
from propdesk.queries import items
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.procedures.keyring import (
    BORROWER,
    LOAN,
    back,
    clerk,
    counts,
    entrust,
    lend,
    missed,
    plant,
    stage,
    steps,
    tag,
)
from tests.procedures.reading import Answers, clocks, item, last, local, refusal, row, states

__all__ = ["clerk"]

CONSENT: Answers = {"who": "王敏", "channel": "电话", "remedy": "new_key"}
DONE: Answers = {"made": 1, "cost_yuan": 15, "result": "配了一把，挂回原钩"}


def lose(counter: Counter, key: str, **answers: object) -> str:
    """A key of the set is found to be lost; the number of the memo."""
    given: Answers = {"course": "巡查时发现少一把", **answers}
    counter.do("key.lose", key, **given)
    return str(row(counter.desk, key)["memo"])


def agreed(counter: Counter, key: str, remedy: str = "new_key") -> None:
    """A key is lost and the owner has said what is to be done."""
    lose(counter, key)
    counter.do("key.consent", key, **{**CONSENT, "remedy": remedy})


def state(counter: Counter, key: str) -> str:
    """Where the clock of the lost key stands."""
    return states(counter.desk, key)["KEY.LOST_SAMEDAY"]


# --- the memo ----------------------------------------------------------------------------------------------------


def test_a_lost_key_is_off_the_hook_and_on_a_numbered_memo(counter: Counter) -> None:
    key = entrust(counter)
    assert lose(counter, key, discovered="23:10") == "YB20261121-001"
    kept = row(counter.desk, key)
    assert (stage(counter, key), counts(counter, key)) == ("lost", (3, 0, 1))
    assert (str(kept["harm"]), kept["discovered"], kept["course"]) == ("lost", local(21, 23, 10), "巡查时发现少一把")
    assert item(counter.desk, key).title == "K0001 A-17 2/3 入户门"


def test_a_damaged_key_is_on_a_memo_like_a_lost_one(counter: Counter) -> None:
    key = entrust(counter)
    lose(counter, key, harm="damaged")
    assert (str(row(counter.desk, key)["harm"]), counts(counter, key)) == ("damaged", (3, 0, 1))


def test_a_second_loss_goes_on_the_open_memo_and_needs_consent_anew(counter: Counter) -> None:
    key = entrust(counter)
    agreed(counter, key)
    assert lose(counter, key, course="又少一把") == "YB20261121-001"
    kept = row(counter.desk, key)
    assert (stage(counter, key), kept["harmed"], kept["course"]) == ("lost", 2, "巡查时发现少一把\n又少一把")


def test_a_loss_after_the_memo_was_closed_is_on_a_memo_of_its_own(counter: Counter) -> None:
    key = entrust(counter)
    agreed(counter, key)
    counter.do("key.replace", key, **DONE)
    assert lose(counter, key, course="又少一把") == "YB20261121-002"
    kept = row(counter.desk, key)
    assert (kept["course"], kept["consent_by"], kept["consented"], kept["result"]) == ("又少一把", "", None, "")


def test_no_more_keys_can_be_lost_than_hang_there(counter: Counter) -> None:
    key = plant(counter)
    lend(counter, "B-3", 2)
    came = refusal(counter, "key.lose", key, pieces=2, course="少了")
    assert (came.field, came.values["count"]) == ("pieces", 1)
    assert refusal(counter, "key.lose", key, pieces=0, course="少了").field == "pieces"


# --- the same day ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (local(20, 10), local(20, 18)),
        (local(20, 19), local(23, 18)),
        (local(21, 23, 40), local(23, 18)),
    ],
)
def test_key_lost_sameday_runs_to_the_close_of_the_day_or_of_the_next_that_is_worked(
    counter: Counter, now: datetime, due: datetime
) -> None:
    counter.clock.moment = now
    key = plant(counter)
    lose(counter, key)
    assert clocks(counter.desk, key)["KEY.LOST_SAMEDAY"].due == due


def test_key_lost_sameday_is_met_at_once_when_the_supervisor_was_told(counter: Counter) -> None:
    key = plant(counter)
    lose(counter, key, told="张敏")
    kept = row(counter.desk, key)
    assert (state(counter, key), kept["memo_told"], kept["memo_told_at"]) == ("in_time", "张敏", counter.clock())


@pytest.mark.parametrize(("moment", "verdict"), [(local(23, 18), "in_time"), (local(23, 18, 1), "late")])
def test_key_lost_sameday_is_met_by_the_report(counter: Counter, moment: datetime, verdict: str) -> None:
    key = plant(counter)
    lose(counter, key)
    counter.clock.moment = moment
    counter.do("key.report", key, told="张敏", words="联系业主")
    assert state(counter, key) == verdict
    assert "YB20261121-001" in last(counter.desk, key).sentence


def test_key_lost_sameday_is_met_by_the_consent_that_a_leader_wrote_down(counter: Counter) -> None:
    key = plant(counter)
    agreed(counter, key)
    assert (state(counter, key), row(counter.desk, key)["memo_told"]) == ("in_time", "张敏")


def test_key_lost_sameday_missed_is_recorded_once_and_stays_late(counter: Counter) -> None:
    key = plant(counter)
    lose(counter, key)
    missed(counter, local(24, 9))
    assert (last(counter.desk, key).step, state(counter, key)) == ("system.breach", "overdue")
    counter.do("key.found", key, where="抽屉里")
    assert state(counter, key) == "late"


def test_a_further_loss_is_reported_again(counter: Counter) -> None:
    key = plant(counter)
    lose(counter, key, told="张敏")
    lose(counter, key, course="又少一把")
    assert state(counter, key) == "running"


# --- lost on a loan ----------------------------------------------------------------------------------------------


def test_keys_lost_on_a_loan_end_it(counter: Counter) -> None:
    key = plant(counter)
    loan = lend(counter, "B-3", 2)
    done = counter.do("key.lose", key, pieces=2, loan=loan, course="掉进电梯井")
    assert steps(counter, done) == ["key.lose", "loan.lose"]
    assert (stage(counter, loan), stage(counter, key), counts(counter, key)) == ("lost", "lost", (3, 0, 2))
    assert set(states(counter.desk, loan).values()) == {"ended"}


def test_a_loan_of_which_one_key_is_lost_goes_on_with_the_others(counter: Counter) -> None:
    key = plant(counter)
    loan = lend(counter, "B-3", 2)
    counter.do("key.lose", key, loan=loan, course="掉进电梯井")
    assert (stage(counter, loan), counts(counter, key)) == ("lent", (3, 1, 1))
    assert states(counter.desk, loan)["KEY.LOAN_TERM"] == "running"
    assert back(counter, loan, 1).stage == "returned"
    assert counts(counter, key) == (3, 0, 1)


def test_a_loan_that_ends_by_loss_after_its_time_is_late(counter: Counter) -> None:
    key = plant(counter)
    loan = lend(counter, "B-3", due="+1h")
    counter.clock.forward(hours=2)
    counter.do("key.lose", key, loan=loan, course="掉进电梯井")
    assert states(counter.desk, loan) == {"KEY.LOAN_TERM": "late", "KEY.OVERDUE_3D": "ended"}


def test_what_is_no_open_loan_of_the_set_is_refused(counter: Counter) -> None:
    key, other = plant(counter), entrust(counter)
    loan, elsewhere = lend(counter, "B-3"), lend(counter, "A-17", owner_agreed="王敏")
    back(counter, loan, 1)
    for number in (loan, elsewhere, other, "JY20261121-099"):
        assert refusal(counter, "key.lose", key, loan=number, course="丢了").field == "loan"


def test_no_more_keys_are_lost_on_a_loan_than_are_out_on_it(counter: Counter) -> None:
    key = plant(counter)
    loan = lend(counter, "B-3", 2)
    back(counter, loan, 1)
    came = refusal(counter, "key.lose", key, pieces=2, loan=loan, course="丢了")
    assert (came.field, came.values["count"]) == ("pieces", 1)


# --- found again -------------------------------------------------------------------------------------------------


def test_a_key_found_again_hangs_on_its_hook_and_settles_the_memo(counter: Counter) -> None:
    key = plant(counter)
    lose(counter, key)
    assert counter.do("key.found", key, where="抽屉里，孙强").stage == "custody"
    assert (counts(counter, key), row(counter.desk, key)["result"]) == ((3, 0, 0), "抽屉里，孙强")
    assert state(counter, key) == "ended"


def test_with_some_of_the_keys_found_the_memo_stays_open(counter: Counter) -> None:
    key = plant(counter)
    lose(counter, key, pieces=2)
    assert counter.do("key.found", key, where="抽屉里").stage == "lost"
    assert (counts(counter, key), state(counter, key)) == ((3, 0, 1), "running")
    counter.do("key.consent", key, **CONSENT)
    assert counter.do("key.found", key, where="又一把").stage == "custody"


def test_no_more_keys_are_found_than_were_lost(counter: Counter) -> None:
    key = plant(counter)
    lose(counter, key)
    assert refusal(counter, "key.found", key, pieces=2, where="抽屉里").field == "pieces"


# --- consent, then the new key -----------------------------------------------------------------------------------


def test_g_key_07_nothing_is_replaced_before_owner_or_developer_consented(counter: Counter, clerk: Actor) -> None:
    key = entrust(counter)
    lose(counter, key)
    assert refusal(counter, "key.replace", key, **DONE).code == "stage"
    assert refusal(counter, "key.consent", key, as_=clerk, **CONSENT).code == "role"
    counter.do("key.consent", key, **CONSENT, consented="23:40")
    kept = row(counter.desk, key)
    assert (kept["consent_by"], kept["consent_how"], kept["consented"]) == ("王敏", "电话", local(21, 23, 40))
    assert counter.do("key.replace", key, **DONE).stage == "custody"


def test_g_key_07_consent_comes_after_the_loss_was_noticed(counter: Counter) -> None:
    key = entrust(counter)
    lose(counter, key, discovered="23:30")
    assert refusal(counter, "key.consent", key, **CONSENT, consented="23:29").field == "consented"


def test_g_key_07_where_the_key_is_given_up_no_new_one_is_made(counter: Counter) -> None:
    key = entrust(counter)
    agreed(counter, key, "nothing")
    assert refusal(counter, "key.replace", key, **DONE).code == "G-KEY-07"
    counter.do("key.replace", key, made=0, result="不再配")
    assert (stage(counter, key), counts(counter, key)) == ("custody", (2, 0, 0))


def test_a_new_key_hangs_in_the_place_of_the_lost_one_and_the_memo_says_what_it_cost(counter: Counter) -> None:
    key = entrust(counter)
    agreed(counter, key)
    counter.do("key.replace", key, **DONE)
    kept = row(counter.desk, key)
    assert (counts(counter, key), kept["cost_fen"], kept["result"]) == ((3, 0, 0), 1500, DONE["result"])
    assert "15.00" in last(counter.desk, key).sentence


@pytest.mark.parametrize("remedy", ["new_key", "new_lock"])
def test_what_was_agreed_is_done_before_the_memo_is_closed(counter: Counter, remedy: str) -> None:
    key = entrust(counter)
    agreed(counter, key, remedy)
    assert refusal(counter, "key.replace", key, made=0, result="完").field == "made"


def test_keys_lent_meanwhile_stay_lent_when_a_new_key_is_made(counter: Counter) -> None:
    key = plant(counter)
    lend(counter, "B-3")
    agreed(counter, key)
    counter.do("key.replace", key, made=2, result="配了两把")
    assert counts(counter, key) == (4, 1, 0)


# --- a new lock --------------------------------------------------------------------------------------------------


def test_after_a_change_of_the_lock_only_the_new_keys_count(counter: Counter) -> None:
    key = entrust(counter)
    agreed(counter, key, "new_lock")
    counter.do("key.replace", key, made=4, result="换了锁")
    assert (counts(counter, key), row(counter.desk, key)["outdated"]) == ((4, 0, 0), None)


def test_other_key_sets_of_that_door_fit_no_more_and_are_not_lent(counter: Counter) -> None:
    key, same, garage = entrust(counter), entrust(counter, hook="A-18"), entrust(counter, hook="A-19", door="车库")
    agreed(counter, key, "new_lock")
    done = counter.do("key.replace", key, made=2, result="换了锁")
    assert steps(counter, done) == ["key.replace", "key.flag"]
    assert [row(counter.desk, each)["outdated"] is None for each in (key, same, garage)] == [True, False, True]
    came = refusal(counter, "loan.lend", **LOAN, which=tag(counter, same), owner_agreed="王敏", signatures=(BORROWER,))
    assert came.code == "outdated"
    lend(counter, "A-17", owner_agreed="王敏")
    lend(counter, "A-19", owner_agreed="王敏")


def test_the_same_door_of_another_place_keeps_its_lock(counter: Counter) -> None:
    key, other = plant(counter), plant(counter, hook="B-04", place="水泵房")
    agreed(counter, key, "new_lock")
    assert steps(counter, counter.do("key.replace", key, **DONE)) == ["key.replace"]
    assert row(counter.desk, other)["outdated"] is None


def test_the_lock_is_not_changed_on_record_while_old_keys_are_lent(counter: Counter) -> None:
    key = plant(counter)
    loan = lend(counter, "B-3")
    agreed(counter, key, "new_lock")
    assert refusal(counter, "key.replace", key, **DONE).code == "out"
    back(counter, loan, 1)
    assert counter.do("key.replace", key, **DONE).stage == "custody"


def test_a_key_set_with_a_memo_that_was_entered_by_mistake_can_be_voided(counter: Counter) -> None:
    key = plant(counter)
    lose(counter, key)
    assert counter.do("key.void", key, reason="录错").stage == "voided"
    assert counter.desk.read(items.open_counts).get("key") is None
    assert verify(counter.desk.path).sound
