"""Everything that can be done, by its name: screens, new items, steps of the item under the cursor, parked forms."""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.screen import ModalScreen
from textual.theme import Theme
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from propdesk.i18n import N_, _
from propdesk.procedures import manual
from propdesk.procedures.step import Moving
from propdesk.screens.base import DeskScreen
from propdesk.screens.calls_beside import RECEIVE, go_on, take_call
from propdesk.screens.form import Draft
from propdesk.screens.sheets import show_slips_out
from propdesk.screens.shift_print import vacancies as print_vacant
from propdesk.widgets.fields import Line
from propdesk.widgets.keys import KeyLine, key_name
from propdesk.widgets.lookup_box import Suggestion, Suggestions
from propdesk.widgets.safe import static
from propdesk.widgets.status_bar import StatusBar
from propdesk.widgets.themes import THEMES

if TYPE_CHECKING:
    from propdesk.app import PropDesk

SHOWN = 14
"""Commands shown at once."""
THEME_NAMES = {"dark": N_("Dark colours"), "light": N_("Light colours"), "contrast": N_("High contrast")}


@dataclass(frozen=True)
class Command:
    """A line of the palette: what it is called, the key that does the same, and what it does."""

    name: str
    key: str
    do: Callable[[], object]

    def fits(self, words: list[str]) -> bool:
        """Whether every word typed is part of its name."""
        name = self.name.casefold()
        return all(word in name for word in words)


class PaletteScreen(ModalScreen[None]):
    """Type a part of the name, choose with Up and Down, Enter does it."""

    DEFAULT_CSS = """
    PaletteScreen Suggestions { background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "run", N_("Do it")),
        Binding("down", "move(1)", N_("Next"), show=False),
        Binding("up", "move(-1)", N_("Before"), show=False),
        Binding("escape", "leave", N_("Back")),
    ]

    def __init__(self, below: DeskScreen) -> None:
        """Offer what can be done from the screen `below`."""
        super().__init__()
        self._below = below
        self._commands: list[Command] = []
        self._shown: list[Command] = []

    def compose(self) -> ComposeResult:
        """The line and the list."""
        with Container(classes="over"), Vertical(classes="panel"):
            yield static(_("What do you want to do?"), classes="title")
            yield Line()
            yield Suggestions(SHOWN)
            yield static(_("Nothing is called that."), classes="muted")
        yield StatusBar()
        yield KeyLine()

    def on_mount(self) -> None:
        """List everything; parked forms come as soon as they are read."""
        self._commands = list(commands(self._below))
        self.query_one(Line).focus()
        self._below.shell.paint(self)
        self.show_fitting()
        self.read_drafts()

    @work(group="palette", exclusive=True, exit_on_error=False)
    async def read_drafts(self) -> None:
        """Put the operator's parked forms on top."""
        below = self._below
        drafts = await below.ask(below.desk.drafts, below.actor)
        parked = []
        for draft in drafts:
            label = _(manual.step(draft.step).label)
            name = _("Go on with: {step} {title}").format(step=label, title=draft.title)
            fields = {key: value for key, value in draft.fields.items() if value != ""}
            run = partial(go_on, below, draft.step, draft.item_id, fields, Draft(draft.id, draft.begun))
            parked.append(Command(name, "", partial(_start, below, run)))
        self._commands = [*parked, *self._commands]
        self.show_fitting()

    @on(Input.Changed)
    def show_fitting(self) -> None:
        """Show the commands whose names hold what was typed."""
        words = self.query_one(Line).value.casefold().split()
        self._shown = [command for command in self._commands if command.fits(words)]
        lines = (f"{command.name}{'   ' if command.key else ''}{command.key}" for command in self._shown)
        self.query_one(Suggestions).lines = tuple(Suggestion(line, "", "") for line in lines)
        self.query_one("Vertical > .muted").display = not self._shown

    def action_move(self, by: int) -> None:
        """Another command."""
        self.query_one(Suggestions).move(by)

    @on(Input.Submitted)
    def action_run(self) -> None:
        """Do it, once the palette is gone."""
        place = self.query_one(Suggestions).cursor
        if place < len(self._shown):
            command = self._shown[place]
            self.dismiss()
            self._below.call_after_refresh(command.do)

    def action_leave(self) -> None:
        """Do nothing."""
        self.dismiss()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Reading the parked forms failed."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._below.shell.report(event.worker.error)


def commands(screen: DeskScreen) -> Iterable[Command]:
    """What can be done from `screen`: its item first, then new items, then the desk itself."""
    yield from _steps_of_item(screen)
    for procedure in manual.PROCEDURES:
        for step in procedure.steps:
            if not step.hidden and not issubclass(step, Moving) and step.by & screen.actor.roles:
                call = step.name() == RECEIVE
                run = partial(take_call, screen) if call else partial(screen.run_step, step.name())
                name = f"{_(step.label)}  ({_(procedure.title)})"
                yield Command(name, "", partial(_start, screen, run))
    yield Command(_("Dispatch slips that are out"), "", partial(_start, screen, partial(show_slips_out, screen)))
    yield Command(_("Print the register of vacant units"), "", partial(_start, screen, partial(print_vacant, screen)))
    yield from _of_the_app(screen.shell)


def _steps_of_item(screen: DeskScreen) -> Iterable[Command]:
    chosen = getattr(screen, "chosen", None)
    item = chosen() if chosen is not None else None
    if item is None:
        return
    for step in manual.steps_at(item.ledger, item.stage):
        if step.by & screen.actor.roles:
            run = partial(screen.run_step, step.name(), item.id)
            yield Command(f"{item.number}: {_(step.label)}", "", partial(_start, screen, run))


def _of_the_app(shell: "PropDesk") -> Iterable[Command]:
    for active in shell.active_bindings.values():
        binding = active.binding
        if binding.description and binding.action != "command_palette" and binding.key != "f12":
            yield Command(_(binding.description), key_name(binding.key), partial(shell.run_action, binding.action))
    for name, words in THEME_NAMES.items():
        yield Command(_(words), "", partial(_wear, shell, THEMES[name]))


def _wear(shell: "PropDesk", theme: Theme) -> None:
    """Put a theme on; the app knows only those that were worn."""
    shell.register_theme(theme)
    shell.theme = theme.name


def _start(screen: DeskScreen, run: Callable[[], Coroutine[Any, Any, object]]) -> None:
    screen.run_worker(run(), group="deed", exit_on_error=False)


def palette(screen: object) -> PaletteScreen | None:
    """The palette over `screen`, if it is one of the desk's."""
    return PaletteScreen(screen) if isinstance(screen, DeskScreen) else None
