"""The fingerprint of an item as it stands: its row and its ledger's, kept in the payload of each entry about it.

So a register that was changed past the desk, or by a failing disk, shows: the journal says what it was.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from propdesk.models.tables import ROWS
from propdesk.rules.chain import canonical_json
from propdesk.store import migrate

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import Connection

_COUNTED = ("presses",)
"""Columns of an item that only count; they change without a version of their own."""
_SAID = """(
    SELECT CASE WHEN json_valid(body) THEN json_extract(body, '$.row') END FROM payload
    WHERE seq = (SELECT max(seq) FROM entry WHERE item_id = i.id)
)"""


def fingerprint(connection: "Connection", item: int, ledger: str, counted: Collection[str]) -> str:
    """Schema, hash, and the columns left out of it: `0004:5e88…:callers presses`."""
    table = ROWS.get(ledger, ledger)
    asked = f"SELECT * FROM item i JOIN {table} r ON r.item_id = i.id WHERE i.id = ?"  # noqa: S608  a name of ours
    found = connection.exec_driver_sql(asked, (item,))
    left_out = sorted({*counted, *_COUNTED})
    return f"{schema()}:{_hash(zip(found.keys(), found.one(), strict=True), left_out)}:{' '.join(left_out)}"


def changed(raw: "sqlite3.Connection") -> Iterator[str]:
    """The numbers of items whose rows are not as their last entry left them.

    An item whose last entry was written under another schema, or was destroyed, is not judged.
    """
    known = {str(row[0]) for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for (ledger,) in raw.execute("SELECT DISTINCT ledger FROM item").fetchall():
        table = ROWS.get(ledger, ledger)
        joined = f"LEFT JOIN {table} r ON r.item_id = i.id" if table in known else ""
        cursor = raw.execute(f"SELECT {_SAID}, * FROM item i {joined} WHERE ledger IS ?", (ledger,))  # noqa: S608
        names = [column[0] for column in cursor.description]
        for said, *values in cursor:
            before, _, rest = str(said).partition(":")
            wanted, _, left_out = rest.partition(":")
            if before == schema() and _hash(zip(names[1:], values, strict=True), left_out.split()) != wanted:
                yield str(values[names.index("number") - 1])


@cache
def schema() -> str:
    """The schema this program writes."""
    return migrate.head()


def _hash(row: Iterable[tuple[str, object]], left_out: Collection[str]) -> str:
    kept = sorted(((name, _plain(value)) for name, value in row if name not in left_out), key=lambda pair: pair[0])
    return sha256(canonical_json(kept).encode(errors="surrogateescape")).hexdigest()[:32]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | str) else repr(value)
