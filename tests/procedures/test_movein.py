"""Before the owner comes: notice, receipt, appointment, reminder, overdue, deemed moved in (P03)."""

from datetime import timedelta

import pytest

from propdesk.procedures.tx import Actor
from propdesk.queries.worklist import worklist
from tests.conftest import Counter
from tests.procedures.household import FLAT, clerk, flat, notify, on, raw, ready, site, until
from tests.procedures.keyring import missed, stage
from tests.procedures.reading import clocks, course, item, last, refusal, row, states

__all__ = ["clerk", "site"]

LAST_THREE = on(12, 18, 18)
"""When the last three days of a notice of tonight begin."""


@pytest.fixture
def movein(site: Counter) -> str:
    """周新 was called to 5-0101 tonight; nobody knows yet whether the letter came."""
    return notify(site)


# --- the notice --------------------------------------------------------------------------------------------------


def test_a_notice_names_owner_unit_and_period(site: Counter) -> None:
    number = notify(site, campaign="一期", sent_how="courier", until="2026-12-10 12:00")
    shown, kept = item(site.desk, number), row(site.desk, number)
    assert number.startswith("RZ20261121-")
    assert (shown.stage, shown.place, shown.person, shown.title) == ("notified", FLAT, "周新", "一期")
    assert (kept["campaign"], str(kept["sent_how"]), kept["until"]) == ("一期", "courier", on(12, 10, 12))
    assert last(site.desk, number).sentence.startswith(
        "Move-in notice to 周新, 5-0101, By courier; to come until 12-10"
    )


def test_move_owner_window_is_the_sites_thirty_days_where_the_notice_says_nothing(site: Counter, movein: str) -> None:
    assert clocks(site.desk, movein)["MOVE.OWNER_WINDOW"].due == on(12, 21, 18)


def test_move_owner_window_is_as_long_as_the_site_decided(site: Counter) -> None:
    site.do("system.configure", setting="movein_days", json_value="10")
    site.desk.reload()
    assert clocks(site.desk, notify(site))["MOVE.OWNER_WINDOW"].due == on(12, 1, 18)


def test_move_owner_window_is_met_when_the_owner_comes_and_nothing_else_is_awaited(site: Counter) -> None:
    number = notify(site, received="23:00")
    site.clock.forward(days=2)
    until(site, "checked", number)
    assert states(site.desk, number) == {
        "MOVE.OWNER_WINDOW": "in_time", "MOVE.REMIND_3D": "ended", "MOVE.DEEMED_1M": "ended",
        "MOVE.UNIT_30M": "running",
    }  # fmt: skip


def test_a_period_that_is_over_already_is_refused(site: Counter) -> None:
    came = refusal(site, "movein.notify", unit=FLAT, person="周新", until="2026-11-20 18:00")
    assert (came.code, came.field) == ("past", "until")


def test_while_a_move_in_is_open_its_unit_gets_no_second_notice(site: Counter, movein: str) -> None:
    came = refusal(site, "movein.notify", unit=FLAT, person="周旧")
    assert (came.code, came.field, movein in came.sentence("en")) == ("double", "unit", True)
    site.do("movein.void", movein, reason="发错")
    assert notify(site, person="周旧")


def test_a_correction_puts_no_second_move_in_on_a_unit(site: Counter, movein: str) -> None:
    ready(site, "3")
    other = notify(site, unit="3-1201", person="王敏")
    came = refusal(site, "movein.correct", other, reason="听错", unit=FLAT)
    assert (came.code, came.field) == ("double", "unit")
    site.do("movein.correct", other, reason="听错", unit="3-1301", visitor="王梅", receipt="S-2")
    kept = row(site.desk, other)
    assert (item(site.desk, other).place, kept["visitor"], kept["receipt"]) == ("3-1301", "王梅", "S-2")


# --- receipt -----------------------------------------------------------------------------------------------------


def test_move_deemed_1m_runs_a_month_from_the_receipt_and_not_without_one(site: Counter, movein: str) -> None:
    assert "MOVE.DEEMED_1M" not in states(site.desk, movein)
    site.clock.forward(days=3)
    site.do("movein.received", movein, received="2026-11-23 10:00")
    assert row(site.desk, movein)["received"] == on(11, 23, 10)
    assert clocks(site.desk, movein)["MOVE.DEEMED_1M"].due == on(12, 23, 18)


def test_move_deemed_1m_begins_anew_when_the_day_of_receipt_was_another(site: Counter, movein: str) -> None:
    site.clock.forward(days=3)
    site.do("movein.received", movein, received="2026-11-23 10:00")
    site.do("movein.received", movein, received="2026-11-22 10:00")
    assert clocks(site.desk, movein)["MOVE.DEEMED_1M"].due == on(12, 22, 18)


