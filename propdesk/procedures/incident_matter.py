"""What the steps of an incident share: where it is, who rang, which households, whom the ring-back is for."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from propdesk.i18n import N_
from propdesk.models.incident import Incident, IncidentCaller
from propdesk.procedures import kit, premises
from propdesk.procedures.tx import Tx
from propdesk.rules.text import one_line


def callers_of(tx: Tx) -> Sequence[IncidentCaller]:
    """Everybody who rang about the incident, in the order in which they rang."""
    wanted = select(IncidentCaller).where(IncidentCaller.incident_id == tx.item.id).order_by(col(IncidentCaller.id))
    return tx.session.exec(wanted).all()


def waits(caller: IncidentCaller) -> bool:
    """Whether the caller still waits to be rung: not reached, and not given up."""
    return caller.wants and caller.rung is None and not caller.outcome


def households(callers: Sequence[IncidentCaller]) -> dict[int, object]:
    """By caller, the household: its unit, or the phone where that was never named with a unit.

    Who gave neither is left out: an unknown caller may be anybody.
    """
    units = {caller.phone: caller.unit_id for caller in callers if caller.phone and caller.unit_id}
    known = {caller.id or 0: caller.unit_id or units.get(caller.phone) or caller.phone for caller in callers}
    return {caller: household for caller, household in known.items() if household}


def named(caller: IncidentCaller) -> str:
    """A caller in a few words."""
    return " ".join(part for part in (caller.place, caller.person) if part) or caller.phone


def locate(tx: Tx, text: str, unit: str | None, building: str | None, place: str | None) -> int | None:
    """Write on the item where it is; gives back the building.

    Raises:
        Refused: there is no such unit or building, or the unit stands in another building.
    """
    home = kit.address(tx, text=text, unit=unit, place=place)
    found = premises.find_building(tx, building) if building else None
    if home and found and home.building_id != found.id:
        tx.refuse("building", N_("{unit} is not in building {code}."), field="building",
                  unit=home.code, code=found.code)  # fmt: skip
    if found and not home:
        tx.item.place = one_line(f"{found.name} {place or ''}", 80)
    return found.id if found else home.building_id if home else None


def promise(tx: Tx, row: Incident, expected: datetime | None) -> None:
    """The end that callers are told is a promised time; a new one takes the place of the old one."""
    if expected:
        row.expected = tx.ahead(expected, field="expected")
        tx.start("CALL.PROMISE_TIME", due=expected, again=True)


def pick(tx: Tx, callers: Sequence[IncidentCaller], typed: str | None) -> IncidentCaller:
    """The waiting caller that is meant, by number on the list, unit, phone or name; the next one if nothing is said.

    Raises:
        Refused: nobody waits, nobody of that name, or several households.
    """
    listed = [caller for caller in callers if caller.wants]
    waiting = [(number, caller) for number, caller in enumerate(listed, start=1) if waits(caller)]
    if not waiting:
        tx.refuse("caller", N_("Nobody waits to be rung back. Close it."), field="caller")
    found = [(number, caller) for number, caller in waiting if not typed or means(typed, number, caller)]
    names = "; ".join(f"{number} {named(caller)}" for number, caller in (found or waiting)[:6])
    if not found:
        tx.refuse("caller", N_("No caller who waits is “{typed}”. On the list: {names}."), field="caller",
                  typed=typed, names=names)  # fmt: skip
    homes = households(callers)
    if typed and len({homes.get(caller.id or 0) for _number, caller in found}) > 1:
        tx.refuse("caller", N_("Several callers are “{typed}”: {names}. Give the number on the list."), field="caller",
                  typed=typed, names=names)  # fmt: skip
    return found[0][1]


def means(typed: str, number: int, caller: IncidentCaller) -> bool:
    """Whether somebody was meant: by the number in the list, a phone or its end, a place or a name."""
    if typed.isdecimal() and len(typed) <= 3:
        return int(typed) == number
    plain = typed.replace(" ", "").upper()
    tail = plain.isdecimal() and len(plain) >= 4 and caller.phone.endswith(plain)
    return tail or plain in (caller.place.upper(), caller.person.upper())
