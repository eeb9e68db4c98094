"""A stock-take being counted, blind: hook after hook the label that is read and the number of keys.

Nothing expected is ever shown. What is typed is saved some lines at a time, and parked when the desk has to stop.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from propdesk.desk import Done
from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, _, say
from propdesk.procedures import manual
from propdesk.procedures.tx import Actor
from propdesk.rules.hooks import Hook
from propdesk.rules.stock import Line
from propdesk.screens.deeds import Chosen, ItemDeeds, chosen_of
from propdesk.screens.key_tally import COUNT, Parked, Taken, Tally, Waiting, load, parked_lines, understood, written
from propdesk.widgets.count_line import LONGEST, UNSAVED, CountedRows, CountLine
from propdesk.widgets.safe import Plain, static
from propdesk.widgets.windowed import Column, WindowedTable

TOGETHER = 20
"""So many lines are saved as one step."""
ALSO = ("+", "＋")
"""Before a label: it hangs on the same hook as the last one."""
WIDE = 100
"""From so many columns on what was counted has more room."""
NOT_KEPT = N_("This line is not kept yet. Enter keeps it, Esc drops it and leaves.")
HINTS = (
    N_("Label and number of keys: K0017 2"),
    N_("The hook is empty: 0"),
    N_("Another hook: A-19 K0021 1, or Up and Down"),
    N_("A second label on the last hook: + K0018 1"),
    N_("Backspace on an empty line: undo the last one"),
)


class KeyCount(ItemDeeds):
    """One stock-take: the line on the left, what was counted on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", N_("Keep the line")),
        Binding("ctrl+s", "save", N_("Save")),
        Binding("escape", "leave", N_("Save and back")),
        # The field would take it for the end of the line, for which there is the key End.
        Binding("ctrl+e", "close", N_("Compare and close"), priority=True),
        Binding("down", "beside(1)", N_("Next hook")),
        Binding("up", "beside(-1)", N_("Hook before"), show=False),
        Binding("pageup", "page(-1)", N_("Page up"), show=False),
        Binding("pagedown", "page(1)", N_("Page down"), show=False),
    ]

    DEFAULT_CSS = """
    KeyCount {
        & #left { width: 1fr; padding: 0 1; }
        & #left > Plain { height: auto; width: 1fr; }
        & #left > #title { color: $text-accent; text-style: bold; margin-bottom: 1; }
        & #left > #asked { text-style: bold; }
        & #left > #wrong { color: $text-error; text-style: bold; display: none; }
        & #left > #wrong.told { display: block; }
        & #left > #state { margin-top: 1; }
        & #left > #hints { color: $text-muted; margin-top: 1; }
        & #counted { width: 32; border-left: vkey $panel; }
        & #counted.wide { width: 44; }
        & #counted > .title { padding: 0 1; }
    }
    """

    def __init__(self, item_id: int) -> None:
        super().__init__()
        self.item_id = item_id
        self.tally = Tally()
        self.hook: Hook | None = None
        """The hook that is asked for; None where there is none left."""
        self._waiting: Waiting | None = None
        self._last: Hook | None = None
        self._also = False
        self._taken: Taken | None = None
        self._owner: Actor | None = None
        self._begun: datetime | None = None
        self._drafts: list[int] = []
        self._saving = asyncio.Lock()
        self._warned = self._refused = False
        self._note = ""
        self._title, self._asked = Plain("", id="title", markup=False), Plain("", id="asked", markup=False)
        self._wrong, self._state = Plain("", id="wrong", markup=False), Plain("", id="state", markup=False)
        self._line = CountLine(self.action_keep, self.take_back)
        columns = [Column("", 1), Column(_("Hook"), 7), Column(_("Label"), 0), Column(_("Pieces"), 6, "right")]
        self._table = WindowedTable(columns, empty=_("Nothing yet."))
        self._table.can_focus = False

    def body(self) -> ComposeResult:
        """The line with what is asked, and what was counted."""
        with Horizontal():
            with Vertical(id="left"):
                yield self._title
                yield self._asked
                yield self._line
                yield self._wrong
                yield self._state
                yield static("\n".join(_(hint) for hint in HINTS), id="hints")
            with Vertical(id="counted"):
                yield static(_("Counted so far"), classes="title")
                yield self._table

    def on_mount(self) -> None:
        """Read what was counted before."""
        self._owner, self._begun = self.actor, self.now()
        self._line.focus()
        self.read_count()

    def on_resize(self, event: events.Resize) -> None:
        """More room for what was counted where there is some."""
        self.query_one("#counted").set_class(event.size.width >= WIDE, "wide")

    # --- what stands in the database ------------------------------------------------------------------------

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """A colleague counts too, or keys changed hooks; what is typed stays."""
        self.read_count()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_count(self) -> None:
        """Read in a thread; what was saved meanwhile is read again when it is heard of."""
        first, saves = self._taken is None, self.tally.saves
        parked = await self.ask(parked_lines, self.desk, self.actor, self.item_id) if first else []
        taken = await self.ask(load, self.desk, self.item_id)
        if self._saving.locked() or saves != self.tally.saves:
            return
        self._taken = taken
        self.tally.read(taken.hooks, taken.counted)
        if first:
            self.hook = self.tally.next_hook(None)
            self._unpark(parked)
        elif self._waiting is None and not self._line.value and (self.hook is None or self.hook in self.tally.said):
            self.hook = self.tally.next_hook(self.hook)
        if taken.row is not None and taken.row.stage not in manual.step(COUNT).at:
            self._say_wrong(say(N_("{number} is no longer being counted."), {"number": taken.row.number}))
        self._show()

    def _unpark(self, parked: Sequence[Parked]) -> None:
        for draft in parked:
            self._drafts.append(draft.key)
            for each in draft.lines:
                self.tally.keep(each, also=each.hook in self.tally.fresh)
                self.hook = self.tally.next_hook(each.hook)
            self._line.value = draft.rest[:LONGEST] or self._line.value
        if parked:
            self.tell(N_("What was parked is here again. It is not saved yet."))

    # --- what it shows --------------------------------------------------------------------------------------

    def _show(self) -> None:
        row, tally = self._taken.row if self._taken else None, self.tally
        if row is None:
            return
        self._title.update("  ".join(part for part in (row.number, _("blind count"), row.title) if part))
        self._asked.update(self._question())
        count = say(N_("Hooks counted: {count}   still to count: {left}"),
                    {"count": len(tally.said), "left": tally.remaining})  # fmt: skip
        unsaved = say(N_("{mark} not saved yet: {count}"), {"mark": UNSAVED, "count": tally.unsaved})
        told = (count, unsaved if tally.unsaved else "", self._note)
        self._state.update("\n".join(text for text in told if text))
        rows = CountedRows(tally.said.values(), tally.fresh)
        self._table.replace_source(rows)
        if rows.count():
            self._table.move_to_key(rows.count() - 1)

    def _question(self) -> str:
        if self._waiting is not None:
            values = {"hook": self._waiting.hook.words, "label": self._waiting.tag}
            return say(N_("Hook {hook}, label {label}: number of keys"), values)
        if self.hook is None:
            return _("Every hook is counted. ^E compares and closes.") if self.tally.said else _("There is no hook.")
        if told := self.tally.said.get(self.hook):
            values = {"hook": self.hook.words, "line": written(told).replace("\n", ", ")}
            return say(N_("Hook {hook} again; counted so far: {line}"), values)
        return say(N_("Hook {hook}: label and number of keys"), {"hook": self.hook.words})

    def _say_wrong(self, text: str) -> None:
        self._wrong.update(text)
        self._wrong.set_class(bool(text), "told")

    @on(Input.Changed)
    def typing(self, event: Input.Changed) -> None:
        """What was wrong is being put right."""
        event.stop()
        self._warned = False
        if event.value:
            self._say_wrong("")

    # --- counting -------------------------------------------------------------------------------------------

    def action_keep(self) -> None:
        """Keep the line and go to the next hook; a label alone is remembered until its number comes."""
        typed = self._line.value.strip()
        if not typed or self._taken is None:
            return
        waiting = self._waiting if len(typed.split()) == 1 else None
        also = self._also if waiting else typed.startswith(ALSO)
        last = self._last if also else self.hook
        hook = waiting.hook if waiting else last
        try:
            meant = understood(typed.removeprefix(ALSO[0]).removeprefix(ALSO[1]), hook, waiting.tag if waiting else "",
                               self._cabinets)  # fmt: skip
            self._check(meant.hook)
        except Refused as refused:
            self._say_wrong(refused.sentence())
            return
        self._say_wrong("")
        self._line.value = ""
        self._also, self._refused = also, False
        if isinstance(meant, Waiting):
            self._waiting = meant
        else:
            self._count(meant, also)
        self._show()

    @property
    def _cabinets(self) -> set[str]:
        """The cabinets that are counted."""
        scope = self._taken.scope if self._taken else None
        return {scope} if scope is not None else {hook.cabinet for hook in self.tally.hooks}

    def _check(self, hook: Hook) -> None:
        scope = self._taken.scope if self._taken else None
        if scope is not None and hook.cabinet != scope:
            raise Refused("line", N_("Hook {hook} is not in cabinet {cabinet}."), hook=hook.words, cabinet=scope)

    def _count(self, counted: Line, also: bool) -> None:
        before = self.tally.keep(counted, also=also)
        replaced = [each for each in before if not also and (each.tag, each.pieces) != (counted.tag, counted.pieces)]
        self._note = say(N_("Replaced: {line}"), {"line": written(replaced).replace("\n", ", ")}) if replaced else ""
        self._waiting, self._last = None, counted.hook
        self.hook = self.tally.next_hook(counted.hook)
        if self.tally.unsaved >= TOGETHER:
            self.action_save()

    def take_back(self) -> None:
        """Backspace on the empty line: the label that was read, else the last line that is not saved."""
        self._note = ""
        if self._waiting is not None:
            self._waiting = None
        elif line := self.tally.take_back():
            self.hook = line.hook
        else:
            self.tell(N_("Everything here is saved. Type a hook again to count it again."))
        self._show()

    def action_beside(self, by: int) -> None:
        """Ask for the hook after this one, or before it, counted or not."""
        self._waiting, self._note = None, ""
        self.hook = self.tally.beside(self.hook, by)
        self._show()

    def action_page(self, pages: int) -> None:
        """Look through what was counted."""
        self._table.action_move_page(pages)

    # --- saving ---------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save what is not saved."""
        self.save()

    @work(group="save", exit_on_error=False)
    async def save(self) -> None:
        """Save in a thread."""
        await self._save()

    async def _save(self) -> bool:
        """Save every line, some of them together; whether all of them are saved."""
        async with self._saving:
            while self.tally.unsaved:
                try:
                    await self.ask(self._perform, written(self.tally.send(TOGETHER)))
                except (Refused, Damaged) as trouble:
                    self.tally.sent(saved=False)
                    self._say_wrong(trouble.sentence())
                    return False
                self.tally.sent(saved=True)
            while self._drafts:
                await self.ask(self.desk.drop_draft, self._drafts.pop())
        self._refused = False
        self.shell.look_soon()
        self._show()
        return True

    def _perform(self, found: str) -> Done:
        step = self.desk.fill(COUNT, {"found": found})
        return self.desk.perform(step, self.item_id, actor=self.actor, request_id=uuid4().hex)

    def chosen(self) -> Chosen | None:
        """This stock-take."""
        return chosen_of(self._taken.row) if self._taken and self._taken.row else None

    def action_close(self) -> None:
        """Compare with the register and close; its form says what is missing and what differs."""
        self.start(self._close())

    async def _close(self) -> None:
        if self._typed:
            self._say_wrong(_(NOT_KEPT))
        elif await self._save() and await self.run_step("stocktake.close", self.item_id) is not None:
            self.dismiss(None)

    # --- leaving --------------------------------------------------------------------------------------------

    @property
    def _typed(self) -> str:
        """What was typed and is not a whole line yet."""
        label = f"{self._waiting.hook.words} {self._waiting.tag}" if self._waiting else ""
        return f"{label} {self._line.value}".strip()

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost."""
        return bool(self.tally.unsaved or self._typed)

    def park(self) -> None:
        """Keep what is not saved as a form of the same step; blocks."""
        owner, begun = self._owner or self.actor, self._begun or self.now()
        number = self._taken.row.number if self._taken and self._taken.row else ""
        found = "\n".join(part for part in (written(self.tally.batch()), self._typed) if part)
        draft = self._drafts[0] if self._drafts else None
        key = self.desk.park(owner, COUNT, self.item_id, number, {"found": found}, begun, draft)
        self._drafts = [key, *self._drafts[1:]]

    def action_leave(self) -> None:
        """Save and go back; a line that is not kept yet is dropped by a second Esc only."""
        if self._typed and not self._warned:
            self._warned = True
            self._say_wrong(_(NOT_KEPT))
        else:
            self.start(self._leave())

    async def _leave(self) -> None:
        refused_before = self._refused
        self._line.value, self._waiting = "", None
        if await self._save():
            self.dismiss(None)
            return
        self._refused = True
        if not refused_before:
            self.tell(N_("Not saved. Esc again parks the lines and leaves."), "warning")
            return
        try:
            await self.ask(self.park)
        except Damaged as damaged:
            self.tell_why(damaged)
            return
        self.tell(N_("Parked. Ctrl+P brings it back."))
        self.dismiss(None)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Somebody else signed in meanwhile: say in whose name the lines will be saved."""
        if self._owner is not None and self._owner.id != self.actor.id and self.unsaved:
            names = {"owner": self._owner.name, "actor": self.actor.name}
            self.tell(N_("Begun by {owner}; saved in the name of {actor}."), "information", **names)
