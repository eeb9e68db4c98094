"""Calls and visits (F3): the registers of what residents ring about, and the twenty-second enquiry."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input

from propdesk.i18n import N_, _
from propdesk.screens import item_view
from propdesk.screens.calls_beside import take_call
from propdesk.screens.item import WIDE
from propdesk.screens.item_view import ItemView
from propdesk.screens.register import RegisterScreen, View
from propdesk.widgets.line import Line
from propdesk.widgets.safe import Plain, static

AS_CALLS = ("repair", "booking", "complaint", "emergency")
"""Ledgers whose matters come in as calls: a new one is a call of that kind."""


class CallsScreen(RegisterScreen):
    """What came in by telephone or at the counter."""

    mode = "calls"
    views = (
        View(N_("Calls"), "contact"),
        View(N_("Repairs"), "repair"),
        View(N_("Bookings"), "booking"),
        View(N_("Complaints"), "complaint"),
        View(N_("Incidents"), "incident"),
        View(N_("Callbacks"), "callback"),
        View(N_("Emergency"), "emergency"),
    )

    BINDINGS = [Binding("ctrl+e", "enquiry", N_("Quick enquiry"))]

    DEFAULT_CSS = """
    CallsScreen {
        & #say { height: auto; max-height: 6; padding: 0 1; border-top: hkey $panel; display: none; }
        & #say.told { display: block; }
        & #enquiry { height: 1; display: none; }
        & #enquiry.open { display: block; }
        & #enquiry > .label { width: auto; padding: 0 1; color: $text-accent; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._enquiry = Line(most=200)
        self._say = Plain("", id="say", markup=False)

    def body(self) -> ComposeResult:
        """The register, and below it the line of the quick enquiry."""
        yield from super().body()
        yield self._say
        with Horizontal(id="enquiry"):
            yield static(_("Question and answer"), classes="label")
            yield self._enquiry

    def action_new(self) -> None:
        """A new call or visit, of the kind of the view; an incident or a callback has a form of its own."""
        if self.ledger in ("incident", "callback"):
            super().action_new()
        else:
            self.start(take_call(self, {"kind": self.ledger} if self.ledger in AS_CALLS else None))

    # --- the sentence for callers ---------------------------------------------------------------------------

    @property
    def needs_detail(self) -> bool:
        """What callers are told is read also where the detail has no room."""
        return super().needs_detail or self.ledger == "incident"

    def show_detail(self, view: ItemView | None) -> None:
        """Without room for the detail, the sentence stands below the list."""
        super().show_detail(view)
        lines = item_view.top_lines(view, self.now(), self.desk) if view is not None else []
        self._say.update(Content("\n").join(lines))
        self._say.set_class(bool(lines) and self.size.width < WIDE, "told")

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
