"""The plan of the patrols: which rounds are expected when, how a round stands to its window, which stops it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from propdesk.i18n import N_
from propdesk.rules.calendar import DAY, WorkCalendar
from propdesk.rules.checklist import Checklist
from propdesk.rules.numbering import item_number
from propdesk.settings import Route

AHEAD = timedelta(hours=12)
"""How long before its window opens a round is put on the desk."""
LOOKBACK = 31
"""For how many days past a desk that was off makes up the rounds that were expected."""

STANDINGS: tuple[tuple[str, str], ...] = (
    ("missed", N_("missed")),
    ("late", N_("walked late")),
    ("open", N_("not walked yet")),
    ("walking", N_("being walked")),
    ("on_time", N_("on time")),
    ("accounted", N_("missed, accounted for")),
)
"""How a round of the plan can stand to it, the most pressing first, with words (msgids)."""
ASKED = ("on_time", "late", "missed", "accounted", "walking", "open")
"""The same in the order in which a supervisor asks for it."""
EXPECTED, UNPLANNED = N_("Rounds expected"), N_("Rounds outside the plan")


def standing(stage: str, verdict: str) -> str:
    """How a round stands to the plan, one of `STANDINGS`; `verdict` is empty as long as it is not judged."""
    return stage if stage in ("walking", "accounted") else verdict or "open"


@dataclass(frozen=True)
class Window:
    """When a round is to be walked, in UTC: between `starts` and `ends`, on time until `grace_ends`."""

    route: str
    day: date
    """The local day on which the window begins: a round at night belongs to the evening."""
    starts: datetime
    ends: datetime
    grace_ends: datetime

    @property
    def opened(self) -> datetime:
        """Since when the round belongs on the desk."""
        return self.starts - AHEAD


def window(route: Route, day: date, calendar: WorkCalendar) -> Window:
    """The window that begins on a local day.

    The beginning is what the site's clocks show; from there it is counted in minutes that pass, so that it goes right
    across midnight and keeps its length in a night in which the clocks change.
    """
    starts = calendar.at(day, route.begins)
    if calendar.local(starts).time() != route.begins:
        starts = _after_the_gap(day, route, calendar)
    ends = starts + timedelta(minutes=route.minutes)
    return Window(route.name, day, starts, ends, ends + timedelta(minutes=route.grace))


def _after_the_gap(day: date, route: Route, calendar: WorkCalendar) -> datetime:
    """A wall time that the clocks skip that night: the moment at which they do."""
    late = datetime.combine(day, route.begins, calendar.zone).replace(fold=1).astimezone(UTC)
    early = datetime.combine(day, route.begins, calendar.zone).replace(fold=0).astimezone(UTC)
    before, after = min(late, early), max(late, early)
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        jumped = calendar.local(middle).utcoffset() == calendar.local(after).utcoffset()
        before, after = (before, middle) if jumped else (middle, after)
    return after.replace(second=0, microsecond=0)


def expected(
    routes: Sequence[Route], calendar: WorkCalendar, now: datetime, *, since: datetime | None = None
) -> tuple[Window, ...]:
    """The rounds that belong on the desk at `now`, the oldest first; none that belonged there before `since`.

    They come from the plan alone: whether anybody is on duty, or the desk was running, makes no difference.
    """
    last = calendar.day(now + AHEAD)
    first = max(calendar.day(since) if since else date.min, last - LOOKBACK * DAY)
    found: list[Window] = []
    for offset in range((last - first).days + 1):
        day = first + offset * DAY
        for route in routes:
            if route.weekdays and day.isoweekday() not in route.weekdays:
                continue
            each = window(route, day, calendar)
            if each.opened <= now and (since is None or each.starts >= since):
                found.append(each)
    return tuple(sorted(found, key=lambda each: (each.starts, each.route)))


@dataclass(frozen=True, order=True)
class Stop:
    """An area of a round, in one building where it is walked building by building."""

    area: str
    place: str = ""

    @property
    def name(self) -> str:
        """`A@3`, `F`."""
        return f"{self.area}@{self.place}" if self.place else self.area


def stops(areas: str, buildings: Sequence[str], checklist: Checklist) -> tuple[Stop, ...]:
    """The stops of a round: building by building first, then what belongs to the estate."""
    wanted = [area for area in checklist.areas if area.letter in areas and area.checks]
    by_building = [area for area in wanted if area.by_building and buildings]
    rest = [area for area in wanted if area not in by_building]
    inside = [Stop(area.letter, building) for building in buildings for area in by_building]
    return (*inside, *(Stop(area.letter) for area in rest))


def written(found: Sequence[Stop]) -> str:
    """Stops as a round keeps them."""
    return " ".join(stop.name for stop in found)


def read_stops(text: str) -> tuple[Stop, ...]:
    """The stops a round keeps."""
    return tuple(Stop(name[0], name[2:]) for name in text.split())


@dataclass(frozen=True, slots=True)
class Ground:
    """Where and when a round is walked: its buildings, none of them for the whole estate; since when, on which days.

    `first` and `last` are local days: what is written down once a day is asked for on one of them.
    """

    buildings: tuple[str, ...]
    since: datetime
    first: date
    last: date


def ground(stops: str, since: datetime, until: datetime, calendar: WorkCalendar) -> Ground:
    """The ground of a round that keeps these stops."""
    buildings = dict.fromkeys(stop.place for stop in read_stops(stops) if stop.place)
    return Ground(tuple(buildings), since, calendar.day(since), calendar.day(until))


def left(found: Sequence[Stop], walked: Sequence[tuple[str, str]]) -> tuple[Stop, ...]:
    """The stops that were not walked. What is written of an area without a place counts where it has but one stop."""
    done = set(walked)
    several = {stop.area for stop in found if stop.place}
    return tuple(
        stop
        for stop in found
        if (stop.area, stop.place) not in done
        and (stop.area in several or stop.area not in {area for area, _ in walked})
    )


PAGE = "XW"
"""What the code of a page begins with."""


def page_code(day: date, running: int) -> str:
    """`XW20261121-057`: the 57th page of all, written on that day. It goes on from month to month, so that whoever
    files one sees that none is missing (G-PAT-04)."""
    return item_number(PAGE, day, running)


def pages_between(first: date, last: date) -> tuple[str, str]:
    """The codes of the pages written on these days begin with the first of two words, or later, and before the second.

    A page belongs to the day on which it was written, whenever that was found which it tells of.
    """
    return f"{PAGE}{first:%Y%m%d}", f"{PAGE}{last + DAY:%Y%m%d}"


def gaps(numbers: Sequence[int]) -> tuple[int, ...]:
    """Which are missing of pages in a row, by their places in the register."""
    there = set(numbers)
    return tuple(each for each in range(min(there), max(there)) if each not in there) if there else ()


def too_fast(began: datetime, ended: datetime, not_before: int) -> bool:
    """Whether an area was walked in less time than its route asks for."""
    return ended - began < timedelta(minutes=not_before)
