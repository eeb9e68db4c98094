"""Complaints: special report, verification, callback, reopening, review and signature (P07)."""

from propdesk.i18n import N_, translate
from propdesk.models.complaint import Complaint, Validity
from propdesk.models.operator import Role
from propdesk.procedures import complaint_matter as matter
from propdesk.procedures import kit
from propdesk.procedures.complaint_matter import OPEN, SETTLED, UPWARDS
from propdesk.procedures.forms import ask
from propdesk.procedures.step import (
    DESK,
    LEADERS,
    NOBODY,
    Moving,
    label_of,
)
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import word

MANAGERS = frozenset({Role.CENTRE_MANAGER, Role.OFFICE_MANAGER})
"""Who signs a complaint record off."""


class Report(Moving[Complaint]):
    """The special report on a major complaint, the special-event report on a collective one."""

    aside = True
    key, label = "z", N_("Write the special report")
    at = SETTLED
    by = DESK | LEADERS
    meets = ("COMP.MAJOR_REPORT",)
    source = "001 L170; 003 4.5.1, 6.3"
    says = N_("Special report: {content}")

    content: str = ask(N_("Content"), lines=True)
    causes: str = ask(N_("Cause"), lines=True)
    course: str = ask(N_("Course and result"), lines=True)
    lessons: str = ask(N_("Lessons"), lines=True)
    measures: str = ask(N_("Corrective measures"), lines=True)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Keep its five parts under their headings, in the language of the site."""
        language = tx.site.settings.language
        headed = [
            (translate(label_of(type(self), name), language), getattr(self, name)) for name in type(self).model_fields
        ]
        row.report = "\n".join(f"{heading}: {text}" for heading, text in headed)


class Verify(Moving[Complaint]):
    """Optional: the handling was looked at and is good; the resident is promptly called back."""

    aside = True
    key, label = "b", N_("Verify the handling")
    at = ("replied", "explained")
    by = LEADERS
    starts = ("CB.AFTER_VERIFY",)
    source = "001 L16"
    says = N_("Handling verified: {note}")

    note: str = ask(N_("What was looked at"), max_length=400)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Keep when it was verified."""
        row.verified = tx.happened


class CalledBack(Moving[Complaint]):
    """The resident was called back, or it was given up after its attempts; written by the callback's review."""

    label = N_("Called back")
    at = OPEN
    by = NOBODY
    hidden = True
    meets = ("CB.AFTER_VERIFY",)
    source = "004 CB 4.1.1a; 001 L16"
    says = N_("Called back: {note}")

    note: str | None = ask(N_("Note"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """It counts for the outcome that stands; one that was rejected since is called back again."""
        if tx.item.stage in SETTLED:
            row.called_back = tx.happened


class Reopen(Moving[Complaint]):
    """The matter is not at its end: back into handling as a repeat complaint, the earlier course looked at."""

    aside = True
    key, label = "a", N_("Reopen")
    at, to = SETTLED, ("contacted",)
    by = LEADERS
    starts = ("COMP.CONTACT_2H",)
    may_start = ("COMP.PROGRESS", "COMP.LONG_FORM_1WD", "COMP.MAJOR_AGE_1M", "COMP.REPEAT_MEETING")
    ends = (*matter.DROPPED, "COMP.DEVOWNED_FEEDBACK")
    then = ("callback.void",)
    guards = ("G-COMP-14",)
    source = "003 4.11.1; 004 CB 4.6"
    says = N_("Reopened: {reason}")

    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """The resident is contacted anew within two hours; a supervisor takes it over before it is resolved again."""
        matter.back_to_handling(tx, row)
        matter.drop_callbacks(tx, self.reason)
        tx.end("COMP.DEVOWNED_FEEDBACK")
        row.satisfied, row.taken_over = False, None
        row.explained, row.finished, row.reviewed, row.reviewer_id = None, None, None, None
        tx.go("contacted")


class Renew(Moving[Complaint]):
    """The same matter comes back after its closing: a new complaint that knows the old one."""

    key, label = "a", N_("Complained of again")
    at = ("closed",)
    then = ("complaint.receive",)
    guards = ("G-COMP-14",)
    source = "003 4.11.1; 004 COMP 4.8.2"
    says = N_("Complained of again: {text}")

    text: str = ask(N_("Course of events"), lines=True)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """The new one is a repeat complaint."""
        item = tx.item
        unit = item.place if item.unit_id else None
        tx.then(
            "complaint.receive",
            {
                "text": self.text, "unit": unit, "place": None if unit else item.place, "caller": item.person,
                "phone": item.phone, "repeat": True,
            },
        )  # fmt: skip


class Review(Moving[Complaint]):
    """The supervisor reviews the record: result, answer, callback and forms are there."""

    key, label = "k", N_("Review")
    at, to = ("replied", "explained"), ("reviewed",)
    by = LEADERS
    guards = ("G-COMP-03", "G-COMP-04", "G-COMP-07", "G-COMP-08", "G-COMP-14", "G-COMP-15")
    source = "003 4.12.2; 001 L46, L70"
    says = N_("Reviewed: {comment}")

    comment: str = ask(N_("Supervisor's comment"), max_length=400)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Refuse while something is missing or the resident rejects the outcome."""
        if row.explained is None and not (row.result and row.replied):
            tx.refuse("G-COMP-03", N_("There is no written result with a reply to the resident yet."))
        if row.explained is None and row.satisfied is False:
            tx.refuse("G-COMP-14", N_("The resident rejects the outcome. Handle it again before closing."))
        if row.explained and row.validity is Validity.ASSIST and row.finished is None:
            tx.refuse("G-COMP-15", N_("Whoever it was referred to has not finished. Follow it, then mark it finished."))
        matter.check_visited(tx, row)
        if matter.took_long(tx, row) and row.long_form is None:
            tx.refuse("long_form", N_("It took more than one working day: fill the long form first."))
        matter.check_owed(tx, UPWARDS)
        if row.called_back is None and matter.reachable(tx.item):
            tx.refuse("callback", N_("The resident was not called back yet. Do the callback first."))
        row.review, row.reviewed, row.reviewer_id = self.comment, tx.happened, tx.actor.id


class Sign(Moving[Complaint]):
    """The manager's opinion and signature close the record."""

    key, label = "k", N_("Sign and close")
    at, to = ("reviewed",), ("closed",)
    by = MANAGERS
    guards = ("G-COMP-04", "G-COMP-07", "G-COMP-08", "G-COMP-10", "G-COMP-14")
    source = "003 4.12.2, 4.4.9; 004 COMP 4.3.3; 001 L170"
    says = N_("Signed and closed: {opinion}")

    opinion: str = ask(N_("Manager's opinion"), max_length=400)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Refuse what is still owed, and the reviewer's own signature unless nobody else is there."""
        if row.reviewer_id == tx.actor.id:
            if not kit.alone(tx, LEADERS):
                tx.refuse("G-COMP-07", N_("You reviewed it; somebody else signs it."))
            tx.facts["exception"] = word("alone", N_("Reviewed and signed by the same person: nobody else is there"))
        matter.check_visited(tx, row)
        matter.check_owed(tx, tuple(matter.OWED))
        row.manager_opinion, row.signed = self.opinion, tx.happened
