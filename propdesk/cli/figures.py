"""Figures of a period and periodical reports: to read, as JSON, or as a file for a spreadsheet. Needs no PIN."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk.cli import options, output
from propdesk.cli.misused import Misused
from propdesk.cli.options import Json
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.exports import Sheet
    from propdesk.queries.figures import ReportView
    from propdesk.rules.cycles import Period
    from propdesk.rules.figures import Figures

ONE_PERIOD = N_("One period at a time: --day, --half, --month, --quarter, or --from with --to.")
ONE_FORM = N_("One form at a time: --csv, --xlsx or --json; --rows goes with --json only.")
NO_KIND = N_("There is no report “{kind}”. Reports: {known}.")
NO_REPORT = N_("{kind} {period} is not on the desk.")
NO_PERIOD = N_("Which period? Write it behind the report, such as 2026-10 or 2026Q3.")
SAVED = N_("Saved: {path}")
LISTED = 30
"""Reports that are listed, the newest ones."""

Csv = Annotated[str | None, typer.Option("--csv", metavar="FILE", help=N_("Write a CSV file."))]
Xlsx = Annotated[str | None, typer.Option("--xlsx", metavar="FILE", help=N_("Write an .xlsx file."))]


def figures(
    context: typer.Context,
    day: Annotated[str | None, typer.Option("--day", metavar="DAY", help=N_("One day."))] = None,
    half: Annotated[
        str | None, typer.Option("--half", metavar="HALF", help=N_("A half month: 2026-10-H1, or a day in it."))
    ] = None,
    month: Annotated[str | None, typer.Option("--month", metavar="MONTH", help=N_("A month: 2026-10."))] = None,
    quarter: Annotated[str | None, typer.Option("--quarter", metavar="QUARTER", help=N_("A quarter: 2026Q3."))] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help=N_("From this day on."))] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help=N_("Up to this day."))] = None,
    rows: Annotated[
        str | None, typer.Option("--rows", metavar="KEY", help=N_("List the items behind one number."))
    ] = None,
    csv: Csv = None,
    xlsx: Xlsx = None,
    as_json: Json = False,
) -> None:
    """Print the figures of a period; of the present month if none is given."""
    from propdesk import exports

    tools: Tools = context.obj
    _one_form(csv, xlsx, as_json, rows)
    with tools.desk() as desk:
        found = _count(desk, _period(desk, day, half, month, quarter, first, last))
        if rows is not None:
            answer: Any = _items(desk, found.line(rows).ids)
        else:
            answer = _shape(found) if as_json else exports.of_figures(desk, found)
    if as_json:
        output.out_json(answer)
    elif rows is not None:
        output.out("\n".join(output.columns(map(_line, answer))) if answer else _("Nothing found."))
    else:
        _give(answer, csv if csv is not None else xlsx)


def report(
    context: typer.Context,
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND", help=N_("Which report, such as summary, or its number."))
    ] = None,
    period: Annotated[
        str | None, typer.Argument(metavar="PERIOD]", help=N_("Of which period, such as 2026-10."))
    ] = None,
    csv: Csv = None,
    xlsx: Xlsx = None,
    as_json: Json = False,
) -> None:
    """Print a periodical report as it was compiled; without a name list the newest ones."""
    from propdesk import exports

    tools: Tools = context.obj
    _one_form(csv, xlsx, as_json, None)
    with tools.desk() as desk:
        if kind is None:
            listed = _listed(desk)
            answer: Any = None
        else:
            found = _report(desk, kind, period)
            answer = _report_shape(desk, found) if as_json else exports.of_report(desk, found)
    if kind is None and as_json:
        output.out_json(listed)
    elif kind is None:
        output.out("\n".join(output.columns(map(_line, listed))) if listed else _("No report is on the desk yet."))
    elif as_json:
        output.out_json(answer)
    else:
        _give(answer, csv if csv is not None else xlsx)


def _one_form(csv: str | None, xlsx: str | None, as_json: bool, rows: str | None) -> None:
    if sum((csv is not None, xlsx is not None, as_json)) > 1 or (rows is not None and (csv, xlsx) != (None, None)):
        raise Misused(ONE_FORM)


def _give(sheet: "Sheet", target: str | None) -> None:
    """Print a sheet, or write it to a file and say where that is."""
    from propdesk import exports

    if target is None:
        output.out(exports.text(sheet).rstrip("\n"))
    else:
        path = exports.save(sheet, Path(target).expanduser().absolute())
        output.out(_(SAVED).format(path=path))


def _period(desk: "Desk", day: str | None, half: str | None, month: str | None, quarter: str | None,
            first: str | None, last: str | None) -> "Period":  # fmt: skip
    """The period that was asked for; the present month if none was.

    Raises:
        Misused: several were asked for.
        Refused: it cannot be read.
    """
    from propdesk.rules.cycles import Period, Span, parse_period, period_of

    begins = desk.site.settings.month_begins
    free = first is not None or last is not None
    if sum(each is not None for each in (day, half, month, quarter)) + free > 1:
        raise Misused(ONE_PERIOD)
    if free:
        since, until = options.day(first, desk), options.day(last, desk)
        if since > until or first is None:
            raise Misused(ONE_PERIOD)
        return Period(Span.FREE, since, until)
    if typed := month or quarter:
        return parse_period(typed, begins=begins)
    if half is not None and half.strip().upper().endswith(("-H1", "-H2")):
        return parse_period(half, begins=begins)
    span = Span.DAY if day is not None else Span.HALF_MONTH if half is not None else Span.MONTH
    return period_of(span, options.day(day or half, desk), begins=begins)


def _count(desk: "Desk", period: "Period") -> "Figures":
    from propdesk.queries import figures as counted

    titles = {code: rule.title for code, rule in desk.site.rulebook.rules.items()}
    wanted = counted.wanted(period, desk.site.settings, desk.site.calendar, titles, desk.now())
    return desk.read(counted.figures, wanted)


def _items(desk: "Desk", ids: Sequence[int]) -> list[dict[str, Any]]:
    from propdesk.cli import shapes
    from propdesk.queries import items

    rows = desk.read(items.by_ids, list(dict.fromkeys(ids))[: items.MOST_FOUND])
    numbers = desk.read(options.numbers, rows)
    return [shapes.item(row, desk.zone, numbers) for row in rows]


def _line(item: dict[str, Any]) -> list[str]:
    from propdesk.cli.reading import stage_words

    opened = item["opened"][:16].replace("T", " ")
    return [item["item"], opened, stage_words(item["ledger"], item["stage"]), item["place"], item["title"]]


def _shape(found: "Figures") -> dict[str, Any]:
    """Figures as JSON, their words in both languages."""
    from propdesk.rules.figures import stored

    return _in_both(stored(found))


def _in_both(kept: Any) -> dict[str, Any]:
    from propdesk.cli.words import both

    sections = [
        {**section, "title": both(section["title"]),
         "lines": [{**line, "label": both(line["label"])} for line in section["lines"]]}
        for section in kept.get("sections", ())
    ]  # fmt: skip
    return {**kept, "sections": sections}


def _listed(desk: "Desk") -> list[dict[str, Any]]:
    from propdesk.cli import shapes
    from propdesk.queries import items

    rows = desk.read(items.items, ledger="report", limit=LISTED)
    numbers = desk.read(options.numbers, rows)
    return [shapes.item(row, desk.zone, numbers) for row in rows]


def _report(desk: "Desk", kind: str, period: str | None) -> "ReportView":
    """The report of a kind and a period, or of a number.

    Raises:
        Misused: there is no such kind, or the period is missing.
        Refused: it is not on the desk.
    """
    from propdesk.errors import Refused
    from propdesk.models.report import ReportKind
    from propdesk.queries import figures as counted
    from propdesk.rules.cycles import parse_period

    if kind.upper().startswith("BB"):
        number = options.item(desk, kind)
        found = desk.read(counted.report, number.id)
    else:
        known = [each.value for each in ReportKind]
        if kind not in known:
            raise Misused(NO_KIND, kind=kind, known=", ".join(known))
        if period is None:
            raise Misused(NO_PERIOD)
        first = parse_period(period, begins=desk.site.settings.month_begins).first
        found = desk.read(counted.report_of, ReportKind(kind), first)
    if found is None:
        raise Refused("report", NO_REPORT, kind=kind, period=period or "")
    return found


def _report_shape(desk: "Desk", found: "ReportView") -> dict[str, Any]:
    """A report as JSON, with its editions."""
    from propdesk.cli import shapes
    from propdesk.queries import figures as counted

    zone = desk.zone
    return {
        "item": found.number,
        "kind": found.kind.value,
        "stage": found.stage,
        "first": found.starts.isoformat(),
        "last": found.ends.isoformat(),
        "edition": found.edition,
        "comment": found.comment,
        "plan": found.plan,
        "compiler": found.compiler,
        "compiled": shapes.moment(found.compiled, zone),
        "reviewer": found.reviewer,
        "reviewed": shapes.moment(found.reviewed, zone),
        "recipient": found.recipient,
        "sent": shapes.moment(found.sent, zone),
        "figures": _in_both(found.figures),
        "editions": [
            {"edition": each.edition, "entry": each.seq, "happened": shapes.moment(each.happened, zone)}
            for each in desk.read(counted.editions, found.item_id)
        ],
    }
