"""What the steps of a complaint share: its clocks, its way back into handling, its households, what is still owed."""

from datetime import datetime

from sqlmodel import col, select

from propdesk.i18n import N_, Words
from propdesk.models.complaint import Cause, Complaint, ComplaintCaller, Severity, Validity
from propdesk.models.contact import Channel
from propdesk.models.item import Item
from propdesk.models.operator import Operator, OperatorRole, Role
from propdesk.procedures import kit
from propdesk.procedures.step import LEADERS
from propdesk.procedures.tx import Tx
from propdesk.rules.rota import DUTY_TURNS
from propdesk.rules.text import one_line
from propdesk.store import matters, timers

HANDLED = ("received", "classified", "delivered", "contacted")
"""The stages in which somebody is at work on it."""
AT_WORK = ("delivered", "contacted")
"""The stages in which a department is at work on it."""
UNANSWERED = (*HANDLED, "resolved")
SETTLED = ("replied", "explained", "reviewed")
OPEN = (*UNANSWERED, *SETTLED)
"""Every stage that is not final, without what is only relayed."""

FACTS = ("event_time", "place", "accused", "demand", "contact_way")
"""The facts of G-COMP-02 beside the text itself; who is complained of may be "unknown"."""

UPWARDS = ("COMP.IMPORTANT_1H", "COMP.MAJOR_GM_SAMEDAY", "COMP.MAJOR_QA_1WD")
"""The clocks of reporting upwards."""
OWED = {
    **dict.fromkeys(UPWARDS, "G-COMP-08"),
    "COMP.COLLECTIVE_NOW": "G-COMP-10",
    "COMP.REPEAT_MEETING": "G-COMP-14",
    "COMP.MAJOR_REPORT": "G-COMP-07",
    "COMP.DEVFWD_RESULT_12H": "G-COMP-07",
    "COMP.QA_FILL_1WD": "G-COMP-07",
    "CB.AFTER_VERIFY": "G-COMP-07",
}
"""What must be done before the manager signs, with the guard that says so."""
ANSWER = (
    "COMP.CONTACT_2H", "COMP.REPLY_AGREED", "COMP.RESPOND_1WD", "COMP.ONLINE_1WD", "COMP.REPLY_SAMEDAY_SUP",
    "CALL.EXTERNAL",
)  # fmt: skip
"""The clocks that wait for the resident's answer."""
BEGIN = ("COMP.DELIVER_20M", "COMP.CONTACT_2H", "COMP.RESPOND_1WD")
"""The clocks of every complaint."""
MAY_BEGIN = (
    "COMP.RECORD_NOW", "COMP.ONLINE_1WD", "COMP.QA_FILL_1WD", "COMP.REPLY_AGREED", "COMP.SLOW_FORM_NOW",
    "CALL.EXTERNAL",
)  # fmt: skip
AGAIN = (
    "COMP.REPLY_AGREED", "COMP.SLOW_FORM_NOW", "COMP.PROGRESS", "COMP.LONG_FORM_1WD", "COMP.MAJOR_AGE_1M",
    "COMP.REPEAT_MEETING",
)  # fmt: skip
"""The clocks that may start where an outcome is rejected."""
DROPPED = ("COMP.MAJOR_REPORT", "COMP.DEVFWD_RESULT_12H", "CB.AFTER_VERIFY")
"""The clocks of an outcome; they end where it is rejected."""

OWN_WAY = (Channel.LETTER, Channel.ONLINE, Channel.HOTLINE, Channel.STREET, Channel.DEVELOPER, Channel.QUALITY)
"""Channels that are answered in a way of their own, so that the complaint stays on its own beside a collective one."""
MANAGERS = frozenset({Role.CENTRE_MANAGER, Role.OFFICE_MANAGER})
"""Who need not report to anybody at once."""
MAJOR_CLAIM_FEN = 100_000
"""Damages of 1,000 yuan make a complaint major (001 L170)."""
REPEATED = 2
"""How many rejections in a row bring the departments together (004 COMP 4.8.2; CB 4.6)."""


# --- from the first word on --------------------------------------------------------------------------------------


def begun(tx: Tx, row: Complaint) -> datetime:
    """From when its clocks run: since it was first heard, by whomever."""
    return row.heard or tx.item.opened


