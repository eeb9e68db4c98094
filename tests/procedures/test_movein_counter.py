"""The counter of a move-in: papers, agreements, goods, fees, keys, in this order and in half an hour (P03)."""

import pytest

from propdesk.desk import Signature
from propdesk.procedures.tx import Actor
from propdesk.queries import lookup
from propdesk.settings import AGREEMENTS, MOVEIN_GOODS
from tests.conftest import Counter
from tests.procedures.household import (
    ALL_FIVE,
    BOTH,
    CARD,
    COUNTER,
    FINANCE,
    FLAT,
    KEEP,
    OWNER,
    PAYMENT,
    PHONE,
    SHOWN,
    clerk,
    first_inspect,
    flat,
    notify,
    people,
    raw,
    ready,
    site,
    until,
)
from tests.procedures.keyring import LOAN, entrust, lend, missed, paper, pin, stage, steps, tag
from tests.procedures.reading import Answers, clocks, item, last, local, refusal, row, states

__all__ = ["clerk", "site"]

APPROVER = paper("approver", "赵经理", "管理处经理", "phone")
PROXY: Answers = {**SHOWN, "visitor": "周老", "proxy": "yes", "mandate": "yes", "proxy_identity": "yes"}


# --- papers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["contract", "identity", "notice"])
def test_g_move_02_each_original_is_inspected_first(site: Counter, missing: str) -> None:
    came = refusal(site, "movein.papers", notify(site), **{**SHOWN, missing: "no"})
    assert (came.code, came.field) == ("G-MOVE-02", missing)


@pytest.mark.parametrize("missing", ["contract", "mandate", "proxy_identity"])
def test_g_move_02_a_proxy_brings_two_more_papers(site: Counter, missing: str) -> None:
    came = refusal(site, "movein.papers", notify(site), **{**PROXY, missing: "no"})
    assert (came.code, came.field) == ("G-MOVE-02", missing)


def test_a_proxy_with_all_five_papers_is_served_and_named(site: Counter) -> None:
    number = notify(site)
    site.do("movein.papers", number, **PROXY)
    kept = row(site.desk, number)
    assert (stage(site, number), kept["visitor"], kept["proxy"]) == ("checked", "周老", 1)
    assert last(site.desk, number).sentence.startswith("Papers of 周老 checked")


# --- order and time ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(len(COUNTER) - 2))
def test_g_move_03_no_step_of_the_counter_is_left_out(site: Counter, place: int) -> None:
    number = until(site, COUNTER[place][1])
    for name, _, answers, signatures in COUNTER[place + 2 :]:
        came = refusal(site, f"movein.{name}", number, signatures=signatures, **answers)
        assert came.code in {"stage", "G-MOVE-03"}


def test_move_unit_30m_is_met_when_the_keys_are_handed_over_in_time(site: Counter) -> None:
    number = until(site, "paid")
    assert clocks(site.desk, number)["MOVE.UNIT_30M"].due == local(22, 0, 10)
    site.clock.forward(minutes=29)
    site.do("movein.keys", number, pieces=3, signatures=(OWNER,))
    assert states(site.desk, number)["MOVE.UNIT_30M"] == "in_time"


def test_move_unit_30m_missed_goes_to_the_supervisor_and_is_late(site: Counter) -> None:
    number = until(site, "paid")
    missed(site, local(22, 0, 11))
    assert clocks(site.desk, number)["MOVE.UNIT_30M"].escalates_to == "supervisor"
    assert clocks(site.desk, number)["MOVE.UNIT_30M"].state == "overdue"
    site.do("movein.keys", number, pieces=3, signatures=(OWNER,))
    assert states(site.desk, number)["MOVE.UNIT_30M"] == "late"


def test_two_households_are_served_at_once_each_with_its_own_half_hour(site: Counter) -> None:
    ready(site, "3")
    first, second = notify(site), notify(site, unit="3-1201", person="王敏", phone="13812348812")
    until(site, "checked", first)
    site.clock.forward(minutes=10)
    until(site, "paid", second)
    site.clock.forward(minutes=15)
    for name, _, answers, signatures in COUNTER[1:5]:
        site.do(f"movein.{name}", first, signatures=signatures, **answers)
    site.clock.forward(minutes=20)
    site.do("movein.keys", second, pieces=2, signatures=(OWNER,))
    assert [states(site.desk, each)["MOVE.UNIT_30M"] for each in (first, second)] == ["in_time", "late"]
    assert [row(site.desk, each)["pieces"] for each in (first, second)] == [3, 2]


