"""What only a process of its own shows: bytes on the command line, pipes, signals, what is imported."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="bytes as arguments and signals are a matter of Unix")


def test_the_version_is_told_without_loading_anything_heavy(shell: Shell) -> None:
    program = (
        "import sys; sys.argv = ['propdesk', '--version']\n"
        "from propdesk.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'typer', 'textual', 'sqlmodel', 'sqlalchemy', 'pydantic', 'rich'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=shell.environment())
    name, loaded = told.stdout.splitlines()
    assert (name[:9], loaded) == ("propdesk ", "[]")


@UNIX
def test_bytes_that_are_no_text_are_one_line_and_2(shell: Shell) -> None:
    before = shell.entries()
    refused = shell.process("do", "contact.receive", "--as", "张敏", "--field", b"text=a\xff", PROPDESK_PIN="2468")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "U+DCFF" in refused.err
    assert shell.entries() == before


@UNIX
def test_a_reader_who_leaves_is_no_failure(shell: Shell) -> None:
    command = [sys.executable, "-m", "propdesk", "manual", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=shell.environment())
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 141
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_an_answer_that_cannot_be_written_is_one_line(shell: Shell) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "propdesk", "rules"]
        told = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, env=shell.environment())
    assert (told.returncode, told.stderr.count("\n")) == (4, 1)


@UNIX
def test_ctrl_c_is_one_line(shell: Shell) -> None:
    program = (
        "import os, signal, sys; sys.argv = ['propdesk', 'manual']\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from propdesk.cli import book\n"
        "book._chapter = lambda procedure: os.kill(os.getpid(), signal.SIGINT) or iter(())\n"
        "from propdesk.cli import main; main()"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=shell.environment())
    assert (told.returncode, told.stderr.count("\n")) == (130, 1)


def test_what_nobody_foresaw_is_one_line_with_a_reference_and_nobodys_data(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from propdesk.queries import items

    def fails(*_given: object, **_named: object) -> None:
        raise KeyError("13812348812")

    monkeypatch.setattr(items, "items", fails)
    failed = shell.run("items")
    assert (failed.code, failed.err.count("\n"), failed.out) == (4, 1, "")
    log = next((tmp_path / "home").rglob("propdesk.log")).read_text(encoding="utf-8")
    assert failed.err.partition("Reference: ")[2][:6] in log
    assert "KeyError" in log
    assert "13812348812" not in log + failed.err


def test_a_terminal_that_knows_no_chinese_ends_nothing(shell: Shell) -> None:
    plain = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    assert (
        shell.process("setting", "show", "site", **plain).out
        == 'site = "\\u4e1c\\u5149\\u82b1\\u56ed\\u670d\\u52a1\\u4e2d\\u5fc3"\n'
    )
    listed = shell.process("setting", "show", "site", "--json", **plain)
    assert listed.json == "东光花园服务中心"


@UNIX
def test_the_demo_is_gone_after_it_was_ended_from_outside(shell: Shell, tmp_path: Path) -> None:
    program = (
        "import sys, time; sys.argv = ['propdesk', 'demo']\n"
        "from propdesk.cli import start\n"
        "start.check_terminal = lambda first=None: None\n"
        "def opened(tools, first, notes=''):\n"
        "    print(tools.path, first.state, notes, flush=True)\n"
        "    time.sleep(60)\n"
        "start.open_desk = opened\n"
        "from propdesk.cli import main; main()"
    )
    command, env = [sys.executable, "-c", program], shell.environment({"TMPDIR": str(tmp_path)})
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(8)]
    assert "张敏" in "".join(lines)
    path = Path(lines[-1].split()[0])
    assert path.is_file()
    assert lines[-1].split()[1] == "ready"
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(timeout=20) == 128 + signal.SIGTERM
    process.stdout.close()
    deadline = time.monotonic() + 5
    while path.parent.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not path.parent.exists()


def test_the_demo_can_be_made_without_opening_it(shell: Shell, tmp_path: Path) -> None:
    made = shell.run("demo", "--into", str(tmp_path / "demo.db"), "--json").json
    assert {"name": "张敏", "roles": ["supervisor"], "pin": "2468"} in made["operators"]
    shell.path = tmp_path / "demo.db"
    assert shell.entries() > 60
    assert shell.run("demo", "--into", str(tmp_path / "demo.db")).code == 1
    assert shell.run("do", "contact.enquiry", "--as", "李婷", "--field", "text=x", PROPDESK_PIN="1357").code == 0
