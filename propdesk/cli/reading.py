"""What is on record: items, one item, clocks, the duty log. Reading needs no PIN; telephone numbers stay masked."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk import i18n
from propdesk.cli import options, output
from propdesk.cli import shift as sheets
from propdesk.cli.acting import clock_lines
from propdesk.cli.misused import Misused
from propdesk.cli.options import Json
from propdesk.cli.shift import Pdf, Printer, Text
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _
from propdesk.widgets.names import operator_name

if TYPE_CHECKING:
    from pathlib import Path

    from propdesk.desk import Desk
    from propdesk.queries.items import ItemRow

A_DAY = N_("A sheet is of a whole day: leave --shift out. One shift: propdesk handover-sheet ITEM.")
EVERYTHING = 1_000_000
"""More rows than a command prints."""


def items(
    context: typer.Context,
    only_open: Annotated[bool, typer.Option("--open", help=N_("Only what is not closed."))] = False,
    ledger: Annotated[
        str | None, typer.Option("--ledger", metavar="LEDGER", help=N_("Only one register, such as complaint."))
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="UNIT", help=N_("Only one unit, such as 3-1201."))
    ] = None,
    limit: Annotated[str | None, typer.Option("--limit", metavar="N", help=N_("The newest N."))] = None,
    as_json: Json = False,
) -> None:
    """List items, the newest first."""
    from propdesk.cli import shapes
    from propdesk.queries import items as stored

    tools: Tools = context.obj
    most, known = options.count(limit, "--limit"), options.ledger(ledger)
    with tools.desk() as desk:
        unit_id = options.unit(desk, unit).id if unit else None
        limited = EVERYTHING if most is None else most
        rows = desk.read(stored.items, ledger=known, unit_id=unit_id, only_open=only_open, limit=limited)
        numbers = desk.read(options.numbers, rows)
        found = [shapes.item(row, desk.zone, numbers) for row in rows]
    if as_json:
        output.out_json(found)
    elif found:
        output.out("\n".join(output.columns(_line(each) for each in found)))
    else:
        output.out(_("Nothing found."))


def show(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ITEM", help=N_("The number of the item, also in short: ts-4."))],
    as_json: Json = False,
) -> None:
    """Show one item with everything that belongs to it."""
    tools: Tools = context.obj
    with tools.desk() as desk:
        answer = _whole(desk, options.item(desk, number))
    if as_json:
        output.out_json(answer)
    else:
        output.out("\n".join(_page(answer)))


def timers(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help=N_("Also those that are stopped, the newest first."))] = False,
    as_json: Json = False,
) -> None:
    """List clocks, the next one first."""
    from propdesk.cli import shapes
    from propdesk.queries import timers as stored

    tools: Tools = context.obj
    with tools.desk() as desk:
        views = desk.read(stored.timers, desk.now(), every=every, limit=EVERYTHING)
        found = [shapes.timer(view, desk.zone) for view in views]
    if as_json:
        output.out_json(found)
    else:
        output.out("\n".join(clock_lines(found)) if found else _("No clock is running."))


def log(
    context: typer.Context,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help=N_("What was written on that day; today if not given."))
    ] = None,
    shift: Annotated[
        str | None, typer.Option("--shift", metavar="N", help=N_("What was written in that shift; the log names it."))
    ] = None,
    pdf: Pdf = None,
    text: Text = None,
    name: Printer = None,
    as_json: Json = False,
) -> None:
    """Print the duty log, the oldest entry first; into a file as the sheet of a day, with its shifts and its seal."""
    from propdesk.cli import shapes
    from propdesk.queries import journal

    tools: Tools = context.obj
    number, target = options.count(shift, "--shift"), sheets.path_of(pdf, text)
    if target is not None:
        _print_day(tools, target, date, shift, name, as_json=as_json)
        return
    with tools.desk() as desk:
        language, zone, calendar = i18n.language(), desk.zone, desk.site.calendar
        if number is not None:
            views = desk.read(journal.of_shift, number, language, zone)
        else:
            day = options.day(date, desk)
            begins, ends = calendar.start_of(day), calendar.start_of(day + timedelta(days=1))
            views = desk.read(journal.written_between, begins, ends, language, zone, limit=EVERYTHING)
        if number is not None and date is not None:
            day = options.day(date, desk)
            views = [view for view in views if calendar.day(view.written) == day]
        found = [shapes.entry(view, zone) for view in views]
    if as_json:
        output.out_json(found)
    else:
        output.out("\n".join(_told(found)) if found else _("Nothing was written."))


def _print_day(
    tools: Tools, target: "Path", date: str | None, shift: str | None, name: str | None, *, as_json: bool
) -> None:
    """The sheet of a day into a file.

    Raises:
        Misused: a shift was named, which has a sheet of its own.
    """
    if shift is not None:
        raise Misused(A_DAY)
    with tools.desk() as desk:
        printed = sheets.print_day(tools, desk, options.day(date, desk), target, name)
    sheets.told(printed, as_json=as_json)


def _line(item: Mapping[str, Any]) -> list[str]:
    clock = item["next"]
    due = f"{clock['due'][5:16].replace('T', ' ')} {clock['code']}" if clock else ""
    stage, owner = stage_words(item["ledger"], item["stage"]), operator_name(item["owner"])
    return [item["item"], stage, item["place"], owner, due, item["title"]]


def stage_words(ledger: str, stage: str) -> str:
    """A stage as people call it."""
    from propdesk.procedures import manual

    return _(manual.procedure(ledger).stage(stage).label)


def _whole(desk: "Desk", row: "ItemRow") -> dict[str, Any]:
    """One item as JSON."""
    from propdesk.cli import shapes
    from propdesk.procedures import manual
    from propdesk.queries import items, journal, timers

    zone = desk.zone
    related = desk.read(items.related, row.matter_id)
    numbers = desk.read(options.numbers, [row, *related])
    stored = desk.read(items.row_of, row.ledger, row.id)
    entries = [shapes.entry(view, zone) for view in desk.read(journal.course, row.id, i18n.language(), zone)]
    return {
        **shapes.item(row, zone, numbers),
        "record": {name: _plain(name, value, desk) for name, value in stored.items() if name != "item_id"},
        "timers": [shapes.timer(view, zone) for view in desk.read(timers.timers_of, row.id, desk.now())],
        "entries": entries,
        "signatures": [{"seq": entry["seq"], **signed} for entry in entries for signed in entry["signed"]],
        "related": [shapes.item(each, zone, numbers) for each in related if each.id != row.id],
        "steps": [step.name() for step in manual.steps_at(row.ledger, row.stage)],
    }


def _plain(name: str, value: object, desk: "Desk") -> object:
    """A value of a ledger's row as JSON holds it; a telephone number masked."""
    from propdesk.cli import shapes

    if isinstance(value, datetime):
        return shapes.moment(value, desk.zone)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return shapes.masked(value) if name in shapes.PHONE_OR_WORDS else value


