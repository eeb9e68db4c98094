"""The first screen, and the lock: who works here, and the PIN. Imports nothing heavy; the desk opens behind it."""

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from propdesk.errors import Damaged, Refused
from propdesk.i18n import LANGUAGES, N_, _, language, use_language
from propdesk.widgets.chrome import TopLine
from propdesk.widgets.keys import KeyLine
from propdesk.widgets.line import HERE, Line
from propdesk.widgets.safe import Plain, static
from propdesk.widgets.suggestions import Suggestion, Suggestions

if TYPE_CHECKING:
    from propdesk.app import PropDesk
    from propdesk.store.peek import FirstPaint

NAMES = 10
"""Names shown at once."""


class SignInScreen(ModalScreen[None]):
    """Choose a name, type the PIN, Enter. Locked, it covers everything; what lies underneath stays as it is."""

    DEFAULT_CSS = """
    SignInScreen .panel { width: 64; }
    SignInScreen Suggestions { background: $background; }
    SignInScreen .row { height: 1; width: 1fr; margin-top: 1; }
    SignInScreen .row > .label { width: 12; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "forward", N_("Sign in")),
        # Priority keeps type-ahead in order: without it the key climbs up from the PIN while digits already go in.
        Binding("up", "name(-1)", N_("Another name"), priority=True),
        Binding("down", "name(1)", N_("Another name"), show=False, priority=True),
        Binding("ctrl+l", "language", N_("中文 / English")),
        Binding("ctrl+q", "app.quit", N_("Leave")),
    ]
    AUTO_FOCUS = None

    def __init__(self, first: "FirstPaint", locked: str | None = None, notes: str = "") -> None:
        """`locked` names who is working here when the desk is locked; `notes` stand below, for a demo."""
        super().__init__()
        self._first, self._locked, self._notes = first, locked, notes
        self._busy = False

    @property
    def shell(self) -> "PropDesk":
        """The app."""
        return cast("PropDesk", self.app)

    def compose(self) -> ComposeResult:
        """Names and the PIN; or the sentence that says why nothing works."""
        yield TopLine()
        with Container(classes="over"), Vertical(classes="panel"):
            yield static(self._title(), classes="title")
            if self._first.state == "trouble":
                yield static(self._first.trouble, classes="trouble")
            else:
                yield from self._form()
            yield static(self._notes, classes="muted")
        if self._locked:
            from propdesk.widgets.status_bar import StatusBar

            yield StatusBar()
        yield KeyLine()

    def _title(self) -> str:
        if self._locked:
            return _("Locked. {name} works here; open forms stay as they are.").format(name=self._locked)
        return _("Who is at the desk?")

    def _form(self) -> ComposeResult:
        names = self.shell.operators
        people = Suggestions(NAMES)
        people.lines = tuple(Suggestion(name, name, name) for name in names)
        people.cursor = names.index(self._locked) if self._locked in names else 0
        yield people
        with Horizontal(classes="row"):
            yield static(f"{HERE}{_('PIN')}", classes="label")
            yield Line(secret=True, most=12)
        yield Plain("", classes="trouble", id="said")

    def on_mount(self) -> None:
        """The PIN is what is typed; Up and Down choose the name meanwhile."""
        self.shell.paint(self)
        if self._first.state != "trouble":
            self.query_one(Line).focus()

    def action_name(self, by: int) -> None:
        """Another name; the PIN is typed anew."""
        if self._first.state == "trouble":
            return
        self.query_one(Suggestions).move(by)
        self.query_one(Line).value = ""
        self.query_one(Line).focus()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_forward()

    def action_forward(self) -> None:
        """Sign in."""
        if self._first.state != "trouble" and not self._busy:
            self._busy = True
            self.sign_in()

    @work(group="sign-in", exit_on_error=False)
    async def sign_in(self) -> None:
        """Wait until the desk is open, check the PIN in a thread, go on."""
        try:
            await self._sign_in()
        finally:
            self._busy = False

    async def _sign_in(self) -> None:
        line = self.query_one(Line)
        name = self.shell.operators[self.query_one(Suggestions).cursor]
        self.say(_("One moment ..."))
        try:
            desk = await self.shell.opened()
            actor = await asyncio.to_thread(desk.sign_in, name, line.value)
        except (Refused, Damaged) as trouble:
            self.say(trouble.sentence())
            line.value = ""
            return
        if self._locked:
            self.dismiss()
        await self.shell.enter(actor)

    def say(self, sentence: str) -> None:
        """Say something below the PIN."""
        self.query_one("#said", Plain).update(sentence)

    async def action_language(self) -> None:
        """The other language."""
        other = next(code for code in LANGUAGES if code != language())
        self.shell.speak(other)
        use_language(other)
        await self.recompose()
        self.on_mount()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Signing in failed as nobody foresaw."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.say("")
            self.shell.report(event.worker.error)
