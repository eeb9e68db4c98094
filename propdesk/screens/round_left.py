"""What a round may not end without: the renovation sites and vacant units that are not written down on it yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, joined, say
from propdesk.queries import rounds
from propdesk.queries.rounds import Left, RoundRow
from propdesk.rules import patrol
from propdesk.rules.checklist import Flag
from propdesk.widgets.safe import display_text


@dataclass(frozen=True)
class Kind:
    """What is written down unit by unit: how it is found, the step that writes it, words for some and for none left."""

    query: Callable[[Any, int, patrol.Ground], list[Left]]
    step: str
    some: str
    none: str


KINDS: Mapping[Flag, Kind] = {
    Flag.SITES: Kind(
        rounds.sites_left, "renovation.progress", N_("Progress of the day still to enter (^N): {units}"),
        N_("No renovation site is left without its progress entry of the day."),
    ),
    Flag.VACANT: Kind(
        rounds.vacant_left, "vacancy.visit", N_("State still to enter (^N): {units}"),
        N_("No vacant unit is left to be written down."),
    ),
}  # fmt: skip
"""By what is special about an item of the checklist."""


def left_on(desk: Desk, row: RoundRow) -> dict[Flag, Sequence[Left]]:
    """What is left, of each kind the round goes to; blocks."""
    flags = desk.site.checklist.flags(stop.area for stop in patrol.read_stops(row.stops))
    ground = patrol.ground(row.stops, row.begun or row.starts, row.finished or desk.now(), desk.site.calendar)
    return {flag: desk.read(kind.query, row.id, ground) for flag, kind in KINDS.items() if flag in flags}


def left_line(flag: Flag, left: Sequence[Left], width: int) -> Content:
    """One line about what is left; as many units as there is room for."""
    kind = KINDS[flag]
    if not left:
        return Content.styled(_(kind.none), "$text-success")
    before = say(kind.some, {"units": ""})
    units = fitted([display_text(each.unit) for each in left], width - cell_len(before))
    return Content.assemble((before, "bold $text-warning"), units)


def fitted(units: Sequence[str], width: int) -> str:
    """As many units as fit in `width` cells, at least one; how many there are, where some are left out."""
    if cell_len(every := joined(units)) <= width:
        return every
    for shown in range(min(len(units) - 1, width), 1, -1):
        if cell_len(text := _cut(units, shown)) <= width:
            return text
    return _cut(units, 1)


def _cut(units: Sequence[str], shown: int) -> str:
    return say(N_("{units} .. {count} in all"), {"units": joined(units[:shown]), "count": len(units)})
