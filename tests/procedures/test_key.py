"""Keys in custody: what is asked before they are taken in, where they hang, to whom they go back (P12)."""

import pytest

from propdesk.procedures.tx import Actor
from tests.conftest import Counter
from tests.procedures.keyring import (
    BORROWER,
    LOAN,
    MANDATE,
    OWNER,
    PLANT,
    VACANT,
    back,
    clerk,
    counts,
    entrust,
    lend,
    paper,
    pin,
    plant,
    stage,
    tag,
    vacant_unit,
)
from tests.procedures.reading import Answers, course, item, last, refusal, row

__all__ = ["clerk"]

SIGNED = (paper("receiver", "王敏", "业主"),)
PROVEN: Answers = {"receiver": "王敏", "proof": "identity", "condition_met": "yes"}


# --- an owner's keys ---------------------------------------------------------------------------------------------


def test_an_owners_keys_hang_on_a_hook_under_a_number_with_a_mandate_of_its_own(counter: Counter) -> None:
    key = entrust(counter)
    kept = row(counter.desk, key)
    assert (key[:2], stage(counter, key), counts(counter, key)) == ("YS", "custody", (3, 0, 0))
    assert (kept["cabinet"], kept["slot"], kept["tag"]) == ("A", 17, "K0001")
    assert (kept["mandate"], kept["approved_by"], kept["copy_given"]) == ("WT20261121-001", "赵经理", True)
    assert item(counter.desk, key).title == "K0001 A-17 3/3 入户门"
    assert "Entrusted by the owner: 3-1201, number K0001, hook A-17" in last(counter.desk, key).sentence


def test_each_mandate_has_the_next_number(counter: Counter) -> None:
    keys = [entrust(counter), entrust(counter, hook="A-18")]
    assert [row(counter.desk, key)["mandate"] for key in keys] == ["WT20261121-001", "WT20261121-002"]


def test_g_key_02_keys_are_entrusted_only_for_a_need_that_is_written_down(counter: Counter) -> None:
    came = refusal(counter, "key.accept", signatures=(OWNER,), **{**MANDATE, "reason": None})
    assert (came.code, came.field) == ("G-KEY-02", "reason")


def test_g_key_02_a_leader_at_the_counter_approves_by_taking_them_in(counter: Counter) -> None:
    key = counter.do("key.accept", signatures=(OWNER,), **MANDATE).item
    assert row(counter.desk, key)["approved_by"] == "张敏"


def test_g_key_02_a_clerk_needs_a_leaders_approval_by_pin_or_word(counter: Counter, clerk: Actor) -> None:
    came = refusal(counter, "key.accept", as_=clerk, signatures=(OWNER,), **MANDATE)
    assert (came.code, came.field) == ("G-KEY-02", "approver")
    key = counter.do("key.accept", as_=clerk, signatures=(OWNER, pin("approver", "张敏", "2468")), **MANDATE).item
    assert row(counter.desk, key)["approved_by"] == "张敏"


def test_g_key_02_a_colleague_who_is_no_leader_cannot_approve(counter: Counter, clerk: Actor) -> None:
    counter.operator("孙强", "duty")
    came = refusal(counter, "key.accept", as_=clerk, signatures=(OWNER, pin("approver", "孙强")), **MANDATE)
    assert (came.code, came.field) == ("role", "approver")


def test_g_key_02_what_is_no_need_is_refused_on_record_and_takes_no_hook(counter: Counter) -> None:
    refused = counter.do("key.refuse", unit="3-1201", person="王敏", ground="no_need", reason="人天天在家").item
    said = last(counter.desk, refused).sentence
    assert all(part in said for part in ("王敏", "3-1201", "No real need", "人天天在家"))
    assert (item(counter.desk, refused).stage, row(counter.desk, refused)["tag"]) == ("refused", "")


@pytest.mark.parametrize("missing", ["person", "phone", "condition"])
def test_g_key_03_a_mandate_names_the_owner_a_phone_and_when_the_keys_go_back(counter: Counter, missing: str) -> None:
    came = refusal(counter, "key.accept", signatures=(OWNER,), **{**MANDATE, missing: None})
    assert (came.code, came.field) == ("G-KEY-03", missing)


