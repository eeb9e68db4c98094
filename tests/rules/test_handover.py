"""Which turns belong on the desk, and how a count is read."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.errors import Refused
from propdesk.procedures.site import site_of
from propdesk.rules import handover
from propdesk.rules.handover import KEYS, PROPERTY, Thing
from propdesk.rules.shifts import Turn
from propdesk.settings import Settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
SITE = site_of(Settings())
TURN: Callable[[datetime], Turn] = SITE.turn


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def starts(now: datetime, last: datetime | None) -> list[datetime]:
    return [turn.start for turn in handover.owed(now, last, TURN, SITE.settings)]


def test_the_first_turn_is_the_one_under_way() -> None:
    assert starts(local(24, 12), None) == [local(24, 9)]


def test_the_next_turn_comes_up_before_people_should_come() -> None:
    assert starts(local(24, 16, 39), local(24, 9)) == []
    assert starts(local(24, 16, 40), local(24, 9)) == [local(24, 17)]
    assert starts(local(25, 8, 29), local(24, 17)) == []
    assert starts(local(25, 8, 30), local(24, 17)) == [local(25, 9)]


def test_a_gap_is_filled_from_the_last_turn_on_and_at_most_a_week() -> None:
    assert starts(local(25, 12), local(24, 9)) == [local(24, 17), local(25, 9)]
    assert len(starts(local(28, 12), local(1, 9))) == handover.MOST_TURNS
    assert starts(local(28, 12), local(1, 9))[-1] == local(28, 9)


@given(st.integers(0, 60 * 24 * 40), st.integers(1, 60 * 24 * 5))
def test_the_turns_follow_one_another_without_a_gap(begin: int, later: int) -> None:
    first = TURN(local(1, 12) + timedelta(minutes=begin)).start
    found = handover.owed(first + timedelta(minutes=later), first, TURN, SITE.settings)
    assert [turn.start for turn in found] == [TURN(first).end, *(turn.end for turn in found)][: len(found)]


def test_a_friday_is_signed_off_on_monday_at_noon() -> None:
    night = TURN(local(20, 23))
    assert handover.signoff_due(night, SITE.calendar, SITE.settings) == local(23, 12)
    assert handover.signoff_due(TURN(local(24, 23)), SITE.calendar, SITE.settings) == local(25, 12)


THINGS = list(handover.things((("Torch", 2), ("雨伞 2 号", 5)), {"B": 3, "A": 37}))


def test_what_is_counted_is_listed_property_first_then_cabinet_by_cabinet() -> None:
    assert [(each.what, each.name) for each in THINGS] == [
        (PROPERTY, "Torch"), (PROPERTY, "雨伞 2 号"), (KEYS, "A"), (KEYS, "B"),
    ]  # fmt: skip
    assert [each.words("en") for each in THINGS] == ["Torch", "雨伞 2 号", "Keys A", "Keys B"]


@pytest.mark.parametrize("line", ["Torch 2", "torch:2", "手电 2", "手电2", "  TORCH  ×2", "Ｔorch　２"])
def test_a_count_is_read_as_people_write_it(line: str) -> None:
    assert handover.read_counts(line, THINGS) == {Thing(PROPERTY, "Torch"): 2}


@pytest.mark.parametrize("line", ["A 37", "a柜 37", "Keys A 37", "钥匙 A 37", "钥匙A：37"])
def test_the_keys_of_a_cabinet_are_called_by_its_name(line: str) -> None:
    assert handover.read_counts(line, THINGS) == {Thing(KEYS, "A"): 37}


def test_a_name_with_a_number_in_it_is_told_from_the_number_behind() -> None:
    assert handover.read_counts("雨伞 2 号 4\n\nB 0", THINGS) == {Thing(PROPERTY, "雨伞 2 号"): 4, Thing(KEYS, "B"): 0}


@pytest.mark.parametrize(("text", "line"), [("Torch", 1), ("Torch 2\n梯子 1", 2), ("A 1\n\nA柜 2", 3), ("Torch -1", 1)])
def test_what_cannot_be_read_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Refused) as caught:
        handover.read_counts(text, THINGS)
    assert (caught.value.field, caught.value.values["line"]) == ("found", line)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    found: set[Thing] = set()
    with suppress(Refused):
        found = set(handover.read_counts(text, THINGS))
    assert found <= set(THINGS)
