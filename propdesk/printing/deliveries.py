"""What a month delivered (交房数据, manual P21), as a printed list and a spreadsheet say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from propdesk.desk import Desk
from propdesk.i18n import N_, translate
from propdesk.queries import moveins
from propdesk.queries.moveins import Delivered, Figure
from propdesk.rules import cycles

TITLE = N_("Delivery figures")
COLUMNS = (
    N_("Number"), N_("Unit"), N_("Owner"), N_("Keys handed over on"), N_("Deemed moved in on"), N_("Agreements"),
    N_("Keys"), N_("Fees, yuan"), N_("Findings"),
)  # fmt: skip
"""What is said of each unit."""


@dataclass(frozen=True)
class Deliveries:
    """What a month delivered, with whose desk and which days."""

    site: str
    month: str
    first: date
    last: date
    zone: ZoneInfo
    delivered: Delivered


def deliveries(desk: Desk, month: str) -> Deliveries:
    """The deliveries of a month such as 2026-10.

    Raises:
        Refused: it is no month.
    """
    period = cycles.parse_period(month, begins=desk.site.settings.month_begins)
    start, end = (desk.site.calendar.start_of(day) for day in (period.first, period.last + timedelta(days=1)))
    found = desk.read(moveins.delivered, start, end)
    return Deliveries(desk.site.settings.site, month, period.first, period.last, desk.zone, found)


def heading(found: Deliveries) -> str:
    """`Delivery figures 2026-10  (2026-10-01 - 2026-10-31)`."""
    return f"{translate(TITLE)} {found.month}  ({found.first} - {found.last})"


def yuan(fen: int) -> int | str:
    """An amount as a spreadsheet counts it."""
    return fen // 100 if fen % 100 == 0 else f"{fen / 100:.2f}"


def amount(figure: Figure) -> int | str:
    """How many, or how much money."""
    return yuan(figure.count) if figure.key == "fees_fen" else figure.count


def lines(found: Deliveries, language: str | None = None) -> Iterator[tuple[str | int, ...]]:
    """Each unit that was handed over or deemed moved in, under `COLUMNS`."""

    def day(moment: datetime | None) -> str:
        return f"{moment.astimezone(found.zone):%Y-%m-%d}" if moment else ""

    handed = {each.number for each in found.delivered.handed}
    for each in (*found.delivered.handed, *(each for each in found.delivered.deemed if each.number not in handed)):
        signed = translate(N_("Yes") if each.signed else N_("No"), language)
        counts = (each.keys, yuan(each.fees_fen), each.findings)
        yield (each.number, each.unit, each.person, day(each.keyed), day(each.deemed), signed, *counts)