def test_move_deemed_1m_cannot_have_been_over_before_the_notice_was_entered(site: Counter, movein: str) -> None:
    sent = refusal(site, "movein.received", movein, received="2026-09-01 10:00")
    at_once = refusal(site, "movein.notify", unit="1-0502", person="尉迟静", received="2026-09-01 10:00")
    assert (sent.field, at_once.code) == ("received", "G-MOVE-01")
    ready(site, "1")
    assert refusal(site, "movein.notify", unit="1-0502", person="尉迟静", received="2026-09-01").field == "received"
    long_ago = site.do("movein.notify", unit="1-0502", person="尉迟静", received="2026-09-01 10:00",
                       until="2026-12-01 10:00", happened=on(9, 1, 9)).item  # fmt: skip
    missed(site, site.clock() + timedelta(minutes=1))
    assert stage(site, long_ago or "") == "deemed"


# --- appointments ------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(site: Counter) -> str:
    """Two households come on Monday at 10; a third one, the item, has no time yet."""
    ready(site, "3")
    for unit, time in (("3-1201", "10:00"), ("3-1301", "10:20")):
        site.do("movein.appoint", notify(site, unit=unit), appointed=f"2026-11-23 {time}")
    return notify(site)


def test_a_half_hour_that_is_full_is_said_and_taken_only_on_purpose(site: Counter, busy: str) -> None:
    came = refusal(site, "movein.appoint", busy, appointed="2026-11-23 10:15")
    assert (came.code, came.field) == ("full", "appointed")
    assert "At 11-23 10:15 2 households come already" in came.sentence("en")
    site.do("movein.appoint", busy, appointed="2026-11-23 10:15", anyway="yes")
    assert row(site.desk, busy)["appointed"] == on(11, 23, 10, 15)
    assert last(site.desk, busy).sentence == "Comes on 11-23 10:15; households at that time: 3"


@pytest.mark.parametrize("time", ["09:45", "10:30", "11:00"])
def test_beside_a_full_half_hour_there_is_room(site: Counter, busy: str, time: str) -> None:
    site.do("movein.appoint", busy, appointed=f"2026-11-23 {time}")
    assert row(site.desk, busy)["appointed"] is not None


def test_who_moved_the_time_or_was_voided_takes_no_place(site: Counter, busy: str) -> None:
    first = next(number for (number,) in raw(site, "SELECT number FROM item WHERE place = '3-1201'"))
    site.do("movein.void", first, reason="发错")
    site.do("movein.appoint", busy, appointed="2026-11-23 10:15")
    site.do("movein.appoint", busy, appointed="2026-11-23 10:20")
    assert "households at that time: 2" in last(site.desk, busy).sentence


def test_how_many_households_come_at_a_time_is_the_sites_decision(site: Counter, busy: str) -> None:
    site.do("system.configure", setting="movein_desks", json_value="3")
    site.desk.reload()
    site.do("movein.appoint", busy, appointed="2026-11-23 10:15")
    assert row(site.desk, busy)["appointed"] is not None


def test_nobody_is_appointed_in_the_past(site: Counter, movein: str) -> None:
    assert refusal(site, "movein.appoint", movein, appointed="2026-11-20 10:00").field == "appointed"


# --- the reminder ------------------------------------------------------------------------------------------------


def test_move_remind_3d_is_the_last_three_days_of_the_period(site: Counter, movein: str) -> None:
    reminder = clocks(site.desk, movein)["MOVE.REMIND_3D"]
    assert (reminder.started, reminder.due) == (LAST_THREE, on(12, 21, 18))


def test_move_remind_3d_of_a_shorter_period_runs_at_once(site: Counter) -> None:
    reminder = clocks(site.desk, notify(site, until="2026-11-23 18:00"))["MOVE.REMIND_3D"]
    assert (reminder.started, reminder.due) == (site.clock(), on(11, 23, 18))


def test_move_remind_3d_is_met_by_a_letter_whatever_came_of_it(site: Counter, movein: str) -> None:
    site.clock.moment = on(12, 19, 10)
    site.do("movein.remind", movein, how="letter", outcome="no_answer")
    assert states(site.desk, movein)["MOVE.REMIND_3D"] == "in_time"
    assert row(site.desk, movein)["reminded"] == on(12, 19, 10)


def test_move_remind_3d_is_met_by_a_call_only_if_it_reached_somebody(site: Counter, movein: str) -> None:
    site.clock.moment = on(12, 19, 10)
    for outcome in ("no_answer", "busy"):
        site.do("movein.remind", movein, how="phone", outcome=outcome)
    assert (states(site.desk, movein)["MOVE.REMIND_3D"], row(site.desk, movein)["reminded"]) == ("running", None)
    site.do("movein.remind", movein, how="phone", outcome="answered", words="周末来")
    assert states(site.desk, movein)["MOVE.REMIND_3D"] == "in_time"
    tried = raw(site, "SELECT outcome, number, note FROM attempt ORDER BY id")
    assert tried == [
        ("no_answer", "13500000001", ""),
        ("busy", "13500000001", ""),
        ("answered", "13500000001", "周末来"),
    ]


