"""Two lists on one screen: whose period is in its last three days and who was not reminded, and whose is over."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget

from propdesk.i18n import N_, _, ngettext
from propdesk.queries import moveins
from propdesk.queries.moveins import MoveinRow
from propdesk.screens.deeds import Chosen, ItemDeeds
from propdesk.screens.item import ItemScreen
from propdesk.widgets.remaining import moment
from propdesk.widgets.rows import Cell, Row, Tone
from propdesk.widgets.safe import static
from propdesk.widgets.windowed import Column, ListSource, WindowedTable


class MoveinLists(ItemDeeds):
    """Whom to remind, and about whom the office manager hears; Tab goes from one list to the other."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter", "open", N_("Open the item")),
        Binding("space", "menu", N_("Steps")),
        Binding("tab", "other", N_("Other list")),
        Binding("shift+tab", "other", show=False),
        Binding("ctrl+r,m", "remind", N_("Remind"), key_display="^R"),
        Binding("escape", "leave", N_("Back")),
    ]

    DEFAULT_CSS = """
    MoveinLists { & .title { padding: 0 1; } & #late-title { border-top: hkey $panel; } }
    """

    def __init__(self) -> None:
        super().__init__()
        self._soon = WindowedTable(_columns(), empty=_("Nobody is to be reminded."), id="soon")
        self._late = WindowedTable(_columns(), empty=_("Nobody's period is over."), id="late")
        self._titles = (static("", classes="title", id="soon-title"), static("", classes="title", id="late-title"))
        self._rows: dict[int, MoveinRow] = {}
        self._first = True

    def body(self) -> ComposeResult:
        """Both lists, each under its title."""
        yield self._titles[0]
        yield self._soon
        yield self._titles[1]
        yield self._late

    def on_mount(self) -> None:
        """Read them."""
        self._soon.focus()
        self.read_lists()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Somebody may have been reminded, or have come."""
        self.read_lists()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Days go by while another screen is shown."""
        if self._rows:
            self.read_lists()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_lists(self) -> None:
        """Read both in a thread; the cursors stay."""
        now = self.now()
        soon, late = await self.read(moveins.to_remind, now), await self.read(moveins.overdue)
        self._rows = {row.id: row for row in (*soon, *late)}
        for table, rows in ((self._soon, soon), (self._late, late)):
            source = ListSource(self._row(row, now) for row in rows)
            table.set_source(source, table.cursor_key)
        self._tell(soon, late)
        if self._first and late and not soon:
            self._late.focus()
        self._first = False

    def _tell(self, soon: Sequence[MoveinRow], late: Sequence[MoveinRow]) -> None:
        few = ngettext("{count} to be reminded", "{count} to be reminded", len(soon)).format(count=len(soon))
        many = ngettext("{count} whose period is over", "{count} whose period is over", len(late))
        self._titles[0].update(f"{few}   {_('the last three days of the period, not reminded yet')}")
        self._titles[1].update(f"{many.format(count=len(late))}   {_('the office manager decides on a notice')}")

    def _row(self, row: MoveinRow, now: datetime) -> Row:
        over, day = row.until <= now, self.desk.site.calendar.day
        left = (_over if over else _left)(day(row.until), day(now))
        tone: Tone = "late" if over else "soon"
        reminded = moment(row.reminded, now, self.desk.zone) if row.reminded else "-"
        comes = moment(row.appointed, now, self.desk.zone) if row.appointed else "-"
        return Row(row.id, (
            Cell(left, tone), Cell(row.unit), Cell(row.person), Cell(row.phone),
            Cell(moment(row.until, now, self.desk.zone)), Cell(reminded), Cell(comes), Cell(row.number, "dim"),
        ))  # fmt: skip

    # --- deeds ----------------------------------------------------------------------------------------------

    @property
    def _here(self) -> WindowedTable:
        return self._late if self._late.has_focus else self._soon

    def chosen(self) -> Chosen | None:
        """The move-in under the cursor of the list that is used."""
        row = self._rows.get(self._here.cursor_key or 0)
        return Chosen(row.id, row.number, "movein", row.stage, f"{row.unit} {row.person}") if row else None

    @on(WindowedTable.RowSelected)
    def selected(self, event: WindowedTable.RowSelected) -> None:
        """The list takes Enter itself."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The move-in's own page."""
        if item := self.chosen():
            self.app.push_screen(ItemScreen(item.id))

    def action_remind(self) -> None:
        """Remind the owner: the number that is masked here stands whole in the form."""
        if item := self.chosen():
            self.start(self.do_step("movein.remind", item))

    def action_other(self) -> None:
        """The other list."""
        other: Widget = self._soon if self._late.has_focus else self._late
        other.focus()

    def action_leave(self) -> None:
        """Back to the register."""
        self.dismiss()


def _left(until: date, today: date) -> str:
    """How many days are left, or since how many days the period is over."""
    days = (until - today).days
    if days > 0:
        return f"!  {ngettext('{count} day left', '{count} days left', days).format(count=days)}"
    return f"!  {_('ends today')}"


def _over(until: date, today: date) -> str:
    days = (today - until).days
    if days > 0:
        return f"!! {ngettext('over {count} day', 'over {count} days', days).format(count=days)}"
    return f"!! {_('over today')}"


def _columns() -> list[Column]:
    return [
        Column(_("Notice period"), 14, priority=9),
        Column(_("Unit"), 8, priority=9),
        Column(_("Owner"), 0, minimum=8, priority=8),
        Column(_("Phone"), 13, priority=7),
        Column(_("Until"), 12, priority=6),
        Column(_("Reminded"), 12, priority=3),
        Column(_("Comes"), 12, priority=5),
        Column(_("Item number"), 15, priority=2),
    ]
