"""A call is typed: the household beside the form, and the way to add the call to an item that is open already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from propdesk.desk import Done
from propdesk.errors import Refused
from propdesk.i18n import N_, _
from propdesk.procedures import manual
from propdesk.procedures.act import check_role
from propdesk.procedures.contact_handling import OPENS
from propdesk.queries.duplicates import Similar
from propdesk.screens.base import DeskScreen
from propdesk.screens.choices import Choice, ChoicePanel
from propdesk.screens.confirm import ConfirmScreen
from propdesk.screens.form import Draft, FormScreen
from propdesk.widgets.household import Household

RECEIVE = "contact.receive"


@dataclass(frozen=True)
class Linked:
    """The open item a call is added to; whether its clocks start anew, or the caller of an incident is rung back."""

    number: str
    restart: bool = False
    wants: bool = False


class CallPane(Household):
    """The household, with Ctrl+L."""

    def __init__(self, form: "CallForm") -> None:
        super().__init__(form.desk, form.shell.report)
        self._form = form
        self.linked: Linked | None = None

    def say_what_is_known(self) -> None:
        """Where the pane has no room, the form itself tells what is read to callers."""
        super().say_what_is_known()
        self._form.read_out(self.known.sentences if self.known else ())

    @property
    def can_link(self) -> bool:
        """Whether there is anything to add the call to."""
        return bool(self.open_items)

    @work(group="link", exclusive=True, exit_on_error=False)
    async def link(self) -> None:
        """Ask which item, and whether its clocks start anew or the caller is rung back; then save."""
        row = await self._which()
        if row is None:
            return
        if row.ledger == "incident":
            question = _("Add this call to {number}. Ring the caller back when it is over?").format(number=row.number)
            yes, no = N_("Ring back"), N_("Not needed")
        else:
            question = _("Add this call to {number}. Start new clocks there?").format(number=row.number)
            yes, no = N_("New clocks"), N_("Keep the old")
        answer = await self.app.push_screen_wait(ConfirmScreen(question, yes=yes, no=no))
        answer, here = bool(answer), row.ledger == "incident"
        self.linked = Linked(row.number, restart=answer and not here, wants=answer and here)
        self._as_plain_call()
        self._form.action_save()

    async def _which(self) -> Similar | None:
        rows = self.open_items
        if len(rows) == 1:
            return rows[0]
        choices = [Choice(row.number, _words(row)) for row in rows[:9]]
        chosen = await self.app.push_screen_wait(ChoicePanel(_("Add this call to which item?"), choices, steps=False))
        return next((row for row in rows if row.number == chosen), None)

    def _as_plain_call(self) -> None:
        """What is added to an item opens none of its own."""
        kind = self._form.field("kind")
        if kind is not None and kind.value in OPENS:
            kind.put("other")
            self._form.ask_what_is_asked()


def _words(row: Similar) -> str:
    return f"{row.number}  {row.place}  {row.title}"


class CallForm(FormScreen):
    """The form of a call or visit, with the household beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "link", N_("Add to an open item"))]

    def __init__(self, prefill: Mapping[str, object] | None = None, draft: Draft | None = None) -> None:
        super().__init__(manual.step(RECEIVE), prefill=prefill, draft=draft, side=self._beside)
        self.pane: CallPane | None = None

    def _beside(self, _form: FormScreen) -> Widget:
        self.pane = CallPane(self)
        return self.pane

    def action_link(self) -> None:
        """Add the call to an item that is open already."""
        if self.pane is not None:
            self.pane.link()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ctrl+L is there while anything is open that the call may belong to."""
        if action == "link":
            return self.pane is not None and self.pane.can_link
        return super().check_action(action, parameters)


async def take_call(
    screen: DeskScreen, prefill: Mapping[str, object] | None = None, draft: Draft | None = None
) -> None:
    """Log a call or visit; what was marked with Ctrl+L is added to its item."""
    try:
        check_role(manual.step(RECEIVE), screen.actor)
    except Refused as refused:
        screen.tell_why(refused)
        return
    form = CallForm(prefill, draft)
    done: Done | None = await screen.app.push_screen_wait(form)
    screen.opened(done)
    if done is None or done.item_id is None:
        return
    screen.shell.look_soon()
    linked = form.pane.linked if form.pane else None
    if linked is None:
        return
    answers = {"other": linked.number, "restart": linked.restart, "wants": linked.wants}
    if await screen.do_at_once("contact.link", answers, done.item_id):
        screen.tell(N_("{call} was added to {number}."), call=done.item, number=linked.number)


async def go_on(screen: DeskScreen, step: str, item_id: int | None, fields: Mapping[str, object], draft: Draft) -> None:
    """Open a parked form again; its clocks run from when it was begun."""
    if step == RECEIVE:
        await take_call(screen, fields, draft)
    else:
        screen.after(await screen.run_step(step, item_id, prefill=fields, draft=draft))
