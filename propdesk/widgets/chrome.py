"""What stands around every screen: the top line, the line of function keys, and at the bottom status bar and keys."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from propdesk.i18n import _
from propdesk.rules.calendar import WEEKDAYS
from propdesk.widgets.safe import display_text
from propdesk.widgets.width import fit_text

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.procedures.tx import Actor
    from propdesk.store.peek import FirstPaint


@dataclass(frozen=True)
class Heading:
    """What the top line says: the site, who is on duty, the clock. Already translated."""

    site: str = ""
    shift: str = ""
    hours: str = ""
    name: str = ""
    role: str = ""
    date: str = ""
    time: str = ""


def heading(first: "FirstPaint", desk: "Desk | None", actor: "Actor | None", now: datetime) -> Heading:
    """What the top line says at a moment; before the desk is open, what the first paint knows."""
    local = now.astimezone(desk.zone if desk else ZoneInfo(first.zone))
    date, time = f"{local:%Y-%m-%d} {_(WEEKDAYS[local.weekday()])}", f"{local:%H:%M}"
    if desk is None:
        return Heading(first.site, date=date, time=time)
    from propdesk.rules.shifts import TURN_TITLES

    turn = desk.site.turn(now)
    start, end = (desk.site.calendar.local(moment) for moment in (turn.start, turn.end))
    on_duty = Heading(
        desk.site.settings.site, _(TURN_TITLES[turn.kind]), f"{start:%H:%M}-{end:%H:%M}", date=date, time=time
    )
    return replace(on_duty, name=actor.name, role=role_of(actor)) if actor else replace(on_duty, name=_("locked"))


def role_of(actor: "Actor") -> str:
    """The highest role of the operator."""
    roles = [role for role in type(next(iter(actor.roles))) if role in actor.roles] if actor.roles else []
    return _(roles[-1].label) if roles else ""


class TopLine(Static):
    """Site, shift, operator and clock, on one line of exactly the width of the screen."""

    DEFAULT_CSS = """
    TopLine { height: 1; width: 1fr; background: $primary; color: $button-color-foreground; text-wrap: nowrap; }
    """

    heading: reactive[Heading] = reactive(Heading())

    def __init__(self) -> None:
        super().__init__("", markup=False)

    def render(self) -> Content:
        """The line as it is now."""
        return Content(headline(self.heading, self.size.width))


def headline(heading: Heading, width: int) -> str:
    """The site left, the clock right, who is on duty between them; what matters least goes first where it is narrow."""
    h = Heading(*(display_text(part) for part in vars(heading).values()))
    who = f"{h.name} ({h.role})" if h.role else h.name
    forms = (
        (h.site if h.site == "PropDesk" else f"PropDesk  {h.site}", f"{h.shift} {h.hours}", who, f"{h.date} {h.time}"),
        (h.site, f"{h.shift} {h.hours}", who, f"{h.date} {h.time}"),
        (h.site, h.shift, who, f"{h.date} {h.time}"),
        (h.site, h.shift, h.name, f"{h.date} {h.time}"),
        (h.site, h.shift, h.name, h.time),
        (h.site, "", h.name, h.time),
    )
    for site, shift, name, clock in forms:
        duty = "  ".join(part for part in (shift.strip(), name) if part)
        if cell_len(site) + cell_len(duty) + cell_len(clock) + 6 <= width:
            break
    room = max(4, width - cell_len(duty) - cell_len(clock) - 6)
    left = site if cell_len(site) <= room else fit_text(site, room)
    spare = max(0, width - cell_len(left) - cell_len(duty) - cell_len(clock) - 2)
    return set_cell_size(f" {left}{' ' * (spare - spare // 2)}{duty}{' ' * (spare // 2)}{clock} ", width)


SPACED, CLOSE, TIGHT = (" ", " "), ("", " "), ("", "")
"""What stands around a function key with its words, and between them."""


class FunctionLine(Static):
    """The second line: the function keys, the present screen in brackets of light."""

    DEFAULT_CSS = """
    FunctionLine { height: 1; width: 1fr; background: $panel; color: $foreground; text-wrap: nowrap; }
    """

    def __init__(self, keys: Sequence[tuple[str, str, str]], current: str) -> None:
        """Make the line of `keys` (key, msgid, mode); `current` is the mode on the screen."""
        super().__init__("", markup=False)
        self._keys, self._current = tuple(keys), current

    def render(self) -> Content:
        """The keys, close together where the line is short, and as many as fit."""
        pieces: list[tuple[str, str]] = []
        around, between = self._spaces(self.size.width)
        for key, words, mode in self._fitting(self.size.width, around + between):
            style = "reverse bold" if mode == self._current else ""
            pieces += [(f"{around}{key}", f"{style} bold".strip()), (f"{between}{_(words)}{around}", style)]
            pieces += [] if around else [(" ", "")]
        return Content.assemble(*pieces)

    def _fitting(self, width: int, spaces: str) -> Sequence[tuple[str, str, str]]:
        """As many keys as fit: those go first that lead to no screen, then the last ones."""
        kept = list(self._keys)
        while kept and sum(cell_len(f"{key}{_(words)}{spaces}") + 1 for key, words, _mode in kept) > width:
            kept.remove(next((each for each in kept if not each[2]), kept[-1]))
        return kept

    def _spaces(self, width: int) -> tuple[str, str]:
        """What stands around a key with its words, and between them: less where all would not fit."""
        bare = sum(cell_len(f"{key}{_(words)}") + 1 for key, words, _mode in self._keys)
        count = len(self._keys)
        return next((spaces for spaces, more in ((SPACED, 2), (CLOSE, 1)) if bare + more * count <= width), TIGHT)
