"""Chance with a seed that is told, and desks that are ready to be tortured."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from propdesk.desk import Desk
from propdesk.models.operator import Role
from propdesk.rules.pins import Pins
from tests.conftest import SATURDAY_NIGHT, Counter, FrozenClock
from tests.laws.case import COLLEAGUE, PIN
from tests.laws.cases import bring
from tests.laws.cases_building import READY
from tests.torture.scale import SEED


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Chance of this test's own; a test that fails shows the seed to draw the same again."""
    print(f"TORTURE_SEED={SEED}")  # noqa: T201
    return random.Random(f"{SEED} {request.node.name}")


@pytest.fixture(scope="session")
def staffed(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founded desk with an operator for each role, a colleague, and a building that is ready."""
    path = tmp_path_factory.mktemp("staffed") / "desk.db"
    shutil.copy(founded, path)
    desk = Desk.open(path, now=FrozenClock(), pins=Pins(cheap=True))
    counter = Counter(desk, desk.sign_in("张敏", "2468"), FrozenClock())
    for role in Role:
        counter.do("operator.add", who=str(role), roles=str(role), new_pin=PIN)
    bring(counter, (COLLEAGUE, READY))
    desk.close()
    return path


@pytest.fixture
def busy(staffed: Path, tmp_path: Path) -> Path:
    """A copy of the staffed desk that nobody has open."""
    path = tmp_path / "desk.db"
    shutil.copy(staffed, path)
    return path


@pytest.fixture
def open_desk(busy: Path) -> Iterator[Counter]:
    """The supervisor at the counter of the busy desk."""
    clock = FrozenClock(SATURDAY_NIGHT)
    desk = Desk.open(busy, now=clock, pins=Pins(cheap=True))
    counter = Counter(desk, desk.sign_in("张敏", "2468"), clock)
    counter._requests = 1000
    yield counter
    desk.close()
