"""The cabinet read from the command line: loans to be chased, what hangs where, the six questions about a key set."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk.cli import output, shapes
from propdesk.cli.options import Json
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.queries.keys import Cabinet, LoanRow

NOTHING_OVERDUE = N_("No keys are overdue.")
NO_KEYS = N_("No key hangs in the cabinet yet.")
NEVER_LENT = N_("These keys were never lent.")

Typed = Annotated[str, typer.Argument(metavar="KEY", help=N_("The number on the label, the hook, the unit."))]


def overdue(context: typer.Context, as_json: Json = False) -> None:
    """List the loans that are overdue, the longest first (004 KEY 4.4.3)."""
    from propdesk.queries import keys

    tools: Tools = context.obj
    with tools.desk() as desk:
        codes = keys.overdue_codes(desk.site.settings)
        found = [_loan(desk, row) for row in desk.read(keys.overdue_loans, desk.now(), codes)]
    _show(found, NOTHING_OVERDUE, as_json=as_json)


def history(context: typer.Context, key: Typed, as_json: Json = False) -> None:
    """Who had a key set, when, why, with whose word, until when, back when."""
    from propdesk.errors import Refused
    from propdesk.queries import keys

    tools: Tools = context.obj
    with tools.desk() as desk:
        named = desk.read(keys.find_keys, key, 2)
        if not named:
            raise Refused("key", N_("No key set in custody is called {typed}. Type a key number, a hook or a unit."),
                          typed=key[:40])  # fmt: skip
        found = [_loan(desk, row) for row in desk.read(keys.loans_of_key, named[0].id)]
    _show(found, NEVER_LENT, as_json=as_json)


def tally(context: typer.Context, as_json: Json = False) -> None:
    """Count each cabinet: key sets, keys on hooks, out, declared lost; together they are the register."""
    from propdesk.queries import keys

    tools: Tools = context.obj
    with tools.desk() as desk:
        found = [_cabinet(each) for each in desk.read(keys.cabinets)]
    _show(found, NO_KEYS, as_json=as_json)


def _loan(desk: "Desk", row: "LoanRow") -> dict[str, Any]:
    return {
        "loan": row.number,
        "key": row.tag,
        "who": row.who,
        "company": row.company,
        "phone": row.phone,
        "lent": shapes.moment(row.lent, desk.zone),
        "why": f"{_(row.purpose.label)}: {row.reason}",
        "authorised_by": row.authorised_by,
        "due": shapes.moment(row.due, desk.zone),
        "returned": shapes.moment(row.returned, desk.zone),
        "pieces": row.pieces,
        "out": row.out,
        "chased": row.chased,
    }


def _cabinet(cabinet: "Cabinet") -> dict[str, Any]:
    counts = {"here": cabinet.here, "out": cabinet.out, "lost": cabinet.lost}
    return {"cabinet": cabinet.name, "sets": cabinet.sets, "keys": sum(counts.values()), **counts}


def _show(found: list[dict[str, Any]], nothing: str, *, as_json: bool) -> None:
    if as_json:
        output.out_json(found)
    elif not found:
        output.out(_(nothing))
    else:
        lines = [list(found[0]), *(["" if value is None else str(value) for value in row.values()] for row in found)]
        output.out("\n".join(output.columns(lines)))
