"""A longer past for a simulated desk: what was finished there is repeated before it, back in time, and still verifies.

`propdesk simulate` lives a past step by step, some hundreds of acts a second; a million entries would take an hour. So
half a year is lived, and each time around that half year is laid before the last one:

* every finished item comes again with its row, its clocks, attempts and whatever else hangs on it, under new ids and
  numbers, all its moments earlier by the same whole weeks; open items come once, in the present;
* every entry of such an item, and of an item that rests (a key set in the cabinet collects the entries of all its
  loans), comes again under its new number, chained to the one before by the rules of docs/journal.md, with its words in
  the search index; entries that belong to no item come once;
* what an entry says is kept but for the fingerprints of its act and of its item's rows, which vouch for other numbers;
  it names the item's first number. A past with signed days cannot be made longer, since a seal vouches for numbers;
* the registers' own order, their counters and the numbers of entries stay without gaps.

What is history is read from the schema: whatever leads to an item, an act, an entry, a shift or a clock. Estate,
operators and settings stay as they are. `propdesk verify` must find the file sound; the benchmark sees to it.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Column, Date, DateTime, ForeignKey, String, Table, create_engine
from sqlalchemy.types import TypeDecorator

from propdesk.models import tables
from propdesk.rules.chain import GENESIS, canonical_json
from propdesk.store import search, triggers

ROOTS = ("shift", "act", "item", "entry", "timer")
"""What history hangs on."""
ONCE = ("draft", "day_seal", "log_reader")
"""What only the present has."""
VOUCHING = ("act", "row")
"""What a payload says of numbers and moments that change."""
WEEK = 7
NUMBERED = "GLOB '[A-Z][A-Z]20[0-9][0-9][0-9][0-9][0-9][0-9]-*'"
"""A number of the desk: `LF20261121-004`, `PG20261121-004`."""


@dataclass(frozen=True)
class Lap:
    """One time around: the present one is number `laps`, the oldest number 0."""

    number: int
    laps: int
    days: int

    @property
    def present(self) -> bool:
        """Whether this is the past as it was lived."""
        return self.number == self.laps

    @property
    def back(self) -> int:
        """Days by which its moments lie earlier."""
        return (self.laps - self.number) * self.days


def lengthen(source: Path, target: Path, entries: int, told: Callable[[int], None] = lambda _written: None) -> int:
    """Make the new file `target` of the simulated desk `source`, with at least so many entries; gives how many.

    Raises:
        FileExistsError: `target` is there.
    """
    if target.exists():
        raise FileExistsError(target)
    shutil.copyfile(source, target)
    with closing(sqlite3.connect(target, isolation_level=None)) as raw:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("ATTACH ? AS src", (str(source),))
        for name, _sql in triggers.TRIGGERS:
            raw.execute(f"DROP TRIGGER {name}")
        _note_what_returns(raw)
        _note_what_is_said(raw)
        laps, days = _laps(raw, entries), _days(raw)
        tables_of_history = list(history())
        for table in reversed(tables_of_history):
            raw.execute(f"DELETE FROM {table.name}")
        raw.execute("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")
        words = _words(raw)
        head = (0, GENESIS)
        for number in range(laps + 1):
            lap = Lap(number, laps, days)
            for table in tables_of_history:
                if table.name not in ("entry", *(ONCE if not lap.present else ())):
                    raw.execute(_copying(table, lap))
            head = _entries(raw, lap, head, words)
            told(head[0])
        _counters(raw, laps)
    _with_triggers(target)
    return head[0]


def history() -> Iterator[Table]:
    """The tables of history, parents first."""
    for table in tables.metadata().sorted_tables:
        if table.name in ROOTS or any(key.column.table.name in ROOTS for key in table.foreign_keys):
            yield table


# --- what returns each time around -------------------------------------------------------------------------------


def _note_what_returns(raw: sqlite3.Connection) -> None:
    """Temporary lists: the finished items by their order, and the entries that come again by theirs."""
    raw.executescript("""
        CREATE TEMP TABLE again (id INTEGER PRIMARY KEY, ledger TEXT, place INTEGER);
        INSERT INTO again SELECT id, ledger, row_number() OVER (PARTITION BY ledger ORDER BY ord)
          FROM src.item WHERE closed IS NOT NULL;
        CREATE TEMP TABLE register (ledger TEXT PRIMARY KEY, items INTEGER);
        INSERT INTO register SELECT ledger, count(*) FROM again GROUP BY ledger;
        CREATE TEMP TABLE said (seq INTEGER PRIMARY KEY, place INTEGER);
        INSERT INTO said SELECT seq, row_number() OVER (ORDER BY seq) FROM src.entry JOIN src.item ON item.id = item_id
          WHERE item.closed IS NOT NULL OR item.resting;
        CREATE TEMP TABLE done AS SELECT DISTINCT act_id AS id FROM src.entry JOIN said USING (seq);
        CREATE UNIQUE INDEX temp.done_id ON done (id);
    """)


def _note_what_is_said(raw: sqlite3.Connection) -> None:
    """A temporary list: what each entry says, and its hash, without what vouches for numbers."""
    raw.execute("CREATE TEMP TABLE told (seq INTEGER PRIMARY KEY, body TEXT, hash TEXT)")
    rows = raw.execute("SELECT p.seq, p.salt, p.body, e.payload_hash FROM src.payload p JOIN src.entry e USING (seq)")
    told = []
    for seq, salt, body, known in rows.fetchall():
        kept = body and canonical_json({k: v for k, v in json.loads(body).items() if k not in VOUCHING})
        told.append((seq, kept, sha256(f"{salt}\n{kept}".encode()).hexdigest() if kept else known))
    raw.executemany("INSERT INTO told VALUES (?, ?, ?)", told)


def _laps(raw: sqlite3.Connection, entries: int) -> int:
    """How often the past comes again before the present."""
    asked = "SELECT (SELECT count(*) FROM src.entry), (SELECT count(*) FROM said)"
    lived, again = (int(found) for found in raw.execute(asked).fetchone())
    return max(0, -(-(entries - lived) // again))


def _days(raw: sqlite3.Connection) -> int:
    """The days of the past, whole weeks."""
    first, last = raw.execute("SELECT min(date(starts)), max(date(ends)) FROM src.shift").fetchone()
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return -(-days // WEEK) * WEEK


def _offset(raw_table: str, lap: Lap) -> str:
    """By how much the keys of a table are higher in this lap."""
    key = {"entry": "seq"}.get(raw_table, "id")
    return f"{lap.number} * (SELECT max({key}) FROM src.{raw_table})"


# --- the rows of a table -----------------------------------------------------------------------------------------


def _copying(table: Table, lap: Lap) -> str:
    """The statement that writes a table's rows of one lap."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join(_value(table, column, lap) for column in table.columns)
    return f"INSERT INTO main.{table.name} ({names}) SELECT {values} FROM src.{table.name} AS t {_which(table, lap)}"


