"""The screen every other screen is built on: what stands around it, and the way to the desk."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import uuid4

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from propdesk.desk import Desk, Done
from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, say
from propdesk.procedures import manual
from propdesk.procedures.act import check_role
from propdesk.procedures.tx import Actor
from propdesk.queries import items
from propdesk.screens import closed_answers
from propdesk.widgets.chrome import FunctionLine, TopLine
from propdesk.widgets.keys import KeyLine
from propdesk.widgets.safe import toast
from propdesk.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from propdesk.app import PropDesk
    from propdesk.screens.form import Draft
    from propdesk.screens.form_fields import SideFactory

P = ParamSpec("P")
R = TypeVar("R")


class DeskScreen(Screen[Any]):
    """A screen of the desk: two lines above, `body()`, the status bar and the keys below. Nothing is docked.

    A subclass gives `body()`, its own BINDINGS (descriptions are msgids, marked N_) and, where it shows items,
    `refresh_items()`. Work goes into `@work(group="...", exit_on_error=False)` actions; what they raise unexpectedly
    becomes the modal with a reference.
    """

    mode = ""
    """The mode whose function key lights up; empty for screens that lie on top of another."""

    def __init__(self) -> None:
        super().__init__()
        self._missed: set[int] = set()
        self._hidden = False

    # --- what is on it --------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The lines around the body."""
        yield TopLine()
        yield FunctionLine(self.shell.FUNCTION_KEYS, self.mode or self.shell.current_mode)
        with Vertical(id="body"):
            yield from self.body()
        yield StatusBar()
        yield KeyLine()

    def body(self) -> ComposeResult:
        """What the screen is there for."""
        raise NotImplementedError

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """These items changed, here or at another desk; None: read everything anew. Start a worker, do not wait."""

    # --- the way to the desk --------------------------------------------------------------------------------

    @property
    def shell(self) -> "PropDesk":
        """The app."""
        return cast("PropDesk", self.app)

    @property
    def desk(self) -> Desk:
        """The open desk."""
        return self.shell.the_desk

    @property
    def actor(self) -> Actor:
        """Who is signed in."""
        return self.shell.the_actor

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.shell.now()

    def local(self, moment: datetime) -> datetime:
        """A moment on the clocks of the site."""
        return self.desk.site.calendar.local(moment)

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of a blocking function, asked in a thread; the language of the desk follows it."""
        return await asyncio.to_thread(question, *args, **kwargs)

    async def read(self, query: Callable[Concatenate[Any, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What a query of `propdesk.queries` finds, read in a thread."""
        return await asyncio.to_thread(lambda: self.desk.read(query, *args, **kwargs))

    def tell(self, message: str, /, severity: SeverityLevel = "information", **values: object) -> None:
        """Say the msgid `message`, filled with `values`, in passing."""
        toast(self.app, say(message, values), severity)

    def tell_why(self, trouble: Refused | Damaged) -> None:
        """Say in passing why something was not done."""
        toast(self.app, trouble.sentence(), "warning" if isinstance(trouble, Refused) else "error")

    # --- steps ----------------------------------------------------------------------------------------------

    async def run_step(
        self,
        name: str,
        item_id: int | None = None,
        *,
        item_version: int | None = None,
        prefill: Mapping[str, object] | None = None,
        draft: "Draft | None" = None,
        side: "SideFactory | None" = None,
    ) -> Done | None:
        """Do a step through its form; None if it was not done. Call it from a worker.

        A refusal stays in the form until it is put right or the form is left. `item_version` is the version the
        operator looked at; without it the form counts on the item as it is now. `draft` is a parked form
        that is gone on with; its texts are the `prefill`.
        """
        from propdesk.screens import questions
        from propdesk.screens.beside import PANES
        from propdesk.screens.form import FormScreen

        step = manual.step(name)
        try:
            check_role(step, self.actor)
            item = await self.read(items.item, item_id) if item_id is not None else None
            known = await self.ask(self.desk.prefill, name, item_id) if item_id is not None else {}
            closed = item_id is not None or name in closed_answers.STEPS
            choices = await self.ask(closed_answers.answers_of, self.desk, step, item_id or 0) if closed else {}
        except (Refused, Damaged) as trouble:
            self.tell_why(trouble)
            return None
        if item is not None and choices.get(closed_answers.CODE) == []:
            self.tell(N_("There is no clock for that on {number}."), "warning", number=item.number)
            return None
        version = item_version if item_version is not None else (item.version if item else None)
        signer = questions.known_signers(step, item.person if item is not None else "", self.actor)
        answers = {**signer, **known, **closed_answers.preselected(step, choices), **(prefill or {})}
        beside = side or PANES.get(name)
        form = FormScreen(step, item, prefill=answers, version=version, draft=draft, choices=choices, side=beside)
        done: Done | None = await self.app.push_screen_wait(form)
        if done is not None:
            self.shell.look_soon()
        return done

    async def do_at_once(
        self, name: str, fields: Mapping[str, object], item_id: int | None = None, *, happened: datetime | None = None
    ) -> Done | None:
        """Do a step that needs no form; what is wrong is said in passing."""
        try:
            step = self.desk.fill(name, {key: value for key, value in fields.items() if value not in (None, "")})
            perform = partial(self.desk.perform, step, item_id, actor=self.actor, request_id=uuid4().hex)
            done = await self.ask(partial(perform, happened=happened))
        except (Refused, Damaged) as trouble:
            self.tell_why(trouble)
            return None
        self.shell.look_soon()
        self.after(done)
        return done

    def after(self, done: Done | None) -> None:
        """Something was done, or not; show it at once."""
        if done is not None:
            ids = {done.item_id, *(entry.item_id for entry in done.entries)}
            self.refresh_items(frozenset(each for each in ids if each is not None))

    def opened(self, done: Done | None) -> None:
        """Something new was opened, or not; a list puts the cursor there, so that the next key is about it."""
        self.after(done)

    # --- what the screen does by itself ---------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show clock and status at once, and hear what changes."""
        self.shell.paint(self)
        self.shell.touched.subscribe(self, self.items_touched)

    def on_unmount(self) -> None:
        """Hear nothing more; what is still told of holds the whole screen in memory until something changes."""
        self.shell.touched.unsubscribe(self)

    def on_screen_suspend(self) -> None:
        """Out of sight: changes are collected."""
        self._hidden = True

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """In sight again: show the time, and what changed meanwhile."""
        self.shell.paint(self)
        if self._hidden and self._missed:
            touched, self._missed = frozenset(self._missed), set()
            self.refresh_items(touched)
        self._hidden = False

    def items_touched(self, touched: frozenset[int]) -> None:
        """The app's word that these items changed."""
        if self._hidden:
            self._missed |= touched
        else:
            self.refresh_items(touched)

    def on_descendant_focus(self) -> None:
        """Keep the terminal's own cursor where the caret is: input methods open their window there."""
        self.call_after_refresh(self._follow_caret)

    def _follow_caret(self) -> None:
        if self.focused is not None:
            offset = getattr(self.focused, "cursor_screen_offset", None)
            if offset is not None:
                self.app.cursor_position = offset

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker failed: a sentence for what can be explained, the modal with a reference for the rest."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.shell.report(event.worker.error)
