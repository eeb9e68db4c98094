"""The terminal app: paints the sign-in first, opens the desk behind it, holds the screens, the tick and the lock.

Nothing heavy is imported here: the sign-in is on the screen before SQLModel and the procedures are loaded.
"""

import asyncio
import gc
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.theme import Theme

from propdesk.clock import Now, system_now
from propdesk.errors import Damaged
from propdesk.i18n import N_, _, ngettext, use_language
from propdesk.screens.shell import Shell
from propdesk.screens.sign_in import SignInScreen
from propdesk.store.peek import FirstPaint
from propdesk.store.watch import Watch
from propdesk.widgets.parking import Parking
from propdesk.widgets.safe import toast
from propdesk.widgets.themes import THEMES

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.procedures.tx import Actor
    from propdesk.rules.pins import Pins


class PropDesk(Shell):
    """The front desk. F12 raises an emergency like F10, which some terminals keep for their own menu."""

    TITLE = "PropDesk"
    CSS_PATH = Path(__file__).parent / "widgets" / "desk.tcss"
    ENABLE_COMMAND_PALETTE = False
    FUNCTION_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("F1", N_("Help"), ""),
        ("F2", N_("Today"), "today"),
        ("F3", N_("Calls"), "calls"),
        ("F4", N_("Move-in"), "movein"),
        ("F5", N_("Keys"), "keys"),
        ("F6", N_("Patrol"), "patrol"),
        ("F7", N_("Shift"), "shift"),
        ("F8", N_("Look up"), "lookup"),
        ("F9", N_("Lock"), ""),
        ("F10", N_("Emergency"), "emergency"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("Help"), show=False),
        Binding("f2", "go('today')", N_("Today"), show=False),
        Binding("f3", "go('calls')", N_("Calls"), show=False),
        Binding("f4", "go('movein')", N_("Move-in"), show=False),
        Binding("f5", "go('keys')", N_("Keys"), show=False),
        Binding("f6", "go('patrol')", N_("Patrol"), show=False),
        Binding("f7", "go('shift')", N_("Shift"), show=False),
        Binding("f8", "go('lookup')", N_("Look up"), show=False),
        Binding("f9", "lock", N_("Lock or change operator"), show=False),
        Binding("f10,f12", "go('emergency')", N_("Emergency"), show=False),
        Binding("ctrl+b", "go('figures')", N_("Figures"), show=False),
        Binding("ctrl+p", "command_palette", N_("Commands"), show=False),
        Binding("ctrl+q", "quit", N_("Quit"), show=False, priority=True),
    ]

    def __init__(
        self,
        path: Path,
        first: FirstPaint,
        *,
        now: Now = system_now,
        pins: "Pins | None" = None,
        lang: str | None = None,
        notes: str = "",
    ) -> None:
        """Make the app on the database at `path`; `first` is what the sign-in shows, `notes` stand below it.

        Tests inject clock and pins.
        """
        super().__init__(first, now)
        self.path, self.pins = path, pins
        self.operators, self._notes = first.operators, notes
        self._warming: asyncio.Task[Desk | None] | None = None
        use_language(lang or first.language)
        self._wear(THEMES.get(first.theme, THEMES["dark"]))

    # --- from the first paint to the first screen -----------------------------------------------------------

    def get_default_screen(self) -> Screen[None]:
        """The sign-in is the first thing that is painted, in an empty database the set-up."""
        if self.first.state != "trouble" and not self.first.operators:
            from propdesk.screens.setup import SetupScreen

            return SetupScreen()
        return SignInScreen(self.first, notes=self._notes)

    def _wear(self, theme: Theme) -> None:
        """Put a theme on before a style sheet is read; `self.theme = ...` would have all of them read twice."""
        self.register_theme(theme)
        self.set_reactive(App.theme, theme.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(theme.dark, "-dark-mode", update=False)
        self.set_class(not theme.dark, "-light-mode", update=False)
        self._refresh_truecolor_filter(self.ansi_theme)

    def on_mount(self) -> None:
        """Once the sign-in is painted, load the rest."""
        self.set_interval(1, self.tick)
        self.call_after_refresh(self.warm_up)

    def warm_up(self) -> None:
        """Import everything else in a thread, and open the desk unless it is still to be set up."""
        if self.first.state == "trouble":
            gc.enable()
        else:
            path = self.path if self.first.operators else None
            self._warming = asyncio.create_task(asyncio.to_thread(_open, path, self.now, self.pins))

    async def opened(self) -> "Desk":
        """The open desk, as soon as it is open.

        Raises:
            Damaged: it cannot be opened; asking again tries again.
        """
        if not hasattr(self, "the_desk"):
            warming, self._warming = self._warming, None
            warm = await warming if warming else None
            self.the_desk = warm or await asyncio.to_thread(_open, self.path, self.now, self.pins)  # type: ignore[assignment]
        return self.the_desk

    def speak(self, code: str) -> None:
        """Speak another language from here on, on every screen that is made from now."""
        use_language(code)
        self.call_next(use_language, code)

    async def enter(self, actor: "Actor") -> None:
        """Somebody signed in: the first time the screens come up, later everything is as it was left."""
        self.the_actor, self.locked, self._active = actor, False, self.now()
        if self._pulse is None:
            await self._begin()
        self.paint(self.screen)
        self.screen.refresh_bindings()
        self.tell_notes()

    @work(group="notes", exclusive=True, exit_on_error=False)
    async def tell_notes(self) -> None:
        """Say that somebody wrote a note to whoever signed in."""
        from propdesk.queries import shift
        from propdesk.screens.shift_state import notes_waiting

        count = await asyncio.to_thread(self.the_desk.read, shift.unread_count, self.the_actor.id)
        if count:
            toast(self, notes_waiting(count))

    async def _begin(self) -> None:
        from propdesk.screens.modes import MODES
        from propdesk.screens.pulse import Pulse

        with suppress(Damaged):  # it stays where it is; what troubles the database is told by the first look
            await asyncio.to_thread(self.the_desk.take_back)
        self._pulse = await asyncio.to_thread(Pulse, self.the_desk, Watch(self.path))
        for mode, screen in MODES.items():
            self.add_mode(mode, screen)
        await self.switch_mode("today")
        self.look_soon()
        gc.freeze()

    # --- what the keys do -----------------------------------------------------------------------------------

    def action_go(self, mode: str) -> None:
        """Show the screen of a function key; whatever lies open on another one stays there.

        The key of the present screen leads back to it from a card or an item; a form stays open.
        """
        if self._pulse is None or self.locked:
            return
        leave = getattr(self.screen, "action_leave", None)
        if mode == self.current_mode and leave is not None:
            leave()
        else:
            self.switch_mode(mode)

    def action_lock(self) -> None:
        """Lock the desk or change the operator; every form stays as it is underneath."""
        if self._pulse is not None and not self.locked:
            self.locked = True
            self.push_screen(SignInScreen(self.first, self.the_actor.name))

    def action_help(self) -> None:
        """What can be done here."""
        from propdesk.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_command_palette(self) -> None:
        """Everything that can be done, by its name."""
        from propdesk.screens.palette import palette

        over = palette(self.screen)
        if over is not None and not self.locked:
            self.push_screen(over)

    def action_help_quit(self) -> None:
        """Ctrl+C is for copying; say how to leave."""
        toast(self, _("Ctrl+Q leaves the desk."))

    async def action_quit(self) -> None:
        """Leave; forms that are not saved are parked first, and that is asked."""
        self.leave()

    @work(group="quit", exclusive=True, exit_on_error=False)
    async def leave(self) -> None:
        """Ask if forms are open, park them, go."""
        forms = [screen for screen in self.all_screens() if isinstance(screen, Parking) and screen.unsaved]
        if forms:
            from propdesk.screens.confirm import ConfirmScreen

            text = ngettext("{count} form is not saved.", "{count} forms are not saved.", len(forms))
            text = f"{text.format(count=len(forms))} {_('Park what was typed and leave?')}"
            if not await self.push_screen_wait(ConfirmScreen(text, yes=N_("Park and leave"))):
                return
            for form in forms:
                await asyncio.to_thread(form.park)
        self.exit()

    def on_unmount(self) -> None:
        """Let go of the file; a copy on its way is left to the next start."""
        self.leaving.set()
        if self._pulse is not None:
            self._pulse.close()
            self.the_desk.close()


def _open(path: Path | None, now: Now, pins: "Pins | None") -> "Desk | None":
    """Import everything the screens need, and open the desk where there is a path; runs in a thread.

    Only then is garbage collected, which the start has hardly any of.
    """
    try:
        import propdesk.screens.modes  # noqa: F401
        from propdesk.desk import Desk

        return Desk.open(path, now=now, pins=pins) if path else None
    finally:
        gc.freeze()
        gc.enable()
