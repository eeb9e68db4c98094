"""Stock-takes as screens and printing see them: what was found on each hook, which hooks are to be counted."""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from propdesk.models.item import Item
from propdesk.models.tables import metadata
from propdesk.rules.hooks import Hook, hook_words

_TABLES = metadata().tables
_LINE, _TAKE, _KEY = _TABLES["stock_line"], _TABLES["stocktake"], _TABLES["key"]
_ITEM = _TABLES[str(Item.__tablename__)]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found on one hook; without `tag` it hung empty."""

    hook: str
    tag: str
    pieces: int


def counted(connection: Connection, item_id: int) -> list[Counted]:
    """What counts of a stock-take, hook by hook: of each hook what was said of it last."""
    mine = _LINE.c.stocktake_id == item_id
    last = (
        select(_LINE.c.cabinet, _LINE.c.slot, func.max(_LINE.c.batch).label("batch"))
        .where(mine)
        .group_by(_LINE.c.cabinet, _LINE.c.slot)
        .subquery()
    )
    same = and_(*(_LINE.c[name] == last.c[name] for name in ("cabinet", "slot", "batch")))
    query = select(_LINE).join(last, same).where(mine)
    rows = connection.execute(query.order_by(_LINE.c.cabinet, _LINE.c.slot, _LINE.c.id))
    return [Counted(hook_words(row.cabinet, row.slot), row.tag, row.pieces) for row in rows]


def hooks_to_count(connection: Connection, item_id: int) -> list[Hook]:
    """The hooks a stock-take is about, in order; whether anything hangs there is not said."""
    scope = connection.execute(select(_TAKE.c.cabinet).where(_TAKE.c.item_id == item_id)).scalar()
    query = select(_KEY.c.cabinet, _KEY.c.slot).where(_KEY.c.gone.is_(None))
    if scope is not None:
        query = query.where(_KEY.c.cabinet == scope)
    return [Hook(row.cabinet, row.slot) for row in connection.execute(query.order_by(_KEY.c.cabinet, _KEY.c.slot))]


def under_way(connection: Connection) -> list[tuple[int, str, str | None]]:
    """The stock-takes that are being counted: item, number, cabinet or None for all."""
    query = select(_ITEM.c.id, _ITEM.c.number, _TAKE.c.cabinet).join(_TAKE, _TAKE.c.item_id == _ITEM.c.id)
    rows = connection.execute(query.where(_ITEM.c.ledger == "stocktake", _ITEM.c.closed.is_(None)))
    return [(row.id, row.number, row.cabinet) for row in rows]
