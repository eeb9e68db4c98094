"""Findings of patrols (P14): solved on the spot, or reported, handled and verified on site; each has its numbered page.

A smell of gas or burning comes first: ask the unit, then security, both with their times (004 PATROL 4.5.5).
"""

from propdesk.i18n import N_
from propdesk.models.department import Department
from propdesk.models.finding import Finding
from propdesk.procedures import kit
from propdesk.procedures.finding_found import Again, AskUnit, CallSecurity, Report, Tell
from propdesk.procedures.finding_handling import Handle, Reopen, Verify
from propdesk.procedures.forms import ask
from propdesk.procedures.step import VOIDED, Procedure, Stage
from propdesk.procedures.tx import Tx

OPEN = ("smell", "found", "reported", "handled")
"""The stages in which something is still to be done."""


class Attempt(kit.Attempt[Finding]):
    """One try to reach somebody about a finding: the manager, the department, a resident."""

    at = OPEN


class Introduce(kit.Introduce[Finding]):
    """A colleague takes the finding into charge."""

    at = OPEN


class Correct(kit.Correct[Finding]):
    """Correct what was written about a finding, also one that is at its end."""

    at = (*OPEN, "solved", "closed")

    department: Department | None = ask(N_("Department"), default=None)
    course: str | None = ask(N_("Course of handling"), default=None, lines=True)

    def apply(self, tx: Tx, row: Finding) -> None:
        """The place stands in the finding too: there the same defect is looked for."""
        super().apply(tx, row)
        if self.place or self.unit:
            row.place = tx.item.place


class Void(kit.Void[Finding]):
    """Void a finding entered by mistake: its page stays used and readable (G-PAT-04)."""

    at = (*OPEN, "solved", "closed")


PROCEDURE = Procedure(
    ledger="finding",
    prefix="WT",
    title=N_("Patrol findings"),
    chapters=("P14",),
    form="巡查问题处理表",
    row=Finding,
    stages=(
        Stage("smell", N_("Smell: ask, then call security")),
        Stage("found", N_("Found, not reported yet")),
        Stage("reported", N_("Reported to the manager")),
        Stage("handled", N_("Handled, to be verified")),
        Stage("closed", N_("Verified on site"), final=True),
        Stage("solved", N_("Solved on the spot"), final=True),
        VOIDED,
    ),
    steps=(Report, AskUnit, CallSecurity, Tell, Handle, Verify, Reopen, Again, Attempt, Introduce, Correct, Void),
    tallies=("again",),
)
