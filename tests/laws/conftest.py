"""Desks made ready for a law: an item brought to where a step may be done, once for each way, laid out for each test.

One desk serves all laws: its file is laid out anew for each test, so that its statements need not be compiled again.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from propdesk.desk import Desk
from propdesk.models.operator import Role
from propdesk.procedures.site import Site
from propdesk.procedures.tx import Actor
from propdesk.queries.people import operators
from propdesk.rules.pins import Pins
from tests.conftest import SATURDAY_NIGHT, Counter, FrozenClock
from tests.laws.case import PIN, Way
from tests.laws.cases import bring
from tests.procedures.keyring import vacant_unit

GONE = "钱走"
"""The operator who may no longer work."""


@dataclass(frozen=True)
class Ready:
    """A desk, the supervisor at its counter, and the item that was brought there."""

    counter: Counter
    item: str | None

    @property
    def desk(self) -> Desk:
        return self.counter.desk

    @property
    def path(self) -> Path:
        return self.counter.desk.path

    def operator(self, name: str) -> Actor:
        """An operator as signed in: one is called like each role, one is disabled."""
        found = next(view for view in self.desk.read(operators) if view.name == name)
        return Actor(found.id, found.name, frozenset(Role(role) for role in found.roles))


Bring = Callable[[Way], Ready]


class Shelf:
    """The desk of the laws, and copies of its database for each way that was gone."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk, self._folder = desk, folder
        self._supervisor = desk.sign_in("张敏", "2468")
        self._kept: dict[str, tuple[Path, datetime, str | None, Site]] = {}
        self._keep((), SATURDAY_NIGHT, None)

    def take(self, way: Way) -> Ready:
        """The desk, where the way was gone and nothing else."""
        if repr(way) not in self._kept:
            before = self.take(way[:-1])
            item = bring(before.counter, way[-1:], before.item)
            self._keep(way, before.counter.clock(), item)
        kept, moment, item, self._desk.site = self._kept[repr(way)]
        with closing(sqlite3.connect(kept)) as source, closing(sqlite3.connect(self._desk.path)) as laid_out:
            source.backup(laid_out)
        counter = Counter(self._desk, self._supervisor, FrozenClock(moment))
        counter._requests = 1000 * (len(way) + 1)
        self._desk.now = counter.clock
        return Ready(counter, item)

    def _keep(self, way: Way, moment: datetime, item: str | None) -> None:
        kept = self._folder / f"{len(self._kept)}.db"
        with closing(sqlite3.connect(self._desk.path)) as source:
            source.execute("VACUUM INTO ?", (str(kept),))
        self._kept[repr(way)] = kept, moment, item, self._desk.site


@pytest.fixture(scope="session")
def shelf(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """The founded desk with an operator for each role and one who left."""
    folder = tmp_path_factory.mktemp("shelf")
    shutil.copy(founded, folder / "desk.db")
    desk = Desk.open(folder / "desk.db", now=FrozenClock(), pins=Pins(cheap=True))
    counter = Counter(desk, desk.sign_in("张敏", "2468"), FrozenClock())
    for role in Role:
        counter.do("operator.add", who=str(role), roles=str(role), new_pin=PIN)
    counter.do("operator.add", who=GONE, roles=" ".join(Role), new_pin=PIN)
    counter.do("operator.disable", who=GONE, reason="离职")
    vacant_unit(counter)
    yield Shelf(desk, folder)
    desk.close()


@pytest.fixture
def ready(shelf: Shelf) -> Bring:
    """Lays out the desk on which a way was gone."""
    return shelf.take


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, also of those in which the search index keeps its words."""
    with closing(sqlite3.connect(path)) as raw:
        named = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'entry_search'")
        return {str(name): list(raw.execute(f'SELECT * FROM "{name}"')) for (name,) in named.fetchall()}  # noqa: S608
