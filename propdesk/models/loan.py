"""The register of key loans (借用钥匙登记表; manual P12)."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, stored
from propdesk.models.department import Department
from propdesk.models.key import Proof


class KeyPurpose(Choice):
    """What a key may be lent for (004 KEY 4.4.1); the emergency has rules of its own."""

    REPAIR = "repair", N_("Repair or maintenance")
    VACANT = "vacant", N_("Vacant-unit work")
    EMERGENCY = "emergency", N_("Emergency, with two persons")


class Borrower(Choice):
    """Who borrows."""

    DEPARTMENT = "department", N_("Department")
    CONTRACTOR = "contractor", N_("Contractor")
    RESIDENT = "resident", N_("Resident")


class Loan(SQLModel, table=True):
    """One loan of one key set; name and phone of the borrower stand on the item.

    Six questions have their columns: who (the item's person), when (the item's opening), why (`purpose`, `reason`), who
    authorised it, `due`, and `returned`. `pieces` = `back` + `lost` + what is still out. `term` is when three days
    are over, or three days past the promise where the site counts so.
    """

    __table_args__ = (CheckConstraint("back >= 0 AND lost >= 0 AND back + lost <= pieces", name="adds_up"),)

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    key_id: int = Field(foreign_key="item.id", index=True)
    pieces: int
    back: int = 0
    lost: int = 0
    purpose: KeyPurpose = Field(sa_type=stored(KeyPurpose))
    reason: str = Field(max_length=400)
    borrower_kind: Borrower = Field(sa_type=stored(Borrower))
    department: Department | None = Field(default=None, sa_type=stored(Department), nullable=True)
    company: str = Field(default="", max_length=80)
    proof: Proof | None = Field(default=None, sa_type=stored(Proof), nullable=True)
    authorised_by: str = Field(max_length=80)
    owner_agreed: str = Field(default="", max_length=120)
    second_person: str = Field(default="", max_length=80)
    supervisor_told: str = Field(default="", max_length=80)
    leaves: bool = False
    due: datetime = instant()
    chased: int = 0
    returned: datetime | None = maybe_instant()
    received_by: str = Field(default="", max_length=80)
    order_id: int | None = Field(default=None, foreign_key="item.id")