def begin_clocks(tx: Tx, row: Complaint, *, reply_by: datetime | None, their_deadline: datetime | None) -> None:
    """Start what every complaint starts, what its channel asks for, and what was agreed or set in the first call."""
    since = begun(tx, row)
    for code in BEGIN:
        tx.start(code, since=since)
    if missing_facts(row):
        tx.start("COMP.RECORD_NOW", since=since)
    if row.channel is Channel.ONLINE:
        tx.start("COMP.ONLINE_1WD", since=since)
    if row.channel is Channel.QUALITY:
        tx.start("COMP.QA_FILL_1WD", since=since)
    if their_deadline:
        kit.outside_deadline(tx, their_deadline)
    if reply_by:
        agree(tx, row, reply_by)


def missing_facts(row: Complaint) -> list[str]:
    """Which facts of G-COMP-02 are not on the sheet yet."""
    return [name for name in FACTS if not getattr(row, name)]


def agree(tx: Tx, row: Complaint, reply_by: datetime) -> None:
    """The resident was reached and a reply time agreed: the two hours are met, the agreed time runs.

    A reply more than one working day ahead says that it cannot be solved promptly (003 4.3.1).
    """
    row.contacted, row.reply_by = tx.happened, tx.ahead(reply_by, field="reply_by")
    tx.meet("COMP.CONTACT_2H")
    tx.start("COMP.REPLY_AGREED", due=reply_by, again=True)
    if row.long_form is None and reply_by > _working_day(tx, tx.happened):
        tx.start("COMP.SLOW_FORM_NOW")


def answered(tx: Tx) -> None:
    """The resident has an answer: every clock that waited for one is met."""
    for code in ANSWER:
        tx.meet(code)


def took_long(tx: Tx, row: Complaint) -> bool:
    """Whether it took more than one working day from delivery to result, so that the long form is compulsory."""
    return row.delivered is not None and row.resolved is not None and row.resolved > _working_day(tx, row.delivered)


def _working_day(tx: Tx, start: datetime) -> datetime:
    return tx.account("COMP.LONG_FORM_1WD", start).at


# --- judgement ---------------------------------------------------------------------------------------------------


def check_ours(tx: Tx, row: Complaint) -> None:
    """Refuse to handle what was judged assist or invalid: it has its own way (G-COMP-11, G-COMP-15)."""
    if row.validity not in (None, Validity.VALID):
        tx.refuse("validity", N_("It is judged not to be ours. Explain it, or classify it anew as valid."))


def severity_clocks(tx: Tx, row: Complaint, since: datetime | None) -> None:
    """The clocks of a severity run from the receipt; from now where the judgement changed later."""
    wanted = {
        Severity.MINOR: ("COMP.MINOR_2D",),
        Severity.IMPORTANT: ("COMP.IMPORTANT_1H",),
        Severity.MAJOR: ("COMP.MAJOR_GM_SAMEDAY", "COMP.MAJOR_QA_1WD"),
    }
    due = wanted[row.severity] if row.severity and row.validity is Validity.VALID else ()
    for code in (code for codes in wanted.values() for code in codes if code not in due):
        tx.end(code)
    if "COMP.MAJOR_GM_SAMEDAY" not in due:
        tx.end("DUTY.MAJOR_NOW")
    elif not tx.runs("COMP.MAJOR_GM_SAMEDAY"):
        _report_now(tx)
    for code in due:
        tx.start(code, since=since)


def _report_now(tx: Tx) -> None:
    """What turns major on a duty shift goes upwards at once, unless a manager judges it (004 DUTY 4.1.5b)."""
    if tx.site.turn(tx.happened).kind in DUTY_TURNS and not tx.actor.roles & MANAGERS:
        tx.start("DUTY.MAJOR_NOW")


def validity_clocks(tx: Tx, row: Complaint) -> None:
    """What is ours is delivered and grows major in a month; what is not is explained, or goes to the developer."""
    if row.validity is Validity.VALID:
        tx.end("COMP.REPLY_2H_INVALID")
        tx.end("COMP.DEVOWNED_FORWARD")
        age_clock(tx, row)
        if row.delivered is None:
            tx.start("COMP.DELIVER_20M")
        return
    tx.end("COMP.DELIVER_20M")
    tx.end("COMP.MAJOR_AGE_1M")
    tx.start("COMP.REPLY_2H_INVALID")
    if to_developer(row):
        tx.start("COMP.DEVOWNED_FORWARD")
    else:
        tx.end("COMP.DEVOWNED_FORWARD")


def age_clock(tx: Tx, row: Complaint) -> None:
    """A valid complaint that is not solved a month after its intake becomes a major one (004 COMP 4.6.1c)."""
    if row.validity is Validity.VALID and row.severity is not Severity.MAJOR:
        tx.start("COMP.MAJOR_AGE_1M", since=begun(tx, row))


def to_developer(row: Complaint) -> bool:
    """Whether the developer is to solve it."""
    return row.validity is Validity.ASSIST and row.cause is Cause.DEVELOPER


