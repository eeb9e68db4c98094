"""Complaints (客户投诉处理登记表): manual chapter P07, from the first word to the manager's signature.

Three axes - validity, cause, severity - and three ways: a valid complaint is delivered, handled and replied to; one
that others must solve (assist) is referred in writing, explained and followed; an invalid one is explained. What five
households raise is one matter with many callers, answered by visits.

The steps stand in several files, by stage of life: `complaint_intake`, `complaint_handling`, `complaint_answer`,
`complaint_collective`, `complaint_closing`; here are those that may be done at any time, and the whole in its order.
"""

from propdesk.i18n import N_
from propdesk.models.complaint import Complaint, ComplaintCaller, Validity
from propdesk.procedures import complaint_matter as matter
from propdesk.procedures import kit
from propdesk.procedures.complaint_answer import Explain, Finished, Reply, ReportBack, Resolve
from propdesk.procedures.complaint_closing import CalledBack, Renew, Reopen, Report, Review, Sign, Verify
from propdesk.procedures.complaint_collective import Gather, Merge, Separate, Visit
from propdesk.procedures.complaint_handling import (
    Arrive,
    Classify,
    Contact,
    Coordinate,
    Deliver,
    Escalate,
    LongForm,
    Plan,
    Progress,
    TakeOver,
    TurnMajor,
)
from propdesk.procedures.complaint_intake import Receive, Register, Relay
from propdesk.procedures.complaint_matter import OPEN, SETTLED, UNANSWERED
from propdesk.procedures.forms import PhoneNumber, UnitCode, ask
from propdesk.procedures.step import (
    VOIDED,
    Procedure,
    Stage,
)
from propdesk.procedures.tx import Tx
from propdesk.store import matters


class Press(kit.Press[Complaint]):
    """The resident rings again about a complaint, or another household about the same."""

    at = OPEN
    settled = SETTLED
    may_start = ("COMP.CONTACT_2H",)
    then = ("complaint.gather",)
    guards = ("G-COMP-10",)

    unit: UnitCode | None = ask(N_("Unit, if another household"), default=None, max_length=20)
    person: str | None = ask(N_("Name"), default=None, max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Another household becomes a caller of this matter; the fifth makes it collective."""
        super().apply(tx, row)
        if not (self.unit or self.person or self.phone):
            return
        unit = tx.unit(self.unit) if self.unit else None
        unit_id, person, phone = unit.id if unit else None, self.person or "", self.phone or ""
        household, callers = matters.household(unit_id, person, phone), matter.callers_of(tx, row.item_id)
        if household in {matter.own_household(tx.item), *(matter.of_caller(each) for each in callers)}:
            return
        tx.session.add(
            ComplaintCaller(
                complaint_id=row.item_id,
                unit_id=unit_id,
                place=unit.code if unit else "",
                person=person,
                phone=phone,
                at=tx.happened,
                words=self.words or "",
            )
        )
        others = matter.others_of(tx, tx.item, row)
        waits = tx.item.stage in UNANSWERED and not row.collective
        if waits and matter.count_households(tx, tx.item, others) >= matters.HOUSEHOLDS:
            tx.then("complaint.gather", {}, item=tx.item)


class Introduce(kit.Introduce[Complaint]):
    """A colleague takes the complaint over."""

    at = OPEN


class Attempt(kit.Attempt[Complaint]):
    """One try to reach somebody about a complaint."""

    at = ("relayed", *OPEN)


class Pause(kit.Pause[Complaint]):
    """A clock of the complaint waits."""

    at = (*UNANSWERED, "replied", "explained")


class Resume(kit.Resume[Complaint]):
    """A clock of the complaint goes on."""

    at = (*UNANSWERED, "replied", "explained")


class Correct(kit.Correct[Complaint]):
    """Correct a complaint, also a closed one; the last missing fact completes the record."""

    at = ("relayed", *OPEN, "closed", "merged")
    may_meet = ("COMP.RECORD_NOW",)

    event_time: str | None = ask(N_("When it happened"), default=None, max_length=80)
    accused: str | None = ask(N_("Who is complained of"), default=None, max_length=120)
    demand: str | None = ask(N_("What is asked for"), default=None, max_length=400)
    contact_way: str | None = ask(N_("How to reach the resident"), default=None, max_length=120)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """What the sheet took over from the item follows it."""
        place, phone = tx.item.place, tx.item.phone
        super().apply(tx, row)
        row.place = tx.item.place if row.place == place else row.place
        row.contact_way = tx.item.phone if row.contact_way == phone else row.contact_way
        if not matter.missing_facts(row):
            tx.meet("COMP.RECORD_NOW")


class Void(kit.Void[Complaint]):
    """Void a complaint entered by mistake; an invalid complaint is explained, never voided (G-COMP-11)."""

    at = ("relayed", *OPEN, "closed", "merged")
    then = ("callback.void",)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """An invalid complaint stays registered; nobody is called back about what never was one."""
        if row.validity is Validity.INVALID:
            tx.refuse("G-COMP-11", N_("An invalid complaint is explained, not voided."))
        matter.drop_callbacks(tx, self.reason)


PROCEDURE = Procedure(
    ledger="complaint",
    prefix="TS",
    title=N_("Complaints"),
    chapters=("P07",),
    form="客户投诉处理登记表",
    row=Complaint,
    stages=(
        Stage("relayed", N_("Relayed")),
        Stage("received", N_("Received")),
        Stage("classified", N_("Classified")),
        Stage("delivered", N_("Delivered")),
        Stage("contacted", N_("Resident contacted")),
        Stage("resolved", N_("Resolved")),
        Stage("replied", N_("Replied")),
        Stage("explained", N_("Explained")),
        Stage("reviewed", N_("Reviewed")),
        Stage("closed", N_("Closed"), final=True),
        Stage("merged", N_("Merged"), final=True),
        VOIDED,
    ),
    steps=(
        Receive, Relay, Register, Deliver, Contact, Progress, Resolve, Reply, Visit, Review, Sign, Classify, Explain,
        Finished, LongForm, Plan, TakeOver, Coordinate, Arrive, Press, Escalate, Attempt, Report, ReportBack, Verify,
        CalledBack, Reopen, Renew, Gather, Merge, Separate, Introduce, Pause, Resume, Correct, Void, TurnMajor,
    ),
)  # fmt: skip
