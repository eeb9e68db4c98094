"""Patrol rounds: expected by the plan alone, walked across midnight, late, missed; signed by two people (P14)."""

from datetime import date, timedelta

import pytest

from propdesk.errors import Refused
from propdesk.queries import items
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.procedures.keyring import pin
from tests.procedures.patrolling import (
    B_FINE,
    B_LOCKED,
    DAY,
    E_FINE,
    NIGHT,
    at,
    colleague,
    configure,
    pass_to,
    plan,
    rounds,
    second,
    stage,
    sweep,
    walk,
)  # fmt: skip
from tests.procedures.reading import Answers, clocks, course, item, last, refusal, row, states


@pytest.fixture
def night(counter: Counter) -> str:
    """The round from 23:00 to 01:00 of this night; it is 23:40."""
    plan(counter, NIGHT)
    sweep(counter)
    return rounds(counter)[0].number


def windows(counter: Counter) -> list[tuple[str, str]]:
    """Each round with its stage, by the day on which its window begins."""
    return [(str(row(counter.desk, each.number)["planned_for"]), each.stage) for each in rounds(counter)]


# --- expected ----------------------------------------------------------------------------------------------------


def test_the_desk_puts_a_round_on_record_before_anybody_is_assigned(counter: Counter, night: str) -> None:
    found = row(counter.desk, night)
    assert (night[:2], found["route"], found["walker"], found["planned_for"]) == ("XC", "夜巡", "", date(2026, 11, 21))
    assert (found["starts"], found["ends"], found["grace_ends"]) == (at(21, 23), at(22, 1), at(22, 1, 15))
    assert states(counter.desk, night) == {"PATROL.DAILY": "running"}
    assert clocks(counter.desk, night)["PATROL.DAILY"].due == at(22, 1, 15)
    assert course(counter.desk, night)[0].operator == "system"


def test_a_round_is_put_on_the_desk_once_however_often_anybody_looks(counter: Counter, night: str) -> None:
    sweep(counter)
    assert [each.number for each in rounds(counter)] == [night]
    found = refusal(counter, "round.expect", None, as_=counter.desk.system(), route="夜巡", day="2026-11-21")
    assert found.code == "round"


def test_only_a_day_and_a_route_of_the_plan_can_be_expected(counter: Counter, night: str) -> None:
    system = counter.desk.system()
    assert refusal(counter, "round.expect", None, as_=system, route="夜巡", day="morgen").code == "day"
    found = refusal(counter, "round.expect", None, as_=system, route="晨巡", day="2026-11-21")
    assert (found.code, "夜巡" in found.sentence()) == ("route", True)


def test_a_route_is_walked_only_on_its_weekdays(counter: Counter) -> None:
    plan(counter, {**NIGHT, "weekdays": [6, 1]})
    sweep(counter)
    pass_to(counter, at(25, 9))
    assert [day for day, _ in windows(counter)] == ["2026-11-21", "2026-11-23"]


def test_a_round_nobody_was_there_to_put_on_the_desk_is_missed(counter: Counter, night: str) -> None:
    counter.clock.moment = at(24, 9)
    sweep(counter)
    assert windows(counter) == [("2026-11-21", "missed"), ("2026-11-22", "missed"), ("2026-11-23", "missed")]
    gap = rounds(counter)[1].number
    assert [entry.happened for entry in course(counter.desk, gap)] == [
        at(22, 11),
        at(24, 1, 15) - timedelta(days=1),
    ] * 1 + [at(23, 1, 15)]


def test_a_route_that_is_new_in_the_plan_is_owed_from_now_on(counter: Counter, night: str) -> None:
    pass_to(counter, at(24, 14))
    plan(counter, NIGHT, DAY)
    sweep(counter)
    owed = {(row(counter.desk, each.number)["route"], row(counter.desk, each.number)["planned_for"])
            for each in rounds(counter)}  # fmt: skip
    assert not any(route == "日巡" for route, _ in owed)
    pass_to(counter, at(25, 14))
    days = [row(counter.desk, each.number)["planned_for"] for each in rounds(counter) if each.title.startswith("日巡")]
    assert days == [date(2026, 11, 25)]


