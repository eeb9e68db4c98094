"""Who comes for move-in on a day, half hour by half hour, and how full the counter is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, joined
from propdesk.procedures import manual
from propdesk.queries import moveins
from propdesk.queries.moveins import MoveinRow
from propdesk.rules.calendar import WEEKDAYS
from propdesk.screens.base import DeskScreen
from propdesk.screens.item import ItemScreen
from propdesk.widgets.rows import Cell, Row, Tone
from propdesk.widgets.safe import Plain
from propdesk.widgets.windowed import Column, ListSource, WindowedTable

HALF_HOUR = timedelta(minutes=30)
"""How long a household sits at the counter (004 MOVE 4.5.12)."""
AHEAD = 30
"""So many days are told on one line."""
MOST_MARKS = 6
"""A bar of load has no more marks; the figure beside it tells the rest."""


@dataclass(frozen=True)
class Slot:
    """A half hour of a day: when it begins, who comes in it, how many households sit at the counter then."""

    start: datetime
    comes: tuple[MoveinRow, ...]
    load: int


@dataclass(frozen=True)
class Plan:
    """A day in half hours, and how many households come on each of the days from today on that have any."""

    slots: tuple[Slot, ...]
    ahead: tuple[tuple[date, int], ...]


def load(desk: Desk, day: date) -> Plan:
    """The plan of a day; blocks."""
    calendar, now = desk.site.calendar, desk.now()
    start, end = calendar.at(day, time(0)), calendar.at(day + timedelta(days=1), time(0))
    rows = desk.read(moveins.appointments, start, end)
    today = calendar.day(now)
    last = calendar.at(today + timedelta(days=AHEAD), time(0))
    counts: dict[date, int] = {}
    for at in desk.read(moveins.expected, calendar.at(today, time(0)), last):
        counts[calendar.day(at)] = counts.get(calendar.day(at), 0) + 1
    opens, closes = calendar.at(day, desk.site.settings.opens), calendar.at(day, desk.site.settings.closes)
    return Plan(tuple(slots(rows, opens, closes, now)), tuple(counts.items()))


def slots(rows: Sequence[MoveinRow], opens: datetime, closes: datetime, now: datetime) -> Iterator[Slot]:
    """The half hours from opening to closing, and others only where somebody comes.

    Those count for a half hour whose own half hour touches it, as they do when an appointment is made; a second
    inspection needs no counter, and who came already leaves it to others.
    """
    starts = {opens + number * HALF_HOUR for number in range(max(0, (closes - opens) // HALF_HOUR))}
    for row in rows:
        if row.appointed is not None:
            starts.add(opens + (row.appointed - opens) // HALF_HOUR * HALF_HOUR)
    for start in sorted(starts):
        over = start + HALF_HOUR <= now
        near = [row for row in rows if _touches(row, start) and not row.second and (over or row.awaited)]
        yield Slot(start, tuple(row for row in rows if _in(row, start)), len(near))


def _touches(row: MoveinRow, start: datetime) -> bool:
    return row.appointed is not None and start - HALF_HOUR < row.appointed < start + HALF_HOUR


def _in(row: MoveinRow, start: datetime) -> bool:
    return row.appointed is not None and start <= row.appointed < start + HALF_HOUR


class DayPlan(DeskScreen):
    """The appointments of a day; Left and Right turn to the day before and after."""

    BINDINGS = [
        Binding("enter", "open", N_("Open the item")),
        Binding("left", "turn(-1)", N_("Day before")),
        Binding("right,tab", "turn(1)", N_("Next day")),
        Binding("ctrl+d,d", "today", N_("Today"), key_display="^D"),
        Binding("escape", "leave", N_("Back")),
    ]

    DEFAULT_CSS = """
    DayPlan #about { height: 1; padding: 0 1; }
    DayPlan #ahead { height: auto; max-height: 3; padding: 0 1; border-top: hkey $panel; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.day: date | None = None
        self._read_in = 0
        self._about, self._ahead = Plain("", id="about", markup=False), Plain("", id="ahead", markup=False)
        self._table = WindowedTable(_columns(), empty="")

    def body(self) -> ComposeResult:
        """The day, its half hours, the days ahead."""
        yield self._about
        yield self._table
        yield self._ahead

    def on_mount(self) -> None:
        """Show today."""
        self.day = self.day or self._today()
        self._table.focus()
        self.read_day(afresh=True)

    def _today(self) -> date:
        return self.desk.site.calendar.day(self.now())

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """An appointment may have been made or kept."""
        self.read_day()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_day(self, afresh: bool = False) -> None:
        """Read the day in a thread; the cursor stays on its household, or goes to the present half hour."""
        day = self.day or self._today()
        self._read_in = _half_hour(self.now())
        plan = await self.ask(load, self.desk, day)
        desks, now = self.desk.site.settings.movein_desks, self.now()
        rows = [row for number, slot in enumerate(plan.slots) for row in self._rows(number, slot, desks, now)]
        key = _first(plan, now) if afresh else self._table.cursor_key
        self._table.set_source(ListSource(rows), key)
        self._tell(day, plan)

    def tick(self, now: datetime) -> None:
        """With each half hour some are late, and others come next."""
        if _half_hour(now) != self._read_in:
            self.read_day()

    def _tell(self, day: date, plan: Plan) -> None:
        count = sum(not row.second for slot in plan.slots for row in slot.comes)
        again = sum(row.second for slot in plan.slots for row in slot.comes)
        title = f"{day:%Y-%m-%d} {_(WEEKDAYS[day.weekday()])}"
        today = f"  {_('Today')}" if day == self._today() else ""
        said = [_("households {count}").format(count=count)]
        said += [_("second inspections {count}").format(count=again)] if again else []
        said += [_("places at the counter {count}").format(count=self.desk.site.settings.movein_desks)]
        rest = "" if self.desk.site.calendar.is_working(day) else f"  {_('rest day')}"
        self._about.update(Content.assemble((title, "bold"), (today, "bold $text-accent"), rest, f"   {joined(said)}"))
        days = [f"{each:%m-%d} {_(WEEKDAYS[each.weekday()])} ×{number}" for each, number in plan.ahead]
        ahead = "   ".join(days) if days else _("nobody yet")
        self._ahead.update(Content.assemble((f"{_('The next 30 days')}  ", "bold"), ahead))

    def _rows(self, number: int, slot: Slot, desks: int, now: datetime) -> Iterator[Row]:
        """A line for each household of a half hour; one without a name where nobody comes."""
        local = f"{self.local(slot.start):%H:%M}"
        bar = load_cell(slot.load, desks)
        if not slot.comes:
            yield Row(_key(number), (Cell(local, "dim"), bar))
        for place, row in enumerate(slot.comes):
            exact = f"{self.local(row.appointed):%H:%M}" if row.appointed else ""
            state = _state(row, over=slot.start + HALF_HOUR <= now)
            tone: Tone = "plain" if row.awaited or row.second else "dim"
            cells = (Cell(local if place == 0 else "", "dim"), bar if place == 0 else Cell(""), Cell(exact, tone),
                     Cell(row.unit, tone), Cell(row.person, tone), Cell(row.phone, tone), state,
                     Cell(row.number, tone))  # fmt: skip
            yield Row(row.id, cells)

    # --- deeds ----------------------------------------------------------------------------------------------

    @on(WindowedTable.RowSelected)
    def selected(self, event: WindowedTable.RowSelected) -> None:
        """The list takes Enter itself."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The move-in under the cursor."""
        key = self._table.cursor_key
        if key is not None and key > 0:
            self.app.push_screen(ItemScreen(key))
        elif key is not None:
            self.tell(N_("Nobody comes then."))

    def action_turn(self, by: int) -> None:
        """The day before or after."""
        self.day = (self.day or self._today()) + timedelta(days=by)
        self.read_day(afresh=True)

    def action_today(self) -> None:
        """Back to today."""
        self.day = self._today()
        self.read_day(afresh=True)

    def action_leave(self) -> None:
        """Back to the register."""
        self.dismiss()


