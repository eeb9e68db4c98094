"""The pulse of the desk: what changed, which clock comes next, and missed deadlines put on record. Runs in a thread."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from propdesk.desk import Desk
from propdesk.queries import journal, timers
from propdesk.queries.timers import BarState

AT_LEAST = timedelta(seconds=30)
"""So often the clocks are read although nothing changed: a clock due later than those shown may have turned."""


class Watcher(Protocol):
    """Says whether another connection wrote."""

    def changed(self) -> bool:
        """Whether anything was written since this was asked last."""

    def close(self) -> None:
        """Let go of the file."""


@dataclass(frozen=True)
class Beat:
    """What one look found: the items touched since the last one, and the clocks."""

    touched: frozenset[int]
    bar: BarState


class Pulse:
    """Looks at a desk again and again; one look at a time."""

    def __init__(self, desk: Desk, watcher: Watcher) -> None:
        self.desk, self._watcher = desk, watcher
        self._seq = desk.read(journal.last_seq)
        self._next: datetime | None = None
        self._looked = desk.now()
        self._copied: date | None = None

    def look(self, *, certainly: bool = False) -> Beat | None:
        """What changed, or None if nothing did and no clock has turned; missed deadlines are recorded first."""
        now = self.desk.now()
        set_back, self._looked = now < self._looked, now
        turned = self._next is None or now >= self._next or set_back
        if not (self._watcher.changed() or turned or certainly):
            return None
        self.desk.sweep()
        self._seq, touched = self.desk.read(journal.touched_items, self._seq)
        bar = self.desk.read(timers.bar, now)
        self._next = next_turn(bar, now)
        return Beat(touched, bar)

    def copy_is_due(self) -> bool:
        """Whether a copy is to be kept beside the database; says so once a day, whatever day it becomes meanwhile.

        A copy takes as long as the past is long, so no look makes it on the way.
        """
        before, self._copied = self._copied, self.desk.site.calendar.day(self.desk.now())
        return before != self._copied and not self.desk.site.settings.demo

    def close(self) -> None:
        """Stop watching."""
        self._watcher.close()


def next_turn(bar: BarState, now: datetime) -> datetime:
    """When a clock of the bar next becomes due soon or late, at most half a minute from now."""
    moments = (moment for timer in bar.next for moment in (timer.warn, timer.due) if moment > now)
    return min([*moments, now + AT_LEAST])
