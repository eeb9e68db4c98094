"""The register of calls and complaints, as a receptionist uses it."""

import pytest

from propdesk.desk import Desk
from propdesk.queries import items, timers
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk
from tests.screens.handing_at_desk import to_log

SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES)
async def test_a_complaint_from_3_1201_takes_fifteen_keys(
    counter: Counter, desk: Desk, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    async with at_desk(desk.path, clock, lang=lang, size=size) as front:
        await front.press("f3")
        await front.until(lambda: type(front.app.screen).__name__ == "CallsScreen")
        front.keys = 0
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        await front.press(*"3-1201")
        await front.sees("王敏")
        await front.press("enter")
        await front.type("卫生间天花又在滴水，要求今晚有人来看")
        await front.press("tab", "4", "ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "CallsScreen")
        assert front.keys <= 15
        await front.press("4")
        await front.sees("TS20261121-001", "3-1201")
        complaint = desk.read(items.item, "TS20261121-001")
        assert complaint is not None
        assert complaint.title == "卫生间天花又在滴水，要求今晚有人来看"
        assert complaint.place == "3-1201"


async def test_the_complaint_is_delivered_and_every_act_stands_in_the_duty_log(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.do("contact.receive", unit="3-1201", text="漏水", kind="complaint")
    async with at_desk(desk.path, clock) as front:
        await front.sees("TS20261121-001", "00:20:00", "Deliver")
        clock.forward(minutes=5)
        await front.tick()
        await front.sees("00:15:00")
        await front.press("enter")
        await front.sees("Department", "Received by")
        await front.press("1", "tab")
        await front.type("赵志强")
        await front.press("tab")
        for answer in ("今晚", "unknown", "马上止水", "13812348812"):
            await _answer_next(front, answer)
        await front.press("ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "TodayScreen")
        assert _stage(desk) == "delivered"
        await to_log(front)
        await front.sees("Complaint: 漏水", "Delivered to Engineering, taken by 赵志强")


async def _answer_next(front: AtDesk, answer: str) -> None:
    while getattr(front.app.focused, "value", ""):
        await front.press("tab")
    await front.type(answer)
    await front.press("tab")


def _stage(desk: Desk) -> str:
    found = desk.read(items.item, "TS20261121-001")
    return found.stage if found else ""


async def test_the_filter_finds_from_the_second_character_on_and_esc_takes_it_back(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.do("contact.receive", text="电梯有异响")
    counter.do("contact.receive", text="卫生间漏水")
    async with at_desk(desk.path, clock) as front:
        await front.press("f3")
        await front.sees("电梯有异响", "2 open")
        await front.press("slash")
        await front.type("漏")
        await front.sees("电梯有异响", "2 open", "from two characters on")
        await front.type("水")
        await front.sees("1 found")
        assert "电梯有异响" not in front.text
        assert "from two characters on" not in front.text
        await front.press("escape")
        await front.sees("电梯有异响", "2 open")


async def test_the_chinese_comma_of_the_input_method_opens_the_filter_too(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("f3")
        await front.sees("Nothing is open here")
        await front.press("ideographic_comma")
        await front.type("没有")
        await front.sees("Nothing was found.")


async def test_open_and_all_are_one_key_apart(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("contact.enquiry", text="物业费何时交？每季首月")
    counter.do("contact.receive", text="卫生间漏水")
    async with at_desk(desk.path, clock) as front:
        await front.press("f3")
        await front.sees("1 open")
        await front.press("ctrl+o")
        await front.sees("2 in all", "物业费何时交")


async def test_a_quick_enquiry_is_one_key_and_one_line(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("f3")
        await front.until(lambda: type(front.app.screen).__name__ == "CallsScreen")
        await front.press("ctrl+e")
        await front.type("暖气什么时候开？已经供暖")
        await front.press("enter")
        await front.sees("Saved as LF20261121-001.")
        found = desk.read(items.item, "LF20261121-001")
        assert found is not None
        assert found.stage == "closed"


async def test_a_refused_enquiry_stays_on_the_line(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("f3")
        await front.until(lambda: type(front.app.screen).__name__ == "CallsScreen")
        await front.press("ctrl+e")
        await front.type("不知道")
        await front.press("enter")
        await front.sees("is not an answer", "不知道")
        assert desk.read(items.register_count, "contact") == 0


async def test_the_menu_of_steps_dims_what_cannot_be_done_and_says_why(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.do("complaint.receive", text="漏水", unit="3-1201")
    async with at_desk(desk.path, clock) as front:
        await front.press("f3")
        await front.until(lambda: type(front.app.screen).__name__ == "CallsScreen")
        await front.press("4")
        await front.sees("TS20261121-001")
        await front.press("space")
        await front.sees("1 Deliver", "only while “Relayed”")
        await front.press("r")
        await front.sees("!! Reply: only while “Resolved”")
        await front.press("1")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")


async def test_what_another_desk_writes_appears_and_the_cursor_stays_on_its_item(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.do("contact.receive", text="第一件")
    async with at_desk(desk.path, clock) as front:
        await front.press("f3")
        await front.sees("第一件")
        counter.do("contact.receive", text="第二件")
        await front.tick()
        await front.sees("第二件", "2 open")
        marked = [line for line in front.text.splitlines() if line.startswith(">")]
        assert "第一件" in marked[0]


async def test_the_call_beside_an_open_complaint_shows_the_household(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    counter.do("complaint.receive", text="楼上漏水", unit="3-1301")
    async with at_desk(desk.path, clock) as front:
        await front.press("f3")
        await front.until(lambda: type(front.app.screen).__name__ == "CallsScreen")
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        await front.press(*"3-1201")
        await front.sees("王敏")
        await front.press("enter")
        await front.type("天花漏水")
        await front.sees("老人耳背，敲门要久等", "The same in the building", "TS20261121-001")


@pytest.mark.parametrize(("answer", "clocks"), [("enter", 2), ("escape", 1)])
async def test_ctrl_l_adds_the_call_to_the_open_complaint(
    counter: Counter, desk: Desk, clock: FrozenClock, answer: str, clocks: int
) -> None:
    counter.do("complaint.receive", text="楼上漏水", unit="3-1201")
    clock.forward(minutes=5)
    async with at_desk(desk.path, clock) as front:
        await front.press("f3")
        await front.until(lambda: type(front.app.screen).__name__ == "CallsScreen")
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        await front.press(*"3-1201")
        await front.sees("王敏")
        await front.press("enter")
        await front.type("还在漏水")
        await front.press("tab", "4")
        await front.sees("Open here", "TS20261121-001")
        await front.press("ctrl+l")
        await front.sees("Add this call to TS20261121-001. Start new clocks there?")
        await front.press(answer)
        await front.sees("LF20261121-001 was added to TS20261121-001.")
        complaint, call = desk.read(items.item, "TS20261121-001"), desk.read(items.item, "LF20261121-001")
        assert complaint is not None
        assert call is not None
        assert (call.stage, call.matter_id, complaint.presses) == ("passed_on", complaint.id, 1)
        assert desk.read(items.item, "TS20261121-002") is None
        contacts = [t for t in desk.read(timers.timers_of, complaint.id, clock()) if t.code == "COMP.CONTACT_2H"]
        assert len(contacts) == clocks
