"""What a receptionist types when a form asks for a time or a date."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from propdesk.errors import Refused
from propdesk.rules.moments import Prefer, parse_day, parse_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 14, 30, 40, tzinfo=SHANGHAI)


def read(text: str, prefer: Prefer = "exact", now: datetime = NOW) -> str:
    moment = parse_moment(text, now=now, zone=SHANGHAI, prefer=prefer)
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    "text",
    [
        "14:30",
        "1430",
        "14：30",
        "１４：３０",
        "１４３０",
        " 14:30 ",
        "14点半",
        "14 点 半",
        "14点30",
        "14点30分",
        "14时30分",
        "下午2点半",
        "下午 2:30",
        "下午14:30",
        "中午2点半",
        "今天14:30",
        "今日 1430",
        "today 14:30",
        "Today 14:30",
    ],
)
def test_half_past_two_is_read_however_it_is_typed(text: str) -> None:
    assert read(text) == "2026-11-21 14:30"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14点", "2026-11-21 14:00"),
        ("3点钟", "2026-11-21 03:00"),
        ("9点05", "2026-11-21 09:05"),
        ("9点5分", "2026-11-21 09:05"),
        ("下午3点", "2026-11-21 15:00"),
        ("下午12点半", "2026-11-21 12:30"),
        ("中午12点", "2026-11-21 12:00"),
        ("上午9点", "2026-11-21 09:00"),
        ("凌晨0点10分", "2026-11-21 00:10"),
        ("傍晚6点", "2026-11-21 18:00"),
        ("今晚8点", "2026-11-21 20:00"),
        ("晚上20:00", "2026-11-21 20:00"),
        ("今早8点", "2026-11-21 08:00"),
        ("明早8点", "2026-11-22 08:00"),
    ],
)
def test_a_part_of_the_day_makes_the_hour_plain(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("明天9:00", "2026-11-22 09:00"),
        ("明日 00:30", "2026-11-22 00:30"),
        ("tomorrow 9:00", "2026-11-22 09:00"),
        ("后天10点", "2026-11-23 10:00"),
        ("大后天10点", "2026-11-24 10:00"),
        ("昨天 23:40", "2026-11-20 23:40"),
        ("yesterday 23:40", "2026-11-20 23:40"),
        ("前天23点40", "2026-11-19 23:40"),
        ("明天凌晨1点", "2026-11-22 01:00"),
    ],
)
def test_a_word_for_the_day_counts_from_today(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize("text", ["24:00", "2400", "24点", "今天24:00", "今晚12点", "晚上12点", "2026-11-21 24:00"])
def test_midnight_belongs_to_the_end_of_the_day(text: str) -> None:
    assert read(text) == "2026-11-22 00:00"


def test_half_past_twelve_in_the_evening_lies_past_midnight() -> None:
    assert read("今晚12点半") == "2026-11-22 00:30"


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("+30", timedelta(minutes=30)),
        ("＋30", timedelta(minutes=30)),
        ("+30m", timedelta(minutes=30)),
        ("+ 30 min", timedelta(minutes=30)),
        ("30分钟后", timedelta(minutes=30)),
        ("30 分钟之后", timedelta(minutes=30)),
        ("30分后", timedelta(minutes=30)),
        ("半小时后", timedelta(minutes=30)),
        ("半个小时以后", timedelta(minutes=30)),
        ("+2h", timedelta(hours=2)),
        ("+2H", timedelta(hours=2)),
        ("2小时后", timedelta(hours=2)),
        ("2个小时后", timedelta(hours=2)),
        ("+1d", timedelta(days=1)),
        ("1天后", timedelta(days=1)),
        ("+0", timedelta()),
    ],
)
def test_so_much_time_from_now_is_exact_to_the_second(text: str, ahead: timedelta) -> None:
    assert parse_moment(text, now=NOW, zone=SHANGHAI) == NOW + ahead


@pytest.mark.parametrize(
    "text",
    [
        "11-23 09:00",
        "11/23 9:00",
        "11.23 9:00",
        "11月23日9点",
        "11月23日 9:00",
        "11月23号上午9点",
        "11-23 0900",
        "2026-11-23 09:00",
        "2026-11-23 9:00",
        "2026/11/23 09:00",
        "2026年11月23日 9:00",
        "2026 年 11 月 23 日 9 点",
        "２０２６－１１－２３　０９：００",
        "2026-11-23T09:00",
        "2026-11-23 09:00:00",
        "2026-11-23T09:00:00+08:00",
        "2026-11-23T01:00:00Z",
        "2026-11-23t01:00z",
        "2026-11-23 01:00+00:00",
        "2026-11-22T20:00:00-05:00",
    ],
)
def test_nine_on_monday_is_read_however_it_is_typed(text: str) -> None:
    assert read(text) == "2026-11-23 09:00"


@pytest.mark.parametrize(
    ("text", "prefer", "meant"),
    [
        ("9:00", "exact", "2026-11-21 09:00"),
        ("9:00", "future", "2026-11-22 09:00"),
        ("9:00", "past", "2026-11-21 09:00"),
        ("20:00", "exact", "2026-11-21 20:00"),
        ("20:00", "future", "2026-11-21 20:00"),
        ("20:00", "past", "2026-11-20 20:00"),
        ("下午1点", "future", "2026-11-22 13:00"),
        ("24:00", "past", "2026-11-21 00:00"),
        ("14:30", "future", "2026-11-21 14:30"),
        ("14:30", "past", "2026-11-21 14:30"),
    ],
)
def test_a_bare_time_means_today_unless_the_form_leans(text: str, prefer: Prefer, meant: str) -> None:
    assert read(text, prefer) == meant


@pytest.mark.parametrize("prefer", ["exact", "future", "past"])
@pytest.mark.parametrize(
    "text", ["今天9:00", "今天20:00", "2026-11-21 9:00", "2026-11-21 20:00", "11-21 9:00", "今晚8点"]
)
def test_a_day_that_was_typed_is_kept_whichever_way_the_form_leans(text: str, prefer: Prefer) -> None:
    assert read(text, prefer).startswith("2026-11-21")


@pytest.mark.parametrize(
    ("text", "prefer", "meant"),
    [
        ("1-2 9:00", "exact", "2026-01-02 09:00"),
        ("1-2 9:00", "future", "2027-01-02 09:00"),
        ("1-2 9:00", "past", "2026-01-02 09:00"),
        ("11-20 9:00", "future", "2026-11-20 09:00"),
    ],
)
def test_a_date_without_a_year_turns_the_year_only_near_its_end(text: str, prefer: Prefer, meant: str) -> None:
    assert read(text, prefer) == meant


def test_in_january_a_december_date_that_looks_back_is_last_years() -> None:
    january = datetime(2027, 1, 2, 9, tzinfo=SHANGHAI)
    assert read("12-31 23:40", "past", january) == "2026-12-31 23:40"
    assert read("12-31 23:40", "exact", january) == "2027-12-31 23:40"


def test_after_midnight_today_is_the_new_day() -> None:
    night = datetime(2026, 11, 22, 0, 10, tzinfo=SHANGHAI)
    assert read("9:00", now=night) == "2026-11-22 09:00"
    assert read("23:40", "past", night) == "2026-11-21 23:40"


def test_now_may_come_in_any_zone() -> None:
    assert read("9:00", now=datetime(2026, 11, 21, 16, 30, tzinfo=UTC)) == "2026-11-22 09:00"


def test_hours_run_by_the_clock_and_days_by_the_wall_where_summer_time_begins() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 3, 28, 14, 0, tzinfo=berlin)
    assert parse_moment("+24h", now=now, zone=berlin) == datetime(2026, 3, 29, 15, 0, tzinfo=berlin)
    assert parse_moment("+1d", now=now, zone=berlin) == datetime(2026, 3, 29, 14, 0, tzinfo=berlin)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "soon",
        "明天",
        "今晚",
        "2026-11-23",
        "11-23",
        "9",
        "930",
        "9:5",
        "25:00",
        "24:01",
        "14:60",
        "14:3O",
        "9:00!",
        "今晚1点",
        "凌晨12点",
        "中午8点",
        "早上3点",
        "下午0点",
        "30后",
        "30分钟",
        "+",
        "-30",
        "+99999",
        "+1.5h",
        "2个半小时后",
        "2-30 9:00",
        "2026-02-29 09:00",
        "13-1 9:00",
        "0-1 9:00",
        "11-21430",
        "11-231430",
        "2026-11-23 09:00 CST",
        "0000-01-01 09:00",
        "0001-01-01 00:00",
        "9999-12-31 24:00",
        "2026-11-23T24:30",
        "14:30\n15:30",
        "٣:٣٠",
        "½",
        "{text}",
    ],
)
def test_what_is_not_a_time_is_refused_in_its_own_words(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.code == "moment"
    assert f"“{text}”" in refused.value.sentence()


def outcome(text: str, prefer: Prefer) -> datetime | str:
    """The instant, or the code of the refusal; anything else that happens is a fault."""
    try:
        return parse_moment(text, now=NOW, zone=SHANGHAI, prefer=prefer)
    except Refused as refused:
        return refused.code


@given(
    text=st.text(max_size=20)
    | st.text(st.sampled_from("0123456789:点时半分天明今晚下午年月日-/+ 后TZmhd"), max_size=18),
    prefer=st.sampled_from(("exact", "future", "past")),
)
@example("2月29日 9点", "future")
def test_any_typing_is_either_an_instant_or_refused(text: str, prefer: Prefer) -> None:
    answer = outcome(text, prefer)
    assert answer == "moment" or (isinstance(answer, datetime) and answer.tzinfo is UTC)


@given(st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_is_read_back_as_it_was_written(moment: datetime) -> None:
    assert parse_moment(moment.isoformat(), now=NOW, zone=SHANGHAI) == moment
    minute = moment.replace(second=0, microsecond=0)
    assert parse_moment(f"{minute.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", now=NOW, zone=SHANGHAI) == minute


def test_a_now_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        parse_moment("14:30", now=datetime(2026, 11, 21), zone=SHANGHAI)  # noqa: DTZ001  the wrong input under test


@pytest.mark.parametrize(
    "text",
    [
        "2026-2-3",
        "2026-02-03",
        "2026/2/3",
        "2026.2.3",
        "2026年2月3日",
        "20260203",
        "２０２６０２０３",
        "2/3",
        "2-3",
        "02-03",
        "2月3日",
        "2月3号",
        " 2 月 3 日 ",
        "46056",
        "今天",
        "today",
    ],
)
def test_the_third_of_february_is_read_however_it_is_typed(text: str) -> None:
    assert parse_day(text, today=date(2026, 2, 3)) == date(2026, 2, 3)


def test_a_day_number_of_a_spreadsheet_is_a_date() -> None:
    assert parse_day(44000, today=date(2026, 2, 3)) == parse_day("44000", today=date(2026, 2, 3)) == date(2020, 6, 18)


def test_words_for_days_count_from_the_day_given() -> None:
    words = ("前天", "昨天", "今日", "明天", "后天", "大后天")
    days = [parse_day(word, today=date(2026, 3, 1)) for word in words]
    assert days == [date(2026, 2, 27), date(2026, 2, 28), *(date(2026, 3, day) for day in (1, 2, 3, 4))]


@pytest.mark.parametrize(
    "text",
    ["", "2026-2-30", "2026-13-1", "20261301", "2/3/4", "9:00", "soon", "4400", "-44000", 7, "0000-1-1", "2026-02"],
)
def test_what_is_not_a_date_is_refused_in_its_own_words(text: str | int) -> None:
    with pytest.raises(Refused) as refused:
        parse_day(text, today=date(2026, 2, 3))
    assert refused.value.code == "day"
    assert f"“{text}”" in refused.value.sentence()


@given(st.dates(), st.sampled_from(("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d")))
def test_a_date_is_read_back_as_it_was_written(day: date, form: str) -> None:
    written = form.replace("%Y", f"{day.year:04}").replace("%m", f"{day.month:02}").replace("%d", f"{day.day:02}")
    assert parse_day(written, today=date(2026, 2, 3)) == day


@pytest.mark.parametrize("text", ["2026-11-20", "11-20", "20261120", "昨天", "11月20日", "11.20"])
def test_where_only_the_day_matters_a_date_alone_will_do(text: str) -> None:
    assert read(text, "past_day") == "2026-11-20 00:00"
    with pytest.raises(Refused):
        read(text, "past")


def test_a_date_alone_that_is_to_come_lasts_until_its_end() -> None:
    assert read("今天", "future_day") == "2026-11-21 23:59"
    assert read("3-1", "future_day") == "2027-03-01 23:59"
    assert read("9:00", "future_day") == read("9:00", "future")