def test_g_key_03_the_disclaimer_is_explained_and_the_owner_signs(counter: Counter) -> None:
    unexplained = refusal(counter, "key.accept", signatures=(OWNER,), **{**MANDATE, "disclaimer": "no"})
    unsigned = refusal(counter, "key.accept", **MANDATE)
    assert [unexplained.code, unsigned.code] == ["G-KEY-03", "G-KEY-03"]


def test_g_key_04_the_owner_is_given_the_second_copy(counter: Counter) -> None:
    came = refusal(counter, "key.accept", signatures=(OWNER,), **{**MANDATE, "copy_given": "no"})
    assert (came.code, came.field) == ("G-KEY-04", "copy_given")


# --- other keys --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["developer", "vacant"])
@pytest.mark.parametrize("unit", ["3-1201", "3-1301"])
def test_g_key_02_keys_of_a_unit_that_is_lived_in_are_entrusted_by_its_owner_only(
    counter: Counter, kind: str, unit: str
) -> None:
    came = refusal(counter, "key.accept", kind=kind, unit=unit, pieces=2, hook="C-1")
    assert (came.code, came.field) == ("G-KEY-02", "kind")
    assert unit in came.sentence("en")


def test_keys_of_a_unit_nobody_moved_into_need_no_mandate(counter: Counter) -> None:
    vacant_unit(counter)
    key = counter.do("key.accept", kind="developer", unit=VACANT, pieces=5, hook="C-1").item or ""
    kept = row(counter.desk, key)
    assert (item(counter.desk, key).place, str(kept["authority"]), kept["mandate"]) == (VACANT, "nobody", "")


def test_an_owners_keys_and_masters_are_lent_with_more_than_the_desks_word_unless_the_form_says_otherwise(
    counter: Counter,
) -> None:
    master = plant(counter, kind="master", hook="M-1")
    open_to_all = plant(counter, kind="master", hook="M-2", authority="nobody")
    keys = [entrust(counter), master, plant(counter), open_to_all]
    kept = [row(counter.desk, key) for key in keys]
    assert [str(each["authority"]) for each in kept] == ["supervisor", "manager", "nobody", "nobody"]
    assert [each["ask_owner"] for each in kept] == [True, False, False, False]


def test_a_key_set_has_at_least_one_key(counter: Counter) -> None:
    assert refusal(counter, "key.accept", **{**PLANT, "pieces": 0}).field == "pieces"


def test_who_may_draw_is_written_with_any_word_for_a_department(counter: Counter) -> None:
    key = plant(counter, departments="工程部、security")
    assert row(counter.desk, key)["departments"] == "engineering, security"
    assert refusal(counter, "key.accept", **{**PLANT, "hook": "B-04", "departments": "食堂"}).field == "departments"


# --- label and hook ----------------------------------------------------------------------------------------------


def test_g_key_08_a_label_bears_the_next_number_and_neither_address_nor_name(counter: Counter) -> None:
    tags = [tag(counter, entrust(counter)), tag(counter, plant(counter)), tag(counter, plant(counter, hook="B-04"))]
    assert tags == ["K0001", "K0002", "K0003"]


def test_g_key_08_the_next_number_is_never_one_that_hangs_already(counter: Counter) -> None:
    plant(counter, tag="k0001")
    assert tag(counter, plant(counter, hook="B-04")) == "K0002"


def test_g_key_08_a_number_that_was_typed_is_kept_in_plain_capitals(counter: Counter) -> None:
    assert tag(counter, plant(counter, tag=" ｋ 12-a ")) == "K12-A"


def test_g_key_08_a_number_is_on_one_label_only_and_free_when_the_keys_are_gone(counter: Counter) -> None:
    first = plant(counter, tag="K7")
    came = refusal(counter, "key.accept", **{**PLANT, "hook": "B-04", "tag": "k7"})
    assert (came.field, "B-03" in came.sentence("en")) == ("tag", True)
    counter.do("key.void", first, reason="录错")
    assert tag(counter, plant(counter, hook="B-04", tag="k7")) == "K7"


def test_a_number_too_long_for_a_label_is_refused_also_when_it_grows_in_plain_characters(counter: Counter) -> None:
    assert refusal(counter, "key.accept", **{**PLANT, "tag": "㍿" * 6}).field == "tag"