# --- handling ----------------------------------------------------------------------------------------------------


def check_power(tx: Tx, row: Complaint) -> None:
    """Refuse to end what is beyond the handler, or what a resident rejected and no supervisor took over."""
    if row.beyond and not tx.actor.roles & LEADERS:
        tx.refuse(
            "G-COMP-08", N_("It is beyond the handler's power and was passed upwards. A supervisor or manager ends it.")
        )
    if row.repeat and row.taken_over is None:
        tx.refuse("G-COMP-14", N_("The resident rejected the outcome. A supervisor takes it over first."))


def back_to_handling(tx: Tx, row: Complaint) -> None:
    """The outcome is rejected: a repeat complaint, in handling again; the second time in a row it goes upwards."""
    row.repeat, row.rejections = True, row.rejections + 1
    row.resolved, row.called_back, row.verified = None, None, None
    tx.start("COMP.PROGRESS")
    age_clock(tx, row)
    if row.long_form is None and row.delivered:
        tx.start("COMP.LONG_FORM_1WD")
    if row.rejections >= REPEATED:
        tx.start("COMP.REPEAT_MEETING")
    for code in DROPPED:
        tx.end(code)


def may_coordinate(tx: Tx, operator: Operator) -> bool:
    """Whether the operator is a supervisor or a centre manager (004 COMP 4.3.2)."""
    held = set(tx.session.exec(select(OperatorRole.role).where(OperatorRole.operator_id == operator.id)))
    return bool(held & {Role.SUPERVISOR, Role.CENTRE_MANAGER})


# --- the end -----------------------------------------------------------------------------------------------------


def reachable(item: Item) -> bool:
    """Whether the resident can be called back; without telephone and unit a complaint is anonymous."""
    return bool(item.phone or item.unit_id)


def closing_report(tx: Tx, row: Complaint) -> None:
    """A major or a collective complaint is reported on when it is answered (001 L170; 003 4.5.1)."""
    if row.severity is Severity.MAJOR or row.collective:
        tx.start("COMP.MAJOR_REPORT")


def back_to_developers_centre(tx: Tx, row: Complaint) -> None:
    """What the developer's customer centre passed down is told back to it when it is finished (003 4.5.3)."""
    if row.channel is Channel.DEVELOPER and row.reported_back is None:
        tx.start("COMP.DEVFWD_RESULT_12H")


def check_owed(tx: Tx, codes: tuple[str, ...]) -> None:
    """Refuse while one of these clocks runs: what it asks for is still owed."""
    if owed := next((code for code in codes if tx.runs(code)), None):
        title = Words(tx.site.rulebook[owed].title)
        tx.refuse(OWED[owed], N_("“{title}” ({code}) is still owed. Do that first."), title=title, code=owed)


def check_letter(tx: Tx, row: Complaint, letter: str | None) -> None:
    """Refuse to answer what came in writing otherwise than in writing (G-COMP-05)."""
    if row.channel is Channel.LETTER and not (letter or row.reply_letter):
        tx.refuse("G-COMP-05", N_("It came in writing and is answered in writing: name the reply letter."),
                  field="reply_letter")  # fmt: skip


def check_visited(tx: Tx, row: Complaint) -> None:
    """Refuse to end a collective complaint before each of its households was visited (G-COMP-04)."""
    if row.collective and (left := pending(callers_of(tx, row.item_id))):
        tx.refuse("G-COMP-04", N_("Still to visit: {names}."), names=names(left))


# --- one matter, many households ---------------------------------------------------------------------------------


def own_household(item: Item) -> str:
    """What tells this item's household from others; empty if it is not known."""
    return matters.household(item.unit_id, item.person, item.phone)


def of_caller(caller: ComplaintCaller) -> str:
    """What tells this caller's household from others."""
    return matters.household(caller.unit_id, caller.person, caller.phone)


def callers_of(tx: Tx, complaint_id: int) -> list[ComplaintCaller]:
    """The households that belong to a complaint, in the order in which they came."""
    query = select(ComplaintCaller).where(
        ComplaintCaller.complaint_id == complaint_id, col(ComplaintCaller.separated).is_(None)
    )
    return list(tx.session.exec(query.order_by(col(ComplaintCaller.id))))


def pending(callers: list[ComplaintCaller]) -> list[ComplaintCaller]:
    """The households that were not visited yet, or rejected what they were told."""
    return [caller for caller in callers if caller.visited is None or caller.satisfied is False]


def named(caller: ComplaintCaller) -> str:
    """How a household is called in a sentence."""
    return " ".join(part for part in (caller.place, caller.person) if part) or caller.phone


