"""Owner files: secret, current, complete; who read what is known, and nothing is overwritten (P16)."""

from datetime import datetime
from typing import Any

import pytest

from propdesk.procedures.tx import Actor
from propdesk.queries import files, lookup
from propdesk.queries.files import Asked, Changed
from propdesk.settings import FILE_DOCUMENTS
from tests.conftest import Counter
from tests.procedures.household import MANAGER, clerk, on, open_file, people, raw
from tests.procedures.keyring import missed, paper, pin, stage, steps
from tests.procedures.reading import SHANGHAI, Answers, clocks, course, item, last, local, refusal, row, states

__all__ = ["clerk"]

READING: Answers = {"reader": "李婷", "what": "装修协议", "purpose": "核对外立面"}
NEW_NUMBER: Answers = {"kind": "phone", "number": "13700001111", "dead": "13812348812", "paper": "yes"}
SOLD: Answers = {
    "person": "周新", "phone": "13500000001", "certificate": "鲁2026-0001", "shelf": "A-4", "apart": "旧档柜",
}  # fmt: skip
WITNESS = paper("witness", "李主管", "主管")


@pytest.fixture
def file(counter: Counter) -> str:
    """The file of 王敏, 3-1201, on shelf A-3, with nothing in it yet."""
    return open_file(counter)


@pytest.fixture
def office(counter: Counter) -> Actor:
    """孙主任, the office manager."""
    return counter.operator("孙主任", "office_manager")


@pytest.fixture
def former(counter: Counter, file: str) -> str:
    """王敏 sold the flat to 周新; her file lies apart."""
    counter.do("file.transfer", file, **SOLD)
    return file


def lend(counter: Counter, number: str, **answers: Any) -> None:
    """李婷 has the paper in hand."""
    counter.do("file.consult", number, signatures=(MANAGER,), **READING)
    counter.do("file.lend", number, **answers)


def item_id(counter: Counter, number: str) -> int:
    """The item behind a number."""
    return item(counter.desk, number).id


# --- opening -----------------------------------------------------------------------------------------------------


def test_a_file_says_where_it_lies_and_what_is_missing(counter: Counter) -> None:
    number = open_file(counter, documents="; ".join(FILE_DOCUMENTS[:12]))
    kept = row(counter.desk, number)
    assert (number[:2], stage(counter, number), kept["shelf"]) == ("DA", "current", "A-3")
    assert kept["missing"] == "Title registration; Other material"
    assert item(counter.desk, number).title == "王敏 A-3 -2"


def test_all_documents_there_are_can_be_ticked_at_once(counter: Counter, file: str) -> None:
    counter.do("file.documents", file, documents="; ".join(FILE_DOCUMENTS), shelf="B-1")
    assert (row(counter.desk, file)["missing"], item(counter.desk, file).title) == ("", "王敏 B-1")
    assert last(counter.desk, file).sentence.endswith("still missing: none")


def test_the_documents_are_ticked_in_either_language_and_kept_as_the_list_has_them(counter: Counter, file: str) -> None:
    counter.do("file.documents", file, documents="title registration；Owner data card", shelf="A-3")
    assert row(counter.desk, file)["documents"] == "Owner data card; Title registration"
    assert refusal(counter, "file.documents", file, documents="结婚证", shelf="A-3").field == "documents"


def test_g_file_03_a_unit_has_one_current_file(counter: Counter, file: str) -> None:
    came = refusal(counter, "file.open", unit="3-1201", person="周新", shelf="A-4")
    assert (came.code, came.field, file in came.sentence("en")) == ("G-FILE-03", "unit", True)


def test_g_file_03_a_correction_puts_no_second_file_on_a_unit(counter: Counter, file: str) -> None:
    other = open_file(counter, unit="3-1301", person="单志刚")
    assert refusal(counter, "file.correct", other, reason="写错", unit="3-1201").code == "G-FILE-03"
    counter.do("file.correct", other, reason="写错", unit="1-0502", person="尉迟静", shelf="C-2")
    assert (item(counter.desk, other).place, item(counter.desk, other).title) == ("1-0502", "尉迟静 C-2 -14")


# --- reading -----------------------------------------------------------------------------------------------------


