"""A list that fills a spreadsheet, one thing a row: its heading, its cells column by column, every problem named."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from typing import TypeVar

from propdesk.errors import Refused
from propdesk.i18n import N_, Words
from propdesk.rules import cells
from propdesk.rules.calendar import WorkCalendar
from propdesk.rules.roster import HEADING_ROWS, BadRow
from propdesk.rules.searchkeys import room_from

ROOM_ONLY = N_("“{value}” names no building. Write building and room: 3-1201.")
NOT_A_MOMENT = N_("Cannot read “{value}” as a date or a time. Write 2026-11-02 or 2026-11-02 09:30.")

_SPOKEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:：时点](\d{1,2})?分?(?::\d{1,2}(?:\.\d+)?)?)?",
    re.ASCII,
)
T = TypeVar("T")


@dataclass(frozen=True)
class Listing:
    """What a kind of list looks like, and the sentences that refuse one.

    Each of the `columns` has its label and the headings it goes by, with spaces between; a row without those in
    `needs` is no heading. `aside` matches the beginning of a row that is not read: a remark, an example, a total.
    """

    code: str
    columns: Mapping[str, tuple[str, str]]
    needs: frozenset[str]
    aside: re.Pattern[str]
    no_heading: str
    twice: str
    no_rows: str

    def heading_of(self, row: Sequence[object]) -> dict[str, int] | None:
        """The columns of a heading row, or None where the row is no heading.

        Raises:
            Refused: two columns have the same heading.
        """
        found: dict[str, int] = {}
        twice: list[str] = []
        for position, cell in enumerate(row):
            if column := self._aliases.get(self._plain(cell)):
                twice += [column] if column in found else []
                found.setdefault(column, position)
        if not found.keys() >= self.needs:
            return None
        if twice:
            raise Refused(f"{self.code}_heading", self.twice, column=Words(self.columns[twice[0]][0]))
        return found

    def lines(self, rows: Iterable[Sequence[object]], *, calendar: WorkCalendar, now: datetime) -> "list[Line]":
        """The rows under the heading that are to be read.

        Raises:
            Refused: there is no heading, or nothing under it.
        """
        columns: dict[str, int] | None = None
        found: list[Line] = []
        for number, row in enumerate(rows, start=1):
            if columns is not None:
                if not self._is_aside(row):
                    found.append(Line(self, columns, number, row, calendar, now))
            elif number > HEADING_ROWS:
                break
            else:
                columns = self.heading_of(row)
        if columns is None:
            raise Refused(f"{self.code}_heading", self.no_heading, rows=HEADING_ROWS)
        if not found:
            raise Refused(self.code, self.no_rows)
        return found

    def _is_aside(self, row: Sequence[object]) -> bool:
        first = next((cell for cell in row if cell is not None and str(cell).strip()), None)
        return first is None or bool(self.aside.match(unicodedata.normalize("NFKC", str(first)).strip()))

    def _plain(self, cell: object) -> str:
        if not isinstance(cell, str):
            return ""
        folded = unicodedata.normalize("NFKC", cell[:60]).casefold()
        plain = re.sub(r"\(.*?\)|\[.*?\]|【.*?】|[\W_]", "", folded)
        return plain if plain in self._aliases else re.sub(r"[a-z]+", "", plain)

    @cached_property
    def _aliases(self) -> dict[str, str]:
        return {alias: column for column, (_, aliases) in self.columns.items() for alias in aliases.split()}


@dataclass(slots=True)
class Line:
    """One row being read; each problem is noted in `bad` and the reading goes on."""

    listing: Listing
    columns: Mapping[str, int]
    number: int
    row: Sequence[object]
    calendar: WorkCalendar
    now: datetime
    bad: list[BadRow] = field(default_factory=list)

    def read(self, column: str, read: Callable[[object], T], otherwise: T) -> T:
        """What a cell means; `otherwise` where the list has no such column or the cell cannot be read."""
        position = self.columns.get(column)
        try:
            return read(self.row[position]) if position is not None and position < len(self.row) else otherwise
        except Refused as refusal:
            self.problem(column, refusal.message, **refusal.values)
            return otherwise

    def needed(self, column: str, read: Callable[[object], T | None], empty: str) -> T | None:
        """What a cell means; `empty` is the sentence for one that says nothing."""
        before = len(self.bad)
        value = self.read(column, read, None)
        if value in (None, "") and len(self.bad) == before:
            self.problem(column, empty)
        return value or None

    def moment(self, cell: object, otherwise: time) -> datetime | None:
        """A date with or without a time; without one it means `otherwise` of that day.

        Raises:
            Refused: it is neither.
        """
        if isinstance(cell, datetime):
            day, wall = cell.date(), cell.time().replace(second=0, microsecond=0)
            return self.calendar.at(day, wall if wall != time() else otherwise)
        plain = cells.word(cell)
        found = _SPOKEN.fullmatch(plain)
        if found and found[4]:
            return self._spoken(plain, found)
        on = cells.day(cell)
        return self.calendar.at(on, otherwise) if on else None

    def once(self, first: dict[Hashable, int], column: str, value: Hashable, twice: str, shown: str) -> None:
        """Note the value in `first` with its row; a problem where another row has it already."""
        other = first.setdefault(value, self.number)
        if other != self.number:
            self.problem(column, twice, other=other, value=shown)

    def problem(self, column: str, reason: str, **values: object) -> None:
        """Note what is wrong in a column."""
        self.bad.append(BadRow(self.number, self.listing.columns[column][0], reason, values))

    def shown(self, moment: datetime) -> str:
        """A moment on the wall clock of the site."""
        return f"{self.calendar.local(moment):%Y-%m-%d %H:%M}"

    def _spoken(self, plain: str, found: re.Match[str]) -> datetime:
        year, month, day, hour, minute = (int(part or 0) for part in found.groups())
        try:
            wall = datetime(year, month, day, hour, minute)  # noqa: DTZ001  the wall of the site, made aware below
        except ValueError:
            raise Refused("cell", NOT_A_MOMENT, value=plain) from None
        return self.calendar.at(wall.date(), wall.time())


def where(cell: object) -> tuple[str, str]:
    """Unit and place of a cell: the code of a unit, or words for a place.

    Raises:
        Refused: it is the number of a room without its building.
    """
    plain = cells.word(cell, 80)
    if code := room_from(plain):
        return code, ""
    if plain.isdecimal():
        raise Refused("cell", ROOM_ONLY, value=plain)
    return "", plain


def one_phone(cell: object, several: str) -> str:
    """The phone number of a cell; `several` is the sentence for more than one.

    Raises:
        Refused: there are several, or none that can be read.
    """
    found = cells.phones(cell)
    if len(found) > 1:
        raise Refused("cell", several, value="、".join(found))
    return found[0] if found else ""
