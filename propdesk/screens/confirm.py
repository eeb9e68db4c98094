"""One question with two answers, and a short list to choose from."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from propdesk.i18n import N_, _
from propdesk.widgets.keys import KeyLine
from propdesk.widgets.safe import option, static
from propdesk.widgets.status_bar import StatusBar


class ConfirmScreen(ModalScreen[bool]):
    """A question: Enter says yes, Esc says no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", N_("Yes")),
        Binding("escape,n", "answer(False)", N_("No")),
    ]

    def __init__(self, question: str, *, yes: str = N_("Yes"), no: str = N_("No")) -> None:
        """Ask `question`, already translated; `yes` and `no` are msgids."""
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        """The question and what the keys answer."""
        with Container(classes="over"), Vertical(classes="panel"):
            yield static(self._question, classes="question")
            yield static(f"\n{_('Enter')}  {_(self._yes)}      {_('Esc')}  {_(self._no)}", classes="title")
        yield StatusBar()
        yield KeyLine()

    def action_answer(self, yes: bool) -> None:
        """Answer it."""
        self.dismiss(yes)


class PickScreen(ModalScreen[str | None]):
    """A short list: arrows and Enter choose, or the digit before a line; Esc chooses nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", N_("Choose")),
        Binding("escape", "leave", N_("Back")),
        *(Binding(str(digit), f"place({digit})", show=False) for digit in range(1, 10)),
    ]

    def __init__(self, title: str, choices: list[tuple[str, str]]) -> None:
        """`choices` are keys and what they are called; title and names are already translated."""
        super().__init__()
        self._title, self._choices = title, choices

    def compose(self) -> ComposeResult:
        """The list."""
        with Container(classes="over"), Vertical(classes="panel"):
            yield static(self._title, classes="title")
            yield OptionList(*self._options())
        yield StatusBar()
        yield KeyLine()

    def _options(self) -> list[Option]:
        named = enumerate(self._choices, start=1)
        return [option(f"{place if place < 10 else ' '}  {name}", key=key) for place, (key, name) in named]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line."""
        self.dismiss(event.option_id)

    def action_place(self, place: int) -> None:
        """The line with that digit."""
        if place <= len(self._choices):
            self.dismiss(self._choices[place - 1][0])

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
