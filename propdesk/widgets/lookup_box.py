"""Fields that find: a unit or person, an item, a colleague, from the first key on, the suggestions right below."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from propdesk.i18n import N_
from propdesk.widgets.fields import LineField
from propdesk.widgets.suggestions import Suggestion as Suggestion
from propdesk.widgets.suggestions import Suggestions as Suggestions

Search = Callable[[str], Sequence[Suggestion]]
"""Finds what may be meant; blocks, and is asked in a thread."""


def only_one(lines: Sequence[Suggestion]) -> Suggestion | None:
    """What can only be meant: the only suggestion, or the first where the others are but parts of it."""
    first = lines[0] if lines else None
    if first is None or len(lines) == 1:
        return first
    return first if first.text == first.answer and all(each.answer == first.answer for each in lines) else None


class LookupField(LineField):
    """A line that finds what is meant; Down and Up choose among the suggestions, Enter takes one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", N_("Next suggestion"), show=False),
        Binding("up", "move(-1)", N_("Suggestion before"), show=False),
        Binding("escape", "shut", N_("Close the suggestions"), show=False),
    ]

    @dataclass
    class Took(Message):
        """A suggestion was taken; None: what was taken no longer stands there."""

        field: "LookupField"
        suggestion: Suggestion | None

    @dataclass
    class Failed(Message):
        """Searching failed."""

        error: BaseException

    def __init__(
        self,
        key: str,
        label: str,
        search: Search,
        *,
        width: int = 18,
        must: bool = False,
        about: str = "",
        at_once: bool = False,
    ) -> None:
        """`search` finds what may be meant; with `at_once` it is asked before anything is typed."""
        super().__init__(key, label, width=width, must=must, about=about)
        self._search, self._at_once = search, at_once
        self.taken: Suggestion | None = None
        """What was taken from the suggestions and still stands in the field."""
        self.suggestions = Suggestions()
        self._searched = ""
        self._enter_waits = False

    def below(self) -> Iterable[Widget]:
        """The suggestions."""
        return (self.suggestions,)

    def on_mount(self) -> None:
        """Search as fast as keys come: in the same frame as the key, not through the message that follows it."""
        self.watch(self.input, "value", self._typed, init=False)

    # --- the answer -----------------------------------------------------------------------------------------

    @property
    def value(self) -> object:
        """What was taken, or what was typed."""
        return self.taken.answer if self.taken else self.input.value

    @property
    def text(self) -> str:
        """The answer itself: a draft finds it again by that."""
        return str(self.value)

    def put(self, value: object) -> None:
        """Show an answer that is known to be right."""
        text = "" if value is None else str(value)
        self.taken = Suggestion(text, text, text) if text else None
        self._searched = text
        super().put(text)

    async def recall(self) -> None:
        """What was put is known by its text alone: find what it stands for."""
        kept = self.taken
        if kept is None or kept.found is not None:
            return
        chosen = only_one(await asyncio.to_thread(self._search, kept.answer))
        if self.taken is kept and chosen is not None:
            self.taken = replace(kept, found=chosen.found)

    # --- searching ------------------------------------------------------------------------------------------

    def _typed(self, typed: str) -> None:
        if self.taken is not None and typed == self.taken.text:
            return
        if self.taken is not None:
            self.taken = None
            self.post_message(self.Took(self, None))
        if typed.strip() or self._at_once:
            self.find(typed)
        else:
            self._searched = typed
            self.suggestions.lines = ()

    @work(group="lookup", exclusive=True, exit_on_error=False)
    async def find(self, typed: str) -> None:
        """Ask in a thread; an answer that comes after another key is not looked at."""
        found = await asyncio.to_thread(self._search, typed)
        if typed != self.input.value or self.taken is not None:
            return
        self._searched = typed
        self.suggestions.lines = tuple(found) if self.input.has_focus else ()
        if not self.input.has_focus:
            self._leave(found)
        elif self._enter_waits:
            self._enter_waits = False
            self._enter()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Pass on what failed."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(self.Failed(event.worker.error))

    # --- choosing -------------------------------------------------------------------------------------------

    def take(self, suggestion: Suggestion) -> None:
        """Answer with a suggestion."""
        self.taken, self._searched = suggestion, suggestion.text
        self.suggestions.lines = ()
        self.input.value = suggestion.text
        self.input.cursor_position = len(suggestion.text)
        self.show_wrong("")
        self.post_message(self.Took(self, suggestion))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the suggestion under the cursor, also one that is still on its way."""
        event.stop()
        event.prevent_default()
        if self._searched != self.input.value and self.input.value.strip() and self.taken is None:
            self._enter_waits = True
        else:
            self._enter()

    def _enter(self) -> None:
        chosen = self.suggestions.current
        if chosen is not None and self.taken is None:
            self.take(chosen)
        self.post_message(self.Finished(self))

    def on_descendant_focus(self) -> None:
        """Show what can be chosen before anything is typed, where that is a short list."""
        if self._at_once and not self.input.value:
            self.find("")

    def on_descendant_blur(self) -> None:
        """Leaving takes what can only be meant; what is still being searched is taken when it comes."""
        self._enter_waits = False
        if self._searched == self.input.value:
            self._leave(self.suggestions.lines)
        self.suggestions.lines = ()

    def _leave(self, lines: Sequence[Suggestion]) -> None:
        chosen = only_one(lines)
        if chosen is not None and self.taken is None and self.input.value.strip():
            self.take(chosen)

    def action_move(self, by: int) -> None:
        """Choose among the suggestions."""
        self.suggestions.move(by)

    def action_shut(self) -> None:
        """Close the suggestions."""
        self.suggestions.lines = ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Up, Down and Esc belong to the form unless there are suggestions."""
        return bool(self.suggestions.lines) if action in {"move", "shut"} else True


class ColleagueField(LookupField):
    """The name of a colleague: all of them are offered before a key is pressed."""

    def __init__(
        self,
        key: str,
        label: str,
        names: Callable[[], Sequence[str]],
        *,
        width: int = 18,
        must: bool = False,
        about: str = "",
    ) -> None:
        """`names` gives the names; blocks."""

        def search(typed: str) -> list[Suggestion]:
            wanted = typed.strip().casefold()
            return [Suggestion(name, name, name) for name in names() if wanted in name.casefold()]

        super().__init__(key, label, search, width=width, must=must, about=about, at_once=True)
