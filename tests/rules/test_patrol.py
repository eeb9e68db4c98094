"""The plan of patrols: windows across midnight and clock changes, what is expected when, what is left of a round."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from propdesk import locations
from propdesk.rules import patrol
from propdesk.rules.calendar import WorkCalendar
from propdesk.rules.checklist import load_checklist
from propdesk.rules.patrol import Stop
from propdesk.settings import Route

SHANGHAI = WorkCalendar(ZoneInfo("Asia/Shanghai"))
BERLIN = WorkCalendar(ZoneInfo("Europe/Berlin"))
NIGHT = Route("Night", begins=time(23), minutes=120, grace=15)
DAY = Route("Day", begins=time(9), minutes=480, grace=30)
CHECKS = load_checklist(locations.data() / "checklists" / "patrol.toml")


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_a_window_goes_right_across_midnight() -> None:
    found = patrol.window(NIGHT, date(2026, 11, 21), SHANGHAI)
    assert (found.starts, found.ends, found.grace_ends) == (utc(21, 15), utc(21, 17), utc(21, 17, 15))
    assert found.day == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("begins", "day", "starts", "ends"),
    [
        (time(23), date(2026, 3, 28), "23:00", "04:00"),
        (time(23), date(2026, 10, 24), "23:00", "02:00"),
        (time(2, 30), date(2026, 3, 29), "03:00", "07:00"),
        (time(2, 30), date(2026, 10, 25), "02:30", "05:30"),
    ],
)
def test_a_window_keeps_its_length_where_the_clocks_change(begins: time, day: date, starts: str, ends: str) -> None:
    found = patrol.window(Route("n", begins=begins, minutes=240), day, BERLIN)
    assert found.ends - found.starts == timedelta(hours=4)
    assert (f"{BERLIN.local(found.starts):%H:%M}", f"{BERLIN.local(found.ends):%H:%M}") == (starts, ends)


def test_a_round_belongs_on_the_desk_half_a_day_before_its_window() -> None:
    opened = utc(21, 3)
    since = utc(20, 16)
    assert patrol.expected([NIGHT], SHANGHAI, opened - timedelta(seconds=1), since=since) == ()
    assert [each.day for each in patrol.expected([NIGHT], SHANGHAI, opened, since=since)] == [date(2026, 11, 21)]


def test_what_was_expected_while_nobody_looked_is_made_up_for_a_month() -> None:
    found = patrol.expected([DAY, NIGHT], SHANGHAI, utc(21, 4))
    assert len({each.day for each in found}) == patrol.LOOKBACK
    assert list(found) == sorted(found, key=lambda each: each.starts)


def test_a_route_is_expected_on_its_weekdays_alone() -> None:
    weekend = Route("Weekend", weekdays=(6, 7))
    found = patrol.expected([weekend], SHANGHAI, utc(24, 0), since=utc(16, 0))
    assert [each.day for each in found] == [date(2026, 11, 21), date(2026, 11, 22)]


def test_areas_of_buildings_come_first_building_by_building() -> None:
    found = patrol.stops("ABF", ("3", "5"), CHECKS)
    assert patrol.written(found) == "A@3 B@3 A@5 B@5 F"
    assert patrol.read_stops("A@3 F") == (Stop("A", "3"), Stop("F"))


def test_what_is_left_of_a_round_is_what_nothing_was_written_of() -> None:
    stops = patrol.read_stops("A@3 A@5 F")
    assert patrol.left(stops, [("A", "3"), ("F", "north")]) == (Stop("A", "5"),)


@pytest.mark.parametrize(("minutes", "fast"), [(2, True), (3, False)])
def test_an_area_takes_some_minutes_at_least(minutes: int, fast: bool) -> None:
    assert patrol.too_fast(utc(21, 15), utc(21, 15, minutes), 3) is fast


def test_pages_in_a_row_miss_none_and_a_gap_is_named() -> None:
    assert patrol.gaps([]) == patrol.gaps([7]) == patrol.gaps([7, 8, 9]) == ()
    assert patrol.gaps([7, 8, 11]) == (9, 10)