def _which(table: Table, lap: Lap) -> str:
    """The rows that come again: of finished items, of entries and acts that do, of clocks of finished items."""
    if lap.present or table.name == "shift":
        return ""
    if table.name == "item":
        return "WHERE t.id IN (SELECT id FROM again)"
    if table.name == "act":
        return "WHERE t.id IN (SELECT id FROM done)"
    if table.name == "payload":
        return "WHERE t.seq IN (SELECT seq FROM said)"
    owner, parent = _owner(table)
    if parent == "timer":
        clocks = "SELECT timer.id FROM src.timer JOIN again ON again.id = timer.item_id"
        return f"WHERE t.{owner} IN ({clocks})"
    return f"WHERE t.{owner} IN (SELECT id FROM again)"


def _owner(table: Table) -> tuple[str, str]:
    """The column that says what a row belongs to, and which table that is."""
    links = [(key.parent, key.column.table.name) for key in table.foreign_keys]
    own = [(column.name, parent) for column, parent in links if parent in ("item", "timer") and not column.nullable]
    return next((each for each in own if each[0] == "item_id"), sorted(own)[0])


def _value(table: Table, column: Column[object], lap: Lap) -> str:
    """The SQL of a column: keys counted on, moments moved back, numbers with the day they then were given."""
    name, key = f't."{column.name}"', next(iter(column.foreign_keys), None)
    if table.name == "item" and column.name == "ord":
        return _order(lap)
    if key is not None or (table.name, column.name) == ("item", "matter_id"):
        return _link(name, key, lap)
    if (column.primary_key and table.name in ROOTS) or (column.primary_key and column.name == "id"):
        return f"{name} + {_offset(table.name, lap)}"
    if (table.name, column.name) in (("payload", "body"), ("entry", "payload_hash")):
        return f"(SELECT {'body' if column.name == 'body' else 'hash'} FROM told WHERE told.seq = t.seq)"
    if lap.present:
        return name
    if (table.name, column.name) == ("act", "request_id"):
        return f"'past{lap.number}-' || {name}"
    if _is(column, DateTime):
        return f"strftime('%Y-%m-%d %H:%M:%S', {name}, '-{lap.back} days') || substr({name}, 20)"
    if _is(column, Date):
        return f"date({name}, '-{lap.back} days')"
    if _is(column, String):
        day = f"substr({name}, 3, 4) || '-' || substr({name}, 7, 2) || '-' || substr({name}, 9, 2)"
        moved = f"substr({name}, 1, 2) || strftime('%Y%m%d', {day}, '-{lap.back} days') || substr({name}, 11)"
        return f"CASE WHEN {name} {NUMBERED} AND length({name}) < 20 THEN {moved} ELSE {name} END"
    return name


