"""Counters that never skip: the caller holds the write lock, and a number given out in a refused act comes back."""

from sqlalchemy import Connection, bindparam, insert, select, update

from propdesk.models import tables

_COUNTER = tables.metadata().tables["counter"]
_NAMED = _COUNTER.c.name == bindparam("named")

_VALUE = select(_COUNTER.c.value).where(_NAMED)
_FIRST = insert(_COUNTER)
_NEXT = update(_COUNTER).where(_NAMED).values(value=bindparam("value"))


def value(connection: Connection, name: str) -> int:
    """The last number given out under `name`, 0 before the first."""
    found = connection.execute(_VALUE, {"named": name}).scalar()
    return int(found or 0)


def next_value(connection: Connection, name: str) -> int:
    """The next number under `name`, from 1."""
    given = value(connection, name) + 1
    if given == 1:
        connection.execute(_FIRST, {"name": name, "value": given})
    else:
        connection.execute(_NEXT, {"named": name, "value": given})
    return given