def test_g_file_01_files_are_read_with_the_office_managers_approval_only(
    counter: Counter, file: str, clerk: Actor
) -> None:
    for actor in (clerk, counter.actor):
        came = refusal(counter, "file.consult", file, as_=actor, **READING)
        assert (came.code, came.field) == ("G-FILE-01", "manager")


@pytest.mark.parametrize("proof", ["paper", "phone"])
def test_g_file_01_the_office_manager_may_approve_on_paper_or_by_telephone(
    counter: Counter, file: str, clerk: Actor, proof: str
) -> None:
    signed = paper("manager", "孙主任", "管理处主任", proof)
    counter.do("file.consult", file, as_=clerk, signatures=(signed,), **READING)
    kept = row(counter.desk, file)
    assert (stage(counter, file), kept["reader"], kept["approved_by"]) == ("approved", "李婷", "孙主任")
    assert (last(counter.desk, file).signed[0]["proof"], kept["approved"]) == (proof, counter.clock())


def test_g_file_01_the_office_manager_may_approve_by_pin_and_nobody_else(
    counter: Counter, file: str, clerk: Actor, office: Actor
) -> None:
    by_supervisor = pin("manager", "张敏", "2468")
    assert refusal(counter, "file.consult", file, as_=clerk, signatures=(by_supervisor,), **READING).code == "role"
    counter.do("file.consult", file, as_=clerk, signatures=(pin("manager", office.name),), **READING)
    assert row(counter.desk, file)["approved_by"] == "孙主任"


def test_g_file_01_an_office_manager_at_the_desk_approves_by_doing_it(
    counter: Counter, file: str, office: Actor
) -> None:
    counter.do("file.consult", file, as_=office, **READING)
    assert last(counter.desk, file).sentence == "李婷 may read 装修协议: 核对外立面; approved by 孙主任"


def test_g_file_01_nobody_approves_his_own_reading(counter: Counter, file: str, office: Actor) -> None:
    himself: Answers = {**READING, "reader": "孙主任"}
    by_doing = refusal(counter, "file.consult", file, as_=office, **himself)
    on_paper = refusal(counter, "file.consult", file, signatures=(MANAGER,), **himself)
    assert {(came.code, came.field) for came in (by_doing, on_paper)} == {("G-FILE-01", "reader")}


def test_g_file_01_paper_leaves_the_archive_only_when_that_was_approved(counter: Counter, file: str) -> None:
    assert refusal(counter, "file.lend", file).code == "stage"


def test_g_file_01_every_reading_is_on_the_register(counter: Counter, file: str) -> None:
    lend(counter, file)
    counter.clock.forward(minutes=50)
    counter.do("file.return", file)
    found = counter.desk.read(files.readings, item_id(counter, file))[0]
    assert (found.reader, found.what, found.purpose, found.approved_by) == ("李婷", "装修协议", "核对外立面", "孙主任")
    assert (found.lent, found.back, found.complete) == (local(21, 23, 40), local(22, 0, 30), True)
    kept = row(counter.desk, file)
    assert (stage(counter, file), kept["reader"], kept["lent"]) == ("current", "", None)


def test_a_reading_in_the_archive_itself_ends_without_paper_having_left(counter: Counter, file: str) -> None:
    counter.do("file.consult", file, signatures=(MANAGER,), **READING)
    counter.do("file.return", file)
    assert counter.desk.read(files.readings, item_id(counter, file))[0].lent is None


def test_paper_that_comes_back_incomplete_needs_a_word(counter: Counter, file: str) -> None:
    lend(counter, file)
    came = refusal(counter, "file.return", file, complete="no")
    assert (came.code, came.field) == ("complete", "remark")
    counter.do("file.return", file, complete="no", remark="缺第3页")
    found = counter.desk.read(files.readings, item_id(counter, file))[0]
    assert (found.complete, found.remark) == (False, "缺第3页")


def test_file_lent_back_is_the_close_of_the_day_unless_said_otherwise(counter: Counter, file: str) -> None:
    counter.clock.moment = on(11, 24, 10)
    lend(counter, file)
    assert clocks(counter.desk, file)["FILE.LENT_BACK"].due == local(24, 18)
    counter.do("file.return", file)
    assert states(counter.desk, file)["FILE.LENT_BACK"] == "in_time"
    lend(counter, file, due="2026-11-26 12:00")
    assert clocks(counter.desk, file)["FILE.LENT_BACK"].due == local(26, 12)


