"""Look-up (F8): one box; units, people, plates and items as you type."""

from functools import partial

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input

from propdesk.i18n import N_, _
from propdesk.queries import lookup
from propdesk.queries.lookup import Found
from propdesk.screens.base import DeskScreen
from propdesk.screens.item import ItemScreen
from propdesk.screens.unit import UnitScreen
from propdesk.widgets.line import Line
from propdesk.widgets.lines import Column
from propdesk.widgets.rows import Cell, ListSource, Row
from propdesk.widgets.safe import static
from propdesk.widgets.windowed import WindowedTable

MOST = 30
KINDS = {"unit": N_("Unit"), "person": N_("Person"), "plate": N_("Plate"), "item": N_("Item")}


class LookupScreen(DeskScreen):
    """The box, and below it what may be meant; the cursor never leaves the box."""

    mode = "lookup"

    BINDINGS = [
        Binding("enter", "open", N_("Open")),
        Binding("down", "move(1)", N_("Next"), show=False),
        Binding("up", "move(-1)", N_("Before"), show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("escape", "clear", N_("Clear")),
    ]

    DEFAULT_CSS = """
    LookupScreen {
        & #box { height: 1; margin: 1 0; }
        & #box > .label { width: auto; padding: 0 1; color: $text-accent; text-style: bold; }
        & #hint { padding: 0 1; height: auto; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._line = Line(most=60)
        self._found: list[Found] = []
        self._table = WindowedTable(
            [
                Column(_("Kind"), 8, priority=4),
                Column(_("Found"), 0, minimum=24, priority=9),
                Column(_("Speaks as"), 20, priority=3),
                Column(_("Phone"), 14, priority=5),
            ],
            empty="",
        )
        self._table.can_focus = False

    def body(self) -> ComposeResult:
        """The box and the list."""
        with Horizontal(id="box"):
            yield static(_("Look up"), classes="label")
            yield self._line
        yield self._table
        yield static(
            _("Unit, name, initials, the end of a phone number, plate or item number: 3-1201, zhangsan, zs, 8812."),
            id="hint",
            classes="muted",
        )

    def on_mount(self) -> None:
        """Find at every key."""
        self.watch(self._line, "value", self._typed, init=False)
        self._table.set_source(ListSource())
        self._line.focus()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Back again: the next key begins anew."""
        self._line.select_all()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Find again: a title may have changed."""
        if self._line.value.strip():
            self.find(self._line.value)

    def _typed(self, typed: str) -> None:
        if typed.strip():
            self.find(typed)
        else:
            self.workers.cancel_group(self, "find")
            self._show([], "")

    @work(group="find", exclusive=True, exit_on_error=False)
    async def find(self, typed: str) -> None:
        """Find in a thread; what comes after another key is not looked at."""
        today = self.desk.site.calendar.day(self.now())
        found = await self.ask(partial(self.desk.read, lookup.find, typed, today=today, limit=MOST))
        if typed == self._line.value:
            self._show(found, _("Nothing is called that here."))

    def _show(self, found: list[Found], empty: str) -> None:
        self._found = found
        self._table.empty = empty
        self._table.set_source(ListSource(_row(place, each) for place, each in enumerate(found)))

    def action_move(self, by: int) -> None:
        """Another line."""
        self._table.action_move(by)

    def action_page(self, by: int) -> None:
        """Another page."""
        self._table.action_move_page(by)

    def action_clear(self) -> None:
        """Begin anew."""
        self._line.value = ""

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Enter opens what is under the cursor."""
        event.stop()
        self.action_open()

    @on(WindowedTable.RowSelected)
    def clicked(self, event: WindowedTable.RowSelected) -> None:
        """A click opens it, too."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The unit card, or the item."""
        place = self._table.cursor_row
        if place >= len(self._found):
            return
        found = self._found[place]
        if found.kind == "item" and found.item_id is not None:
            self.app.push_screen(ItemScreen(found.item_id))
        elif found.unit_id is not None:
            self.app.push_screen(UnitScreen(found.unit_id))


def _row(place: int, found: Found) -> Row:
    capacity = _(found.capacity.label) if found.capacity else ""
    return Row(place, (Cell(_(KINDS[found.kind]), "dim"), Cell(found.label), Cell(capacity), Cell(found.phone_masked)))
