"""Triggers that keep evidence: what is written in the journal stays, whoever opens the file."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def _refuse(table: str, verb: str, condition: str = "") -> tuple[str, str]:
    name = f"{table}_no_{verb.lower()}"
    when = f" WHEN {condition}" if condition else ""
    says = f"{table}: {verb} refused"
    return name, f"CREATE TRIGGER {name} BEFORE {verb} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{says}'); END"


_NOT_A_LAWFUL_DESTRUCTION = (
    "NOT (OLD.body IS NOT NULL AND OLD.destroyed_by IS NULL AND NEW.body IS NULL"
    " AND NEW.destroyed_by IS NOT NULL AND NEW.seq IS OLD.seq AND NEW.salt IS OLD.salt)"
)

TRIGGERS: tuple[tuple[str, str], ...] = (
    _refuse("entry", "UPDATE"),
    _refuse("entry", "DELETE"),
    _refuse("act", "UPDATE"),
    _refuse("act", "DELETE"),
    _refuse("payload", "UPDATE", _NOT_A_LAWFUL_DESTRUCTION),
    _refuse("payload", "DELETE"),
    _refuse("item", "DELETE"),
    _refuse("timer", "DELETE"),
    _refuse("operator", "DELETE"),
    _refuse("day_seal", "UPDATE"),
    _refuse("day_seal", "DELETE"),
)
"""Name and SQL of every trigger. REPLACE deletes, so it is refused too where `recursive_triggers` is on.

A payload may be changed once only: its body blanked, with the entry that destroyed it named; the salt stays.
"""


def create(connection: "Connection") -> None:
    """Make every trigger anew; a migration that rebuilds a table drops its triggers without a word."""
    for name, sql in TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(sql)


def missing(connection: "Connection") -> list[str]:
    """The names of triggers that are absent or are not as they should be."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return absent({str(row[0]): str(row[1]) for row in rows})


def absent(found: dict[str, str]) -> list[str]:
    """The names of triggers that `found` (name to SQL, as in sqlite_master) lacks or holds otherwise."""
    return [name for name, sql in TRIGGERS if found.get(name) != sql]
