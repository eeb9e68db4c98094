"""Complaints: the result and the answer to the resident, or why it is not ours and who solves it (P07)."""

from propdesk.i18n import N_
from propdesk.models.callback import CallbackKind
from propdesk.models.complaint import Cause, Complaint, ReplyHow, Validity
from propdesk.models.contact import Channel
from propdesk.procedures import complaint_matter as matter
from propdesk.procedures import kit
from propdesk.procedures.complaint_matter import AT_WORK, HANDLED, SETTLED
from propdesk.procedures.forms import Moment, ask
from propdesk.procedures.step import (
    Moving,
    Signing,
)
from propdesk.procedures.tx import Tx

BY_VISIT = (Signing("resident", N_("Resident's signature"), usual="person"),)


class Resolve(Moving[Complaint]):
    """Write the result down; settled on the spot, the resident is answered within two hours."""

    key, label = "s", N_("Resolve")
    at, to = HANDLED, ("resolved",)
    meets = ("COMP.MINOR_2D", "COMP.MAJOR_AGE_1M")
    may_start = ("COMP.REPLY_2H_SPOT", "COMP.DEVFWD_RESULT_12H")
    ends = (
        "COMP.DELIVER_20M", "COMP.PROGRESS", "COMP.RECORD_NOW", "COMP.SLOW_FORM_NOW", "COMP.LONG_FORM_1WD",
        "COMP.MAINT_ONSITE_5M",
    )  # fmt: skip
    guards = ("G-COMP-03", "G-COMP-08", "G-COMP-14")
    source = "003 4.3.1, 4.4.8, 4.4.9, 4.7.1, 4.11.1"
    says = N_("Resolved: {result}")

    result: str = ask(N_("Result"), lines=True)
    on_spot: bool = ask(N_("Settled on the spot"), default=False)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Without delivery only what was settled on the spot can be resolved."""
        matter.check_ours(tx, row)
        matter.check_power(tx, row)
        if row.delivered is None and not self.on_spot:
            tx.refuse(
                "on_spot", N_("It was never delivered. Deliver it, or mark it settled on the spot."), field="on_spot"
            )
        row.result, row.on_spot, row.resolved = self.result, self.on_spot, tx.happened
        for code in type(self).ends:
            tx.end(code)
        if self.on_spot:
            tx.start("COMP.REPLY_2H_SPOT")
        matter.back_to_developers_centre(tx, row)


class Reply(Moving[Complaint]):
    """Tell the resident the result and write down the opinion; a rejected outcome goes back into handling."""

    key, label = "r", N_("Reply")
    at, to = ("resolved",), ("replied", "contacted")
    meets = (*matter.ANSWER, "COMP.REPLY_2H_SPOT")
    may_start = (*matter.AGAIN, "COMP.MAJOR_REPORT")
    ends = matter.DROPPED
    then = ("callback.due",)
    signs = BY_VISIT
    guards = ("G-COMP-03", "G-COMP-04", "G-COMP-05", "G-COMP-06", "G-COMP-14")
    source = "003 4.4.7, 4.7, 4.8.1, 4.11.1"
    says = N_("Replied {how}; satisfied: {satisfied}; opinion: {opinion}")

    how: ReplyHow = ask(N_("How"), default=ReplyHow.PHONE)
    opinion: str = ask(N_("Resident's opinion"), lines=True)
    satisfied: bool = ask(N_("Satisfied"), default=True)
    reply_by: Moment | None = ask(
        N_("New reply agreed by"), default=None, must=True, when=("satisfied", ("no",)), prefer="future"
    )
    reply_letter: str | None = ask(N_("Reply letter (number or date)"), default=None, max_length=80)
    others_told: bool = ask(N_("The other households were told"), default=False)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """A reply by visit is signed by the resident; by telephone the opinion is written in."""
        self._check(tx, row)
        row.reply_how, row.opinion, row.satisfied, row.replied = self.how, self.opinion, self.satisfied, tx.happened
        row.reply_letter = self.reply_letter or row.reply_letter
        matter.answered(tx)
        tx.meet("COMP.REPLY_2H_SPOT")
        if self.satisfied or self.reply_by is None:
            matter.closing_report(tx, row)
            kit.call_back(tx, CallbackKind.COMPLAINT, since=tx.happened, text=row.text, severity=row.severity)
            tx.go("replied")
            return
        matter.back_to_handling(tx, row)
        matter.agree(tx, row, self.reply_by)
        tx.go("contacted")

    def _check(self, tx: Tx, row: Complaint) -> None:
        if row.collective:
            tx.refuse(
                "G-COMP-04", N_("A collective complaint is answered by visits. Visit each household."), field="how"
            )
        if self.how is ReplyHow.VISIT and "resident" not in tx.signed:
            tx.refuse("G-COMP-06", N_("A reply by visit needs the resident's signature."), field="how")
        matter.check_letter(tx, row, self.reply_letter)
        callers = matter.callers_of(tx, row.item_id)
        if callers and not self.others_told:
            tx.refuse("G-COMP-03", N_("These raised it too: {names}. Tell them, then mark it."), field="others_told",
                      names=matter.names(callers))  # fmt: skip


class Explain(Moving[Complaint]):
    """Explain patiently what is not ours, within two hours; what others must solve goes to them in writing."""

    key, label = "h", N_("Explain")
    at, to = ("classified", *AT_WORK), ("explained",)
    aside = True
    meets = ("COMP.REPLY_2H_INVALID", "COMP.DEVOWNED_FORWARD", *matter.ANSWER)
    may_start = ("COMP.PROGRESS", "COMP.DEVOWNED_FEEDBACK", "COMP.DEVFWD_RESULT_12H")
    ends = ("COMP.PROGRESS", "COMP.RECORD_NOW", "COMP.SLOW_FORM_NOW", "COMP.LONG_FORM_1WD", "COMP.MAINT_ONSITE_5M")
    then = ("callback.due",)
    guards = ("G-COMP-05", "G-COMP-11", "G-COMP-15")
    source = "003 4.4.3, 4.4.4, 4.4.6, 4.8.1, 4.10.1; 004 COMP 4.3.4; 001 L50-51"
    says = N_("Explained: {explanation}; resident: {reaction}; referred in writing to {referred_to}")

    explanation: str = ask(N_("Explanation"), lines=True)
    reaction: str = ask(N_("Resident's reaction"), max_length=400)
    referred_to: str | None = ask(N_("Referred in writing to"), default=None, max_length=120)
    letter: str | None = ask(N_("Letter (number or date)"), default=None, max_length=80)
    follow_up: str | None = ask(N_("Who follows it up"), default=None, max_length=80)
    reply_letter: str | None = ask(N_("Reply letter (number or date)"), default=None, max_length=80)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """Who follows it up is shown."""
        return frozenset({"follow_up"})

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Only for what was judged assist or invalid; assist needs the letter and stays followed."""
        if row.validity not in (Validity.ASSIST, Validity.INVALID):
            tx.refuse("validity", N_("Only what was judged invalid or for others to solve is explained."))
        if row.validity is Validity.ASSIST:
            self._check_letter(tx, row)
        matter.check_letter(tx, row, self.reply_letter)
        row.reply_letter = self.reply_letter or row.reply_letter
        row.explanation, row.explained, row.opinion = self.explanation, tx.happened, self.reaction
        row.referred_to, row.letter = self.referred_to or "", self.letter or ""
        row.follow_up = self.follow_up or row.follow_up
        for code in type(self).ends:
            tx.end(code)
        if row.validity is Validity.ASSIST:
            tx.start("COMP.DEVOWNED_FEEDBACK" if matter.to_developer(row) else "COMP.PROGRESS")
            return
        matter.back_to_developers_centre(tx, row)
        kit.call_back(tx, CallbackKind.COMPLAINT, since=tx.happened, text=row.text, severity=row.severity)

    def _check_letter(self, tx: Tx, row: Complaint) -> None:
        if not (self.referred_to and self.letter):
            field = "letter" if self.referred_to else "referred_to"
            tx.refuse("G-COMP-15", N_("It goes to the solving body in writing: name it, and the letter."), field=field)
        if row.cause is Cause.OUTSIDE and not (self.follow_up or row.follow_up):
            tx.refuse("G-COMP-15", N_("What the town or others outside must solve has somebody who follows it up: name "
                                      "who."), field="follow_up")  # fmt: skip


