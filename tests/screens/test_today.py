"""The worklist, as whoever is on duty reads it."""

import json
from typing import Any

import pytest

from propdesk.desk import Desk
from propdesk.queries import items, journal, timers
from propdesk.screens.work_lines import columns
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import at_desk

FACTS: dict[str, Any] = {"event_time": "今晚", "accused": "unknown", "demand": "止水", "contact_way": "13812348812"}
"""With these a complaint waits for its delivery first."""


async def test_on_an_empty_desk_only_the_turn_of_duty_is_open(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock, size=(80, 24)) as front:
        await front.sees("1 open", "0 overdue", "ZB20261121-001")
        await front.press("3")
        await front.sees("Nothing is open.")


async def test_the_countdown_goes_down_when_time_passes(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水", **FACTS)
    async with at_desk(desk.path, clock) as front:
        await front.sees("00:20:00")
        clock.forward(seconds=1)
        await front.tick()
        await front.sees("00:19:59")
        clock.forward(minutes=10)
        await front.press("down")
        clock.forward(minutes=7)
        await front.tick()
        await front.sees("!  00:02:59")


async def test_the_next_deadline_stands_first(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", text="第一件")
    clock.forward(minutes=5)
    counter.do("complaint.receive", text="第二件")
    counter.do("contact.receive", text="没有时限")
    async with at_desk(desk.path, clock) as front:
        await front.sees("第一件", "第二件", "没有时限")
        places = [front.text.index(text) for text in ("第一件", "第二件", "没有时限")]
        assert places == sorted(places)


async def test_a_missed_deadline_is_reported_with_the_number_of_whom_to_ring(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    listed = [{"post": "客服主管", "name": "张敏", "phone": "13012345003", "role": "supervisor", "dangers": []}]
    counter.do("system.configure", setting="on_call", json_value=json.dumps(listed))
    done = counter.do("complaint.receive", text="漏水", place="大堂", **FACTS)
    clock.forward(minutes=32)
    async with at_desk(desk.path, clock) as front:
        await front.tick()
        await front.sees("!! late 12 min", "tell: Supervisor 张敏 13012345003")
        await front.press("enter")
        await front.sees("张敏", "13012345003", "Report upwards")
        await front.press("ctrl+s")
        await front.sees("Outcome is needed here.")
        await front.press("1", "ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "TodayScreen")
        await front.until(lambda: "tell: " not in front.text)
        assert done.item_id is not None
        reported = desk.read(timers.timers_of, done.item_id, clock())
        assert [timer.escalated is not None for timer in reported if timer.code == "COMP.DELIVER_20M"] == [True]


async def test_who_rings_again_is_counted_with_one_key(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", text="漏水")
    async with at_desk(desk.path, clock) as front:
        await front.sees("漏水")
        await front.press("ctrl+r")
        await front.sees("Whom did we press?")
        await front.press("enter")
        await front.sees("(rang 1x) 漏水")
        await front.press("ctrl+r")
        await front.sees("Whom did we press?")
        await front.type("赵志强")
        await front.press("enter")
        await front.sees("(rang 2x) 漏水")
        found = desk.read(items.item, "TS20261121-001")
        assert found is not None
        said = [entry.sentence for entry in desk.read(journal.course, found.id, "en", desk.zone)]
        assert said[-1] == "Chased by the resident, no. 2; pressed: 赵志强"


@pytest.mark.parametrize("key", ["question_mark", "fullwidth_question_mark", "ctrl+t"])
async def test_why_a_time_is_due_is_one_key_away(counter: Counter, desk: Desk, clock: FrozenClock, key: str) -> None:
    counter.do("complaint.receive", text="漏水")
    async with at_desk(desk.path, clock) as front:
        await front.sees("漏水")
        await front.press(key)
        await front.sees("COMP.DELIVER_20M", "20 minutes, by the clock", "004 COMP 4.1.2", "rest day")


async def test_a_parked_form_stands_on_top_and_is_gone_on_with(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.do("complaint.receive", text="漏水")
    async with at_desk(desk.path, clock) as front:
        await front.press("f3")
        await front.until(lambda: type(front.app.screen).__name__ == "CallsScreen")
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        await front.press("tab")
        await front.type("说到一半")
        await front.press("escape")
        await front.until(lambda: type(front.app.screen).__name__ == "CallsScreen")
        clock.forward(minutes=3)
        await front.press("f2")
        await front.sees("parked form", "说到一半")
        await front.press("home", "enter")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        await front.sees("说到一半")
        await front.press("ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "TodayScreen")
        await front.until(lambda: "parked form" not in front.text)
        saved = desk.read(items.item, "LF20261121-001")
        assert saved is not None
        assert (clock() - saved.opened).total_seconds() == 180


async def test_the_views_are_digits(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    night = counter.operator("李婷", "clerk duty")
    counter.do("complaint.receive", text="我的一件")
    counter.do("complaint.receive", as_=night, text="她的一件")
    counter.do("contact.enquiry", text="已经答复的一件")
    async with at_desk(desk.path, clock, name="张敏") as front:
        await front.sees("我的一件", "她的一件")
        await front.press("3")
        await front.until(lambda: "她的一件" not in front.text)
        assert "我的一件" in front.text
        await front.press("4")
        await front.sees("已经答复的一件", "Closed")


async def test_one_matter_is_one_row(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("contact.receive", text="漏水", kind="complaint")
    async with at_desk(desk.path, clock) as front:
        await front.sees("漏水")
        assert "TS20261121-001" in front.text
        assert "LF20261121-001" not in front.text


async def test_in_chinese_the_worklist_speaks_chinese(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水", **FACTS)
    async with at_desk(desk.path, clock, lang="zh_CN", size=(80, 24)) as front:
        await front.sees("3-1201", "漏水", "00:20:00", "送达", "下一步")
        for line in front.text.splitlines():
            assert "Next step" not in line


async def test_a_call_is_logged_from_the_worklist(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.sees("ZB20261121-001")
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        await front.press("tab")
        await front.type("路灯不亮")
        await front.press("ctrl+s")
        await front.sees("LF20261121-001", "路灯不亮")


async def test_the_steps_are_whole_at_eighty_columns(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    night = counter.operator("李婷", "clerk duty")
    counter.do("complaint.receive", as_=night, unit="3-1201", text="楼上漏水到客厅")
    async with at_desk(desk.path, clock, size=(80, 24)) as front:
        await front.sees("楼上漏水到客厅")
        await front.until(lambda: "Deliver" in front.text)
        width = next(column.width for column in columns() if column.title == "Next step")
        assert width >= len("Contact the resident")
        assert sum(column.least + 1 for column in columns() if column.priority >= 5) < 80
