"""One step beside the same rows written with bare sqlite3, both at full durability, with a short and a long past."""

import sqlite3
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from bench import desks
from bench.report import Line, Part, ms, p95, paired
from propdesk.clock import stopwatch, system_now
from propdesk.desk import Desk
from propdesk.rules.pins import Pins
from propdesk.simulate.run import PIN

TABLES = {"act": 1, "item": 1, "contact": 1, "timer": 3, "entry": 1, "payload": 1}
"""What one such act writes: rows by table, parents first."""
ROUNDS, WARM = 150, 20


def measure() -> Part:
    """The step and the bare rows in turn, on the desk with a month behind it and on the one with a million entries."""
    lines, medians = [], {}
    for path, name in ((desks.small(), "a month behind"), (desks.big(), "a million entries behind")):
        with tempfile.TemporaryDirectory(dir=desks.FOLDER) as folder:
            desk, bare = desks.working(path), Path(folder) / "bare.db"
            act = forwarding(desk)
            for number in range(WARM):
                act(-number - 1)
            with sqlite3.connect(desk) as raw:
                raw.execute("VACUUM INTO ?", (str(bare),))
            ours, rows = times(ROUNDS, act, copying(bare))
        medians[name] = median(ours)
        lines += [
            Line(f"a call forwarded, three clocks, {name}", ms(ours), f"the same rows with sqlite3 {ms(rows)}",
                 paired(ours, rows), 5.0),
            Line(f"the same, p95, {name}", f"{p95(ours):.1f} ms", f"{p95(rows):.1f} ms", None, 10.0, p95(ours), "ms"),
        ]  # fmt: skip
    return Part("A step", lines, ["WAL and `synchronous=FULL` on both sides; each waits for the disk."])


def times(rounds: int, *works: Callable[[int], object], warm: int = WARM) -> list[list[float]]:
    """Milliseconds of each round for each work, one after the other, after some rounds to warm up."""
    measured: list[list[float]] = [[] for _work in works]
    for number in range(1, rounds + warm + 1):
        for work, kept in zip(works, measured, strict=True):
            start = stopwatch()
            work(number)
            kept.append((stopwatch() - start) * 1000)
    return [kept[warm if rounds else 0 :] for kept in measured]


def forwarding(path: Path) -> Callable[[int], None]:
    """A whole act: a call logged and forwarded in one step."""
    moment = [system_now()]
    desk = Desk.open(path, now=lambda: moment[0], pins=Pins(cheap=True))
    actor = desk.sign_in(desks.SUPERVISOR, PIN)

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
        raw.execute("UPDATE counter SET value = value + 1 WHERE name = 'number:contact:20261121'")
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
