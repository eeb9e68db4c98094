"""The documents that are booklets: what makes one of an item, in a language."""

from collections.abc import Callable, Mapping

from propdesk.desk import Desk
from propdesk.models.sheet import Document
from propdesk.printing.booklet import Booklet
from propdesk.printing.day_sheet import day_sheet
from propdesk.printing.emergency_record import emergency_record
from propdesk.printing.handover_sheet import handover
from propdesk.printing.roster_sheet import roster_sheet
from propdesk.printing.vacancy_reports import report
from propdesk.printing.vacancy_sheets import record
from propdesk.queries import shift


def _day_of(desk: Desk, item_id: int, language: str) -> Booklet:
    """The log of the day on which a shift began."""
    row = desk.read(shift.shift, item_id)
    if row is None:
        raise LookupError(item_id)
    return day_sheet(desk, row.day, language)


BOOKLETS: Mapping[Document, Callable[[Desk, int, str], Booklet]] = {
    Document.HANDOVER: handover,
    Document.DAY_SHEET: _day_of,
    Document.EMERGENCY: emergency_record,
    Document.DUTY_ROSTER: roster_sheet,
    Document.VACANCY_RECORD: record,
    Document.VACANCY_MONTH: report,
    Document.VACANCY_HALF: report,
    Document.VACANCY_PLAN: report,
}
"""Every document is one of these or has a form; a test compares them."""
