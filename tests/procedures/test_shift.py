"""Arriving for a shift: the turn on the desk, the roster, the log, the blind count, what is taken over (P15)."""

from datetime import timedelta

import pytest

from propdesk.desk import Desk
from propdesk.queries import items, journal, shift
from propdesk.rules.pins import Pins
from tests.conftest import Counter
from tests.procedures.handing import ALL_THERE, NO_TORCH, Weekend, items_id, pass_to, turn, weekend
from tests.procedures.keyring import entrust, lend, plant
from tests.procedures.reading import clocks, item, last, local, refusal, row, states

__all__ = ["weekend"]

ROSTER = {"month": "2026-11", "clerks": "李婷"}


def stages(counter: Counter) -> list[tuple[str, str]]:
    """Every turn with its stage, the earliest first."""
    rows = counter.desk.read(items.items, ledger="shift")
    return [
        (each.title, each.stage)
        for each in sorted(rows, key=lambda each: str(row(counter.desk, each.number)["starts"]))
    ]


# --- turns on the desk -------------------------------------------------------------------------------------------


def test_the_desk_begins_with_the_turn_under_way_and_blames_nobody_for_it(counter: Counter) -> None:
    counter.desk.sweep()
    assert stages(counter) == [("Rest-day night duty 11-21", "expected")]
    assert states(counter.desk, turn(counter, 21, 21)) == {"DUTY.CHECK_DAILY": "running"}


def test_each_turn_comes_up_in_time_and_reminds_whoever_is_to_come_duty_arrive_5m(weekend: Weekend) -> None:
    weekend.pass_to(22, 8, 39)
    assert len(stages(weekend.counter)) == 1
    weekend.pass_to(22, 8, 40)
    clock = clocks(weekend.counter.desk, turn(weekend.counter, 22, 9))["DUTY.ARRIVE_5M"]
    assert clock.due == local(22, 8, 55)


def test_the_front_desk_is_taken_a_quarter_of_an_hour_before_duty_front_arrive_15m(weekend: Weekend) -> None:
    weekend.pass_to(23, 8, 30)
    day = turn(weekend.counter, 23, 9)
    assert clocks(weekend.counter.desk, day)["DUTY.FRONT_ARRIVE_15M"].due == local(23, 8, 45)
    weekend.pass_to(23, 8, 44)
    weekend.counter.do("shift.arrive", day, as_=weekend.li)
    assert states(weekend.counter.desk, day)["DUTY.FRONT_ARRIVE_15M"] == "in_time"


def test_whoever_comes_late_is_late_and_a_turn_nobody_came_to_can_be_seen(weekend: Weekend) -> None:
    weekend.pass_to(22, 8, 56)
    day = turn(weekend.counter, 22, 9)
    assert states(weekend.counter.desk, day)["DUTY.ARRIVE_5M"] == "overdue"
    weekend.counter.do("shift.arrive", day, as_=weekend.wang)
    assert states(weekend.counter.desk, day)["DUTY.ARRIVE_5M"] == "late"
    weekend.pass_to(23, 10)
    assert ("Rest-day night duty 11-22", "expected") in stages(weekend.counter)


def test_a_site_decides_how_early_people_come(weekend: Weekend) -> None:
    weekend.counter.do("system.configure", setting="arrive_minutes", json_value="20")
    weekend.counter.desk.reload()
    weekend.pass_to(22, 8, 25)
    assert clocks(weekend.counter.desk, turn(weekend.counter, 22, 9))["DUTY.ARRIVE_5M"].due == local(22, 8, 40)


def test_after_a_time_without_the_program_the_missed_turns_are_made_but_never_more_than_a_week(
    weekend: Weekend,
) -> None:
    weekend.pass_to(24, 12)
    assert len(stages(weekend.counter)) == 6
    weekend.counter.clock.forward(days=60)
    while weekend.counter.desk.sweep():
        pass
    assert len(stages(weekend.counter)) == 6 + 14


def test_two_desks_put_a_turn_up_once(weekend: Weekend) -> None:
    weekend.counter.clock.moment = local(22, 8, 41)
    other = Desk.open(weekend.counter.desk.path, now=weekend.counter.clock, pins=Pins(cheap=True))
    try:
        assert (weekend.counter.desk.sweep(), other.sweep()) == (1, 0)
    finally:
        other.close()


def test_a_turn_that_is_none_or_is_there_already_is_not_put_up(weekend: Weekend) -> None:
    system = weekend.counter.desk.system()
    for begins, code in ((local(21, 20), "starts"), (local(23, 9), "starts"), (local(21, 21), "shift")):
        assert refusal(weekend.counter, "shift.expect", None, as_=system, begins=begins).code == code


