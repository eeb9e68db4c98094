"""Duty rosters: due by themselves, drawn up, published by the manager's word, changed with it and never without."""

from datetime import date, datetime

import pytest

from propdesk.desk import Desk, Signature
from propdesk.procedures.tx import Actor
from propdesk.queries import duty, items
from propdesk.queries.duty import RosterView, TurnView
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.procedures.reading import SHANGHAI, Answers, clocks, item, last, refusal, states

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def crew(counter: Counter) -> dict[str, Actor]:
    """Two who take turns, and the manager; the supervisor is at the counter."""
    posts = {"李婷": "clerk duty", "王磊": "duty", "陈志远": "centre_manager"}
    return {name: counter.operator(name, roles) for name, roles in posts.items()}


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def roster(desk: Desk, month: date = NOVEMBER) -> RosterView:
    found = desk.read(duty.roster, month)
    assert found is not None
    return found


def turn(desk: Desk, day: int, kind: str, month: date = NOVEMBER) -> TurnView:
    return next(each for each in roster(desk, month).turns if (each.day.day, each.kind) == (day, kind))


def by_phone(name: str = "陈志远") -> tuple[Signature, ...]:
    return (Signature("manager", name, capacity="服务中心经理", proof="phone"),)


def plan(counter: Counter, month: str = "2026-11") -> str:
    """A draft of the month that the desk begins in."""
    return counter.do("duty.plan", month=month, clerks="李婷, 王磊").item or ""


@pytest.fixture
def published(counter: Counter, crew: dict[str, Actor]) -> str:
    number = plan(counter)
    counter.do("duty.publish", number, as_=crew["陈志远"])
    return number


# --- due, drawn up, published ------------------------------------------------------------------------------------


def test_the_next_roster_is_put_on_the_desk_a_week_before_month_end_with_its_clock_duty_roster_monthend(
    counter: Counter,
) -> None:
    counter.clock.moment = at(24, 8)
    counter.desk.sweep()
    assert counter.desk.read(duty.roster, DECEMBER) is None
    counter.clock.moment = at(24, 9)
    counter.desk.sweep()
    clock = clocks(counter.desk, roster(counter.desk, DECEMBER).number)["DUTY.ROSTER_MONTHEND"]
    assert (clock.due, roster(counter.desk, DECEMBER).stage) == (at(30, 18), "due")
    assert counter.desk.sweep() == 0


def test_a_roster_that_is_not_published_by_month_end_is_told_to_the_office_manager(
    counter: Counter, crew: dict[str, Actor]
) -> None:
    counter.clock.moment = at(30, 19)
    while counter.desk.sweep():
        pass
    number = roster(counter.desk, DECEMBER).number
    assert states(counter.desk, number) == {"DUTY.ROSTER_MONTHEND": "overdue"}
    counter.do("duty.draw", number, clerks="李婷, 王磊")
    counter.do("duty.publish", number, as_=crew["陈志远"])
    assert states(counter.desk, number) == {"DUTY.ROSTER_MONTHEND": "late"}


def test_no_roster_is_owed_for_the_month_in_which_a_desk_is_set_up(counter: Counter) -> None:
    counter.desk.sweep()
    assert counter.desk.read(duty.roster, NOVEMBER) is None


def test_a_draft_names_a_clerk_for_each_night_and_rest_day_and_leaves_working_days_to_everybody(
    counter: Counter, crew: dict[str, Actor]
) -> None:
    counter.clock.moment = at(25)
    number = plan(counter, "2026-12")
    view = roster(counter.desk, DECEMBER)
    assert (view.number, view.stage, len(view.turns)) == (number, "draft", 62)
    assert {each.kind for each in view.turns if not each.name} == {"day"}
    assert sorted(view.counts().values()) == [19, 20]
    assert last(counter.desk, number).sentence == "Roster of 2026-12 drawn up: 39 duty turns for 李婷, 王磊"


def test_what_is_over_is_left_out_of_a_roster_begun_within_its_month(counter: Counter, crew: dict[str, Actor]) -> None:
    plan(counter)
    first = roster(counter.desk).turns[0]
    assert (first.day, first.kind) == (date(2026, 11, 21), "rest_night")
    assert "DUTY.ROSTER_MONTHEND" not in clocks(counter.desk, roster(counter.desk).number)