# --- agreements --------------------------------------------------------------------------------------------------


@pytest.fixture
def checked(site: Counter) -> str:
    """周新 sits at the counter, the papers are in order."""
    return until(site, "checked")


def test_g_move_06_the_owner_signs_the_agreements(site: Counter, checked: str) -> None:
    came = refusal(site, "movein.sign", checked, **CARD)
    assert (came.code, came.field) == ("G-MOVE-06", "owner")


def test_g_move_06_of_each_agreement_signed_the_owner_has_a_copy(site: Counter, checked: str) -> None:
    came = refusal(site, "movein.sign", checked, signatures=(OWNER,), **{**CARD, "copies": "; ".join(AGREEMENTS[:4])})
    assert (came.code, came.field) == ("G-MOVE-06", "copies")
    assert AGREEMENTS[4] in came.sentence("en")
    assert AGREEMENTS[0] not in came.sentence("en")
    site.do("movein.sign", checked, signatures=(OWNER,), **CARD)
    assert row(site.desk, checked)["copies"] == ALL_FIVE


def test_the_agreements_are_the_sites_own_list(site: Counter, checked: str) -> None:
    site.do("system.configure", setting="agreements", json_value='["业主规约"]')
    site.desk.reload()
    assert refusal(site, "movein.sign", checked, signatures=(OWNER,), **CARD).field == "agreements"
    site.do("movein.sign", checked, signatures=(OWNER,), **{**CARD, "agreements": "业主规约", "copies": "业主规约"})
    assert row(site.desk, checked)["agreements"] == "业主规约"


@pytest.mark.parametrize("value", ['["甲；乙"]', '["甲;乙"]', '[""]', "[3]"])
def test_a_list_of_the_site_has_no_entry_that_could_not_be_told_from_two(counter: Counter, value: str) -> None:
    assert refusal(counter, "system.configure", setting="agreements", json_value=value).field == "json_value"


def test_g_move_03_what_is_not_signed_needs_the_reason(site: Counter, checked: str) -> None:
    four: Answers = {**CARD, "agreements": "; ".join(AGREEMENTS[:4])}
    came = refusal(site, "movein.sign", checked, signatures=(OWNER,), **four)
    assert (came.code, came.field, AGREEMENTS[4] in came.sentence("en")) == ("G-MOVE-03", "refused", True)


def test_g_move_03_that_an_owner_refuses_to_sign_is_an_exception_a_leader_takes(
    site: Counter, checked: str, clerk: Actor
) -> None:
    nothing: Answers = {**CARD, "agreements": None, "copies": None, "refused": "不认可条款"}
    came = refusal(site, "movein.sign", checked, as_=clerk, **nothing)
    assert (came.code, came.field) == ("G-MOVE-03", "leader")
    site.do("movein.sign", checked, as_=clerk, signatures=(pin("leader", "张敏", "2468"),), **nothing)
    kept, said = row(site.desk, checked), last(site.desk, checked)
    assert (stage(site, checked), kept["agreements"], kept["refused"]) == ("signed", "", "不认可条款")
    assert (said.signed[0]["name"], said.signed[0]["proof"]) == ("张敏", "pin")
    assert "Signed: none; copies given: none" in said.sentence


def test_a_leader_at_the_counter_takes_the_exception_by_doing_it(site: Counter, checked: str) -> None:
    four = "; ".join(AGREEMENTS[:4])
    given: Answers = {**CARD, "agreements": four, "copies": four, "refused": "不用暖气"}
    site.do("movein.sign", checked, signatures=(OWNER,), **given)
    assert last(site.desk, checked).sentence.endswith(f"not signed: {AGREEMENTS[4]} 不用暖气")


@pytest.mark.parametrize("missing", ["photos", "id_copies"])
def test_g_move_07_a_data_card_without_photos_or_copies_needs_the_reason(
    site: Counter, checked: str, missing: str
) -> None:
    came = refusal(site, "movein.sign", checked, signatures=(OWNER,), **{**CARD, missing: "no"})
    assert (came.code, came.field) == ("G-MOVE-07", "card_missing")
    site.do("movein.sign", checked, signatures=(OWNER,), **{**CARD, missing: "no", "card_missing": "下周补"})
    assert row(site.desk, checked)["card_missing"] == "下周补"


# --- the family --------------------------------------------------------------------------------------------------


