"""Complaints (客户投诉处理登记表): manual chapter P07, the way through from intake to closing.

Three axes - validity, cause, severity - and three ways: a valid complaint is delivered, handled and replied to; one
that others must solve (assist) is referred in writing, explained and followed; an invalid one is explained.
"""

from datetime import datetime

from propdesk.errors import FormRefused, Refused
from propdesk.i18n import N_, Words
from propdesk.models.base import Choice
from propdesk.models.complaint import Cause, Complaint, ReplyHow, Severity, Validity
from propdesk.models.contact import Channel
from propdesk.models.department import Department
from propdesk.procedures import kit
from propdesk.procedures.forms import Count, Moment, PhoneNumber, UnitCode, ask
from propdesk.procedures.step import DESK, LEADERS, VOIDED, Moving, Opening, Procedure, Signing, Stage, label_of
from propdesk.procedures.tx import Tx

OPEN = ("received", "classified", "delivered", "contacted", "resolved", "replied", "explained")
HANDLED = ("received", "classified", "delivered", "contacted")
FACTS = ("event_time", "place", "accused", "demand", "contact_way")
"""The facts of G-COMP-02 beside the text itself; who is complained of may be "unknown"."""
UPWARDS = ("COMP.IMPORTANT_1H", "COMP.MAJOR_GM_SAMEDAY", "COMP.MAJOR_QA_1WD")
"""The clocks of reporting upwards."""
MAJOR_CLAIM_FEN = 100_000
"""Damages of 1,000 yuan make a complaint major (001 L170)."""


class Level(Choice):
    """Before whom the matter is brought."""

    MANAGER = "manager", N_("Manager in charge")
    GENERAL_MANAGER = "general_manager", N_("General manager")
    QUALITY = "quality", N_("Quality department")


