"""`propdesk movein delivered`: what a month delivered, to read, as JSON, for a spreadsheet, or as PDF on record."""

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk.cli import output
from propdesk.cli.figures import SAVED, Csv, Xlsx
from propdesk.cli.misused import Misused
from propdesk.cli.options import Json
from propdesk.cli.tools import NO_PATH, Tools
from propdesk.i18n import N_, _, say

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.printing.deliveries import Deliveries
    from propdesk.printing.press import PrintedRegister

ONE_FORM = N_("One form at a time: --csv, --xlsx, --pdf or --json.")
WHO_PRINTS = N_("A printing is on record: say who prints it, --as NAME.")
PRINTED = N_("Delivery figures {month}, {count} units: {path}")
NOT_A_MONTH = N_("“{typed}” is no month. Write 2026-10.")


def delivered(
    context: typer.Context,
    month: Annotated[
        str | None, typer.Option("--month", metavar="MONTH", help=N_("A month: 2026-10; else the last one."))
    ] = None,
    csv: Csv = None,
    xlsx: Xlsx = None,
    pdf: Annotated[
        str | None, typer.Option("--pdf", metavar="FILE", help=N_("Write a PDF file; that is on record."))
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help=N_("Who prints the PDF; the PIN is in PROPDESK_PIN or asked.")),
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the delivery figures of a month, of the last one if none is given."""
    from propdesk import exports
    from propdesk.printing.deliveries import deliveries

    tools: Tools = context.obj
    if sum((csv is not None, xlsx is not None, pdf is not None, as_json)) > 1:
        raise Misused(ONE_FORM)
    if pdf is not None and name is None:
        raise Misused(WHO_PRINTS)
    target = _path(csv or xlsx or pdf)
    with tools.desk() as desk:
        found = deliveries(desk, _month(desk, month))
        printed = _print(tools, desk, found, name or "", target) if pdf is not None and target else None
    if printed is not None:
        output.out(say(PRINTED, {"month": found.month, "count": printed.count, "path": printed.path}))
    elif as_json:
        output.out_json(_shape(found))
    elif target is not None:
        output.out(say(SAVED, {"path": exports.save_deliveries(found, target)}))
    else:
        output.out("\n".join(_lines(found)))


def _month(desk: "Desk", typed: str | None) -> str:
    """The month that was asked for, such as 2026-10.

    Raises:
        Misused: it is none.
    """
    from propdesk.errors import Refused
    from propdesk.rules import cycles

    begins = desk.site.settings.month_begins
    if typed is None:
        this = cycles.period_of(cycles.Span.MONTH, desk.site.calendar.day(desk.now()), begins=begins)
        return cycles.short(cycles.before(this, begins=begins), begins=begins)
    try:
        period = cycles.parse_period(typed, begins=begins)
    except Refused:
        raise Misused(NOT_A_MONTH, typed=typed[:40]) from None
    if period.span is not cycles.Span.MONTH:
        raise Misused(NOT_A_MONTH, typed=typed[:40])
    return cycles.short(period, begins=begins)


def _print(tools: Tools, desk: "Desk", found: "Deliveries", name: str, target: Path) -> "PrintedRegister":
    from propdesk.printing import press

    press.check_target(target)
    actor = tools.sign_in(desk, name)
    return press.print_deliveries(desk, found.month, actor=actor, request_id=uuid.uuid4().hex, out=target)


def _path(typed: str | None) -> Path | None:
    try:
        return Path(typed).expanduser().absolute() if typed else None
    except RuntimeError:
        raise Misused(NO_PATH, typed=typed) from None


def _shape(found: "Deliveries") -> dict[str, Any]:
    """The figures as JSON, each with its items; then unit by unit. Fees in fen."""
    from propdesk.cli import shapes
    from propdesk.cli.words import both

    def unit(each: Any) -> dict[str, Any]:
        return {
            "item": each.number, "unit": each.unit, "person": each.person, "signed": each.signed, "keys": each.keys,
            "fees_fen": each.fees_fen, "inspected": each.inspected, "findings": each.findings,
            "keyed": shapes.moment(each.keyed, found.zone), "deemed": shapes.moment(each.deemed, found.zone),
        }  # fmt: skip

    figures = [{"key": each.key, "label": both(each.label), "count": each.count, "items": list(each.numbers)}
               for each in found.delivered.figures]  # fmt: skip
    return {
        "month": found.month,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "figures": figures,
        "handed_over": [unit(each) for each in found.delivered.handed],
        "deemed": [unit(each) for each in found.delivered.deemed],
    }


def _lines(found: "Deliveries") -> list[str]:
    """The figures as lines of text, each with its items."""
    from propdesk.printing.deliveries import amount, heading

    shown = [[_(each.label), str(amount(each)), ", ".join(each.numbers)] for each in found.delivered.figures]
    return [heading(found), *output.columns(shown)]
