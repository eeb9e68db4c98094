"""The desk in a terminal: signed in, its screens by their function keys, all programs pressed in turn."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import desks
from bench.peers import Peer
from bench.pty import ENTER, Stroke, Terminal, key

PROPDESK = (sys.executable, "-m", "propdesk")
FIRST = "PIN"
SIGNED_IN = "Item number"
FRAME = 0.04
"""Seconds of silence after which a frame is painted."""
REST = 3.0
"""Seconds after signing in: missed deadlines are put on record, the screens come to rest."""


def start(path: Path) -> Terminal:
    """The desk on a database; English, so that its words can be waited for."""
    return Terminal(PROPDESK, PROPDESK_DB=str(path), PROPDESK_LANG="en")


@contextmanager
def at_desk(path: Path) -> Iterator[Terminal]:
    """Somebody signed in at the desk."""
    with start(path) as terminal:
        terminal.wait_for(FIRST)
        terminal.settle()
        terminal.send(desks.PIN_KEYS + ENTER)
        terminal.wait_for(SIGNED_IN)
        terminal.drain(REST)
        yield terminal


@contextmanager
def open_peers(peers: Sequence[Peer]) -> Iterator[list[Terminal]]:
    """Programs that show what they are waited for."""
    with ExitStack() as stack:
        terminals = []
        for peer in peers:
            terminal = stack.enter_context(Terminal(peer.command))
            terminal.wait_for(peer.marker)
            terminal.settle()
            terminals.append(terminal)
        yield terminals


def in_turn(
    terminals: Sequence[Terminal], stroke: bytes, rounds: int, quiet: float = FRAME, rest: float = 0
) -> list[list[Stroke]]:
    """Press a key so often in each program, one after the other, so that a busy moment slows them all.

    After each stroke a program may `rest`: what it reads once the cursor stands still is not the stroke's.
    """
    found: list[list[Stroke]] = [[] for _ in terminals]
    for _ in range(rounds):
        for terminal, strokes in zip(terminals, found, strict=True):
            strokes.append(terminal.press(stroke, quiet))
            terminal.drain(rest)
    return found


def milliseconds(strokes: Sequence[Stroke]) -> list[float]:
    """How long each took until its last byte; one that said nothing is left out."""
    return [stroke.ms for stroke in strokes if stroke.size] or [float("nan")]


def modes() -> dict[str, str]:
    """The function key, or the letter with Ctrl, of each screen, from the app's own bindings."""
    from propdesk.app import PropDesk
    from propdesk.screens.modes import MODES

    keys = {}
    for binding in PropDesk.BINDINGS:
        action, names = getattr(binding, "action", ""), getattr(binding, "key", "")
        mode = action.removeprefix("go('").removesuffix("')")
        if mode in MODES:
            keys[mode] = str(names).split(",")[0]
    return {mode: keys[mode] for mode in MODES if mode in keys}


def go(mode_key: str) -> bytes:
    """The bytes of the key of a screen."""
    return key(mode_key)
