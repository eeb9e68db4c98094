"""The status bar: what is late, what is due soon, and the next clocks counting down, from memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from propdesk.i18n import _
from propdesk.rules.numbering import short_number

if TYPE_CHECKING:
    from propdesk.queries.timers import BarState, BarTimer

LATE, SOON, RUNS = "!!", "!", ">"
"""The marks that say what a colour only repeats."""
GAP = "   "


@dataclass(frozen=True)
class Piece:
    """One part of the bar: its words, and the tone that repeats them in colour."""

    text: str
    tone: str = ""


def countdown(due: datetime, now: datetime) -> str:
    """`00:07:12` below a day, `3 d 04 h` above, `-00:12` when it is late: minutes are enough then."""
    left = due - now
    if left < timedelta(0):
        minutes = int(-left.total_seconds()) // 60
        return f"-{minutes // 60:02d}:{minutes % 60:02d}"
    seconds = int(left.total_seconds())
    if left < timedelta(days=1):
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return _("{days} d {hours:02d} h").format(days=left.days, hours=left.seconds // 3600)


def pieces(state: "BarState | None", now: datetime, width: int, titles: dict[str, str]) -> list[Piece]:
    """The parts of the bar that fit in `width` cells: the two counts always, then clock after clock."""
    if state is None:
        return []
    parts = [
        Piece(f"{LATE} {_('{count} overdue').format(count=state.overdue)}", "late" if state.overdue else ""),
        Piece(f"{SOON} {_('{count} due soon').format(count=state.soon)}", "soon" if state.soon else ""),
    ]
    room = width - 2 - sum(cell_len(part.text) + len(GAP) for part in parts)
    for timer in state.next:
        part = _clock(timer, now, titles)
        room -= cell_len(part.text) + len(GAP)
        if room < 0:
            break
        parts.append(part)
    return parts


def _clock(timer: "BarTimer", now: datetime, titles: dict[str, str]) -> Piece:
    mark, tone = (LATE, "late") if timer.due < now else (SOON, "soon") if timer.warn <= now else (RUNS, "")
    title = _(titles.get(timer.code, "")) or timer.code
    return Piece(f"{mark} {short_number(timer.number)} {title} {countdown(timer.due, now)}", tone)


def written(parts: Iterable[Piece]) -> str:
    """The bar as text."""
    return " " + GAP.join(part.text for part in parts)


class StatusBar(Static):
    """The bar itself: one line, written anew only when its words change."""

    DEFAULT_CSS = """
    StatusBar { height: 1; width: 1fr; background: $surface; color: $foreground; text-wrap: nowrap; }
    """
    TONES = {"late": "bold $text-error", "soon": "$text-warning", "": ""}

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._text = ""

    def show(self, state: "BarState | None", now: datetime, titles: dict[str, str]) -> None:
        """Show the clocks as they stand at `now`; `titles` are the rules' short names by code, as msgids."""
        parts = pieces(state, now, self.size.width, titles)
        text = written(parts)
        if text != self._text:
            self._text = text
            toned = [Content.styled(part.text, self.TONES[part.tone]) for part in parts]
            self.update(Content(" ") + Content(GAP).join(toned))
