"""Shifts: made when the first entry is written in them."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from propdesk.models import tables

_SHIFT = tables.metadata().tables["shift"]
_OF_START = select(_SHIFT.c.id).where(_SHIFT.c.starts == bindparam("start"))
_NEW = insert(_SHIFT)


def shift_of(connection: Connection, kind: str, starts: datetime, ends: datetime) -> int:
    """The id of the shift that begins at `starts`; the caller holds the write lock."""
    found = connection.execute(_OF_START, {"start": starts}).scalar()
    if found is not None:
        return int(found)
    key = connection.execute(_NEW, {"kind": kind, "starts": starts, "ends": ends}).inserted_primary_key
    assert key is not None
    return int(key[0])
