"""Full-text search over the journal."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from propdesk.queries import journal
from propdesk.store import search
from tests.conftest import Counter
from tests.store.conftest import Book

LINES = (
    "3-1201 张三来电：厨房漏水，电话13800138000",
    "5号楼2单元301 李四 投诉噪音",
    "王芳娜 咨询停车，Zhang San 陪同",
    "电梯A座故障，已通知电梯维保 TS20261121-004",
    "厨房水管漏气，回访 138-1234-5678",
)


@pytest.fixture
def indexed(book: Book) -> Book:
    """Five entries of a complaint and a contact register, each on an item of its own."""
    with book.engine.begin() as connection:
        for number, line in enumerate(LINES):
            ledger = "complaint" if number % 2 else "contact"
            seq = book.append(connection, line, item=book.add_item(connection, ledger))
            search.index_entry(connection, seq, ledger, line)
    return book


def found(book: Book, typed: str, ledger: str | None = None, limit: int = 50) -> list[int]:
    with book.engine.connect() as connection:
        return search.find_entries(connection, typed, ledger=ledger, limit=limit)


@pytest.mark.parametrize(
    ("typed", "entries"),
    [
        ("漏水", [1]),
        ("厨房", [5, 1]),
        ("厨房漏水", [1]),
        ("厨房 漏", [5, 1]),
        ("漏水 厨房", [1]),
        ("房漏", [1]),
        ("水房", []),
        ("王芳", [3]),
        ("王芳娜", [3]),
        ("芳娜", [3]),
        ("娜王", []),
        ("zhang", [3]),
        ("ZHANG san", [3]),
        ("zha", [3]),
        ("hang", []),
        ("3-1201", [1]),
        ("3号楼1201", [1]),
        ("三栋1201室", [1]),
        ("３－１２０１", [1]),
        ("13-1201", []),
        ("3-120", []),
        ("1201", [1]),
        ("5-2-301", [2]),
        ("5号楼2单元301", [2]),
        ("号楼2单元301", [2]),
        ("13800138000", [1]),
        ("8000", [1]),
        ("138-0013-8000", [1]),
        ("13812345678", [5]),
        ("138 1234 5678", [5]),
        ("5678", [5]),
        ("TS20261121-004", [4]),
        ("004", [4]),
        ("ts2026", [4]),
        ("电梯A座", [4]),
        ("电梯a", [4]),
    ],
)
def test_what_was_said_is_found_as_it_is_typed(indexed: Book, typed: str, entries: list[int]) -> None:
    assert found(indexed, typed) == entries


@pytest.mark.parametrize("typed", ["", " ", "漏", "3", "a", "漏 水", "，。！", "-", "\ud800", "\x00"])
def test_one_character_and_no_words_find_nothing(indexed: Book, typed: str) -> None:
    assert found(indexed, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "漏水'",
        'words:"漏水"',
        "漏水 OR 1",
        "NEAR(漏水 厨房)",
        "漏水*",
        "^漏水",
        "-漏水",
        "(漏水",
        "漏水 AND",
        "{漏水}",
    ],
)
def test_the_signs_of_a_query_language_are_only_text(indexed: Book, typed: str) -> None:
    assert found(indexed, typed) in ([], [1])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60), ledger=st.sampled_from([None, "contact"]))
def test_no_text_raises(indexed: Book, typed: str, ledger: str | None) -> None:
    assert set(found(indexed, typed, ledger)) <= {1, 2, 3, 4, 5}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.text("漏水厨房张三娜𬭎𰻝", min_size=2, max_size=12), data=st.data())
def test_any_stretch_of_two_chinese_characters_or_more_is_found_exactly_where_it_stands(
    indexed: Book, line: str, data: st.DataObject
) -> None:
    begin = data.draw(st.integers(0, len(line) - 2))
    typed = line[begin : data.draw(st.integers(begin + 2, len(line)))]
    with indexed.engine.connect() as connection, connection.begin() as transaction:
        search.index_entry(connection, 6, "contact", line)
        expected = [6, *(seq for seq in (5, 4, 3, 2, 1) if typed in LINES[seq - 1])]
        assert search.find_entries(connection, typed, limit=50) == expected
        transaction.rollback()


def test_the_newest_come_first_and_no_more_than_asked_for(indexed: Book) -> None:
    assert found(indexed, "厨房", limit=1) == [5]


def test_a_search_can_stay_inside_one_ledger(indexed: Book) -> None:
    assert found(indexed, "电梯", "complaint") == [4]
    assert found(indexed, "电梯", "contact") == []
    assert found(indexed, "contact") == []


def test_a_very_long_text_is_searched_for_by_its_beginning(indexed: Book) -> None:
    assert found(indexed, "漏水" + " " * 300 + "不存在") == [1]


def items(connection: Connection, typed: str, ledger: str | None, limit: int = 50) -> list[int]:
    return search.find_items(connection, typed, ledger, limit)


def test_items_are_found_through_their_entries_once_each_the_last_spoken_of_first(indexed: Book) -> None:
    with indexed.engine.begin() as connection:
        first = items(connection, "漏水", None)[0]
        search.index_entry(connection, indexed.append(connection, "x", item=first), "contact", "漏水又来")
        search.index_entry(connection, indexed.append(connection, "x"), None, "漏水无单")
        assert items(connection, "漏水", None) == [first]
        assert items(connection, "厨房", None) == [5, 1]
        assert items(connection, "厨房", "contact") == [5, 1]
        assert items(connection, "厨房", "complaint") == []
        assert items(connection, "厨房", None, 1) == [5]
        assert items(connection, "漏", None) == []


def test_a_destroyed_entry_is_no_longer_found(indexed: Book) -> None:
    with indexed.engine.begin() as connection:
        search.forget_entry(connection, 1, "contact", LINES[0])
        assert search.find_entries(connection, "漏水", limit=5) == []
        assert search.find_entries(connection, "厨房", limit=5) == [5]


def test_an_index_that_was_lost_is_made_anew_of_what_entries_and_their_items_say(counter: Counter) -> None:
    counter.do("contact.receive", text="楼道灯不亮", unit="3-1201", caller="王敏", phone="13812348812")
    counter.do("complaint.receive", text="楼上漏水", unit="3-1301")
    asked = [("楼道灯", None), ("王敏", None), ("13812348812", None), ("3-1301", "complaint"), ("漏水", "contact")]

    def answers() -> list[list[int]]:
        return [counter.desk.read(search.find_items, typed, ledger, 10) for typed, ledger in asked]

    before = answers()
    with closing(sqlite3.connect(counter.desk.path)) as raw:
        raw.execute("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")
        raw.commit()
    assert answers() == [[], [], [], [], []]
    assert counter.desk.reindex() == counter.desk.read(journal.last_seq)
    assert answers() == before
    assert [len(items) for items in before] == [1, 1, 1, 1, 0]
