"""Today (F2): what is to be done next, by deadline; one matter is one row."""

from datetime import datetime

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content

from propdesk.desk import Done
from propdesk.i18n import N_, _, ngettext
from propdesk.screens import form, work_lines
from propdesk.screens.calls_beside import go_on, take_call
from propdesk.screens.deeds import ADD_CALLER_KEYS, FIRST_KEYS, LAST_KEYS, Chosen, ItemDeeds
from propdesk.screens.item import ItemScreen
from propdesk.screens.work_lines import Draft, Report, Work, WorkRows, columns
from propdesk.widgets.safe import Plain, display_text
from propdesk.widgets.windowed import WindowedTable


class TodayScreen(ItemDeeds):
    """The worklist."""

    mode = "today"

    BINDINGS = [
        *FIRST_KEYS,
        Binding("ctrl+n,n", "call", N_("New call"), key_display="^N"),
        Binding("right,tab", "detail", N_("Detail")),
        *LAST_KEYS,
        Binding(ADD_CALLER_KEYS, "add_caller", N_("One more caller"), key_display="+", show=False),
        *(Binding(str(digit), f"view({digit})", show=False) for digit in range(1, len(work_lines.VIEWS) + 1)),
    ]

    DEFAULT_CSS = """
    TodayScreen {
        & #line { height: 1; padding: 0 1; }
        & #counts { width: 1fr; }
        & #views { width: auto; color: $text-muted; }
        & #about { height: auto; max-height: 3; padding: 0 1; border-top: hkey $panel; color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.place = work_lines.OPEN
        self._table = WindowedTable(columns(), empty="")
        self._counts, self._views = Plain("", id="counts", markup=False), Plain("", id="views", markup=False)
        self._about = Plain("", id="about", markup=False)
        self._work: Work | None = None
        self._rows: WorkRows | None = None
        self._new: tuple[int, ...] = ()
        """What was just opened, until its row is in the list."""

    def body(self) -> ComposeResult:
        """The line of counts and views, the list."""
        with Horizontal(id="line"):
            yield self._counts
            yield self._views
        yield self._table
        yield self._about

    def on_mount(self) -> None:
        """Read the worklist."""
        self._show_views()
        self.watch(self._table, "cursor_row", self._show_about, init=False)  # in the same frame as the cursor
        self.read_work()
        self._table.focus()

    # --- the list -------------------------------------------------------------------------------------------

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Back again: a form may have been parked elsewhere, which touches no item."""
        if self._rows is not None:
            self.read_work()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Read the worklist afresh: any change may move any row."""
        self.read_work()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_work(self, afresh: bool = False) -> None:
        """Read the lines in a thread; the cursor stays on its item, or goes to the top of a new view."""
        found = await self.ask(work_lines.load, self.desk, self.actor, self.place)
        first = self._rows is None or afresh
        self._work, self._rows = found, WorkRows(found.lines, self.desk)
        self._table.empty = _("Nothing is open. Ctrl+N logs a call.")
        if first:
            self._table.set_source(self._rows)
        else:
            self._table.replace_source(self._rows)
        if (key := next((key for key in self._new if self._rows.find(key) is not None), None)) is not None:
            self._new = ()
            self._table.move_to_key(key)
        self._show_counts(self.now())
        self._show_about()

    def _show_counts(self, now: datetime) -> None:
        if self._work is None or self._rows is None:
            return
        late, soon = self._rows.late(now), self._rows.soon(now)
        parts = [
            Content(ngettext("{count} open", "{count} open", self._work.open).format(count=self._work.open)),
            Content.styled(_("{count} overdue").format(count=late), "bold $text-error" if late else ""),
            Content.styled(_("{count} within the hour").format(count=soon), "$text-warning" if soon else ""),
        ]
        if self._work.more:
            parts.append(Content(_("only the first {count} are shown").format(count=len(self._rows.lines))))
        self._counts.update(Content("   ").join(parts))

    @on(WindowedTable.RowHighlighted)
    def show_about(self, event: WindowedTable.RowHighlighted) -> None:
        """Below the list stands in full what its columns may have cut."""
        event.stop()
        self._show_about()

    def _show_about(self) -> None:
        line = self._rows.line(self._table.cursor_key) if self._rows else None
        if line is None:
            self._about.update("")
            return
        what = "  ".join(part for part in (line.number, line.ledger, line.place, line.title, line.owner) if part)
        self._about.update(Content.assemble(display_text(what), ("  ->  ", "dim"), (display_text(line.next), "bold")))

    def _show_views(self) -> None:
        views = [(f" {n} {_(words)} ", n - 1 == self.place) for n, words in enumerate(work_lines.VIEWS, start=1)]
        self._views.update(Content("").join(Content.styled(t, "reverse bold" if here else "") for t, here in views))

    def tick(self, now: datetime) -> None:
        """Count down, from memory."""
        if self._rows is not None and (ticking := self._rows.ticking(now)):
            self._table.refresh_rows(ticking)
            self._show_counts(now)

    def action_view(self, digit: int) -> None:
        """Another view."""
        if digit - 1 != self.place:
            self.place = digit - 1
            self._show_views()
            self.read_work(afresh=True)

    # --- deeds ----------------------------------------------------------------------------------------------

    def chosen(self) -> Chosen | None:
        """The item under the cursor; a parked form is none."""
        line = self._rows.line(self._table.cursor_key) if self._rows else None
        return line.item if line else None

    @on(WindowedTable.RowSelected)
    def next_step(self, event: WindowedTable.RowSelected) -> None:
        """Enter: the parked form, the report upwards, or the next step."""
        event.stop()
        line = self._rows.line(event.key) if self._rows else None
        if line is None:
            return
        if line.draft is not None:
            self.start(self._go_on(line.draft))
        elif line.report is not None and line.item is not None:
            self.start(self._report(line.report, line.item))
        else:
            self.do_next()

    async def _go_on(self, draft: Draft) -> None:
        """Open a parked form again; its clocks run from when it was begun."""
        await go_on(self, draft.step, draft.item_id, draft.fields, form.Draft(draft.id, draft.begun))
        self.read_work()

    async def _report(self, report: Report, item: Chosen) -> None:
        """A missed deadline goes upwards: each attempt is on record."""
        to = report.to
        whom = to.name or to.post if to else _(work_lines.ROLES[report.role])
        known = {"number": to.phone} if to and to.phone else {}
        await self.do_step(f"{item.ledger}.attempt", item, purpose="escalate", whom=whom, **known)

    def opened(self, done: Done | None) -> None:
        """The cursor goes to what came of the call."""
        entries = done.entries if done is not None else ()
        self._new = tuple(entry.item_id for entry in reversed(entries) if entry.item_id is not None)
        super().opened(done)

    def action_call(self) -> None:
        """A new call or visit."""
        self.start(take_call(self))

    def action_detail(self) -> None:
        """The item's own page."""
        if item := self.chosen():
            self.app.push_screen(ItemScreen(item.id))
