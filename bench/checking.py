"""`verify`, the day's copy and a restore beside the bare work: SHA-256 over the same rows, SQLite's own copy."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from statistics import median

from bench import desks
from bench.report import Line, Part, paired
from bench.step import times
from propdesk.store import backup
from propdesk.store.verify import verify

ROWS = (
    "SELECT e.seq, e.format, e.act_id, e.step, e.item_id, e.operator_id, e.shift_id, e.happened, e.written, e.corrects,"
    " e.payload_hash, e.previous, p.salt, p.body FROM entry e JOIN payload p ON p.seq = e.seq ORDER BY e.seq"
)
ROUNDS = 2


def measure() -> Part:
    """Each in turn, on the desk with a million entries behind it."""
    path = desks.working(desks.big())
    count = desks.entries(path)
    checked, hashed = times(ROUNDS, lambda _: verify(path), lambda _: bare(path), warm=0)
    copied, vacuumed = times(1, lambda number: _copy(path, number), lambda number: _vacuum(path, number), warm=0)
    told = desks.working(desks.small())
    looked, rows = times(5, lambda _: verify(told), lambda _: bare(told), warm=1)
    return Part("Verify and copies", [
        Line(f"`propdesk verify` of {desks.entries(told):,} entries as a desk writes them, with what vouches for rows",
             f"{median(looked):.0f} ms", f"two bare SHA-256 a row {median(rows):.0f} ms", paired(looked, rows)),
        Line(f"`propdesk verify` of {count:,} entries", f"{median(checked) / 1000:.1f} s",
             f"two bare SHA-256 a row {median(hashed) / 1000:.1f} s", paired(checked, hashed), 2.0),
        Line(f"`propdesk backup` of {count:,} entries, checked and flushed", f"{median(copied) / 1000:.1f} s",
             f"bare VACUUM INTO {median(vacuumed) / 1000:.1f} s", paired(copied, vacuumed)),
    ])  # fmt: skip


def bare(path: Path) -> None:
    """The hashes of the same rows and no check of anything."""
    with closing(sqlite3.connect(path)) as raw:
        for *fields, salt, body in raw.execute(ROWS):
            sha256(repr(fields).encode()).hexdigest()
            sha256(f"{salt}\n{body}".encode()).hexdigest()


def _copy(path: Path, number: int) -> None:
    target = path.with_name(f"copy-{number}.db")
    backup.backup(path, target)
    target.unlink()


def _vacuum(path: Path, number: int) -> None:
    target = path.with_name(f"bare-{number}.db")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("VACUUM INTO ?", (str(target),))
    target.unlink()
