"""Whether the journal is what was written: chain, numbering, links, triggers. Reads only, row by row."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from propdesk.errors import Damaged
from propdesk.i18n import N_
from propdesk.rules.chain import GENESIS
from propdesk.store import migrate, rows, triggers, trouble, twins
from propdesk.store.verify_chain import Problem, Walk, walk_along

OLDER = N_("{path} has an older schema. Open the desk once; that brings it up to date.")
FILE_DAMAGED = N_("The file is damaged: {detail}.")
HEAD_MISSING = N_("The journal does not contain the hash {head}: its end was removed or written anew.")
ITEM_CHANGED = N_("{number} is not as its last entry left it.")
EMPTY_ACT = N_("Act {act} has no entry.")
ITEM_GAP = N_("The {ledger} register has {count} items, but its numbers run to {last}.")
LINK_BROKEN = N_("A row of {table} points to a row of {parent} that is not there.")
SEAL_BROKEN = N_("{day} was signed off with entries {first} to {last}; entry {seq} is no longer what was signed.")
SEAL_CHANGED = N_("The seal of {day} is not the one that entry {seq} set.")
SEAL_MISSING = N_("{day} was signed off by entry {seq}, but its seal is gone.")
ROW_CHANGED = N_(
    "Row {row} of the table {table}, counted from its first, is not as it was written: the file was damaged."
)
TWIN_MISSING = N_("The index {name} that guards the rows of a table is missing or changed.")
TRIGGER_MISSING = N_("The trigger {name} that protects the journal is missing or changed.")

_TWINLESS = re.compile(rf"row (?P<row>\d+) missing from index {twins.PREFIX}(?P<table>\w+)")
_AS_STORED = "surrogateescape"

MOST_PROBLEMS = 100
"""After so many findings the search ends; the first is what matters."""

SHORTEST_HEAD = 8
"""A printed hash may be given by its beginning, at least so many digits."""

_EMPTY_ACTS = "SELECT id FROM act WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.act_id = act.id) LIMIT 1"
_ITEM_GAPS = """
SELECT ledger, sum(items), max(last), max(counted) FROM (
    SELECT ledger, count(*) AS items, max(CAST(ord AS INTEGER)) AS last, 0 AS counted FROM item GROUP BY ledger
    UNION ALL SELECT substr(name, 5), 0, 0, CAST(value AS INTEGER) FROM counter WHERE name LIKE 'ord:%'
) GROUP BY ledger HAVING sum(items) <> max(last) OR sum(items) <> max(counted)
"""
_SEALS = """
SELECT s.day, s.first, s.last, s.count, s.head, s.entry, e.step, p.body, l.hash,
       (SELECT count(*) FROM entry WHERE seq BETWEEN s.first AND s.last)
