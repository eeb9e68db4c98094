"""The count of a stock-take: blind, hook after hook, and nothing typed is lost."""

from dataclasses import astuple

import pytest
from rich.cells import cell_len

from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.queries import items, journal, stocktakes
from propdesk.queries.stocktakes import Counted
from propdesk.rules.hooks import Hook
from propdesk.rules.stock import Line
from propdesk.screens.key_count import KeyCount
from propdesk.screens.key_tally import Tally, Waiting, parked_lines, understood, written
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk

SIZES = [(80, 24), (120, 40)]
TAKE = "PD20261121-001"


@pytest.fixture
def cabinet(counter: Counter) -> Counter:
    """Three sets of three keys on A-1 to A-3, one on B-1; a stock-take of cabinet A is begun."""
    for hook in ("A-1", "A-2", "A-3", "B-1"):
        counter.do("key.accept", kind="plant", place="配电房", door="铁门", pieces=3, hook=hook)
    counter.do("stocktake.start", cabinet="A", note="月末")
    return counter


async def opened(front: AtDesk, number: str = TAKE) -> KeyCount:
    """The count, opened with Enter from the register of stock-takes."""
    await front.press("f5")
    await front.until(lambda: type(front.app.screen).__name__ == "KeysScreen")
    await front.press("3")
    await front.sees(number)
    await front.press("enter")
    await front.until(lambda: isinstance(front.app.screen, KeyCount))
    await front.sees("blind count", number)
    count = front.app.screen
    assert isinstance(count, KeyCount)
    return count


async def say(front: AtDesk, *lines: str) -> None:
    for line in lines:
        await front.type(line)
        await front.press("enter")


def saved(desk: Desk, number: str = TAKE) -> list[tuple[object, ...]]:
    found = desk.read(items.item, number)
    assert found is not None
    return [astuple(each) for each in desk.read(stocktakes.counted, found.id)]


def acts(desk: Desk, number: str = TAKE) -> int:
    """How many times lines were saved."""
    found = desk.read(items.item, number)
    assert found is not None
    course = desk.read(journal.course, found.id, "en", desk.zone)
    return sum(entry.step == "stocktake.count" for entry in course)


async def back(front: AtDesk) -> None:
    await front.until(lambda: type(front.app.screen).__name__ == "KeysScreen")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES)
