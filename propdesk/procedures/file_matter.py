"""What the steps of an owner file share: one current file a unit, what lies in it, how long it is kept."""

from calendar import monthrange
from datetime import date, datetime

from propdesk.i18n import N_
from propdesk.models.estate import Person
from propdesk.models.file import File
from propdesk.models.item import Item
from propdesk.procedures import premises, ticks
from propdesk.procedures.tx import Tx
from propdesk.rules.text import one_line
from propdesk.store.lookup_keys import rekey_person


def current_file(tx: Tx, unit_id: int | None) -> Item | None:
    """The present owner's file of a unit."""
    for item in premises.others_of(tx, unit_id):
        other = tx.session.get(File, item.id)
        if other is not None and other.transferred is None:
            return item
    return None


def present(tx: Tx, row: File) -> None:
    """Refuse to change the file of a former owner.

    Raises:
        Refused: it is one.
    """
    if row.transferred is not None:
        tx.refuse("G-FILE-03", N_("{number} is a former owner's file: it stays as it is."), number=tx.item.number)


def entitle(tx: Tx, row: File) -> None:
    """The title of a file: owner, shelf, how much is missing."""
    missing = [name for name in row.missing.split("; ") if name]
    lacking = f"-{len(missing)}" if missing else ""
    tx.item.title = one_line("  ".join(part for part in (tx.item.person, row.shelf, lacking) if part), 120)


def put_documents(tx: Tx, row: File, text: str) -> None:
    """Keep what lies in the file, and what of the site's list is missing."""
    offered = tx.site.settings.file_documents
    there = ticks.ticked(tx, text, offered, field="documents")
    missing = [name for name in offered if name not in there]
    row.documents, row.missing = "; ".join(there), "; ".join(missing)
    entitle(tx, row)
    tx.facts |= {"documents": ticks.said(there), "missing": ticks.said(missing), "shelf": row.shelf}


def more_than_a_month(since: date, today: date) -> bool:
    """Whether the same day of the next month, or that month's last day, is over."""
    year, month = divmod(since.year * 12 + since.month, 12)
    return today > date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))


def rekey(tx: Tx, person: Person) -> None:
    """Find the person by what changed."""
    rekey_person(tx.session, person.id or 0)


def years_on(at: datetime, years: int) -> datetime:
    """The same moment so many years on; of 29 February the 28th."""
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, day=28)
