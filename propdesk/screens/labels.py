"""What the columns of the ledgers are called beside an item: mostly as the forms ask for them."""

from collections.abc import Mapping

from propdesk.i18n import N_
from propdesk.procedures import manual
from propdesk.procedures.step import Opening, Step, label_of

LABELS: Mapping[str, str] = {
    "arrived": N_("On site"),
    "arrived_who": N_("Who came"),
    "beyond": N_("Beyond our power"),
    "building_id": N_("Building"),
    "called_back": N_("Called back"),
    "caller_id": N_("Who calls back"),
    "callers": N_("Calls"),
    "collective": N_("Collective complaint"),
    "compiled": N_("Compiled"),
    "compiler_id": N_("Compiled by"),
    "contacted": N_("Resident reached"),
    "coordinator_id": N_("Coordinator"),
    "crossed_off": N_("Crossed off"),
    "customer_told": N_("Customer told at"),
    "delivered": N_("Delivered"),
    "dispatched": N_("Dispatched"),
    "done": N_("Called back"),
    "edition": N_("Edition"),
    "ends": N_("Until"),
    "explained": N_("Explained"),
    "finished": N_("Finished"),
    "given_up": N_("Given up"),
    "introduced_to": N_("Introduced to"),
    "linked_id": N_("Added to"),
    "long_form": N_("Long form begun"),
    "manager_opinion": N_("Manager's opinion"),
    "merged_into_id": N_("Merged into"),
    "paid": N_("Work that is charged"),
    "planned": N_("Planned"),
    "quote_accepted": N_("Quote accepted"),
    "refusal": N_("Reason for refusing"),
    "rejections": N_("Times rejected"),
    "replied": N_("Replied"),
    "reply_how": N_("How"),
    "report": N_("Special report"),
    "reported": N_("Desk told that it is finished"),
    "reported_back": N_("Reported back"),
    "resolved": N_("Resolved"),
    "review": N_("Review"),
    "reviewed": N_("Reviewed"),
    "reviewer_id": N_("Reviewed by"),
    "safe": N_("Made safe"),
    "sent": N_("Sent"),
    "sheet": N_("Callback sheet"),
    "signed": N_("Signed by the manager"),
    "signed_by": N_("Signed by"),
    "slip": N_("Dispatch slip"),
    "slip_back": N_("Second copy back"),
    "starts": N_("From"),
    "taken_over": N_("Taken over"),
    "told_at": N_("Department told"),
    "told_person": N_("Person told"),
    "tries": N_("Attempts in vain"),
    "verified": N_("Verified"),
    "warranty": N_("Warranty"),
}
"""What a column is called that no form asks for, or for which the forms of its ledger use another word."""
MOVEIN_TOLD = (
    "accepted", "agreements", "amount_fen", "appointed", "both_signed", "card_missing", "checked", "copies",
    "deputy_reason", "family", "filed", "goods", "id_copies", "inspected", "inspector", "invited", "key_kept", "keyed",
    "paid", "paid_by", "photos", "pieces", "proxy", "receipt", "received", "refused", "sent", "signed", "visitor",
)  # fmt: skip
"""The columns of a move-in that its checklist and the other sections beside it tell."""
FILE_TOLD = (
    "approved", "approved_by", "arrears_since", "censused", "contact_checks", "documents", "lent", "missing", "purpose",
    "reader", "shelf", "what",
)  # fmt: skip
"""The columns of an owner file that the sections beside it tell."""
VACANCY_TOLD = (
    "appliances", "condition", "consent", "fees", "furnished", "keys", "let_from", "let_to", "let_until", "power_off",
    "unit_id", "valves_closed", "west_sun",
)  # fmt: skip
"""The columns of a vacant unit that the sections beside it tell."""
OF_LEDGER: Mapping[str, Mapping[str, str]] = {
    "file": {
        **dict.fromkeys(FILE_TOLD, ""),
        "certificate": N_("Title certificate of the new owner"),
        "transferred": N_("New owner since"),
        "until": N_("Kept until"),
    },
    "finding": {
        **dict.fromkeys(("again", "area", "check_id", "round_id", "sheet"), ""),
        "asked_unit": N_("Unit asked at"),
        "handled": N_("Handled at"),
        "how": N_("How it was solved"),
        "result": N_("Seen on site"),
        "security_called": N_("Security called at"),
        "security_name": N_("Who was reached"),
        "solved": N_("Solved"),
        "told": N_("Manager told at"),
        "told_to": N_("Manager told"),
        "unit_answer": N_("What they said"),
        "verified": N_("Verified on site at"),
        "verified_by": N_("Verified by"),
    },
    "key": {
        **dict.fromkeys(
            ("authority", "ask_owner", "cabinet", "departments", "instruction", "longest_hours", "may_leave", "slot"),
            "",
        ),
        "approved_by": N_("Approved by"),
        "consent_by": N_("Who consents"),
        "consent_how": N_("By which channel"),
        "gone": N_("Left custody"),
        "handed_to": N_("Handed to"),
        "harmed": N_("Keys concerned"),
        "lost": N_("Declared lost"),
        "mandate": N_("Mandate"),
        "memo": N_("Memo"),
        "memo_told": N_("Supervisor told"),
        "memo_told_at": N_("Told at"),
        "out": N_("Keys lent"),
        "outdated": N_("Lock changed"),
        "reason": N_("Reason for entrusting"),
        "replaced": N_("Replaced"),
    },
    "loan": {
        "authorised_by": N_("Authorised by"),
        "back": N_("Keys back"),
        "chased": N_("Chased, times"),
        **dict.fromkeys(("key_id", "order_id"), ""),
        "lost": N_("Declared lost"),
        "reason": N_("What exactly"),
        "received_by": N_("Received by"),
        "returned": N_("Back on"),
        "second_person": N_("Second person"),
    },
    "movein": {
        **dict.fromkeys(MOVEIN_TOLD, ""),
        "deemed": N_("Deemed moved in"),
        "keys": N_("Key set"),
        "overdue": N_("Period over since"),
        "pursued": N_("Failed again on"),
        "reinspections": N_("Second inspections"),
        "reminded": N_("Reminded"),
    },
    "renovation": {
        **dict.fromkeys(("before", "progress", "unit_id"), ""),
        "begins": N_("Began on"),
        "ends": N_("Until"),
        "entered": N_("Latest entry"),
    },
    "report": {
        "approved": N_("Approved"),
        "approved_by": N_("Approved by"),
    },
    "round": {
        **dict.fromkeys(("done", "findings", "planned_for", "stops"), ""),
        "begun": N_("Set out at"),
        "countersigned_by": N_("Second signature"),
        "ends": N_("Window until"),
        "grace_ends": N_("On time until"),
        "not_before": N_("Least minutes per area"),
        "planned": N_("In the plan"),
        "reason": N_("Reason"),
        "route": N_("Route"),
        "signed_by": N_("First signature"),
        "starts": N_("Window from"),
        "verdict": N_("Walked"),
    },
    "stocktake": {
        "counted": N_("Keys found"),
        "counter_name": N_("Counted by"),
        "doubled": N_("Labels found twice"),
        "expected": N_("Keys expected"),
        "lines": N_("Lines counted"),
        "misplaced": N_("On another hook"),
        "missing": N_("Keys missing"),
        "surplus": N_("Keys too many"),
        "unknown": N_("Labels not in the register"),
    },
    "vacancy": {
        **dict.fromkeys(VACANCY_TOLD, ""),
        "buyer": N_("Buyer"),
        "sold": N_("Sold on"),
        "state": N_("Last state"),
        "taken_over": N_("Taken over on"),
        "visited": N_("Last visit"),
    },
}
"""The same for columns whose names other ledgers use in another sense; without a word, one that is told elsewhere."""
YUAN = {
    "cost_fen": N_("Cost, yuan"),
    "claim_fen": N_("Damages claimed, yuan"),
    "quote_fen": N_("Quote, yuan"),
    "budget_fen": N_("Budget, yuan"),
}
"""Columns that hold an amount of money."""


NOT_FACTS = frozenset({"entry", "reason", "restart", "close"})
"""Fields of forms that say something about the deed, not about the item."""


def labels_of(ledger: str) -> dict[str, str]:
    """The label of each field of a ledger's forms and of its columns; the opening form comes first."""
    steps = manual.procedure(ledger).steps
    ordered: list[type[Step]] = sorted(steps, key=lambda step: not issubclass(step, Opening))
    labels: dict[str, str] = {}
    for step in ordered:
        for name in step.model_fields:
            labels.setdefault(name, label_of(step, name))
    common = {name: label for name, label in {**labels, **LABELS, **YUAN}.items() if name not in NOT_FACTS}
    return {**common, **OF_LEDGER.get(ledger, {})}
