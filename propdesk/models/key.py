"""The cabinet: key sets in custody, with their mandate, their rules and their memo; owner's cards (manual P12)."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from propdesk.i18n import N_
from propdesk.models.base import Choice, instant, maybe_instant, partial_index, stored

KEPT = "gone IS NULL"


class KeyClass(Choice):
    """Whose keys they are, and why they hang here (004 KEY 4.1)."""

    DEVELOPER = "developer", N_("Developer's, before move-in")
    ENTRUSTED = "entrusted", N_("Entrusted by the owner")
    VACANT = "vacant", N_("Vacant unit")
    PLANT = "plant", N_("Plant room")
    MASTER = "master", N_("Master key")


class Authority(Choice):
    """Who must authorise each loan of a key set."""

    NOBODY = "nobody", N_("Nobody in particular")
    SUPERVISOR = "supervisor", N_("A supervisor")
    MANAGER = "manager", N_("The centre manager")


class Proof(Choice):
    """What somebody shows who asks for a key (004 KEY 4.4.5)."""

    CARD = "card", N_("Owner's card")
    IDENTITY = "identity", N_("Identity card")
    NONE = "none", N_("None, or it does not fit")


class Ground(Choice):
    """Why keys are not taken into custody (004 KEY 4.1.2)."""

    NO_NEED = "no_need", N_("No real need")
    TROUBLE = "trouble", N_("Would bring trouble")


class Harm(Choice):
    """What happened to a key (004 KEY 4.4.4)."""

    LOST = "lost", N_("Lost")
    DAMAGED = "damaged", N_("Damaged")


class Remedy(Choice):
    """What is done about a lost or damaged key (004 KEY 4.4.4)."""

    KEY = "new_key", N_("A new key is made")
    LOCK = "new_lock", N_("The lock is changed")
    NOTHING = "nothing", N_("Nothing: it is given up")


class Key(SQLModel, table=True):
    """One key set in custody. `pieces` = on the hook + `out` + `lost`, always.

    `tag` is the number on the label, `cabinet` and `slot` are the hook (`A-17`). `departments` are who may draw it,
    with commas, empty for all; `longest_hours` 0 is no limit of its own. `card` is the number of the owner's card and
    `collector` the only other person to whom it is handed, both from the mandate. `gone` is when it left custody for
    good. `outdated` is when the lock was changed, so that these keys fit no more. The columns from `memo` on are the
    latest key incident memo.
    """

    __table_args__ = (
        partial_index("uq_key_hook", "cabinet", "slot", unique=True, where=KEPT),
        partial_index("uq_key_tag", "tag", unique=True, where=KEPT),
        CheckConstraint("out >= 0 AND lost >= 0 AND out + lost <= pieces", name="adds_up"),
    )

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    kind: KeyClass = Field(sa_type=stored(KeyClass))
    tag: str = Field(default="", max_length=20)
    cabinet: str = Field(default="", max_length=10)
    slot: int = 0
    door: str = Field(default="", max_length=80)
    pieces: int = 0
    out: int = 0
    lost: int = 0
    departments: str = Field(default="", max_length=120)
    authority: Authority = Field(default=Authority.NOBODY, sa_type=stored(Authority))
    ask_owner: bool = False
    longest_hours: int = 0
    may_leave: bool = False
    instruction: str = Field(default="", max_length=400)
    reason: str = Field(default="", max_length=400)
    condition: str = Field(default="", max_length=400)
    collector: str = Field(default="", max_length=80)
    card: str = Field(default="", max_length=40)
    mandate: str = Field(default="", max_length=24)
    approved_by: str = Field(default="", max_length=80)
    copy_given: bool = False
    outdated: datetime | None = maybe_instant()
    gone: datetime | None = maybe_instant()
    proof: Proof | None = Field(default=None, sa_type=stored(Proof), nullable=True)
    handed_to: str = Field(default="", max_length=80)
    memo: str = Field(default="", max_length=24)
    harm: Harm | None = Field(default=None, sa_type=stored(Harm), nullable=True)
    harmed: int = 0
    discovered: datetime | None = maybe_instant()
    course: str = ""
    memo_told: str = Field(default="", max_length=80)
    memo_told_at: datetime | None = maybe_instant()
    consent_by: str = Field(default="", max_length=80)
    consent_how: str = Field(default="", max_length=80)
    consented: datetime | None = maybe_instant()
    remedy: Remedy | None = Field(default=None, sa_type=stored(Remedy), nullable=True)
    replaced: datetime | None = maybe_instant()
    cost_fen: int | None = None
    result: str = ""


class OwnerCard(SQLModel, table=True):
    """An owner's card (业主证): proof for collecting a key; withdrawn with its date, never removed."""

    __tablename__ = "owner_card"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=40, unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    owner: str = Field(max_length=80)
    issued: datetime = instant()
    withdrawn: datetime | None = maybe_instant()
