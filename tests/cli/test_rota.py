"""`propdesk roster-plan`: a month drawn up, put right, published, changed, read by people, scripts, spreadsheets."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Shell
from tests.cli.test_keeping import SUPERVISOR

PHONED = ("--sign", "manager=陈志远,服务中心经理,phone")


def plan(shell: Shell, *words: str) -> Answer:
    return shell.run("roster-plan", *words, "--as", "张敏", **SUPERVISOR)


@pytest.fixture
def published(staffed: Shell) -> Shell:
    assert plan(staffed, "draft", "2026-11", "--clerks", "李婷, 张敏").code == 0
    assert plan(staffed, "publish", "2026-11", *PHONED).code == 0
    return staffed


def test_a_month_is_drawn_up_put_right_and_published_with_the_managers_word(staffed: Shell) -> None:
    drawn = plan(staffed, "draft", "2026-11", "--clerks", "李婷, 张敏")
    assert "13 duty turns for 李婷, 张敏" in drawn.out
    assert plan(staffed, "draft", "2026-11", "--clerks", "李婷").code == 0
    assert plan(staffed, "assign", "2026-11", "25-26", "张敏").code == 0
    assert plan(staffed, "assign", "2026-11", "25", "李婷", "--by-day").code == 0
    refused = plan(staffed, "publish", "2026-11")
    assert (refused.code, "manager" in refused.err) == (1, True)
    assert plan(staffed, "publish", "2026-11", *PHONED).code == 0
    shown = staffed.run("roster-plan", "show", "2026-11", "--json").json
    assert (shown["stage"], shown["approved_by"]) == ("published", "陈志远")
    assert [each["name"] for each in shown["turns"] if each["day"] == "2026-11-25"] == ["李婷", "张敏"]


def test_leave_is_asked_and_a_turn_changed_with_the_one_who_had_it_beside(published: Shell) -> None:
    had = {each["day"]: each["name"] for each in published.run("roster-plan", "show", "--json").json["turns"]
           if each["kind"] == "night"}["2026-11-25"]  # fmt: skip
    assert plan(published, "leave", "2026-11", "25", "--reason", "发烧").code == 0
    assert "leave asked for: 发烧" in published.run("roster-plan", "show").out
    published.run("operator", "add", "王磊", "--role", "duty", "--as", "张敏", PROPDESK_PIN="2468",
                  PROPDESK_NEW_PIN="1357")  # fmt: skip
    answer = published.run("roster-plan", "change", "2026-11", "25", "王磊", "--reason", "病假", *PHONED, "--as",
                           "王磊", PROPDESK_PIN="1357")  # fmt: skip
    assert (answer.code, "G-DUTY-04" in answer.err or "swaps" in answer.err) == (1, True)
    published.do("operator.grant", who="王磊", roles="centre_manager")
    answer = published.run("roster-plan", "change", "2026-11", "25", "王磊", "--reason", "病假", "--as", "王磊",
                           PROPDESK_PIN="1357")  # fmt: skip
    assert answer.code == 0, answer.err
    assert f"instead of {had}: 病假" in published.run("roster-plan", "show", "2026-11").out


def test_who_is_on_duty_now_is_said_in_both_languages_and_to_scripts(published: Shell) -> None:
    now = published.run("roster-plan", "now", "--json").json
    assert (now["day"], now["kind"]) == ("2026-11-21", "rest_night")
    assert now["name"] in ("李婷", "张敏")
    assert now["name"] in published.run("roster-plan", "now", "--lang", "zh_CN").out


def test_where_nobody_is_named_it_says_so(staffed: Shell) -> None:
    assert "no name on the roster" in staffed.run("roster-plan", "now").out
    missing = staffed.run("roster-plan", "show")
    assert (missing.code, "roster-plan draft 2026-11" in missing.err) == (1, True)
    assert staffed.run("roster-plan", "show", "Advent").code == 1
    assert plan(staffed, "draft", "2026-13").code == 1


def test_a_roster_is_written_for_a_spreadsheet_and_never_over_a_file(published: Shell, tmp_path: Path) -> None:
    file = tmp_path / "排班.csv"
    assert published.run("roster-plan", "show", "2026-11", "--csv", str(file)).code == 0
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    assert len(rows) == 20
    assert rows[1][:3] == ["2026-11-21", "Sat", "Rest-day night duty"]
    assert published.run("roster-plan", "show", "2026-11", "--csv", str(file)).code == 1


def test_two_clerks_swap_with_one_command_and_the_roster_is_written_for_the_wall(
    published: Shell, tmp_path: Path
) -> None:
    nights = {each["day"]: each["name"] for each in published.run("roster-plan", "show", "--json").json["turns"]
              if each["kind"] == "night"}  # fmt: skip
    other = next(day for day in nights if nights[day] != nights["2026-11-25"])
    published.run("operator", "add", "王磊", "--role", "clerk", "--as", "张敏", PROPDESK_PIN="2468",
                  PROPDESK_NEW_PIN="1357")  # fmt: skip
    done = published.run("roster-plan", "swap", "2026-11", "25", other[-2:], "--reason", "家里有事", *PHONED, "--as",
                         "王磊", PROPDESK_PIN="1357")  # fmt: skip
    assert done.code == 0, done.err
    assert f"instead of {nights[other]}: 家里有事" in published.run("roster-plan", "show").out
    wall = published.run("roster-plan", "show", "2026-11", "--text", str(tmp_path / "wall"), "--lang", "zh_CN")
    assert (wall.code, "第 1 版" in wall.out) == (0, True), wall.err
    text = (tmp_path / "wall.txt").read_text(encoding="utf-8-sig")
    assert all(said in text for said in ("值班安排表 2026-11", "家里有事", "陈志远"))
    both = published.run("roster-plan", "show", "--csv", str(tmp_path / "a"), "--pdf", str(tmp_path / "b"))
    assert (both.code, both.err.count("\n")) == (2, 1)