def test_a_plan_that_is_the_first_of_the_desk_owes_nothing_of_before(counter: Counter) -> None:
    counter.clock.moment = at(30, 9)
    plan(counter, DAY)
    sweep(counter)
    assert windows(counter) == [("2026-11-30", "planned")]


# --- midnight, roster gap, summer time ---------------------------------------------------------------------------


def test_a_round_from_23_to_1_walked_at_five_past_midnight_is_on_time(counter: Counter, night: str) -> None:
    counter.clock.moment = at(22, 0, 0)
    walk(counter, night, {"B": B_FINE}, step=5)
    assert last(counter.desk, night).happened == at(22, 0, 5)
    counter.clock.forward(minutes=5)
    counter.do("round.area", night, area="E", answers=E_FINE)
    counter.do("round.finish", night)
    found = row(counter.desk, night)
    assert (found["verdict"], found["planned_for"], found["finished"]) == ("on_time", date(2026, 11, 21), at(22, 0, 10))
    assert states(counter.desk, night) == {"PATROL.DAILY": "in_time"}


def test_a_time_typed_after_midnight_means_the_evening_before(counter: Counter, night: str) -> None:
    counter.clock.moment = at(22, 0, 40)
    counter.do("round.start", night, began="23:50")
    counter.do("round.area", night, area="B", answers=B_FINE, began="23:50", ended="0:05")
    assert row(counter.desk, night)["begun"] == at(21, 23, 50)
    assert "11-21 23:50" in last(counter.desk, night).sentence
    assert "11-22 00:05" in last(counter.desk, night).sentence


def test_a_round_exists_and_is_missed_though_nobody_is_on_the_roster(counter: Counter, night: str) -> None:
    counter.operator("李婷", "clerk")
    counter.do("operator.disable", who="李婷", reason="离职")
    pass_to(counter, at(22, 9))
    assert stage(counter, night) == "missed"
    counter.do("round.hand_over", night, walker="保安老李", reason="值班员请假")
    assert row(counter.desk, night)["walker"] == "保安老李"


def test_the_window_keeps_its_length_in_a_night_in_which_the_clocks_change(counter: Counter) -> None:
    configure(counter, "zone", "Europe/Berlin")
    counter.clock.moment = at(27, 12, month=3).replace(year=2027)
    plan(counter, {**NIGHT, "minutes": 240})
    pass_to(counter, at(30, 12, month=3).replace(year=2027))
    local = counter.desk.site.calendar.local
    lengths = {}
    for each in rounds(counter):
        found = row(counter.desk, each.number)
        starts, ends = found["starts"], found["ends"]
        lengths[found["planned_for"]] = (ends - starts, f"{local(starts):%H:%M}", f"{local(ends):%H:%M}")  # type: ignore[operator, arg-type]
    four = timedelta(hours=4)
    assert lengths[date(2027, 3, 27)] == (four, "23:00", "04:00")
    assert lengths[date(2027, 3, 28)] == (four, "23:00", "03:00")


def test_a_round_that_begins_in_the_hour_the_clocks_skip_begins_when_they_do(counter: Counter) -> None:
    configure(counter, "zone", "Europe/Berlin")
    counter.clock.moment = at(27, 12, month=3).replace(year=2027)
    plan(counter, {**NIGHT, "begins": "02:30", "minutes": 60})
    pass_to(counter, at(28, 14, month=3).replace(year=2027))
    begins = {row(counter.desk, each.number)["planned_for"]: row(counter.desk, each.number)["starts"]
              for each in rounds(counter)}  # fmt: skip
    local = counter.desk.site.calendar.local(begins[date(2027, 3, 28)])  # type: ignore[arg-type]
    assert f"{local:%H:%M}" == "03:00"