def names(callers: list[ComplaintCaller]) -> str:
    """Households in a sentence."""
    return ", ".join(named(caller) for caller in callers)


def find_caller(tx: Tx, row: Complaint, typed: str) -> ComplaintCaller:
    """The household somebody typed: its unit, a name or a telephone number.

    Raises:
        Refused: none or several are meant.
    """
    callers, wanted = callers_of(tx, row.item_id), typed.strip().upper()
    found = [each for each in callers if wanted in (each.place.upper(), each.person.upper(), each.phone)]
    if len(found) != 1:
        tx.refuse("household", N_("“{typed}” is not one of the households of {number}: {names}."), field="household",
                  typed=typed, number=tx.item.number, names=names(callers) or "-")  # fmt: skip
    return found[0]


def add_household(tx: Tx, to: int, item: Item, words: str) -> None:
    """Add the household of an item to a complaint, unless it is known there or not known at all."""
    known = {of_caller(caller) for caller in callers_of(tx, to)}
    if (household := own_household(item)) and household not in known:
        tx.session.add(
            ComplaintCaller(
                complaint_id=to,
                item_id=item.id,
                unit_id=item.unit_id,
                place=item.place,
                person=item.person,
                phone=item.phone,
                at=item.opened,
                words=one_line(words, 400),
            )
        )


def look_around(tx: Tx, row: Complaint) -> None:
    """Find the same matter of other households: join a collective complaint, or make the earliest one collective.

    What came in a way of its own is answered on its own; its household is visited with the others all the same.
    """
    item = tx.item
    if not (mine := own_household(item)):
        return
    place = row.place or item.place
    found = matters.same(tx.connection, unit_id=item.unit_id, place=place, text=row.text, now=tx.happened)
    found = [each for each in found if each.item_id != item.id]
    collective = next((each for each in found if each.collective), None)
    if collective and (row.channel in OWN_WAY or tx.runs("CALL.EXTERNAL")):
        tx.afterwards.append(lambda: add_household(tx, collective.item_id, item, row.text))
        return
    if collective:
        tx.then("complaint.merge", {"into": collective.number}, item=item)
        return
    many = len(matters.households(tx.connection, found) | {mine}) >= matters.HOUSEHOLDS
    if many and (main := next((each for each in found if _enough(tx, each, mine)), None)):
        tx.then("complaint.gather", {}, item=tx.session.get(Item, main.item_id))


def _enough(tx: Tx, raised: matters.Raised, household: str) -> bool:
    """Whether five households, with this new one, raised what a complaint is about.

    What is like two matters counts for neither of them alone.
    """
    alike = matters.same(
        tx.connection, unit_id=raised.unit_id, place=raised.place, text=raised.text, now=tx.happened
    )  # fmt: skip
    single = [each for each in alike if not each.collective]
    return len(matters.households(tx.connection, single) | {household}) >= matters.HOUSEHOLDS


def others_of(tx: Tx, item: Item, row: Complaint) -> list[matters.Raised]:
    """The other unanswered complaints of the same matter that are not collective themselves."""
    found = matters.same(tx.connection, unit_id=item.unit_id, place=row.place, text=row.text, now=tx.happened)
    return [each for each in found if each.item_id != item.id and not each.collective]


def goes_own_way(tx: Tx, row: Complaint, main: Complaint) -> bool:
    """Whether a complaint is answered on its own beside a collective one.

    So is what came in a way of its own, what an outside office set a deadline for, and what weighs more: its reports
    upwards stay due.
    """
    deadline = timers.running_of(tx.connection, row.item_id, "CALL.EXTERNAL") is not None
    return row.channel in OWN_WAY or deadline or _weight(row) > _weight(main)


def _weight(row: Complaint) -> int:
    return list(Severity).index(row.severity or Severity.MINOR)


def count_households(tx: Tx, item: Item, others: list[matters.Raised]) -> int:
    """How many households raised the matter of a complaint: its own, those added to it, and those of the others."""
    own = {own_household(item), *(of_caller(caller) for caller in callers_of(tx, item.id or 0))} - {""}
    return len(own | matters.households(tx.connection, others))


def drop_callbacks(tx: Tx, reason: str) -> None:
    """Void the callbacks that are still to ask after an outcome which no longer stands."""
    ahead = col(Item.stage).in_(("due", "planned", "taken"))
    wanted = select(Item).where(Item.origin_id == tx.item.id, Item.ledger == "callback", ahead)
    for callback in tx.session.exec(wanted.order_by(col(Item.id))).all():
        tx.then("callback.void", {"reason": reason}, item=callback)
