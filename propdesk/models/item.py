"""The item: one numbered piece of desk work in one ledger."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from propdesk.models.base import instant, maybe_instant, partial_index

OPEN = "closed IS NULL"
AT_WORK = "closed IS NULL AND resting IS "


class Item(SQLModel, table=True):
    """One numbered piece of desk work; the version rises when stage, owner or ledger row change.

    `ord` is gapless in its ledger. `person`, `phone` and `place` are copied as they were, beside the link to the unit.
    `matter_id` is the item the whole matter began with, maybe itself: one matter, one row in the worklist. `resting`
    is one that is open without anything to be done, like keys that hang in the cabinet; its stage says so.
    """

    __table_args__ = (
        UniqueConstraint("ledger", "ord"),
        partial_index("ix_item_open", "ledger", "ord", where=OPEN),
        partial_index("ix_item_open_id", "id", where=OPEN),
        partial_index("ix_item_at_work", "id", where=f"{AT_WORK}0"),
        partial_index("ix_item_owner_open", "owner_id", "id", where=OPEN),
        partial_index("ix_item_unit_open", "unit_id", where=OPEN),
        Index("ix_item_unit_ledger", "unit_id", "ledger", "id"),
        Index("ix_item_ledger_opened", "ledger", "opened"),
        Index("ix_item_ledger_closed", "ledger", "closed"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ledger: str = Field(max_length=20)
    number: str = Field(max_length=24, unique=True)
    ord: int
    stage: str = Field(max_length=24)
    title: str = Field(max_length=200)
    urgent: bool = False
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    place: str = Field(default="", max_length=80)
    person: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=40)
    receiver_id: int = Field(foreign_key="operator.id")
    owner_id: int = Field(foreign_key="operator.id")
    origin_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    matter_id: int = Field(default=0, index=True)
    presses: int = 0
    opened: datetime = instant()
    closed: datetime | None = maybe_instant()
    version: int = 1
    resting: bool = Field(default=False, sa_column_kwargs={"server_default": text("0")})


class Counter(SQLModel, table=True):
    """The last number given out under a name: `ord:contact`, `number:contact:20261121`."""

    name: str = Field(primary_key=True, max_length=60)
    value: int = 0
