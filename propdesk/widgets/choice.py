"""Closed answers: one of a few on one line, or yes and no. Marks say what is chosen, never colour alone."""

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

from propdesk.i18n import N_
from propdesk.widgets.fields import FormField
from propdesk.widgets.line import HERE

GAP = "  "


class ChoiceLine(Widget, can_focus=True):
    """`(*) Phone  ( ) Visit`: arrows, digits or first letters choose; it wraps where it does not fit."""

    DEFAULT_CSS = """
    ChoiceLine { height: auto; width: 1fr; background: $background; color: $foreground; }
    ChoiceLine:focus { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", N_("Choice before"), show=False),
        Binding("right,space", "turn(1)", N_("Next choice"), show=False),
        Binding("backspace,delete", "clear", N_("Clear the answer"), show=False),
        Binding("enter", "finish", N_("Next field"), show=False),
    ]

    chosen: reactive[int | None] = reactive(None, layout=False)

    class Chosen(Message):
        """Another answer was chosen."""

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, words: Sequence[str], letters: Sequence[str] = (), *, clearable: bool = False) -> None:
        """Make a line of `words`, already translated; `letters` also choose; `clearable` lets it stay unanswered."""
        super().__init__()
        self._words, self._letters, self._clearable = tuple(words), tuple(letters), clearable

    def render(self) -> Content:
        """The answers with their marks."""
        lines = [Content(GAP).join(self._piece(place) for place in line) for line in self._lines(self.size.width)]
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the answers need."""
        return max(1, len(self._lines(width)))

    def _lines(self, width: int) -> list[list[int]]:
        lines: list[list[int]] = [[]]
        room = width
        for place, words in enumerate(self._words):
            needed = cell_len(words) + 4
            if lines[-1] and needed > room:
                lines.append([])
                room = width
            lines[-1].append(place)
            room -= needed + len(GAP)
        return lines

    def _piece(self, place: int) -> Content:
        here = place == self.chosen
        text = f"({'*' if here else ' '}) {self._words[place]}"
        return Content.styled(text, "reverse bold" if self.has_focus else "bold") if here else Content(text)

    def choose(self, place: int | None) -> None:
        """Choose an answer, as if by key."""
        if place != self.chosen:
            self.chosen = place
            self.post_message(self.Chosen())

    def action_turn(self, by: int) -> None:
        """The answer beside the chosen one."""
        start = (-1 if by > 0 else 0) if self.chosen is None else self.chosen
        self.choose((start + by) % len(self._words))

    def action_clear(self) -> None:
        """Take the answer back where none is needed."""
        if self._clearable:
            self.choose(None)

    def action_finish(self) -> None:
        """On to the next field."""
        self.post_message(self.Entered())

    def on_key(self, event: events.Key) -> None:
        """Digits choose by place, letters by beginning."""
        typed = (event.character or "").casefold()
        if typed.isdecimal() and 0 < int(typed) <= len(self._words):
            self.choose(int(typed) - 1)
        elif typed.isalnum() and (places := self._beginning(typed)):
            later = [place for place in places if self.chosen is not None and place > self.chosen]
            self.choose((later or places)[0])
        else:
            return
        event.stop()
        event.prevent_default()

    def _beginning(self, letter: str) -> list[int]:
        both = [(words.casefold(), *letters) for words, letters in zip(self._words, self._each_letters(), strict=True)]
        return [place for place, texts in enumerate(both) if any(text.startswith(letter) for text in texts)]

    def _each_letters(self) -> list[tuple[str, ...]]:
        return [(letters,) for letters in self._letters] if self._letters else [() for _words in self._words]

    def on_focus(self) -> None:
        """Show where the cursor is."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor went on."""
        self.refresh()