def _order(lap: Lap) -> str:
    """A register's own order goes on through the laps."""
    before = f"{lap.number} * coalesce((SELECT items FROM register WHERE register.ledger = t.ledger), 0)"
    own = "t.ord" if lap.present else "(SELECT place FROM again WHERE again.id = t.id)"
    return f"{before} + {own}"


def _link(name: str, key: ForeignKey | None, lap: Lap) -> str:
    """A link: to what comes again in the same lap, else to what is there once."""
    parent = key.column.table.name if key is not None else "item"
    if parent == "entry":
        return _seq(name, lap)
    if parent not in ROOTS:
        return name
    moved = f"{name} + {_offset(parent, lap)}"
    if parent != "item" or lap.present:
        return moved
    present = f"{name} + {_offset(parent, Lap(lap.laps, lap.laps, lap.days))}"
    return f"CASE WHEN {name} IN (SELECT id FROM again) THEN {moved} ELSE {present} END"


def _seq(name: str, lap: Lap) -> str:
    """The number of an entry in this lap."""
    before = f"{lap.number} * (SELECT count(*) FROM said)"
    if lap.present:
        return f"{name} + {before}"
    return f"{before} + (SELECT place FROM said WHERE said.seq = {name})"


def _is(column: Column[object], kind: type) -> bool:
    """Whether a column is of a kind, also behind a decorator."""
    found = column.type
    return isinstance(found.impl if isinstance(found, TypeDecorator) else found, kind)


# --- the chain, the search index, the counters ---------------------------------------------------------------------


def _entries(raw: sqlite3.Connection, lap: Lap, head: tuple[int, str], words: Sequence[str]) -> tuple[int, str]:
    """Write a lap's entries, chained on from `head`, and their words; gives the new head."""
    entry = tables.metadata().tables["entry"]
    names = [column.name for column in entry.columns if column.name not in ("previous", "hash")]
    values = ", ".join(_value(entry, entry.c[name], lap) for name in names if name != "seq")
    which = "" if lap.present else "WHERE t.seq IN (SELECT seq FROM said)"
    asked = raw.execute(f"SELECT t.seq, {values} FROM src.entry AS t {which} ORDER BY t.seq")
    rows, found, (last, previous) = [], [], head
    for old, *row in asked:
        last += 1
        digest = _hash(dict(zip(names, (last, *row), strict=True)), previous)
        rows.append((last, *row, previous, digest))
        found.append((last, words[old]))
        previous = digest
    marks = ", ".join("?" * (len(names) + 2))
    listed = ", ".join([*names, "previous", "hash"])
    raw.execute("BEGIN")
    raw.executemany(f"INSERT INTO main.entry ({listed}) VALUES ({marks})", rows)
    raw.executemany("INSERT INTO entry_search (rowid, words) VALUES (?, ?)", found)
    raw.execute("COMMIT")
    return last, previous


def _hash(row: dict[str, object], previous: str) -> str:
    """The hash of an entry by its canonical fields (docs/journal.md), as `rules.chain.entry_hash` gives it."""
    happened, written = (f"{row[name]}Z".replace(" ", "T", 1) for name in ("happened", "written"))
    fields = {
        "format": row["format"], "seq": row["seq"], "act": row["act_id"], "step": row["step"], "item": row["item_id"],
        "operator": row["operator_id"], "shift": row["shift_id"], "happened": happened, "written": written,
        "corrects": row["corrects"], "payload": row["payload_hash"], "previous": previous,
    }  # fmt: skip
    return sha256(canonical_json(fields).encode()).hexdigest()


def _words(raw: sqlite3.Connection) -> list[str]:
    """The search words of every entry by its number, as `Act` gives them to the index."""
    asked = raw.execute(
        "SELECT seq, body, ledger, number, place, person, phone FROM src.payload JOIN src.entry USING (seq)"
        " LEFT JOIN src.item ON item.id = item_id ORDER BY seq"
    )
    words = [""]
    for _, body, ledger, *about in asked:
        told = json.loads(body or "{}")
        text = search.text_of(told.get("sentence", ""), filter(None, about), told.get("values", {}))
        words.append(search.words_of(ledger, text))
    return words


def _counters(raw: sqlite3.Connection, laps: int) -> None:
    """Each register's counter is where its order ends."""
    raw.execute(
        "UPDATE main.counter SET value = value + ? * coalesce("
        "(SELECT items FROM register WHERE 'ord:' || register.ledger = name), 0) WHERE name LIKE 'ord:%'",
        (laps,),
    )


def _with_triggers(path: Path) -> None:
    """The guards of the journal, and the log in which a desk writes."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        triggers.create(connection)
    engine.dispose()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
