"""The inspection of a flat and what follows: findings, repairs, second inspection, the papers in the file (P03)."""

import json

import pytest

from propdesk.procedures.tx import Actor
from tests.conftest import Counter
from tests.procedures.household import (
    BOTH,
    CARD,
    ENGINEER,
    FLAT,
    FOUND,
    OWNER,
    PHONE,
    clerk,
    findings,
    flat,
    notify,
    open_file,
    raw,
    ready,
    site,
    until,
    with_findings,
)
from tests.procedures.keyring import missed, stage, steps
from tests.procedures.reading import Answers, clocks, item, last, local, refusal, row, states

__all__ = ["clerk", "site"]

CLEAN: Answers = {"inspector": "周工", "accepted": "yes"}
DONE: Answers = {"shelf": "A-3", "entered": "yes", "cover": "yes"}
LATER: Answers = {"done": "no", "new_term": "2026-11-27 18:00", "owner_told": "yes"}


@pytest.fixture
def keyed(site: Counter) -> str:
    """周新 has the keys and goes to the flat with the engineer."""
    return until(site, "keyed")


@pytest.fixture
def found(site: Counter) -> str:
    """Two findings; the developer has until Monday night."""
    return with_findings(site)


@pytest.fixture
def repaired(site: Counter, found: str) -> str:
    """The developer reports both repaired."""
    site.do("movein.fix", found, number=0, result="换了")
    return found


@pytest.fixture
def pursued(site: Counter, repaired: str) -> str:
    """The second inspection: the scratch is still there."""
    site.do("movein.reinspect", repaired, passed="no", failed="2", signatures=BOTH)
    return repaired


@pytest.fixture
def office(site: Counter) -> Actor:
    """孙主任, the office manager."""
    return site.operator("孙主任", "office_manager")


# --- the sheet ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("signed", "missing"), [(OWNER, "engineer"), (ENGINEER, "owner")])
def test_g_move_04_owner_and_engineer_sign_the_inspection(
    site: Counter, keyed: str, signed: object, missing: str
) -> None:
    came = refusal(site, "movein.inspect", keyed, signatures=(signed,), **CLEAN)
    assert (came.code, came.field) == ("G-MOVE-04", missing)


def test_g_move_05_every_sheet_carries_the_remark_on_the_water_tightness_test(site: Counter, keyed: str) -> None:
    site.do("movein.inspect", keyed, signatures=BOTH, **CLEAN)
    said = last(site.desk, keyed)
    assert said.sentence == (
        "Inspected with 周工: accepted: yes; findings: 0. Please do a water-tightness test before decorating."
    )
    assert [signed["name"] for signed in said.signed] == ["周新", "周工"]


def test_findings_are_numbered_by_room_and_kept_in_the_entry_as_typed(site: Counter, found: str) -> None:
    assert [each[:3] for each in findings(site, found)] == [(1, "厨房", "水龙头滴水"), (2, "卧室", "窗框划痕")]
    assert (stage(site, found), row(site.desk, found)["accepted"]) == ("defects", 0)
    said = last(site.desk, found)
    assert "accepted: no; findings: 2." in said.sentence
    assert said.values["findings"] == FOUND["findings"]


def test_a_finding_without_a_room_is_one_too(site: Counter, keyed: str) -> None:
    given: Answers = {**FOUND, "findings": "\n  门铃不响  \n\n"}
    site.do("movein.inspect", keyed, signatures=BOTH, **given)
    assert [each[:3] for each in findings(site, keyed)] == [(1, "-", "门铃不响")]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({**FOUND, "accepted": "yes"}, "findings"),
        ({**FOUND, "findings": None}, "findings"),
        ({**FOUND, "term": None}, "term"),
        ({**FOUND, "term": "2026-11-20 09:00"}, "term"),
    ],
)
def test_either_all_is_accepted_or_findings_are_listed_with_a_term_to_come(
    site: Counter, keyed: str, answers: Answers, field: str
) -> None:
    assert refusal(site, "movein.inspect", keyed, signatures=BOTH, **answers).field == field


