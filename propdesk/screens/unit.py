"""The unit card on a page of its own: its people, notes and open items, and what can be done from there."""

from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from propdesk.desk import Done
from propdesk.i18n import N_, _
from propdesk.queries import units
from propdesk.queries.units import UnitCard
from propdesk.screens.calls_beside import take_call
from propdesk.screens.choices import ChoicePanel, deeds_of
from propdesk.screens.deeds import Chosen, ItemDeeds
from propdesk.screens.item import ItemScreen
from propdesk.screens.panel import LinePanel, back_hint
from propdesk.widgets import unit_card
from propdesk.widgets.safe import Plain

UNMASK = "estate.unmask"
ABOUT_THE_UNIT = ("estate.add_note", "estate.end_note", "estate.strike_phone", UNMASK)


class UnitScreen(ItemDeeds):
    """The card of one unit."""

    BINDINGS = [
        Binding("escape", "leave", N_("Back")),
        Binding("ctrl+n,n", "call", N_("New call"), key_display="^N"),
        Binding("ctrl+u,u", "unmask", N_("Show phones"), key_display="^U"),
        Binding("ctrl+a,a", "step('estate.add_note')", N_("Standing note"), key_display="^A"),
        Binding("ctrl+k,k", "step('estate.strike_phone')", N_("Strike a number"), key_display="^K"),
        Binding("space", "menu", N_("Steps")),
        *(Binding(str(digit), f"open({digit})", show=False) for digit in range(1, 10)),
    ]

    DEFAULT_CSS = """
    UnitScreen #card { padding: 0 1; height: 1fr; }
    """

    def __init__(self, unit_id: int) -> None:
        super().__init__()
        self.unit_id = unit_id
        self.card: UnitCard | None = None
        self._full: dict[int, str] = {}
        self._words = Plain("", markup=False)

    def body(self) -> ComposeResult:
        """The card."""
        with VerticalScroll(id="card"):
            yield self._words

    def on_mount(self) -> None:
        """Read it."""
        self.read_card()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Anything may concern the unit: a note has no item."""
        self.read_card()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_card(self) -> None:
        """Read the card in a thread."""
        self.card = await self.ask(partial(self.desk.read, units.unit_card, self.unit_id, now=self.desk.now()))
        self._show()

    def _show(self) -> None:
        if self.card is None:
            self._words.update(_("There is no such unit any more."))
        else:
            self._words.update(unit_card.whole(self.card, self.now(), self.desk.zone, self._full))

    def chosen(self) -> Chosen | None:
        """No item is under the cursor of a card."""
        return None

    # --- deeds ----------------------------------------------------------------------------------------------

    def action_call(self) -> None:
        """A call from this unit."""
        if self.card is not None:
            self.start(take_call(self, {"unit": self.card.code}))

    def action_step(self, name: str) -> None:
        """A step about this unit."""
        if self.card is not None:
            self.start(self._step(name, self.card))

    def action_menu(self) -> None:
        """Choose what to do about the unit."""
        if self.card is not None:
            self.start(self._choose(self.card))

    def action_unmask(self) -> None:
        """Show whole numbers; who asked, and what for, is on record."""
        if self.card is not None:
            self.start(self._unmask(self.card))

    async def _choose(self, card: UnitCard) -> None:
        choices = [choice for choice in deeds_of("estate", self.actor) if choice.name in ABOUT_THE_UNIT]
        name = await self.app.push_screen_wait(ChoicePanel(card.code, choices))
        if name == UNMASK:
            await self._unmask(card)
        elif name is not None:
            await self._step(name, card)

    async def _step(self, name: str, card: UnitCard) -> None:
        people = card.people
        known: dict[str, object] = {"unit": card.code, "person": people[0].name if len(people) == 1 else ""}
        if name == "estate.end_note" and len(card.notes) == 1:
            known["text"] = card.notes[0].text
        done = await self.run_step(name, prefill={key: value for key, value in known.items() if value})
        self.after(done)

    async def _unmask(self, card: UnitCard) -> None:
        title = _("Show the phone numbers of {unit}: what for?").format(unit=card.code)
        purpose = await self.app.push_screen_wait(
            LinePanel(title, hint=back_hint(), value=_("to reach the resident"), needed=True)
        )
        if purpose and await self.do_at_once(UNMASK, {"unit": card.code, "purpose": purpose}):
            self._full = await self.ask(self._numbers, card)
            self._show()

    def _numbers(self, card: UnitCard) -> dict[int, str]:
        found = [self.desk.read(units.full_phones, person.id) for person in card.people]
        return {phone.id: phone.number for phones in found for phone in phones}

    def after(self, done: Done | None) -> None:
        """Something was done: the card may have changed."""
        if done is not None:
            self.read_card()

    def action_open(self, digit: int) -> None:
        """Open an item of the unit."""
        if self.card is not None and digit <= len(self.card.open_items):
            self.app.push_screen(ItemScreen(self.card.open_items[digit - 1].id))

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss()
