"""A round being written down as it looks: the stops above, the items of one stop, the line that is typed in below.

What its keys do stands in `round_walk`.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from propdesk.errors import Refused
from propdesk.i18n import N_, _, say
from propdesk.procedures import manual
from propdesk.procedures.tx import Actor
from propdesk.queries import findings
from propdesk.rules import answers, patrol
from propdesk.rules.checklist import Area, Flag
from propdesk.rules.patrol import Stop
from propdesk.screens.deeds import Chosen, ItemDeeds, chosen_of
from propdesk.screens.round_left import left_line
from propdesk.screens.round_tally import AREA, Parked, Taken, Tally, Written, load, open_here, parked_areas
from propdesk.screens.round_words import ANSWERS, answer_word, building, finding_line, people, same_words, stop_name
from propdesk.widgets.note_line import NoteLine
from propdesk.widgets.rows import Cell, ListSource, Row
from propdesk.widgets.safe import Plain, display_text, static
from propdesk.widgets.windowed import Column, WindowedTable
from propdesk.widgets.wrap import packed

SAVED, UNSAVED = "+", "*"
"""Stand beside a stop of which all is saved, or something is not."""
WIDE = 100
"""From so many columns on there is room for the least time of an area."""
STRIP = 2
"""So many lines tell the stops."""
KNOWN = 2
"""So many open findings of an item are told."""
HINT = N_("1 fine  2 defect  3 put right  4 not here  Space same as last  Del take back")
KEPT = N_("Enter keeps it, Esc drops it.")
HINT_LINE = N_("Enter keeps it; @3F before it says where. Up and Down: what was typed before.")


class RoundSheet(ItemDeeds):
    """One round, stop by stop, and the line."""

    DEFAULT_CSS = """
    RoundSheet {
        & #title, & #stops, & #area, & #wrong, & #known, & #hint { height: auto; padding: 0 1; }
        & #title { color: $text-accent; text-style: bold; }
        & #stops { max-height: 2; color: $text-muted; }
        & #area { text-style: bold; background: $panel; }
        & #wrong { color: $text-error; text-style: bold; display: none; }
        & #wrong.told { display: block; }
        & #known { max-height: 3; }
        & #hint { color: $text-muted; }
        & #asked { display: none; height: auto; padding: 0 1; text-style: bold; }
        & NoteLine { display: none; margin: 0 1; }
        & .typing #asked, & .typing NoteLine { display: block; }
    }
    """

    def __init__(self, item_id: int) -> None:
        super().__init__()
        self.item_id = item_id
        self.tally = Tally()
        self.stop: Stop | None = None
        self._taken: Taken | None = None
        self._asks: Callable[[str], None] | None = None
        """What the line is for, while it is typed in."""
        self._line_hint = ""
        self._owner: Actor | None = None
        self._begun: datetime | None = None
        self._drafts: dict[Stop, list[int]] = {}
        self._saving = asyncio.Lock()
        self._warned = self._refused = False
        self._warned_of: Stop | None = None
        """The stop whose times were said to be too short."""
        self._title, self._stops = Plain("", id="title", markup=False), Plain("", id="stops", markup=False)
        self._area, self._asked = Plain("", id="area", markup=False), Plain("", id="asked", markup=False)
        self._wrong, self._known = Plain("", id="wrong", markup=False), Plain("", id="known", markup=False)
        self._hint = static("", id="hint")
        self._line = NoteLine(lambda: self.tally.notes)
        states = max(cell_len(answer_word(state)) for state in ANSWERS)
        self._table = WindowedTable(
            [Column(_("Id"), 4), Column(_("To be seen"), 0, minimum=22), Column(_("Found to be"), states),
             Column(_("What was seen"), 0, minimum=18)],
            empty=_("Nothing is to be seen here."),
        )  # fmt: skip

    def body(self) -> ComposeResult:
        """The round, its stops, the items of one, the line."""
        yield self._title
        yield self._stops
        yield self._area
        yield self._table
        yield self._known
        yield self._asked
        yield self._line
        yield self._wrong
        yield self._hint

    def on_mount(self) -> None:
        """Read what was written before."""
        self._owner, self._begun = self.actor, self.now()
        self._table.focus()
        self.read_round()

    def on_resize(self) -> None:
        """As much as there is room for."""
        self._show()

    # --- what stands in the database ------------------------------------------------------------------------

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """A colleague writes too; what is typed stays."""
        self.read_round()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_round(self) -> None:
        """Read in a thread."""
        first = self._taken is None
        parked = await self.ask(parked_areas, self.desk, self.actor, self.item_id) if first else []
        taken = await self.ask(load, self.desk, self.item_id)
        if self._saving.locked():
            return
        self._taken = taken
        stops = patrol.read_stops(taken.round.stops) if taken.round is not None else ()
        self.tally.read(stops, taken.areas)
        if first:
            self._unpark(parked)
            self.stop = self._first()
        if taken.item is not None and taken.item.stage not in manual.step(AREA).at:
            self._say_wrong(say(N_("{number} is no longer being walked."), {"number": taken.item.number}))
        self._show(afresh=first)

    def _unpark(self, parked: Sequence[Parked]) -> None:
        for each in parked:
            self._drafts.setdefault(each.stop, []).append(each.key)
            self.tally.written[each.stop] = each.written
        if parked:
            stops = self.tally.stops
            self.tally.stops = (*stops, *(each.stop for each in parked if each.stop not in stops))
            self.tell(N_("What was parked is here again. It is not saved yet."))

    def _first(self) -> Stop | None:
        """The stop to go on with: one that is half written, else the first that is not written."""
        stops = self.tally.stops
        half = next((stop for stop in stops if self.tally.of(stop).unsaved), None)
        fresh = next((stop for stop in stops if not self.tally.of(stop).saved), None)
        return half or fresh or next(iter(stops), None)

    # --- what it shows --------------------------------------------------------------------------------------

    @property
    def here(self) -> Area | None:
        """The area of the stop that is shown."""
        return self.desk.site.checklist.area(self.stop.area) if self.stop is not None else None

    @property
    def _areas(self) -> dict[str, Area]:
        return {area.letter: area for area in self.desk.site.checklist.areas if area.checks}

    @property
    def _check(self) -> str | None:
        """The item under the cursor."""
        area, place = self.here, self._table.cursor_key
        return area.checks[place].id if area is not None and place is not None and place < len(area.checks) else None

    def _next_place(self, stop: Stop, area: Area, after: int) -> int:
        """The next item that is not answered, else the one below."""
        left = set(self.tally.open_checks(stop, area))
        places = [place for place, check in enumerate(area.checks) if check.id in left]
        return next((place for place in places if place > after), places[0] if places else max(0, after))

    def _show(self, *, afresh: bool = False) -> None:
        taken, stop, area = self._taken, self.stop, self.here
        if taken is None or taken.round is None or stop is None or area is None:
            return
        count = say(N_("areas {done} of {all}"), {"done": self.tally.done, "all": len(self.tally.stops)})
        parts = (taken.round.number, _(taken.round.route), people(taken.round), count)
        self._title.update("  ".join(display_text(part) for part in parts if part))
        self._show_stops()
        self._area.update(self._area_line(stop, area))
        source = ListSource(self._row(place, stop, area) for place in range(len(area.checks)))
        if afresh:
            self._table.set_source(source, self._next_place(stop, area, -1))
        else:
            self._table.replace_source(source)
        self._show_known()
        self._show_hint()

    def _show_stops(self) -> None:
        """The stops by building, as many lines of them as there is room for around the one shown."""
        groups: dict[str, list[str]] = {}
        for stop in self.tally.stops:
            written = self.tally.of(stop)
            mark = self._mark(written)
            name = f"[{stop.area}{mark}]" if stop == self.stop else f"{stop.area}{mark}"
            groups.setdefault(stop.place, []).append(name)
        pieces = [f"{display_text(building(place))}: {' '.join(names)}" if place else " ".join(names)
                  for place, names in groups.items()]  # fmt: skip
        lines = packed(pieces, max(20, self.size.width - 2), "   ")
        at = next((number for number, line in enumerate(lines) if "[" in line), 0)
        first = max(0, min(at, len(lines) - STRIP))
        self._stops.update("\n".join(lines[first : first + STRIP]))

    def _mark(self, written: Written) -> str:
        return SAVED if written.saved else UNSAVED if written.unsaved else ""

    def _area_line(self, stop: Stop, area: Area) -> str:
        written = self.tally.of(stop)
        answered = len(area.checks) - len(self.tally.open_checks(stop, area))
        began, ended = self.times_of(stop)
        until = f"{self.local(ended):%H:%M}" if written.ended is not None else _("now")
        least = self._taken.round.not_before if self._taken is not None and self._taken.round is not None else 0
        told = [
            f"{answered}/{len(area.checks)} {self._mark(written)}".rstrip(),
            f"{self.local(began):%H:%M}-{until}",
            _(self.tally.graded(stop).label),
            same_words(answers.alike(written.answers.values())),
            say(N_("at least {minutes} min"), {"minutes": least}) if least and self.size.width >= WIDE else "",
        ]
        titles = {each.letter: each.title for each in self.desk.site.checklist.areas}
        return f"{stop_name(stop, titles)}   {'  '.join(part for part in told if part)}"

    def _row(self, place: int, stop: Stop, area: Area) -> Row:
        check = area.checks[place]
        answer = self.tally.of(stop).answers.get(check.id)
        if answer is None:
            return Row(place, (Cell(check.id, "accent"), Cell(_(check.text)), Cell(""), Cell("")))
        tone = ANSWERS[answer.state][2]
        said = answers.text_of(answer)
        if answer.talked:
            said = f"{said}  ({_(findings.Persuaded(answer.talked).label)})"
        return Row(place, (Cell(check.id, "accent"), Cell(_(check.text)), Cell(answer_word(answer.state), tone),
                           Cell(said)))  # fmt: skip

    @on(WindowedTable.RowHighlighted)
    def rest(self, event: WindowedTable.RowHighlighted) -> None:
        """The cursor came to another item."""
        event.stop()
        self._show_known()

    @property
    def kind_left(self) -> Flag | None:
        """What is to be written down unit by unit where the item under the cursor asks for it."""
        found = self.desk.site.checklist.check(self._check or "")
        flag = found.flag if found is not None else Flag.NONE
        return flag if self._taken is not None and flag in self._taken.left else None

    def _show_known(self) -> None:
        """What is left to be written down, and what is open already, of the item under the cursor."""
        self.refresh_bindings()
        check = self._check
        if check is None or self.stop is None or self._taken is None:
            self._known.update("")
            return
        flag = self.kind_left
        owed = [left_line(flag, self._taken.left[flag], max(20, self.size.width - 2))] if flag is not None else []
        found = open_here(self._taken.open, check, self.stop)
        known = [Content.assemble((f"{_('Still open')}: ", "bold $text-warning"),
                                  finding_line(row, self.now(), self.desk.zone)) for row in found[:KNOWN]]  # fmt: skip
        self._known.update(Content("\n").join([*owed, *known]))

    def _show_hint(self) -> None:
        stop, area = self.stop, self.here
        if self._asks is not None:
            self._hint.update(_(self._line_hint or KEPT))
        elif stop is not None and area is not None and not self.tally.open_checks(stop, area):
            saved = self.tally.of(stop).saved
            self._hint.update(_("Enter: on to the next area.") if saved else _("All answered: Enter saves the area."))
        else:
            self._hint.update(_(HINT))

    def _say_wrong(self, text: str) -> None:
        self._wrong.update(text)
        self._wrong.set_class(bool(text), "told")

    # --- the line -------------------------------------------------------------------------------------------

    def _open_line(self, asked: str, text: str, then: Callable[[str], None], hint: str = "") -> None:
        self._asks, self._warned, self._line_hint = then, False, hint
        self._say_wrong("")
        self._asked.update(asked)
        self.query_one("#body").add_class("typing")
        self._line.value = text
        self._line.begin()
        self._line.focus()
        self._show_hint()

    def _close_line(self) -> None:
        self._asks, self._warned = None, False
        self._say_wrong("")
        self._line.value = ""
        self.query_one("#body").remove_class("typing")
        self._table.focus()
        self._show_hint()

    @on(NoteLine.Kept)
    def kept(self, event: NoteLine.Kept) -> None:
        """Enter on the line: what is wrong with it is said below it."""
        event.stop()
        if self._asks is None:
            return
        try:
            self._asks(event.text)
        except Refused as refused:
            self._say_wrong(refused.sentence())

    @on(Input.Changed)
    def typing(self, event: Input.Changed) -> None:
        """What was wrong is being put right."""
        event.stop()
        self._warned = False
        if event.value and self._asks is not None:
            self._say_wrong("")

    @property
    def typed(self) -> str:
        """What is typed on the line and not kept."""
        return self._line.value.strip() if self._asks is not None else ""

    def times_of(self, stop: Stop) -> tuple[datetime, datetime]:
        """When a stop was walked, as far as it is said; up to now where it is not."""
        row, now = self._taken.round if self._taken is not None else None, self.now()
        began = self.tally.begins(stop, row.begun if row is not None and row.begun is not None else now)
        ended = self.tally.of(stop).ended or now
        return min(began, ended), ended

    def chosen(self) -> Chosen | None:
        """This round."""
        return chosen_of(self._taken.item) if self._taken and self._taken.item else None
