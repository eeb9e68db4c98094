"""What patrols find: solved on the spot, reported, handled, verified; smells, escape doors, the same again (P14)."""

import pytest

from propdesk.desk import Signature
from propdesk.queries import items
from tests.conftest import Counter
from tests.procedures.keyring import pin
from tests.procedures.patrolling import B_LOCKED, E_SMELL, NIGHT, at, colleague, plan, rounds, stage, sweep
from tests.procedures.reading import Answers, clocks, item, last, refusal, row, states

LAMP: Answers = {"text": "灯不亮", "check": "a1", "place": "3号楼5层"}
HANDLED: Answers = {"department": "engineering", "handler": "周师傅", "course": "换了灯管"}
CONCERNED = (Signature("concerned", "周师傅", capacity="维修工"),)


@pytest.fixture
def night(counter: Counter) -> str:
    """A round at night that is being walked."""
    plan(counter, NIGHT)
    sweep(counter)
    number = rounds(counter)[0].number
    counter.do("round.start", number)
    counter.clock.forward(minutes=10)
    return number


@pytest.fixture
def lamp(counter: Counter) -> str:
    """A lamp that is dark, the manager not told yet."""
    return counter.do("finding.report", **LAMP).item or ""


@pytest.fixture
def handled(counter: Counter, lamp: str) -> str:
    """The lamp was reported and, it is said, repaired."""
    counter.do("finding.tell", lamp, told_to="王经理")
    counter.do("finding.handle", lamp, **HANDLED)
    return lamp


@pytest.fixture
def smell(counter: Counter) -> str:
    """Gas in the stairwell."""
    return counter.do("finding.report", text="楼道有煤气味", kind="smell", place="3号楼").item or ""


def findings(counter: Counter) -> list[str]:
    """Every finding, the oldest first."""
    return [found.number for found in reversed(counter.desk.read(items.items, ledger="finding"))]


# --- found -------------------------------------------------------------------------------------------------------


def test_what_is_not_solved_is_to_be_reported_to_the_manager_at_once(counter: Counter, lamp: str) -> None:
    assert (lamp[:2], stage(counter, lamp), states(counter.desk, lamp)) == (
        "WT", "found", {"PATROL.ISSUE_NOW": "running"},
    )  # fmt: skip
    counter.clock.forward(minutes=10)
    counter.do("finding.tell", lamp, told_to="王经理", note="派维修")
    found = row(counter.desk, lamp)
    assert (stage(counter, lamp), found["told_to"], found["told"]) == ("reported", "王经理", counter.clock())
    assert states(counter.desk, lamp) == {"PATROL.ISSUE_NOW": "in_time"}


def test_a_report_that_comes_too_late_is_late(counter: Counter, lamp: str) -> None:
    counter.clock.forward(minutes=31)
    sweep(counter)
    assert clocks(counter.desk, lamp)["PATROL.ISSUE_NOW"].escalates_to == "centre_manager"
    counter.do("finding.tell", lamp, told_to="王经理")
    assert states(counter.desk, lamp) == {"PATROL.ISSUE_NOW": "late"}


def test_who_was_told_already_is_written_down_with_it(counter: Counter) -> None:
    number = counter.do("finding.report", **LAMP, told_to="王经理").item or ""
    assert (stage(counter, number), states(counter.desk, number)) == ("reported", {})


def test_what_was_solved_on_the_spot_is_an_item_too(counter: Counter) -> None:
    assert refusal(counter, "finding.report", None, **LAMP, solved="yes").code == "missing"
    number = counter.do("finding.report", **LAMP, solved="yes", how="拧紧了灯泡").item or ""
    assert (stage(counter, number), row(counter.desk, number)["how"]) == ("solved", "拧紧了灯泡")


def test_every_finding_has_its_page_and_none_is_missing_g_pat_04(counter: Counter, lamp: str) -> None:
    counter.do("finding.void", lamp, reason="录错")
    counter.do("finding.report", text="地砖破", place="2号楼", told_to="王经理")
    counter.do("finding.report", text="门锁坏", place="1号楼", solved="yes", how="上了油")
    pages = [row(counter.desk, number)["sheet"] for number in findings(counter)]
    assert pages == ["XW20261121-001", "XW20261121-002", "XW20261121-003"]


def test_pages_go_on_from_day_to_day_g_pat_04(counter: Counter, lamp: str) -> None:
    counter.clock.forward(hours=9)
    late = (
        counter.do("finding.report", text="门锁坏", place="1号楼", told_to="王经理", happened=at(21, 23, 50)).item or ""
    )
    assert row(counter.desk, late)["sheet"] == "XW20261122-002"