class ChoiceField(FormField):
    """One answer of a closed list."""

    def __init__(
        self,
        key: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        width: int = 18,
        must: bool = False,
        about: str = "",
        clearable: bool = False,
    ) -> None:
        """`choices` are stored values and their words, already translated."""
        super().__init__(key, label, width=width, must=must, about=about)
        self._values = [value for value, _words in choices]
        self.line = ChoiceLine([words for _value, words in choices], self._values, clearable=clearable)

    def control(self) -> Widget:
        """The line of answers."""
        return self.line

    @property
    def value(self) -> object:
        """The stored value of the answer."""
        return "" if self.line.chosen is None else self._values[self.line.chosen]

    def put(self, value: object) -> None:
        """Choose the answer with this stored value."""
        self.line.chosen = self._values.index(str(value)) if str(value) in self._values else None

    def on_choice_line_chosen(self, event: ChoiceLine.Chosen) -> None:
        """Pass it on as the field's own news."""
        event.stop()
        self.changed()

    def on_choice_line_entered(self, event: ChoiceLine.Entered) -> None:
        """Enter goes on."""
        event.stop()
        self.post_message(self.Finished(self))


class Tick(Widget, can_focus=True):
    """`[x] Apologised`: Space or a digit or letter turns it."""

    DEFAULT_CSS = """
    Tick { height: auto; width: 1fr; color: $foreground; }
    Tick:focus { background: $panel; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,left,right", "turn", N_("Yes or no"), show=False),
        Binding("enter", "finish", N_("Next field"), show=False),
    ]
    YES = frozenset("1yx是")
    NO = frozenset("0n否")

    on: reactive[bool] = reactive(False)

    class Turned(Message):
        """It was turned."""

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def render(self) -> Content:
        """The box and its words, after the mark of the field that is typed in."""
        return Content(f"{HERE if self.has_focus else '  '}[{'x' if self.on else ' '}] {self._words}")

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as the words."""
        return cell_len(self._words) + len(HERE) + 4

    def action_turn(self) -> None:
        """The other answer."""
        self.on = not self.on
        self.post_message(self.Turned())

    def action_finish(self) -> None:
        """On to the next field."""
        self.post_message(self.Entered())

    def on_key(self, event: events.Key) -> None:
        """`1` or `y` is yes, `0` or `n` is no."""
        typed = (event.character or "").casefold()
        if typed not in self.YES | self.NO or not typed:
            return
        event.stop()
        event.prevent_default()
        if (typed in self.YES) != self.on:
            self.action_turn()


class YesNo(FormField):
    """Yes or no; the words stand beside the box."""

    DEFAULT_CSS = """
    YesNo.beside { width: auto; max-width: 50%; }
    YesNo.beside > .label { display: none; }
    YesNo.beside > .answer, YesNo.beside Tick { width: auto; max-width: 100%; }
    """

    def __init__(self, key: str, label: str, *, width: int = 18, must: bool = False, about: str = "") -> None:
        super().__init__(key, label, width=width, must=must, about=about)
        self.tick = Tick(label)
        self.beside = False
        """Whether it stands on the line of the field before it."""

    def on_mount(self) -> None:
        """Keep to the column of the answers, or to the end of another field's line."""
        self.set_class(self.beside, "beside")
        self._label.styles.width = max(0, self._width - len(HERE))

    def control(self) -> Widget:
        """The box."""
        return self.tick

    def _show_label(self, *, here: bool) -> None:
        self.set_class(here, "here")
        self.tick.refresh()

    @property
    def value(self) -> object:
        """True for yes."""
        return self.tick.on

    @property
    def text(self) -> str:
        """Yes or no, for a draft."""
        return "yes" if self.tick.on else "no"

    def put(self, value: object) -> None:
        """Answer it."""
        self.tick.on = value is True or str(value).casefold() in {"yes", "true", "1"}

    def on_tick_turned(self, event: Tick.Turned) -> None:
        """Pass it on as the field's own news."""
        event.stop()
        self.changed()

    def on_tick_entered(self, event: Tick.Entered) -> None:
        """Enter goes on."""
        event.stop()
        self.post_message(self.Finished(self))
