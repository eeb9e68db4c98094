"""The emergency on paper: the call-out list in its order, every call with its time, what was done (001 L33)."""

from dataclasses import replace

import pytest

from propdesk.errors import Refused
from propdesk.models.sheet import Document
from propdesk.printing import booklet_text, press
from propdesk.printing.emergency_record import emergency_record
from propdesk.queries import items
from propdesk.rules.callout import to_ring
from propdesk.settings import OnCall
from tests.conftest import Counter
from tests.printing.test_press_shift import pages

LISTED = (
    OnCall("电梯维保", "孙维保", "13012345001", dangers=("lift",)),
    OnCall("客服主管", "张敏", "13012345003", role="supervisor"),
)


@pytest.fixture
def trapped(counter: Counter) -> str:
    """Two people in a lift: the first of the list does not answer, one who is not on it comes."""
    site = counter.desk.site
    counter.desk.site = replace(site, settings=replace(site.settings, on_call=LISTED))
    raised = counter.do(
        "emergency.raise", danger="lift", place="3号楼电梯", text="两人被困", people="两人", caller="王敏",
        phone="13812348812",
    ).item or ""  # fmt: skip
    counter.clock.forward(minutes=1)
    counter.do("emergency.attempt", raised, whom="电梯维保 孙维保", number="13012345001", outcome="no_answer")
    counter.clock.forward(minutes=2)
    counter.do("emergency.attempt", raised, whom="周师傅", number="13600000001", outcome="answered", note="十分钟到")
    counter.clock.forward(minutes=5)
    counter.do("emergency.arrive", raised, who="周师傅")
    counter.do("emergency.make_safe", raised, measures="盘车放人，电梯停用")
    return raised


def written(counter: Counter, number: str, language: str = "en") -> str:
    """The record as text, white space taken out."""
    found = counter.desk.read(items.item, number)
    assert found is not None
    return "".join(booklet_text.write(emergency_record(counter.desk, found.id, language), "foot").split())


def test_the_record_names_the_call_out_list_in_its_order_with_every_call_and_its_time(
    counter: Counter, trapped: str
) -> None:
    text = written(counter, trapped)
    first = "1 | 电梯维保 孙维保 | 13012345001 | 11-21 23:41 Call somebody out: No answer"
    for said in (
        first, "2 | 客服主管 张敏 | 13012345003 | not called", "3 | Fire brigade | 119 | not called",
        "周师傅 | 13600000001 | 11-21 23:43 Call somebody out: Got through; 十分钟到", "On site: 周师傅, 11-21 23:48",
        "Measures: 盘车放人，电梯停用", "People in danger: 两人", "Phone: 13812348812", "两人被困",
    ):  # fmt: skip
        assert said.replace(" ", "") in text, said
    assert text.index("电梯维保") < text.index("客服主管") < text.index("119")


def test_the_record_is_printed_of_the_item_with_signatures_and_a_reprint_is_marked(
    counter: Counter, trapped: str
) -> None:
    first, second = (
        press.print_sheet(counter.desk, Document.EMERGENCY, trapped, actor=counter.actor, request_id=each)
        for each in "ab"
    )
    text = "".join(pages(first.path))
    for said in ("Emergencyhandlingrecord", trapped, "Dutyofficer(signature,date)", "Page1of1", "Reprint"):
        assert (said in text) is (said != "Reprint"), said
    assert "Reprintno.1" in "".join(pages(second.path))


def test_a_false_alarm_that_was_voided_has_no_record(counter: Counter, trapped: str) -> None:
    counter.do("emergency.void", trapped, reason="误报")
    with pytest.raises(Refused) as refused:
        press.print_sheet(counter.desk, Document.EMERGENCY, trapped, actor=counter.actor, request_id="a")
    assert refused.value.code == "voided"


def test_where_the_site_lists_nobody_the_public_numbers_are_rung() -> None:
    assert [each.phone for each in to_ring("fire", ())] == ["119", "120"]
    assert [each.phone for each in to_ring("fire", (OnCall("消防", "", "119", dangers=("fire",)),))] == ["119", "120"]
