"""Disks that are full, locked, read-only, failing or gone: a sentence, nothing lost, and the same desk goes on."""

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from propdesk.desk import Desk, Done
from propdesk.errors import Damaged, Refused
from propdesk.rules.pins import Pins
from propdesk.store import trouble
from tests.conftest import Counter, FrozenClock
from tests.laws import books
from tests.laws.conftest import contents
from tests.torture import acting, faults
from tests.torture.scale import LONG, rounds

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="limits, users and open files that vanish are Unix's")


def call(counter: Counter, request: str, text: str = "楼道灯不亮" * 200) -> Done:
    """A long call under a request of its own."""
    step = counter.desk.fill("contact.receive", {"text": text, "unit": "3-1201"})
    return counter.desk.perform(step, actor=counter.actor, request_id=request)


def failing(counter: Counter) -> tuple[str, Damaged]:
    """Write calls until one fails; its request, and what was said."""
    for request in (f"call-{number}" for number in range(200)):
        answer = acting.outcome(lambda request=request: call(counter, request))  # type: ignore[misc]
        if isinstance(answer, Damaged):
            return request, answer
    raise AssertionError("nothing failed")


@pytest.fixture
def requests(open_desk: Counter) -> Iterator[Counter]:
    """The busy desk, whose books must agree at the end."""
    yield open_desk
    books.agree(open_desk.desk)


@UNIX
@pytest.mark.parametrize("name", faults.FAULTS)
def test_an_act_the_disk_does_not_take_is_told_in_a_sentence_and_can_be_done_again(
    requests: Counter, name: str
) -> None:
    fault, sentence = faults.FAULTS[name]
    desk = requests.desk
    with fault(desk):
        request, damaged = failing(requests)
        assert damaged.message == sentence
        assert damaged.sentence("en") != damaged.sentence("zh_CN")
        assert "desk.db" in damaged.sentence("zh_CN")
    before = contents(desk.path)
    done = call(requests, request)
    assert not done.repeated
    assert call(requests, request).repeated
    assert len(contents(desk.path)["entry"]) == len(before["entry"]) + 1


@UNIX
@pytest.mark.parametrize("name", faults.FAULTS)
def test_whoever_signs_in_meanwhile_is_told_too_or_let_in(requests: Counter, name: str) -> None:
    """Never a failure that nobody foresaw; and no wrong PIN is let in because it could not be counted."""
    desk = requests.desk
    with faults.FAULTS[name][0](desk):
        wrong = acting.outcome(lambda: desk.sign_in("张敏", "0000"))
        right = acting.outcome(lambda: desk.sign_in("张敏", "2468"))
    assert isinstance(wrong, Damaged | Refused)
    assert not isinstance(right, Refused)
    assert isinstance(right, Damaged) or right.name == "张敏"
    assert desk.sign_in("张敏", "2468").name == "张敏"


@UNIX
def test_an_error_at_any_write_leaves_nothing_and_the_desk_goes_on(requests: Counter, chance: random.Random) -> None:
    """Each attempt gets a little further into the log before the disk fails."""
    desk, step = requests.desk, 97 if LONG else 1511
    beyond, failed = chance.randrange(step), 0
    while True:
        with closing(sqlite3.connect(desk.path)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = contents(desk.path)
        with faults.no_room(desk, beyond):
            answer = acting.outcome(lambda: call(requests, "call"))
        if isinstance(answer, Done):
            break
        assert isinstance(answer, Damaged)
        assert answer.message in (trouble.NOT_WRITTEN, trouble.DISK_FULL)
        assert contents(desk.path) == before
        beyond, failed = beyond + step, failed + 1
    assert failed > 10
    assert len(contents(desk.path)["entry"]) == len(before["entry"]) + 1


@UNIX
def test_a_disk_that_fails_again_and_again_loses_no_act(requests: Counter, chance: random.Random) -> None:
    desk, done = requests.desk, set()
    for number in rounds(40, 1500):
        with closing(sqlite3.connect(desk.path)) as raw:
            size = desk.path.stat().st_size + raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        what, request = acting.draw(desk, chance), f"act-{number}"
        with faults.no_room(desk, chance.choice((0, 4096, 40_000, 90_000, size, size + 4096))):
            answer = acting.outcome(lambda what=what, request=request: acting.do(requests, what, request))  # type: ignore[misc]
        if isinstance(answer, Damaged):
            assert answer.message in (trouble.NOT_WRITTEN, trouble.DISK_FULL)
        elif isinstance(answer, Done):
            done.add(request)
    kept = {str(row[1]) for row in contents(desk.path)["act"] if str(row[1]).startswith("act-")}
    assert kept == done
    assert len(done) > 5


@UNIX
def test_a_file_this_user_may_not_write_is_named_and_readable_again_later(staffed: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="propdesk-") as name:
        folder = Path(name)
        path = folder / "desk.db"
        shutil.copy(staffed, path)
        with faults.plain_user(folder):
            for mode, where in ((0o444, path), (0o555, folder)):
                where.chmod(mode)
                with pytest.raises(Damaged) as damaged:
                    _log_in(path)
                assert damaged.value.message in (trouble.READ_ONLY, trouble.NO_ACCESS)
                where.chmod(0o755)
                for log in folder.glob("desk.db-*"):
                    log.unlink()
            _log_in(path)


def _log_in(path: Path) -> None:
    with closing(Desk.open(path, now=FrozenClock(), pins=Pins(cheap=True))) as desk:
        call(Counter(desk, desk.sign_in("张敏", "2468"), FrozenClock()), f"call-{path.stat().st_mtime_ns}")


SMALL_DISK = """
mount -t tmpfs -o size=6m tmpfs "$1" || exit 77
cp "$2" "$1/desk.db"
head -c 1000000 /dev/zero > "$1/ballast"
"$3" -m tests.torture.small_disk "$1"
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a file system of its own")
def test_a_disk_that_runs_full_and_is_cleared_again_loses_nothing(staffed: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, "sh"]
    told = subprocess.run(
        [*command, str(tmp_path / "disk"), str(staffed), sys.executable], capture_output=True, text=True
    )
    if told.returncode in (1, 77) and "small_disk" not in told.stderr:
        pytest.skip("this user may not mount a file system")
    assert told.returncode == 0, told.stderr
    assert told.stdout.split() == ["full", "cleared", "sound"]
