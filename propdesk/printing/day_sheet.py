"""The day on paper (值班记录; 004 DUTY 4.1.8, 4.3): its shifts, what a supervisor looks at, every entry, the seal."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from propdesk.desk import Desk
from propdesk.i18n import N_
from propdesk.printing.booklet import Booklet, Part
from propdesk.printing.handover_sheet import CHAIN, missed, rounds, signed
from propdesk.printing.shift_words import ALONE, Readers, Words
from propdesk.procedures.log import FREE
from propdesk.queries import journal, shift, tonight
from propdesk.queries.journal import EntryView
from propdesk.queries.shift import Day, ShiftRow
from propdesk.rules.handover import Thing

TITLE = N_("Duty log of a day")
SEALED = N_("Sealed: entries {first} to {last} ({count}), head {hash}, signed by {name} at {moment}, entry #{entry}")
UNSEALED = N_("Not signed off yet. Head of the chain: #{seq} {hash}")
REMARK = N_("Remark: {text}")
LAST = time(23, 59)
"""The turn that holds at this time of a day is its last one."""


def bounds(desk: Desk, day: date) -> tuple[datetime, datetime]:
    """From midnight of a day to the end of its last turn, which is in the next one."""
    calendar = desk.site.calendar
    return calendar.start_of(day), desk.site.turn(calendar.at(day, LAST)).end


def day_sheet(desk: Desk, day: date, language: str) -> Booklet:
    """The log of a day, that is of the shifts that began on it."""
    words = Words(desk, language)
    start, end = bounds(desk, day)
    found = desk.read(shift.day, start, end, language, desk.zone)
    entries = _entries(desk, found, end, language)
    readers = desk.read(shift.readers, [each.seq for each in (*entries, *found.later) if each.step in FREE])
    return words.booklet(
        words.of(TITLE),
        words.day(day),
        (
            *_parts(words, found),
            *_log(words, found, entries, readers),
            words.text(N_("Seal"), _seal(words, found)),
        ),
        (N_("Duty officer"), N_("Supervisor")),
    )


def _entries(desk: Desk, found: Day, end: datetime, language: str) -> list[EntryView]:
    """Every entry written in the shifts of the day."""
    return desk.read(journal.written_between, found.starts, end, language, desk.zone, limit=shift.MOST)


def _parts(words: Words, found: Day) -> Iterator[Part]:
    kind = N_("Working day") if words.desk.site.calendar.is_working(found.day) else N_("Rest day")
    yield words.pairs(
        (N_("Date"), words.day(found.day)), (N_("Kind of day"), words.of(kind)),
        (N_("From"), words.moment(found.starts)), (N_("To"), words.moment(found.ends)),
        (N_("Entries"), str(found.entries)), (N_("To be signed off by"), words.moment(found.due)),
    )  # fmt: skip
    yield _shifts(words, found.shifts)
    yield _differences(words, found)
    yield missed(words, N_("Deadlines missed"), found.breaches)
    yield words.keys_out(N_("Keys not back"), found.keys)
    yield rounds(words, N_("Patrol rounds missed"), found.rounds_missed)
    yield words.entries(N_("Corrections"), found.corrections)
    yield words.entries(N_("Late entries"), found.late)


def _shifts(words: Words, rows: Sequence[ShiftRow]) -> Part:
    columns = ((N_("Turn"), 4.2), (N_("Clerk"), 2.2), (N_("Arrived"), 1.8), (N_("Log read"), 1.8),
               (N_("Handover signed"), 4.6), (N_("Oral report"), 2.4))  # fmt: skip
    lines = []
    for row in rows:
        clerk = row.clerk or "-"
        if row.replacement:
            clerk = f"{clerk}\n{words.of(N_('instead of {name}: {reason}'), name=row.rostered, reason=row.replacement)}"
        end = signed(words, row) or words.of(N_("not handed over"))
        released = f"\n{words.of(N_('Released'))}: {row.released_by}, {row.release_reason}" if row.released_by else ""
        oral = " ".join(filter(None, (words.moment(row.oral_report), row.oral_to)))
        turn = f"{words.turn(row.kind, row.starts, row.ends)}\n{row.number}"
        lines.append((turn, clerk, words.moment(row.arrived), words.moment(row.read), f"{end}{released}", oral))
    return words.listed(N_("Shifts"), columns, lines)


def _differences(words: Words, found: Day) -> Part:
    """What was counted otherwise than it should be, with the explanation of whoever counted."""
    columns = ((N_("Turn"), 3.0), (N_("Thing"), 3.4), (N_("Counted"), 1.6), (N_("There should be"), 1.8),
               (N_("Explanation"), 6.0))  # fmt: skip
    rows = {row.item_id: row for row in found.shifts}
    lines = [
        (rows[item].number, Thing(each.what, each.name).words(words.language), str(each.number), str(each.expected),
         rows[item].explanation)
        for item, each in found.differences if item in rows
    ]  # fmt: skip
    return words.listed(N_("Counts that differ"), columns, lines)


def _log(words: Words, found: Day, entries: Sequence[EntryView], readers: Readers) -> Iterator[Part]:
    """The entries shift by shift, then those about the day that were written later."""
    for row in found.shifts:
        mine = [each for each in entries if row.starts <= each.written < row.ends]
        yield words.entries(words.turn(row.kind, row.starts, row.ends), mine, readers)
    known = [(row.starts, row.ends) for row in found.shifts]
    rest = [each for each in entries if not any(starts <= each.written < ends for starts, ends in known)]
    if rest:
        yield words.entries(N_("Other entries of the day"), rest, readers)
    if found.later:
        yield words.entries(N_("Written later about this day"), found.later, readers)


def _seal(words: Words, found: Day) -> str:
    seal = found.seal
    if seal is not None:
        said = words.of(
            SEALED, first=seal.first or "-", last=seal.last or "-", count=seal.count, hash=seal.head[:CHAIN],
            name=seal.signed_by, moment=words.moment(seal.signed), entry=seal.entry,
        )  # fmt: skip
        return "\n".join([said, *_remarks(words, found)])
    seq, head = words.desk.read(tonight.head)
    return words.of(UNSEALED, seq=seq, hash=head[:CHAIN])


def _remarks(words: Words, found: Day) -> Iterator[str]:
    """What the supervisor remarked, and that nobody else could sign."""
    signed = found.signoff.values if found.signoff is not None else {}
    if signed.get("remark"):
        yield words.of(REMARK, text=signed["remark"])
    if signed.get("alone") is True:
        yield words.of(ALONE)