def test_a_violation_says_what_came_of_talking_to_them(counter: Counter) -> None:
    given: Answers = {"text": "天台种菜", "kind": "violation", "place": "3号楼"}
    assert refusal(counter, "finding.report", None, **given).code == "missing"
    number = counter.do("finding.report", **given, persuaded="promised").item
    assert row(counter.desk, number)["persuaded"] == "promised"


@pytest.mark.parametrize(
    ("answers", "code"), [({"check": "Q9"}, "check"), ({"unit": "9-9999"}, "unit"), ({"kind": "smell", "solved": "yes",
     "how": "通风"}, "smell")],
)  # fmt: skip
def test_what_cannot_be_of_a_finding_is_refused(counter: Counter, answers: Answers, code: str) -> None:
    assert refusal(counter, "finding.report", None, **{"text": "异味", **answers}).code == code


# --- on a round --------------------------------------------------------------------------------------------------


def test_an_escape_door_found_locked_is_an_urgent_finding_at_once_g_pat_05(counter: Counter, night: str) -> None:
    counter.do("round.area", night, area="B", answers=B_LOCKED)
    (number,) = findings(counter)
    found = row(counter.desk, number)
    assert item(counter.desk, number).urgent
    assert (found["check_id"], found["place"], found["round_id"]) == ("B1", "3-2单元", item(counter.desk, night).id)
    assert states(counter.desk, number) == {"PATROL.ISSUE_NOW": "running"}


def test_each_finding_of_a_round_is_a_matter_of_its_own(counter: Counter, night: str) -> None:
    counter.do(
        "round.area", night, area="B", answers=B_LOCKED.replace("B6 ok 天台无杂物", "B6 refused @3-2单元 搭了鸽棚")
    )
    matters = {item(counter.desk, number).matter_id for number in (night, *findings(counter))}
    assert len(matters) == 3
    assert "3-2单元" in last(counter.desk, findings(counter)[1]).sentence


def test_the_same_defect_found_again_is_written_on_the_open_one(counter: Counter, night: str) -> None:
    for seen in ("门被挂锁锁住", "还锁着", "仍锁着"):
        counter.do("round.area", night, area="B", answers=B_LOCKED.replace("门被挂锁锁住", seen))
    (number,) = findings(counter)
    assert row(counter.desk, number)["again"] == 2
    assert "no. 2" in last(counter.desk, number).sentence


def test_the_same_defect_elsewhere_is_another_one(counter: Counter, night: str) -> None:
    counter.do("round.area", night, area="B", answers=B_LOCKED)
    counter.do("round.area", night, area="B", answers=B_LOCKED.replace("3-2单元", "5-1单元"))
    assert len(findings(counter)) == 2


def test_a_defect_that_is_solved_on_the_round_is_solved(counter: Counter, night: str) -> None:
    answers = B_LOCKED.replace("B1 defect @3-2单元 门被挂锁锁住", "B1 fixed @3-2单元 剪掉挂锁").replace(
        "B6 ok 天台无杂物", "B6 fixed @3-2单元 住户当场搬走花盆"
    )
    counter.do("round.area", night, area="B", answers=answers)
    door, plants = findings(counter)
    assert (stage(counter, door), item(counter.desk, door).urgent, stage(counter, plants)) == ("solved", True, "solved")
    assert row(counter.desk, plants)["persuaded"] == "stopped"


def test_somebody_who_breaks_the_rules_on_the_round_is_a_violation(counter: Counter, night: str) -> None:
    counter.do(
        "round.area", night, area="B", answers=B_LOCKED.replace("B6 ok 天台无杂物", "B6 refused @3-2单元 搭了鸽棚")
    )
    found = row(counter.desk, findings(counter)[1])
    assert (found["kind"], found["persuaded"]) == ("violation", "refused")


@pytest.mark.parametrize("talked", ["stopped", "promised", "refused", "absent"])
def test_what_came_of_talking_to_them_is_what_was_written(counter: Counter, night: str, talked: str) -> None:
    counter.do("round.area", night, area="B", answers=B_LOCKED.replace("B6 ok 天台", f"B6 {talked} @3-2单元 天台"))
    assert row(counter.desk, findings(counter)[1])["persuaded"] == talked


def test_a_defect_somewhere_unnamed_swallows_no_other_one(counter: Counter, night: str) -> None:
    nowhere = B_LOCKED.replace("@3-2单元 ", "")
    assert refusal(counter, "round.area", night, area="B", answers=nowhere).code == "place"
    counter.do("round.area", night, area="B", place="3", answers=nowhere)
    assert [row(counter.desk, number)["place"] for number in findings(counter)] == ["3"]


