"""What stands beside a vacant unit (upkeep, what is abnormal, visits, lettings) and beside a renovation site."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _
from propdesk.procedures import manual
from propdesk.queries import vacancies
from propdesk.queries.items import ItemRow
from propdesk.queries.vacancies import Abnormal, Letting, Progress, Seen, Work
from propdesk.rules import upkeep
from propdesk.rules.upkeep import Fittings
from propdesk.screens.section import Section, mask
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import display_text

LATEST = 10
"""So many visits stand beside a unit, and so many days beside a site; all of them are in its course."""
LOOKED_AT = 120
"""Visits among which the latest of each work is looked for."""

Kept = Mapping[str, Any]
"""The ledger's own row."""


def of_vacancy(desk: Desk, row: ItemRow, kept: Kept) -> tuple[Section, ...]:
    """The sections of a vacant unit; blocks."""
    visits = desk.read(vacancies.visits, row.id, LOOKED_AT)
    found = desk.read(vacancies.abnormal, row.unit_id) if row.unit_id else []
    earlier = desk.read(vacancies.lettings, row.id)
    return (
        Section(N_("Abnormal, still open"), partial(abnormal_lines, found), top=True),
        Section(N_("Upkeep"), partial(upkeep_lines, row.stage, kept, visits)),
        Section(N_("The unit"), partial(unit_lines, kept)),
        Section(N_("Letting"), partial(letting_lines, kept, earlier)),
        Section(N_("Visits"), partial(visit_lines, visits)),
    )


def of_renovation(desk: Desk, row: ItemRow, kept: Kept) -> tuple[Section, ...]:
    """The sections of a renovation site; blocks."""
    entries = desk.read(vacancies.progress, row.id, LATEST + 1)
    found = desk.read(vacancies.abnormal, row.unit_id) if row.unit_id else []
    return (
        Section(N_("Abnormal, still open"), partial(abnormal_lines, found), top=True),
        Section(N_("Entry of today"), partial(today_lines, row.stage, entries), early=True),
        Section(N_("Progress"), partial(progress_lines, entries)),
    )


def abnormal_lines(found: Sequence[Abnormal], now: datetime, desk: Desk) -> list[Content]:
    """A line for each open finding about the unit."""
    ledger = manual.procedure("finding")
    return [
        Content.assemble(
            ("! ", "bold $text-warning"), (each.number, "bold"), f"  {mask(display_text(each.title))}  ",
            (f"{_(ledger.stage(each.stage).label)}  {moment(each.opened, now, desk.zone)}", "dim"),
        )
        for each in found
    ]  # fmt: skip


def upkeep_lines(stage: str, kept: Kept, visits: Sequence[Seen], now: datetime, desk: Desk) -> list[Content]:
    """Each work the unit needs: how often, and when it was done last."""
    if stage != "kept":
        return []
    settings = desk.site.settings
    needed = upkeep.needed(Fittings(kept["furnished"], kept["west_sun"], kept["appliances"]), settings)
    lines = []
    for work in (Work(name) for name in needed):
        last = next((each.at for each in visits if work in each.works), None)
        before = _("last {moment}").format(moment=moment(last, now, desk.zone)) if last else _("not done yet")
        often = (f"  {_often(work, now, desk)}  ", "")
        lines.append(Content.assemble((_(work.label), "bold"), often, (before, "dim")))
    return lines


def _often(work: Work, now: datetime, desk: Desk) -> str:
    """How often a work is done, or in which season."""
    settings = desk.site.settings
    if season := upkeep.season_of(work.value, settings):
        return _("by {first}, for {first} to {last}").format(first=season.begins, last=season.ends)
    if work is Work.CLEAN:
        return _("once a month")
    days = upkeep.interval(work.value, desk.site.calendar.day(now), settings)
    return _("every {count} days").format(count=days)


