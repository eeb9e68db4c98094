"""Several answers of a list, each with its box: arrows go from one to the next, Space or its digit turns one."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from propdesk.i18n import N_, _
from propdesk.widgets.fields import FormField
from propdesk.widgets.width import fit_text

GAP = "  "
BOX = "1[ ] "
"""What stands before an answer."""
DIGITS = 9
"""So many answers have a digit that turns them."""


class TickLine(Widget, can_focus=True):
    """`1[x] Covenant  2[ ] Gas agreement`: it wraps where it does not fit; the first nine have a digit."""

    DEFAULT_CSS = """
    TickLine { height: auto; width: 1fr; background: $background; color: $foreground; }
    TickLine:focus { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", N_("Answer before"), show=False),
        Binding("right", "go(1)", N_("Next answer"), show=False),
        Binding("up", "go_row(-1)", N_("Row up"), show=False),
        Binding("down", "go_row(1)", N_("Row down"), show=False),
        Binding("space", "turn", N_("Turn it"), show=False),
        Binding("ctrl+a", "all", N_("All of them"), show=False),
        Binding("enter", "finish", N_("Next field"), show=False),
    ]

    place: reactive[int] = reactive(0)
    on: reactive[frozenset[int]] = reactive(frozenset())

    class Turned(Message):
        """An answer was turned."""

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, words: Sequence[str]) -> None:
        """A line of `words`, already translated."""
        super().__init__()
        self._words = tuple(words)

    def render(self) -> Content:
        """The answers with their boxes; the one under the cursor is reversed while the line is typed in."""
        rows = [Content(GAP).join(self._piece(place) for place in row) for row in self._rows(self.size.width)]
        return Content("\n").join(rows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the answers need."""
        return max(1, len(self._rows(width)))

    def _rows(self, width: int) -> list[list[int]]:
        rows: list[list[int]] = [[]]
        room = width
        for place, words in enumerate(self._words):
            needed = min(width, cell_len(words) + len(BOX))
            if rows[-1] and needed > room:
                rows.append([])
                room = width
            rows[-1].append(place)
            room -= needed + len(GAP)
        return rows

    def _piece(self, place: int) -> Content:
        ticked = place in self.on
        digit = str(place + 1) if place < DIGITS else " "
        words, room = self._words[place], self.size.width - len(BOX)
        text = f"{digit}[{'x' if ticked else ' '}] {words if cell_len(words) <= room else fit_text(words, room)}"
        style = "reverse" if self.has_focus and place == self.place else ""
        return Content.styled(text, f"{style} bold".strip() if ticked else style)

    def action_go(self, by: int) -> None:
        """The answer beside it."""
        if self._words:
            self.place = (self.place + by) % len(self._words)

    def action_go_row(self, by: int) -> None:
        """The answer above or below; past the first and the last row the field before or the next one."""
        rows = self._rows(self.size.width)
        here = next((number for number, row in enumerate(rows) if self.place in row), 0)
        if 0 <= here + by < len(rows) and self._words:
            row = rows[here + by]
            self.place = row[min(rows[here].index(self.place), len(row) - 1)]
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_turn(self) -> None:
        """Turn the answer under the cursor."""
        self.turn(self.place)

    def action_all(self) -> None:
        """All of them, or none where all are ticked."""
        whole = frozenset(range(len(self._words)))
        self._set(frozenset() if self.on == whole else whole)

    def action_finish(self) -> None:
        """On to the next field."""
        self.post_message(self.Entered())

    def turn(self, place: int) -> None:
        """Turn one."""
        if place < len(self._words):
            self.place = place
            self._set(self.on ^ {place})

    def _set(self, ticked: frozenset[int]) -> None:
        self.on = ticked
        self.post_message(self.Turned())

    def on_key(self, event: events.Key) -> None:
        """A digit turns the answer at its place."""
        typed = event.character or ""
        if typed.isdecimal() and typed.isascii() and 0 < int(typed) <= min(DIGITS, len(self._words)):
            event.stop()
            event.prevent_default()
            self.turn(int(typed) - 1)

    def on_focus(self) -> None:
        """Show where the cursor is."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor went on."""
        self.refresh()


class TicksField(FormField):
    """Several answers of a list; its value is the stored values with semicolons between."""

    def __init__(
        self,
        key: str,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        width: int = 18,
        must: bool = False,
        about: str = "",
    ) -> None:
        """`options` are stored values and their words, already translated."""
        super().__init__(key, label, width=width, must=must, about=about)
        self._values = [value for value, _words in options]
        self.line = TickLine([words for _value, words in options])

    def control(self) -> Widget:
        """The line of boxes."""
        return self.line

    @property
    def value(self) -> object:
        """What is ticked, in the order of the list."""
        return "; ".join(value for place, value in enumerate(self._values) if place in self.line.on)

    @property
    def text(self) -> str:
        """The same, for a draft."""
        return str(self.value)

    def put(self, value: object) -> None:
        """Tick these."""
        given = {part.strip() for part in str(value or "").split(";")}
        self.line.on = frozenset(place for place, each in enumerate(self._values) if each in given)
        if self.is_mounted:
            self.show_note()

    def reading(self) -> str:
        """How many are ticked, and how to tick while the cursor is here."""
        count = _("{count} of {all}").format(count=len(self.line.on), all=len(self._values))
        hint = _("Space or a digit ticks, Ctrl+A all.") if self.line.has_focus else ""
        return "   ".join(part for part in (count, super().reading(), hint) if part)

    def on_descendant_focus(self) -> None:
        """Say how to tick."""
        self.show_note()

    def on_descendant_blur(self) -> None:
        """The cursor went on."""
        self.show_note()

    def on_tick_line_turned(self, event: TickLine.Turned) -> None:
        """Pass it on as the field's own news."""
        event.stop()
        self.changed()

    def on_tick_line_entered(self, event: TickLine.Entered) -> None:
        """Enter goes on."""
        event.stop()
        self.post_message(self.Finished(self))
