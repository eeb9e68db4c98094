"""A page of the log book as it is read: a shift, a day, or what was found; and one entry in full."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from textual.app import ComposeResult
from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, joined, language, ngettext, say
from propdesk.procedures.shift_day import LAST
from propdesk.procedures.tx import Actor
from propdesk.queries import journal, logbook, shift
from propdesk.queries.journal import EntryView, ShiftView
from propdesk.queries.logbook import Page
from propdesk.queries.shift import Reader, Seal
from propdesk.rules.calendar import WEEKDAYS
from propdesk.rules.shifts import TURN_TITLES
from propdesk.screens import item_view
from propdesk.screens.item_view import Number
from propdesk.screens.panel import Panel
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import display_text, static
from propdesk.widgets.timeline import Told

FOUND = 200
HEAD = 12
"""Digits of a hash that are enough to compare by eye."""


@dataclass(frozen=True)
class Leaf:
    """What is read of the book. `parts` are its shifts with their entries; `later` was written afterwards about them.

    `unread` are notes that the operator has to read, `readers` says by entry who has to read it and who has.
    """

    page: Page | None = None
    day: date | None = None
    parts: tuple[tuple[ShiftView | None, tuple[EntryView, ...]], ...] = ()
    later: tuple[EntryView, ...] = ()
    unread: tuple[EntryView, ...] = ()
    readers: Mapping[int, tuple[Reader, ...]] = field(default_factory=dict)
    seal: Seal | None = None

    @property
    def entries(self) -> list[EntryView]:
        """Every entry of it, the oldest first."""
        return [entry for _shift, entries in self.parts for entry in entries]

    def entry(self, key: int) -> EntryView | None:
        """The entry of a line."""
        known = (*self.entries, *self.later, *self.unread)
        return next((entry for entry in known if entry.seq == abs(key)), None)


def span_of(desk: Desk, day: date) -> tuple[datetime, datetime]:
    """When a day begins, and when its last turn of duty ends."""
    calendar = desk.site.calendar
    return calendar.start_of(day), desk.site.turn(calendar.at(day, LAST)).end


def read_page(desk: Desk, actor: Actor, number: int | None, *, by_day: bool) -> Leaf:
    """A page of the book, or the whole day it belongs to; blocks."""
    page = desk.read(logbook.page, number)
    if page.shift is None:
        return Leaf(page, unread=_unread(desk, actor))
    day = desk.site.calendar.day(page.shift.starts)
    start, end = page.shift.starts, page.shift.ends
    shifts = [page.shift]
    if by_day:
        start, end = span_of(desk, day)
        shifts = desk.read(logbook.pages_between, start, end)
        start = shifts[0].starts if shifts else start
    parts = tuple((each, tuple(desk.read(journal.of_shift, each.id, language(), desk.zone))) for each in shifts)
    later = tuple(desk.read(journal.later_about, start, end, language(), desk.zone))
    return _complete(desk, actor, Leaf(page, day, parts, later, seal=desk.read(shift.seal, day)))


def read_found(desk: Desk, actor: Actor, typed: str) -> Leaf:
    """What holds the words that were typed, the oldest first as in a log; blocks."""
    found = desk.read(journal.searched, typed, language(), desk.zone, limit=FOUND)
    return _complete(desk, actor, Leaf(parts=((None, tuple(reversed(found))),)))


def _complete(desk: Desk, actor: Actor, leaf: Leaf) -> Leaf:
    seqs = [entry.seq for entry in (*leaf.entries, *leaf.later)]
    readers = desk.read(shift.readers, seqs)
    unread = _unread(desk, actor) if leaf.page is not None else ()
    return Leaf(leaf.page, leaf.day, leaf.parts, leaf.later, unread, readers, leaf.seal)


def _unread(desk: Desk, actor: Actor) -> tuple[EntryView, ...]:
    return tuple(desk.read(shift.unread, actor.id, language(), desk.zone))


def page_of_day(desk: Desk, day: date) -> int:
    """The number of the first page of a day, or of the last one before it; blocks."""
    start, end = span_of(desk, day)
    shifts = desk.read(logbook.pages_between, start, end)
    return desk.read(logbook.page_at, shifts[0].starts if shifts else desk.site.calendar.at(day, time(0)))


# --- in words ----------------------------------------------------------------------------------------------------


def lines_of(leaf: Leaf, now: datetime, desk: Desk, number: Number) -> Iterator[Told]:
    """The lines: notes to be read first, then shift by shift, then what was written later."""
    if leaf.unread:
        count = len(leaf.unread)
        words = ngettext("{count} note for you. Enter puts down that it was read.",
                         "{count} notes for you. Enter puts down that one was read.", count)  # fmt: skip
        yield Told(0, "", words.format(count=count), tone="title")
        for told in _told(leaf.unread, leaf, now, desk, number):
            yield Told(-told.key, told.lead, told.text, told.marks, told.tone)
        yield Told(0, "", "")
    for part, entries in leaf.parts:
        if part is not None and len(leaf.parts) > 1:
            yield Told(0, "", shift_words(part, desk), tone="title")
        yield from _told(entries, leaf, now, desk, number, times=part is not None)
    if leaf.later:
        yield Told(0, "", _("Written later about this time"), tone="title")
        yield from _told(leaf.later, leaf, now, desk, number)


def _told(
    entries: Sequence[EntryView], leaf: Leaf, now: datetime, desk: Desk, number: Number, *, times: bool = False
) -> Iterator[Told]:
    for entry, told in zip(entries, item_view.told(entries, now, desk, number, times=times), strict=True):
        marks = " ".join(mark for mark in (told.marks, readers_mark(leaf.readers.get(entry.seq, ()))) if mark)
        yield Told(entry.seq, f"#{entry.seq:<5}{told.lead}", told.text, marks, told.tone)


def readers_mark(readers: Sequence[Reader]) -> str:
    """Who has read a note, and who has not."""
    done = [reader.name for reader in readers if reader.read is not None]
    left = [reader.name for reader in readers if reader.read is None and not reader.gone]
    gone = [reader.name for reader in readers if reader.gone]
    found = [say(N_("[read by {names}]"), {"names": joined(done)})] if done else []
    found += [say(N_("[still to be read by {names}]"), {"names": joined(left)})] if left else []
    found += [say(N_("[not read by {names}, who left]"), {"names": joined(gone)})] if gone else []
    return " ".join(found)


def shift_words(part: ShiftView, desk: Desk, *, short: bool = False) -> str:
    """`Night duty  2026-11-21 21:00 - 11-22 09:00`, or `Night duty 11-21 21:00-09:00`."""
    local = desk.site.calendar.local
    if short:
        return f"{_(TURN_TITLES[part.kind])} {local(part.starts):%m-%d %H:%M}-{local(part.ends):%H:%M}"
    return f"{_(TURN_TITLES[part.kind])}  {local(part.starts):%Y-%m-%d %H:%M} - {local(part.ends):%m-%d %H:%M}"


def title_of(leaf: Leaf, desk: Desk, *, by_day: bool, short: bool) -> Content:
    """The number of the page, and what it is a page of; `short` without what goes without saying."""
    page = leaf.page
    if page is None:
        count = len(leaf.entries)
        if count >= FOUND:
            return Content(_("Found: the newest {count}").format(count=FOUND))
        return Content(ngettext("{count} found", "{count} found", count).format(count=count))
    if page.shift is None or leaf.day is None:
        return Content(_("Nothing was written."))
    what = (
        f"{leaf.day:%Y-%m-%d} {_(WEEKDAYS[leaf.day.weekday()])}"
        if by_day
        else shift_words(page.shift, desk, short=short)
    )
    numbered = say(N_("Page {number}/{pages}"), {"number": page.number, "pages": page.pages})
    return Content.assemble((f"{numbered}  ", "dim"), (what, "bold"))


def state_of(leaf: Leaf, desk: Desk) -> str:
    """How many entries, and whether the day is sealed."""
    count = len(leaf.entries)
    said = ngettext("{count} entry", "{count} entries", count).format(count=count)
    return f"{said}   {seal_words(leaf.seal, desk)}" if leaf.seal is not None else said


def seal_words(seal: Seal, desk: Desk) -> str:
    """Who sealed the day, which entries, and the head of the chain."""
    at = f"{desk.site.calendar.local(seal.signed):%m-%d %H:%M}"
    values = {"name": seal.signed_by, "at": at, "first": seal.first or "-", "last": seal.last or "-",
              "count": seal.count, "head": seal.head[:HEAD] or "-"}  # fmt: skip
    return say(N_("Sealed by {name} {at}: #{first} to #{last} ({count}), head {head}"), values)


# --- one entry ---------------------------------------------------------------------------------------------------


class EntryPanel(Panel[bool]):
    """An entry in full: when it happened and was written, who signed, who has read it, its hash."""

    def __init__(self, entry: EntryView, readers: Sequence[Reader], now: datetime, desk: Desk) -> None:
        super().__init__(f"#{entry.seq}  {entry.operator}")
        self._lines = list(entry_lines(entry, readers, now, desk))

    def inside(self) -> ComposeResult:
        """The facts."""
        yield static("\n".join(self._lines))


def entry_lines(entry: EntryView, readers: Sequence[Reader], now: datetime, desk: Desk) -> Iterator[str]:
    """Everything that is on record of an entry."""
    local = desk.site.calendar.local
    yield display_text(item_view.named(entry.sentence, desk), multiline=True)
    yield ""
    yield f"{_('Happened')}: {local(entry.happened):%Y-%m-%d %H:%M:%S}"
    yield f"{_('Written')}: {local(entry.written):%Y-%m-%d %H:%M:%S}"
    if marks := item_view.marks(entry):
        yield marks
    for reader in readers:
        waits = _("left without reading it") if reader.gone else _("not read yet")
        read = moment(reader.read, now, desk.zone) if reader.read is not None else waits
        yield f"{_('To be read by')}: {display_text(reader.name)}  {read}"
    yield f"{_('Hash')}: {entry.hash}"
