"""Several desks at once, killed at random moments: what was acknowledged is there, nothing is there by half."""

import random
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from propdesk.desk import Desk
from propdesk.models.tables import metadata
from propdesk.rules.pins import Pins
from tests.conftest import FrozenClock
from tests.laws import books
from tests.torture import worker
from tests.torture.scale import LONG, rounds
from tests.torture.worker import Ack, Fuse

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork servers are a matter of Unix")

DESKS = 3
ACTS = 3000 if LONG else 60
"""So many acknowledged acts, from all desks together."""
KILLED = 0.15
"""How often an acknowledgement is the signal to kill a desk, whichever, wherever in its act it is."""

_TABLES = metadata().tables
_ACT, _ENTRY, _ITEM = (_TABLES[name] for name in ("act", "entry", "item"))


@dataclass
class Worker:
    """One desk process, and the request it is at work on."""

    process: ForkServerProcess
    said: connection.Connection
    tried: str = ""


@dataclass
class Office:
    """Several desk processes on one file."""

    path: Path
    chance: random.Random
    acks: list[Ack] = field(default_factory=list)
    open_ends: set[str] = field(default_factory=set)
    """Requests under way when their desk was killed."""
    workers: list[Worker] = field(default_factory=list)
    killed: int = 0

    def hire(self) -> None:
        """Open one more desk. Some end themselves within an act, the others are killed from outside."""
        context = get_context("forkserver")
        context.set_forkserver_preload(["tests.torture.worker"])
        hears, speaks = context.Pipe(duplex=False)
        number = self.killed + len(self.workers)
        told = (self.path, f"desk{number}", self.chance.randrange(10**9), Fuse.drawn(self.chance), speaks)
        process = context.Process(target=worker.work, args=told, daemon=True)
        process.start()
        speaks.close()
        self.workers.append(Worker(process, hears))

    def run(self, acts: int) -> None:
        """Let them work until so many acts were acknowledged, and a new desk take the place of a killed one."""
        while len(self.acks) < acts:
            while len(self.workers) < DESKS:
                self.hire()
            for ready in connection.wait([each.said for each in self.workers], timeout=60):
                self.listen(next(each for each in self.workers if each.said is ready))

    def listen(self, at: Worker) -> None:
        try:
            what, told = at.said.recv()
        except (EOFError, OSError):
            self.gone(at)
            return
        assert what != "damaged", told
        at.tried = told if what == "try" else ""
        if what == "ack":
            self.acks.append(told)
            if self.chance.random() < KILLED:
                self.chance.choice(self.workers).process.kill()

    def gone(self, at: Worker) -> None:
        """A desk is dead; what it said before is heard, what it was doing is uncertain."""
        at.process.join(30)
        assert at.process.exitcode == -9
        at.said.close()
        self.workers.remove(at)
        self.killed += 1
        if at.tried:
            self.open_ends.add(at.tried)

    def close(self) -> None:
        """Kill who is left."""
        for at in list(self.workers):
            at.process.kill()
            while at in self.workers:
                self.listen(at)


@contextmanager
def office(path: Path, chance: random.Random) -> Iterator[Office]:
    """An office that is closed in any case."""
    opened = Office(path, chance)
    try:
        yield opened
    finally:
        opened.close()


def test_every_acknowledged_act_outlives_its_desk_and_no_act_is_there_by_half(
    busy: Path, chance: random.Random
) -> None:
    with office(busy, chance) as here:
        for _round in rounds(1, ACTS // 60, seconds=240):
            here.run(len(here.acks) + 60)
    assert here.killed > DESKS
    with closing(Desk.open(busy, now=FrozenClock(), pins=Pins(cheap=True))) as desk:
        books.agree(desk)
        acts = desk.read(acts_by_request)
        for ack in here.acks:
            assert acts[ack.request] == (
                ack.act,
                [(each.seq, each.step, each.item_id, each.hash) for each in ack.entries],
            )
        assert {number for ack in here.acks for number in ack.numbers} <= desk.read(numbers)
        ours = {request for request in acts if request.startswith("desk")}
        assert ours <= {ack.request for ack in here.acks} | here.open_ends


def acts_by_request(read: Connection) -> dict[str, tuple[int, list[tuple[int, str, int | None, str]]]]:
    """Each act with its entries."""
    found: dict[str, tuple[int, list[tuple[int, str, int | None, str]]]] = {}
    asked = select(_ACT.c.request_id, _ACT.c.id, _ENTRY.c.seq, _ENTRY.c.step, _ENTRY.c.item_id, _ENTRY.c.hash)
    for row in read.execute(asked.join(_ENTRY, _ENTRY.c.act_id == _ACT.c.id).order_by(_ENTRY.c.seq)):
        found.setdefault(row.request_id, (row.id, []))[1].append((row.seq, row.step, row.item_id, row.hash))
    return found


def numbers(read: Connection) -> set[str]:
    """The numbers of all items."""
    return set(read.execute(select(_ITEM.c.number)).scalars())
