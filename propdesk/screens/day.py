"""The day (F7, 3): everything a supervisor looks at, each line opened with Enter, and the sign-off that seals it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, language, ngettext, say
from propdesk.procedures.step import LEADERS
from propdesk.procedures.tx import Actor
from propdesk.queries import items, people, shift
from propdesk.queries.shift import Day
from propdesk.rules.calendar import WEEKDAYS
from propdesk.screens import day_lines, log_page, shift_print
from propdesk.screens.day_lines import DayLine
from propdesk.screens.item import ItemScreen
from propdesk.screens.log_page import EntryPanel
from propdesk.screens.shift_views import ShiftView
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import Plain
from propdesk.widgets.timeline import Timeline, Told


@dataclass(frozen=True)
class Looked:
    """A day as it was read, what is in the way of signing it off, and the days that are over and wait for it."""

    day: Day
    obstacles: tuple[str, ...]
    unsigned: tuple[date, ...]


def load(desk: Desk, actor: Actor, day: date | None) -> Looked:
    """The day, or the earliest one that waits to be signed off; blocks."""
    now = desk.now()
    unsigned = tuple(each for each in desk.read(shift.unsigned_days) if log_page.span_of(desk, each)[1] <= now)
    day = day or _first(desk, unsigned if actor.roles & LEADERS else ())
    start, end = log_page.span_of(desk, day)
    found = desk.read(shift.day, start, end, language(), desk.zone)
    leads = [each for each in desk.read(people.operators, only_active=True) if {*each.roles} & {*_leading()}]
    alone = {each.id for each in leads} == {actor.id}
    over = now >= end
    why = day_lines.obstacles(found, actor.id, alone=alone, over=over, leads=bool(actor.roles & LEADERS))
    return Looked(found, () if found.seal else tuple(why), unsigned)


def _leading() -> list[str]:
    return [role.value for role in LEADERS]


def _first(desk: Desk, unsigned: tuple[date, ...]) -> date:
    """The earliest day that waits, else today's."""
    return unsigned[0] if unsigned else desk.site.calendar.day(desk.site.turn(desk.now()).start)


