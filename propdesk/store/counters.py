"""Counters that never skip: the caller holds the write lock, and a number given out in a refused act comes back."""

from sqlalchemy import Connection, bindparam, insert, select, update

from propdesk.models import tables

_COUNTER = tables.metadata().tables["counter"]
_NAMED = _COUNTER.c.name == bindparam("named")

_VALUE = select(_COUNTER.c.value).where(_NAMED)
_FIRST = insert(_COUNTER)
_NEXT = update(_COUNTER).where(_NAMED).values(value=_COUNTER.c.value + 1).returning(_COUNTER.c.value)


def value(connection: Connection, name: str) -> int:
    """The last number given out under `name`, 0 before the first."""
    found = connection.execute(_VALUE, {"named": name}).scalar()
    return int(found or 0)


def next_value(connection: Connection, name: str) -> int:
    """The next number under `name`, from 1."""
    given = connection.execute(_NEXT, {"named": name}).scalar()
    if given is None:
        connection.execute(_FIRST, {"name": name, "value": 1})
    return int(given or 1)