def test_file_lent_back_missed_goes_to_the_supervisor(counter: Counter, file: str) -> None:
    lend(counter, file, due="+1h")
    missed(counter, local(22, 0, 41))
    assert clocks(counter.desk, file)["FILE.LENT_BACK"].escalates_to == "supervisor"
    counter.do("file.return", file)
    assert states(counter.desk, file)["FILE.LENT_BACK"] == "late"


# --- changes -----------------------------------------------------------------------------------------------------


def test_a_change_keeps_what_it_was_and_what_it_is(counter: Counter, file: str) -> None:
    counter.do("file.change", file, kind="contact", before="电话", after="微信", paper="yes")
    found = counter.desk.read(files.changes, item_id(counter, file))
    assert [(each.before, each.after, each.since) for each in found] == [("电话", "微信", counter.clock())]
    assert last(counter.desk, file).sentence == "Way to be reached changed from 电话 to 微信; paper in step: yes"


def test_paper_and_computer_change_in_step(counter: Counter, file: str) -> None:
    came = refusal(counter, "file.change", file, kind="contact", after="微信")
    assert (came.code, came.field) == ("paper", "paper")


def test_a_dead_number_is_struck_and_the_new_one_found(counter: Counter, file: str) -> None:
    counter.do("file.change", file, **NEW_NUMBER)
    numbers = raw(counter, "SELECT number, dead IS NOT NULL FROM phone WHERE number LIKE '137000%' OR number LIKE "
                           "'138123%' ORDER BY number")  # fmt: skip
    assert numbers == [("13700001111", 0), ("13812348812", 1)]
    found = counter.desk.read(lookup.find, "13700001111", today=counter.clock().date())
    assert ("王敏", "3-1201") in {(each.name, each.unit_code) for each in found}
    assert item(counter.desk, file).phone == "13700001111"
    assert [(each.before, each.after) for each in counter.desk.read(files.changes, item_id(counter, file))] == [
        ("13812348812", "13700001111")
    ]


def test_a_second_number_strikes_none(counter: Counter, file: str) -> None:
    counter.do("file.change", file, **{**NEW_NUMBER, "dead": None})
    assert raw(counter, "SELECT count(*) FROM phone WHERE dead IS NOT NULL") == [(0,)]
    assert isinstance(counter.desk.read(files.changes, item_id(counter, file))[0], Changed)


def test_a_new_name_is_the_owners_in_the_estate_too_and_found(counter: Counter, file: str) -> None:
    counter.do("file.change", file, kind="name", after="王慧敏", paper="yes")
    assert last(counter.desk, file).sentence == "Name changed from 王敏 to 王慧敏; paper in step: yes"
    found = counter.desk.read(lookup.find, "王慧敏", today=counter.clock().date())
    assert "3-1201" in {each.unit_code for each in found}
    assert (item(counter.desk, file).person, item(counter.desk, file).title) == ("王慧敏", "王慧敏 A-3 -14")
    counter.do("file.change", file, **NEW_NUMBER)
    assert raw(counter, "SELECT 1 FROM phone WHERE number = '13700001111'") == [(1,)]
    assert refusal(counter, "file.change", file, kind="name", after="王" * 41, paper="yes").field == "after"


# --- the survey --------------------------------------------------------------------------------------------------


def to_survey(counter: Counter, since: datetime) -> list[str]:
    """The files whose household was not asked since then."""
    return [each.number for each in counter.desk.read(files.to_survey, since)]


QUARTER, NEXT_QUARTER = on(10, 1, 0), datetime(2027, 1, 1, tzinfo=SHANGHAI)


def test_each_household_is_asked_once_a_quarter_and_once_more_in_the_next(counter: Counter, file: str) -> None:
    assert to_survey(counter, QUARTER) == [file]
    counter.do("file.census", file)
    assert (to_survey(counter, QUARTER), to_survey(counter, NEXT_QUARTER)) == ([], [file])
    counter.clock.moment = datetime(2027, 1, 5, 10, tzinfo=SHANGHAI)
    counter.do("file.census", file, result="changed", note="添一口人")
    found = counter.desk.read(files.surveys, item_id(counter, file))
    assert [(each.quarter, str(each.result)) for each in found] == [("2027Q1", "changed"), ("2026Q4", "same")]
    assert (found[0], to_survey(counter, NEXT_QUARTER)) == (
        Asked("2027Q1", found[0].result, "添一口人", counter.clock()), []
    )  # fmt: skip


