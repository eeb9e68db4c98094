"""Every screen opens, empty and full of hostile text, at both sizes, in both languages."""

import sqlite3
from pathlib import Path

import pytest
from rich.cells import cell_len

from propdesk.desk import Desk, Signature
from propdesk.procedures import manual
from propdesk.screens import closed_answers, sections
from propdesk.screens.keymap import SCREENS
from propdesk.settings import MOVEIN_GOODS
from tests.conftest import Counter, FrozenClock
from tests.procedures.keyring import vacant_unit
from tests.procedures.patrolling import configure
from tests.screens.at_desk import AtDesk, at_desk
from tests.screens.moving import ALL

SIZES = ((80, 24), (120, 40))
HOSTILE = (
    "[/b] [red]红[/]",
    "a\\[b]\\",
    "[@click=app.quit]x[/]",
    "䶮㛃𰻝",
    "🏠🇨🇳 ½",
    "長" * 2500,
    "'; DROP TABLE item; --",
)
"""What people and other programs manage to write."""
RAW = "esc \x1b[31m bell \x07 nul-less \x9b31m lone \u202e 👨\u200d👩\u200d👧 end"
"""What no form takes, but a row written by other software may hold."""

WAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("TodayScreen", ("f2",)),
    ("WhyPanel", ("ctrl+t",)),
    ("TodayScreen", ("escape",)),
    ("ChoicePanel", ("space",)),
    ("TodayScreen", ("escape",)),
    ("CallsScreen", ("f3",)),
    ("CallsScreen", ("2",)),
    ("CallsScreen", ("3",)),
    ("CallsScreen", ("4",)),
    ("CallsScreen", ("5",)),
    ("CallsScreen", ("6",)),
    ("CallsScreen", ("7",)),
    ("CallsScreen", ("1",)),
    ("CallForm", ("ctrl+n",)),
    ("CallsScreen", ("escape",)),
    ("MoveinsScreen", ("f4",)),
    ("ItemScreen", ("right",)),
    ("ItemScreen", ("right",)),
    ("MoveinsScreen", ("escape",)),
    ("MoveinsScreen", ("2",)),
    ("ItemScreen", ("right",)),
    ("ItemScreen", ("right",)),
    ("MoveinsScreen", ("escape",)),
    ("DayPlan", ("ctrl+d",)),
    ("DayPlan", ("right",)),
    ("MoveinsScreen", ("escape",)),
    ("MoveinLists", ("ctrl+e",)),
    ("MoveinLists", ("tab",)),
    ("MoveinsScreen", ("escape",)),
    ("BuildingsScreen", ("ctrl+k",)),
    ("BuildingsScreen", ("down",)),
    ("MoveinsScreen", ("escape",)),
    ("KeysScreen", ("f5",)),
    ("KeyHistory", ("ctrl+d",)),
    ("KeysScreen", ("escape",)),
    ("KeyBoard", ("ctrl+k",)),
    ("KeyBoard", ("end", "tab")),
    ("KeysScreen", ("escape",)),
    ("KeysScreen", ("2",)),
    ("KeysScreen", ("3",)),
    ("KeyCount", ("enter",)),
    ("KeyCount", ("K", "0", "enter")),
    ("KeysScreen", ("escape", "escape")),
    ("KeysScreen", ("1",)),
    ("RoundsScreen", ("f6",)),
    ("RoundCalendar", ("ctrl+k",)),
    ("RoundCalendar", ("left", "down", "down")),
    ("RoundOverview", ("tab",)),
    ("RoundOverview", ("end",)),
    ("RoundsScreen", ("escape",)),
    ("RoundsScreen", ("2",)),
    ("RoundsScreen", ("1",)),
    ("RoundWalk", ("enter",)),
    ("RoundWalk", ("ctrl+g", "down", "1")),
    ("RoundsScreen", ("escape", "escape")),
    ("LookupScreen", ("f8",)),
    ("UnitScreen", (*"3-1201", "enter")),
    ("LookupScreen", ("escape",)),
    ("RoundsScreen", ("f6",)),
    ("RoundsScreen", ("2",)),
    ("RoundsScreen", ("3",)),
    ("RoundsScreen", ("4",)),
    ("LogScreen", ("f7",)),
    ("FiguresScreen", ("ctrl+b",)),
    ("FigureRows", ("home", "down", "enter")),
    ("FiguresScreen", ("escape",)),
    ("EmergencyScreen", ("f10",)),
    ("HelpScreen", ("f1",)),
    ("EmergencyScreen", ("escape",)),
    ("PaletteScreen", ("ctrl+p",)),
    ("EmergencyScreen", ("escape",)),
)
"""A walk through the desk: the screen that must be there after these keys."""

