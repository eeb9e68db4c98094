"""The pictures of the main screens, as a receptionist sees them on a frozen evening in the demo.

A changed picture fails; look at the report before accepting it: a green picture of a broken screen is a defect.
"""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from propdesk.app import PropDesk
from propdesk.demo import make_demo
from propdesk.rules.pins import Pins
from propdesk.store.peek import first_paint

EVENING = datetime(2026, 11, 21, 15, 41, tzinfo=UTC)
PICTURES = (
    ("today in Chinese", "zh_CN", (120, 40), ()),
    ("today in English, small", "en", (80, 24), ()),
    ("complaints in Chinese", "zh_CN", (120, 40), ("f3", "4")),
    ("incidents in English, small", "en", (80, 24), ("f3", "5")),
    ("figures in Chinese", "zh_CN", (120, 40), ("ctrl+b",)),
    ("a call in Chinese", "zh_CN", (120, 40), ("f3", "ctrl+n", *"3-1201", "enter")),
    ("a call in English, small", "en", (80, 24), ("f3", "ctrl+n")),
    ("why a time is due", "zh_CN", (120, 40), ("f2", "ctrl+t")),
    ("emergencies in Chinese, small", "zh_CN", (80, 24), ("f10",)),
    ("the duty log in English", "en", (120, 40), ("f7", "2")),
)

SnapCompare = Callable[..., bool]


@pytest.fixture(scope="module")
def evenings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demo in each language, made once."""
    made = {}
    for language in ("zh_CN", "en"):
        made[language] = tmp_path_factory.mktemp("evening") / f"{language}.db"
        make_demo(made[language], language=language, now=lambda: EVENING)
    return made


@pytest.mark.parametrize(("title", "language", "size", "keys"), PICTURES, ids=[each[0] for each in PICTURES])
def test_the_screen_looks_as_it_did(
    snap_compare: SnapCompare,
    evenings: dict[str, Path],
    tmp_path: Path,
    title: str,
    language: str,
    size: tuple[int, int],
    keys: tuple[str, ...],
) -> None:
    path = tmp_path / "demo.db"
    shutil.copy(evenings[language], path)
    app = PropDesk(path, first_paint(path), now=lambda: EVENING, pins=Pins(cheap=True), lang=language)

    async def go(pilot: Pilot[None]) -> None:
        await pilot.press("down", *"2468", "enter")
        await until(pilot.app, pilot, lambda: type(pilot.app.screen).__name__ == "TodayScreen")
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await settle(pilot)

    assert snap_compare(app, run_before=go, terminal_size=size)


async def until(app: App[None], pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait for what a thread does."""
    for _ in range(2000):
        if true():
            return
        await pilot.pause(0.01)
    raise TimeoutError(type(app.screen).__name__)


async def settle(pilot: Pilot[None]) -> None:
    """Let the answers of threads arrive."""
    for _ in range(10):
        await pilot.pause(0.02)