def test_move_remind_3d_still_waits_when_the_owner_was_reminded_before_the_last_three_days(
    site: Counter, movein: str
) -> None:
    site.clock.moment = LAST_THREE - timedelta(minutes=1)
    site.do("movein.remind", movein, how="letter")
    assert states(site.desk, movein)["MOVE.REMIND_3D"] == "running"
    site.clock.moment = LAST_THREE
    site.do("movein.remind", movein, how="letter")
    assert states(site.desk, movein)["MOVE.REMIND_3D"] == "in_time"


def test_move_remind_3d_forgotten_goes_to_the_supervisor(site: Counter, movein: str) -> None:
    missed(site, on(12, 21, 18, 1))
    reminder = clocks(site.desk, movein)["MOVE.REMIND_3D"]
    assert (reminder.state, reminder.escalates_to) == ("overdue", "supervisor")


# --- nobody came -------------------------------------------------------------------------------------------------


@pytest.fixture
def overdue(site: Counter, movein: str) -> str:
    """The period is over, and the desk noticed."""
    missed(site, on(12, 21, 18, 1))
    return movein


def test_the_desk_turns_an_expired_notice_overdue_by_itself(site: Counter, overdue: str) -> None:
    assert stage(site, overdue) == "overdue"
    assert row(site.desk, overdue)["overdue"] == on(12, 21, 18)
    entry = next(each for each in course(site.desk, overdue) if each.step == "movein.expire")
    assert (entry.operator, entry.sentence) == ("system", "The period is over, nobody came")


def test_move_overdue_report_is_due_on_the_next_working_day(site: Counter, overdue: str) -> None:
    report = clocks(site.desk, overdue)["MOVE.OVERDUE_REPORT"]
    assert (report.due, report.state) == (on(12, 22, 18), "running")
    assert overdue in [shown.number for shown in site.desk.read(worklist).rows]


def test_move_overdue_report_is_met_with_the_decision_about_the_newspaper(site: Counter, overdue: str) -> None:
    site.do("movein.overdue", overdue, whom="孙主任", newspaper="yes", instruction="周三见报")
    assert states(site.desk, overdue)["MOVE.OVERDUE_REPORT"] == "in_time"
    assert row(site.desk, overdue)["newspaper"] == 1
    assert last(site.desk, overdue).sentence == "孙主任 told; notice in the newspaper: yes; 周三见报"
    assert raw(site, "SELECT purpose, whom, outcome FROM attempt") == [("escalate", "孙主任", "answered")]


def test_move_overdue_report_missed_is_late(site: Counter, overdue: str) -> None:
    missed(site, on(12, 22, 18, 1))
    site.do("movein.overdue", overdue, whom="孙主任")
    assert states(site.desk, overdue)["MOVE.OVERDUE_REPORT"] == "late"


def test_whoever_comes_late_is_served_all_the_same(site: Counter, overdue: str) -> None:
    until(site, "checked", overdue)
    found = states(site.desk, overdue)
    assert (stage(site, overdue), found["MOVE.OWNER_WINDOW"], found["MOVE.OVERDUE_REPORT"]) == (
        "checked", "late", "ended"
    )  # fmt: skip


def test_move_deemed_1m_over_makes_the_unit_delivered_and_not_lived_in(site: Counter) -> None:
    number = notify(site, received="23:00", until="2027-01-31 18:00")
    assert flat(site) == ("vacant", None)
    missed(site, on(12, 21, 18, 1))
    assert (stage(site, number), flat(site)) == ("deemed", ("delivered", "2026-12-21"))
    assert states(site.desk, number) == {
        "MOVE.OWNER_WINDOW": "ended", "MOVE.REMIND_3D": "ended", "MOVE.DEEMED_1M": "ended",
    }  # fmt: skip


def test_deemed_and_still_to_be_reported_the_report_runs_on(site: Counter) -> None:
    number = notify(site, until="2026-12-21 12:00")
    site.clock.forward(minutes=1)
    site.do("movein.received", number, received="23:40")
    missed(site, on(12, 21, 18, 1))
    assert stage(site, number) == "deemed"
    assert states(site.desk, number)["MOVE.OVERDUE_REPORT"] == "running"
    site.do("movein.overdue", number, whom="孙主任")
    assert states(site.desk, number)["MOVE.OVERDUE_REPORT"] == "in_time"


def test_who_is_deemed_moved_in_can_still_come_and_waits_for_nobody_till_then(site: Counter) -> None:
    number = notify(site, received="23:00", until="2027-01-31 18:00")
    missed(site, on(12, 21, 18, 1))
    assert number not in [shown.number for shown in site.desk.read(worklist).rows]
    until(site, "keyed", number)
    assert flat(site) == ("delivered", "2026-12-21")


@pytest.mark.parametrize("step", ["movein.expire", "movein.deem"])
def test_nobody_says_for_the_desk_that_the_time_is_over(site: Counter, movein: str, step: str) -> None:
    assert refusal(site, step, movein).code == "role"


def test_a_move_in_entered_by_mistake_is_voided_by_a_leader_only(site: Counter, movein: str, clerk: Actor) -> None:
    assert refusal(site, "movein.void", movein, as_=clerk, reason="发错").code == "role"
    site.do("movein.void", movein, reason="发错")
    assert set(states(site.desk, movein).values()) == {"ended"}
