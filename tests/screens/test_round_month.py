"""The month of the patrols: the picture with its marks, the numbers with their items, what stands beside an item."""

from collections import Counter as Counted
from datetime import date

import pytest
from rich.cells import cell_len

from propdesk.desk import Desk, Signature
from propdesk.exports import of_report, text
from propdesk.i18n import say
from propdesk.models.report import ReportKind
from propdesk.queries import figures, items, rounds
from propdesk.rules import patrol
from propdesk.rules.cycles import Span, period_of
from propdesk.rules.figures import tables
from propdesk.screens.round_calendar import load, month_of
from propdesk.screens.round_overview import Line, lines
from propdesk.screens.round_overview import load as load_numbers
from propdesk.widgets.month_grid import DayCell
from propdesk.widgets.windowed import WindowedTable
from tests.conftest import Counter, FrozenClock
from tests.procedures.patrolling import B_LOCKED, DAY, E_FINE, NIGHT, at, configure, expected, pass_to, walk
from tests.screens.at_desk import AtDesk, at_desk

SIZES = [(80, 24), (120, 40)]
NOVEMBER = period_of(Span.MONTH, date(2026, 11, 1))


@pytest.fixture
def november(counter: Counter) -> Counter:
    """At night: the 21st on time, the 22nd late, the 23rd missed, the 24th open; by day the 22nd to 24th missed, the
    first of them accounted for; one round outside the plan on the 24th."""
    configure(counter, "routes", [NIGHT, DAY])
    first = expected(counter)
    walk(counter, first, {"B": B_LOCKED, "E": E_FINE}, partner="李婷")
    counter.do("round.finish", first)
    counter.do("round.sign", first, signatures=(Signature("second", "李姐", capacity="管理员"),))
    pass_to(counter, at(23, 1, 30))
    walk(counter, number(counter, "夜巡", 22), {"E": E_FINE}, step=2)
    counter.do("round.finish", number(counter, "夜巡", 22), reason="大雨")
    counter.do("round.account_for", number(counter, "日巡", 22), reason="人手不足")
    pass_to(counter, at(24, 20))
    counter.do("round.begin", why="居民反映异味", areas="E")
    return counter


def number(counter: Counter, route: str, day: int) -> str:
    """The number of the round of a route that begins on a day."""
    found = counter.desk.read(rounds.between, at(day, 0), at(day + 1, 0))
    return next(row.number for row in found if row.route == route)


async def at_month(front: AtDesk) -> None:
    """Go to the picture of the month."""
    await front.press("f6")
    await front.until(lambda: type(front.app.screen).__name__ == "RoundsScreen")
    await front.press("ctrl+k")
    await front.until(lambda: type(front.app.screen).__name__ == "RoundCalendar")
    await front.until(lambda: front.app.screen.found)  # type: ignore[attr-defined]


def marks(desk: Desk) -> dict[str, dict[int, str]]:
    """The marks of a month by route and day."""
    month = month_of(load(desk, NOVEMBER))
    return {row.name: {day: cell.mark for day, cell in enumerate(row.cells, start=1) if cell != DayCell()}
            for row in month.rows}  # fmt: skip


def test_each_day_of_a_route_has_the_mark_of_its_most_pressing_round(november: Counter) -> None:
    assert marks(november.desk) == {
        "夜巡": {21: "o", 22: "~", 23: "x", 24: "."},
        "日巡": {22: "/", 23: "x", 24: "x"},
        "Outside the plan": {24: ">"},
    }


def test_a_round_across_midnight_stands_on_the_evening_it_began(november: Counter) -> None:
    found = load(november.desk, NOVEMBER)
    (row,) = found.by_day["夜巡", date(2026, 11, 21)]
    assert (row.starts, row.ends) == (at(21, 23), at(22, 1))
    assert ("夜巡", date(2026, 11, 20)) not in found.by_day


