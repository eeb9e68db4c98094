"""Printing from the screen, and the list of slips that are out."""

import pytest

from propdesk.desk import Desk
from propdesk.procedures import sheet
from propdesk.queries import journal
from tests.conftest import Counter, FrozenClock
from tests.printing.several import SEVERAL
from tests.procedures.reading import Answers, last
from tests.screens.at_desk import at_desk

TOLD: Answers = {"department": "engineering", "told": "周师傅", "repeated": "yes", "agreed": "+20h", "worker": "赵师傅"}


async def test_one_key_prints_the_sheet_and_says_where_it_is(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    number = counter.do("complaint.receive", unit="3-1201", text="楼上漏水").item
    async with at_desk(desk.path, clock) as front:
        await front.sees("楼上漏水")
        await front.press("ctrl+y")
        await front.until((desk.path.parent / "slips" / f"{number}-1.pdf").exists)
        await front.sees(f"{number} printed, edition 1")
    assert last(desk, number).step == "sheet.print"


async def test_what_has_no_sheet_is_said(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("contact.receive", unit="3-1201", text="楼道灯不亮")
    desk.sweep()
    before = desk.read(journal.last_seq)
    async with at_desk(desk.path, clock) as front:
        await front.sees("楼道灯不亮")
        await front.press("end", "ctrl+y")
        await front.sees("There is no sheet to print of LF20261121-001.")
    assert desk.read(journal.last_seq) == before


async def test_of_several_documents_one_is_chosen_among_those_the_item_has_now(
    counter: Counter, desk: Desk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "PRINTABLES", SEVERAL)
    number = counter.do("complaint.receive", unit="3-1201", text="楼上漏水").item
    desk.sweep()
    before = desk.read(journal.last_seq)
    async with at_desk(desk.path, clock) as front:
        await front.sees("楼上漏水")
        await front.press("ctrl+y")
        await front.sees("Dispatch slip", "Callback sheet")
        assert "Complaint sheet" not in front.text
        await front.press("escape", "ctrl+y")
        await front.sees("Dispatch slip", "Callback sheet")
        await front.press("2")
        await front.sees(f"{number} printed, edition 1")
    assert (desk.path.parent / "slips" / f"{number}-callback-1.pdf").exists()
    assert desk.read(journal.last_seq) == before + 1


async def test_where_nothing_can_be_printed_yet_it_says_what_comes_first(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    number = counter.do("repair.receive", unit="3-1201", text="水管漏水").item
    async with at_desk(desk.path, clock) as front:
        await front.sees("水管漏水")
        await front.press("ctrl+y")
        await front.sees(f"{number} has no dispatch slip yet")


async def test_the_palette_lists_the_slips_that_are_out(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    number = counter.do("booking.receive", unit="3-1201", text="保洁", service="Housecleaning").item
    counter.do("booking.notify", number, **TOLD)
    async with at_desk(desk.path, clock) as front:
        await front.press("ctrl+p")
        await front.type("slips that are out")
        await front.press("enter")
        await front.sees("11-21 23:40", "PG20261121-001", str(number), "Engineering", "赵师傅")
        await front.press("enter")
        await front.until(lambda: type(front.app.screen).__name__ == "ItemScreen")
