"""One emergency: what to ask, whom to ring in which order, each call with one key and its own time, made safe."""

from datetime import datetime

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from propdesk.desk import Desk
from propdesk.i18n import N_, _, language
from propdesk.procedures import manual
from propdesk.procedures.emergency import Attempt
from propdesk.procedures.forms import choice_of
from propdesk.procedures.step import EVERYBODY, LEADERS
from propdesk.queries import items, units
from propdesk.queries.journal import EntryView
from propdesk.rules.callout import PUBLIC_NUMBERS, to_ring
from propdesk.rules.sentence import plain, show
from propdesk.screens import item_view
from propdesk.screens.deeds import FIRST_KEYS, LAST_KEYS, Chosen, ItemDeeds
from propdesk.screens.emergency_prompts import FIRST, PROMPTS
from propdesk.screens.item_view import ItemView
from propdesk.screens.panel import LinePanel, back_hint
from propdesk.settings import OnCall
from propdesk.widgets.fields import Line
from propdesk.widgets.lines import Column
from propdesk.widgets.remaining import elapsed, moment
from propdesk.widgets.rows import Cell, ListSource, Row
from propdesk.widgets.safe import Plain, display_text, static
from propdesk.widgets.windowed import WindowedTable
from propdesk.widgets.wrap import packed

OUTCOMES = tuple((member.value, member.label) for member in choice_of(Attempt.model_fields["outcome"]) or ())
"""What came of a call: stored value and msgid, in the order of their digits."""
OUTSIDE = "outside"
"""Why a public number is rung: none of ours is under way then."""
UPWARDS = frozenset(role.value for role in EVERYBODY & LEADERS)
"""Roles of the list whose call is a report upwards."""


def kept_danger(desk: Desk, item_id: int) -> tuple[str, str]:
    """The danger of an emergency on record, stored value and msgid; blocks."""
    danger = desk.read(items.row_of, "emergency", item_id)["danger"]
    return str(danger), danger.label


