"""Every clock of calls, complaints and emergencies: kept, missed, waiting, breached once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, event

from propdesk.desk import Desk
from propdesk.models.timer import Verdict
from propdesk.procedures import manual
from propdesk.queries import journal
from propdesk.queries.timers import timers_of
from propdesk.queries.worklist import worklist
from propdesk.rules.pins import Pins
from propdesk.rules.sentence import plain
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.procedures.reading import Answers, clocks, course, item, local, refusal, states

Step = tuple[str, Answers]
Way = tuple[Step, ...]
WHO: Answers = {"unit": "3-1201", "caller": "王敏", "phone": "13812348812"}
FACTS: Answers = {"event_time": "昨晚", "accused": "unknown", "demand": "修好", "contact_way": "13812348812"}
CALL: Step = ("contact.receive", {**WHO, "text": "滴水", "kind": "other"})
FORWARD: Step = ("contact.forward", {"department": "engineering", "promised": "+2h"})
ANSWER: Step = ("contact.answer", {"result": "修好了"})
NOT_TOLD: Step = ("contact.answer", {"result": "修好了", "told": "no"})
COMPLAIN: Step = ("complaint.receive", {**WHO, "text": "楼上漏水"})
COMPLETE: Step = ("complaint.receive", {**COMPLAIN[1], **FACTS})
DELIVER: Step = ("complaint.deliver", {"department": "engineering", "received_by": "周师傅", **FACTS})
CONTACT: Step = ("complaint.contact", {"reply_by": "+3h"})
SPOT: Step = ("complaint.resolve", {"result": "擦干了", "on_spot": "yes"})
REPLY: Step = ("complaint.reply", {"opinion": "满意"})
EXPLAIN: Step = (
    "complaint.explain",
    {"explanation": "属市政", "reaction": "理解", "referred_to": "开发商", "letter": "8"},
)
REJECT: Step = ("complaint.reply", {"opinion": "没修好", "satisfied": "no", "reply_by": "+2h"})
TAKE_OVER: Step = ("complaint.take_over", {"note": "查明"})
LONG_FORM: Step = (
    "complaint.long_form",
    {"found": "老化", "measures": "换管", "expected": "+9h", "notified": "工程部", "supervisor": "张敏"},
)
ARRIVE: Step = ("emergency.arrive", {"who": "周师傅"})
RAISE: Step = ("emergency.raise", {"danger": "gas", "unit": "3-1201", "text": "煤气味"})


def _judge(**judged: str) -> Step:
    return "complaint.classify", dict(judged)


def _channel(channel: str, **further: str) -> Step:
    return "complaint.receive", {**COMPLAIN[1], "channel": channel, **further}


def _escalate(level: str) -> Step:
    return "complaint.escalate", {"level": level, "whom": "孙总"}


def _ring(purpose: str) -> Step:
    return "emergency.attempt", {"purpose": purpose, "whom": "孙总", "outcome": "answered"}


@dataclass(frozen=True)
class Course:
    """What starts a clock at 23:40 on Saturday, when it is due, and what meets it."""

    starts: Way
    due: datetime
    meets: Step


COURSES: dict[str, Course] = {
    "BOOK.NOTIFY_5M": Course((CALL, FORWARD), local(21, 23, 45), ("contact.notify", {"told": "周师傅"})),
    "CALL.PROMISE_TIME": Course((CALL, FORWARD), local(22, 1, 40), ANSWER),
    "CALL.TRACK_OPEN": Course((CALL, FORWARD), local(22, 23, 40), ANSWER),
    "CALL.EXTERNAL": Course(
        (("contact.receive", {**CALL[1], "channel": "street", "their_deadline": "+5h"}),), local(22, 4, 40), ANSWER
    ),
    "CALL.PROGRESS_RESULT": Course((CALL, NOT_TOLD), local(22, 0, 10), ANSWER),
    "VIS.CALLBACK_NOW": Course(
        (("contact.receive", {**CALL[1], "channel": "visit"}), NOT_TOLD),
        local(21, 23, 50),
        ANSWER,
    ),
    "COMP.DELIVER_20M": Course((COMPLAIN,), local(22, 0, 0), DELIVER),
    "COMP.CONTACT_2H": Course((COMPLAIN,), local(22, 1, 40), CONTACT),
    "COMP.RESPOND_1WD": Course((COMPLAIN,), local(23, 18), CONTACT),
    "COMP.REPLY_AGREED": Course((COMPLAIN, DELIVER, CONTACT, SPOT), local(22, 2, 40), REPLY),
    "COMP.PROGRESS": Course((COMPLAIN, DELIVER), local(23, 18), ("complaint.progress", {"text": "已查"})),
    "COMP.REPLY_2H_SPOT": Course((COMPLAIN, SPOT), local(22, 1, 40), REPLY),
    "COMP.REPLY_2H_INVALID": Course((COMPLAIN, _judge(validity="invalid")), local(22, 1, 40), EXPLAIN),
    "COMP.DEVOWNED_FORWARD": Course(
        (COMPLAIN, _judge(validity="assist", cause="developer")), local(22, 0, 0), EXPLAIN
    ),
    "COMP.MINOR_2D": Course((COMPLAIN, _judge(severity="minor")), local(23, 18), SPOT),
    "COMP.IMPORTANT_1H": Course((COMPLAIN, _judge(severity="important")), local(22, 0, 40), _escalate("manager")),
    "COMP.MAJOR_GM_SAMEDAY": Course((COMPLAIN, _judge(severity="major")), local(23, 18), _escalate("general_manager")),
    "COMP.MAJOR_QA_1WD": Course((COMPLAIN, _judge(severity="major")), local(23, 18), _escalate("quality")),
    "COMP.DESK_NOW": Course(
        (("complaint.relay", {"text": "楼上漏水"}),), local(21, 23, 50), ("complaint.register", FACTS)
    ),
    "COMP.RECORD_NOW": Course((COMPLAIN,), local(21, 23, 55), DELIVER),
    "COMP.SLOW_FORM_NOW": Course(
        (COMPLAIN, ("complaint.contact", {"reply_by": "2026-11-28 18:00"})), local(21, 23, 55), LONG_FORM
    ),
    "COMP.LONG_FORM_1WD": Course((COMPLAIN, DELIVER), local(23, 18), LONG_FORM),
    "COMP.ONLINE_1WD": Course((_channel("online", follow_up="李婷"), SPOT), local(23, 18), REPLY),
    "COMP.QA_FILL_1WD": Course((_channel("quality"),), local(23, 18), LONG_FORM),
    "COMP.DEVFWD_RESULT_12H": Course(
        (_channel("developer"), SPOT), local(22, 11, 40), ("complaint.report_back", {"whom": "客服中心"})
    ),
    "COMP.REPLY_SAMEDAY_SUP": Course((COMPLAIN, TAKE_OVER), local(23, 18), CONTACT),
    "COMP.REPEAT_MEETING": Course(
        (COMPLAIN, TAKE_OVER, SPOT, REJECT, SPOT, REJECT), local(23, 18), _escalate("office_manager")
    ),
    "COMP.MAJOR_AGE_1M": Course(
        (COMPLAIN, _judge(severity="minor")), local(21, 18).replace(month=12), SPOT
    ),
    "COMP.MAJOR_REPORT": Course(
        (COMPLAIN, _judge(severity="major"), SPOT, REPLY), local(27, 18),
        ("complaint.report", dict.fromkeys(("content", "causes", "course", "lessons", "measures"), "见附件")),
    ),
    "COMP.COLLECTIVE_NOW": Course(
        (COMPLAIN, *(("complaint.press", {"phone": f"1390000000{number}"}) for number in range(4))),
        local(21, 23, 50), _escalate("centre_manager"),
    ),
    "COMP.DEVOWNED_FEEDBACK": Course(
        (COMPLAIN, _judge(validity="assist", cause="developer"), EXPLAIN), local(24, 18),
        ("complaint.progress", {"text": "周一来修"}),
    ),
    "CB.AFTER_VERIFY": Course(
        (COMPLAIN, SPOT, REPLY, ("complaint.verify", {"note": "不漏"})), local(22, 18), ("complaint.called_back", {})
    ),
    "COMP.URGENT_SAMEDAY": Course((RAISE,), local(22, 9), ("emergency.make_safe", {"measures": "关阀"})),
    "COMP.MAINT_ONSITE_5M": Course((RAISE, _ring("on_call")), local(21, 23, 45), ARRIVE),
    "DUTY.MAJOR_NOW": Course((RAISE,), local(21, 23, 50), _ring("escalate")),
}  # fmt: skip


def begin(counter: Counter, way: Way) -> str:
    """Go the way; the number of its item."""
    number: str | None = None
    for step, answers in way:
        number = counter.do(step, number, **answers).item
    return number or ""


def meet(counter: Counter, clock: Course, number: str) -> None:
    """Do what meets the clock, by the desk itself where nobody else may."""
    step, answers = clock.meets
    counter.do(step, number, as_=None if manual.step(step).by else counter.desk.system(), **answers)


@pytest.fixture(autouse=True)
def turn(counter: Counter) -> None:
    """The turn of duty under way is on the desk, and those of the weekend that follow are no matter here."""
    counter.desk.sweep()


@pytest.fixture
def deliver(counter: Counter) -> str:
    """A complaint with its six facts, whose twenty minutes run."""
    return begin(counter, (COMPLETE,))


# --- each clock --------------------------------------------------------------------------------------------------


def test_every_clock_of_the_three_ledgers_is_shown_here() -> None:
    ledgers = [manual.procedure(name) for name in ("contact", "complaint", "emergency")]
    started = {code for part in ledgers for step in part.steps for code in (*step.starts, *step.may_start)}
    assert set(COURSES) == started


@pytest.mark.parametrize("code", COURSES)
def test_a_clock_that_is_met_at_its_last_moment_is_kept(counter: Counter, code: str) -> None:
    clock = COURSES[code]
    number = begin(counter, clock.starts)
    assert clocks(counter.desk, number)[code].due == clock.due
    counter.clock.moment = clock.due
    meet(counter, clock, number)
    assert code not in _breached(counter, number)
    assert next(state for kept, state in _all(counter, number) if kept == code) == "in_time"


@pytest.mark.parametrize("code", COURSES)
def test_a_clock_that_is_met_a_second_later_is_missed_and_said_so_once(counter: Counter, code: str) -> None:
    clock = COURSES[code]
    number = begin(counter, clock.starts)
    counter.clock.moment = clock.due + timedelta(seconds=1)
    counter.desk.sweep()
    assert _breached(counter, number).count(code) == 1
    meet(counter, clock, number)
    assert next(state for kept, state in _all(counter, number) if kept == code) == "late"


def _all(counter: Counter, number: str) -> list[tuple[str, str]]:
    views = counter.desk.read(timers_of, item(counter.desk, number).id, counter.clock())
    return [(view.code, view.state) for view in sorted(views, key=lambda view: view.id)]


def _breached(counter: Counter, number: str) -> list[str]:
    return [str(plain(view.values["code"])) for view in course(counter.desk, number) if view.step == "system.breach"]


# --- breach ------------------------------------------------------------------------------------------------------


def test_a_breach_happened_when_it_was_due_and_goes_to_the_role_it_escalates_to(counter: Counter, deliver: str) -> None:
    counter.clock.forward(hours=1)
    assert counter.desk.sweep() == 1
    entry = course(counter.desk, deliver)[-1]
    assert (entry.operator, entry.happened, entry.late) == ("system", local(22, 0, 0), None)
    assert entry.sentence == "“Deliver to the department” missed; report to: Supervisor"
    matter = counter.desk.read(worklist).rows[0]
    assert matter.report_to == "supervisor"
    counter.do("complaint.attempt", deliver, purpose="escalate", whom="王主管", outcome="answered")
    assert counter.desk.read(worklist).rows[0].report_to is None


def test_a_clock_that_is_due_now_is_not_missed_yet(counter: Counter, deliver: str) -> None:
    counter.clock.forward(minutes=20)
    assert counter.desk.sweep() == 0
    assert states(counter.desk, deliver)["COMP.DELIVER_20M"] == "due_soon"


def test_what_was_done_in_time_and_written_late_is_in_time_though_the_breach_stands(
    counter: Counter, deliver: str
) -> None:
    counter.clock.forward(minutes=30)
    counter.desk.sweep()
    counter.do(DELIVER[0], deliver, happened=counter.clock() - timedelta(minutes=15), **DELIVER[1])
    assert states(counter.desk, deliver)["COMP.DELIVER_20M"] == "in_time"
    assert _breached(counter, deliver) == ["COMP.DELIVER_20M"]


@contextmanager
def second_desk(counter: Counter) -> Iterator[Desk]:
    """Another desk on the same file."""
    desk = Desk.open(counter.desk.path, now=counter.clock, pins=Pins(cheap=True))
    yield desk
    desk.close()


@contextmanager
def just_before(desk: Desk, deed: Callable[[], object]) -> Iterator[None]:
    """Let `deed` come to pass when `desk` has seen which clocks are late, and before it takes the write lock."""
    waiting = [deed]

    def seen(_: Connection, __: object, statement: str, *___: object) -> None:
        if waiting and "FROM timer" in statement:
            waiting.pop()()

    event.listen(desk._reader, "after_cursor_execute", seen)
    try:
        yield
    finally:
        event.remove(desk._reader, "after_cursor_execute", seen)
    assert not waiting


def test_of_two_desks_that_see_a_breach_at_once_one_records_it(counter: Counter, deliver: str) -> None:
    counter.clock.forward(minutes=21)
    with second_desk(counter) as other:
        seen: list[int] = []
        with just_before(counter.desk, lambda: seen.append(other.sweep())):
            mine = counter.desk.sweep()
    assert (seen, mine) == ([1], 0)
    assert _breached(counter, deliver) == ["COMP.DELIVER_20M"]


def test_two_desks_that_sweep_in_two_threads_record_each_breach_once(counter: Counter) -> None:
    numbers = [begin(counter, (COMPLETE,)) for _ in range(5)]
    counter.clock.forward(minutes=21)
    recorded: list[int] = []
    gate = threading.Barrier(2)

    def sweep(desk: Desk) -> None:
        gate.wait()
        recorded.append(desk.sweep())

    with second_desk(counter) as other:
        threads = [threading.Thread(target=sweep, args=(desk,)) for desk in (counter.desk, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(recorded) == 5
    assert [_breached(counter, number) for number in numbers] == [["COMP.DELIVER_20M"]] * 5
    assert verify(counter.desk.path).sound


def test_a_clock_met_before_the_lock_is_not_breached(counter: Counter, deliver: str) -> None:
    counter.clock.forward(minutes=21)
    with second_desk(counter) as other:
        elsewhere = Counter(other, counter.actor, counter.clock)
        elsewhere._requests = 500
        with just_before(counter.desk, lambda: elsewhere.do(DELIVER[0], deliver, **DELIVER[1])):
            assert counter.desk.sweep() == 0
    assert _breached(counter, deliver) == []
    assert states(counter.desk, deliver)["COMP.DELIVER_20M"] == "late"


def test_a_clock_started_anew_before_the_lock_is_not_breached_for_the_old_one(counter: Counter) -> None:
    number = begin(counter, (CALL, FORWARD))
    counter.clock.forward(hours=2, seconds=1)
    counter.desk.sweep()
    counter.clock.forward(hours=22)
    with second_desk(counter) as other:
        elsewhere = Counter(other, counter.actor, counter.clock)
        elsewhere._requests = 500
        with just_before(counter.desk, lambda: elsewhere.do("contact.progress", number, text="缺件")):
            counter.desk.sweep()
    assert "CALL.TRACK_OPEN" not in _breached(counter, number)
    assert states(counter.desk, number)["CALL.TRACK_OPEN"] == "running"


def test_two_desks_on_one_file_lose_no_entry(counter: Counter) -> None:
    before = counter.desk.read(journal.last_seq)
    with second_desk(counter) as other:
        hands = [counter, Counter(other, counter.actor, counter.clock)]
        hands[1]._requests = 500

        def work(hand: Counter) -> None:
            for _ in range(10):
                hand.do("contact.enquiry", text="几点下班？六点")

        threads = [threading.Thread(target=work, args=(hand,)) for hand in hands]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert counter.desk.read(journal.last_seq) == before + 20
    assert verify(counter.desk.path).sound


# --- waiting -----------------------------------------------------------------------------------------------------

WAIT: Answers = {"code": "comp.contact_2h", "waiting_for": "王敏", "reason": "不在家"}
GO_ON: Answers = {"code": "COMP.CONTACT_2H", "reason": "回来了"}


def test_a_clock_that_waits_stands_still_and_goes_on_later(counter: Counter, deliver: str) -> None:
    counter.clock.forward(minutes=30)
    counter.do("complaint.pause", deliver, **WAIT)
    counter.clock.forward(hours=9)
    assert states(counter.desk, deliver)["COMP.CONTACT_2H"] == "paused"
    counter.do("complaint.resume", deliver, **GO_ON)
    assert clocks(counter.desk, deliver)["COMP.CONTACT_2H"].due == local(22, 10, 40)


def test_a_matter_whose_first_clock_waits_stands_in_the_worklist_by_the_clock_that_runs(
    counter: Counter, deliver: str
) -> None:
    counter.do(DELIVER[0], deliver, **DELIVER[1])
    counter.clock.forward(minutes=30)
    call = counter.do(CALL[0], **CALL[1]).item
    counter.do(FORWARD[0], call, **FORWARD[1])
    counter.do("complaint.pause", deliver, **WAIT)
    rows = counter.desk.read(worklist).rows
    assert [row.number for row in rows if row.number in {call, deliver}] == [call, deliver]
    assert [row.due for row in rows] == sorted(row.due for row in rows if row.due)


def test_a_clock_that_waits_is_not_breached_and_after_waiting_it_is(counter: Counter, deliver: str) -> None:
    counter.do(DELIVER[0], deliver, **DELIVER[1])
    counter.do("complaint.pause", deliver, **WAIT)
    counter.clock.forward(hours=9)
    counter.desk.sweep()
    assert _breached(counter, deliver) == []
    counter.do("complaint.resume", deliver, **GO_ON)
    counter.clock.forward(hours=2, seconds=1)
    counter.desk.sweep()
    assert _breached(counter, deliver) == ["COMP.CONTACT_2H"]
    assert course(counter.desk, deliver)[-1].happened == local(22, 10, 40)


def test_a_clock_that_waits_goes_on_when_it_is_met(counter: Counter, deliver: str) -> None:
    counter.clock.forward(hours=1)
    counter.do("complaint.pause", deliver, **WAIT)
    counter.clock.forward(hours=9)
    counter.do(CONTACT[0], deliver, **CONTACT[1])
    met = clocks(counter.desk, deliver)["COMP.CONTACT_2H"]
    assert (met.state, met.due) == ("in_time", local(22, 10, 40))


def test_what_was_done_before_the_waiting_began_is_judged_as_if_nobody_had_waited(
    counter: Counter, deliver: str
) -> None:
    counter.clock.forward(hours=1)
    counter.do("complaint.pause", deliver, **WAIT)
    counter.do(CONTACT[0], deliver, happened=counter.clock() - timedelta(minutes=10), **CONTACT[1])
    met = clocks(counter.desk, deliver)["COMP.CONTACT_2H"]
    assert (met.state, met.due) == ("in_time", local(22, 1, 40))


def test_waiting_does_not_undo_a_breach(counter: Counter, deliver: str) -> None:
    counter.clock.forward(hours=3)
    counter.desk.sweep()
    counter.do("complaint.pause", deliver, happened=counter.clock() - timedelta(hours=2), **WAIT)
    counter.do("complaint.resume", deliver, **GO_ON)
    assert clocks(counter.desk, deliver)["COMP.CONTACT_2H"].due > counter.clock()
    counter.do(CONTACT[0], deliver, **CONTACT[1])
    assert states(counter.desk, deliver)["COMP.CONTACT_2H"] == Verdict.LATE.value
    assert _breached(counter, deliver).count("COMP.CONTACT_2H") == 1


def test_closing_what_waits_does_not_undo_a_missed_deadline(counter: Counter, deliver: str) -> None:
    counter.clock.forward(hours=3)
    counter.do("complaint.pause", deliver, **WAIT)
    counter.do("complaint.void", deliver, reason="录错")
    assert states(counter.desk, deliver)["COMP.CONTACT_2H"] == "late"


def test_what_began_to_wait_in_time_is_not_late_when_it_is_closed_long_after(counter: Counter, deliver: str) -> None:
    counter.clock.forward(minutes=30)
    counter.do("complaint.pause", deliver, **WAIT)
    counter.clock.forward(hours=9)
    counter.do("complaint.void", deliver, reason="录错")
    assert states(counter.desk, deliver)["COMP.CONTACT_2H"] == "ended"


@pytest.mark.parametrize(
    ("step", "answers", "code"),
    [
        ("complaint.pause", {**WAIT, "code": "COMP.NOTHING"}, "no_timer"),
        ("complaint.pause", {**WAIT, "until": "2026-11-20 09:00"}, "past"),
        ("complaint.resume", GO_ON, "running"),
        ("complaint.resume", {**GO_ON, "code": "COMP.PROGRESS"}, "no_timer"),
    ],
)
def test_only_what_runs_can_wait_and_only_what_waits_goes_on(
    counter: Counter, deliver: str, step: str, answers: Answers, code: str
) -> None:
    assert refusal(counter, step, deliver, **answers).code == code


def test_what_waits_already_is_not_told_to_wait_again(counter: Counter, deliver: str) -> None:
    counter.do("complaint.pause", deliver, **WAIT)
    assert refusal(counter, "complaint.pause", deliver, **WAIT).code == "paused"


def test_a_backdated_act_starts_its_clocks_when_it_happened(counter: Counter) -> None:
    done = counter.do("complaint.receive", happened=counter.clock() - timedelta(minutes=15), text="楼上漏水")
    assert clocks(counter.desk, done.item)["COMP.DELIVER_20M"].due == local(21, 23, 45)
    entry = course(counter.desk, done.item)[0]
    assert entry.late == timedelta(minutes=15)
