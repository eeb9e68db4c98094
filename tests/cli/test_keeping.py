"""Making a desk, the demo, operators, settings, roster, copies."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

SUPERVISOR = {"PROPDESK_PIN": "2468"}


def test_init_makes_a_desk_once(shell: Shell, tmp_path: Path) -> None:
    shell.path = tmp_path / "folder" / "new.db"
    words = ("init", "--site", "东光花园", "--supervisor", "张敏", "--json")
    made = shell.run("--lang", "zh_CN", *words, **SUPERVISOR)
    assert made.json == {"db": str(shell.path), "site": "东光花园", "supervisor": "张敏"}
    assert shell.run("setting", "show", "language", "--json").json == "zh_CN"
    assert "此命令" in shell.run("items", "--nosuch").err
    again = shell.run(*words, **SUPERVISOR)
    assert (again.code, again.out) == (1, "")


@pytest.mark.parametrize(
    ("site", "name", "pin"),
    [("东光花园", "张敏", "12"), ("东光花园", "张敏", "abcd"), ("", "张敏", "2468"), ("x", "", "2468")],
)
def test_a_refused_init_leaves_no_database(shell: Shell, tmp_path: Path, site: str, name: str, pin: str) -> None:
    shell.path = tmp_path / "new.db"
    refused = shell.run("init", "--site", site, "--supervisor", name, PROPDESK_PIN=pin)
    assert refused.code == 1, refused.err
    assert not shell.path.exists()


def test_operators_are_added_listed_and_disabled(staffed: Shell) -> None:
    assert staffed.run("operator", "list", "--json").json[1] == {
        "name": "李婷", "active": True, "roles": ["clerk", "duty"],
    }  # fmt: skip
    assert (
        staffed.run("operator", "pin", "李婷", "--as", "李婷", PROPDESK_PIN="1357", PROPDESK_NEW_PIN="8642").code == 0
    )
    assert staffed.do("contact.receive", as_="李婷", text="x").code == 1
    assert staffed.run("operator", "disable", "李婷", "--as", "张敏", "--reason", "离职", **SUPERVISOR).code == 0
    assert not staffed.run("operator", "list", "--json").json[1]["active"]


def test_a_new_operator_has_the_pin_of_the_supervisor_unless_another_is_given(shell: Shell) -> None:
    shell.run("operator", "add", "王磊", "--role", "duty", "--as", "张敏", **SUPERVISOR)
    assert shell.run("do", "contact.enquiry", "--as", "王磊", "--field", "text=x", **SUPERVISOR).code == 0


def test_a_clerk_adds_nobody(staffed: Shell) -> None:
    refused = staffed.run("operator", "add", "王磊", "--role", "duty", "--as", "李婷", PROPDESK_PIN="1357")
    assert (refused.code, "Supervisor" in refused.err) == (1, True)


def test_the_on_call_list_can_be_edited(shell: Shell) -> None:
    listed = [{"post": "工程部值班", "name": "赵志强", "phone": "13012345002", "role": "", "dangers": ["burst_pipe"]}]
    assert shell.run("setting", "set", "on_call", json.dumps(listed), "--as", "张敏", **SUPERVISOR).code == 0
    assert shell.run("setting", "show", "on_call", "--json").json == listed
    assert 'site = "东光花园服务中心"' in shell.run("setting", "show").out
    assert shell.run("setting", "show", "nosuch").code == 2
    assert shell.run("setting", "set", "lock_minutes", "soon", "--as", "张敏", **SUPERVISOR).code == 1


def test_the_calendar_in_use_can_be_adopted(shell: Shell) -> None:
    assert shell.run("calendar", "adopt", "--as", "张敏", **SUPERVISOR).code == 0
    refused = shell.run("calendar", "adopt", "--version", "2019", "--as", "张敏", **SUPERVISOR)
    assert (refused.code, refused.err.count("\n")) == (1, 1)


def test_a_roster_is_taken_over_whole(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "名册.csv"
    file.write_text("楼栋,房号,姓名,电话\n5,0101,钱一,13912340001\n5,0102,赵二,13912340002\n", encoding="utf-8")
    taken = shell.run("roster", "import", str(file), "--as", "张敏", "--json", **SUPERVISOR)
    assert taken.json["entries"][0]["values"]["units"] == 2
    assert shell.do("contact.receive", text="x", unit="5-0102").code == 0


def test_a_roster_with_bad_rows_names_each_and_is_not_taken_over(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("楼栋,房号,姓名,电话\n5,0101,钱一,12\n5,,赵二,\n5,0103,孙三,13912340003\n", encoding="utf-8")
    before = shell.entries()
    refused = shell.run("roster", "import", str(file), "--as", "张敏", **SUPERVISOR)
    assert refused.code == 1
    assert [line[:6] for line in refused.err.splitlines()] == ["Row 2,", "Row 3,", "Row 2,"]
    assert shell.entries() == before


@pytest.mark.parametrize("name", ["nothing.csv", "."])
def test_a_roster_that_is_no_file_is_refused(shell: Shell, name: str, tmp_path: Path) -> None:
    refused = shell.run("roster", "import", str(tmp_path / name), "--as", "张敏", **SUPERVISOR)
    assert (refused.code, refused.err.count("\n")) == (1, 1)


def test_a_copy_is_put_back_when_it_is_sound(shell: Shell, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert shell.run("backup", str(copy), "--json").json == {"db": str(shell.path), "backup": str(copy)}
    before = shell.entries()
    shell.do("contact.receive", text="x")
    assert shell.run("backup", str(copy)).code == 1
    restored = shell.run("restore", str(copy), "--json").json
    assert Path(restored["kept"]).is_file()
    assert shell.entries() == before


def test_what_is_not_sound_is_not_put_back(shell: Shell, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("a letter " * 1000)
    before = shell.entries()
    assert shell.run("restore", str(copy)).code == 3
    assert shell.entries() == before


def test_verify_names_what_was_changed(shell: Shell) -> None:
    import sqlite3

    head = shell.run("verify", "--json").json["head"]
    assert shell.run("verify", "--head", head[:12]).code == 0
    raw = sqlite3.connect(shell.path)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f'DROP TRIGGER "{name}"')
    raw.execute("UPDATE entry SET step = 'system.note' WHERE seq = 2")
    raw.commit()
    raw.close()
    found = shell.run("verify")
    assert found.code == 3
    assert found.err.splitlines()[0] == "Entry 2 was changed after it was written."
    report = shell.run("verify", "--json")
    assert (report.code, report.json["sound"], report.json["problems"][0]["seq"]) == (3, False, 2)


def test_the_index_of_the_search_is_made_anew_of_every_entry(shell: Shell) -> None:
    shell.do("contact.receive", text="楼道灯不亮", unit="3-1201", caller="王敏")
    assert shell.run("reindex", "--json").json == {"entries": shell.entries()}
    assert shell.run("reindex").out == f"{shell.entries()} entries can be searched for.\n"