# --- the developer repairs ---------------------------------------------------------------------------------------


def test_move_fix_term_is_the_term_of_the_finding_that_is_over_first(site: Counter, found: str) -> None:
    assert clocks(site.desk, found)["MOVE.FIX_TERM"].due == local(23, 23, 40)
    site.do("movein.defect", found, room="客厅", text="插座无电", term="2026-11-23 12:00")
    assert [each[0] for each in findings(site, found)] == [1, 2, 3]
    assert clocks(site.desk, found)["MOVE.FIX_TERM"].due == local(23, 12)
    site.do("movein.fix", found, number=3)
    assert clocks(site.desk, found)["MOVE.FIX_TERM"].due == local(23, 23, 40)


def test_move_fix_term_is_met_when_the_last_finding_is_repaired(site: Counter, found: str) -> None:
    site.do("movein.fix", found, number=1, result="换芯")
    assert states(site.desk, found)["MOVE.FIX_TERM"] == "running"
    assert "MOVE.REINSPECT_CALL" not in states(site.desk, found)
    site.do("movein.fix", found, number=2)
    assert states(site.desk, found)["MOVE.FIX_TERM"] == "in_time"
    assert [each[3] for each in findings(site, found)] == [1, 1]


def test_move_fix_term_missed_goes_to_the_office_manager(site: Counter, found: str) -> None:
    missed(site, local(23, 23, 41))
    assert clocks(site.desk, found)["MOVE.FIX_TERM"].escalates_to == "office_manager"
    site.do("movein.fix", found, number=0)
    assert states(site.desk, found)["MOVE.FIX_TERM"] == "late"


def test_move_fix_term_not_kept_gets_a_new_date_that_the_owner_is_told(site: Counter, found: str) -> None:
    untold = refusal(site, "movein.fix", found, **{**LATER, "owner_told": "no"}, number=2)
    undated = refusal(site, "movein.fix", found, **{**LATER, "new_term": None}, number=2)
    past = refusal(site, "movein.fix", found, **{**LATER, "new_term": "2026-11-20 09:00"}, number=2)
    assert [untold.field, undated.field, past.field] == ["owner_told", "new_term", "new_term"]
    site.do("movein.fix", found, number=0, **LATER)
    assert clocks(site.desk, found)["MOVE.FIX_TERM"].due == local(27, 18)
    assert raw(site, "SELECT postponed FROM movein_defect") == [(1,), (1,)]
    assert last(site.desk, found).sentence == "Findings 1, 2: repaired: no; new date 11-27 18:00"


def test_what_is_repaired_is_not_reported_again(site: Counter, repaired: str) -> None:
    assert [refusal(site, "movein.fix", repaired, number=number).code for number in (0, 1)] == ["fixed", "fixed"]


def test_a_finding_that_is_not_there_is_refused_with_those_there_are(site: Counter, found: str) -> None:
    came = refusal(site, "movein.fix", found, number=7)
    assert (came.field, "1 厨房; 2 卧室" in came.sentence("en")) == ("number", True)


# --- the second inspection ---------------------------------------------------------------------------------------


def test_move_reinspect_call_is_one_working_day_and_met_when_the_owner_is_reached(site: Counter, repaired: str) -> None:
    assert clocks(site.desk, repaired)["MOVE.REINSPECT_CALL"].due == local(23, 18)
    site.do("movein.invite", repaired, outcome="busy")
    assert (states(site.desk, repaired)["MOVE.REINSPECT_CALL"], row(site.desk, repaired)["invited"]) == (
        "running",
        None,
    )
    assert refusal(site, "movein.invite", repaired, comes="2026-11-20 09:00").field == "comes"
    site.do("movein.invite", repaired, comes="2026-11-24 09:00")
    kept = row(site.desk, repaired)
    assert states(site.desk, repaired)["MOVE.REINSPECT_CALL"] == "in_time"
    assert (kept["invited"], kept["appointed"]) == (site.clock(), local(24, 9))


