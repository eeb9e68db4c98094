"""The terminal of the desk, which may go away or stop reading at any moment: then nobody waits for it."""

import os
import select
import signal
import sys
import termios
from contextlib import suppress
from queue import Full
from threading import Thread
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App

PATIENCE = 0.1
"""Seconds between two looks whether what is to be shown is still waited for."""
LAST_WORDS = 1.0
"""Seconds that a terminal has to take the last of it when the desk must leave."""

AS_BEFORE = b"\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l\x1b[?1049l\x1b[?25h"
"""No pasting in brackets, lines that wrap, no mouse, no news of the focus, the first screen, the cursor."""


class Outlet:
    """What is shown goes through here to the terminal; once that is gone it goes nowhere, and nothing fails.

    Textual's thread that writes would end with the first failure, and whoever hands it the next text wait for ever.
    """

    def __init__(self, terminal: TextIO) -> None:
        self._file, self._encoding = terminal.fileno(), terminal.encoding
        self._held: list[bytes] = []

    def fileno(self) -> int:
        """The number of the terminal's file."""
        return self._file

    def write(self, text: str) -> None:
        """Hold the text until the next flush."""
        self._held.append(text.encode(self._encoding, "backslashreplace"))

    def flush(self) -> None:
        """Write what is held."""
        data = b"".join(self._held)
        self._held.clear()
        self.put(data)

    def put(self, data: bytes) -> None:
        """Write these bytes, and wait until the terminal took them or is gone."""
        while data:
            try:
                data = data[os.write(self._file, data) :]
            except BlockingIOError:
                select.select([], [self._file], [], PATIENCE)
            except OSError:
                return


class DeskDriver(LinuxDriver):
    """Textual's driver, for a terminal that may be gone, or stand still, or be there again."""

    def __init__(
        self, app: "App[Any]", *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._outlet = Outlet(cast("TextIO", sys.__stderr__))
        self._file = cast("Any", self._outlet)
        self._deaf = self.hurried = False
        """Set when the desk must leave: what the terminal does not take is not waited for."""

    def write(self, data: str) -> None:
        """Hand on what is to be shown."""
        self._hand_on(data)

    def close(self) -> None:
        """Have the last of it written."""
        thread = self._writer_thread
        if thread is None:
            return
        self._hand_on(None)
        while thread.is_alive() and not self.hurried:
            thread.join(PATIENCE)
        thread.join(LAST_WORDS)

    def _hand_on(self, data: str | None) -> None:
        thread = self._writer_thread
        while thread is not None and thread.is_alive():
            try:
                thread._queue.put(data, block=not self._deaf, timeout=PATIENCE)
            except Full:
                if self.hurried:
                    self._deaf = True
                    return
            else:
                return

    @property
    def gone(self) -> bool:
        """Whether the terminal went away. It need not have said so: only the first program in it gets a signal."""
        try:
            termios.tcgetattr(self.fileno)
        except termios.error:
            return True
        return False

    def let_go(self) -> None:
        """Give the terminal back as it was before, from any thread, whatever is still to be shown."""
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            last = Thread(target=self._outlet.put, args=(AS_BEFORE,), daemon=True)
            last.start()
            last.join(LAST_WORDS)

    def _run_input_thread(self) -> None:
        """Read keys; where they can be read no more, it is as if the terminal had hung up."""
        try:
            self.run_input_thread()
        except OSError:
            signal.raise_signal(signal.SIGHUP)

    def _sigcont_application(self, *_signal: object) -> None:
        """Take the terminal again after Ctrl+Z alone: the system sends this signal with every hang-up too."""
        if self._must_signal_resume:
            super()._sigcont_application()
