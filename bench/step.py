"""How much one step costs beside the same rows written with bare sqlite3, both at full durability.

`python -m bench.step [ROUNDS]` prints medians and their ratio; the goal is at most 5 times, with a p95 below 10 ms.
"""

import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from propdesk.clock import stopwatch
from propdesk.desk import Desk
from propdesk.rules.pins import Pins
from propdesk.settings import Settings

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TABLES = {"act": 1, "item": 1, "contact": 1, "timer": 3, "entry": 1, "payload": 1}
"""What one such act writes: rows by table, parents first."""


def main() -> None:
    """Measure both in turn, and print one line each."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        path, bare = Path(folder) / "desk.db", Path(folder) / "bare.db"
        act = forwarding(path)
        for number in range(20):
            act(-number)
        with sqlite3.connect(path) as raw:
            raw.execute("VACUUM INTO ?", (str(bare),))
        measured = times(rounds, act, copying(bare))
    step, raw_rows = measured[0], measured[1]
    report("one step (call forwarded, three clocks)", step)
    report("the same rows with bare sqlite3", raw_rows)
    print(f"ratio of the medians: {statistics.median(step) / statistics.median(raw_rows):.2f} (goal: at most 5)")


def times(rounds: int, *works: Callable[[int], None]) -> list[list[float]]:
    """Milliseconds of each round for each work, one after the other, after twenty rounds to warm up."""
    measured: list[list[float]] = [[] for _work in works]
    for number in range(1, rounds + 21):
        for work, kept in zip(works, measured, strict=True):
            start = stopwatch()
            work(number)
            kept.append((stopwatch() - start) * 1000)
    return [kept[20:] for kept in measured]


def report(title: str, measured: list[float]) -> None:
    """One line: median and p95 in milliseconds."""
    ordered = sorted(measured)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(f"{title:<45} median {statistics.median(measured):6.2f} ms   p95 {p95:6.2f} ms")


def forwarding(path: Path) -> Callable[[int], None]:
    """A whole act: a call logged and forwarded in one step."""
    moment = [NOON]
    desk = Desk.open(path, now=lambda: moment[0], pins=Pins(cheap=True))
    actor = desk.found(Settings(site="bench"), "bench", "1234")

    def work(number: int) -> None:
        moment[0] += timedelta(seconds=7)
        answers = {
            "text": f"走廊灯不亮 {number}", "kind": "other", "place": "大堂",
            "caller": "王敏", "phone": "13812348812",
            "handling": "forwarded", "department": "engineering", "told": "王工", "promised": "+2h",
        }  # fmt: skip
        desk.perform(desk.fill("contact.receive", answers), actor=actor, request_id=f"bench-{number}")

    return work


def copying(path: Path) -> Callable[[int], None]:
    """The rows of one such act, written again under new keys into the same tables with the same indexes."""
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        raw.execute(f"PRAGMA {pragma}")
    rows = [(table, row) for table, count in TABLES.items() for row in last_rows(raw, table, count)]

    def work(number: int) -> None:
        raw.execute("BEGIN IMMEDIATE")
        for table, row in rows:
            fresh = {name: moved(name, value, number + 1) for name, value in row.items()}
            columns, marks = ",".join(fresh), ",".join("?" * len(fresh))
            raw.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(fresh.values()))
        raw.execute("UPDATE counter SET value = value + 1 WHERE name = 'ord:contact'")
        raw.execute("UPDATE counter SET value = value + 1 WHERE name LIKE 'number:contact:2026112_'")
        seq = raw.execute("SELECT max(seq) FROM entry").fetchone()[0]
        raw.execute("INSERT INTO entry_search (rowid, words) VALUES (?, ?)", (seq, "走廊 廊灯 灯不 不亮 工程 程部"))
        raw.execute("COMMIT")

    return work


def last_rows(raw: sqlite3.Connection, table: str, count: int) -> list[dict[str, object]]:
    """The newest rows of a table, as many as one act writes there."""
    found = raw.execute(f"SELECT * FROM {table} ORDER BY rowid DESC LIMIT {count}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def moved(name: str, value: object, number: int) -> object:
    """A key of the copied act as the copy needs it; any other value as it was."""
    if name in {"id", "item_id", "matter_id", "act_id", "seq", "ord"} and isinstance(value, int):
        return value + number * 4
    return f"{value}-{number}" if name in {"number", "request_id"} else value


if __name__ == "__main__":
    main()
