"""A round being written down: one key an item, what was seen in words, nothing typed is lost."""

import pytest
from rich.cells import cell_len

from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.queries import findings, items, rounds
from propdesk.queries.rounds import Grade
from propdesk.rules.answers import Answer, State, text_of
from propdesk.rules.patrol import Stop
from propdesk.screens.round_left import fitted
from propdesk.screens.round_tally import Tally, open_here, parked_areas, times, understood
from propdesk.screens.round_walk import RoundWalk
from tests.conftest import Counter, FrozenClock
from tests.procedures.keyring import vacant_unit
from tests.procedures.patrolling import at, configure
from tests.procedures.reading import item
from tests.procedures.vacant import take
from tests.screens.at_desk import AtDesk, at_desk

SIZES = [(80, 24), (120, 40)]
EVENING = {"name": "夜巡", "begins": "22:00", "minutes": 240, "grace": 15, "not_before": 3, "areas": "CEM",
           "buildings": ["3"], "weekdays": []}  # fmt: skip


@pytest.fixture
def evening(counter: Counter) -> Counter:
    """A round of lifts, smells and talks in building 3, begun at 23:40 by 张敏 with 李婷."""
    configure(counter, "routes", [EVENING])
    counter.desk.sweep()
    counter.operator("李婷", "clerk")
    counter.do("round.start", number(counter.desk), partner="李婷")
    return counter


def number(desk: Desk) -> str:
    """The number of the round of tonight."""
    return next(row.number for row in desk.read(items.items, ledger="round"))


def written(desk: Desk) -> list[tuple[str, str, int]]:
    """Area, place and minutes of what was saved."""
    found = desk.read(items.item, number(desk))
    assert found is not None
    return [(each.area, each.place, each.minutes) for each in desk.read(rounds.areas, found.id)]


def answers(desk: Desk) -> dict[str, Answer]:
    """Every answer that was saved, by item."""
    found = desk.read(items.item, number(desk))
    assert found is not None
    return {each.id: each for area in desk.read(rounds.areas, found.id) for each in area.answers}


async def opened(front: AtDesk) -> RoundWalk:
    """The round, opened with Enter from the register."""
    await front.press("f6")
    await front.until(lambda: type(front.app.screen).__name__ == "RoundsScreen")
    await front.sees("夜巡")
    await front.press("enter")
    await front.until(lambda: isinstance(front.app.screen, RoundWalk))
    await front.sees("areas")
    walk = front.app.screen
    assert isinstance(walk, RoundWalk)
    return walk


async def note(front: AtDesk, key: str, text: str) -> None:
    """One item: its key, what was seen, Enter."""
    await front.press(key)
    await front.type(text)
    await front.press("enter")
    await front.pilot.pause()


