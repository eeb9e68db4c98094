"""The forms of requests: dispatch slip, complaint sheet, callback sheet (manual P06, P07, P08)."""

from propdesk.i18n import N_, joined, say
from propdesk.models.callback import CallbackHow, Rating
from propdesk.models.department import Department
from propdesk.printing.documents import Answers, Form
from propdesk.printing.paper import Row


def _dispatch(know: Answers) -> tuple[Row, ...]:
    item, service, of = know.facts.item, know.facts.row.get("service"), know.of
    kind = (N_("Service"), know.word(str(service))) if service else (N_("Trade"), of("trade"))
    urgent = know.word(N_("Urgent")) if item.urgent else ""
    return (
        know.row((N_("Order number"), item.number), (N_("Department"), of("department")), (N_("Worker"), of("worker"))),
        know.row(*_whom(know)),
        know.row(kind, (N_("Agreed time"), of("agreed")), (N_("Urgency"), urgent)),
        know.text(N_("Job"), of("text"), least=2),
        know.row(
            (N_("Warranty"), of("warranty")), (N_("Price"), _price(know)), (N_("Dispatched at"), of("dispatched"))
        ),
        know.row((N_("Work began"), of("arrived")), (N_("Work ended"), of("finished"))),
        know.text(N_("Work done, material"), of("result"), least=2),
        know.row((N_("Timeliness"), know.boxes(Rating)), (N_("Quality"), know.boxes(Rating))),
        know.row((N_("Manner"), know.boxes(Rating)), (N_("On the whole"), know.boxes(Rating))),
        know.text(N_("Customer's opinion"), "", least=2),
    )


def _whom(know: Answers) -> tuple[tuple[str, str], ...]:
    """Where to go, and whom to ask for."""
    item, place = know.facts.item, know.of("place")
    where = item.place if place in ("", item.place) else f"{item.place} {place}".strip()
    return (
        (N_("Unit or place"), where),
        (N_("Resident"), item.person),
        (N_("Phone"), item.phone),
    )


def _price(know: Answers) -> str:
    """The quote of paid work, and when it was accepted."""
    if not know.facts.row.get("paid"):
        return ""
    fen = know.facts.row.get("quote_fen")
    accepted = know.of("quote_accepted")
    return ("" if fen is None else know.yuan(fen)) + (
        say(N_(", accepted {when}"), {"when": accepted}, know.language) if accepted else ""
    )


_FLAGS = {
    "collective": N_("Collective"),
    "repeat": N_("Repeated"),
    "public": N_("Public interest"),
    "beyond": N_("Beyond our power"),
}


def _complaint(know: Answers) -> tuple[Row, ...]:
    item, of, claim = know.facts.item, know.of, int(know.facts.row.get("claim_fen") or 0)
    claimed = know.yuan(claim) if claim else ""
    callbacks = joined(know.facts.callbacks, know.language)
    return (
        know.row(
            (N_("Received at"), know.said(item.opened)), (N_("Channel"), of("channel")),
            (N_("Their number"), of("their_number")),
        ),
        know.row((N_("Complainant"), item.person), (N_("Unit or place"), item.place), (N_("Phone"), item.phone)),
        know.row(
            (N_("When it happened"), of("event_time")), (N_("Where it happened"), of("place")),
            (N_("How to reach the resident"), of("contact_way")),
        ),
        know.row((N_("Who is complained of"), of("accused"))),
        know.text(N_("Course of events"), of("text"), least=5),
        know.text(N_("What is asked for"), of("demand"), least=2),
        know.row(
            (N_("First receiver"), item.receiver), (N_("Validity"), of("validity")), (N_("Cause"), of("cause"))
        ),
        know.row((N_("Severity"), of("severity")), (N_("Damages claimed"), claimed), (N_("Marks"), know.flags(_FLAGS))),
        know.row(
            (N_("Department"), _departments(know)), (N_("Delivered at"), of("delivered")),
            (N_("Received by"), of("received_by")),
        ),
        know.row((N_("Resident reached at"), of("contacted")), (N_("Reply agreed by"), of("reply_by"))),
        know.text(N_("Measures"), of("measures"), least=4),
        know.text(N_("Result"), of("result"), least=4),
        know.text(N_("Explanation"), of("explanation"), least=2),
        know.row(
            (N_("Reply given"), of("reply_how")), (N_("Replied at"), of("replied")),
            (N_("Satisfied"), know.yes_no("satisfied")),
        ),
        know.text(N_("Resident's opinion"), of("opinion"), least=3),
        _review(know),
        know.text(N_("Manager's opinion"), _with(of("manager_opinion"), of("signed")), least=2),
        know.row((N_("Closed on"), know.said(item.closed)), (N_("Callback number"), callbacks)),
    )  # fmt: skip


def _review(know: Answers) -> Row:
    text = _with(know.of("review"), know.person("reviewer_id"), know.of("reviewed"))
    return know.text(N_("Supervisor's review"), text, least=2)


def _departments(know: Answers) -> str:
    """The department it was delivered to, or all that deal with it."""
    several = str(know.facts.row.get("departments") or "").split(", ")
    names = [know.said(Department(each)) for each in several if each in set(Department)]
    return joined(names, know.language) or know.of("department")


def _with(text: str, *more: str) -> str:
    """A text with who wrote it and when, if it was written."""
    return "  ".join(part for part in (text, *more) if part) if text else ""


def _callback(know: Answers) -> tuple[Row, ...]:
    facts, row, of = know.facts, know.facts.row, know.of

    def rated(label: str, column: str) -> tuple[str, str]:
        return label, know.boxes(Rating, row.get(column))

    return (
        know.row(
            (N_("Callback number"), facts.item.number), (N_("Source case"), facts.origin), (N_("Kind"), of("kind"))
        ),
        know.row(*_whom(know)),
        know.row(
            (N_("Called by"), know.person("caller_id")), (N_("Attends"), of("attendant")),
            (N_("Finished at"), of("since")),
        ),
        know.text(N_("Matter called back"), of("text")),
        know.row(
            (N_("How"), know.boxes(CallbackHow, row.get("how"))), (N_("Number"), of("number")),
            (N_("Called back at"), of("done")),
        ),
        know.row((N_("Satisfied"), know.yes_no("satisfied"))),
        know.row(rated(N_("Quality"), "quality"), rated(N_("Effect"), "effect")),
        know.row(rated(N_("Timeliness"), "timeliness"), rated(N_("Manner"), "manner")),
        know.text(N_("Resident's opinion"), of("opinion"), least=2),
        know.text(N_("Shortcomings"), of("shortcomings")),
        know.text(N_("Suggestions"), of("suggestions")),
        _review(know),
        know.text(N_("Office manager's decision"), of("decision")),
    )  # fmt: skip


DISPATCH = Form(
    N_("Dispatch slip"),
    _dispatch,
    (N_("Worker"), N_("Customer"), N_("Received by the centre")),
    (N_("Copy 1: stays with the department"), N_("Copy 2: signed, back to the centre")),
)
COMPLAINT = Form(
    N_("Complaint sheet"),
    _complaint,
    (N_("First receiver"), N_("Department"), N_("Resident"), N_("Supervisor"), N_("Service manager")),
    (N_("Copy 1: stays with the centre"), N_("Copy 2: for the department")),
    halves=False,
)
CALLBACK = Form(
    N_("Callback sheet"),
    _callback,
    (N_("Sheet taken by"), N_("Resident"), N_("Called by"), N_("Supervisor")),
    (N_("Copy 1: stub, stays with the centre"), N_("Copy 2: with the caller, back to the centre")),
)