def _page(answer: Mapping[str, Any]) -> list[str]:
    """One item for reading."""
    who = "  ".join(part for part in (answer["place"], answer["person"], answer["phone"]) if part)
    lines = [f"{answer['item']}  {stage_words(answer['ledger'], answer['stage'])}  {answer['title']}"]
    lines += [who] if who else []
    people = {name: operator_name(answer[name]) for name in ("owner", "receiver")}
    lines += [_("Owner: {owner}  received by: {receiver}").format(**people), ""]
    lines += [*clock_lines(answer["timers"]), ""] if answer["timers"] else []
    lines += _told(answer["entries"])
    if answer["related"]:
        lines += ["", _("The same matter:")]
        lines += [f"  {each['item']}  {stage_words(each['ledger'], each['stage'])}" for each in answer["related"]]
    if answer["steps"]:
        lines += ["", _("Next could be: {steps}").format(steps=", ".join(answer["steps"]))]
    return lines


def _told(entries: list[dict[str, Any]]) -> list[str]:
    """Entries as lines: number, when it happened, who, item, sentence, marks."""
    rows = []
    for entry in entries:
        marks = "".join(f"  ({mark})" for mark in _marks(entry))
        rows.append(
            [
                f"#{entry['seq']}",
                entry["happened"][5:16].replace("T", " "),
                operator_name(entry["operator"]),
                entry["item"] or "-",
                " ".join(entry["sentence"].split()) + marks,
            ]
        )
    return list(output.columns(rows))


def _marks(entry: Mapping[str, Any]) -> Iterator[str]:
    """What was written later or comes from paper, what corrects and what is corrected."""
    if entry["late_seconds"]:
        yield _("written {moment}").format(moment=entry["written"][5:16].replace("T", " "))
    if entry["paper"]:
        yield _("typed in from paper")
    if entry["corrects"]:
        yield _("corrects #{seq}").format(seq=entry["corrects"])
    if entry["corrected_by"]:
        yield _("corrected by #{seq}").format(seq=entry["corrected_by"])
