"""Keys: taking over a list of them with what is lent, and the empty file for it."""

import hashlib
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from propdesk.cli import acting, listing, output
from propdesk.cli.options import As, Json
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.rules.keylist import KeyRow

TAKEN_OVER = N_("{count} key sets with {keys} keys taken over from {file}, {loans} of the sets with a loan.")
FITS = N_("{file} can be taken over: {count} key sets with {keys} keys, {loans} with a loan. Nothing was written.")
TEMPLATE = N_("{path} is ready to be filled in. Then: propdesk keys import {path} --as NAME --check")
EXISTS = N_("{path} exists already. Give the empty list of keys another name.")
NOT_XLSX = N_("{path} does not end in .xlsx. Write: propdesk keys template keys.xlsx")


def import_keys(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("A .csv or .xlsx file with a heading."))],
    name: As,
    check: Annotated[bool, typer.Option("--check", help=N_("Only say whether it can be taken over."))] = False,
    as_json: Json = False,
) -> None:
    """Take over the key sets of a file, and what is lent of them: all of them or nothing."""
    from propdesk.procedures.key_custody import Takeover

    tools: Tools = context.obj
    path = Path(file)
    with tools.desk() as desk:
        actor = tools.sign_in(desk, name)
        rows = _read(desk, path)
        counts = {"count": len(rows), "keys": sum(row.pieces for row in rows), "loans": sum(row.loan for row in rows)}
        answer: dict[str, object] = {"file": path.name, **counts}
        if check:
            _check(desk, rows)
        else:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            step = desk.fill("key.takeover", {"file": path.name, "sha256": digest})
            assert isinstance(step, Takeover)
            done = desk.perform(step.carrying(rows), actor=actor, request_id=uuid.uuid4().hex)
            # thousands of key sets take a while to read back
            answer = acting.shape(desk, done) if as_json else answer
    if as_json:
        output.out_json(answer)
    else:
        output.out(_(FITS if check else TAKEN_OVER).format(file=path.name, **counts))


def _check(desk: "Desk", rows: "tuple[KeyRow, ...]") -> None:
    from propdesk.rules.keylist import KeyListRefused
    from propdesk.store.keylist import problems

    if bad := desk.read(problems, rows):
        raise KeyListRefused(bad)


def _read(desk: "Desk", path: Path) -> "tuple[KeyRow, ...]":
    """The key sets in the file."""
    from propdesk.store.keylist import load

    with listing.told(path) as progress:
        return load(path, calendar=desk.site.calendar, now=desk.now(), progress=progress)


def template(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("The empty workbook: a new file."))],
    as_json: Json = False,
) -> None:
    """Write an empty list of keys to fill in."""
    from propdesk.store.keylist import write_template

    path = Path(file)
    listing.write_new(path, write_template, not_xlsx=NOT_XLSX, exists=EXISTS)
    if as_json:
        output.out_json({"template": str(path)})
    else:
        output.out(_(TEMPLATE).format(path=path))