class EmergencyCase(ItemDeeds):
    """An emergency from the first key on. Nothing but danger and moment is needed to raise it."""

    BINDINGS = [
        *FIRST_KEYS,
        Binding("escape", "leave", N_("Back")),
        Binding("ctrl+a", "arrive", N_("On site")),
        Binding("ctrl+s", "raise", N_("Raise")),
        Binding("ctrl+s", "safe", N_("Made safe")),
        Binding("tab", "app.focus_next", show=False),
        *LAST_KEYS,
    ]

    DEFAULT_CSS = """
    EmergencyCase {
        & #head { height: 1; padding: 0 1; text-style: bold; color: $text-error; }
        & .asked { height: 1; padding: 0 1; }
        & .asked > .label { width: 16; color: $text-muted; }
        & #asked.raised { display: none; }
        & #about { display: none; height: auto; max-height: 3; padding: 0 1; }
        & #about.raised { display: block; }
        & #prompts { height: auto; max-height: 9; padding: 0 1; margin-top: 1; }
        & #outcomes { height: auto; padding: 0 1; margin-top: 1; color: $text-muted; }
        & WindowedTable { min-height: 4; }
    }
    """

    def __init__(self, danger: tuple[str, str] | None, pressed: datetime, item_id: int | None = None) -> None:
        """An emergency of a danger (stored value and msgid), raised or pressed at a moment; or one on record."""
        super().__init__()
        self.danger, self.pressed, self.item_id = danger, pressed, item_id
        self.view: ItemView | None = None
        self._warned = False
        self._ring: list[OnCall] = []
        self._head = Plain("", id="head", markup=False)
        self._about = Plain("", id="about", markup=False)
        self._prompts = Plain("", id="prompts", markup=False)
        self._outcomes = Plain("", id="outcomes", markup=False)
        self._where, self._what = Line(most=80), Line(most=200)
        self._table = WindowedTable(
            [
                Column(_("Ring"), 18, priority=8),
                Column(_("Name"), 8, priority=4),
                Column(_("Number"), 14, priority=9),
                Column(_("Tried"), 0, minimum=18, priority=7),
            ],
            empty=_("Nobody is listed for this danger. The setting on_call holds the list."),
        )

    def body(self) -> ComposeResult:
        """Head, what is asked, the prompts, whom to ring."""
        yield self._head
        with Vertical(id="asked"):
            with Horizontal(classes="asked"):
                yield static(_("Unit or place"), classes="label")
                yield self._where
            with Horizontal(classes="asked"):
                yield static(_("What happens"), classes="label")
                yield self._what
        yield self._about
        yield self._prompts
        yield self._outcomes
        yield self._table

    def on_mount(self) -> None:
        """The prompts stand at once; the cursor is where the place is asked."""
        self.query_one("#asked").styles.height = "auto"
        if self.item_id is not None:
            self.read_case()
            self._table.focus()
        else:
            self._show()
            self._where.focus()

    def on_resize(self, event: events.Resize) -> None:
        """The digits of the outcomes, on as many lines as they need."""
        pieces = [f"{n} {_(words)}" for n, (_value, words) in enumerate(OUTCOMES, start=1)]
        lines = [_("A digit records the call to whom the cursor is on:"), *packed(pieces, event.size.width - 2)]
        self._outcomes.update("\n".join(lines))

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Read the record again if it changed."""
        if self.item_id is not None and (touched is None or self.item_id in touched):
            self.read_case()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_case(self) -> None:
        """Read the record in a thread."""
        if self.item_id is None:
            return
        self.view = await self.ask(item_view.load, self.desk, self.item_id)
        if self.danger is None:
            self.danger = await self.ask(kept_danger, self.desk, self.item_id)
        if self.view is not None:
            self.pressed = self.view.row.opened
        self._show()

    # --- what it shows --------------------------------------------------------------------------------------

    def _show(self) -> None:
        if self.danger is None:
            return
        value, _words = self.danger
        raised = self.view is not None
        self.query_one("#asked").set_class(raised, "raised")
        self._about.set_class(raised, "raised")
        self.refresh_bindings()
        self._show_head(self.now())
        asks = [FIRST, *PROMPTS.get(value, ())]
        self._prompts.update(Content("\n").join(Content(f"- {_(ask)}") for ask in asks))
        self._ring = to_ring(value, self.desk.site.settings.on_call)
        tried = self._tried()
        self._table.replace_source(ListSource(self._row(n, each, tried) for n, each in enumerate(self._ring)))

    def _show_head(self, now: datetime) -> None:
        if self.danger is None:
            return
        parts = [f"!! {_(self.danger[1])}", elapsed(self.pressed, now)]
        if self.view is None:
            parts.append(_("Enter twice raises it"))
        else:
            row = self.view.row
            parts += [row.number, f"[{_(manual.procedure('emergency').stage(row.stage).label)}]"]
            about = "  ".join(part for part in (row.place, row.title, row.person) if part)
            lines = [Content(display_text(about)), *item_view.clock_lines(self.view, now, self.desk)]
            self._about.update(Content("\n").join(lines[:3]))
        self._head.update(display_text("   ".join(part for part in parts if part)))

    def _tried(self) -> dict[str, EntryView]:
        """The last call to each number or name."""
        entries = self.view.entries if self.view else ()
        calls = [entry for entry in entries if entry.step == "emergency.attempt"]
        return {str(entry.values.get("number") or entry.values.get("whom")): entry for entry in calls}

    def _row(self, place: int, to: OnCall, tried: dict[str, EntryView]) -> Row:
        entry = tried.get(to.phone) or tried.get(whom(to))
        words, reached = "", False
        if entry is not None:
            zone = self.desk.zone
            outcome = entry.values.get("outcome")
            words = f"{moment(entry.happened, self.now(), zone)} {show(outcome, language(), zone)}"
            reached = plain(outcome) == OUTCOMES[0][0]
        cells = (Cell(_(to.post)), Cell(to.name), Cell(to.phone, "accent"))
        return Row(place, (*cells, Cell(words, "ok" if reached else "soon")))

    def tick(self, now: datetime) -> None:
        """The clock goes on."""
        self._show_head(now)

    # --- raising --------------------------------------------------------------------------------------------

    @on(Input.Submitted)
    def entered(self, event: Input.Submitted) -> None:
        """Enter: from the place to what happens, from there the alarm is raised."""
        event.stop()
        if event.input is self._where:
            self._what.focus()
        else:
            self.start(self._raise())

    async def _raise(self) -> None:
        """Raise it with what is known; it happened when the digit was pressed."""
        if self.danger is None or self.item_id is not None:
            return
        value, words = self.danger
        known = await self.ask(self._known, self._where.value.strip())
        text = self._what.value.strip() or _(words)
        fields = {"danger": value, "text": text, **known}
        done = await self.do_at_once("emergency.raise", fields, happened=self.pressed)
        if done is not None and done.item_id is not None:
            self.item_id = done.item_id
            self.read_case()
            self._table.focus()

    def _known(self, where: str) -> dict[str, str]:
        """A unit where there is one of that number, else a place."""
        if not where:
            return {}
        unit = self.desk.read(units.unit_by_code, where)
        return {"unit": unit.code} if unit is not None else {"place": where}

    # --- deeds ----------------------------------------------------------------------------------------------

    def chosen(self) -> Chosen | None:
        """This emergency, once it is raised."""
        return self.view.chosen if self.view else None

    @on(WindowedTable.RowSelected)
    def next_step(self, event: WindowedTable.RowSelected) -> None:
        """Enter does the next step."""
        event.stop()
        self.do_next()

    def on_key(self, event: events.Key) -> None:
        """A digit says what came of ringing whoever is under the cursor."""
        typed = event.character or ""
        place = int(typed) - 1 if typed.isdecimal() and typed.isascii() else -1
        if self.view is None or not self._table.has_focus or not 0 <= place < len(OUTCOMES) or not self._ring:
            return
        event.stop()
        event.prevent_default()
        self.start(self._rang(self._ring[self._table.cursor_row], OUTCOMES[place][0], self.now()))

    async def _rang(self, to: OnCall, outcome: str, at: datetime) -> None:
        """One call: on record with its own time; not reached, the cursor goes on to the next."""
        purpose = "escalate" if to.role in UPWARDS else OUTSIDE if to.phone in PUBLIC_NUMBERS else "on_call"
        fields = {"purpose": purpose, "whom": whom(to), "number": to.phone, "outcome": outcome}
        done = await self.do_at_once("emergency.attempt", fields, self.item_id, happened=at)
        if done is not None and outcome != OUTCOMES[0][0]:
            self._table.action_move(1)

    def action_arrive(self) -> None:
        """Somebody who can help is there."""
        if item := self._raised():
            self.start(self._arrive(item, self.now()))

    async def _arrive(self, item: Chosen, at: datetime) -> None:
        reached = [entry for entry in self._tried().values() if plain(entry.values.get("outcome")) == OUTCOMES[0][0]]
        who = str(max(reached, key=lambda entry: entry.seq).values.get("whom", "")) if reached else ""
        title = _("Who is on site?")
        given = await self.app.push_screen_wait(LinePanel(title, hint=back_hint(), value=who, needed=True, length=80))
        if given:
            await self.do_at_once("emergency.arrive", {"who": given}, item.id, happened=at)

    def action_safe(self) -> None:
        """Made safe for now."""
        if item := self._raised():
            self.start(self._safe(item))

    def action_raise(self) -> None:
        """Raise it with what is known."""
        self.start(self._raise())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before it is raised there is only that to do."""
        if action == "raise":
            return self.view is None
        return self.view is not None if action in {"safe", "arrive", "menu", "next", "press", "why"} else True

    async def _safe(self, item: Chosen) -> None:
        await self.do_step("emergency.make_safe", item, complaint=True)

    def _raised(self) -> Chosen | None:
        item = self.chosen()
        if item is None:
            self.tell(N_("Raise it first: Enter, Enter."), "warning")
        return item

    def action_leave(self) -> None:
        """Back; what is not raised yet is not on record."""
        if self.view is None and self.item_id is None and not self._warned:
            self._warned = True
            self.tell(N_("Nothing is on record yet. Enter raises it; Esc again leaves."), "warning")
            return
        self.dismiss()


def whom(to: OnCall) -> str:
    """Who is rung, as the record names them."""
    return " ".join(part for part in (_(to.post), to.name) if part)[:80]
