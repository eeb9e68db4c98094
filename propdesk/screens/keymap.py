"""The keys of every screen as data, for the page of keys: what a screen binds is what the page says."""

from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode

from propdesk.i18n import N_
from propdesk.screens.buildings import BuildingsScreen
from propdesk.screens.calls import CallsScreen
from propdesk.screens.calls_beside import CallForm
from propdesk.screens.day_plan import DayPlan
from propdesk.screens.emergency import EmergencyScreen
from propdesk.screens.emergency_case import EmergencyCase
from propdesk.screens.figures import FigureRows, FiguresScreen
from propdesk.screens.form import FormScreen
from propdesk.screens.item import ItemScreen
from propdesk.screens.key_board import KeyBoard
from propdesk.screens.key_count import KeyCount
from propdesk.screens.key_history import KeyHistory
from propdesk.screens.keys import KeysScreen
from propdesk.screens.log import LogScreen
from propdesk.screens.lookup import LookupScreen
from propdesk.screens.movein_lists import MoveinLists
from propdesk.screens.moveins import MoveinsScreen
from propdesk.screens.report import ReportScreen
from propdesk.screens.round_calendar import RoundCalendar
from propdesk.screens.round_overview import RoundOverview
from propdesk.screens.round_walk import RoundWalk
from propdesk.screens.rounds import RoundsScreen
from propdesk.screens.shell import Shell
from propdesk.screens.sign_in import SignInScreen
from propdesk.screens.today import TodayScreen
from propdesk.screens.unit import UnitScreen
from propdesk.widgets.keys import key_name

SCREENS: tuple[tuple[str, type[DOMNode]], ...] = (
    (N_("Signing in"), SignInScreen),
    (N_("Today"), TodayScreen),
    (N_("Calls, complaints, emergencies"), CallsScreen),
    (N_("Move-ins, owner files"), MoveinsScreen),
    (N_("The day plan of move-ins"), DayPlan),
    (N_("Who is to be reminded, whose period is over"), MoveinLists),
    (N_("Buildings open for move-in"), BuildingsScreen),
    (N_("Keys, loans, stock-takes"), KeysScreen),
    (N_("The cabinet"), KeyBoard),
    (N_("The history of a key"), KeyHistory),
    (N_("A stock-take being counted"), KeyCount),
    (N_("Patrol rounds, findings"), RoundsScreen),
    (N_("A round being written down"), RoundWalk),
    (N_("The rounds of a month"), RoundCalendar),
    (N_("Figures of the patrols"), RoundOverview),
    (N_("A form"), FormScreen),
    (N_("A call being logged"), CallForm),
    (N_("An item"), ItemScreen),
    (N_("Look up"), LookupScreen),
    (N_("A unit"), UnitScreen),
    (N_("Emergency"), EmergencyScreen),
    (N_("An emergency under way"), EmergencyCase),
    (N_("Duty log"), LogScreen),
    (N_("Figures"), FiguresScreen),
    (N_("The items behind a number"), FigureRows),
    (N_("A periodical report"), ReportScreen),
)
"""Every screen with keys of its own, in the order in which a newcomer meets them."""


def key_tables(app: type[DOMNode] = Shell) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """A title and its keys with their words (msgids): first those of `app`, which hold everywhere."""
    yield N_("Everywhere"), tuple(keys_of(app))
    for title, screen in SCREENS:
        yield title, tuple(keys_of(screen))


def keys_of(node: type[DOMNode]) -> Iterator[tuple[str, str]]:
    """The keys a screen or app of ours binds, the nearest class first, each action once."""
    seen: set[str] = set()
    for kind in node.__mro__:
        if kind.__module__.startswith("propdesk"):
            for binding in Binding.make_bindings(kind.__dict__.get("BINDINGS", ())):
                if binding.description and binding.action not in seen:
                    yield key_name(binding.key), binding.description
            seen.update(each.action for each in Binding.make_bindings(kind.__dict__.get("BINDINGS", ())))
