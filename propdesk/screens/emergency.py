"""Emergency (F10): one digit says which danger, and from then on the clock runs."""

from datetime import datetime

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding

from propdesk.desk import Desk
from propdesk.i18n import N_, _
from propdesk.procedures.emergency import Raise
from propdesk.procedures.forms import choice_of
from propdesk.queries import items
from propdesk.queries.items import ItemRow
from propdesk.screens.base import DeskScreen
from propdesk.screens.emergency_case import EmergencyCase
from propdesk.widgets.lines import Column
from propdesk.widgets.remaining import elapsed
from propdesk.widgets.rows import Cell, ListSource, Row
from propdesk.widgets.safe import static
from propdesk.widgets.windowed import WindowedTable

DANGERS = tuple((member.value, member.label) for member in choice_of(Raise.model_fields["danger"]) or ())
"""What may happen: stored value and msgid, in the order of their digits."""
RUNNING = 9
"""Open emergencies that are offered to go on with."""


def open_ones(desk: Desk) -> list[ItemRow]:
    """The emergencies that are not closed, the newest first; blocks."""
    return desk.read(items.by_ids, desk.read(items.open_ids, "emergency", RUNNING))


class EmergencyScreen(DeskScreen):
    """The dangers, a digit each, and below them the emergencies that are open."""

    mode = "emergency"

    BINDINGS = [Binding("enter", "choose", N_("Choose"))]

    DEFAULT_CSS = """
    EmergencyScreen .title { padding: 0 1; margin-bottom: 1; color: $text-error; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: list[ItemRow] = []
        self._table = WindowedTable(
            [
                Column("", 3, "right"),
                Column(_("What is happening?"), 34),
                Column("", 0, minimum=20),
            ]
        )

    def body(self) -> ComposeResult:
        """The list."""
        yield static(_("Emergency: press the digit of the danger. The clock runs from that key."), classes="title")
        yield self._table

    def on_mount(self) -> None:
        """Show the dangers at once, and what is open as soon as it is read."""
        self._show()
        self._table.focus()
        self.read_open()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """An emergency may have been raised or closed."""
        self.read_open()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_open(self) -> None:
        """Read the open emergencies in a thread."""
        self._open = await self.ask(open_ones, self.desk)
        self._show()

    def _show(self) -> None:
        rows = [Row(n, (Cell(str(n)), Cell(_(words)))) for n, (_value, words) in enumerate(DANGERS, start=1)]
        now = self.now()
        for place, row in enumerate(self._open):
            since = f"{elapsed(row.opened, now)}  {row.place}  {row.title}"
            rows.append(Row(100 + place, (Cell(">", "accent"), Cell(f"{_('go on:')} {row.number}"), Cell(since))))
        self._table.replace_source(ListSource(rows))

    def tick(self, now: datetime) -> None:
        """The clocks of the open ones go on."""
        if self._open:
            self._show()

    def on_key(self, event: events.Key) -> None:
        """A digit raises the alarm."""
        typed = event.character or ""
        if typed.isdecimal() and typed.isascii() and 0 < int(typed) <= len(DANGERS):
            event.stop()
            event.prevent_default()
            self._begin(int(typed) - 1)

    @on(WindowedTable.RowSelected)
    def selected(self, event: WindowedTable.RowSelected) -> None:
        """Enter on a danger raises it; on an open emergency goes on with it."""
        event.stop()
        if event.key >= 100:
            row = self._open[event.key - 100]
            self.app.push_screen(EmergencyCase(None, row.opened, row.id))
        else:
            self._begin(event.key - 1)

    def _begin(self, place: int) -> None:
        self.app.push_screen(EmergencyCase(DANGERS[place], self.now()))
