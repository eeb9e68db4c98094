"""Writing the journal: acts, and entries chained to the one before. Only the desk's transaction calls this."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, desc, insert, select

from propdesk.models import tables
from propdesk.rules import chain

_ACT = tables.metadata().tables["act"]
_ENTRY = tables.metadata().tables["entry"]
_PAYLOAD = tables.metadata().tables["payload"]

_HEAD = select(_ENTRY.c.seq, _ENTRY.c.hash).order_by(desc(_ENTRY.c.seq)).limit(1)


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry; 0 and the genesis hash when there is none."""
    row = connection.execute(_HEAD).first()
    return (int(row.seq), str(row.hash)) if row else (0, chain.GENESIS)


def act_of(connection: Connection, request_id: str) -> tuple[int, str] | None:
    """Id and digest of the act that was done under `request_id`, or None."""
    row = connection.execute(select(_ACT.c.id, _ACT.c.digest).where(_ACT.c.request_id == request_id)).first()
    return (int(row.id), str(row.digest)) if row else None


def open_act(connection: Connection, request_id: str, digest: str, operator: int, written: datetime) -> int:
    """Begin an act and give its id; one request id is one act."""
    values = {"request_id": request_id, "digest": digest, "operator_id": operator, "written": written}
    return _new_id(connection, values)


def append(
    connection: Connection,
    *,
    act: int,
    step: str,
    item: int | None,
    operator: int,
    shift: int,
    happened: datetime,
    written: datetime,
    corrects: int | None,
    body: str,
    salt: str | None = None,
) -> tuple[int, str]:
    """Write one entry and its payload; gives its number and hash.

    The caller holds the write lock, so that numbers have no gaps. `body` is the payload's text as it will be hashed.
    `salt` (32 hex digits) is drawn at random unless a test names one.
    """
    last, previous = head(connection)
    salt = salt or secrets.token_hex(16)
    entry = chain.Canonical(
        format=chain.FORMAT,
        seq=last + 1,
        act=act,
        step=step,
        item=item,
        operator=operator,
        shift=shift,
        happened=chain.moment(happened),
        written=chain.moment(written),
        corrects=corrects,
        payload=chain.payload_hash(salt, body),
        previous=previous,
    )
    _insert(connection, entry, happened, written)
    connection.execute(insert(_PAYLOAD), {"seq": entry.seq, "salt": salt, "body": body})
    return entry.seq, chain.entry_hash(entry)


def _insert(connection: Connection, entry: chain.Canonical, happened: datetime, written: datetime) -> None:
    row = {
        "seq": entry.seq,
        "format": entry.format,
        "act_id": entry.act,
        "step": entry.step,
        "item_id": entry.item,
        "operator_id": entry.operator,
        "shift_id": entry.shift,
        "happened": happened,
        "written": written,
        "corrects": entry.corrects,
        "payload_hash": entry.payload,
        "previous": entry.previous,
        "hash": chain.entry_hash(entry),
    }
    connection.execute(insert(_ENTRY), row)


def _new_id(connection: Connection, values: dict[str, object]) -> int:
    key = connection.execute(insert(_ACT), values).inserted_primary_key
    assert key is not None
    return int(key[0])
