"""The key set beside the form of a loan or of a hand-back: its standing instruction first, then its rules and loans."""

import asyncio
from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.worker import Worker, WorkerState

from propdesk.desk import Desk
from propdesk.i18n import _, joined
from propdesk.queries import items, keys
from propdesk.queries.items import ItemRow
from propdesk.queries.keys import BorrowerRow, KeySet, LoanRow
from propdesk.screens import key_fields, key_words
from propdesk.screens.form import FormScreen
from propdesk.widgets.safe import Plain
from propdesk.widgets.unit_card import section

LOANS = 5
"""So many loans of the key set stand beside the form."""


@dataclass(frozen=True)
class Known:
    """A key set, its mandate as facts, its latest loans."""

    key: KeySet
    mandate: tuple[tuple[str, str], ...]
    loans: tuple[LoanRow, ...]


class KeyPane(VerticalScroll, can_focus=False):
    """What everybody must know who draws or hands over these keys; it also fills in what a chosen borrower is."""

    DEFAULT_CSS = """
    KeyPane { height: 1fr; width: 1fr; scrollbar-size-vertical: 1; }
    KeyPane > Plain { height: auto; width: 1fr; }
    """

    def __init__(self, form: FormScreen) -> None:
        super().__init__()
        self._form = form
        self._words = Plain("", markup=False)
        self.known: Known | None = None
        """What was read last."""

    def compose(self) -> ComposeResult:
        """The words."""
        yield self._words

    def on_mount(self) -> None:
        """Say what will stand here, or show the key set of the item."""
        self._words.update(Content.styled(_("The key set stands here once it is known."), "dim"))
        if self._form.item is not None:
            self.look(self._form.item)

    def chosen(self, key: str, found: object) -> None:
        """A key set or a borrower was chosen in the form."""
        if isinstance(found, KeySet):
            self.look(found)
        elif isinstance(found, BorrowerRow):
            self._form.put_known(key_fields.known_of(found))

    @work(group="beside", exclusive=True, exit_on_error=False)
    async def look(self, subject: KeySet | ItemRow) -> None:
        """Read in a thread."""
        self.known = await asyncio.to_thread(_read, self._form.desk, subject)
        if self.known is not None:
            self._say(self.known)

    def _say(self, known: Known) -> None:
        form, key = self._form, known.key
        loans = [key_words.loan_line(row, form.now(), form.desk.zone) for row in known.loans]
        lines = [
            *key_words.instruction(key),
            key_words.title(key),
            Content(""),
            *section(_("Rules of drawing"), key_words.rules(key)),
            *section(_("Mandate"), [Content.assemble((f"{label}  ", "dim"), text) for label, text in known.mandate]),
            *section(_("Lent lately"), loans),
        ]
        self._words.update(Content("\n").join(lines))
        form.read_out(_to_read_out(form.step.name(), known))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Pass on what failed."""
        event.stop()
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._form.shell.report(event.worker.error)


def _to_read_out(step: str, known: Known) -> list[str]:
    """What must be seen also where the pane has no room: the instruction, and on handing back the mandate."""
    told = [f"{_('Standing instruction')}: {known.key.instruction}"] if known.key.instruction else []
    mandate = [f"{label}: {text}" for label, text in known.mandate]
    return [*([joined(mandate)] if mandate and step == "key.handback" else []), *told]


def _read(desk: Desk, subject: KeySet | ItemRow) -> Known | None:
    """The key set itself, or that of a key's or a loan's item; blocks."""
    key_id = subject.id
    if isinstance(subject, ItemRow) and subject.ledger == "loan":
        key_id = int(desk.read(items.row_of, "loan", subject.id)["key_id"])
    found = desk.read(keys.key_set, key_id)
    if found is None:
        return None
    row = desk.read(items.row_of, "key", key_id)
    return Known(found, key_words.mandate(found, row), tuple(desk.read(keys.loans_of_key, key_id, LOANS)))
