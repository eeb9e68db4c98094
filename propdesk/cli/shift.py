"""The sheets of the shift: `propdesk handover-sheet`, `propdesk fallback-sheet`, the day's log as PDF or text."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk import i18n
from propdesk.cli import options, output
from propdesk.cli.misused import Misused
from propdesk.cli.options import Json
from propdesk.cli.tools import NO_PATH, Tools
from propdesk.i18n import N_, say

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.printing.press_shift import PrintedSheet
    from propdesk.procedures.tx import Actor
    from propdesk.queries.items import ItemRow

PRINTED = N_("Printed: {path}")
PRINTED_EDITION = N_("Printed, edition {edition}: {path}")
NO_SHIFT_NOW = N_("Nobody is on duty and no shift is on the desk. Give the number of one: ZB20261121-001.")
NOT_A_SHIFT = N_("{number} is no shift.")
ONE_FILE = N_("One file at a time: --pdf or --text.")
FEED = "\f"

Pdf = Annotated[str | None, typer.Option("--pdf", metavar="FILE", help=N_("Write a PDF file; that is on record."))]
Text = Annotated[str | None, typer.Option("--text", metavar="FILE", help=N_("Write a text file; that is on record."))]
Printer = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="NAME",
        help=N_("Who prints; the PIN is in PROPDESK_PIN or asked. Else the desk itself is on record."),
    ),
]


def handover_sheet(
    context: typer.Context,
    item: Annotated[
        str | None, typer.Argument(metavar="ITEM", help=N_("The number of the shift; else the one under way."))
    ] = None,
    pdf: Pdf = None,
    text: Text = None,
    name: Printer = None,
    as_json: Json = False,
) -> None:
    """Print the handover sheet of a shift; without a file it is only shown, and not on record."""
    from propdesk.printing import press_shift
    from propdesk.printing.handover_sheet import handover

    tools: Tools = context.obj
    target = path_of(pdf, text)
    with tools.desk() as desk:
        found = _shift(desk, item)
        if target is None:
            _read(press_shift.reading(desk, handover(desk, found.id, i18n.language()), i18n.language()))
            return
        who = actor(tools, desk, name)
        printed = press_shift.print_handover(desk, found.id, actor=who, language=i18n.language(), out=target)
    told(printed, as_json=as_json)


def fallback_sheet(
    context: typer.Context, pdf: Pdf = None, text: Text = None, name: Printer = None, as_json: Json = False
) -> None:
    """Print what is needed if the computer does not start: whom to ring, what is open, forms to write on.

    Without a file it is only shown, with telephone numbers of residents and borrowers masked.
    """
    from propdesk.printing import press_shift
    from propdesk.printing.fallback_sheet import fallback

    tools: Tools = context.obj
    target = path_of(pdf, text)
    with tools.desk() as desk:
        if target is None:
            shown = fallback(desk, i18n.language(), phones=False)
            _read(press_shift.reading(desk, shown, i18n.language()))
            return
        who = actor(tools, desk, name)
        printed = press_shift.print_fallback(desk, actor=who, language=i18n.language(), out=target)
    told(printed, as_json=as_json)


def print_day(tools: Tools, desk: "Desk", day: date, target: Path, name: str | None) -> "PrintedSheet":
    """The log of a day, into a file."""
    from propdesk.printing import press_shift

    who = actor(tools, desk, name)
    desk.sweep()
    return press_shift.print_day(desk, day, actor=who, language=i18n.language(), out=target)


def told(printed: "PrintedSheet", *, as_json: bool) -> None:
    """Say where the file is."""
    said: dict[str, Any] = {"path": str(printed.path), "edition": printed.edition or None}
    if as_json:
        output.out_json(said)
    else:
        output.out(say(PRINTED_EDITION if printed.edition else PRINTED, said))


def path_of(pdf: str | None, text: str | None) -> Path | None:
    """The file that was asked for, with the end that its kind needs.

    Raises:
        Misused: two were asked for, or what was typed names no file.
    """
    if pdf is not None and text is not None:
        raise Misused(ONE_FILE)
    typed, suffix = (pdf, ".pdf") if pdf is not None else (text, ".txt")
    if typed is None:
        return None
    try:
        path = Path(typed).expanduser().absolute()
    except RuntimeError:
        raise Misused(NO_PATH, typed=typed) from None
    return path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}")


def actor(tools: Tools, desk: "Desk", name: str | None) -> "Actor":
    """Who prints: the operator of `--as`, else the desk itself."""
    return tools.sign_in(desk, name) if name is not None else desk.system()


def _shift(desk: "Desk", typed: str | None) -> "ItemRow":
    """The shift somebody named; else the one whose clerk is on duty, else the one under way.

    Raises:
        Refused: it is none, or there is none.
    """
    from propdesk.errors import Refused
    from propdesk.queries import items, shift

    if typed is not None:
        found = options.item(desk, typed)
        if found.ledger != "shift":
            raise Refused("ledger", NOT_A_SHIFT, number=found.number)
        return found
    present = desk.read(shift.present, desk.now())
    here = [row for row in present if row.stage in shift.HERE and row.begun] or [
        row for row in present if row.starts <= desk.now()
    ]
    number = here[0].number if here else ""
    row = desk.read(items.item, number) if number else None
    if row is None:
        raise Refused("no_shift", NO_SHIFT_NOW)
    return row


def _read(text: str) -> None:
    """A sheet on the terminal, its pages one below the other."""
    for page in text.split(FEED):
        output.out(page.rstrip("\n"))