def test_the_owner_and_the_family_live_there_from_now_on_and_are_found(site: Counter, checked: str) -> None:
    family = "刘梅，配偶，13500000002\n周小，儿子\n孙租，租户"
    site.do("movein.sign", checked, signatures=(OWNER,), **CARD, family=family)
    assert people(site) == [("周新", "owner"), ("刘梅", "family"), ("周小", "family"), ("孙租", "tenant")]
    for typed in ("周新", "刘梅", "zhouxiao", "0002", "13500000001"):
        found = site.desk.read(lookup.find, typed, today=site.clock().date())
        assert FLAT in {each.unit_code for each in found}, typed


def test_who_is_in_the_estate_already_is_not_entered_twice(site: Counter) -> None:
    ready(site, "3")
    number = until(site, "checked", notify(site, unit="3-1201", person="王敏", phone="13812348812"))
    owner = paper("owner", "王敏", "业主")
    site.do("movein.sign", number, signatures=(owner,), **CARD, family="刘强，配偶，13912342207")
    assert sorted(people(site, "3-1201")) == sorted([("王敏", "owner"), ("刘强", "family")])
    assert len(raw(site, "SELECT 1 FROM phone WHERE number = '13812348812'")) == 1


def test_a_line_of_the_family_that_cannot_be_read_is_refused_with_its_number(site: Counter, checked: str) -> None:
    came = refusal(site, "movein.sign", checked, signatures=(OWNER,), **CARD, family="刘梅，配偶\n13500000002")
    assert (came.field, "Line 2" in came.sentence("en")) == ("family", True)
    assert people(site) == []


# --- goods and fees ----------------------------------------------------------------------------------------------


def test_g_move_03_the_owner_signs_for_the_goods(site: Counter) -> None:
    number = until(site, "signed")
    assert refusal(site, "movein.goods", number, goods=MOVEIN_GOODS[0]).field == "owner"
    goods = "; ".join(MOVEIN_GOODS[:2])
    site.do("movein.goods", number, goods=goods, more="遥控器一个", signatures=(OWNER,))
    assert row(site.desk, number)["goods"] == f"{goods}; 遥控器一个"


def test_g_vis_02_money_is_confirmed_by_finance(site: Counter) -> None:
    number = until(site, "equipped")
    came = refusal(site, "movein.pay", number, **PAYMENT)
    assert (came.code, came.field) == ("G-VIS-02", "deputy_reason")
    site.do("movein.pay", number, signatures=(FINANCE,), **PAYMENT)
    kept = row(site.desk, number)
    assert (kept["amount_fen"], kept["receipt"], kept["paid_by"]) == (300_000, "S-1", "钱会计")
    assert last(site.desk, number).sentence == "Paid 3000.00 yuan, receipt S-1, confirmed by 钱会计"


def test_g_vis_02_where_the_cashier_is_away_the_desk_collects_with_the_reason(site: Counter, clerk: Actor) -> None:
    number = until(site, "equipped")
    site.do("movein.pay", number, as_=clerk, **PAYMENT, deputy_reason="出纳去银行")
    kept = row(site.desk, number)
    assert (kept["paid_by"], kept["deputy_reason"]) == ("李婷", "出纳去银行")


# --- keys --------------------------------------------------------------------------------------------------------


def developers(counter: Counter, unit: str = FLAT, **answers: object) -> str:
    """The developer's five keys of a flat hang on C-1."""
    given: Answers = {"kind": "developer", "unit": unit, "pieces": 5, "hook": "C-1", **answers}
    return counter.do("key.accept", **given).item or ""


def test_g_move_03_the_owner_signs_for_the_keys(site: Counter) -> None:
    assert refusal(site, "movein.keys", until(site, "paid"), pieces=3).field == "owner"


def test_somebody_moved_in_with_the_keys(site: Counter) -> None:
    number = until(site, "keyed")
    assert (row(site.desk, number)["pieces"], flat(site)) == (3, ("delivered", "2026-11-21"))
    assert last(site.desk, number).sentence == "Keys ×3 handed over to 周新; one stays for repairs: no"


def test_no_keys_are_none(site: Counter) -> None:
    assert refusal(site, "movein.keys", until(site, "paid"), pieces=0, signatures=(OWNER,)).field == "pieces"


def test_keys_of_the_cabinet_leave_it_whole_and_on_record(site: Counter) -> None:
    key, number = developers(site), until(site, "paid")
    label = tag(site, key)
    assert refusal(site, "movein.keys", number, which="C-1", pieces=4, signatures=(OWNER,)).field == "pieces"
    done = site.do("movein.keys", number, which=label, pieces=5, signatures=(OWNER,))
    assert steps(site, done) == ["movein.keys", "key.issue"]
    assert (stage(site, key), last(site.desk, key).sentence) == ("issued", f"Issued ×5 at move-in: {number}")
    assert developers(site, hook="C-1", tag=label)


