"""Leaving a shift: in order, released where important work is unfinished, signed by both, ended by a supervisor."""

import json
from datetime import timedelta

import pytest

from propdesk.desk import Signature
from propdesk.errors import Refused
from propdesk.queries import shift, timers
from propdesk.queries.journal import EntryView
from propdesk.store import handover_sheet
from tests.procedures.handing import (
    ALL_THERE,
    BY_PHONE,
    NO_TORCH,
    Weekend,
    by,
    items_id,
    signed,
    turn,
    weekend,
)
from tests.procedures.keyring import lend, plant
from tests.procedures.reading import Answers, clocks, course, item, last, local, refusal, row, states

__all__ = ["weekend"]


def ready(weekend: Weekend, found: str = ALL_THERE, **call: object) -> str:
    """李婷 took a call at night and is ready to leave, 王磊 has checked in; the number of what the call became."""
    weekend.on_duty(weekend.night, weekend.li)
    number = weekend.call(weekend.li, **call)
    weekend.pass_to(22, 8, 45)
    weekend.check_in(turn(weekend.counter, 22, 9), weekend.wang, found)
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li, notes="留意 3 号楼", goods="快递一件")
    return number


def refused(weekend: Weekend, *signatures: Signature) -> Refused:
    """Why the handover is refused; nobody's shift has moved."""
    came = refusal(
        weekend.counter, "shift.handover", weekend.night, as_=weekend.li,
        signatures=signatures or signed(weekend.li, weekend.wang),
    )  # fmt: skip
    assert item(weekend.counter.desk, weekend.night).stage == "tidied"
    return came


URGENT: Answers = {"kind": "repair", "urgent": "yes", "trade": "water"}

# --- both sign ---------------------------------------------------------------------------------------------------


def test_both_sign_in_one_act_and_the_next_one_is_on_duty(weekend: Weekend) -> None:
    ready(weekend)
    done = weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    assert [entry.step for entry in done.entries] == ["shift.handover", "shift.begin", "shift.carry"]
    view = last(weekend.counter.desk, weekend.night)
    assert [(each["name"], each["proof"]) for each in view.signed] == [("李婷", "pin"), ("王磊", "pin")]
    kept = weekend.counter.desk.read(shift.shift, items_id(weekend.counter, weekend.night))
    assert kept is not None
    assert (kept.stage, kept.relieved_by, kept.unsigned) == ("handed_over", "王磊", False)
    day = turn(weekend.counter, 22, 9)
    assert (item(weekend.counter.desk, day).stage, item(weekend.counter.desk, day).owner) == ("on_duty", "王磊")


def test_the_leaver_cannot_go_without_both_signatures_g_duty_02(weekend: Weekend) -> None:
    ready(weekend)
    both = signed(weekend.li, weekend.wang)
    for missing in both:
        came = refused(weekend, *(each for each in both if each is not missing))
        assert (came.code, came.field) == ("G-DUTY-02", missing.key)


def test_each_signs_for_themselves_with_the_own_pin_g_duty_02(weekend: Weekend) -> None:
    ready(weekend)
    swapped = signed(weekend.wang, weekend.li)
    assert refused(weekend, *swapped).code == "G-DUTY-02"
    wrong = (signed(weekend.li, weekend.wang)[0], Signature("arriving", "王磊", pin="0000"))
    assert refused(weekend, *wrong).code == "pin"
    boss = (signed(weekend.li, weekend.wang)[0], Signature("arriving", "张敏", pin="2468"))
    assert (refused(weekend, *boss).code, refused(weekend, *boss).field) == ("G-DUTY-02", "arriving")


def test_whoever_takes_over_may_do_it_too_and_nobody_else(weekend: Weekend) -> None:
    ready(weekend)
    both = signed(weekend.li, weekend.wang)
    came = refusal(weekend.counter, "shift.handover", weekend.night, signatures=both)
    assert came.code == "G-DUTY-02"
    done = weekend.counter.do("shift.handover", weekend.night, as_=weekend.wang, signatures=both)
    assert done.stage == "handed_over"


def test_the_duty_officer_stays_until_somebody_takes_over_g_duty_06(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    weekend.pass_to(22, 8, 45)
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li)
    came = refused(weekend)
    assert (came.code, "shift.end_for" in came.sentence("en")) == ("G-DUTY-02", True)


