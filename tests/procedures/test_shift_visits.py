"""Visits that were announced stand on the handover sheet: move-in, repairs, bookings."""

import json

from propdesk.printing.fallback_sheet import fallback
from propdesk.printing.handover_sheet import handover
from propdesk.queries import shift
from propdesk.store import handover_sheet
from tests.procedures.handing import Weekend, items_id, weekend
from tests.procedures.household import COUNTER, notify, ready
from tests.procedures.keyring import vacant_unit
from tests.procedures.reading import Answers, local

__all__ = ["weekend"]


def visits(weekend: Weekend) -> list[str]:
    """The numbers of what stands on the sheet of the night, in order."""
    found = weekend.counter.desk.read(shift.sheet, items_id(weekend.counter, weekend.night), weekend.counter.clock())
    assert found is not None
    return [each.number for each in found.visits]


def announced(weekend: Weekend) -> tuple[str, str, str]:
    """A household for its move-in, a plumber, bottled water; something is agreed for next week too."""
    counter = weekend.counter
    vacant_unit(counter)
    ready(counter)
    household = notify(counter)
    counter.do("movein.appoint", household, appointed="2026-11-23 10:00")
    repair = weekend.call(weekend.li, kind="repair", trade="water", agreed="+10h")
    booking: Answers = {"text": "送两桶水", "unit": "3-1201", "caller": "王敏", "service": "Bottled water"}
    water = counter.do("booking.receive", **booking, agreed="+14h").item or ""
    counter.do("booking.receive", **booking, agreed="2026-11-28 10:00")
    return repair, water, household


def test_who_is_expected_in_the_next_two_days_stands_on_the_sheet_until_they_come(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    expected = announced(weekend)
    assert visits(weekend) == [*expected]
    step, _stage, answers, signatures = COUNTER[0]
    weekend.counter.do(f"movein.{step}", expected[2], signatures=signatures, **answers)
    assert visits(weekend) == [*expected[:2]]
    weekend.pass_to(22, 12)
    assert visits(weekend) == [expected[1]]


def test_the_sheets_say_which_visits_the_desk_knows_of_and_that_there_are_none(weekend: Weekend) -> None:
    desk = weekend.counter.desk
    weekend.on_duty(weekend.night, weekend.li)
    title = "预约来访与上门（入住、报修、预约服务）"
    for booklet in (handover(desk, items_id(weekend.counter, weekend.night), "zh_CN"), fallback(desk, "zh_CN")):
        part = next(each for each in booklet.parts if each.title == title)
        assert (part.rows, part.nothing) == ([], "无")
    repair, *_others = announced(weekend)
    part = next(each for each in fallback(desk, "zh_CN").parts if each.title == title)
    assert part.rows[0] == ("11-22 09:41", "报修", "3-1201", "王敏", "楼道灯不亮", repair)


def test_a_sheet_that_was_signed_before_visits_stood_on_it_is_still_read(weekend: Weekend) -> None:
    weekend.handed_over()
    found = weekend.counter.desk.read(handover_sheet.sheet, items_id(weekend.counter, weekend.night), local(22, 9))
    signed = json.loads(handover_sheet.frozen(found))
    del signed["visits"]
    assert handover_sheet.thawed(json.dumps(signed)).visits == ()
