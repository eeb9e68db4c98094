"""The night of P07: Saturday 23:40, a tenant, water from the flat above, nobody at home there, one plumber on call."""

from typing import Any

from propdesk.queries import journal
from propdesk.queries.timers import bar
from propdesk.queries.worklist import worklist
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.procedures.closing import sign_off
from tests.procedures.reading import Answers, clocks, item, local, row, states


def test_the_night_of_p07(counter: Counter) -> None:
    night = counter.operator("陈岚", "duty")
    desk, clock = counter.desk, counter.clock

    def do(step: str, on: str | None = None, /, **answers: Any) -> Answers:
        done = counter.do(step, on, as_=night, **answers)
        return {
            "item": done.item,
            "stage": done.stage,
            "opened": {ledger: number for number, ledger in done.opened},
        }

    # the night duty itself is on the desk since the last sweep
    desk.sweep()

    # 23:40 the tenant of 3-1201 rings: water comes through the ceiling from 3-1301
    call = do("contact.receive", text="楼上漏水，天花板往下滴", unit="3-1201", caller="李薇", phone="13900001111",
              capacity="tenant", owner_knows="no", kind="emergency", danger="burst_pipe")  # fmt: skip
    leak = call["opened"]["emergency"]
    assert call["stage"] == "passed_on"
    assert item(desk, leak).urgent
    assert clocks(desk, leak)["COMP.URGENT_SAMEDAY"].due == local(22, 9)

    # 23:42 nobody answers above, 23:44 nobody opens the door
    clock.moment = local(21, 23, 42)
    do("emergency.attempt", leak, purpose="neighbour", whom="单志刚 3-1301", number="13712340001", outcome="no_answer")
    clock.moment = local(21, 23, 44)
    do("emergency.attempt", leak, purpose="neighbour", whom="3-1301", outcome="nobody_home", again="+30m")

    # 23:46 the one plumber on call does not answer, 23:51 he does and comes
    clock.moment = local(21, 23, 46)
    do(
        "emergency.attempt",
        leak,
        purpose="on_call",
        whom="周师傅",
        number="13600000001",
        outcome="no_answer",
        again="+5m",
    )
    clock.moment = local(21, 23, 51)
    do("emergency.attempt", leak, purpose="on_call", whom="周师傅", number="13600000001", outcome="answered")
    assert clocks(desk, leak)["COMP.MAINT_ONSITE_5M"].due == local(21, 23, 56)

    # 00:05 he is there, nine minutes late; the breach was written at 23:56 and stays
    clock.moment = local(22, 0, 5)
    assert desk.sweep() == 1
    do("emergency.arrive", leak, who="周师傅")
    assert states(desk, leak)["COMP.MAINT_ONSITE_5M"] == "late"

    # 00:20 the tenant rings again: one key
    clock.moment = local(22, 0, 20)
    do("emergency.press", leak, words="还在滴，人呢？", whom="周师傅")
    assert item(desk, leak).presses == 1

    # 00:40 made safe; the rest becomes a complaint with a reply agreed for the morning
    clock.moment = local(22, 0, 40)
    safe = do("emergency.make_safe", leak, measures="关了 3-1301 的总阀", complaint="yes", reply_by="9:30",
              demand="修好并粉刷天花板")  # fmt: skip
    complaint = safe["opened"]["complaint"]
    found = states(desk, complaint)
    assert (found["COMP.CONTACT_2H"], found["COMP.REPLY_AGREED"]) == ("in_time", "running")
    assert clocks(desk, complaint)["COMP.REPLY_AGREED"].due == local(22, 9, 30)
    assert states(desk, leak)["COMP.URGENT_SAMEDAY"] == "in_time"

    # 00:50 in the hands of engineering, within the twenty minutes; the emergency is closed
    clock.moment = local(22, 0, 50)
    do("complaint.deliver", complaint, department="engineering", received_by="周师傅", event_time="周六 23:40",
       accused="3-1301", contact_way="13900001111")  # fmt: skip
    do("emergency.close", leak, result="已止水，明早修")
    assert row(desk, complaint)["demand"] == "修好并粉刷天花板"

    # the morning sees one matter with its next deadline
    clock.moment = local(22, 8, 55)
    (matter,) = [found for found in desk.read(worklist).rows if found.ledger != "shift"]
    assert (matter.number, matter.due, matter.others) == (complaint, local(22, 9, 30), 0)
    assert desk.read(bar, clock()).next[0].code == "COMP.REPLY_AGREED"

    # 09:20 solved and told: everything about the reply was in time
    clock.moment = local(22, 9, 20)
    do("complaint.resolve", complaint, result="换了角阀，周一粉刷")
    do("complaint.reply", complaint, opinion="可以接受")
    sign_off(counter, complaint)
    assert states(desk, complaint) == {
        "COMP.DELIVER_20M": "in_time", "COMP.CONTACT_2H": "in_time", "COMP.RESPOND_1WD": "in_time",
        "COMP.REPLY_AGREED": "in_time", "COMP.PROGRESS": "ended", "COMP.RECORD_NOW": "in_time",
        "COMP.LONG_FORM_1WD": "ended",
    }  # fmt: skip

    # the log wrote itself: every act once, in order, in the night shift and the day after it
    log = desk.read(journal.written_between, local(21, 23, 40), local(22, 10), "en", desk.zone)
    said = [view.step for view in log if view.operator in ("陈岚", "system") and view.step != "operator.add"]
    assert said == [
        "shift.expect",
        "contact.receive", "emergency.raise", "emergency.attempt", "emergency.attempt", "emergency.attempt",
        "emergency.attempt", "system.breach", "emergency.arrive", "emergency.press", "emergency.make_safe",
        "complaint.receive", "complaint.deliver", "emergency.close", "complaint.resolve", "complaint.reply",
        "callback.due", "complaint.called_back",
    ]  # fmt: skip
    assert len({view.shift_id for view in log}) == 2
    assert {item(desk, number).matter_id for number in (call["item"], leak, complaint)} == {item(desk, call["item"]).id}
    assert verify(desk.path).sound