def test_nobody_begins_beside_somebody_who_is_still_on_duty(weekend: Weekend) -> None:
    ready(weekend)
    came = refusal(weekend.counter, "shift.begin", turn(weekend.counter, 22, 9), as_=weekend.wang)
    assert (came.code, came.values["name"]) == ("G-DUTY-02", "李婷")


def test_a_difference_found_by_who_arrives_stops_the_handover_until_it_is_explained_g_duty_07(weekend: Weekend) -> None:
    ready(weekend, NO_TORCH)
    assert refused(weekend).code == "G-DUTY-07"
    day = turn(weekend.counter, 22, 9)
    weekend.counter.do("shift.explain", day, as_=weekend.wang, explanation="李婷说保安借走")
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    said = last(weekend.counter.desk, day).values
    assert (said["differences"], said["explanation"]) == (["Torch: 1 instead of 2"], "李婷说保安借走")


def test_a_missing_key_stops_the_handover_until_it_is_explained_g_duty_07(weekend: Weekend) -> None:
    plant(weekend.counter)
    weekend.check_in(weekend.night, weekend.li, f"{ALL_THERE}\nB 3")
    weekend.counter.do("shift.begin", weekend.night, as_=weekend.li)
    weekend.pass_to(22, 8, 45)
    weekend.check_in(turn(weekend.counter, 22, 9), weekend.wang, f"{ALL_THERE}\nB 2")
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li)
    came = refused(weekend)
    assert (came.code, came.values["told"]) == ("G-DUTY-07", "Keys B: 2 instead of 3")


def test_one_who_stays_on_hands_over_to_himself_and_it_shows(weekend: Weekend) -> None:
    day = weekend.sunday()
    weekend.check_in(day, weekend.li)
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li)
    weekend.hand_over(weekend.night, weekend.li, weekend.li)
    assert last(weekend.counter.desk, weekend.night).values["same"] is True
    assert item(weekend.counter.desk, day).stage == "on_duty"


# --- clocks ------------------------------------------------------------------------------------------------------


def test_the_desk_reminds_a_quarter_of_an_hour_before_the_end_duty_tidy_15m(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    found = clocks(weekend.counter.desk, weekend.night)
    assert (found["DUTY.TIDY_15M"].due, found["DUTY.CARRY_OVER"].due) == (local(22, 8, 45), local(22, 9))
    assert found["DUTY.TIDY_15M"].due - found["DUTY.TIDY_15M"].warn < timedelta(minutes=45)
    weekend.pass_to(22, 8, 44)
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li)
    assert states(weekend.counter.desk, weekend.night)["DUTY.TIDY_15M"] == "in_time"


