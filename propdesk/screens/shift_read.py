"""Reading the log of the shift before to its end, by entries (004 DUTY 4.2.1)."""

from textual import on
from textual.app import ComposeResult

from propdesk.desk import Desk
from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, _, say
from propdesk.rules.numbering import short_number
from propdesk.screens import item_view
from propdesk.screens.shift_pane import ShiftPane
from propdesk.screens.shift_state import Standing
from propdesk.widgets.reading import ReadingTimeline
from propdesk.widgets.safe import Plain
from propdesk.widgets.timeline import Timeline

WIDE = 100


class ReadPane(ShiftPane):
    """The entries since the log was read last."""

    step = "shift.read"

    def __init__(self) -> None:
        super().__init__()
        self._item = 0
        self._first: int | None = None
        self._lines = ReadingTimeline(empty=_("Nothing was written since the log was read last. Enter puts that down."))
        self._state, self._wrong = Plain("", classes="hint", markup=False), Plain("", classes="wrong", markup=False)

    def compose(self) -> ComposeResult:
        """The entries, and how far one is."""
        yield self._lines
        yield self._wrong
        yield self._state

    async def show(self, standing: Standing, desk: Desk) -> None:
        """Show the entries; what was written meanwhile comes at the end."""
        row, entries = standing.row, standing.entries
        if row is None:
            return
        number = short_number if self.app.size.width < WIDE else str
        told = item_view.told(entries, desk.now(), desk, number)
        first = entries[0].seq if entries else 0
        if (row.item_id, first) != (self._item, self._first):
            self._lines.open_at_top(told)
        else:
            self._lines.add(told)
        self._item, self._first = row.item_id, first
        self._tell()

    def begin(self) -> None:
        """Read."""
        self._lines.focus()

    def refuse(self, trouble: Refused | Damaged) -> None:
        """Somebody wrote meanwhile."""
        self._wrong.update(f"!! {trouble.sentence()}")
        self._wrong.add_class("told")

    @on(ReadingTimeline.Read)
    def read_on(self, event: ReadingTimeline.Read) -> None:
        """More was in sight."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        total = self._lines.total
        words = N_("Read: {count} of {total} entries. Enter or PgDn reads on.")
        if self._lines.read_whole:
            words = N_("Read to the end: {total} entries. Enter puts that down.")
        self._state.update(say(words, {"count": self._lines.read, "total": total}))

    @on(Timeline.Selected)
    def whole(self, event: Timeline.Selected) -> None:
        """Read to the end."""
        event.stop()
        self._wrong.remove_class("told")
        known = {"up_to": event.key} if event.key else {}
        self.post_message(self.Asked(self, self.step, self._item, known))
