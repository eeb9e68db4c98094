"""A round while it is written down: the answers of each stop, its times, and what of it is not saved yet."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.procedures.tx import Actor
from propdesk.queries import findings, items, rounds
from propdesk.queries.findings import FindingRow
from propdesk.queries.items import ItemRow
from propdesk.queries.rounds import AreaRow, Grade, Left, RoundRow
from propdesk.rules import answers
from propdesk.rules.answers import Answer, State
from propdesk.rules.checklist import Area, Flag
from propdesk.rules.moments import parse_moment
from propdesk.rules.patrol import Stop, read_stops
from propdesk.rules.searchkeys import room_from
from propdesk.screens.round_left import left_on

AREA = "round.area"
"""The step that writes down an area."""
TWO_TIMES = N_("Write when the area was begun and ended: 0905 0920, or only when it was begun.")
BACKWARDS = N_("It ended before it began.")
NOT_YET = N_("{moment} has not come yet.")


@dataclass(frozen=True)
class Taken:
    """A round as it stands in the database, with the findings that are open of the items of its areas.

    `left` are the units that other ledgers still have to write down, by what is special about the item.
    """

    item: ItemRow | None
    round: RoundRow | None
    areas: Sequence[AreaRow] = ()
    open: Sequence[FindingRow] = ()
    left: Mapping[Flag, Sequence[Left]] = field(default_factory=dict)


def load(desk: Desk, item_id: int) -> Taken:
    """Read a round; blocks."""
    row = desk.read(rounds.one, item_id)
    letters = {stop.area for stop in read_stops(row.stops)} if row is not None else set()
    checks = [check.id for area in desk.site.checklist.areas if area.letter in letters for check in area.checks]
    still = desk.read(findings.open_of, checks) if checks else []
    left = left_on(desk, row) if row is not None else {}
    return Taken(desk.read(items.item, item_id), row, desk.read(rounds.areas, item_id), still, left)


@dataclass
class Written:
    """What is written of one stop: an answer by item, when it was walked, what that rests on."""

    answers: dict[str, Answer] = field(default_factory=dict)
    began: datetime | None = None
    ended: datetime | None = None
    grade: Grade | None = None
    saved: bool = False
    """Whether it stands so in the database."""

    @property
    def unsaved(self) -> bool:
        """Whether something is written that is not saved."""
        return not self.saved and bool(self.answers)


class Tally:
    """What is written of each stop of a round, from the database and from the desk."""

    def __init__(self) -> None:
        self.stops: tuple[Stop, ...] = ()
        """Those expected, and behind them others of which something is written."""
        self.written: dict[Stop, Written] = {}
        self.grade = Grade.WRITTEN
        """What the next area rests on, unless it is said."""
        self.notes: list[str] = []
        """What was seen, as it was typed, the newest last."""
        self.last: Answer | None = None

    def of(self, stop: Stop) -> Written:
        """What is written of a stop."""
        return self.written.setdefault(stop, Written())

    # --- writing --------------------------------------------------------------------------------------------

    def keep(self, stop: Stop, answer: Answer) -> None:
        """An item was answered."""
        here = self.of(stop)
        here.answers[answer.id] = answer
        here.saved = False
        self.last = answer
        if answer.note:
            self.notes = [*(note for note in self.notes if note != answer.note), answer.note]

    def drop(self, stop: Stop, check_id: str) -> Answer | None:
        """Take an answer back; gives what it was."""
        here = self.of(stop)
        was = here.answers.pop(check_id, None)
        here.saved = here.saved and was is None
        return was

    def time(self, stop: Stop, began: datetime | None, ended: datetime | None) -> None:
        """Say when a stop was walked."""
        here = self.of(stop)
        here.began, here.ended, here.saved = began or here.began, ended or here.ended, False

    def graded(self, stop: Stop) -> Grade:
        """What a stop rests on."""
        return self.of(stop).grade or self.grade

    def turn_grade(self, stop: Stop) -> None:
        """The next grade, for this stop and those that follow."""
        here, kinds = self.of(stop), list(Grade)
        self.grade = here.grade = kinds[(kinds.index(self.graded(stop)) + 1) % len(kinds)]
        here.saved = False

    def begins(self, stop: Stop, otherwise: datetime) -> datetime:
        """When a stop was begun: as it is said, else when the one before it ended, else at the latest `otherwise`."""
        if (began := self.of(stop).began) is not None:
            return began
        place = self.stops.index(stop) if stop in self.stops else len(self.stops)
        before = [self.of(each).ended for each in self.stops[:place]]
        return next((ended for ended in reversed(before) if ended is not None), otherwise)

    # --- what is left ---------------------------------------------------------------------------------------

    def open_checks(self, stop: Stop, area: Area) -> list[str]:
        """The items of a stop that are not answered."""
        known = self.of(stop).answers
        return [check.id for check in area.checks if check.id not in known]

    def next_stop(self, after: Stop, areas: Mapping[str, Area]) -> Stop | None:
        """The next stop that is not saved, from the first one again after the last."""
        place = self.stops.index(after) if after in self.stops else -1
        turned = (*self.stops[place + 1 :], *self.stops[:place])
        return next((stop for stop in turned if stop.area in areas and not self.of(stop).saved), None)

    @property
    def unsaved(self) -> list[Stop]:
        """The stops of which something is not saved."""
        return [stop for stop in self.written if self.of(stop).unsaved]

    @property
    def done(self) -> int:
        """How many stops are saved."""
        return sum(self.of(stop).saved for stop in self.stops)

    # --- reading --------------------------------------------------------------------------------------------

    def read(self, expected: Sequence[Stop], areas: Iterable[AreaRow]) -> None:
        """What stands in the database now; what is not saved stays as it is typed."""
        found = {Stop(row.area, row.place): row for row in areas}
        for stop, row in found.items():
            if not self.of(stop).unsaved:
                known = {each.id: each for each in row.answers}
                self.written[stop] = Written(known, row.began, row.ended, row.grade, saved=True)
        more = (stop for stop in self.written if stop not in expected and self.of(stop).answers)
        self.stops = (*expected, *more)


def understood(check_id: str, state: State, text: str, *, placed: bool = True, talked: str = "") -> Answer:
    """What was typed about an item; `@3F lamp dark` says where before what; `placed` where the area has a place.

    What is not here needs no words.

    Raises:
        Refused: it says nothing of what was seen, not where a defect is, or is too long.
    """
    return answers.checked(replace(answers.seen(check_id, state, text), talked=talked), placed=placed)


def times(text: str, began: datetime, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """When an area was begun and ended, both in the past: two times of day, one for the beginning, or the minutes it
    took from `began` on.

    Raises:
        Refused: it cannot be read, or has not come yet.
    """
    words = [word for word in re.split(r"\s*[-–—~至到\s]\s*", unicodedata.normalize("NFKC", text).strip()) if word]
    if not 0 < len(words) < 3:
        raise Refused("times", TWO_TIMES)
    if len(words) == 1 and re.fullmatch(r"\d{1,2}", words[0], re.ASCII):
        found = [began, began + timedelta(minutes=int(words[0]))]
    else:
        found = [parse_moment(_padded(word), now=now, zone=zone, prefer="past") for word in words]
    if found[-1] < found[0]:
        raise Refused("times", BACKWARDS)
    if found[-1] > now:
        raise Refused("times", NOT_YET, moment=f"{found[-1].astimezone(zone):%H:%M}")
    return found[0], found[1] if len(found) == 2 else None


def _padded(word: str) -> str:
    """A time of day with a nought before a single hour: 905 is 09:05."""
    return f"0{word}" if re.fullmatch(r"\d{3}", word) else word


# --- parked -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parked:
    """A parked form of an area: the draft, its stop, what was written of it."""

    key: int
    stop: Stop
    written: Written


def fields(stop: Stop, here: Written) -> dict[str, str]:
    """A stop as a form of the step that writes it down."""
    kept = {
        "area": stop.area, "place": stop.place, "answers": answers.lines(list(here.answers.values())),
        "began": _iso(here.began), "ended": _iso(here.ended), "grade": here.grade.value if here.grade else "",
    }  # fmt: skip
    return {name: value for name, value in kept.items() if value}


def parked_areas(desk: Desk, actor: Actor, item_id: int) -> list[Parked]:
    """What an operator parked of a round, the oldest first; what cannot be read stays a parked form; blocks."""
    drafts = [draft for draft in desk.drafts(actor) if (draft.step, draft.item_id) == (AREA, item_id)]
    found = [
        _parked(draft.id, {name: str(value) for name, value in draft.fields.items()}) for draft in reversed(drafts)
    ]
    return [each for each in found if each is not None]


def _parked(key: int, kept: Mapping[str, str]) -> Parked | None:
    """An area as it was parked, also with items that are not answered yet."""
    known: dict[str, Answer] = {}
    try:
        for line in kept.get("answers", "").splitlines():
            answer = answers.checked(answers.read_line(line, kept.get("area", "")), placed=True)
            known[answer.id] = answer
        grade = Grade(kept["grade"]) if kept.get("grade") else None
        began, ended = (datetime.fromisoformat(kept[name]) if kept.get(name) else None for name in ("began", "ended"))
    except (Refused, ValueError):
        return None
    letter = kept.get("area", "")[:1]
    if not letter or any(check_id[0] != letter for check_id in known):
        return None
    return Parked(key, Stop(letter, kept.get("place", "")), Written(known, began, ended, grade))


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment is not None else ""


def open_here(found: Iterable[FindingRow], check_id: str, stop: Stop) -> list[FindingRow]:
    """What is open of an item of the checklist at a stop, the newest first: building 1 is not building 12."""
    here = re.compile(rf"{re.escape(stop.place)}(?![0-9A-Za-z])" if stop.place else "")
    return [row for row in found if row.check_id == check_id and here.match(row.place)][::-1]


def open_at(found: Iterable[FindingRow], answer: Answer, stop: Stop) -> FindingRow | None:
    """What is open of an item at the very place of an answer, in other words: whether it is that one is to be asked."""
    place = answer.place if stop.place else room_from(answer.place) or answer.place
    where = " ".join(part for part in (stop.place, place) if part)
    same = [row for row in found if (row.check_id, row.place) == (answer.id, where)]
    return same[0] if same and all(row.text != answer.note for row in same) else None
