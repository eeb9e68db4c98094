"""A weekend at the desk for the screens: the shift is opened, operators change, the views are turned."""

from propdesk.screens.day import DayScreen
from propdesk.screens.log import LogScreen
from propdesk.screens.shift import ShiftScreen
from propdesk.screens.shift_state import Task
from tests.procedures.handing import Weekend
from tests.screens.at_desk import AtDesk

OPEN = 10
"""So many calls the night leaves open."""


def busy_night(weekend: Weekend, calls: int = OPEN) -> None:
    """李婷 is on duty and leaves calls open; it is ten to nine on Sunday, and 王磊 is about to come."""
    weekend.on_duty(weekend.night, weekend.li)
    for number in range(calls):
        weekend.call(weekend.li, text=f"{number + 1} 号楼路灯不亮")
    weekend.pass_to(22, 8, 50)


async def to_shift(front: AtDesk) -> ShiftScreen:
    """F7, and the shift is there."""
    await front.press("f7")
    await front.until(lambda: isinstance(front.app.screen, ShiftScreen) and front.app.screen.standing is not None)
    screen = front.app.screen
    assert isinstance(screen, ShiftScreen)
    return screen


async def to_log(front: AtDesk) -> LogScreen:
    """F7 and 2: the log book."""
    await to_shift(front)
    await front.press("escape", "2")
    await front.until(lambda: isinstance(front.app.screen, LogScreen))
    screen = front.app.screen
    assert isinstance(screen, LogScreen)
    return screen


async def to_day(front: AtDesk) -> DayScreen:
    """F7 and 3: the day."""
    await to_shift(front)
    await front.press("escape", "3")
    await front.until(lambda: isinstance(front.app.screen, DayScreen) and front.app.screen.day is not None)
    screen = front.app.screen
    assert isinstance(screen, DayScreen)
    return screen


async def change_operator(front: AtDesk, name: str, pin: str = "1357") -> None:
    """F9, somebody else signs in."""
    await front.press("f9")
    await front.until(lambda: type(front.app.screen).__name__ == "SignInScreen")
    names = front.app.operators
    steps = names.index(name) - names.index(front.app.the_actor.name)
    await front.press(*["down" if steps > 0 else "up"] * abs(steps), *pin, "enter")
    await front.until(lambda: type(front.app.screen).__name__ != "SignInScreen")


def task(shift: ShiftScreen) -> Task:
    """What the screen leads to."""
    return shift.standing.task if shift.standing is not None else Task.LOOK


async def comes_to(front: AtDesk, shift: ShiftScreen, wanted: Task) -> None:
    """Wait until the screen leads there."""
    await front.until(lambda: task(shift) is wanted)


async def arrive_and_read(front: AtDesk, shift: ShiftScreen) -> None:
    """Arrive, and read the log to its end."""
    await comes_to(front, shift, Task.ARRIVE)
    await front.press("enter")
    await front.sees("Why in place of the")
    await front.press("ctrl+s")
    await comes_to(front, shift, Task.READ)
    while task(shift) is Task.READ:
        await front.press("enter")
    await comes_to(front, shift, Task.COUNT)


async def count(front: AtDesk, *numbers: str) -> None:
    """Type a number a thing; nothing is damaged, the area is in order."""
    for number in numbers:
        await front.press(*number, "enter")
    await front.press("enter", "enter")