FROM day_seal s LEFT JOIN entry e ON e.seq = s.entry LEFT JOIN payload p ON p.seq = s.entry
LEFT JOIN entry l ON l.seq = s.last ORDER BY s.entry
"""
_SIGNED_OFF = """
SELECT e.seq, p.body FROM item i JOIN entry e ON e.item_id = i.id JOIN payload p ON p.seq = e.seq
WHERE i.ledger = 'shift' AND e.step = 'shift.signoff' AND p.body IS NOT NULL
"""
_SIGNOFF = "shift.signoff"


@dataclass(frozen=True)
class Report:
    """What a check found. `head` is the hash of the last entry, `destroyed` how many payloads were lawfully blanked."""

    sound: bool
    entries: int
    head: str
    destroyed: int
    problems: tuple[Problem, ...]


def verify(path: Path, *, expect_head: str | None = None) -> Report:
    """Check the whole database at `path`. `expect_head` is a hash printed on a signed sheet, whole or its beginning.

    Raises:
        Damaged: there is no database of this program's schema to check.
    """
    walk = Walk()
    with trouble.explained(path):
        migrate.refuse_unfit(path)
        if migrate.state_of(path) == "older":
            raise Damaged(OLDER, path=path)
        with ThreadPoolExecutor(1) as aside, closing(_opened(path)) as raw:
            structure = aside.submit(_structure, path)  # SQLite's own work, while this thread hashes
            found = tuple(islice(chain(_problems(raw, walk, expect_head), _later(structure)), MOST_PROBLEMS))
    return Report(not found, walk.entries, walk.printed, walk.destroyed, found)


def _opened(path: Path) -> sqlite3.Connection:
    raw = migrate.read_only(path)
    raw.text_factory = _text
    return raw


def _structure(path: Path) -> list[Problem]:
    """What SQLite itself finds in the file: links that lead nowhere, rows and indexes that differ."""
    with closing(_opened(path)) as raw:
        return list(_until_unreadable(chain(_links(raw), _file(raw)), None))


def _later(structure: Future[list[Problem]]) -> Iterator[Problem]:
    yield from structure.result()


def _text(stored: bytes) -> str:
    """Text as it is stored, also where damage left bytes that are no text."""
    return stored.decode(errors=_AS_STORED)


def _problems(raw: sqlite3.Connection, walk: Walk, expect_head: str | None) -> Iterator[Problem]:
    """What the rows say, in one snapshot, the chain first."""
    raw.execute("BEGIN")
    parts = [
        walk_along(raw, walk),
        _printed(raw, expect_head) if expect_head is not None else (),
        _seals(raw),
        _acts(raw),
        _numbering(raw),
        _items(raw),
        _guards(raw),
        _schema(raw),
    ]
    yield from _until_unreadable(chain.from_iterable(parts), walk)


def _until_unreadable(problems: Iterator[Problem], walk: Walk | None) -> Iterator[Problem]:
    """The findings; where SQLite cannot read on, the search ends with that, at the entry the walk had come to."""
    try:
        yield from problems
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        yield Problem(walk.last + 1 if walk else None, FILE_DAMAGED, {"detail": str(error)})


def _printed(raw: sqlite3.Connection, head: str) -> Iterator[Problem]:
    """A head that was printed once is in the chain for ever."""
    wanted = "".join(head.lower().split())
    held = raw.execute("SELECT 1 FROM entry WHERE substr(hash, 1, ?) = ? LIMIT 1", (len(wanted), wanted)).fetchone()
    if len(wanted) < SHORTEST_HEAD or not (held or wanted == GENESIS):
        yield Problem(None, HEAD_MISSING, {"head": head})


def _seals(raw: sqlite3.Connection) -> Iterator[Problem]:
    """Each signed day has the entries it was signed with: their number, the last of them, its hash.

    A journal that was written anew from some entry on hangs together again; then it no longer ends a day as signed.
    """
    sealed = set()
    for day, first, last, count, head, entry, step, body, found, there in raw.execute(_SEALS):
        sealed.add(str(day))
        said = _answers(body) if step == _SIGNOFF else None
        if step != _SIGNOFF or (said is not None and _set(said) != (str(day), first, last, count, head)):
            yield Problem(entry, SEAL_CHANGED, {"day": day, "seq": entry})
        elif last is not None and (found != head or there != count):
            yield Problem(last, SEAL_BROKEN, {"day": day, "first": first, "last": last, "seq": last})
    for seq, body in raw.execute(_SIGNED_OFF):
        said = _answers(body)
        day = said.get("day") if said is not None else None
        if said is not None and day not in sealed:
            yield Problem(seq, SEAL_MISSING, {"day": day, "seq": seq})


def _answers(body: str | None) -> Mapping[str, object] | None:
    """What a payload keeps of the answers; None where it is blanked, or damaged, which the chain has told."""
    try:
        found = json.loads(body)["values"] if body else None
    except (ValueError, TypeError, KeyError):
        return None
    return found if isinstance(found, dict) else None


def _set(said: Mapping[str, object]) -> tuple[object, ...]:
    """What a sign-off says of the seal it set; a day without entries has neither numbers nor a hash."""
    return str(said.get("day")), said.get("first"), said.get("last"), said.get("count"), said.get("head") or ""


def _acts(raw: sqlite3.Connection) -> Iterator[Problem]:
    for (act,) in raw.execute(_EMPTY_ACTS):
        yield Problem(None, EMPTY_ACT, {"act": act})


def _items(raw: sqlite3.Connection) -> Iterator[Problem]:
    """What the registers hold against what the journal says of them."""
    for number in rows.changed(raw):
        yield Problem(None, ITEM_CHANGED, {"number": number})


def _numbering(raw: sqlite3.Connection) -> Iterator[Problem]:
    for ledger, count, last, counted in raw.execute(_ITEM_GAPS):
        yield Problem(None, ITEM_GAP, {"ledger": ledger, "count": count, "last": max(last, counted)})


def _links(raw: sqlite3.Connection) -> Iterator[Problem]:
    for table, _rowid, parent, _key in raw.execute("PRAGMA foreign_key_check"):
        yield Problem(None, LINK_BROKEN, {"table": table, "parent": parent})


def _guards(raw: sqlite3.Connection) -> Iterator[Problem]:
    found = {str(name): str(sql) for name, sql in raw.execute("SELECT name, sql FROM sqlite_master")}
    for name in triggers.absent(found):
        yield Problem(None, TRIGGER_MISSING, {"name": name})
    for name in twins.absent(raw, found):
        yield Problem(None, TWIN_MISSING, {"name": name})


def _schema(raw: sqlite3.Connection) -> Iterator[Problem]:
    """Whether SQLite would take the schema from somebody who writes; of who only reads it asks less."""
    asked = (
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'entry_search%'"
        " AND name NOT LIKE 'sqlite_%' ORDER BY type <> 'table', rowid"
    )
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
        for (sql,) in raw.execute(asked):
            try:
                empty.execute(str(sql))
            except (sqlite3.Error, ValueError) as error:
                yield Problem(None, FILE_DAMAGED, {"detail": str(error)})


def _file(raw: sqlite3.Connection) -> Iterator[Problem]:
    for (found,) in raw.execute(f"PRAGMA integrity_check({MOST_PROBLEMS})"):
        row = _TWINLESS.fullmatch(found)
        if row:
            yield Problem(None, ROW_CHANGED, row.groupdict())
        elif found != "ok":
            yield Problem(None, FILE_DAMAGED, {"detail": found})
