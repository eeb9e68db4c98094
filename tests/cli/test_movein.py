"""`propdesk movein`: a campaign's notices, how far owners are, who is to be reminded, what a month delivered."""

import csv
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from propdesk.cli.movein import request_of
from propdesk.desk import Desk, Done
from propdesk.models.movein import Condition
from tests.cli.conftest import PINS, Answer, Shell
from tests.cli.test_keeping import SUPERVISOR
from tests.procedures.household import ALL_FIVE

ROSTER = """楼栋,房号,状态,入住日期,姓名,身份,电话
8,0101,空置,,周新,业主,13500000001
8,0101,空置,,周太太,家属,13500000002
8,0102,空置,,吴刚,业主,13500000003
8,0103,空置,,,,
8,0104,已入住,2025-01-02,郑爽,业主,13500000004
9,0101,空置,,冯远,业主,13500000005
"""
CONDITIONS = "; ".join(condition.label for condition in Condition)


@pytest.fixture
def estate(shell: Shell, tmp_path: Path) -> Shell:
    """Building 8 is open for move-in, building 9 is not."""
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER, encoding="utf-8")
    assert shell.run("roster", "import", str(file), "--as", "张敏", **SUPERVISOR).code == 0
    assert shell.do("building.ready", building="8", conditions=CONDITIONS, checked_by="赵经理").code == 0
    return shell


def notify(shell: Shell, *words: str, campaign: str = "秋季交房") -> Answer:
    """A campaign's notices."""
    return shell.run("movein", "notify", "--as", "张敏", "--campaign", campaign, *words, **SUPERVISOR)


def moveins(shell: Shell) -> dict[str, str]:
    """The number of the move-in of each unit."""
    return {each["place"]: each["item"] for each in shell.run("items", "--ledger", "movein", "--json").json}


def units(tmp_path: Path, text: str) -> str:
    """A list of units."""
    path = tmp_path / "房号.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def reasons(answer: Answer) -> dict[str, str]:
    """Why which unit got no notice, as codes."""
    return {each["unit"]: each["code"] for each in answer.json["not_sent"]}


def test_a_building_is_notified_one_act_a_unit_to_the_owners_on_record(estate: Shell) -> None:
    before = estate.entries()
    came = notify(estate, "--building", "8号楼", "--until", "2026-12-31", "--how", "courier", "--json")
    assert came.code == 0
    assert {key: came.json[key] for key in ("units", "sent", "already", "to_send", "stopped")} == {
        "units": 4, "sent": 2, "already": 0, "to_send": 0, "stopped": False,
    }  # fmt: skip
    assert reasons(came) == {"8-0103": "owner", "8-0104": "moved_in"}
    numbers = moveins(estate)
    assert came.json["items"] == [numbers["8-0101"], numbers["8-0102"]]
    assert estate.entries() == before + 2
    shown = estate.run("show", numbers["8-0101"], "--json").json
    assert (shown["person"], shown["phone"], shown["record"]["campaign"]) == ("周新", "135****0001", "秋季交房")
    assert (shown["record"]["sent_how"], shown["record"]["until"]) == ("courier", "2026-12-31T18:00:00+08:00")


def test_the_same_campaign_again_sends_nothing_twice_and_catches_up(estate: Shell, tmp_path: Path) -> None:
    notify(estate, "--units", units(tmp_path, "房号\n8-0101\n"))
    before = estate.entries()
    again = notify(estate, "--building", "8", "--json")
    assert (again.json["sent"], again.json["already"], estate.entries()) == (1, 1, before + 1)
    third = notify(estate, "--building", "8", "--json")
    assert (third.json["sent"], third.json["already"], estate.entries()) == (0, 2, before + 1)
    other = notify(estate, "--building", "8", "--json", campaign="春季交房")
    assert (other.json["sent"], reasons(other)["8-0101"]) == (0, "double")


def test_a_check_says_what_would_be_done_and_writes_nothing(estate: Shell) -> None:
    before = estate.entries()
    checked = notify(estate, "--building", "8", "--check", "--json").json
    assert (checked["check"], checked["sent"], checked["to_send"], len(checked["not_sent"])) == (True, 0, 2, 2)
    said = notify(estate, "--building", "8", "--check").out
    assert "2 notices are to be sent, 0 units have theirs, 2 get none. Nothing was written." in said
    assert (moveins(estate), estate.entries()) == ({}, before)


