"""A twin of every row: an index that repeats all of it, so that SQLite's own check finds any letter a disk changed.

SQLite keeps no checksums. `PRAGMA integrity_check` compares each index with its table, so what stands in both is
guarded by it. The condition of a twin is always true and in no question that is asked, so that SQLite keeps the twin
and never reads it.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

GUARDED_OTHERWISE = ("act", "entry", "payload", "lookup_key", "alembic_version")
"""Tables without a twin: the chain covers the first three, an index of its own repeats the look-up keys, and a schema
that is not the program's is seen when the file is opened.
"""
PREFIX = "twin_"

_COLUMNS = """
SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND m.name NOT LIKE 'entry!_search%' ESCAPE '!'
ORDER BY m.name, c.cid
"""
_TWINS = "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'twin!_%' ESCAPE '!'"


def create(connection: "Connection") -> None:
    """Make every twin anew; after a migration the rows have other columns."""
    for (name,) in connection.exec_driver_sql(_TWINS).fetchall():
        connection.exec_driver_sql(f"DROP INDEX {name}")
    for sql in _wanted(connection.exec_driver_sql(_COLUMNS).all()).values():
        connection.exec_driver_sql(sql)


def absent(raw: sqlite3.Connection, found: Mapping[str, str]) -> list[str]:
    """The names of twins that `found` (name to SQL, as in sqlite_master) lacks or holds otherwise."""
    return [name for name, sql in _wanted(raw.execute(_COLUMNS)).items() if found.get(name) != sql]


def _wanted(columns: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name and SQL of the twin of each table of a schema, from the names of its tables and their columns."""
    tables = {table: [column for _table, column in rows] for table, rows in groupby(columns, key=itemgetter(0))}
    return {PREFIX + table: _twin(table, names) for table, names in tables.items() if table not in GUARDED_OTHERWISE}


def _twin(table: str, columns: list[str]) -> str:
    return f"CREATE INDEX {PREFIX}{table} ON {table} ({', '.join(columns)}) WHERE typeof({columns[0]}) <> ''"
