"""The unit card says who lives there and what is going on, with numbers masked."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlmodel import Session, select

from propdesk.models.estate import Capacity, Phone, StandingNote, Unit, UnitState
from propdesk.models.item import Item
from propdesk.models.operator import Operator
from propdesk.models.tables import metadata
from propdesk.queries.units import (
    full_phones,
    near_codes,
    open_items_of_building,
    open_items_of_unit,
    unit_by_code,
    unit_card,
)
from propdesk.rules.roster import read_rows
from propdesk.store.engine import reader, writer
from propdesk.store.roster import write_roster

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
ROSTER = [
    ("楼栋", "房号", "面积", "状态", "入住日期", "保修期至", "姓名", "身份", "电话", "车牌", "备注"),
    ("3号楼", "1201", "128.5", "已入住", "2024-06-18", "2029-06-18", "刘强", "家属", "13912342207", "", ""),
    ("3号楼", "1201", "", "", "", "", "王敏", "业主", "13812348812/0532-88881234", "鲁B·12345", "老人耳背，敲门要久等"),
    ("3号楼", "1301", "", "", "", "", "于芳", "业主", "", "", ""),
    ("3号楼", "0502", "90", "空置", "", "", "", "", "", "", ""),
    ("5号楼", "1201", "", "", "", "", "孙思远", "业主", "", "", ""),
]
ITEMS = (
    ("TS20261121-001", "complaint", "3-1201", 0, False),
    ("TS20261101-001", "complaint", "3-1201", 20, True),
    ("TS20260701-001", "complaint", "3-1201", 140, True),
    ("LF20261121-001", "contact", "3-1201", 0, True),
    ("TS20261119-001", "complaint", "3-1301", 2, False),
    ("LF20261121-002", "contact", "3-1301", 0, False),
    ("TS20261121-002", "complaint", "5-1201", 0, False),
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    path = tmp_path_factory.mktemp("units") / "desk.db"
    fill(path)
    engine = reader(path)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def fill(path: Path) -> None:
    path.touch()
    engine = writer(path)
    metadata().create_all(engine)
    with Session(engine) as session:
        write_roster(session, read_rows(ROSTER), NOW)
        session.add(Operator(id=1, name="李婷", created=NOW))
        session.exec(select(Phone).where(Phone.number == "0532-88881234")).one().dead = NOW
        units = dict(session.exec(select(Unit.code, Unit.id)).all())
        session.add(StandingNote(unit_id=units["3-1201"] or 0, text="旧提示", since=NOW, ended=NOW))
        session.flush()
        for ordinal, (number, ledger, code, days, closed) in enumerate(ITEMS, start=1):
            session.add(item(ordinal, number, ledger, units[code], NOW - timedelta(days=days), closed=closed))
        session.commit()
    engine.dispose()


def item(ordinal: int, number: str, ledger: str, unit_id: int | None, opened: datetime, *, closed: bool) -> Item:
    return Item(
        ledger=ledger,
        number=number,
        ord=ordinal,
        stage="received",
        title="楼上漏水",
        unit_id=unit_id,
        receiver_id=1,
        owner_id=1,
        opened=opened,
        closed=NOW if closed else None,
    )


def unit_id(connection: Connection, code: str) -> int:
    unit = unit_by_code(connection, code)
    assert unit is not None
    return unit.id


def test_the_card_shows_the_unit(connection: Connection) -> None:
    card = unit_card(connection, unit_id(connection, "3-1201"), now=NOW)
    assert card is not None
    assert (card.code, card.building, card.floor, card.area) == ("3-1201", "3号楼", 12, "128.5")
    assert (card.state, card.moved_in, card.warranty_end) == (
        UnitState.OCCUPIED,
        date(2024, 6, 18),
        date(2029, 6, 18),
    )
    assert card.plates == ("鲁B·12345",)


def test_the_card_lists_the_owner_first_and_masks_every_number(connection: Connection) -> None:
    card = unit_card(connection, unit_id(connection, "3-1201"), now=NOW)
    assert card is not None
    assert [(who.name, who.capacity) for who in card.people] == [("王敏", Capacity.OWNER), ("刘强", Capacity.FAMILY)]
    assert [(phone.masked, phone.dead) for phone in card.people[0].phones] == [
        ("138****8812", False),
        ("0532-****1234", True),
    ]


def test_the_card_shows_standing_notes_that_still_hold(connection: Connection) -> None:
    card = unit_card(connection, unit_id(connection, "3-1201"), now=NOW)
    assert card is not None
    assert [note.text for note in card.notes] == ["老人耳背，敲门要久等"]


def test_the_card_shows_open_items_and_counts_those_of_ninety_days(connection: Connection) -> None:
    card = unit_card(connection, unit_id(connection, "3-1201"), now=NOW)
    assert card is not None
    assert [(row.number, row.owner, row.unit_code) for row in card.open_items] == [("TS20261121-001", "李婷", "3-1201")]
    assert card.recent == (("complaint", 2), ("contact", 1))


def test_an_empty_unit_has_an_empty_card(connection: Connection) -> None:
    card = unit_card(connection, unit_id(connection, "3-0502"), now=NOW)
    assert card is not None
    assert (card.area, card.people, card.notes, card.plates, card.open_items) == ("90", (), (), (), ())


def test_there_is_no_card_of_no_unit(connection: Connection) -> None:
    assert unit_card(connection, 4711, now=NOW) is None


@pytest.mark.parametrize("typed", ["3-1201", "3栋1201", "三号楼1201室", "３－１２０１"])
def test_a_unit_is_known_by_its_code_however_it_is_typed(connection: Connection, typed: str) -> None:
    unit = unit_by_code(connection, typed)
    assert unit is not None
    assert (unit.code, unit.building, unit.floor) == ("3-1201", "3号楼", 12)


@pytest.mark.parametrize("typed", ["", "3-9999", "'", "\ud800", "\x00", "x" * 5000])
def test_an_unknown_code_is_no_unit(connection: Connection, typed: str) -> None:
    assert unit_by_code(connection, typed) is None
    assert len(near_codes(connection, typed)) <= 3


def test_units_near_an_unknown_code_are_offered(connection: Connection) -> None:
    assert near_codes(connection, "3-502")[0] == "3-0502"
    assert near_codes(connection, "3-1210")[0] == "3-1201"
    assert near_codes(connection, "31201")[0] == "3-1201"
    assert near_codes(connection, "9-1201") == ["3-1201", "5-1201"]
    assert near_codes(connection, "9-1201", limit=1) == ["3-1201"]


def test_open_items_of_a_building_can_be_narrowed(connection: Connection) -> None:
    unit = unit_by_code(connection, "3-1201")
    assert unit is not None
    numbers = [row.number for row in open_items_of_building(connection, unit.building_id)]
    assert numbers == ["TS20261121-001", "TS20261119-001", "LF20261121-002"]
    of_ledger = open_items_of_building(connection, unit.building_id, ledger="complaint")
    assert [row.unit_code for row in of_ledger] == ["3-1201", "3-1301"]
    today = open_items_of_building(connection, unit.building_id, "complaint", since=NOW - timedelta(days=1))
    assert [row.unit_code for row in today] == ["3-1201"]


def test_full_numbers_are_given_only_when_asked_for(connection: Connection) -> None:
    card = unit_card(connection, unit_id(connection, "3-1201"), now=NOW)
    assert card is not None
    numbers = full_phones(connection, card.people[0].id)
    assert [(phone.number, phone.dead) for phone in numbers] == [("13812348812", False), ("0532-88881234", True)]
    assert [phone.id for phone in numbers] == [phone.id for phone in card.people[0].phones]
    assert full_phones(connection, 4711) == ()


@pytest.mark.parametrize(
    "ask",
    [
        lambda connection: unit_card(connection, 1, now=NOW),
        lambda connection: unit_by_code(connection, "3-1201"),
        lambda connection: near_codes(connection, "3-1299"),
        lambda connection: open_items_of_unit(connection, 1),
        lambda connection: open_items_of_building(connection, 1),
        lambda connection: open_items_of_building(connection, 1, "complaint", NOW),
        lambda connection: full_phones(connection, 1),
    ],
    ids=["card", "code", "near", "of unit", "of building", "narrowed", "phones"],
)
def test_every_query_searches_an_index(connection: Connection, ask: Callable[[Connection], object]) -> None:
    plans = plans_of(connection, lambda: ask(connection))
    assert plans
    assert [step for step in plans if step.startswith("SCAN")] == []


def plans_of(connection: Connection, ask: Callable[[], object]) -> list[str]:
    """The steps of SQLite's plans for everything that `ask` executes."""
    asked: list[tuple[str, Any]] = []
    listener = lambda _c, _cursor, statement, values, *_: asked.append((statement, values))  # noqa: E731
    event.listen(connection, "before_cursor_execute", listener)
    ask()
    event.remove(connection, "before_cursor_execute", listener)
    explained = [connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, values) for statement, values in asked]
    return [row.detail for rows in explained for row in rows]
