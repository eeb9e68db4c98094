"""Where the rows of a register come from: a ledger by its order, its open items, what was found. Read in a thread."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from rich.cells import cell_len

from propdesk.desk import Desk
from propdesk.i18n import N_, _, say
from propdesk.procedures import manual
from propdesk.queries import items
from propdesk.queries.items import ItemRow
from propdesk.widgets.lines import Column
from propdesk.widgets.names import operator_name
from propdesk.widgets.remaining import remaining, width
from propdesk.widgets.rows import Cell, Row, Tone

MOST_STAGE = 14
"""Cells of a stage in a list; a longer one is told in full beside it."""
REMEMBERED = 1000
"""Rows whose clocks are known without asking the database."""


def columns(ledgers: Collection[str] = (), *, people: bool = False) -> list[Column]:
    """The columns of a register of these ledgers, or of all; with `people` person and stage go last, not first."""
    shown = [each for each in manual.ledgers() if not ledgers or each.ledger in ledgers]
    stages = [_(stage.label) for each in shown for stage in each.stages]
    return [
        Column(_("Remaining"), width(), priority=6),
        Column(_("Item number"), 15, priority=9),
        Column(_("Place"), 8, priority=5),
        Column(_("Person"), 8, priority=7 if people else 2),
        Column(_("Matter"), 0, minimum=10 if people else 20, priority=4 if people else 8),
        Column(_("Stage"), min(MOST_STAGE, max(map(cell_len, stages))), priority=8 if people else 4),
        Column(_("Responsible"), max(8, cell_len(_("Responsible"))), priority=3),
    ]


def pressed(ledger: str, presses: int) -> str:
    """How often somebody rang again, or rang about an incident, to stand before the matter."""
    words = N_("({count} calls)") if ledger == "incident" else N_("(rang {count}x)")
    return say(words, {"count": presses}) + " " if presses else ""


class LedgerRows:
    """The rows of a ledger, newest first: all of them by `ord`, or those of `ids` where that is given."""

    instant = False

    def __init__(self, desk: Desk, ledger: str, ids: Callable[..., list[int]] | None = None, *args: Any) -> None:
        """Rows of `ledger`; `ids` is a query of `propdesk.queries.items`, asked with the ledger and `args`."""
        self.desk, self.ledger = desk, ledger
        self._query, self._args = ids, args
        self._ids: list[int] = []
        self._count = 0
        self._rows: OrderedDict[int, ItemRow] = OrderedDict()

    def count(self) -> int:
        """How many rows there are; the ids of a filtered list are read here, once."""
        if self._query is None:
            self._count = self.desk.read(items.register_count, self.ledger)
        else:
            self._ids = self.desk.read(self._query, self.ledger, *self._args)
            self._count = len(self._ids)
        return self._count

    def page(self, start: int, size: int) -> Sequence[Row]:
        """At most `size` rows from number `start` on."""
        if self._query is None:
            found = self.desk.read(items.register_page, self.ledger, self._count - start, size)
        else:
            found = self.desk.read(items.by_ids, self._ids[start : start + size])
        self._remember(found)
        now = self.desk.now()
        return [self._row(row, now) for row in found]

    def find(self, key: int) -> int | None:
        """The number of the row of an item."""
        if self._query is not None:
            return self._ids.index(key) if key in self._ids else None
        found = self.desk.read(items.item, key)
        return self._count - found.ord if found is not None and found.ledger == self.ledger else None

    def known(self, key: int) -> ItemRow | None:
        """An item that was shown lately."""
        return self._rows.get(key)

    def turned(self, since: datetime, now: datetime) -> list[int]:
        """The items shown lately whose mark or words are other ones at `now` than at `since`."""
        zone = self.desk.zone

        def words(row: ItemRow, at: datetime) -> Cell:
            return remaining(row.due, row.warn, at, zone)

        return [key for key, row in list(self._rows.items()) if row.due and words(row, since) != words(row, now)]

    def _remember(self, rows: Sequence[ItemRow]) -> None:
        for row in rows:
            self._rows[row.id] = row
            self._rows.move_to_end(row.id)
        while len(self._rows) > REMEMBERED:
            self._rows.popitem(last=False)

    def _row(self, row: ItemRow, now: datetime) -> Row:
        stage = manual.procedure(row.ledger).stage(row.stage)
        tone: Tone = "dim" if stage.final else "plain"
        urgent: Tone = "accent" if row.urgent and not stage.final else tone
        cells = (
            remaining(row.due, row.warn, now, self.desk.zone),
            Cell(row.number, urgent),
            Cell(row.place, tone),
            Cell(row.person, tone),
            Cell(pressed(row.ledger, row.presses) + row.title, tone),
            Cell(_(stage.label), tone),
            Cell(operator_name(row.owner), "dim"),
        )
        return Row(row.id, cells)
