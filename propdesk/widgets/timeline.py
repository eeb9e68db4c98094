"""A list of sentences that wrap: the course of an item, the duty log. Only the lines on the screen are painted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from propdesk.i18n import N_
from propdesk.widgets.safe import display_text
from propdesk.widgets.wrap import wrap

TONES = ("lead", "plain", "dim", "mark", "title", "late", "cursor")
"""What a theme may style as `timeline--...`; an entry is plain, dim, late, or the title of what follows."""
LEADING = ("title", "late")
"""Tones that also the lead is written in; of what is late only the lead, so that the sentence stays quiet."""
MARGIN = 2
"""Cells before the lead: the mark of the cursor and a space."""


@dataclass(frozen=True)
class Told:
    """One entry: `lead` stands before the sentence on its first line, `marks` after it, in a tone of their own."""

    key: int
    lead: str
    text: str
    marks: str = ""
    tone: str = "plain"


@dataclass(frozen=True)
class _Line:
    entry: int
    lead: str
    text: str
    marks: str


@dataclass
class TimelineMessage(Message):
    """What a timeline says of the entry `key`."""

    timeline: "Timeline"
    key: int

    @property
    def control(self) -> "Timeline":
        """The timeline, for selectors of `on`."""
        return self.timeline


class Timeline(ScrollView, can_focus=True, inherit_bindings=False):
    """Entries, the oldest first, with a cursor that moves from entry to entry."""

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Entry up"), show=False),
        Binding("down", "move(1)", N_("Entry down"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
        Binding("home", "first", N_("First entry"), show=False),
        Binding("end", "last", N_("Last entry"), show=False),
        Binding("enter", "select", N_("Choose the entry"), show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"timeline--{name}" for name in TONES}

    DEFAULT_CSS = """
    Timeline {
        height: 1fr;
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;

        & > .timeline--lead { color: $text-muted; }
        & > .timeline--dim { color: $text-muted; }
        & > .timeline--mark { color: $text-warning; }
        & > .timeline--title { color: $text-accent; text-style: bold; }
        & > .timeline--late { color: $text-error; text-style: bold; }
        & > .timeline--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .timeline--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:nocolor > .timeline--cursor { text-style: underline; }
        &:nocolor:focus > .timeline--cursor { text-style: reverse; }
    }
    """

    cursor: var[int] = var(0, init=False)
    """The number of the entry under the cursor."""

    class Selected(TimelineMessage):
        """The operator chose an entry."""

    class Reached(TimelineMessage):
        """The cursor came to the first entry."""

    def __init__(self, *, empty: str = "", most_lines: int | None = None, id: str | None = None) -> None:  # noqa: A002
        """A timeline that says `empty` when there is none; an entry takes at most `most_lines` lines."""
        super().__init__(id=id)
        self.empty, self._most = empty, most_lines
        self._entries: tuple[Told, ...] = ()
        self._lines: list[_Line] = []
        self._starts: list[int] = []
        self._width = 0

    @property
    def cursor_key(self) -> int | None:
        """The entry under the cursor."""
        return self._entries[self.cursor].key if self._entries else None

    def show(self, entries: Sequence[Told], *, keep: bool = True) -> None:
        """Show `entries`; the cursor stays on its entry, or goes to the last one, also when it was there before."""
        was_last = self.cursor >= len(self._entries) - 1
        key = self.cursor_key if keep and not was_last else None
        self._entries = tuple(entries)
        numbers = {entry.key: number for number, entry in enumerate(self._entries)}
        place = numbers.get(key, len(self._entries) - 1) if key is not None else len(self._entries) - 1
        self.set_reactive(Timeline.cursor, max(0, place))
        self._lay_out()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._width = max(10, self.size.width - self.styles.scrollbar_size_vertical)
        lead = max((cell_len(entry.lead) for entry in self._entries), default=0)
        self._lines, self._starts = [], []
        for number, entry in enumerate(self._entries):
            self._starts.append(len(self._lines))
            self._lines.extend(self._broken(number, entry, lead))
        self.virtual_size = Size(0, len(self._lines))
        self.call_after_refresh(self._show_cursor)
        self.refresh()

    def _broken(self, number: int, entry: Told, lead: int) -> list[_Line]:
        room = self._width - MARGIN - lead - 2
        narrow = room < 24
        room = self._width - MARGIN - 2 if narrow else room
        texts = wrap(display_text(entry.text, multiline=True), room, self._most)
        blank = " " * (2 if narrow else lead + 2)
        leads = [set_cell_size(display_text(entry.lead), lead) + "  ", *[blank] * (len(texts) - 1)]
        if narrow:
            leads, texts = [display_text(entry.lead), *[blank] * len(texts)], ["", *texts]
        lines = [_Line(number, *pair, "") for pair in zip(leads, texts, strict=True)]
        if entry.marks:
            lines = self._marked(lines, entry.marks, room, blank)
        return lines

    def _marked(self, lines: list[_Line], marks: str, room: int, blank: str) -> list[_Line]:
        last = lines[-1]
        if cell_len(last.text) + cell_len(marks) + 2 <= room:
            return [*lines[:-1], _Line(last.entry, last.lead, last.text, f"  {marks}")]
        return [*lines, *(_Line(last.entry, blank, "", text) for text in wrap(marks, room))]

    # --- cursor ---------------------------------------------------------------------------------------------

    def validate_cursor(self, number: int) -> int:
        """Keep it on an entry."""
        return max(0, min(number, len(self._entries) - 1))

    def watch_cursor(self) -> None:
        """Paint it at its new place."""
        self._show_cursor()
        self.refresh()
        if self.cursor_key is not None and not self.cursor:
            self.post_message(self.Reached(self, self.cursor_key))

    def _show_cursor(self) -> None:
        if not self._starts or not self.size.height:
            return
        first = self._starts[self.cursor]
        ends = [*self._starts, len(self._lines)][self.cursor + 1]
        top, height = self.scroll_offset.y, self.size.height
        if first < top or ends - first >= height:
            self.scroll_to(y=first, animate=False, force=True)
        elif ends > top + height:
            self.scroll_to(y=ends - height, animate=False, force=True)

    def action_move(self, entries: int) -> None:
        """Move the cursor down by `entries`."""
        self.cursor += entries

    def action_page(self, pages: int) -> None:
        """Move the cursor by a screenful."""
        self.cursor += pages * max(1, self.size.height // 2)

    def action_first(self) -> None:
        """Go to the first entry."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last entry."""
        self.cursor = len(self._entries) - 1

    def action_select(self) -> None:
        """Choose the entry under the cursor."""
        if self.cursor_key is not None:
            self.post_message(self.Selected(self, self.cursor_key))

    # --- painting -------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """The line at `y` of what is in sight."""
        number, width = self.scroll_offset.y + y, self.size.width
        if not self._entries:
            return self._strip([(f"  {self.empty}" if y == 0 else "", "dim")], width)
        if number >= len(self._lines):
            return self._strip([], width)
        line = self._lines[number]
        here = line.entry == self.cursor
        mark = "> " if here and number == self._starts[line.entry] else "  "
        if here:
            return self._strip([(mark + line.lead + line.text + line.marks, "cursor")], width)
        tone = self._entries[line.entry].tone
        lead, text = (tone if tone in LEADING else "lead"), ("plain" if tone == "late" else tone)
        return self._strip([(mark + line.lead, lead), (line.text, text), (line.marks, "mark")], width)

    def _strip(self, runs: Sequence[tuple[str, str]], width: int) -> Strip:
        segments = [Segment(text, self._style(tone)) for text, tone in runs if text]
        tone = self._style("cursor" if runs and runs[0][1] == "cursor" else "plain")
        return Strip(segments).adjust_cell_length(width, tone)

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"timeline--{tone}")
