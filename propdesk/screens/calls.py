"""Calls and visits (F3): the registers of contacts, complaints and emergencies, and the twenty-second enquiry."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input

from propdesk.i18n import N_, _
from propdesk.screens.calls_beside import take_call
from propdesk.screens.register import RegisterScreen, View
from propdesk.widgets.line import Line
from propdesk.widgets.safe import static


class CallsScreen(RegisterScreen):
    """What came in by telephone or at the counter."""

    mode = "calls"
    views = (
        View(N_("Calls and visits"), "contact"),
        View(N_("Complaints"), "complaint"),
        View(N_("Emergencies"), "emergency"),
    )

    BINDINGS = [Binding("ctrl+e", "enquiry", N_("Quick enquiry"))]

    DEFAULT_CSS = """
    CallsScreen {
        & #enquiry { height: 1; display: none; }
        & #enquiry.open { display: block; }
        & #enquiry > .label { width: auto; padding: 0 1; color: $text-accent; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._enquiry = Line(most=200)

    def body(self) -> ComposeResult:
        """The register, and below it the line of the quick enquiry."""
        yield from super().body()
        with Horizontal(id="enquiry"):
            yield static(_("Question and answer"), classes="label")
            yield self._enquiry

    def action_new(self) -> None:
        """A new call or visit, whichever view is shown."""
        self.start(take_call(self))

    # --- the quick enquiry ----------------------------------------------------------------------------------

    def action_enquiry(self) -> None:
        """One key and one line: asked and answered on the spot."""
        self.query_one("#enquiry").add_class("open")
        self._enquiry.focus()

    @on(Input.Submitted)
    def saved(self, event: Input.Submitted) -> None:
        """Enter saves the enquiry."""
        if event.input is self._enquiry and event.value.strip():
            self.start(self._save(event.value))

    async def _save(self, text: str) -> None:
        done = await self.do_at_once("contact.enquiry", {"text": text})
        if done is not None:
            self._shut()
            self.tell(N_("Saved as {numbers}."), numbers=done.item)

    def _shut(self) -> None:
        self._enquiry.value = ""
        self.query_one("#enquiry").remove_class("open")
        self._table.focus()

    def action_back(self) -> None:
        """Leave the line of the enquiry, or the filter."""
        if self._enquiry.has_focus:
            self._shut()
        else:
            super().action_back()
