"""Taking over a list of keys from the command line, and the empty file for it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_keeping import SUPERVISOR

HEADING = "类别,房号,数量,挂位,钥匙编号,借用人,借用部门,借出时间,约定归还"
SETS = "设备房,3号楼配电房,3,B-1,T-1,周师傅,工程部,2026-11-18,2026-11-25\n业主托管,3-1201,2,A-1,,,,,\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two key sets with five keys; some of one are lent."""
    path = tmp_path / "钥匙.csv"
    path.write_text(f"{HEADING}\n{SETS}", encoding="utf-8")
    return path


def take(shell: Shell, file: Path, *words: str) -> tuple[int, str, str]:
    """What the import answers."""
    found = shell.run("keys", "import", str(file), "--as", "张敏", *words, **SUPERVISOR)
    return found.code, found.out, found.err


def numbers(shell: Shell, ledger: str) -> list[str]:
    return [item["item"] for item in shell.run("items", "--ledger", ledger, "--json").json]


def test_a_list_is_checked_without_writing_anything(shell: Shell, file: Path) -> None:
    before = shell.entries()
    code, out, _ = take(shell, file, "--check", "--json")
    assert (code, json.loads(out)) == (0, {"file": "钥匙.csv", "count": 2, "keys": 5, "loans": 1})
    assert "2 key sets with 5 keys" in take(shell, file, "--check")[1]
    assert shell.entries() == before


def test_a_list_is_taken_over_with_its_loans(shell: Shell, file: Path) -> None:
    code, out, _ = take(shell, file)
    assert code == 0
    assert "2 key sets with 5 keys" in out
    assert len(numbers(shell, "key")) == 2
    shown = shell.run("show", numbers(shell, "loan")[0], "--json").json
    assert (shown["person"], shown["opened"]) == ("周师傅", "2026-11-18T09:00:00+08:00")


def test_a_script_is_told_what_the_act_did(shell: Shell, file: Path) -> None:
    act = json.loads(take(shell, file, "--json")[1])
    assert [each["ledger"] for each in act["opened"]] == ["key", "key", "loan"]
    assert act["entries"][0]["values"]["loans"] == 1


def test_the_same_list_again_is_refused(shell: Shell, file: Path) -> None:
    take(shell, file)
    before = shell.entries()
    assert take(shell, file)[0] == 1
    assert shell.entries() == before


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_each_bad_row_is_named_and_nothing_is_taken_over(shell: Shell, file: Path, check: tuple[str, ...]) -> None:
    before = shell.entries()
    file.write_text(f"{HEADING}\n,3-1201,1,A-1\n,3-9999,1,A-2\n{SETS}", encoding="utf-8")
    code, _, err = take(shell, file, *check)
    assert (code, [line[:6] for line in err.splitlines()]) == (1, ["Row 5,", "Row 5,"])
    file.write_text(f"{HEADING}\n,3-1201,1,A-1\n,3-9999,1,A-2\n", encoding="utf-8")
    code, _, err = take(shell, file, *check)
    assert (code, [line[:6] for line in err.splitlines()]) == (1, ["Row 2,", "Row 3,", "Row 2,"])
    assert shell.entries() == before


def test_bad_rows_are_objects_for_scripts(shell: Shell, file: Path) -> None:
    file.write_text(f"{HEADING}\n,3-1201,0,A-1\n", encoding="utf-8")
    code, _, err = take(shell, file, "--json")
    assert (code, {json.loads(line)["error"] for line in err.splitlines()}) == (1, {"keylist"})


@pytest.mark.parametrize("name", ["nothing.csv", "."])
def test_a_list_that_is_no_file_is_refused(shell: Shell, name: str, tmp_path: Path) -> None:
    code, _, err = take(shell, tmp_path / name)
    assert (code, err.count("\n")) == (1, 1)


def test_a_wrong_pin_takes_over_nothing(shell: Shell, file: Path) -> None:
    refused = shell.run("keys", "import", str(file), "--as", "张敏", PROPDESK_PIN="9999")
    assert refused.code == 1
    assert numbers(shell, "key") == []


def test_the_empty_list_is_written_once(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    assert shell.run("keys", "template", str(path), "--json").json == {"template": str(path)}
    assert path.stat().st_size > 0
    assert shell.run("keys", "template", str(path)).code == 1
    assert shell.run("keys", "template", str(tmp_path / "empty.csv")).code == 2


# --- reading the cabinet ---------------------------------------------------------------------------------------------


def test_the_cabinet_is_told_as_hooks_loans_and_losses(shell: Shell, file: Path) -> None:
    assert shell.run("keys", "tally").out.strip() == "No key hangs in the cabinet yet."
    take(shell, file)
    told = shell.run("keys", "tally", "--json").json
    assert [(each["cabinet"], each["sets"], each["here"], each["out"]) for each in told] == [
        ("A", 1, 2, 0),
        ("B", 1, 0, 3),
    ]
    assert all(each["keys"] == each["here"] + each["out"] + each["lost"] for each in told)


def test_the_history_of_a_key_answers_the_six_questions(shell: Shell, file: Path) -> None:
    take(shell, file)
    [loan] = shell.run("keys", "history", "t-1", "--json").json
    assert (loan["who"], loan["lent"], loan["due"]) == (
        "周师傅", "2026-11-18T09:00:00+08:00", "2026-11-25T18:00:00+08:00",
    )  # fmt: skip
    assert loan["why"].startswith("Repair or maintenance: ")
    assert loan["authorised_by"] == "工程部"
    assert loan["returned"] is None
    assert "周师傅" in shell.run("keys", "history", "B-1").out
    assert "never lent" in shell.run("keys", "history", "A-1").out


def test_a_key_that_is_not_there_has_no_history(shell: Shell, file: Path) -> None:
    found = shell.run("keys", "history", "Z-9")
    assert found.code == 1
    assert "Z-9" in found.err


def test_overdue_keys_are_listed_for_whoever_chases_them(shell: Shell, tmp_path: Path) -> None:
    assert shell.run("keys", "overdue").out.strip() == "No keys are overdue."
    late = tmp_path / "late.csv"
    late.write_text(f"{HEADING}\n{SETS.replace('2026-11-25', '2026-11-19')}", encoding="utf-8")
    take(shell, late)
    [loan] = shell.run("keys", "overdue", "--json").json
    assert (loan["key"], loan["out"]) == ("T-1", 3)
