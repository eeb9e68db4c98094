"""The pane beside the form of a call: what callers are told, the household, what is open there and in the building."""

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
from propdesk.queries import duplicates, incidents, units
from propdesk.queries.duplicates import Duplicates, Similar
from propdesk.queries.incidents import OpenIncident
from propdesk.queries.units import UnitCard
from propdesk.widgets import unit_card
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import Plain, display_text

REST = 0.15
"""Seconds without a key before the same matter is looked for again."""


NOTHING = Duplicates((), (), 0)


@dataclass(frozen=True)
class Beside:
    """What is known while a call is typed; without a unit there is neither card nor matters of its building."""

    incidents: tuple[OpenIncident, ...]
    card: UnitCard | None = None
    found: Duplicates = NOTHING

    @property
    def sentences(self) -> Sequence[str]:
        """What the caller is told: of the incidents of this household's building, or that speak of the same."""
        return [each.sentence for each in self.incidents if each.score or self.card is not None]

    @property
    def open_items(self) -> Sequence[Similar]:
        """The open items the call may belong to: incidents, those of the unit, then of the building."""
        counting = {step.partition(".")[0] for step in manual.step("contact.link").then}
        found = (*self.found.in_unit, *self.found.in_building)
        numbers = {each.number for each in self.incidents}
        others = [each for each in found if each.ledger in counting and each.number not in numbers]
        return (*map(_as_item, self.incidents), *others)


def _as_item(incident: OpenIncident) -> Similar:
    return Similar(
        incident.item_id, incident.number, "incident", incident.stage, incident.title, incident.place,
        incident.opened, same_unit=False, score=incident.score,
    )  # fmt: skip


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
        """Say what will stand here, and what callers are told now."""
        self.say_what_is_known()
        self.look()

    @property
    def open_items(self) -> Sequence[Similar]:
        """The open items the call may belong to."""
        return self.known.open_items if self.known else ()

    def show_subject(self, unit_id: int | None, text: str) -> None:
        """The form is about this unit now, and this was said so far."""
        before, self._subject = self._subject, (unit_id, text)
        if unit_id is None and before[0] is not None:
            self.known = None
            self.say_what_is_known()
        if before[0] != unit_id:
            self.look()
        elif before[1] != text:
            subject = self._subject
            self.set_timer(REST, lambda: self.look() if subject == self._subject else None)

    @work(group="beside", exclusive=True, exit_on_error=False)
    async def look(self) -> None:
        """Read in a thread."""
        subject = self._subject
        known = await asyncio.to_thread(self._read, subject[0], subject[1])
        if subject == self._subject:
            self.known = known
            self.say_what_is_known()
            self.screen.refresh_bindings()

    def _read(self, unit_id: int | None, text: str) -> Beside:
        now = self._desk.now()
        going_on = tuple(self._desk.read(incidents.open_incidents, unit_id, text))
        card = self._desk.read(units.unit_card, unit_id, now=now) if unit_id is not None else None
        if unit_id is None or card is None:
            return Beside(going_on)
        return Beside(going_on, card, self._desk.read(duplicates.similar, unit_id, text, now))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Pass on what failed."""
        event.stop()
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._failed(event.worker.error)

    # --- in words -------------------------------------------------------------------------------------------

    def say_what_is_known(self) -> None:
        """Write it."""
        self._words.update(Content("\n").join(self._lines(self.known or Beside(()), self._desk.now())))

    def _lines(self, known: Beside, now: datetime) -> list[Content]:
        lines = unit_card.section(_("Read to callers"), [self._incident(each, now) for each in known.incidents])
        link = [Content.styled(_("Ctrl+L adds this call to one of them."), "dim")] if known.open_items else []
        if known.card is None:
            return [*lines, *link, Content.styled(_("The household stands here once the unit is known."), "dim")]
        numbers = {each.number for each in known.incidents}
        in_unit = [self._similar(row, now) for row in known.found.in_unit if row.number not in numbers]
        in_building = [self._similar(row, now) for row in known.found.in_building if row.number not in numbers]
        lately = ngettext("{count} matter in 90 days", "{count} matters in 90 days", known.found.lately)
        return [
            *lines,
            unit_card.title(known.card),
            *unit_card.people(known.card),
            *unit_card.notes(known.card),
            Content.styled(lately.format(count=known.found.lately), "dim"),
            Content(""),
            *unit_card.section(_("Keys"), unit_card.keys(known.card)),
            *unit_card.section(_("Open here"), in_unit),
            *unit_card.section(_("The same in the building"), in_building),
            *link,
        ]

    def _incident(self, incident: OpenIncident, now: datetime) -> Content:
        """The sentence first, then what it is about."""
        zone = self._desk.zone
        mark = "* " if incident.score else "  "
        until = f"  -> {moment(incident.expected, now, zone)}" if incident.expected and not incident.over else ""
        over = f"  {_('over since {moment}').format(moment=moment(incident.over, now, zone))}" if incident.over else ""
        calls = ngettext("{count} call", "{count} calls", incident.callers).format(count=incident.callers)
        about = f"{incident.number} {display_text(incident.place)} [{_(incident.utility.label)}] {calls}{until}{over}"
        return Content.assemble(
            (mark, "bold $text-warning"), (f" {display_text(incident.sentence)} ", "bold reverse"), f"\n  {about}"
        )

    def _similar(self, row: Similar, now: datetime) -> Content:
        stage = _(manual.procedure(row.ledger).stage(row.stage).label)
        mark = "* " if row.score else "  "
        place = "" if row.same_unit else f" {display_text(row.place)}"
        return Content.assemble(
            (mark, "bold $text-warning"), (row.number, "bold"),
            f"{place} [{stage}]  {moment(row.opened, now, self._desk.zone)}  ", display_text(row.title),
        )  # fmt: skip