def test_days_off_and_today_are_known(november: Counter) -> None:
    month = month_of(load(november.desk, NOVEMBER))
    assert {21, 22} <= {day.day for day in month.rest}
    assert date(2026, 11, 23) not in month.rest
    assert month.today == date(2026, 11, 24)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_picture_stands_with_its_marks_in_words(
    november: Counter, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    async with at_desk(november.desk.path, clock, lang=lang, size=size) as front:
        await at_month(front)
        words = {"en": ("o on time 1", "~ walked late 1", "x missed 3", ". not walked yet 1"),
                 "zh_CN": ("o 按时 1", "~ 迟巡 1", "x 漏巡 3", ". 未巡 1")}  # fmt: skip
        await front.sees("2026-11", ">夜巡", "日巡", *words[lang])
        assert all(cell_len(line) == size[0] for line in front.text.split("\n"))


async def test_the_arrows_tell_the_day_and_enter_opens_its_round(november: Counter, clock: FrozenClock) -> None:
    async with at_desk(november.desk.path, clock) as front:
        await at_month(front)
        await front.sees("2026-11-24 Tue  夜巡", "23:00-11-25 01:00", "Late or missed this month")
        await front.press("left", "left")
        await front.sees("2026-11-22 Sun  夜巡", "~ walked late", "大雨")
        await front.press("down")
        await front.sees("2026-11-22 Sun  日巡", "/ missed, accounted for", "人手不足")
        await front.press("left")
        await front.sees("No round.")
        await front.press("right", "enter")
        await front.until(lambda: type(front.app.screen).__name__ == "ItemScreen")
        await front.sees(number(november, "日巡", 22), "Window and walk")


async def test_several_rounds_of_a_day_are_listed(november: Counter, clock: FrozenClock) -> None:
    november.do("round.begin", why="夜里再走一遍", areas="E")
    async with at_desk(november.desk.path, clock) as front:
        await at_month(front)
        await front.press("down", "down", "enter")
        await front.until(lambda: type(front.app.screen).__name__ == "FigureRows")
        await front.sees("2026-11-24 Tue  Outside the plan", "2 items")


async def test_another_month_and_back_to_today(november: Counter, clock: FrozenClock) -> None:
    async with at_desk(november.desk.path, clock) as front:
        await at_month(front)
        await front.press("pageup")
        await front.sees("2026-10  10-01 - 10-31", "rounds expected 0")
        await front.press("pagedown", "pagedown")
        await front.sees("2026-12")
        await front.press("ctrl+d")
        await front.sees("2026-11", "2026-11-24 Tue")


async def test_tab_turns_between_picture_and_numbers_in_the_same_month(november: Counter, clock: FrozenClock) -> None:
    async with at_desk(november.desk.path, clock) as front:
        await at_month(front)
        await front.press("pageup")
        await front.sees("2026-10")
        await front.press("tab")
        await front.until(lambda: type(front.app.screen).__name__ == "RoundOverview")
        await front.sees("2026-10", "Rounds expected")
        await front.press("tab")
        await front.until(lambda: type(front.app.screen).__name__ == "RoundCalendar")
        await front.sees("2026-10")


# --- the numbers ----------------------------------------------------------------------------------------------


def told(counter: Counter) -> dict[str, Line]:
    """The numbers of November by their words; of two with the same the first."""
    found = load_numbers(counter.desk, NOVEMBER)
    return {line.label: line for line in reversed([*lines(found, counter.clock())]) if not line.heading}


def test_the_numbers_of_a_month_add_up_and_name_their_rounds(november: Counter) -> None:
    found = told(november)
    states = ("on time", "walked late", "missed", "missed, accounted for", "being walked", "not walked yet")
    counts = {label: int(found[label].count) for label in ("Rounds expected", "Rounds outside the plan", *states)}
    assert counts.pop("Rounds outside the plan") == 1
    assert counts.pop("Rounds expected") == sum(counts.values()) == 7
    (late,) = found["walked late"].ids
    row = november.desk.read(items.item, late)
    assert row is not None
    assert row.number == number(november, "夜巡", 22)
    assert found["missed"].tone == "late"


def test_open_findings_are_told_by_area_and_age(november: Counter) -> None:
    found = told(november)
    assert (found["B Roof"].count, found["B Roof"].more, len(found["B Roof"].ids)) == ("1", "up to a week 1", 1)
    assert [found[age].count for age in ("up to a day", "up to a week", "up to a month", "older")] == [
        "0",
        "1",
        "0",
        "0",
    ]


def test_the_shortest_and_the_longest_time_of_an_area_lead_to_their_rounds(november: Counter) -> None:
    found = told(november)
    smells = found["E Smells in the stairwell"]
    assert smells.count == "2 - 10"
    assert [number(november, "夜巡", 22), number(november, "夜巡", 21)] == [
        row.number for row in november.desk.read(items.by_ids, smells.ids)
    ]
    assert found["Walked too fast"].count == "1"
    assert found["Written down later"].count == "3"


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES)
async def test_enter_on_a_number_shows_what_is_behind_it(
    november: Counter, clock: FrozenClock, lang: str, size: tuple[int, int]
) -> None:
    async with at_desk(november.desk.path, clock, lang=lang, size=size) as front:
        await front.press("f6")
        await front.until(lambda: type(front.app.screen).__name__ == "RoundsScreen")
        await front.press("ctrl+d")
        await front.sees({"en": "Rounds expected", "zh_CN": "应巡次数"}[lang])
        assert all(cell_len(line) == size[0] for line in front.text.split("\n"))
        await front.press("down", "down", "down", "enter")
        await front.until(lambda: type(front.app.screen).__name__ == "FigureRows")
        await front.sees(number(november, "夜巡", 23))
        await front.press("escape", "down", "down", "enter")
        await front.sees(say("There is nothing behind this number.", {}))


