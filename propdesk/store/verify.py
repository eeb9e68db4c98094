"""Whether the journal is what was written: chain, numbering, links, triggers. Reads only, row by row."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path

from propdesk.errors import Damaged
from propdesk.i18n import N_, say
from propdesk.rules.chain import GENESIS, asked, canonical_json
from propdesk.store import migrate, rows, triggers, trouble, twins

OLDER = N_("{path} has an older schema. Open the desk once; that brings it up to date.")
FILE_DAMAGED = N_("The file is damaged: {detail}.")
MISSING = N_("Entry {seq} is missing.")
CHANGED = N_("Entry {seq} was changed after it was written.")
UNCHAINED = N_("Entry {seq} does not follow the entry before it.")
PAYLOAD_CHANGED = N_("What entry {seq} says was changed after it was written.")
PAYLOAD_MISSING = N_("What entry {seq} says is missing.")
UNLAWFUL = N_("What entry {seq} says was blanked without an entry that did so.")
HEAD_MISSING = N_("The journal does not contain the hash {head}: its end was removed or written anew.")
ACT_CHANGED = N_("Act {act} is not what its entries say.")
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

_WALK = """
SELECT e.seq, e.format, e.act_id, e.step, e.item_id, e.operator_id, e.shift_id, e.happened, e.written, e.corrects,
       e.payload_hash, e.previous, e.hash, p.salt, p.body, p.destroyed_by
FROM entry e LEFT JOIN payload p ON p.seq = e.seq ORDER BY e.seq
"""
_EMPTY_ACTS = "SELECT id FROM act WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.act_id = act.id) LIMIT 1"
_CHANGED_ACTS = """
SELECT DISTINCT a.id FROM entry e JOIN act a ON a.id = e.act_id JOIN payload p ON p.seq = e.seq
WHERE a.operator_id <> e.operator_id OR a.written <> e.written
   OR CASE WHEN json_valid(p.body) THEN json_extract(p.body, '$.act') END <> asked(a.request_id, a.digest)
"""
_ITEM_GAPS = """
SELECT ledger, sum(items), max(last), max(counted) FROM (
    SELECT ledger, count(*) AS items, max(ord) AS last, 0 AS counted FROM item GROUP BY ledger
    UNION ALL SELECT substr(name, 5), 0, 0, value FROM counter WHERE name LIKE 'ord:%'
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
class Problem:
    """One finding: the entry it is about, if it is about one, and a sentence (msgid and values)."""

    seq: int | None
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: str | None = None) -> str:
        """The finding in `language`, or in the language of the desk."""
        return say(self.message, self.values, language)


@dataclass(frozen=True)
class Report:
    """What a check found. `head` is the hash of the last entry, `destroyed` how many payloads were lawfully blanked."""

    sound: bool
    entries: int
    head: str
    destroyed: int
    problems: tuple[Problem, ...]


@dataclass
class _Walk:
    """Where the walk along the chain stands; `destroyer` is the highest entry named as having blanked a payload."""

    entries: int = 0
    last: int = 0
    head: str = GENESIS
    destroyed: int = 0
    destroyer: tuple[int, int] = (0, 0)


def verify(path: Path, *, expect_head: str | None = None) -> Report:
    """Check the whole database at `path`. `expect_head` is a hash printed on a signed sheet, whole or its beginning.

    Raises:
        Damaged: there is no database of this program's schema to check.
    """
    walk = _Walk()
    with trouble.explained(path):
        migrate.refuse_unfit(path)
        if migrate.state_of(path) == "older":
            raise Damaged(OLDER, path=path)
        with closing(migrate.read_only(path)) as raw:
            raw.text_factory = _text
            found = tuple(islice(_problems(raw, walk, expect_head), MOST_PROBLEMS))
    return Report(not found, walk.entries, walk.head, walk.destroyed, found)


def _text(stored: bytes) -> str:
    """Text as it is stored, also where damage left bytes that are no text."""
    return stored.decode(errors=_AS_STORED)


def _problems(raw: sqlite3.Connection, walk: _Walk, expect_head: str | None) -> Iterator[Problem]:
    """Every finding in one snapshot, the chain first; where SQLite cannot read on, the search ends."""
    raw.execute("BEGIN")
    try:
        yield from _chain(raw, walk)
        if expect_head is not None:
            yield from _printed(raw, expect_head)
        yield from _seals(raw)
        yield from _acts(raw)
        yield from _numbering(raw)
        yield from _items(raw)
        yield from _links(raw)
        yield from _guards(raw)
        yield from _schema(raw)
        yield from _file(raw)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        yield Problem(walk.last + 1, FILE_DAMAGED, {"detail": str(error)})