def test_move_reinspect_call_missed_is_late(site: Counter, repaired: str) -> None:
    missed(site, local(23, 18, 1))
    site.do("movein.invite", repaired)
    assert states(site.desk, repaired)["MOVE.REINSPECT_CALL"] == "late"


def test_g_move_04_both_sign_the_second_inspection_too(site: Counter, repaired: str) -> None:
    assert refusal(site, "movein.reinspect", repaired, signatures=(OWNER,)).code == "G-MOVE-04"


def test_there_is_no_second_inspection_before_everything_is_repaired(site: Counter, found: str) -> None:
    site.do("movein.fix", found, number=1)
    came = refusal(site, "movein.reinspect", found, signatures=BOTH)
    assert (came.code, "2 卧室" in came.sentence("en")) == ("unfixed", True)


def test_a_second_inspection_passed_leads_to_the_file(site: Counter, repaired: str) -> None:
    site.do("movein.reinspect", repaired, signatures=BOTH, remark="都好")
    assert (stage(site, repaired), states(site.desk, repaired)["MOVE.FILE_SHIFT"]) == ("inspected", "running")
    assert [each[4] for each in findings(site, repaired)] == [1, 1]
    assert last(site.desk, repaired).sentence == "Second inspection no. 1: passed: yes; 都好"


def test_a_second_inspection_failed_is_pursued_by_the_office_manager(
    site: Counter, pursued: str, office: Actor, clerk: Actor
) -> None:
    assert stage(site, pursued) == "pursued"
    assert [(each[0], each[3]) for each in findings(site, pursued)] == [(1, 1), (2, 0)]
    demand: Answers = {"words": "按合同保修条款", "new_term": "2026-11-26 18:00"}
    assert refusal(site, "movein.pursue", pursued, as_=clerk, **demand).code == "role"
    site.do("movein.pursue", pursued, as_=office, **demand)
    assert (stage(site, pursued), clocks(site.desk, pursued)["MOVE.FIX_TERM"].due) == ("defects", local(26, 18))
    site.do("movein.fix", pursued, number=2)
    site.do("movein.reinspect", pursued, signatures=BOTH)
    assert (stage(site, pursued), row(site.desk, pursued)["reinspections"]) == ("inspected", 2)


def test_nothing_is_pursued_once_everything_is_repaired(site: Counter, pursued: str, office: Actor) -> None:
    site.do("movein.fix", pursued, number=2)
    came = refusal(site, "movein.pursue", pursued, as_=office, words="快修", new_term="2026-11-26 18:00")
    assert came.code == "fixed"


@pytest.mark.parametrize("typed", ["划痕", "2, x", "9"])
def test_what_failed_is_named_by_its_numbers(site: Counter, repaired: str, typed: str) -> None:
    came = refusal(site, "movein.reinspect", repaired, passed="no", failed=typed, signatures=BOTH)
    assert came.field == "failed"


# --- the file ----------------------------------------------------------------------------------------------------


@pytest.fixture
def inspected(site: Counter) -> str:
    """Everything was accepted at once."""
    return until(site, "inspected")


def test_move_file_shift_is_the_end_of_the_shift_in_which_the_papers_came_together(
    site: Counter, inspected: str
) -> None:
    assert clocks(site.desk, inspected)["MOVE.FILE_SHIFT"].due == local(22, 9)
    site.do("movein.file", inspected, **DONE)
    assert states(site.desk, inspected)["MOVE.FILE_SHIFT"] == "in_time"


def test_move_file_shift_missed_goes_to_the_supervisor(site: Counter, inspected: str) -> None:
    missed(site, local(22, 9, 1))
    assert clocks(site.desk, inspected)["MOVE.FILE_SHIFT"].escalates_to == "supervisor"
    site.do("movein.file", inspected, **DONE)
    assert states(site.desk, inspected)["MOVE.FILE_SHIFT"] == "late"


