"""The screens of the function keys, by the name of their mode."""

from propdesk.screens.base import DeskScreen
from propdesk.screens.calls import CallsScreen
from propdesk.screens.emergency import EmergencyScreen
from propdesk.screens.figures import FiguresScreen
from propdesk.screens.keys import KeysScreen
from propdesk.screens.log import LogScreen
from propdesk.screens.lookup import LookupScreen
from propdesk.screens.moveins import MoveinsScreen
from propdesk.screens.rounds import RoundsScreen
from propdesk.screens.today import TodayScreen

MODES: dict[str, type[DeskScreen]] = {
    "today": TodayScreen,
    "calls": CallsScreen,
    "movein": MoveinsScreen,
    "keys": KeysScreen,
    "patrol": RoundsScreen,
    "log": LogScreen,
    "figures": FiguresScreen,
    "lookup": LookupScreen,
    "emergency": EmergencyScreen,
}
