"""What the steps of a key loan share: its time, who may have it and who authorises, giving out and taking back."""

from datetime import datetime, timedelta

from sqlmodel import select

from propdesk.i18n import N_, Words
from propdesk.models.item import Item
from propdesk.models.key import Authority, Key, KeyClass, Proof
from propdesk.models.loan import Borrower, KeyPurpose, Loan
from propdesk.models.operator import OperatorRole, Role
from propdesk.procedures import cabinet
from propdesk.procedures.step import LEADERS
from propdesk.procedures.tx import Tx
from propdesk.rules.text import one_line

MANAGERS = frozenset({Role.CENTRE_MANAGER, Role.OFFICE_MANAGER})
WHO = {Authority.SUPERVISOR: LEADERS, Authority.MANAGER: MANAGERS}
"""Whose word an authority takes."""

SHORT = timedelta(minutes=30)
"""Keys fetched less than this before the end of a shift are for the next one."""


def outstanding(loan: Loan) -> int:
    """How many keys of the loan are still out."""
    return loan.pieces - loan.back - loan.lost


def due_of(tx: Tx, key: Key, typed: datetime | None, *, lent: datetime | None = None) -> datetime:
    """When the keys are to be back: as typed, else at the end of the shift; never after the longest time of the set.

    Raises:
        Refused: the time has passed, or lies beyond the longest time.
    """
    began = lent or tx.happened
    due = tx.ahead(typed, field="due") if typed else _end_of_shift(tx)
    limit = began + timedelta(hours=key.longest_hours) if key.longest_hours else due
    if typed and due > limit:
        shown = f"{tx.site.calendar.local(limit):%m-%d %H:%M}"
        tx.refuse("longest", N_("{tag} may be out {hours} hours at most, until {limit}."), field="due", tag=key.tag,
                  hours=key.longest_hours, limit=shown)  # fmt: skip
    return min(due, limit)


def _end_of_shift(tx: Tx) -> datetime:
    """The end of this shift, or of the next one where this one is all but over."""
    end = tx.site.turn(tx.happened).end
    return end if end - tx.happened >= SHORT else tx.site.turn(end).end


def check_door(tx: Tx, key: Key, loan: Loan, borrower: str) -> None:
    """Whether these keys may go to this borrower for this purpose.

    Raises:
        Refused: G-KEY-01, G-KEY-05, G-KEY-09, or a rule of the key set.
    """
    if loan.pieces < 1 or loan.pieces > cabinet.free(key):
        tx.refuse("pieces", N_("Of {tag}, {here} of {pieces} hang on hook {hook}."), field="pieces",
                  here=cabinet.free(key), pieces=key.pieces, tag=key.tag, hook=cabinet.hook_of(key))  # fmt: skip
    if key.outdated is not None:
        tx.refuse("outdated", N_("The lock of {tag} was changed: these keys fit no more."), field="which", tag=key.tag)
    if loan.purpose is KeyPurpose.VACANT and key.kind not in (KeyClass.DEVELOPER, KeyClass.VACANT):
        tx.refuse("G-KEY-09", N_("{tag} is no key of a vacant unit: lend it for repair, or in an emergency."),
                  field="purpose", tag=key.tag)  # fmt: skip
    if loan.leaves and not key.may_leave:
        tx.refuse("leaves", N_("{tag} may not leave the site."), field="leaves", tag=key.tag)
    if loan.proof is Proof.NONE:
        tx.refuse("G-KEY-01", N_("Without proof of who somebody is no key is lent."), field="proof")
    if borrower == tx.actor.name:
        tx.refuse("G-KEY-05", N_("Nobody lends keys to himself: a colleague gives them out."), field="borrower")
    if loan.purpose is not KeyPurpose.EMERGENCY:
        _may_draw(tx, key, loan)
    signed = tx.signed["borrower"].name
    if signed != borrower:
        tx.refuse("G-KEY-05", N_("The borrower signs in person: {borrower}, not {signed}."), field="borrower",
                  borrower=borrower, signed=signed)  # fmt: skip


def _may_draw(tx: Tx, key: Key, loan: Loan) -> None:
    among = key.departments.split(", ") if key.departments else []
    if among and (loan.borrower_kind is not Borrower.DEPARTMENT or loan.department not in among):
        tx.refuse("draw", N_("{tag} may be drawn by: {departments}."), field="borrower_kind", tag=key.tag,
                  departments=", ".join(among))  # fmt: skip
    if key.ask_owner and not loan.owner_agreed:
        tx.refuse("owner", N_("The owner is asked before each loan of {tag}: write who agreed, and how."),
                  field="owner_agreed", tag=key.tag)  # fmt: skip