# --- arriving ----------------------------------------------------------------------------------------------------


def publish(weekend: Weekend) -> None:
    """李婷 alone is on the roster of the month."""
    chen = weekend.chen
    roster = weekend.counter.do("duty.plan", as_=chen, **ROSTER).item  # type: ignore[arg-type]
    weekend.counter.do("duty.publish", roster, as_=chen)


def test_on_a_duty_shift_somebody_not_on_the_roster_needs_a_reason_on_record_g_duty_09(weekend: Weekend) -> None:
    publish(weekend)
    came = refusal(weekend.counter, "shift.arrive", weekend.night, as_=weekend.wang)
    assert (came.code, came.field, came.values["name"]) == ("G-DUTY-09", "replacement", "李婷")
    weekend.counter.do("shift.arrive", weekend.night, as_=weekend.wang, replacement="李婷发烧", named_by="陈志远")
    kept = row(weekend.counter.desk, weekend.night)
    assert (kept["rostered"], kept["replacement"], kept["named_by"]) == ("李婷", "李婷发烧", "陈志远")


def test_whom_the_roster_names_just_arrives_and_by_day_anybody_does(weekend: Weekend) -> None:
    publish(weekend)
    weekend.counter.do("shift.arrive", weekend.night, as_=weekend.li)
    weekend.pass_to(23, 8, 40)
    weekend.counter.do("shift.arrive", turn(weekend.counter, 23, 9), as_=weekend.wang)
    assert item(weekend.counter.desk, turn(weekend.counter, 23, 9)).owner == "王磊"


def test_nobody_arrives_for_a_turn_that_is_over(weekend: Weekend) -> None:
    weekend.pass_to(22, 9, 1)
    assert refusal(weekend.counter, "shift.arrive", weekend.night, as_=weekend.li).code == "over"


def test_only_who_arrived_takes_the_shift_over(weekend: Weekend) -> None:
    weekend.counter.do("shift.arrive", weekend.night, as_=weekend.li)
    for step, answers in {"read": {}, "count": {"found": ALL_THERE}, "take": {}, "begin": {}}.items():
        came = refusal(weekend.counter, f"shift.{step}", weekend.night, as_=weekend.wang, **answers)
        assert (came.code, came.values["name"]) == ("clerk", "李婷")


# --- the log -----------------------------------------------------------------------------------------------------


def test_the_log_is_read_to_its_end_and_from_where_the_shift_before_had_read(weekend: Weekend) -> None:
    day = weekend.sunday()
    weekend.counter.do("shift.arrive", day, as_=weekend.wang)
    weekend.counter.do("log.note", as_=weekend.li, text="大门灯坏了")
    newest = last_seq(weekend)
    came = refusal(weekend.counter, "shift.read", day, as_=weekend.wang, up_to=newest - 2)
    assert (came.code, came.field, came.values["last"]) == ("read", "up_to", newest)
    weekend.counter.do("shift.read", day, as_=weekend.wang, up_to=newest)
    before = row(weekend.counter.desk, weekend.night)["read_to"]
    assert isinstance(before, int)
    said = last(weekend.counter.desk, day).values
    assert (said["from_entry"], said["to_entry"]) == (before + 1, newest)


def last_seq(weekend: Weekend) -> int:
    """The number of the newest entry."""
    return weekend.counter.desk.read(journal.last_seq)


# --- the count ---------------------------------------------------------------------------------------------------


def counting(weekend: Weekend) -> str:
    weekend.counter.do("shift.arrive", weekend.night, as_=weekend.li)
    weekend.counter.do("shift.read", weekend.night, as_=weekend.li)
    return weekend.night


def test_nothing_that_can_be_read_before_the_count_says_how_many_there_should_be(weekend: Weekend) -> None:
    night = counting(weekend)
    things = weekend.counter.desk.read(shift.to_count, weekend.counter.desk.site.settings)
    assert [thing.name for thing in things] == ["Walkie-talkie", "Fire extinguisher", "Flask", "Torch"]
    assert weekend.counter.desk.read(shift.counted, items_id(weekend.counter, night)) == ()


