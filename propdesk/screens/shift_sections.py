"""What stands beside a turn of duty: how it went, what was counted, the sheet as it was signed or stands now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, say
from propdesk.queries import shift
from propdesk.queries.items import ItemRow
from propdesk.queries.shift import CountLine, Sheet, ShiftRow
from propdesk.screens.section import Section
from propdesk.screens.shift_sheet import count_told, sheet_lines
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import display_text

HEAD = 12


def of_shift(desk: Desk, row: ItemRow, _kept: Mapping[str, object]) -> tuple[Section, ...]:
    """The sections of a shift; blocks."""
    found = desk.read(shift.shift, row.id)
    if found is None:
        return ()
    counted, sheet = desk.read(shift.counted, row.id), desk.read(shift.sheet, row.id, desk.now())
    return (
        Section(N_("How it went"), partial(_course, found), early=True),
        Section(N_("Counted on arriving"), partial(_counted, counted)),
        *((Section(N_("Handover sheet"), partial(_sheet, sheet)),) if sheet is not None else ()),
    )


def _course(row: ShiftRow, now: datetime, desk: Desk) -> list[Content]:
    return [Content.assemble((f"{words}  ", "dim"), display_text(text)) for words, text in facts(row, now, desk)]


def facts(row: ShiftRow, now: datetime, desk: Desk) -> Iterator[tuple[str, str]]:
    """What is on record of it, in the order in which it happens."""
    yield _("On duty"), row.clerk or _("nobody came")
    yield _("On the roster"), row.rostered or "-"
    for words, text in (
        (N_("In their place because"), row.replacement),
        (N_("Replacement named by"), row.named_by),
        (N_("Arrived"), _at(row.arrived, now, desk)),
        (N_("Log read"), _read(row, now, desk)),
        (N_("Counted"), _at(row.counted, now, desk)),
        (N_("On duty since"), _at(row.begun, now, desk)),
        (N_("Ready to leave"), _at(row.tidied, now, desk)),
        (N_("Shift handed over"), _by(row.handed_over, row.relieved_by, now, desk)),
        (N_("Ended by a supervisor"), f"{row.ended_by}: {row.ended_reason}" if row.ended_by else ""),
        (N_("Released by"), f"{row.released_by}: {row.release_reason}" if row.release_reason else ""),
        (N_("Released at"), _at(row.release_said, now, desk)),
        (N_("Countersigned"), _by(row.countersigned, row.countersigned_by, now, desk)),
        (N_("Oral report"), _by(row.oral_report, row.oral_to, now, desk)),
        (N_("Day signed off"), _by(row.signed_off, row.signed_by, now, desk)),
    ):
        if text:
            yield _(words), text


def _at(at: datetime | None, now: datetime, desk: Desk) -> str:
    return moment(at, now, desk.zone) if at is not None else ""


def _by(at: datetime | None, name: str, now: datetime, desk: Desk) -> str:
    return f"{moment(at, now, desk.zone)}  {name}".strip() if at is not None else ""


def _read(row: ShiftRow, now: datetime, desk: Desk) -> str:
    if row.read is None:
        return ""
    return say(N_("{at}, up to #{entry}"), {"at": moment(row.read, now, desk.zone), "entry": row.read_to})


def _counted(counted: Sequence[CountLine], _now: datetime, _desk: Desk) -> list[Content]:
    told = [count_told(line) for line in counted]
    return [Content.assemble((f"{each.lead.strip()}  ", "dim"), display_text(each.text)) for each in told]


def _sheet(sheet: Sheet, now: datetime, desk: Desk) -> list[Content]:
    head = say(N_("{count} entries, up to #{entry}, head {head}"),
               {"count": sheet.entries, "entry": sheet.seq, "head": sheet.head[:HEAD]})  # fmt: skip
    lines = [each.told for each in sheet_lines(sheet, now, desk)]
    told = [Content(display_text("  ".join(part for part in (each.lead, each.text, each.marks) if part)))
            for each in lines]  # fmt: skip
    return [Content.styled(head, "dim"), *told]