def test_a_household_that_was_not_reached_is_still_to_be_asked(counter: Counter, file: str) -> None:
    counter.do("file.census", file, result="not_reached")
    assert to_survey(counter, QUARTER) == [file]


def test_what_changed_is_written_down(counter: Counter, file: str) -> None:
    assert refusal(counter, "file.census", file, result="changed").field == "note"


# --- arrears -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("since", "begins"), [("2026-10-20 09:00", True), ("2026-10-21 09:00", False)])
def test_file_arrears_15d_begins_when_an_owner_is_more_than_a_month_in_arrears(
    counter: Counter, file: str, since: str, begins: bool
) -> None:
    if not begins:
        assert refusal(counter, "file.arrears", file, since=since).field == "since"
        return
    counter.do("file.arrears", file, since=since)
    assert clocks(counter.desk, file)["FILE.ARREARS_15D"].due == on(12, 6, 18)


def test_file_arrears_15d_runs_anew_after_each_check_until_they_are_paid(counter: Counter, file: str) -> None:
    counter.do("file.arrears", file, since="2026-10-01 09:00")
    counter.clock.moment = on(12, 1, 10)
    counter.do("file.contact_check", file, outcome="no_answer", note="再打")
    assert clocks(counter.desk, file)["FILE.ARREARS_15D"].due == on(12, 16, 18)
    counter.do("file.contact_check", file, number="13912342207", outcome="answered")
    assert "no. 2: 13912342207, Got through" in last(counter.desk, file).sentence
    assert raw(counter, "SELECT number, outcome FROM attempt ORDER BY id") == [
        ("13812348812", "no_answer"), ("13912342207", "answered")
    ]  # fmt: skip
    counter.do("file.settled", file, confirmed_by="钱会计")
    assert (states(counter.desk, file)["FILE.ARREARS_15D"], row(counter.desk, file)["arrears_since"]) == ("ended", None)


def test_file_arrears_15d_missed_is_late_and_the_next_one_runs(counter: Counter, file: str) -> None:
    counter.do("file.arrears", file, since="2026-10-01 09:00")
    missed(counter, on(12, 6, 18, 1))
    assert clocks(counter.desk, file)["FILE.ARREARS_15D"].state == "overdue"
    counter.do("file.contact_check", file, outcome="answered")
    judged = raw(counter, "SELECT verdict FROM timer WHERE code = 'FILE.ARREARS_15D' ORDER BY id")
    assert judged == [("late",), (None,)]


@pytest.mark.parametrize("step", ["contact_check", "settled"])
def test_without_arrears_there_is_nothing_to_check_or_settle(counter: Counter, file: str, step: str) -> None:
    answers: Answers = {"outcome": "answered"} if step == "contact_check" else {"confirmed_by": "钱会计"}
    assert refusal(counter, f"file.{step}", file, **answers).code == "arrears"


# --- a new owner -------------------------------------------------------------------------------------------------


def test_g_file_03_a_new_owner_has_a_new_file_and_the_old_one_lies_apart(counter: Counter, file: str) -> None:
    done = counter.do("file.transfer", file, **SOLD)
    assert steps(counter, done) == ["file.transfer", "file.open"]
    new, old = done.opened[0][0], row(counter.desk, file)
    assert (stage(counter, file), stage(counter, new)) == ("former", "current")
    assert (item(counter.desk, file).person, item(counter.desk, new).person) == ("王敏", "周新")
    assert (old["shelf"], old["certificate"], old["until"]) == (
        "旧档柜", "鲁2026-0001", datetime(2029, 11, 21, 23, 40, tzinfo=SHANGHAI)
    )  # fmt: skip
    assert len(course(counter.desk, file)) == 2