def _half_hour(now: datetime) -> int:
    return int(now.timestamp()) // int(HALF_HOUR.total_seconds())


def _first(plan: Plan, now: datetime) -> int | None:
    """The key of the line on which the cursor begins: the first half hour that is not over."""
    for number, slot in enumerate(plan.slots):
        if slot.start + HALF_HOUR > now:
            return slot.comes[0].id if slot.comes else _key(number)
    return None


def _key(number: int) -> int:
    """The key of a half hour in which nobody comes: no item has it."""
    return -1 - number


def _state(row: MoveinRow, *, over: bool) -> Cell:
    """What a household comes for, how far it is, and whether it has not come."""
    if row.second:
        return Cell(_("Second inspection"))
    if row.awaited:
        return Cell(f"!! {_('has not come')}", "late") if over else Cell(_("comes to move in"))
    return Cell(_(manual.procedure("movein").stage(row.stage).label), "dim")


def load_cell(load: int, desks: int) -> Cell:
    """How full a half hour is: a mark for each household, a dot for each free place, a word when it is full."""
    marks = "#" * min(load, MOST_MARKS) + "." * max(0, min(desks, MOST_MARKS) - load)
    if load > desks:
        return Cell(f"{marks} {load}/{desks} {_('too many')}", "late")
    if load == desks:
        return Cell(f"{marks} {load}/{desks} {_('full')}", "soon")
    return Cell(f"{marks} {load}/{desks}" if load else marks, "plain" if load else "dim")


def _columns() -> list[Column]:
    return [
        Column(_("Half hour"), 9, priority=9),
        Column(_("Counter"), 18, priority=9),
        Column(_("Comes"), 5, priority=7),
        Column(_("Unit"), 8, priority=8),
        Column(_("Owner"), 0, minimum=8, priority=8),
        Column(_("Phone"), 13, priority=3),
        Column(_("Stage"), 18, priority=5),
        Column(_("Item number"), 15, priority=2),
    ]
