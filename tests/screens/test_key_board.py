"""The cabinet as a board: what hangs where, what is out, overdue or lost, and the keys that do something about it."""

import pytest
from rich.cells import cell_len

from propdesk.desk import Desk, Signature
from propdesk.models.key import Authority, KeyClass
from propdesk.queries.keys import KeySet, overdue_codes
from propdesk.screens.key_board import KeyBoard, cells_of, states_of
from propdesk.settings import Settings
from propdesk.store import desk_state
from propdesk.widgets.hook_grid import HookCell, HookGrid
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk

SIZES = [(80, 24), (120, 40)]
BORROWED = (Signature("borrower", "周师傅", capacity="维修工"),)


@pytest.fixture
def cabinet(counter: Counter) -> Counter:
    """Cabinet A with hooks 1 to 7 and 9, one of each state; cabinet B with a hook of the same lock as A-6."""
    for number, place in enumerate(("配电房", "水泵房", "消控室", "监控室", "电梯机房", "会所", "热力站"), start=1):
        hang(counter, f"A-{number}", place)
    hang(counter, "A-9", "屋面", instruction="上屋面须两人同行")
    hang(counter, "B-1", "会所")
    lend(counter, "K0002", 1, "换灯")
    lend(counter, "K0003", 3, "检修水泵")
    lend(counter, "K0008", 1, "查漏", due="+1h")
    lose(counter, "K0005")
    lose(counter, "K0009")
    counter.do("key.consent", "YS20261121-009", who="赵经理", channel="电话", remedy="new_lock")
    counter.do("key.replace", "YS20261121-009", made=3, result="换了锁芯")
    counter.clock.forward(hours=2)
    return counter


def hang(counter: Counter, hook: str, place: str, instruction: str = "") -> None:
    counter.do("key.accept", kind="plant", place=place, door="正门", pieces=3, hook=hook, instruction=instruction)


def lend(counter: Counter, tag: str, pieces: int, reason: str, due: str = "+9h") -> None:
    counter.do("loan.lend", which=tag, pieces=pieces, borrower="周师傅", department="engineering", phone="13900001111",
               reason=reason, due=due, signatures=BORROWED)  # fmt: skip


def lose(counter: Counter, tag: str) -> None:
    counter.do("key.lose", f"YS20261121-{tag[2:]}", course="巡查时发现少一把")


async def opened(front: AtDesk, cabinet: str = "A") -> KeyBoard:
    """The board of a cabinet."""
    await front.press("f5")
    await front.sees("YS20261121-009")
    await front.press("ctrl+k")
    await front.until(lambda: isinstance(front.app.screen, KeyBoard) and front.app.screen.board is not None)
    board = front.app.screen
    assert isinstance(board, KeyBoard)
    await front.press({"A": "1", "B": "2"}[cabinet], "home")
    await front.until(lambda: board.board is not None and board.board.name == cabinet)
    return board


