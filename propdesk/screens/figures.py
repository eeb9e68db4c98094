"""Figures (Ctrl+B): the numbers of a period with bars; every number leads to its items, every page to a file."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from propdesk import exports
from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.i18n import N_, _, ngettext
from propdesk.procedures import manual
from propdesk.queries import figures, items
from propdesk.rules import cycles
from propdesk.rules.cycles import Period, Span, parse_period, period_of
from propdesk.rules.figures import Figures, notes, stored, tables
from propdesk.screens.base import DeskScreen
from propdesk.screens.choices import Choice, ChoicePanel
from propdesk.screens.deeds import SEARCH_KEYS
from propdesk.screens.item import ItemScreen
from propdesk.screens.ledger_rows import LedgerRows, columns
from propdesk.screens.panel import LinePanel
from propdesk.screens.report import ReportScreen, save
from propdesk.widgets.lines import Column, fit
from propdesk.widgets.rows import Cell, ListSource, Row
from propdesk.widgets.safe import Plain
from propdesk.widgets.windowed import WindowedTable

FIXED_SPANS = (Span.DAY, Span.HALF_MONTH, Span.MONTH, Span.QUARTER)
BAR = 2
"""The column of bars."""
REST = 1.0
"""Seconds without a change before a period that goes on is counted again."""
LISTED = 60
"""Reports to choose from, the newest ones."""


def count(desk: Desk, period: Period) -> Figures:
    """The figures of a period; blocks."""
    titles = {code: rule.title for code, rule in desk.site.rulebook.rules.items()}
    wanted = figures.wanted(period, desk.site.settings, desk.site.calendar, titles, desk.now())
    return desk.read(figures.figures, wanted)


class FiguresScreen(DeskScreen):
    """The figures of a period; Left and Right turn to the one before and after, Space to the next length."""

    mode = "figures"

    BINDINGS = [
        Binding("enter", "rows", N_("Its items")),
        Binding("left", "turn(-1)", N_("Period before")),
        Binding("right", "turn(1)", N_("Period after")),
        Binding("ctrl+s", "save", N_("Save")),
        Binding("space", "length", N_("Day, month ...")),
        Binding(SEARCH_KEYS, "period", N_("From - to"), key_display="/"),
        Binding("ctrl+o,o", "reports", N_("Reports"), key_display="^O"),
    ]

    DEFAULT_CSS = """
    FiguresScreen {
        & #line { height: 1; padding: 0 1; }
        & #period { width: auto; text-style: bold; }
        & #spans { width: 1fr; text-align: right; color: $text-muted; }
        & #notes { height: auto; max-height: 3; padding: 0 1; color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown: Figures | None = None
        self._chosen: Period | None = None
        self._period, self._spans = Plain("", id="period", markup=False), Plain("", id="spans", markup=False)
        self._notes = Plain("", id="notes", markup=False)
        self._columns = (
            Column(_("What is counted"), 0, minimum=30, priority=9),
            Column(_("Count"), 27, priority=8),
            Column("", 0, minimum=8, priority=5),
        )
        self._table = WindowedTable(self._columns, empty=_("Counting ..."))

    def body(self) -> ComposeResult:
        """The period, the numbers, what was counted."""
        with Horizontal(id="line"):
            yield self._period
            yield self._spans
        yield self._table
        yield self._notes

    def on_mount(self) -> None:
        """Count the present month."""
        self.choose(period_of(Span.MONTH, self._today(), begins=self._begins))
        self._table.focus()

    @property
    def _begins(self) -> int:
        return self.desk.site.settings.month_begins

    def _today(self) -> date:
        return self.desk.site.calendar.day(self.now())

    @property
    def period(self) -> Period:
        """The period on the screen, or asked for."""
        return self._chosen or period_of(Span.MONTH, self._today(), begins=self._begins)

    # --- counting -------------------------------------------------------------------------------------------

    def choose(self, period: Period) -> None:
        """Count another period."""
        self._chosen = period
        self._show_line()
        self.count()

    @work(group="count", exclusive=True, exit_on_error=False)
    async def count(self) -> None:
        """Count in a thread; what comes after another period was chosen is not looked at."""
        period = self.period
        found = await self.ask(count, self.desk, period)
        if period == self.period:
            afresh = self.shown is None or self.shown.basis.period != period
            self.shown = found
            self.show_figures(keep=not afresh)

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Something changed: count again what it may concern, once it is quiet."""
        if self.is_mounted:
            self.set_timer(REST, self.count)

    def _show_line(self) -> None:
        period, name = self.period, cycles.short(self.period, begins=self._begins)
        days = "" if period.span is Span.DAY else f"   {period.first} - {period.last}"
        wide = self.size.width >= 100
        named = "" if period.span is Span.FREE else f"{_(exports.SPANS[period.span])} {name}"
        self._period.update(f"{named}{days if wide or not named else ''}".strip())
        spans = [(f" {_(exports.SPANS[span])} ", span is period.span) for span in (*FIXED_SPANS, Span.FREE)]
        self._spans.update(Content("").join(Content.styled(t, "reverse bold" if here else "") for t, here in spans))

    def show_figures(self, *, keep: bool = True) -> None:
        """Show what was counted; the cursor stays on its number, in another period too."""
        if self.shown is None:
            return
        source = ListSource(self._rows(self.shown))
        if keep:
            self._table.replace_source(source)
        else:
            self._table.set_source(source, self._table.cursor_key or 1)
        said = [_(message).format(**values) for message, values in notes(self.shown.basis)]
        self._notes.update("  ".join(said if self.size.height >= 30 else said[3:]))
        self._notes.display = self.size.height >= 30 or len(said) > 3

    def _rows(self, found: Figures) -> Sequence[Row]:
        """A row for each number and each title; numbers are counted from 1 on, titles have negative keys."""
        width = self._bar_width()
        rows, number = [], 0
        for place, table in enumerate(tables(stored(found)), start=1):
            if not table.rows:
                continue
            rows.append(Row(-place, (Cell(_(table.title), "accent"), Cell(""), Cell(""))))
            for row in table.rows:
                number += 1
                bar = exports.bar(exports.share(row, table), width)
                tone = "late" if row.reached is False else "plain" if row.count or row.of else "dim"
                rows.append(
                    Row(number, (Cell(f"  {exports.label(row)}", "plain" if row.count else "dim"),
                                 Cell(exports.number(row), tone), Cell(bar, "accent")))  # type: ignore[arg-type]
                )  # fmt: skip
        return rows

    def _bar_width(self) -> int:
        fitted = fit(self._columns, max(20, self.size.width - 2))
        return next((each.width for each in fitted if each.place == BAR), 0)

    def on_resize(self) -> None:
        """Bars are as long as there is room."""
        self._show_line()
        self.show_figures()

    # --- keys -----------------------------------------------------------------------------------------------

    def action_turn(self, by: int) -> None:
        """The period before or after."""
        turn = cycles.after if by > 0 else cycles.before
        self.choose(turn(self.period, begins=self._begins))

    def action_length(self) -> None:
        """The next length of period, around the last day of the present one that is not to come."""
        span = self.period.span
        place = FIXED_SPANS.index(span) + 1 if span in FIXED_SPANS else 0
        day = max(self.period.first, min(self.period.last, self._today()))
        self.choose(period_of(FIXED_SPANS[place % len(FIXED_SPANS)], day, begins=self._begins))

    def action_period(self) -> None:
        """Type a period."""
        self.type_period()

    @work(group="deed", exit_on_error=False)
    async def type_period(self) -> None:
        """Ask for the period until it can be read or the question is left."""
        typed = cycles.short(self.period, begins=self._begins)
        hint = _("A day, 2026-10, 2026-10-H2, 2026Q3, or 2026-10-05..2026-10-20.")
        asked = await self.app.push_screen_wait(LinePanel(_("Period"), hint=hint, value=typed, needed=True, length=40))
        if asked is not None:
            try:
                self.choose(parse_period(asked, begins=self._begins))
            except Refused as refusal:
                self.tell_why(refusal)

    @on(WindowedTable.RowSelected)
    def selected(self, event: WindowedTable.RowSelected) -> None:
        """Enter on a number shows its items."""
        event.stop()
        self.action_rows()

    def action_rows(self) -> None:
        """The items behind the number under the cursor; behind a rate, those that are missing from it."""
        key = self._table.cursor_key
        if self.shown is None or key is None or key < 1:
            return
        line = self.shown.lines()[key - 1]
        if not line.ids and not line.of:
            self.tell(N_("There is nothing behind this number."))
            return
        missing = tuple(item for item in line.of or () if item not in set(line.ids))
        self.app.push_screen(FigureRows(_(line.label), line.ids, missing))

    def action_save(self) -> None:
        """Write what is on the screen to a file."""
        if self.shown is not None:
            self.save_figures(self.shown)

    @work(group="deed", exit_on_error=False)
    async def save_figures(self, shown: Figures) -> None:
        """Save the figures."""
        name = f"figures-{cycles.short(shown.basis.period, begins=self._begins)}"
        await save(self, exports.of_figures(self.desk, shown), name)

    def action_reports(self) -> None:
        """The periodical reports."""
        self.choose_report()

    @work(group="deed", exit_on_error=False)
    async def choose_report(self) -> None:
        """Choose a report and read it."""
        found = await self.ask(partial(self.desk.read, items.items, ledger="report", limit=LISTED))
        if not found:
            self.tell(N_("No report is on the desk yet."))
            return
        stage = manual.procedure("report").stage
        choices = [Choice(str(row.id), f"{row.number}  {_(stage(row.stage).label)}  {row.title}") for row in found]
        chosen = await self.app.push_screen_wait(ChoicePanel(_("Periodical reports"), choices, steps=False))
        if chosen is not None:
            self.app.push_screen(ReportScreen(int(chosen)))


class FigureRows(DeskScreen):
    """The items behind a number; Enter opens one. Behind a rate Right shows those that are missing from it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("Open the item")),
        Binding("right,left", "other", N_("Those that are missing")),
        Binding("escape", "leave", N_("Back")),
    ]

    DEFAULT_CSS = """
    FigureRows #line { height: 1; padding: 0 1; }
    """

    def __init__(self, label: str, ids: Sequence[int], missing: Sequence[int] = ()) -> None:
        """`label` is translated; `missing` are the items that a rate lacks."""
        super().__init__()
        self._label, self._ids, self._missing = label, tuple(dict.fromkeys(ids)), tuple(missing)
        self.lacking = bool(missing) and not ids
        self._line = Plain("", id="line", markup=False)
        self._table = WindowedTable(columns(), empty=_("There is nothing behind this number."))

    def body(self) -> ComposeResult:
        """The number's name and the items."""
        yield self._line
        yield self._table

    def on_mount(self) -> None:
        """Show the items."""
        self.show_rows()
        self._table.focus()

    def show_rows(self) -> None:
        """Show those that count, or those that are missing."""
        ids = (self._missing if self.lacking else self._ids)[: items.MOST_FOUND]
        self._table.set_source(LedgerRows(self.desk, "", _given, ids))
        found = ngettext("{count} item", "{count} items", len(ids)).format(count=len(ids))
        which = f"   ({_('missing from the rate')})" if self.lacking else ""
        self._line.update(Content.assemble((self._label, "bold"), f"   {found}{which}"))

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """An item may have changed."""
        if touched is None or touched & {*self._ids, *self._missing}:
            self._table.reload()

    @on(WindowedTable.RowSelected)
    def selected(self, event: WindowedTable.RowSelected) -> None:
        """Enter opens the item."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Open the item under the cursor."""
        if self._table.cursor_key is not None:
            self.app.push_screen(ItemScreen(self._table.cursor_key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a rate lacks something."""
        return bool(self._missing) if action == "other" else True

    def action_other(self) -> None:
        """Change between those that count and those that are missing."""
        if self._missing:
            self.lacking = not self.lacking
            self.show_rows()

    def action_leave(self) -> None:
        """Back to the figures."""
        self.dismiss()


def _given(_connection: object, _ledger: str, ids: Sequence[int]) -> list[int]:
    return list(ids)
