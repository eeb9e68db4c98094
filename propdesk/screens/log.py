"""The log book (F7, 2): page after page, shift by shift or day by day, or found by what it says."""

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input

from propdesk.errors import Refused
from propdesk.i18n import N_, _
from propdesk.procedures.log import FREE
from propdesk.queries import items
from propdesk.queries.journal import EntryView
from propdesk.rules.moments import parse_moment
from propdesk.rules.numbering import short_number
from propdesk.screens import log_page
from propdesk.screens.deeds import SEARCH_KEYS
from propdesk.screens.item import ItemScreen
from propdesk.screens.log_page import EntryPanel, Leaf
from propdesk.screens.panel import LinePanel
from propdesk.screens.shift_views import ShiftView
from propdesk.widgets.line import Line
from propdesk.widgets.safe import Plain, static
from propdesk.widgets.timeline import Timeline

REST = 0.1
"""Seconds without a key before the log is searched."""
WIDE = 100


class LogScreen(ShiftView):
    """A page of the book; Left and Right turn to the page before and after."""

    view = 2

    BINDINGS = [
        Binding("enter", "open", N_("Open")),
        Binding("left", "turn(-1)", N_("Page before")),
        Binding("right", "turn(1)", N_("Page after")),
        Binding(SEARCH_KEYS, "search", N_("Filter"), key_display="/"),
        Binding("ctrl+n,n", "note", N_("Write"), key_display="^N"),
        Binding("ctrl+e,e", "correct", N_("Correct"), key_display="^E"),
        Binding("ctrl+d,d", "by_day", N_("By day or shift"), key_display="^D"),
        Binding("ctrl+g,g", "jump", N_("Go to a page"), key_display="^G"),
        Binding("tab", "detail", N_("The entry in full")),
        Binding("escape", "back", N_("Back"), show=False),
    ]

    DEFAULT_CSS = """
    LogScreen {
        & #state { height: 1; padding: 0 1; color: $text-muted; }
        & #search { height: 1; display: none; }
        & #search.open { display: block; }
        & #search > .label { width: auto; padding: 0 1; color: $text-accent; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.page: int | None = None
        """The page that is shown; None: always the last one."""
        self.by_day = False
        self._leaf: Leaf | None = None
        self._state = Plain("", id="state", markup=False)
        self._lines = Timeline(empty=_("Nothing was written."), most_lines=4)
        self._line = Line(most=80)

    def body(self) -> ComposeResult:
        """The title, the lines, the box to filter with."""
        yield from self.top()
        yield self._state
        yield self._lines
        with Horizontal(id="search"):
            yield static(_("Filter"), classes="label")
            yield self._line

    def on_mount(self) -> None:
        """Read the last page."""
        self.watch(self._line, "value", self._typed, init=False)
        self.read_log(afresh=True)
        self._lines.focus()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Something was written."""
        self.read_log()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_log(self, afresh: bool = False) -> None:
        """Read the page in a thread."""
        typed = self._line.value.strip()
        if typed:
            leaf = await self.ask(log_page.read_found, self.desk, self.actor, typed)
        else:
            leaf = await self.ask(log_page.read_page, self.desk, self.actor, self.page, by_day=self.by_day)
        if typed != self._line.value.strip():
            return
        self._leaf = leaf
        self._show(leaf, keep=not afresh)
        if afresh and leaf.unread:
            self._lines.cursor = 1
        self.title_line.update(log_page.title_of(leaf, self.desk, by_day=self.by_day, short=self.size.width < WIDE))
        self._state.update(log_page.state_of(leaf, self.desk) if leaf.page is not None else "")

    def _show(self, leaf: Leaf, *, keep: bool) -> None:
        number = short_number if self.size.width < WIDE else str
        self._lines.show(list(log_page.lines_of(leaf, self.now(), self.desk, number)), keep=keep)

    def on_resize(self) -> None:
        """Where there is little room, numbers are short."""
        if self._leaf is not None:
            self._show(self._leaf, keep=True)

    # --- turning pages --------------------------------------------------------------------------------------

    def action_turn(self, by: int) -> None:
        """The page before or after; by day, the first one of the day before or after."""
        page = self._leaf.page if self._leaf else None
        if page is None:
            return
        parts = len(self._leaf.parts) if self.by_day and self._leaf is not None else 1
        first = self._first(page.number)
        place = first - 1 if by < 0 else first + parts
        self._go_to(max(1, min(place, page.pages)), page.pages)

    def _first(self, number: int) -> int:
        """The number of the first page of what is shown: by day that of the day's first shift."""
        leaf = self._leaf
        if not self.by_day or leaf is None or leaf.page is None or leaf.page.shift is None:
            return number
        ids = [part.id for part, _entries in leaf.parts if part is not None]
        return number - (ids.index(leaf.page.shift.id) if leaf.page.shift.id in ids else 0)

    def _go_to(self, number: int, pages: int) -> None:
        self.page = None if number >= pages else number
        self.read_log(afresh=True)

    def action_by_day(self) -> None:
        """A whole day on one page, or a shift."""
        self.by_day = not self.by_day
        self.read_log(afresh=True)

    def action_jump(self) -> None:
        """Go to a page by its number, or to a day."""
        self.jump()

    @work(group="deed", exit_on_error=False)
    async def jump(self) -> None:
        """Ask where to."""
        typed = await self.app.push_screen_wait(
            LinePanel(_("Go to a page"), hint=_("The number of the page, or a day such as 11-21."), length=20)
        )
        if not typed:
            return
        if typed.isdecimal() and len(typed) <= 6:
            self._go_to(int(typed), self._leaf.page.pages if self._leaf and self._leaf.page else 1)
            return
        try:
            meant = parse_moment(f"{typed} 12:00", now=self.now(), zone=self.desk.zone, prefer="past")
        except Refused as refused:
            self.tell_why(refused)
            return
        day = meant.astimezone(self.desk.zone).date()
        self.page = await self.ask(log_page.page_of_day, self.desk, day)
        self.by_day = True
        self.read_log(afresh=True)

    # --- the filter -----------------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Filter as you type."""
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
        """Leave the filter, else the book."""
        if not self.query_one("#search").has_class("open"):
            self.dismiss()
            return
        self._line.value = ""
        self.query_one("#search").remove_class("open")
        self._lines.focus()

    def action_leave(self) -> None:
        """Back to the shift."""
        self.dismiss()

    # --- entries --------------------------------------------------------------------------------------------

    def _entry(self) -> EntryView | None:
        key = self._lines.cursor_key
        return self._leaf.entry(key) if self._leaf is not None and key else None

    def action_open(self) -> None:
        """Enter, where the lines do not take it."""
        self._lines.action_select()

    @on(Timeline.Selected)
    def open_line(self, event: Timeline.Selected) -> None:
        """Enter: a note to oneself was read; the item of a line; a free entry in full."""
        event.stop()
        entry = self._entry()
        if entry is None:
            return
        if event.key < 0:
            self.note_read(entry.seq)
        elif entry.item_id is not None:
            self.app.push_screen(ItemScreen(entry.item_id))
        else:
            self.action_detail()

    def action_detail(self) -> None:
        """The entry in full: both times, signatures, who has read it."""
        if (entry := self._entry()) is not None and self._leaf is not None:
            readers = self._leaf.readers.get(entry.seq, ())
            self.app.push_screen(EntryPanel(entry, readers, self.now(), self.desk))

    @work(group="deed", exit_on_error=False)
    async def note_read(self, seq: int) -> None:
        """Put down that a note was read."""
        if await self.do_at_once("log.read", {"entry": seq}) is not None:
            self.read_log()

    def action_note(self) -> None:
        """A line that belongs to no item."""
        self.write_note()

    @work(group="deed", exit_on_error=False)
    async def write_note(self) -> None:
        """Ask for the line; what is written shows at once."""
        if await self.run_step("log.note") is not None:
            self.page = None
            self.read_log(afresh=True)

    def action_correct(self) -> None:
        """Correct the entry under the cursor; one of an item where the item is corrected."""
        if (entry := self._entry()) is not None:
            self.correct(entry)

    @work(group="deed", exit_on_error=False)
    async def correct(self, entry: EntryView) -> None:
        """Ask what it should say."""
        if entry.item_id is None:
            if entry.corrected_by is not None:
                self.tell(N_("#{entry} was corrected by #{later} already. Correct that one."), entry=entry.seq,
                          later=entry.corrected_by)  # fmt: skip
                return
            if entry.step not in FREE:
                self.tell(N_("#{entry} was written by the desk itself and is not corrected here."), entry=entry.seq)
                return
            text = str(entry.values.get("text", ""))
            done = await self.run_step("log.correct", prefill={"entry": entry.seq, "text": text})
        else:
            item = await self.read(items.item, entry.item_id)
            name = f"{item.ledger}.correct" if item is not None else ""
            done = await self.run_step(name, entry.item_id, prefill={"entry": entry.seq}) if name else None
        if done is not None:
            self.read_log()
