"""Complaints: judged, delivered, handled, brought upwards (P07)."""

from propdesk.errors import FormRefused, Refused
from propdesk.i18n import N_, Words
from propdesk.models.base import Choice
from propdesk.models.complaint import Cause, Complaint, Severity, Validity
from propdesk.models.department import Department
from propdesk.procedures import complaint_matter as matter
from propdesk.procedures import kit
from propdesk.procedures.complaint_matter import AT_WORK, FACTS, HANDLED, OPEN, UPWARDS
from propdesk.procedures.forms import Colleague, Count, Moment, ask
from propdesk.procedures.step import (
    DESK,
    LEADERS,
    NOBODY,
    Moving,
    label_of,
)
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import word


class Level(Choice):
    """Before whom the matter is brought."""

    MANAGER = "manager", N_("Manager in charge")
    CENTRE_MANAGER = "centre_manager", N_("Centre manager")
    OFFICE_MANAGER = "office_manager", N_("Office manager")
    GENERAL_MANAGER = "general_manager", N_("General manager")
    QUALITY = "quality", N_("Quality department")
    DEVELOPER = "developer", N_("Developer")
    COMPANY = "company", N_("Company")


OF_LEVEL = {
    Level.GENERAL_MANAGER: "COMP.MAJOR_GM_SAMEDAY",
    Level.QUALITY: "COMP.MAJOR_QA_1WD",
    Level.CENTRE_MANAGER: "COMP.COLLECTIVE_NOW",
    Level.OFFICE_MANAGER: "COMP.REPEAT_MEETING",
}
"""The clock that each level meets, beside the manager's hour."""
OUTSIDE_THE_LINE = (Level.QUALITY, Level.DEVELOPER)
"""Who is no manager over the desk: telling them does not bring it before the manager in charge."""


class Classify(Moving[Complaint]):
    """Judge validity, cause and severity; a later change needs its reason. A rejected explanation is judged anew."""

    key, label = "l", N_("Classify")
    at, to = (*HANDLED, "explained"), HANDLED
    may_start = (
        "COMP.REPLY_2H_INVALID", "COMP.IMPORTANT_1H", "COMP.MAJOR_GM_SAMEDAY", "COMP.MAJOR_QA_1WD", "COMP.MINOR_2D",
        "COMP.DELIVER_20M", "COMP.DEVOWNED_FORWARD", "COMP.MAJOR_AGE_1M", "DUTY.MAJOR_NOW",
    )  # fmt: skip
    ends = (
        "COMP.DELIVER_20M", "COMP.REPLY_2H_INVALID", "COMP.MINOR_2D", "COMP.IMPORTANT_1H", "COMP.MAJOR_GM_SAMEDAY",
        "COMP.MAJOR_QA_1WD", "COMP.DEVOWNED_FORWARD", "COMP.MAJOR_AGE_1M", "COMP.PROGRESS", "COMP.DEVOWNED_FEEDBACK",
        "DUTY.MAJOR_NOW", *matter.DROPPED,
    )  # fmt: skip
    guards = ("G-COMP-11",)
    source = "004 COMP 4.2, 4.6; 003 4.1; 001 L167, L170"
    says = N_("Classified: {validity}, cause {cause}, {severity}")

    validity: Validity = ask(N_("Validity"), default=Validity.VALID)
    cause: Cause = ask(N_("Cause"), default=Cause.MANAGEMENT)
    severity: Severity = ask(N_("Severity"), default=Severity.MINOR)
    claim_yuan: Count | None = ask(N_("Damages claimed, yuan"), default=None)
    public: bool = ask(N_("Of public interest"), default=False)
    reason: str | None = ask(N_("Reason for a change"), default=None, max_length=400)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """The present judgement is shown."""
        return frozenset({"validity", "cause", "severity", "public"})

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Judge, and let the clocks follow the judgement."""
        if row.validity is not None and not self.reason:
            tx.refuse("reason", N_("It is classified already. Say why the judgement changes."), field="reason")
        self._check_lowering(tx, row)
        since = None if row.validity else matter.begun(tx, row)
        row.validity, row.cause, row.severity, row.public = self.validity, self.cause, self.severity, self.public
        row.claim_fen = row.claim_fen if self.claim_yuan is None else self.claim_yuan * 100
        if row.claim_fen >= matter.MAJOR_CLAIM_FEN:
            row.severity = Severity.MAJOR
            tx.facts["severity"] = word(Severity.MAJOR.value, Severity.MAJOR.label)
        tx.item.urgent = row.severity is Severity.MAJOR
        matter.severity_clocks(tx, row, since)
        matter.validity_clocks(tx, row)
        if tx.item.stage == "explained":
            row.explained, row.finished, row.called_back, row.verified = None, None, None, None
            for code in ("COMP.PROGRESS", "COMP.DEVOWNED_FEEDBACK", *matter.DROPPED):
                tx.end(code)
        tx.go(tx.item.stage if tx.item.stage in ("classified", *AT_WORK) else "classified")

    def _check_lowering(self, tx: Tx, row: Complaint) -> None:
        """Refuse that somebody else than a supervisor takes away a weight that has its report upwards."""
        heavy = row.severity in (Severity.IMPORTANT, Severity.MAJOR) and row.validity is Validity.VALID
        order = list(Severity)
        lowered = self.validity is not Validity.VALID or order.index(self.severity) < order.index(
            row.severity or Severity.MINOR
        )
        if heavy and lowered and not tx.actor.roles & LEADERS:
            tx.refuse("severity", N_("What was judged important or major is judged lighter by a supervisor alone."),
                      field="severity")  # fmt: skip


class TurnMajor(Moving[Complaint]):
    """Not solved in a month it becomes a major complaint by itself; the supervisor confirms or changes it."""

    label = N_("Becomes major by age")
    at = HANDLED
    by = NOBODY
    hidden = True
    may_start = ("COMP.MAJOR_GM_SAMEDAY", "COMP.MAJOR_QA_1WD")
    source = "004 COMP 4.6.1c"
    says = N_("Not solved within a month: a major complaint from now on")

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Start the clocks of a major complaint, unless it is one already."""
        if row.severity is Severity.MAJOR:
            return
        row.severity, tx.item.urgent = Severity.MAJOR, True
        tx.start("COMP.MAJOR_GM_SAMEDAY")
        tx.start("COMP.MAJOR_QA_1WD")


