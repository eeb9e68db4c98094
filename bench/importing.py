"""A roster of ten thousand residents and a list of two thousand key sets taken over, beside the same rows in bulk."""

import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import median

from bench import desks
from bench.report import Line, Part, paired
from bench.step import times
from propdesk.clock import system_now
from propdesk.desk import Desk
from propdesk.models.operator import Role
from propdesk.procedures.estate import ImportRoster
from propdesk.procedures.key_custody import Takeover
from propdesk.procedures.tx import Actor
from propdesk.rules.pins import Pins
from propdesk.settings import Settings
from propdesk.simulate.estate import make_roster
from propdesk.store import keylist
from propdesk.store.roster import load_roster

KEYS, HOOKS = 2_000, 500
ESTATE = ("building", "unit", "household", "person", "phone", "member", "lookup_key")
CABINET = ("act", "item", "key", "entry", "payload")


def measure() -> Part:
    """Each import into a new desk, and the rows it left written into another one in bulk."""
    with tempfile.TemporaryDirectory(dir=desks.FOLDER) as name:
        folder = Path(name)
        roster, keys = _roster(folder / "roster.csv"), _keys(folder / "keys.csv")
        people, sets = [], []
        for number in range(2):
            desk = Desk.open(folder / f"desk-{number}.db", pins=Pins(cheap=True))
            first = desk.found(Settings(site="bench"), "bench", "1234")
            actor = Actor(first.id, first.name, frozenset(Role))
            people.append(
                (
                    _took(lambda desk=desk, actor=actor: _import(desk, actor, roster)),
                    _took(lambda desk=desk, number=number: _bulk(desk.path, folder / f"a-{number}.db", ESTATE)),
                )
            )
            sets.append(
                (
                    _took(lambda desk=desk, actor=actor: _take_over(desk, actor, keys)),
                    _took(lambda desk=desk, number=number: _bulk(desk.path, folder / f"b-{number}.db", CABINET)),
                )
            )
            desk.close()
    return Part("Imports", [
        _line(f"roster of {desks.UNITS:,} units read, checked, written as one act", people),
        _line(f"list of {KEYS:,} key sets, each an item with its entry", sets),
    ])  # fmt: skip


def _line(work: str, found: Sequence[tuple[float, float]]) -> Line:
    ours, bare = [pair[0] for pair in found], [pair[1] for pair in found]
    return Line(work, f"{median(ours) / 1000:.1f} s", f"the same rows by executemany {median(bare) / 1000:.2f} s",
                paired(ours, bare))  # fmt: skip


def _took(work: object) -> float:
    assert callable(work)
    ((spent,),) = times(1, lambda _: work(), warm=0)
    return spent


def _roster(path: Path) -> Path:
    made = make_roster(Random(1), desks.UNITS, system_now().date())
    lines = ["楼栋,房号,状态,姓名,身份,电话"]
    for unit in made.units:
        for person in {each.name: each for each in unit.people}.values():
            capacity = {"owner": "业主", "tenant": "租户"}.get(person.capacity, "家属")
            lines.append(f"{unit.building},{unit.room},已入住,{person.name},{capacity},{person.phones[0]}")
    path.write_text("\n".join(lines), "utf-8")
    return path


def _keys(path: Path) -> Path:
    hooks = (f"{chr(65 + number // HOOKS)}-{number % HOOKS + 1}" for number in range(KEYS))
    path.write_text(
        "\n".join(["类别,位置,门,数量,挂位", *(f"设备房,{hook}机房,机房门,2,{hook}" for hook in hooks)]), "utf-8"
    )
    return path


def _import(desk: Desk, actor: Actor, path: Path) -> None:
    step = desk.fill("estate.import_roster", {"file": path.name, "sha256": "0" * 64})
    assert isinstance(step, ImportRoster)
    desk.perform(step.carrying(load_roster(path)), actor=actor, request_id="roster")


def _take_over(desk: Desk, actor: Actor, path: Path) -> None:
    rows = keylist.load(path, calendar=desk.site.calendar, now=desk.now())
    step = desk.fill("key.takeover", {"file": path.name, "sha256": "0" * 64})
    assert isinstance(step, Takeover)
    desk.perform(step.carrying(rows), actor=actor, request_id="keys")


def _bulk(source: Path, target: Path, tables: Sequence[str]) -> None:
    """The rows of these tables into the same tables with the same indexes, in one durable transaction."""
    with closing(sqlite3.connect(source)) as raw:
        kept = {table: raw.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
        made = [sql for (sql,) in raw.execute(
            "SELECT sql FROM sqlite_master WHERE sql NOT NULL AND tbl_name IN (" + ",".join("?" * len(tables)) + ")"
            " AND type IN ('table', 'index')", tables)]  # fmt: skip
    with closing(sqlite3.connect(target, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA synchronous=FULL")
        for sql in made:
            raw.execute(sql)
        raw.execute("BEGIN IMMEDIATE")
        for table, rows in kept.items():
            if rows:
                raw.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
        raw.execute("COMMIT")
