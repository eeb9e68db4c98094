"""Sent away by a signal: leave in order, and be gone soon in any case.

A signal finds the main thread wherever it is, with any lock in its hands. So its handler only passes the number on; a
thread that waits for nothing else does the rest.
"""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from queue import SimpleQueue
from threading import Thread, Timer

WITHIN = 12.0
"""Seconds that leaving in order may take: twice the time that one desk waits for another that is writing."""
AT_ONCE = 1.0
"""Seconds that are left once SIGTERM came again."""


class SentAway:
    """Heeds the signals that end a program."""

    def __init__(self, begin: Callable[[], None], give_up: Callable[[], None]) -> None:
        """`begin` starts to leave; `give_up` comes before the process is ended by force. Both run in threads."""
        self._begin, self._give_up = begin, give_up
        self._told: SimpleQueue[int] = SimpleQueue()

    def heed(self) -> None:
        """Heed the signals from here on; Windows knows SIGTERM alone."""
        for name in ("SIGHUP", "SIGTERM"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda number, _frame: self._told.put(number))
        _start(self._watch)

    def _watch(self) -> None:
        """Terminals and shells each send a hang-up, so only SIGTERM again means that somebody has no more patience."""
        told = [self._told.get()]
        _start(self._begin)
        self._end_in(WITHIN, told[0])
        while True:
            told.append(self._told.get())
            if told[-1] == signal.SIGTERM and told.count(signal.SIGTERM) > 1:
                self._end_in(AT_ONCE, signal.SIGTERM)

    def _end_in(self, seconds: float, number: int) -> None:
        timer = Timer(seconds, self._end, (number,))
        timer.daemon = True
        timer.start()

    def _end(self, number: int) -> None:
        with suppress(Exception):
            self._give_up()
        os._exit(128 + number)


def _start(work: Callable[[], None]) -> None:
    """Run it in a thread that the end of the program does not wait for, in the language of this one."""
    Thread(target=copy_context().run, args=(work,), daemon=True).start()
