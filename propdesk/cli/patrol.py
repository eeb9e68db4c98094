"""`propdesk patrol`: the rounds of a month by the plan, to read or as JSON, with the items behind each number."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk.cli import output
from propdesk.cli.misused import Misused
from propdesk.cli.options import Json
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from propdesk.desk import Desk
    from propdesk.queries.findings import AreaFindings, FindingRow
    from propdesk.queries.rounds import RoundRow, Walk
    from propdesk.rules.cycles import Period

NOT_A_MONTH = N_("“{typed}” is no month. Write 2026-10.")

Month = Annotated[
    str | None, typer.Option("--month", metavar="MONTH", help=N_("A month: 2026-10; else the present one."))
]


def patrol(context: typer.Context, month: Month = None, as_json: Json = False) -> None:
    """Print which rounds of a month were expected, on time, late, missed; open findings; minutes per area."""
    from propdesk.queries import findings, rounds

    tools: Tools = context.obj
    with tools.desk() as desk:
        period = _period(desk, month)
        start, end = (desk.site.calendar.start_of(day) for day in (period.first, period.last + timedelta(days=1)))
        rows, walks = desk.read(rounds.between, start, end), desk.read(rounds.walks, start, end)
        open_ones = desk.read(findings.open_ones)
        if as_json:
            output.out_json(_shape(desk, period, rows, walks, open_ones))
        else:
            output.out("\n".join(_lines(desk, period, rows, walks, open_ones)))


def _period(desk: "Desk", typed: str | None) -> "Period":
    """The month that was asked for, else the present one.

    Raises:
        Misused: it is none.
    """
    from propdesk.errors import Refused
    from propdesk.rules import cycles

    begins = desk.site.settings.month_begins
    if typed is None:
        return cycles.period_of(cycles.Span.MONTH, desk.site.calendar.day(desk.now()), begins=begins)
    try:
        period = cycles.parse_period(typed, begins=begins)
    except Refused:
        raise Misused(NOT_A_MONTH, typed=typed[:40]) from None
    if period.span is not cycles.Span.MONTH:
        raise Misused(NOT_A_MONTH, typed=typed[:40])
    return period


def _shape(
    desk: "Desk", period: "Period", rows: "Sequence[RoundRow]", walks: "Sequence[Walk]", still: "Sequence[FindingRow]"
) -> dict[str, Any]:
    """A month as JSON: each number with its items, each round, the open findings by area and age, minutes per area."""
    from propdesk.cli.words import both
    from propdesk.queries import findings, rounds
    from propdesk.rules import cycles

    ages = [name for name, _words, _limit in findings.AGES]
    return {
        "month": cycles.short(period, begins=desk.site.settings.month_begins),
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "counts": [{"key": each.key, "label": both(each.label), "count": len(each.rounds),
                    "items": [row.number for row in each.rounds]} for each in rounds.counts(rows)],
        "rounds": [_round(desk, row) for row in rows],
        "open_findings": [{"area": each.area or None, "count": len(each.ids),
                           "by_age": {age: [row.number for row in aged]
                                      for age, aged in zip(ages, each.by_age, strict=True)}}
                          for each in findings.by_area(still, desk.now())],
        "areas": [{"area": letter, "count": len(mine), "shortest_minutes": mine[0].minutes,
                   "shortest_item": mine[0].number, "longest_minutes": mine[-1].minutes,
                   "longest_item": mine[-1].number, "too_fast": sum(walk.too_fast for walk in mine),
                   "same_words": sum(walk.alike > 0 for walk in mine)}
                  for letter, mine in rounds.by_area(walks)],
    }  # fmt: skip


def _round(desk: "Desk", row: "RoundRow") -> dict[str, Any]:
    from propdesk.cli import shapes

    return {
        "item": row.number, "route": row.route, "planned": row.planned,
        "day": row.planned_for.isoformat() if row.planned_for else None, "state": row.state, "stage": row.stage,
        "starts": shapes.moment(row.starts, desk.zone), "ends": shapes.moment(row.ends, desk.zone),
        "grace_ends": shapes.moment(row.grace_ends, desk.zone), "begun": shapes.moment(row.begun, desk.zone),
        "finished": shapes.moment(row.finished, desk.zone), "walker": row.walker, "partner": row.partner,
        "signed_by": row.signed_by, "countersigned_by": row.countersigned_by, "reason": row.reason,
        "findings": row.findings,
    }  # fmt: skip


def _lines(
    desk: "Desk", period: "Period", rows: "Sequence[RoundRow]", walks: "Sequence[Walk]", still: "Sequence[FindingRow]"
) -> list[str]:
    """A month as lines of text: the numbers, what somebody has to answer for, open findings, minutes per area."""
    from propdesk.queries import findings, rounds
    from propdesk.rules import cycles

    name = cycles.short(period, begins=desk.site.settings.month_begins)
    titles = {area.letter: area.title for area in desk.site.checklist.areas}
    words = dict(rounds.STATES)
    counted = [[_(each.label), str(len(each.rounds))] for each in rounds.counts(rows)]
    answer = [[row.number, str(row.planned_for or ""), _(row.route), _(words[row.state]), row.walker, row.reason]
              for row in rows if row.planned and row.state in rounds.TROUBLES]  # fmt: skip
    found = [[_area(each.area, titles), str(len(each.ids)), _ages(each)]
             for each in findings.by_area(still, desk.now())]  # fmt: skip
    minutes = [[_area(area, titles), f"{mine[0].minutes} - {mine[-1].minutes}",
                f"{mine[0].number} - {mine[-1].number}"]
               for area, mine in rounds.by_area(walks)]  # fmt: skip
    parts = (
        (f"{name}  {period.first} - {period.last}", counted),
        (_("Late or missed this month"), answer),
        (_("Open findings by area"), found),
        (_("Minutes per area: shortest, longest"), minutes),
    )
    return [line for title, table in parts if table for line in (title, *output.columns(table), "")][:-1]


def _ages(area: "AreaFindings") -> str:
    """How many findings of an area are how old."""
    from propdesk.queries import findings

    aged = zip(findings.AGES, area.by_age, strict=True)
    return "  ".join(f"{_(words)} {len(rows)}" for (_name, words, _limit), rows in aged if rows)


def _area(letter: str, titles: dict[str, str]) -> str:
    return f"{letter} {_(titles.get(letter, ''))}".strip() if letter else _("Outside the checklist")
