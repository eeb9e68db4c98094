"""The shift (F7): leads who arrives from the log to the signature, and who leaves from the sheet to the signature."""

from functools import partial
from typing import ClassVar
from uuid import uuid4

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, _, say
from propdesk.procedures import manual
from propdesk.procedures.tx import Actor
from propdesk.queries import items
from propdesk.queries.shift import ShiftRow
from propdesk.rules.shifts import TURN_TITLES
from propdesk.screens import shift_print, shift_state
from propdesk.screens.deeds import Chosen, ItemDeeds
from propdesk.screens.item import ItemScreen
from propdesk.screens.shift_count import CountPane, ExplainPane
from propdesk.screens.shift_pane import ShiftPane
from propdesk.screens.shift_read import ReadPane
from propdesk.screens.shift_sheet import SheetPane
from propdesk.screens.shift_sign import SignPane
from propdesk.screens.shift_state import Standing, Task
from propdesk.screens.shift_take import TakePane
from propdesk.screens.shift_views import WIDE, ShiftView
from propdesk.widgets.safe import Plain, display_text
from propdesk.widgets.wrap import wrap

MARKS = {"done": "[x]", "here": "[>]", "todo": "[ ]"}
"""How far the course is."""
NOT_WHILE_TYPING = frozenset({"menu", "release", "detail", "oral", "why", "print", "fallback", "other", "view"})


