"""Who works at the desk: operators, their PINs and roles."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, stored


class Role(Choice):
    """What an operator may do (manual: table of roles; a set, no ladder)."""

    CLERK = "clerk", N_("Clerk")
    DUTY = "duty", N_("Duty officer")
    SUPERVISOR = "supervisor", N_("Supervisor")
    CENTRE_MANAGER = "centre_manager", N_("Centre manager")
    OFFICE_MANAGER = "office_manager", N_("Office manager")


class Operator(SQLModel, table=True):
    """A person who signs in. The operator `system` has no PIN and never signs in."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=40, unique=True)
    pin_hash: str | None = Field(default=None, max_length=200)
    active: bool = True
    created: datetime = instant()
    disabled: datetime | None = maybe_instant()


class OperatorRole(SQLModel, table=True):
    """One role of one operator."""

    __tablename__ = "operator_role"

    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    role: Role = Field(primary_key=True, sa_type=stored(Role))


SYSTEM = "system"
"""The operator that acts when nobody does: breaches, adoption of a calendar."""