# --- missed and late ---------------------------------------------------------------------------------------------


def test_a_round_nobody_set_out_on_is_missed_when_the_grace_is_over_and_goes_upwards(
    counter: Counter, night: str
) -> None:
    counter.clock.moment = at(22, 1, 15)
    sweep(counter)
    assert stage(counter, night) == "planned"
    counter.clock.moment = at(22, 1, 16)
    sweep(counter)
    entries = course(counter.desk, night)[-2:]
    assert [entry.step for entry in entries] == ["system.breach", "round.miss"]
    assert [entry.happened for entry in entries] == [at(22, 1, 15)] * 2
    assert (stage(counter, night), row(counter.desk, night)["verdict"]) == ("missed", "missed")
    assert clocks(counter.desk, night)["PATROL.DAILY"].escalates_to == "centre_manager"


def test_a_missed_round_may_still_be_walked_and_is_late(counter: Counter, night: str) -> None:
    pass_to(counter, at(22, 2))
    walk(counter, night, {"B": B_FINE, "E": E_FINE})
    counter.do("round.finish", night)
    assert (stage(counter, night), row(counter.desk, night)["verdict"]) == ("walked", "late")
    assert states(counter.desk, night) == {"PATROL.DAILY": "late"}


def test_a_round_that_is_being_walked_when_time_is_up_is_late_and_goes_on(counter: Counter, night: str) -> None:
    walk(counter, night, {"B": B_FINE})
    pass_to(counter, at(22, 2))
    assert (stage(counter, night), row(counter.desk, night)["verdict"]) == ("walking", "late")
    counter.do("round.area", night, area="E", answers=E_FINE)
    counter.do("round.finish", night)
    assert row(counter.desk, night)["verdict"] == "late"


def test_what_was_walked_in_time_and_written_down_later_is_on_time(counter: Counter, night: str) -> None:
    pass_to(counter, at(22, 9))
    counter.do("round.start", night, began="2026-11-21 23:10", walker="赵师傅")
    counter.do("round.area", night, area="B", answers=B_FINE, ended="2026-11-21 23:30")
    counter.do("round.area", night, area="E", answers=E_FINE, ended="2026-11-21 23:45")
    counter.do("round.finish", night)
    assert (row(counter.desk, night)["verdict"], last(counter.desk, night).happened) == ("on_time", at(21, 23, 45))


def test_a_leader_accounts_for_a_round_nobody_will_walk_any_more(counter: Counter, night: str) -> None:
    pass_to(counter, at(22, 9))
    clerk = colleague(counter)
    assert refusal(counter, "round.account_for", night, as_=clerk, reason="下雨").code == "role"
    counter.do("round.account_for", night, reason="暴雨封路", measure="次日补巡")
    assert (stage(counter, night), row(counter.desk, night)["verdict"]) == ("accounted", "missed")
    assert states(counter.desk, night) == {"PATROL.DAILY": "late"}


def test_a_round_is_not_begun_before_its_window(counter: Counter) -> None:
    plan(counter, DAY)
    pass_to(counter, at(22, 8))
    number = rounds(counter)[0].number
    assert refusal(counter, "round.start", number).code == "window"
    counter.clock.moment = at(22, 9)
    counter.do("round.start", number)
    assert stage(counter, number) == "walking"