def _chain(raw: sqlite3.Connection, walk: _Walk) -> Iterator[Problem]:
    """Walk along the entries. This loop is the cost of a check, so it decides fast and explains only what is bad."""
    steps: dict[object, str] = {}
    for row in raw.execute(_WALK):
        fields, (payload, previous, stored, salt, body, destroyed_by) = row[:10], row[10:]
        own = sha256(_canonical(fields, payload, previous, steps).encode(errors=_AS_STORED)).hexdigest() == stored
        says = sha256(f"{salt}\n{body}".encode(errors=_AS_STORED)).hexdigest() == payload and destroyed_by is None
        if not (own and says and previous == walk.head and row[0] == walk.last + 1):
            yield from _place(row[0], previous, walk)
            if not own:
                yield Problem(row[0], CHANGED, {"seq": row[0]})
            if not says:
                yield from _payload(row[0], salt, body, destroyed_by, walk)
        walk.last, walk.head, walk.entries = row[0], stored, walk.entries + 1
    if walk.destroyer[0] > walk.last:
        yield Problem(walk.destroyer[1], UNLAWFUL, {"seq": walk.destroyer[1]})


def _canonical(fields: tuple[object, ...], payload: str, previous: str, steps: dict[object, str]) -> str:
    """What `chain.canonical_json` gives for the entry, only faster: its keys in their order, its values as stored."""
    seq, form, act, step, item, operator, shift, happened, written, corrects = fields
    quoted = steps.get(step) or steps.setdefault(step, canonical_json(step))
    return (
        f'{{"act":{act},"corrects":{"null" if corrects is None else corrects},"format":{form},'
        f'"happened":"{_moment(happened)}","item":{"null" if item is None else item},"operator":{operator},'
        f'"payload":"{payload}","previous":"{previous}","seq":{seq},"shift":{shift},"step":{quoted},'
        f'"written":"{_moment(written)}"}}'
    )


def _moment(stored: object) -> str:
    """A moment as the chain writes it, from the way SQLAlchemy stores it: `2026-11-21 08:00:00.000000`."""
    return f"{str(stored).replace(' ', 'T', 1)}Z"


def _place(seq: int, previous: str, walk: _Walk) -> Iterator[Problem]:
    if seq != walk.last + 1:
        yield Problem(walk.last + 1, MISSING, {"seq": walk.last + 1})
    elif previous != walk.head:
        yield Problem(seq, UNCHAINED, {"seq": seq})


def _payload(seq: int, salt: str | None, body: str | None, destroyed_by: int | None, walk: _Walk) -> Iterator[Problem]:
    """Why a payload does not fit its hash; one that a later entry blanked is in order."""
    if salt is None:
        yield Problem(seq, PAYLOAD_MISSING, {"seq": seq})
    elif body is not None:
        yield Problem(seq, PAYLOAD_CHANGED, {"seq": seq})
    elif destroyed_by is None or destroyed_by <= seq:
        yield Problem(seq, UNLAWFUL, {"seq": seq})
    else:
        walk.destroyed += 1
        walk.destroyer = max(walk.destroyer, (destroyed_by, seq))


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
        said = json.loads(body)["values"] if body and step == _SIGNOFF else None
        if step != _SIGNOFF or (said is not None and _set(said) != (str(day), first, last, count, head)):
            yield Problem(entry, SEAL_CHANGED, {"day": day, "seq": entry})
        elif last is not None and (found != head or there != count):
            yield Problem(last, SEAL_BROKEN, {"day": day, "first": first, "last": last, "seq": last})
    for seq, body in raw.execute(_SIGNED_OFF):
        day = json.loads(body)["values"].get("day")
        if day not in sealed:
            yield Problem(seq, SEAL_MISSING, {"day": day, "seq": seq})


def _set(said: Mapping[str, object]) -> tuple[object, ...]:
    """What a sign-off says of the seal it set; a day without entries has neither numbers nor a hash."""
    return str(said.get("day")), said.get("first"), said.get("last"), said.get("count"), said.get("head") or ""


def _acts(raw: sqlite3.Connection) -> Iterator[Problem]:
    raw.create_function("asked", 2, lambda request, digest: asked(str(request), str(digest)), deterministic=True)
    for (act,) in raw.execute(_EMPTY_ACTS):
        yield Problem(None, EMPTY_ACT, {"act": act})
    for (act,) in raw.execute(_CHANGED_ACTS):
        yield Problem(None, ACT_CHANGED, {"act": act})


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
