"""What the supervisor sees of the patrols of a month: rounds by the plan, findings by area and age, time per area."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from propdesk.desk import Desk
from propdesk.i18n import N_, _, say
from propdesk.queries import findings, rounds
from propdesk.queries.findings import AGES, FindingRow
from propdesk.queries.rounds import Grade, RoundRow, Walk
from propdesk.rules.cycles import Period
from propdesk.screens.figures import FigureRows
from propdesk.screens.round_calendar import MonthOfRounds, route_of
from propdesk.screens.round_words import route_name
from propdesk.widgets.rows import Cell, ListSource, Row, Tone
from propdesk.widgets.safe import Plain
from propdesk.widgets.windowed import Column, WindowedTable

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Overview:
    """What was read of a month: its rounds, how long their areas took, and the findings that are open now."""

    rows: Sequence[RoundRow]
    walks: Sequence[Walk]
    open: Sequence[FindingRow]
    titles: Mapping[str, str]
    """The title of each area, a msgid or the site's own words."""


@dataclass(frozen=True)
class Line:
    """A number with its words and the items behind it; a line without `ids` and number is a heading."""

    label: str
    count: str = ""
    more: str = ""
    ids: tuple[int, ...] = ()
    tone: Tone = "plain"
    heading: bool = False


def load(desk: Desk, period: Period) -> Overview:
    """Read a month; blocks."""
    start, end = desk.site.calendar.start_of(period.first), desk.site.calendar.start_of(period.last + DAY)
    titles = {area.letter: area.title for area in desk.site.checklist.areas}
    rows, walked = desk.read(rounds.between, start, end), desk.read(rounds.walks, start, end)
    return Overview(rows, walked, desk.read(findings.open_ones), titles)


def lines(found: Overview, now: datetime) -> Iterator[Line]:
    """The numbers of a month under their headings."""
    yield Line(_("Rounds"), heading=True)
    for count in rounds.counts(found.rows):
        tone: Tone = "late" if count.key == "missed" and count.rounds else "plain" if count.rounds else "dim"
        yield Line(
            _(count.label), str(len(count.rounds)), _share(count.key, found.rows, len(count.rounds)), count.ids, tone
        )
    yield from _by_route(found.rows)
    yield Line(_("Open findings by area"), heading=True)
    yield from _by_area(found, now)
    yield Line(_("Open findings by age"), heading=True)
    for (_name, words, _limit), aged in zip(AGES, findings.by_age(found.open, now), strict=True):
        yield Line(_(words), str(len(aged)), "", tuple(row.id for row in aged), "plain" if aged else "dim")
    yield Line(_("Minutes per area: shortest, longest"), heading=True)
    yield from _by_time(found)
    yield Line(_("What the entries rest on"), heading=True)
    for grade in Grade:
        mine = [walk for walk in found.walks if walk.grade is grade]
        yield Line(_(grade.label), str(len(mine)), "", _rounds(mine), "plain" if mine else "dim")
    fast = [walk for walk in found.walks if walk.too_fast]
    yield Line(_("Walked too fast"), str(len(fast)), "", _rounds(fast), "soon" if fast else "dim")
    alike = [walk for walk in found.walks if walk.alike]
    yield Line(_("Many items in the same words"), str(len(alike)), "", _rounds(alike), "soon" if alike else "dim")


def _share(key: str, rows: Sequence[RoundRow], count: int) -> str:
    """Of a hundred rounds expected; nothing where none were, or of those outside the plan."""
    planned = sum(row.planned for row in rows)
    return f"{100 * count // planned} %" if planned and key in ("on_time", "late", "missed") else ""


def _by_route(rows: Sequence[RoundRow]) -> Iterator[Line]:
    routes = dict.fromkeys(route_of(row) for row in rows if row.planned)
    if len(routes) < 2:
        return
    yield Line(_("On time by route"), heading=True)
    for route in routes:
        mine = [row for row in rows if row.planned and row.route == route]
        good = [row for row in mine if row.state == "on_time"]
        bad = [row for row in mine if row.state != "on_time"]
        yield Line(route_name(route), f"{len(good)} / {len(mine)}", "", tuple(row.id for row in (*bad, *good)))


