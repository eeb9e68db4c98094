"""Options that several commands take, and how what was typed is read."""

import os
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from propdesk.cli.misused import Misused
from propdesk.errors import Refused
from propdesk.i18n import N_

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from propdesk.desk import Desk
    from propdesk.queries.items import ItemRow
    from propdesk.queries.units import UnitRow

NOT_A_COUNT = N_("{option}: “{typed}” is not a whole number.")
NO_LEDGER = N_("There is no register “{name}”. Registers: {known}.")
NO_UNIT = N_("There is no unit {code}. Near it: {near}.")
NO_ITEM = N_("There is no item {number}.")

As = Annotated[str, typer.Option("--as", metavar="NAME", help=N_("Who does it; the PIN is in PROPDESK_PIN or asked."))]
Json = Annotated[bool, typer.Option("--json", help=N_("Print JSON for scripts."))]


def count(typed: str | None, option: str) -> int | None:
    """A whole number from 0 up.

    Raises:
        Misused: it is none.
    """
    if typed is None:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise Misused(NOT_A_COUNT, option=option, typed=typed[:40])
    return int(typed)


def new_pin(name: str) -> str:
    """The PIN somebody is given: `PROPDESK_NEW_PIN`, else `PROPDESK_PIN`, else asked."""
    from propdesk.cli.tools import pin

    variable = "PROPDESK_PIN" if "PROPDESK_NEW_PIN" not in os.environ and "PROPDESK_PIN" in os.environ else None
    return pin(name, variable or "PROPDESK_NEW_PIN")


def ledger(name: str | None) -> str | None:
    """The name of a register that has items.

    Raises:
        Misused: there is none of that name.
    """
    from propdesk.procedures import manual

    known = [procedure.ledger for procedure in manual.ledgers()]
    if name is not None and name not in known:
        raise Misused(NO_LEDGER, name=name, known=", ".join(known))
    return name


def day(typed: str | None, desk: "Desk") -> date:
    """A date of the site as people type it; today if none was.

    Raises:
        Refused: it cannot be read.
    """
    from propdesk.rules.moments import parse_day

    today = desk.site.calendar.day(desk.now())
    return parse_day(typed, today=today) if typed else today


def past(typed: str | None, desk: "Desk") -> datetime | None:
    """When something happened, as people type it.

    Raises:
        Refused: it cannot be read.
    """
    from propdesk.rules.moments import parse_moment

    return parse_moment(typed, now=desk.now(), zone=desk.zone, prefer="past") if typed else None


def unit(desk: "Desk", code: str) -> "UnitRow":
    """The unit of a code.

    Raises:
        Refused: there is none; the sentence names some that are spelt alike.
    """
    from propdesk.queries import units

    found = desk.read(units.unit_by_code, code)
    if found is None:
        near = ", ".join(desk.read(units.near_codes, code)) or "-"
        raise Refused("unit", NO_UNIT, field="unit", code=code, near=near)
    return found


def whole_number(desk: "Desk", typed: str) -> str:
    """The number of an item, also when it was typed in short: `ts-4` for today's fourth complaint."""
    from propdesk.rules.numbering import typed_number

    return typed_number(typed, desk.site.calendar.day(desk.now())) or typed


def item(desk: "Desk", typed: str) -> "ItemRow":
    """The item of a number.

    Raises:
        Refused: there is none.
    """
    from propdesk.queries import items

    found = desk.read(items.item, whole_number(desk, typed))
    if found is None:
        raise Refused("item", NO_ITEM, number=typed)
    return found


def numbers(connection: "Connection", rows: "list[ItemRow]") -> dict[int, str]:
    """The numbers of these items, and of those they came from."""
    from propdesk.queries import items

    wanted = {each for row in rows for each in (row.origin_id, row.matter_id) if each} - {row.id for row in rows}
    return {row.id: row.number for row in [*rows, *items.by_ids(connection, sorted(wanted))]}
