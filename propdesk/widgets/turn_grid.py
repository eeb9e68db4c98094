"""A month as a calendar: a column a weekday, each day with its turns, the cursor on one turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from propdesk.i18n import N_
from propdesk.widgets.lines import MARK
from propdesk.widgets.width import fit_text

WEEK = 7
LINES = 3
"""Lines of a day: its date, its turn by day, its night."""
MOST = 16
"""Cells of the terminal across a day, at most."""

TurnTone = Literal["plain", "dim", "late", "strong", "accent"]
STYLES = ("plain", "dim", "late", "strong", "accent", "odd", "cursor")
"""The tones of a turn, the ground of every other week, the cursor: styled as `month--...`."""


@dataclass(frozen=True, slots=True)
class TurnCell:
    """One turn: the name in it, a mark before it; the tone only repeats in colour what the mark says."""

    name: str = ""
    mark: str = ""
    tone: TurnTone = "plain"


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the month: a word beside its date, its turn by day and its night; None where it has no such turn."""

    day: date
    word: str
    tone: TurnTone
    turns: tuple[TurnCell | None, TurnCell | None]


class TurnGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """The days of a month by weeks, which begin on Monday."""

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", N_("Day before"), show=False),
        Binding("right", "move(1)", N_("Next day"), show=False),
        Binding("up", "turn(-1)", N_("Turn before"), show=False),
        Binding("down", "turn(1)", N_("Next turn"), show=False),
        Binding("home", "first", N_("First day of the month"), show=False),
        Binding("end", "last", N_("Last day of the month"), show=False),
        Binding("enter", "select", N_("Choose the turn"), show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"month--{name}" for name in STYLES}

    DEFAULT_CSS = """
    TurnGrid {
        height: 1fr;
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;

        & > .month--dim { color: $text-muted; }
        & > .month--late { color: $text-error; text-style: bold; }
        & > .month--strong { text-style: bold; }
        & > .month--accent { color: $text-accent; text-style: bold; }
        & > .month--odd { background: $surface; }
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

    cursor: var[tuple[int, int]] = var((0, 0), init=False)
    """The number of the day under the cursor, and 0 for its turn by day or 1 for its night."""

    @dataclass
    class Highlighted(Message):
        """Another turn is under the cursor, or the month was read anew."""

        grid: "TurnGrid"

        @property
        def control(self) -> "TurnGrid":
            """The grid, for selectors of `on`."""
            return self.grid

    @dataclass
    class Selected(Message):
        """The operator chose the turn under the cursor."""

        grid: "TurnGrid"

        @property
        def control(self) -> "TurnGrid":
            """The grid, for selectors of `on`."""
            return self.grid

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._days: tuple[DayCell, ...] = ()
        self._names: tuple[str, ...] = ()
        self._across = 1

    # --- what screens ask for -------------------------------------------------------------------------------

    def show(self, days: Sequence[DayCell], weekdays: Sequence[str], at: tuple[int, int] | None = None) -> None:
        """Show the days of a month under the names of the weekdays, the cursor at `at`, else where it is."""
        self._days, self._names = tuple(days), tuple(weekdays)
        self.set_reactive(TurnGrid.cursor, self.validate_cursor(at or self.cursor))
        self._lay_out()
        self.post_message(self.Highlighted(self))

    @property
    def day(self) -> DayCell | None:
        """The day under the cursor."""
        return self._days[self.cursor[0]] if self._days else None

    @property
    def night(self) -> bool:
        """Whether the cursor is on the night of its day."""
        return self.cursor[1] == 1

    # --- the grid -------------------------------------------------------------------------------------------

    @property
    def _offset(self) -> int:
        """How many cells of the first week are empty."""
        return self._days[0].day.weekday() if self._days else 0

    @property
    def _weeks(self) -> int:
        return -(-(self._offset + len(self._days)) // WEEK)

    def on_resize(self) -> None:
        """Lay the days out anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = max(1, self.size.width - self.styles.scrollbar_size_vertical)
        self._across = max(1, min(MOST, width // WEEK))
        self.virtual_size = Size(0, self._weeks * LINES + 1)
        self._show_cursor()
        self.refresh()

    def validate_cursor(self, at: tuple[int, int]) -> tuple[int, int]:
        """Keep it on a day."""
        return max(0, min(at[0], len(self._days) - 1)), max(0, min(at[1], 1))

    def watch_cursor(self) -> None:
        """Paint anew; a month is small."""
        self._show_cursor()
        self.refresh()
        self.post_message(self.Highlighted(self))

    def _show_cursor(self) -> None:
        week = (self.cursor[0] + self._offset) // WEEK
        first, last, top, height = 1 + week * LINES, (week + 1) * LINES, self.scroll_offset.y, self.size.height
        if not height or top < first <= last < top + height:
            return
        wanted = 0 if week == 0 else first if first < top + 1 else last + 1 - height
        self.scroll_to(y=wanted, animate=False, force=True)

    def action_move(self, days: int) -> None:
        """Move the cursor by days, in the same turn."""
        self.cursor = self.cursor[0] + days, self.cursor[1]

    def action_turn(self, by: int) -> None:
        """From the turn by day to the night of the same day, from there a week on; and back."""
        day, half = self.cursor
        if half + by in (0, 1):
            self.cursor = day, half + by
        elif 0 <= day + by * WEEK < len(self._days):
            self.cursor = day + by * WEEK, 1 - half

    def action_first(self) -> None:
        """Move the cursor to the first day."""
        self.cursor = 0, self.cursor[1]

    def action_last(self) -> None:
        """Move the cursor to the last day."""
        self.cursor = len(self._days) - 1, self.cursor[1]

    def action_select(self) -> None:
        """Choose the turn under the cursor."""
        if self._days:
            self.post_message(self.Selected(self))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the turn clicked; a click on the cursor's turn chooses it."""
        at = event.get_content_offset(self)
        if at is None or not self._days:
            return
        week, line = divmod(self.scroll_offset.y + at.y - 1, LINES)
        column = at.x // self._across
        place = week * WEEK + column - self._offset
        if line < 0 or column >= WEEK or not 0 <= place < len(self._days):
            return
        wanted = place, 1 if line == LINES - 1 else 0
        if wanted == self.cursor:
            self.action_select()
        self.cursor = wanted

    # --- painting -------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """The line at `y` of what is in sight; the first one names the weekdays and stays."""
        if y == 0:
            heads = [(fit_text(f" {name}", self._across), "strong") for name in self._names]
            return self._strip(heads, odd=False)
        week, line = divmod(self.scroll_offset.y + y - 1, LINES)
        if week >= self._weeks:
            return self._strip([], odd=False)
        places = range(week * WEEK - self._offset, (week + 1) * WEEK - self._offset)
        pieces = [piece for place in places for piece in self._pieces(place, line)]
        return self._strip(pieces, odd=bool(week % 2))

    def _pieces(self, place: int, line: int) -> list[tuple[str, str]]:
        """What a line of a day says, in exactly its room; the last cell of it stays blank."""
        blank = [(" " * self._across, "plain")]
        if not 0 <= place < len(self._days):
            return blank
        day, room = self._days[place], self._across - 2
        if line == 0:
            return [(f" {fit_text(f'{day.day.day:>2} {day.word}', room)} ", day.tone)]
        turn = day.turns[line - 1]
        here = self.cursor == (place, line - 1)
        if turn is None:
            return [(f"{MARK}{' ' * room} ", "cursor")] if here else blank
        text = fit_text(f"{turn.mark}{turn.name}" if turn.mark else turn.name, room)
        return [(f"{MARK}{text} ", "cursor")] if here else [(f" {text} ", turn.tone)]

    def _strip(self, pieces: Iterable[tuple[str, str]], odd: bool) -> Strip:
        ground = self.get_component_rich_style("month--odd").bgcolor if odd else None
        segments = []
        for text, tone in pieces:
            style = self.get_component_rich_style(f"month--{tone}")
            segments.append(
                Segment(text, style if tone == "cursor" or ground is None else style + Style(bgcolor=ground))
            )
        filler = self.get_component_rich_style("month--plain") + Style(bgcolor=ground)
        return Strip(segments, sum(cell_len(text) for text, _tone in pieces)).adjust_cell_length(
            self.size.width, filler
        )
