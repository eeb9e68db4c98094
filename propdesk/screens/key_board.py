"""The cabinet as a board: one hook a cell, what is out, overdue or lost marked; the hook under the cursor in full."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rich.cells import cell_len
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, say
from propdesk.queries import items, keys
from propdesk.queries.keys import Cabinet, KeySet, LoanRow
from propdesk.rules.hooks import Hook, parse_hook
from propdesk.screens import key_words
from propdesk.screens.deeds import FIRST_KEYS, WHY_KEYS, Chosen
from propdesk.screens.item import ItemScreen
from propdesk.screens.keys import KeyDeeds
from propdesk.widgets.hook_grid import HookCell, HookGrid, HookTone
from propdesk.widgets.safe import Plain, display_text
from propdesk.widgets.width import fit_text
from propdesk.widgets.wrap import wrap

STATES: tuple[tuple[str, str, str, HookTone], ...] = (
    ("overdue", "!!", N_("past due"), "late"),
    ("lost", "?", N_("lost"), "strong"),
    ("changed", "x", N_("new lock"), "strong"),
    ("all_out", "-", N_("all out"), "out"),
)
"""What is marked on the board, the most pressing first: mark, word, tone."""
LOANS = 2
"""So many loans of the hook under the cursor are told below the grid."""
TALL = 30
"""From so many lines on there is room below the grid for a hook with loans and an instruction."""


@dataclass(frozen=True)
class Board:
    """A cabinet as it was read: its hooks, who has what is out, and all cabinets with their counts."""

    cabinets: tuple[Cabinet, ...] = ()
    place: int = 0
    cells: tuple[HookCell, ...] = ()
    sets: Mapping[int, KeySet] = field(default_factory=dict)
    loans: Mapping[str, tuple[LoanRow, ...]] = field(default_factory=dict)
    codes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    marked: Mapping[str, int] = field(default_factory=dict)
    """How many hooks are in a state that is marked."""

    @property
    def name(self) -> str | None:
        """The cabinet shown, None where there is none."""
        return self.cabinets[self.place].name if self.cabinets else None


def load(desk: Desk, name: str | None, now: datetime) -> Board:
    """The cabinet called `name`, the first one where there is none of that name; blocks."""
    cabinets = tuple(desk.read(keys.cabinets))
    if not cabinets:
        return Board()
    place = next((place for place, each in enumerate(cabinets) if each.name == name), 0)
    sets = desk.read(keys.hooks, cabinets[place].name)
    late = {loan.tag for loan in desk.read(keys.overdue_loans, now, keys.overdue_codes(desk.site.settings))}
    states = {key.id: states_of(key, key.tag in late) for key in sets}
    loans: dict[str, tuple[LoanRow, ...]] = {}
    for loan in desk.read(keys.open_loans):
        loans[loan.tag] = (*loans.get(loan.tag, ()), loan)
    # Clocks run on sets that are lost or damaged only; those are few.
    unsettled = desk.read(items.by_ids, [key.id for key in sets if key.lost or key.stage != "custody"])
    return Board(
        cabinets,
        place,
        tuple(cells_of(sets, states)),
        {key.id: key for key in sets},
        loans,
        {row.id: (row.code,) for row in unsettled if row.code},
        {name: sum(name in each for each in states.values()) for name, *_rest in STATES},
    )


def states_of(key: KeySet, late: bool) -> tuple[str, ...]:
    """The states of a key set that are marked, the most pressing first."""
    held = {"overdue": late, "lost": key.lost > 0, "changed": key.outdated, "all_out": 0 < key.pieces == key.out}
    return tuple(name for name, *_rest in STATES if held[name])


def cells_of(sets: Sequence[KeySet], states: Mapping[int, tuple[str, ...]]) -> Iterator[HookCell]:
    """The cells of a cabinet by hook; empty hooks between used ones too, as long as they are fewer than those."""
    places = [(parse_hook(key.hook) or Hook("", 0), key) for key in sets]
    gaps = places[-1][0].slot - len(places) if places else 0
    words = {name: (mark, _(word), tone) for name, mark, word, tone in STATES}
    expected, empty = 1, _("empty")
    for hook, key in places:
        if gaps < len(places):
            yield from (HookCell(Hook(hook.cabinet, slot).words, code=empty) for slot in range(expected, hook.slot))
        expected = hook.slot + 1
        yield _cell(key, [words[name] for name in states[key.id]])


def _cell(key: KeySet, marks: Sequence[tuple[str, str, HookTone]]) -> HookCell:
    """The first mark stands before the count and is told in words, with further marks beside it; 0/2 is all out."""
    count = f"{key.here}/{key.pieces}"
    tone: HookTone = marks[0][2] if marks else "out" if key.out else "plain"
    return HookCell(
        key.hook,
        key.id,
        key.tag,
        " ".join(part for part in (key.place, key.door) if part),
        f"{marks[0][0]} {count}" if marks else count,
        " ".join([marks[0][1], *(mark for mark, _word, tone in marks[1:] if tone != "out")]) if marks else "",
        tone,
    )


class KeyBoard(KeyDeeds):
    """One cabinet at a time; every key does with a hook what it does with that key set elsewhere."""

    BINDINGS = [
        *FIRST_KEYS,
        Binding("escape", "leave", N_("Back")),
        Binding("tab", "turn(1)", N_("Other cabinet")),
        Binding("shift+tab", "turn(-1)", show=False),
        Binding("ctrl+l,l", "lend", N_("Lend"), key_display="^L"),
        Binding("ctrl+e,b", "take_back", N_("Take back"), key_display="^E"),
        Binding("ctrl+d,h", "history", N_("History of a key"), key_display="^D"),
        Binding("ctrl+o,o", "open", N_("Open the item"), key_display="^O"),
        Binding(WHY_KEYS, "why", N_("Why due"), key_display="?", show=False),
        Binding("ctrl+y", "print", N_("Print its sheet"), show=False),
        *(Binding(str(digit), f"cabinet({digit})", show=False) for digit in range(1, 10)),
    ]

    DEFAULT_CSS = """
    KeyBoard {
        & #head { height: auto; max-height: 3; padding: 0 1; }
        & #hook { height: 4; padding: 0 1; background: $panel; text-wrap: nowrap; text-overflow: clip; }
        & #hook.tall { height: 7; }
    }
    """

    def __init__(self, item: tuple[int, str] | None = None) -> None:
        """The first cabinet, or that of an item (its id and ledger), the cursor on its hook."""
        super().__init__()
        self.board: Board | None = None
        self._item = item
        self._wanted: str | None = None
        self._head, self._hook = Plain("", id="head", markup=False), Plain("", id="hook", markup=False)
        self._grid = HookGrid()
        self._lines = 4

    def body(self) -> ComposeResult:
        """Counts and marks, the hooks, the hook under the cursor."""
        yield self._head
        yield self._grid
        yield self._hook

    def on_mount(self) -> None:
        """Read the cabinet."""
        self._grid.focus()
        self.read_board()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """Something changed: the cursor stays on its hook."""
        self.read_board()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_board(self) -> None:
        """Read in a thread."""
        hook = await self.ask(self._hook_of_item) if self._item else None
        if hook is not None:
            self._wanted = hook.cabinet
        before = self.board.name if self.board else None
        self.board = await self.ask(load, self.desk, self._wanted, self.now())
        self._wanted, self._item = self.board.name, None
        self._grid.empty = _("No keys are in custody yet.")
        at = hook.words if hook is not None else None if before == self.board.name else ""
        self._grid.show(self.board.cells, at)
        self._show_head()

    def _hook_of_item(self) -> Hook | None:
        assert self._item is not None
        key_id = self.desk.read(keys.key_of_item, *self._item)
        key = self.desk.read(keys.key_set, key_id) if key_id is not None else None
        return parse_hook(key.hook) if key is not None else None

    # --- what it says ---------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Counts and cabinets on one line where there is room; more about a hook where there is."""
        self._hook.set_class(event.size.height >= TALL, "tall")
        self._lines = 7 if event.size.height >= TALL else 4
        self._show_head()
        self._show_hook()

    def _show_head(self) -> None:
        board = self.board
        if board is None or not board.cabinets:
            return
        shown = board.cabinets[board.place]
        values = {"sets": shown.sets, "here": shown.here, "out": shown.out, "lost": shown.lost}
        counts = say(N_("{sets} sets, {here} keys here, {out} out, {lost} lost"), values)
        line = Content.assemble((_cabinet_name(shown.name), "bold"), f"   {counts}")
        room = self.size.width - 2 - line.cell_length
        tabs = _tabs(board, room - 3)
        lines = [Content.assemble(line, " " * (room - tabs.cell_length), tabs), _marks(board)]
        self._head.update(Content("\n").join(lines))

    @on(HookGrid.Highlighted)
    def moved(self, event: HookGrid.Highlighted) -> None:
        """The cursor came to another hook."""
        event.stop()
        self._show_hook()

    def _show_hook(self) -> None:
        """Tell in full about the hook under the cursor, from memory and without moving anything."""
        self._hook.update(Content("\n").join(self._hook_lines(self.size.width - 2)), layout=False)

    def _hook_lines(self, width: int) -> list[Content]:
        cell, key = self._grid.cell, self._key()
        if cell is None or self.board is None:
            return []
        if key is None:
            return [Content.styled(say(N_("Nothing hangs on hook {hook}."), {"hook": cell.hook}), "dim")]
        loans = self._loan_lines(self.board.loans.get(key.tag, ()), width)
        outdated = [line for line in key_words.instruction(replace(key, instruction="")) if line]
        title = key_words.title(key).split("\n")
        beside = Content("   ").join(title)
        title = [beside] if beside.cell_length <= width else title
        most = max(1, self._lines - len(title) - len(loans) - len(outdated))
        told = wrap(display_text(key.instruction), width - 2, most) if key.instruction else []
        instruction = [Content.styled(f" {line} ", "bold reverse") for line in told]
        return [*instruction, *outdated, *title, *loans]

    def _loan_lines(self, loans: Sequence[LoanRow], width: int) -> list[Content]:
        """A line each; of a long reason the beginning, so that the due time stays in sight."""
        now, zone = self.now(), self.desk.zone
        lines = []
        for loan in loans[:LOANS]:
            room = width - key_words.loan_line(replace(loan, reason=""), now, zone).cell_length
            fitting = fit_text(loan.reason, min(max(2, room), cell_len(loan.reason)))
            lines.append(key_words.loan_line(replace(loan, reason=fitting), now, zone))
        if len(loans) > LOANS:
            lines.append(Content.styled(say(N_("and {count} more"), {"count": len(loans) - LOANS}), "dim"))
        return lines

    # --- keys -----------------------------------------------------------------------------------------------

    def _key(self) -> KeySet | None:
        """The key set under the cursor."""
        cell = self._grid.cell
        return self.board.sets.get(cell.key) if self.board and cell is not None and cell.key is not None else None

    def chosen(self) -> Chosen | None:
        """The key set under the cursor."""
        key = self._key()
        if key is None or self.board is None:
            return None
        title = "  ".join(part for part in (key.tag, key.hook, key.place, key.door) if part)
        return Chosen(key.id, key.number, "key", key.stage, title, self.board.codes.get(key.id, ()))

    @on(HookGrid.Selected)
    def next_step(self, event: HookGrid.Selected) -> None:
        """Enter does the next step of the key set; of an empty hook it says so."""
        event.stop()
        if event.cell.key is None:
            self.tell(N_("Nothing hangs on hook {hook}."), hook=event.cell.hook)
        else:
            self.do_next()

    def action_lend(self) -> None:
        """Lend the key set under the cursor."""
        if item := self.chosen():
            self.start(self.do_step("loan.lend", item))

    def action_open(self) -> None:
        """The page of the key set."""
        if item := self.chosen():
            self.app.push_screen(ItemScreen(item.id))

    def action_turn(self, by: int) -> None:
        """The next cabinet, or the one before."""
        names = [each.name for each in self.board.cabinets] if self.board is not None else []
        if self._wanted in names:
            self._turn_to((names.index(self._wanted) + by) % len(names))

    def action_cabinet(self, digit: int) -> None:
        """The cabinet of that digit."""
        if self.board is not None and digit <= len(self.board.cabinets):
            self._turn_to(digit - 1)

    def _turn_to(self, place: int) -> None:
        name = self.board.cabinets[place].name if self.board is not None else None
        if name != self._wanted:
            self._wanted = name
            self.read_board()

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss()


def _cabinet_name(name: str) -> str:
    """What a cabinet is called; one without a letter is the only one, or the first."""
    return f"{_('Cabinet')} {display_text(name)}" if name else _("Cabinet")


def _tabs(board: Board, room: int) -> Content:
    """The cabinets with their digits, the one shown reversed; where they do not fit, which of how many it is."""
    if len(board.cabinets) < 2:
        return Content("")
    tabs = Content(" ").join(
        Content.styled(f" {number} {display_text(each.name) or '-'} ", "reverse bold" if here else "")
        for number, each in enumerate(board.cabinets, start=1)
        for here in (number - 1 == board.place,)
    )
    return tabs if tabs.cell_length <= room else Content(f"{board.place + 1}/{len(board.cabinets)}")


def _marks(board: Board) -> Content:
    """Every mark with its word, and how many hooks bear it."""
    styles = {"late": "bold $text-error", "strong": "bold", "out": "$text-accent"}
    shown = [
        Content.styled(f"{mark} {_(word)} {board.marked[name]}", styles.get(tone, "") if board.marked[name] else "dim")
        for name, mark, word, tone in STATES
    ]
    return Content("   ").join([Content.styled(f"1/3 {_('some out')}", "dim"), *shown])
