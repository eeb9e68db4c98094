"""Due times: by the clock, by days, by the end of something, with pauses, and the account of how they came about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.errors import Refused
from propdesk.locations import data
from propdesk.rules.calendar import WorkCalendar, load_calendar
from propdesk.rules.due import CLOSED, PAUSED, REST, RUNS, STARTED, WORKS, Due, Pause, due
from propdesk.rules.rulebook import UNCOUNTED, Kind, Rule
from propdesk.rules.shifts import turn_at

FILE = data() / "calendar-cn.toml"
RULE = Rule("TEST.RULE", ("P07",), "A rule", Kind.MINUTES, 20, "clerk", "supervisor", "004")
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Havana")
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.timedeltas(timedelta(), timedelta(days=9))
COUNTED = [kind for kind in Kind if kind not in UNCOUNTED]


@pytest.fixture(scope="module")
def calendars() -> dict[str, WorkCalendar]:
    return {zone: load_calendar(FILE, zone=zone) for zone in ZONES}


@pytest.fixture(scope="module")
def calendar(calendars: dict[str, WorkCalendar]) -> WorkCalendar:
    return calendars["Asia/Shanghai"]


def rule(kind: Kind, amount: int = 0, warn: float = 0.2, urgent: bool = False) -> Rule:
    return replace(RULE, kind=kind, amount=amount, warn=warn, urgent=urgent)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


def account(answer: Due, calendar: WorkCalendar) -> list[tuple[str, bool, str]]:
    return [(f"{calendar.local(part.end):%m-%d %H:%M}", part.counted, part.why) for part in answer.stretches]


def test_twenty_minutes_run_at_night_and_on_a_rest_day(calendar: WorkCalendar) -> None:
    answer = due(rule(Kind.MINUTES, 20), at("2026-11-21 23:50"), calendar)
    assert (answer.at, answer.warn) == (at("2026-11-22 00:10"), at("2026-11-22 00:06"))
    assert not answer.provisional
    assert account(answer, calendar) == [("11-22 00:10", True, RUNS)]


def test_everything_is_answered_in_utc(calendar: WorkCalendar) -> None:
    answer = due(rule(Kind.WORKING_DAYS, 1), at("2026-11-20 10:00"), calendar)
    moments = [answer.at, answer.warn, *(moment for part in answer.stretches for moment in (part.start, part.end))]
    assert {moment.tzinfo for moment in moments} == {UTC}


@pytest.mark.parametrize("hours", [1, 2, 24])
def test_hours_run_by_the_clock_through_the_change_to_summer_time(
    calendars: dict[str, WorkCalendar], hours: int
) -> None:
    berlin = calendars["Europe/Berlin"]
    start = datetime(2026, 3, 29, 1, 30, tzinfo=berlin.zone)
    assert due(rule(Kind.HOURS, hours), start, berlin).at == start.astimezone(UTC) + timedelta(hours=hours)


def test_a_day_ends_by_the_wall_clock_through_the_change_to_summer_time(calendars: dict[str, WorkCalendar]) -> None:
    berlin = calendars["Europe/Berlin"]
    start = datetime(2026, 3, 28, 10, tzinfo=berlin.zone)
    assert due(rule(Kind.CALENDAR_DAYS, 1), start, berlin).at == datetime(2026, 3, 29, 16, tzinfo=UTC)
    assert due(rule(Kind.CALENDAR_DAYS, 2), start, berlin).at == datetime(2026, 3, 30, 16, tzinfo=UTC)


def test_calendar_days_end_at_closing_on_a_rest_day_too(calendar: WorkCalendar) -> None:
    answer = due(rule(Kind.CALENDAR_DAYS, 2), at("2026-11-20 23:40"), calendar)
    assert answer.at == at("2026-11-22 18:00")
    assert not answer.provisional


@pytest.mark.parametrize(
    ("start", "amount", "expected", "provisional"),
    [
        ("2026-02-13 10:00", 3, "2026-02-25 18:00", False),
        ("2026-09-30 10:00", 3, "2026-10-10 18:00", False),
        ("2026-12-30 10:00", 3, "2027-01-05 18:00", True),
        ("2026-12-30 10:00", 1, "2026-12-31 18:00", False),
        ("2026-11-21 23:40", 1, "2026-11-23 18:00", False),
        ("2026-11-22 10:00", 1, "2026-11-23 18:00", False),
        ("2026-11-23 00:05", 1, "2026-11-24 18:00", False),
        ("2026-11-23 20:00", 1, "2026-11-24 18:00", False),
        ("2026-02-13 20:00", 1, "2026-02-14 18:00", False),
        ("2026-02-14 23:40", 1, "2026-02-24 18:00", False),
        ("2027-03-01 10:00", 1, "2027-03-02 18:00", True),
    ],
)
def test_working_days_end_at_closing_on_the_nth_day_that_is_worked(
    calendar: WorkCalendar, start: str, amount: int, expected: str, provisional: bool
) -> None:
    answer = due(rule(Kind.WORKING_DAYS, amount), at(start), calendar)
    assert (answer.at, answer.provisional) == (at(expected), provisional)


def test_the_site_closing_hour_is_the_end_of_the_day() -> None:
    late = load_calendar(FILE, closes=time(20, 30))
    assert due(rule(Kind.WORKING_DAYS, 1), at("2026-11-20 10:00"), late).at == at("2026-11-23 20:30")


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        ("2026-01-31 10:00", 1, "2026-02-28 18:00"),
        ("2028-01-31 10:00", 1, "2028-02-29 18:00"),
        ("2026-11-21 23:40", 1, "2026-12-21 18:00"),
        ("2026-11-30 10:00", 3, "2027-02-28 18:00"),
        ("2026-12-15 10:00", 12, "2027-12-15 18:00"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(
    calendar: WorkCalendar, start: str, amount: int, expected: str
) -> None:
    answer = due(rule(Kind.MONTHS, amount), at(start), calendar)
    assert (answer.at, answer.provisional) == (at(expected), False)


@pytest.mark.parametrize(
    ("start", "expected", "provisional"),
    [
        ("2026-11-20 10:00", "2026-11-20 18:00", False),
        ("2026-11-20 18:00", "2026-11-23 18:00", False),
        ("2026-11-21 23:40", "2026-11-23 18:00", False),
        ("2026-11-23 03:00", "2026-11-23 18:00", False),
        ("2026-12-31 19:00", "2027-01-04 18:00", True),
        ("2027-03-01 10:00", "2027-03-01 18:00", True),
    ],
)
def test_the_same_day_after_closing_is_the_next_working_day(
    calendar: WorkCalendar, start: str, expected: str, provisional: bool
) -> None:
    answer = due(rule(Kind.END_OF_DAY), at(start), calendar)
    assert (answer.at, answer.provisional) == (at(expected), provisional)


def test_an_urgent_repair_of_saturday_night_is_due_when_the_night_ends(calendar: WorkCalendar) -> None:
    start = at("2026-11-21 23:40")
    answer = due(rule(Kind.END_OF_SHIFT, urgent=True), start, calendar, shift_end=turn_at(start, calendar).end)
    assert (answer.at, answer.provisional) == (at("2026-11-22 09:00"), False)


def test_the_end_of_a_shift_in_a_year_without_a_notice_is_provisional(calendar: WorkCalendar) -> None:
    start = at("2026-12-31 20:00")
    assert due(rule(Kind.END_OF_SHIFT), start, calendar, shift_end=turn_at(start, calendar).end).provisional


def test_an_agreed_time_is_due_as_stated_and_never_provisional(calendar: WorkCalendar) -> None:
    answer = due(rule(Kind.AGREED), at("2026-12-31 20:00"), calendar, stated=at("2027-01-01 20:00"))
    assert (answer.at, answer.warn) == (at("2027-01-01 20:00"), at("2027-01-01 15:12"))
    assert not answer.provisional


@pytest.mark.parametrize(("warn", "expected"), [(0.0, "10:20"), (0.2, "10:16"), (0.5, "10:10")])
def test_the_warning_comes_in_the_last_fraction_of_the_time(calendar: WorkCalendar, warn: float, expected: str) -> None:
    answer = due(rule(Kind.MINUTES, 20, warn=warn), at("2026-11-20 10:00"), calendar)
    assert answer.warn == at(f"2026-11-20 {expected}")


def test_the_account_of_working_days_names_the_days_that_did_not_count(calendar: WorkCalendar) -> None:
    answer = due(rule(Kind.WORKING_DAYS, 2), at("2026-02-13 10:00"), calendar)
    assert account(answer, calendar) == [
        ("02-14 00:00", False, STARTED),
        ("02-15 00:00", True, WORKS),
        ("02-24 00:00", False, REST),
        ("02-24 18:00", True, WORKS),
    ]


def test_the_account_of_the_same_day_names_the_closed_evening(calendar: WorkCalendar) -> None:
    asked = due(rule(Kind.END_OF_DAY), at("2026-11-20 20:00"), calendar)
    assert account(asked, calendar) == [
        ("11-21 00:00", False, CLOSED),
        ("11-23 00:00", False, REST),
        ("11-23 18:00", True, WORKS),
    ]
    assert account(due(rule(Kind.END_OF_DAY), at("2026-11-21 23:40"), calendar), calendar) == [
        ("11-23 00:00", False, REST),
        ("11-23 18:00", True, WORKS),
    ]


def test_minutes_move_on_by_what_was_paused_before_they_were_up(calendar: WorkCalendar) -> None:
    paused = [(at("2026-11-20 10:05"), at("2026-11-20 10:35"))]
    answer = due(rule(Kind.MINUTES, 20), at("2026-11-20 10:00"), calendar, paused=paused)
    assert answer.at == at("2026-11-20 10:50")
    assert account(answer, calendar) == [
        ("11-20 10:05", True, RUNS),
        ("11-20 10:35", False, PAUSED),
        ("11-20 10:50", True, RUNS),
    ]


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([("10:05", "10:15"), ("10:10", "10:20")], "10:35"),
        ([("10:10", "10:20"), ("10:05", "10:10")], "10:35"),
        ([("10:05", "10:15"), ("10:25", "10:35")], "10:40"),
        ([("10:05", "10:15"), ("10:30", "10:45")], "10:30"),
        ([("10:20", "10:45")], "10:20"),
        ([("09:30", "10:10")], "10:30"),
        ([("09:00", "09:30")], "10:20"),
        ([("10:10", "10:10")], "10:20"),
        ([("10:00", "10:30")], "10:50"),
    ],
)
def test_a_pause_counts_once_and_only_between_the_start_and_the_due_time(
    calendar: WorkCalendar, pauses: Sequence[tuple[str, str]], expected: str
) -> None:
    paused = [(at(f"2026-11-20 {start}"), at(f"2026-11-20 {end}")) for start, end in pauses]
    answer = due(rule(Kind.MINUTES, 20), at("2026-11-20 10:00"), calendar, paused=paused)
    assert answer.at == at(f"2026-11-20 {expected}")


@pytest.mark.parametrize(
    ("kind", "paused", "expected"),
    [
        (Kind.CALENDAR_DAYS, ("2026-11-21 00:00", "2026-11-22 00:00"), "2026-11-23 18:00"),
        (Kind.CALENDAR_DAYS, ("2026-11-20 12:00", "2026-11-22 12:00"), "2026-11-23 18:00"),
        (Kind.CALENDAR_DAYS, ("2026-11-21 00:01", "2026-11-22 23:59"), "2026-11-22 18:00"),
        (Kind.CALENDAR_DAYS, ("2026-11-22 00:00", "2026-11-24 00:00"), "2026-11-24 18:00"),
        (Kind.CALENDAR_DAYS, ("2026-11-23 00:00", "2026-11-25 00:00"), "2026-11-22 18:00"),
        (Kind.WORKING_DAYS, ("2026-11-21 00:00", "2026-11-23 00:00"), "2026-11-24 18:00"),
        (Kind.WORKING_DAYS, ("2026-11-20 12:00", "2026-11-24 12:00"), "2026-11-25 18:00"),
        (Kind.WORKING_DAYS, ("2026-11-24 00:00", "2026-11-26 00:00"), "2026-11-26 18:00"),
    ],
)
def test_days_move_on_by_the_whole_days_that_were_paused(
    calendar: WorkCalendar, kind: Kind, paused: tuple[str, str], expected: str
) -> None:
    pause = (at(paused[0]), at(paused[1]))
    assert due(rule(kind, 2), at("2026-11-20 10:00"), calendar, paused=[pause]).at == at(expected)


def test_a_month_moves_on_by_the_whole_days_that_were_paused(calendar: WorkCalendar) -> None:
    pause = (at("2026-11-25 10:00"), at("2026-11-28 10:00"))
    assert due(rule(Kind.MONTHS, 1), at("2026-11-20 10:00"), calendar, paused=[pause]).at == at("2026-12-22 18:00")


def test_a_pause_into_a_year_without_a_notice_makes_the_due_time_provisional(calendar: WorkCalendar) -> None:
    pause = (at("2026-12-30 12:00"), at("2027-01-02 12:00"))
    answer = due(rule(Kind.WORKING_DAYS, 1), at("2026-12-30 10:00"), calendar, paused=[pause])
    assert (answer.at, answer.provisional) == (at("2027-01-04 18:00"), True)


@pytest.mark.parametrize("kind", [Kind.END_OF_DAY, Kind.END_OF_SHIFT, Kind.AGREED])
def test_what_knows_its_end_does_not_move_for_a_pause(calendar: WorkCalendar, kind: Kind) -> None:
    start, end = at("2026-11-20 10:00"), at("2026-11-20 17:00")
    paused = [(at("2026-11-20 11:00"), at("2026-11-23 11:00"))]
    plain = due(rule(kind), start, calendar, shift_end=end, stated=end)
    assert due(rule(kind), start, calendar, shift_end=end, stated=end, paused=paused) == plain


def test_an_emergency_cannot_be_paused(calendar: WorkCalendar) -> None:
    paused = [(at("2026-11-20 10:01"), at("2026-11-20 10:02"))]
    with pytest.raises(Refused, match=r"TEST\.RULE .* cannot be paused"):
        due(rule(Kind.MINUTES, 5, urgent=True), at("2026-11-20 10:00"), calendar, paused=paused)


def test_a_pause_that_ends_before_it_begins_is_refused(calendar: WorkCalendar) -> None:
    paused = [(at("2026-11-20 10:02"), at("2026-11-20 10:01"))]
    with pytest.raises(Refused, match="end before it begins"):
        due(rule(Kind.MINUTES, 20), at("2026-11-20 10:00"), calendar, paused=paused)


@pytest.mark.parametrize("kind", [Kind.END_OF_SHIFT, Kind.AGREED])
def test_a_rule_that_needs_a_moment_and_is_not_told_it_is_refused(calendar: WorkCalendar, kind: Kind) -> None:
    with pytest.raises(Refused, match=r"TEST\.RULE needs") as refused:
        due(rule(kind), at("2026-11-20 10:00"), calendar)
    assert refused.value.code == "due"


@pytest.mark.parametrize("kind", [Kind.END_OF_SHIFT, Kind.AGREED])
@pytest.mark.parametrize("moment", ["2026-11-20 09:59", "2026-11-20 10:00"])
def test_a_moment_that_is_not_after_the_start_is_refused_in_local_time(
    calendar: WorkCalendar, kind: Kind, moment: str
) -> None:
    with pytest.raises(Refused, match=f"{moment} is not after 2026-11-20 10:00"):
        due(rule(kind), at("2026-11-20 10:00"), calendar, shift_end=at(moment), stated=at(moment))


def test_an_instant_without_a_zone_is_a_fault_of_the_program(calendar: WorkCalendar) -> None:
    good, naive = at("2026-11-20 10:00"), datetime(2026, 11, 20, 12)  # noqa: DTZ001  the wrong input under test
    with pytest.raises(ValueError, match="time zone"):
        due(rule(Kind.MINUTES, 20), naive, calendar)
    with pytest.raises(ValueError, match="time zone"):
        due(rule(Kind.AGREED), good, calendar, stated=naive)
    with pytest.raises(ValueError, match="time zone"):
        due(rule(Kind.MINUTES, 20), good, calendar, paused=[(good, naive)])


def pauses(start: datetime, gaps: Sequence[tuple[timedelta, timedelta]]) -> list[Pause]:
    return [(start + after, start + after + length) for after, length in gaps]


@given(
    start=INSTANTS,
    zone=st.sampled_from(ZONES),
    kind=st.sampled_from(COUNTED),
    amount=st.integers(1, 40),
    gaps=st.lists(st.tuples(LENGTHS, LENGTHS), max_size=3),
)
def test_the_account_reaches_from_the_start_to_the_due_time_without_a_gap(
    calendars: dict[str, WorkCalendar],
    start: datetime,
    zone: str,
    kind: Kind,
    amount: int,
    gaps: Sequence[tuple[timedelta, timedelta]],
) -> None:
    answer = due(rule(kind, amount), start, calendars[zone], paused=pauses(start, gaps))
    assert answer.stretches[0].start == start < answer.warn < answer.at == answer.stretches[-1].end
    assert answer.stretches[-1].counted
    assert all(part.start < part.end for part in answer.stretches)
    assert all(one.end == next_.start for one, next_ in zip(answer.stretches, answer.stretches[1:], strict=False))


@given(start=INSTANTS, amount=st.integers(1, 90), gaps=st.lists(st.tuples(LENGTHS, LENGTHS), max_size=4))
def test_the_counted_time_of_a_clock_is_exactly_its_amount(
    calendar: WorkCalendar, start: datetime, amount: int, gaps: Sequence[tuple[timedelta, timedelta]]
) -> None:
    answer = due(rule(Kind.HOURS, amount), start, calendar, paused=pauses(start, gaps))
    counted = sum((part.end - part.start for part in answer.stretches if part.counted), timedelta())
    assert counted == timedelta(hours=amount)


@given(
    start=INSTANTS,
    zone=st.sampled_from(ZONES),
    amount=st.integers(1, 30),
    gaps=st.lists(st.tuples(LENGTHS, LENGTHS), max_size=3),
)
def test_working_days_are_due_at_the_close_of_a_day_that_is_worked(
    calendars: dict[str, WorkCalendar],
    start: datetime,
    zone: str,
    amount: int,
    gaps: Sequence[tuple[timedelta, timedelta]],
) -> None:
    calendar = calendars[zone]
    answer = due(rule(Kind.WORKING_DAYS, amount), start, calendar, paused=pauses(start, gaps))
    assert calendar.is_working(calendar.day(answer.at))
    assert answer.at == calendar.close_of(calendar.day(answer.at))


@given(start=INSTANTS, zone=st.sampled_from(ZONES), amount=st.integers(1, 30))
def test_working_days_without_a_pause_are_those_of_the_calendar(
    calendars: dict[str, WorkCalendar], start: datetime, zone: str, amount: int
) -> None:
    calendar = calendars[zone]
    answer = due(rule(Kind.WORKING_DAYS, amount), start, calendar)
    assert (calendar.day(answer.at), answer.provisional) == calendar.working_days_after(calendar.day(start), amount)


@given(
    start=INSTANTS,
    later=LENGTHS,
    kind=st.sampled_from(COUNTED),
    amount=st.integers(1, 30),
    more=st.integers(0, 5),
    gaps=st.lists(st.tuples(LENGTHS, LENGTHS), max_size=3),
)
def test_a_later_start_a_larger_amount_or_a_pause_never_brings_a_due_time_forward(
    calendar: WorkCalendar,
    start: datetime,
    later: timedelta,
    kind: Kind,
    amount: int,
    more: int,
    gaps: Sequence[tuple[timedelta, timedelta]],
) -> None:
    first = due(rule(kind, amount), start, calendar).at
    assert due(rule(kind, amount), start + later, calendar).at >= first
    assert due(rule(kind, amount + more), start, calendar).at >= first
    assert due(rule(kind, amount), start, calendar, paused=pauses(start, gaps)).at >= first


@given(start=INSTANTS, zone=st.sampled_from(ZONES))
def test_the_same_day_is_never_due_on_a_rest_day_or_before_it_was_asked(
    calendars: dict[str, WorkCalendar], start: datetime, zone: str
) -> None:
    calendar = calendars[zone]
    answer = due(rule(Kind.END_OF_DAY), start, calendar)
    assert start < answer.at
    assert calendar.is_working(calendar.day(answer.at))
    assert all(one.end == next_.start for one, next_ in zip(answer.stretches, answer.stretches[1:], strict=False))


def test_the_new_year_is_not_counted_before_its_notice_is_out(calendar: WorkCalendar) -> None:
    answer = due(rule(Kind.WORKING_DAYS, 3), at("2026-12-30 10:00"), calendar)
    assert account(answer, calendar) == [
        ("12-31 00:00", False, STARTED),
        ("01-01 00:00", True, WORKS),
        ("01-04 00:00", False, REST),
        ("01-05 18:00", True, WORKS),
    ]
