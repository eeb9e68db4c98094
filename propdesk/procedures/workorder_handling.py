"""What happens to work for a resident, whichever step it is in: accepted, agreed, heard of, sent (manual P06)."""

from datetime import datetime
from typing import TypeVar

from propdesk.i18n import N_
from propdesk.models.workorder import WorkOrder
from propdesk.procedures import kit
from propdesk.procedures.step import VOIDED, Stage
from propdesk.procedures.tx import Tx

Order = TypeVar("Order", bound=WorkOrder)

IN_HAND = ("received", "clash", "notified", "dispatched")
"""The work is not done yet."""
OPEN = (*IN_HAND, "done", "signed")
ENDED = ("closed", "refused", "withdrawn")

STAGES = (
    Stage("received", N_("Received")),
    Stage("clash", N_("Time not possible")),
    Stage("notified", N_("Department told")),
    Stage("dispatched", N_("Dispatched")),
    Stage("done", N_("Work done")),
    Stage("signed", N_("Slip is back")),
    Stage("closed", N_("Crossed off"), final=True),
    Stage("refused", N_("Refused"), final=True),
    Stage("withdrawn", N_("Withdrawn"), final=True),
    VOIDED,
)


def accept(tx: Tx, row: Order, *, deadline: datetime | None) -> Order:
    """Run what begins with the acceptance beside the five minutes: the agreed time, an outside office's deadline."""
    row.place = row.place or tx.item.place
    if row.agreed:
        tx.start("BOOK.AGREED_TIME", due=tx.ahead(row.agreed, field="agreed"))
    if deadline:
        kit.outside_deadline(tx, deadline)
    return row


def agree(tx: Tx, row: WorkOrder, agreed: datetime) -> None:
    """A time agreed with the customer takes the place of the one before."""
    row.agreed = tx.ahead(agreed, field="agreed")
    tx.start("BOOK.AGREED_TIME", due=agreed, again=True)


def same_minute(one: datetime, other: datetime | None) -> bool:
    """Whether a time shown in a form was left as it stands on record."""
    return other is not None and one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


def heard(tx: Tx) -> None:
    """The department was heard: the day of silence is met and begins anew."""
    tx.meet("CALL.TRACK_OPEN")
    tx.start("CALL.TRACK_OPEN")


def send(tx: Tx, row: WorkOrder, worker: str) -> None:
    """Send a worker out with a dispatch slip; another worker gets another slip.

    Raises:
        Refused: the work is paid for and its price was not accepted. What is urgent goes first.
    """
    if row.paid and row.quote_accepted is None and not tx.item.urgent:
        tx.refuse("quote", N_("The customer pays for this: tell the price, and record that it was accepted."),
                  field="worker")  # fmt: skip
    if worker != row.worker or not row.slip:
        row.slip = tx.sheet_number("slip", "PG")
    row.worker, row.dispatched = worker, tx.happened
    tx.facts["slip"] = row.slip