EMPTY_ONLY = {
    "WhyPanel": "TodayScreen",
    "ChoicePanel": "TodayScreen",
    "FigureRows": "FiguresScreen",
    "ItemScreen": "MoveinsScreen",
    "KeyHistory": "KeysScreen",
    "KeyCount": "KeysScreen",
    "RoundWalk": "RoundsScreen",
}
"""Where an empty desk has nothing to open, the screen that stays."""

READING = ("read", "windowed")
"""Workers after which a list stands there, so that the next key finds a row."""


@pytest.fixture
def hostile(counter: Counter, desk: Desk) -> Path:
    """A desk whose every text is hostile."""
    for text in HOSTILE:
        counter.do("contact.receive", text=text, caller=text[:80], place=text[:80], kind="complaint")
        counter.do("contact.receive", unit="3-1201", text=text, caller=text[:80])
        counter.do("emergency.raise", danger="other", text=text, place=text[:80], people=text[:80])
        counter.do("estate.add_note", unit="3-1201", text=text[:400])
        counter.do("system.note", text=text)
        opened = counter.do("incident.open", utility="power", say=text[:400], text=text, place=text[:40]).item
        counter.do("incident.add_caller", opened, unit="3-1201", person=text[:80], words=text[:400], wants="yes")
    hostile_keys(counter)
    hostile_move_ins(counter)
    hostile_units(counter)
    hostile_rounds(counter)
    with sqlite3.connect(desk.path) as raw:
        raw.execute("UPDATE item SET title = ?, person = ?, place = ? WHERE id % 2 = 0", (RAW, RAW[:60], RAW[:60]))
        raw.execute("UPDATE standing_note SET text = ? WHERE id % 2 = 0", (RAW,))
        raw.execute("UPDATE key SET door = ?, instruction = ? WHERE item_id % 2 = 0", (RAW[:80], RAW))
        raw.execute("UPDATE loan SET reason = ?, company = ?, authorised_by = ?", (RAW, RAW[:80], RAW[:80]))
        raw.execute("UPDATE round SET route = ?, reason = ?, walker = ?", (RAW[:40], RAW, RAW))
        raw.execute("UPDATE finding SET place = ?, text = ? WHERE item_id % 2 = 0", (RAW[:80], RAW))
        raw.execute("UPDATE stock_line SET tag = ? WHERE slot % 2 = 0", (RAW[:20],))
        raw.execute("UPDATE person SET name = ? WHERE name = '刘强'", (RAW[:30],))
    return desk.path


def hostile_move_ins(counter: Counter) -> None:
    """Move-ins, owner files and a key set whose every text is hostile."""
    for unit, text in zip(("3-1201", "3-1301", "1-0502"), HOSTILE[::2], strict=False):
        counter.do("building.ready", building=unit.partition("-")[0], conditions=ALL, checked_by=text[:80])
        number = counter.do("movein.notify", unit=unit, person=text[:40], campaign=text[:60], until="+48h").item
        counter.do("movein.appoint", number, appointed="2026-11-22 10:00", anyway="yes")
    hostile_move_in(counter, number or "", HOSTILE[0])
    for unit, text in (("3-1201", HOSTILE[0]), ("3-1301", HOSTILE[1])):
        file = counter.do("file.open", unit=unit, person=text[:40], shelf=text[:40]).item
        hostile_file(counter, file or "", text)


def hostile_move_in(counter: Counter, number: str, text: str) -> None:
    """The course of a move-in up to its repairs."""
    owner, leader, engineer = (
        Signature(key, text, capacity=text[:40], proof="phone") for key in ("owner", "leader", "engineer")
    )
    lines = "\n".join(each[:40] for each in HOSTILE)
    counter.do("movein.papers", number, visitor=text, contract="yes", identity="yes", notice="yes")
    counter.do("movein.sign", number, refused=text, card_missing=text, family=lines, signatures=(owner, leader))
    counter.do("movein.goods", number, goods=MOVEIN_GOODS[0], more=text, signatures=(owner,))
    counter.do("movein.pay", number, amount_yuan=1, receipt=text, deputy_reason=text)
    counter.do("movein.keys", number, pieces=1, signatures=(owner,))
    counter.do("movein.inspect", number, inspector=text, findings=lines, term="+48h", signatures=(owner, engineer))
    counter.do("movein.fix", number, number=1, result=text)


def hostile_file(counter: Counter, file: str, text: str) -> None:
    """Somebody reads the file, and something changes."""
    manager = (Signature("manager", f"{text}.", capacity=text, proof="phone"),)
    for _time in range(2):
        counter.do("file.consult", file, reader=text, what=text, purpose=text, signatures=manager)
        counter.do("file.lend", file)
        counter.do("file.return", file, complete="no", remark=text)
    counter.do("file.change", file, kind="contact", before=text, after=text, paper="yes")
    counter.do("file.census", file, result="changed", note=text)
    counter.do("file.consult", file, reader=text, what=text, purpose=text, signatures=manager)