class Receive(Opening[Complaint]):
    """Register a complaint at any hour: what was said is enough to begin, the clocks run from then."""

    key, label = "n", N_("New complaint")
    to = ("received",)
    starts = ("COMP.DELIVER_20M", "COMP.CONTACT_2H", "COMP.RESPOND_1WD")
    may_start = ("COMP.REPLY_AGREED", "CALL.EXTERNAL")
    may_meet = ("COMP.CONTACT_2H",)
    guards = ("G-COMP-01", "G-COMP-11")
    source = "004 COMP 4.1, 4.5.1; 003 4.2-4.3"
    says = N_("Complaint: {text}")

    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    text: str = ask(N_("Course of events"), lines=True)
    caller: str | None = ask(N_("Complainant"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    place: str | None = ask(N_("Where it happened"), default=None, max_length=80)
    event_time: str | None = ask(N_("When it happened"), default=None, max_length=80)
    accused: str | None = ask(N_("Who is complained of"), default=None, max_length=120)
    demand: str | None = ask(N_("What is asked for"), default=None, max_length=400)
    contact_way: str | None = ask(N_("How to reach the resident"), default=None, max_length=120)
    channel: Channel = ask(N_("Channel"), default=Channel.PHONE)
    reply_by: Moment | None = ask(N_("Reply agreed by"), default=None, prefer="future")
    their_number: str | None = ask(N_("Their number"), default=None, max_length=40)
    their_deadline: Moment | None = ask(N_("Their deadline"), default=None, prefer="future")

    def open(self, tx: Tx) -> Complaint:
        """Write the register; a reply time agreed in the first call meets the two hours at once."""
        kit.address(tx, text=self.text, unit=self.unit, place=self.place, person=self.caller, phone=self.phone)
        row = Complaint(
            item_id=0,
            channel=self.channel,
            their_number=self.their_number or "",
            text=self.text,
            event_time=self.event_time or "",
            place=self.place or tx.item.place,
            accused=self.accused or "",
            demand=self.demand or "",
            contact_way=self.contact_way or self.phone or "",
        )
        if self.their_deadline:
            kit.outside_deadline(tx, self.their_deadline)
        if self.reply_by:
            tx.start("COMP.CONTACT_2H")
            agree(tx, row, self.reply_by)
        return row


def agree(tx: Tx, row: Complaint, reply_by: datetime) -> None:
    """The resident was reached and a reply time agreed: the two hours are met, the agreed time runs."""
    row.contacted, row.reply_by = tx.happened, tx.ahead(reply_by, field="reply_by")
    tx.meet("COMP.CONTACT_2H")
    tx.start("COMP.REPLY_AGREED", due=reply_by, again=True)


def answered(tx: Tx) -> None:
    """The resident has an answer: every clock that waited for one is met."""
    for code in ("COMP.CONTACT_2H", "COMP.REPLY_AGREED", "COMP.RESPOND_1WD", "CALL.EXTERNAL"):
        tx.meet(code)


def check_ours(tx: Tx, row: Complaint) -> None:
    """Refuse to handle what was judged assist or invalid: it has its own way (G-COMP-11, G-COMP-15)."""
    if row.validity not in (None, Validity.VALID):
        tx.refuse("validity", N_("It is judged not to be ours. Explain it, or classify it anew as valid."))


class Classify(Moving[Complaint]):
    """Judge validity, cause and severity; a later change needs its reason. A rejected explanation is judged anew."""

    key, label = "l", N_("Classify")
    at, to = (*HANDLED, "explained"), HANDLED
    may_start = (
        "COMP.REPLY_2H_INVALID", "COMP.IMPORTANT_1H", "COMP.MAJOR_GM_SAMEDAY", "COMP.MAJOR_QA_1WD", "COMP.MINOR_2D",
        "COMP.DELIVER_20M", "COMP.DEVOWNED_FORWARD",
    )  # fmt: skip
    ends = (
        "COMP.DELIVER_20M", "COMP.REPLY_2H_INVALID", "COMP.MINOR_2D", "COMP.IMPORTANT_1H", "COMP.MAJOR_GM_SAMEDAY",
        "COMP.MAJOR_QA_1WD", "COMP.DEVOWNED_FORWARD", "COMP.PROGRESS",
    )  # fmt: skip
    guards = ("G-COMP-11",)
    source = "004 COMP 4.2, 4.6; 003 4.1; 001 L170"
    says = N_("Classified: {validity}, cause {cause}, {severity}")

    validity: Validity = ask(N_("Validity"), default=Validity.VALID)
    cause: Cause = ask(N_("Cause"), default=Cause.MANAGEMENT)
    severity: Severity = ask(N_("Severity"), default=Severity.MINOR)
    claim_yuan: Count | None = ask(N_("Damages claimed, yuan"), default=None)
    reason: str | None = ask(N_("Reason for a change"), default=None, max_length=400)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """The present judgement is shown."""
        return frozenset({"validity", "cause", "severity"})

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Judge, and let the clocks follow the judgement."""
        if row.validity is not None and not self.reason:
            tx.refuse("reason", N_("It is classified already. Say why the judgement changes."), field="reason")
        since = None if row.validity else tx.item.opened
        row.validity, row.cause, row.severity = self.validity, self.cause, self.severity
        row.claim_fen = (self.claim_yuan or 0) * 100
        if row.claim_fen >= MAJOR_CLAIM_FEN:
            row.severity = Severity.MAJOR
            tx.facts["severity"] = {"word": Severity.MAJOR.label, "value": Severity.MAJOR.value}
        tx.item.urgent = row.severity is Severity.MAJOR
        self._severity_clocks(tx, row, since)
        self._validity_clocks(tx, row)
        if tx.item.stage == "explained":
            row.explained = None
            tx.end("COMP.PROGRESS")
        tx.go(tx.item.stage if tx.item.stage in ("classified", "delivered", "contacted") else "classified")

    def _severity_clocks(self, tx: Tx, row: Complaint, since: datetime | None) -> None:
        """The clocks of a severity run from the receipt; from now where the judgement changed later."""
        wanted = {
            Severity.MINOR: ("COMP.MINOR_2D",),
            Severity.IMPORTANT: ("COMP.IMPORTANT_1H",),
            Severity.MAJOR: ("COMP.MAJOR_GM_SAMEDAY", "COMP.MAJOR_QA_1WD"),
        }
        due = wanted[row.severity] if row.severity and row.validity is Validity.VALID else ()
        for code in (code for codes in wanted.values() for code in codes if code not in due):
            tx.end(code)
        for code in due:
            tx.start(code, since=since)

    def _validity_clocks(self, tx: Tx, row: Complaint) -> None:
        if row.validity is Validity.VALID:
            tx.end("COMP.REPLY_2H_INVALID")
            tx.end("COMP.DEVOWNED_FORWARD")
            if row.delivered is None:
                tx.start("COMP.DELIVER_20M")
            return
        tx.end("COMP.DELIVER_20M")
        tx.start("COMP.REPLY_2H_INVALID")
        if row.validity is Validity.ASSIST and row.cause is Cause.DEVELOPER:
            tx.start("COMP.DEVOWNED_FORWARD")
        else:
            tx.end("COMP.DEVOWNED_FORWARD")


class Deliver(Moving[Complaint]):
    """Put the complaint into the hands of the department that must act, within 20 minutes of its receipt."""

    key, label = "d", N_("Deliver")
    at, to = HANDLED, ("delivered", "contacted")
    meets = ("COMP.DELIVER_20M",)
    starts = ("COMP.PROGRESS",)
    guards = ("G-COMP-02",)
    source = "004 COMP 4.1.2, 4.3.1, 4.5.1a"
    says = N_("Delivered to {department}, taken by {received_by}")

    department: Department = ask(N_("Department"))
    received_by: str = ask(N_("Received by"), max_length=40)
    event_time: str | None = ask(N_("When it happened"), default=None, max_length=80)
    place: str | None = ask(N_("Where it happened"), default=None, max_length=120)
    accused: str | None = ask(
        N_("Who is complained of"), default=None, max_length=120, help=N_("Write “unknown” if nobody can be named.")
    )
    demand: str | None = ask(N_("What is asked for"), default=None, max_length=400)
    contact_way: str | None = ask(N_("How to reach the resident"), default=None, max_length=120)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """The facts known so far are shown."""
        return frozenset(FACTS)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """All six facts must be in, then it is handed over."""
        check_ours(tx, row)
        for name in FACTS:
            setattr(row, name, getattr(self, name) or getattr(row, name))
        if missing := [name for name in FACTS if not getattr(row, name)]:
            raise FormRefused({name: self._missing(name) for name in missing})
        row.department, row.received_by, row.delivered = self.department, self.received_by, tx.happened
        tx.go("contacted" if row.contacted else "delivered")

    def _missing(self, name: str) -> Refused:
        message = N_("Before delivery the sheet needs: {label}.")
        return Refused("G-COMP-02", message, field=name, label=Words(label_of(type(self), name)))


class Contact(Moving[Complaint]):
    """Reach the resident within two hours and agree when the reply comes."""

    key, label = "c", N_("Contact the resident")
    at, to = HANDLED, HANDLED
    meets = ("COMP.CONTACT_2H", "COMP.RESPOND_1WD")
    starts = ("COMP.REPLY_AGREED",)
    source = "003 4.3.1, 4.4.1"
    says = N_("Resident reached; reply agreed by {reply_by}")

    reply_by: Moment = ask(N_("Reply agreed by"), prefer="future")
    words: str | None = ask(N_("What was said"), default=None, lines=True)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Agree; a later agreement replaces the earlier one and judges it."""
        agree(tx, row, self.reply_by)
        tx.go("contacted" if tx.item.stage == "delivered" else tx.item.stage)


class Progress(Moving[Complaint]):
    """What has been done, and whether the resident was told."""

    key, label = "o", N_("Progress")
    at = ("delivered", "contacted", "explained")
    may_meet = ("COMP.PROGRESS", "COMP.RESPOND_1WD")
    may_start = ("COMP.PROGRESS",)
    source = "003 4.4.2, 4.4.3, 4.9.1"
    says = N_("Progress: {text} (resident told: {told})")

    text: str = ask(N_("What has been done"), lines=True)
    told: bool = ask(N_("Resident told"), default=True)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Telling the resident meets the interval and starts the next one."""
        if self.told:
            tx.meet("COMP.PROGRESS")
            tx.meet("COMP.RESPOND_1WD")
            tx.start("COMP.PROGRESS")


class Escalate(Moving[Complaint]):
    """Bring the matter before the manager, the general manager or the quality department."""

    key, label = "u", N_("Report upwards")
    at = OPEN
    may_meet = UPWARDS
    guards = ("G-COMP-08",)
    source = "004 COMP 4.5.2, 4.3.3; 001 L170"
    says = N_("Reported to {level}: {whom}")

    level: Level = ask(N_("Reported to"))
    whom: str = ask(N_("Name"), max_length=80)
    note: str | None = ask(N_("Instruction received"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Each level meets its own clock; the higher one covers the manager's hour."""
        tx.meet("COMP.IMPORTANT_1H")
        if self.level is Level.GENERAL_MANAGER:
            tx.meet("COMP.MAJOR_GM_SAMEDAY")
        if self.level is Level.QUALITY:
            tx.meet("COMP.MAJOR_QA_1WD")


class Resolve(Moving[Complaint]):
    """Write the result down; settled on the spot, the resident is answered within two hours."""

    key, label = "s", N_("Resolve")
    at, to = HANDLED, ("resolved",)
    meets = ("COMP.MINOR_2D",)
    may_start = ("COMP.REPLY_2H_SPOT",)
    ends = ("COMP.DELIVER_20M", "COMP.PROGRESS")
    guards = ("G-COMP-03",)
    source = "003 4.3.1, 4.4.8, 4.7.1"
    says = N_("Resolved: {result}")

    result: str = ask(N_("Result"), lines=True)
    on_spot: bool = ask(N_("Settled on the spot"), default=False)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Without delivery only what was settled on the spot can be resolved."""
        check_ours(tx, row)
        if row.delivered is None and not self.on_spot:
            tx.refuse(
                "on_spot", N_("It was never delivered. Deliver it, or mark it settled on the spot."), field="on_spot"
            )
        row.result, row.on_spot, row.resolved = self.result, self.on_spot, tx.happened
        tx.end("COMP.DELIVER_20M")
        tx.end("COMP.PROGRESS")
        if self.on_spot:
            tx.start("COMP.REPLY_2H_SPOT")


class Reply(Moving[Complaint]):
    """Tell the resident the result and write down the opinion; a rejected outcome goes back into handling."""

    key, label = "r", N_("Reply")
    at, to = ("resolved",), ("replied", "contacted")
    meets = ("COMP.REPLY_AGREED", "COMP.REPLY_2H_SPOT", "COMP.CONTACT_2H", "COMP.RESPOND_1WD", "CALL.EXTERNAL")
    may_start = ("COMP.REPLY_AGREED", "COMP.PROGRESS")
    signs = (Signing("resident", N_("Resident's signature")),)
    guards = ("G-COMP-03", "G-COMP-06", "G-COMP-14")
    source = "003 4.4.7, 4.7, 4.8.1, 4.11.1"
    says = N_("Replied {how}; satisfied: {satisfied}; opinion: {opinion}")

    how: ReplyHow = ask(N_("How"), default=ReplyHow.PHONE)
    opinion: str = ask(N_("Resident's opinion"), lines=True)
    satisfied: bool = ask(N_("Satisfied"), default=True)
    reply_by: Moment | None = ask(
        N_("New reply agreed by"), default=None, must=True, when=("satisfied", ("no",)), prefer="future"
    )

    def apply(self, tx: Tx, row: Complaint) -> None:
        """A reply by visit is signed by the resident; by telephone the opinion is written in."""
        if self.how is ReplyHow.VISIT and "resident" not in tx.signed:
            tx.refuse("G-COMP-06", N_("A reply by visit needs the resident's signature."), field="how")
        row.reply_how, row.opinion, row.satisfied, row.replied = self.how, self.opinion, self.satisfied, tx.happened
        answered(tx)
        tx.meet("COMP.REPLY_2H_SPOT")
        if self.satisfied or self.reply_by is None:
            tx.go("replied")
            return
        row.rejections, row.resolved = row.rejections + 1, None
        agree(tx, row, self.reply_by)
        tx.start("COMP.PROGRESS")
        tx.go("contacted")


class Explain(Moving[Complaint]):
    """Explain patiently what is not ours, within two hours; what others must solve goes to them in writing."""

    key, label = "h", N_("Explain")
    at, to = ("classified", "delivered", "contacted"), ("explained",)
    aside = True
    meets = (
        "COMP.REPLY_2H_INVALID", "COMP.DEVOWNED_FORWARD", "COMP.CONTACT_2H", "COMP.RESPOND_1WD", "COMP.REPLY_AGREED",
        "CALL.EXTERNAL",
    )  # fmt: skip
    may_start = ("COMP.PROGRESS",)
    ends = ("COMP.PROGRESS",)
    guards = ("G-COMP-11", "G-COMP-15")
    source = "003 4.4.3, 4.4.4, 4.10.1; 004 COMP 4.3.4"
    says = N_("Explained: {explanation}; resident: {reaction}; referred in writing to {referred_to}")

    explanation: str = ask(N_("Explanation"), lines=True)
    reaction: str = ask(N_("Resident's reaction"), max_length=400)
    referred_to: str | None = ask(N_("Referred in writing to"), default=None, max_length=120)
    letter: str | None = ask(N_("Letter (number or date)"), default=None, max_length=80)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Only for what was judged assist or invalid; assist needs the letter and stays followed."""
        if row.validity not in (Validity.ASSIST, Validity.INVALID):
            tx.refuse("validity", N_("Only what was judged invalid or for others to solve is explained."))
        if row.validity is Validity.ASSIST and not (self.referred_to and self.letter):
            field = "letter" if self.referred_to else "referred_to"
            tx.refuse("G-COMP-15", N_("It goes to the solving body in writing: name it, and the letter."), field=field)
        row.explanation, row.explained, row.opinion = self.explanation, tx.happened, self.reaction
        row.referred_to = self.referred_to or ""
        tx.end("COMP.PROGRESS")
        if row.validity is Validity.ASSIST:
            tx.start("COMP.PROGRESS")


class Close(Moving[Complaint]):
    """Close it: a result stands and the resident was answered, or it was explained and followed."""

    key, label = "k", N_("Close")
    at, to = ("replied", "explained"), ("closed",)
    by = DESK | LEADERS
    meets = ("COMP.PROGRESS",)
    guards = ("G-COMP-03", "G-COMP-08", "G-COMP-14")
    source = "001 L70; 003 4.4.8, 4.4.9; 004 COMP 4.3.3"
    says = N_("Closed: {outcome}")

    outcome: str = ask(N_("How it ended"), max_length=400)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Refuse while nothing was answered or the resident rejects the outcome."""
        if row.explained is None and not (row.result and row.replied):
            tx.refuse("G-COMP-03", N_("There is no written result with a reply to the resident yet."))
        if row.explained is None and row.satisfied is False:
            tx.refuse("G-COMP-14", N_("The resident rejects the outcome. Handle it again before closing."))
        if row.severity is Severity.MAJOR and not tx.actor.roles & LEADERS:
            tx.refuse("G-COMP-08", N_("A major complaint is closed by a supervisor or manager. Report it upwards."))
        if owed := next((code for code in UPWARDS if tx.runs(code)), None):
            tx.refuse("G-COMP-08", N_("{code} is still owed: report it upwards before closing."), code=owed)


class Press(kit.Press[Complaint]):
    """The resident rings again about a complaint."""

    at = OPEN
    settled = ("replied", "explained")
    may_start = ("COMP.CONTACT_2H",)


class Introduce(kit.Introduce[Complaint]):
    """A colleague takes the complaint over."""

    at = OPEN


class Attempt(kit.Attempt[Complaint]):
    """One try to reach somebody about a complaint."""

    at = OPEN


class Pause(kit.Pause[Complaint]):
    """A clock of the complaint waits."""

    at = OPEN


class Resume(kit.Resume[Complaint]):
    """A clock of the complaint goes on."""

    at = OPEN


class Correct(kit.Correct[Complaint]):
    """Correct a complaint, also a closed one."""

    at = (*OPEN, "closed")

    event_time: str | None = ask(N_("When it happened"), default=None, max_length=80)
    accused: str | None = ask(N_("Who is complained of"), default=None, max_length=120)
    demand: str | None = ask(N_("What is asked for"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """What the sheet took over from the item follows it."""
        place, phone = tx.item.place, tx.item.phone
        super().apply(tx, row)
        row.place = tx.item.place if row.place == place else row.place
        row.contact_way = tx.item.phone if row.contact_way == phone else row.contact_way


class Void(kit.Void[Complaint]):
    """Void a complaint entered by mistake; an invalid complaint is explained, never voided (G-COMP-11)."""

    at = (*OPEN, "closed")

    def apply(self, tx: Tx, row: Complaint) -> None:
        """An invalid complaint stays registered."""
        if row.validity is Validity.INVALID:
            tx.refuse("G-COMP-11", N_("An invalid complaint is explained, not voided."))


PROCEDURE = Procedure(
    ledger="complaint",
    prefix="TS",
    title=N_("Complaints"),
    chapters=("P07",),
    form="客户投诉处理登记表",
    row=Complaint,
    stages=(
        Stage("received", N_("Received")),
        Stage("classified", N_("Classified")),
        Stage("delivered", N_("Delivered")),
        Stage("contacted", N_("Resident contacted")),
        Stage("resolved", N_("Resolved")),
        Stage("replied", N_("Replied")),
        Stage("explained", N_("Explained")),
        Stage("closed", N_("Closed"), final=True),
        VOIDED,
    ),
    steps=(
        Receive, Deliver, Contact, Progress, Resolve, Reply, Close, Classify, Explain, Escalate, Press, Attempt,
        Introduce, Pause, Resume, Correct, Void,
    ),
)  # fmt: skip
