"""What may be meant, as lines to choose from; the sign-in shows its names with it."""

from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from propdesk.widgets.width import fit_text

MOST = 6
"""Suggestions shown at once."""


@dataclass(frozen=True)
class Suggestion:
    """One thing that may be meant: the line that shows it, the text it puts into the field, and what it stands for."""

    shown: str
    text: str
    answer: str
    found: object = None


class Suggestions(Widget):
    """The lines below a field, painted without a widget of their own each."""

    DEFAULT_CSS = """
    Suggestions { height: auto; width: 1fr; background: $panel; color: $foreground; display: none; }
    Suggestions.open { display: block; }
    """

    cursor: reactive[int] = reactive(0)
    lines: reactive[tuple[Suggestion, ...]] = reactive((), layout=True)

    def __init__(self, most: int = MOST, *, id: str | None = None) -> None:  # noqa: A002
        """Show at most `most` lines at once, those around the cursor."""
        super().__init__(id=id)
        self._most = most

    def render(self) -> Content:
        """One line each, the chosen one marked."""
        first = max(0, min(self.cursor - self._most // 2, len(self.lines) - self._most))
        return Content("\n").join(self._line(place) for place in range(first, min(len(self.lines), first + self._most)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as are shown."""
        return min(self._most, len(self.lines))

    def move(self, by: int) -> None:
        """Put the cursor on another line; after the last comes the first."""
        if self.lines:
            self.cursor = (self.cursor + by) % len(self.lines)

    def _line(self, place: int) -> Content:
        here = place == self.cursor
        text = fit_text(f"{'>' if here else ' '} {self.lines[place].shown}", max(4, self.size.width))
        return Content.styled(text, "reverse" if here else "")

    def watch_lines(self, lines: tuple[Suggestion, ...]) -> None:
        """Open while there is anything to choose from."""
        self.cursor = 0
        self.set_class(bool(lines), "open")

    @property
    def current(self) -> Suggestion | None:
        """The suggestion under the cursor."""
        return self.lines[self.cursor] if self.cursor < len(self.lines) else None
