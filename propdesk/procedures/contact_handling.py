"""What the desk does with a contact: an answer, a department, an item of its own (manual P01, P02)."""

from collections.abc import Mapping
from datetime import datetime

from propdesk.i18n import N_
from propdesk.models.base import Choice
from propdesk.models.callback import CallbackKind
from propdesk.models.contact import Channel, Contact, Kind
from propdesk.models.department import Department
from propdesk.models.item import Item
from propdesk.procedures import kit
from propdesk.procedures.tx import Tx

_OUTSIDE = ("channel", "their_number", "their_deadline")
OPENS: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.COMPLAINT: ("complaint.receive", (*_OUTSIDE, "event_time", "accused", "demand", "reply_by", "follow_up")),
    Kind.EMERGENCY: ("emergency.raise", ("danger",)),
    Kind.REPAIR: ("repair.receive", (*_OUTSIDE, "repeated", "trade", "urgent", "agreed")),
    Kind.BOOKING: ("booking.receive", (*_OUTSIDE, "repeated", "service", "agreed")),
}
"""The kinds that open an item of their own: with which step, and what is handed on beside matter, place and caller."""
NEEDS = (Kind.ENQUIRY.value, Kind.SUGGESTION.value, Kind.OTHER.value)
"""The kinds that are answered or forwarded here."""
NOT_AN_ANSWER = frozenset(
    {
        "不知道",
        "不清楚",
        "不晓得",
        "不了解",
        "不太清楚",
        "我不知道",
        "idontknow",
        "dontknow",
        "donotknow",
        "idonotknow",
        "noidea",
    }
)
"""What 004 VIS 4.8 and NORM 4.6.4 forbid as an answer, without spaces and punctuation."""


class Handling(Choice):
    """What happens with the matter while the customer is still there."""

    LATER = "later", N_("Not settled yet")
    ANSWERED = "answered", N_("Answered on the spot")
    FORWARDED = "forwarded", N_("Forwarded")


def check_answer(tx: Tx, answer: str, field: str) -> str:
    """The answer, unless it is "I do not know" (G-CALL-02)."""
    bare = "".join(character for character in answer.casefold() if character.isalnum())
    if bare in NOT_AN_ANSWER:
        tx.refuse(
            "G-CALL-02", N_("“{answer}” is not an answer. Forward it with a promised time, or find out."),
            field=field, answer=answer,
        )  # fmt: skip
    return answer


def forward(tx: Tx, row: Contact, department: Department, told: str | None, promised: datetime) -> None:
    """Give the matter to a department under a promised time; telling it meets the five minutes."""
    item = tx.item
    if not item.unit_id and not item.place:
        tx.refuse("G-CALL-03", N_("Ask for the unit, or write the place: public area, outside."), field="unit")
    if not item.person and not row.name_refused:
        tx.refuse("G-CALL-03", N_("Ask for the name, or mark that it was refused."), field="caller")
    if not item.phone and not row.no_phone:
        tx.refuse("G-CALL-03", N_("Ask for a phone number, or mark that there is none."), field="phone")
    row.department, row.promised = department, tx.ahead(promised, field="promised")
    tx.start("CALL.PROMISE_TIME", due=promised, again=True)
    tx.start("BOOK.NOTIFY_5M")
    tx.start("CALL.TRACK_OPEN")
    if told:
        notify(tx, row, told)


def notify(tx: Tx, row: Contact, told: str) -> None:
    """Note who in the department was told, and when."""
    row.told_person, row.told_at = told, tx.happened
    tx.meet("BOOK.NOTIFY_5M")


def answer(tx: Tx, row: Contact, result: str, *, told: bool) -> None:
    """Write the result down; told on the spot counts as told."""
    row.result = check_answer(tx, result, "result")
    tx.meet("CALL.PROMISE_TIME")
    tx.meet("CALL.TRACK_OPEN")
    row.customer_told = tx.happened if told else None
    if told:
        return
    tx.start("VIS.CALLBACK_NOW" if row.channel is Channel.VISIT else "CALL.PROGRESS_RESULT")


def end_of_telling(tx: Tx) -> None:
    """The customer has heard the result: what waited for that is met."""
    for code in ("VIS.CALLBACK_NOW", "CALL.PROGRESS_RESULT", "CALL.EXTERNAL"):
        tx.meet(code)
    tx.meet("BOOK.NOTIFY_5M")


def finish(tx: Tx, row: Contact) -> None:
    """A need that a department settled is called back; an enquiry, a refusal and what was settled here is not."""
    if row.department and row.kind in (Kind.SUGGESTION, Kind.OTHER) and not row.refusal:
        kit.call_back(tx, CallbackKind.OTHER, since=row.customer_told or tx.happened, text=row.text)


def subject(item: Item, text: str) -> dict[str, object]:
    """Matter, place and caller, as the item that is opened takes them."""
    where: dict[str, object] = {"unit": item.place} if item.unit_id else {"place": item.place}
    return {"text": text, "caller": item.person, "phone": item.phone, **where}