# --- walking -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note", ["normal", "Normal.", "正常", "ok", "OK ok", "无异常", "正常正常", "一切正常，无异常", "没有问题", ""]
)
def test_normal_alone_is_no_finding_g_pat_01(counter: Counter, night: str, note: str) -> None:
    counter.do("round.start", night)
    assert refusal(counter, "round.area", night, area="E", answers=f"E1 ok {note}").code == "G-PAT-01"
    assert refusal(counter, "round.area", night, area="B", answers="B1 ok 手推即开").code == "G-PAT-01"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"area": "Z", "answers": E_FINE}, "area"),
        ({"area": "E", "answers": "E1 perhaps 有味"}, "line"),
        ({"area": "E", "answers": "B1 ok 手推即开"}, "line"),
        ({"area": "E", "answers": f"{E_FINE}\n{E_FINE}"}, "line"),
        ({"area": "E", "answers": "E1 ok " + "长" * 201}, "long"),
        ({"area": "E", "answers": E_FINE, "began": "23:00"}, "times"),
        ({"area": "E", "answers": E_FINE, "began": "23:41", "ended": "23:40"}, "times"),
    ],
)
def test_what_cannot_be_of_an_area_is_refused(counter: Counter, night: str, answers: Answers, code: str) -> None:
    counter.do("round.start", night)
    counter.clock.forward(minutes=5)
    assert refusal(counter, "round.area", night, **answers).code == code


def test_one_area_is_one_act_with_one_entry_that_names_the_defects(counter: Counter, night: str) -> None:
    counter.do("round.start", night)
    counter.clock.forward(minutes=10)
    done = counter.do("round.area", night, area="b", answers=B_LOCKED, grade="photo")
    assert [entry.step for entry in done.entries] == ["round.area", "finding.report"]
    said = next(entry.sentence for entry in course(counter.desk, night) if entry.step == "round.area")
    assert "B1 门被挂锁锁住" in said
    assert "Photo" in said
    assert "Roof" in said
    assert (row(counter.desk, night)["done"], row(counter.desk, night)["findings"]) == (1, 1)


def test_an_area_walked_faster_than_the_route_asks_for_is_marked(counter: Counter, night: str) -> None:
    walk(counter, night, {"B": B_FINE}, step=2)
    assert "too fast" in last(counter.desk, night).sentence
    counter.clock.forward(minutes=3)
    counter.do("round.area", night, area="E", answers=E_FINE)
    assert "too fast" not in last(counter.desk, night).sentence


def test_an_area_answered_in_the_same_words_is_marked_for_whoever_signs(counter: Counter, night: str) -> None:
    same = "\n".join(f"B{each} ok 看过了没坏" for each in range(1, 5)) + "\nB5 ok 平整\nB6 na\nB7 ok 通畅\nB8 ok 干净"
    walk(counter, night, {"B": same})
    assert "(10′, many items in the same words)" in last(counter.desk, night).sentence
    counter.do("round.area", night, area="B", answers=same.replace("B4 ok 看过了没坏", "B4 na"))
    assert "same words" not in last(counter.desk, night).sentence


def test_areas_of_a_building_are_walked_building_by_building(counter: Counter) -> None:
    plan(counter, {**NIGHT, "buildings": ["3", "1"], "areas": "EM"})
    sweep(counter)
    number = rounds(counter)[0].number
    assert row(counter.desk, number)["stops"] == "E@3 E@1 M"
    counter.do("round.start", number)
    assert refusal(counter, "round.area", number, area="E", answers=E_FINE).code == "place"
    counter.do("round.area", number, area="E", place="3", answers=E_FINE)
    left = refusal(counter, "round.finish", number)
    assert (left.code, left.values["left"]) == ("G-PAT-06", "E@1, M")


def test_ending_early_needs_a_reason_and_names_what_was_left_out_g_pat_06(counter: Counter, night: str) -> None:
    walk(counter, night, {"B": B_FINE})
    assert refusal(counter, "round.finish", night).code == "G-PAT-06"
    counter.do("round.finish", night, reason="突降暴雨")
    said = last(counter.desk, night).sentence
    assert "E" in said
    assert "突降暴雨" in said
    assert refusal(counter, "round.finish", night, ended="23:45").code == "stage"


def test_it_ends_no_earlier_than_its_last_area(counter: Counter, night: str) -> None:
    walk(counter, night, {"B": B_FINE, "E": E_FINE})
    assert refusal(counter, "round.finish", night, ended="23:41").code == "times"


