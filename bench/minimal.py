"""The least a Textual app can be: what first paint is compared with."""

from textual.app import App, ComposeResult
from textual.widgets import Static

MARKER = "the least there is"


class Minimal(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Static(MARKER)


if __name__ == "__main__":
    Minimal().run()
