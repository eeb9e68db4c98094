"""What is not evidence: settings as stored, drafts, failures at sign-in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.models.base import instant, maybe_instant


class Setting(SQLModel, table=True):
    """One setting of the site, as JSON; changed by a step, read at start-up."""

    key: str = Field(primary_key=True, max_length=40)
    value: str


class Draft(SQLModel, table=True):
    """A parked form: what was typed so far, as JSON."""

    id: int | None = Field(default=None, primary_key=True)
    operator_id: int = Field(foreign_key="operator.id", index=True)
    step: str = Field(max_length=48)
    item_id: int | None = Field(default=None, foreign_key="item.id")
    title: str = Field(default="", max_length=200)
    fields: str
    begun: datetime = instant()
    saved: datetime = instant()


class SignInFailure(SQLModel, table=True):
    """How often a PIN was wrong in a row, and until when signing in is locked."""

    __tablename__ = "sign_in_failure"

    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    count: int = 0
    locked_until: datetime | None = maybe_instant()
