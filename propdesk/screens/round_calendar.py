"""The rounds of a month as a picture: routes down, days across, a mark for on time, late, missed, open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, say
from propdesk.queries import rounds
from propdesk.queries.rounds import RoundRow
from propdesk.rules import cycles
from propdesk.rules.cycles import Period, Span, period_of
from propdesk.screens.base import DeskScreen
from propdesk.screens.figures import FigureRows
from propdesk.screens.item import ItemScreen
from propdesk.screens.round_words import MARKS, legend, round_line, route_name
from propdesk.widgets.chrome import WEEKDAYS
from propdesk.widgets.month_grid import DayCell, Month, MonthGrid, MonthRow
from propdesk.widgets.safe import Plain, display_text

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rounds:
    """The rounds of a month by route and local day; `routes` are those of the plan, then others that were walked."""

    period: Period
    rows: tuple[RoundRow, ...]
    routes: tuple[str, ...]
    by_day: Mapping[tuple[str, date], tuple[RoundRow, ...]]
    rest: frozenset[date]
    today: date


def load(desk: Desk, period: Period) -> Rounds:
    """The rounds whose window begins in a month; blocks."""
    calendar = desk.site.calendar
    rows = desk.read(rounds.between, calendar.start_of(period.first), calendar.start_of(period.last + DAY))
    by_day: dict[tuple[str, date], tuple[RoundRow, ...]] = {}
    for row in rows:
        at = (route_of(row), row.planned_for or calendar.day(row.starts))
        by_day[at] = (*by_day.get(at, ()), row)
    planned = [route.name for route in desk.site.settings.routes]
    others = sorted({route for route, _day in by_day} - set(planned) - {""})
    outside = [""] if any(not row.planned for row in rows) else []
    days = [period.first + number * DAY for number in range((period.last - period.first).days + 1)]
    rest = frozenset(day for day in days if not calendar.is_working(day))
    return Rounds(period, tuple(rows), (*planned, *others, *outside), by_day, rest, calendar.day(desk.now()))


def route_of(row: RoundRow) -> str:
    """The route of a round of the plan; rounds outside it stand together, under no name."""
    return row.route if row.planned else ""


def month_of(found: Rounds) -> Month:
    """The picture of a month."""
    days = (found.period.last - found.period.first).days + 1
    table = [MonthRow(route_name(route), tuple(_cell(found, route, number) for number in range(days)))
             for route in found.routes]  # fmt: skip
    return Month(found.period.first, tuple(table), days, found.rest, found.today)


def _cell(found: Rounds, route: str, number: int) -> DayCell:
    worst = rounds.worst(found.by_day.get((route, found.period.first + number * DAY), ()))
    return DayCell(*MARKS[worst]) if worst else DayCell()


class MonthOfRounds(DeskScreen):
    """What the screens of a month share: which month, and the way to the one before and after."""

    MONTH_KEYS: ClassVar[list[BindingType]] = [
        Binding("pageup", "turn(-1)", N_("Month before")),
        Binding("pagedown", "turn(1)", N_("Month after")),
        Binding("escape", "leave", N_("Back")),
    ]

    def __init__(self, period: Period | None = None) -> None:
        """The month of `period`, the present one if it is not given."""
        super().__init__()
        self._period = period

    @property
    def period(self) -> Period:
        """The month on the screen, or asked for."""
        today = self.desk.site.calendar.day(self.now())
        return self._period or period_of(Span.MONTH, today, begins=self._begins)

    @property
    def _begins(self) -> int:
        return self.desk.site.settings.month_begins

    def read_month(self) -> object:
        """Read the month in a worker."""
        raise NotImplementedError

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """A round may have been walked."""
        self.read_month()

    def action_turn(self, by: int) -> None:
        """The month before or after."""
        turn = cycles.after if by > 0 else cycles.before
        self._period = turn(self.period, begins=self._begins)
        self.read_month()

    def action_leave(self) -> None:
        """Back to the register."""
        self.dismiss()

    def head(self, said: str) -> Content:
        """The month and its days, and what is said beside it."""
        period = self.period
        name = cycles.short(period, begins=self._begins)
        return Content.assemble((name, "bold"), f"  {period.first:%m-%d} - {period.last:%m-%d}   {said}")


class RoundCalendar(MonthOfRounds):
    """The arrows go from day to day and from route to route; below the picture stand the rounds of the day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("Rounds of the day")),
        Binding("ctrl+d,d", "today", N_("Today"), key_display="^D"),
        Binding("tab", "overview", N_("Overview")),
        *MonthOfRounds.MONTH_KEYS,
    ]

    DEFAULT_CSS = """
    RoundCalendar {
        & #about, & #marks { height: auto; max-height: 2; padding: 0 1; }
        & #marks { border-bottom: hkey $panel; max-height: 4; }
        & MonthGrid { max-height: 60%; }
        & #day { height: 1fr; padding: 0 1; }
    }
    """

    def __init__(self, period: Period | None = None) -> None:
        super().__init__(period)
        self.found: Rounds | None = None
        self._about, self._marks = Plain("", id="about", markup=False), Plain("", id="marks", markup=False)
        self._day = Plain("", id="day", markup=False)
        self._grid = MonthGrid(empty=_("There is no route in the plan, and no round."))

    def body(self) -> ComposeResult:
        """The month with its counts, the picture, the marks, the day."""
        yield self._about
        yield self._grid
        yield self._marks
        yield self._day

    def on_mount(self) -> None:
        """Show the month, the cursor on today."""
        self._grid.focus()
        self.read_month()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_month(self) -> None:
        """Read in a thread; the cursor stays on its day, or goes to today."""
        period = self.period
        found = await self.ask(load, self.desk, period)
        if period != self.period:
            return
        afresh = self.found is None
        self.found = found
        today = found.today if afresh and period.first <= found.today <= period.last else None
        self._grid.show(month_of(found), today)
        counts = rounds.counts(found.rows)
        said = say(N_("rounds expected {count}"), {"count": len(counts[0].rounds)})
        self._about.update(self.head(said))
        self._marks.update(legend(counts, self.size.width - 2))

    @on(MonthGrid.Highlighted)
    def moved(self, event: MonthGrid.Highlighted) -> None:
        """The cursor came to another day."""
        event.stop()
        self._show_day()

    @property
    def _here(self) -> tuple[str, date, Sequence[RoundRow]] | None:
        """The route and day under the cursor with its rounds."""
        day = self._grid.day
        if self.found is None or day is None or not self.found.routes:
            return None
        route = self.found.routes[self._grid.row]
        return route, day, self.found.by_day.get((route, day), ())

    def _title(self, route: str, day: date) -> str:
        return f"{day} {_(WEEKDAYS[day.weekday()])}  {route_name(route)}"

    def _show_day(self) -> None:
        here = self._here
        if here is None:
            self._day.update("")
            return
        route, day, found = here
        now = self.now()
        lines = [round_line(row, now, self.desk) for row in found]
        nothing = Content.styled(self._none(day, now), "dim")
        title = Content.styled(self._title(route, day), "bold")
        self._day.update(Content("\n").join([title, *(lines or [nothing]), *self._troubles(now)]))

    def _troubles(self, now: datetime) -> list[Content]:
        """The rounds of the month that somebody has to answer for, the newest first."""
        found = [row for row in self.found.rows if row.planned and row.state in rounds.TROUBLES] if self.found else []
        title = Content.styled(_("Late or missed this month"), "bold $text-accent")
        lines = []
        for row in reversed(found):
            day = f"{row.planned_for:%m-%d}" if row.planned_for else ""
            lead = f"{day}  {display_text(route_name(row.route))}  "
            lines.append(Content.assemble(lead, round_line(row, now, self.desk)))
        return [Content(""), title, *lines] if lines else []

    def _none(self, day: date, now: datetime) -> str:
        return _("No round is on the desk yet.") if day > self.local(now).date() else _("No round.")

    # --- keys -----------------------------------------------------------------------------------------------

    @on(MonthGrid.Selected)
    def selected(self, event: MonthGrid.Selected) -> None:
        """The picture takes Enter itself."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The round of the day under the cursor, or all of them."""
        here = self._here
        if here is None or not here[2]:
            self.tell(N_("No round."))
        elif len(here[2]) == 1:
            self.app.push_screen(ItemScreen(here[2][0].id))
        else:
            self.app.push_screen(FigureRows(self._title(here[0], here[1]), [row.id for row in here[2]]))

    def action_today(self) -> None:
        """Back to today."""
        self._period, self.found = None, None
        self.read_month()

    def action_overview(self) -> None:
        """The numbers of the month."""
        from propdesk.screens.round_overview import RoundOverview

        self.app.switch_screen(RoundOverview(self.period))