def hostile_units(counter: Counter) -> None:
    """A vacant unit and a renovation site whose every text is hostile."""
    vacant_unit(counter)
    text = HOSTILE[0]
    vacancy = counter.do("vacancy.register", unit="5-0101", condition=text, keys=text, fees=text, valves_closed="yes",
                         power_off="yes").item  # fmt: skip
    for text in HOSTILE:
        counter.do("vacancy.visit", vacancy, state=f"{text[:390]}见", inside="yes", opened=text[:200],
                   anomaly=text[:200], another="yes")  # fmt: skip
    site = counter.do("renovation.start", unit="1-0502", contractor=HOSTILE[0]).item
    counter.do("renovation.progress", site, progress=f"{HOSTILE[0]}水电", finding=HOSTILE[0])


def hostile_rounds(counter: Counter) -> None:
    """Rounds whose every text is hostile, the newest still walked: a wrong lamp in each."""
    for text in HOSTILE:
        said = " ".join(text[:200].split())
        number = counter.do("round.begin", why=text[:200], walker=text[:80], partner=f"{text[:70]}.", areas="EM").item
        counter.do("round.area", number, area="E", answers=f"E1 ok {said}", grade="radio")
        counter.do("round.area", number, area="M", answers=f"M1 defect @{said[:40].split()[0]} {said}")
    counter.do("round.finish", number, reason=HOSTILE[0])
    counter.do("round.begin", why=HOSTILE[0], walker=HOSTILE[1], areas="EM")


def hostile_keys(counter: Counter) -> None:
    """Key sets, loans and a count whose every text is hostile."""
    for slot, text in enumerate(HOSTILE, start=1):
        signed = (Signature("borrower", text[:80], capacity="维修工"),)
        cabinet = "A" if slot > 1 else "B"
        counter.do("key.accept", kind="plant", place=text[:80], door=text[:80], pieces=3, hook=f"{cabinet}-{slot}",
                   instruction=text[:400])  # fmt: skip
        counter.do("loan.lend", which=f"{cabinet}-{slot}", borrower=text[:80], borrower_kind="contractor",
                   company=text[:80], phone="13900001111", reason=text[:400], signatures=signed)  # fmt: skip
    take = counter.do("stocktake.start", note=text[:400]).item
    counter.do("stocktake.count", take, found="\n".join(f"A-{slot} {text[:20].replace(' ', '')} {slot}"
                                                        for slot, text in enumerate(HOSTILE, start=2)))  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_every_screen_holds_an_empty_desk(counter: Counter, clock: FrozenClock, language: str) -> None:
    configure(counter, "routes", [])
    async with at_desk(counter.desk.path, clock, lang=language, size=SIZES[0]) as front:
        await walk(front, empty=True)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_every_screen_holds_hostile_text(hostile: Path, clock: FrozenClock, language: str) -> None:
    async with at_desk(hostile, clock, lang=language, size=SIZES[0]) as front:
        await walk(front, empty=False)


def test_the_walk_visits_every_screen_with_keys_of_its_own() -> None:
    visited = {name for name, _keys in WAYS}
    elsewhere = {"ReportScreen", "SignInScreen", "FormScreen", "ItemScreen", "EmergencyCase"}
    assert {screen.__name__ for _title, screen in SCREENS} <= visited | elsewhere


def test_what_a_ledger_adds_to_the_screens_belongs_to_a_ledger_and_its_steps() -> None:
    assert set(sections.LOADERS) <= {part.ledger for part in manual.ledgers()}
    for name, closed in closed_answers.STEPS.items():
        assert closed.first <= set(manual.step(name).model_fields)


async def walk(front: AtDesk, *, empty: bool) -> None:
    """Go everywhere; at each place look at both sizes."""
    for expected, keys in WAYS:
        name = EMPTY_ONLY.get(expected, expected) if empty else expected
        await front.press(*keys)
        await front.until(lambda name=name: type(front.app.screen).__name__ == name)  # type: ignore[misc]
        await front.until(lambda: not any(each.is_running for each in front.app.workers if each.group in READING))
        for width, height in (*SIZES[1:], SIZES[0]):
            await front.pilot.resize_terminal(width, height)
            await front.pilot.pause()
            check_picture(front, width, height)


def check_picture(front: AtDesk, width: int, height: int) -> None:
    """The screen fills the terminal exactly, and nothing on it can steer the terminal."""
    lines = front.text.split("\n")
    assert type(front.app.screen).__name__ != "ErrorScreen"
    assert len(lines) == height
    for line in lines:
        assert cell_len(line) == width, repr(line)
        assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line), repr(line)