def test_a_list_names_units_and_whom_to_write_to_and_what_cannot_be_is_told_at_the_end(
    estate: Shell, tmp_path: Path
) -> None:
    file = units(tmp_path, "序号,房号,业主,电话\n1,8号楼0103,孙洋,13700000009\n2,8-0104,,\n3,9-0101,,\n4,8-0999,,\n")
    came = notify(estate, "--units", file, "--json")
    assert (came.code, came.json["sent"]) == (0, 2)
    assert reasons(came) == {"9-0101": "G-MOVE-01", "8-0999": "unit"}
    numbers = moveins(estate)
    shown = estate.run("show", numbers["8-0103"], "--json").json
    assert (shown["person"], shown["phone"]) == ("孙洋", "137****0009")
    told = notify(estate, "--units", file).out
    assert told.startswith("秋季交房: 0 notices sent, 2 units had theirs already, 2 not sent.\n")
    assert "Building 9 is not open for move-in." in told
    assert "\n  9-0101\n" in told


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("房号\n8-0101\n8-0101\n", 2),
        ("房号,电话\n8-0101,abc\n门口,\n", 3),
        ("业主\n周新\n", 1),
        ("房号\n", 1),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_whole(estate: Shell, tmp_path: Path, text: str, lines: int) -> None:
    before = estate.entries()
    came = notify(estate, "--units", units(tmp_path, text))
    assert (came.code, came.out, came.err.count("\n"), estate.entries()) == (1, "", lines, before)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("--building", "8", "--units", "a.csv"), 2),
        (("--building", "8", "--how", "pigeon"), 2),
        (("--building", "77"), 1),
        (("--building", "8", "--until", "2026-11-01"), 1),
        (("--building", "8", "--until", "bald"), 1),
        (("--units", "nowhere.csv"), 1),
    ],
)
def test_what_cannot_be_understood_is_said_in_a_line(estate: Shell, words: tuple[str, ...], code: int) -> None:
    before = estate.entries()
    came = notify(estate, *words)
    assert (came.code, came.out, came.err.count("\n"), estate.entries()) == (code, "", 1, before)


def test_a_campaign_needs_a_name_and_somebody_who_may_send(estate: Shell) -> None:
    assert notify(estate, "--building", "8", campaign=" ").code == 2
    assert notify(estate, "--building", "8", campaign="x" * 61).code == 2
    added = ("operator", "add", "陈志远", "--role", "centre_manager", "--as", "张敏")
    assert estate.run(*added, PROPDESK_PIN="2468", PROPDESK_NEW_PIN="1357").code == 0
    words = ("movein", "notify", "--as", "陈志远", "--campaign", "秋", "--building", "8")
    came = estate.run(*words, PROPDESK_PIN=PINS["陈志远"])
    assert (came.code, came.err.count("\n"), moveins(estate)) == (1, 1, {})


def test_a_voided_notice_is_not_sent_again_by_the_campaign_but_by_hand(estate: Shell) -> None:
    notify(estate, "--building", "8")
    number = moveins(estate)["8-0101"]
    assert estate.do("movein.void", number, reason="发错").code == 0
    assert reasons(notify(estate, "--building", "8", "--json"))["8-0101"] == "voided"
    assert estate.do("movein.notify", unit="8-0101", person="周新", campaign="秋季交房").code == 0
    assert notify(estate, "--building", "8", "--json").json["already"] == 2