class Deliver(Moving[Complaint]):
    """Put the complaint into the hands of the department that must act, within 20 minutes of its receipt."""

    key, label = "d", N_("Deliver")
    at, to = HANDLED, AT_WORK
    meets = ("COMP.DELIVER_20M", "COMP.RECORD_NOW")
    starts = ("COMP.PROGRESS",)
    may_start = ("COMP.LONG_FORM_1WD", "COMP.MAINT_ONSITE_5M")
    guards = ("G-COMP-02", "G-COMP-09")
    source = "004 COMP 4.1.2, 4.3.1, 4.3.2, 4.5.1a; 001 L46; 002 L55"
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
    on_site: bool = ask(N_("A repairer goes there at once"), default=False)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """The facts known so far are shown."""
        return frozenset(FACTS)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """All six facts must be in, then it is handed over; a second department needs a coordinator."""
        matter.check_ours(tx, row)
        for name in FACTS:
            setattr(row, name, getattr(self, name) or getattr(row, name))
        if missing := matter.missing_facts(row):
            raise FormRefused({name: self._missing(name) for name in missing})
        if row.department not in (None, self.department) and row.coordinator_id is None:
            tx.refuse(
                "G-COMP-09", N_("A second department acts on it: name first who coordinates."), field="department"
            )
        row.department, row.received_by = self.department, self.received_by
        row.delivered = row.delivered or tx.happened
        known = row.departments.split(", ") if row.departments else []
        row.departments = ", ".join(dict.fromkeys((*known, self.department.value)))
        if row.long_form is None:
            tx.start("COMP.LONG_FORM_1WD")
        if self.on_site:
            tx.start("COMP.MAINT_ONSITE_5M")
        tx.go("contacted" if row.contacted else "delivered")

    def _missing(self, name: str) -> Refused:
        message = N_("Before delivery the sheet needs: {label}.")
        return Refused("G-COMP-02", message, field=name, label=Words(label_of(type(self), name)))


