"""Turns of duty: day and night on working days, two turns on rest days, nothing between them."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.errors import Refused
from propdesk.locations import data
from propdesk.rules.calendar import WorkCalendar, load_calendar
from propdesk.rules.shifts import TURN_TITLES, turn_at

FILE = data() / "calendar-cn.toml"
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Havana")
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
MOMENT = timedelta(microseconds=1)


@pytest.fixture(scope="module")
def calendars() -> dict[str, WorkCalendar]:
    return {zone: load_calendar(FILE, zone=zone) for zone in ZONES}


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


@pytest.mark.parametrize(
    ("instant", "kind", "start", "end"),
    [
        ("2026-11-20 09:00", "day", "2026-11-20 09:00", "2026-11-20 17:00"),
        ("2026-11-20 16:59:59", "day", "2026-11-20 09:00", "2026-11-20 17:00"),
        ("2026-11-20 17:00", "night", "2026-11-20 17:00", "2026-11-21 09:00"),
        ("2026-11-21 08:59:59", "night", "2026-11-20 17:00", "2026-11-21 09:00"),
        ("2026-11-21 09:00", "rest_day", "2026-11-21 09:00", "2026-11-21 21:00"),
        ("2026-11-21 23:40", "rest_night", "2026-11-21 21:00", "2026-11-22 09:00"),
        ("2026-11-22 12:00", "rest_day", "2026-11-22 09:00", "2026-11-22 21:00"),
        ("2026-11-23 03:00", "rest_night", "2026-11-22 21:00", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "day", "2026-11-23 09:00", "2026-11-23 17:00"),
    ],
)
def test_a_weekend_is_four_turns_between_friday_night_and_monday(
    calendars: dict[str, WorkCalendar], instant: str, kind: str, start: str, end: str
) -> None:
    turn = turn_at(shanghai(instant), calendars["Asia/Shanghai"])
    assert (turn.kind, turn.start, turn.end) == (kind, shanghai(start), shanghai(end))
    assert turn.start.tzinfo is turn.end.tzinfo is UTC


def test_a_saturday_that_is_worked_has_the_turns_of_a_working_day(calendars: dict[str, WorkCalendar]) -> None:
    turn = turn_at(shanghai("2026-02-14 18:00"), calendars["Asia/Shanghai"])
    assert (turn.kind, turn.end) == ("night", shanghai("2026-02-15 09:00"))


def test_the_night_of_the_last_holiday_ends_in_a_working_morning(calendars: dict[str, WorkCalendar]) -> None:
    turn = turn_at(shanghai("2026-10-08 02:00"), calendars["Asia/Shanghai"])
    assert (turn.kind, turn.start, turn.end) == (
        "rest_night",
        shanghai("2026-10-07 21:00"),
        shanghai("2026-10-08 09:00"),
    )


def test_a_night_runs_into_the_first_turn_of_a_day_that_begins_at_another_hour(
    calendars: dict[str, WorkCalendar],
) -> None:
    turn = turn_at(shanghai("2026-11-20 23:00"), calendars["Asia/Shanghai"], rest=(time(8), time(20)))
    assert (turn.kind, turn.end) == ("night", shanghai("2026-11-21 08:00"))


@given(instant=INSTANTS, zone=st.sampled_from(ZONES), early=st.booleans())
def test_turns_follow_one_another_without_a_gap_or_an_overlap(
    calendars: dict[str, WorkCalendar], instant: datetime, zone: str, early: bool
) -> None:
    calendar, rest = calendars[zone], (time(7 if early else 10), time(20))
    turn = turn_at(instant, calendar, rest=rest)
    assert turn.start <= instant < turn.end
    assert turn_at(turn.start, calendar, rest=rest) == turn_at(turn.end - MOMENT, calendar, rest=rest) == turn
    assert turn_at(turn.end, calendar, rest=rest).start == turn.end
    assert turn_at(turn.start - MOMENT, calendar, rest=rest).end == turn.start


@given(instant=INSTANTS)
def test_a_turn_is_named_after_the_day_on_which_it_begins(
    calendars: dict[str, WorkCalendar], instant: datetime
) -> None:
    calendar = calendars["Asia/Shanghai"]
    turn = turn_at(instant, calendar)
    assert turn.kind in TURN_TITLES
    assert turn.kind.startswith("rest_") != calendar.is_working(calendar.day(turn.start))


@pytest.mark.parametrize("hours", [(time(17), time(9)), (time(9), time(9))])
def test_a_day_turn_that_ends_before_it_starts_is_refused(
    calendars: dict[str, WorkCalendar], hours: tuple[time, time]
) -> None:
    now = shanghai("2026-11-20 12:00")
    with pytest.raises(Refused, match="end after it starts"):
        turn_at(now, calendars["Asia/Shanghai"], day=hours)
    with pytest.raises(Refused, match="end after it starts"):
        turn_at(now, calendars["Asia/Shanghai"], rest=hours)


def test_a_turn_is_not_asked_for_without_a_zone(calendars: dict[str, WorkCalendar]) -> None:
    with pytest.raises(ValueError, match="time zone"):
        turn_at(datetime(2026, 11, 20, 12), calendars["Asia/Shanghai"])  # noqa: DTZ001  the wrong input under test
