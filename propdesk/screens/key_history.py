"""The six questions about every loan of a key set on one screen: who, when, why, with whose word, due, back."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from propdesk.i18n import N_, _
from propdesk.queries import keys
from propdesk.queries.keys import KeySet, LoanRow
from propdesk.screens import key_words
from propdesk.screens.base import DeskScreen
from propdesk.screens.item import ItemScreen
from propdesk.widgets.remaining import moment
from propdesk.widgets.rows import Cell, Row, Tone
from propdesk.widgets.safe import Plain
from propdesk.widgets.windowed import Column, ListSource, WindowedTable


class KeyHistory(DeskScreen):
    """The loans of one key set, the latest first; Enter opens a loan."""

    BINDINGS = [
        Binding("enter", "open", N_("Open the item")),
        Binding("escape", "leave", N_("Back")),
    ]

    DEFAULT_CSS = """
    KeyHistory #about { height: auto; max-height: 6; padding: 0 1; }
    """

    def __init__(self, key_id: int) -> None:
        super().__init__()
        self.key_id = key_id
        self._about = Plain("", id="about", markup=False)
        self._table = WindowedTable(_columns(), empty=_("These keys were never lent."))

    def body(self) -> ComposeResult:
        """The key set, and below it its loans."""
        yield self._about
        yield self._table

    def on_mount(self) -> None:
        """Read them."""
        self._table.focus()
        self.read_loans()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """A loan may have ended."""
        self.read_loans()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_loans(self) -> None:
        """Read in a thread."""
        key, loans = await self.ask(self._read)
        if key is not None:
            self._about.update(Content("\n").join([*key_words.instruction(key), key_words.title(key)]))
        now, cursor = self.now(), self._table.cursor_key
        self._table.set_source(ListSource(_row(loan, now, self.desk.zone) for loan in loans), cursor)

    def _read(self) -> tuple[KeySet | None, Sequence[LoanRow]]:
        return self.desk.read(keys.key_set, self.key_id), self.desk.read(keys.loans_of_key, self.key_id)

    @on(WindowedTable.RowSelected)
    def selected(self, event: WindowedTable.RowSelected) -> None:
        """The list takes Enter itself."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The loan under the cursor."""
        if self._table.cursor_key is not None:
            self.app.push_screen(ItemScreen(self._table.cursor_key))

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss()


def _columns() -> list[Column]:
    return [
        Column(_("Loan"), 15, priority=3),
        Column(_("Who"), 16, priority=9),
        Column(_("When"), 12, priority=8),
        Column(_("Why"), 0, minimum=12, priority=7),
        Column(_("Authorised by"), 13, priority=6),
        Column(_("Due"), 12, priority=5),
        Column(_("Back"), 12, priority=8),
        Column(_("Received by"), 11, priority=1),
    ]


def _row(loan: LoanRow, now: datetime, zone: ZoneInfo) -> Row:
    """The answers to the six questions; what is late is marked."""
    out = loan.returned is None and loan.stage == "lent"
    late = out and loan.due <= now
    tone: Tone = "late" if late else "plain" if out else "dim"
    back = moment(loan.returned, now, zone) if loan.returned else _("still out") if out else "-"
    who = " ".join(part for part in (loan.who, loan.company) if part)
    cells = (
        Cell(loan.number, tone),
        Cell(f"×{loan.pieces} {who}", tone),
        Cell(moment(loan.lent, now, zone), tone),
        Cell(f"{loan.reason} ({_(loan.purpose.label)})", tone),
        Cell(loan.authorised_by, tone),
        Cell(f"{'!! ' if late else ''}{moment(loan.due, now, zone)}", tone),
        Cell(back, tone),
        Cell(loan.received_by, tone),
    )
    return Row(loan.id, cells)
