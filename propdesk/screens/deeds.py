"""What every screen that shows items can do with the one under the cursor."""

from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual.binding import Binding

from propdesk.desk import Done
from propdesk.i18n import N_, _
from propdesk.procedures import manual
from propdesk.procedures.step import Opening
from propdesk.queries import pauses, timers
from propdesk.queries.items import ItemRow
from propdesk.screens.base import DeskScreen
from propdesk.screens.choices import ChoicePanel, clock_reasons, steps_of
from propdesk.screens.panel import LinePanel, back_hint
from propdesk.screens.sheets import print_item
from propdesk.screens.why import Clock, WhyPanel

WHY_KEYS = "ctrl+t,question_mark,fullwidth_question_mark"
"""`?`, which a Chinese input method gives as `？`."""
SEARCH_KEYS = "slash,ideographic_comma,fullwidth_solidus,ctrl+f"
"""`/`, which a Chinese input method gives as `、`."""

ADD_CALLER_KEYS = "plus,equals_sign,fullwidth_plus_sign,fullwidth_equals_sign,ctrl+g"
"""`+`, also without Shift, which a Chinese input method may give as `＋` or `＝`."""

FIRST_KEYS = (Binding("enter", "next", N_("Next step")), Binding("space", "menu", N_("Steps")))
"""What a screen with items shows first on the line of keys; its own keys come between these and the last ones."""
LAST_KEYS = (
    Binding("ctrl+r", "press", N_("Rings again")),
    Binding(WHY_KEYS, "why", N_("Why due"), key_display="?"),
    Binding("ctrl+y", "print", N_("Print its sheet"), show=False),
)


@dataclass(frozen=True)
class Chosen:
    """The item under the cursor, as far as its deeds need it. `codes` are its running clocks by due time."""

    id: int
    number: str
    ledger: str
    stage: str
    title: str
    codes: tuple[str, ...] = ()


def chosen_of(row: ItemRow) -> Chosen:
    """An item of a register."""
    return Chosen(row.id, row.number, row.ledger, row.stage, row.title, (row.code,) if row.code else ())


class ItemDeeds(DeskScreen):
    """The keys of a screen with items: next step, menu of steps, the resident rings again, why this due time."""

    def chosen(self) -> Chosen | None:
        """The item that is meant."""
        raise NotImplementedError

    def busy(self) -> bool:
        """Whether an action is under way that waits for the operator."""
        return any(worker.group == "deed" and worker.node is self and worker.is_running for worker in self.workers)

    def start(self, deed: Coroutine[Any, Any, Any]) -> None:
        """Do one thing at a time: a key pressed while a form is about to open does nothing, and that is said."""
        if self.busy():
            deed.close()
            self.tell(N_("One moment: the last key is still being done."))
            return
        self.run_worker(deed, group="deed", exit_on_error=False)

    # --- keys -----------------------------------------------------------------------------------------------

    def action_next(self) -> None:
        """Enter, where no list takes it."""
        self.do_next()

    def do_next(self) -> None:
        """Do the next step: the allowed one that meets the earliest clock, else the first."""
        item = self.chosen()
        if item is None:
            return
        step = manual.next_step(item.ledger, item.stage, self.actor.roles, item.codes)
        if step is None:
            self.tell(N_("Nothing is left for you to do on {number}. Space shows why."), number=item.number)
            return
        self.start(self.do_step(step.name(), item))

    def action_menu(self) -> None:
        """Choose a step."""
        if item := self.chosen():
            self.start(self._menu(item))

    def action_press(self) -> None:
        """The resident rings again."""
        if item := self.chosen():
            self.start(self._press(item, self.now()))

    def action_add_caller(self) -> None:
        """One more caller, of whom nothing is known, on the incident that is meant."""
        if item := self.chosen():
            self.start(self._add_caller(item, self.now()))

    def action_print(self) -> None:
        """Print its sheet: dispatch slip, complaint sheet or callback sheet."""
        if item := self.chosen():
            self.start(print_item(self, item.id, item.number, item.ledger))

    def action_why(self) -> None:
        """How the due times came about."""
        if item := self.chosen():
            self.start(self._why(item))

    # --- deeds ----------------------------------------------------------------------------------------------

    async def do_step(self, name: str, item: Chosen, **prefill: object) -> Done | None:
        """Do a step on an item through its form, or begin with it an item of another ledger."""
        step = manual.step(name)
        if issubclass(step, Opening):
            first = next(iter(step.model_fields))
            done = await self.run_step(name, prefill={first: item.number, **prefill})
        else:
            done = await self.run_step(name, item.id, prefill=prefill or None)
        self.after(done)
        return done

    async def _menu(self, item: Chosen) -> None:
        title = f"{item.number}  {item.title}"
        clocks = await self.read(timers.timers_of, item.id, self.now())
        reasons = clock_reasons(item.ledger, clocks, self.desk.site.rulebook)
        choices = steps_of(item.ledger, item.stage, self.actor, item.codes, reasons)
        name = await self.app.push_screen_wait(ChoicePanel(title, choices))
        if name is not None:
            await self.do_step(name, item)

    async def _add_caller(self, item: Chosen, rang: datetime) -> None:
        if item.ledger != "incident":
            self.tell(N_("{number} is no incident: callers are counted there only."), "warning", number=item.number)
        elif item.stage not in manual.step("incident.add_caller").at:
            self.tell(N_("{number} is at its end. Log a new call instead."), "warning", number=item.number)
        else:
            await self.do_at_once("incident.add_caller", {}, item.id, happened=rang)

    async def _press(self, item: Chosen, pressed: datetime) -> None:
        name = f"{item.ledger}.press"
        step = manual.procedure(item.ledger).step(name)
        if step is None and item.ledger == "incident":
            await self.do_step("incident.add_caller", item)
            return
        if step is None:
            self.tell(N_("Nobody is counted as ringing again about {number}."), "warning", number=item.number)
            return
        if item.stage not in step.at:
            self.tell(N_("{number} is at its end. Log a new call instead."), "warning", number=item.number)
            return
        title = f"{_('The resident rings again')}: {item.number}  {item.title}"
        hint = f"{_('Whom did we press? Left empty, the call is only counted.')} {back_hint()}"
        whom = await self.app.push_screen_wait(LinePanel(title, hint=hint, length=80))
        if whom is None:
            return
        if await self.do_at_once(name, {"whom": whom}, item.id, happened=pressed):
            self.tell(N_("Counted on {number}."), number=item.number)

    async def _why(self, item: Chosen) -> None:
        clocks = await self.ask(self._clocks, item.id)
        await self.app.push_screen_wait(WhyPanel(item.number, self.desk.site, clocks, self.now()))

    def _clocks(self, item_id: int) -> list[Clock]:
        found = self.desk.read(timers.timers_of, item_id, self.desk.now())
        running = [timer for timer in found if timer.stopped is None] or found
        return [Clock(timer, self.desk.read(pauses.pauses_of, timer.id)) for timer in running]
