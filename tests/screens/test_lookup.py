"""The look-up box and the unit card."""

import pytest

from propdesk.desk import Desk
from propdesk.queries import items, journal
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk


async def looked_up(front: AtDesk, typed: str) -> None:
    """Go to the box and type."""
    await front.press("f8")
    await front.until(lambda: type(front.app.screen).__name__ == "LookupScreen")
    await front.type(typed)


@pytest.mark.parametrize("typed", ["3-1201", "3号楼1201", "王敏", "wm", "wangmin", "8812"])
async def test_a_unit_is_found_however_it_is_typed(
    counter: Counter, desk: Desk, clock: FrozenClock, typed: str
) -> None:
    async with at_desk(desk.path, clock, size=(80, 24)) as front:
        await looked_up(front, typed)
        await front.sees("3-1201", "王敏")
        await front.press("enter")
        await front.sees("老人耳背，敲门要久等", "138****8812")


async def test_nothing_found_says_so(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await looked_up(front, "没有这个人")
        await front.sees("Nothing is called that here.")
        await front.press("enter", "escape")
        await front.until(lambda: "没有这个人" not in front.text)


async def test_an_item_is_found_by_its_number(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    counter.do("complaint.receive", unit="3-1201", text="漏水")
    async with at_desk(desk.path, clock) as front:
        await looked_up(front, "ts1")
        await front.sees("TS20261121-001 漏水")
        await front.press("enter")
        await front.sees("Complaint: 漏水")


async def test_phones_are_masked_until_asked_and_the_asking_is_on_record(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await looked_up(front, "3-1201")
        await front.sees("王敏")
        await front.press("enter")
        await front.sees("138****8812")
        assert "13812348812" not in front.text
        await front.press("ctrl+u")
        await front.sees("what for?")
        await front.press("enter")
        await front.sees("13812348812", "13912342207")
        found = desk.read(journal.searched, "3-1201", "en", desk.zone)
        assert "Phone numbers of 3-1201 shown: to reach the resident" in [entry.sentence for entry in found]


async def test_a_call_starts_from_the_card_with_the_unit_filled_in(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await looked_up(front, "3-1201")
        await front.sees("王敏")
        await front.press("enter")
        await front.sees("老人耳背")
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        await front.type("问停车")
        await front.press("ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "UnitScreen")
        await front.sees("Open here", "LF20261121-001")
        saved = desk.read(items.item, "LF20261121-001")
        assert saved is not None
        assert (saved.place, saved.title) == ("3-1201", "问停车")
        await front.press("1")
        await front.sees("Phone, Enquiry: 问停车")


async def test_a_standing_note_is_added_from_the_card(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await looked_up(front, "1-0502")
        await front.sees("尉迟静")
        await front.press("enter")
        await front.sees("Who lives there")
        await front.press("ctrl+a")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")
        await front.type("有大狗")
        await front.press("ctrl+s")
        await front.sees("! 有大狗")