def test_the_household_of_before_ends_and_the_new_owner_is_found(counter: Counter, former: str) -> None:
    assert people(counter, "3-1201") == [("周新", "owner")]
    found = counter.desk.read(lookup.find, "周新", today=counter.clock().date())
    assert "3-1201" in {each.unit_code for each in found}
    assert raw(counter, "SELECT until FROM household WHERE until IS NOT NULL") == [("2026-11-21",)]
    gone = counter.desk.read(lookup.find, "王敏", today=counter.clock().date())
    assert "3-1201" not in {each.unit_code for each in gone if each.name == "王敏" and not each.item_number}


def test_file_arrears_15d_ends_with_the_ownership(counter: Counter, file: str) -> None:
    counter.do("file.arrears", file, since="2026-10-01 09:00")
    counter.do("file.transfer", file, **SOLD)
    assert states(counter.desk, file) == {"FILE.ARREARS_15D": "ended"}
    assert row(counter.desk, file)["arrears_since"] is None


def test_g_file_03_a_former_owners_file_is_read_and_stays_as_it_is(counter: Counter, former: str) -> None:
    counter.do("file.consult", former, signatures=(MANAGER,), **READING)
    for step, answers in (
        ("change", NEW_NUMBER),
        ("documents", {"shelf": "Z-9"}),
        ("census", {}),
        ("arrears", {"since": "2026-10-01 09:00"}),
    ):
        assert refusal(counter, f"file.{step}", former, **answers).code == "G-FILE-03"
    counter.do("file.return", former)
    assert stage(counter, former) == "former"


def test_g_file_03_a_former_owners_file_that_is_being_read_is_not_the_current_one(
    counter: Counter, former: str
) -> None:
    counter.do("file.consult", former, signatures=(MANAGER,), **READING)
    assert former not in to_survey(counter, QUARTER)
    done = counter.do("file.transfer", "DA20261121-002", **{**SOLD, "person": "郑三"})
    assert item(counter.desk, done.opened[0][0]).person == "郑三"


# --- destroying --------------------------------------------------------------------------------------------------


def test_g_file_02_a_former_owners_file_is_never_destroyed_before_three_years(
    counter: Counter, former: str, office: Actor
) -> None:
    asked: Answers = {"as_": office, "signatures": (WITNESS,), "reason": "销毁清单1号"}
    counter.clock.moment = datetime(2029, 11, 21, 23, 39, tzinfo=SHANGHAI)
    came = refusal(counter, "file.destroy", former, **asked)
    assert (came.code, "2029-11-21" in came.sentence("en")) == ("G-FILE-02", True)
    counter.clock.forward(minutes=1)
    counter.do("file.destroy", former, **asked)
    assert (stage(counter, former), len(course(counter.desk, former))) == ("destroyed", 3)


def test_g_file_02_nothing_is_destroyed_without_a_witness(counter: Counter, former: str, office: Actor) -> None:
    counter.clock.moment = datetime(2030, 1, 1, 10, tzinfo=SHANGHAI)
    came = refusal(counter, "file.destroy", former, as_=office, reason="销毁清单1号")
    assert (came.code, came.field) == ("G-FILE-02", "witness")


def test_g_file_02_who_destroys_a_file_is_not_its_witness(counter: Counter, former: str, office: Actor) -> None:
    counter.clock.moment = datetime(2030, 1, 1, 10, tzinfo=SHANGHAI)
    asked: Answers = {"as_": office, "reason": "销毁清单1号"}
    by_pin = refusal(counter, "file.destroy", former, signatures=(pin("witness", office.name),), **asked)
    on_paper = refusal(counter, "file.destroy", former, signatures=(paper("witness", office.name, "主任"),), **asked)
    assert (by_pin.code, on_paper.code) == ("separation", "G-FILE-02")


def test_g_file_02_a_current_file_is_kept_for_ever(counter: Counter, file: str, office: Actor) -> None:
    counter.clock.moment = datetime(2039, 1, 1, 10, tzinfo=SHANGHAI)
    asked: Answers = {"as_": office, "signatures": (WITNESS,), "reason": "旧了"}
    assert refusal(counter, "file.destroy", file, **asked).code == "stage"


def test_a_file_opened_by_mistake_is_voided_and_another_can_be_opened(counter: Counter, file: str) -> None:
    counter.do("file.void", file, reason="开错")
    assert stage(counter, open_file(counter)) == "current"