def test_what_is_written_anew_the_same_was_not_seen_again(counter: Counter, night: str) -> None:
    counter.do("round.area", night, area="B", answers=B_LOCKED)
    counter.do("round.area", night, area="B", answers=B_LOCKED.replace("栏杆牢固", "栏杆牢固，无锈"))
    (number,) = findings(counter)
    assert (row(counter.desk, number)["again"], row(counter.desk, night)["findings"]) == (0, 1)


def test_the_open_finding_that_is_named_is_written_on_wherever_it_is(counter: Counter, night: str) -> None:
    door = (
        counter.do("finding.report", text="逃生门锁着", check="B1", place="3号楼2单元顶层", told_to="王经理").item or ""
    )
    counter.do("round.area", night, area="B", answers=B_LOCKED.replace("@3-2单元", f"={door}"))
    assert (findings(counter), row(counter.desk, door)["again"]) == ([door], 1)
    counter.do("finding.void", door, reason="录错")
    again = B_LOCKED.replace("@3-2单元 门", f"={door} 还")
    assert refusal(counter, "round.area", night, area="B", answers=again).code == "same"


def test_a_smell_that_is_there_again_after_security_came_is_asked_about_anew(counter: Counter, night: str) -> None:
    counter.do("round.area", night, area="E", answers=E_SMELL)
    (first,) = findings(counter)
    counter.do("round.area", night, area="E", answers=E_SMELL.replace("有", "仍有"))
    assert (findings(counter), row(counter.desk, first)["again"]) == ([first], 1)
    counter.do("finding.call_security", first, reached="岗亭", not_asked="敲门无人")
    counter.do("round.area", night, area="E", answers=E_SMELL)
    second = findings(counter)[1]
    assert (stage(counter, second), states(counter.desk, second)) == ("smell", {"PATROL.SMELL_NOW": "running"})


def test_what_is_abnormal_at_a_unit_of_the_round_is_linked_to_it(counter: Counter) -> None:
    plan(counter, {**NIGHT, "areas": "JL"})
    sweep(counter)
    number = rounds(counter)[0].number
    counter.do("round.start", number, began="23:30")
    counter.do("round.area", number, area="L", answers="L1 defect @1号楼0502 水表间渗水")
    fine = [f"J{each} ok 看过第{each}处" for each in range(1, 9) if each != 7]
    counter.do("round.area", number, area="J", answers="\n".join([*fine, "J7 promised @3-1201 养鸡两只"]))
    leak, hens = (item(counter.desk, each) for each in findings(counter))
    assert (leak.place, leak.unit_id is None, row(counter.desk, leak.number)["kind"]) == ("1-0502", False, "vacant")
    assert (hens.place, hens.unit_id is None) == ("3-1201", False)
    assert states(counter.desk, leak.number) == {"VAC.ANOMALY": "running"}


def test_what_was_said_to_be_handled_and_is_found_again_goes_back(counter: Counter, handled: str) -> None:
    counter.do("finding.again", handled, note="还是不亮")
    assert (stage(counter, handled), states(counter.desk, handled)["PATROL.VERIFY"]) == ("reported", "ended")


def test_an_open_one_that_is_solved_on_the_next_round_is_to_be_verified(counter: Counter, lamp: str) -> None:
    counter.do("finding.again", lamp, note="已换灯泡", solved="yes")
    assert stage(counter, lamp) == "handled"
    assert states(counter.desk, lamp) == {"PATROL.ISSUE_NOW": "ended", "PATROL.VERIFY": "running"}


def test_reported_once_more_by_hand_it_shows_the_open_one(counter: Counter, lamp: str) -> None:
    found = refusal(counter, "finding.report", None, **LAMP)
    assert (found.code, found.values["number"]) == ("duplicate", lamp)
    assert counter.do("finding.report", **LAMP, another="yes").item != lamp


# --- smells ------------------------------------------------------------------------------------------------------


def test_a_smell_on_the_round_asks_for_the_unit_and_security_at_once(counter: Counter, night: str) -> None:
    counter.do("round.area", night, area="E", answers=E_SMELL)
    (number,) = findings(counter)
    assert (stage(counter, number), item(counter.desk, number).urgent) == ("smell", True)
    assert clocks(counter.desk, number)["PATROL.SMELL_NOW"].due == at(21, 23, 55)


def test_the_unit_is_asked_then_security_called_with_both_times_g_pat_07(counter: Counter, smell: str) -> None:
    assert refusal(counter, "finding.call_security", smell, reached="岗亭小刘").code == "G-PAT-07"
    counter.clock.forward(minutes=2)
    counter.do("finding.ask_unit", smell, unit="3-1201", answer="家里没做饭", asked="23:41")
    assert (stage(counter, smell), states(counter.desk, smell)) == ("smell", {"PATROL.SMELL_NOW": "running"})
    counter.do("finding.call_security", smell, reached="岗亭小刘", told_to="王经理")
    found = row(counter.desk, smell)
    assert (found["asked_unit"], found["security_called"]) == (at(21, 23, 41), at(21, 23, 42))
    assert (stage(counter, smell), states(counter.desk, smell)) == ("reported", {"PATROL.SMELL_NOW": "in_time"})
    assert item(counter.desk, smell).place == "3-1201"


