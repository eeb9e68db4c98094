"""How long is left, in one short cell: a mark, words, and a tone that only repeats them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from propdesk.i18n import N_, _
from propdesk.widgets.rows import Cell

CLOSE = timedelta(hours=1)
"""From here on seconds are counted."""
DAY = timedelta(days=1)

_LATE = (N_("late {count} min"), N_("late {count} h"), N_("late {count} d"))
WAITS = N_("waiting")


def width() -> int:
    """The cells this column needs in the language of the desk."""
    words = [_(message).format(count=59) for message in _LATE]
    return max(11, 3 + max(cell_len(text) for text in words))


def remaining(due: datetime | None, warn: datetime | None, now: datetime, zone: ZoneInfo, paused: bool = False) -> Cell:
    """`!! late 12 min`, `!  00:07:12`, `   09:00`, `   11-23`; a clock that waits says so, no clock is a blank."""
    if due is None:
        return Cell("")
    if paused:
        return Cell(f"   {_(WAITS)}", "dim")
    if due < now:
        return Cell(f"!! {_late(now - due)}", "late")
    soon = warn is not None and warn <= now
    mark = "!  " if soon else "   "
    return Cell(mark + time_left(due, now, zone), "soon" if soon else "plain")


def time_left(due: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A countdown in the last hour, the time of day within a day, the date beyond."""
    left = due - now
    if left < CLOSE:
        seconds = max(0, int(left.total_seconds()))
        return f"00:{seconds // 60:02d}:{seconds % 60:02d}"
    local = due.astimezone(zone)
    if left < DAY:
        return f"{local:%H:%M}"
    return f"{local:%m-%d}" if local.year == now.astimezone(zone).year else f"{local:%Y-%m-%d}"


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment as a list shows it: the time today, date and time otherwise, the year where it differs."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"


def _late(by: timedelta) -> str:
    minutes = int(by.total_seconds()) // 60
    if minutes < 100:
        return _(_LATE[0]).format(count=minutes)
    if minutes < 48 * 60:
        return _(_LATE[1]).format(count=minutes // 60)
    return _(_LATE[2]).format(count=minutes // 1440)


def elapsed(since: datetime, now: datetime) -> str:
    """`00:07:12` since a moment."""
    seconds = max(0, int((now - since).total_seconds()))
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
