"""Going live with a backlog: taking over the open matters of the registers kept so far, and the empty file for them."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from propdesk.cli import acting, listing, output
from propdesk.cli.options import As, Json
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.rules.backlog import Matter

TAKEN_OVER = N_("{count} open matters taken over from {file}.")
FITS = N_("{file} can be taken over: {count} open matters. Nothing was written.")
TEMPLATE = N_("{path} is ready to be filled in. Then: propdesk backlog import {path} --as NAME --check")
EXISTS = N_("{path} exists already. Give the empty backlog another name.")
NOT_XLSX = N_("{path} does not end in .xlsx. Write: propdesk backlog template backlog.xlsx")


def import_backlog(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("A .csv or .xlsx file with a heading."))],
    name: As,
    check: Annotated[bool, typer.Option("--check", help=N_("Only say whether it can be taken over."))] = False,
    as_json: Json = False,
) -> None:
    """Take over the open matters of a file: all of them or nothing."""
    from propdesk.procedures.backlog import TakeOver

    tools: Tools = context.obj
    path = Path(file)
    with tools.desk() as desk:
        actor = tools.sign_in(desk, name)
        matters = _read(desk, path)
        if check:
            _check(desk, matters)
            answer = {"file": path.name, "count": len(matters)}
        else:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            step = desk.fill("backlog.take_over", {"file": path.name, "sha256": digest})
            assert isinstance(step, TakeOver)
            answer = acting.act(desk, actor, step.carrying(matters))
    if as_json:
        output.out_json(answer)
    else:
        output.out(_(FITS if check else TAKEN_OVER).format(file=path.name, count=len(matters)))


def _check(desk: "Desk", matters: "tuple[Matter, ...]") -> None:
    from propdesk.rules.backlog import BacklogRefused
    from propdesk.store.backlog import problems

    if bad := desk.read(problems, matters, desk.site.settings.services):
        raise BacklogRefused(bad)


def _read(desk: "Desk", path: Path) -> "tuple[Matter, ...]":
    """The matters in the file, telling on a terminal how far it is."""
    from propdesk.store.backlog import load_backlog

    with listing.told(path) as progress:
        return load_backlog(path, calendar=desk.site.calendar, now=desk.now(), progress=progress)


def template(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("The empty workbook: a new file."))],
    as_json: Json = False,
) -> None:
    """Write an empty backlog to fill in."""
    from propdesk.store.backlog import write_template

    path = Path(file)
    listing.write_new(path, write_template, not_xlsx=NOT_XLSX, exists=EXISTS)
    if as_json:
        output.out_json({"template": str(path)})
    else:
        output.out(_(TEMPLATE).format(path=path))