def test_ctrl_c_stops_between_two_notices_and_the_same_command_goes_on(
    estate: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: Callable[..., Done] = Desk.perform

    def pressed(self: Desk, *asked: Any, **how: Any) -> Done:
        os.kill(os.getpid(), signal.SIGINT)
        return kept(self, *asked, **how)

    monkeypatch.setattr(Desk, "perform", pressed)
    before = signal.getsignal(signal.SIGINT)
    stopped = notify(estate, "--building", "8")
    monkeypatch.undo()
    assert (stopped.code, len(moveins(estate))) == (130, 1)
    assert "Stopped; 1 notices are still to be sent." in stopped.out
    assert signal.getsignal(signal.SIGINT) is before
    went_on = notify(estate, "--building", "8", "--json").json
    assert (went_on["sent"], went_on["already"], went_on["stopped"]) == (1, 1, False)


def test_the_request_of_a_notice_is_that_of_its_campaign_and_unit() -> None:
    ids = {request_of(campaign, unit) for campaign in ("a", "b") for unit in ("8-0101", "8-0102")}
    assert len(ids) == 4
    assert request_of("a", "8-0101") in ids
    assert {len(each) for each in ids} == {64}


def test_progress_counts_by_stage_and_who_is_to_be_reminded_is_listed(estate: Shell) -> None:
    assert estate.run("movein", "progress").out == "No move-in is on the desk yet.\n"
    assert estate.run("movein", "remind").out == "Nobody is to be reminded.\n"
    notify(estate, "--building", "8", "--until", "2026-12-01")
    numbers = moveins(estate)
    shown = {"visitor": "周新", "contract": "yes", "identity": "yes", "notice": "yes"}
    assert estate.do("movein.papers", numbers["8-0101"], **shown).code == 0
    assert estate.run("movein", "remind", "--json").json == []
    estate.clock.forward(days=8)
    (soon,) = estate.run("movein", "remind", "--json").json
    assert (soon["item"], soon["unit"], soon["person"]) == (numbers["8-0102"], "8-0102", "吴刚")
    assert soon["until"] == "2026-12-01T18:00:00+08:00"
    assert "to come until 2026-12-01 18:00" in estate.run("movein", "remind").out
    counted = estate.run("movein", "progress", "--json").json
    assert (counted["total"], counted["to_remind"]) == (2, 1)
    assert {each["stage"]: each["count"] for each in counted["stages"] if each["count"]} == {
        "notified": 1, "checked": 1,
    }  # fmt: skip
    assert "Papers checked" in estate.run("movein", "progress").out


@pytest.fixture
def delivered(estate: Shell) -> Shell:
    """周新 has his keys since November, and something was found in his flat; it is December by now."""
    file = estate.path.parent / "房号.csv"
    file.write_text("房号,业主\n8-0101,=1+1周新\n", encoding="utf-8")
    notify(estate, "--units", str(file))
    number = moveins(estate)["8-0101"]
    owner, engineer = ("--sign", "owner=周新,业主,paper"), ("--sign", "engineer=周工,工程部,paper")
    card = {"agreements": ALL_FIVE, "copies": ALL_FIVE, "photos": "yes", "id_copies": "yes"}
    shown = {"visitor": "周新", "contract": "yes", "identity": "yes", "notice": "yes"}
    for step, words, answers in (
        ("papers", (), shown),
        ("sign", owner, card),
        ("goods", owner, {"goods": "Owners' handbook"}),
        ("pay", ("--sign", "finance=钱会计,财务,paper"), {"amount_yuan": "3000", "receipt": "S-1"}),
        ("keys", owner, {"pieces": "3"}),
        ("inspect", (*owner, *engineer), {"inspector": "周工", "findings": "厨房：滴水\n卧室：划痕", "term": "+48h"}),
    ):
        came = estate.do(f"movein.{step}", number, *words, **answers)
        assert came.code == 0, came.err
    estate.clock.forward(days=12)
    return estate


def test_what_the_last_month_delivered_is_counted_with_the_items_behind(delivered: Shell) -> None:
    number = moveins(delivered)["8-0101"]
    found = delivered.run("movein", "delivered", "--json").json
    assert (found["month"], found["first"], found["last"]) == ("2026-11", "2026-11-01", "2026-11-30")
    assert {each["key"]: (each["count"], each["items"]) for each in found["figures"]} == {
        "units": (1, [number]), "signed": (1, [number]), "keys": (3, [number]), "fees_fen": (300000, [number]),
        "inspected": (1, [number]), "findings": (2, [number]), "deemed": (0, []),
    }  # fmt: skip
    assert found["handed_over"][0]["unit"] == "8-0101"
    text = delivered.run("movein", "delivered").out
    assert text.startswith("Delivery figures 2026-11  (2026-11-01 - 2026-11-30)\n")
    assert f"Fees, yuan             3000  {number}" in text
    assert delivered.run("movein", "delivered", "--month", "2026-12", "--json").json["handed_over"] == []


def test_deliveries_as_spreadsheets_obey_no_formula_and_overwrite_nothing(delivered: Shell, tmp_path: Path) -> None:
    for suffix in ("csv", "xlsx"):
        path = tmp_path / f"out.{suffix}"
        saved = delivered.run("movein", "delivered", f"--{suffix}", str(path))
        assert saved.out == f"Saved: {path}\n"
        assert delivered.run("movein", "delivered", f"--{suffix}", str(path)).code == 1
        assert delivered.run("movein", "delivered", f"--{suffix}", str(tmp_path / "a.doc")).code == 1
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert ["Keys handed over", "3", moveins(delivered)["8-0101"]] in lines
    assert lines[-1][1:3] == ["8-0101", "'=1+1周新"]
    assert lines[-1][3:] == ["2026-11-21", "", "Yes", "3", "3000", "2"]
    cells = [cell for row in load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows() for cell in row]
    assert "=1+1周新" in [cell.value for cell in cells if cell.data_type == "s"]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_deliveries_as_pdf_are_on_record(delivered: Shell, tmp_path: Path) -> None:
    entries, path = delivered.entries(), tmp_path / "out.pdf"
    words = ("movein", "delivered", "--pdf", str(path))
    assert delivered.run(*words).code == 2
    printed = delivered.run(*words, "--as", "张敏", **SUPERVISOR)
    assert printed.out == f"Delivery figures 2026-11, 1 units: {path}\n"
    assert path.read_bytes().startswith(b"%PDF")
    assert delivered.entries() == entries + 1
    assert delivered.run(*words, "--as", "张敏", **SUPERVISOR).code == 1
    last = delivered.run("log", "--json").json[-1]
    assert (last["step"], last["sentence"]) == ("sheet.print_delivery", "Printed: delivery figures 2026-11, 1 units")
    assert delivered.entries() == entries + 1


@pytest.mark.parametrize(
    "words", [("--month", "2026"), ("--month", "2026-13"), ("--month", "2026-11-05"), ("--json", "--csv", "a.csv")]
)
def test_what_is_no_month_or_two_forms_at_once_is_misused(estate: Shell, words: tuple[str, ...]) -> None:
    came = estate.run("movein", "delivered", *words)
    assert (came.code, came.out, came.err.count("\n")) == (2, "", 1)
