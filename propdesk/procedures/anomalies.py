"""What is found at a vacant unit or a renovation site becomes a finding, or is written on the one that is open."""

from sqlmodel import col, select

from propdesk.models.finding import Finding, FindingKind, Persuaded
from propdesk.models.item import Item
from propdesk.procedures.tx import Tx
from propdesk.rules.checklist import Flag

STEPS = ("finding.report", "finding.again")
"""The steps by which it is written down."""
LENGTH = 200
"""Characters of what was found."""


def report(
    tx: Tx,
    flag: Flag,
    text: str,
    *,
    told_to: str | None,
    another: bool,
    persuaded: Persuaded | None = None,
) -> None:
    """Go on to the finding about the item of the checklist that has the flag, at the unit of this item.

    What is open there already is found again, unless it is `another` one.
    """
    check = next((check.id for area in tx.site.checklist.areas for check in area.checks if check.flag is flag), "")
    known = None if another else _open(tx, check)
    if known is not None:
        tx.then("finding.again", {"note": text}, item=known)
        return
    kind = FindingKind.VACANT if flag is Flag.VACANT else FindingKind.RENOVATION
    fields = {"text": text, "check": check, "unit": tx.item.place, "told_to": told_to, "another": another or None}
    if persuaded is not None:
        kind, fields["persuaded"] = FindingKind.VIOLATION, persuaded
    tx.then("finding.report", {**fields, "kind": kind})


def _open(tx: Tx, check: str) -> Item | None:
    same = (Finding.check_id == check, Finding.place == tx.item.place, col(Item.closed).is_(None))
    wanted = select(Item).join(Finding, col(Finding.item_id) == col(Item.id)).where(*same)
    return tx.session.exec(wanted.order_by(col(Item.id)).limit(1)).first()
