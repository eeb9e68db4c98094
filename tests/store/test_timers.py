"""Keeping timers."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from propdesk.models.timer import Verdict
from propdesk.store import timers
from tests.store.conftest import MORNING, Book


def minute(count: int) -> timedelta:
    return timedelta(minutes=count)


def start(connection: Connection, item: int, code: str = "COMP.DELIVER_20M", minutes: int = 20) -> int:
    clock = timers.TimerRow(
        id=0,
        item_id=item,
        code=code,
        started=MORNING,
        due=MORNING + minute(minutes),
        warn=MORNING + minute(minutes - 4),
        stated=None,
        provisional=False,
        rule_version="1",
        calendar_version="2026",
        paused=None,
        stopped=None,
        verdict=None,
        breached=None,
        escalates_to="supervisor",
        escalated=None,
    )
    timers.insert_all(connection, item, [clock])
    found = timers.running_of(connection, item, code)
    assert found is not None
    return found.id


def test_the_running_clocks_of_an_item_come_earliest_due_first(book: Book) -> None:
    with book.engine.begin() as connection:
        item, other = book.add_item(connection), book.add_item(connection)
        late, soon = start(connection, item, "B", 60), start(connection, item, "A", 10)
        start(connection, other, "A", 5)
        assert [timer.id for timer in timers.running(connection, item)] == [soon, late]


def test_a_clock_comes_back_as_it_was_stored(book: Book) -> None:
    with book.engine.begin() as connection:
        item = book.add_item(connection)
        number = start(connection, item)
        found = timers.running_of(connection, item, "COMP.DELIVER_20M")
        assert timers.running_of(connection, item, "COMP.OTHER") is None
    assert found == timers.TimerRow(
        id=number,
        item_id=item,
        code="COMP.DELIVER_20M",
        started=MORNING,
        due=MORNING + minute(20),
        warn=MORNING + minute(16),
        stated=None,
        provisional=False,
        rule_version="1",
        calendar_version="2026",
        paused=None,
        stopped=None,
        verdict=None,
        breached=None,
        escalates_to="supervisor",
        escalated=None,
    )


def test_an_item_has_at_most_one_running_clock_of_a_rule(book: Book) -> None:
    with book.engine.begin() as connection:
        item = book.add_item(connection)
        first = start(connection, item)
        timers.stop(connection, first, MORNING + minute(5), Verdict.IN_TIME)
        start(connection, item)
    with book.engine.connect() as connection, pytest.raises(IntegrityError):
        start(connection, item)


def test_a_stopped_clock_no_longer_runs(book: Book) -> None:
    with book.engine.begin() as connection:
        item = book.add_item(connection)
        timers.stop(connection, start(connection, item), MORNING + minute(30), Verdict.LATE)
        assert timers.running(connection, item) == []


def test_a_clock_can_wait_and_go_on_and_each_wait_is_kept(book: Book) -> None:
    with book.engine.begin() as connection:
        number = start(connection, book.add_item(connection))
        for began in (5, 12):
            at = MORNING + minute(began)
            timers.pause(connection, number, at, operator=2, waiting_for="owner", reason="away", until=None)
            if began == 5:
                timers.resume(connection, number, at + minute(2))
        assert timers.pauses(connection, number) == [
            (MORNING + minute(5), MORNING + minute(7)),
            (MORNING + minute(12), None),
        ]


def test_only_waits_that_have_ended_count_for_a_new_due_time(book: Book) -> None:
    with book.engine.begin() as connection:
        number = start(connection, book.add_item(connection))
        timers.pause(connection, number, MORNING, operator=2, waiting_for="owner", reason="away", until=None)
        assert timers.past_pauses(connection, number) == []
        timers.resume(connection, number, MORNING + minute(2))
        assert timers.past_pauses(connection, number) == [(MORNING, MORNING + minute(2))]


def test_running_clocks_with_a_provisional_due_time_can_be_found(book: Book) -> None:
    with book.engine.begin() as connection:
        _fixed, still, done = (start(connection, book.add_item(connection)) for _ in range(3))
        for number in (still, done):
            timers.reschedule(connection, number, MORNING + minute(40), MORNING, True, "1", "2026")
        timers.stop(connection, done, MORNING, Verdict.ENDED)
        assert [timer.id for timer in timers.provisional(connection)] == [still]


def test_stopping_a_waiting_clock_ends_its_wait(book: Book) -> None:
    with book.engine.begin() as connection:
        item = book.add_item(connection)
        number = start(connection, item)
        timers.pause(connection, number, MORNING, operator=2, waiting_for="owner", reason="away", until=None)
        assert [timer.paused for timer in timers.running(connection, item)] == [MORNING]
        timers.stop(connection, number, MORNING + minute(3), Verdict.ENDED)
        assert timers.pauses(connection, number) == [(MORNING, MORNING + minute(3))]


def test_a_new_due_time_carries_the_versions_that_led_to_it(book: Book) -> None:
    with book.engine.begin() as connection:
        item = book.add_item(connection)
        timers.reschedule(connection, start(connection, item), MORNING + minute(40), MORNING, True, "2", "2027")
        (moved,) = timers.running(connection, item)
    assert (moved.due, moved.provisional, moved.rule_version, moved.calendar_version) == (
        MORNING + minute(40),
        True,
        "2",
        "2027",
    )


def test_only_clocks_past_due_that_neither_wait_nor_were_reported_are_overdue(book: Book) -> None:
    now = MORNING + minute(30)
    with book.engine.begin() as connection:
        late, waiting, reported, stopped = (start(connection, book.add_item(connection)) for _ in range(4))
        start(connection, book.add_item(connection), minutes=31)
        timers.pause(connection, waiting, MORNING, operator=2, waiting_for="owner", reason="away", until=None)
        timers.mark_breached(connection, reported, MORNING + minute(20))
        timers.stop(connection, stopped, now, Verdict.LATE)
        assert [timer.id for timer in timers.overdue_unbreached(connection, now, 10)] == [late]


def test_overdue_clocks_come_earliest_first_and_no_more_than_asked_for(book: Book) -> None:
    with book.engine.begin() as connection:
        numbers = [start(connection, book.add_item(connection), minutes=count) for count in (30, 10, 20)]
        found = timers.overdue_unbreached(connection, MORNING + minute(60), 2)
    assert [timer.id for timer in found] == [numbers[1], numbers[2]]


def test_looking_for_overdue_clocks_reads_only_the_index_of_clocks_to_report(book: Book) -> None:
    with book.engine.connect() as connection:
        asked = str(timers._OVERDUE.compile(connection))
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", ("2026", 5, 0)).all()
    assert [row.detail for row in plan] == ["SEARCH timer USING INDEX ix_timer_to_breach (due<?)"]


def test_reporting_upwards_marks_the_breaches_so_far(book: Book) -> None:
    at = MORNING + minute(45)
    with book.engine.begin() as connection:
        item = book.add_item(connection)
        breached, fine = start(connection, item, "A"), start(connection, item, "B", 90)
        timers.mark_breached(connection, breached, MORNING + minute(20))
        timers.mark_escalated(connection, item, at)
        marks = {timer.id: timer.escalated for timer in timers.running(connection, item)}
    assert marks == {breached: at, fine: None}
