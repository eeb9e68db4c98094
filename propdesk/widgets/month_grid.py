"""A month as a picture: a row for each route, a column for each day, a mark in each; the cursor goes day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from propdesk.i18n import N_, _
from propdesk.rules.calendar import WEEKDAYS
from propdesk.widgets.width import fit_text

CLOSE, APART = 2, 3
"""Cells across a day: close together where there is little room, else apart."""
SHORTEST, LONGEST = 12, 24
"""Cells of a route's name."""
HERE = ">"
"""Stands before the route under the cursor, so that it shows without colour."""

DayTone = Literal["plain", "dim", "ok", "soon", "late", "accent"]
STYLES = ("plain", "dim", "ok", "soon", "late", "accent", "rest", "today", "here", "cursor")
"""The tones of a mark, days off, today's head, the name of the route under the cursor, the cursor's cell."""


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of a route: its mark, one cell wide, in a tone that only repeats in colour what the mark says."""

    mark: str = ""
    tone: DayTone = "plain"


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A route with its marks, one for each day shown."""

    name: str
    cells: tuple[DayCell, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """The days from `first` on and what stands on each; `rest` are those off, `today` is one of them or none."""

    first: date
    rows: tuple[MonthRow, ...]
    days: int
    rest: frozenset[date] = frozenset()
    today: date | None = None

    def day(self, column: int) -> date:
        """The day of a column."""
        return self.first + timedelta(days=column)


class MonthGrid(Widget, can_focus=True, inherit_bindings=False):
    """Days across, routes down. The days stand still above the routes, which go by under them."""

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(0,-1)", N_("Day before"), show=False),
        Binding("right", "move(0,1)", N_("Next day"), show=False),
        Binding("up", "move(-1,0)", N_("Route above"), show=False),
        Binding("down", "move(1,0)", N_("Route below"), show=False),
        Binding("home", "edge(-1)", N_("First day"), show=False),
        Binding("end", "edge(1)", N_("Last day"), show=False),
        Binding("enter", "select", N_("Choose the day"), show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"month--{name}" for name in STYLES}

    DEFAULT_CSS = """
    MonthGrid {
        height: auto;
        background: $background;
        color: $foreground;

        & > .month--dim { color: $text-muted; }
        & > .month--ok { color: $text-success; }
        & > .month--soon { color: $text-warning; text-style: bold; }
        & > .month--late { color: $text-error; text-style: bold; }
        & > .month--accent { color: $text-accent; }
        & > .month--rest { background: $surface; }
        & > .month--today { color: $text-accent; text-style: bold underline; }
        & > .month--here { text-style: bold; }
        & > .month--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .month--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:nocolor > .month--cursor { text-style: underline; }
        &:nocolor:focus > .month--cursor { text-style: reverse; }
    }
    """

    @dataclass
    class Highlighted(Message):
        """Another day of a route is under the cursor, or says something else."""

        grid: "MonthGrid"

        @property
        def control(self) -> "MonthGrid":
            """The grid, for selectors of `on`."""
            return self.grid

    @dataclass
    class Selected(Message):
        """The operator chose the day of a route under the cursor."""

        grid: "MonthGrid"

        @property
        def control(self) -> "MonthGrid":
            """The grid, for selectors of `on`."""
            return self.grid

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        """A grid that says `empty` when it has no routes."""
        super().__init__(id=id)
        self.empty = empty
        self.month: Month | None = None
        self.row = self.column = 0
        self._top = 0
        self._styles: dict[tuple[str, bool], Style] = {}

    # --- what screens ask for -------------------------------------------------------------------------------

    @property
    def day(self) -> date | None:
        """The day under the cursor."""
        return self.month.day(self.column) if self.month is not None else None

    def show(self, month: Month, day: date | None = None) -> None:
        """Show a month, the cursor on `day`; without one it stays where it is."""
        self.month = month
        if day is not None:
            self.column = (day - month.first).days
        self._keep()
        self.refresh(layout=True)
        self.post_message(self.Highlighted(self))

    # --- cursor ---------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        """Keep the cursor on a cell and its row in sight."""
        rows, days = (len(self.month.rows), self.month.days) if self.month is not None else (0, 0)
        self.row = max(0, min(self.row, rows - 1))
        self.column = max(0, min(self.column, days - 1))
        room = max(1, self.size.height - self._head)
        self._top = max(0, min(self._top, self.row, rows - room), self.row - room + 1)

    def _go(self, row: int, column: int) -> None:
        was = self.row, self.column
        self.row, self.column = row, column
        self._keep()
        if was != (self.row, self.column):
            self.refresh()
            self.post_message(self.Highlighted(self))

    def action_move(self, rows: int, days: int) -> None:
        """Move the cursor."""
        self._go(self.row + rows, self.column + days)

    def action_edge(self, by: int) -> None:
        """Move the cursor to the first or last day."""
        self._go(self.row, 0 if by < 0 else self.month.days - 1 if self.month is not None else 0)

    def action_select(self) -> None:
        """Choose the day under the cursor."""
        if self.month is not None and self.month.rows:
            self.post_message(self.Selected(self))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the day clicked; a click on the cursor's day chooses it."""
        at = event.get_content_offset(self)
        if at is None or self.month is None:
            return
        row, column = self._top + at.y - self._head, (at.x - self._names - 1) // self._across
        if at.y >= self._head and row < len(self.month.rows) and 0 <= column < self.month.days:
            if (row, column) == (self.row, self.column):
                self.action_select()
            self._go(row, column)

    # --- painting -------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """The days are close together or apart, as there is room."""
        self._keep()

    def notify_style_update(self) -> None:
        """Paint anew in a new theme."""
        super().notify_style_update()
        self._styles.clear()

    @property
    def _across(self) -> int:
        days = self.month.days if self.month is not None else 0
        return APART if self.size.width - days * APART - 2 >= SHORTEST else CLOSE

    @property
    def _names(self) -> int:
        days = self.month.days if self.month is not None else 0
        need = max((cell_len(row.name) for row in self.month.rows), default=0) + 2 if self.month is not None else 0
        return max(0, min(max(need, SHORTEST), LONGEST, self.size.width - days * self._across - 1))

    @property
    def _head(self) -> int:
        """Lines of the days and weekdays: tens have a line of their own where days are close together."""
        return 2 if self._across == APART else 3

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """A line for each route below the days."""
        return self._head + max(1, len(self.month.rows)) if self.month is not None else 1

    def render_line(self, y: int) -> Strip:
        """The line at `y`."""
        month = self.month
        if month is None:
            return self._strip([])
        if y < self._head:
            return self._strip(self._head_line(month, y))
        place = self._top + y - self._head
        if not month.rows:
            return self._strip([(f" {self.empty}", self._style("dim"))] if place == 0 else [])
        return self._strip(self._row_line(month, place)) if place < len(month.rows) else self._strip([])

    def _head_line(self, month: Month, y: int) -> Iterable[tuple[str, Style]]:
        yield fit_text(self._part_shown(month, y), self._names + 1), self._style("accent")
        for column in range(month.days):
            day = month.day(column)
            tone = "today" if day == month.today else "dim" if day in month.rest else "plain"
            yield from self._cell(self._head_words(day, y), tone, rest=day in month.rest)

    def _part_shown(self, month: Month, y: int) -> str:
        """Above the names: which of the routes are in sight, where there is no room for all of them."""
        room = self.size.height - self._head
        if y < self._head - 1 or len(month.rows) <= room:
            return ""
        return f" {self._top + 1}-{self._top + room} / {len(month.rows)}"

    def _head_words(self, day: date, y: int) -> str:
        if y == self._head - 1:
            weekday = _(WEEKDAYS[day.weekday()])
            return weekday[-1] if cell_len(weekday[-1]) == CLOSE else weekday[:1].rjust(CLOSE)
        if self._across == APART:
            return f"{day.day:>2}"
        if y == 0:
            return f"{day.day // 10:>2}" if day.day % 10 == 0 else ""
        return f"{day.day % 10:>2}"

    def _row_line(self, month: Month, place: int) -> Iterable[tuple[str, Style]]:
        row, here = month.rows[place], place == self.row
        mark = HERE if here else " "
        yield fit_text(f"{mark}{row.name}", self._names + 1), self._style("here" if here else "plain")
        for column, cell in enumerate(row.cells[: month.days]):
            rest = month.day(column) in month.rest
            tone = "cursor" if here and column == self.column else cell.tone
            yield from self._cell(f"{cell.mark:>2}", tone, rest=rest)

    def _cell(self, words: str, tone: str, *, rest: bool) -> Iterable[tuple[str, Style]]:
        yield " " * (self._across - CLOSE), self._style("plain", rest)
        yield fit_text(words, CLOSE), self._style(tone, rest and tone != "cursor")

    def _strip(self, runs: Iterable[tuple[str, Style]]) -> Strip:
        segments = [Segment(text, style) for text, style in runs if text]
        return Strip(segments).adjust_cell_length(self.size.width, self._style("plain"))

    def _style(self, tone: str, rest: bool = False) -> Style:
        style = self._styles.get((tone, rest))
        if style is None:
            style = self.get_component_rich_style(f"month--{tone}")
            if rest:
                style += Style(bgcolor=self.get_component_rich_style("month--rest").bgcolor)
            self._styles[tone, rest] = style
        return style
