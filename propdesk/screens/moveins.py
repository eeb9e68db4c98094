"""Move-in (F4): the registers of move-ins and of owner files, and the ways to day plan, lists and buildings."""

from textual.binding import Binding

from propdesk.i18n import N_
from propdesk.screens.buildings import BuildingsScreen
from propdesk.screens.day_plan import DayPlan
from propdesk.screens.movein_lists import MoveinLists
from propdesk.screens.register import RegisterScreen, View


class MoveinsScreen(RegisterScreen):
    """Who moves in, and where the papers of each owner lie."""

    mode = "movein"
    of_people = True
    views = (
        View(N_("Move-ins"), "movein"),
        View(N_("Owner files"), "file"),
    )

    BINDINGS = [
        Binding("ctrl+d,d", "day_plan", N_("Day plan"), key_display="^D"),
        Binding("ctrl+e,m", "lists", N_("Reminders"), key_display="^E"),
        Binding("ctrl+k,b", "buildings", N_("Buildings"), key_display="^K"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody is counted as ringing again about a move-in or a file."""
        return False if action == "press" else super().check_action(action, parameters)

    def action_day_plan(self) -> None:
        """Who comes when, beginning with today."""
        self.app.push_screen(DayPlan())

    def action_lists(self) -> None:
        """Who is to be reminded, and whose period is over."""
        self.app.push_screen(MoveinLists())

    def action_buildings(self) -> None:
        """Which buildings are open for move-in."""
        self.app.push_screen(BuildingsScreen())
