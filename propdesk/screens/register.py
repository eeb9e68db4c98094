"""The register screen every ledger shares: the list, a filter, the detail beside it, and the deeds of an item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from propdesk.desk import Done
from propdesk.i18n import N_, _, ngettext
from propdesk.procedures import manual
from propdesk.procedures.step import Opening
from propdesk.queries import items
from propdesk.screens import item_view
from propdesk.screens.deeds import ADD_CALLER_KEYS, FIRST_KEYS, LAST_KEYS, SEARCH_KEYS, Chosen, ItemDeeds, chosen_of
from propdesk.screens.item import WIDE, ItemScreen
from propdesk.screens.item_view import ItemView
from propdesk.screens.ledger_rows import LedgerRows, columns
from propdesk.widgets.fields import Line
from propdesk.widgets.safe import Plain, display_text, static
from propdesk.widgets.unit_card import section
from propdesk.widgets.windowed import WindowedTable

REST = 0.12
"""Seconds the cursor rests on a row before its detail is read."""
LATEST = 8
"""So many entries stand beside the list; the item's own page has the others."""
TURNS = 20
"""Seconds between two looks whether a row's mark has changed."""


@dataclass(frozen=True)
class View:
    """A view of a register: what it is called, a msgid, and the ledger it shows."""

    title: str
    ledger: str


