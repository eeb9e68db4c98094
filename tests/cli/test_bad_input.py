"""Bad input: a clear sentence, an exit code, and nothing lost."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.conftest import FrozenClock

REFUSED = {
    "unknown unit": ({"text": "x", "unit": "9-9999"}, "There is no unit 9-9999"),
    "phone with letters": ({"text": "x", "phone": "abc12345"}, "“abc12345” is not a phone number"),
    "promised time in the past": (
        {
            "text": "x",
            "unit": "3-1201",
            "no_phone": "yes",
            "name_refused": "yes",
            "handling": "forwarded",
            "department": "engineering",
            "promised": "2026-11-20 09:00",
        },
        "has already passed",
    ),
    "missing field": ({"kind": "repair"}, "What was said is needed here."),
    "unknown field": ({"text": "x", "tekst": "y"}, "There is no field “tekst” here"),
    "not a choice": ({"text": "x", "kind": "row"}, "“row” is not one of the answers"),
    "100,000 characters": ({"text": "x" * 100_000}, "100000 characters long"),
    "control characters": ({"text": "a\x1b[31mb"}, "Character 2 (U+001B)"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_form_is_refused_in_a_sentence_and_leaves_nothing(shell: Shell, case: str) -> None:
    fields, sentence = REFUSED[case]
    shell.do("log.note", text="接班")
    before = shell.entries()
    answers = [word for name, value in fields.items() for word in ("--field", f"{name}={value}")]
    refused = shell.run("do", "contact.receive", "--as", "张敏", *answers, PROPDESK_PIN="2468")
    assert refused.code == 1
    assert sentence in refused.err
    assert refused.err.count("\n") == 1
    assert refused.out == ""
    assert shell.entries() == before


def test_every_wrong_field_has_its_own_line(shell: Shell) -> None:
    refused = shell.do("contact.receive", kind="row", phone="abc")
    lines = [json.loads(line) for line in refused.err.splitlines()]
    assert [line["field"] for line in lines] == ["text", "kind", "phone"]
    assert [line["error"] for line in lines] == ["missing", "enum", "phone"]


def test_markup_is_only_text(shell: Shell) -> None:
    assert "[red]x[/b]" in shell.do("contact.receive", text="[red]x[/b]").json["entries"][0]["sentence"]


def test_what_has_not_happened_yet_is_refused(shell: Shell) -> None:
    refused = shell.do("contact.receive", None, "--happened", "2026-11-22 09:00", text="x")
    assert (refused.code, json.loads(refused.err)["error"]) == (1, "future")


def test_a_wrong_pin_is_refused_and_five_lock(shell: Shell) -> None:
    words = ("do", "contact.receive", "--as", "张敏", "--field", "text=x")
    for _ in range(5):
        assert "PIN of 张敏 is wrong" in shell.run(*words, PROPDESK_PIN="0000").err
    locked = shell.run(*words, PROPDESK_PIN="2468")
    assert (locked.code, locked.err) == (1, "pin: Too many wrong PINs: 张敏 is locked until 23:45.\n")
    assert shell.run(*words, PROPDESK_PIN="\udcff").code == 1


def test_a_wrong_role_learns_who_could_do_it(staffed: Shell) -> None:
    number = staffed.do("contact.receive", as_="李婷", text="x").json["item"]
    refused = staffed.run("do", "contact.void", number, "--as", "李婷", "--field", "reason=x", PROPDESK_PIN="1357")
    assert refused.code == 1
    assert "Supervisor" in refused.err


def test_a_stale_version_and_a_closed_item_are_refused(shell: Shell) -> None:
    number = shell.do("contact.receive", text="x").json["item"]
    stale = shell.do("contact.answer", number, "--expect-version", "9", result="y")
    assert (stale.code, json.loads(stale.err)["error"]) == (1, "stale")
    shell.do("contact.answer", number, result="y", close="yes")
    closed = shell.do("contact.answer", number, result="z")
    assert (closed.code, json.loads(closed.err)["error"]) == (1, "closed")


MISUSED = {
    "no actor": ("do", "contact.receive", "--field", "text=x"),
    "no step of that name": ("do", "contact.recieve", "--as", "张敏"),
    "a field without a value": ("do", "contact.receive", "--as", "张敏", "--field", "text"),
    "a field twice": ("do", "contact.receive", "--as", "张敏", "--field", "text=1", "--field", "text=2"),
    "a version that is no number": ("do", "contact.answer", "lf-1", "--as", "张敏", "--expect-version", "two"),
    "a long request id": ("do", "contact.receive", "--as", "张敏", "--request-id", "x" * 65),
    "no command of that name": ("itms",),
    "no option of that name": ("items", "--nosuch"),
    "an option without its value": ("items", "--limit"),
    "a word too many": ("items", "extra"),
    "no register of that name": ("items", "--ledger", "nosuch"),
    "no language of that name": ("items", "--lang", "fr"),
    "half a command": ("operator",),
    "no part of the manual": ("manual", "nosuch"),
    "nothing after --db": ("items", "--db"),
    "somebody's home that is not there": ("items", "--db", "~nobody-of-that-name/x.db"),
    "no terminal": (),
}


@pytest.mark.parametrize("case", MISUSED)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_command_that_makes_no_sense_is_one_line_and_2(shell: Shell, case: str, language: str) -> None:
    misused = shell.run(*MISUSED[case], PROPDESK_LANG=language, PROPDESK_PIN="2468")
    assert misused.code == 2
    assert misused.err.count("\n") == 1
    assert misused.out == ""


def test_without_a_pin_and_without_a_terminal_nobody_is_asked(shell: Shell) -> None:
    misused = shell.run("do", "contact.receive", "--as", "张敏", "--field", "text=x")
    assert (misused.code, misused.err.count("PROPDESK_PIN")) == (2, 1)


@pytest.mark.parametrize(
    "given", [b"[1", b"[1]", b'"x"', b"\xff\xfe", b'{"text": ["x"]}', b'{"te\\ud800xt": "x"}', b"[" * 100_000]
)
def test_answers_that_are_no_json_object_are_misuse(shell: Shell, given: bytes) -> None:
    misused = shell.run("do", "contact.receive", "--as", "张敏", "--fields-json", given=given, PROPDESK_PIN="2468")
    assert (misused.code, misused.err.count("\n")) == (2, 1)


def test_a_lone_surrogate_in_an_answer_is_refused(shell: Shell) -> None:
    refused = shell.run(
        "do", "contact.receive", "--as", "张敏", "--fields-json", given='{"text": "\\ud800"}', PROPDESK_PIN="2468"
    )
    assert (refused.code, "U+D800" in refused.err) == (1, True)


def test_a_signature_nobody_asked_for_is_refused(shell: Shell) -> None:
    assert "takes no signature" in shell.do("contact.receive", None, "--sign", "王敏", text="x").err


# --- the database ------------------------------------------------------------------------------------------------


def _damaged(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 20_000)


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE other (x)")
    raw.close()


def _text(path: Path) -> None:
    path.write_text("not a database, only a letter that is long enough to be mistaken for one " * 20)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _gone(path: Path) -> None:
    path.unlink()


DAMAGE = {
    "damaged": _damaged,
    "newer": _newer,
    "another program's": _foreign,
    "text": _text,
    "folder": _folder,
    "gone": _gone,
}
COMMANDS = {
    "items": ("items",),
    "do": ("do", "contact.receive", "--as", "张敏", "--field", "text=x"),
    "verify": ("verify",),
    "operator list": ("operator", "list"),
    "backup": ("backup", "copy.db"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_database_that_cannot_be_used_is_one_line_and_3(
    shell: Shell, damage: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    DAMAGE[damage](shell.path)
    before = shell.path.read_bytes() if shell.path.is_file() else None
    found = shell.run(*COMMANDS[command], PROPDESK_PIN="2468")
    assert (found.code, found.err.count("\n")) == (3, 1), found.err
    assert (shell.path.read_bytes() if shell.path.is_file() else None) == before
    assert not (tmp_path / "copy.db").exists()


def test_reading_makes_no_database(shell: Shell, tmp_path: Path) -> None:
    shell.path = tmp_path / "new" / "desk.db"
    assert shell.run("items").code == 3
    assert not shell.path.parent.exists()


def test_two_desks_work_on_one_file(shell: Shell, clock: FrozenClock) -> None:
    other = Shell(shell.path, clock, shell.env)
    first = shell.do("contact.receive", text="一").json
    second = other.do("contact.receive", text="二").json
    assert (first["item"], second["item"]) == ("LF20261121-001", "LF20261121-002")
    assert shell.entries() == second["entries"][-1]["seq"]