def test_one_key_set_hangs_on_a_hook_and_the_refusal_names_it(counter: Counter) -> None:
    entrust(counter)
    came = refusal(counter, "key.accept", **{**PLANT, "hook": "a柜17"})
    assert (came.field, "K0001" in came.sentence("en")) == ("hook", True)


def test_a_hook_is_free_again_when_the_keys_are_gone(counter: Counter) -> None:
    key = entrust(counter)
    counter.do("key.handback", key, signatures=SIGNED, **PROVEN)
    assert stage(counter, plant(counter, hook="A-17")) == "custody"


def test_what_is_no_hook_is_refused(counter: Counter) -> None:
    assert refusal(counter, "key.accept", **{**PLANT, "hook": "墙上"}).field == "hook"


def test_keys_get_another_hook_and_the_old_one_is_free(counter: Counter) -> None:
    key = entrust(counter)
    counter.do("key.rehang", key, hook="c2")
    assert "A-17 to C-02" in last(counter.desk, key).sentence
    assert item(counter.desk, key).title == "K0001 C-02 3/3 入户门"
    other = plant(counter, hook="A-17")
    assert refusal(counter, "key.rehang", other, hook="C-2").field == "hook"


# --- finding a key set -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["K0001", "k0001", "Ｋ0001", "A-17", "a17", "3-1201", "3号楼1201", "YS-1"])
def test_a_key_set_is_found_by_its_number_its_hook_its_unit_or_its_item(counter: Counter, typed: str) -> None:
    key = entrust(counter)
    lend(counter, typed, owner_agreed="王敏，电话")
    assert counts(counter, key) == (3, 1, 0)


def test_of_a_unit_with_several_key_sets_one_must_be_named(counter: Counter) -> None:
    entrust(counter)
    entrust(counter, hook="A-18", door="车库")
    came = refusal(counter, "loan.lend", **LOAN, which="3-1201", signatures=(BORROWER,))
    assert came.field == "which"
    assert "K0001 A-17 入户门; K0002 A-18 车库" in came.sentence("en")


def test_what_names_a_unit_and_the_hook_of_other_keys_is_refused_and_the_label_asked_for(counter: Counter) -> None:
    entrust(counter, hook="B-01")
    plant(counter, hook="3-1201")
    plant(counter, hook="3-1301")
    for typed, there in (("3-1201", "K0002"), ("3-1301", "K0003")):
        came = refusal(counter, "loan.lend", **LOAN, which=typed, signatures=(BORROWER,))
        assert (came.field, there in came.sentence("en")) == ("which", True)


def test_a_hook_may_be_called_like_the_unit_whose_keys_hang_on_it(counter: Counter) -> None:
    key = entrust(counter, hook="3-1201")
    lend(counter, "3-1201", owner_agreed="王敏，电话")
    assert counts(counter, key) == (3, 1, 0)


@pytest.mark.parametrize("typed", ["K0001", "A-17", "3-1201", "YS-1", "王敏"])
def test_keys_that_are_gone_are_not_found_any_more(counter: Counter, typed: str) -> None:
    key = entrust(counter)
    counter.do("key.handback", key, signatures=SIGNED, **PROVEN)
    assert refusal(counter, "loan.lend", **LOAN, which=typed, signatures=(BORROWER,)).field == "which"


# --- rules, number, corrections ----------------------------------------------------------------------------------


def test_the_rules_of_drawing_are_a_leaders_and_shown_as_they_stand(counter: Counter, clerk: Actor) -> None:
    key = plant(counter)
    rules: Answers = {"departments": "工程部", "authority": "supervisor", "longest_hours": 4, "instruction": "戴手套"}
    assert refusal(counter, "key.set_rules", key, as_=clerk, **rules).code == "role"
    counter.do("key.set_rules", key, **rules)
    shown = counter.desk.prefill("key.set_rules", item(counter.desk, key).id)
    assert (shown["departments"], shown["longest_hours"], shown["instruction"]) == ("engineering", 4, "戴手套")