def test_somebody_else_walks_it_on_and_both_stay_on_record(counter: Counter, night: str) -> None:
    counter.do("round.start", night, walker="赵师傅", partner="李姐")
    assert refusal(counter, "round.hand_over", night, walker="赵师傅", reason="病了").code == "walker"
    counter.do("round.hand_over", night, walker="钱师傅", reason="赵师傅病了")
    assert "赵师傅" in last(counter.desk, night).sentence
    assert row(counter.desk, night)["walker"] == "钱师傅"


def test_nobody_walks_with_himself(counter: Counter, night: str) -> None:
    assert refusal(counter, "round.start", night, walker="赵师傅", partner="赵师傅").code == "partner"


def test_a_round_without_plan_is_walked_and_judges_nothing(counter: Counter, night: str) -> None:
    number = counter.do("round.begin", why="台风过后", areas="e").item or ""
    assert (row(counter.desk, number)["stops"], states(counter.desk, number)) == ("E", {})
    counter.clock.forward(minutes=5)
    counter.do("round.area", number, area="E", answers=E_FINE)
    counter.do("round.finish", number)
    assert (row(counter.desk, number)["verdict"], stage(counter, night)) == (None, "planned")
    assert refusal(counter, "round.begin", None, why="再走一遍", route="晨巡").code == "route"