class Finished(Moving[Complaint]):
    """Whoever had to solve it has finished: the following ends, the callback falls due."""

    key, label = "f", N_("Finished by whom it was referred to")
    at = ("explained",)
    ends = ("COMP.PROGRESS", "COMP.DEVOWNED_FEEDBACK")
    may_start = ("COMP.DEVFWD_RESULT_12H",)
    then = ("callback.due",)
    guards = ("G-COMP-15",)
    source = "004 COMP 4.3.4; 001 L51"
    says = N_("Finished: {outcome}")

    outcome: str = ask(N_("What was done"), lines=True)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Only what was referred to others is finished by them, once."""
        if row.validity is not Validity.ASSIST or row.finished:
            tx.refuse("validity", N_("Only what others must solve is finished by them, and only once."))
        row.finished, row.result = tx.happened, self.outcome
        for code in type(self).ends:
            tx.end(code)
        matter.back_to_developers_centre(tx, row)
        kind = CallbackKind.DEVELOPER if matter.to_developer(row) else CallbackKind.COMPLAINT
        kit.call_back(tx, kind, since=tx.happened, text=row.text, severity=row.severity)


class ReportBack(Moving[Complaint]):
    """Tell the developer's customer centre the result of what it passed down."""

    aside = True
    key, label = "y", N_("Tell the developer's centre")
    at = ("resolved", *SETTLED)
    meets = ("COMP.DEVFWD_RESULT_12H",)
    source = "003 4.5.3"
    says = N_("Result told to the developer's centre: {whom}")

    whom: str = ask(N_("Whom"), max_length=80)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Keep when it was told."""
        if row.channel is not Channel.DEVELOPER:
            tx.refuse("channel", N_("It was not passed down by the developer's customer centre."))
        row.reported_back = tx.happened
