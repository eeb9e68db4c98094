"""What the steps of a callback share: quiet hours, the sheet in hand, its source case, the rate of its kind."""

from datetime import datetime, time

from sqlmodel import col, func, select

from propdesk.i18n import N_
from propdesk.models.callback import Callback, CallbackKind, CallbackSheet
from propdesk.models.complaint import Complaint, Severity
from propdesk.models.item import Item
from propdesk.models.operator import Operator, OperatorRole, Role
from propdesk.procedures.tx import Tx
from propdesk.rules.calendar import DAY
from propdesk.rules.cycles import Span, period_of
from propdesk.rules.text import one_line

ANSWERED = ("replied", "explained", "reviewed")
"""The stages of a complaint in which its resident has an answer, and from which it is reopened."""
PLANNERS = frozenset({Role.SUPERVISOR, Role.OFFICE_MANAGER})
QUIET_FROM, QUIET_TO = time(22), time(8)
"""The hours in which no resident is rung or visited, unless they asked for it."""
OF_A_COMPLAINT = (CallbackKind.COMPLAINT, CallbackKind.DEVELOPER)


def check_hour(tx: Tx, moment: datetime, *, field: str, wished: bool) -> None:
    """Refuse a moment in the quiet hours, unless the resident asked for it."""
    if not wished and not QUIET_TO <= tx.site.calendar.local(moment).time() < QUIET_FROM:
        tx.refuse("quiet", N_("From 22:00 to 8:00 residents have their peace. Take another time, or say they asked."),
                  field=field)  # fmt: skip


def void_sheet(tx: Tx, row: Callback, reason: str) -> None:
    """The sheet in force is void; its page code stays used."""
    sheet = sheet_of(tx, row)
    sheet.voided, sheet.reason, row.sheet = tx.happened, reason, ""


def sheet_of(tx: Tx, row: Callback) -> CallbackSheet:
    """The sheet in force, as the receipt list has it."""
    return tx.session.exec(select(CallbackSheet).where(CallbackSheet.page == row.sheet)).one()


def name_of(tx: Tx, operator_id: int | None) -> str:
    """An operator by name; a dash where nobody is named."""
    found = tx.session.get(Operator, operator_id)
    return found.name if found else "-"


def roles_of(tx: Tx, operator: Operator) -> frozenset[Role]:
    """The roles an operator holds."""
    query = select(OperatorRole).where(OperatorRole.operator_id == operator.id)
    return frozenset(held.role for held in tx.session.exec(query))


def office_manager(tx: Tx) -> int | None:
    """The first office manager who is active."""
    query = (
        select(Operator.id)
        .join(OperatorRole, col(OperatorRole.operator_id) == col(Operator.id))
        .where(OperatorRole.role == Role.OFFICE_MANAGER, col(Operator.active).is_(True))
        .order_by(col(Operator.id))
    )
    return tx.session.exec(query).first()


def origin_of(tx: Tx) -> Item | None:
    """The source case, if the callback has one."""
    return tx.session.get(Item, tx.item.origin_id) if tx.item.origin_id else None


def kind_of(tx: Tx, said: CallbackKind) -> CallbackKind:
    """As what it is called back: a complaint is called back as one, whatever was said."""
    return CallbackKind.COMPLAINT if _complaint(tx) and said not in OF_A_COMPLAINT else said


def severity_of(tx: Tx, said: Severity | None) -> Severity | None:
    """How heavy the complaint weighs by now; what was said where it is none, or not judged."""
    source = _complaint(tx)
    return (source.severity if source else None) or said


def _complaint(tx: Tx) -> Complaint | None:
    origin = origin_of(tx)
    return tx.session.get(Complaint, origin.id) if origin and origin.ledger == "complaint" else None


def open_complaint(tx: Tx) -> Item | None:
    """The source case, if it is a complaint that is not closed."""
    origin = origin_of(tx)
    return origin if origin and origin.ledger == "complaint" and origin.closed is None else None


def tell_complaint(tx: Tx, note: str) -> None:
    """An open complaint learns that its resident was called back, so that its review can go on.

    Where its outcome was rejected and answered anew, only the newest callback counts.
    """
    complaint = open_complaint(tx)
    if complaint and _newest(tx, complaint):
        tx.then("complaint.called_back", {"note": one_line(note, 400)}, item=complaint)


def _newest(tx: Tx, source: Item) -> bool:
    later = select(Item.id).where(
        Item.origin_id == source.id, Item.ledger == "callback", col(Item.id) > tx.item.id, Item.stage != "voided"
    )
    return tx.session.exec(later).first() is None


def needs_attendant(tx: Tx, row: Callback) -> bool:
    """Whether a department was complained of: not where the desk settled it on the spot or explained it alone."""
    if row.kind is not CallbackKind.COMPLAINT or row.severity is Severity.MAJOR:
        return False
    source = _complaint(tx)
    return source is None or (source.department is not None and not source.on_spot)


def quarter_of(tx: Tx, row: Callback) -> tuple[int, int]:
    """How many callbacks of this kind fell due in the same quarter, and how many of them were left out or given up."""
    calendar = tx.site.calendar
    quarter = period_of(Span.QUARTER, calendar.day(row.since), begins=tx.site.settings.month_begins)
    begins, ends = calendar.start_of(quarter.first), calendar.start_of(quarter.last + DAY)
    query = (
        select(Item.stage, func.count())
        .join(Callback, col(Callback.item_id) == col(Item.id))
        .where(Callback.kind == row.kind, Callback.since >= begins, Callback.since < ends, Item.stage != "voided")
        .group_by(Item.stage)
    )
    counts: dict[str, int] = dict(tx.session.exec(query).all())
    return sum(counts.values()), counts.get("skipped", 0) + counts.get("given_up", 0)