def test_the_archive_of_the_month_counts_what_a_plain_recount_finds(november: Counter) -> None:
    november.do("finding.void", november.do("finding.report", text="误报", place="西门").item, reason="误报")
    pass_to(november, at(1, 12, month=12))
    archive = november.desk.read(figures.report_of, ReportKind.PATROL_MONTH, NOVEMBER.first)
    assert archive is not None
    november.do("report.compile", archive.number, comment="漏巡较多")
    found = november.desk.read(figures.report, archive.item_id)
    assert found is not None
    kept = {row.key: row.count for table in tables(found.figures) for row in table.rows}
    rows = november.desk.read(rounds.between, at(1, 0), at(1, 0, month=12))
    stands = Counted(row.state for row in rows if row.planned)
    assert {key: kept[f"round.{key}"] for key in patrol.ASKED} == {key: stands[key] for key in patrol.ASKED}
    assert (kept["round.expected"], kept["round.unplanned"]) == (sum(stands.values()), 1)
    assert {count.key: len(count.rounds) for count in rounds.counts(rows)}.items() <= {
        key.removeprefix("round."): number for key, number in kept.items()
    }.items()
    assert (kept["finding.found"], kept["finding.open"], kept["finding.area.b"]) == (1, 1, 1)
    assert (kept["page.all"], kept["page.void"]) == (2, 1)
    assert "Pages XW20261121-001 to XW20261124-002" in text(of_report(november.desk, found))


# --- beside an item -------------------------------------------------------------------------------------------


async def test_beside_a_round_stand_its_areas_with_their_defects(november: Counter, clock: FrozenClock) -> None:
    async with at_desk(november.desk.path, clock, size=(120, 60)) as front:
        await front.press("f6", "ctrl+o", "end")
        await front.sees("o on time", "B Roof", "10 min", "!! B1 3-2单元 门被挂锁锁住", "Found on this round")


async def test_beside_a_finding_stand_its_page_its_round_and_how_often_it_was_found(
    november: Counter, clock: FrozenClock
) -> None:
    (finding,) = november.desk.read(items.items, ledger="finding")
    november.do("finding.again", finding.number, note="仍锁着")
    async with at_desk(november.desk.path, clock, size=(120, 60)) as front:
        await front.press("f6", "2")
        await front.sees("page XW20261121-001", "found again 1x", "B1  Escape door opens", number(november, "夜巡", 21))


async def test_the_patrols_open_at_the_round_that_is_to_be_walked_now(counter: Counter, clock: FrozenClock) -> None:
    configure(counter, "routes", [NIGHT, DAY])
    counter.desk.sweep()
    tonight, tomorrow = (number(counter, *each) for each in (("夜巡", 21), ("日巡", 22)))
    newest_first = [row.number for row in counter.desk.read(items.items, ledger="round")]
    assert newest_first == [tomorrow, tonight]
    async with at_desk(counter.desk.path, clock) as front:
        await front.press("f6")
        table = front.app.screen.query_one(WindowedTable)
        row = counter.desk.read(items.item, tonight)
        assert row is not None
        await front.until(lambda: table.cursor_key == row.id)
