"""The fields of a form, and the pane beside them that is told what they are about."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from textual.widget import Widget

from propdesk.queries.items import ItemRow
from propdesk.queries.lookup import Found
from propdesk.screens import questions
from propdesk.screens.base import DeskScreen
from propdesk.screens.questions import Asked
from propdesk.widgets.fields import FormField
from propdesk.widgets.lookup_box import LookupField
from propdesk.widgets.safe import Plain, display_text

SideFactory = Callable[[Any], Widget]
"""Makes the widget beside a form, given the form; one with `show_subject(unit_id, text)` is told what it is about."""


@runtime_checkable
class Listening(Protocol):
    """A pane beside a form that wants to know what is chosen in its fields."""

    def chosen(self, key: str, found: object) -> None:
        """In the field `key` this was chosen."""


class FieldsScreen(DeskScreen):
    """What a form screen has of fields and of a pane beside them; `FormScreen` asks, saves and parks."""

    def __init__(self, item: ItemRow | None, side: SideFactory | None) -> None:
        """A form about `item`, with the pane that `side` makes."""
        super().__init__()
        self.item, self._side = item, side
        self._asked: list[Asked] = []
        self._as_opened: dict[str, str] = {}
        self._put: dict[str, str] = {}
        self._read_out = ""
        self._left_at: Widget | None = None

    # --- answers --------------------------------------------------------------------------------------------

    def field(self, key: str) -> FormField | None:
        """The field of that name."""
        return next((asked.field for asked in self._asked if asked.field.key == key), None)

    def values(self) -> dict[str, object]:
        """The answers of the fields that are asked, also the empty ones."""
        return questions.values_of(self._asked)

    def texts(self) -> dict[str, str]:
        """What stands in the fields, as a draft keeps it."""
        return {asked.field.key: asked.field.text for asked in self._asked}

    def ask_what_is_asked(self) -> None:
        """Show the fields that the other answers call for, hide the rest."""
        shown = self.values()
        for asked in self._asked:
            asked.field.ask(asked.field.key in shown)

    @property
    def unsaved(self) -> bool:
        """Whether anything was typed that is not saved."""
        return self.texts() != self._as_opened

    # --- the pane beside ------------------------------------------------------------------------------------

    def look_beside(self) -> None:
        """Tell the pane what the form is about."""
        panes = self.query("#side > *")
        if panes and hasattr(panes.first(), "show_subject"):
            pane: Any = panes.first()
            text = self.field("text")
            pane.show_subject(self.unit_id(), str(text.value) if text else "")

    def tell_beside(self, field: LookupField) -> None:
        """Tell the pane what was chosen in a field, where it wants to know."""
        for pane in self.query("#side > *").results():
            if isinstance(pane, Listening) and field.taken is not None and field.taken.found is not None:
                pane.chosen(field.key, field.taken.found)

    def put_known(self, values: Mapping[str, object]) -> None:
        """Fill in what is known, where nothing was typed yet."""
        for key, value in values.items():
            field = self.field(key)
            if field is not None and value not in (None, "") and (not field.value or not self._typed_in(field)):
                field.put(value)
                self._put[key] = field.text
        self.ask_what_is_asked()

    def _typed_in(self, field: FormField) -> bool:
        """Whether what stands in the field is the operator's own."""
        return field.text not in (self._as_opened.get(field.key, ""), self._put.get(field.key))

    def read_out(self, sentences: Sequence[str]) -> None:
        """Show above the fields what stands beside them where there is room."""
        text = "\n".join(display_text(sentence) for sentence in sentences[:2]) if self.has_class("narrow") else ""
        if text != self._read_out:
            self._read_out = text
            news = self.query_one("#news", Plain)
            news.update(text)
            news.set_class(bool(text), "told")

    def unit_id(self) -> int | None:
        """The unit the form is about."""
        field = self.field("unit")
        if isinstance(field, LookupField) and field.taken and isinstance(field.taken.found, Found):
            return field.taken.found.unit_id
        return self.item.unit_id if self.item and not (field and field.value) else None

    def action_aside(self) -> None:
        """At 80 columns: the household as a second page."""
        if self.has_class("aside"):
            self.action_back()
            return
        self._left_at = self.focused
        self.add_class("aside")

    def action_back(self) -> None:
        """Back to the form, where the cursor was."""
        self.remove_class("aside")
        if self._left_at is not None:
            self._left_at.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The second page exists where there is something beside the form and no room for it."""
        if action == "aside":
            return self._side is not None and self.has_class("narrow")
        return True if action != "back" else self.has_class("aside")
