"""The work calendar: published years, years without a notice, and the site's own exceptions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.errors import Refused
from propdesk.locations import data
from propdesk.rules.calendar import FIXED, WorkCalendar, load_calendar, utc

FILE = data() / "calendar-cn.toml"
DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return load_calendar(FILE)


def every_day(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


def test_every_day_of_the_published_years_agrees_with_both_oracles(calendar: WorkCalendar) -> None:
    oracle = holidays.country_holidays("CN", years=range(2024, 2027))
    for day in every_day(date(2024, 1, 1), date(2026, 12, 31)):
        assert calendar.is_working(day) == chinese_calendar.is_workday(day) == oracle.is_working_day(day), day


def test_the_holidays_that_need_no_notice_are_those_the_law_gives_a_date() -> None:
    always = [
        {(day.month, day.day) for day, name in holidays.country_holidays("CN", years=year).items()}
        for year in range(2027, 2040)
    ]
    assert always[0].intersection(*always[1:]) == FIXED


def test_a_saturday_that_is_a_make_up_day_is_worked(calendar: WorkCalendar) -> None:
    assert calendar.is_working(date(2026, 2, 14))
    assert date(2026, 2, 14).weekday() == 5


def test_a_weekday_inside_a_holiday_is_not_worked(calendar: WorkCalendar) -> None:
    assert not calendar.is_working(date(2026, 2, 18))


@pytest.mark.parametrize("day", ["2027-01-01", "2028-05-01", "2028-05-02", "2029-10-01", "2029-10-02", "2029-10-03"])
def test_a_fixed_holiday_is_off_before_the_notice_is_out(calendar: WorkCalendar, day: str) -> None:
    assert date.fromisoformat(day).weekday() < 5
    assert not calendar.is_working(date.fromisoformat(day))


def test_spring_festival_is_not_guessed_before_the_notice_is_out(calendar: WorkCalendar) -> None:
    assert not calendar.is_published(2027)
    assert calendar.is_working(date(2027, 2, 8))


@pytest.mark.parametrize(
    ("start", "expected", "provisional"),
    [
        ("2026-02-13", "2026-02-25", False),
        ("2026-09-30", "2026-10-10", False),
        ("2026-12-30", "2027-01-05", True),
    ],
)
def test_three_working_days_go_round_the_holidays(
    calendar: WorkCalendar, start: str, expected: str, provisional: bool
) -> None:
    assert calendar.working_days_after(date.fromisoformat(start), 3) == (date.fromisoformat(expected), provisional)


def test_a_count_that_stays_inside_the_published_year_is_firm(calendar: WorkCalendar) -> None:
    assert calendar.working_days_after(date(2026, 12, 30), 1) == (date(2026, 12, 31), False)


def test_no_working_days_after_a_day_is_that_day(calendar: WorkCalendar) -> None:
    assert calendar.working_days_after(date(2026, 2, 15), 0) == (date(2026, 2, 15), False)


def test_working_days_are_not_counted_backwards(calendar: WorkCalendar) -> None:
    with pytest.raises(ValueError, match="forwards"):
        calendar.working_days_after(date(2026, 2, 13), -1)


@given(day=DAYS, n=st.integers(1, 60))
def test_the_nth_working_day_is_worked_and_one_more_is_the_next(calendar: WorkCalendar, day: date, n: int) -> None:
    last, _ = calendar.working_days_after(day, n)
    assert calendar.is_working(last)
    assert sum(calendar.is_working(each) for each in every_day(day + timedelta(days=1), last)) == n
    assert calendar.working_days_after(last, 1)[0] == calendar.working_days_after(day, n + 1)[0]


@given(day=DAYS, later=st.integers(0, 40), n=st.integers(0, 40))
def test_starting_later_never_ends_sooner(calendar: WorkCalendar, day: date, later: int, n: int) -> None:
    after = calendar.working_days_after(day + timedelta(days=later), n)[0]
    assert calendar.working_days_after(day, n)[0] <= after


@pytest.mark.parametrize(
    ("asked", "close"),
    [
        ("2026-02-13 10:00", "2026-02-13 18:00"),
        ("2026-02-13 17:59:59", "2026-02-13 18:00"),
        ("2026-02-13 18:00", "2026-02-14 18:00"),
        ("2026-02-14 23:40", "2026-02-24 18:00"),
        ("2026-11-21 23:40", "2026-11-23 18:00"),
        ("2026-11-23 00:10", "2026-11-23 18:00"),
    ],
)
def test_the_end_of_the_day_is_the_next_close_of_a_worked_day(calendar: WorkCalendar, asked: str, close: str) -> None:
    assert calendar.end_of_day(shanghai(asked)) == (shanghai(close), False)


def test_the_end_of_new_years_eve_asked_after_closing_is_provisional(calendar: WorkCalendar) -> None:
    assert calendar.end_of_day(shanghai("2026-12-31 17:00")) == (shanghai("2026-12-31 18:00"), False)
    assert calendar.end_of_day(shanghai("2026-12-31 19:00")) == (shanghai("2027-01-04 18:00"), True)


def test_the_day_of_an_instant_is_the_day_at_the_site(calendar: WorkCalendar) -> None:
    instant = datetime(2026, 2, 13, 16, 30, tzinfo=UTC)
    assert calendar.day(instant) == date(2026, 2, 14)
    assert calendar.local(instant).time() == time(0, 30)


def test_a_day_of_summer_time_begins_and_closes_by_the_wall_clock() -> None:
    berlin = load_calendar(FILE, zone="Europe/Berlin")
    first, last = (berlin.start_of(day) for day in (date(2026, 3, 29), date(2026, 3, 30)))
    assert last - first == timedelta(hours=23)
    assert berlin.close_of(date(2026, 3, 28)) == datetime(2026, 3, 28, 17, tzinfo=UTC)
    assert berlin.close_of(date(2026, 3, 29)) == datetime(2026, 3, 29, 16, tzinfo=UTC)


def test_an_instant_without_a_zone_is_no_instant(calendar: WorkCalendar) -> None:
    naive = datetime(2026, 2, 13, 10)  # noqa: DTZ001  the wrong input under test
    for wrong in (utc, calendar.local, calendar.day, calendar.end_of_day):
        with pytest.raises(ValueError, match="time zone"):
            wrong(naive)


def test_the_site_may_work_on_a_holiday_and_close_on_a_make_up_day() -> None:
    mine = load_calendar(FILE, exceptions={date(2026, 10, 2): True, date(2026, 10, 10): False, date(2026, 6, 1): False})
    assert mine.is_working(date(2026, 10, 2))
    assert not mine.is_working(date(2026, 10, 10))
    assert not mine.is_working(date(2026, 6, 1))


def test_the_version_follows_what_the_calendar_says_and_nothing_else(tmp_path: Path) -> None:
    reworded = tmp_path / "calendar.toml"
    reworded.write_bytes(b"# a copy\r\n" + FILE.read_bytes().replace(b"\n", b"\r\n"))
    base = load_calendar(FILE).version
    changed = {
        load_calendar(FILE, exceptions={date(2026, 6, 1): False}).version,
        load_calendar(FILE, closes=time(17)).version,
        load_calendar(FILE, opens=time(8)).version,
        load_calendar(FILE, zone="Asia/Urumqi").version,
    }
    assert load_calendar(reworded).version == base
    assert len({base, *changed}) == 5
    assert 8 <= len(base) <= 16


def test_a_year_that_is_not_announced_stays_provisional(tmp_path: Path) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text("[2027]\noff = [2026-12-31, 2027-02-08]\nmakeup = [2027-01-09]\n", encoding="utf-8")
    drafted = load_calendar(file)
    assert not drafted.is_published(2027)
    assert drafted.is_working(date(2027, 1, 9))
    assert not drafted.is_working(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[2026]\noff = [2026-13-01]", "calendar.toml"),
        ("[twenty]\n", "twenty"),
        ("2026 = 1", "2026"),
        ("[2026]\noff = true", "off"),
        ("[2026]\nof = [2026-01-01]", "of"),
        ('[2026]\nannounced = "yes"', "announced"),
        ("[2026]\noff = [2027-01-01]", "2027-01-01"),
        ("[2026]\noff = [2025-11-30]", "2025-11-30"),
        ('[2026]\noff = ["2026-01-01"]', "2026-01-01"),
        ("[2026]\noff = [2026-01-01T00:00:00]", "2026-01-01 00:00:00"),
        ("[2026]\noff = [2026-01-04]\nmakeup = [2026-01-04]", "2026-01-04"),
    ],
)
def test_a_wrong_calendar_file_is_refused_by_name(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=named) as refused:
        load_calendar(file)
    assert refused.value.code == "calendar"


def test_a_calendar_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "calendar.toml"
    file.write_bytes("# 元旦".encode("gb18030"))
    with pytest.raises(Refused, match=r"calendar\.toml"):
        load_calendar(file)


def test_a_desk_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(Refused, match="open before it closes"):
        load_calendar(FILE, opens=time(18), closes=time(9))


@pytest.mark.parametrize("zone", ["Asia/Atlantis", "../passwd", "", "Asia"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(Refused, match="time zone"):
        load_calendar(FILE, zone=zone)
