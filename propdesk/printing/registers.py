"""Registers as lists: the owner's cards (业主证登记表, manual P12)."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from propdesk.i18n import N_, say, translate
from propdesk.printing.listing import Listing
from propdesk.queries.keys import CardRow
from propdesk.settings import Settings

TITLE = N_("Register of owner's cards")
COUNTED = N_("{count} cards, {valid} of them valid")
PAGE = N_("Page {page} of {pages}")
COLUMNS = (
    (N_("Number of the owner's card"), 3.0),
    (N_("Unit"), 2.0),
    (N_("Owner"), 4.0),
    (N_("Issued on"), 2.0),
    (N_("Withdrawn on"), 2.0),
)
"""What is said of a card, and how much of the width that takes."""


def cards(rows: Sequence[CardRow], settings: Settings, zone: ZoneInfo) -> Listing:
    """The register of owner's cards, withdrawn ones with their date."""

    def day(moment: datetime | None) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d}" if moment else ""

    language, valid = settings.language, sum(row.withdrawn is None for row in rows)
    return Listing(
        site=settings.site,
        title=translate(TITLE, language),
        under=say(COUNTED, {"count": len(rows), "valid": valid}, language),
        page=translate(PAGE, language),
        columns=tuple((translate(name, language), share) for name, share in COLUMNS),
        rows=[(row.number, row.unit, row.owner, day(row.issued), day(row.withdrawn)) for row in rows],
    )
