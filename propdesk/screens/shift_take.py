"""The open items of the shift before, gone through one by one, each taken over with a remark where one is needed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from propdesk.desk import Desk
from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, _, say
from propdesk.procedures import manual
from propdesk.queries.shift import OpenItem, Taken
from propdesk.screens.shift_pane import ShiftPane
from propdesk.screens.shift_state import Standing
from propdesk.widgets.line import Line
from propdesk.widgets.remaining import remaining, width
from propdesk.widgets.safe import Plain
from propdesk.widgets.windowed import Cell, Column, ListSource, Row, WindowedTable

SOON = timedelta(hours=1)
LONGEST = 400
DONE, NEW = "x", "*"
"""Taken over; taken over and not saved yet."""


class TakeList(WindowedTable):
    """The list; Space takes an item over as Enter does."""

    BINDINGS = [Binding("space", "select", N_("Take over"))]


class TakePane(ShiftPane):
    """The open items by urgency with their next deadline; all of them are saved in one go after the last one."""

    step = "shift.take"

    BINDINGS = [
        Binding("ctrl+e", "remark", N_("With a remark")),
        Binding("ctrl+s", "save", N_("Save")),
    ]

    DEFAULT_CSS = """
    TakePane > #about { height: auto; max-height: 3; padding: 0 1; border-top: hkey $panel; color: $text-muted; }
    TakePane > #remark { display: none; height: 1; margin: 0 1; }
    TakePane > #remark.open { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._item = 0
        self._items: dict[int, Taken] = {}
        self._said: dict[int, str] = {}
        self._parked: Mapping[str, str] = {}
        self._desk: Desk | None = None
        self.table = TakeList(_columns(), empty=_("Nothing is open."))
        self._about = Plain("", id="about", markup=False)
        self._line = Line(most=LONGEST, placeholder=_("Remark; Enter takes the item over with it, Esc without"))
        self._line.id = "remark"
        self._state, self._wrong = Plain("", classes="hint", markup=False), Plain("", classes="wrong", markup=False)

    def compose(self) -> ComposeResult:
        """The list, the item under the cursor in full, the remark, how many are left."""
        yield self.table
        yield self._about
        yield self._line
        yield self._wrong
        yield self._state

    async def show(self, standing: Standing, desk: Desk) -> None:
        """Show what is open; what is taken over and not saved stays."""
        if standing.row is None:
            return
        first = standing.row.item_id != self._item
        if first:
            self._said = {}
        self._item, self._desk = standing.row.item_id, desk
        self._items = {each.item.item_id: each for each in standing.items}
        self._said = {key: words for key, words in self._said.items() if key in self._items}
        if self._parked:
            self.put(self._parked)
        self._paint(first)

    def begin(self) -> None:
        """Go through them."""
        self.table.focus()

    def _taken(self, each: Taken) -> bool:
        return each.remark is not None or each.item.item_id in self._said

    @property
    def left(self) -> int:
        """How many are not taken over yet."""
        return sum(not self._taken(each) for each in self._items.values())

    # --- what it shows --------------------------------------------------------------------------------------

    def _paint(self, first: bool = False) -> None:
        desk = self._desk
        if desk is None:
            return
        rows = ListSource(self._row(each, desk.now(), desk) for each in self._items.values())
        if first:
            self.table.set_source(rows, self._next(None))
        else:
            self.table.replace_source(rows)
        words = N_("Left: {left} of {total}. Enter takes the item over and goes to the next one.")
        if not self.left:
            words = N_("All {total} taken over. Ctrl+S saves.")
        self._state.update(say(words, {"left": self.left, "total": len(self._items)}))
        self._tell()

    def _row(self, each: Taken, now: datetime, desk: Desk) -> Row:
        item = each.item
        mark = NEW if item.item_id in self._said else DONE if each.remark is not None else ""
        due = remaining(item.due, item.due - SOON if item.due else None, now, desk.zone)
        remark = self._said.get(item.item_id, each.remark or "")
        important = f"!! {item.title}" if item.important else item.title
        return Row(item.item_id, (Cell(mark, "accent"), due, Cell(item.number), Cell(_stage(item)), Cell(item.place),
                                  Cell(important), Cell(remark, "dim")))  # fmt: skip

    @on(WindowedTable.RowHighlighted)
    def highlighted(self, event: WindowedTable.RowHighlighted) -> None:
        """The item under the cursor in full."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        each = self._items.get(self.table.cursor_key or 0)
        if each is None or self._desk is None:
            self._about.update("")
            return
        item, rule = each.item, self._desk.site.rulebook.rules.get(each.item.code)
        due = f"{_(rule.title)} {item.due.astimezone(self._desk.zone):%m-%d %H:%M}" if rule and item.due else ""
        parts = (item.number, item.place, item.title, item.owner, due, self._said.get(item.item_id, each.remark or ""))
        self._about.update("  ".join(part for part in parts if part))

    # --- taking over ----------------------------------------------------------------------------------------

    @property
    def under_cursor(self) -> int | None:
        """The item under the cursor."""
        return self.table.cursor_key

    @on(WindowedTable.RowSelected)
    def take(self, event: WindowedTable.RowSelected) -> None:
        """Enter or Space: it is taken over; after the last one all of them are saved."""
        event.stop()
        self._take(event.key)

    def _take(self, key: int, remark: str | None = None) -> None:
        each = self._items.get(key)
        if each is None:
            return
        self._wrong.remove_class("told")
        if not self._taken(each) or remark is not None:
            self._said[key] = remark or self._said.get(key, "")
        if not self.left:
            self.action_save()
        elif (following := self._next(key)) is not None:
            self.table.move_to_key(following)
        self._paint()

    def _next(self, after: int | None) -> int | None:
        keys = list(self._items)
        place = keys.index(after) + 1 if after in self._items else 0
        return next((key for key in (*keys[place:], *keys[:place]) if not self._taken(self._items[key])), None)

    def action_remark(self) -> None:
        """A remark on the item under the cursor."""
        if (key := self.table.cursor_key) is not None:
            each = self._items.get(key)
            self._line.value = self._said.get(key, (each.remark if each else None) or "")
            self._line.add_class("open")
            self._line.focus()

    @on(Input.Submitted)
    def remarked(self, event: Input.Submitted) -> None:
        """The item is taken over with the remark."""
        event.stop()
        key = self.table.cursor_key
        self._close()
        if key is not None:
            self._take(key, event.value.strip())

    def leave_remark(self) -> bool:
        """Esc: no remark; whether one was being written."""
        if not self._line.has_class("open"):
            return False
        self._close()
        return True

    def _close(self) -> None:
        self._line.value = ""
        self._line.remove_class("open")
        self.table.focus()

    # --- saving ---------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save what is taken over so far."""
        if self._said:
            self.post_message(self.Asked(self, self.step, self._item, self.typed()))

    def typed(self) -> dict[str, str]:
        """What is taken over and not saved, a number a line with its remark, as the form of the step asks for it."""
        lines = [f"{self._items[key].item.number} {remark}".strip() for key, remark in self._said.items()]
        return {"items": "\n".join(lines)} if lines else {}

    def put(self, fields: Mapping[str, str]) -> None:
        """Take over again what was parked; numbers that are no longer open are left out."""
        self._parked = fields
        by_number = {each.item.number: key for key, each in self._items.items()}
        for line in fields.get("items", "").splitlines():
            number, _blank, remark = line.strip().partition(" ")
            if number in by_number:
                self._said.setdefault(by_number[number], remark.strip())
        if self._items:
            self._parked = {}
            self._paint()

    def clear(self) -> None:
        """They are saved."""
        self._said, self._parked = {}, {}
        self._close_quietly()

    def _close_quietly(self) -> None:
        self._line.value = ""
        self._line.remove_class("open")

    def refuse(self, trouble: Refused | Damaged) -> None:
        """Say why below the list."""
        self._wrong.update(f"!! {trouble.sentence()}")
        self._wrong.add_class("told")


def _stage(item: OpenItem) -> str:
    return _(manual.procedure(item.ledger).stage(item.stage).label)


def _columns() -> list[Column]:
    return [
        Column("", 1, priority=9),
        Column(_("Remaining"), width(), priority=8),
        Column(_("Item number"), 15, priority=9),
        Column(_("Stage"), 14, priority=3),
        Column(_("Place"), 8, priority=5),
        Column(_("Matter"), 0, minimum=16, priority=9),
        Column(_("Remarks"), 0, minimum=10, priority=4),
    ]