def test_keys_of_another_unit_are_not_handed_over(site: Counter) -> None:
    entrust(site)
    came = refusal(site, "movein.keys", until(site, "paid"), which="A-17", pieces=3, signatures=(OWNER,))
    assert (came.field, "3-1201" in came.sentence("en")) == ("which", True)


def test_keys_that_are_lent_are_not_handed_over(site: Counter) -> None:
    developers(site)
    lend(site, "C-1", 1, borrower=LOAN["borrower"])
    came = refusal(site, "movein.keys", until(site, "paid"), which="C-1", pieces=5, signatures=(OWNER,))
    assert came.code == "not_whole"


def kept(counter: Counter, number: str, *signatures: Signature, as_: Actor | None = None, **other: object) -> str:
    """Why one key cannot stay: the guard, with the field."""
    came = refusal(counter, "movein.keys", number, as_=as_, signatures=signatures, **{"pieces": 2, **KEEP, **other})
    return f"{came.code} {came.field}"


def test_g_key_02_one_key_stays_only_with_a_leaders_approval(site: Counter, clerk: Actor) -> None:
    number = until(site, "paid")
    assert kept(site, number, OWNER, as_=clerk) == "G-KEY-02 approver"
    site.do("movein.keys", number, as_=clerk, signatures=(OWNER, pin("approver", "张敏", "2468")), pieces=2, **KEEP)
    assert row(site.desk, number)["key_kept"] == 1


def test_g_key_03_one_key_stays_only_when_the_disclaimer_was_explained(site: Counter) -> None:
    assert kept(site, until(site, "paid"), OWNER, APPROVER, disclaimer="no") == "G-KEY-03 disclaimer"


def test_g_key_04_one_key_stays_only_when_the_owner_has_the_second_copy(site: Counter) -> None:
    assert kept(site, until(site, "paid"), OWNER, APPROVER, copy_given="no") == "G-KEY-04 copy_given"


@pytest.mark.parametrize("missing", ["hook", "phone", "condition"])
def test_the_mandate_of_a_key_that_stays_is_asked_for_whole(site: Counter, missing: str) -> None:
    assert kept(site, until(site, "paid"), OWNER, APPROVER, **{missing: None}).startswith("missing")


def test_one_key_of_the_set_stays_under_a_mandate_of_its_own(site: Counter) -> None:
    key, number = developers(site), until(site, "paid")
    done = site.do("movein.keys", number, which="C-1", pieces=4, signatures=(OWNER, APPROVER), **KEEP)
    assert steps(site, done) == ["movein.keys", "key.issue", "key.accept"]
    stays = done.opened[0][0]
    found = row(site.desk, stays)
    assert (stage(site, key), stage(site, stays), item(site.desk, stays).place) == ("issued", "custody", FLAT)
    assert (found["pieces"], found["approved_by"], found["mandate"]) == (1, "赵经理", "WT20261121-001")
    assert (item(site.desk, stays).person, item(site.desk, stays).phone) == ("周新", PHONE)


def test_keys_are_handed_over_once(site: Counter) -> None:
    number = until(site, "inspected")
    assert refusal(site, "movein.keys", number, pieces=3, signatures=(OWNER,)).code == "keys"


def test_g_move_03_a_site_that_inspects_first_keeps_the_keys_until_then(site: Counter) -> None:
    first_inspect(site)
    number = until(site, "paid")
    assert refusal(site, "movein.keys", number, pieces=3, signatures=(OWNER,)).code == "G-MOVE-03"
    site.do("movein.inspect", number, inspector="周工", accepted="yes", signatures=BOTH)
    assert refusal(site, "movein.file", number, shelf="A-3", entered="yes", cover="yes").code == "G-MOVE-03"
    site.do("movein.keys", number, pieces=3, signatures=(OWNER,))
    assert (stage(site, number), row(site.desk, number)["pieces"]) == ("inspected", 3)


def test_g_move_03_elsewhere_the_keys_come_before_the_inspection(site: Counter) -> None:
    number = until(site, "paid")
    came = refusal(site, "movein.inspect", number, inspector="周工", accepted="yes", signatures=BOTH)
    assert came.code == "G-MOVE-03"
