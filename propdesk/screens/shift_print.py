"""Printing from screens: handover sheet, day, roster, the sheet for a night without the computer, vacant units.

What draws the sheets is loaded when one is printed, and not with the screens.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, language
from propdesk.screens.base import DeskScreen

if TYPE_CHECKING:
    from propdesk.printing.press_shift import PrintedSheet


async def handover(screen: DeskScreen, item_id: int) -> None:
    """Print the handover sheet of a shift."""
    from propdesk.printing.press_shift import print_handover

    await _print(screen, partial(print_handover, screen.desk, item_id, actor=screen.actor, language=language()))


async def day_sheet(screen: DeskScreen, day: date) -> None:
    """Print the log of a day."""
    from propdesk.printing.press_shift import print_day

    await _print(screen, partial(print_day, screen.desk, day, actor=screen.actor, language=language()))


async def roster(screen: DeskScreen, item_id: int) -> None:
    """Print the duty roster of a month."""
    from propdesk.printing.press_shift import print_roster

    await _print(screen, partial(print_roster, screen.desk, item_id, actor=screen.actor, language=language()))


async def fallback(screen: DeskScreen) -> None:
    """Print what is needed when the computer does not start."""
    from propdesk.printing.press_shift import print_fallback

    await _print(screen, partial(print_fallback, screen.desk, actor=screen.actor, language=language()))


async def vacancies(screen: DeskScreen) -> None:
    """Print the register of vacant units."""
    from propdesk.printing.press_shift import print_vacancies

    await _print(screen, partial(print_vacancies, screen.desk, actor=screen.actor, language=language()))


async def _print(screen: DeskScreen, printing: "Callable[[], PrintedSheet]") -> None:
    try:
        printed = await screen.ask(printing)
    except (Refused, Damaged) as trouble:
        screen.tell_why(trouble)
        screen.shell.look_soon()
        return
    words = N_("Printed, edition {edition}: {path}") if printed.edition else N_("Printed: {path}")
    screen.tell(words, edition=printed.edition, path=printed.path)
    screen.shell.look_soon()
    screen.after(printed.done)