def unit_lines(kept: Kept, now: datetime, desk: Desk) -> list[Content]:
    """What it is, how it was left, where its keys are, who pays."""
    fitted = [_(words) for column, words in FITTINGS.items() if kept[column]]
    closed = kept["valves_closed"] and kept["power_off"]
    left = (_("valves closed, power off"), "") if closed else (f"! {_('a valve open or the power on')}",
                                                             "bold $text-warning")  # fmt: skip
    lines = [Content.assemble((f"{_('Condition')}  ", "dim"), mask(display_text(kept["condition"])))]
    if fitted:
        lines.append(Content("  ".join(fitted)))
    lines.append(Content.assemble((f"{_('Unit left as')}  ", "dim"), left))
    for label, column in ((N_("Keys"), "keys"), (N_("Charges"), "fees")):
        if kept[column]:
            lines.append(Content.assemble((f"{_(label)}  ", "dim"), mask(display_text(kept[column]))))
    return lines


FITTINGS: Mapping[str, str] = {
    "furnished": N_("Fully fitted"), "west_sun": N_("West sun"), "appliances": N_("Appliances in the unit"),
}  # fmt: skip
"""What of a unit decides its upkeep, in words."""


def letting_lines(kept: Kept, earlier: Sequence[Letting], now: datetime, desk: Desk) -> list[Content]:
    """To whom it is let with whose consent, and to whom it was."""
    lines = []
    if kept["let_to"]:
        until = kept["let_until"] or _("no end agreed")
        lines.append(_letting(kept["let_to"], kept["consent"], f"{kept['let_from']} - {until}", "bold"))
    return [*lines, *(_letting(each.tenant, each.consent, f"{each.begins} - {each.ends}", "") for each in earlier)]


def _letting(tenant: str, consent: str, when: str, tone: str) -> Content:
    by = _("developer's consent: {name}").format(name=display_text(consent))
    return Content.assemble((f"{when}  ", "dim"), (display_text(tenant), tone), f"  {by}")


def visit_lines(visits: Sequence[Seen], now: datetime, desk: Desk) -> list[Content]:
    """The latest visits, and whether there are earlier ones."""
    lines = [_visit(each, now, desk) for each in visits[:LATEST]]
    return [*lines, *_more(len(visits))]


def _visit(each: Seen, now: datetime, desk: Desk) -> Content:
    works = "  ".join(_(work.label) for work in each.works)
    by = "  ".join(part for part in (display_text(each.by), each.loan, each.round) if part)
    left = (f"  ! {_('not closed')}", "bold $text-warning") if each.closed is False else ("", "")
    odd = (f"  ! {mask(display_text(each.anomaly))}", "$text-warning") if each.anomaly else ("", "")
    return Content.assemble(
        (f"{moment(each.at, now, desk.zone)}  ", "dim"), mask(display_text(each.state)), (f"  {works}", "bold"), left,
        odd, (f"  {by}", "dim"),
    )  # fmt: skip


def today_lines(stage: str, entries: Sequence[Progress], now: datetime, desk: Desk) -> list[Content]:
    """Whether the day has its entry."""
    if stage != "active":
        return []
    if entries and entries[0].day == desk.site.calendar.day(now):
        return [Content(mask(display_text(entries[0].progress)))]
    return [Content.styled(f"! {_('No entry yet today: a round cannot be finished without it.')}", "$text-warning")]


def progress_lines(entries: Sequence[Progress], now: datetime, desk: Desk) -> list[Content]:
    """A line for each of the latest days."""
    lines = []
    for each in entries[:LATEST]:
        found = (f"  ! {mask(display_text(each.finding))}", "$text-warning") if each.finding else ("", "")
        by = (f"  {display_text(each.by)}", "dim")
        lines.append(Content.assemble((f"{each.day:%m-%d}  ", "bold"), mask(display_text(each.progress)), found, by))
    return [*lines, *_more(len(entries))]


def _more(count: int) -> list[Content]:
    return [Content.styled(_("Earlier ones stand in the course."), "dim")] if count > LATEST else []
