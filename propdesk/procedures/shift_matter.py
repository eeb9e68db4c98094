"""What the steps of a handover share: the turns before and after, what was counted, what is taken over."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.models.item import Item
from propdesk.models.operator import Operator
from propdesk.models.shift import Counted, Handover, ShiftCount, ShiftTake
from propdesk.procedures import kit
from propdesk.procedures.step import LEADERS
from propdesk.procedures.tx import Tx
from propdesk.rules.handover import Difference, Thing, read_counts, things
from propdesk.rules.numbering import typed_number
from propdesk.rules.sentence import word
from propdesk.store import handover as kept
from propdesk.store.handover import OpenItem

ON_DUTY = ("on_duty", "tidied")
"""The stages of a shift whose clerk is responsible for the desk."""
ARRIVING = ("arrived", "checked")
"""The stages of a shift whose clerk is there and takes over."""
UNENDED = ("expected", *ARRIVING, *ON_DUTY)
"""The stages of a shift that nobody has handed over yet."""
RUNNING = ("DUTY.ARRIVE_5M", "DUTY.FRONT_ARRIVE_15M", "DUTY.CARRY_OVER", "DUTY.TIDY_15M")
"""The clocks of whoever is to come, is on duty and leaves."""
NAMED = 8
"""So many items are named in a sentence."""
REMARK = 400


def own(tx: Tx, row: Handover) -> None:
    """Only whoever has arrived for the turn takes it over and leaves it.

    Raises:
        Refused: the actor is somebody else.
    """
    if row.clerk_id != tx.actor.id:
        tx.refuse("clerk", N_("{name} has this shift: only they can do that. A supervisor can end it for them."),
                  name=name_of(tx, row.clerk_id))  # fmt: skip


def name_of(tx: Tx, operator_id: int | None) -> str:
    """What an operator is called; a dash for nobody."""
    found = tx.session.get(Operator, operator_id) if operator_id is not None else None
    return found.name if found else "-"


def before(tx: Tx, row: Handover) -> tuple[Item, Handover] | None:
    """The latest turn before this one that somebody came to, with its item."""
    earlier = _turns().where(col(Handover.starts) < row.starts, col(Handover.clerk_id).is_not(None))
    return tx.session.exec(earlier.order_by(col(Handover.starts).desc()).limit(1)).first()


def still_on_duty(tx: Tx, row: Handover) -> Handover | None:
    """The turn before this one whose clerk has not been relieved."""
    found = before(tx, row)
    return found[1] if found is not None and found[0].stage in ON_DUTY else None


def relief(tx: Tx, row: Handover) -> tuple[Item, Handover] | None:
    """The next turn that somebody has arrived for, with its item."""
    later = _turns().where(col(Handover.starts) >= row.ends, col(Item.stage).in_(ARRIVING))
    return tx.session.exec(later.order_by(col(Handover.starts)).limit(1)).first()


def of_day(tx: Tx, row: Handover) -> list[tuple[Item, Handover]]:
    """The turns of the same day, with their items, without those that were voided."""
    same = _turns().where(Handover.day == row.day)
    return list(tx.session.exec(same.order_by(col(Handover.starts))).all())


def _turns() -> Select[Item, Handover]:
    return select(Item, Handover).join(Handover, col(Handover.item_id) == col(Item.id)).where(Item.stage != "voided")


# --- counting ----------------------------------------------------------------------------------------------------


def to_count(tx: Tx) -> dict[Thing, int]:
    """Everything to be counted, with the number there should be now."""
    return things(tx.site.settings.property, kept.keys_here(tx.connection))


def count(tx: Tx, text: str) -> dict[Thing, int]:
    """Write down what somebody counted, each with what there should be at this moment; gives it back."""
    wanted = to_count(tx)
    try:
        found = read_counts(text, list(wanted))
    except Refused as refusal:
        tx.refuse(refusal.code, refusal.message, field=refusal.field, **refusal.values)
    for thing, number in found.items():
        tx.session.add(
            ShiftCount(
                handover_id=tx.item.id or 0,
                batch=tx.seq,
                what=Counted(thing.what),
                name=thing.name,
                number=number,
                expected=wanted[thing],
            )
        )
    tx.session.flush()
    return found


def counts(tx: Tx, row: Handover) -> dict[Thing, ShiftCount]:
    """What was counted, of each thing the last word."""
    lines = select(ShiftCount).where(ShiftCount.handover_id == row.item_id).order_by(col(ShiftCount.batch))
    return {Thing(str(line.what), line.name): line for line in tx.session.exec(lines).all()}


def uncounted(tx: Tx, row: Handover) -> list[Thing]:
    """What is still to be counted."""
    known = counts(tx, row)
    return [thing for thing in to_count(tx) if thing not in known]


def differences(tx: Tx, row: Handover) -> list[Difference]:
    """Of what there is another number than there should be."""
    lines = counts(tx, row).items()
    return [Difference(thing, line.number, line.expected) for thing, line in lines if line.number != line.expected]


def said(tx: Tx, found: Sequence[Difference]) -> list[str]:
    """Differences in the language of the site."""
    return [each.words(tx.site.settings.language) for each in found]


# --- taking over -------------------------------------------------------------------------------------------------


def untaken(tx: Tx, row: Handover) -> list[OpenItem]:
    """The open items of whoever leaves that the one who arrives has not taken over yet."""
    leaving = before(tx, row)
    if leaving is None or leaving[1].clerk_id in (None, row.clerk_id):
        return []
    taken = taken_ids(tx, row)
    return [each for each in kept.open_items(tx.connection, [leaving[1].clerk_id or 0]) if each.item_id not in taken]


def taken_ids(tx: Tx, row: Handover) -> set[int]:
    """The items that are taken over with this shift."""
    return set(tx.session.exec(select(ShiftTake.item_id).where(ShiftTake.handover_id == row.item_id)).all())


def wanted_items(tx: Tx, row: Handover, text: str) -> list[tuple[OpenItem, str]]:
    """The open items somebody named, one a line, each with the remark behind its number.

    Raises:
        Refused: a line names no open item, or one that is theirs already.
    """
    day = tx.site.calendar.day(tx.now)
    found: list[tuple[OpenItem, str]] = []
    for line in text.splitlines():
        typed, _, remark = line.strip().partition(" ")
        if not typed:
            continue
        item = kept.open_item(tx.connection, typed_number(typed, day) or typed.upper())
        if item is None:
            tx.refuse("items", N_("“{typed}” is no open item. Write one number a line, a remark behind it."),
                      field="items", typed=typed[:40])  # fmt: skip
        if item.owner_id == row.clerk_id:
            tx.refuse("items", N_("{number} is yours already."), field="items", number=item.number)
        if len(remark.strip()) > REMARK:
            tx.refuse("long", N_("The remark on {number} is too long: at most {limit} characters."), field="items",
                      number=item.number, limit=REMARK)  # fmt: skip
        found.append((item, remark.strip()))
    return found


def take(tx: Tx, row: Handover, items: Sequence[tuple[OpenItem, str]]) -> None:
    """Note that these items are taken over; what was said before of one of them is replaced."""
    known = tx.session.exec(select(ShiftTake).where(ShiftTake.handover_id == row.item_id)).all()
    by_item = {each.item_id: each for each in known}
    for item, remark in items:
        line = by_item.get(item.item_id)
        if line is None:
            line = ShiftTake(handover_id=row.item_id, item_id=item.item_id, from_id=item.owner_id, taken=tx.happened)
            by_item[item.item_id] = line
        line.remark, line.from_id = remark or line.remark, item.owner_id
        tx.session.add(line)
    tx.session.flush()


def hand_on(tx: Tx, row: Handover) -> int:
    """Let the items that were taken over become those of whoever took them; how many there are."""
    lines = tx.session.exec(
        select(ShiftTake).where(ShiftTake.handover_id == row.item_id, col(ShiftTake.moved).is_(None))
    ).all()
    moved = 0
    for line in lines:
        item = tx.session.get(Item, line.item_id)
        line.moved = tx.happened
        tx.session.add(line)
        if item is None or item.closed is not None or item.owner_id == row.clerk_id:
            continue
        moved += 1
        tx.then("shift.carry", {"taker": name_of(tx, row.clerk_id), "remark": line.remark}, item=item)
    return moved


def numbers(items: Sequence[OpenItem]) -> str:
    """Items in a sentence, the first few by number."""
    more = f" +{len(items) - NAMED}" if len(items) > NAMED else ""
    return ", ".join(each.number for each in items[:NAMED]) + more


def settle(tx: Tx, row: Handover) -> None:
    """An arriving clerk is checked in once the log is read, everything counted and every open item taken over."""
    ready = row.read is not None and not uncounted(tx, row) and not untaken(tx, row)
    tx.go("checked" if ready else "arrived")


def end_for(tx: Tx, row: Handover, reason: str) -> None:
    """End the shift of somebody else; a lone supervisor's own too, which is marked.

    Raises:
        Refused: it is one's own, and another leader works here.
    """
    if row.clerk_id == tx.actor.id:
        if not kit.alone(tx, LEADERS):
            tx.refuse("G-DUTY-02", N_("Nobody ends their own shift: hand it over, or let another supervisor end it."))
        tx.facts["alone"] = True
    row.handed_over, row.ended_by, row.ended_reason = tx.happened, tx.actor.name, reason
    for code in RUNNING:
        tx.end(code)
    tx.facts["whom"] = name_of(tx, row.clerk_id) if row.clerk_id else word("nobody", N_("nobody, for nobody came"))
