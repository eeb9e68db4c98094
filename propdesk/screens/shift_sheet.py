"""The handover sheet on the screen, as the desk fills it: what is open, promised, out, due, missed; and the notes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from textual import on
from textual.app import ComposeResult

from propdesk.desk import Desk
from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, _, joined, say
from propdesk.procedures import manual
from propdesk.queries.shift import CountLine, KeyOut, Missed, Promise, Round, Sheet, SheetItem, Visit
from propdesk.rules.handover import Thing
from propdesk.rules.numbering import short_number
from propdesk.screens.shift_pane import ShiftPane
from propdesk.screens.shift_state import Standing, Task
from propdesk.widgets.names import operator_name
from propdesk.widgets.remaining import moment, remaining, width
from propdesk.widgets.safe import Plain
from propdesk.widgets.timeline import Timeline, Told
from propdesk.widgets.width import fit_text

Number = Callable[[str], str]
"""How an item's number is written."""
SOON = timedelta(hours=1)
WIDE = 100
NEXT = {
    Task.ARRIVE: N_("Enter: arrive for this turn."),
    Task.LEAVE: N_("Enter: prepare to leave. The sheet is filled by the desk; notes for the next shift are added."),
    Task.SIGN: N_("Enter: sign."),
}


@dataclass(frozen=True)
class SheetLine:
    """A line of the sheet: the item it is about, if any, and how it is told."""

    number: str
    told: Told


