"""A shell at a desk: `shell.do("complaint.deliver", ...)` types a command and reads what comes back."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from propdesk.cli.commands import app
from propdesk.cli.tools import Tools
from propdesk.rules.pins import Pins
from tests.conftest import FrozenClock

PINS = {"张敏": "2468", "李婷": "1357", "王磊": "1357", "陈志远": "1357"}


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


@dataclass
class Shell:
    """Types commands on one database, at a time of its own."""

    path: Path
    clock: FrozenClock
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, given: str | bytes = "", **env: str) -> Answer:
        """A command in this process."""
        tools = Tools(now=self.clock, pins=Pins(cheap=True), db=str(self.path))
        found = CliRunner().invoke(app, list(words), input=given, env={**self.env, **env}, obj=tools)
        return Answer(found.exit_code, found.stdout, found.stderr)

    def process(self, *words: str | bytes, **env: str) -> Answer:
        """A command in a process of its own, by the real clock."""
        command = [sys.executable, "-m", "propdesk", "--db", str(self.path), *words]
        found = subprocess.run(command, capture_output=True, env=self.environment(env), stdin=subprocess.DEVNULL)
        return Answer(found.returncode, found.stdout.decode(), found.stderr.decode())

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of a process."""
        return {**os.environ, "PYTHONUTF8": "1", **self.env, **(more or {})}

    def do(self, step: str, item: str | None = None, *words: str, as_: str = "张敏", **fields: str) -> Answer:
        """A step with its answers, printed as JSON."""
        answers = [word for name, value in fields.items() for word in ("--field", f"{name}={value}")]
        where = [item] if item else []
        return self.run("do", step, *where, "--as", as_, *answers, *words, "--json", PROPDESK_PIN=PINS[as_])

    def entries(self) -> int:
        """How many entries the journal has; it must be sound."""
        report = self.run("verify", "--json").json
        assert report["sound"], report
        return int(report["entries"])


@pytest.fixture
def shell(founded: Path, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell at a desk with three units; nothing it does touches this user's own folders."""
    for name in ("PROPDESK_PIN", "PROPDESK_PIN_2", "PROPDESK_NEW_PIN", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "desk.db"
    shutil.copy(founded, path)
    home = str(tmp_path / "home")
    return Shell(path, clock, {"LANG": "C.UTF-8", "XDG_DATA_HOME": home, "LOCALAPPDATA": home, "HOME": home})


@pytest.fixture
def staffed(shell: Shell) -> Shell:
    """The same with 李婷, clerk and duty officer."""
    added = shell.run(
        "operator", "add", "李婷", "--role", "clerk", "--role", "duty", "--as", "张敏",
        PROPDESK_PIN="2468", PROPDESK_NEW_PIN="1357",
    )  # fmt: skip
    assert added.code == 0, added.err
    return shell
