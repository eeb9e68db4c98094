"""What the steps of a vacant unit share: whose unit it is, its upkeep clocks, how it is left, what it is called."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import col, select

from propdesk.i18n import N_, Words
from propdesk.models.estate import Household, Unit, UnitState
from propdesk.models.item import Item
from propdesk.models.key import Key
from propdesk.models.loan import Loan
from propdesk.models.vacancy import Vacancy, VacancyLetting, Work
from propdesk.procedures.tx import Tx
from propdesk.rules import upkeep
from propdesk.rules.calendar import DAY
from propdesk.rules.text import one_line
from propdesk.rules.upkeep import CODES, STORM, Fittings
from propdesk.store import timers

KEPT_YEARS = 1
"""Years a record is kept after the sale (004 VAC 4.7.3)."""
UPKEEP = tuple(CODES.values())
"""The clocks of the works that come again."""
EVERY = (*UPKEEP, STORM)
"""Every clock of a vacant unit."""
WORKS = tuple(work.label for work in Work)
"""What can be done in a vacant unit, msgids as they are ticked."""
BEFORE_TAKEN = N_("That is before it was taken over, {day}.")
BEFORE_LET = N_("That is before the letting began, {day}.")
NOT_CLOSED = N_("Close the water and gas valves and switch the power off, then mark both.")


def fittings(row: Vacancy) -> Fittings:
    """What of the unit decides which work it needs."""
    return Fittings(furnished=row.furnished, west_sun=row.west_sun, appliances=row.appliances)


def developers_own(tx: Tx, unit: Unit, *, field: str = "unit") -> None:
    """Refuse a unit that the developer does not hold any more, and one that is in the register (004 DUTIES 8.1).

    Raises:
        Refused: G-VAC-01, with what speaks against it.
    """
    tx.session.flush()
    if unit.state is not UnitState.VACANT:
        tx.refuse("G-VAC-01", N_("{unit} is no vacant unit: it is “{state}”."), field=field, unit=unit.code,
                  state=Words(unit.state.label))  # fmt: skip
    lived = select(Household.id).where(Household.unit_id == unit.id, col(Household.until).is_(None))
    if tx.session.exec(lived).first() is not None:
        tx.refuse("G-VAC-01", N_("{unit} has people on record: an owner's idle unit is no vacant unit."), field=field,
                  unit=unit.code)  # fmt: skip
    of_unit = (Item.unit_id == unit.id, col(Item.ledger).in_(("movein", "file")), Item.stage != "voided")
    owners = tx.session.exec(select(Item).where(*of_unit)).first()
    if owners is not None:
        tx.refuse("G-VAC-01", N_("{unit} belongs to an owner: see {number}."), field=field, unit=unit.code,
                  number=owners.number)  # fmt: skip
    kept = select(Item).join(Vacancy, col(Vacancy.item_id) == Item.id).where(Vacancy.unit_id == unit.id)
    other = tx.session.exec(kept.where(Item.stage != "voided", Item.id != tx.item.id)).first()
    if other is not None:
        tx.refuse("G-VAC-01", N_("{unit} is in the register already: {number}."), field=field, unit=unit.code,
                  number=other.number)  # fmt: skip


def left_closed(tx: Tx, valves_closed: bool, power_off: bool) -> None:
    """Refuse to leave a vacant unit with a valve open or the power on (004 VAC 4.6.9).

    Raises:
        Refused: G-VAC-02.
    """
    if not (valves_closed and power_off):
        tx.refuse("G-VAC-02", NOT_CLOSED, field="power_off" if valves_closed else "valves_closed")


def schedule(tx: Tx, row: Vacancy) -> None:
    """Let the clocks of every work run that the unit needs, and end those it does not need."""
    wanted = upkeep.needed(fittings(row), tx.site.settings)
    for work, code in CODES.items():
        if work not in wanted:
            tx.end(code)
        elif not tx.runs(code):
            _start(tx, code, upkeep.first_due(work, _day(tx), tx.site.settings))


def done(tx: Tx, works: Sequence[Work]) -> None:
    """Each work that was done stops its clock and starts the next one."""
    for work in works:
        if work is Work.STORM:
            tx.meet(STORM)
            continue
        code, day = CODES[work.value], tx.site.calendar.day(tx.happened)
        running = timers.running_of(tx.connection, tx.item.id or 0, code)
        if running is not None:
            due = tx.site.calendar.day(running.due)
            tx.meet(code)
            _start(tx, code, upkeep.next_due(work.value, day, due, tx.site.settings))


def stop(tx: Tx) -> None:
    """Nothing of the upkeep is due while somebody else keeps the unit."""
    for code in (*UPKEEP, STORM):
        tx.end(code)


def end_letting(tx: Tx, row: Vacancy, ended: date) -> None:
    """The present letting becomes an earlier one."""
    tx.session.add(
        VacancyLetting(vacancy_id=tx.item.id or 0, tenant=row.let_to, consent=row.consent,
                       begins=row.let_from or ended, ends=ended)
    )  # fmt: skip
    row.let_to, row.consent, row.let_from, row.let_until = "", "", None, None


def loan_of(tx: Tx, number: str, *, field: str = "loan") -> int:
    """The loan by which a key of this unit was out: opening a vacant unit needs one (P13 section 9).

    Raises:
        Refused: there is none, or it lent a key of another door.
    """
    item = tx.other_item(number, field=field)
    loan = tx.session.get(Loan, item.id) if item.ledger == "loan" else None
    key = tx.session.get(Key, loan.key_id) if loan else None
    held = tx.session.get(Item, key.item_id) if key else None
    if loan is None or held is None or item.stage == "voided":
        tx.refuse("loan", N_("{number} is no key loan."), field=field, number=item.number)
    if held.unit_id is not None and held.unit_id != tx.item.unit_id:
        tx.refuse("loan", N_("{number} lent the key of {place}, not of {unit}."), field=field, number=item.number,
                  place=held.place, unit=tx.item.place)  # fmt: skip
    day = tx.site.calendar.day
    if item.opened > tx.happened or (loan.returned is not None and day(loan.returned) < day(tx.happened)):
        tx.refuse("loan", N_("The key of {number} was not out on that day."), field=field, number=item.number)
    return item.id or 0


def entitle(tx: Tx, row: Vacancy) -> None:
    """The title of a vacant unit: to whom it is let or sold, else its last state, else its condition."""
    tx.item.title = one_line(row.let_to or row.buyer or row.state or row.condition, 120)


def open_units(tx: Tx) -> list[Item]:
    """Every vacant unit the desk keeps in condition, by its number."""
    kept = select(Item).where(Item.ledger == "vacancy", col(Item.closed).is_(None), Item.stage == "kept")
    return list(tx.session.exec(kept.order_by(col(Item.ord))).all())


def kept_until(sold: date) -> date:
    """The day until which the record of a unit sold on a day is kept; of 29 February the 28th."""
    try:
        return sold.replace(year=sold.year + KEPT_YEARS)
    except ValueError:
        return sold.replace(year=sold.year + KEPT_YEARS, day=28)


def day_of(tx: Tx, moment: datetime | None, *, field: str) -> date:
    """The local day of a moment that has passed; today if none was given.

    Raises:
        Refused: it has not come yet.
    """
    return tx.site.calendar.day(tx.past(moment, field=field))


def not_before(tx: Tx, day: date, earliest: date | None, sentence: str, *, field: str) -> None:
    """Refuse a day that lies before another one; `sentence` names that `{day}`.

    Raises:
        Refused: it does.
    """
    if earliest is not None and day < earliest:
        tx.refuse(field, sentence, field=field, day=earliest)


def _start(tx: Tx, code: str, day: date) -> None:
    while (due := tx.site.calendar.close_of(day)) <= tx.happened:
        day += DAY
    tx.start(code, due=due)


def _day(tx: Tx) -> date:
    """Today, or tomorrow once the desk has closed."""
    day = tx.site.calendar.day(tx.happened)
    return day if tx.happened < tx.site.calendar.close_of(day) else day + DAY
