"""The fields of a form, one line each: a label, a control, and below it how it was read or what is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from propdesk.errors import Refused
from propdesk.i18n import N_, _
from propdesk.rules.calendar import WEEKDAYS
from propdesk.rules.text import without_strange
from propdesk.widgets.line import HERE
from propdesk.widgets.line import Line as Line
from propdesk.widgets.safe import display_text, static

if TYPE_CHECKING:
    from propdesk.rules.moments import Prefer

DAYS = {-1: N_("yesterday"), 0: N_("today"), 1: N_("tomorrow"), 2: N_("the day after tomorrow")}


class FormField(Horizontal):
    """A question of a form: its label on the left, on the right its control and one line about it."""

    DEFAULT_CSS = """
    FormField { height: auto; width: 1fr; }
    FormField > .label { height: auto; padding: 0 1 0 0; color: $text-muted; }
    FormField.here > .label { color: $text-accent; text-style: bold; }
    FormField > .answer { height: auto; width: 1fr; }
    FormField .note { height: auto; width: 1fr; color: $text-muted; display: none; }
    FormField .note.told { display: block; }
    FormField .note.wrong { color: $text-error; text-style: bold; }
    """

    @dataclass
    class Changed(Message):
        """The answer changed."""

        field: "FormField"

        @property
        def control(self) -> "FormField":
            """The field that speaks."""
            return self.field

    @dataclass
    class Finished(Message):
        """Enter was pressed: on to the next field."""

        field: "FormField"

    def __init__(self, key: str, label: str, *, width: int = 18, must: bool = False, about: str = "") -> None:
        """Make the field `key` under `label`, which is already translated and gets `width` cells."""
        super().__init__(id=f"field-{key}")
        self.key, self.label, self.must, self.about = key, label, must, about
        self._width = width
        self._wrong = ""
        self._asked = True
        self._built: bool | None = None
        self._label = static("", classes="label")
        self._note = static("", classes="note")

    # --- what a kind of field gives -------------------------------------------------------------------------

    def control(self) -> Widget:
        """The widget that is typed in or chosen with."""
        raise NotImplementedError

    @property
    def value(self) -> object:
        """The answer as a step reads it; an empty string where there is none."""
        raise NotImplementedError

    def put(self, value: object) -> None:
        """Show `value` as the answer."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """The answer as a draft keeps it, which `put` takes back."""
        return str(self.value)

    def reading(self) -> str:
        """How the answer was read, or a word about the field; empty where there is nothing to say."""
        return _(self.about) if self.about else ""

    # --- what all do ----------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The label, the control and the note, if it is asked."""
        self._built = self._asked
        if self._built:
            yield from self._parts()

    def ask(self, asked: bool) -> None:
        """Be shown, or not. A form has many questions and asks few: what was never asked has no widgets."""
        self._asked = self.display = asked
        if asked and self._built is False:
            self._built = True
            self.mount(*self._parts())

    def _parts(self) -> tuple[Widget, Widget]:
        self._label.styles.width = self._width
        return self._label, Vertical(self.control(), *self.below(), self._note, classes="answer")

    def below(self) -> Iterable[Widget]:
        """What stands between the control and the note."""
        return ()

    def on_mount(self) -> None:
        """Write label and note."""
        self._show_label(here=False)
        self.show_note()

    def on_descendant_focus(self) -> None:
        """The cursor is here."""
        self._show_label(here=True)

    def on_descendant_blur(self) -> None:
        """The cursor went on."""
        self._show_label(here=False)

    def _show_label(self, *, here: bool) -> None:
        self.set_class(here, "here")
        self._label.update(f"{HERE if here else '  '}{self.label}{'*' if self.must else ''}")

    def rename(self, label: str) -> None:
        """Call the field `label` from now on, which is already translated."""
        self.label = label
        self._show_label(here=self.has_class("here"))

    def changed(self) -> None:
        """The answer changed: what was said about the old one no longer holds."""
        self._wrong = ""
        self.show_note()
        self.post_message(self.Changed(self))

    def show_note(self) -> None:
        """Write what is wrong, or else how the answer was read."""
        said = self._wrong or self.reading()
        self._note.set_class(bool(self._wrong), "wrong")
        self._note.set_class(bool(said), "told")
        self._note.update(f"!! {said}" if self._wrong else said)

    @property
    def wrong(self) -> str:
        """The sentence that stands under the field, if it is wrong."""
        return self._wrong

    def show_wrong(self, sentence: str) -> None:
        """Say under the field why it will not do; an empty sentence takes it back."""
        self._wrong = sentence
        self.show_note()

    def take_focus(self) -> None:
        """Put the cursor here."""
        for child in self.query("*"):
            if child.focusable:
                child.focus()
                return


