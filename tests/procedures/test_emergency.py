"""Emergencies: the urgent clocks, the calls, made safe (P15, 002 L55)."""

from typing import Any

import pytest

from propdesk.procedures import manual
from tests.conftest import Counter
from tests.procedures.reading import Answers, clocks, course, item, local, refusal, row, states

RING: Answers = {"whom": "周师傅", "number": "13600000001"}


def _raise(counter: Counter, danger: str = "burst_pipe", **more: Any) -> str:
    fields: Answers = {"danger": danger, "unit": "3-1301", "text": "水管爆裂", **more}
    return counter.do("emergency.raise", **fields).item or ""


def test_an_emergency_is_urgent_and_due_by_the_end_of_the_night(counter: Counter) -> None:
    raised = _raise(counter)
    assert item(counter.desk, raised).urgent
    assert clocks(counter.desk, raised)["COMP.URGENT_SAMEDAY"].due == local(22, 9, 0)


@pytest.mark.parametrize("danger", ["lift", "fire", "gas", "injury", "fight"])
def test_the_great_dangers_are_reported_upwards_at_once(counter: Counter, danger: str) -> None:
    raised = _raise(counter, danger)
    assert clocks(counter.desk, raised)["DUTY.MAJOR_NOW"].due == local(21, 23, 50)
    counter.clock.forward(minutes=5)
    counter.do("emergency.attempt", raised, purpose="escalate", whom="孙经理", outcome="no_answer")
    assert (
        states(counter.desk, raised)["DUTY.MAJOR_NOW"] == "due_soon"
        or states(counter.desk, raised)["DUTY.MAJOR_NOW"] == "running"
    )
    counter.do("emergency.attempt", raised, purpose="escalate", whom="孙经理", outcome="answered")
    assert states(counter.desk, raised)["DUTY.MAJOR_NOW"] == "in_time"


@pytest.mark.parametrize("danger", ["burst_pipe", "other"])
def test_the_others_are_not(counter: Counter, danger: str) -> None:
    assert "DUTY.MAJOR_NOW" not in states(counter.desk, _raise(counter, danger))


def test_whoever_comes_has_five_minutes_from_the_moment_he_was_told(counter: Counter) -> None:
    raised = _raise(counter)
    counter.do("emergency.attempt", raised, **RING, outcome="no_answer", again="+2m")
    assert "COMP.MAINT_ONSITE_5M" not in states(counter.desk, raised)
    counter.clock.forward(minutes=2)
    counter.do("emergency.attempt", raised, **RING, outcome="answered")
    assert clocks(counter.desk, raised)["COMP.MAINT_ONSITE_5M"].due == local(21, 23, 47)
    counter.clock.forward(minutes=5)
    counter.do("emergency.arrive", raised, who="周师傅")
    assert states(counter.desk, raised)["COMP.MAINT_ONSITE_5M"] == "in_time"
    assert row(counter.desk, raised)["arrived"] == local(21, 23, 47)


def test_whoever_comes_late_is_late(counter: Counter) -> None:
    raised = _raise(counter)
    counter.do("emergency.attempt", raised, **RING, outcome="answered")
    counter.clock.forward(minutes=5, seconds=1)
    counter.do("emergency.arrive", raised, who="周师傅")
    assert states(counter.desk, raised)["COMP.MAINT_ONSITE_5M"] == "late"


def test_an_emergency_cannot_wait() -> None:
    names = {step.name() for step in manual.procedure("emergency").steps}
    assert not names & {"emergency.pause", "emergency.resume"}


def test_an_emergency_cannot_be_told_to_wait_by_another_name(counter: Counter) -> None:
    raised = _raise(counter)
    waits: Answers = {"code": "COMP.URGENT_SAMEDAY", "waiting_for": "周师傅", "reason": "没人"}
    assert refusal(counter, "complaint.pause", raised, **waits).code == "ledger"
    assert refusal(counter, "emergency.pause", raised, **waits).code == "step"


def test_made_safe_ends_the_urgent_clocks_and_begins_the_ordinary_item(counter: Counter) -> None:
    raised = _raise(counter, caller="单志刚", phone="13712340001")
    counter.clock.forward(minutes=30)
    done = counter.do("emergency.make_safe", raised, measures="关总阀", complaint="yes", demand="赔偿")
    assert done.stage == "safe"
    assert states(counter.desk, raised) == {"COMP.URGENT_SAMEDAY": "in_time"}
    complaint = done.opened[0][0]
    assert clocks(counter.desk, complaint)["COMP.DELIVER_20M"].due == local(22, 0, 30)
    found = item(counter.desk, complaint)
    assert (found.place, found.person, found.phone) == ("3-1301", "单志刚", "13712340001")
    assert found.matter_id == item(counter.desk, raised).matter_id


def test_a_major_matter_is_not_closed_before_it_was_reported(counter: Counter) -> None:
    raised = _raise(counter, "gas")
    counter.do("emergency.make_safe", raised, measures="关阀通风")
    assert refusal(counter, "emergency.close", raised, result="已修").code == "DUTY.MAJOR_NOW"
    counter.do("emergency.attempt", raised, purpose="escalate", whom="孙经理", outcome="answered")
    assert counter.do("emergency.close", raised, result="已修").stage == "closed"


def test_each_call_has_its_own_time_and_outcome(counter: Counter) -> None:
    raised = _raise(counter)
    for outcome in ("no_answer", "busy", "answered"):
        counter.clock.forward(minutes=1)
        counter.do("emergency.attempt", raised, **RING, outcome=outcome)
    said = [(view.happened, view.sentence) for view in course(counter.desk, raised)[1:]]
    assert [sentence.rpartition(", ")[2] for _, sentence in said] == ["No answer", "Busy", "Got through"]
    assert [moment for moment, _ in said] == [local(21, 23, 41), local(21, 23, 42), local(21, 23, 43)]


@pytest.mark.parametrize(("danger", "called"), [("injury", ["callback.due"]), ("burst_pipe", [])])
def test_who_was_helped_is_called_back_from_when_it_was_safe(counter: Counter, danger: str, called: list[str]) -> None:
    raised = _raise(counter, danger)
    counter.do("emergency.attempt", raised, purpose="escalate", whom="孙经理", outcome="answered")
    counter.do("emergency.make_safe", raised, measures="120 已到")
    counter.clock.forward(hours=1)
    done = counter.do("emergency.close", raised, result="送医")
    assert [entry.step for entry in done.entries][1:] == called
    for number, _ in done.opened:
        assert (str(row(counter.desk, number)["kind"]), row(counter.desk, number)["since"]) == (
            "help",
            local(21, 23, 40),
        )
