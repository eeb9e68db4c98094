"""The same matter raised by several households: who raised it, in which complaints, in one building or at one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select

from propdesk.models import tables
from propdesk.models.contact import Channel
from propdesk.rules.similar import same_matter

WINDOW = timedelta(days=2)
"""How long ago the same matter still speaks for a common cause (003 4.1.4: the same event at the same time)."""
HOUSEHOLDS = 5
"""How many households make a matter collective (003 4.1.4)."""
UNANSWERED = ("received", "classified", "delivered", "contacted", "resolved")
"""The stages of a complaint in which nobody has the answer yet."""

_TABLES = tables.metadata().tables
_ITEM, _COMPLAINT, _UNIT = _TABLES["item"], _TABLES["complaint"], _TABLES["unit"]
_CALLER = _TABLES["complaint_caller"]


@dataclass(frozen=True)
class Raised:
    """A complaint as far as it tells whether it is the same matter. `place` is what its sheet says."""

    item_id: int
    number: str
    opened: datetime
    unit_id: int | None
    place: str
    person: str
    phone: str
    text: str
    channel: Channel
    reply_by: datetime | None
    collective: bool


_RAISED = (
    select(
        _ITEM.c.id.label("item_id"), _ITEM.c.number, _ITEM.c.opened, _ITEM.c.unit_id, _COMPLAINT.c.place,
        _ITEM.c.person, _ITEM.c.phone, _COMPLAINT.c.text, _COMPLAINT.c.channel, _COMPLAINT.c.reply_by,
        _COMPLAINT.c.collective,
    )
    .join_from(_ITEM, _COMPLAINT, _COMPLAINT.c.item_id == _ITEM.c.id)
    .where(_ITEM.c.ledger == "complaint", _ITEM.c.closed.is_(None), _ITEM.c.stage.in_(UNANSWERED))
)  # fmt: skip


def household(unit_id: int | None, person: str, phone: str) -> str:
    """What tells one household from another: the unit, else the telephone, else the name; empty if nothing is known."""
    if unit_id is not None:
        return f"unit {unit_id}"
    return phone or person


def same(connection: Connection, *, unit_id: int | None, place: str, text: str, now: datetime) -> list[Raised]:
    """The unanswered complaints of the same matter, the earliest first.

    They are of the same building, or of the same place by its words, and no more than two days away; a collective one
    counts however long it has been open.
    """
    near = [_COMPLAINT.c.place == place] if place else []
    if unit_id is not None:
        building = select(_UNIT.c.building_id).where(_UNIT.c.id == unit_id).scalar_subquery()
        near.append(_ITEM.c.unit_id.in_(select(_UNIT.c.id).where(_UNIT.c.building_id == building)))
    if not near:
        return []
    lately = or_(_ITEM.c.opened.between(now - WINDOW, now + WINDOW), _COMPLAINT.c.collective)
    found = [Raised(*row) for row in connection.execute(_RAISED.where(lately, or_(*near)))]
    alike = (raised for raised in found if same_matter(raised.text, text))
    return sorted(alike, key=lambda raised: (raised.opened, raised.item_id))


def households(connection: Connection, found: Iterable[Raised]) -> set[str]:
    """The households that raised these complaints, or were added to them."""
    complaints = list(found)
    known = {household(each.unit_id, each.person, each.phone) for each in complaints}
    added = select(_CALLER.c.unit_id, _CALLER.c.person, _CALLER.c.phone).where(
        _CALLER.c.complaint_id.in_([each.item_id for each in complaints]), _CALLER.c.separated.is_(None)
    )
    known |= {household(row.unit_id, row.person, row.phone) for row in connection.execute(added)}
    return known - {""}
