"""What stands around every screen: the top line, the line of function keys, and at the bottom status bar and keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from propdesk.i18n import _
from propdesk.widgets.lines import fit_text
from propdesk.widgets.safe import display_text

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Heading:
    """What the top line says: the site, who is on duty, the clock. Already translated."""

    site: str = ""
    duty: str = ""
    clock: str = ""


class TopLine(Static):
    """Site, shift, operator and clock, on one line of exactly the width of the screen."""

    DEFAULT_CSS = """
    TopLine { height: 1; width: 1fr; background: $primary; color: $button-color-foreground; text-wrap: nowrap; }
    """

    heading: reactive[Heading] = reactive(Heading())

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def render(self) -> Content:
        """The line as it is now."""
        return Content(headline(self.heading, self.size.width))


def headline(heading: Heading, width: int) -> str:
    """The site left, the clock right, who is on duty between them; the site gives way first, then the shift."""
    clock = f"{display_text(heading.clock)} "
    duty = display_text(heading.duty)
    room = width - cell_len(clock) - 1
    site = f" PropDesk  {display_text(heading.site)}  "
    left = fit_text(site, min(cell_len(site), max(10, room - cell_len(duty) - 1)))
    middle = fit_text(duty, max(0, room - cell_len(left)), "right" if width < 100 else "left")
    return set_cell_size(f"{left}{middle} {clock}", width)


class FunctionLine(Static):
    """The second line: the function keys, the present screen in brackets of light."""

    DEFAULT_CSS = """
    FunctionLine { height: 1; width: 1fr; background: $panel; color: $foreground; text-wrap: nowrap; }
    """

    def __init__(self, keys: Sequence[tuple[str, str, str]], current: str) -> None:
        """Make the line of `keys` (key, msgid, mode); `current` is the mode on the screen."""
        super().__init__("", markup=False)
        self._keys, self._current = tuple(keys), current

    def render(self) -> Content:
        """The keys, as many as fit."""
        pieces, room = [], self.size.width
        for key, words, mode in self._keys:
            text = f" {key} {_(words)} "
            room -= cell_len(text)
            if room < 0:
                break
            pieces.append((text, "reverse bold" if mode == self._current else ""))
        return Content.assemble(*pieces)
