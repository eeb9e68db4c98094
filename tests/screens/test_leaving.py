"""Leaving the desk when nobody can be asked."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from propdesk import locations
from propdesk.desk import Desk
from propdesk.queries.items import items
from propdesk.screens.form import FormScreen
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import at_desk


async def test_a_half_typed_call_is_parked_when_the_terminal_goes_away(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        await front.press("tab")
        await front.type("半截的话")
        await front.sees("半截的话")
        front.app.hang_up()
        assert [draft.fields["text"] for draft in desk.drafts(counter.actor)] == ["半截的话"]
    assert not front.app.is_running


async def test_a_call_that_is_being_saved_when_the_terminal_goes_away_does_not_stay_parked(
    counter: Counter, desk: Desk, clock: FrozenClock
) -> None:
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
        async with at_desk(desk.path, clock) as front:
            await front.press("ctrl+n")
            await front.until(lambda: isinstance(front.app.screen, FormScreen))
            form = front.app.screen
            assert isinstance(form, FormScreen)
            await front.press("tab")
            await front.type("半截的话")
            await front.sees("半截的话")
            other.execute("BEGIN IMMEDIATE")
            await front.press("ctrl+s")
            await front.until(lambda: form._saving)
            leaving = asyncio.create_task(asyncio.to_thread(front.app.hang_up))
            await front.until(lambda: list(desk.path.parent.glob("*-typed-*.json")))
            other.execute("ROLLBACK")
            await leaving
            async with asyncio.timeout(15):
                while not form._done.is_set() or desk.drafts(counter.actor):
                    await asyncio.sleep(0)
    assert desk.read(items, only_open=True)[0].title == "半截的话"


async def test_nothing_is_parked_when_nothing_was_typed(counter: Counter, desk: Desk, clock: FrozenClock) -> None:
    async with at_desk(desk.path, clock) as front:
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        front.app.hang_up()
        assert desk.drafts(counter.actor) == []


async def test_the_second_hand_that_moves_after_the_last_screen_is_gone_ends_nothing(
    desk: Desk, clock: FrozenClock
) -> None:
    async with at_desk(desk.path, clock) as front:
        front.app.exit()
    assert front.app.screen_stack == []
    front.app.tick()


async def test_what_a_thread_finds_or_fails_at_after_the_last_screen_is_gone_ends_nothing(
    desk: Desk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(locations, "home", lambda: tmp_path)
    async with at_desk(desk.path, clock) as front:
        front.app.look_soon()
        front.app.exit()
    assert front.app.screen_stack == []
    front.app.report(RuntimeError())
    assert "RuntimeError" in (tmp_path / "propdesk.log").read_text(encoding="utf-8")
