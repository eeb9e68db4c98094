"""The buildings and their five conditions for move-in: who checked each, and whether the building is open."""

from collections.abc import Sequence

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from propdesk.i18n import N_, _
from propdesk.queries import moveins
from propdesk.queries.moveins import BuildingState
from propdesk.screens.base import DeskScreen
from propdesk.widgets.rows import Cell, Row, Tone
from propdesk.widgets.safe import Plain, display_text
from propdesk.widgets.windowed import Column, ListSource, WindowedTable

SHORT = {
    "accepted": N_("Acceptance"),
    "supplies": N_("Supplies"),
    "facilities": N_("Facilities"),
    "office": N_("Office staffed"),
    "contract": N_("Contract"),
}
"""The conditions as they stand above a column; in full they stand below the list."""
HELD, OPEN = "[x]", "[ ]"


class BuildingsScreen(DeskScreen):
    """Every building; Enter ticks what holds, `w` withdraws what holds no more."""

    BINDINGS = [
        Binding("enter", "ready", N_("Conditions hold")),
        Binding("ctrl+w,w", "withdraw", N_("Holds no more"), key_display="^W"),
        Binding("escape", "leave", N_("Back")),
    ]

    DEFAULT_CSS = """
    BuildingsScreen #count { height: 1; padding: 0 1; }
    BuildingsScreen #about { height: auto; max-height: 8; padding: 0 1; border-top: hkey $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._count, self._about = Plain("", id="count", markup=False), Plain("", id="about", markup=False)
        self._table = WindowedTable(_columns(), empty=_("There are no buildings yet. Import the list of residents."))
        self._found: Sequence[BuildingState] = ()

    def body(self) -> ComposeResult:
        """How many are open, the buildings, and in full the conditions of the one under the cursor."""
        yield self._count
        yield self._table
        yield self._about

    def on_mount(self) -> None:
        """Read them."""
        self._table.focus()
        self.read_buildings()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """A condition may have been ticked."""
        self.read_buildings()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """What another desk ticked touches no item."""
        self.read_buildings()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_buildings(self) -> None:
        """Read them in a thread; the cursor stays."""
        self._found = await self.read(moveins.buildings)
        rows = [_row(number, each) for number, each in enumerate(self._found)]
        self._table.set_source(ListSource(rows), self._table.cursor_key)
        ready = sum(each.open for each in self._found)
        said = _("{count} of {all} buildings are open for move-in").format(count=ready, all=len(self._found))
        self._count.update(Content.styled(said, "bold"))
        self._show_about()

    @on(WindowedTable.RowHighlighted)
    def highlighted(self, event: WindowedTable.RowHighlighted) -> None:
        """Another building."""
        event.stop()
        self._show_about()

    def _chosen(self) -> BuildingState | None:
        key = self._table.cursor_key
        return self._found[key] if key is not None and key < len(self._found) else None

    def _show_about(self) -> None:
        building = self._chosen()
        self._about.update(Content("\n").join(about(building)) if building else "")

    # --- deeds ----------------------------------------------------------------------------------------------

    @on(WindowedTable.RowSelected)
    def selected(self, event: WindowedTable.RowSelected) -> None:
        """The list takes Enter itself."""
        event.stop()
        self.action_ready()

    def action_ready(self) -> None:
        """Tick what holds in the building under the cursor."""
        self._ask("building.ready")

    def action_withdraw(self) -> None:
        """Withdraw what holds no more."""
        self._ask("building.withdraw")

    def _ask(self, name: str) -> None:
        if (building := self._chosen()) is not None:
            self.do_deed(name, building.code)

    @work(group="deed", exclusive=True, exit_on_error=False)
    async def do_deed(self, name: str, code: str) -> None:
        """Do it through its form, and show what came of it."""
        if await self.run_step(name, prefill={"building": code}):
            self.read_buildings()

    def action_leave(self) -> None:
        """Back to the register."""
        self.dismiss()


def about(building: BuildingState) -> list[Content]:
    """The conditions of a building in full, each with who checked it."""
    held = {condition.value: who for condition, who in building.held}
    name = _("Building {building}").format(building=building.name or building.code)
    lines = [Content.styled(display_text(name), "bold")]
    for condition in moveins.Condition:
        who = held.get(condition.value)
        by = _("checked by {name}").format(name=display_text(who)) if who is not None else _("still to be checked")
        lines.append(
            Content.assemble((f"{HELD if who is not None else OPEN} {_(condition.label)}", "" if who else "bold"),
                             (f"  {by}", "dim" if who is not None else "$text-warning"))
        )  # fmt: skip
    return lines


def _row(number: int, building: BuildingState) -> Row:
    held = {condition.value: who for condition, who in building.held}
    state = Cell(_("all hold"), "ok") if building.open else Cell(
        _("{count} of {all}").format(count=len(held), all=len(SHORT)), "soon"
    )  # fmt: skip
    marks = [_mark(held.get(name)) for name in SHORT]
    return Row(number, (Cell(building.name or building.code), state, *marks))


def _mark(who: str | None) -> Cell:
    tone: Tone = "plain" if who is not None else "soon"
    return Cell(f"{HELD} {who}" if who is not None else OPEN, tone)


def _columns() -> list[Column]:
    conditions = [Column(_(words), 0, minimum=10, priority=7) for words in SHORT.values()]
    return [Column(_("Building"), 8, priority=9), Column(_("Move-in"), 8, priority=9), *conditions]