class DayScreen(ShiftView):
    """A day; Left and Right turn to the day before and after."""

    view = 3

    BINDINGS = [
        Binding("enter", "open", N_("Open")),
        Binding("ctrl+s", "sign", N_("Sign off")),
        Binding("left", "turn(-1)", N_("Day before")),
        Binding("right,tab", "turn(1)", N_("Next day")),
        Binding("ctrl+u", "unsigned", N_("Next unsigned")),
        Binding("ctrl+l", "countersign", N_("Countersign")),
        Binding("ctrl+y", "print", N_("Print the day")),
        Binding("escape", "leave", N_("Back")),
    ]

    DEFAULT_CSS = """
    DayScreen {
        & #state { height: auto; max-height: 5; padding: 0 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.day: date | None = None
        """The day that is shown; None until the first one is read."""
        self._looked: Looked | None = None
        self._lines: list[DayLine] = []
        self._state = Plain("", id="state", markup=False)
        self._timeline = Timeline(empty=_("Nothing was written."), most_lines=3)

    def body(self) -> ComposeResult:
        """The day, how it stands, its lines."""
        yield from self.top()
        yield self._state
        yield self._timeline

    def on_mount(self) -> None:
        """The earliest day that waits."""
        self.read_day(afresh=True)
        self._timeline.focus()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Something was written."""
        self.read_day()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_day(self, afresh: bool = False) -> None:
        """Read the day in a thread."""
        looked = await self.ask(load, self.desk, self.actor, self.day)
        self._looked, self.day = looked, looked.day.day
        lines = list(day_lines.day_lines(looked.day, self.now(), self.desk))
        self._lines = lines
        told = [Told(place, *_parts(line.told)) for place, line in enumerate(lines)]
        self._timeline.show(told, keep=not afresh)
        if afresh:
            self._timeline.cursor = 0
        self.title_line.update(self._title(looked.day))
        self._state.update(self._words(looked))

    def _title(self, day: Day) -> Content:
        count = ngettext("{count} entry", "{count} entries", day.entries).format(count=day.entries)
        return Content.assemble((f"{day.day:%Y-%m-%d} {_(WEEKDAYS[day.day.weekday()])}", "bold"), f"  {count}")

    def _words(self, looked: Looked) -> Content:
        day = looked.day
        if day.seal is not None:
            sealed = Content.styled(f"[x] {log_page.seal_words(day.seal, self.desk)}", "$text-success")
            return Content("\n").join([sealed, *map(Content, day_lines.signed_with(day))])
        lines = [Content.styled(f"!! {why}", "bold $text-error") for why in looked.obstacles]
        if not lines:
            lines = [Content(self._due(day.due, self.now()))]
        others = [each for each in looked.unsigned if each != day.day]
        if others:
            words = say(N_("Other days not signed off: {count}, the first {day}."),
                        {"count": len(others), "day": f"{others[0]:%m-%d}"})  # fmt: skip
            lines.append(Content.styled(words, "dim"))
        return Content("\n").join(lines)

    def _due(self, due: datetime | None, now: datetime) -> str:
        if due is None:
            return _("Ready to be signed off: Ctrl+S.")
        at = moment(due, now, self.desk.zone)
        late = "!! " if due < now else ""
        return late + say(N_("Ready to be signed off until {at}: Ctrl+S."), {"at": at})

    # --- keys -----------------------------------------------------------------------------------------------

    def action_turn(self, by: int) -> None:
        """The day before or after."""
        if self.day is not None:
            self.day += timedelta(days=by)
            self.read_day(afresh=True)

    def action_unsigned(self) -> None:
        """The next day that waits to be signed off."""
        waiting = self._looked.unsigned if self._looked else ()
        later = [each for each in waiting if self.day is None or each > self.day]
        if not waiting:
            self.tell(N_("Every day is signed off."))
            return
        self.day = (later or list(waiting))[0]
        self.read_day(afresh=True)

    def action_leave(self) -> None:
        """Back to the shift."""
        self.dismiss()

    def action_open(self) -> None:
        """Enter, where the lines do not take it."""
        self._timeline.action_select()

    @on(Timeline.Selected)
    def open_line(self, event: Timeline.Selected) -> None:
        """The item of the line, or its entry in full."""
        event.stop()
        line = self._lines[event.key]
        if line.item_id is not None:
            self.app.push_screen(ItemScreen(line.item_id))
        elif line.number:
            self.open_number(line.number)
        elif line.entry is not None:
            self.app.push_screen(EntryPanel(line.entry, (), self.now(), self.desk))

    @work(group="deed", exit_on_error=False)
    async def open_number(self, number: str) -> None:
        """The item of that number."""
        item = await self.read(items.item, number)
        if item is not None:
            self.app.push_screen(ItemScreen(item.id))

    # --- signing --------------------------------------------------------------------------------------------

    def action_sign(self) -> None:
        """Sign the day off; what is in the way is said."""
        looked = self._looked
        if looked is None:
            return
        if looked.day.seal is not None:
            self.tell(N_("This day is signed off and sealed."))
        elif looked.obstacles:
            self.tell(N_("Not yet: {why}"), "warning", why=looked.obstacles[0])
        elif not looked.day.shifts:
            self.tell(N_("No shift began on that day: there is nothing to sign off."))
        else:
            self._step("shift.signoff", looked.day.shifts[-1].item_id)

    def action_countersign(self) -> None:
        """Sign for what was released by telephone."""
        rows = self._looked.day.shifts if self._looked else ()
        waiting = [row for row in rows if row.waits_for_signature]
        if waiting:
            self._step("shift.countersign", waiting[0].item_id)
        else:
            self.tell(N_("No release waits to be countersigned."))

    def action_print(self) -> None:
        """Print the log of the day."""
        if self.day is not None:
            self.print_day(self.day)

    @work(group="deed", exit_on_error=False)
    async def print_day(self, day: date) -> None:
        """Print it, and say where it is."""
        await shift_print.day_sheet(self, day)

    @work(group="deed", exit_on_error=False)
    async def _step(self, name: str, item_id: int) -> None:
        self.after(await self.run_step(name, item_id))


def _parts(told: Told) -> tuple[str, str, str, str]:
    return told.lead, told.text, told.marks, told.tone
