"""Clocks that jump, change to summer time, reach a leap day or a year without a calendar, and laptops that slept."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from propdesk.errors import Damaged
from propdesk.models.tables import metadata
from propdesk.procedures import manual
from propdesk.queries import journal
from tests.conftest import Counter
from tests.laws import books
from tests.screens.at_desk import at_desk
from tests.torture import acting
from tests.torture.scale import LONG, rounds

_TIMER = metadata().tables["timer"]

MOMENTS: dict[str, tuple[str, datetime]] = {
    "summer time begins": ("Europe/Berlin", datetime(2026, 3, 28, 23, 30, tzinfo=UTC)),
    "summer time ends": ("Europe/Berlin", datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
    "summer time ends on the Pacific": ("America/Los_Angeles", datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
    "half an hour of summer time": ("Australia/Lord_Howe", datetime(2026, 4, 4, 13, 30, tzinfo=UTC)),
    "summer time at midnight": ("America/Santiago", datetime(2026, 9, 6, 2, 30, tzinfo=UTC)),
    "a quarter of an hour from everybody": ("Asia/Kathmandu", datetime(2026, 7, 1, 17, 0, tzinfo=UTC)),
    "leap day": ("Asia/Shanghai", datetime(2028, 2, 28, 15, 0, tzinfo=UTC)),
    "new year's eve": ("Asia/Shanghai", datetime(2026, 12, 31, 15, 50, tzinfo=UTC)),
    "no calendar published": ("Asia/Shanghai", datetime(2031, 2, 1, 1, 0, tzinfo=UTC)),
}
"""A zone and a moment shortly before its clocks do something."""


def clocks_make_sense(connection: Connection) -> None:
    """No clock is due before it began, none warns after it is due, none was met before it began."""
    for row in connection.execute(select(_TIMER)):
        assert row.started <= row.due, row.code
        assert row.warn <= row.due, row.code


def work(counter: Counter, chance: random.Random, name: str) -> None:
    """One act, whatever comes of it; the disk is not what is tested here."""
    what = acting.draw(counter.desk, chance)
    assert not isinstance(acting.outcome(lambda: acting.do(counter, what, name)), Damaged)


@pytest.mark.parametrize("name", MOMENTS if LONG else list(MOMENTS)[:1] + list(MOMENTS)[-1:])
def test_a_day_of_work_through_a_strange_hour_is_sound(open_desk: Counter, chance: random.Random, name: str) -> None:
    zone, moment = MOMENTS[name]
    open_desk.do("system.configure", setting="zone", json_value=f'"{zone}"')
    open_desk.desk.reload()
    open_desk.clock.moment = moment
    for number in rounds(20, 300):
        open_desk.clock.forward(minutes=chance.choice((1, 7, 13, 31, 59)))
        open_desk.desk.sweep()
        assert open_desk.desk.sweep() == 0
        work(open_desk, chance, f"strange-{number}")
    open_desk.desk.read(clocks_make_sense)
    books.agree(open_desk.desk)


def test_in_a_year_without_a_calendar_what_counts_working_days_is_provisional(open_desk: Counter) -> None:
    open_desk.clock.moment = MOMENTS["no calendar published"][1]
    done = open_desk.do("complaint.receive", unit="3-1201", text="楼上漏水")
    rows = open_desk.desk.read(lambda read: read.execute(select(_TIMER).where(_TIMER.c.item_id == done.item_id)).all())
    rules = open_desk.desk.site.rulebook.rules
    kinds = {row.code: (str(rules[row.code].kind), bool(row.provisional)) for row in rows}
    assert {provisional for kind, provisional in kinds.values() if kind in ("working_days", "end_of_day")} <= {True}
    assert not any(provisional for kind, provisional in kinds.values() if kind in ("minutes", "hours"))


def test_a_clock_that_jumps_back_and_forth_writes_nothing_that_does_not_hold(
    open_desk: Counter, chance: random.Random
) -> None:
    jumps = (timedelta(0), timedelta(minutes=9), timedelta(hours=7), timedelta(days=40), timedelta(days=400))
    for number in rounds(40, 1200):
        jump = chance.choice(jumps) * chance.choice((1, 1, -1))
        if datetime(2024, 1, 2, tzinfo=UTC) < open_desk.clock.moment + jump < datetime(2034, 1, 1, tzinfo=UTC):
            open_desk.clock.moment += jump
        open_desk.desk.sweep(limit=10)
        work(open_desk, chance, f"jump-{number}")
    open_desk.desk.read(clocks_make_sense)
    books.agree(open_desk.desk)


async def test_a_laptop_that_slept_for_a_long_weekend_wakes_locked_and_records_what_was_missed_once(
    open_desk: Counter,
) -> None:
    open_desk.do("complaint.receive", unit="3-1201", text="楼上漏水")
    desk, clock = open_desk.desk, open_desk.clock
    async with at_desk(desk.path, clock, name="张敏") as front:
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        await front.press("tab")
        await front.type("半截的话")
        clock.forward(days=3)
        await front.tick()
        await front.until(lambda: type(front.app.screen).__name__ == "SignInScreen")
        await front.until(lambda: not front.app._looking)
        missed = desk.read(journal.last_seq)
        breaches = [row for row in desk.read(acting.entries) if row == "system.breach"]
        await front.tick()
        await front.until(lambda: not front.app._looking)
        assert desk.read(journal.last_seq) == missed
        await front.press(*"2468", "enter")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        assert front.app.screen.texts()["text"] == "半截的话"  # type: ignore[attr-defined]
    assert breaches
    assert len(list((desk.path.parent / "backups").iterdir())) == 2
    books.agree(desk)


def test_every_chapter_is_worked_on() -> None:
    """New ledgers are tortured without a word of their own."""
    assert {name.partition(".")[0] for name in acting.OPENINGS} <= {part.ledger for part in manual.ledgers()}
