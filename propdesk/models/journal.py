"""The journal: acts, entries, payloads. Append-only; docs/journal.md lists what a hash covers."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.models.base import instant


class Act(SQLModel, table=True):
    """What one operator did in one transaction. `digest` tells a repeated request from another act under its id."""

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(max_length=64, unique=True)
    digest: str = Field(max_length=64)
    operator_id: int = Field(foreign_key="operator.id")
    written: datetime = instant()


class Entry(SQLModel, table=True):
    """One journal line. `happened` may lie before `written`, never after."""

    seq: int | None = Field(default=None, primary_key=True)
    format: int = 1
    act_id: int = Field(foreign_key="act.id", index=True)
    step: str = Field(max_length=48)
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    operator_id: int = Field(foreign_key="operator.id")
    shift_id: int = Field(foreign_key="shift.id", index=True)
    happened: datetime = instant(index=True)
    written: datetime = instant(index=True)
    corrects: int | None = Field(default=None, foreign_key="entry.seq", index=True)
    payload_hash: str = Field(max_length=64)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class Payload(SQLModel, table=True):
    """What an entry says: its sentence and data. Apart, so that it may be blanked after its retention period."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    salt: str = Field(max_length=32)
    body: str | None = None
    destroyed_by: int | None = Field(default=None, foreign_key="entry.seq")
