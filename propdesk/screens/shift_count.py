"""Counting property and keys blind, one line a thing, and explaining in place what differs (004 DUTY 4.2.1a)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.message import Message

from propdesk.desk import Desk
from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, _
from propdesk.rules.handover import Thing, read_counts
from propdesk.screens.shift_pane import ShiftPane
from propdesk.screens.shift_state import Standing
from propdesk.widgets.fields import FormField, LineField, label_width
from propdesk.widgets.safe import Plain

DAMAGED, AREA, EXPLANATION = "damaged", "area", "explanation"
LONGEST = 4
"""Digits of a number that is counted."""
NO_NUMBER = N_("Write how many there are, 0 where there is none.")


class CountPane(ShiftPane):
    """What is to be counted; how many there should be is never shown before everything is counted."""

    step = "shift.count"

    BINDINGS = [
        Binding("ctrl+s", "save", N_("Save")),
        Binding("tab", "app.focus_next", N_("Next field"), show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("down", "app.focus_next", N_("Next field"), show=False),
        Binding("up", "app.focus_previous", N_("Field before"), show=False),
    ]

    DEFAULT_CSS = """
    CountPane > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._item = 0
        self._things: tuple[Thing, ...] = ()
        self._fields: list[LineField] = []
        self._parked: Mapping[str, str] = {}
        self._hint = Plain(_("Count what is there. How many there should be is said afterwards."), classes="hint",
                           markup=False)  # fmt: skip
        self._box = VerticalScroll(can_focus=False)

    def compose(self) -> ComposeResult:
        """A line for each thing."""
        yield self._hint
        yield self._box

    async def show(self, standing: Standing, desk: Desk) -> None:
        """Lines for what is to be counted; those that are there stay as they are."""
        if standing.row is None:
            return
        if (standing.row.item_id, standing.things) == (self._item, self._things):
            return
        if standing.row.item_id == self._item:
            self._parked = self.typed() or self._parked
        self._item, self._things = standing.row.item_id, standing.things
        labels = [thing.words() for thing in standing.things]
        last = [(DAMAGED, _("Damaged things")), (AREA, _("Anything abnormal in the area"))]
        width = label_width([*labels, *(words for _key, words in last)], most=30)
        counts = [
            LineField(f"thing-{number}", words, width=width, must=True, most=LONGEST)
            for number, words in enumerate(labels)
        ]
        rest = [LineField(key, words, width=width, most=400, about=N_("Left empty: none.")) for key, words in last]
        self._fields = [*counts, *rest]
        await self._box.remove_children()
        await self._box.mount_all(self._fields)
        self.put(self._parked)

    def begin(self) -> None:
        """The first line that is empty."""
        field = next((each for each in self._fields if not each.value), None)
        if field is not None:
            field.take_focus()

    # --- what is typed --------------------------------------------------------------------------------------

    def _counts(self) -> list[tuple[Thing, LineField]]:
        return list(zip(self._things, self._fields, strict=False))

    def typed(self) -> dict[str, str]:
        """The numbers as lines, as the form of the step asks for them."""
        lines = [f"{thing.words()} {_number(field)}" for thing, field in self._counts() if _number(field)]
        named = {field.key: field.text for field in self._fields if field.key in (DAMAGED, AREA)}
        found = {"found": "\n".join(lines), **named}
        return {key: text for key, text in found.items() if text}

    def put(self, fields: Mapping[str, str]) -> None:
        """Show again what was parked; a line that cannot be read stays a parked form."""
        self._parked = fields
        try:
            known = read_counts(fields.get("found", ""), list(self._things))
        except Refused:
            known = {}
        for thing, field in self._counts():
            if thing in known:
                field.put(known[thing])
        for field in self._fields:
            if field.key in (DAMAGED, AREA) and fields.get(field.key):
                field.put(fields[field.key])

    def clear(self) -> None:
        """Nothing is typed any more."""
        self._parked = {}
        for field in self._fields:
            field.put("")

    # --- saving ---------------------------------------------------------------------------------------------

    @on(FormField.Finished)
    def finished(self, event: FormField.Finished) -> None:
        """Enter goes to the next line; after the last one everything is saved."""
        event.stop()
        if self._fields and event.field is self._fields[-1]:
            self.action_save()
        else:
            self.screen.focus_next()

    @on(FormField.Changed)
    def changed(self, event: FormField.Changed) -> None:
        """What was parked is being written over."""
        event.stop()

    def action_save(self) -> None:
        """Save the count, if every line has a number."""
        wrong = [field for _thing, field in self._counts() if not _number(field).isdecimal()]
        for field in wrong:
            field.show_wrong(_(NO_NUMBER))
        if wrong:
            wrong[0].take_focus()
            return
        self.post_message(self.Asked(self, self.step, self._item, self.typed()))

    def refuse(self, trouble: Refused | Damaged) -> None:
        """What is wrong is said under the first line, or under the one that was typed in."""
        focused = self.app.focused.ancestors_with_self if self.app.focused else []
        field = next((node for node in focused if isinstance(node, FormField)), self._fields[0])
        field.show_wrong(trouble.sentence())


