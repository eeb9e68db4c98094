"""F1: what can be done here, from the bindings that are active now and the steps of the manual."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, ScrollableContainer, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.scroll_view import ScrollView
from textual.widgets import Input, TextArea

from propdesk.i18n import N_, _, joined
from propdesk.procedures import manual
from propdesk.procedures.step import Procedure, Step
from propdesk.widgets.keys import KeyLine, key_name
from propdesk.widgets.lines import fit_text
from propdesk.widgets.safe import static
from propdesk.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from propdesk.app import PropDesk

WORDS = (
    (N_("item"), N_("one numbered piece of desk work: a call, a complaint, an emergency")),
    (N_("clock"), N_("a time by which something must be done; the status bar counts it down")),
    (N_("step"), N_("one deed on an item; each writes one line that cannot be changed any more")),
    (N_("correction"), N_("a new line that points to the wrong one; both stay readable")),
    (N_("park"), N_("leave a form half-typed; Ctrl+P brings it back, its clocks run from when it was opened")),
)

IN_A_FIELD = (
    ("^A ^E", N_("to the beginning, to the end of the line")),
    ("^W ^U ^K", N_("delete the word before, all before, all after")),
    ("^X ^C ^V", N_("cut, copy, paste")),
    ("1-9", N_("choose an answer by its place; its first letter does too")),
)
NOT_OURS = frozenset(
    binding.description
    for widget in (Screen, Input, TextArea, ScrollView, ScrollableContainer)
    for binding in widget.BINDINGS
    if isinstance(binding, Binding)
)
"""What Textual says of its own keys; those that matter are said in our words."""


class HelpScreen(ModalScreen[None]):
    """Keys, steps and words; arrows scroll."""

    DEFAULT_CSS = """
    HelpScreen .panel { width: 96; height: 90%; }
    HelpScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    HelpScreen VerticalScroll > .title { margin-top: 1; }
    HelpScreen VerticalScroll > .title:first-child { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter", "leave", N_("Back"))]

    def __init__(self, below: Screen[Any]) -> None:
        """Explain the screen `below` as it stands."""
        super().__init__()
        self._keys = list(keys_of(below))
        self._steps = list(steps_of(below))

    def compose(self) -> ComposeResult:
        """The sections."""
        with Container(classes="over"), Vertical(classes="panel"), VerticalScroll():
            yield static(_("Keys here"), classes="title")
            yield static(table(self._keys))
            yield static(_("In a field"), classes="title")
            yield static(table((keys, _(words)) for keys, words in IN_A_FIELD))
            for title, lines in self._steps:
                yield static(title, classes="title")
                yield static(table(lines))
            yield static(_("Words"), classes="title")
            yield static(table((_(word), _(meaning)) for word, meaning in WORDS))
        yield StatusBar()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the clocks."""
        cast("PropDesk", self.app).paint(self)

    def action_leave(self) -> None:
        """Back to the desk."""
        self.dismiss()


def keys_of(screen: Screen[Any]) -> Iterable[tuple[str, str]]:
    """Every key that does something here, and what; keys that do the same stand together."""
    keys: dict[tuple[str, str], list[str]] = {}
    for key, active in screen.active_bindings.items():
        if active.binding.description and active.binding.description not in NOT_OURS:
            name = active.binding.key_display or key_name(key)
            keys.setdefault((active.binding.action, _(active.binding.description)), []).append(name)
    for (_action, words), named in keys.items():
        yield " ".join(dict.fromkeys(named)), words


def steps_of(screen: Screen[Any]) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """The steps of the form on the screen or of the ledgers it shows, with what the manual says of them."""
    step = getattr(screen, "step", None)
    if isinstance(step, type) and issubclass(step, Step):
        yield _("This step"), [(_(step.label), about(step))]
        return
    wanted = getattr(screen, "ledger", None)
    for procedure in manual.ledgers():
        if wanted in (None, procedure.ledger):
            yield _(procedure.title), list(_steps(procedure))


def _steps(procedure: Procedure) -> Iterable[tuple[str, str]]:
    for step in procedure.steps:
        if not step.hidden:
            yield f"{step.key:<2}{_(step.label)}", about(step)


def about(step: type[Step]) -> str:
    """Who may do it, on which items, and where the manual says so."""
    roles = joined(_(role.label) for role in sorted(step.by))
    return "  ".join(part for part in (roles, step.source) if part)


def table(rows: Iterable[tuple[str, str]]) -> str:
    """Two columns; the first as wide as its longest word, within reason."""
    lines = list(rows)
    width = min(34, max((cell_len(left) for left, _right in lines), default=0)) + 2
    return "\n".join(fit_text(left, width) + right for left, right in lines)
