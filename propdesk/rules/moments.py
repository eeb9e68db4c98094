"""Times and dates as a receptionist types them."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.calendar import DAY, utc

Prefer = Literal["future", "past", "exact", "future_day", "past_day"]
"""Which way an incomplete time leans: nowhere, forwards or backwards; where only the day matters a date will do."""

UNREADABLE_MOMENT = N_("Cannot read “{text}” as a time. Write 14:30, tomorrow 9:00, +30m or 2026-11-23 09:00.")
UNREADABLE_DAY = N_("Cannot read “{text}” as a date. Write 2026-11-23, 11-23, 20261123 or tomorrow.")

_WORDS: Mapping[str, int] = {
    "大后天": 3,
    **dict.fromkeys(("后天", "后日"), 2),
    **dict.fromkeys(("明天", "明日", "明", "tomorrow"), 1),
    **dict.fromkeys(("今天", "今日", "今", "today"), 0),
    **dict.fromkeys(("昨天", "昨日", "昨", "yesterday"), -1),
    **dict.fromkeys(("前天", "前日"), -2),
}
"""Days from today. Every word stands before the words that it begins with, so that a pattern tries it first."""

_PARTS: Mapping[str, tuple[int, int]] = {
    "凌晨": (0, 6),
    **dict.fromkeys(("早上", "早晨", "清晨", "早"), (4, 11)),
    "上午": (6, 12),
    "中午": (11, 14),
    "下午": (12, 23),
    "傍晚": (16, 20),
    **dict.fromkeys(("晚上", "晚"), (17, 24)),
}
"""First and last hour of each part of the day; a spoken hour means the one that lies between: 下午3点 is 15."""

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ](?!24)\d\d:\d\d.*", re.ASCII)
_AHEAD = re.compile(
    r"(?P<plus>\+)? ?(?P<count>\d{1,4}) ?个?(?P<unit>m|min|h|d|分|分钟|小时|天)?(?P<after> ?[之以]?后)?", re.ASCII
)
_UNITS: Mapping[str | None, str] = {
    **dict.fromkeys((None, "m", "min", "分", "分钟"), "minutes"),
    **dict.fromkeys(("h", "小时"), "hours"),
    **dict.fromkeys(("d", "天"), "days"),
}
_DATE = r"(?:(?P<year>\d{4}) ?[-/.年] ?)?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2})"
_WORD = rf"(?P<word>{'|'.join(_WORDS)})"
_DAY = re.compile(rf"{_WORD}|{_DATE} ?[日号]?", re.ASCII)
_SPOKEN = re.compile(
    rf"(?:{_WORD} ?|{_DATE}(?: ?[日号] ?| ))?(?P<part>{'|'.join(_PARTS)})? ?(?P<hour>\d{{1,2}}):(?P<minute>\d\d)",
    re.ASCII,
)
_LEANS: Mapping[Prefer, Prefer] = {"future_day": "future", "past_day": "past"}
_HALF_A_YEAR = timedelta(days=183)


def parse_moment(text: str, *, now: datetime, zone: ZoneInfo, prefer: Prefer = "exact") -> datetime:
    """The instant meant by `text`, in UTC, as read at `now` by the clocks of `zone`.

    A bare time means today, also when it has passed, and a date without a year this year. With `prefer` "future" a bare
    time before the present minute means tomorrow, with "past" one that is still to come means yesterday; a date without
    a year moves by a year only when this year's lies more than half a year the other way. A day that was typed is kept.
    24:00 is the midnight that ends the day, and so is 12 in the evening; an hour that a part of the day leaves open
    (今晚1点) is not read. A wall time that the clocks skip or show twice is read as before they change. With
    "past_day" a date alone is read as its midnight, with "future_day" as its last minute.

    Raises:
        Refused: the text cannot be read (`moment`).
        ValueError: `now` carries no zone.
    """
    here = utc(now).astimezone(zone)
    tidy = _tidy(text)
    try:
        lean = _LEANS.get(prefer, prefer)
        moment = _iso(tidy, zone) or _ahead(tidy, here) or _spoken(tidy, here, lean)
        if moment is None and lean != prefer:
            moment = _alone(tidy, here, lean)
        if moment:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Refused("moment", UNREADABLE_MOMENT, text=text)


def parse_day(text: str | int, *, today: date) -> date:
    """The date meant by `text`, with `today` for the words and for the year that was not typed.

    Eight digits are year, month and day; five are a spreadsheet's day number (44000 is 18 June 2020).

    Raises:
        Refused: the text cannot be read (`day`).
    """
    tidy = _tidy(str(text))
    try:
        if re.fullmatch(r"\d{8}", tidy, re.ASCII):
            return date(int(tidy[:4]), int(tidy[4:6]), int(tidy[6:]))
        if re.fullmatch(r"\d{5}", tidy, re.ASCII):
            return date(1899, 12, 30) + timedelta(days=int(tidy))
        if found := _DAY.fullmatch(tidy):
            return _day(found, today, "exact")
    except ValueError:
        pass
    raise Refused("day", UNREADABLE_DAY, text=text)


def _tidy(text: str) -> str:
    """`text` with plain digits and signs, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _iso(text: str, zone: ZoneInfo) -> datetime | None:
    """A full date and time in figures, on the clocks of `zone` unless it carries its own offset."""
    text = text.upper()
    if not _ISO.fullmatch(text):
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _ahead(text: str, here: datetime) -> datetime | None:
    """So much time from now: minutes and hours by the clock, days to the same wall time."""
    found = _AHEAD.fullmatch(re.sub("半个?小时", "30分钟", text))
    if not found or bool(found["plus"]) == bool(found["after"]) or (found["after"] and not found["unit"]):
        return None
    step = timedelta(**{_UNITS[found["unit"]]: int(found["count"])})
    return here + step if _UNITS[found["unit"]] == "days" else here.astimezone(UTC) + step


