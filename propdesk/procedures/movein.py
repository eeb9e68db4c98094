"""Move-in (入住; manual P03): from the notice to the archived file, nothing handed over before its condition is met.

Before the owner comes: `movein_notice.py`; at the counter: `movein_counter.py`; the inspection and what follows:
`movein_inspection.py`. A household takes at most thirty minutes, and another one can be served in between.
"""

from propdesk.i18n import N_
from propdesk.models.movein import Movein
from propdesk.procedures import kit
from propdesk.procedures.forms import ask
from propdesk.procedures.movein_counter import Goods, Keys, Papers, Pay, Sign
from propdesk.procedures.movein_inspection import Defect, File, Fix, Inspect, Invite, Pursue, Reinspect
from propdesk.procedures.movein_matter import OPEN, alone
from propdesk.procedures.movein_notice import (
    Appoint,
    Attempt,
    Deem,
    Expire,
    Notify,
    Overdue,
    Received,
    Remind,
)
from propdesk.procedures.step import VOIDED, Procedure, Stage
from propdesk.procedures.tx import Tx


class Introduce(kit.Introduce[Movein]):
    """A colleague takes the household over."""

    at = OPEN


class Correct(kit.Amend[Movein]):
    """Correct what was written about a move-in."""

    at = (*OPEN, "filed")

    visitor: str | None = ask(N_("Who came"), default=None, max_length=80)
    receipt: str | None = ask(N_("Receipt number"), default=None, max_length=40)

    def apply(self, tx: Tx, row: Movein) -> None:
        """Still one move-in a unit."""
        super().apply(tx, row)
        if self.unit:
            alone(tx)


class Void(kit.Void[Movein]):
    """Void a move-in entered by mistake."""

    at = (*OPEN, "filed")


PROCEDURE = Procedure(
    ledger="movein",
    prefix="RZ",
    title=N_("Move-ins"),
    chapters=("P03",),
    form="入住登记表",
    row=Movein,
    stages=(
        Stage("notified", N_("Notified")),
        Stage("overdue", N_("Period over")),
        Stage("deemed", N_("Deemed moved in"), rests=True),
        Stage("checked", N_("Papers checked")),
        Stage("signed", N_("Agreements signed")),
        Stage("equipped", N_("Goods received")),
        Stage("paid", N_("Fees paid")),
        Stage("keyed", N_("Keys handed over")),
        Stage("inspected", N_("Inspected")),
        Stage("defects", N_("Being repaired")),
        Stage("pursued", N_("Failed again")),
        Stage("filed", N_("Filed"), final=True),
        VOIDED,
    ),
    steps=(
        Notify, Papers, Sign, Goods, Pay, Keys, Inspect, File, Fix, Invite, Reinspect, Pursue, Defect, Remind, Appoint,
        Received, Overdue, Expire, Deem, Attempt, Introduce, Correct, Void,
    ),
)  # fmt: skip
