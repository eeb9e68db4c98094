"""Logging calls: the household beside the form, however the unit got there; the views and the incidents."""

import pytest
from rich.cells import cell_len

from propdesk.desk import Desk
from propdesk.i18n import translate
from propdesk.queries import incidents
from propdesk.screens.calls import CallsScreen
from tests.conftest import Counter, FrozenClock
from tests.procedures.reading import item, row
from tests.screens.at_desk import AtDesk, at_desk


async def new_call(front: AtDesk) -> None:
    """Begin a call from the worklist."""
    await front.press("ctrl+n")
    await front.until(lambda: type(front.app.screen).__name__ == "CallForm")


async def test_a_unit_that_was_typed_and_left_with_tab_shows_its_household(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await new_call(front)
        await front.type("3-1201")
        await front.press("tab")
        await front.sees("138****8812", "老人耳背，敲门要久等")


async def test_several_people_of_that_name_stay_a_question(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await new_call(front)
        await front.type("3-")
        await front.press("tab")
        await front.type("说到一半")
        await front.sees("说到一半", "The household stands here")


async def test_a_parked_call_comes_back_with_its_household(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await new_call(front)
        await front.type("3-1201")
        await front.press("tab")
        await front.sees("138****8812")
        await front.type("说到一半")
        await front.press("escape")
        await front.sees("parked form")
        await front.press("ctrl+p")
        await front.sees("Go on with: New call or visit 3-1201")
        await front.press("enter")
        await front.sees("说到一半", "138****8812")


async def test_f8_leads_back_from_a_card_and_the_next_key_begins_anew(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("f8")
        await front.until(lambda: type(front.app.screen).__name__ == "LookupScreen")
        await front.press(*"3-1201")
        await front.sees("王敏")
        await front.press("enter")
        await front.sees("老人耳背，敲门要久等")
        await front.press("f8")
        await front.until(lambda: type(front.app.screen).__name__ == "LookupScreen")
        await front.press(*"wm")
        await front.sees("Look up wm", "138****8812")


# --- views and incidents -----------------------------------------------------------------------------------------

SENTENCE = "三号楼停电，正在抢修"


@pytest.fixture
def incident(counter: Counter) -> str:
    """No power in building 3."""
    return counter.do("incident.open", utility="power", building="3", say=SENTENCE).item or ""


async def look_at_calls(front: AtDesk, view: str) -> None:
    """Go to a view of F3."""
    await front.press("f3")
    await front.until(lambda: type(front.app.screen).__name__ == "CallsScreen")
    await front.press(view)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_views_fit_on_a_line_of_80_columns(language: str) -> None:
    titles = [translate(view.title, language) for view in CallsScreen.views]
    assert cell_len(" ".join(f"{number} {title}" for number, title in enumerate(titles, start=1))) <= 78


async def test_a_key_counts_a_caller_and_the_sentence_stands_below_the_list(
    counter: Counter, desk: Desk, clock: FrozenClock, incident: str
) -> None:
    async with at_desk(desk.path, clock, size=(80, 24)) as front:
        await look_at_calls(front, "5")
        await front.sees(SENTENCE, "One more caller")
        for count, key in enumerate(("plus", "fullwidth_equals_sign", "ctrl+g"), start=1):
            await front.press(key)
            await front.sees(f"({count} calls)")
        await front.press("2")
        await front.until(lambda: SENTENCE not in front.text and "One more caller" not in front.text)
    assert row(desk, incident)["callers"] == 3


async def test_ctrl_n_opens_what_the_view_shows(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await look_at_calls(front, "2")
        await front.press("ctrl+n")
        await front.sees("New call or visit", "(*) Repair report")
        await front.press("escape", "5", "ctrl+n")
        await front.sees("New incident", "Callers are told")


async def test_a_call_about_an_incident_is_told_the_sentence_and_counted_there(
    counter: Counter, desk: Desk, clock: FrozenClock, incident: str
) -> None:
    async with at_desk(desk.path, clock, size=(80, 24)) as front:
        await new_call(front)
        await front.type("3-1301")
        await front.press("tab")
        await front.type("怎么没电了")
        await front.sees(SENTENCE)
        await front.press("ctrl+l")
        await front.sees("Enter  Ring back")
        await front.press("enter")
        await front.sees(f"was added to {incident}")
    waiting = desk.read(incidents.callers, item(desk, incident).id)
    assert [(caller.place, caller.words, caller.waits) for caller in waiting] == [("3-1301", "怎么没电了", True)]


async def test_a_ring_back_offers_those_who_wait(
    counter: Counter, desk: Desk, clock: FrozenClock, incident: str
) -> None:
    counter.do("incident.add_caller", incident, unit="3-1301", wants="yes")
    counter.do("incident.add_caller", incident, unit="3-1201", phone="13812348812", wants="yes")
    counter.do("incident.over", incident)
    async with at_desk(desk.path, clock) as front:
        await look_at_calls(front, "5")
        await front.sees(incident)
        await front.press("enter")
        await front.sees("Ring a caller back", "(*) 3-1301", "( ) 3-1201  13812348812")
        await front.press("ctrl+s")
        await front.sees("rung 23:40")
