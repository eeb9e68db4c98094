"""What is shown when something failed that nobody foresaw: a reference, and nobody's data."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.screen import ModalScreen

from propdesk.i18n import N_, _
from propdesk.widgets.keys import KeyLine
from propdesk.widgets.safe import static
from propdesk.widgets.status_bar import StatusBar


class ErrorScreen(ModalScreen[None]):
    """The reference to read out over the telephone; the desk goes on underneath."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,space", "dismiss", N_("Back to the desk"))]

    def __init__(self, reference: str) -> None:
        super().__init__()
        self.reference = reference

    def compose(self) -> ComposeResult:
        """What to do now."""
        with Container(classes="over"), Vertical(classes="panel"):
            yield static(_("Something failed that should not have."), classes="trouble")
            yield static(_("What was on record is safe; the last act was not written."))
            yield static(_("Reference: {number}").format(number=self.reference), classes="title")
            yield static(_("The file propdesk.log has the details, without anybody's data."), classes="muted")
        yield StatusBar()
        yield KeyLine()