def authorised(tx: Tx, key: Key, loan: Loan) -> str:
    """Who authorises the loan; where nobody in particular must, whoever lends.

    A contractor's loan takes a supervisor's word at least. An emergency takes two persons and a supervisor who is told.

    Raises:
        Refused: the word that is needed is missing.
    """
    authoriser = tx.signed.get("authoriser")
    if loan.purpose is KeyPurpose.EMERGENCY:
        _two_persons(tx, loan)
        return authoriser.name if authoriser else loan.supervisor_told
    needed = key.authority
    if loan.borrower_kind is Borrower.CONTRACTOR and needed is Authority.NOBODY:
        needed = Authority.SUPERVISOR
    if needed is Authority.NOBODY or tx.actor.roles & WHO[needed]:
        return authoriser.name if authoriser else tx.actor.name
    if authoriser is None or not _has_power(tx, authoriser.operator_id, needed):
        tx.refuse("authority", N_("{tag} is lent with the word of: {who}. Let them sign, or take it by telephone."),
                  field="authoriser", tag=key.tag, who=Words(needed.label))  # fmt: skip
    return authoriser.name


def _has_power(tx: Tx, operator_id: int | None, needed: Authority) -> bool:
    """Whether the signature counts: a named person's is taken at its word, an operator's by the roles held."""
    if operator_id is None:
        return True
    held = set(tx.session.exec(select(OperatorRole.role).where(OperatorRole.operator_id == operator_id)))
    return bool(held & WHO[needed])


def _two_persons(tx: Tx, loan: Loan) -> None:
    first, second = tx.signed.get("borrower"), tx.signed.get("second")
    if loan.second_person:
        return
    if second is None or (first is not None and second.name == first.name):
        tx.refuse("G-KEY-09", N_("In an emergency two persons go: the second one signs too."), field="second")


def give_out(tx: Tx, key: Key, loan: Loan, borrower: str, phone: str) -> None:
    """Write on the loan's item what is lent to whom, start its clocks, count the keys out of the hook."""
    of_key, item = cabinet.key_item(tx, key), tx.item
    if loan.pieces > cabinet.free(key):
        tx.refuse("pieces", N_("Of {tag}, {here} of {pieces} hang on hook {hook}."), field="pieces",
                  here=cabinet.free(key), pieces=key.pieces, tag=key.tag, hook=cabinet.hook_of(key))  # fmt: skip
    item.unit_id, item.place = of_key.unit_id, of_key.place
    item.person, item.phone = borrower, phone
    item.title = one_line(f"{key.tag} ×{loan.pieces}  {key.door or of_key.place}  {borrower}  {loan.reason}", 120)
    item.urgent = loan.purpose is KeyPurpose.EMERGENCY
    promise(tx, loan)
    until = f"{tx.site.calendar.local(loan.due):%m-%d %H:%M}"
    tx.facts |= {"tag": key.tag, "door": key.door or of_key.place}
    tx.then("key.draw", {"pieces": loan.pieces, "who": borrower, "loan": item.number, "until": until}, item=of_key)


def promise(tx: Tx, loan: Loan, *, again: bool = False) -> None:
    """Run the clocks of the loan: its promised time, and the three days, counted as the site does.

    Three days after lending do not move with the promise; three days past the promise do.
    """
    lent = tx.item.opened
    since = min(lent, loan.due - timedelta(minutes=1)) if not again else None
    tx.start("KEY.LOAN_TERM", due=loan.due, since=since, again=again)
    if tx.site.settings.keys_overdue == "promised":
        tx.start("KEY.OVERDUE_3D", since=loan.due, again=again)
    elif not again:
        tx.start("KEY.OVERDUE_3D", since=lent)


def take_back(tx: Tx, loan: Loan, pieces: int) -> None:
    """Count keys back: with the last one the loan ends and its clocks are judged.

    Raises:
        Refused: G-KEY-06, the count is not possible.
    """
    out = outstanding(loan)
    if not 1 <= pieces <= out:
        tx.refuse("G-KEY-06", N_("Out on this loan: {count}; counted: {pieces}. Count again."),
                  field="pieces", count=out, pieces=pieces)  # fmt: skip
    loan.back += pieces
    left = outstanding(loan)
    receiver = tx.signed["receiver"].name
    loan.received_by = receiver
    key = tx.session.get_one(Key, loan.key_id)
    tx.facts |= {"left": left, "receiver": receiver, "borrower": tx.item.person, "tag": key.tag,
                 "door": key.door or tx.item.place}  # fmt: skip
    tx.then("key.put_back", {"pieces": pieces, "loan": tx.item.number}, item=tx.session.get(Item, loan.key_id))
    if not left:
        loan.returned = tx.happened
        tx.meet("KEY.LOAN_TERM")
        tx.meet("KEY.OVERDUE_3D")
    tx.go("lent" if left else "returned")