def test_the_reminders_of_the_change_stand_before_everything_that_is_late(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    for _call in range(9):
        weekend.call(weekend.li, **URGENT)

    def first() -> list[tuple[str, str]]:
        found = weekend.counter.desk.read(timers.bar, weekend.counter.clock()).next
        assert len({(each.item_id, each.code) for each in found}) == len(found)
        return [(each.number, each.code) for each in found[:3]]

    weekend.pass_to(22, 7)
    assert "shift" not in {item(weekend.counter.desk, number).ledger for number, _code in first()}
    weekend.pass_to(22, 8, 50)
    day = turn(weekend.counter, 22, 9)
    assert first() == [
        (weekend.night, "DUTY.TIDY_15M"), (day, "DUTY.ARRIVE_5M"), (weekend.night, "DUTY.CARRY_OVER"),
    ]  # fmt: skip
    weekend.counter.do("shift.arrive", day, as_=weekend.wang)
    assert [code for _number, code in first()[:2]] == ["DUTY.TIDY_15M", "DUTY.CARRY_OVER"]
    weekend.pass_to(22, 14)
    assert "DUTY.TIDY_15M" not in [code for _number, code in first()]


def test_what_is_open_is_handed_over_by_the_end_of_the_turn_duty_carry_over(weekend: Weekend) -> None:
    ready(weekend)
    weekend.pass_to(22, 9, 1)
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    assert states(weekend.counter.desk, weekend.night)["DUTY.CARRY_OVER"] == "late"


# --- important work ----------------------------------------------------------------------------------------------


def test_ordinary_work_is_told_and_handed_over(weekend: Weekend) -> None:
    ready(weekend)
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    said = last(weekend.counter.desk, weekend.night).values
    assert (said["open"], said["important"]) == (1, 0)


@pytest.mark.parametrize("call", [URGENT, {"kind": "emergency", "danger": "gas"}])
def test_important_work_is_finished_before_the_handover_g_duty_03(weekend: Weekend, call: Answers) -> None:
    number = ready(weekend, **call)
    came = refused(weekend)
    assert (came.code, came.values["numbers"]) == ("G-DUTY-03", number)


def test_a_major_or_collective_complaint_is_important_too_g_duty_03(weekend: Weekend) -> None:
    number = ready(weekend, kind="complaint")
    weekend.counter.do("complaint.deliver", number, as_=weekend.li, department="engineering", received_by="周师傅",
                       event_time="昨晚", accused="工程部", contact_way="13812348812", demand="修好")  # fmt: skip
    weekend.counter.do("complaint.classify", number, as_=weekend.li, validity="valid", cause="management",
                       severity="major")  # fmt: skip
    assert refused(weekend).values["numbers"] == number


def test_an_emergency_that_is_safe_is_ordinary_work(weekend: Weekend) -> None:
    number = ready(weekend, kind="emergency", danger="burst_pipe")
    weekend.counter.do("emergency.make_safe", number, as_=weekend.li, measures="关了总阀")
    assert weekend.hand_over(weekend.night, weekend.li, weekend.wang).stage == "handed_over"


def test_a_supervisor_releases_with_a_reason_and_the_pin(weekend: Weekend) -> None:
    number = ready(weekend, **URGENT)
    weekend.counter.do(
        "shift.release", weekend.night, as_=weekend.li, signatures=by(weekend.chen), reason="工程部已到场"
    )
    said = last(weekend.counter.desk, weekend.night)
    assert said.sentence == f"Released by 陈志远: {number}; 工程部已到场"
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    assert "DUTY.COUNTERSIGN" not in states(weekend.counter.desk, weekend.night)


def test_a_release_by_telephone_is_countersigned_on_the_next_working_day_duty_countersign(weekend: Weekend) -> None:
    ready(weekend, **URGENT)
    weekend.counter.do("shift.release", weekend.night, as_=weekend.li, signatures=BY_PHONE, reason="电话同意",
                       said=local(22, 8, 40))  # fmt: skip
    kept = row(weekend.counter.desk, weekend.night)
    assert (kept["released_by"], kept["released_how"], kept["release_said"]) == ("赵建国", "phone", local(22, 8, 40))
    assert clocks(weekend.counter.desk, weekend.night)["DUTY.COUNTERSIGN"].due == local(23, 18)
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    weekend.pass_to(23, 9, 30)
    weekend.counter.do("shift.countersign", weekend.night, as_=weekend.chen)
    assert states(weekend.counter.desk, weekend.night)["DUTY.COUNTERSIGN"] == "in_time"
    assert row(weekend.counter.desk, weekend.night)["countersigned_by"] == "陈志远"
    assert refusal(weekend.counter, "shift.countersign", weekend.night).code == "countersign"


def test_nobody_releases_or_countersigns_their_own_work_g_duty_03(weekend: Weekend) -> None:
    boss = weekend.counter.actor
    weekend.on_duty(weekend.night, boss)
    came = refusal(weekend.counter, "shift.release", weekend.night, signatures=by(boss), reason="我自己")
    assert (came.code, came.field) == ("G-DUTY-03", "supervisor")
    weekend.counter.do("shift.release", weekend.night, signatures=BY_PHONE, reason="电话同意")
    assert refusal(weekend.counter, "shift.countersign", weekend.night).code == "separation"


def test_a_release_without_a_signature_is_none_g_duty_03(weekend: Weekend) -> None:
    ready(weekend, **URGENT)
    came = refusal(weekend.counter, "shift.release", weekend.night, as_=weekend.li, reason="不签")
    assert (came.code, came.field) == ("G-DUTY-03", "supervisor")


# --- ended by a supervisor ---------------------------------------------------------------------------------------


def test_a_supervisor_ends_anothers_shift_and_it_stays_marked(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    number = weekend.call(weekend.li)
    weekend.pass_to(22, 9, 30)
    weekend.counter.do("shift.end_for", weekend.night, reason="李婷急病送医")
    kept = weekend.counter.desk.read(shift.shift, items_id(weekend.counter, weekend.night))
    assert kept is not None
    assert (kept.ended_by, kept.ended_reason, kept.unsigned) == ("张敏", "李婷急病送医", True)
    assert states(weekend.counter.desk, weekend.night)["DUTY.CARRY_OVER"] == "late"
    day = turn(weekend.counter, 22, 9)
    weekend.check_in(day, weekend.wang)
    weekend.counter.do("shift.begin", day, as_=weekend.wang)
    assert item(weekend.counter.desk, number).owner == "王磊"


def test_a_turn_nobody_came_to_is_ended_and_says_so(weekend: Weekend) -> None:
    weekend.counter.do("shift.end_for", weekend.night, reason="值班表漏排")
    assert last(weekend.counter.desk, weekend.night).sentence == (
        "Ended by a supervisor for nobody, for nobody came: 值班表漏排"
    )


def test_nobody_ends_their_own_shift_g_duty_02(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.counter.actor)
    assert refusal(weekend.counter, "shift.end_for", weekend.night, reason="想走").code == "G-DUTY-02"
    assert refusal(weekend.counter, "shift.end_for", weekend.night, as_=weekend.li, reason="替他").code == "role"


# --- the sheet ---------------------------------------------------------------------------------------------------


def test_the_sheet_fills_itself_and_stays_as_it_was_signed(weekend: Weekend) -> None:
    plant(weekend.counter)
    weekend.check_in(weekend.night, weekend.li, f"{ALL_THERE}\nB 3")
    weekend.counter.do("shift.begin", weekend.night, as_=weekend.li)
    loan = lend(weekend.counter, "B-03")
    promised = weekend.call(
        weekend.li,
        text="水管慢漏",
        handling="forwarded",
        department="engineering",
        told="周师傅",
        promised=local(22, 10),
    )
    weekend.counter.do("log.note", as_=weekend.li, text="停水通知", kind="instruction", readers="王磊")
    weekend.pass_to(22, 8, 45)
    day = turn(weekend.counter, 22, 9)
    weekend.counter.do("shift.arrive", day, as_=weekend.wang)
    weekend.counter.do("shift.read", day, as_=weekend.wang)
    weekend.counter.do("shift.count", day, as_=weekend.wang, found=f"{ALL_THERE}\nB 2")
    weekend.counter.do("shift.take", day, as_=weekend.wang, items=f"{promised} 十点前催")
    weekend.counter.do("shift.leave", weekend.night, as_=weekend.li, notes="留意 3 号楼", goods="快递一件")
    weekend.hand_over(weekend.night, weekend.li, weekend.wang)
    weekend.counter.clock.forward(hours=1)
    weekend.counter.do("contact.answer", promised, as_=weekend.wang, result="已修", told="yes", close="yes")
    sheet = weekend.counter.desk.read(shift.sheet, items_id(weekend.counter, weekend.night), weekend.counter.clock())
    assert sheet is not None
    assert [(each.number, each.remark, each.owner) for each in sheet.mine] == [(promised, "十点前催", "李婷")]
    assert [(each.number, each.code, each.due) for each in sheet.promises] == [
        (promised, "CALL.PROMISE_TIME", local(22, 10))
    ]
    assert [(each.number, each.hook, each.pieces) for each in sheet.keys] == [(loan, "B-03", 1)]
    assert (sheet.notes, sheet.goods, len(sheet.unread), sheet.clerk) == ("留意 3 号楼", "快递一件", 1, "李婷")
    assert {line.name: line.number for line in sheet.counts}["B"] == 3
    kept = str(row(weekend.counter.desk, weekend.night)["sheet"])
    signed_with = next(view for view in _course(weekend) if view.step == "shift.handover")
    assert signed_with.values["sheet"] == handover_sheet.digest(kept)
    assert handover_sheet.frozen(handover_sheet.thawed(kept)) == kept
    assert json.loads(kept)["number"] == weekend.night


def _course(weekend: Weekend) -> list[EntryView]:
    return course(weekend.counter.desk, weekend.night)


def test_deadlines_missed_in_the_shift_stand_on_its_sheet_the_most_urgent_work_first(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    later = weekend.call(weekend.li, text="问事")
    urgent = weekend.call(weekend.li, **URGENT)
    weekend.pass_to(22, 8, 30)
    found = weekend.counter.desk.read(shift.sheet, items_id(weekend.counter, weekend.night), weekend.counter.clock())
    assert found is not None
    assert [each.number for each in found.mine] == [urgent, later]
    assert urgent in {each.number for each in found.breaches}
    assert found.entries > 10


def test_there_is_no_sheet_of_what_is_no_shift(weekend: Weekend) -> None:
    assert weekend.counter.desk.read(shift.sheet, 99_999, weekend.counter.clock()) is None
    with pytest.raises(LookupError):
        weekend.counter.desk.read(handover_sheet.sheet, 99_999, weekend.counter.clock())