async def test_hook_after_hook_is_asked_and_what_was_said_stands_beside(
    cabinet: Counter, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    async with at_desk(cabinet.desk.path, clock, lang=lang, size=size) as front:
        await front.press("f5")
        await front.until(lambda: type(front.app.screen).__name__ == "KeysScreen")
        await front.press("3")
        await front.sees(TAKE)
        await front.press("enter")
        await front.sees("A-01")
        await say(front, "k0001 3")
        await front.sees("A-01    K0001", "A-02", "* ")
        await say(front, "0", "K0003 1")
        await front.sees("A-02    -", "A-03    K0003")
        assert all(cell_len(line) == size[0] for line in front.text.split("\n"))


async def test_nothing_that_is_expected_is_shown(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.sees("Hook A-01: label and number of keys", "Hooks counted: 0   still to count: 3")
        for expected in ("配电房", "铁门", "3/3", "B-01", "A-04"):
            assert expected not in front.text
        body = "\n".join(line for line in front.text.split("\n") if "Label and number" not in line and "+" not in line)
        assert "K000" not in body


async def test_a_scanner_types_label_and_enter_then_the_number(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.press(*"K0001", "enter", "2", "enter", *"K0002", "enter")
        await front.sees("Hook A-02, label K0002: number of keys", "A-01    K0001")
        await front.press("0", "enter")
        await front.sees("A-02    K0002", "Hook A-03")


async def test_a_wrong_line_stays_and_is_explained_below(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        count = await opened(front)
        await say(front, "A-2 K0002 viele")
        await front.sees("“viele” is no number of keys.", "A-2 K0002 viele")
        await front.press(*["backspace"] * 5, "2", "enter")
        await front.sees("A-02    K0002")
        assert "is no number" not in front.text
        await say(front, "B-1 K0004 3")
        await front.sees("Hook B-01 is not in cabinet A.")
        assert count.tally.unsaved == 1


async def test_another_hook_is_a_whole_line_or_an_arrow_away(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await say(front, "A-2 K0002 3")
        await front.sees("Hook A-03: label")
        await front.press("up")
        await front.sees("Hook A-02 again; counted so far: A-02 K0002 3")
        await say(front, "K0002 1")
        await front.sees("Replaced: A-02 K0002 3")
        await front.press("up", "up", "up")
        await front.sees("Hook A-01: label")
        await say(front, "K0001 3")
        await front.sees("A-01    K0001", "Hook A-03: label")


async def test_two_labels_on_one_hook_are_both_kept(cabinet: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await say(front, "K0001 3")
        await front.press("ctrl+s")
        await front.until(lambda: saved(desk))
        await say(front, "＋K0003", "1")
        await front.sees("Hook A-02")
        await front.press("ctrl+s")
        await front.until(lambda: len(saved(desk)) == 2)
        assert saved(desk) == [("A-01", "K0001", 3), ("A-01", "K0003", 1)]


async def test_backspace_on_the_empty_line_takes_the_last_unsaved_line_back(
    cabinet: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await say(front, "K0001 3")
        await front.press("ctrl+s")
        await front.until(lambda: saved(desk))
        await say(front, "K0002 3", "K0003")
        await front.sees("label K0003: number")
        await front.press("backspace")
        await front.sees("Hook A-03: label")
        await front.press("backspace")
        await front.sees("Hook A-02: label")
        await front.press("backspace")
        await front.sees("Everything here is saved.", "A-01    K0001")
        assert saved(desk) == [("A-01", "K0001", 3)]


async def test_twenty_lines_are_saved_as_one_step(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    for slot in range(1, 26):
        counter.do("key.accept", kind="plant", place=f"机房{slot}", pieces=1, hook=f"A-{slot}")
    counter.do("stocktake.start")
    async with at_desk(desk.path, clock) as front:
        count = await opened(front)
        await say(front, *(f"K{slot:04d} 1" for slot in range(1, 20)))
        assert (acts(desk), count.tally.unsaved) == (0, 19)
        await say(front, "K0020 1")
        await front.until(lambda: not count.tally.unsaved)
        assert (acts(desk), len(saved(desk))) == (1, 20)
        await say(front, "K0021 1")
        await front.sees("* not saved yet: 1", "Hook A-22")
        assert count.tally.remaining == 4


async def test_esc_saves_and_goes_back(cabinet: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await say(front, "K0001 2", "-")
        await front.press("escape")
        await back(front)
        assert saved(desk) == [("A-01", "K0001", 2), ("A-02", "", 0)]


async def test_a_line_that_is_not_kept_is_dropped_by_a_second_esc_only(
    cabinet: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await say(front, "K0001 2")
        await front.type("K0002")
        await front.press("escape")
        await front.sees("This line is not kept yet.", "K0002")
        await front.press("escape")
        await back(front)
        assert saved(desk) == [("A-01", "K0001", 2)]


async def test_a_stock_take_is_gone_on_with_where_it_was_left(cabinet: Counter, clock: FrozenClock) -> None:
    cabinet.do("stocktake.count", TAKE, found="A-1 K0001 3\nA-3 0")
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.sees("A-01    K0001", "A-03    -", "Hook A-02: label", "Hooks counted: 2   still to count: 1")


async def test_what_a_colleague_counts_appears_and_what_is_typed_stays(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await say(front, "K0001 3")
        cabinet.do("stocktake.count", TAKE, found="A-2 K0002 3")
        await front.tick()
        await front.sees("A-02    K0002", "Hook A-03: label", "* A-01")


async def test_locking_the_desk_leaves_the_lines_where_they_are(cabinet: Counter, clock: FrozenClock) -> None:
    cabinet.operator("李婷", "clerk")
    async with at_desk(cabinet.desk.path, clock) as front:
        count = await opened(front)
        await say(front, "K0001 3")
        await front.type("K00")
        await front.press("f9")
        await front.until(lambda: type(front.app.screen).__name__ == "SignInScreen")
        assert count.unsaved
        await front.press(*"2468", "enter")
        await front.until(lambda: front.app.screen is count)
        await front.sees("* A-01", "K00")
        await front.press(*"02 1", "enter")
        await front.sees("A-02    K0002")


async def test_when_the_terminal_goes_away_the_lines_are_parked_and_come_back(
    cabinet: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await say(front, "K0001 3", "K0002 1", "K0003")
        front.app.hang_up()
    assert saved(desk) == []
    (draft,) = desk.drafts(cabinet.actor)
    assert (draft.step, draft.fields) == ("stocktake.count", {"found": "A-01 K0001 3\nA-02 K0002 1\nA-03 K0003"})
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await front.sees("* A-01    K0001", "* A-02    K0002", "A-03 K0003", "not saved yet: 2")
        await front.press("space", "2", "enter", "escape")
        await back(front)
    assert saved(desk) == [("A-01", "K0001", 3), ("A-02", "K0002", 1), ("A-03", "K0003", 2)]
    assert desk.drafts(cabinet.actor) == []


async def test_ctrl_q_asks_before_it_parks_the_lines(cabinet: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await say(front, "K0001 3")
        await front.press("ctrl+q")
        await front.sees("1 form is not saved.")
        await front.press("enter")
        await front.until(lambda: desk.drafts(cabinet.actor))


async def test_what_cannot_be_saved_is_parked_by_a_second_esc(cabinet: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await say(front, "K0001 3")
        cabinet.do("stocktake.void", TAKE, reason="误开")
        await front.tick()
        await front.sees(f"{TAKE} is no longer being counted.")
        await front.press("escape")
        await front.sees("Esc again parks the lines and leaves.", "* A-01")
        await front.press("escape")
        await back(front)
        (draft,) = desk.drafts(cabinet.actor)
        assert draft.fields == {"found": "A-01 K0001 3"}


async def test_once_all_is_counted_ctrl_e_compares_and_closes(cabinet: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await say(front, "K0001 3", "K0002 3", "K0003 2")
        await front.sees("Every hook is counted. ^E compares and closes.")
        await front.press("ctrl+e")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")
        await front.press("ctrl+s")
        await front.sees("A-03 K0003: 1 missing")
        await front.type("复盘两遍，仍少一把")
        await front.press("ctrl+s")
        await back(front)
        found = desk.read(items.item, TAKE)
        assert found is not None
        assert found.stage == "closed"


async def test_the_form_of_a_count_stays_in_the_menu(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await front.press("f5", "3")
        await front.sees(TAKE)
        await front.press("space")
        await front.sees("Compare and close")
        await front.press("c")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")
        await front.sees("What hangs there")


async def test_a_closed_stock_take_is_not_counted_on(cabinet: Counter, clock: FrozenClock) -> None:
    cabinet.do("stocktake.count", TAKE, found="A-1 K0001 3\nA-2 K0002 3\nA-3 K0003 3")
    cabinet.do("stocktake.close", TAKE)
    async with at_desk(cabinet.desk.path, clock) as front:
        await front.press("f5", "3", "ctrl+o")
        await front.sees(TAKE)
        await front.press("enter")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")


HERE = Hook("A", 17)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("K0017 2", Line(HERE, "K0017", 2)),
        ("k0017 ２", Line(HERE, "K0017", 2)),
        ("K0017", Waiting(HERE, "K0017")),
        ("17", Waiting(HERE, "17")),
        ("0", Line(HERE, "", 0)),
        ("-", Line(HERE, "", 0)),
        ("空", Line(HERE, "", 0)),
        ("K0017 0", Line(HERE, "K0017", 0)),
        ("A-19 K0021 1", Line(Hook("A", 19), "K0021", 1)),
        ("A-19 K0021", Waiting(Hook("A", 19), "K0021")),
        ("A-19 0", Line(Hook("A", 19), "", 0)),
        ("a19 空", Line(Hook("A", 19), "", 0)),
    ],
)
def test_a_line_is_understood_as_it_is_meant(typed: str, meant: Line | Waiting) -> None:
    assert understood(typed, HERE, cabinets={"A"}) == meant


def test_after_a_label_only_the_number_is_missing() -> None:
    assert understood("2", HERE, "K0017", {"A"}) == Line(HERE, "K0017", 2)
    assert understood("K0018 1", HERE, "K0017", {"A"}) == Line(HERE, "K0018", 1)


@pytest.mark.parametrize(("typed", "hook", "tag"), [
    ("K0017 zwei", HERE, ""), ("K0017 1000", HERE, ""), ("x", HERE, "K0017"), ("A-19 K0021 1 2", HERE, ""),
    ("K0017 2", None, ""), ("0", None, ""), ("K0017 0", None, ""),
])  # fmt: skip
def test_what_means_nothing_is_refused(typed: str, hook: Hook | None, tag: str) -> None:
    with pytest.raises(Refused):
        understood(typed, hook, tag, {"A"})


def test_what_is_saved_of_a_hook_is_all_that_was_said_of_it() -> None:
    tally = Tally()
    first, second, other = Line(HERE, "K1", 1), Line(HERE, "K2", 1), Line(Hook("A", 18), "K3", 1)
    tally.keep(first)
    tally.keep(other)
    tally.keep(second, also=True)
    assert written(tally.send(1)) == "A-17 K1 1\nA-17 K2 1"
    assert tally.take_back() == other
    assert tally.take_back() is None
    tally.sent(saved=True)
    assert (tally.unsaved, tally.fresh) == (0, set())


def test_what_is_read_anew_leaves_unsaved_lines_alone() -> None:
    tally = Tally()
    hooks = [HERE, Hook("A", 18), Hook("A", 19)]
    tally.read(hooks, [Counted("A-17", "K1", 1), Counted("A-18", "", 0)])
    tally.keep(Line(HERE, "K9", 2))
    tally.read(hooks, [Counted("A-17", "K1", 1), Counted("A-19", "K3", 1)])
    assert [written(told) for told in tally.said.values()] == ["A-19 K3 1", "A-17 K9 2"]
    assert tally.next_hook(Hook("A", 19)) == Hook("A", 18)
    tally.take_back()
    assert [written(told) for told in tally.said.values()] == ["A-19 K3 1", "A-17 K1 1"]
    assert [tally.beside(None, 1), tally.beside(None, -1), Tally().beside(HERE, 1)] == [HERE, Hook("A", 19), None]


def test_a_parked_form_with_more_than_lines_stays_a_form(cabinet: Counter, desk: Desk) -> None:
    take = desk.read(items.item, TAKE)
    assert take is not None
    for text in ("so far\nno line at all", "A-1 K0001 3\nA-2 K0"):
        desk.park(cabinet.actor, "stocktake.count", take.id, TAKE, {"found": text}, desk.now())
    (parked,) = parked_lines(desk, cabinet.actor, take.id)
    assert (written(parked.lines), parked.rest) == ("A-01 K0001 3", "A-2 K0")