def cell(front: AtDesk) -> HookCell:
    found = front.app.screen.query_one(HookGrid).cell
    assert found is not None
    return found


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_board_shows_every_hook_with_count_mark_and_place(
    cabinet: Counter, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    async with at_desk(cabinet.desk.path, clock, lang=lang, size=size) as front:
        await opened(front)
        await front.sees(">A-01 K0001", "3/3", "2/3", "- 0/3", "!! 2/3", "? 2/3", "配电房", "A-08", "K0008")
        await front.sees("x 3/3")
        assert all(cell_len(line) == size[0] for line in front.text.split("\n"))


async def test_each_mark_is_told_in_words_and_counted_above(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.sees("Cabinet A   8 sets, 18 keys here, 5 out, 1 lost")
        await front.sees("!! past due 1", "? lost 1", "x new lock 1", "- all out 1", "1/3 some out")


async def test_the_board_opens_on_the_hook_of_the_key_set_under_the_cursor(
    cabinet: Counter, clock: FrozenClock
) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await front.press("f5")
        await front.sees("> ", "YS20261121-009")
        await front.press("down", "ctrl+k")
        await front.sees("Cabinet A", ">A-09 K0008")


async def test_a_loan_in_the_list_leads_to_the_hook_of_its_keys(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await front.press("f5", "2")
        await front.sees("JY20261121-003")
        await front.press("end")
        await front.until(lambda: getattr(front.app.screen, "chosen", lambda: None)() is not None)
        await front.press("ctrl+k")
        await front.sees(">A-02 K0002")


async def test_below_the_grid_stands_who_has_the_keys_and_what_must_be_known(
    cabinet: Counter, clock: FrozenClock
) -> None:
    async with at_desk(cabinet.desk.path, clock, size=SIZES[0]) as front:
        await opened(front)
        await front.press("end")
        await front.sees("上屋面须两人同行", "2 of 3 here, 1 lent", "周师傅  查漏", "!! overdue since 00:40")
        await front.press("home", "right")
        await front.sees("换灯  due 08:40")
        assert "上屋面" not in front.text


async def test_an_empty_hook_between_others_is_shown_and_holds_nothing(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.press("end", "left")
        await front.sees(">A-08", "empty", "Nothing hangs on hook A-08.")
        await front.press("enter")
        await front.until(lambda: len(front.app._notifications) > 0)
        assert isinstance(front.app.screen, KeyBoard)


async def test_digits_and_tab_change_the_cabinet(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.press("2")
        await front.sees("Cabinet B   1 sets, 3 keys here", ">B-01", "会所")
        await front.press("tab")
        await front.sees("Cabinet A", ">A-01")
        await front.press("shift+tab")
        await front.sees("Cabinet B")
        await front.press("9")
        await front.sees("Cabinet B")


async def test_enter_lends_the_keys_of_the_hook(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.press("right", "right", "right", "enter")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")
        await front.sees("Lend keys", "YS20261121-004")
        await front.press("escape")
        await front.sees(">A-04")


async def test_of_lost_keys_enter_does_what_comes_next(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.press(*["right"] * 4)
        await front.sees(">A-05 K0005")
        board = front.app.screen
        assert isinstance(board, KeyBoard)
        chosen = board.chosen()
        assert chosen is not None
        assert (chosen.stage, chosen.codes) == ("lost", ("KEY.LOST_SAMEDAY",))
        await front.press("enter")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")


async def test_the_menu_of_steps_is_that_of_the_key_set(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.press("space")
        await front.sees("YS20261121-001", "1 Lend keys", "Hand back")
        await front.press("escape")
        await front.sees(">A-01")


async def test_keys_that_are_out_are_taken_back_from_the_board(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.press("ctrl+e")
        await front.until(lambda: len(front.app._notifications) > 0)
        await front.press("right", "ctrl+e")
        await front.sees("Take back", "JY20261121-001")


async def test_history_and_item_page_are_one_key_away(cabinet: Counter, clock: FrozenClock) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        board = await opened(front)
        await front.press("right", "ctrl+d")
        await front.sees("Authorised by", "JY20261121-001", "周师傅", "still out")
        await front.press("escape")
        await front.until(lambda: front.app.screen is board)
        await front.press("ctrl+o")
        await front.until(lambda: type(front.app.screen).__name__ == "ItemScreen")
        await front.sees("YS20261121-002")
        await front.press("escape", "escape")
        await front.until(lambda: type(front.app.screen).__name__ == "KeysScreen")


async def test_what_another_desk_lends_shows_and_the_cursor_stays_on_its_hook(
    cabinet: Counter, clock: FrozenClock
) -> None:
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.press(*["right"] * 3)
        assert cell(front).code == "3/3"
        lend(cabinet, "K0004", 2, "换硬盘")
        await front.tick()
        await front.until(lambda: cell(front).code == "1/3")
        await front.sees(">A-04 K0004", "换硬盘")


async def test_when_the_promised_time_passes_the_mark_appears(cabinet: Counter, clock: FrozenClock) -> None:
    lend(cabinet, "K0004", 2, "换硬盘", due="+10m")
    async with at_desk(cabinet.desk.path, clock) as front:
        await opened(front)
        await front.press(*["right"] * 3)
        assert cell(front).code == "1/3"
        clock.forward(minutes=11)
        await front.tick()
        await front.until(lambda: cell(front).code == "!! 1/3")
        await front.sees("!! past due 2")


async def test_where_three_days_count_from_the_promise_a_loan_is_not_overdue_before(
    cabinet: Counter, desk: Desk, clock: FrozenClock
) -> None:
    with desk._transaction() as session:
        desk_state.save_setting(session.connection(), "keys_overdue", "promised")
    desk.reload()
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await front.sees("!! past due 0")
        await front.press("end")
        assert cell(front).code == "2/3"


async def test_a_desk_without_keys_says_so(desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("f5", "ctrl+k")
        await front.sees("No keys are in custody yet.")
        await front.press("enter", "tab", "1", "space", "ctrl+o", "escape")
        await front.until(lambda: type(front.app.screen).__name__ == "KeysScreen")


def test_which_clocks_make_a_loan_overdue_is_for_the_site_to_say() -> None:
    assert overdue_codes(Settings()) == ("KEY.LOAN_TERM", "KEY.OVERDUE_3D")
    assert overdue_codes(Settings(keys_overdue="promised")) == ("KEY.OVERDUE_3D",)


def key(slot: int, *, out: int = 0, lost: int = 0, outdated: bool = False) -> KeySet:
    return KeySet(
        id=slot, number=f"YS-{slot}", stage="custody", kind=KeyClass.PLANT, tag=f"K{slot:04d}", hook=f"A-{slot:02d}",
        door="", place="配电房", person="", pieces=3, out=out, lost=lost, departments=(), authority=Authority.NOBODY,
        ask_owner=False, longest_hours=0, may_leave=False, instruction="", outdated=outdated,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("slots", "hooks"),
    [((2, 3), ["A-01", "A-02", "A-03"]), ((1, 2, 6), ["A-01", "A-02", "A-06"]), ((5, 6, 7), ["A-05", "A-06", "A-07"])],
)
def test_empty_hooks_are_shown_as_long_as_they_are_fewer_than_the_others(
    slots: tuple[int, ...], hooks: list[str]
) -> None:
    sets = [key(slot) for slot in slots]
    assert [cell.hook for cell in cells_of(sets, {each.id: () for each in sets})] == hooks


def test_of_several_states_the_most_pressing_is_told_and_the_others_are_marked() -> None:
    held = key(1, out=1, lost=1, outdated=True)
    states = states_of(held, late=True)
    assert states == ("overdue", "lost", "changed")
    (only,) = cells_of([held], {1: states})
    assert (only.code, only.word, only.tone) == ("!! 1/3", "past due ? x", "late")
    assert states_of(key(1, out=3), late=False) == ("all_out",)
    assert list(cells_of([], {})) == []