def _spoken(text: str, here: datetime, prefer: Prefer) -> datetime | None:
    """A time of day, with or without a day before it."""
    found = _SPOKEN.fullmatch(_colons(text))
    if not found:
        return None
    minute = int(found["minute"])
    since_midnight = timedelta(hours=_hour(found["part"], int(found["hour"]), minute), minutes=minute)
    moment = datetime.combine(_day(found, here.date(), prefer), time(), here.tzinfo) + since_midnight
    if found["word"] or found["month"]:
        return moment
    if prefer == "future" and moment < here.replace(second=0, microsecond=0):
        return moment + DAY
    if prefer == "past" and moment > here:
        return moment - DAY
    return moment


def _alone(text: str, here: datetime, lean: Prefer) -> datetime | None:
    """A date without a time, where only the day matters."""
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _DAY.fullmatch(text)
    wall = time(23, 59) if lean == "future" else time()
    return datetime.combine(_day(found, here.date(), lean), wall, here.tzinfo) if found else None


def _colons(text: str) -> str:
    """`text` with its time of day written 14:30, however it was typed: 14点半, 14点, 14时30分, 1430."""

    def minutes(found: re.Match[str]) -> str:
        return ":30" if found[1] == "半" else f":{found[2] or '0':0>2}"

    text = re.sub(r" ?[点时] ?(半|整|钟|(\d{1,2}) ?分?)?$", minutes, text, flags=re.ASCII)
    return re.sub(r"(?<!\d)(\d\d)(\d\d)$", r"\1:\2", text, flags=re.ASCII)


def _hour(part: str | None, hour: int, minute: int) -> int:
    """The hour of the day, to 24 for the midnight that ends it. Raises ValueError when there is no such time."""
    first, last = _PARTS[part] if part else (0, 23 if minute else 24)
    meant = hour if first <= hour <= last else hour + 12
    if minute > 59 or not first <= meant <= last or (hour == 0 and meant):
        raise ValueError("no such time of day")
    return meant


def _day(found: re.Match[str], today: date, prefer: Prefer) -> date:
    """The day that was typed, or today. Raises ValueError when there is no such day."""
    if found["word"]:
        return today + _WORDS[found["word"]] * DAY
    if not found["month"]:
        return today
    day = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
    if found["year"] or prefer == "exact":
        return day
    if prefer == "future" and day < today - _HALF_A_YEAR:
        return day.replace(year=day.year + 1)
    if prefer == "past" and day > today + _HALF_A_YEAR:
        return day.replace(year=day.year - 1)
    return day
