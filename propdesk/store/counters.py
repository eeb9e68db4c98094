"""Counters that never skip: the caller holds the write lock, and a number given out in a refused act comes back."""

from sqlalchemy import Connection, insert, select, update

from propdesk.models import tables

_COUNTER = tables.metadata().tables["counter"]


def value(connection: Connection, name: str) -> int:
    """The last number given out under `name`, 0 before the first."""
    found = connection.execute(select(_COUNTER.c.value).where(_COUNTER.c.name == name)).scalar()
    return int(found or 0)


def next_value(connection: Connection, name: str) -> int:
    """The next number under `name`, from 1."""
    given = value(connection, name) + 1
    if given == 1:
        connection.execute(insert(_COUNTER), {"name": name, "value": given})
    else:
        connection.execute(update(_COUNTER).where(_COUNTER.c.name == name), {"value": given})
    return given
