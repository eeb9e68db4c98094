"""The way of a reported finding: handled by a department, verified on site with signatures, reopened (4.10.2)."""

from propdesk.i18n import N_
from propdesk.models.base import Choice
from propdesk.models.department import Department
from propdesk.models.estate import Unit
from propdesk.models.finding import Finding
from propdesk.procedures.forms import PROSE, ask
from propdesk.procedures.step import DESK, Moving, Signing
from propdesk.procedures.tx import Tx
from propdesk.rules.text import same_name

ONE_PERSON = N_("Whoever looks on site and the person concerned are two people; {name} looks.")


class Seen(Choice):
    """What was seen on site."""

    SOLVED = "solved", N_("Solved")
    NOT_SOLVED = "not_solved", N_("Not solved")


class Handle(Moving[Finding]):
    """The department has acted: who, what was done."""

    key, label = "d", N_("Handled")
    at, to = ("reported",), ("handled",)
    starts = ("PATROL.VERIFY",)
    source = "004 PATROL 4.10.2"
    says = N_("Handled by {department}, {handler}: {course}")

    department: Department = ask(N_("Department"), default=Department.ENGINEERING)
    handler: str = ask(N_("Who was responsible"), max_length=80)
    course: str = ask(N_("Course of handling"), lines=True)

    def apply(self, tx: Tx, row: Finding) -> None:
        """It is to be verified on site."""
        row.department, row.handler, row.course = self.department, self.handler, self.course
        row.handled = tx.happened


class Verify(Moving[Finding]):
    """A clerk looks on site; he and the person concerned sign. What is not solved goes back to the department."""

    key, label = "v", N_("Verify on site")
    at, to = ("handled",), ("closed", "reported")
    meets = ("PATROL.VERIFY",)
    guards = ("G-PAT-03",)
    signs = (Signing("concerned", N_("Person concerned signs"), roles=DESK, paper=True, must=True, guard="G-PAT-03"),)
    source = "004 PATROL 4.10.2"
    says = N_("Looked at on site by {by}: {seen}, {result}; signed by {concerned}")

    seen: Seen = ask(N_("On site it is"), default=Seen.SOLVED)
    result: str = ask(N_("What was seen"), max_length=400)

    def apply(self, tx: Tx, row: Finding) -> None:
        """Whoever does this has been there."""
        concerned = tx.signed["concerned"].name
        if same_name(concerned, tx.actor.name):
            tx.refuse("G-PAT-03", ONE_PERSON, field="concerned", name=concerned)
        solved = self.seen is Seen.SOLVED
        row.result, row.verified_by = self.result, tx.actor.name
        row.verified = tx.happened if solved else None
        row.solved = solved
        tx.facts |= {"by": tx.actor.name, "concerned": concerned}
        tx.go("closed" if solved else "reported")


class Reopen(Moving[Finding]):
    """It is not solved after all: a new finding that knows the old one, whose page stays as it was signed."""

    key, label = "o", N_("Reopen")
    at = ("closed", "solved")
    then = ("finding.report",)
    guards = ("G-PAT-04",)
    source = "004 PATROL 4.10.2, 4.11"
    says = N_("Reopened: {reason}")

    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Finding) -> None:
        """The same thing at the same place, to be reported anew."""
        known = {"check": row.check_id, "kind": row.kind, "persuaded": row.persuaded}
        unit = tx.session.get(Unit, tx.item.unit_id) if tx.item.unit_id else None
        place = {"unit": unit.code} if unit else {"place": row.place}
        text = f"{row.text}; {self.reason}"[:PROSE]
        tx.then("finding.report", {**known, **place, "text": text})
