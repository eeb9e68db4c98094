"""Patrol (F6): the registers of rounds and findings, and the ways to the round being written down and the month."""

from textual import work
from textual.binding import Binding

from propdesk.desk import Done
from propdesk.i18n import N_
from propdesk.procedures import manual
from propdesk.queries import rounds
from propdesk.screens.deeds import Chosen
from propdesk.screens.register import RegisterScreen, View
from propdesk.screens.round_calendar import RoundCalendar
from propdesk.screens.round_overview import RoundOverview
from propdesk.screens.round_tally import AREA
from propdesk.screens.round_walk import RoundWalk

SETTING_OUT = ("round.start", "round.begin")
"""After these somebody is on the way: the round is written down next."""


class RoundsScreen(RegisterScreen):
    """Who walks when, what was found, and how vacant units and renovation sites stand."""

    mode = "patrol"
    views = (
        View(N_("Rounds"), "round"),
        View(N_("Patrol findings"), "finding"),
        View(N_("Vacant units"), "vacancy"),
        View(N_("Renovation sites"), "renovation"),
    )

    BINDINGS = [
        Binding("ctrl+k,k", "calendar", N_("Calendar"), key_display="^K"),
        Binding("ctrl+d,v", "overview", N_("Overview"), key_display="^D"),
    ]

    def on_mount(self) -> None:
        """Begin at the round that is to be walked now."""
        self._begin_at_present()

    @work(exit_on_error=False)
    async def _begin_at_present(self) -> None:
        key = await self.read(rounds.present)
        if key is not None and self.place == 0 and self._table.cursor_row == 0 and self._table.has_focus:
            self._table.move_to_key(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody rings again about a round."""
        return False if action == "press" else super().check_action(action, parameters)

    def do_next(self) -> None:
        """A round that is being walked is written down where that is fast; the form stays in the menu."""
        item, area = self.chosen(), manual.step(AREA)
        walking = item is not None and item.ledger == "round" and item.stage in area.at
        if item is None or not walking or not area.by & self.actor.roles:
            super().do_next()
        else:
            self.app.push_screen(RoundWalk(item.id))

    async def do_step(self, name: str, item: Chosen, **prefill: object) -> Done | None:
        """Whoever set out writes the round down next."""
        done = await super().do_step(name, item, **prefill)
        if done is not None and name in SETTING_OUT:
            self.app.push_screen(RoundWalk(item.id))
        return done

    def opened(self, done: Done | None) -> None:
        """A round outside the plan is written down as soon as it is begun."""
        super().opened(done)
        if done is not None and done.item_id is not None and done.entries[0].step in SETTING_OUT:
            self.app.push_screen(RoundWalk(done.item_id))

    def action_calendar(self) -> None:
        """The month as a picture."""
        self.app.push_screen(RoundCalendar())

    def action_overview(self) -> None:
        """The numbers of the month."""
        self.app.push_screen(RoundOverview())