def test_the_site_writes_its_own_items_and_drops_others(counter: Counter, night: str) -> None:
    configure(counter, "checklist", {"E1": "楼道无煤气味", "E2": "电表箱上锁", **{f"B{n}": "" for n in range(2, 9)}})
    counter.do("round.start", night)
    assert refusal(counter, "round.area", night, area="E", answers=E_FINE).code == "G-PAT-01"
    counter.do("round.area", night, area="E", answers=f"{E_FINE}\nE2 ok 锁好，钥匙在岗亭")
    counter.do("round.area", night, area="B", answers="B1 ok 手推即开")
    counter.do("round.finish", night)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([{"name": ""}], "needs a name"),
        ([{"name": "夜巡", "minutes": 0}], "夜巡.*minutes.*1 to 1440"),
        ([{"name": "夜巡", "begins": "25:00"}], "夜巡.*begins.*such as 22:30"),
        ([{"name": "夜巡", "areas": "AA"}], "areas.*each once"),
        ([{"name": "夜巡", "areas": "AZ"}], "letters of the checklist.*A B C"),
        ([{"name": "夜巡", "weekdays": [8]}], "weekdays.*1 .Monday. to 7"),
        ([{"name": "夜巡"}, {"name": "夜巡"}], "Two routes are called “夜巡”"),
        ([{"name": "夜巡", "buildings": ["3 号"]}], "buildings.*list of different buildings"),
        ([{"name": "夜巡", "buildings": "13"}], "buildings.*list of different buildings"),
        ([{"name": "夜巡", "buildings": ["3", "3"]}], "buildings.*list of different buildings"),
        ([{"name": "夜巡", "buildings": ["3", "33"]}], "no building “33”. Route “夜巡” can go to: 1, 3"),
        ([{"name": "夜巡", "pace": 3}], "cannot have “pace”. It can have: name, begins"),
        (["夜巡"], "list of routes"),
        ({"name": "夜巡"}, "list of routes"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_with_its_route_and_part(
    counter: Counter, value: object, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        configure(counter, "routes", value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"Z1": "x"}, "“Z1” is no item of the checklist. Write A13 to add one to area A"),
        ({"a13": "x"}, "“a13” is no item"),
        ({"A1": 3}, "Item A1 of the checklist: write its words in quotes"),
        ({"A1": "灯" * 121}, "Item A1 of the checklist takes at most 120"),
    ],
)
def test_a_change_of_the_checklist_that_makes_no_sense_names_its_item(
    counter: Counter, value: object, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        configure(counter, "checklist", value)


def test_a_round_that_is_walked_keeps_its_stops_when_the_plan_changes(counter: Counter, night: str) -> None:
    counter.do("round.start", night)
    plan(counter, {**NIGHT, "name": "后半夜", "areas": "E", "begins": "23:30"})
    sweep(counter)
    walk_on = {"B": B_FINE, "E": E_FINE}
    for letter, found in walk_on.items():
        counter.clock.forward(minutes=5)
        counter.do("round.area", night, area=letter, answers=found)
    counter.do("round.finish", night)
    assert (row(counter.desk, night)["stops"], row(counter.desk, night)["verdict"]) == ("B E", "on_time")


def test_two_rounds_at_once_are_two_rounds(counter: Counter, night: str) -> None:
    other = counter.do("round.begin", why="台风过后", areas="E").item or ""
    counter.do("round.start", night, walker="赵师傅", partner="李姐")
    counter.clock.forward(minutes=5)
    counter.do("round.area", other, area="E", answers=E_FINE)
    assert refusal(counter, "round.finish", night).values["left"] == "B, E"
    counter.do("round.finish", other)
    assert (stage(counter, other), stage(counter, night)) == ("walked", "walking")


# --- signed ------------------------------------------------------------------------------------------------------


@pytest.fixture
def walked(counter: Counter, night: str) -> str:
    """The round is walked."""
    walk(counter, night, {"B": B_FINE, "E": E_FINE})
    counter.do("round.finish", night)
    return night


def test_two_different_colleagues_sign_g_pat_02(counter: Counter, walked: str) -> None:
    colleague(counter)
    assert refusal(counter, "round.sign", walked).code == "G-PAT-02"
    assert refusal(counter, "round.sign", walked, signatures=second("张敏")).code == "G-PAT-02"
    assert refusal(counter, "round.sign", walked, signatures=(pin("second", "张敏", "2468"),)).code == "separation"
    counter.do("round.sign", walked, signatures=(pin("second", "李婷"),))
    found = row(counter.desk, walked)
    assert (stage(counter, walked), found["signed_by"], found["countersigned_by"]) == ("closed", "张敏", "李婷")


def test_two_who_signed_on_paper_must_differ_too_g_pat_02(counter: Counter, walked: str) -> None:
    first = second("李姐")[0].__class__("first", "赵师傅", capacity="保安")
    for same in ("赵师傅", "赵 师傅"):
        assert refusal(counter, "round.sign", walked, signatures=(first, *second(same))).code == "G-PAT-02"
    counter.do("round.sign", walked, signatures=(first, *second("李姐")))
    assert row(counter.desk, walked)["signed_by"] == "赵师傅"


def test_a_signed_round_is_corrected_by_a_new_entry_and_voided_only_by_a_leader(counter: Counter, walked: str) -> None:
    counter.do("round.sign", walked, signatures=second())
    counter.do("round.correct", walked, reason="写错了人", walker="赵师傅", partner="钱师傅")
    assert row(counter.desk, walked)["partner"] == "钱师傅"
    clerk = colleague(counter)
    assert refusal(counter, "round.void", walked, as_=clerk, reason="重复").code == "role"
    counter.do("round.void", walked, reason="重复")
    assert item(counter.desk, walked).stage == "voided"


def test_a_missed_round_is_told_upwards(counter: Counter, night: str) -> None:
    pass_to(counter, at(22, 9))
    counter.do("round.attempt", night, purpose="escalate", whom="王经理", outcome="answered")
    assert clocks(counter.desk, night)["PATROL.DAILY"].escalated


def test_every_round_stays_on_record_and_the_chain_is_sound(counter: Counter, night: str) -> None:
    pass_to(counter, at(26, 9))
    assert {each.stage for each in rounds(counter)[:-1]} == {"missed"}
    assert verify(counter.desk.path).sound
    assert counter.desk.read(items.register_count, "round") == 5
