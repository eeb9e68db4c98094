"""What beats under every screen: the tick, the look at what changed, and what happens when something fails."""

import asyncio
import signal
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Any, cast

from rich.text import Text
from textual import events, work
from textual._styles_cache import StylesCache
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.driver import Driver
from textual.screen import Screen
from textual.signal import Signal
from textual.worker import Worker, WorkerState

from propdesk.clock import Now
from propdesk.errors import Damaged, Refused
from propdesk.i18n import _
from propdesk.screens import failures
from propdesk.screens.leaving import SentAway
from propdesk.widgets import chrome
from propdesk.widgets.parking import Parking, Ticking
from propdesk.widgets.safe import toast

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.procedures.tx import Actor
    from propdesk.queries.timers import BarState
    from propdesk.screens.pulse import Pulse
    from propdesk.store.peek import FirstPaint
    from propdesk.widgets.terminal import DeskDriver


class Shell(App[None]):
    """The state all screens share. `the_desk` and `the_actor` are there once somebody has signed in."""

    DEFAULT_CSS = """
    #body { height: 1fr; width: 1fr; }
    .over { align: center middle; width: 1fr; height: 1fr; }
    .panel {
        width: 72; max-width: 100%; height: auto; max-height: 100%;
        border: round $accent; background: $background; padding: 0 1;
    }
    .title { text-style: bold; color: $text-accent; width: 1fr; height: auto; }
    .muted { color: $text-muted; width: 1fr; height: auto; }
    .trouble { color: $text-error; text-style: bold; width: 1fr; height: auto; }
    ModalScreen { background: $background; }
    """
    """What several screens share; urgency is said by marks and words, colours of the theme only repeat it."""

    def __init__(self, first: "FirstPaint", now: Now) -> None:
        super().__init__()
        self.first, self.now = first, now
        self.the_desk: Desk
        self.the_actor: Actor
        self.bar: BarState | None = None
        self.locked = True
        self.touched: Signal[frozenset[int]] = Signal(self, "touched")
        """Published with the items whose entries were just written, here or at another desk."""
        self.from_paper: int | None = None
        """Who types in from paper one entry after the other: the next one is taken for the same until they say no."""
        self.leaving = Event()
        """Set when the app ends, for whatever runs long in a thread."""
        self._pulse: Pulse | None = None
        self._looking = self._again = False
        self._trouble = ""
        self._active = now()

    # --- the tick -------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Each second, from memory: clock and countdowns; a thread looks whether anything changed; the idle lock."""
        if not self.screen_stack:
            return  # the last screen closed, the timer not yet
        if (terminal := self._terminal()) is not None and terminal.gone:
            signal.raise_signal(signal.SIGHUP)
            return
        self.paint(self.screen)
        if self._pulse is None:
            return
        if isinstance(self.screen, Ticking):
            self.screen.tick(self.now())
        if not self._looking:
            self.look()
        if self.bar is not None and self._pulse.copy_is_due():
            self.keep_copy()
        # where the clock was set back, nobody is idle for less than no time
        self._active = min(self._active, self.now())
        idle = self.now() - self._active
        if not self.locked and idle >= timedelta(minutes=self.the_desk.site.settings.lock_minutes):
            self.action_lock()

    def paint(self, screen: Screen[Any]) -> None:
        """Show the time on a screen: its top line and its status bar."""
        desk = None if self._pulse is None else self.the_desk
        for top in screen.query(chrome.TopLine):
            top.heading = chrome.heading(self.first, desk, None if self.locked else self.the_actor, self.now())
        if desk is not None:
            from propdesk.widgets.status_bar import Reading, StatusBar

            titles = {code: rule.title for code, rule in desk.site.rulebook.rules.items()}
            for bar in screen.query(StatusBar):
                bar.show(self.bar, Reading(self.now(), desk.zone, titles))

    def look_soon(self) -> None:
        """Something was written here: look at once, or again if a look is under way."""
        self._again = self._looking
        if not self._looking:
            self.look(certainly=True)

    @work(group="pulse", exit_on_error=False)
    async def look(self, certainly: bool = False) -> None:
        """Look in a thread what changed, and tell the screens which items."""
        if self._pulse is None:
            return
        self._looking = True
        try:
            beat = await asyncio.to_thread(self._pulse.look, certainly=certainly)
            self._trouble = ""
        except Damaged as damaged:
            self._tell_once(damaged.sentence())
            return
        finally:
            self._looking = False
        if beat is not None and self.screen_stack:
            self.bar = beat.bar
            self.paint(self.screen)
            if beat.touched:
                self.touched.publish(beat.touched)
        if self._again:
            self.look_soon()

    @work(group="copy", exit_on_error=False)
    async def keep_copy(self) -> None:
        """Keep the day's copy in a thread of its own, once the first look has shown the clocks."""
        try:
            await asyncio.to_thread(self.the_desk.daily_backup, self.leaving)
        except Damaged as damaged:
            self._tell_once(damaged.sentence())

    def _tell_once(self, sentence: str) -> None:
        """Say what troubles the database, but not again each second."""
        if sentence != self._trouble:
            self._trouble = sentence
            toast(self, sentence, "error")

    async def on_event(self, event: events.Event) -> None:
        """Note when somebody was last at the keyboard."""
        if isinstance(event, events.Key | events.Paste | events.MouseDown):
            self._active = self.now()
        await super().on_event(event)

    def all_screens(self) -> list[Screen[Any]]:
        """Every screen of every mode."""
        return [screen for stack in self._screen_stacks.values() for screen in stack]

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top, with all that was painted on it.

        Textual remembers the colours of a line by the object that painted it, and so keeps the lines of a thousand
        widgets that are gone (Textualize/textual#6665).
        """
        closing = super().pop_screen()
        StylesCache.get_inner_outer.cache_clear()
        return closing

    # --- what went wrong ------------------------------------------------------------------------------------

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker of the app failed."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.report(event.worker.error)

    def report(self, error: BaseException) -> None:
        """Tell what can be explained; for the rest one modal with a reference, the details in the log file."""
        from propdesk.screens.error import ErrorScreen

        if isinstance(error, Refused | Damaged):
            toast(self, error.sentence(), "error")
        elif not self.screen_stack:
            failures.write_down(error, self.now())  # everything is closed already
        elif not isinstance(self.screen, ErrorScreen):
            self.push_screen(ErrorScreen(failures.write_down(error, self.now())))

    def heed_hang_up(self) -> None:
        """Leave in order when the terminal goes away or the machine shuts down, and be gone soon in any case."""
        SentAway(self.hang_up, self._let_go).heed()

    def hang_up(self) -> None:
        """Nobody can be asked any more: park what was typed, and leave; from any thread, blocks."""
        self.leaving.set()
        if (terminal := self._terminal()) is not None:
            terminal.hurried = True
        self.park_all()
        self.exit()

    def get_driver_class(self) -> type[Driver]:
        """A terminal that nobody waits for once it is gone; Windows has terminals of another kind."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from propdesk.widgets.terminal import DeskDriver

        return DeskDriver

    def _terminal(self) -> "DeskDriver | None":
        """The terminal, if there is a real one."""
        found = self._driver
        return cast("DeskDriver", found) if type(found).__name__ == "DeskDriver" else None

    def _let_go(self) -> None:
        if (terminal := self._terminal()) is not None:
            terminal.let_go()

    def park_all(self) -> None:
        """Park every form that holds something unsaved; one that cannot be parked does not keep the others from it."""
        if hasattr(self, "the_desk"):
            self.the_desk.ending = True
        for screen in self.all_screens():
            if isinstance(screen, Parking) and screen.unsaved:
                try:
                    screen.park()
                except Exception as error:  # noqa: BLE001  it stays in its file, or the log says that it is lost
                    failures.write_down(error, self.now())

    def _fatal_error(self) -> None:
        """A handler failed and the app must end: park what was typed, log it, and show nobody's data.

        What fails because the desk is leaving already is nothing to tell anybody.
        """
        number = failures.write_down(self._exception, self.now())
        if self.leaving.is_set():
            self._return_code = 0
        else:
            self.park_all()
            message = _("PropDesk had to stop. What was typed is parked. Reference: {number}").format(number=number)
            self._exit_renderables.append(Text(message))
        self._close_messages_no_wait()

    def action_lock(self) -> None:
        """Lock the desk."""
        raise NotImplementedError
