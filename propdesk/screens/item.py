"""One item: its course on the left; on the right its clocks, what can be done, what is on record, its matter."""

from datetime import datetime
from typing import Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content

from propdesk.i18n import N_, _, say
from propdesk.procedures import manual
from propdesk.screens import item_view
from propdesk.screens.choices import steps_of
from propdesk.screens.deeds import ADD_CALLER_KEYS, FIRST_KEYS, LAST_KEYS, Chosen, ItemDeeds
from propdesk.screens.item_view import ItemView
from propdesk.widgets.safe import Plain
from propdesk.widgets.timeline import Timeline, Told
from propdesk.widgets.unit_card import section

WIDE = 110
"""From so many columns on both halves fit beside each other."""
LATEST = 200
"""So many entries are read at first: a key set collects thousands over the years."""
EARLIER = 0
"""The key of the line that stands for the entries before them."""


class ItemScreen(ItemDeeds):
    """The screen of one item; at 80 columns its right half is a second page."""

    BINDINGS = [
        *FIRST_KEYS,
        Binding("escape", "leave", N_("Back")),
        Binding("right,tab", "turn(1)", N_("Other page")),
        Binding("left,shift+tab", "turn(-1)", show=False),
        Binding("e,ctrl+e", "correct", N_("Correct the entry"), key_display="^E"),
        Binding("ctrl+u", "unit", N_("Unit card")),
        *LAST_KEYS,
        Binding(ADD_CALLER_KEYS, "add_caller", N_("One more caller"), key_display="+", show=False),
        *(Binding(str(digit), f"related({digit})", show=False) for digit in range(1, 10)),
    ]

    DEFAULT_CSS = """
    ItemScreen {
        & #about { height: auto; max-height: 8; padding: 0 1; }
        & #right { width: 46; padding: 0 1; border-left: vkey $panel; scrollbar-size-vertical: 1; }
        & #right:focus { border-left: outer $accent; }
        & .page-two #course { display: none; }
        & .page-one #right { display: none; }
        & .page-two #right { width: 1fr; border: none; }
    }
    """

    def __init__(self, item_id: int) -> None:
        super().__init__()
        self.item_id = item_id
        self.view: ItemView | None = None
        self._latest: int | None = LATEST
        self._about = Plain("", id="about", markup=False)
        self._words = Plain("", markup=False)
        self._course = Timeline(empty=_("Nothing is on record yet."), id="course")
        self._page = 1
        self._letters: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """Both halves."""
        with Vertical(id="pages"):
            yield self._about
            with Horizontal():
                yield self._course
                with VerticalScroll(id="right"):
                    yield self._words

    def on_mount(self) -> None:
        """Read the item."""
        self._lay_out()
        self.read_item()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Read the item again if it, or its matter, changed."""
        ids = {self.item_id, *(row.id for row in self.view.related)} if self.view else {self.item_id}
        if touched is None or touched & ids:
            self.read_item()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_item(self, from_the_top: bool = False) -> None:
        """Read the item in a thread and show it; the cursor stays, or goes to the first entry."""
        self.view = await self.ask(item_view.load, self.desk, self.item_id, self._latest)
        if self.view is not None:
            now = self.now()
            about = [*item_view.top_lines(self.view, now, self.desk), item_view.heading(self.view)]
            self._about.update(Content("\n").join(about))
            self._course.show([*self._earlier(self.view), *item_view.told(self.view.entries, now, self.desk)])
            if from_the_top:
                self._course.action_first()
            self._write(now)
            self._letters = self._step_letters()

    def _earlier(self, view: ItemView) -> list[Told]:
        """The line that stands for what was not read."""
        text = say(N_("Only the latest {count} entries are shown. Home shows all of them."), {"count": LATEST})
        return [Told(EARLIER, "...", text, tone="dim")] if view.more else []

    @on(Timeline.Reached)
    def read_all(self, event: Timeline.Reached) -> None:
        """The cursor came to the line that stands for the earlier entries."""
        event.stop()
        if event.key == EARLIER:
            self._latest = None
            self.read_item(from_the_top=True)

    def _step_letters(self) -> dict[str, str]:
        chosen = self.chosen()
        reasons = self.view.reasons if self.view else {}
        steps = steps_of(chosen.ledger, chosen.stage, self.actor, reasons=reasons) if chosen else []
        letters = {choice.key: choice.name for choice in steps if choice.key and not choice.reason}
        letters.pop("e", None)  # corrects the entry under the cursor, a binding of this screen
        return letters

    def _write(self, now: datetime) -> None:
        """The right half, from memory."""
        if self.view is not None:
            self._words.update(Content("\n").join(self._lines(self.view, now)))

    def _lines(self, view: ItemView, now: datetime) -> list[Content]:
        can, not_now = item_view.step_lines(view, self.actor)
        return [
            *section(_("Clocks"), item_view.clock_lines(view, now, self.desk)),
            *item_view.section_lines(view, now, self.desk, early=True),
            *section(_("What can be done"), can),
            *item_view.section_lines(view, now, self.desk, early=False),
            *section(_("On record"), item_view.fact_lines(view)),
            *section(_("The same matter"), item_view.related_lines(view.related, now, self.desk)),
            *section(_("Clocks that stopped"), item_view.stopped_lines(view, now, self.desk)),
            *section(_("Not now"), not_now),
        ]

    def tick(self, now: datetime) -> None:
        """Count down."""
        if self.view is not None and any(clock.stopped is None for clock in self.view.clocks):
            self._write(now)

    # --- pages ----------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Two halves or two pages."""
        self._lay_out()

    def _lay_out(self) -> None:
        pages, narrow = self.query_one("#pages"), self.size.width < WIDE
        pages.set_class(narrow and self._page == 1, "page-one")
        pages.set_class(narrow and self._page == 2, "page-two")

    def action_turn(self, by: int) -> None:
        """The other half."""
        self._page = 3 - self._page
        self._lay_out()
        (self._course if self._page == 1 else self.query_one("#right")).focus()

    # --- deeds ----------------------------------------------------------------------------------------------

    def chosen(self) -> Chosen | None:
        """This item."""
        return self.view.chosen if self.view else None

    @on(Timeline.Selected)
    def next_step(self, event: Timeline.Selected) -> None:
        """Enter does the next step."""
        event.stop()
        self.do_next()

    def on_key(self, event: events.Key) -> None:
        """The letter of a step does it."""
        if (item := self.chosen()) and (name := self._letters.get(event.character or "")):
            event.stop()
            event.prevent_default()
            self.start(self.do_step_quietly(name, item))

    async def do_step_quietly(self, name: str, item: Chosen, **prefill: Any) -> None:
        """Do a step; what it did shows in the course."""
        await self.do_step(name, item, **prefill)

    def action_correct(self) -> None:
        """Correct the entry under the cursor."""
        item, entry = self.chosen(), self._course.cursor_key
        if item is None or not entry:
            return
        step = manual.step(f"{item.ledger}.correct")
        if item.stage not in step.at:
            self.tell(N_("{number} was voided: nothing is corrected there."), "warning", number=item.number)
            return
        self.start(self.do_step_quietly(step.name(), item, entry=entry))

    def action_unit(self) -> None:
        """The card of the unit."""
        if self.view is not None and self.view.row.unit_id is not None:
            from propdesk.screens.unit import UnitScreen

            self.app.push_screen(UnitScreen(self.view.row.unit_id))
        elif self.view is not None:
            self.tell(N_("{number} belongs to no unit."), number=self.view.row.number)

    def action_related(self, digit: int) -> None:
        """Open another item of the matter."""
        if self.view is not None and digit <= len(self.view.related):
            self.app.push_screen(ItemScreen(self.view.related[digit - 1].id))

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss()