class Arrive(Moving[Complaint]):
    """The repairer is on site: within five minutes of being told (002 L55)."""

    aside = True
    key, label = "y", N_("Repairer on site")
    at = AT_WORK
    meets = ("COMP.MAINT_ONSITE_5M",)
    source = "002 L55"
    says = N_("{who} is on site")

    who: str = ask(N_("Who is there"), max_length=80)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """The clock is all there is to it."""


class Coordinate(Moving[Complaint]):
    """Two or more departments: the supervisor or manager on duty coordinates them."""

    aside = True
    key, label = "b", N_("Name who coordinates")
    at = HANDLED
    by = DESK | LEADERS
    guards = ("G-COMP-09",)
    source = "004 COMP 4.3.2"
    says = N_("{coordinator} coordinates: {among}")

    coordinator: Colleague = ask(N_("Who coordinates"), max_length=40)
    departments: str = ask(N_("Departments"), help=N_("One or more, with commas: engineering, security, cleaning ..."))

    def apply(self, tx: Tx, row: Complaint) -> None:
        """The coordinator becomes responsible for it."""
        matter.check_ours(tx, row)
        found = tx.colleague(self.coordinator, field="coordinator")
        if not matter.may_coordinate(tx, found):
            tx.refuse("G-COMP-09", N_("{name} is neither supervisor nor centre manager, who coordinate."),
                      field="coordinator", name=found.name)  # fmt: skip
        among = kit.departments_of(tx, self.departments)
        row.departments = ", ".join(department.value for department in among)
        row.coordinator_id = tx.item.owner_id = found.id or 0
        tx.facts["among"] = [word(department.value, department.label) for department in among]


class Contact(Moving[Complaint]):
    """Reach the resident within two hours and agree when the reply comes."""

    key, label = "c", N_("Contact the resident")
    at, to = HANDLED, HANDLED
    meets = ("COMP.CONTACT_2H", "COMP.RESPOND_1WD", "COMP.REPLY_SAMEDAY_SUP")
    starts = ("COMP.REPLY_AGREED",)
    may_start = ("COMP.SLOW_FORM_NOW",)
    source = "003 4.3.1, 4.4.1, 4.7.2"
    says = N_("Resident reached; reply agreed by {reply_by}")

    reply_by: Moment = ask(N_("Reply agreed by"), prefer="future")
    words: str | None = ask(N_("What was said"), default=None, lines=True)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Agree; a later agreement replaces the earlier one and judges it."""
        matter.agree(tx, row, self.reply_by)
        tx.go("contacted" if tx.item.stage == "delivered" else tx.item.stage)


class Progress(Moving[Complaint]):
    """What has been done, and whether the resident was told."""

    key, label = "o", N_("Progress")
    at = (*AT_WORK, "explained")
    may_meet = ("COMP.PROGRESS", "COMP.DEVOWNED_FEEDBACK", "COMP.RESPOND_1WD")
    may_start = ("COMP.PROGRESS", "COMP.DEVOWNED_FEEDBACK")
    source = "003 4.4.2, 4.4.3, 4.9.1; 001 L51"
    says = N_("Progress: {text} (resident told: {told})")

    text: str = ask(N_("What has been done"), lines=True)
    told: bool = ask(N_("Resident told"), default=True)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Telling the resident meets the interval and starts the next one, until it is finished."""
        if not self.told:
            return
        for code in type(self).may_meet:
            tx.meet(code)
        if row.finished is None and not (tx.item.stage == "explained" and row.validity is Validity.INVALID):
            developer = tx.item.stage == "explained" and matter.to_developer(row)
            tx.start("COMP.DEVOWNED_FEEDBACK" if developer else "COMP.PROGRESS")


