"""The look-up box finds what a receptionist types, at every key, and never fails."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event
from sqlmodel import Session, select

from propdesk.models.estate import Capacity, Unit
from propdesk.models.item import Item
from propdesk.models.operator import Operator
from propdesk.models.tables import metadata
from propdesk.queries.lookup import Found, find
from propdesk.rules.roster import read_rows
from propdesk.store.engine import reader, writer
from propdesk.store.roster import write_roster

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
ROSTER = [
    ("楼栋", "房号", "姓名", "身份", "电话", "车牌"),
    ("1", "0502", "单雄信", "业主", "0532-88881234", ""),
    ("3", "1201", "王敏", "业主", "13812348812", "鲁B·D3812A"),
    ("3", "1201", "刘强", "家属", "13912342207", ""),
    ("3", "1202", "王民", "租户", "", ""),
    ("3", "1301", "尉迟敏", "业主", "15012348812", ""),
    ("5", "1201", "魏梅", "业主", "", "鲁B·W1234"),
]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    path = tmp_path_factory.mktemp("lookup") / "desk.db"
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
        session.flush()
        unit_id = session.exec(select(Unit.id).where(Unit.code == "3-1201")).one()
        for ordinal, number in enumerate(("TS20261120-004", "TS20261121-004", "TS20261121-012"), start=1):
            session.add(
                Item(
                    ledger="complaint",
                    number=number,
                    ord=ordinal,
                    stage="received",
                    title="楼上漏水",
                    unit_id=unit_id,
                    receiver_id=1,
                    owner_id=1,
                    opened=NOW,
                )
            )
        session.commit()
    engine.dispose()


def labels(connection: Connection, typed: str) -> list[str]:
    return [found.label for found in find(connection, typed, today=TODAY)]


@pytest.mark.parametrize(
    "typed", ["3-1201", "3－1201", "3栋1201", "3号楼1201", "三号楼1201室", "3 1201", "31201", "3-1201 王敏"]
)
def test_a_unit_comes_first_and_its_people_follow(connection: Connection, typed: str) -> None:
    assert labels(connection, typed) == ["3-1201", "3-1201 王敏", "3-1201 刘强"]


def test_a_person_is_found_with_everything_a_result_row_shows(connection: Connection) -> None:
    (found,) = find(connection, "王敏", today=TODAY)
    assert found == Found(
        kind="person",
        label="3-1201 王敏",
        unit_id=found.unit_id,
        unit_code="3-1201",
        person_id=found.person_id,
        name="王敏",
        capacity=Capacity.OWNER,
        phone_masked="138****8812",
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("wangmin", ["3-1201 王敏", "3-1202 王民"]),
        ("wm", ["3-1201 王敏", "3-1202 王民", "5-1201 魏梅"]),
        ("WANG M", ["3-1201 王敏", "3-1202 王民"]),
        ("王", ["3-1201 王敏", "3-1202 王民"]),
        ("shan", ["1-0502 单雄信"]),
        ("ycm", ["3-1301 尉迟敏"]),
        ("8812", ["3-1201 王敏", "3-1301 尉迟敏"]),
        ("1381", ["3-1201 王敏"]),
        ("138 1234 8812", ["3-1201 王敏"]),
        ("+86 138-1234-8812", ["3-1201 王敏"]),
        ("88881234", ["1-0502 单雄信"]),
        ("0532-8888", ["1-0502 单雄信"]),
        ("鲁B·D3812A", ["鲁B·D3812A 3-1201 王敏"]),
        ("bd38", ["鲁B·D3812A 3-1201 王敏"]),
        ("1201", ["3-1201", "5-1201"]),
        ("1-502", ["1-0502", "1-0502 单雄信"]),
        ("3-12", ["3-1201", "3-1202"]),
        ("3号楼", ["3-1201", "3-1202", "3-1301"]),
    ],
)
def test_everything_typed_finds_its_target(connection: Connection, typed: str, expected: list[str]) -> None:
    assert labels(connection, typed) == expected


def test_a_single_letter_means_a_name_before_a_plate(connection: Connection) -> None:
    assert {found.kind for found in find(connection, "w", today=TODAY)} == {"person"}


@pytest.mark.parametrize("typed", ["TS20261121-004", "ts20261121004", "TS-004", "ts004", "ts-4"])
def test_an_item_is_found_by_its_number(connection: Connection, typed: str) -> None:
    first = find(connection, typed, today=TODAY)[0]
    assert (first.kind, first.item_number, first.unit_code) == ("item", "TS20261121-004", "3-1201")
    assert first.label == "TS20261121-004 楼上漏水"


def test_the_beginning_of_a_number_finds_the_newest_items_first(connection: Connection) -> None:
    numbers = [found.item_number for found in find(connection, "TS2026", today=TODAY)]
    assert numbers == ["TS20261121-012", "TS20261121-004", "TS20261120-004"]
    assert [found.item_number for found in find(connection, "ts-01", today=TODAY)] == ["TS20261121-012"]


def test_digits_alone_are_no_item(connection: Connection) -> None:
    assert find(connection, "004", today=TODAY) == []


def test_no_more_lines_come_than_were_asked_for(connection: Connection) -> None:
    assert len(find(connection, "3-1201", today=TODAY, limit=2)) == 2
    assert find(connection, "3-1201", today=TODAY, limit=0) == []


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "'", '"', "%", "_", "' OR 1=1 --", "\x00", "\ud800", "\U0010ffff", "[/b]", "x" * 5000, "１" * 99, "·"],
)
def test_hostile_text_finds_nothing_and_does_no_harm(connection: Connection, typed: str) -> None:
    assert find(connection, typed, today=TODAY) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=30))
def test_any_text_may_be_typed(connection: Connection, typed: str) -> None:
    assert len(find(connection, typed, today=TODAY)) <= 8


@pytest.mark.parametrize("typed", ["3-1201", "w", "wm", "138", "三号楼", "1-502", "鲁B", "ts004", "TS2026"])
def test_every_query_searches_an_index(connection: Connection, typed: str) -> None:
    plans = plans_of(connection, lambda: find(connection, typed, today=TODAY))
    assert plans
    assert [step for step in plans if step.startswith("SCAN")] == []


def test_the_keys_come_in_the_order_of_their_index_and_from_nowhere_else(connection: Connection) -> None:
    plans = plans_of(connection, lambda: find(connection, "no such key", today=TODAY))
    assert plans == ["SEARCH lookup_key USING COVERING INDEX ix_lookup_key_key (key>? AND key<?)"]


def plans_of(connection: Connection, ask: Callable[[], object]) -> list[str]:
    """The steps of SQLite's plans for everything that `ask` executes."""
    asked: list[tuple[str, Any]] = []
    listener = lambda _c, _cursor, statement, values, *_: asked.append((statement, values))  # noqa: E731
    event.listen(connection, "before_cursor_execute", listener)
    ask()
    event.remove(connection, "before_cursor_execute", listener)
    explained = [connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, values) for statement, values in asked]
    return [row.detail for rows in explained for row in rows]
