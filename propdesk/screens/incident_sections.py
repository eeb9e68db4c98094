"""What stands beside an incident: the sentence read to callers, and who rang."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, ngettext
from propdesk.queries import incidents
from propdesk.queries.incidents import Caller
from propdesk.queries.items import ItemRow
from propdesk.screens.section import Section, who
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import display_text


def load(desk: Desk, row: ItemRow, kept: Mapping[str, object]) -> tuple[Section, ...]:
    """The sections of an incident; blocks."""
    callers = tuple(desk.read(incidents.callers, row.id))
    return (
        Section(N_("Read to callers"), partial(say_lines, str(kept["sentence"])), top=True),
        Section(N_("Who rang"), partial(caller_lines, callers)),
    )


def say_lines(sentence: str, _now: datetime, _desk: Desk) -> list[Content]:
    """What everybody who rings is told, to be read out."""
    return [Content.styled(f" {display_text(sentence)} ", "bold reverse")] if sentence else []


def caller_lines(callers: Sequence[Caller], now: datetime, desk: Desk) -> list[Content]:
    """Who rang about an incident, those who are to be rung first; who is unknown is only counted."""
    named = [caller for caller in callers if caller.listed or _who(caller)]
    named.sort(key=lambda caller: (not caller.waits, not caller.listed))
    lines = [_caller(caller, now, desk) for caller in named]
    unknown = len(callers) - len(named)
    if unknown:
        words = ngettext("{count} caller whose name is not known", "{count} callers whose names are not known", unknown)
        lines.append(Content.styled(words.format(count=unknown), "dim"))
    return lines


def _who(caller: Caller) -> str:
    return who(caller.unit_id, caller.place, caller.person, caller.phone)


def _caller(caller: Caller, now: datetime, desk: Desk) -> Content:
    if caller.waits:
        state, tone = _("wants to be rung back"), "$text-warning"
    elif caller.rung is not None:
        state, tone = _("rung {moment}").format(moment=moment(caller.rung, now, desk.zone)), "dim"
    else:
        state, tone = (_("given up") if caller.listed else ""), "dim"
    more = "  ".join(part for part in (state, display_text(caller.outcome), display_text(caller.words)) if part)
    number = f"{caller.listed}" if caller.listed else ""
    lead = (f"{number:>2} ", "bold $text-accent" if caller.waits else "dim")
    return Content.assemble(lead, display_text(_who(caller)), f"  {moment(caller.at, now, desk.zone)}  ", (more, tone))