def test_the_number_of_keys_is_put_right_but_not_below_what_is_lent_or_lost(counter: Counter) -> None:
    key = plant(counter)
    lend(counter, "B-3", 1)
    counter.do("key.lose", key, course="掉进电梯井")
    assert refusal(counter, "key.adjust", key, pieces=1, reason="点错").field == "pieces"
    counter.do("key.adjust", key, pieces=2, reason="点错")
    assert counts(counter, key) == (2, 1, 1)
    assert "from 3 to 2: 点错" in last(counter.desk, key).sentence


def test_only_a_whole_set_is_taken_off_the_register(counter: Counter) -> None:
    key = plant(counter)
    loan = lend(counter, "B-3")
    assert refusal(counter, "key.scrap", key, reason="换锁").code == "not_whole"
    back(counter, loan, 1)
    assert counter.do("key.scrap", key, reason="换锁").stage == "scrapped"


def test_a_corrected_card_is_read_like_one_that_was_written_at_once(counter: Counter) -> None:
    key = entrust(counter)
    counter.do("key.correct", key, reason="补登", card="yz-0007", door="单元门")
    assert item(counter.desk, key).title == "K0001 A-17 3/3 单元门"
    done = counter.do(
        "key.handback", key, signatures=SIGNED, receiver="王敏", proof="card", number="YZ-0007", condition_met="yes"
    )
    assert done.stage == "handed_back"


def test_keys_that_are_lent_cannot_be_voided_and_voided_ones_free_their_hook(counter: Counter) -> None:
    key = plant(counter)
    loan = lend(counter, "B-3")
    assert refusal(counter, "key.void", key, reason="录错").code == "out"
    back(counter, loan, 1)
    counter.do("key.void", key, reason="录错")
    assert plant(counter, hook="B-3") != key


def test_voiding_what_is_gone_leaves_the_day_it_went(counter: Counter) -> None:
    key = entrust(counter)
    counter.do("key.handback", key, signatures=SIGNED, **PROVEN)
    gone = row(counter.desk, key)["gone"]
    counter.clock.forward(hours=2)
    counter.do("key.void", key, reason="录错")
    assert (stage(counter, key), row(counter.desk, key)["gone"]) == ("voided", gone)


# --- handing back ------------------------------------------------------------------------------------------------


def hand_back(counter: Counter, key: str, **answers: object) -> str | None:
    """Where the keys are after somebody asked for them and signed."""
    return counter.do("key.handback", key, signatures=SIGNED, **{**PROVEN, **answers}).stage


def turned_away(counter: Counter, key: str, **answers: object) -> tuple[str, str | None]:
    """Code and field of the refusal; the keys hang where they hung."""
    came = refusal(counter, "key.handback", key, signatures=SIGNED, **{**PROVEN, **answers})
    assert (stage(counter, key), counts(counter, key)) == ("custody", (3, 0, 0))
    return came.code, came.field


def test_the_owner_is_handed_the_keys_and_signs_for_them(counter: Counter) -> None:
    key = entrust(counter)
    assert hand_back(counter, key) == "handed_back"
    kept = row(counter.desk, key)
    assert (str(kept["proof"]), kept["handed_to"], kept["gone"] is not None) == ("identity", "王敏", True)
    assert last(counter.desk, key).signed[0]["name"] == "王敏"


def test_g_key_01_without_proof_that_somebody_asked_is_on_record_and_the_keys_stay(counter: Counter) -> None:
    key = entrust(counter)
    done = counter.do("key.handback", key, receiver="王大", proof="none", remark="自称是弟弟")
    assert (done.stage, counts(counter, key)) == ("custody", (3, 0, 0))
    said = last(counter.desk, key)
    assert ("王大" in said.sentence, "自称是弟弟" in said.sentence, said.stage) == (True, True, ("custody", "custody"))


def test_g_key_01_an_identity_card_is_compared_with_the_names_of_the_mandate(counter: Counter) -> None:
    key = entrust(counter, collector="刘强")
    assert turned_away(counter, key, receiver="王大") == ("G-KEY-01", "receiver")
    assert hand_back(counter, key, receiver="刘强") == "handed_back"


def test_g_key_01_who_takes_the_keys_signs(counter: Counter) -> None:
    key = entrust(counter)
    came = refusal(counter, "key.handback", key, **PROVEN)
    assert (came.code, came.field) == ("G-KEY-01", "sign-receiver")