def label_width(labels: list[str], most: int = 20) -> int:
    """The cells the labels of a form need, with mark, star and a blank; a longer one wraps."""
    return min(most, max((cell_len(label) for label in labels), default=8)) + len(HERE) + 2


class LineField(FormField):
    """One line of text."""

    def __init__(
        self, key: str, label: str, *, width: int = 18, must: bool = False, about: str = "", most: int = 200
    ) -> None:
        super().__init__(key, label, width=width, must=must, about=about)
        self.input = Line(most=most)

    def control(self) -> Widget:
        """The line."""
        return self.input

    @property
    def value(self) -> object:
        """What was typed."""
        return self.input.value

    def put(self, value: object) -> None:
        """Show `value`."""
        self.input.value = display_text(value) if value is not None else ""
        self.input.cursor_position = len(self.input.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass it on as the field's own news."""
        event.stop()
        self.changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.post_message(self.Finished(self))


class SecretField(LineField):
    """A PIN: never shown, never kept."""

    def __init__(self, key: str, label: str, *, width: int = 18, must: bool = False, about: str = "") -> None:
        super().__init__(key, label, width=width, must=must, about=about, most=12)
        self.input = Line(most=12, secret=True)

    @property
    def text(self) -> str:
        """A draft keeps nothing of it."""
        return ""


class PhoneField(LineField):
    """A telephone number; one that the estate knows is shown masked and stays whole underneath."""

    _known: tuple[str, str] | None = None

    def put_known(self, masked: str, number: str) -> None:
        """Answer with `number`, of which only `masked` is shown."""
        self._known = (masked, number)
        self.put(masked)

    @property
    def value(self) -> object:
        """The number: what was typed, or the whole one behind the mask."""
        typed = self.input.value
        return self._known[1] if self._known and self._known[0] == typed else typed


class MomentField(LineField):
    """A moment typed as people write it; below stands how it was read."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        prefer: "Prefer" = "exact",
        width: int = 18,
        must: bool = False,
        about: str = "",
    ) -> None:
        super().__init__(key, label, width=width, must=must, about=about, most=40)
        self._now, self._zone, self._prefer = now, zone, prefer

    def put(self, value: object) -> None:
        """Show a moment on the clocks of the site, or text as it stands."""
        super().put(f"{value.astimezone(self._zone):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value)

    def reading(self) -> str:
        """`tomorrow 09:00 Sun 11-22`; nothing while it cannot be read."""
        typed = self.input.value.strip()
        if not typed:
            return super().reading()
        from propdesk.rules.moments import parse_moment

        try:
            moment = parse_moment(typed, now=self._now(), zone=self._zone, prefer=self._prefer)
        except Refused:
            return ""
        return spoken(moment, self._now(), self._zone)


def spoken(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment in words somebody can check at a glance."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    day = DAYS.get((local.date() - today) // timedelta(days=1))
    date = f"{local:%m-%d}" if local.year == today.year else f"{local:%Y-%m-%d}"
    words = [_(day)] if day else []
    return " ".join([*words, f"{local:%H:%M}", _(WEEKDAYS[local.weekday()]), date])


class Prose(TextArea):
    """Several lines to type in; Tab leaves it."""

    DEFAULT_CSS = """
    Prose, Prose.-textarea-compact { padding: 0; }
    Prose { height: auto; min-height: 3; max-height: 8; width: 1fr; }
    Prose, Prose:focus { background: $surface; }
    Prose:focus { background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(compact=True, tab_behavior="focus", soft_wrap=True, show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    def on_unmount(self) -> None:
        """Be forgotten: Textual keeps whoever watches its theme until that changes, with all that was typed."""
        watchers = getattr(self.app, "__watchers", {}).get("theme", [])
        watchers[:] = [each for each in watchers if each[0] is not self]

    async def _on_paste(self, event: events.Paste) -> None:
        self.replace(without_strange(event.text), *self.selection)
        event.prevent_default()
        event.stop()


class ProseField(FormField):
    """Several lines of text."""

    def __init__(self, key: str, label: str, *, width: int = 18, must: bool = False, about: str = "") -> None:
        super().__init__(key, label, width=width, must=must, about=about)
        self.area = Prose()

    def control(self) -> Widget:
        """The lines."""
        return self.area

    @property
    def value(self) -> object:
        """What was typed."""
        return self.area.text

    def put(self, value: object) -> None:
        """Show `value`."""
        self.area.text = display_text(value, multiline=True) if value is not None else ""
        self.area.move_cursor(self.area.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Pass it on as the field's own news."""
        event.stop()
        self.changed()