async def lifts(front: AtDesk) -> None:
    """Everything about the lifts of building 3."""
    await note(front, "1", "上下三趟平稳")
    for _n in range(6):
        await front.press("space")
    await front.sees("7/7")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_round_its_stops_and_the_items_of_one_are_on_the_screen(
    evening: Counter, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    async with at_desk(evening.desk.path, clock, lang=lang, size=size) as front:
        await front.press("f6")
        await front.sees("夜巡")
        await front.press("enter")
        await front.sees("C1", "C7", "[C] E", "张敏 / 李婷", "0/7", "23:40")
        assert all(cell_len(line) == size[0] for line in front.text.split("\n"))


async def test_an_area_takes_a_key_and_a_note_and_is_saved_as_one_act(
    evening: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        before = front.keys
        await lifts(front)
        await front.sees("All answered: Enter saves the area.", "[C*]")
        assert front.keys - before == 8
        clock.forward(minutes=5)
        await front.press("enter")
        await front.sees("[E]", "C+", "E1")
    assert written(desk) == [("C", "3", 5)]
    assert {each.note for each in answers(desk).values()} == {"上下三趟平稳"}


@pytest.mark.parametrize("said", ["normal", "正常", "OK ok", "无异常。", ""])
async def test_that_all_is_well_is_refused_where_it_is_typed(evening: Counter, clock: FrozenClock, said: str) -> None:
    async with at_desk(evening.desk.path, clock) as front:
        walk = await opened(front)
        await front.press("1")
        if said:
            await front.type(said)
        await front.press("enter")
        await front.sees("C1: say what you saw.", said)
        assert not walk.tally.unsaved
        await front.type("上下三趟平稳")
        await front.press("enter")
        await front.sees("+  fine", "1/7")


async def test_a_defect_with_its_place_becomes_a_finding_that_is_told(
    evening: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await note(front, "1", "上下三趟平稳")
        await note(front, "2", "@12F 有异响")
        await front.press("up", "up")
        await front.press("down", "down")
        for _n in range(4):
            await note(front, "1", "逐项看过，完整")
        await note(front, "3", "地上有纸屑，已扫")
        clock.forward(minutes=4)
        await front.press("enter")
        await front.sees("Findings opened: WT")
    found = desk.read(findings.open_ones)
    assert [(row.check_id, row.place, row.text) for row in found] == [("C2", "3 12F", "有异响")]
    assert answers(desk)["C7"].state is State.FIXED


async def test_the_open_finding_shows_where_the_same_is_asked_again(evening: Counter, clock: FrozenClock) -> None:
    evening.do("finding.report", text="轿厢灯坏一盏", check="C5", place="3 轿厢")
    async with at_desk(evening.desk.path, clock) as front:
        await opened(front)
        assert "Still open" not in front.text
        await front.press("down", "down", "down", "down")
        await front.sees("Still open: WT", "轿厢灯坏一盏")


LIFTS = ("平稳", "无杂音", "标识在", "按钮灵", "", "画面清楚", "已拖地")


@pytest.mark.parametrize("place", ["3", "3号楼轿厢"])
async def test_enter_on_the_empty_line_counts_the_same_defect_on_the_open_finding(
    evening: Counter, desk: Desk, clock: FrozenClock, place: str
) -> None:
    known = evening.do("finding.report", text="轿厢灯坏一盏", check="C5", place=place).item
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        for key, text in zip("1111211", LIFTS, strict=True):
            await note(front, key, text)
        await front.sees(f"={known} 轿厢灯坏一盏")
        clock.forward(minutes=4)
        await front.press("enter")
        await front.sees(f"Found again: {known}")
    assert [row.again for row in desk.read(findings.open_ones)] == [1]


async def test_whether_it_is_the_open_finding_is_asked_and_another_one_says_where(
    evening: Counter, desk: Desk, clock: FrozenClock
) -> None:
    known = evening.do("finding.report", text="轿厢灯坏一盏", check="C5", place="3").item
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await front.press("down", "down", "down", "down")
        await note(front, "2", "灯还是坏的")
        await front.sees(f"{known} is open there: 轿厢灯坏一盏. Enter again if it is that one")
        await front.press("enter")
        await front.sees(f"={known} 灯还是坏的", "1/7")
        await front.press("up", "delete")
        await note(front, "2", "@货梯 灯不亮")
        for text in (*LIFTS[5:], *LIFTS[:4]):
            await note(front, "1", text)
        clock.forward(minutes=4)
        await front.press("enter")
        await front.sees("Findings opened: WT")
    assert [(row.place, row.again) for row in desk.read(findings.open_ones)] == [("3", 0), ("3 货梯", 0)]


async def test_a_smell_is_asked_about_at_once_then_security_is_called(
    evening: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await front.press("right")
        await front.sees("[E]")
        await note(front, "2", "@5F 有煤气味")
        clock.forward(minutes=4)
        await front.press("enter")
        await front.sees("Ask the unit", "What they said")
        await front.press("tab", "tab")
        await front.type("无人应门")
        await front.press("ctrl+s")
        await front.sees("Call security", "Who was reached")
        await front.type("赵队长")
        await front.press("ctrl+s")
        await front.until(lambda: isinstance(front.app.screen, RoundWalk))
        await front.sees("E+")
    (row,) = desk.read(findings.open_ones)
    assert (row.stage, row.asked_unit, row.security_called, row.security_name) == (
        "reported", clock.moment, clock.moment, "赵队长",
    )  # fmt: skip


async def test_what_is_put_right_says_how_and_that_it_is_the_open_finding(
    evening: Counter, desk: Desk, clock: FrozenClock
) -> None:
    known = evening.do("finding.report", text="轿厢灯坏一盏", check="C5", place="3 1号梯", told_to="王经理").item or ""
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await front.press("down", "down", "down", "down")
        await note(front, "3", "")
        await front.sees("C5: say what is wrong, or what was done about it.")
        await front.type("换了灯管")
        await front.press("enter")
        await front.sees(f"{known} is open there: 轿厢灯坏一盏.")
        await front.press("enter")
        await front.sees(f"={known} 换了灯管", "1/7")
        for text in (*LIFTS[5:], *LIFTS[:4]):
            await note(front, "1", text)
        clock.forward(minutes=4)
        await front.press("enter")
        await front.sees(f"Found again: {known}")
    assert item(desk, known).stage == "handled"


RULES = {**EVENING, "areas": "J", "buildings": []}
"""A round to see who breaks the rules, on the whole estate."""


async def test_a_violation_says_where_and_what_came_of_talking_to_them(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    configure(counter, "routes", [RULES])
    counter.desk.sweep()
    counter.do("round.start", number(desk))
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await note(front, "2", "小广告")
        await front.sees("J1: say where: @ and the place before what is wrong")
        await front.press("home")
        await front.type("@3-1201")
        await front.press("enter")
        await front.sees("J1: after @ and the place comes a space, then what was seen.")
        await front.press("space", "enter")
        await front.sees("J1: what came of talking to them?", "1 stopped at once")
        await front.type("9")
        await front.press("enter")
        await front.sees("Type 1, 2, 3 or 4.")
        await front.press("backspace")
        await front.type("2")
        await front.press("enter")
        await front.sees("defect", "@3-1201 小广告  (Promised to stop)", "1/8")
        for place in range(7):
            await note(front, "1", f"看过第{place}处")
        clock.forward(minutes=4)
        await front.press("enter")
        await front.sees("Findings opened: WT")
    (row,) = desk.read(findings.open_ones)
    assert (row.place, row.kind, row.persuaded) == ("3-1201", "violation", "promised")


async def test_many_items_in_the_same_words_show_while_they_are_written(evening: Counter, clock: FrozenClock) -> None:
    async with at_desk(evening.desk.path, clock) as front:
        await opened(front)
        await note(front, "1", "上下三趟平稳")
        await front.press("space", "space")
        await front.sees("3/7")
        assert "same words" not in front.text
        await front.press("space")
        await front.sees("4/7", "! same words 4x")


async def test_what_was_answered_is_parked_at_once_and_taken_back_with_its_answer(
    evening: Counter, desk: Desk, clock: FrozenClock
) -> None:
    found = desk.read(items.item, number(desk))
    assert found is not None

    def parked() -> list[str]:
        return [each for area in parked_areas(desk, evening.actor, found.id) for each in area.written.answers]

    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await note(front, "1", "上下三趟平稳")
        await front.press("space")
        await front.until(lambda: parked() == ["C1", "C2"])
        await front.press("up", "delete", "up", "delete")
        await front.until(lambda: parked() == [])


async def test_what_is_not_here_takes_one_key_and_words_only_if_wanted(evening: Counter, clock: FrozenClock) -> None:
    async with at_desk(evening.desk.path, clock) as front:
        await opened(front)
        await front.press("4")
        await front.sees("-  not here", "1/7")
        await front.press("up", "enter")
        await front.type("本梯停用")
        await front.press("enter")
        await front.sees("本梯停用", "1/7")


async def test_a_defect_is_not_repeated_by_a_key(evening: Counter, clock: FrozenClock) -> None:
    async with at_desk(evening.desk.path, clock) as front:
        await opened(front)
        await front.press("space")
        await front.sees("There is no note to repeat yet")
        await note(front, "2", "有异响")
        await front.press("space")
        await front.sees("1/7")


async def test_up_in_the_line_brings_back_what_was_typed_before(evening: Counter, clock: FrozenClock) -> None:
    async with at_desk(evening.desk.path, clock) as front:
        walk = await opened(front)
        await note(front, "1", "上下三趟平稳")
        await note(front, "1", "没有杂音")
        await front.press("1", "up", "up")
        assert walk._line.value == "上下三趟平稳"
        await front.press("down", "down")
        assert walk._line.value == ""
        await front.press("up", "enter")
        await front.sees("3/7")


async def test_an_area_walked_too_fast_is_saved_by_a_second_try_and_marked(
    evening: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await lifts(front)
        clock.forward(minutes=1)
        await front.press("enter")
        await front.sees("Only 1 min: at least 3.")
        assert written(desk) == []
        await front.press("enter")
        await front.sees("C+")
    found = desk.read(items.item, number(desk))
    assert found is not None
    assert [each.too_fast for each in desk.read(rounds.areas, found.id)] == [True]


async def test_times_and_evidence_are_said_with_a_key_each(evening: Counter, desk: Desk, clock: FrozenClock) -> None:
    clock.forward(minutes=30)
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await lifts(front)
        await front.press("ctrl+t")
        await front.type("2345 2358")
        await front.press("enter", "ctrl+g")
        await front.sees("23:45-23:58", "Scanned")
        await front.press("enter")
        await front.sees("[E]", "23:58-now", "Scanned")
        await front.press("ctrl+t")
        await front.type("9")
        await front.press("enter")
        await front.sees("23:58-00:07")
    found = desk.read(items.item, number(desk))
    assert found is not None
    (area,) = desk.read(rounds.areas, found.id)
    assert (area.began, area.ended, area.grade) == (at(21, 23, 45), at(21, 23, 58), Grade.SCANNED)


async def test_esc_saves_what_is_whole_and_parks_the_rest(evening: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await note(front, "2", "@12F 有异响")
        await front.press("right")
        await front.sees("[E]", "C*")
        await note(front, "1", "各层闻过，无味道")
        clock.forward(minutes=5)
        await front.press("escape")
        await front.until(lambda: type(front.app.screen).__name__ == "RoundsScreen")
        assert written(desk) == [("E", "3", 5)]
        await front.press("enter")
        await front.sees("What was parked is here again.", "[C*] E+", "@12F 有异响")


async def test_a_note_that_is_not_kept_is_dropped_by_a_second_esc_only(evening: Counter, clock: FrozenClock) -> None:
    async with at_desk(evening.desk.path, clock) as front:
        await opened(front)
        await front.press("1")
        await front.type("上下三")
        await front.press("escape")
        await front.sees("This note is not kept yet.", "上下三")
        await front.press("escape")
        await front.sees("0/7")
        assert "上下三" not in front.text


async def test_when_the_terminal_goes_away_every_area_is_parked_and_comes_back(
    evening: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await note(front, "1", "上下三趟平稳")
        front.app.hang_up()
    found = desk.read(items.item, number(desk))
    assert found is not None
    (parked,) = parked_areas(desk, evening.actor, found.id)
    assert (parked.stop, parked.written.answers["C1"].note) == (Stop("C", "3"), "上下三趟平稳")
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await front.sees("上下三趟平稳", "1/7", "[C*]")
        for _n in range(6):
            await note(front, "1", "逐项看过，完整")
        clock.forward(minutes=5)
        await front.press("enter")
        await front.sees("C+")
    assert desk.drafts(evening.actor) == []


async def test_locking_leaves_the_line_where_it_is(evening: Counter, clock: FrozenClock) -> None:
    async with at_desk(evening.desk.path, clock) as front:
        walk = await opened(front)
        await front.press("1")
        await front.type("上下")
        await front.press("f9")
        await front.until(lambda: type(front.app.screen).__name__ == "SignInScreen")
        assert walk.unsaved
        await front.press(*"2468", "enter")
        await front.until(lambda: front.app.screen is walk)
        await front.sees("上下")


async def test_what_a_colleague_writes_appears_and_what_is_typed_stays(evening: Counter, clock: FrozenClock) -> None:
    async with at_desk(evening.desk.path, clock) as front:
        await opened(front)
        await note(front, "1", "上下三趟平稳")
        clock.forward(minutes=5)
        evening.do("round.area", number(evening.desk), area="E", place="3", answers="E1 ok 各层闻过，无味道")
        await front.tick()
        await front.sees("[C*] E+", "上下三趟平稳")


async def test_ctrl_e_saves_finishes_and_has_two_sign(evening: Counter, desk: Desk, clock: FrozenClock) -> None:
    clock.forward(minutes=5)
    for area, place, text in (("E", "3", "E1 ok 各层闻过，无味道"), ("M", None, "M1 ok 与两户谈过")):
        evening.do("round.area", number(desk), area=area, place=place, answers=text)
    clock.forward(minutes=5)
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await note(front, "1", "上下三趟平稳")
        await front.press("ctrl+e")
        await front.sees("Not answered yet: C2, C3, C4, C5, C6, C7")
        for _n in range(6):
            await front.press("space")
        await front.sees("7/7")
        await front.press("ctrl+e")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")
        await front.sees("Finish")
        await front.press("ctrl+s")
        await front.sees("Second signature")
        assert item(desk, number(desk)).stage == "walked"


async def test_a_round_that_was_closed_meanwhile_keeps_what_is_typed(
    evening: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await opened(front)
        await lifts(front)
        clock.forward(minutes=5)
        evening.do("round.void", number(desk), reason="误开")
        await front.tick()
        await front.sees("is no longer being walked.")
        await front.press("escape")
        await front.sees("Esc again parks what is written and leaves.")
        await front.press("escape")
        await front.until(lambda: type(front.app.screen).__name__ == "RoundsScreen")
        assert len(desk.drafts(evening.actor)) == 1


async def test_whoever_sets_out_writes_the_round_down_next(counter: Counter, clock: FrozenClock) -> None:
    configure(counter, "routes", [EVENING])
    counter.desk.sweep()
    async with at_desk(counter.desk.path, clock) as front:
        await front.press("f6")
        await front.sees("夜巡")
        await front.press("enter")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")
        await front.press("ctrl+s")
        await front.until(lambda: isinstance(front.app.screen, RoundWalk))
        await front.sees("C1", "[C]")


async def test_a_round_without_plan_is_begun_and_written_down_next(evening: Counter, clock: FrozenClock) -> None:
    async with at_desk(evening.desk.path, clock) as front:
        await front.press("f6")
        await front.sees("夜巡")
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "FormScreen")
        await front.type("暴雨后看天台")
        await front.press("ctrl+s")
        await front.until(lambda: isinstance(front.app.screen, RoundWalk))
        await front.sees("[C]", "areas 0 of 3")
        await front.press("escape")
        await front.until(lambda: type(front.app.screen).__name__ == "RoundsScreen")


# --- what is left of sites and vacant units -----------------------------------------------------------------

UNITS = {**EVENING, "areas": "KL", "buildings": []}
"""A round through renovation sites and vacant units."""


def site(counter: Counter, code: str) -> str:
    """A unit that is being renovated since yesterday; the number of the site."""
    began = at(20, 9)
    return counter.do("renovation.start", unit=code, contractor="宏达装饰", began=began, happened=began).item or ""


@pytest.fixture
def owing(counter: Counter) -> Counter:
    """A round through two sites, 1-0502 and 3-1201, and one vacant unit, 5-0101; begun by 张敏."""
    configure(counter, "routes", [UNITS])
    counter.desk.sweep()
    vacant_unit(counter)
    take(counter)
    site(counter, "3-1201")
    site(counter, "1-0502")
    counter.clock.forward(minutes=5)
    counter.do("round.start", number(counter.desk))
    counter.clock.forward(minutes=5)
    return counter


def of_round(desk: Desk, unit: str, ledger: str, table: str, column: str) -> list[int]:
    """The rounds that the entries of a unit name."""
    asked = f"SELECT round_id FROM {table} JOIN item ON item.id = {column} WHERE place = ? AND ledger = ?"  # noqa: S608
    return [row[0] for row in desk.read(lambda connection: connection.exec_driver_sql(asked, (unit, ledger)).all())]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("lang", "sites", "vacant"),
    [
        ("en", "Progress of the day still to enter (^N): 1-0502, 3-1201", "State still to enter (^N): 5-0101"),
        ("zh_CN", "当日进度未填（^N 填写）：1-0502、3-1201", "本次状况未记录（^N 填写）：5-0101"),
    ],
)
async def test_the_lines_of_sites_and_vacant_units_say_which_are_still_to_be_entered(
    owing: Counter, clock: FrozenClock, lang: str, sites: str, vacant: str, size: tuple[int, int]
) -> None:
    async with at_desk(owing.desk.path, clock, lang=lang, size=size) as front:
        await front.press("f6")
        await front.sees("夜巡")
        await front.press("enter")
        await front.sees("[K] L", sites)
        await front.press("right")
        await front.sees("[L]", vacant)
        assert sites not in front.text
        assert all(cell_len(line) == size[0] for line in front.text.split("\n"))


async def test_ctrl_n_writes_the_units_down_one_after_the_other_on_this_round(
    owing: Counter, desk: Desk, clock: FrozenClock
) -> None:
    walked = desk.read(items.item, number(desk))
    assert walked is not None
    async with at_desk(desk.path, clock) as front:
        walk = await opened(front)
        for unit, after in (("1-0502", "(^N): 3-1201"), ("3-1201", "No renovation site is left")):
            await front.press("ctrl+n")
            await front.sees("Progress of the day", unit, walked.number)
            await front.type("贴砖到主卫")
            await front.press("ctrl+s")
            await front.until(lambda: front.app.screen is walk)
            await front.sees(after)
            assert of_round(desk, unit, "renovation", "renovation_entry", "renovation_id") == [walked.id]
        await front.press("ctrl+n")
        await front.sees("No renovation site is left without its progress entry of the day.")
        assert front.app.screen is walk
        await front.press("right", "ctrl+n")
        await front.sees("Visit the unit", "5-0101", walked.number)
        await front.type("门窗关好，地面干燥")
        await front.press("ctrl+s")
        await front.until(lambda: front.app.screen is walk)
        await front.sees("No vacant unit is left to be written down.")
        assert of_round(desk, "5-0101", "vacancy", "vacancy_visit", "vacancy_id") == [walked.id]


async def test_what_is_half_typed_of_the_round_is_there_after_a_unit_was_entered_or_not(
    owing: Counter, clock: FrozenClock
) -> None:
    async with at_desk(owing.desk.path, clock) as front:
        walk = await opened(front)
        await front.press("1")
        await front.type("两户都在施")
        await front.press("ctrl+n")
        await front.sees("Progress of the day", "1-0502")
        await front.press("escape")
        await front.until(lambda: front.app.screen is walk)
        await front.sees("两户都在施", "(^N): 1-0502, 3-1201")
        await front.press("ctrl+n")
        await front.sees("Progress of the day", "1-0502")
        await front.type("贴砖到主卫")
        await front.press("ctrl+s")
        await front.until(lambda: front.app.screen is walk)
        await front.sees("两户都在施", "(^N): 3-1201")
        await front.type("工")
        await front.press("enter")
        await front.sees("两户都在施工", "1/1")


async def test_what_a_colleague_enters_meanwhile_is_not_asked_for_any_more(owing: Counter, clock: FrozenClock) -> None:
    async with at_desk(owing.desk.path, clock) as front:
        await opened(front)
        await front.sees("(^N): 1-0502, 3-1201")
        known = owing.desk.read(items.items, ledger="renovation")
        owing.do("renovation.progress", next(row.number for row in known if row.place == "1-0502"), progress="贴砖")
        await front.tick()
        await front.sees("(^N): 3-1201")


async def test_a_line_that_asks_for_no_unit_has_no_key_for_one(evening: Counter, clock: FrozenClock) -> None:
    async with at_desk(evening.desk.path, clock) as front:
        walk = await opened(front)
        await front.press("ctrl+n")
        assert front.app.screen is walk
        assert "^N" not in front.text


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, "1-0101, 1-0102, 1-0103, 1-0104"),
        (29, "1-0101, 1-0102 .. 4 in all"),
        (18, "1-0101 .. 4 in all"),
        (4, "1-0101 .. 4 in all"),
    ],
)
def test_units_that_do_not_fit_on_the_line_are_counted(width: int, shown: str) -> None:
    assert fitted(["1-0101", "1-0102", "1-0103", "1-0104"], width) == shown


# --- the tally ------------------------------------------------------------------------------------------------

HERE, NEXT = Stop("C", "3"), Stop("E", "3")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("灯亮", Answer("C5", State.OK, "灯亮")),
        ("@3F 灯亮", Answer("C5", State.OK, "灯亮", "3F")),
        ("＠3F  灯 亮 ", Answer("C5", State.OK, "灯 亮", "3F")),
    ],
)
def test_a_note_may_say_where_before_what(text: str, meant: Answer) -> None:
    assert understood("C5", State.OK, text) == meant
    assert understood("C5", State.OK, text_of(meant)) == meant


@pytest.mark.parametrize("text", ["", "@3F", "@3F 正常", "好好好", "x" * 201, f"@{'x' * 41} y"])
def test_a_note_that_says_nothing_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        understood("C5", State.OK, text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2350 0010", (at(21, 23, 50), at(22, 0, 10))),
        ("23:50-0:10", (at(21, 23, 50), at(22, 0, 10))),
        ("２３５０　００１０", (at(21, 23, 50), at(22, 0, 10))),
        ("2350", (at(21, 23, 50), None)),
        ("10", (at(21, 23, 40), at(21, 23, 50))),
    ],
)
def test_times_are_read_right_across_midnight(text: str, meant: tuple[object, object], desk: Desk) -> None:
    assert times(text, at(21, 23, 40), at(22, 0, 30), desk.zone) == meant


@pytest.mark.parametrize("text", ["", "bald", "2350 2340", "1 2 3", "59"])
def test_times_that_cannot_be_are_refused(text: str, desk: Desk) -> None:
    with pytest.raises(Refused):
        times(text, at(21, 23, 40), at(22, 0, 30), desk.zone)


def test_what_is_open_in_building_12_is_not_open_in_building_1(evening: Counter, desk: Desk) -> None:
    for place in ("1 5F", "12 5F", "1号楼顶层", "1-0502", "3"):
        evening.do("finding.report", text=f"灯不亮 {place}", check="C5", place=place)
    still = desk.read(findings.open_ones)
    assert {row.place for row in open_here(still, "C5", Stop("C", "1"))} == {"1 5F", "1号楼顶层", "1-0502"}
    assert len(open_here(still, "C5", Stop("C"))) == 5


def test_an_area_begins_when_the_one_before_it_ended() -> None:
    tally = Tally()
    tally.read([HERE, NEXT], [])
    assert tally.begins(NEXT, at(21, 23)) == at(21, 23)
    tally.time(HERE, None, at(21, 23, 20))
    assert tally.begins(NEXT, at(21, 23)) == at(21, 23, 20)
    tally.time(NEXT, at(21, 23, 25), None)
    assert tally.begins(NEXT, at(21, 23)) == at(21, 23, 25)


def test_what_is_taken_back_is_not_saved_any_more() -> None:
    tally = Tally()
    tally.keep(HERE, Answer("C1", State.OK, "平稳"))
    tally.of(HERE).saved = True
    assert tally.unsaved == []
    tally.keep(HERE, Answer("C2", State.OK, "无异响"))
    assert tally.drop(HERE, "C2") == Answer("C2", State.OK, "无异响")
    assert tally.drop(HERE, "C2") is None
    assert tally.unsaved == [HERE]


def test_a_parked_form_that_is_no_area_stays_a_form(evening: Counter, desk: Desk) -> None:
    found = desk.read(items.item, number(desk))
    assert found is not None
    good = {"area": "E", "place": "3", "answers": "E1 ok 无味道", "grade": "radio", "began": f"{at(21, 23, 45)}"}
    bad = ({"area": "C", "answers": "irgendwas"}, {"answers": "C1 ok 平稳"}, {"area": "C", "answers": "E1 ok 无味道"})
    for each in (*bad, good):
        desk.park(evening.actor, "round.area", found.id, found.number, each, desk.now())
    (parked,) = parked_areas(desk, evening.actor, found.id)
    assert (parked.stop, parked.written.grade, parked.written.began) == (NEXT, Grade.RADIO, at(21, 23, 45))
