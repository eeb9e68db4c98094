"""What the steps of a duty roster share: its turns, who takes them, whose word a change takes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import col, func, select

from propdesk.errors import Refused
from propdesk.i18n import N_, Words, say
from propdesk.models.duty import Duty, DutyTurn, Half
from propdesk.models.item import Item
from propdesk.models.operator import Operator, OperatorRole, Role
from propdesk.procedures.step import Signing
from propdesk.procedures.tx import Tx
from propdesk.rules import rota
from propdesk.rules.shifts import TURN_TITLES

MANAGERS = frozenset({Role.CENTRE_MANAGER, Role.OFFICE_MANAGER})
"""With whose word a roster comes into force and is changed."""
TAKE_TURNS = frozenset({Role.CLERK, Role.DUTY})
"""Who takes turns where nobody is named."""
APPROVAL = Signing("manager", N_("Manager's approval"), roles=MANAGERS, paper=True, guard="G-DUTY-04")
"""A manager's word: the PIN, the paper, or a call; a manager who does the step gives it by doing it."""

SINCE = timedelta(days=92)
"""How far back turns count for a fair rotation."""
BEFORE = 3
"""Of so many turns before the month it matters who had them."""
NAMED = 6
"""So many turns are named in a sentence."""


def month_of(tx: Tx, typed: str) -> date:
    """The month somebody typed, if no roster of it is on the desk.

    Raises:
        Refused: it is none, it is over, or its roster is there.
    """
    month = rota.parse_month(typed)
    if rota.next_month(month) <= tx.site.calendar.day(tx.now):
        tx.refuse("month", N_("{month} is over."), field="month", month=f"{month:%Y-%m}")
    there = select(Item.number).join(Duty, col(Duty.item_id) == col(Item.id))
    number = tx.session.exec(there.where(Duty.month == month, Item.stage != "voided")).first()
    if number is not None:
        tx.refuse("there", N_("The roster of {month} is on the desk already: {number}."), field="month",
                  month=f"{month:%Y-%m}", number=number)  # fmt: skip
    return month


def slots(tx: Tx, month: date) -> tuple[rota.Slot, ...]:
    """The turns of a month that are not over."""
    return tuple(slot for slot in rota.slots(month, tx.site.turn, tx.site.calendar) if slot.ends > tx.now)


def takers(tx: Tx, typed: str | None) -> list[Operator]:
    """Who takes turns: those who are named, in that order, else every clerk and duty officer by name.

    Raises:
        Refused: a name is nobody's who works here, or there is nobody.
    """
    if typed:
        parts = typed.replace("；", ";").replace("，", ";").replace("、", ";").replace(",", ";").split(";")
        names = dict.fromkeys(part.strip() for part in parts if part.strip())
        return [tx.colleague(name, field="clerks") for name in names]
    held = select(OperatorRole.operator_id).where(col(OperatorRole.role).in_(sorted(TAKE_TURNS)))
    wanted = select(Operator).where(col(Operator.active).is_(True), col(Operator.id).in_(held))
    found = list(tx.session.exec(wanted.order_by(col(Operator.name))))
    if not found:
        tx.refuse("clerks", N_("Nobody here is a clerk or duty officer: name who takes turns."), field="clerks")
    return found


def draw_up(tx: Tx, row: Duty, typed: str | None) -> None:
    """Give every duty turn of the month that is not over to somebody, fairly; what was drawn before is replaced."""
    people = takers(tx, typed)
    names = [person.name for person in people]
    ids = {person.name: person.id for person in people}
    wanted = slots(tx, row.month)
    duty = [slot for slot in wanted if slot.kind in rota.DUTY_TURNS]
    given = rota.rotate(duty, names, *_history(tx, row.month, {person.id: person.name for person in people}))
    clerk = dict(zip(duty, given, strict=True))
    forget(tx)
    tx.session.add_all(
        DutyTurn(duty_id=tx.item.id or 0, day=slot.day, kind=slot.kind, starts=slot.starts,
                 operator_id=ids[clerk[slot]] if slot in clerk else None)
        for slot in wanted
    )  # fmt: skip
    row.clerks, row.drawn = "; ".join(names), tx.happened
    row.changes += 1
    plan: list[object] = [f"{slot.day} {slot.kind} {name}" for slot, name in clerk.items()]
    tx.facts |= {"turns": len(duty), "names": list(names), "plan": plan}


def _history(tx: Tx, month: date, names: dict[int | None, str]) -> tuple[dict[str, int], list[str]]:
    """How many turns each had in the last three months, and who had those just before the month."""
    within = col(DutyTurn.day) >= month - SINCE, col(DutyTurn.day) < month
    counted = select(DutyTurn.operator_id, func.count()).where(*within).group_by(col(DutyTurn.operator_id))
    counts = {names[who]: count for who, count in tx.session.exec(counted) if who in names}
    newest = select(DutyTurn.operator_id).where(*within, col(DutyTurn.operator_id).is_not(None))
    last = tx.session.exec(newest.order_by(col(DutyTurn.day).desc(), col(DutyTurn.starts).desc()).limit(BEFORE)).all()
    return counts, [names[who] for who in reversed(last) if who in names]


