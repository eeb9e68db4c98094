"""Duty rosters: the turns of a month, who takes them, days as they are typed."""

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.errors import Refused
from propdesk.procedures.site import Site, site_of
from propdesk.rules import rota
from propdesk.settings import Settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
DECEMBER = date(2026, 12, 1)


@pytest.fixture(scope="module")
def site() -> Site:
    return site_of(Settings())


def december(site: Site) -> tuple[rota.Slot, ...]:
    return rota.slots(DECEMBER, site.turn, site.calendar)


def test_a_month_has_two_turns_a_day_without_a_gap(site: Site) -> None:
    slots = december(site)
    assert len(slots) == 62
    assert {slot.day for slot in slots} == {date(2026, 12, day) for day in range(1, 32)}
    assert all(one.ends == other.starts for one, other in pairwise(slots))


def test_rest_days_are_on_duty_round_the_clock_and_a_night_belongs_to_the_day_it_begins(site: Site) -> None:
    by_day: dict[int, list[str]] = {slot.day.day: [] for slot in december(site)}
    for slot in december(site):
        by_day[slot.day.day].append(slot.kind)
    assert by_day[4] == ["day", "night"]
    assert by_day[5] == ["rest_day", "rest_night"]
    last = december(site)[-1]
    assert (last.day.day, last.ends.astimezone(SHANGHAI)) == (31, datetime(2027, 1, 1, 9, tzinfo=SHANGHAI))


@given(people=st.integers(2, 7), had=st.lists(st.integers(0, 30), min_size=7, max_size=7))
def test_turns_of_each_kind_fall_equally_and_nobody_has_two_in_a_row(people: int, had: list[int]) -> None:
    site = site_of(Settings())
    duty = [slot for slot in december(site) if slot.kind in rota.DUTY_TURNS]
    names = [f"n{number}" for number in range(people)]
    given_to = rota.rotate(duty, names, dict(zip(names, had, strict=False)), ["n1"])
    assert given_to[0] != "n1"
    assert all(one != other for one, other in pairwise(given_to))
    for kind in rota.DUTY_TURNS:
        mine = [name for slot, name in zip(duty, given_to, strict=True) if slot.kind == kind]
        counts = [mine.count(name) for name in names]
        assert max(counts) - min(counts) <= 2, (kind, counts)


def test_whoever_is_alone_takes_every_turn_and_without_anybody_there_is_no_roster(site: Site) -> None:
    duty = [slot for slot in december(site) if slot.kind in rota.DUTY_TURNS]
    assert set(rota.rotate(duty, ["李婷"], {})) == {"李婷"}
    with pytest.raises(ValueError, match="nobody"):
        rota.rotate(duty, [], {})


def test_whoever_had_fewer_turns_before_gets_the_one_that_is_left_over(site: Site) -> None:
    nights = [slot for slot in december(site) if slot.kind == "night"][:3]
    assert rota.rotate(nights, ["李婷", "王磊"], {"李婷": 20, "王磊": 19}).count("王磊") == 2


@pytest.mark.parametrize(
    ("typed", "days"),
    [("3", [3]), ("3-5", [3, 4, 5]), ("1, 3，28、31日", [1, 3, 28, 31]), ("5 5 4", [4, 5])],
)
def test_days_are_read_as_they_are_typed(typed: str, days: list[int]) -> None:
    assert rota.parse_days(typed, DECEMBER) == tuple(date(2026, 12, day) for day in days)


@pytest.mark.parametrize("typed", ["", "0", "32", "7-3", "三", "1-99", "[/b]", "1.5"])
def test_what_is_no_day_is_refused_with_what_to_write(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        rota.parse_days(typed, DECEMBER)
    assert refused.value.code == "days"


@pytest.mark.parametrize("typed", ["2026-12", "202612", "2026年12月", " 2026/12 "])
def test_a_month_is_read_as_it_is_typed(typed: str) -> None:
    assert rota.parse_month(typed) == DECEMBER


@pytest.mark.parametrize("typed", ["", "12", "2026-13", "2026-00", "二〇二六", "2026-12-01"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        rota.parse_month(typed)


def test_the_next_roster_is_owed_in_the_last_week_of_a_month(site: Site) -> None:
    def owed(day: int, hour: int = 12) -> list[date]:
        return [each.month for each in rota.owed(datetime(2026, 11, day, hour, tzinfo=SHANGHAI), site.calendar)]

    assert owed(23) == [date(2026, 11, 1)]
    assert owed(24, 8) == [date(2026, 11, 1)]
    assert owed(24, 9) == [date(2026, 11, 1), DECEMBER]
    assert rota.due_of(DECEMBER, site.calendar).astimezone(SHANGHAI) == datetime(2026, 11, 30, 18, tzinfo=SHANGHAI)
