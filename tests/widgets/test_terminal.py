"""The terminal under the screens: gone, standing still, and there again."""

import os
import select
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable

import pytest

if sys.platform == "win32":
    pytest.skip("terminals of this kind are a matter of Unix", allow_module_level=True)

from textual.app import App

from propdesk.widgets.terminal import DeskDriver

SIGNALS = (signal.SIGTSTP, signal.SIGCONT, signal.SIGTTIN, signal.SIGTTOU, signal.SIGWINCH)
PATIENCE = 30.0
MUCH = "x" * 4096


class Line:
    """A driver on a terminal whose other end is in our hand."""

    def __init__(self, driver: DeskDriver, master: int, slave: int) -> None:
        self.driver, self.master, self.slave = driver, master, slave

    def hangs_up(self) -> None:
        os.close(self.master)
        self.master = -1


@pytest.fixture
async def line(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Line]:
    """A terminal that is shown things."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    master, slave = os.openpty()
    with open(slave, "w", closefd=False) as file:
        monkeypatch.setattr(sys, "__stdin__", file)
        monkeypatch.setattr(sys, "__stderr__", file)
        driver = DeskDriver(App(), size=(80, 24))
        driver.start_application_mode()  # type: ignore[no-untyped-call]
        opened = Line(driver, master, slave)
        yield opened
        driver.hurried = True
        if opened.master != -1:
            opened.hangs_up()
        driver.disable_input()
        driver.close()
    os.close(slave)
    for number, handler in before.items():
        signal.signal(number, handler)


def under_way(work: Callable[[], None]) -> threading.Thread:
    """Work in a thread that keeps nothing from ending."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


async def test_nobody_waits_for_a_terminal_that_is_gone(line: Line) -> None:
    line.hangs_up()

    def show() -> None:
        for _time in range(200):
            line.driver.write(MUCH)
        line.driver.close()

    shown = under_way(show)
    shown.join(PATIENCE)
    assert not shown.is_alive()
    assert line.driver.gone


async def test_a_terminal_that_stands_still_is_waited_for_until_the_desk_must_leave(line: Line) -> None:
    def show() -> None:
        for _time in range(1000):
            line.driver.write(MUCH)
        line.driver.close()

    shown, full = under_way(show), select.poll()
    full.register(line.slave, select.POLLOUT)
    while full.poll(0):
        os.sched_yield()
    assert shown.is_alive()
    assert not line.driver.gone
    line.driver.hurried = True
    shown.join(PATIENCE)
    assert not shown.is_alive()


async def test_what_a_terminal_takes_late_is_shown_whole(line: Line) -> None:
    def show() -> None:
        for _time in range(100):
            line.driver.write(MUCH)
        line.driver.write("END")

    shown, seen = under_way(show), b""
    while not seen.endswith(b"END"):
        assert select.select([line.master], [], [], PATIENCE)[0]
        seen += os.read(line.master, 1 << 16)
    shown.join(PATIENCE)
    assert seen.count(b"x") == 100 * len(MUCH)


async def test_only_what_ctrl_z_stopped_is_begun_again(line: Line) -> None:
    """The system tells a program to go on together with every hang-up: no second thread may read the keys."""
    before = set(threading.enumerate())
    signal.raise_signal(signal.SIGCONT)
    assert set(threading.enumerate()) == before