class ShiftScreen(ShiftView, ItemDeeds):
    """One turn of duty. Enter always does what comes next."""

    mode = "shift"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", N_("Go on")),
        Binding("space", "menu", N_("Steps")),
        Binding("ctrl+l", "release", N_("Release")),
        Binding("right,tab", "detail", N_("Detail")),
        Binding("ctrl+o", "oral", N_("Oral report")),
        Binding("ctrl+t,question_mark,fullwidth_question_mark", "why", N_("Why due"), key_display="?"),
        Binding("ctrl+y", "print", N_("Print the sheet")),
        Binding("ctrl+d", "fallback", N_("Sheet for a night without the computer")),
        Binding("left", "other", N_("Other shift")),
        Binding("escape", "out", N_("Out of the field"), show=False),
    ]

    DEFAULT_CSS = """
    ShiftScreen {
        & #course { height: auto; max-height: 2; padding: 0 1; }
        & #blocked { height: auto; max-height: 8; padding: 0 1; color: $text-error; text-style: bold; display: none; }
        & #blocked.told { display: block; }
        & #panes { height: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.standing: Standing | None = None
        self._wanted: int | None = None
        self._again = False
        self._owner: Actor | None = None
        self._drafts: dict[str, int] = {}
        self._course = Plain("", id="course", markup=False)
        self._blocked = Plain("", id="blocked", markup=False)
        self._sheet, self._sign = SheetPane(), SignPane()
        self._count, self._explain, self._take = CountPane(), ExplainPane(), TakePane()
        self._panes: dict[Task, ShiftPane] = {
            Task.LOOK: self._sheet,
            Task.ARRIVE: self._sheet,
            Task.READ: ReadPane(),
            Task.COUNT: self._count,
            Task.EXPLAIN: self._explain,
            Task.TAKE: self._take,
            Task.LEAVE: self._sheet,
            Task.SIGN: self._sign,
        }
        self._pane: ShiftPane | None = None

    def body(self) -> ComposeResult:
        """Title and views, the course, what is in the way, the part that is due."""
        yield from self.top()
        yield self._course
        yield self._blocked
        yield from dict.fromkeys(self._panes.values())

    def on_mount(self) -> None:
        """See where one stands."""
        self._owner = self.actor
        self.read_shift()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Anything may move a line of the sheet."""
        self.read_shift()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_shift(self) -> None:
        """Read in a thread; the part that is due comes up, what is typed stays."""
        first = self.standing is None or self._owner is None
        actor = self.actor
        standing = await self.ask(shift_state.load, self.desk, actor, self._wanted)
        if first:
            await self._unpark(standing, actor)
        await self._show(standing)

    async def _show(self, standing: Standing) -> None:
        before = self.standing
        self.standing, self._owner = standing, self.actor
        if self._again and standing.task not in (Task.EXPLAIN, Task.TAKE, Task.SIGN):
            self._again = False
        task = Task.COUNT if self._again else standing.task
        pane = self._panes[task]
        self.title_line.update(self._title(standing))
        self._course.update(self._course_line(standing))
        self._show_blocked()
        await pane.show(standing, self.desk)
        moved = pane is not self._pane or before is None or self._key(before) != self._key(standing)
        if moved:
            for each in dict.fromkeys(self._panes.values()):
                each.set_class(each is pane, "here")
            self._pane = pane
            pane.begin()
        self.refresh_bindings()

    @on(events.Resize)
    def _show_blocked(self) -> None:
        """What is in the way, broken between Chinese characters too."""
        lines = [f"!! {each}" for each in (self.standing.blocked if self.standing else ())]
        self._blocked.update("\n".join(part for line in lines for part in wrap(line, self.size.width - 2)))
        self._blocked.set_class(bool(lines), "told")

    @staticmethod
    def _key(standing: Standing) -> tuple[int, Task, bool]:
        return (standing.row.item_id if standing.row else 0, standing.task, bool(standing.blocked))

    # --- what it shows --------------------------------------------------------------------------------------

    def _title(self, standing: Standing) -> Content:
        row = standing.row
        if row is None:
            return Content(_("No turn of duty is on the desk."))
        starts, ends = self.local(row.starts), self.local(row.ends)
        nobody = N_("everybody who is here") if row.kind == "day" else N_("nobody")
        name = row.clerk or say(N_("roster: {name}"), {"name": standing.rostered or _(nobody)})
        stage = _(manual.procedure("shift").stage(row.stage).label)
        until = f"-{ends:%H:%M}" if self.size.width >= WIDE else ""
        return Content.assemble(
            (f"{_(TURN_TITLES[row.kind])} {starts:%m-%d %H:%M}{until}", "bold"),
            f"  {display_text(name)}  ",
            (f"[{stage}]", "bold $text-accent"),
        )

    def _course_line(self, standing: Standing) -> Content:
        parts = shift_state.course_of(standing)
        styles = {"done": "dim", "here": "bold $text-accent", "todo": ""}
        told = [Content.styled(f"{MARKS[state]} {words}", styles[state]) for words, state in parts]
        told = told or [Content(self._about(standing.row))]
        if standing.unread:
            told.append(Content.styled(f"! {shift_state.notes_waiting(standing.unread)}", "bold $text-warning"))
        return Content("   ").join(told)

    def _about(self, row: ShiftRow | None) -> str:
        if row is None:
            return ""
        facts = ((N_("arrived"), row.arrived), (N_("on duty"), row.begun), (N_("ready to leave"), row.tidied))
        return "   ".join(f"{_(words)} {self.local(at):%H:%M}" for words, at in facts if at is not None)

    # --- keys -----------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a line is typed in, only what belongs to it is told below."""
        typing = isinstance(self.focused, Input)
        going_through = self._pane is self._take and action not in ("detail", "view")
        return not (action in NOT_WHILE_TYPING and (typing or going_through))

    def chosen(self) -> Chosen | None:
        """The shift; while it is handed over by somebody else, still this one."""
        row = self.standing.row if self.standing else None
        if row is None:
            return None
        return Chosen(row.item_id, row.number, "shift", row.stage, _(TURN_TITLES[row.kind]))

    def action_next(self) -> None:
        """Enter, where no part takes it: back into the part, or what comes next."""
        self.go_on()

    @on(ShiftPane.GoOn)
    def pane_goes_on(self, event: ShiftPane.GoOn) -> None:
        """Enter on the sheet."""
        event.stop()
        self.go_on()

    def go_on(self) -> None:
        """Do what comes next."""
        standing = self.standing
        if standing is None or standing.row is None:
            return
        if standing.task is Task.ARRIVE:
            self.start(self._form("shift.arrive", standing.row.item_id))
        elif standing.task is Task.LEAVE:
            self.start(self._form("shift.leave", standing.row.item_id))
        elif standing.task is Task.SIGN and not standing.blocked and standing.arriving and standing.leaving is None:
            self._sign.action_save()
        elif standing.task is Task.LOOK:
            self.tell(N_("This shift is somebody else's. Space shows what can be done."))
        elif self._pane is not None:
            self._pane.begin()

    def action_release(self) -> None:
        """A supervisor lets important work be left: with the PIN, on paper or by telephone."""
        of = self.standing.handing if self.standing else None
        if of is None or not shift_state.important_numbers(self.standing or Standing(None)):
            self.tell(N_("No important work is unfinished: nothing has to be released."))
        else:
            self.start(self._form("shift.release", of.item_id))

    def action_oral(self) -> None:
        """The duty officer has reported orally, mostly after the duty was handed over in the morning."""
        if (item := self.chosen()) is not None:
            self.start(self._oral(item.id))

    async def _oral(self, shown: int) -> None:
        last = None if self._wanted == shown else await self.ask(shift_state.last_duty, self.desk)
        await self._form("shift.oral_report", last or shown)

    def action_print(self) -> None:
        """Print the handover sheet of the shift that is handed over."""
        if (of := self.standing.handing if self.standing else None) is not None:
            self.start(shift_print.handover(self, of.item_id))

    def action_fallback(self) -> None:
        """Print what is needed when the computer does not start: what is open, whom to ring, blank forms."""
        self.start(shift_print.fallback(self))

    async def _form(self, name: str, item_id: int) -> None:
        self.after(await self.run_step(name, item_id))

    def action_detail(self) -> None:
        """The item under the cursor, else the shift's own page."""
        self.start(self._detail())

    async def _detail(self) -> None:
        item = self.chosen()
        number = self._sheet.number if self._pane is self._sheet else ""
        item_id = self._take.under_cursor if self._pane is self._take else None
        if number:
            found = await self.read(items.item, number)
            item_id = found.id if found is not None else None
        if item_id is None and item is not None:
            item_id = item.id
        if item_id is not None:
            self.app.push_screen(ItemScreen(item_id))

    def action_other(self) -> None:
        """The next of the shifts that matter now."""
        standing = self.standing
        if standing is None or standing.row is None or len(standing.rows) < 2:
            self.tell(N_("No other shift matters now. The log book has those of before."))
            return
        ids = [each.item_id for each in standing.rows]
        self._wanted = ids[(ids.index(standing.row.item_id) + 1) % len(ids)]
        self.read_shift()

    def action_out(self) -> None:
        """Out of a field, so that digits turn the views."""
        if self._pane is self._take and self._take.leave_remark():
            return
        self.set_focus(None)

    # --- doing ----------------------------------------------------------------------------------------------

    @on(ShiftPane.Asked)
    def asked(self, event: ShiftPane.Asked) -> None:
        """A part has everything for its step."""
        event.stop()
        self.start(self._do(event))

    async def _do(self, asked: ShiftPane.Asked) -> None:
        pane = asked.pane
        try:
            step = self.desk.fill(asked.step, asked.fields)
            perform = partial(self.desk.perform, step, asked.item_id, actor=self.actor, request_id=uuid4().hex)
            done = await self.ask(partial(perform, signatures=asked.signatures))
        except (Refused, Damaged) as trouble:
            pane.refuse(trouble)
            return
        if (draft := self._drafts.pop(pane.step, None)) is not None:
            await self.ask(self.desk.drop_draft, draft)
        pane.clear()
        if asked.step == "shift.count":
            self._again = False
        if asked.step in ("shift.handover", "shift.begin"):
            self._wanted = None
            self.tell(N_("Signed. The shift is handed over.") if asked.signatures else N_("The shift has begun."))
        self.shell.look_soon()
        self.after(done)

    @on(ExplainPane.Again)
    def count_again(self, event: ExplainPane.Again) -> None:
        """Count everything once more, blind."""
        event.stop()
        self._again = True
        self._count.clear()
        self.read_shift()

    # --- what is typed --------------------------------------------------------------------------------------

    @property
    def _keeping(self) -> list[ShiftPane]:
        return [self._count, self._explain, self._take]

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost."""
        return any(pane.typed() for pane in self._keeping)

    def park(self) -> None:
        """Keep what is typed as forms of the same steps; blocks."""
        owner, row = self._owner or self.actor, self.standing.row if self.standing else None
        if row is None:
            return
        for pane in self._keeping:
            if fields := pane.typed():
                draft = self._drafts.get(pane.step)
                self._drafts[pane.step] = self.desk.park(
                    owner, pane.step, row.item_id, row.number, fields, self.now(), draft
                )

    async def _unpark(self, standing: Standing, actor: Actor) -> None:
        """Put back what this operator parked of this shift."""
        if standing.row is None:
            return
        mine = standing.row.item_id
        panes = {pane.step: pane for pane in self._keeping}
        for draft in await self.ask(self.desk.drafts, actor):
            if draft.item_id == mine and draft.step in panes and draft.step not in self._drafts:
                self._drafts[draft.step] = draft.id
                panes[draft.step].put({key: str(value) for key, value in draft.fields.items()})
                self.tell(N_("What was parked is here again. It is not saved yet."))

    def on_screen_suspend(self) -> None:
        """The desk is locked: what is typed is parked, whoever comes back."""
        if self.shell.locked and self.unsaved:
            self._park_now()

    @work(group="park", exit_on_error=False)
    async def _park_now(self) -> None:
        await self.ask(self.park)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Somebody else signed in: their own shift comes up, and what the other typed stays parked."""
        if self._owner is not None and not self.shell.locked and self._owner.id != self.actor.id:
            for pane in dict.fromkeys(self._panes.values()):
                pane.clear()
            self._drafts, self._owner, self._wanted, self._again = {}, None, None, False
            self.read_shift()
