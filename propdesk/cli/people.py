"""Who works here, and what the site has decided: operators, the roster, the calendar, the settings."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk.cli import acting, options, output
from propdesk.cli.misused import Misused
from propdesk.cli.options import As, Json
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.rules.roster import Roster

NO_REASON = N_("no reason given")
IMPORTED = N_("{units} units, {people} people, {buildings} buildings taken over from {file}.")
READING = N_("Reading {file} ... {done} of {total}")
NO_SETTING = N_("There is no setting {key}. Settings: {known}.")

Who = Annotated[str, typer.Argument(metavar="NAME", help=N_("The operator."))]


def add(
    context: typer.Context,
    who: Who,
    name: As,
    role: Annotated[
        list[str],
        typer.Option("--role", metavar="ROLE", help=N_("clerk, duty, supervisor, centre_manager, office_manager.")),
    ],
    as_json: Json = False,
) -> None:
    """Add an operator; the new PIN is in PROPDESK_NEW_PIN, else the same as PROPDESK_PIN."""
    fields = {"who": who, "roles": " ".join(role)}
    _do(context, "operator.add", name, fields, as_json=as_json, needs_pin=who)


def disable(
    context: typer.Context,
    who: Who,
    name: As,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=N_("Why."))] = None,
    as_json: Json = False,
) -> None:
    """Let somebody sign in no more."""
    fields = {"who": who, "reason": reason or _(NO_REASON)}
    _do(context, "operator.disable", name, fields, as_json=as_json)


def change_pin(context: typer.Context, who: Who, name: As, as_json: Json = False) -> None:
    """Give an operator a new PIN: the own one, or, for a supervisor, anybody's."""
    _do(context, "operator.change_pin", name, {"who": who}, as_json=as_json, needs_pin=who)


def list_all(context: typer.Context, as_json: Json = False) -> None:
    """List who works here."""
    from propdesk.cli import words
    from propdesk.queries import people

    tools: Tools = context.obj
    with tools.desk() as desk:
        found = desk.read(people.operators)
    if as_json:
        output.out_json([{"name": each.name, "active": each.active, "roles": list(each.roles)} for each in found])
        return
    rows = [
        [each.name, ", ".join(words.role(role) for role in each.roles), "" if each.active else _("disabled")]
        for each in found
    ]
    output.out("\n".join(output.columns(rows)) if rows else _("Nobody works here yet."))


def import_roster(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("A .csv or .xlsx file with a heading."))],
    name: As,
    as_json: Json = False,
) -> None:
    """Take over buildings, units and people: all of a file or nothing."""
    from propdesk.procedures.estate import ImportRoster

    tools: Tools = context.obj
    path = Path(file)
    with tools.desk() as desk:
        actor = tools.sign_in(desk, name)
        roster = _read(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        step = desk.fill("estate.import_roster", {"file": path.name, "sha256": digest})
        assert isinstance(step, ImportRoster)
        answer = acting.act(desk, actor, step.carrying(roster))
    counts = answer["entries"][0]["values"]
    if as_json:
        output.out_json(answer)
    else:
        output.out(_(IMPORTED).format(**counts))


def _read(path: Path) -> "Roster":
    """The roster in the file, telling on a terminal how far it is."""
    from propdesk.store.roster import load_roster

    telling = _(READING)

    def told(done: int, total: int) -> bool:
        output.progress(telling.format(file=path.name, done=done, total=total))
        return True

    try:
        return load_roster(path, told)
    finally:
        output.progress("")


def adopt(
    context: typer.Context,
    name: As,
    version: Annotated[
        str | None, typer.Option("--version", metavar="VERSION", help=N_("Refuse if another calendar is in use."))
    ] = None,
    as_json: Json = False,
) -> None:
    """Compute provisional due times again by the calendar that is in use."""
    tools: Tools = context.obj
    with tools.desk() as desk:
        chosen = version or desk.site.calendar.version
        filled = desk.fill("system.adopt_calendar", {"version": chosen})
        answer = acting.act(desk, tools.sign_in(desk, name), filled)
    acting.show(answer, as_json=as_json)


def show_settings(
    context: typer.Context,
    key: Annotated[str | None, typer.Argument(metavar="KEY", help=N_("Only this setting."))] = None,
    as_json: Json = False,
) -> None:
    """Print what the site has decided."""
    from propdesk.settings import stored_form

    tools: Tools = context.obj
    with tools.desk() as desk:
        stored = stored_form(desk.site.settings)
    if key is not None and key not in stored:
        raise Misused(NO_SETTING, key=key, known=", ".join(stored))
    chosen = {name: value for name, value in stored.items() if key in (None, name)}
    if as_json:
        output.out_json(chosen if key is None else chosen[key])
    else:
        for name, value in chosen.items():
            output.out(f"{name} = {json.dumps(value, ensure_ascii=False)}")


def change_setting(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help=N_("The setting. See: propdesk setting show"))],
    value: Annotated[
        str, typer.Argument(metavar="JSON", help=N_("Its new value as JSON; a text needs quotation marks."))
    ],
    name: As,
    as_json: Json = False,
) -> None:
    """Change one setting; the old value stays on record."""
    _do(context, "system.configure", name, {"setting": key, "json_value": value}, as_json=as_json)


def _do(
    context: typer.Context,
    step: str,
    name: str,
    fields: Mapping[str, Any],
    *,
    as_json: bool,
    needs_pin: str | None = None,
) -> None:
    """A step without an item, done by the operator `name`."""
    tools: Tools = context.obj
    with tools.desk() as desk:
        filled = desk.fill(step, fields)
        actor = tools.sign_in(desk, name)
        fresh = options.new_pin(needs_pin) if needs_pin else None
        answer = acting.act(desk, actor, filled, new_pin=fresh)
    acting.show(answer, as_json=as_json)
