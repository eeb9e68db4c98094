"""Callbacks (回访记录表): manual chapter P08, from what is finished to what the resident thinks of it.

A callback falls due with its source case, is planned by the supervisor (of a major complaint by the office manager),
done on a numbered sheet that the caller signed for, and reviewed. A failed one is decided by the office manager.
"""

from propdesk.i18n import N_, translate
from propdesk.models.callback import CLOCKS, RATES, Callback, CallbackHow, CallbackKind, CallbackSheet, Rating
from propdesk.models.complaint import Severity
from propdesk.models.operator import Role
from propdesk.models.timer import Outcome, Purpose
from propdesk.procedures import callback_matter as matter
from propdesk.procedures import kit
from propdesk.procedures.callback_matter import ANSWERED, OF_A_COMPLAINT, PLANNERS
from propdesk.procedures.forms import Colleague, ItemNumber, Moment, PhoneNumber, UnitCode, ask
from propdesk.procedures.step import DESK, EVERYBODY, VOIDED, Moving, Opening, Procedure, Signing, Stage
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import value_of
from propdesk.rules.text import one_line

AHEAD = ("due", "planned", "taken")
"""The stages before the resident was asked, in which the clock runs."""
OPEN = (*AHEAD, "done", "failed")
ENDED = ("closed", "given_up", "skipped")

CODES = tuple(CLOCKS.values())
UNREACHED = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.SWITCHED_OFF, Outcome.WRONG_NUMBER, Outcome.NOBODY_HOME)