def test_where_nobody_is_named_every_clerk_and_duty_officer_takes_turns(
    counter: Counter, crew: dict[str, Actor]
) -> None:
    counter.do("duty.plan", month="2026-11")
    assert set(roster(counter.desk).clerks) >= {"李婷", "王磊"}
    assert "陈志远" not in roster(counter.desk).clerks


def test_a_desk_without_clerks_says_whom_to_name(counter: Counter) -> None:
    leader = counter.operator("孙梅", "supervisor")
    counter.do("operator.disable", who="张敏", reason="离职", as_=leader)
    assert refusal(counter, "duty.plan", month="2026-11", as_=leader).code == "clerks"


def test_the_next_month_goes_on_where_the_last_one_ended(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    before = roster(counter.desk).turns[-1].name
    plan(counter, "2026-12")
    assert turn(counter.desk, 1, "night", DECEMBER).name != before


def test_a_month_has_one_roster_and_a_month_that_is_over_none(counter: Counter, crew: dict[str, Actor]) -> None:
    number = plan(counter)
    assert refusal(counter, "duty.plan", month="2026-11", clerks="李婷").values["number"] == number
    assert refusal(counter, "duty.plan", month="2026-10", clerks="李婷").code == "month"
    counter.do("duty.void", number, reason="录错")
    assert plan(counter) != number


def test_several_turns_of_a_draft_are_put_right_by_hand_at_once(counter: Counter, crew: dict[str, Actor]) -> None:
    number = plan(counter)
    counter.do("duty.assign", number, days="23-25", half="night", clerk="王磊")
    assert {turn(counter.desk, day, "night").name for day in (23, 24, 25)} == {"王磊"}
    counter.do("duty.assign", number, days="23", half="day", clerk="李婷")
    counter.do("duty.assign", number, days="24", half="night")
    assert turn(counter.desk, 23, "day").name == "李婷"
    assert last(counter.desk, number, "zh_CN").values["count"] == 1
    assert refusal(counter, "duty.assign", number, days="31", half="night", clerk="王磊").field == "days"
    assert refusal(counter, "duty.assign", number, days="3", half="night", clerk="王磊").field == "days"


def test_a_roster_with_an_open_turn_or_somebody_who_left_is_not_published(
    counter: Counter, crew: dict[str, Actor]
) -> None:
    number = plan(counter)
    counter.do("duty.assign", number, days="24", half="night")
    refused = refusal(counter, "duty.publish", number, as_=crew["陈志远"])
    assert (refused.code, refused.values["count"]) == ("nobody", 1)
    counter.do("duty.draw", number, clerks="李婷")
    counter.do("operator.disable", who="李婷", reason="离职")
    assert refusal(counter, "duty.publish", number, as_=crew["陈志远"]).code == "nobody"


def test_a_roster_drawn_up_before_the_calendar_changed_is_drawn_up_anew(
    counter: Counter, crew: dict[str, Actor]
) -> None:
    number = plan(counter)
    counter.do("system.configure", setting="exceptions", json_value='{"2026-11-25": false}')
    counter.desk.reload()
    assert refusal(counter, "duty.publish", number, as_=crew["陈志远"]).code == "calendar"
    counter.do("duty.draw", number)
    counter.do("duty.publish", number, as_=crew["陈志远"])
    assert turn(counter.desk, 25, "rest_day").name


def test_a_supervisor_publishes_with_the_managers_word_only(counter: Counter, crew: dict[str, Actor]) -> None:
    number = plan(counter)
    assert refusal(counter, "duty.publish", number).code == "G-DUTY-04"
    counter.do("duty.publish", number, signatures=by_phone())
    assert roster(counter.desk).publisher == "陈志远"
    assert item(counter.desk, number).stage == "published"


# --- who is on duty ----------------------------------------------------------------------------------------------


def on_duty(counter: Counter, moment: datetime) -> tuple[str, str]:
    found = counter.desk.site.turn(moment)
    now = counter.desk.read(duty.on_duty, found, counter.desk.site.calendar.day(found.start))
    return now.kind, now.name


def test_who_is_on_duty_now_is_told_by_the_roster_in_force_after_midnight_too(
    counter: Counter, crew: dict[str, Actor]
) -> None:
    number = plan(counter)
    assert on_duty(counter, at(22, 3)) == ("rest_night", "")
    counter.do("duty.publish", number, as_=crew["陈志远"])
    saturday = turn(counter.desk, 21, "rest_night").name
    assert on_duty(counter, at(22, 3)) == ("rest_night", saturday)
    assert on_duty(counter, at(24, 12)) == ("day", "")


def test_a_day_made_a_rest_day_later_keeps_whoever_had_its_night(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    had = turn(counter.desk, 25, "night").name
    counter.do("system.configure", setting="exceptions", json_value='{"2026-11-25": false}')
    counter.desk.reload()
    assert on_duty(counter, at(25, 23)) == ("rest_night", had)


# --- leave and changes -------------------------------------------------------------------------------------------


def other(counter: Counter, day: int) -> str:
    return next(name for name in ("李婷", "王磊") if name != turn(counter.desk, day, "night").name)


def test_nobody_swaps_a_turn_privately_g_duty_04(counter: Counter, crew: dict[str, Actor], published: str) -> None:
    mine, replacement = turn(counter.desk, 25, "night").name, other(counter, 25)
    answers: Answers = {"day": 25, "clerk": replacement, "reason": "换班"}
    assert refusal(counter, "duty.change", published, **answers).code == "G-DUTY-04"
    for name in (mine, replacement):
        refused = refusal(counter, "duty.change", published, as_=crew[name], signatures=by_phone(), **answers)
        assert refused.code == "G-DUTY-04"
    assert turn(counter.desk, 25, "night").name == mine
    signed = (Signature("manager", "陈志远", "1357"),)
    counter.do("duty.change", published, as_=crew[mine], signatures=signed, **answers)
    assert turn(counter.desk, 25, "night").name == replacement


def test_a_change_names_who_takes_the_turn_and_keeps_who_had_it(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    mine, replacement = turn(counter.desk, 25, "night").name, other(counter, 25)
    counter.do("duty.change", published, day=25, clerk=replacement, reason="病假", signatures=by_phone())
    changed = turn(counter.desk, 25, "night")
    assert (changed.name, changed.original, changed.reason) == (replacement, mine, "病假")
    assert changed.approved_by == "陈志远"
    assert mine in last(counter.desk, published).sentence
    counter.do("duty.change", published, day=25, clerk="陈志远", reason="都病了", as_=crew["陈志远"])
    assert turn(counter.desk, 25, "night").original == mine
    assert refusal(counter, "duty.change", published, day=25, clerk="陈志远", reason="x").field == "clerk"


def swap(counter: Counter) -> tuple[Answers, str, str]:
    """Two nights of different people, and who has them."""
    mine = turn(counter.desk, 25, "night").name
    day = next(day for day in (26, 27, 30) if turn(counter.desk, day, "night").name != mine)
    return {"day": 25, "other_day": day, "reason": "家里有事"}, mine, turn(counter.desk, day, "night").name


def test_two_clerks_swap_their_turns_in_one_act_with_the_managers_word_g_duty_04(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    answers, mine, theirs = swap(counter)
    assert refusal(counter, "duty.swap", published, **answers).code == "G-DUTY-04"
    for name in (mine, theirs):
        refused = refusal(counter, "duty.swap", published, as_=crew[name], signatures=by_phone(), **answers)
        assert refused.code == "G-DUTY-04"
    counter.do("duty.ask", published, day=25, reason="家里有事")
    counter.do("duty.swap", published, signatures=by_phone(), **answers)
    one, other_one = turn(counter.desk, 25, "night"), turn(counter.desk, int(str(answers["other_day"])), "night")
    assert (one.name, one.original, one.approved_by) == (theirs, mine, "陈志远")
    assert (other_one.name, other_one.original, other_one.reason) == (mine, theirs, "家里有事")
    assert (item(counter.desk, published).stage, states(counter.desk, published)["DUTY.LEAVE"]) == (
        "published",
        "in_time",
    )
    said = last(counter.desk, published).sentence
    assert all(name in said for name in (mine, theirs, "陈志远", "11-25"))
    assert verify(counter.desk.path).sound


def test_turns_that_were_swapped_back_stand_as_they_were_published(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    answers, mine, _theirs = swap(counter)
    for _twice in range(2):
        counter.do("duty.swap", published, as_=crew["陈志远"], **answers)
    assert (turn(counter.desk, 25, "night").name, turn(counter.desk, 25, "night").original) == (mine, "")
    counter.do("duty.change", published, day=25, clerk="陈志远", reason="病假", as_=crew["陈志远"])
    counter.do("duty.change", published, day=25, clerk=mine, reason="好了", as_=crew["陈志远"])
    back = turn(counter.desk, 25, "night")
    assert (back.name, back.original, back.reason, back.approved_by) == (mine, "", "", "")


def test_a_swap_needs_two_turns_of_two_people_that_are_still_to_come(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    answers, _mine, _theirs = swap(counter)
    for wrong, code, field in (
        ({"other_day": 25}, "same", "other_day"),
        ({"other_day": 24, "other_half": "day"}, "nobody", "other_day"),
        ({"other_day": 3}, "turn", "other_day"),
        ({"day": 21}, "begun", "day"),
        ({"other_day": 21}, "begun", "other_day"),
    ):
        refused = refusal(counter, "duty.swap", published, as_=crew["陈志远"], **{**answers, **wrong})
        assert (refused.code, refused.field) == (code, field)


def test_leave_is_decided_before_the_turn_duty_leave(counter: Counter, crew: dict[str, Actor], published: str) -> None:
    counter.do("duty.ask", published, day=27, reason="婚礼")
    assert clocks(counter.desk, published)["DUTY.LEAVE"].due == at(27, 17)
    counter.do("duty.ask", published, day=25, reason="发烧")
    assert clocks(counter.desk, published)["DUTY.LEAVE"].due == at(25, 17)
    assert item(counter.desk, published).stage == "asked"
    assert published in [row.number for row in counter.desk.read(items.items, ledger="duty", only_open=True)]
    counter.do("duty.change", published, day=25, clerk=other(counter, 25), reason="病假", as_=crew["陈志远"])
    assert clocks(counter.desk, published)["DUTY.LEAVE"].due == at(27, 17)
    counter.do("duty.decline", published, day=27, reason="无人可替", as_=crew["陈志远"])
    assert states(counter.desk, published)["DUTY.LEAVE"] == "in_time"
    assert item(counter.desk, published).stage == "published"
    assert turn(counter.desk, 27, "night").original == ""


def test_leave_that_nobody_decided_before_the_turn_is_late_and_the_turn_changes_no_more(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    counter.do("duty.ask", published, day=25, reason="发烧")
    counter.clock.moment = at(25, 18)
    counter.desk.sweep()
    assert states(counter.desk, published)["DUTY.LEAVE"] == "overdue"
    answers = {"day": 25, "clerk": other(counter, 25), "reason": "病假"}
    assert refusal(counter, "duty.change", published, as_=crew["陈志远"], **answers).code == "begun"
    counter.do("duty.decline", published, day=25, reason="当班人照常到岗", as_=crew["陈志远"])
    assert states(counter.desk, published)["DUTY.LEAVE"] == "late"


def test_leave_is_asked_once_for_a_turn_that_somebody_has(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    assert refusal(counter, "duty.ask", published, day=24, half="day", reason="x").code == "nobody"
    counter.do("duty.ask", published, day=25, reason="发烧")
    assert refusal(counter, "duty.ask", published, day=25, reason="发烧").code == "asked"
    assert refusal(counter, "duty.decline", published, day=26, reason="x", as_=crew["陈志远"]).code == "asked"


# --- the end -----------------------------------------------------------------------------------------------------


def test_a_roster_is_put_away_once_its_last_turn_has_ended_and_still_says_who_was_on_duty(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    counter.clock.moment = at(1, 8, month=12)
    while counter.desk.sweep():
        pass
    assert item(counter.desk, published).stage == "published"
    counter.clock.moment = at(1, 9, month=12)
    while counter.desk.sweep():
        pass
    assert item(counter.desk, published).stage == "over"
    counter.clock.forward(minutes=1)
    assert counter.desk.sweep() == 0
    assert on_duty(counter, at(25, 23))[1] == turn(counter.desk, 25, "night").name
    assert verify(counter.desk.path).sound


def test_a_voided_roster_leaves_nobody_on_duty_and_its_entries_say_who_was(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    counter.do("duty.void", published, reason="录错")
    assert on_duty(counter, at(25, 23)) == ("night", "")
    assert counter.desk.read(duty.roster, NOVEMBER) is None


def test_who_can_take_a_turn_is_told_with_the_number_of_turns(
    counter: Counter, crew: dict[str, Actor], published: str
) -> None:
    found = dict(counter.desk.read(duty.who_takes_turns, NOVEMBER))
    counts = roster(counter.desk).counts()
    assert found == {"张敏": 0, "李婷": counts["李婷"], "王磊": counts["王磊"]}
    assert counter.desk.read(duty.months) == [(NOVEMBER, published, "published")]
