"""The duty log as a book: a page for each stretch of duty, numbered through, and what is to be read on arriving."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from propdesk.models.tables import metadata
from propdesk.queries import journal
from propdesk.queries.journal import EntryView, ShiftView

_TABLES = metadata().tables
_SHIFT, _ENTRY, _HANDOVER, _ITEM = (_TABLES[name] for name in ("shift", "entry", "handover", "item"))

MOST = 2000
"""So many entries at most are read on arriving; what is older is in the book."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the book, from 1; `pages` is how many there are. Without a shift the book is empty."""

    number: int
    pages: int
    shift: ShiftView | None


def page(connection: Connection, number: int | None = None) -> Page:
    """Page `number` of the book, the last one where none is named; the nearest one where there is no such page.

    Shifts are numbered as they are begun and never deleted, so the number of a shift is that of its page.
    """
    pages = int(connection.execute(select(func.max(_SHIFT.c.id))).scalar() or 0)
    number = max(1, min(pages if number is None else number, pages))
    row = connection.execute(select(_SHIFT).where(_SHIFT.c.id == number)).first()
    return Page(number, pages, ShiftView(row.id, row.kind, row.starts, row.ends) if row is not None else None)


def page_at(connection: Connection, moment: datetime) -> int:
    """The number of the page that was under way at a moment, or the one before it; 1 where the book begins later."""
    begun = select(_SHIFT.c.id).where(_SHIFT.c.starts <= moment).order_by(_SHIFT.c.starts.desc()).limit(1)
    return int(connection.execute(begun).scalar() or 1)


def pages_between(connection: Connection, start: datetime, end: datetime) -> list[ShiftView]:
    """The stretches of duty that began in a stretch of time, such as a day."""
    query = select(_SHIFT).where(_SHIFT.c.starts >= start, _SHIFT.c.starts < end).order_by(_SHIFT.c.starts)
    return [ShiftView(row.id, row.kind, row.starts, row.ends) for row in connection.execute(query)]


def to_read(connection: Connection, starts: datetime, language: str, zone: ZoneInfo) -> list[EntryView]:
    """What whoever takes the turn that begins at `starts` has to read: all that was written since the last one read.

    Where nobody ever read the log, it is the page of the stretch of duty before; at most the newest `MOST` entries.
    """
    wanted = select(_ENTRY.c.seq).where(_ENTRY.c.seq > _read_to(connection, starts)).order_by(_ENTRY.c.seq.desc())
    return journal.by_seqs(connection, list(connection.execute(wanted.limit(MOST)).scalars()), language, zone)


def _read_to(connection: Connection, starts: datetime) -> int:
    """The last entry that was read on arriving for an earlier turn, else the last one before the page before."""
    came = _HANDOVER.c.starts < starts, _HANDOVER.c.clerk_id.is_not(None), _ITEM.c.stage != "voided"
    last = select(_HANDOVER.c.read_to).join(_ITEM, _ITEM.c.id == _HANDOVER.c.item_id).where(*came)
    read = connection.execute(last.order_by(_HANDOVER.c.starts.desc()).limit(1)).scalar()
    if read:
        return int(read)
    before = select(_SHIFT.c.id).where(_SHIFT.c.starts < starts).order_by(_SHIFT.c.starts.desc()).limit(1)
    shift = connection.execute(before).scalar()
    first = connection.execute(select(func.min(_ENTRY.c.seq)).where(_ENTRY.c.shift_id == shift)).scalar()
    return int(first or 1) - 1
