"""Writing the journal."""

from datetime import timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from propdesk.rules import chain
from propdesk.store import journal
from tests.store.conftest import MORNING, Book


def test_an_empty_journal_stands_at_the_genesis(book: Book) -> None:
    with book.engine.connect() as connection:
        assert journal.read_head(connection) == (0, chain.GENESIS)


def test_entries_are_numbered_without_gaps_and_each_names_the_hash_before(journalled: Book) -> None:
    with journalled.engine.connect() as connection:
        rows = connection.execute(text("SELECT seq, previous, hash FROM entry ORDER BY seq")).all()
        assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
        assert [row.previous for row in rows] == [chain.GENESIS, *(row.hash for row in rows[:-1])]
        assert journal.read_head(connection) == (5, rows[-1].hash)


def test_a_refused_act_gives_its_number_back(journalled: Book) -> None:
    with journalled.engine.connect() as connection, connection.begin() as transaction:
        assert journalled.append(connection, "{}") == 6
        transaction.rollback()
    assert journalled.write("{}") == 6


def test_the_hash_is_the_one_docs_describe_and_covers_the_salted_payload(book: Book) -> None:
    east = MORNING.astimezone(timezone(timedelta(hours=8)))
    with book.engine.begin() as connection:
        act = journal.open_act(connection, "r", "d" * 64, 2, MORNING)
        seq, given = journal.append(
            connection,
            act=act,
            step="contact.log",
            item=None,
            operator=2,
            shift=1,
            happened=east,
            written=MORNING,
            corrects=None,
            body="漏水",
            salt="ab" * 16,
        )
    expected = chain.Canonical(
        format=1,
        seq=1,
        act=act,
        step="contact.log",
        item=None,
        operator=2,
        shift=1,
        happened="2026-11-21T01:00:00.123456Z",
        written="2026-11-21T01:00:00.123456Z",
        corrects=None,
        payload=chain.payload_hash("ab" * 16, "漏水"),
        previous=chain.GENESIS,
    )
    assert (seq, given) == (1, chain.entry_hash(expected))


def test_the_salt_is_drawn_anew_for_each_payload(journalled: Book) -> None:
    with journalled.engine.connect() as connection:
        salts = connection.execute(text("SELECT salt FROM payload")).scalars().all()
    assert len(set(salts)) == 5
    assert {len(bytes.fromhex(salt)) for salt in salts} == {16}


def test_one_request_is_one_act(book: Book) -> None:
    with book.engine.begin() as connection:
        assert journal.act_of(connection, "r") is None
        act = journal.open_act(connection, "r", "d" * 64, 2, MORNING)
        assert journal.act_of(connection, "r") == (act, "d" * 64)
    with book.engine.connect() as connection, pytest.raises(IntegrityError):
        journal.open_act(connection, "r", "e" * 64, 2, MORNING)
