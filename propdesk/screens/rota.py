"""The duty roster of a month (F7): a calendar with a name in each turn, who is on duty now, what it waits for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from propdesk.desk import Desk, Done
from propdesk.i18n import N_, _, say
from propdesk.procedures import manual
from propdesk.queries import duty, items
from propdesk.queries.duty import OnDuty, RosterView, TurnView
from propdesk.rules import rota
from propdesk.rules.calendar import WEEKDAYS
from propdesk.rules.shifts import TURN_TITLES
from propdesk.screens import shift_print
from propdesk.screens.deeds import WHY_KEYS, Chosen, ItemDeeds, chosen_of
from propdesk.screens.item import ItemScreen
from propdesk.screens.shift_views import ShiftView
from propdesk.widgets.safe import Plain, display_text
from propdesk.widgets.turn_grid import DayCell, TurnCell, TurnGrid, TurnTone

MARKS: tuple[tuple[str, str], ...] = (("!", N_("open turn")), ("?", N_("leave asked for")), ("*", N_("changed")))
"""What is marked in the calendar: mark and word."""
ON_TURN = {"draft": "duty.assign", "published": "duty.change", "asked": "duty.change"}
"""What Enter does with the turn under the cursor, by the stage of the roster."""
OF_A_TURN = frozenset({"duty.assign", "duty.ask", "duty.change", "duty.swap", "duty.decline"})
"""The steps that are about a turn: their forms open with the one under the cursor."""
UNFILLED, ALL_HERE = N_("unfilled"), N_("all here")
"""What stands in a turn that has no name, by whether it needs one."""
NO_NAME, EVERYBODY = N_("no name on the roster"), N_("everybody who is here")
"""The same where there is room."""
TALL = 30
"""From so many lines on there is room to tell how many turns each has."""


@dataclass(frozen=True)
class Month:
    """A month as it was read: its roster, if it has one, the item of it, and who is on duty now."""

    first: date
    view: RosterView | None
    item: Chosen | None
    now: OnDuty


def load(desk: Desk, first: date) -> Month:
    """The month that begins on `first`; blocks."""
    calendar, turn = desk.site.calendar, desk.site.turn(desk.now())
    view = desk.read(duty.roster, first)
    row = desk.read(items.item, view.item_id) if view else None
    now = desk.read(duty.on_duty, turn, calendar.day(turn.start))
    return Month(first, view, chosen_of(row) if row else None, now)


class RotaScreen(ShiftView, ItemDeeds):
    """The roster of a month; Enter puts somebody into the turn under the cursor, or draws the roster up."""

    view = 4

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", N_("This turn")),
        Binding("space", "menu", N_("Steps")),
        Binding("ctrl+l", "leave", N_("Ask for leave"), key_display="^L"),
        Binding("ctrl+n,n", "new", N_("New roster"), key_display="^N"),
        Binding("pageup,shift+tab", "month(-1)", N_("Month before"), key_display="PgUp"),
        Binding("pagedown,tab", "month(1)", N_("Next month"), key_display="PgDn"),
        Binding("ctrl+d,d", "today", N_("Today"), key_display="^D"),
        Binding("ctrl+o,o", "open", N_("Open the item"), key_display="^O"),
        Binding(WHY_KEYS, "why", N_("Why due"), key_display="?", show=False),
        Binding("ctrl+y", "print", N_("Print the roster"), key_display="^Y"),
        Binding("escape", "back", N_("Back"), show=False),
    ]

    DEFAULT_CSS = """
    RotaScreen {
        & #head { height: 1; padding: 0 1; }
        & #turn { height: 2; padding: 0 1; background: $panel; text-wrap: nowrap; text-overflow: clip; }
        & #turn.tall { height: 4; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.month: Month | None = None
        self._first: date | None = None
        self._day: date | None = None
        self._head, self._turn = Plain("", id="head", markup=False), Plain("", id="turn", markup=False)
        self._grid = TurnGrid()

    def body(self) -> ComposeResult:
        """Title and views, who is on duty now, the month, the turn under the cursor."""
        yield from self.top()
        yield self._head
        yield self._grid
        yield self._turn

    def on_mount(self) -> None:
        """Read the present month."""
        self._grid.focus()
        self.read_month(afresh=True)

    def on_resize(self, event: events.Resize) -> None:
        """More about the turn where there is room."""
        self._turn.set_class(event.size.height >= TALL, "tall")
        self._show_turn()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """A turn may have changed hands."""
        self.read_month()

    def tick(self, now: object) -> None:
        """With each turn somebody else is on duty."""
        if self.month is not None and self.now() >= self.month.now.ends:
            self.read_month()

    def _today(self) -> date:
        """The day to which the present turn belongs."""
        return self.desk.site.calendar.day(self.desk.site.turn(self.now()).start)

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_month(self, afresh: bool = False) -> None:
        """Read in a thread; `afresh` puts the cursor on today, or on the first day."""
        first = self._first or self._today().replace(day=1)
        self.month = month = await self.ask(load, self.desk, first)
        self._first, at = month.first, None
        if afresh:
            here = (self._today() - first).days
            night = month.now.kind in rota.NIGHTS
            at = (here, int(night)) if 0 <= here < _days(first) else (0, 1)
        self._grid.show(tuple(self._cells(month)), tuple(map(_, WEEKDAYS)), at)
        self._show_head(month)

    # --- what it says ---------------------------------------------------------------------------------------

    def _show_head(self, month: Month) -> None:
        view = month.view
        stage = _(manual.procedure("duty").stage(view.stage).label) if view else _("no roster yet")
        self.title_line.update(Content.assemble((f"{month.first:%Y-%m}  ", "bold"), (stage, "bold $text-accent")))
        until = say(N_("until {moment}"), {"moment": f"{self.local(month.now.ends):%m-%d %H:%M}"})
        name = month.now.name or _(EVERYBODY if month.now.kind == "day" else NO_NAME)
        now = Content.assemble(f"{_('On duty now')}: ", (display_text(name), "bold"), f", {until}")
        counts = [(mark, _(word), self._count(month, mark)) for mark, word in MARKS]
        marks = "   ".join(f"{mark} {word} {count}" for mark, word, count in counts if count)
        room = self.size.width - 2 - now.cell_length - cell_len(marks)
        self._head.update(Content.assemble(now, " " * max(3, room), marks))

    def _count(self, month: Month, mark: str) -> int:
        return sum(_mark(turn)[0] == mark for turn in month.view.turns) if month.view else 0

    def _cells(self, month: Month) -> Iterator[DayCell]:
        turns = {(each.day, each.kind in rota.NIGHTS): each for each in month.view.turns} if month.view else {}
        calendar, today = self.desk.site.calendar, self._today()
        for number in range(_days(month.first)):
            day = month.first + timedelta(days=number)
            works = calendar.is_working(day)
            word = _("Today") if day == today else "" if works else _("rest")
            tone: TurnTone = "accent" if day == today else "dim" if works else "strong"
            by_day, night = (self._cell(turns.get((day, half))) for half in (False, True))
            yield DayCell(day, word, tone, (by_day, night))

    def _cell(self, turn: TurnView | None) -> TurnCell | None:
        if turn is None:
            return None
        mark, tone = _mark(turn)
        return TurnCell(turn.name or _(UNFILLED if mark else ALL_HERE), mark, tone)

    @on(TurnGrid.Highlighted)
    def moved(self, event: TurnGrid.Highlighted) -> None:
        """The cursor came to another turn."""
        event.stop()
        self._show_turn()

    def _show_turn(self) -> None:
        self._turn.update(Content("\n").join(self._turn_lines()), layout=False)

    def _turn_lines(self) -> Iterator[Content]:
        """The turn under the cursor in full; below it how many turns each has."""
        turn, month, cell = self._under_cursor(), self.month, self._grid.day
        if month is None or cell is None:
            return
        if turn is None:
            yield Content.styled(_("No turn is on the roster there.") if month.view else _("Enter draws it up."), "dim")
            return
        name = turn.name or _(NO_NAME if turn.kind in rota.DUTY_TURNS else EVERYBODY)
        title = f"{turn.day:%m-%d} {_(WEEKDAYS[turn.day.weekday()])}  {_(TURN_TITLES[turn.kind])}"
        line = Content.assemble(f"{title}  ", (display_text(name), "bold"))
        if turn.original:
            values = {"name": turn.original, "reason": turn.reason, "manager": turn.approved_by}
            said = say(N_("instead of {name}: {reason}; approved by {manager}"), values)
            line = Content.assemble(line, f"  {display_text(said)}")
        yield line
        if turn.asked is not None:
            said = say(N_("asks for leave: {reason}"), {"reason": turn.asked_reason})
            yield Content.styled(f"? {display_text(said)}", "bold $text-warning")
        if month.view:
            counts = "  ".join(f"{display_text(who)} {count}" for who, count in month.view.counts().items())
            yield Content.styled(say(N_("Turns each: {counts}"), {"counts": counts}), "dim")

    # --- keys -----------------------------------------------------------------------------------------------

    def _under_cursor(self) -> TurnView | None:
        cell = self._grid.day
        if self.month is None or self.month.view is None or cell is None:
            return None
        there = (each for each in self.month.view.turns if each.day == cell.day)
        return next((each for each in there if (each.kind in rota.NIGHTS) == self._grid.night), None)

    def chosen(self) -> Chosen | None:
        """The roster of the month."""
        return self.month.item if self.month else None

    @on(TurnGrid.Selected)
    def selected(self, event: TurnGrid.Selected) -> None:
        """Enter on a turn."""
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        """Put somebody into the turn under the cursor; where the roster is not that far, its own next step."""
        month = self.month
        if month is None:
            return
        if month.item is None:
            self.action_new()
            return
        step, turn = ON_TURN.get(month.item.stage), self._under_cursor()
        if step is None or turn is None:
            self.do_next()
        else:
            self.start(self.do_step(step, month.item))

    async def do_step(self, name: str, item: Chosen, **prefill: object) -> Done | None:
        """Do a step; one about a turn is about that under the cursor, also from the menu."""
        turn = self._under_cursor()
        known = self._about(turn, name) if turn is not None and name in OF_A_TURN else {}
        return await super().do_step(name, item, **{**known, **prefill})

    def _about(self, turn: TurnView, step: str) -> dict[str, object]:
        """What a form already knows of the turn."""
        where = "days" if step == "duty.assign" else "day"
        return {where: str(turn.day.day), "half": "night" if turn.kind in rota.NIGHTS else "day"}

    def action_leave(self) -> None:
        """Ask for leave from the turn under the cursor."""
        item, turn = self.chosen(), self._under_cursor()
        if item is None or turn is None:
            self.tell(N_("No turn is on the roster there."))
        elif item.stage not in manual.step("duty.ask").at:
            self.tell(N_("Leave is asked from a roster that is in force."), "warning")
        else:
            self.start(self.do_step("duty.ask", item))

    def action_new(self) -> None:
        """Draw up the roster of the month shown, or of the next one where it has one."""
        if self.month is None:
            return
        first = self.month.first if self.month.view is None else rota.next_month(self.month.first)
        self.start(self._plan(first))

    async def _plan(self, first: date) -> None:
        done = await self.run_step("duty.plan", prefill={"month": f"{first:%Y-%m}"})
        if done is not None:
            self._first = first
            self.read_month(afresh=True)

    def action_print(self) -> None:
        """Print the roster of the month shown, for the wall."""
        item = self.chosen()
        if item is None:
            self.tell(N_("There is no roster of this month yet."), "warning")
        else:
            self.start(shift_print.roster(self, item.id))

    def action_open(self) -> None:
        """The page of the roster, with its course."""
        if item := self.chosen():
            self.app.push_screen(ItemScreen(item.id))

    def action_month(self, by: int) -> None:
        """The month before or after."""
        if self._first is not None:
            self._first = rota.next_month(self._first) if by > 0 else rota.previous_month(self._first)
            self.read_month(afresh=True)

    def action_today(self) -> None:
        """Back to the present month."""
        self._first = None
        self.read_month(afresh=True)

    def action_back(self) -> None:
        """Back to the shift."""
        self.dismiss()


def _days(first: date) -> int:
    return (rota.next_month(first) - first).days


def _mark(turn: TurnView) -> tuple[str, TurnTone]:
    """The mark of a turn and its tone, the most pressing first."""
    if turn.kind in rota.DUTY_TURNS and not turn.name:
        return "!", "late"
    if turn.asked is not None:
        return "?", "late"
    if turn.original:
        return "*", "strong"
    return "", "plain" if turn.name else "dim"
