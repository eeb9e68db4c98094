"""Files that a failing disk has changed: never in silence, and nothing ever by a crash."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from propdesk.desk import Desk
from propdesk.errors import Damaged, Refused
from propdesk.rules.pins import Pins
from propdesk.store import backup
from propdesk.store.verify import verify
from tests.conftest import Counter, FrozenClock
from tests.torture import acting
from tests.torture.scale import rounds

Damage = Callable[[bytearray, random.Random], None]
Contents = dict[str, list[tuple[object, ...]]]

PAGE = 4096


def flip(file: bytearray, chance: random.Random) -> None:
    """One bit, anywhere."""
    file[chance.randrange(len(file))] ^= 1 << chance.randrange(8)


def smear(file: bytearray, chance: random.Random) -> None:
    """Some bytes in a row."""
    at, length = chance.randrange(len(file)), chance.randint(2, 600)
    file[at : at + length] = chance.randbytes(min(length, len(file) - at))


def swap(file: bytearray, chance: random.Random) -> None:
    """Two pages, each where the other was."""
    one, other = (slice(at * PAGE, (at + 1) * PAGE) for at in chance.sample(range(len(file) // PAGE), 2))
    file[one], file[other] = file[other], file[one]


def blank(file: bytearray, chance: random.Random) -> None:
    """A page full of nothing."""
    at = chance.randrange(len(file) // PAGE) * PAGE
    file[at : at + PAGE] = bytes(PAGE)


def cut(file: bytearray, chance: random.Random) -> None:
    """The end is gone."""
    del file[chance.randrange(len(file)) :]


@pytest.fixture(scope="module")
def lived(staffed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk at which something of everything was done."""
    path, chance = tmp_path_factory.mktemp("lived") / "desk.db", random.Random(3)
    shutil.copy(staffed, path)
    clock = FrozenClock()
    with closing(Desk.open(path, now=clock, pins=Pins(cheap=True))) as desk:
        counter = Counter(desk, desk.sign_in("张敏", "2468"), clock)
        for number in range(150):
            clock.forward(minutes=chance.choice((0, 1, 9, 45)))
            desk.sweep()
            what = acting.draw(desk, chance)
            acting.outcome(lambda what=what, number=number: acting.do(counter, what, f"lived-{number}"))  # type: ignore[misc]
    return path


def contents(path: Path) -> Contents:
    """Every row of every table, letter by letter."""
    with closing(sqlite3.connect(path)) as raw:
        raw.text_factory = bytes
        names = [name.decode() for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: list(raw.execute(f'SELECT * FROM "{name}"')) for name in names if name != "entry_search"}  # noqa: S608


def silently(path: Path, before: Contents) -> set[str]:
    """The tables that hold something else, but for the index of the search."""
    now = contents(path)
    return {name for name, rows in before.items() if now.get(name) != rows and not name.startswith(DERIVED)}


DERIVED = "entry_search"
"""What is only there to find things by."""


@pytest.mark.parametrize("damage", [flip, smear, swap, blank, cut])
def test_no_damage_changes_a_row_in_silence(lived: Path, tmp_path: Path, chance: random.Random, damage: Damage) -> None:
    before, whole, found = contents(lived), lived.read_bytes(), 0
    for number in rounds(12 if damage is flip else 5, 1500 if damage is flip else 300, seconds=90):
        path, file = tmp_path / f"{number}.db", bytearray(whole)
        damage(file, chance)
        path.write_bytes(file)
        report = acting.outcome(lambda path=path: verify(path))  # type: ignore[misc]
        assert not isinstance(report, Refused)
        if isinstance(report, Damaged) or not report.sound:
            found += 1
            assert report.sentence("zh_CN") if isinstance(report, Damaged) else report.problems[0].sentence("zh_CN")
        else:
            assert not silently(path, before), number
        opened = acting.outcome(lambda path=path: work(path))  # type: ignore[misc]
        assert opened is None or opened.sentence("zh_CN")
        for left in tmp_path.glob(f"{number}.db*"):
            left.unlink()
    assert found


def work(path: Path) -> None:
    """Open the desk, sign in, look for missed deadlines, log a call.

    Raises:
        Damaged: the file is of no use.
    """
    with closing(Desk.open(path, now=FrozenClock(), pins=Pins(cheap=True))) as desk:
        actor = desk.sign_in("张敏", "2468")
        desk.sweep()
        desk.perform(desk.fill("contact.receive", {"text": "漏水", "unit": "3-1201"}), actor=actor, request_id="after")


def test_a_log_that_breaks_off_anywhere_opens_at_the_last_whole_act(
    open_desk: Counter, tmp_path: Path, chance: random.Random
) -> None:
    """What a power cut leaves of the log: everything up to some act, never half of one."""
    desk = open_desk.desk
    with closing(sqlite3.connect(desk.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    heads = {verify(desk.path).entries}
    for number in range(12):
        what = acting.draw(desk, chance)
        acting.outcome(lambda what=what, number=number: acting.do(open_desk, what, f"act-{number}"))  # type: ignore[misc]
        heads.add(verify(desk.path).entries)
    log = Path(f"{desk.path}-wal").read_bytes()
    seen = set()
    for number in rounds(12, 400):
        path = tmp_path / f"cut-{number}.db"
        shutil.copy(desk.path, path)
        torn = bytearray(log[: chance.randrange(len(log))])
        if torn and chance.random() < 0.5:
            flip(torn, chance)
        Path(f"{path}-wal").write_bytes(torn)
        report = verify(path)
        assert report.sound, report.problems
        assert report.entries in heads
        seen.add(report.entries)
    assert len(seen) > 2


def test_the_daily_copy_brings_back_what_a_damaged_file_lost(
    lived: Path, tmp_path: Path, chance: random.Random
) -> None:
    """The rehearsal: the copy of each day, damage of every kind, one call, and the desk works on."""
    for number in rounds(2, 60):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "desk.db"
        shutil.copy(lived, path)
        with closing(Desk.open(path, now=FrozenClock(), pins=Pins(cheap=True))) as desk:
            kept = desk.daily_backup()
        assert kept is not None
        before, file = verify(kept), bytearray(path.read_bytes())
        chance.choice((smear, swap, blank, cut))(file, chance)
        path.write_bytes(file)
        replaced = backup.restore(path, kept)
        assert replaced is not None
        assert replaced.stat().st_size == len(file)
        assert verify(path) == before
        assert before.sound
        work(path)
        assert verify(path).entries > before.entries
        shutil.rmtree(folder)


def test_a_damaged_copy_is_never_put_back(lived: Path, tmp_path: Path, chance: random.Random) -> None:
    path, copy, whole = tmp_path / "desk.db", tmp_path / "copy.db", lived.read_bytes()
    shutil.copy(lived, path)
    before = contents(path)
    for _number in rounds(5, 300):
        file = bytearray(whole)
        chance.choice((flip, smear, swap, blank, cut))(file, chance)
        copy.write_bytes(file)
        report = acting.outcome(lambda: verify(copy))
        put = acting.outcome(lambda: backup.restore(path, copy))
        if isinstance(put, Damaged | Refused):
            assert isinstance(report, Damaged | Refused) or not report.sound
            assert contents(path) == before
        else:  # what was hit is not in use
            assert verify(path).sound
            assert not silently(path, before)
            shutil.copy(lived, path)