def test_g_key_01_the_condition_of_the_mandate_is_met_or_the_keys_stay(counter: Counter) -> None:
    key = entrust(counter)
    assert turned_away(counter, key, condition_met="no") == ("G-KEY-01", "condition_met")


def card(counter: Counter, number: str, unit: str = "3-1201") -> None:
    """An owner's card is given out."""
    counter.do("key.issue_card", unit=unit, owner="王敏", number=number)


def test_g_key_01_an_owners_card_of_the_unit_is_proof(counter: Counter) -> None:
    key = entrust(counter)
    card(counter, "YZ-1")
    assert hand_back(counter, key, proof="card", number="yz-1") == "handed_back"


@pytest.mark.parametrize("number", ["YZ-2", "YZ-3"])
def test_g_key_01_a_card_of_another_unit_or_of_nobody_is_none(counter: Counter, number: str) -> None:
    key = entrust(counter)
    card(counter, "YZ-1")
    card(counter, "YZ-2", unit="3-1301")
    assert turned_away(counter, key, proof="card", number=number) == ("G-KEY-01", "number")


def test_g_key_01_a_card_that_was_withdrawn_is_none_also_when_the_mandate_names_it(counter: Counter) -> None:
    key = entrust(counter, card="YZ-1")
    card(counter, "YZ-1")
    counter.do("key.withdraw_card", number="yz-1", reason="遗失")
    assert turned_away(counter, key, proof="card", number="YZ-1") == ("G-KEY-01", "number")


def test_the_card_that_the_mandate_names_is_proof_though_it_was_given_out_before_the_desk(counter: Counter) -> None:
    key = entrust(counter, card="yz-0")
    assert hand_back(counter, key, proof="card", number="YZ-0") == "handed_back"


def test_g_key_01_keys_that_are_no_owners_leave_by_a_leader_against_an_identity_card(
    counter: Counter, clerk: Actor
) -> None:
    key = plant(counter)
    card(counter, "YZ-1")
    assert turned_away(counter, key, proof="card", number="YZ-1") == ("G-KEY-01", "proof")
    assert turned_away(counter, key, as_=clerk) == ("G-KEY-01", "proof")
    assert hand_back(counter, key) == "handed_back"


def test_a_set_of_which_keys_are_lent_is_not_handed_back(counter: Counter) -> None:
    key = entrust(counter)
    lend(counter, "A-17", owner_agreed="王敏")
    assert refusal(counter, "key.handback", key, signatures=SIGNED, **PROVEN).code == "not_whole"


@pytest.mark.parametrize(("value", "taken"), [("manual", True), ("number", True), ("address", False)])
def test_g_key_08_a_site_may_follow_the_manual_in_what_a_label_bears(counter: Counter, value: str, taken: bool) -> None:
    setting: Answers = {"setting": "key_label", "json_value": f'"{value}"'}
    if not taken:
        assert refusal(counter, "system.configure", **setting).field == "json_value"
        return
    counter.do("system.configure", **setting)
    counter.desk.reload()
    assert counter.desk.site.settings.key_label == value


# --- owner's cards -----------------------------------------------------------------------------------------------


def test_a_number_of_an_owners_card_is_given_out_once(counter: Counter) -> None:
    card(counter, "yz-1")
    came = refusal(counter, "key.issue_card", unit="3-1301", owner="单志刚", number="YZ-1")
    assert (came.field, "王敏" in came.sentence("en")) == ("number", True)


def test_a_card_is_withdrawn_once_and_its_number_stays_used(counter: Counter) -> None:
    card(counter, "YZ-1")
    counter.do("key.withdraw_card", number="YZ-1", reason="房屋出售")
    assert refusal(counter, "key.withdraw_card", number="YZ-1", reason="再次").field == "number"
    assert refusal(counter, "key.issue_card", unit="3-1201", owner="王敏", number="YZ-1").field == "number"


def test_a_try_to_reach_the_owner_is_on_record_at_the_key_set(counter: Counter) -> None:
    key = entrust(counter)
    counter.do("key.attempt", key, whom="王敏", number="13812348812", outcome="no_answer")
    assert [entry.step for entry in course(counter.desk, key)] == ["key.accept", "key.attempt"]