def _by_area(found: Overview, now: datetime) -> Iterator[Line]:
    areas = findings.by_area(found.open, now)
    if not areas:
        yield Line(_("None"), "0", tone="dim")
    for area in areas:
        aged = [f"{_(words)} {len(rows)}" for (_n, words, _l), rows in zip(AGES, area.by_age, strict=True) if rows]
        yield Line(_title(area.area, found.titles), str(len(area.ids)), "  ".join(aged), area.ids)


def _by_time(found: Overview) -> Iterator[Line]:
    for letter, mine in rounds.by_area(found.walks):
        first, last = mine[0], mine[-1]
        values = {"count": len(mine), "first": first.number, "last": last.number,
                  "average": sum(walk.minutes for walk in mine) // len(mine)}  # fmt: skip
        more = say(N_("{first} - {last}; on average {average}, written {count}x"), values)
        yield Line(_title(letter, found.titles), f"{first.minutes} - {last.minutes}", more, _rounds(mine))
    if not found.walks:
        yield Line(_("None"), "0", tone="dim")


def _title(letter: str, titles: Mapping[str, str]) -> str:
    return f"{letter} {_(titles.get(letter, ''))}".strip() if letter else _("Outside the checklist")


def _rounds(walks: Sequence[Walk]) -> tuple[int, ...]:
    """The rounds of these walks, each once, in their order."""
    return tuple(dict.fromkeys(walk.round_id for walk in walks))


class RoundOverview(MonthOfRounds):
    """The numbers of a month; Enter shows the rounds or findings behind one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "rows", N_("Its items")),
        Binding("left", "turn(-1)", N_("Month before"), show=False),
        Binding("right", "turn(1)", N_("Month after"), show=False),
        Binding("tab", "calendar", N_("Calendar")),
        *MonthOfRounds.MONTH_KEYS,
    ]

    DEFAULT_CSS = """
    RoundOverview #about { height: 1; padding: 0 1; }
    """

    def __init__(self, period: Period | None = None) -> None:
        super().__init__(period)
        self.lines: tuple[Line, ...] = ()
        self._shown: Period | None = None
        self._about = Plain("", id="about", markup=False)
        self._table = WindowedTable(
            [Column(_("What is counted"), 0, minimum=30, priority=9), Column(_("Count"), 9, "right", priority=8),
             Column("", 0, minimum=28, priority=5)],
            empty=_("Counting ..."),
        )  # fmt: skip

    def body(self) -> ComposeResult:
        """The month and its numbers."""
        yield self._about
        yield self._table

    def on_mount(self) -> None:
        """Count the month."""
        self._table.focus()
        self.read_month()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_month(self) -> None:
        """Count in a thread; the cursor stays on its number."""
        period = self.period
        found = await self.ask(load, self.desk, period)
        if period != self.period:
            return
        self.lines = tuple(lines(found, self.now()))
        rows = ListSource(_row(number, line) for number, line in enumerate(self.lines))
        if self._shown is None:
            self._table.set_source(rows, 1)
        else:
            self._table.replace_source(rows)
        self._shown = period
        self._about.update(self.head(_("findings as they are open now")))

    # --- keys -----------------------------------------------------------------------------------------------

    @on(WindowedTable.RowSelected)
    def selected(self, event: WindowedTable.RowSelected) -> None:
        """The list takes Enter itself."""
        event.stop()
        self.action_rows()

    def action_rows(self) -> None:
        """The items behind the number under the cursor."""
        key = self._table.cursor_key
        line = self.lines[key] if key is not None and key < len(self.lines) else None
        if line is None or line.heading:
            return
        if not line.ids:
            self.tell(N_("There is nothing behind this number."))
        else:
            self.app.push_screen(FigureRows(line.label, line.ids))

    def action_calendar(self) -> None:
        """The picture of the month."""
        from propdesk.screens.round_calendar import RoundCalendar

        self.app.switch_screen(RoundCalendar(self.period))


def _row(number: int, line: Line) -> Row:
    if line.heading:
        return Row(number, (Cell(line.label, "accent"), Cell(""), Cell("")))
    return Row(number, (Cell(f"  {line.label}", "dim" if line.tone == "dim" else "plain"), Cell(line.count, line.tone),
                        Cell(line.more, "dim")))  # fmt: skip
