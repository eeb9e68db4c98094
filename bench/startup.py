"""From the command to the first screen and to the worklist, against the least Textual app and other programs."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

from bench import desks, driving, peers
from bench.peers import MINIMAL, Peer
from bench.pty import ENTER, SilentError, Terminal
from bench.report import Line, Part, ms, paired

ROUNDS = 7
Start = tuple[float, float, float]
"""Milliseconds to the first screen and to silence, and megabytes then."""


def measure() -> Part:
    """Start everything in turn."""
    small, big = desks.working(desks.small()), desks.working(desks.big())
    programs: dict[str, Callable[[], Terminal]] = {
        "minimal": lambda: Terminal(MINIMAL.command),
        "small": lambda: driving.start(small),
        "big": lambda: driving.start(big),
    }
    markers = {"minimal": MINIMAL.marker, "small": driving.FIRST, "big": driving.FIRST}
    others, silent = [], []
    for peer in peers.starting():
        if _says(peer):
            others.append(peer)
            programs[peer.name], markers[peer.name] = _starter(peer), peer.marker
        else:
            silent.append(peer.name)
    found: dict[str, list[Start]] = {name: [] for name in programs}
    for number in range(ROUNDS + 1):
        for name, program in programs.items():
            with program() as terminal:
                start = terminal.wait_for(markers[name]), terminal.settle(), terminal.memory()
            if number:
                found[name].append(start)
    first, settled, memory = ({name: [each[place] for each in starts] for name, starts in found.items()}
                              for place in range(3))  # fmt: skip
    lines = [
        _line("first paint of the sign-in", "small", "minimal", first, 1.25),
        _line("first paint with a million entries behind", "big", "small", first, 1.2),
        _line("settled, the imports behind the sign-in included", "small", "minimal", settled, 2.5),
        *(_line(f"first paint beside {peer.name}", "small", peer.name, first, 0.4 if peer.name == "harlequin" else 0.3)
          for peer in others),
        *_signing_in(),
        *_memory(memory),
    ]  # fmt: skip
    gone = [*peers.missing(), *silent]
    notes = [f"Not to be had here, and so not beside it: {', '.join(gone)}."] if gone else []
    return Part("Start and memory", lines, notes)


def _starter(peer: Peer) -> Callable[[], Terminal]:
    return lambda: Terminal(peer.command)


def _says(peer: Peer) -> bool:
    """Whether a program comes up at all."""
    try:
        with Terminal(peer.command) as terminal:
            terminal.wait_for(peer.marker, 20)
    except SilentError:
        return False
    return True


def _line(work: str, ours: str, beside: str, found: dict[str, list[float]], goal: float) -> Line:
    others = {"minimal": "the least Textual app", "small": "with a month behind"}.get(beside, beside)
    ratio = paired(found[ours], found[beside])
    return Line(work, ms(found[ours]), f"{others} {ms(found[beside])}", ratio, goal)


def _signing_in() -> list[Line]:
    """From Enter after the PIN, typed at once, to the worklist with its status bar."""
    waited: dict[str, list[float]] = {"small": [], "big": []}
    resident: dict[str, list[float]] = {"small": [], "big": []}
    for _ in range(3):
        for name, path in (("small", desks.small()), ("big", desks.big())):
            with driving.start(desks.working(path)) as terminal:
                terminal.wait_for(driving.FIRST)
                begun = perf_counter()
                terminal.send(desks.PIN_KEYS + ENTER)
                terminal.wait_for(driving.SIGNED_IN)
                terminal.wait_for("overdue")
                waited[name].append((perf_counter() - begun) * 1000)
                terminal.drain(driving.REST)
                resident[name].append(terminal.memory())
    return [
        Line("PIN to worklist and status bar, a million entries behind", ms(waited["big"]),
             f"with a month behind {ms(waited['small'])}", paired(waited["big"], waited["small"]), 1.2),
        Line("memory, desk open, a million entries behind", f"{median(resident['big']):.0f} MB",
             f"with a month behind {median(resident['small']):.0f} MB",
             paired(resident["big"], resident["small"]), 90, median(resident["big"]), "MB"),
    ]  # fmt: skip


def _memory(found: dict[str, list[float]]) -> list[Line]:
    return [Line("memory, sign-in", f"{median(found['small']):.0f} MB",
                 f"the least Textual app {median(found['minimal']):.0f} MB",
                 paired(found["small"], found["minimal"]))]  # fmt: skip
