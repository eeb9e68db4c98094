"""Vacant units from the command line."""

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_keeping import SUPERVISOR

ROSTER = "楼栋,房号,状态,姓名,身份\n5,0101,未售,,\n"


@pytest.fixture
def vacant(shell: Shell) -> Shell:
    """A desk with one vacant unit."""
    file = shell.path.with_name("空置.csv")
    file.write_text(ROSTER, encoding="utf-8")
    assert shell.run("roster", "import", str(file), "--as", "张敏", **SUPERVISOR).code == 0
    taken = shell.do("vacancy.register", unit="5-0101", condition="毛坯", valves_closed="yes", power_off="yes")
    assert taken.code == 0, taken.err
    return shell


def test_the_stock_tells_state_and_what_is_due(vacant: Shell) -> None:
    (unit,) = vacant.run("vacancies", "stock", "--json").json
    assert (unit["unit"], unit["stage"], unit["closed"], unit["let_to"]) == ("5-0101", "kept", True, "")
    said = vacant.run("vacancies", "stock", "--lang", "zh_CN").out
    assert "5-0101" in said
    assert "阀门已关、电源已断" in said


def test_a_month_tells_what_changed(vacant: Shell) -> None:
    (change,) = vacant.run("vacancies", "changes", "--json").json
    assert (change["what"], change["unit"], change["day"]) == ("taken", "5-0101", "2026-11-21")
    assert "Nothing changed in 2026-10" in vacant.run("vacancies", "changes", "2026-10").out
    assert vacant.run("vacancies", "changes", "2026Q3").code == 1


def test_what_is_due_is_listed_the_earliest_first(vacant: Shell) -> None:
    found = vacant.run("vacancies", "due", "--days", "40", "--json").json
    assert [each["what"] for each in found] == ["VAC.FROST_WINTER", "VAC.CLEAN_MONTH", "VAC.AIR_SEASON"]
    assert "Nothing" not in vacant.run("vacancies", "due", "--days", "40").out
    assert "No upkeep is due" in vacant.run("vacancies", "due", "--days", "1").out
    assert vacant.run("vacancies", "due", "--days", "x").code == 2


def test_an_empty_desk_says_so(shell: Shell) -> None:
    assert "No vacant unit" in shell.run("vacancies", "stock").out
    assert shell.run("vacancies", "stock", "--json").json == []
