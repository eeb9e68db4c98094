"""Counters that never skip."""

from propdesk.store import counters
from tests.store.conftest import Book


def test_a_counter_begins_at_one_and_rises_by_one_under_each_name(book: Book) -> None:
    with book.engine.begin() as connection:
        assert counters.value(connection, "ord:key") == 0
        assert [counters.next_value(connection, "ord:key") for _ in range(3)] == [1, 2, 3]
        assert counters.next_value(connection, "ord:loan") == 1
        assert counters.value(connection, "ord:key") == 3


def test_a_number_of_a_refused_act_is_given_out_again(book: Book) -> None:
    with book.engine.connect() as connection, connection.begin() as transaction:
        assert counters.next_value(connection, "ord:key") == 1
        transaction.rollback()
    with book.engine.begin() as connection:
        assert counters.next_value(connection, "ord:key") == 1
