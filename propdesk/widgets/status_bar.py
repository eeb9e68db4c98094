"""The status bar: what is late, what is due soon, and the next clocks counting down, from memory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from propdesk.i18n import _
from propdesk.rules.numbering import short_number
from propdesk.widgets.lines import fit_text
from propdesk.widgets.remaining import remaining

if TYPE_CHECKING:
    from propdesk.queries.timers import BarState, BarTimer

LATE, SOON, RUNS = "!!", "!", ">"
"""The marks that say what a colour only repeats."""
GAP = "   "
TITLES = (40, 24, 18)
"""Cells the name of a clock takes at most: the longest that costs no clock its place."""


@dataclass(frozen=True)
class Piece:
    """One part of the bar: its words, and the tone that repeats them in colour."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Reading:
    """What the bar reads itself with: the moment, the site's zone, and the rules' titles by code, as msgids."""

    now: datetime
    zone: ZoneInfo
    titles: Mapping[str, str]


def pieces(state: "BarState | None", reading: Reading, width: int) -> list[Piece]:
    """The parts of the bar that fit in `width` cells: the two counts always, then clock after clock."""
    if state is None:
        return []
    parts = [
        Piece(f"{LATE} {_('{count} overdue').format(count=state.overdue)}", "late" if state.overdue else ""),
        Piece(f"{SOON} {_('{count} due soon').format(count=state.soon)}", "soon" if state.soon else ""),
    ]
    room = width - 2 - sum(cell_len(part.text) + len(GAP) for part in parts)
    tries = [_clocks(state, reading, room, most) for most in TITLES]
    return parts + next(clocks for clocks in tries if len(clocks) == len(tries[-1]))


def _clocks(state: "BarState", reading: Reading, room: int, most: int) -> list[Piece]:
    """The clocks that fit in `room` cells, the name of each in at most `most`."""
    parts = []
    for timer in state.next:
        part = _clock(timer, reading, most)
        room -= cell_len(part.text) + len(GAP)
        if room < 0:
            break
        parts.append(part)
    return parts


def _clock(timer: "BarTimer", reading: Reading, most: int) -> Piece:
    left = remaining(timer.due, timer.warn, reading.now, reading.zone)
    mark, time = left.text[:2].strip() or RUNS, left.text[3:]
    title = _(reading.titles.get(timer.code, timer.code))
    short = title if cell_len(title) <= most else fit_text(title, most).rstrip()
    return Piece(f"{mark} {short_number(timer.number)} {short} {time}", "" if left.tone == "plain" else left.tone)


def written(parts: Iterable[Piece]) -> str:
    """The bar as text."""
    return " " + GAP.join(part.text for part in parts)


class StatusBar(Static):
    """The bar itself: one line, written anew only when its words change."""

    DEFAULT_CSS = """
    StatusBar { height: 1; width: 1fr; background: $surface; color: $foreground; text-wrap: nowrap; }
    """
    TONES: ClassVar[Mapping[str, str]] = {"late": "bold $text-error", "soon": "$text-warning", "": ""}

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.text = ""
        """What it says."""
        self._last: tuple[BarState | None, Reading] | None = None

    def on_resize(self) -> None:
        """Show as many clocks as fit now."""
        if self._last is not None:
            self.show(*self._last)

    def show(self, state: "BarState | None", reading: Reading) -> None:
        """Show the clocks as they stand at the moment of `reading`."""
        self._last = state, reading
        parts = pieces(state, reading, self.size.width)
        text = written(parts)
        if text != self.text:
            self.text = text
            toned = [Content.styled(part.text, self.TONES[part.tone]) for part in parts]
            self.update(Content(" ") + Content(GAP).join(toned))
