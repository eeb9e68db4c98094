"""The views of the shift (F7), turned with digits: the shift, the log book, the day, the roster."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from propdesk.i18n import N_, _
from propdesk.screens.base import DeskScreen
from propdesk.widgets.safe import Plain

WIDE = 110
"""From so many columns on every view is named."""
VIEWS = (N_("The shift"), N_("Log book"), N_("The day"), N_("Roster"))
"""What the views are called; the first one lies under the others."""


def screen_of(view: int) -> DeskScreen:
    """A fresh screen for the view of that digit, of those that lie on top of the first."""
    from propdesk.screens.day import DayScreen
    from propdesk.screens.log import LogScreen
    from propdesk.screens.rota import RotaScreen

    return (LogScreen, DayScreen, RotaScreen)[view - 2]()


class ShiftView(DeskScreen):
    """One of the views; a subclass says which, and puts `top()` first in its body."""

    view = 1

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"view({digit})", show=False) for digit in range(1, len(VIEWS) + 1)),
    ]

    DEFAULT_CSS = """
    ShiftView {
        & #top { height: 1; padding: 0 1; }
        & #title { width: 1fr; height: 1; }
        & #views { width: auto; height: 1; color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.title_line = Plain("", id="title", markup=False)
        self._views = Plain("", id="views", markup=False)

    def top(self) -> ComposeResult:
        """The title, and on the right the views with their digits."""
        with Horizontal(id="top"):
            yield self.title_line
            yield self._views

    @on(events.Resize)
    def show_views(self, event: events.Resize) -> None:
        """Where there is little room only the present view is named."""
        told = []
        for number, words in enumerate(VIEWS, start=1):
            here, named = number == self.view, event.size.width >= WIDE
            text = f" {number} {_(words)} " if here or named else f" {number} "
            told.append(Content.styled(text, "reverse bold" if here else ""))
        self._views.update(Content("").join(told))

    def action_view(self, digit: int) -> None:
        """Another view; the first one is found as it was left."""
        if digit == self.view:
            return
        if self.view == 1:
            self.app.push_screen(screen_of(digit))
        elif digit == 1:
            self.dismiss()
        else:
            self.app.switch_screen(screen_of(digit))
