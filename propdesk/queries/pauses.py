"""When a clock waited, for whom and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from propdesk.models.tables import metadata
from propdesk.models.timer import TimerPause

_PAUSE = metadata().tables[str(TimerPause.__tablename__)]


@dataclass(frozen=True)
class PauseView:
    """A stretch in which a clock waited; `ended` is None while it still does."""

    began: datetime
    ended: datetime | None
    until: datetime | None
    waiting_for: str
    reason: str


def pauses_of(connection: Connection, timer_id: int) -> tuple[PauseView, ...]:
    """The pauses of a clock, the first one first."""
    wanted = select(_PAUSE).where(_PAUSE.c.timer_id == timer_id).order_by(_PAUSE.c.id)
    rows = connection.execute(wanted)
    return tuple(PauseView(row.began, row.ended, row.until, row.waiting_for, row.reason) for row in rows)
