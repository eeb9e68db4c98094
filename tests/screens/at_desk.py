"""Somebody at the desk: the app on a test's database, signed in, and ways to wait for what the screen shows."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from propdesk.app import PropDesk
from propdesk.rules.pins import Pins
from propdesk.store.peek import first_paint


class AtDesk:
    """The app with a pilot: presses keys, types text, reads the screen."""

    def __init__(self, app: PropDesk, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.keys = 0
        """Keys pressed so far, text not counted."""

    async def press(self, *keys: str) -> None:
        """Press keys, each counted."""
        self.keys += len(keys)
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Text as an input method delivers it; not counted as keys."""
        target = self.app.focused or self.app.screen
        target.post_message(events.Paste(text))
        await self.pilot.pause()

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for what threads do; no sleeping."""
        async with asyncio.timeout(15):
            while not true():
                await self.pilot.pause()
        await self.pilot.pause()

    async def sees(self, *words: str) -> None:
        """Wait until all the words are on the screen."""
        try:
            await self.until(lambda: all(word in self.text for word in words))
        except TimeoutError:
            missing = [word for word in words if word not in self.text]
            raise AssertionError(f"{missing} not on the screen:\n{self.text}") from None

    async def tick(self) -> None:
        """The second hand moves once."""
        self.app.tick()
        await self.pilot.pause()

    @property
    def text(self) -> str:
        """What the terminal shows, of which Textual has no public view."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    def shoot(self, path: Path) -> None:
        """A picture of the screen."""
        path.write_text(self.app.export_screenshot(), encoding="utf-8")


@asynccontextmanager
async def at_desk(
    path: Path,
    now: Callable[[], datetime],
    *,
    lang: str = "en",
    size: tuple[int, int] = (120, 40),
    pin: str = "2468",
    name: str | None = None,
) -> AsyncIterator[AtDesk]:
    """The app, signed in; the first operator of the list unless another is named."""
    app = PropDesk(path, first_paint(path), now=now, pins=Pins(cheap=True), lang=lang)
    async with app.run_test(size=size, notifications=True) as pilot:
        desk = AtDesk(app, pilot)
        for _name in app.operators[: app.operators.index(name)] if name else ():
            await pilot.press("down")
        await pilot.press(*pin, "enter")
        await desk.until(lambda: type(app.screen).__name__ == "TodayScreen" and app.screen.is_running)
        yield desk
