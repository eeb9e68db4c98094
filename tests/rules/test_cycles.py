"""Which report is due for which period, and when: every rule of P26 that is built, by its code."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from propdesk import locations
from propdesk.errors import Refused
from propdesk.models.report import ReportKind
from propdesk.rules import cycles
from propdesk.rules.calendar import WorkCalendar, load_calendar
from propdesk.rules.cycles import CODES, CYCLES, Period, Span, month, parse_period, period_of, short
from propdesk.rules.rulebook import Kind, load_rulebook
from propdesk.settings import Settings, settings_from

CALENDAR: WorkCalendar = load_calendar(locations.data() / "calendar-cn.toml")


def due(code: str, day: date, move: str = "before") -> str:
    """The due day of the report of a rule for the period a day lies in."""
    cycle = next(cycle for cycle in CYCLES.values() if cycle.code == code)
    return str(cycles.due_day(cycle, period_of(cycle.span, day), CALENDAR, move))


def opens(code: str, day: date) -> str:
    cycle = next(cycle for cycle in CYCLES.values() if cycle.code == code)
    return f"{CALENDAR.local(cycles.opens(cycle, period_of(cycle.span, day), CALENDAR)):%Y-%m-%d %H:%M}"


def test_every_kind_of_report_has_its_cycle_and_every_cycle_a_rule_with_a_given_moment() -> None:
    assert set(CYCLES) == {kind.value for kind in ReportKind}
    book = load_rulebook(locations.data() / "rulebook.toml")
    assert {book[code].kind for code in CODES} == {Kind.AGREED}
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("COMP.DAILY_REVIEW", date(2026, 11, 20), "2026-11-20"),
        ("COMP.DAILY_REVIEW", date(2026, 11, 21), "2026-11-21"),
        ("COMP.HALFMONTH", date(2026, 11, 3), "2026-11-17"),
        ("COMP.HALFMONTH", date(2026, 11, 30), "2026-12-02"),
        ("COMP.SUMMARY_2ND", date(2026, 10, 31), "2026-11-02"),
        ("COMP.REPORT_5TH", date(2026, 10, 1), "2026-11-05"),
        ("COMP.MONTH_QA", date(2026, 11, 5), "2026-11-30"),
        ("COMP.PUBLISH_MONTH", date(2026, 10, 5), "2026-11-05"),
        ("COMP.QUARTER_ANALYSIS", date(2026, 3, 1), "2026-04-10"),
        ("COMP.QUARTER_OWNERS", date(2026, 8, 1), "2026-09-30"),
        ("CB.DISPATCH_MONTHEND", date(2026, 11, 5), "2026-11-30"),
        ("CB.STATS_QEND", date(2026, 12, 31), "2026-12-31"),
        ("CB.FILE_10TH", date(2026, 9, 30), "2026-10-10"),
    ],
)
def test_a_report_is_due_on_its_day(code: str, day: date, expected: str) -> None:
    assert due(code, day) == expected


@pytest.mark.parametrize(
    ("code", "day", "expected", "why"),
    [
        ("COMP.REPORT_5TH", date(2026, 8, 1), "2026-09-04", "Saturday 5 September: Friday"),
        ("COMP.PUBLISH_MONTH", date(2026, 8, 1), "2026-09-04", "the same Saturday"),
        ("COMP.SUMMARY_2ND", date(2026, 7, 1), "2026-08-03", "Sunday 2 August: no working day of August lies before"),
        ("COMP.SUMMARY_2ND", date(2026, 9, 1), "2026-10-08", "the National Day holiday reaches back to the 1st"),
        ("COMP.REPORT_5TH", date(2026, 9, 1), "2026-10-08", "and on to the 7th"),
        ("COMP.MONTH_QA", date(2026, 10, 1), "2026-10-30", "31 October is a Saturday"),
        ("CB.DISPATCH_MONTHEND", date(2026, 10, 1), "2026-10-30", "the same"),
        ("COMP.QUARTER_ANALYSIS", date(2026, 5, 1), "2026-07-10", "10 July is a Friday"),
        ("CB.FILE_10TH", date(2026, 12, 1), "2027-01-08", "10 January 2027 is a Sunday"),
        ("COMP.HALFMONTH", date(2026, 10, 1), "2026-10-16", "17 October is a Saturday"),
        ("CB.FILE_10TH", date(2026, 7, 1), "2026-10-10", "a Saturday that is worked"),
    ],
)
def test_a_rest_day_moves_to_the_working_day_before_unless_the_period_is_not_over_then(
    code: str, day: date, expected: str, why: str
) -> None:
    assert due(code, day) == expected, why


def test_a_site_may_move_it_on_or_leave_it() -> None:
    assert due("COMP.REPORT_5TH", date(2026, 8, 1), "after") == "2026-09-07"
    assert due("COMP.REPORT_5TH", date(2026, 8, 1), "stay") == "2026-09-05"
    assert due("COMP.MONTH_QA", date(2026, 10, 1), "after") == "2026-11-02"


def test_a_report_is_put_on_the_desk_when_its_period_is_over() -> None:
    assert opens("COMP.SUMMARY_2ND", date(2026, 10, 5)) == "2026-11-01 09:00"
    assert opens("COMP.HALFMONTH", date(2026, 10, 5)) == "2026-10-16 09:00"
    assert opens("COMP.DAILY_REVIEW", date(2026, 10, 5)) == "2026-10-05 09:00"


def test_what_is_due_at_the_end_of_its_period_is_put_there_three_days_ahead() -> None:
    assert opens("COMP.MONTH_QA", date(2026, 10, 5)) == "2026-10-27 09:00"
    assert opens("CB.STATS_QEND", date(2026, 10, 5)) == "2026-12-28 09:00"


@pytest.mark.parametrize("begins", [1, 15, 26, 28])
def test_periods_follow_one_another_without_a_gap(begins: int) -> None:
    for span in (Span.DAY, Span.HALF_MONTH, Span.MONTH, Span.QUARTER):
        period = period_of(span, date(2026, 1, 1), begins=begins)
        for _ in range(30):
            following = cycles.after(period, begins=begins)
            assert (following.first - period.last).days == 1
            assert cycles.before(following, begins=begins) == period
            assert parse_period(short(period, begins=begins), begins=begins) == period
            period = following


def test_a_month_that_begins_on_another_day_is_called_after_the_one_it_ends_in() -> None:
    assert month(2026, 1, begins=26) == Period(Span.MONTH, date(2025, 12, 26), date(2026, 1, 25))
    assert short(period_of(Span.QUARTER, date(2026, 1, 3), begins=26), begins=26) == "2026Q1"


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-10-05", "2026-10-05", "2026-10-05"),
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026-02-h2", "2026-02-16", "2026-02-28"),
        ("2026-10-H1", "2026-10-01", "2026-10-15"),
        ("2026q3", "2026-07-01", "2026-09-30"),
        ("2026-10-05..2026-11-02", "2026-10-05", "2026-11-02"),
    ],
)
def test_a_period_is_read_as_typed(typed: str, first: str, last: str) -> None:
    period = parse_period(typed)
    assert (str(period.first), str(period.last)) == (first, last)


@pytest.mark.parametrize("typed", ["", "202", "2026H3", "2026-13", "2026Q5", "2026-10-H3", "yesterday",
                                   "2026-11-02..2026-10-05", "9999-12", "Q1", "2026Q²", "../..", "0"])  # fmt: skip
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_period(typed)
    assert caught.value.code == "period"


def test_a_free_period_moves_by_its_own_length() -> None:
    free = parse_period("2026-10-05..2026-10-07")
    assert cycles.after(free).name() == "2026-10-08..2026-10-10"
    assert cycles.before(free).name() == "2026-10-02..2026-10-04"
    with pytest.raises(ValueError, match="no fixed bounds"):
        period_of(Span.FREE, date(2026, 1, 1))


def on_the_desk(day: int, hour: int = 12, **chosen: object) -> dict[str, str]:
    """The reports a site owes at a moment of November 2026, and the first days of their periods."""
    now = datetime(2026, 11, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
    return {report.kind: str(report.first) for report in cycles.owed(settings_from(chosen), CALENDAR, now)}


def test_the_monthly_reports_run_unless_the_site_says_otherwise() -> None:
    usual = set(on_the_desk(20))
    assert usual == set(CYCLES) - {"half_month", "quarter_analysis"}
    assert set(on_the_desk(20, large_site=True)) == usual | {"quarter_analysis"}
    assert set(on_the_desk(20, reports={"half_month": True, "daily": False})) == usual - {"daily"} | {"half_month"}
    assert set(on_the_desk(20, large_site=True, reports={"quarter_analysis": False})) == usual


def test_only_the_newest_period_of_each_kind_is_owed() -> None:
    assert on_the_desk(1, 8)["summary"] == "2026-09-01"
    assert on_the_desk(1, 9)["summary"] == "2026-10-01"
    assert on_the_desk(20)["quality"] == "2026-10-01"
    assert on_the_desk(28)["quality"] == "2026-11-01"
    assert on_the_desk(20)["daily"] == "2026-11-20"
    assert on_the_desk(20, 8)["daily"] == "2026-11-19"


def test_a_desk_that_opens_at_another_hour_finds_them_then() -> None:
    early = load_calendar(locations.data() / "calendar-cn.toml", opens=time(7, 30))
    now = datetime(2026, 11, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert {r.kind: str(r.first) for r in cycles.owed(Settings(), early, now)}["summary"] == "2026-10-01"


@pytest.mark.parametrize(
    "stored",
    [{"count_by": "seen"}, {"month_begins": 29}, {"timely_percent": 0}, {"reports_on_rest_day": "x"},
     {"reports": {"daily": "no"}}],
)  # fmt: skip
def test_a_setting_that_makes_no_sense_is_no_setting(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(stored))):
        settings_from(stored)
