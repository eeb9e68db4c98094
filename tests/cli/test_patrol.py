"""`propdesk patrol`: the rounds of a month by the plan, with the items behind each number."""

import pytest

from propdesk.desk import Signature
from tests.cli.conftest import Shell
from tests.cli.test_keeping import SUPERVISOR
from tests.conftest import Counter
from tests.procedures.patrolling import B_LOCKED, E_FINE, NIGHT, at, configure, expected, pass_to, walk


@pytest.fixture
def november(counter: Counter, shell: Shell) -> Shell:
    """The 21st walked on time with a locked escape door, the 22nd walked late, the 23rd missed, the 24th still open."""
    configure(counter, "routes", [NIGHT])
    first = expected(counter)
    walk(counter, first, {"B": B_LOCKED, "E": E_FINE}, partner="李婷")
    counter.do("round.finish", first)
    counter.do("round.sign", first, signatures=(Signature("second", "李姐", capacity="管理员"),))
    pass_to(counter, at(23, 1, 30))
    walk(counter, "XC20261122-001", {"E": E_FINE})
    counter.do("round.finish", "XC20261122-001", reason="大雨")
    pass_to(counter, at(24, 20))
    shell.path, shell.clock = counter.desk.path, counter.clock
    return shell


def test_each_number_of_the_month_has_its_rounds(november: Shell) -> None:
    found = november.run("patrol", "--month", "2026-11", "--json").json
    assert (found["month"], found["first"], found["last"]) == ("2026-11", "2026-11-01", "2026-11-30")
    counts = {each["key"]: each["items"] for each in found["counts"]}
    assert counts["on_time"] == ["XC20261121-001"]
    assert counts["late"] == ["XC20261122-001"]
    assert counts["missed"] == ["XC20261123-001"]
    assert counts["open"] == ["XC20261124-001"]
    assert len(counts["expected"]) == 4
    assert [each["state"] for each in found["rounds"]] == ["on_time", "late", "missed", "open"]
    late = found["rounds"][1]
    assert (late["day"], late["starts"], late["walker"], late["reason"]) == (
        "2026-11-22", "2026-11-22T23:00:00+08:00", "张敏", "大雨",
    )  # fmt: skip


def test_findings_by_age_and_minutes_by_area_are_told(november: Shell) -> None:
    found = november.run("patrol", "--json").json
    (area,) = found["open_findings"]
    assert (area["area"], area["count"]) == ("B", 1)
    assert {age: len(numbers) for age, numbers in area["by_age"].items()} == {
        "day": 0,
        "week": 1,
        "month": 0,
        "older": 0,
    }
    minutes = {
        each["area"]: (each["count"], each["shortest_minutes"], each["longest_minutes"]) for each in found["areas"]
    }
    assert minutes == {"B": (1, 10, 10), "E": (2, 10, 10)}


def test_the_month_is_readable_in_both_languages(november: Shell) -> None:
    english, chinese = november.run("patrol").out, november.run("--lang", "zh_CN", "patrol").out
    for said in ("Rounds expected", "XC20261123-001  2026-11-23  夜巡  missed", "up to a week 1"):
        assert said in english
    for said in ("应巡次数", "XC20261123-001  2026-11-23  夜巡  漏巡", "一周以内 1"):
        assert said in chinese


def test_another_month_is_empty_and_what_is_no_month_is_refused(november: Shell) -> None:
    assert all(each["count"] == 0 for each in november.run("patrol", "--month", "2026-10", "--json").json["counts"])
    for typed in ("2026-11-21", "bald"):
        refused = november.run("patrol", "--month", typed)
        assert refused.code == 2
        assert "is no month. Write 2026-10." in refused.err


def test_its_log_is_printed_like_any_other_sheet(november: Shell) -> None:
    out = november.path.parent / "log.pdf"
    printed = november.run("print", "patrol_log", "XC20261121-001", "--as", "张敏", "--out", str(out), **SUPERVISOR)
    assert (printed.code, out.exists()) == (0, True)
    assert "Patrol log XC20261121-001, edition 1" in printed.out
    refused = november.run("print", "patrol_log", "XC20261124-001", "--as", "张敏", **SUPERVISOR)
    assert refused.err == "XC20261124-001 is not that far: nobody has set out on the round.\n"


def test_what_the_desk_itself_put_up_belongs_to_the_desk_in_the_language_of_the_reader(november: Shell) -> None:
    assert "系统" in november.run("items", "--ledger", "round", "--lang", "zh_CN").out
    assert "首接人：系统" in november.run("show", "XC20261124-001", "--lang", "zh_CN").out