def test_a_smell_whose_cause_is_found_ends_there(counter: Counter, smell: str) -> None:
    counter.do("finding.ask_unit", smell, answer="锅烧干，已关火", cause_known="yes")
    assert (stage(counter, smell), states(counter.desk, smell)) == ("solved", {"PATROL.SMELL_NOW": "in_time"})


def test_security_is_called_without_asking_where_that_cannot_wait(counter: Counter, smell: str) -> None:
    counter.do("finding.call_security", smell, reached="岗亭", not_asked="浓烟，不敢靠近")
    assert stage(counter, smell) == "reported"


def test_a_smell_cannot_wait_and_a_late_call_is_late(counter: Counter, smell: str) -> None:
    counter.clock.forward(minutes=6)
    sweep(counter)
    counter.do("finding.attempt", smell, purpose="escalate", whom="王经理", outcome="answered")
    counter.do("finding.call_security", smell, reached="岗亭", not_asked="敲门无人")
    assert states(counter.desk, smell) == {"PATROL.SMELL_NOW": "late"}


# --- handled and verified ----------------------------------------------------------------------------------------


def test_what_was_handled_is_verified_on_site_with_signatures_g_pat_03(counter: Counter, handled: str) -> None:
    assert states(counter.desk, handled)["PATROL.VERIFY"] == "running"
    assert refusal(counter, "finding.verify", handled, result="亮了").code == "G-PAT-03"
    counter.do("finding.verify", handled, result="亮了", signatures=CONCERNED)
    found = row(counter.desk, handled)
    assert (stage(counter, handled), found["verified_by"], found["solved"]) == ("closed", "张敏", True)
    assert states(counter.desk, handled)["PATROL.VERIFY"] == "in_time"


@pytest.mark.parametrize("name", ["张敏", " 张 敏"])
def test_whoever_looks_on_site_is_not_the_person_concerned_g_pat_03(counter: Counter, handled: str, name: str) -> None:
    alone = (Signature("concerned", name, capacity="保安"),)
    assert refusal(counter, "finding.verify", handled, result="亮了", signatures=alone).code == "G-PAT-03"
    assert stage(counter, handled) == "handled"


def test_a_colleague_concerned_signs_by_pin(counter: Counter, handled: str) -> None:
    colleague(counter)
    counter.do("finding.verify", handled, result="亮了", signatures=(pin("concerned", "李婷"),))
    assert "李婷" in last(counter.desk, handled).sentence


def test_what_is_not_solved_on_site_goes_back_to_the_department(counter: Counter, handled: str) -> None:
    counter.do("finding.verify", handled, seen="not_solved", result="仍闪", signatures=CONCERNED)
    assert (stage(counter, handled), row(counter.desk, handled)["verified"]) == ("reported", None)
    counter.do("finding.handle", handled, **HANDLED)
    assert states(counter.desk, handled)["PATROL.VERIFY"] == "running"


def test_verifying_after_a_day_is_late(counter: Counter, handled: str) -> None:
    counter.clock.forward(hours=25)
    counter.do("finding.verify", handled, result="亮了", signatures=CONCERNED)
    assert states(counter.desk, handled)["PATROL.VERIFY"] == "late"


def test_a_closed_one_is_reopened_as_a_new_finding_with_a_page_of_its_own(counter: Counter, handled: str) -> None:
    counter.do("finding.verify", handled, result="亮了", signatures=CONCERNED)
    opened = counter.do("finding.reopen", handled, reason="第二天又不亮").opened
    ((number, ledger),) = opened
    old, new = row(counter.desk, handled), row(counter.desk, number)
    assert (ledger, stage(counter, handled), stage(counter, number)) == ("finding", "closed", "found")
    assert (new["check_id"], new["place"], new["text"]) == ("A1", old["place"], "灯不亮; 第二天又不亮")
    assert item(counter.desk, number).matter_id == item(counter.desk, handled).id
    assert new["sheet"] != old["sheet"]


def test_it_is_corrected_by_a_new_entry_and_handed_to_a_colleague(counter: Counter, lamp: str) -> None:
    colleague(counter)
    counter.do("finding.correct", lamp, reason="层数写错", place="3号楼6层", text="6层灯不亮")
    counter.do("finding.introduce", lamp, colleague="李婷")
    found = row(counter.desk, lamp)
    assert (item(counter.desk, lamp).title, found["text"], found["place"]) == ("6层灯不亮", "6层灯不亮", "3号楼6层")
