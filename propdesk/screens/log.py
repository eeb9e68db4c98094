"""The duty log (F7): what was written, shift by shift, or found by what it says."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input

from propdesk.desk import Desk
from propdesk.i18n import N_, _, language, ngettext
from propdesk.queries import journal
from propdesk.queries.journal import EntryView, ShiftView
from propdesk.rules.numbering import short_number
from propdesk.rules.shifts import TURN_TITLES
from propdesk.screens import item_view
from propdesk.screens.base import DeskScreen
from propdesk.screens.deeds import SEARCH_KEYS
from propdesk.screens.item import ItemScreen
from propdesk.widgets.line import Line
from propdesk.widgets.safe import Plain, static
from propdesk.widgets.timeline import Timeline

REST = 0.1
"""Seconds without a key before the log is searched."""
WIDE = 100
FOUND = 200
SHIFTS = 90


@dataclass(frozen=True)
class Page:
    """A page of the log: a shift, or what was found."""

    shifts: Sequence[ShiftView]
    entries: Sequence[EntryView]


def read_shift(desk: Desk, back: int) -> Page:
    """The log of the shift `back` shifts ago; blocks."""
    shifts = desk.read(journal.shifts, SHIFTS)
    place = min(back, len(shifts) - 1)
    entries = desk.read(journal.of_shift, shifts[place].id, language(), desk.zone) if shifts else []
    return Page(shifts, entries)


def read_found(desk: Desk, typed: str) -> Page:
    """What was found, the oldest first as in a log; blocks."""
    found = desk.read(journal.searched, typed, language(), desk.zone, limit=FOUND)
    return Page((), list(reversed(found)))


class LogScreen(DeskScreen):
    """The log of a shift; Left and Right turn to the shift before and after."""

    mode = "log"

    BINDINGS = [
        Binding("enter", "open", N_("Open the item")),
        Binding("left", "turn(1)", N_("Shift before")),
        Binding("right", "turn(-1)", N_("Shift after")),
        Binding(SEARCH_KEYS, "search", N_("Search"), key_display="/"),
        Binding("ctrl+n,n", "note", N_("Write a line"), key_display="^N"),
        Binding("escape", "back", N_("Back"), show=False),
    ]

    DEFAULT_CSS = """
    LogScreen {
        & #line { height: 1; padding: 0 1; text-style: bold; }
        & #search { height: 1; display: none; }
        & #search.open { display: block; }
        & #search > .label { width: auto; padding: 0 1; color: $text-accent; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.back = 0
        self._page: Page | None = None
        self._title = Plain("", id="line", markup=False)
        self._lines = Timeline(empty=_("Nothing was written."), most_lines=4)
        self._line = Line(most=80)

    def body(self) -> ComposeResult:
        """The title, the lines, the box to search with."""
        yield self._title
        yield self._lines
        with Horizontal(id="search"):
            yield static(_("Search"), classes="label")
            yield self._line

    def on_mount(self) -> None:
        """Read the present shift."""
        self.watch(self._line, "value", self._typed, init=False)
        self.read_log()
        self._lines.focus()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Something was written."""
        self.read_log()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_log(self, afresh: bool = False) -> None:
        """Read the page in a thread."""
        typed = self._line.value.strip()
        page = await (self.ask(read_found, self.desk, typed) if typed else self.ask(read_shift, self.desk, self.back))
        if typed != self._line.value.strip():
            return
        self._page = page
        self._show(page, keep=not afresh)
        self._title.update(self._found(page) if typed else self._shift(page))

    def _show(self, page: Page, *, keep: bool) -> None:
        number = short_number if self.size.width < WIDE else str
        self._lines.show(item_view.told(page.entries, self.now(), self.desk, number), keep=keep)

    def on_resize(self) -> None:
        """Where there is little room, numbers are short."""
        if self._page is not None:
            self._show(self._page, keep=True)

    def _shift(self, page: Page) -> Content:
        if not page.shifts:
            return Content(_("Nothing was written."))
        self.back = min(self.back, len(page.shifts) - 1)
        shift = page.shifts[self.back]
        start, end = self.local(shift.starts), self.local(shift.ends)
        count = len(page.entries)
        return Content.assemble(
            f"{_(TURN_TITLES[shift.kind])}  {start:%Y-%m-%d %H:%M} - {end:%m-%d %H:%M}   ",
            (ngettext("{count} entry", "{count} entries", count).format(count=count), "dim"),
        )

    def _found(self, page: Page) -> Content:
        count = len(page.entries)
        if count >= FOUND:
            return Content(_("Found: the newest {count}").format(count=FOUND))
        return Content(ngettext("{count} found", "{count} found", count).format(count=count))

    # --- keys -----------------------------------------------------------------------------------------------

    def action_turn(self, by: int) -> None:
        """The shift before or after."""
        shifts = len(self._page.shifts) if self._page else 0
        wanted = max(0, min(self.back + by, shifts - 1))
        if wanted != self.back:
            self.back = wanted
            self.read_log(afresh=True)

    def action_search(self) -> None:
        """Search as you type."""
        self.query_one("#search").add_class("open")
        self._line.focus()

    def _typed(self, typed: str) -> None:
        self.set_timer(REST, lambda: self.read_log(afresh=True) if typed == self._line.value else None)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Enter goes from the box to what was found."""
        event.stop()
        self._lines.focus()

    def action_back(self) -> None:
        """Leave the search."""
        self._line.value = ""
        self.query_one("#search").remove_class("open")
        self._lines.focus()

    def action_open(self) -> None:
        """Enter, where the lines do not take it."""
        self._lines.action_select()

    @on(Timeline.Selected)
    def open_item(self, event: Timeline.Selected) -> None:
        """Enter opens the item of the line."""
        event.stop()
        entries = self._page.entries if self._page else ()
        entry = next((each for each in entries if each.seq == event.key), None)
        if entry is not None and entry.item_id is not None:
            self.app.push_screen(ItemScreen(entry.item_id))
        elif entry is not None:
            self.tell(N_("This line belongs to no item."))

    def action_note(self) -> None:
        """A line that belongs to no item."""
        self.write_note()

    @work(group="deed", exit_on_error=False)
    async def write_note(self) -> None:
        """Ask for the line; what is written shows at once."""
        if await self.run_step("log.note") is not None:
            self.back = 0
            self.read_log()