class Due(Opening[Callback]):
    """A callback falls due: what is finished is asked after within the time of its kind."""

    key, label = "n", N_("New callback")
    to = ("due",)
    by = EVERYBODY
    may_start = CODES
    source = "004 CB 4.1.1, COMP 4.3.4, 4.7; 002 L54"
    says = N_("Callback due ({kind}): {text}")

    kind: CallbackKind = ask(N_("Kind"), default=CallbackKind.OTHER)
    since: Moment | None = ask(N_("Finished at"), default=None, prefer="past")
    text: str = ask(N_("What was done"), lines=True)
    unit: UnitCode | None = ask(N_("Unit"), default=None, max_length=20)
    place: str | None = ask(N_("Place, if no unit"), default=None, max_length=80)
    person: str | None = ask(N_("Name"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    severity: Severity | None = ask(N_("Severity"), default=None, when=("kind", ("complaint", "developer")))
    sampled: bool = ask(N_("For the month-end sample"), default=False)
    source_case: ItemNumber | None = ask(
        N_("Source case"), default=None, max_length=24,
        help=N_("Where it falls due by hand: the case that is called back."),
    )  # fmt: skip

    def open(self, tx: Tx) -> Callback:
        """Run the clock of its kind from the moment the work ended."""
        since = tx.past(self.since, field="since")
        source = tx.other_item(self.source_case, field="source_case") if self.source_case else None
        kit.address(tx, text=self.text, unit=self.unit, place=self.place, person=self.person, phone=self.phone)
        if source:
            tx.item.origin_id, tx.item.matter_id = source.id, source.matter_id
        kind = matter.kind_of(tx, self.kind)
        tx.start(CLOCKS[kind], since=tx.clocks_from or self.since)
        tx.facts["kind"] = value_of(kind)
        severity = matter.severity_of(tx, self.severity)
        return Callback(item_id=0, kind=kind, severity=severity, since=since, sampled=self.sampled, text=self.text)


class Plan(Moving[Callback]):
    """Arrange it: who calls and when, and who attends for the department that was complained of."""

    key, label = "l", N_("Plan the callback")
    at, to = ("due", "planned"), ("planned",)
    by = PLANNERS
    guards = ("G-CB-05",)
    source = "004 CB 3.2, 4.1.3, 4.2"
    says = N_("Planned: {caller} calls at {planned_for}; {attendant} attends")

    caller: Colleague = ask(N_("Who calls"), max_length=40)
    planned_for: Moment | None = ask(N_("Planned for"), default=None, prefer="future")
    wished: bool = ask(N_("Resident asked for this hour"), default=False)
    sampled: bool = ask(N_("For the month-end sample"), default=False)
    attendant: str | None = ask(
        N_("Who attends for the department"), default=None, max_length=80,
        help=N_("The head of the department complained of; the caller alone writes the opinion down."),
    )  # fmt: skip

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """What was planned before is shown."""
        return frozenset({"attendant", "sampled"})

    def apply(self, tx: Tx, row: Callback) -> None:
        """Refuse what is not for this planner or this caller; the caller becomes responsible."""
        row.severity = matter.severity_of(tx, row.severity)
        major = row.severity is Severity.MAJOR
        if major and Role.OFFICE_MANAGER not in tx.actor.roles:
            tx.refuse("G-CB-05", N_("The callback of a major complaint is arranged by the office manager."))
        caller = tx.colleague(self.caller, field="caller")
        if not major and not matter.roles_of(tx, caller) & DESK:
            tx.refuse("G-CB-05", N_("{name} does not sit at the desk. Name a clerk, duty officer or supervisor."),
                      field="caller", name=caller.name)  # fmt: skip
        if not self.attendant and matter.needs_attendant(tx, row):
            tx.refuse("G-CB-05", N_("The head of the department complained of attends. Name who it is."),
                      field="attendant")  # fmt: skip
        if self.planned_for:
            matter.check_hour(
                tx, tx.ahead(self.planned_for, field="planned_for"), field="planned_for", wished=self.wished
            )
        row.caller_id, row.attendant = caller.id, self.attendant or ""
        row.planned, row.planned_for, row.sampled = tx.happened, self.planned_for, self.sampled
        tx.item.owner_id = caller.id or 0


class Take(Moving[Callback]):
    """The caller takes a numbered sheet and signs for it with the own sign-in (回访记录签收表)."""

    key, label = "s", N_("Take the sheet")
    at, to = ("planned",), ("taken",)
    by = EVERYBODY
    guards = ("G-CB-02", "G-CB-06")
    source = "004 CB 4.2, 4.7"
    says = N_("Sheet {page} taken and signed for")

    def apply(self, tx: Tx, row: Callback) -> None:
        """Only the caller who was named takes it; the page code follows the one before without a gap."""
        if row.caller_id != tx.actor.id:
            tx.refuse("G-CB-06", N_("{name} is to call and signs for the sheet. Plan it anew for somebody else."),
                      name=matter.name_of(tx, row.caller_id))  # fmt: skip
        row.sheet = tx.sheet_number("callback_sheet", "HB")
        tx.facts["page"] = row.sheet
        sheet = CallbackSheet(page=row.sheet, callback_id=row.item_id, operator_id=tx.actor.id, taken=tx.happened)
        tx.session.add(sheet)


class Spoil(Moving[Callback]):
    """A spoilt sheet is voided with a reason and keeps its page code; the callback waits for a new one."""

    key, label = "z", N_("Void the sheet")
    at, to = ("taken",), ("planned",)
    by = EVERYBODY
    aside = True
    guards = ("G-CB-02",)
    source = "004 CB 4.7"
    says = N_("Sheet {page} voided: {reason}")

    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Callback) -> None:
        """Whoever signed for it voids it, or a planner."""
        if row.caller_id != tx.actor.id and not tx.actor.roles & PLANNERS:
            tx.refuse("G-CB-02", N_("{name} holds sheet {page}. It is voided by them or by the supervisor."),
                      name=matter.name_of(tx, row.caller_id), page=row.sheet)  # fmt: skip
        tx.facts["page"] = row.sheet
        matter.void_sheet(tx, row, self.reason)


class Done(Moving[Callback]):
    """What the resident thinks of it: by visit with the resident's signature, by telephone with number and note."""

    key, label = "d", N_("Called back")
    at, to = ("taken",), ("done",)
    by = EVERYBODY
    meets = CODES
    signs = (Signing("resident", N_("Resident's signature"), usual="person"),)
    guards = ("G-CB-01",)
    source = "004 CB 4.1.4, 4.3, 4.4; COMP 4.7"
    says = N_("Called back {how}; satisfied: {satisfied}; opinion: {opinion}")

    how: CallbackHow = ask(N_("How"), default=CallbackHow.VISIT)
    number: PhoneNumber | None = ask(N_("Number"), default=None, max_length=40, must=True, when=("how", ("phone",)))
    why_phone: str | None = ask(N_("Why not by visit"), default=None, max_length=400, when=("how", ("phone",)))
    wished: bool = ask(N_("Resident asked for this hour"), default=False)
    quality: Rating = ask(N_("Quality"))
    effect: Rating = ask(N_("Effect"))
    timeliness: Rating | None = ask(N_("Timeliness"), default=None)
    manner: Rating | None = ask(N_("Manner"), default=None)
    satisfied: bool = ask(N_("Satisfied"), default=True)
    opinion: str = ask(N_("Resident's opinion"), lines=True)
    shortcomings: str | None = ask(N_("Shortcomings"), default=None, lines=True)
    suggestions: str | None = ask(N_("Suggestions"), default=None, lines=True)

    def apply(self, tx: Tx, row: Callback) -> None:
        """The caller who signed for the sheet writes it, hands it in and so signs it."""
        self._check(tx, row)
        for name in ("how", "quality", "effect", "timeliness", "manner", "satisfied", "opinion"):
            setattr(row, name, getattr(self, name))
        row.number, row.done = self.number or "", tx.happened
        row.shortcomings, row.suggestions = self.shortcomings or "", self.suggestions or ""
        row.signed_by = tx.signed["resident"].name if "resident" in tx.signed else ""
        matter.sheet_of(tx, row).returned = tx.happened

    def _check(self, tx: Tx, row: Callback) -> None:
        if row.caller_id != tx.actor.id:
            tx.refuse("G-CB-01", N_("{name} signed for sheet {page} and signs what is written on it."),
                      name=matter.name_of(tx, row.caller_id), page=row.sheet)  # fmt: skip
        if self.how is CallbackHow.VISIT and "resident" not in tx.signed:
            tx.refuse("G-CB-01", N_("A callback by visit needs the resident's signature."), field="how")
        if self.how is CallbackHow.PHONE and row.kind in OF_A_COMPLAINT and not self.why_phone:
            tx.refuse("G-CB-01", N_("After a complaint the resident is visited. Say why the telephone had to do."),
                      field="why_phone")  # fmt: skip
        matter.check_hour(tx, tx.happened, field="wished", wished=self.wished)


class Review(Moving[Callback]):
    """The supervisor reads the sheet and comments on it: passed and filed, or failed and before the office manager."""

    key, label = "r", N_("Review")
    at, to = ("done",), ("closed", "failed")
    by = PLANNERS
    then = ("complaint.called_back",)
    guards = ("G-CB-03", "G-CB-04")
    source = "004 CB 4.5"
    says = N_("Reviewed, passed: {passed}; {comment}")

    passed: bool = ask(N_("Passed"), default=True)
    comment: str = ask(N_("Comment"), lines=True)
    alone: str | None = ask(
        N_("Why the caller reviews it"), default=None, max_length=400,
        help=N_("Only where nobody else can review what you called back yourself."),
    )  # fmt: skip

    def apply(self, tx: Tx, row: Callback) -> None:
        """Nobody reviews an own callback, unless nobody else could and with a reason that stays on record."""
        if self.passed and row.kind in OF_A_COMPLAINT and row.satisfied is False:
            tx.refuse("G-CB-04", N_("The resident is not satisfied: it does not pass, the office manager decides."),
                      field="passed")  # fmt: skip
        if row.caller_id == tx.actor.id and not (self.alone and kit.alone(tx, PLANNERS)):
            tx.refuse("G-CB-03", N_("You called back yourself. A colleague reviews it; if there is none, say so."),
                      field="alone")  # fmt: skip
        row.passed, row.review, row.reviewed, row.reviewer_id = self.passed, self.comment, tx.happened, tx.actor.id
        if self.passed:
            tx.go("closed")
            matter.tell_complaint(tx, row.opinion)
            return
        tx.go("failed")
        tx.item.owner_id = matter.office_manager(tx) or tx.item.owner_id


class Fail(Moving[Callback]):
    """The office manager decides on a failed callback, on the sheet; the matter re-enters the complaint procedure."""

    key, label = "m", N_("Decide on the failure")
    at, to = ("failed",), ("closed",)
    by = frozenset({Role.OFFICE_MANAGER})
    then = ("complaint.reopen", "complaint.receive")
    guards = ("G-CB-04",)
    source = "004 CB 4.5, 4.6"
    says = N_("Decided: {decision}; non-conformity report: {nonconformity}")

    decision: str = ask(N_("Decision"), lines=True)
    nonconformity: bool = ask(N_("Non-conformity report"), default=False)

    def apply(self, tx: Tx, row: Callback) -> None:
        """Write the decision on the sheet; a complaint that was answered is reopened, anything else becomes a new one.

        A complaint that is in handling already stays there.
        """
        row.decision, row.nonconformity = self.decision, self.nonconformity
        says = translate(N_("Callback {number} failed: {opinion}"), tx.site.settings.language)
        found = one_line(says.format(number=tx.item.number, opinion=row.shortcomings or row.opinion), 400)
        complaint = matter.open_complaint(tx)
        if complaint is None:
            self._new_complaint(tx, found)
        elif complaint.stage in ANSWERED:
            tx.then("complaint.reopen", {"reason": found}, item=complaint)

    def _new_complaint(self, tx: Tx, text: str) -> None:
        item, origin = tx.item, matter.origin_of(tx)
        where = {"unit": item.place} if item.unit_id else {"place": item.place}
        again = origin is not None and origin.ledger == "complaint"
        tx.then(
            "complaint.receive",
            {"text": text, "caller": item.person, "phone": item.phone, "repeat": again, **where},
        )


class GiveUp(Moving[Callback]):
    """The resident cannot be reached after several tries: counted apart from what was done."""

    key, label = "u", N_("Give up")
    at, to = AHEAD, ("given_up",)
    by = PLANNERS
    aside = True
    ends = CODES
    then = ("complaint.called_back",)
    guards = ("G-CB-03",)
    source = "P08 section 3 (not reached)"
    says = N_("Given up after {tries} tries: {reason}")

    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Callback) -> None:
        """Only after as many tries as the site asks for; a sheet in hand comes back."""
        needed = tx.site.settings.callback_tries
        if row.tries < needed:
            tx.refuse("tries", N_("Given up after {needed} tries that reached nobody; so far {tries} are on record."),
                      needed=needed, tries=row.tries)  # fmt: skip
        tx.facts["tries"] = row.tries
        row.given_up, row.review, row.reviewer_id = tx.happened, self.reason, tx.actor.id
        if row.sheet:
            matter.sheet_of(tx, row).returned = tx.happened
        says = translate(N_("Not reached after {tries} tries: {reason}"), tx.site.settings.language)
        matter.tell_complaint(tx, says.format(tries=row.tries, reason=self.reason))


