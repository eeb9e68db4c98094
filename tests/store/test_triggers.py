"""What is written in the journal stays, whoever opens the file."""

import pytest
from sqlalchemy.exc import IntegrityError

from propdesk.models.timer import Verdict
from propdesk.store import timers, triggers
from tests.store.conftest import MORNING, Book
from tests.store.test_timers import start

REFUSED = (
    "UPDATE entry SET step = 'x' WHERE seq = 1",
    "UPDATE entry SET hash = hash",
    "DELETE FROM entry WHERE seq = 5",
    "REPLACE INTO entry SELECT * FROM entry WHERE seq = 5",
    "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1",
    "UPDATE OR REPLACE entry SET seq = 4 WHERE seq = 5",
    "INSERT INTO entry SELECT * FROM entry WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET step = 'x'",
    "UPDATE act SET digest = 'x'",
    "DELETE FROM act",
    "REPLACE INTO act SELECT * FROM act WHERE id = 1",
    "DELETE FROM payload WHERE seq = 1",
    "REPLACE INTO payload SELECT * FROM payload WHERE seq = 1",
    "UPDATE payload SET body = '{}' WHERE seq = 1",
    "UPDATE payload SET body = NULL WHERE seq = 1",
    "UPDATE payload SET destroyed_by = 5 WHERE seq = 1",
    "UPDATE payload SET body = NULL, destroyed_by = 5, salt = 'x' WHERE seq = 1",
    "UPDATE payload SET body = NULL, destroyed_by = 5, seq = 9 WHERE seq = 1",
    "DELETE FROM item",
    "REPLACE INTO item SELECT * FROM item",
    "DELETE FROM timer",
    "REPLACE INTO timer SELECT * FROM timer",
    "DELETE FROM operator WHERE id = 2",
    "REPLACE INTO operator SELECT * FROM operator WHERE id = 2",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_evidence_cannot_be_changed(journalled: Book, statement: str) -> None:
    with journalled.engine.begin() as connection:
        start(connection, 1)
    with journalled.engine.connect() as connection, pytest.raises(IntegrityError, match="refused"):
        connection.exec_driver_sql(statement)


def test_a_payload_may_be_blanked_once_by_an_entry_and_is_never_filled_again(journalled: Book) -> None:
    with journalled.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE payload SET body = NULL, destroyed_by = 5 WHERE seq = 1")
    for change in ("body = '{}'", "destroyed_by = 4", "body = NULL, destroyed_by = 4"):
        with journalled.engine.connect() as connection, pytest.raises(IntegrityError, match="refused"):
            connection.exec_driver_sql(f"UPDATE payload SET {change} WHERE seq = 1")  # noqa: S608


def test_items_timers_and_operators_may_still_change(journalled: Book) -> None:
    with journalled.engine.begin() as connection:
        timers.stop(connection, start(connection, 1), MORNING, Verdict.ENDED)
        connection.exec_driver_sql("UPDATE item SET stage = 'closed'")
        connection.exec_driver_sql("UPDATE operator SET active = 0 WHERE id = 2")


def test_a_trigger_that_is_gone_or_hollow_is_named(book: Book) -> None:
    with book.engine.begin() as connection:
        assert triggers.missing(connection) == []
        connection.exec_driver_sql("DROP TRIGGER entry_no_delete")
        connection.exec_driver_sql("DROP TRIGGER act_no_delete")
        connection.exec_driver_sql("CREATE TRIGGER act_no_delete BEFORE DELETE ON act BEGIN SELECT 1; END")
        assert triggers.missing(connection) == ["entry_no_delete", "act_no_delete"]
        triggers.create(connection)
        assert triggers.missing(connection) == []
