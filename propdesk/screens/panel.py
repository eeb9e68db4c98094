"""A panel over a screen: a title, what it is there for, and below it the status bar, which never hides."""

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from propdesk.i18n import N_, _
from propdesk.widgets.keys import KeyLine
from propdesk.widgets.line import Line
from propdesk.widgets.safe import static
from propdesk.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from propdesk.app import PropDesk

Answer = TypeVar("Answer")


class Panel(ModalScreen[Answer | None], Generic[Answer]):
    """A panel that is left with Esc. A subclass gives `inside()`."""

    BINDINGS = [Binding("escape", "leave", N_("Back"))]

    DEFAULT_CSS = """
    Panel { background: $background 60%; }
    Panel .panel { width: 96%; max-width: 100; }
    Panel .title { max-height: 3; }
    """

    def __init__(self, title: str) -> None:
        """`title` is shown as it is, already translated."""
        super().__init__()
        self.heading = title

    @property
    def shell(self) -> "PropDesk":
        """The app."""
        return cast("PropDesk", self.app)

    def compose(self) -> ComposeResult:
        """The panel, and the two lines below."""
        with Container(classes="over"), Vertical(classes="panel"):
            yield static(self.heading, classes="title")
            yield from self.inside()
        yield StatusBar()
        yield KeyLine()

    def inside(self) -> ComposeResult:
        """What the panel is there for."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show the clocks at once."""
        self.shell.paint(self)

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class LinePanel(Panel[str]):
    """Asks for one line; Enter gives it, also an empty one where that is fine."""

    def __init__(self, title: str, *, hint: str = "", value: str = "", needed: bool = False, length: int = 200) -> None:
        super().__init__(title)
        self._hint, self._value, self._needed, self._length = hint, value, needed, length

    def inside(self) -> ComposeResult:
        """The line, and what it is for."""
        yield Line(self._value, most=self._length)
        if self._hint:
            yield static(self._hint, classes="muted")

    @on(Input.Submitted)
    def give(self, event: Input.Submitted) -> None:
        """The line is the answer."""
        event.stop()
        if self._needed and not event.value.strip():
            self.app.bell()
            return
        self.dismiss(event.value.strip())


def back_hint() -> str:
    """What a panel with one line says below it."""
    return _("Enter saves, Esc leaves it undone.")