class Skip(Moving[Callback]):
    """Left out, where the rate of its kind allows it."""

    key, label = "k", N_("Leave out")
    at, to = ("due", "planned"), ("skipped",)
    by = PLANNERS
    aside = True
    ends = CODES
    source = "004 CB 4.1.2"
    says = N_("Left out: {reason}")

    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Callback) -> None:
        """Never a complaint; of the others as many as leave the quarter's rate within reach."""
        rate = RATES.get(row.kind) or tx.site.settings.callback_rate
        total, lost = matter.quarter_of(tx, row)
        if (total - lost - 1) * 100 < rate * total:
            tx.refuse("rate", N_("{rate} % of these are called back; of {total} this quarter {lost} are lost already."),
                      rate=rate, total=total, lost=lost)  # fmt: skip


class Attempt(kit.Attempt[Callback]):
    """One try to reach the resident, or somebody about the callback."""

    at = OPEN

    wished: bool = ask(N_("Resident asked for this hour"), default=False)

    def apply(self, tx: Tx, row: Callback) -> None:
        """A try that reached nobody counts; the resident's quiet hours are kept."""
        if self.purpose is Purpose.RESIDENT:
            matter.check_hour(tx, tx.happened, field="wished", wished=self.wished)
            if self.again:
                matter.check_hour(tx, self.again, field="again", wished=self.wished)
            row.tries += int(tx.item.stage in AHEAD and self.outcome in UNREACHED)
        super().apply(tx, row)