class SheetPane(ShiftPane):
    """The sheet; the cursor goes from line to line, Enter leads on, Right opens the item."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[SheetLine] = []
        self.timeline = Timeline(empty=_("Nothing is on the sheet."), most_lines=3)
        self._hint = Plain("", classes="hint", markup=False)

    def compose(self) -> ComposeResult:
        """The lines, and what Enter does."""
        yield self.timeline
        yield self._hint

    async def show(self, standing: Standing, desk: Desk) -> None:
        """Show the sheet of the shift that is, or will be, handed over."""
        first = not self._lines
        number = short_number if self.app.size.width < WIDE else str
        lines = list(sheet_lines(standing.sheet, desk.now(), desk, number)) if standing.sheet is not None else []
        self._lines = [SheetLine(each.number, _keyed(place, each.told)) for place, each in enumerate(lines)]
        self.timeline.show([each.told for each in self._lines], keep=not first)
        if first:
            self.timeline.cursor = 0
        self._hint.update(_(NEXT.get(standing.task, "")))

    def begin(self) -> None:
        """Look at it."""
        self.timeline.focus()

    @property
    def number(self) -> str:
        """The number of the item under the cursor; empty where the line is about none."""
        key = self.timeline.cursor_key
        return self._lines[key].number if key is not None and key < len(self._lines) else ""

    @on(Timeline.Selected)
    def go_on(self, event: Timeline.Selected) -> None:
        """Enter leads on."""
        event.stop()
        self.post_message(self.GoOn(self))

    def refuse(self, trouble: Refused | Damaged) -> None:
        """Say it where the hint stands."""
        self._hint.update(f"!! {trouble.sentence()}")


def _keyed(place: int, told: Told) -> Told:
    return Told(place, told.lead, told.text, told.marks, told.tone)


# --- the sheet in lines ------------------------------------------------------------------------------------------


def sheet_lines(sheet: Sheet, now: datetime, desk: Desk, number: Number = str) -> Iterator[SheetLine]:
    """The sheet, the most pressing first; what must be asked for is told also where there is nothing of it."""
    words = _Words(now, desk, number)
    yield from _part(_("Open items by urgency"), [words.item(each, ours=True) for each in sheet.mine], always=True)
    yield from _part(_("Promises in my name"), [words.promise(each) for each in sheet.promises], always=True)
    yield from _part(_("Keys out"), [words.key(each) for each in sheet.keys], always=True)
    yield from _part(_("Patrol rounds"), [words.round(each) for each in sheet.rounds])
    known = _("of move-in, repairs and bookings")
    yield from _part(_("Visits announced"), [words.visit(each) for each in sheet.visits], always=True, note=known)
    yield from _part(_("Missed deadlines"), [words.missed(each) for each in sheet.breaches])
    yield from _part(_("Counted on arriving"), list(words.counted(sheet)))
    yield from _part(_("For the next shift"), list(words.notes(sheet)), always=True)
    yield from _part(_("Open with colleagues"), [words.item(each) for each in sheet.others])


def _part(title: str, lines: Sequence[SheetLine], *, always: bool = False, note: str = "") -> Iterator[SheetLine]:
    if lines or always:
        count = str(len(lines)) if lines else _("none")
        yield SheetLine("", Told(0, title, f"{count}  ({note})" if note else count, tone="title"))
        yield from lines


@dataclass(frozen=True)
class _Words:
    """Puts each kind of line into words."""

    now: datetime
    desk: Desk
    number: Number

    def _line(self, number: str, due: datetime | None, text: Iterable[str], marks: Iterable[str] = ()) -> SheetLine:
        left = remaining(due, due - SOON if due else None, self.now, self.desk.zone)
        shown = self.number(number) if number else ""
        said = " ".join(f"[{mark}]" for mark in marks if mark)
        tone = "late" if left.tone == "late" else "plain"
        lead = f"  {fit_text(left.text, width() + 1)}{shown}"
        return SheetLine(number, Told(0, lead, "  ".join(each for each in text if each), said, tone))

    def item(self, each: SheetItem, *, ours: bool = False) -> SheetLine:
        """An open item with where it stands; with `ours` it is that of whoever leaves, and nobody need be named."""
        stage, owner = stage_words(each.ledger, each.stage), "" if ours else operator_name(each.owner)
        marks = (_("must not be left") if each.important else "", each.remark)
        return self._line(each.number, each.due, (each.place, each.title, stage, owner), marks)

    def promise(self, each: Promise) -> SheetLine:
        """What was promised, to whom, by when."""
        return self._line(each.number, each.due, (rule_words(self.desk, each.code), each.person, each.title))

    def key(self, each: KeyOut) -> SheetLine:
        """Keys that are lent."""
        return self._line(
            each.number, each.due, (f"{each.tag} x{each.pieces}", each.hook, each.door, each.who, each.phone)
        )

    def round(self, each: Round) -> SheetLine:
        """A patrol round, due or missed."""
        return self._line(each.number, each.due, (each.title, stage_words("round", each.stage)))

    def visit(self, each: Visit) -> SheetLine:
        """Somebody who is expected, at the desk or at a unit."""
        kind = _(manual.procedure(each.ledger).title)
        lead = f"  {fit_text(moment(each.at, self.now, self.desk.zone), width() + 1)}{self.number(each.number)}"
        return SheetLine(each.number, Told(0, lead, "  ".join((kind, each.place, each.person, each.title))))

    def missed(self, each: Missed) -> SheetLine:
        """A deadline that was missed."""
        at = moment(each.happened, self.now, self.desk.zone)
        lead = f"  {fit_text(at, width() + 1)}{self.number(each.number) if each.number else ''}"
        return SheetLine(each.number, Told(0, lead, rule_words(self.desk, each.code)))

    def counted(self, sheet: Sheet) -> Iterator[SheetLine]:
        """What was counted, differences first, with their explanation."""
        for line in sorted(sheet.counts, key=lambda each: each.number == each.expected):
            yield SheetLine("", count_told(line))
        for title, text in (
            (_("Damaged things"), sheet.damaged),
            (_("Explanation of the difference"), sheet.explanation),
            (_("Anything abnormal in the area"), sheet.area),
        ):
            if text:
                yield SheetLine("", Told(0, f"  {title}", text))

    def notes(self, sheet: Sheet) -> Iterator[SheetLine]:
        """What is said to the next shift."""
        for title, text in ((_("Notes"), sheet.notes), (_("Goods and papers"), sheet.goods)):
            if text:
                yield SheetLine("", Told(0, f"  {title}", text))
        if sheet.unread:
            yield SheetLine("", Told(0, f"  {_('Not read by all')}", joined(f"#{seq}" for seq in sheet.unread)))


def count_told(line: CountLine) -> Told:
    """What was counted of one thing, beside it what there should have been if that differs."""
    thing = Thing(line.what, line.name).words()
    if line.number == line.expected:
        return Told(0, f"  {thing}", str(line.number))
    words = say(N_("{counted} instead of {expected}"), {"counted": line.number, "expected": line.expected})
    return Told(0, f"  {thing}", f"!! {words}", tone="late")


def rule_words(desk: Desk, code: str) -> str:
    """What a clock is called; its code where the rulebook no longer has it."""
    rule = desk.site.rulebook.rules.get(code)
    return _(rule.title) if rule else code


def stage_words(ledger: str, stage: str) -> str:
    """What a stage is called."""
    return _(manual.procedure(ledger).stage(stage).label)
