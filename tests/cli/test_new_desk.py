"""Going live with a backlog, and a simulated past, from the command line."""

import json
from pathlib import Path

from tests.cli.conftest import Shell
from tests.cli.test_keeping import SUPERVISOR

HEADING = "类别,原编号,受理日期,房号,姓名,电话,内容"


def test_a_backlog_is_checked_and_taken_over(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "open.csv"
    file.write_text(f"{HEADING}\n报修,BX-1,2026-11-02,3-1201,王敏,13812348812,水管漏水\n", encoding="utf-8")
    checked = shell.run("backlog", "import", str(file), "--as", "张敏", "--check", **SUPERVISOR)
    assert checked.code == 0
    assert json.loads(shell.run("items", "--json").out) == []
    taken = shell.run("backlog", "import", str(file), "--as", "张敏", "--json", **SUPERVISOR)
    assert taken.code == 0
    assert [item["ledger"] for item in json.loads(shell.run("items", "--json").out)] == ["repair"]
    assert shell.run("backlog", "import", str(file), "--as", "张敏", **SUPERVISOR).code == 1


def test_bad_rows_are_named_each_and_nothing_is_taken_over(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "open.csv"
    file.write_text(f"{HEADING}\n报修,BX-1,2026-11-02,3-9999,,,漏水\n表扬,,昨天,,,,\n", encoding="utf-8")
    for check in ((), ("--check",)):
        refused = shell.run("backlog", "import", str(file), "--as", "张敏", *check, **SUPERVISOR)
        assert refused.code == 1
        assert "Row 3" in refused.err
    assert json.loads(shell.run("items", "--json").out) == []


def test_the_empty_file_is_written_once(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    assert shell.run("backlog", "template", str(path)).code == 0
    assert path.stat().st_size > 0
    assert shell.run("backlog", "template", str(path)).code == 1
    assert shell.run("backlog", "template", str(tmp_path / "empty.csv")).code == 2


def test_a_past_is_only_simulated_in_a_new_file(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "past.db"
    made = shell.run("simulate", "--months", "1", "--units", "10", "--json", "--db", str(path))
    assert made.code == 0
    assert json.loads(made.out)["entries"] > 0
    assert shell.run("verify", "--db", str(path)).code == 0
    assert shell.run("simulate", "--months", "1", "--units", "10", "--db", str(path)).code == 1
    assert shell.run("simulate", "--months", "0", "--db", str(tmp_path / "other.db")).code == 2