class Pause(kit.Pause[Callback]):
    """The clock of a callback waits."""

    at = AHEAD


class Resume(kit.Resume[Callback]):
    """The clock of a callback goes on."""

    at = AHEAD


class Correct(kit.Correct[Callback]):
    """Correct a callback, also a closed one."""

    at = (*OPEN, *ENDED)


class Void(kit.Void[Callback]):
    """Void a callback that fell due by mistake; a sheet in hand is voided with it and keeps its page code."""

    at = (*OPEN, *ENDED)

    def apply(self, tx: Tx, row: Callback) -> None:
        """The sheet is not lost."""
        if tx.item.stage == "taken":
            matter.void_sheet(tx, row, self.reason)


PROCEDURE = Procedure(
    ledger="callback",
    prefix="HF",
    title=N_("Callbacks"),
    chapters=("P08",),
    form="回访记录表",
    row=Callback,
    stages=(
        Stage("due", N_("Callback due")),
        Stage("planned", N_("Planned")),
        Stage("taken", N_("Sheet taken")),
        Stage("done", N_("Resident asked")),
        Stage("failed", N_("Before the office manager")),
        Stage("closed", N_("Closed"), final=True),
        Stage("given_up", N_("Not reached"), final=True),
        Stage("skipped", N_("Left out"), final=True),
        VOIDED,
    ),
    steps=(
        Due, Plan, Take, Done, Review, Fail, Attempt, GiveUp, Spoil, Skip, Pause, Resume, Correct, Void,
    ),
)  # fmt: skip
