"""Writing the journal: acts, and entries chained to the one before. Only the desk's transaction calls this."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, bindparam, desc, insert, select

from propdesk.models import tables
from propdesk.rules import chain

_ACT = tables.metadata().tables["act"]
_ENTRY = tables.metadata().tables["entry"]
_PAYLOAD = tables.metadata().tables["payload"]

_HEAD = select(_ENTRY.c.seq, _ENTRY.c.hash).order_by(desc(_ENTRY.c.seq)).limit(1)
_ACT_OF = select(_ACT.c.id, _ACT.c.digest).where(_ACT.c.request_id == bindparam("request"))
_NEW_ACT, _NEW_ENTRY, _NEW_PAYLOAD = insert(_ACT), insert(_ENTRY), insert(_PAYLOAD)


def read_head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry; 0 and the genesis hash when there is none."""
    row = connection.execute(_HEAD).first()
    return (int(row.seq), str(row.hash)) if row else (0, chain.GENESIS)


def act_of(connection: Connection, request_id: str) -> tuple[int, str] | None:
    """Id and digest of the act that was done under `request_id`, or None."""
    row = connection.execute(_ACT_OF, {"request": request_id}).first()
    return (int(row.id), str(row.digest)) if row else None


def open_act(connection: Connection, request_id: str, digest: str, operator: int, written: datetime) -> int:
    """Begin an act and give its id; one request id is one act."""
    values = {"request_id": request_id, "digest": digest, "operator_id": operator, "written": written}
    key = connection.execute(_NEW_ACT, values).inserted_primary_key
    assert key is not None
    return int(key[0])


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
    head: tuple[int, str] | None = None,
) -> tuple[int, str]:
    """Write one entry and its payload; gives its number and hash.

    The caller holds the write lock, so that numbers have no gaps. `body` is the payload's text as it will be hashed.
    `salt` (32 hex digits) is drawn at random unless a test names one; `head` saves asking for it again.
    """
    last, previous = head or read_head(connection)
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
    digest = chain.entry_hash(entry)
    connection.execute(_NEW_ENTRY, {**_row(entry), "happened": happened, "written": written, "hash": digest})
    connection.execute(_NEW_PAYLOAD, {"seq": entry.seq, "salt": salt, "body": body})
    return entry.seq, digest


def _row(entry: chain.Canonical) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "format": entry.format,
        "act_id": entry.act,
        "step": entry.step,
        "item_id": entry.item,
        "operator_id": entry.operator,
        "shift_id": entry.shift,
        "corrects": entry.corrects,
        "payload_hash": entry.payload,
        "previous": entry.previous,
    }
