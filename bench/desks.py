"""The desks that are measured, made once and kept in a folder of their own: `PROPDESK_BENCH`, else a temporary one.

* `small`: a month of an estate of 8,300 units and ten thousand residents, made by `propdesk simulate`;
* `big`: the same present with a million entries behind it (`bench.past`), found sound by `propdesk verify`;
* `clocks`: the small desk with ten thousand clocks running, each started by a step.

They grow stale: a desk made days ago has missed all its deadlines. After `FRESH` they are made anew.
"""

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bench.past import lengthen
from propdesk.clock import system_now
from propdesk.desk import Desk
from propdesk.rules.pins import Pins
from propdesk.simulate.run import CREW, PIN, simulate
from propdesk.store.verify import verify

UNITS, MONTHS, SEED = 8_300, 1, 1
MANY = 1_000_000
CLOCKS = 10_000
FRESH = timedelta(days=2)
FOLDER = Path(os.environ.get("PROPDESK_BENCH") or Path(tempfile.gettempdir()) / "propdesk-bench")
SUPERVISOR = CREW[0][0]
PIN_KEYS = PIN.encode()


class UnsoundError(Exception):
    """A desk made for measuring does not verify."""


def small() -> Path:
    """The desk with a month behind it."""
    return _kept("small.db", lambda path: simulate(path, months=MONTHS, units=UNITS, seed=SEED, signed=False))


def big() -> Path:
    """The same desk with a million entries behind it."""
    return _kept("big.db", _make_big)


def clocks() -> Path:
    """The desk with ten thousand running clocks."""
    return _kept("clocks.db", _make_clocks)


def entries(path: Path) -> int:
    """How many entries a desk has."""
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT max(seq) FROM entry").fetchone()[0])


def working(path: Path, name: str = "") -> Path:
    """A copy to work on; its backup of the day is taken for made, so that none is made while something is measured."""
    folder = FOLDER / "work" / (name or path.stem)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "backups").mkdir(parents=True)
    shutil.copyfile(path, folder / path.name)
    for days in (0, 1):
        day = datetime.now(UTC) + timedelta(days=days)
        (folder / "backups" / f"{path.stem}-{day:%Y%m%d}{path.suffix}").touch()
    return folder / path.name


def clean() -> None:
    """Remove the copies."""
    shutil.rmtree(FOLDER / "work", ignore_errors=True)


def _kept(name: str, make: Callable[[Path], object]) -> Path:
    path = FOLDER / name
    FOLDER.mkdir(parents=True, exist_ok=True)
    if path.exists() and datetime.now(UTC) - datetime.fromtimestamp(path.stat().st_mtime, UTC) < FRESH:
        return path
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    print(f"making {path} ...", file=sys.stderr)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    make(fresh)
    _fold(fresh)
    fresh.replace(path)
    return path


def _make_big(path: Path) -> None:
    lengthen(small(), path, MANY)
    found = verify(path)
    if not found.sound:
        raise UnsoundError("; ".join(problem.sentence() for problem in found.problems[:3]))


def _make_clocks(path: Path) -> None:
    """Calls that are promised an answer in the days to come: clocks that run all the time one looks."""
    shutil.copyfile(small(), path)
    random, moment = Random(SEED), system_now()
    desk = Desk.open(path, now=lambda: moment, pins=Pins(cheap=True), durable=False)
    actor = desk.sign_in(SUPERVISOR, PIN)
    with closing(sqlite3.connect(path)) as raw:
        running = "SELECT count(*) FROM timer WHERE stopped IS NULL"
        for number in range(CLOCKS):
            if number % 100 == 0 and raw.execute(running).fetchone()[0] >= CLOCKS:
                break
            hours = random.randrange(30, 2000)
            answers = {
                "text": f"询问 {number}", "kind": "other", "place": "大堂", "caller": "王敏", "phone": "13812348812",
                "handling": "forwarded", "department": "engineering", "told": "王工", "promised": f"+{hours}h",
            }  # fmt: skip
            desk.perform(desk.fill("contact.receive", answers), actor=actor, request_id=f"clock-{number}")
    desk.close()


def _fold(path: Path) -> None:
    """Everything in one file, which is read with the log of a desk."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
