"""Take the pictures of docs/pictures anew: `python scripts/pictures.py [FOLDER]`.

The demo desk on a frozen evening, in both languages, at two sizes. Rich measures text in characters where a terminal
measures cells, so the pictures are put back on the grid before they are written.
"""

import asyncio
import html
import os
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"

from rich.cells import cell_len
from textual.pilot import Pilot

from propdesk.app import PropDesk
from propdesk.demo import make_demo
from propdesk.rules.pins import Pins
from propdesk.store.peek import first_paint

EVENING = datetime(2026, 11, 21, 15, 41, tzinfo=UTC)
FONTS = "'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'Sarasa Mono SC'"
CELL = 12.2
"""Width of a cell in Rich's pictures."""

SHOTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("today", ()),
    ("calls", ("f3",)),
    ("call", ("f3", "ctrl+n", *"3-1201", "enter")),
    ("repairs", ("f3", "2")),
    ("complaints", ("f3", "4")),
    ("incidents", ("f3", "5")),
    ("callbacks", ("f3", "6")),
    ("move-in", ("f4",)),
    ("keys", ("f5",)),
    ("lend", ("f5", "down", "ctrl+l")),
    ("cabinet", ("f5", "ctrl+k")),
    ("patrol", ("f6",)),
    ("patrol-month", ("f6", "ctrl+k")),
    ("vacant", ("f6", "3")),
    ("figures", ("ctrl+b",)),
    ("item", ("f2", "down", "right")),
    ("why", ("f2", "ctrl+t")),
    ("menu", ("f2", "space")),
    ("lookup", ("f8", *"wm")),
    ("shift", ("f7",)),
    ("log", ("f7", "2")),
    ("day", ("f7", "3")),
    ("roster", ("f7", "4")),
    ("emergency", ("f10",)),
    ("help", ("f1",)),
)
"""A name, and the keys that lead there from the first screen."""


async def take(path: Path, folder: Path, language: str, size: tuple[int, int]) -> None:
    """Every picture in one language at one size, and the sign-in."""
    for name, keys in (("sign-in", None), *SHOTS):
        app = PropDesk(path, first_paint(path), now=lambda: EVENING, pins=Pins(cheap=True), lang=language)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            if keys is not None:
                await sign_in(pilot)
                for key in keys:
                    await pilot.press(key)
                    await settle(pilot)
            target = folder / f"{name}-{language}-{size[0]}.svg"
            target.write_text(on_grid(app.export_screenshot(title="PropDesk")), encoding="utf-8")


async def sign_in(pilot: Pilot[None]) -> None:
    """The first operator of the list signs in."""
    await pilot.press("down", *"2468", "enter")
    await wait(pilot, lambda: len(pilot.app.screen_stack) > 0 and type(pilot.app.screen).__name__ == "TodayScreen")
    await settle(pilot)


async def wait(pilot: Pilot[None], ready: Callable[[], bool]) -> None:
    """Until `ready`, at most some ten seconds."""
    for _ in range(400):
        if ready():
            return
        await pilot.pause(0.025)
    raise TimeoutError(type(pilot.app.screen).__name__)


async def settle(pilot: Pilot[None]) -> None:
    """Until nothing is left to paint; the desk's threads answer meanwhile."""
    for _ in range(12):
        await pilot.pause(0.025)


def on_grid(svg: str) -> str:
    """The picture with every run of text as wide as its cells, without fonts from elsewhere."""
    svg = re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.S)
    svg = svg.replace("font-family: Fira Code", f"font-family: {FONTS}")
    return re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)<', _measured, svg)


def _measured(found: re.Match[str]) -> str:
    text = html.unescape(found.group(2))
    return f'textLength="{cell_len(text) * CELL:.1f}"{found.group(1)}>{found.group(2)}<'


def main() -> None:
    """All of them at 120 columns for the docs; at 80 too where a folder of its own is named."""
    own = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    folder = own or Path(__file__).resolve().parent.parent / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for language in ("zh_CN", "en"):
            path = Path(scratch) / f"{language}.db"
            make_demo(path, language=language, now=lambda: EVENING)
            for size in ((120, 40), (80, 24)) if own else ((120, 40),):
                asyncio.run(take(path, folder, language, size))


if __name__ == "__main__":
    main()
