"""Whom a campaign's move-in notice goes to: a building or a list of units, and what stands against each of them."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from propdesk.cli import listing
from propdesk.errors import Refused
from propdesk.i18n import N_, Words, say
from propdesk.models.movein import Condition
from propdesk.queries import moveins
from propdesk.rules import cells
from propdesk.rules.listing import Line, Listing, one_phone, where
from propdesk.rules.roster import BadRow, RosterRefused
from propdesk.rules.searchkeys import building_code
from propdesk.store.listing import NO_UNIT, rows_of

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.queries.moveins import BuildingState, Recipient

NO_BUILDING = N_("There is no building {code}. Buildings: {known}.")
NO_UNITS = N_("Building {code} has no units.")
NO_HEADING = N_("No heading was found in the first {rows} rows. A list of units needs the column 房号.")
TWICE = N_("Two columns of the list are headed “{column}”. Delete or rename one of them.")
NO_ROWS = N_("The list of units has a heading, but no rows.")
NEEDED = N_("This is empty. Write building and room: 3-1201.")
NOT_A_UNIT = N_("“{value}” is not a unit. Write building and room: 3-1201.")
UNIT_TWICE = N_("Row {other} is about {value} already. One notice a unit: keep one of the two.")
SEVERAL_PHONES = N_("“{value}” holds several numbers. Keep one here.")
NO_OWNER = N_("No owner is on record. Import the roster with the owner, or write the owner into the list of units.")
LIVES_THERE = N_("Moved in already, on {day}. If a notice is due all the same, name the unit in a list: --units FILE.")
SENT_AND_VOIDED = N_("Its notice in this campaign, {number}, was voided. Send another one by hand: movein.notify.")
NOT_OPEN = N_("Building {building} is not open for move-in. Still to be ticked: {left}.")
DOUBLE = N_("{unit} has its move-in already: {number}.")

COLUMNS = {
    "unit": (N_("Unit"), "房号 房间号 单元房号 房屋 房号位置 unit room where"),
    "owner": (N_("Owner"), "业主 业主姓名 姓名 产权人 owner ownername name"),
    "phone": (N_("Phone"), "电话 联系电话 业主电话 手机 手机号 联系方式 phone mobile tel"),
}
"""What a list of units is read for; whatever else it holds is passed over."""
UNIT_LIST = Listing(
    code="unitlist",
    columns=COLUMNS,
    needs=frozenset({"unit"}),
    aside=re.compile(r"#|例:|说明|注:|合计|共计"),
    no_heading=NO_HEADING,
    twice=TWICE,
    no_rows=NO_ROWS,
)


@dataclass(frozen=True)
class Addressee:
    """A unit a notice is wanted for; `owner` and `phone` where a list names them. `named` is one of a list."""

    unit: str
    owner: str = ""
    phone: str = ""
    named: bool = False


@dataclass(frozen=True)
class NotSent:
    """A unit that gets no notice, and why: a code for scripts and a sentence."""

    unit: str
    code: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """What a campaign comes to: units that have their notice, those to be written to, those that cannot be."""

    already: tuple[str, ...]
    letters: tuple[Addressee, ...]
    not_sent: tuple[NotSent, ...]


class UnitListRefused(RosterRefused):
    """Rows of a list of units are wrong; nothing was sent. `bad` names each of them, in the order of the file."""

    def __init__(self, bad: Sequence[BadRow]) -> None:
        super().__init__(sorted(bad, key=lambda each: each.number))
        self.code = UNIT_LIST.code


def of_building(desk: "Desk", typed: str) -> tuple[Addressee, ...]:
    """The units of a building.

    Raises:
        Refused: there is none of that code or name, or it has no units.
    """
    known = desk.read(moveins.buildings)
    codes = {typed.strip().upper(), building_code(typed) or ""}
    found = next((each for each in known if each.code in codes or each.name == typed.strip()), None)
    if found is None:
        shown = ", ".join([each.code for each in known[:12]] + [".."][: len(known) > 12]) or "-"
        raise Refused("building", NO_BUILDING, field="building", code=typed[:40], known=shown)
    units = desk.read(moveins.recipients)
    wanted = tuple(Addressee(each.unit) for each in units.values() if each.building == found.code)
    if not wanted:
        raise Refused("building", NO_UNITS, field="building", code=found.code)
    return wanted


def of_file(desk: "Desk", path: Path) -> tuple[Addressee, ...]:
    """The units of a .csv or .xlsx file, in its order.

    Raises:
        UnitListRefused: with every row that cannot be read; nothing is sent.
        Refused: the file cannot be read, or is no list of units.
    """
    with listing.told(path) as progress:
        rows = rows_of(path, UNIT_LIST, progress)
    lines = UNIT_LIST.lines(rows, calendar=desk.site.calendar, now=desk.now())
    first: dict[Hashable, int] = {}
    found = tuple(_addressee(line, first) for line in lines)
    if bad := [problem for line in lines for problem in line.bad]:
        raise UnitListRefused(bad)
    return found


def _addressee(line: Line, first: dict[Hashable, int]) -> Addressee:
    unit = line.needed("unit", _unit, NEEDED) or ""
    if unit:
        line.once(first, "unit", unit, UNIT_TWICE, unit)
    owner = line.read("owner", cells.word, "")
    phone = line.read("phone", lambda cell: one_phone(cell, SEVERAL_PHONES), "")
    return Addressee(unit, owner, phone, named=True)


def _unit(cell: object) -> str:
    """The code of a unit.

    Raises:
        Refused: it is none.
    """
    unit, words = where(cell)
    if words:
        raise Refused("cell", NOT_A_UNIT, value=words)
    return unit


def plan(desk: "Desk", campaign: str, wanted: Sequence[Addressee]) -> Plan:
    """Sort the units of a campaign: what is done, what is to be done, what cannot be."""
    sent, gone = desk.read(moveins.notified, campaign), desk.read(moveins.voided, campaign)
    running, units = desk.read(moveins.running), desk.read(moveins.recipients)
    buildings = {each.code: each for each in desk.read(moveins.buildings)}
    letters: list[Addressee] = []
    left: list[NotSent] = []
    for each in wanted:
        if each.unit in sent:
            continue
        unit = units.get(each.unit)
        against = _against(each, unit, buildings, gone.get(each.unit, ""), running.get(each.unit, ""))
        if against is not None or unit is None:
            left.append(against or NotSent(each.unit, "unit", say(NO_UNIT, {"code": each.unit})))
        else:
            letters.append(Addressee(each.unit, each.owner or unit.owner, each.phone or _phone(each, unit)))
    return Plan(tuple(each.unit for each in wanted if each.unit in sent), tuple(letters), tuple(left))


def _phone(each: Addressee, unit: "Recipient") -> str:
    """The owner's number on record; somebody else whom the list names has another one."""
    return unit.phone if each.owner in ("", unit.owner) else ""


def _against(each: Addressee, unit: "Recipient | None", buildings: "dict[str, BuildingState]", gone: str, running: str
             ) -> NotSent | None:  # fmt: skip
    """What keeps a unit from getting its notice, as far as it is known before the desk is asked."""
    if unit is None:
        return None
    if gone and not running:
        return NotSent(each.unit, "voided", say(SENT_AND_VOIDED, {"number": gone}))
    if unit.moved_in and not each.named:
        return NotSent(each.unit, "moved_in", say(LIVES_THERE, {"day": unit.moved_in}))
    building = buildings[unit.building]
    if not building.open:
        held = {condition for condition, _ in building.held}
        missing = tuple(Words(condition.label) for condition in Condition if condition not in held)
        return NotSent(each.unit, "G-MOVE-01", say(NOT_OPEN, {"building": building.code, "left": missing}))
    if running:
        return NotSent(each.unit, "double", say(DOUBLE, {"unit": each.unit, "number": running}))
    if not (each.owner or unit.owner):
        return NotSent(each.unit, "owner", say(NO_OWNER, {}))
    return None
