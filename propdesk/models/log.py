"""The duty log's free entries: what kinds there are, and who has to read one (manual P15)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, maybe_instant, partial_index

UNREAD = "read IS NULL"


class LogKind(Choice):
    """What a free entry is about."""

    OBSERVATION = "observation", N_("Observation")
    INCIDENT = "incident", N_("Incident")
    CALL_OUT = "call_out", N_("Call-out")
    INSTRUCTION = "instruction", N_("Instruction")


class LogReader(SQLModel, table=True):
    """Somebody who has to read the free entry `seq`, and when it was read."""

    __tablename__ = "log_reader"
    __table_args__ = (
        UniqueConstraint("seq", "operator_id"),
        partial_index("ix_log_reader_unread", "operator_id", where=UNREAD),
    )

    id: int | None = Field(default=None, primary_key=True)
    seq: int = Field(foreign_key="entry.seq")
    operator_id: int = Field(foreign_key="operator.id")
    read: datetime | None = maybe_instant()
