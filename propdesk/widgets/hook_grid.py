"""The hooks of a cabinet as a grid of cells: only the lines on the screen are painted, the cursor goes cell by cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from propdesk.i18n import N_
from propdesk.widgets.lines import MARK
from propdesk.widgets.width import fit_text
from propdesk.widgets.windowed import DECORATIONS

LINES = 2
"""Lines of a cell."""
LEAST, MOST = 19, 26
"""Cells of the terminal across a hook: four fit in 80 columns, six in 120."""

HookTone = Literal["plain", "dim", "late", "strong", "out"]
STYLES = ("plain", "dim", "late", "strong", "out", "hook", "odd", "cursor")
"""The tones of a cell, its hook, the ground of every other row, the cursor's cell: styled as `hooks--...`."""


@dataclass(frozen=True, slots=True)
class HookCell:
    """A hook: what hangs there and where it belongs; `code` is mark and count, `word` tells the mark.

    Without `key` nothing hangs there. The tone only repeats in colour what code and word say.
    """

    hook: str
    key: int | None = None
    label: str = ""
    where: str = ""
    code: str = ""
    word: str = ""
    tone: HookTone = "plain"

    @property
    def room(self) -> int:
        """The cells its first line needs."""
        return sum(cell_len(text) + 1 for text in (self.hook, self.label, self.code) if text) - 1


class HookGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """Cells beside each other, as many to a row as there is room for."""

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", N_("Hook before"), show=False),
        Binding("right", "move(1)", N_("Next hook"), show=False),
        Binding("up", "move_row(-1)", N_("Row up"), show=False),
        Binding("down", "move_row(1)", N_("Row down"), show=False),
        Binding("pageup", "move_page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "move_page(1)", N_("Page down"), show=False),
        Binding("home", "move_first", N_("First hook"), show=False),
        Binding("end", "move_last", N_("Last hook"), show=False),
        Binding("enter", "select", N_("Choose the hook"), show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"hooks--{name}" for name in STYLES}

    DEFAULT_CSS = """
    HookGrid {
        height: 1fr;
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;

        & > .hooks--dim { color: $text-muted; }
        & > .hooks--late { color: $text-error; text-style: bold; }
        & > .hooks--strong { text-style: bold; }
        & > .hooks--out { color: $text-accent; }
        & > .hooks--hook { color: $text-accent; text-style: bold; }
        & > .hooks--odd { background: $surface; }
        & > .hooks--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .hooks--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:nocolor > .hooks--cursor { text-style: underline; }
        &:nocolor:focus > .hooks--cursor { text-style: reverse; }
    }
    """

    cursor: var[int] = var(0, init=False)
    """The number of the cell under the cursor."""

    @dataclass
    class Highlighted(Message):
        """Another cell is under the cursor, or says something else."""

        grid: "HookGrid"

        @property
        def control(self) -> "HookGrid":
            """The grid, for selectors of `on`."""
            return self.grid

    @dataclass
    class Selected(Message):
        """The operator chose the cell under the cursor."""

        grid: "HookGrid"
        cell: HookCell

        @property
        def control(self) -> "HookGrid":
            """The grid, for selectors of `on`."""
            return self.grid

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        """A grid that says `empty` when it has no cells."""
        super().__init__(id=id)
        self.empty = empty
        self._cells: tuple[HookCell, ...] = ()
        self._need = LEAST
        self.columns = 1
        """Cells in a row."""
        self._across, self._rows, self._gap = LEAST, 0, " "
        self._painted: dict[tuple[int, int], Strip] = {}
        self._styles: dict[tuple[str, bool], Style] = {}

    # --- what screens ask for -------------------------------------------------------------------------------

    @property
    def cell(self) -> HookCell | None:
        """The cell under the cursor."""
        return self._cells[self.cursor] if self._cells else None

    def show(self, cells: Sequence[HookCell], hook: str | None = None) -> None:
        """Show `cells`, the cursor on `hook`; without one it stays on the hook it is on."""
        was = self.cell
        wanted = hook if hook is not None else was.hook if was else ""
        self._cells = tuple(cells)
        self._need = min(MOST, max((len(MARK) + cell.room for cell in self._cells), default=0))
        place = next((place for place, cell in enumerate(self._cells) if cell.hook == wanted), self.cursor)
        self.set_reactive(HookGrid.cursor, self.validate_cursor(0 if hook == "" else place))
        self._lay_out()
        self.post_message(self.Highlighted(self))

    # --- the grid -------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lay the cells out anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = max(1, self.size.width - self.styles.scrollbar_size_vertical)
        self.columns = max(1, width // max(LEAST, self._need))
        self._across, self._rows = width // self.columns, -(-len(self._cells) // self.columns)
        self._gap = " " if self._across > self._need else ""
        self._painted.clear()
        self.virtual_size = Size(0, self._rows * LINES)
        self._show_cursor()
        self.refresh()

    def notify_style_update(self) -> None:
        """Paint anew in a new theme."""
        super().notify_style_update()
        self._styles.clear()
        self._painted.clear()

    # --- cursor ---------------------------------------------------------------------------------------------

    def validate_cursor(self, number: int) -> int:
        """Keep it on a cell."""
        return max(0, min(number, len(self._cells) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Paint the rows concerned."""
        self._show_cursor()
        for row in {old // self.columns, new // self.columns}:
            self.refresh_lines(row * LINES, LINES)
        self.post_message(self.Highlighted(self))

    def _show_cursor(self) -> None:
        top, height, first = self.scroll_offset.y, self.size.height, self.cursor // self.columns * LINES
        if not height or top <= first <= top + height - LINES:
            return
        self.scroll_to(y=first if first < top else first + LINES - height, animate=False, force=True)

    def action_move(self, cells: int) -> None:
        """Move the cursor by `cells`, at the end of a row into the next one."""
        self.cursor += cells

    def action_move_row(self, rows: int) -> None:
        """Move the cursor by `rows` in its column; from a full row above a shorter last one to the last cell."""
        target = self.cursor // self.columns + rows
        if 0 <= target < self._rows:
            self.cursor += rows * self.columns

    def action_move_page(self, pages: int) -> None:
        """Move the cursor by a screenful."""
        rows = max(1, self.size.height // LINES)
        here = self.cursor // self.columns
        self.action_move_row(max(-here, min(pages * rows, self._rows - 1 - here)))

    def action_move_first(self) -> None:
        """Move the cursor to the first hook."""
        self.cursor = 0

    def action_move_last(self) -> None:
        """Move the cursor to the last hook."""
        self.cursor = len(self._cells) - 1

    def action_select(self) -> None:
        """Choose the cell under the cursor."""
        if self.cell is not None:
            self.post_message(self.Selected(self, self.cell))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the cell clicked; a click on the cursor's cell chooses it."""
        at = event.get_content_offset(self)
        if at is None:
            return
        column = at.x // self._across
        place = (self.scroll_offset.y + at.y) // LINES * self.columns + column
        if column < self.columns and place < len(self._cells):
            if place == self.cursor:
                self.action_select()
            self.cursor = place

    # --- painting -------------------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The very lines painted before, which know their escape sequences, unless CSS wants them worked over."""
        if self.styles.gutter or self.opacity < 1 or self.styles.has_any_rules(*DECORATIONS):
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        whole = crop.column_span == (0, self.size.width)
        return strips if whole else [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """The line at `y` of what is in sight."""
        row, line = divmod(self.scroll_offset.y + y, LINES)
        if not self._cells or row >= self._rows:
            said = f" {self.empty}" if y == 0 and not self._cells else ""
            return self._strip([(fit_text(said, self.size.width), self._style("dim"))], odd=False)
        if row == self.cursor // self.columns:
            return self._paint(row, line)
        strip = self._painted.get((row, line))
        if strip is None:
            strip = self._painted[row, line] = self._paint(row, line)
        return strip

    def _paint(self, row: int, line: int) -> Strip:
        odd, columns, runs = bool(row % 2), self.columns, list[tuple[str, Style]]()
        for place in range(row * columns, min((row + 1) * columns, len(self._cells))):
            pieces = self._pieces(self._cells[place], line)
            if place == self.cursor:
                text = "".join(text for text, _tone in pieces)
                runs.append((f"{MARK if line == 0 else ' '}{text}{self._gap}", self._style("cursor")))
            else:
                runs.append((" ", self._style("plain", odd)))
                runs += [(text, self._style(tone, odd)) for text, tone in pieces]
                runs.append((self._gap, self._style("plain", odd)))
        return self._strip(runs, odd)

    def _pieces(self, cell: HookCell, line: int) -> list[tuple[str, str]]:
        """What a line of a cell says, in exactly the room between the cursor's mark and the blank after it."""
        room = self._across - len(MARK) - len(self._gap)
        end, tone = (cell.code, cell.tone) if line == 0 else (cell.word, cell.tone)
        end = fit_text(end, min(room, cell_len(end)))
        left = room - cell_len(end)
        gap = " "[: left if end else 0]
        left -= len(gap)
        if line or cell.key is None:
            return [(fit_text(cell.where if line else cell.hook, left) + gap, "dim"), (end, tone)]
        hook = fit_text(f"{cell.hook} ", min(left, cell_len(cell.hook) + 1))
        return [(hook, "hook"), (fit_text(cell.label, left - cell_len(hook)) + gap, "plain"), (end, tone)]

    def _strip(self, runs: Iterable[tuple[str, Style]], odd: bool) -> Strip:
        segments = [Segment(text, style) for text, style in runs if text]
        return Strip(segments).adjust_cell_length(self.size.width, self._style("plain", odd))

    def _style(self, tone: str, odd: bool = False) -> Style:
        style = self._styles.get((tone, odd))
        if style is None:
            style = self.get_component_rich_style(f"hooks--{tone}")
            if odd:
                style += Style(bgcolor=self.get_component_rich_style("hooks--odd").bgcolor)
            self._styles[tone, odd] = style
        return style
