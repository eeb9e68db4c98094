"""What must be known if the computer does not start tonight: what is open, promised, where the journal ends."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from propdesk.models.tables import metadata
from propdesk.queries import items
from propdesk.queries.shift import KeyOut, Promise, Visit
from propdesk.queries.worklist import worklist
from propdesk.store import announced, handover_sheet, journal

_ITEM, _TIMER = metadata().tables["item"], metadata().tables["timer"]

OF_THE_HOUSE = ("shift", "duty", "report", "round", "vacancy", "stocktake", "loan")
"""Ledgers whose deadlines were promised to nobody outside; keys that are lent stand in a list of their own."""
MOST = 300
"""So many lines of a kind at most."""


@dataclass(frozen=True, slots=True)
class Open:
    """An open matter with its next deadline; `others` counts further open items of the same matter."""

    number: str
    ledger: str
    stage: str
    title: str
    place: str
    person: str
    phone: str
    owner: str
    urgent: bool
    due: datetime | None
    code: str
    others: int


def open_matters(connection: Connection, limit: int = MOST) -> list[Open]:
    """Every open matter that does not rest, urgent ones first, then by the next deadline."""
    rows = sorted(worklist(connection, limit=limit).rows, key=lambda row: not row.urgent)
    about = {row.id: row for row in items.by_ids(connection, [row.item_id for row in rows])}
    return [
        Open(
            row.number, row.ledger, row.stage, row.title, row.place, about[row.item_id].person,
            about[row.item_id].phone, row.owner, row.urgent, row.due, next(iter(row.codes), ""), row.others,
        )
        for row in rows
    ]  # fmt: skip


def promises(connection: Connection, limit: int = MOST) -> list[Promise]:
    """What was promised or agreed on open matters, the next one first."""
    asked = (
        select(_ITEM.c.number, _ITEM.c.title, _ITEM.c.person, _TIMER.c.code, _TIMER.c.due)
        .join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)
        .where(_TIMER.c.stopped.is_(None), _TIMER.c.stated.is_not(None), _ITEM.c.ledger.not_in(OF_THE_HOUSE))
        .order_by(_TIMER.c.due)
        .limit(limit)
    )
    return [Promise(row.number, row.title, row.person, row.code, row.due) for row in connection.execute(asked)]


def keys_out(connection: Connection) -> tuple[KeyOut, ...]:
    """The keys that are lent, the next one due first."""
    return handover_sheet.keys_out(connection)


def visits(connection: Connection, now: datetime) -> tuple[Visit, ...]:
    """Who is expected at the desk or at a unit, the next one first."""
    return announced.visits(connection, now)


def head(connection: Connection) -> tuple[int, str]:
    """The number of the newest entry and the head of the chain."""
    return journal.read_head(connection)