class Plan(Moving[Complaint]):
    """What cannot be solved for now gets a plan with a date, explained to the resident."""

    aside = True
    key, label = "f", N_("Plan what cannot be solved now")
    at = HANDLED
    starts = ("COMP.PROGRESS",)
    may_start = ("COMP.REPLY_AGREED", "COMP.SLOW_FORM_NOW")
    meets = ("COMP.CONTACT_2H", "COMP.RESPOND_1WD", "COMP.REPLY_SAMEDAY_SUP")
    guards = ("G-COMP-13",)
    source = "002 L55"
    says = N_("Cannot be solved for now; planned until {plan_by}: {plan}")

    plan: str = ask(N_("The plan"), lines=True)
    plan_by: Moment = ask(N_("Solved by"), prefer="future")
    explained_to: bool = ask(N_("Explained to the resident"), default=False)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """The plan made before is shown."""
        return frozenset({"plan", "plan_by"})

    def apply(self, tx: Tx, row: Complaint) -> None:
        """The reply is now due on the date of the plan."""
        matter.check_ours(tx, row)
        if not self.explained_to:
            tx.refuse("G-COMP-13", N_("Explain the plan and its date to the resident, then mark it."),
                      field="explained_to")  # fmt: skip
        row.plan, row.plan_by = self.plan, tx.ahead(self.plan_by, field="plan_by")
        matter.agree(tx, row, self.plan_by)


class LongForm(Moving[Complaint]):
    """The full handling record, for what takes long, cannot be solved promptly or came from the quality department."""

    aside = True
    key, label = "j", N_("Fill the long form")
    at = OPEN
    meets = ("COMP.LONG_FORM_1WD", "COMP.SLOW_FORM_NOW", "COMP.QA_FILL_1WD")
    source = "001 L46, L69; 003 4.3.1"
    says = N_("Long form: cause {found}; measures {measures}; expected to end {expected}")

    found: str = ask(N_("Cause found"), lines=True)
    measures: str = ask(N_("Measures"), lines=True)
    expected: Moment = ask(N_("Expected to end"), prefer="future")
    notified: str = ask(N_("Post notified"), max_length=80)
    supervisor: str = ask(N_("Supervisor told"), max_length=80)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """The measures written before are shown."""
        return frozenset({"measures"})

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Keep when it was filled, and the measures."""
        row.long_form, row.measures = tx.happened, self.measures


class TakeOver(Moving[Complaint]):
    """A supervisor or manager handles it personally: same-day reply, and the way on after a rejected outcome."""

    aside = True
    key, label = "a", N_("Take it over")
    at = HANDLED
    by = LEADERS
    starts = ("COMP.REPLY_SAMEDAY_SUP",)
    guards = ("G-COMP-14",)
    source = "003 4.4.7, 4.7.2, 4.11.1"
    says = N_("Taken over: {note}")

    note: str = ask(N_("What the earlier course shows"), max_length=400)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Whoever takes it over becomes responsible."""
        matter.check_ours(tx, row)
        row.taken_over, tx.item.owner_id = tx.happened, tx.actor.id


class Escalate(Moving[Complaint]):
    """Bring the matter before whoever must know or decide; whoever has no power passes it upwards."""

    key, label = "u", N_("Report upwards")
    at = OPEN
    by = DESK | LEADERS
    may_meet = (*UPWARDS, "COMP.COLLECTIVE_NOW", "COMP.REPEAT_MEETING", "DUTY.MAJOR_NOW")
    guards = ("G-COMP-08", "G-COMP-10")
    source = "004 COMP 4.3.3, 4.5.2, 4.8.2; 003 4.4.9, 4.5.1-4.5.2; 001 L170"
    says = N_("Reported to {level}: {whom}")

    level: Level = ask(N_("Reported to"))
    whom: str = ask(N_("Name"), max_length=80)
    no_power: bool = ask(N_("Beyond our power"), default=False)
    note: str | None = ask(N_("Instruction received"), default=None, max_length=400)

    def sentence(self) -> str:
        """Passing it upwards for want of power is said."""
        return N_("Beyond our power; passed upwards to {level}: {whom}") if self.no_power else self.says

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Each level meets its own clock; any manager covers the manager's hour and the report of a night."""
        if self.level not in OUTSIDE_THE_LINE:
            tx.meet("COMP.IMPORTANT_1H")
            tx.meet("DUTY.MAJOR_NOW")
        if self.level in OF_LEVEL:
            tx.meet(OF_LEVEL[self.level])
        row.beyond = row.beyond or self.no_power
