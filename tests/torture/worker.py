"""A desk process that works until it is killed: it says what it is about to do, and what was acknowledged."""

import os
import random
import signal
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

from sqlalchemy import event

from propdesk.desk import Desk, Done
from propdesk.errors import Damaged, Refused
from propdesk.procedures.act import Written
from propdesk.rules.pins import Pins
from tests.conftest import SATURDAY_NIGHT, Counter, FrozenClock
from tests.torture import acting

MINUTES = (0, 0, 0, 1, 6, 25, 130)


@dataclass(frozen=True)
class Ack:
    """What a desk said was done, under which request."""

    request: str
    act: int
    entries: tuple[Written, ...]
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, request: str, done: Done) -> "Ack":
        """What is told of an act."""
        numbers = tuple(number for number, _ledger in done.opened)
        return cls(request, done.act, done.entries, (*([done.item] if done.item else []), *numbers))


@dataclass(frozen=True)
class Fuse:
    """How a desk process ends itself: at an instruction of SQLite, or in a commit; else it is killed from outside."""

    instructions: int | None = None
    commits: int | None = None
    spin: int = 0

    @classmethod
    def drawn(cls, chance: random.Random) -> "Fuse":
        """One of the three ways."""
        draws = (cls(), cls(instructions=chance.randrange(2000)), cls(commits=chance.randrange(8)))
        return replace(chance.choice(draws), spin=chance.randrange(200_000))


def work(path: Path, name: str, seed: int, fuse: Fuse, said: Connection) -> None:
    """Do acts for ever, or until the fuse has burnt."""
    chance = random.Random(seed)
    clock = FrozenClock(SATURDAY_NIGHT)
    desk = Desk.open(path, now=clock, pins=Pins(cheap=True))
    counter = Counter(desk, desk.sign_in("张敏", "2468"), clock)
    if fuse.instructions is not None:
        _at_an_instruction(desk, fuse.instructions)
    if fuse.commits is not None:
        _in_a_commit(desk, fuse.commits, fuse.spin)
    number = 0
    while True:
        number += 1
        clock.moment += timedelta(seconds=7, minutes=chance.choice(MINUTES))
        with suppress(Damaged):  # too many desks at once: it is done next time
            desk.sweep()
        what, request = acting.draw(desk, chance), f"{name}-{number}"
        said.send(("try", request))
        try:
            said.send(("ack", Ack.of(request, acting.do(counter, what, request))))
        except Refused as refused:
            said.send(("refused", refused.code))
        except Damaged as damaged:
            said.send(("damaged", damaged.sentence()))


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _at_an_instruction(desk: Desk, left: int) -> None:
    """End at the given one of every tenth instruction of SQLite on the connections that write."""
    count = iter(range(left))

    def burn() -> int:
        if next(count, None) is None:
            _end()
        return 0

    desk._writer.dispose()
    event.listen(desk._writer, "connect", lambda raw, _record: raw.set_progress_handler(burn, 10))


def _in_a_commit(desk: Desk, left: int, spin: int) -> None:
    """End somewhere in the given commit, or just after it: SQLite writes while another thread counts up to `spin`."""
    count = iter(range(left))

    def wait() -> None:
        for _step in range(spin):
            pass
        _end()

    def committing(_connection: object) -> None:
        if next(count, None) is None:
            Thread(target=wait).start()

    event.listen(desk._writer, "commit", committing)
