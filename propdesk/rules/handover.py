"""Turns of duty that are to be on the desk, and what is counted when one is taken over (004 DUTY 4.2.1a)."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from propdesk.errors import Refused
from propdesk.i18n import LANGUAGES, N_, translate
from propdesk.rules.calendar import WorkCalendar
from propdesk.rules.shifts import Turn
from propdesk.settings import Settings

MOST_TURNS = 14
"""So many turns at most are put on the desk at once after the program was off: a week."""
NOTICE = timedelta(minutes=15)
"""How long before somebody should come their turn is put on the desk."""
MOMENT = timedelta(microseconds=1)


def arrival(settings: Settings, turn: Turn) -> datetime:
    """When whoever takes a turn is to be there: some minutes before, at a front desk more (004 DUTY 4.2.1; 002 L15)."""
    front = turn.kind in settings.front_turns
    return turn.start - timedelta(minutes=settings.front_minutes if front else settings.arrive_minutes)


def opens(settings: Settings, turn: Turn) -> datetime:
    """When a turn is put on the desk."""
    return arrival(settings, turn) - NOTICE


def owed(now: datetime, last: datetime | None, turn: Callable[[datetime], Turn], settings: Settings) -> list[Turn]:
    """The turns that belong on the desk and are not there, the earliest first.

    `last` is the start of the latest one that is there; without one, only the turn under way and the one before whose
    beginning people come by now. After a long gap they are the latest `MOST_TURNS`.
    """
    present = turn(now)
    following = turn(present.end)
    found = [following, present] if opens(settings, following) <= now else [present]
    while last is not None and found[-1].start > last and len(found) <= MOST_TURNS:
        found.append(turn(found[-1].start - MOMENT))
    new = [each for each in found if last is None or each.start > last]
    return list(reversed(new[:MOST_TURNS]))


def signoff_due(night: Turn, calendar: WorkCalendar, settings: Settings) -> datetime:
    """When the day on which a night began is to be signed off: noon of the next working day (004 DUTY 4.3)."""
    day = calendar.day(night.start)
    return calendar.at(calendar.working_days_after(day, 1)[0], settings.signoff_by)


# --- what is counted ---------------------------------------------------------------------------------------------

VISITS = N_("Visits announced: move-in, repairs, bookings")
"""What the visits on a sheet are called; the desk keeps no visitors' book, these are the appointments it knows."""

PROPERTY, KEYS = "property", "keys"
KEYS_OF = N_("Keys {cabinet}")
"""What the keys of a cabinet are called on the list."""
ALL_KEYS = N_("Keys")
NOT_A_COUNT = N_("Line {line}, “{typed}”: write a thing and how many there are, such as: {example} 2.")
NOT_COUNTED_HERE = N_("Line {line}: “{typed}” is not counted here. To be counted: {things}.")
TWICE = N_("Line {line}: “{typed}” stands there twice.")

_LINE = re.compile(r"(.+?)[\s:：=×x*]*([0-9]{1,4})")


@dataclass(frozen=True, order=True)
class Thing:
    """Something that is counted: a piece of the site's property, or the keys that hang in a cabinet."""

    what: str
    name: str

    def words(self, language: str | None = None) -> str:
        """What it is called."""
        if self.what == PROPERTY:
            return translate(self.name, language)
        return translate(KEYS_OF, language).format(cabinet=self.name) if self.name else translate(ALL_KEYS, language)


def things(property_list: Sequence[tuple[str, int]], cabinets: Mapping[str, int]) -> dict[Thing, int]:
    """Everything that is to be counted, with the number there should be: property first, then cabinet by cabinet."""
    kept = {Thing(PROPERTY, name): number for name, number in property_list}
    return kept | {Thing(KEYS, name): cabinets[name] for name in sorted(cabinets)}


def read_counts(text: str, wanted: Sequence[Thing]) -> dict[Thing, int]:
    """What somebody counted, a thing a line with its number: `Walkie-talkie 2`, `对讲机 2`, `钥匙 A 37`, `A 37`.

    Raises:
        Refused: a line cannot be read, names something else, or something that an earlier line names.
    """
    known = {name: thing for thing in reversed(wanted) for name in _names(thing)}
    found: dict[Thing, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        typed = unicodedata.normalize("NFKC", line).strip()
        if not typed:
            continue
        read = _LINE.fullmatch(typed)
        if read is None:
            raise Refused("line", NOT_A_COUNT, field="found", line=number, typed=line.strip()[:40],
                          example=wanted[0].words() if wanted else "-")  # fmt: skip
        thing = known.get(_plain(read[1]))
        if thing is None:
            raise Refused("line", NOT_COUNTED_HERE, field="found", line=number, typed=read[1][:40],
                          things=", ".join(each.words() for each in wanted))  # fmt: skip
        if thing in found:
            raise Refused("line", TWICE, field="found", line=number, typed=read[1][:40])
        found[thing] = int(read[2])
    return found


def _names(thing: Thing) -> set[str]:
    names = {_plain(thing.words(language)) for language in LANGUAGES}
    return names | ({_plain(thing.name), _plain(f"{thing.name}柜")} if thing.what == KEYS and thing.name else set())


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass(frozen=True)
class Difference:
    """Something of which there is another number than there should be."""

    thing: Thing
    counted: int
    expected: int

    def words(self, language: str | None = None) -> str:
        """`Torch: 1 instead of 2`."""
        said = translate(N_("{thing}: {counted} instead of {expected}"), language)
        return said.format(thing=self.thing.words(language), counted=self.counted, expected=self.expected)
