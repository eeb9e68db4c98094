"""The handover sheet on paper (客服中心交接班记录表; 004 VIS 4.9, DUTY 4.2): as it was signed, or as it stands now."""

from collections.abc import Iterator

from propdesk.desk import Desk
from propdesk.i18n import N_
from propdesk.printing.booklet import Booklet, Part
from propdesk.printing.shift_words import Words
from propdesk.queries import shift
from propdesk.queries.shift import CountLine, Missed, Round, Sheet, ShiftRow
from propdesk.rules.handover import Thing
from propdesk.store.handover_sheet import ROUNDS

TITLE = N_("Handover sheet")
HEAD = N_("Log: {entries} entries in this shift; head of the chain #{seq} {hash}")
BY_PIN = N_("{name}, PIN, {moment}")
ENDED = N_("ended by {name} without a handover: {reason}")
CHAIN = 16
"""So many digits of the head of the chain."""


def handover(desk: Desk, item_id: int, language: str) -> Booklet:
    """The sheet of a shift.

    Raises:
        LookupError: the item is no shift.
    """
    row = desk.read(shift.shift, item_id)
    sheet = desk.read(shift.sheet, item_id, desk.now())
    if row is None or sheet is None:
        raise LookupError(item_id)
    words = Words(desk, language)
    chain = words.of(HEAD, entries=sheet.entries, seq=sheet.seq, hash=sheet.head[:CHAIN])
    return words.booklet(
        words.of(TITLE),
        f"№ {row.number}",
        (*_parts(words, row, sheet), words.text(N_("Signed state of the log"), chain)),
        (N_("Leaving clerk"), N_("Arriving clerk")),
    )


def _parts(words: Words, row: ShiftRow, sheet: Sheet) -> Iterator[Part]:
    yield _facts(words, row, sheet)
    yield words.open_items(N_("Open items by urgency"), sheet.mine)
    yield words.promises(N_("Promises in my name"), sheet.promises)
    yield words.keys_out(N_("Keys out"), sheet.keys)
    yield rounds(words, N_("Patrol rounds"), sheet.rounds)
    yield words.visits(sheet.visits)
    yield missed(words, N_("Deadlines missed"), sheet.breaches)
    yield counted(words, N_("Counted on arriving"), sheet.counts)
    yield words.pairs(
        (N_("Damaged"), sheet.damaged or words.none()), (N_("Explanation"), sheet.explanation or words.none()),
        (N_("Area check"), sheet.area or words.none()), (N_("Goods and papers"), sheet.goods or words.none()),
        title=N_("Property, area, goods"),
    )  # fmt: skip
    unread = ", ".join(f"#{seq}" for seq in sheet.unread)
    yield words.text(N_("Notes for the next shift"), sheet.notes)
    if unread:
        yield words.text(N_("Addressed notes not read yet"), unread)
    yield words.open_items(N_("Open with colleagues"), sheet.others, remarks=False)


def _facts(words: Words, row: ShiftRow, sheet: Sheet) -> Part:
    """Who, when, by whose word."""
    released = ""
    if row.released_by:
        released = f"{row.released_by} {words.moment(row.release_said)}: {row.release_reason}"
    replaced = f"{row.rostered} ({row.replacement})" if row.replacement else row.rostered
    return words.pairs(
        (N_("Turn"), words.turn(sheet.kind, sheet.starts, sheet.ends)), (N_("Date"), words.day(row.day)),
        (N_("Leaving clerk"), sheet.clerk), (N_("By the roster"), replaced),
        (N_("Arrived"), words.moment(row.arrived)), (N_("Ready to leave"), words.moment(row.tidied)),
        (N_("Arriving clerk"), row.relieved_by), (N_("Handover signed"), signed(words, row)),
        (N_("Released"), released or words.none()),
        (N_("As of"), words.moment(row.handed_over or sheet.at)),
    )  # fmt: skip


def signed(words: Words, row: ShiftRow) -> str:
    """Who signed the handover and how; a shift that a supervisor ended says so."""
    if row.ended_by:
        return words.of(ENDED, name=row.ended_by, reason=row.ended_reason)
    if row.handed_over is None:
        return ""
    names = [row.clerk, row.relieved_by]
    return "\n".join(words.of(BY_PIN, name=name, moment=words.moment(row.handed_over)) for name in names if name)


def rounds(words: Words, title: str, found: tuple[Round, ...]) -> Part:
    """Patrol rounds with their stage."""
    columns = ((N_("Number"), 3.0), (N_("Round"), 6.0), (N_("Stage"), 3.0), (N_("Deadline"), 3.0))
    rows = [(each.number, each.title, words.stage(ROUNDS, each.stage), words.moment(each.due)) for each in found]
    return words.listed(title, columns, rows)


def missed(words: Words, title: str, found: tuple[Missed, ...]) -> Part:
    """Deadlines that were missed, each with the entry that says so."""
    columns = ((N_("Deadline"), 2.2), (N_("Number"), 3.4), (N_("What was due"), 7.0), (N_("Entry"), 1.6))
    rows = [(words.moment(each.happened), each.number, words.rule(each.code), f"#{each.seq}") for each in found]
    return words.listed(title, columns, rows)


def counted(words: Words, title: str, found: tuple[CountLine, ...]) -> Part:
    """What was counted beside what there should have been."""
    columns = ((N_("Thing"), 6.0), (N_("Counted"), 2.0), (N_("There should be"), 2.0), (N_("Difference"), 2.0))
    rows = []
    for each in found:
        difference = each.number - each.expected
        name = Thing(each.what, each.name).words(words.language)
        rows.append((name, str(each.number), str(each.expected), f"{difference:+d}" if difference else "-"))
    return words.listed(title, columns, rows)
