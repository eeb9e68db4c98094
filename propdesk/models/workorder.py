"""Work a department does for a resident: what repairs and service bookings keep alike (manual P06)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from propdesk.models.base import maybe_instant, stored
from propdesk.models.contact import Channel
from propdesk.models.department import Department


class WorkOrder(SQLModel):
    """The columns of a repair report and of a booking: need, department, dispatch slip, work, second copy, cross-off.

    `slip` is the number of the dispatch slip in force (派工单); `reported` is when the department told the desk that
    the work was finished; `slip_back` is when its signed second copy came to the centre.
    """

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    channel: Channel = Field(default=Channel.PHONE, sa_type=stored(Channel))
    their_number: str = Field(default="", max_length=40)
    text: str
    place: str = Field(default="", max_length=120)
    repeated: bool = False
    agreed: datetime | None = maybe_instant()
    paid: bool = False
    quote_fen: int | None = None
    quote_accepted: datetime | None = maybe_instant()
    department: Department | None = Field(default=None, sa_type=stored(Department), nullable=True)
    told_person: str = Field(default="", max_length=80)
    told_at: datetime | None = maybe_instant()
    keeps_time: bool | None = None
    slip: str = Field(default="", max_length=24)
    worker: str = Field(default="", max_length=80)
    dispatched: datetime | None = maybe_instant()
    arrived: datetime | None = maybe_instant()
    finished: datetime | None = maybe_instant()
    reported: datetime | None = maybe_instant()
    result: str = ""
    slip_back: datetime | None = maybe_instant()
    signed_by: str = Field(default="", max_length=80)
    exception: str = Field(default="", max_length=400)
    crossed_off: datetime | None = maybe_instant()
    refusal: str = ""
    alternative: str = ""
