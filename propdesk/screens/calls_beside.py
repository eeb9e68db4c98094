"""A call is typed: the household beside the form, and the way to add the call to an item that is open already."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual import work
from textual.widget import Widget

from propdesk.i18n import N_, _
from propdesk.queries.duplicates import Similar
from propdesk.screens.confirm import ConfirmScreen, PickScreen
from propdesk.screens.deeds import ItemDeeds
from propdesk.screens.form import Draft, FormScreen
from propdesk.widgets.household import Household

RECEIVE = "contact.receive"


@dataclass(frozen=True)
class Linked:
    """The open item a call is added to, and whether its clocks start anew."""

    number: str
    restart: bool


class CallPane(Household):
    """The household, with Ctrl+L."""

    def __init__(self, form: FormScreen) -> None:
        super().__init__(form.desk, form.shell.report)
        self._form = form
        self.linked: Linked | None = None

    @property
    def can_link(self) -> bool:
        """Whether there is anything to add the call to."""
        return bool(self.open_items)

    def link(self) -> None:
        """Ctrl+L: add the call to an open item."""
        if self.can_link:
            self.choose()

    @work(group="link", exclusive=True, exit_on_error=False)
    async def choose(self) -> None:
        """Ask which item, and whether its clocks start anew; then save."""
        number = await self._which()
        if number is None:
            return
        question = _("Add this call to {number}. Start new clocks there?").format(number=number)
        restart = await self.app.push_screen_wait(ConfirmScreen(question, yes=N_("New clocks"), no=N_("Keep the old")))
        self.linked = Linked(number, bool(restart))
        self._as_plain_call()
        self._form.action_save()

    async def _which(self) -> str | None:
        rows = self.open_items
        if len(rows) == 1:
            return rows[0].number
        picked: str | None = await self.app.push_screen_wait(
            PickScreen(_("Add this call to which item?"), [(row.number, _words(row)) for row in rows[:9]])
        )
        return picked

    def _as_plain_call(self) -> None:
        """What is added to an item opens none of its own."""
        kind = self._form.field("kind")
        if kind is not None and kind.value in {"complaint", "emergency"}:
            kind.put("other")
            self._form.ask_what_is_asked()


def _words(row: Similar) -> str:
    return f"{row.number}  {row.place}  {row.title}"


class Beside:
    """Makes the pane beside a form, and remembers it."""

    def __init__(self) -> None:
        self.pane: CallPane | None = None

    def __call__(self, form: FormScreen) -> Widget:
        """The pane of a form."""
        self.pane = CallPane(form)
        return self.pane


async def take_call(screen: ItemDeeds, prefill: Mapping[str, object] | None = None, draft: Draft | None = None) -> None:
    """Log a call or visit; what was marked with Ctrl+L is added to its item."""
    beside = Beside()
    done = await screen.run_step(RECEIVE, prefill=prefill, draft=draft, side=beside)
    linked = beside.pane.linked if beside.pane else None
    screen.after(done)
    if done is None or done.item_id is None or linked is None:
        return
    if await screen.do_at_once("contact.link", {"other": linked.number, "restart": linked.restart}, done.item_id):
        screen.tell(N_("{call} was added to {number}."), call=done.item, number=linked.number)
