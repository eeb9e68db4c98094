"""Vacant units from the command line: the stock, what changed in a month, which upkeep is due (manual P13). No PIN."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk import i18n
from propdesk.cli import options, output, shapes
from propdesk.cli.options import Json
from propdesk.cli.reading import stage_words
from propdesk.cli.shift import Pdf, Printer, Text, actor, path_of, told
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.queries.vacancies import VacantUnit

NO_UNIT = N_("No vacant unit is on record.")
NO_CHANGE = N_("Nothing changed in {period}.")
NOTHING_DUE = N_("No upkeep is due until {day}.")
NO_MONTH = N_("{typed} is no month. Write 2026-10.")
SOON = 7
"""Days ahead for which upkeep is listed, where nothing else is said."""


def stock(
    context: typer.Context, pdf: Pdf = None, text: Text = None, name: Printer = None, as_json: Json = False
) -> None:
    """List the vacant units: since when, in what state, last seen, to whom let, what is due next.

    Into a file goes the register (空置房登记表); that is on record.
    """
    from propdesk.queries import vacancies

    tools: Tools = context.obj
    target = path_of(pdf, text)
    with tools.desk() as desk:
        if target is not None:
            from propdesk.printing.press_shift import print_vacancies

            who = actor(tools, desk, name)
            told(print_vacancies(desk, actor=who, language=i18n.language(), out=target), as_json=as_json)
            return
        found = [_unit(desk, each) for each in desk.read(vacancies.stock)]
        _show(found, _(NO_UNIT), as_json=as_json)


def changes(
    context: typer.Context,
    month: Annotated[
        str | None, typer.Argument(metavar="[MONTH]", help=N_("A month: 2026-10. This month, if left out."))
    ] = None,
    as_json: Json = False,
) -> None:
    """List what happened in a month: newly vacant, sold, let, letting ended (空置房动态表)."""
    from propdesk.errors import Refused
    from propdesk.queries import vacancies
    from propdesk.rules import cycles

    tools: Tools = context.obj
    with tools.desk() as desk:
        begins = desk.site.settings.month_begins
        today = desk.site.calendar.day(desk.now())
        this = cycles.period_of(cycles.Span.MONTH, today, begins=begins)
        period = cycles.parse_period(month, begins=begins) if month else this
        if period.span is not cycles.Span.MONTH:
            raise Refused("period", NO_MONTH, typed=(month or "")[:40])
        found = [
            {"day": each.day.isoformat(), "what": each.what if as_json else _(vacancies.WHAT[each.what]),
             "unit": each.unit, "name": each.name, "item": each.number}
            for each in desk.read(vacancies.movement, period.first, period.last)
        ]  # fmt: skip
        _show(found, _(NO_CHANGE).format(period=cycles.short(period, begins=begins)), as_json=as_json)


def due(
    context: typer.Context,
    days: Annotated[
        str | None, typer.Option("--days", metavar="N", help=N_("So many days ahead; 7, if left out."))
    ] = None,
    as_json: Json = False,
) -> None:
    """List the upkeep that is late or due in the next days, the earliest first."""
    from propdesk.queries import vacancies

    ahead = options.count(days, "--days")
    tools: Tools = context.obj
    with tools.desk() as desk:
        until = desk.now() + timedelta(days=min(SOON if ahead is None else ahead, 3660))
        rows = [
            (at, {"due": shapes.moment(at, desk.zone), "late": at < desk.now(), "unit": unit.unit,
                  "what": code if as_json else _(desk.site.rulebook[code].title), "item": unit.number})
            for unit in desk.read(vacancies.stock) for code, at in unit.due.items() if at <= until
        ]  # fmt: skip
        found = [row for _at, row in sorted(rows, key=lambda each: (each[0], each[1]["unit"]))]
        day = desk.site.calendar.day(until)
        _show(found if as_json else [_line(row) for row in found], _(NOTHING_DUE).format(day=day), as_json=as_json)


def _unit(desk: "Desk", each: "VacantUnit") -> dict[str, Any]:
    first = min(each.due.values(), default=None)
    return {
        "unit": each.unit,
        "stage": each.stage,
        "taken_over": each.taken_over.isoformat(),
        "visited": shapes.moment(each.visited, desk.zone),
        "closed": each.closed,
        "let_to": each.let_to,
        "next_due": shapes.moment(first, desk.zone),
        "state": each.state or each.condition,
        "item": each.number,
    }


def _line(row: dict[str, Any]) -> dict[str, Any]:
    late = "!!" if row["late"] else ""
    return {"": late, **{name: value for name, value in row.items() if name != "late"}}


def _show(found: list[dict[str, Any]], nothing: str, *, as_json: bool) -> None:
    if as_json:
        output.out_json(found)
    elif not found:
        output.out(nothing)
    else:
        lines = [[_shown(name, value) for name, value in row.items()] for row in found]
        output.out("\n".join(output.columns(lines)))


def _shown(name: str, value: object) -> str:
    """A value as a line shows it: moments to the minute, stages in words."""
    if name == "stage":
        return stage_words("vacancy", str(value))
    if isinstance(value, bool):
        return _("valves closed, power off") if value else f"! {_('a valve open or the power on')}"
    if name in ("visited", "next_due", "due") and value:
        return str(value)[:16].replace("T", " ")
    return "-" if value in (None, "") and name else str(value or "")