class ExplainPane(ShiftPane):
    """What differs, now with the number there should be; an explanation, or another count."""

    step = "shift.explain"

    BINDINGS = [
        Binding("ctrl+s", "save", N_("Save")),
        Binding("ctrl+n", "again", N_("Count again")),
    ]

    @dataclass
    class Again(Message):
        """Everything is to be counted once more."""

        pane: "ExplainPane"

    DEFAULT_CSS = """
    ExplainPane > #differs { height: auto; padding: 0 1; color: $text-error; text-style: bold; }
    ExplainPane > LineField { padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._item = 0
        self._differs = Plain("", id="differs", markup=False)
        label = _("Explanation of the difference")
        self._field = LineField(EXPLANATION, label, width=label_width([label]), must=True, most=2000,
                                about=N_("Enter saves it. Nobody signs before."))  # fmt: skip

    def compose(self) -> ComposeResult:
        """What differs, and the line below."""
        yield self._differs
        yield self._field

    async def show(self, standing: Standing, desk: Desk) -> None:
        """Say what differs."""
        if standing.row is None:
            return
        if self._item not in (0, standing.row.item_id):
            self.clear()
        self._item = standing.row.item_id
        lines = [f"!! {each.words()}" for each in standing.differences]
        if standing.row.damaged:
            lines.append(f"!! {_('Damaged things')}: {standing.row.damaged}")
        self._differs.update("\n".join(lines))

    def begin(self) -> None:
        """Explain."""
        self._field.take_focus()

    def typed(self) -> dict[str, str]:
        """The explanation."""
        return {EXPLANATION: self._field.text} if self._field.text else {}

    def put(self, fields: Mapping[str, str]) -> None:
        """Show it again."""
        self._field.put(fields.get(EXPLANATION, ""))

    def clear(self) -> None:
        """Nothing is typed any more."""
        self._field.put("")

    @on(FormField.Finished)
    def finished(self, event: FormField.Finished) -> None:
        """Enter saves."""
        event.stop()
        self.action_save()

    @on(FormField.Changed)
    def changed(self, event: FormField.Changed) -> None:
        """It is being put right."""
        event.stop()

    def action_save(self) -> None:
        """Save the explanation."""
        if not self._field.text.strip():
            self._field.show_wrong(_("Write what became of it, or count again with Ctrl+N."))
            return
        self.post_message(self.Asked(self, self.step, self._item, self.typed()))

    def action_again(self) -> None:
        """Count everything once more."""
        self.post_message(self.Again(self))

    def refuse(self, trouble: Refused | Damaged) -> None:
        """Say why under the line."""
        self._field.show_wrong(trouble.sentence())


def _number(field: LineField) -> str:
    return unicodedata.normalize("NFKC", field.text).strip()
