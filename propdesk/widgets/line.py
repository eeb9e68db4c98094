"""A line to type in; apart from the fields, because the sign-in needs it before they are loaded."""

from textual import events
from textual.widgets import Input

from propdesk.rules.text import without_strange

HERE = "> "
"""Stands before the label of the field being typed in, so that it shows without colour."""


class Line(Input):
    """A line to type in. What is pasted loses what cannot be shown, and its line ends become blanks."""

    DEFAULT_CSS = """
    Line { width: 1fr; }
    Line, Line:focus { background: $surface; text-style: none; }
    Line:focus { background: $panel; }
    """

    def __init__(self, text: str = "", *, secret: bool = False, most: int = 0, placeholder: str = "") -> None:
        super().__init__(
            text, password=secret, max_length=most, placeholder=placeholder, compact=True, select_on_focus=False
        )
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        text = " ".join(without_strange(event.text).split("\n"))
        if text:
            self.replace(text, *self.selection)
        event.prevent_default()
        event.stop()
