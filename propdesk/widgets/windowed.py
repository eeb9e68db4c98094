"""The list every register screen uses: a million rows cost as much as a screenful."""

from collections.abc import Collection, Sequence
from contextvars import copy_context
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import Worker

from propdesk.i18n import N_
from propdesk.widgets.lines import Column, Painted, Painter
from propdesk.widgets.rows import PAGE, Cell, Fetch, Fetched, ListSource, Opened, Opening, Pages, Row, RowSource

__all__ = ["Cell", "Column", "ListSource", "Row", "RowSource", "WindowedTable"]

HEADER = 1
"""Lines above the rows."""
STYLES = ("plain", "dim", "late", "soon", "accent", "ok", "header", "cursor")
"""The tones of a cell, the line of titles, the cursor's line: what a theme may style as `windowed--...`."""
DECORATIONS = ("tint", "text_opacity", "hatch", "outline_top", "outline_right", "outline_bottom", "outline_left")


@dataclass
class TableMessage(Message):
    """What a table says."""

    table: "WindowedTable"

    @property
    def control(self) -> "WindowedTable":
        """The table, for selectors of `on`."""
        return self.table


class WindowedTable(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of a source, of which only those on the screen are read and painted.

    What is on the screen stays there until the answer of the source replaces all of it at once. One question is asked
    at a time; the answer to a question that was given up is never looked at.
    """

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Row up"), show=False),
        Binding("down", "move(1)", N_("Row down"), show=False),
        Binding("pageup", "move_page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "move_page(1)", N_("Page down"), show=False),
        Binding("home", "move_first", N_("First row"), show=False),
        Binding("end", "move_last", N_("Last row"), show=False),
        Binding("enter", "select", N_("Choose the row"), show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"windowed--{name}" for name in STYLES}

    DEFAULT_CSS = """
    WindowedTable {
        height: 1fr;
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;

        & > .windowed--header { color: $text-muted; text-style: bold; }
        & > .windowed--dim { color: $text-muted; }
        & > .windowed--late { color: $text-error; text-style: bold; }
        & > .windowed--soon { color: $text-warning; }
        & > .windowed--accent { color: $text-accent; }
        & > .windowed--ok { color: $text-success; }
        & > .windowed--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .windowed--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:nocolor > .windowed--cursor { text-style: underline; }
        &:nocolor:focus > .windowed--cursor { text-style: reverse; }
    }
    """

    cursor_row: var[int] = var(0, init=False)
    """The number of the cursor's row."""

    @dataclass
    class RowHighlighted(TableMessage):
        """The cursor came to another item."""

        key: int
        row: int

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor rests matters."""
            return isinstance(message, WindowedTable.RowHighlighted) and message.table is self.table

    @dataclass
    class RowSelected(TableMessage):
        """The operator chose the cursor's item."""

        key: int

    @dataclass
    class Loaded(TableMessage):
        """The list was read afresh and has `count` rows."""

        count: int

    @dataclass
    class ReadFailed(TableMessage):
        """The source raised `error`; the table shows what it had and asks again at the next move."""

        error: BaseException

    def __init__(self, columns: Sequence[Column], *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        """Make a table of `columns` that says `empty` when it has no rows."""
        super().__init__(id=id)
        self.empty = empty
        self._columns = tuple(columns)
        self._source: RowSource | None = None
        self._opening: Opening | None = None
        self._question: Opening | Fetch | None = None
        self._reader: Worker[Fetched | Opened] | None = None
        self._loaded = False
        self._pages = Pages()
        self._cursor_key: int | None = None
        self._painter: Painter | None = None
        self._painted = Painted()

    # What screens ask for

    @property
    def cursor_key(self) -> int | None:
        """The item under the cursor, once its row is read."""
        return self._cursor_key

    @property
    def row_count(self) -> int:
        """How many rows the list had when it was read last."""
        return self._pages.count

    def set_source(self, source: RowSource, key: int | None = None) -> None:
        """Show the rows of `source` from the top, the cursor on item `key` or on the first row."""
        self._source = source
        self._open(Opening(key=key, lines=self._lines, rewinds=True))

    def replace_source(self, source: RowSource) -> None:
        """Read the same list from `source` from now on: cursor and view stay as in a reload."""
        self._source = source
        self.reload()

    def reload(self, keep_key: bool = True) -> None:
        """Read the list afresh: the cursor stays on its item, or else on the number of its row."""
        key = self._cursor_key if keep_key else None
        self._open(self._opening or Opening(self.cursor_row, key, self._lines, follows=keep_key))

    def refresh_rows(self, keys: Collection[int]) -> None:
        """Read afresh the rows of the items `keys`, as far as they are in memory."""
        self._pages.changed(keys)
        self._ask()

    def move_to_key(self, key: int) -> None:
        """Put the cursor on item `key`, wherever it is in the list."""
        row = self._pages.find(key)
        if row is None or self._opening:
            opening = self._opening or Opening(self.cursor_row, lines=self._lines)
            self._open(replace(opening, key=key, follows=False))
        else:
            self.cursor_row = row

    # Asking the source

    def _open(self, opening: Opening) -> None:
        self._opening = opening
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None
        self._ask()

    def _ask(self, margin: int = 0) -> None:
        """Put the next question to the source, unless one is under way; what is not shown can wait for the paint."""
        if self._source is None or self._reader is not None or not self.is_mounted:
            return
        question = self._opening or self._pages.wanted(self._top - margin, self._top + self._lines + margin)
        if question is not None:
            self._put(question, self._source)
        elif not margin:
            self.call_after_refresh(self._ask, PAGE)

    def _put(self, question: Opening | Fetch, source: RowSource) -> None:
        self._question = question
        if isinstance(question, Fetch):
            self._pages.asked(question)
        if source.instant:
            self._take(question.read(source))
            return
        # A thread does not inherit the context, and with it the language of the desk.
        context = copy_context()
        self._reader = self.run_worker(
            lambda: context.run(question.read, source), group="windowed", thread=True, exit_on_error=False
        )

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Take the answer to the question put last; any other worker was given up."""
        if event.worker is not self._reader or not event.worker.is_finished:
            return
        reader, self._reader = self._reader, None
        if reader.result is not None:
            self._take(reader.result)
        elif isinstance(reader.error, Exception):
            if isinstance(self._question, Fetch):
                self._pages.failed(self._question)
            self.post_message(self.ReadFailed(self, reader.error))

    def _take(self, answer: Fetched | Opened) -> None:
        if isinstance(answer, Fetched):
            self._take_pages(answer)
        elif answer.wish.follows and (answer.wish.row, answer.wish.key) != (self.cursor_row, self._cursor_key):
            self._opening = None
            self.reload()
        else:
            self._take_list(answer)
        self._ask()

    def _take_pages(self, fetched: Fetched) -> None:
        for number, rows in fetched.pages.items():
            if self._pages.put(number, rows):
                self._refresh_rows(number * PAGE, PAGE)
        under = self._pages.row(self.cursor_row)
        if under is not None and self._cursor_key not in (None, under.key):
            self.reload()
        else:
            self._highlight()

    def _take_list(self, opened: Opened) -> None:
        top = self._top_after(opened)
        in_sight = self._is_shown(self.cursor_row)
        self._opening, self._loaded = None, True
        self._pages.replace(opened)
        self.set_reactive(WindowedTable.cursor_row, opened.row)
        self.virtual_size = Size(0, HEADER + opened.count)
        self.scroll_to(y=top, animate=False, force=True)
        if in_sight or not opened.wish.follows:
            self._show_cursor()
        self.refresh()
        self.post_message(self.Loaded(self, opened.count))
        if self._pages.row(opened.row) is None:
            self._cursor_key = None
        self._highlight()

    def _top_after(self, opened: Opened) -> int:
        """The first row to show: the cursor's item stays on its line, but who looks at the top sees what came there."""
        moved = opened.row - self.cursor_row if opened.wish.follows and self._top else 0
        return 0 if opened.wish.rewinds else self._top + moved

    # Cursor

    @property
    def _lines(self) -> int:
        return max(1, self.size.height - HEADER)

    @property
    def _top(self) -> int:
        return self.scroll_offset.y

    def _is_shown(self, row: int) -> bool:
        return self._top <= row < self._top + self._lines

    def validate_cursor_row(self, row: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(row, self._pages.count - 1))

    def watch_cursor_row(self, old: int, new: int) -> None:
        """Repaint the two lines concerned and tell which item it is, as soon as that is known."""
        self._cursor_key = None
        self._refresh_rows(old, 1)
        self._refresh_rows(new, 1)
        self._show_cursor()
        self._highlight()
        if self._cursor_key is None:
            self._ask()

    def _highlight(self) -> None:
        row = self._pages.row(self.cursor_row)
        if row is not None and row.key != self._cursor_key:
            self._cursor_key = row.key
            self.post_message(self.RowHighlighted(self, row.key, self.cursor_row))

    def _show_cursor(self) -> None:
        if self._is_shown(self.cursor_row) or not self.size:
            return
        above = self.cursor_row < self._top
        self.scroll_to(y=self.cursor_row - (0 if above else self._lines - 1), animate=False, force=True)

    def action_move(self, rows: int) -> None:
        """Move the cursor down by `rows`."""
        self.cursor_row += rows

    def action_move_page(self, pages: int) -> None:
        """Move cursor and view down by `pages` screenfuls."""
        self.scroll_to(y=self._top + pages * self._lines, animate=False, force=True)
        self.cursor_row += pages * self._lines

    def action_move_first(self) -> None:
        """Move the cursor to the first row."""
        self.cursor_row = 0

    def action_move_last(self) -> None:
        """Move the cursor to the last row."""
        self.cursor_row = self._pages.count - 1

    def action_select(self) -> None:
        """Choose the cursor's item."""
        if self._cursor_key is not None:
            self.post_message(self.RowSelected(self, self._cursor_key))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row clicked; a click on the cursor's row chooses it."""
        at = event.get_content_offset(self)
        row = -1 if at is None else self._top + at.y - HEADER
        if at is None or at.y < HEADER or row >= self._pages.count:
            return
        if row == self.cursor_row:
            self.action_select()
        self.cursor_row = row

    # Painting

    def on_mount(self) -> None:
        """Ask for what was wanted before there was a screen."""
        self._ask()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._show_cursor()
        self._ask()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read what came into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._ask()

    def notify_style_update(self) -> None:
        """Paint anew in a new theme."""
        super().notify_style_update()
        self._painter = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The very lines painted before, which know their escape sequences, unless CSS wants them worked over."""
        if self.styles.gutter or self.opacity < 1 or self.styles.has_any_rules(*DECORATIONS):
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        return (
            strips if crop.column_span == (0, self.size.width) else [strip.crop(*crop.column_span) for strip in strips]
        )

    def render_line(self, y: int) -> Strip:
        """The header, or the row that stands on line `y`."""
        painter = self._paint_with(self.size.width)
        return painter.header if y < HEADER else self._render_row(painter, self._top + y - HEADER)

    def _render_row(self, painter: Painter, number: int) -> Strip:
        if number >= self._pages.count:
            return painter.blank if number else painter.sentence(self.empty) if self._loaded else painter.waiting
        here, row = number == self.cursor_row, self._pages.row(number)
        if row is None:
            return painter.cursor(None) if here else painter.waiting
        return self._painted.line(number, row, here, painter)

    def _paint_with(self, width: int) -> Painter:
        if self._painter is None or self._painter.width != width:
            self._painted.clear()
            styles = {name: self.get_component_rich_style(f"windowed--{name}") for name in STYLES}
            self._painter = Painter(self._columns, styles, width, self.styles.scrollbar_size_vertical)
        return self._painter

    def _refresh_rows(self, first: int, count: int) -> None:
        """Repaint those of the rows that are on the screen."""
        start, end = max(first, self._top), min(first + count, self._top + self._lines)
        if start < end:
            self.refresh_lines(HEADER + start, end - start)