def test_keys_are_counted_by_cabinet_without_those_that_are_lent(weekend: Weekend) -> None:
    entrust(weekend.counter)
    plant(weekend.counter)
    lend(weekend.counter, "B-03")
    night = counting(weekend)
    weekend.counter.do("shift.count", night, as_=weekend.li, found=f"{ALL_THERE}\n钥匙 A 3\nB柜：2")
    lines = weekend.counter.desk.read(shift.counted, items_id(weekend.counter, night))
    assert [(line.name, line.number, line.expected) for line in lines[-2:]] == [("A", 3, 3), ("B", 2, 2)]
    assert item(weekend.counter.desk, night).stage == "checked"


@pytest.mark.parametrize(
    ("line", "value"),
    [("Torch", "Torch"), ("Ladder 2", "Ladder"), ("手电 2\nTorch 2", "Torch"), ("Torch 99999", "Torch 9")],
)
def test_a_line_that_cannot_be_counted_is_refused_and_nothing_of_it_kept(
    weekend: Weekend, line: str, value: str
) -> None:
    night = counting(weekend)
    came = refusal(weekend.counter, "shift.count", night, as_=weekend.li, found=line)
    assert (came.code, came.field) == ("line", "found")
    assert weekend.counter.desk.read(shift.counted, items_id(weekend.counter, night)) == ()


def test_what_is_not_counted_yet_keeps_the_shift_from_beginning(weekend: Weekend) -> None:
    night = counting(weekend)
    weekend.counter.do("shift.count", night, as_=weekend.li, found="Torch 2")
    came = refusal(weekend.counter, "shift.begin", night, as_=weekend.li)
    assert (came.code, came.values["things"]) == ("uncounted", "Walkie-talkie, Fire extinguisher, Flask")


def test_a_difference_is_explained_before_anybody_signs_g_duty_07(weekend: Weekend) -> None:
    night = counting(weekend)
    weekend.counter.do("shift.count", night, as_=weekend.li, found=NO_TORCH)
    assert last(weekend.counter.desk, night).values["differences"] == ["Torch: 1 instead of 2"]
    came = refusal(weekend.counter, "shift.begin", night, as_=weekend.li)
    assert (came.code, came.values["told"]) == ("G-DUTY-07", "Torch: 1 instead of 2")
    weekend.counter.do("shift.explain", night, as_=weekend.li, explanation="保安借走一把")
    assert weekend.counter.do("shift.begin", night, as_=weekend.li).stage == "on_duty"


def test_a_damaged_thing_is_explained_too_and_a_new_count_asks_anew(weekend: Weekend) -> None:
    night = counting(weekend)
    count = {"found": ALL_THERE, "damaged": "暖瓶裂了"}
    weekend.counter.do("shift.count", night, as_=weekend.li, explanation="旧伤", **count)  # type: ignore[arg-type]
    weekend.counter.do("shift.count", night, as_=weekend.li, **count)  # type: ignore[arg-type]
    assert refusal(weekend.counter, "shift.begin", night, as_=weekend.li).code == "G-DUTY-07"


def test_where_all_is_there_nothing_is_explained(weekend: Weekend) -> None:
    night = counting(weekend)
    weekend.counter.do("shift.count", night, as_=weekend.li, found=ALL_THERE)
    assert refusal(weekend.counter, "shift.explain", night, as_=weekend.li, explanation="x").code == "nothing"


def test_a_site_counts_what_it_has(weekend: Weekend) -> None:
    weekend.counter.do("system.configure", setting="property", json_value='[["雨伞", 5]]')
    weekend.counter.desk.reload()
    night = counting(weekend)
    weekend.counter.do("shift.count", night, as_=weekend.li, found="雨伞 4")
    assert last(weekend.counter.desk, night).values["differences"] == ["雨伞: 4 instead of 5"]


@pytest.mark.parametrize(
    "value", ['[["雨伞"]]', '[["雨伞", "5"]]', '[["雨伞", 1], ["雨伞", 2]]', '[["", 1]]', '["雨伞"]']
)
def test_a_list_of_property_that_makes_no_sense_is_refused(counter: Counter, value: str) -> None:
    refused = refusal(counter, "system.configure", setting="property", json_value=value)
    assert refused.code == "value"
    assert '[["Walkie-talkie", 2], ["Fire extinguisher", 2],' in refused.sentence("en")


def test_a_site_with_nothing_to_count_hands_its_shifts_over_all_the_same(weekend: Weekend) -> None:
    weekend.counter.do("system.configure", setting="property", json_value="[]")
    weekend.counter.desk.reload()
    night = counting(weekend)
    assert item(weekend.counter.desk, night).stage == "checked"
    weekend.counter.do("shift.begin", night, as_=weekend.li)


