"""Beside a roster: who has which turn, what changed hands, whose leave waits."""

from propdesk.desk import Signature
from propdesk.screens import item_view
from tests.conftest import Counter
from tests.procedures.reading import item

PHONED = (Signature("manager", "陈志远", capacity="服务中心经理", proof="phone"),)


def beside(counter: Counter, number: str) -> dict[str, list[str]]:
    view = item_view.load(counter.desk, item(counter.desk, number).id)
    assert view is not None
    now, desk = counter.desk.now(), counter.desk
    return {each.title: [line.plain for line in each.lines(now, desk)] for each in view.sections}


def test_a_roster_shows_its_turns_and_what_waits_for_the_manager(counter: Counter) -> None:
    counter.operator("王磊", "duty")
    counter.operator("李婷", "clerk")
    number = counter.do("duty.plan", month="2026-11", clerks="李婷").item or ""
    found = beside(counter, number)
    assert list(found) == ["Turns"]
    assert found["Turns"][0] == "11-21 Sat Rest-day night duty  李婷"
    counter.do("duty.publish", number, signatures=PHONED)
    counter.do("duty.change", number, day=24, clerk="王磊", reason="病假", signatures=PHONED)
    counter.do("duty.ask", number, day=25, reason="家人住院")
    found = beside(counter, number)
    assert found["Leave asked for"] == ["11-25 Wed Night duty  李婷  家人住院"]
    assert found["Turns that changed hands"] == [
        "11-24 Tue Night duty  王磊  instead of 李婷: 病假; approved by 陈志远"
    ]
    counter.do("duty.void", number, reason="录错")
    assert beside(counter, number) == {}
