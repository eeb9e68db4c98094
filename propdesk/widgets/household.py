"""The pane beside the form of a call: the household, what is open there, the same matter in the building."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.worker import Worker, WorkerState

from propdesk.desk import Desk
from propdesk.i18n import _, ngettext
from propdesk.procedures import manual
from propdesk.queries import duplicates, units
from propdesk.queries.duplicates import Duplicates, Similar
from propdesk.queries.units import UnitCard
from propdesk.widgets import unit_card
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import Plain, display_text

REST = 0.15
"""Seconds without a key before the same matter is looked for again."""


@dataclass(frozen=True)
class Beside:
    """What is known of a unit while a call is typed."""

    card: UnitCard
    found: Duplicates


class Household(VerticalScroll, can_focus=False):
    """Follows what the form is about; `failed` hears of a reading that failed."""

    DEFAULT_CSS = """
    Household { height: 1fr; width: 1fr; scrollbar-size-vertical: 1; }
    Household > Plain { height: auto; width: 1fr; }
    """

    def __init__(self, desk: Desk, failed: Callable[[BaseException], None]) -> None:
        super().__init__()
        self.known: Beside | None = None
        """What was read last."""
        self._desk, self._failed = desk, failed
        self._subject: tuple[int | None, str] = (None, "")
        self._words = Plain("", markup=False)

    def compose(self) -> ComposeResult:
        """The words."""
        yield self._words

    def on_mount(self) -> None:
        """Say what will stand here."""
        self._show()

    @property
    def open_items(self) -> Sequence[Similar]:
        """The open items the call may belong to: of the unit, then of the building."""
        return (*self.known.found.in_unit, *self.known.found.in_building) if self.known else ()

    def show_subject(self, unit_id: int | None, text: str) -> None:
        """The form is about this unit now, and this was said so far."""
        before, self._subject = self._subject, (unit_id, text)
        if unit_id is None:
            self.known = None
            self._show()
        elif before[0] != unit_id:
            self.look()
        elif before[1] != text:
            subject = self._subject
            self.set_timer(REST, lambda: self.look() if subject == self._subject else None)

    @work(group="beside", exclusive=True, exit_on_error=False)
    async def look(self) -> None:
        """Read in a thread."""
        subject = self._subject
        if subject[0] is None:
            return
        known = await asyncio.to_thread(self._read, subject[0], subject[1])
        if subject == self._subject:
            self.known = known
            self._show()
            self.screen.refresh_bindings()

    def _read(self, unit_id: int, text: str) -> Beside | None:
        now = self._desk.now()
        card = self._desk.read(units.unit_card, unit_id, now=now)
        return Beside(card, self._desk.read(duplicates.similar, unit_id, text, now)) if card is not None else None

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Pass on what failed."""
        event.stop()
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._failed(event.worker.error)

    # --- in words -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        if self.known is None:
            self._words.update(Content.styled(_("The household stands here once the unit is known."), "dim"))
        else:
            self._words.update(Content("\n").join(self._lines(self.known, self._desk.now())))

    def _lines(self, known: Beside, now: datetime) -> list[Content]:
        card, found = known.card, known.found
        in_unit = [self._similar(row, now) for row in found.in_unit]
        in_building = [self._similar(row, now) for row in found.in_building]
        lately = ngettext("{count} matter in 90 days", "{count} matters in 90 days", found.lately)
        return [
            unit_card.title(card),
            *unit_card.people(card),
            *unit_card.notes(card),
            Content.styled(lately.format(count=found.lately), "dim"),
            Content(""),
            *unit_card.section(_("Open here"), in_unit),
            *unit_card.section(_("The same in the building"), in_building),
            *([Content.styled(_("Ctrl+L adds this call to one of them."), "dim")] if in_unit or in_building else []),
        ]

    def _similar(self, row: Similar, now: datetime) -> Content:
        stage = _(manual.procedure(row.ledger).stage(row.stage).label)
        mark = "* " if row.score else "  "
        place = "" if row.same_unit else f" {display_text(row.place)}"
        return Content.assemble(
            (mark, "bold $text-warning"), (row.number, "bold"),
            f"{place} [{stage}]  {moment(row.opened, now, self._desk.zone)}  ", display_text(row.title),
        )  # fmt: skip
