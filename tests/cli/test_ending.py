"""The desk in a real terminal that goes away, or told to end: it is gone soon, and what was typed is not."""

import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from propdesk.desk import Desk
from tests.cli.conftest import Shell
from tests.conftest import FrozenClock

if sys.platform == "win32":
    pytest.skip("terminals of this kind are a matter of Unix", allow_module_level=True)

import fcntl
import termios

ESCAPES = re.compile(rb"\x1b(\[[0-9;:?<=>$]*[ -/]*[@-~]|[()][A-Z0-9]|[=>])")
CTRL_L, CTRL_N = b"\x0c", b"\x0e"
PATIENCE = 60.0


class Terminal:
    """The desk in a terminal of its own: what it shows, and what is typed."""

    def __init__(self, shell: Shell, *, leads: bool = True) -> None:
        """Where the desk `leads` its session, the system tells it of a hang-up."""
        self.master, self.slave = os.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.seen = b""

        def lead() -> None:
            if leads:
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        command = [sys.executable, "-m", "propdesk", "--db", str(shell.path), "--lang", "en"]
        env = shell.environment({"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"})
        self.process = subprocess.Popen(
            command,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env=env,
            start_new_session=True,
            preexec_fn=lead,
        )

    def sees(self, words: str) -> None:
        """Read until the words are shown."""
        end = time.monotonic() + PATIENCE
        while words.encode() not in ESCAPES.sub(b"", self.seen):
            ready, _, _ = select.select([self.master], [], [], end - time.monotonic())
            assert ready, ESCAPES.sub(b"", self.seen)[-2000:]
            self.seen += os.read(self.master, 1 << 16)

    def types(self, keys: bytes) -> None:
        """Type; only what is shown from here on counts as seen."""
        self.seen = b""
        os.write(self.master, keys)

    def half_types_a_call(self) -> None:
        """Sign in and begin a call."""
        self.sees("PIN")
        self.types(b"2468\r")
        self.sees("New")
        self.types(CTRL_N)
        self.sees("Save")
        self.types(b"\thalfword")
        self.sees("halfword")

    def closes(self) -> None:
        """The terminal goes away."""
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1

    def ends(self) -> int:
        """Wait for the end, and read what is said until then; the exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end
            if self.master == -1:
                return int(self.process.wait(PATIENCE))
            if select.select([self.master], [], [], 0.1)[0]:
                self.seen += os.read(self.master, 1 << 16)
        return self.process.returncode


@contextmanager
def terminal(shell: Shell, *, leads: bool = True) -> Iterator[Terminal]:
    """The desk in a terminal, ended in any case."""
    opened = Terminal(shell, leads=leads)
    try:
        yield opened
    finally:
        opened.process.kill()
        opened.process.wait()
        for each in {opened.master, opened.slave} - {-1}:
            os.close(each)


def parked(path: Path, clock: FrozenClock) -> list[object]:
    """The texts of the parked calls, once a desk was opened."""
    with closing(Desk.open(path, now=clock)) as desk:
        desk.take_back()
        return [draft.fields["text"] for draft in desk.drafts(desk.sign_in("张敏", "2468"))]


def sent(number: signal.Signals) -> Callable[[Terminal], None]:
    return lambda at: at.process.send_signal(number)


WAYS: dict[str, tuple[bool, Callable[[Terminal], None]]] = {
    "the terminal goes away": (True, Terminal.closes),
    "it goes away and says nothing": (False, Terminal.closes),
    "SIGTERM": (True, sent(signal.SIGTERM)),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_was_half_typed_is_parked_and_the_desk_ends(shell: Shell, clock: FrozenClock, way: str) -> None:
    leads, leave = WAYS[way]
    with terminal(shell, leads=leads) as here:
        here.half_types_a_call()
        leave(here)
        assert here.ends() == 0
    assert parked(shell.path, clock) == ["halfword"]


def test_told_twice_to_end_while_another_program_keeps_the_database_it_ends_at_once_and_loses_nothing(
    shell: Shell, clock: FrozenClock
) -> None:
    with terminal(shell) as here, closing(sqlite3.connect(shell.path, isolation_level=None)) as other:
        here.half_types_a_call()
        other.execute("BEGIN IMMEDIATE")
        here.process.send_signal(signal.SIGTERM)
        until(lambda: list(shell.path.parent.glob("desk-typed-*.json")))
        here.process.send_signal(signal.SIGTERM)
        assert here.ends() == 128 + signal.SIGTERM
        assert termios.tcgetattr(here.slave) == here.before
        assert b"\x1b[?1049l" in here.seen
    assert parked(shell.path, clock) == ["halfword"]
    assert list(shell.path.parent.glob("desk-typed-*.json")) == []


def test_a_terminal_that_takes_nothing_more_does_not_keep_the_desk_from_ending(shell: Shell) -> None:
    with terminal(shell) as here:
        here.sees("PIN")
        writable = select.poll()
        writable.register(here.slave, select.POLLOUT)
        until(lambda: not writable.poll(0) or not os.write(here.master, CTRL_L))
        here.process.send_signal(signal.SIGTERM)
        assert here.process.wait(PATIENCE) in (0, 128 + signal.SIGTERM)
        assert termios.tcgetattr(here.slave) == here.before


def test_a_terminal_that_goes_away_while_the_desk_starts_ends_it(shell: Shell) -> None:
    with terminal(shell) as here:
        ready, _, _ = select.select([here.master], [], [], PATIENCE)
        assert ready
        here.closes()
        assert here.ends() in (0, -signal.SIGHUP)


def until(true: Callable[[], object]) -> None:
    """Look again and again; another process is at work."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        os.sched_yield()
