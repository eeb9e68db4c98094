"""What was typed is kept, whatever the disk does: the form stays, says why, and is saved once it can be."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from propdesk import locations
from propdesk.models.tables import metadata
from propdesk.screens.form import FormScreen
from tests.conftest import Counter
from tests.laws import books
from tests.screens.at_desk import AtDesk, at_desk
from tests.torture import faults
from tests.torture.scale import LONG
from tests.torture.test_disk import UNIX

TEXT = "三楼漏水，老人在家，请先关总阀" * 100
_ITEM = metadata().tables["item"]


def titles(connection: Connection) -> int:
    """How many calls speak of the leak."""
    return int(connection.execute(select(func.count()).where(_ITEM.c.title.startswith(TEXT[:10]))).scalar_one())


async def type_a_call(front: AtDesk) -> None:
    """A new call with its text, not saved."""
    await front.press("ctrl+n")
    await front.until(lambda: isinstance(front.app.screen, FormScreen) and front.app.focused)
    await front.press("tab")
    await front.type(TEXT)
    await front.sees(TEXT[:10])


async def save(front: AtDesk) -> None:
    await front.press("ctrl+s")


async def park(front: AtDesk) -> None:
    await front.press("escape")


LEAVING = (
    [(leave, name) for leave in (save, park) for name in faults.FAULTS if (leave, name) != (park, "full")]
    if LONG
    else [(save, "full"), (save, "moved"), (park, "locked")]
)


@UNIX
@pytest.mark.parametrize(("leave", "name"), LEAVING)
async def test_a_form_the_disk_does_not_take_stays_as_typed_and_is_taken_later(
    open_desk: Counter, name: str, leave: Callable[[AtDesk], Awaitable[None]]
) -> None:
    fault, sentence = faults.FAULTS[name]
    said = sentence.format(path=open_desk.desk.path).partition(str(open_desk.desk.path))[2].split(":")[0].strip()
    async with at_desk(open_desk.desk.path, open_desk.clock, name="张敏") as front:
        await type_a_call(front)
        with fault(front.app.the_desk):
            await leave(front)
            await front.until(lambda: any(said in note.message for note in front.app._notifications))
            assert isinstance(front.app.screen, FormScreen)
            assert front.app.screen.texts()["text"] == TEXT
        await leave(front)
        await front.until(lambda: not isinstance(front.app.screen, FormScreen))
    drafts = [draft.fields["text"] for draft in open_desk.desk.drafts(open_desk.actor)]
    assert (open_desk.desk.read(titles), drafts) == ((1, []) if leave is save else (0, [TEXT]))
    books.agree(open_desk.desk)


@UNIX
@pytest.mark.parametrize("name", faults.FAULTS if LONG else ["moved"])
async def test_the_desk_goes_on_showing_what_it_has_and_recovers(open_desk: Counter, name: str) -> None:
    """Each second it looks; it says what troubles it once, and not that anything failed that should not have."""
    open_desk.do("contact.receive", text=TEXT[:60], unit="3-1201")
    async with at_desk(open_desk.desk.path, open_desk.clock, name="张敏") as front:
        await front.sees(TEXT[:8])
        with faults.FAULTS[name][0](front.app.the_desk):
            for keys in ("f3", "f5", "f7", "f2", "f8"):
                open_desk.clock.forward(minutes=4)
                await front.press(keys)
                await front.tick()
                await front.until(lambda: not front.app._looking)
                assert type(front.app.screen).__name__ != "ErrorScreen"
        await front.press("f2")
        open_desk.clock.forward(minutes=4)
        await front.tick()
        await front.sees(TEXT[:8])
        await type_a_call(front)
        await save(front)
        await front.until(lambda: not isinstance(front.app.screen, FormScreen))
    assert open_desk.desk.read(titles) == 2


@UNIX
@pytest.mark.parametrize("name", faults.FAULTS if LONG else ["full"])
async def test_a_terminal_that_goes_away_while_the_disk_takes_nothing_loses_nothing(
    open_desk: Counter, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(locations, "home", lambda: tmp_path / "home")
    desk = open_desk.desk
    async with at_desk(desk.path, open_desk.clock, name="张敏") as front:
        await type_a_call(front)
        with faults.FAULTS[name][0](front.app.the_desk):
            front.app.hang_up()
    assert desk.drafts(open_desk.actor) == []
    async with at_desk(desk.path, open_desk.clock, name="张敏"):
        assert [draft.fields["text"] for draft in desk.drafts(open_desk.actor)] == [TEXT]
    async with at_desk(desk.path, open_desk.clock, name="张敏"):
        assert len(desk.drafts(open_desk.actor)) == 1
    books.agree(desk)
