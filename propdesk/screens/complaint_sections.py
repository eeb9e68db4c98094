"""What stands beside a complaint: the households of a collective one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _
from propdesk.queries import incidents
from propdesk.queries.incidents import Household
from propdesk.queries.items import ItemRow
from propdesk.screens.section import Section, who
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import display_text


def load(desk: Desk, row: ItemRow, _kept: Mapping[str, object]) -> tuple[Section, ...]:
    """The sections of a complaint; blocks."""
    households = tuple(desk.read(incidents.households, row.id))
    return (Section(N_("Households"), partial(household_lines, households)),)


def household_lines(households: Sequence[Household], now: datetime, desk: Desk) -> list[Content]:
    """The households of a collective complaint: which were visited, what they think, who signed."""
    return [_household(number, each, now, desk) for number, each in enumerate(households, start=1)]


def _household(number: int, household: Household, now: datetime, desk: Desk) -> Content:
    if household.separated is not None:
        apart = _("separated {moment}").format(moment=moment(household.separated, now, desk.zone))
        parts, tone = [apart], "dim"
    elif household.visited is None:
        parts, tone = [_("to be visited")], "$text-warning"
    else:
        satisfied = {True: _("satisfied"), False: _("not satisfied"), None: ""}[household.satisfied]
        signed = _("signed: {names}").format(names=household.signed_by) if household.signed_by else ""
        visited = _("visited {moment}").format(moment=moment(household.visited, now, desk.zone))
        parts, tone = [visited, satisfied, household.opinion, signed], "dim"
    words = "  ".join(display_text(part) for part in parts if part)
    whom = who(household.unit_id, household.place, household.person, household.phone)
    return Content.assemble((f"{number:>2} ", "dim"), display_text(whom), "  ", (words, tone))