def forget(tx: Tx) -> None:
    """Take the turns of the roster away; the entries keep who had them."""
    for turn in turns_of(tx):
        tx.session.delete(turn)
    tx.session.flush()


def turns_of(tx: Tx) -> Sequence[DutyTurn]:
    """The turns of the roster, in order."""
    wanted = select(DutyTurn).where(DutyTurn.duty_id == tx.item.id)
    return tx.session.exec(wanted.order_by(col(DutyTurn.starts))).all()


def asked_from(tx: Tx) -> list[datetime]:
    """When the turns begin that somebody asks leave from."""
    return [turn.starts for turn in turns_of(tx) if turn.asked is not None]


def turn_of(tx: Tx, row: Duty, day: int, half: Half, *, field: str = "day") -> DutyTurn:
    """The turn of the roster that begins on that day of the month, by day or at night.

    Raises:
        Refused: there is none.
    """
    nightly = half is Half.NIGHT
    mine = (turn for turn in turns_of(tx) if turn.day.day == day and (turn.kind in rota.NIGHTS) == nightly)
    found = next(mine, None)
    if found is None:
        tx.refuse("turn", N_("The roster of {month} has no such turn on day {day}: {half}."), field=field,
                  month=f"{row.month:%Y-%m}", day=day, half=Words(half.label))  # fmt: skip
    return found


def begins_later(tx: Tx, turn: DutyTurn, *, field: str = "day") -> None:
    """Whether the turn is still to come.

    Raises:
        Refused: it has begun: who came instead is written down on arriving.
    """
    if turn.starts <= tx.happened:
        tx.refuse("begun", N_("{turn} has begun: whoever comes instead says so on arriving."), field=field,
                  turn=words_of(tx, turn))  # fmt: skip


def words_of(tx: Tx, turn: DutyTurn) -> str:
    """A turn in the language of the site: `12-05 Night duty`."""
    return f"{turn.day:%m-%d} {say(TURN_TITLES[turn.kind], {}, tx.site.settings.language)}"


def name_of(tx: Tx, operator_id: int | None) -> str:
    """The name of an operator, or nothing."""
    found = tx.session.get(Operator, operator_id) if operator_id else None
    return found.name if found else ""


def approved(tx: Tx, *concerned: int | None) -> str:
    """The manager with whose word it is done. `concerned` are those whose turn it is, whom a call does not cover.

    Raises:
        Refused: G-DUTY-04: no manager's word, or of somebody who swaps for himself with a word nobody heard.
    """
    if tx.actor.roles & MANAGERS:
        return tx.actor.name
    signed = tx.signed.get("manager")
    if signed is None:
        tx.refuse("G-DUTY-04", N_("The roster is the manager's: let the manager sign, or take the word on paper or by "
                                  "telephone."), field="manager")  # fmt: skip
    if signed.operator_id is None and tx.actor.id in concerned:
        tx.refuse("G-DUTY-04", N_("Nobody swaps a turn of their own on a word they took themselves: let a colleague "
                                  "write it down, or the manager sign with the PIN."), field="manager")  # fmt: skip
    return signed.name


def check_whole(tx: Tx, row: Duty) -> None:
    """Whether the roster covers the month as the calendar has it now.

    Raises:
        Refused: a duty turn has no clerk, somebody left, or the turns are other ones since it was drawn up.
    """
    turns = {(turn.day, turn.kind): turn for turn in turns_of(tx)}
    wanted = slots(tx, row.month)
    if any((slot.day, slot.kind) not in turns for slot in wanted):
        tx.refuse("calendar", N_("Rest days or hours changed since the roster was drawn up: draw it up anew."))
    active = set(tx.session.exec(select(Operator.id).where(col(Operator.active).is_(True))))
    duty = [turns[slot.day, slot.kind] for slot in wanted if slot.kind in rota.DUTY_TURNS]
    open_ones = [words_of(tx, turn) for turn in duty if turn.operator_id not in active]
    if open_ones:
        tx.refuse("nobody", N_("Nobody is on duty in {count} turns: {turns}. Put somebody there first."),
                  count=len(open_ones), turns="; ".join(open_ones[:NAMED]))  # fmt: skip


def days_of(tx: Tx, typed: str, month: date) -> tuple[date, ...]:
    """The days of the month somebody typed.

    Raises:
        Refused: a word is no day of it.
    """
    try:
        return rota.parse_days(typed, month)
    except Refused as refusal:
        tx.refuse(refusal.code, refusal.message, field="days", **refusal.values)