def test_move_file_shift_ends_when_one_more_finding_turns_up(site: Counter, inspected: str) -> None:
    site.do("movein.defect", inspected, room="阳台", text="地漏堵", term="+24h")
    found = states(site.desk, inspected)
    assert (stage(site, inspected), found["MOVE.FILE_SHIFT"], found["MOVE.FIX_TERM"]) == ("defects", "ended", "running")


@pytest.mark.parametrize("missing", ["entered", "cover"])
def test_register_and_cover_are_done_before_it_is_filed(site: Counter, inspected: str, missing: str) -> None:
    assert refusal(site, "movein.file", inspected, **{**DONE, missing: "no"}).field == "entered"


def test_filing_opens_the_owners_file_with_what_the_move_in_brought(site: Counter, inspected: str) -> None:
    done = site.do("movein.file", inspected, **DONE, lived_in="yes")
    assert steps(site, done) == ["movein.file", "file.open"]
    file = done.opened[0][0]
    kept, shown = row(site.desk, file), item(site.desk, file)
    assert (stage(site, inspected), flat(site)[0]) == ("filed", "occupied")
    assert (shown.place, shown.person, shown.phone, kept["shelf"]) == (FLAT, "周新", PHONE, "A-3")
    assert kept["documents"] == f"{CARD['agreements']}; Owner data card; Inspection sheet"


def test_a_data_card_that_is_not_complete_is_missing_from_the_file(site: Counter) -> None:
    number = until(site, "checked")
    site.do("movein.sign", number, signatures=(OWNER,), **{**CARD, "photos": "no", "card_missing": "下周补"})
    until_filed(site, number)
    assert "Owner data card" in str(row(site.desk, "DA20261121-001")["missing"])
    assert flat(site)[0] == "delivered"


def until_filed(counter: Counter, number: str) -> None:
    """From the signed agreements to the archived file."""
    counter.do("movein.goods", number, goods="Owners' handbook", signatures=(OWNER,))
    counter.do("movein.pay", number, amount_yuan=1, receipt="S-1", deputy_reason="出纳不在")
    counter.do("movein.keys", number, pieces=1, signatures=(OWNER,))
    counter.do("movein.inspect", number, signatures=BOTH, **CLEAN)
    counter.do("movein.file", number, **DONE)


def test_a_site_with_its_own_list_of_documents_files_what_is_on_it(site: Counter, inspected: str) -> None:
    site.do("system.configure", setting="file_documents", json_value=json.dumps(["Inspection sheet", "产权证"]))
    site.desk.reload()
    file = site.do("movein.file", inspected, **DONE).opened[0][0]
    assert (row(site.desk, file)["documents"], row(site.desk, file)["missing"]) == ("Inspection sheet", "产权证")


def test_the_papers_of_an_owner_who_has_a_file_go_into_it(site: Counter) -> None:
    ready(site, "3")
    file = open_file(site)
    number = notify(site, unit="3-1201", person="王敏", received="23:00")
    until(site, "inspected", number)
    done = site.do("movein.file", number, **DONE)
    assert done.opened == ()
    assert "Inspection sheet" in str(row(site.desk, file)["documents"])


def test_g_file_03_another_owner_s_file_is_not_filled_with_these_papers(site: Counter) -> None:
    ready(site, "3")
    file = open_file(site, person="刘强")
    number = notify(site, unit="3-1201", person="王敏", received="23:00")
    until(site, "inspected", number)
    came = refusal(site, "movein.file", number, **DONE)
    assert (came.code, file in came.sentence("en")) == ("G-FILE-03", True)


def test_what_is_filed_is_at_its_end(site: Counter, inspected: str) -> None:
    site.do("movein.file", inspected, **DONE)
    site.clock.forward(days=40)
    assert set(states(site.desk, inspected).values()) <= {"in_time", "ended"}
    assert refusal(site, "movein.defect", inspected, room="阳台", text="漏", term="+24h").code == "closed"
