"""What the steps of a move-in share: its stages, what is still to be repaired, its clocks."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from propdesk.i18n import N_
from propdesk.models.movein import Movein, MoveinDefect
from propdesk.procedures import premises
from propdesk.procedures.tx import Tx

AWAITED = ("notified", "overdue", "deemed")
"""The owner has not come yet."""
AT_DESK = ("checked", "signed", "equipped", "paid")
"""The household sits at the counter."""
HANDED = ("keyed", "inspected", "defects", "pursued")
"""The keys are handed over, or the inspection is done."""
OPEN = (*AWAITED, *AT_DESK, *HANDED)
BEFORE = ("MOVE.OWNER_WINDOW", "MOVE.REMIND_3D", "MOVE.OVERDUE_REPORT", "MOVE.DEEMED_1M")
"""The clocks that end when the owner comes."""
LAST_DAYS = timedelta(days=3)
"""How long before its end the period is reminded of (004 MOVE 4.4.2)."""


def alone(tx: Tx) -> None:
    """Refuse a second open move-in of a unit.

    Raises:
        Refused: there is one.
    """
    if other := next(iter(premises.others_of(tx, tx.item.unit_id)), None):
        tx.refuse("double", N_("{unit} has its move-in already: {number}."), field="unit", unit=tx.item.place,
                  number=other.number)  # fmt: skip


def defects_of(tx: Tx) -> list[MoveinDefect]:
    """What the inspection found, in order."""
    found = select(MoveinDefect).where(MoveinDefect.movein_id == tx.item.id).order_by(col(MoveinDefect.number))
    return list(tx.session.exec(found).all())


def unfixed(defects: list[MoveinDefect]) -> list[MoveinDefect]:
    """What the developer still has to repair."""
    return [defect for defect in defects if defect.fixed is None]


def defect_of(tx: Tx, number: int, *, field: str = "number") -> MoveinDefect:
    """A finding by its number.

    Raises:
        Refused: there is none.
    """
    known = defects_of(tx)
    found = next((defect for defect in known if defect.number == number), None)
    if found is None:
        names = "; ".join(f"{defect.number} {defect.room}" for defect in known[:12]) or "-"
        tx.refuse("defect", N_("There is no finding no. {number}. Findings: {names}."), field=field, number=number,
                  names=names)  # fmt: skip
    return found


def term(tx: Tx) -> None:
    """Run the developer's term that is over first; with nothing left to repair the clock is met."""
    terms = [defect.term for defect in unfixed(defects_of(tx)) if defect.term is not None]
    if terms:
        first = min(terms)
        tx.start("MOVE.FIX_TERM", due=first, since=min(tx.happened, first - timedelta(minutes=1)), again=True)
    elif tx.runs("MOVE.FIX_TERM"):
        tx.meet("MOVE.FIX_TERM")


def window(tx: Tx, row: Movein) -> None:
    """Run the clocks of the notice: its period, the reminder in its last days, a month from its receipt."""
    since = min(tx.happened, row.until - timedelta(minutes=1))
    tx.start("MOVE.OWNER_WINDOW", due=row.until, since=since)
    tx.start("MOVE.REMIND_3D", due=row.until, since=max(since, row.until - LAST_DAYS))
    if row.received:
        month(tx, row.received)


def month(tx: Tx, received: datetime) -> None:
    """Run the month after which the unit counts as moved in.

    Raises:
        Refused: it would have been over before the notice was entered here.
    """
    if tx.account("MOVE.DEEMED_1M", received).at < tx.item.opened:
        tx.refuse("received", N_("The month after that receipt was over before this notice was entered. Say when the "
                                 "notice was sent."), field="received")  # fmt: skip
    tx.start("MOVE.DEEMED_1M", since=received, again=True)


def here(tx: Tx) -> None:
    """The owner has come: what waited for that is at its end."""
    for code in BEFORE:
        if code == "MOVE.OWNER_WINDOW":
            tx.meet(code)
        else:
            tx.end(code)


def day_of(tx: Tx, at: datetime) -> str:
    """The local day of a moment, as sentences have it."""
    return f"{tx.site.calendar.local(at):%Y-%m-%d}"
