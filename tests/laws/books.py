"""What must be true of the books of a desk at every moment, whatever was done in whatever order."""

from sqlalchemy import Connection, func, select

from propdesk.desk import Desk
from propdesk.models.tables import metadata
from propdesk.procedures import manual
from propdesk.store import counters
from propdesk.store.verify import verify

_TABLES = metadata().tables
_ITEM, _TIMER, _ACT, _ENTRY = (_TABLES[name] for name in ("item", "timer", "act", "entry"))
LEDGERS = [part.ledger for part in manual.ledgers()]


def agree(desk: Desk) -> None:
    """Verify finds nothing, and registers, clocks and counters agree with one another."""
    report = verify(desk.path)
    assert report.sound, report.problems
    for check in (
        ends_are_closed,
        clocks_stand_still_on_what_is_closed,
        one_clock_of_a_kind,
        counters_are_ords,
        numbers_have_no_gap,
        every_item_has_its_row,
        an_act_is_one_stretch_of_entries,
    ):
        desk.read(check)


def ends_are_closed(connection: Connection) -> None:
    for row in connection.execute(select(_ITEM.c.ledger, _ITEM.c.stage, _ITEM.c.closed)):
        assert manual.procedure(row.ledger).is_final(row.stage) == (row.closed is not None)


def clocks_stand_still_on_what_is_closed(connection: Connection) -> None:
    running = select(_TIMER.c.code).join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)
    found = connection.execute(running.where(_ITEM.c.closed.is_not(None), _TIMER.c.stopped.is_(None)))
    assert found.all() == []
    judged = connection.execute(select(_TIMER.c.stopped, _TIMER.c.verdict, _TIMER.c.paused))
    assert all((row.stopped is None) == (row.verdict is None) for row in judged)


def one_clock_of_a_kind(connection: Connection) -> None:
    running = select(func.count()).where(_TIMER.c.stopped.is_(None)).group_by(_TIMER.c.item_id, _TIMER.c.code)
    assert set(connection.execute(running).scalars()) <= {1}


def counters_are_ords(connection: Connection) -> None:
    for ledger in LEDGERS:
        ords = list(connection.execute(select(_ITEM.c.ord).where(_ITEM.c.ledger == ledger)).scalars())
        assert sorted(ords) == list(range(1, counters.value(connection, f"ord:{ledger}") + 1))


def numbers_have_no_gap(connection: Connection) -> None:
    """Each day the numbers of a ledger run from one on, without gap or double."""
    given: dict[tuple[str, str], list[int]] = {}
    for row in connection.execute(select(_ITEM.c.ledger, _ITEM.c.number)):
        day, _, running = row.number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").partition("-")
        given.setdefault((row.ledger, day), []).append(int(running))
    for (ledger, day), numbers in given.items():
        assert sorted(numbers) == list(range(1, counters.value(connection, f"number:{ledger}:{day}") + 1))


def every_item_has_its_row(connection: Connection) -> None:
    """No item is without its row in its ledger, and none stands in another one's."""
    for part in manual.ledgers():
        table = _TABLES[str(part.row.__tablename__)] if part.row else _ITEM
        items = set(connection.execute(select(_ITEM.c.id).where(_ITEM.c.ledger == part.ledger)).scalars())
        assert set(connection.execute(select(table.c.item_id)).scalars()) == items


def an_act_is_one_stretch_of_entries(connection: Connection) -> None:
    """The entries of an act follow one another, and each item has the entry that opened it."""
    stretch = select(func.max(_ENTRY.c.seq) - func.min(_ENTRY.c.seq) + 1 - func.count()).group_by(_ENTRY.c.act_id)
    assert set(connection.execute(stretch).scalars()) <= {0}
    spoken_of = set(connection.execute(select(_ENTRY.c.item_id).distinct()).scalars())
    assert set(connection.execute(select(_ITEM.c.id)).scalars()) <= spoken_of
