"""Registers as lists: the owner's cards (业主证登记表, manual P12), what a month delivered (交房数据, manual P21)."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from propdesk.i18n import N_, say, translate
from propdesk.printing import deliveries as delivered
from propdesk.printing.deliveries import Deliveries
from propdesk.printing.listing import Listing
from propdesk.queries.keys import CardRow
from propdesk.settings import Settings

TITLE = N_("Register of owner's cards")
COUNTED = N_("{count} cards, {valid} of them valid")
PAGE = N_("Page {page} of {pages}")
NAMED = N_("{name}: {value}")
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


SHARES = (3.3, 1.7, 2.2, 2.2, 2.2, 2.0, 1.1, 1.8, 1.5)
"""How much of the width each column of the deliveries takes."""


def deliveries(found: Deliveries, language: str) -> Listing:
    """The delivery figures of a month, and under them each unit behind them."""
    counted = [(translate(each.label, language), delivered.amount(each)) for each in found.delivered.figures]
    figures = "  ·  ".join(say(NAMED, {"name": name, "value": value}, language) for name, value in counted)
    columns = zip(delivered.COLUMNS, SHARES, strict=True)
    return Listing(
        site=found.site,
        title=f"{translate(delivered.TITLE, language)} {found.month}",
        under=f"{found.first} - {found.last}",
        page=translate(PAGE, language),
        columns=tuple((translate(name, language), share) for name, share in columns),
        rows=[tuple(map(str, line)) for line in delivered.lines(found, language)],
        above=figures,
    )