class RegisterScreen(ItemDeeds):
    """A register. A subclass says which views it has; the digits choose among them."""

    views: ClassVar[Sequence[View]] = ()
    of_people: ClassVar[bool] = False
    """Whether who it is and the stage say more than the matter, where not everything has room."""

    BINDINGS = [
        *FIRST_KEYS,
        Binding(ADD_CALLER_KEYS, "add_caller", N_("One more caller"), key_display="+"),
        Binding("ctrl+n,n", "new", N_("New"), key_display="^N"),
        Binding(SEARCH_KEYS, "filter", N_("Find"), key_display="/"),
        Binding("ctrl+o,o", "toggle_open", N_("Open or all"), key_display="^O"),
        Binding("right,tab", "detail", N_("Detail")),
        Binding("escape", "back", N_("Back"), show=False),
        *LAST_KEYS,
        *(Binding(str(digit), f"view({digit})", show=False) for digit in range(1, 10)),
    ]

    DEFAULT_CSS = """
    RegisterScreen {
        & #line { height: 1; padding: 0 1; }
        & #line.stacked { height: 2; layout: vertical; }
        & #line.stacked > #views { width: 1fr; }
        & #count { width: 1fr; }
        & #views { width: auto; color: $text-muted; }
        & #filter { height: 1; display: none; }
        & #filter.open { display: block; }
        & #filter > .label { width: auto; padding: 0 1; color: $text-accent; text-style: bold; }
        & #filter > #few { width: auto; padding: 0 1; color: $text-muted; }
        & #side { width: 42; padding: 0 1; border-left: vkey $panel; display: none; scrollbar-size-vertical: 1; }
        & #side.wide { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.place = 0
        self.only_open = True
        self._typed = ""
        self._source: LedgerRows | None = None
        self._table = WindowedTable(columns([view.ledger for view in self.views], people=self.of_people), empty="")
        self._count, self._views = Plain("", id="count", markup=False), Plain("", id="views", markup=False)
        self._filter, self._few = Line(), Plain("", id="few", markup=False)
        self._detail = Plain("", markup=False)
        self._shown: ItemView | None = None
        self._looked: datetime | None = None
        self._room = 0

    def body(self) -> ComposeResult:
        """The line of views, the list with its detail, the filter."""
        with Horizontal(id="line"):
            yield self._count
            yield self._views
        with Horizontal():
            yield self._table
            with VerticalScroll(id="side", can_focus=False):
                yield self._detail
        with Horizontal(id="filter"):
            yield static(_("Find"), classes="label")
            yield self._filter
            yield self._few

    @property
    def ledger(self) -> str:
        """The ledger of the present view."""
        return self.views[self.place].ledger

    def on_mount(self) -> None:
        """Show the first view."""
        self._looked = self.now()
        self.watch(self._filter, "value", self._find, init=False)
        self.show_list()
        self._table.focus()

    # --- the list -------------------------------------------------------------------------------------------

    def show_list(self, key: int | None = None) -> None:
        """Show what view, filter and toggle ask for, the cursor on item `key` or at the top."""
        self._source = self._rows()
        self._table.empty = self._nothing()
        self._table.set_source(self._source, key)
        self._show_line()

    def _rows(self) -> LedgerRows:
        if self._typed:
            return LedgerRows(self.desk, self.ledger, items.found_ids, self._typed)
        return LedgerRows(self.desk, self.ledger, items.open_ids if self.only_open else None)

    def _nothing(self) -> str:
        if self._typed:
            return _("Nothing was found.")
        return _("Nothing is open here. ^O shows everything.") if self.only_open else _("Nothing is on record yet.")

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Read what is shown afresh; the cursor stays on its item."""
        self._table.reload()
        if self._shown is not None and (touched is None or self._shown.row.id in touched):
            self.read_detail(self._shown.row.id)

    @on(WindowedTable.Loaded)
    def counted(self, event: WindowedTable.Loaded) -> None:
        """The list was read: say how long it is."""
        event.stop()
        self._show_line(event.count)
        if not event.count:
            self._shown = None
            self.show_detail(None)

    @on(WindowedTable.ReadFailed)
    def read_failed(self, event: WindowedTable.ReadFailed) -> None:
        """The list could not be read."""
        event.stop()
        self.shell.report(event.error)

    def _show_line(self, count: int | None = None) -> None:
        title = _(manual.procedure(self.ledger).title)
        count_line = Content.assemble((title, "bold"), f"   {self._state(count)}")
        self._count.update(count_line)
        self._room = count_line.cell_length
        self._fit()

    def _fit(self) -> None:
        """Count and views on one line where they fit, else one below the other, at need close together."""
        wide = self._views_line(" ", "")
        stacked = self._room + wide.cell_length + 4 > self.size.width
        close = stacked and wide.cell_length + 2 > self.size.width
        self._views.update(self._views_line("", " ") if close else wide)
        self.query_one("#line").set_class(stacked, "stacked")

    def _views_line(self, around: str, between: str) -> Content:
        views = [(f"{around}{n} {_(view.title)}{around}", n - 1 == self.place) for n, view in enumerate(self.views, 1)]
        return Content(between).join(Content.styled(t, "reverse bold" if here else "") for t, here in views)

    def _state(self, count: int | None) -> str:
        if count is None:
            return ".."
        if self._typed:
            if count >= items.MOST_SEARCHED:
                return _("found: more than {count}").format(count=f"{items.MOST_SEARCHED:,}")
            return ngettext("{count} found", "{count} found", count).format(count=count)
        if self.only_open:
            return ngettext("{count} open", "{count} open", count).format(count=count)
        return ngettext("{count} in all", "{count} in all", count).format(count=f"{count:,}")

    def tick(self, now: datetime) -> None:
        """Marks change as time goes by; only the rows concerned are read again."""
        if self._source is None or self._looked is None or (now - self._looked).total_seconds() < TURNS:
            return
        turned = self._source.turned(self._looked, now)
        self._looked = now
        if turned:
            self._table.refresh_rows(turned)
        if self._shown is not None:
            self.show_detail(self._shown)

    # --- filter, views --------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Filter as you type."""
        self.query_one("#filter").add_class("open")
        self._filter.focus()

    def _find(self, typed: str) -> None:
        """Find what was typed; before it is enough to be found, the list stays as it is."""
        enough = self.is_enough(typed)
        self._few.update("" if enough or not typed.strip() else _("from two characters on"))
        wanted = typed.strip() if enough else ""
        if wanted != self._typed:
            self._typed = wanted
            self.show_list()

    def is_enough(self, typed: str) -> bool:
        """Whether anything can be found by what was typed."""
        return items.is_searchable(typed)

    @on(Input.Submitted)
    def found(self, event: Input.Submitted) -> None:
        """Enter goes from the filter to what was found."""
        if event.input is self._filter:
            event.stop()
            self._table.focus()

    def action_toggle_open(self) -> None:
        """Only what is open, or everything."""
        self.only_open = not self.only_open
        self.show_list(self._table.cursor_key)

    def action_view(self, digit: int) -> None:
        """Another view."""
        if digit <= len(self.views) and digit - 1 != self.place:
            self.place = digit - 1
            self._close_filter()
            self._shown = None
            self.show_detail(None)
            self.show_list()
            self.refresh_bindings()

    def action_back(self) -> None:
        """Close the filter."""
        key = self._table.cursor_key
        if self._close_filter():
            self.show_list(key)

    def _close_filter(self) -> bool:
        was = bool(self._typed) or self._filter.has_focus
        self._typed = ""
        self._filter.value = ""
        self.query_one("#filter").remove_class("open")
        self._table.focus()
        return was

    # --- the detail -----------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """The detail stands beside the list where there is room."""
        self.query_one("#side").set_class(event.size.width >= WIDE, "wide")
        self._fit()

    @on(WindowedTable.RowHighlighted)
    def rest(self, event: WindowedTable.RowHighlighted) -> None:
        """Once the cursor rests, its item is read."""
        event.stop()
        key = event.key
        self.set_timer(REST, lambda: self._rested(key))

    def _rested(self, key: int) -> None:
        if key == self._table.cursor_key and self.needs_detail:
            self.read_detail(key)

    @property
    def needs_detail(self) -> bool:
        """Whether the item under the cursor is read: where its detail has room."""
        return self.size.width >= WIDE

    @work(group="detail", exclusive=True, exit_on_error=False)
    async def read_detail(self, key: int) -> None:
        """Read an item in a thread."""
        view = await self.ask(item_view.load, self.desk, key, LATEST)
        if view is not None and key == self._table.cursor_key:
            self._shown = view
            self.show_detail(view)

    def show_detail(self, view: ItemView | None) -> None:
        """Show an item beside the list, or nothing."""
        if view is None:
            self._detail.update("")
            return
        now = self.now()
        entries = item_view.told(view.entries, now, self.desk)
        course = [Content(f"{told.lead}  {display_text(told.text)} {told.marks}".rstrip()) for told in entries]
        lines = [
            *item_view.section_lines(view, now, self.desk, top=True),
            item_view.heading(view),
            Content(""),
            *section(_("Clocks"), item_view.clock_lines(view, now, self.desk)),
            *item_view.section_lines(view, now, self.desk),
            *section(_("Course"), course),
            *section(_("On record"), item_view.fact_lines(view)),
            *section(_("The same matter"), item_view.related_lines(view.related, now, self.desk)),
            *section(_("Clocks that stopped"), item_view.stopped_lines(view, now, self.desk)),
        ]
        self._detail.update(Content("\n").join(lines))

    def action_detail(self) -> None:
        """The item's own page."""
        if self._table.cursor_key is not None:
            self.app.push_screen(ItemScreen(self._table.cursor_key))

    # --- deeds ----------------------------------------------------------------------------------------------

    def chosen(self) -> Chosen | None:
        """The item under the cursor."""
        key = self._table.cursor_key
        row = self._source.known(key) if self._source is not None and key is not None else None
        return chosen_of(row) if row is not None else None

    @on(WindowedTable.RowSelected)
    def next_step(self, event: WindowedTable.RowSelected) -> None:
        """Enter does the next step."""
        event.stop()
        self.do_next()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Callers are counted where the view shows incidents."""
        if action == "add_caller":
            return self.ledger == "incident"
        return super().check_action(action, parameters)

    def action_new(self) -> None:
        """A new item of this ledger."""
        steps = manual.procedure(self.ledger).steps
        opening = next(step for step in steps if issubclass(step, Opening) and not step.hidden)
        self.start(self.open_new(opening.name()))

    async def open_new(self, name: str, **more: Any) -> None:
        """Open an item through its form, and show it."""
        self.opened(await self.run_step(name, **more))

    def opened(self, done: Done | None) -> None:
        """The cursor goes to what was opened in this register."""
        super().opened(done)
        steps = done.entries if done is not None else ()
        key = next((step.item_id for step in steps if step.step.startswith(f"{self.ledger}.")), None)
        if key is not None:
            self._table.move_to_key(key)