# --- taking over -------------------------------------------------------------------------------------------------


def test_all_that_is_left_open_is_taken_over_in_one_act_and_moves_with_the_signatures(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    numbers = [weekend.call(weekend.li, text=f"第{each}件") for each in range(3)]
    weekend.pass_to(22, 8, 45)
    day = turn(weekend.counter, 22, 9)
    weekend.check_in(day, weekend.wang)
    assert last(weekend.counter.desk, day).values["numbers"] == numbers
    assert {item(weekend.counter.desk, each).owner for each in numbers} == {"李婷"}
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li)
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    assert {
        (item(weekend.counter.desk, each).owner, item(weekend.counter.desk, each).receiver) for each in numbers
    } == {("王磊", "李婷")}


def test_each_may_be_taken_by_its_number_with_a_remark_and_what_is_left_keeps_the_shift_from_beginning(
    weekend: Weekend,
) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    first, second = weekend.call(weekend.li), weekend.call(weekend.li, text="水压低")
    weekend.pass_to(22, 8, 45)
    day = turn(weekend.counter, 22, 9)
    weekend.counter.do("shift.arrive", day, as_=weekend.wang)
    weekend.counter.do("shift.read", day, as_=weekend.wang)
    weekend.counter.do("shift.count", day, as_=weekend.wang, found=ALL_THERE)
    weekend.counter.do("shift.take", day, as_=weekend.wang, items=f"{first} 先给王敏回电")
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li)
    with pytest.raises(Exception, match=second):
        weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    assert item(weekend.counter.desk, weekend.night).stage == "tidied"
    weekend.counter.do("shift.take", day, as_=weekend.wang, remark="照办")
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    assert last(weekend.counter.desk, first).sentence == "Taken over by 王磊 at the handover; 先给王敏回电"
    assert last(weekend.counter.desk, second).values["remark"] == "照办"


def test_what_was_closed_meanwhile_is_not_handed_on(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    number = weekend.call(weekend.li)
    weekend.pass_to(22, 8, 45)
    weekend.check_in(turn(weekend.counter, 22, 9), weekend.wang)
    weekend.counter.do("contact.answer", number, as_=weekend.li, result="已换灯", told="yes", close="yes")
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li)
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    assert item(weekend.counter.desk, number).owner == "李婷"


@pytest.mark.parametrize("typed", ["ZB20261121-001", "LF19990101-001", "钥匙"])
def test_what_is_no_open_item_of_the_desk_is_not_taken_over(weekend: Weekend, typed: str) -> None:
    day = weekend.sunday()
    weekend.counter.do("shift.arrive", day, as_=weekend.wang)
    came = refusal(weekend.counter, "shift.take", day, as_=weekend.wang, items=typed)
    assert (came.code, came.field) == ("items", "items")


def test_the_items_of_colleagues_who_have_left_are_taken_on_demand(weekend: Weekend) -> None:
    number = weekend.call(weekend.wang)
    weekend.counter.do("shift.arrive", weekend.night, as_=weekend.li)
    assert refusal(weekend.counter, "shift.take", weekend.night, as_=weekend.li).code == "nothing"
    weekend.counter.do("shift.take", weekend.night, as_=weekend.li, colleagues="yes")
    assert last(weekend.counter.desk, weekend.night).values["numbers"] == [number]


def test_a_leaders_matter_stays_with_the_leader(weekend: Weekend) -> None:
    weekend.call(weekend.counter.actor)
    weekend.counter.do("shift.arrive", weekend.night, as_=weekend.li)
    came = refusal(weekend.counter, "shift.take", weekend.night, as_=weekend.li, colleagues="yes")
    assert came.code == "nothing"


def test_a_correction_shows_what_was_there_before_g_duty_01(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li, notes="留意 3 号楼")
    weekend.counter.do("shift.correct", weekend.night, as_=weekend.li, reason="写错楼", notes="留意 2 号楼")
    said = last(weekend.counter.desk, weekend.night).values
    assert said["before"] == {"notes": "留意 3 号楼"}
    assert row(weekend.counter.desk, weekend.night)["notes"] == "留意 2 号楼"


def test_an_act_of_before_can_still_be_asked_for_by_its_old_name(counter: Counter) -> None:
    step = counter.desk.fill("system.note", {"text": "旧脚本"})
    done = counter.desk.perform(step, actor=counter.actor, request_id="old")
    assert done.entries[0].step == "log.note"
    pass_to(counter, 21, 23, 50)
    assert counter.clock() - local(21, 23, 50) == timedelta()
