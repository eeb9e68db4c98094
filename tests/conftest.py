"""A desk with a frozen clock on a database in tmp_path, for every test that needs one."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

for _name in (
    "NO_COLOR",
    "TEXTUAL_THEME",
    "TEXTUAL_FILTERS",
    "FORCE_COLOR",
    "PROPDESK_DB",
    "PROPDESK_LANG",
    "PROPDESK_PIN",
    "PROPDESK_PRINT",
):
    os.environ.pop(_name, None)
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"

from propdesk.desk import Desk, Done, Signature
from propdesk.i18n import use_language
from propdesk.procedures.tx import Actor
from propdesk.rules.pins import Pins
from propdesk.rules.roster import Roster, read_rows
from propdesk.settings import Settings

SATURDAY_NIGHT = datetime(2026, 11, 21, 15, 40, tzinfo=UTC)
"""Saturday 2026-11-21, 23:40 in Shanghai: the night of P07."""


class FrozenClock:
    """A clock that moves only when told to."""

    def __init__(self, moment: datetime = SATURDAY_NIGHT) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **how_long: float) -> None:
        """Let time pass: `forward(minutes=5)`."""
        self.moment += timedelta(**how_long)


class Counter:
    """Desk and actor in one hand, as somebody who works at the counter has them."""

    def __init__(self, desk: Desk, actor: Actor, clock: FrozenClock) -> None:
        self.desk, self.actor, self.clock = desk, actor, clock
        self._requests = 0

    def do(
        self,
        step: str,
        item: str | None = None,
        *,
        as_: Actor | None = None,
        signatures: tuple[Signature, ...] = (),
        happened: datetime | None = None,
        expect_version: int | None = None,
        new_pin: str | None = None,
        **fields: object,
    ) -> Done:
        """Do one step as somebody at the counter would."""
        self._requests += 1
        return self.desk.perform(
            self.desk.fill(step, fields),
            item,
            actor=as_ or self.actor,
            signatures=signatures,
            request_id=f"test-{self._requests}",
            happened=happened,
            expect_version=expect_version,
            new_pin=new_pin,
        )

    def operator(self, name: str, roles: str) -> Actor:
        """A new operator with the PIN 1357."""
        self.do("operator.add", who=name, roles=roles, new_pin="1357")
        return self.desk.sign_in(name, "1357")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in English."""
    use_language("en")
    yield
    use_language("en")


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is migrated and set up once; each test gets its own copy."""
    path = tmp_path_factory.mktemp("founded") / "desk.db"
    desk = Desk.open(path, now=FrozenClock(), pins=Pins(cheap=True))
    desk.found(Settings(site="东光花园服务中心", routes=()), "张敏", "2468")
    desk.perform(
        desk.fill("estate.import_roster", {"file": "roster.csv", "sha256": "0" * 64}).carrying(small_roster()),  # type: ignore[attr-defined]
        actor=desk.sign_in("张敏", "2468"),
        request_id="roster",
    )
    desk.close()
    return path


@pytest.fixture
def desk(founded: Path, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    path = tmp_path / "desk.db"
    shutil.copy(founded, path)
    opened = Desk.open(path, now=clock, pins=Pins(cheap=True))
    yield opened
    opened.close()


@pytest.fixture
def counter(desk: Desk, clock: FrozenClock) -> Counter:
    """The supervisor 张敏 at the counter."""
    return Counter(desk, desk.sign_in("张敏", "2468"), clock)


def small_roster() -> Roster:
    """Three units: 3-1201 of 王敏, the flat above it, and an empty one."""
    return read_rows(
        [
            ["楼栋", "房号", "面积", "状态", "入住日期", "姓名", "身份", "电话", "车牌", "备注"],
            [
                "3",
                "1201",
                128.5,
                "已入住",
                "2024-06-18",
                "王敏",
                "业主",
                "13812348812",
                "鲁B12345",
                "老人耳背，敲门要久等",
            ],
            ["3", "1201", 128.5, "已入住", "2024-06-18", "刘强", "家属", "13912342207", "", ""],
            ["3", "1301", 128.5, "出租", "2024-07-01", "单志刚", "租户", "13712340001", "", ""],
            ["1", "0502", 96.0, "已入住", "2024-05-02", "尉迟静", "业主", "13612340002", "", ""],
        ]
    )
