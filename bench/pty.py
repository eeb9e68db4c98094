"""A program in a real pseudo-terminal, with a stop-watch."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import NoReturn

COLUMNS, LINES = 120, 40
ESCAPE = re.compile(rb"\x1b(\[[0-9;:?<=>$]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[=>]|[()][A-Z0-9]|P[^\x1b]*\x1b\\)")
MARGIN = 64
"""Bytes read again with each chunk, for an escape sequence or a marker that arrived in two."""


class SilentError(Exception):
    """The program ended, or said nothing in time."""


@dataclass(frozen=True)
class Stroke:
    """What one key press cost: milliseconds to the last byte, the bytes, milliseconds to the first byte."""

    ms: float
    size: int
    first: float = 0.0


class Terminal:
    """Runs a program in a pseudo-terminal of 120 by 40 cells."""

    def __init__(self, command: Sequence[str], **environment: str) -> None:
        self._started = perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            _become(command, environment)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def wait_for(self, marker: str, timeout: float = 60) -> float:
        """Milliseconds from the start of the program to the first bytes that show `marker`."""
        seen, end = b"", perf_counter() + timeout
        while marker.encode() not in ESCAPE.sub(b"", seen):
            chunk = self._read(end - perf_counter())
            if not chunk:
                raise SilentError(f"{marker!r} was not shown; the last bytes were {ESCAPE.sub(b'', seen)[-2000:]!r}")
            seen += chunk
        return (perf_counter() - self._started) * 1000

    def settle(self, quiet: float = 0.4) -> float:
        """Milliseconds from the start of the program to its last byte before `quiet` seconds of silence."""
        last = perf_counter()
        while self._read(quiet):
            last = perf_counter()
        return (last - self._started) * 1000

    def send(self, keys: bytes) -> None:
        """Send the bytes of keys and wait for nothing."""
        os.write(self._fd, keys)

    def cpu(self) -> float:
        """Seconds of processor time the program used so far, where the system tells (Linux)."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            return float("nan")
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def drain(self, seconds: float) -> int:
        """Read for so long whatever the program says; how many bytes."""
        until, size = perf_counter() + seconds, 0
        while (left := until - perf_counter()) > 0:
            size += len(self._read(left))
        return size

    def press(self, key: bytes, quiet: float = 0.08, patience: float = 1.5) -> Stroke:
        """Send the bytes of a key and read until the program is quiet; it has `patience` to say its first byte."""
        sent = last = first = perf_counter()
        os.write(self._fd, key)
        size = 0
        while chunk := self._read(quiet if size else max(quiet, patience)):
            last = perf_counter()
            first, size = first if size else last, size + len(chunk)
        return Stroke((last - sent) * 1000, size, (first - sent) * 1000)

    def memory(self) -> float:
        """Resident memory of the program in megabytes, where the system tells (Linux)."""
        try:
            status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        except OSError:
            return float("nan")
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else float("nan")

    def _read(self, timeout: float) -> bytes:
        ready, _, _ = select.select([self._fd], [], [], max(0, timeout))
        if not ready:
            return b""
        try:
            return os.read(self._fd, 1 << 16)
        except OSError:  # the program closed its end
            return b""


def _become(command: Sequence[str], environment: dict[str, str]) -> NoReturn:
    """Turn this child process into the program."""
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    try:
        os.execvpe(command[0], list(command), kept | TERMINAL | environment)
    finally:
        os._exit(127)


UNSET = ("PYTHONDONTWRITEBYTECODE", "NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_FILTERS", "COLUMNS", "LINES")
"""What would make the program slower or other than at a desk: compiled files are written, colours are on."""
TERMINAL = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "PYTHONUTF8": "1",
}

_FUNCTION = ("OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~", "[20~", "[21~", "[23~", "[24~")
DOWN, UP, RIGHT, PAGE_DOWN, END, HOME = (f"\x1b[{code}".encode() for code in ("B", "A", "C", "6~", "F", "H"))
ENTER, ESCAPE_KEY, TAB = b"\r", b"\x1b", b"\t"


def key(name: str) -> bytes:
    """The bytes of `f3`, `ctrl+b`, `a`, as a terminal sends them."""
    if name.startswith("f") and name[1:].isdigit():
        return f"\x1b{_FUNCTION[int(name[1:]) - 1]}".encode()
    if name.startswith("ctrl+"):
        return bytes([ord(name[-1]) - ord("a") + 1])
    return name.encode()
