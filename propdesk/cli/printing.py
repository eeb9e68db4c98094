"""`propdesk print` and `print-cards`: sheets and a register as PDF; `slips`: the dispatch slips that are still out."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk.cli import options, output
from propdesk.cli.misused import Misused
from propdesk.cli.options import As, Json
from propdesk.cli.tools import NO_PATH, Tools
from propdesk.i18n import N_, _, say

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.models.sheet import Document
    from propdesk.queries.sheets import SlipOut

NO_DOCUMENT = N_("There is no document “{typed}”. Documents: {known}.")
PRINTED = N_("{document} {number}, edition {edition}: {path}")
CARDS_PRINTED = N_("Register of owner's cards, {count} cards: {path}")
NONE_OUT = N_("Every dispatch slip is back.")

WHAT = N_(
    "What to print: dispatch, complaint, callback, mandate, key_label, key_memo, loan, stocktake, movein_notice, "
    "movein_course, movein_goods, inspection, key_receipt, file_cover, patrol_log, problem_sheet, patrol_month, "
    "handover, day_sheet, emergency, duty_roster, vacancy_record, vacancy_month, vacancy_half or vacancy_plan."
)

What = Annotated[str, typer.Argument(metavar="DOCUMENT", help=WHAT)]
Number = Annotated[str, typer.Argument(metavar="ITEM", help=N_("The number of the item, also in short: ts-4."))]
Out = Annotated[
    str | None,
    typer.Option(
        "--out", metavar="FILE", help=N_("A new file, .pdf, of lists also .txt; else in slips beside the database.")
    ),
]


def print_document(
    context: typer.Context, document: What, item: Number, name: As, out: Out = None, as_json: Json = False
) -> None:
    """Print a sheet of an item."""
    from propdesk.printing import press

    tools: Tools = context.obj
    wanted, target = _document(document), _path(out)
    with tools.desk() as desk:
        found = options.item(desk, item)
        if target is not None:
            press.check_target(target)
        actor = tools.sign_in(desk, name)
        printed = press.print_sheet(desk, wanted, found.id, actor=actor, request_id=uuid.uuid4().hex, out=target)
    said = {"document": printed.document.value, "number": printed.number, "item": found.number,
            "edition": printed.edition, "path": str(printed.path), "sent": printed.sent}  # fmt: skip
    if as_json:
        output.out_json(said)
    else:
        output.out(say(PRINTED, {**said, "document": _(printed.document.label)}))


def print_cards(context: typer.Context, name: As, out: Out = None, as_json: Json = False) -> None:
    """Print the register of owner's cards."""
    from propdesk.printing import press

    tools: Tools = context.obj
    target = _path(out)
    with tools.desk() as desk:
        if target is not None:
            press.check_target(target)
        actor = tools.sign_in(desk, name)
        printed = press.print_cards(desk, actor=actor, request_id=uuid.uuid4().hex, out=target)
    said = {"count": printed.count, "path": str(printed.path), "sent": printed.sent}
    if as_json:
        output.out_json(said)
    else:
        output.out(say(CARDS_PRINTED, said))


def slips(context: typer.Context, as_json: Json = False) -> None:
    """List the dispatch slips that did not come back, the one that is out longest first."""
    from propdesk.queries import sheets

    tools: Tools = context.obj
    with tools.desk() as desk:
        found = [_shape(desk, slip) for slip in desk.read(sheets.slips_out)]
    if as_json:
        output.out_json(found)
    else:
        output.out("\n".join(output.columns(_line(each) for each in found)) if found else _(NONE_OUT))


def _shape(desk: "Desk", slip: "SlipOut") -> dict[str, Any]:
    """A slip as JSON; the age is in minutes."""
    from propdesk.cli import shapes

    age = desk.now() - slip.dispatched if slip.dispatched else None
    return {
        "slip": slip.slip,
        "item": slip.number,
        "ledger": slip.ledger,
        "place": slip.place,
        "department": slip.department.value if slip.department else None,
        "worker": slip.worker,
        "dispatched": shapes.moment(slip.dispatched, desk.zone),
        "age_minutes": int(age / timedelta(minutes=1)) if age is not None else None,
    }


def _line(slip: Mapping[str, Any]) -> list[str]:
    from propdesk.models.department import Department

    department = _(Department(slip["department"]).label) if slip["department"] else ""
    dispatched = (slip["dispatched"] or "")[:16].replace("T", " ")
    return [
        slip["slip"],
        slip["item"],
        department,
        slip["worker"],
        dispatched,
        _age(slip["age_minutes"]),
        slip["place"],
    ]


def _age(minutes: int | None) -> str:
    """`2:05` hours, or `3 d 4:00`."""
    if minutes is None:
        return ""
    days, left = divmod(minutes, 24 * 60)
    hours = f"{left // 60}:{left % 60:02}"
    return say(N_("{days} d {hours}"), {"days": days, "hours": hours}) if days else hours


def _document(typed: str) -> "Document":
    from propdesk.models.sheet import Document

    if typed not in set(Document):
        raise Misused(NO_DOCUMENT, typed=typed[:40], known=", ".join(Document))
    return Document(typed)


def _path(typed: str | None) -> Path | None:
    try:
        return Path(typed).expanduser() if typed else None
    except RuntimeError:
        raise Misused(NO_PATH, typed=typed) from None
