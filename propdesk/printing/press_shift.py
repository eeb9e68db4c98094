"""Booklets as PDF or text, on record first: of a shift, a day, a roster, a night without the computer, vacant units."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

from propdesk.desk import Desk, Done
from propdesk.errors import Refused
from propdesk.i18n import N_, say
from propdesk.models.sheet import Document
from propdesk.printing import booklet_text, press, printer
from propdesk.printing.booklet import Booklet, draw_booklet
from propdesk.printing.booklets import BOOKLETS
from propdesk.printing.day_sheet import day_sheet
from propdesk.printing.fallback_sheet import fallback
from propdesk.printing.vacancy_sheets import register
from propdesk.procedures.sheet import Print, PrintDay, PrintFallback, PrintVacancies
from propdesk.procedures.step import Step
from propdesk.procedures.tx import Actor
from propdesk.queries import shift
from propdesk.queries.journal import EntryView

COPY = N_("Copy for reading, as of {when}; not on record as printed")
SUFFIXES = (".pdf", ".txt")
NO_SUFFIX = N_("{path} is no file for a sheet. Files end in {known}.")


@dataclass(frozen=True)
class PrintedSheet:
    """A sheet that is on record as printed; `edition` is 0 where a document has none."""

    path: Path
    edition: int
    sent: bool
    done: Done


def print_handover(
    desk: Desk, item: int | str, *, actor: Actor, language: str, out: Path | None = None, request_id: str = ""
) -> PrintedSheet:
    """Print the handover sheet of a shift, as PDF or, where the name of `out` ends so, as text.

    Raises:
        Refused: nobody came for that shift, or `out` will not do; with the code `not_written` it is on record all the
            same.
    """
    return _print(desk, Print(document=Document.HANDOVER), item, actor, language, out, request_id)


def print_day(
    desk: Desk, day: date, *, actor: Actor, language: str, out: Path | None = None, request_id: str = ""
) -> PrintedSheet:
    """Print the duty log of a day; one without shifts has no editions, each printing is the log of that moment.

    Raises:
        Refused: the day has not come, or as for a handover sheet.
    """
    rows = desk.read(shift.of_day, day)
    step: Step = Print(document=Document.DAY_SHEET) if rows else PrintDay(day=f"{day}")
    return _print(desk, step, rows[0].item_id if rows else None, actor, language, out, request_id)


def print_roster(
    desk: Desk, item: int | str, *, actor: Actor, language: str, out: Path | None = None, request_id: str = ""
) -> PrintedSheet:
    """Print the duty roster of a month, a draft as well.

    Raises:
        Refused: it is not drawn up yet, or as for a handover sheet.
    """
    return _print(desk, Print(document=Document.DUTY_ROSTER), item, actor, language, out, request_id)


def print_fallback(
    desk: Desk, *, actor: Actor, language: str, out: Path | None = None, request_id: str = ""
) -> PrintedSheet:
    """Print the sheet for a night without the computer.

    Raises:
        Refused: `out` will not do.
    """
    return _print(desk, PrintFallback(), None, actor, language, out, request_id)


def print_vacancies(
    desk: Desk, *, actor: Actor, language: str, out: Path | None = None, request_id: str = ""
) -> PrintedSheet:
    """Print the register of vacant units as it stands.

    Raises:
        Refused: `out` will not do.
    """
    return _print(desk, PrintVacancies(), None, actor, language, out, request_id)


def reading(desk: Desk, booklet: Booklet, language: str) -> str:
    """A booklet as text to read: it is on no record, and says so."""
    when = f"{desk.now().astimezone(desk.zone):%Y-%m-%d %H:%M}"
    return booklet_text.write(booklet, say(COPY, {"when": when}, language))


def booklet_of(desk: Desk, entry: EntryView, language: str) -> Booklet:
    """What the entry of a printing printed, from what the desk knows now."""
    if entry.step == PrintFallback.name():
        return fallback(desk, language)
    if entry.step == PrintVacancies.name():
        return register(desk, language)
    if entry.step == PrintDay.name():
        return day_sheet(desk, date.fromisoformat(str(entry.values["day"])), language)
    return BOOKLETS[press.document_of(entry)](desk, entry.item_id or 0, language)


def render(desk: Desk, entry: EntryView, language: str) -> bytes:
    """The sheet of an entry as PDF, stamped as it was printed then."""
    return draw_booklet(booklet_of(desk, entry, language), press.stamp(desk, entry, language))


def text(desk: Desk, entry: EntryView, language: str) -> str:
    """The same as text."""
    stamp = press.stamp(desk, entry, language)
    return booklet_text.write(booklet_of(desk, entry, language), stamp.foot, stamp.reprint)


def _print(desk: Desk, step: Step, item: int | str | None, actor: Actor, language: str, out: Path | None,
           request_id: str) -> PrintedSheet:  # fmt: skip
    """Put the printing on record, then write it whole, then send it to the printer where no file was named."""
    if out is not None:
        press.check_target(out)
        if out.suffix.lower() not in SUFFIXES:
            raise Refused("suffix", NO_SUFFIX, path=out, known=", ".join(SUFFIXES))
    done = desk.perform(step, item, actor=actor, request_id=request_id or uuid4().hex)
    entry = press.entry_of(desk, done)
    path = out or desk.path.parent / press.FOLDER / f"{_name(entry)}.pdf"
    as_text = path.suffix.lower() == ".txt"
    content = text(desk, entry, language).encode("utf-8-sig") if as_text else render(desk, entry, language)
    edition = int(str(entry.values.get("edition", 0)))
    try:
        press.write(path, content)
    except OSError as error:
        raise Refused("not_written", press.NOT_WRITTEN, number=_name(entry), edition=edition, path=path,
                      detail=error.strerror or str(error)) from error  # fmt: skip
    return PrintedSheet(path, edition, printer.send(path) if out is None else False, done)


def _name(entry: EntryView) -> str:
    """The name of the file without its end."""
    if entry.step == PrintFallback.name():
        return f"fallback-{entry.seq}"
    if entry.step == PrintVacancies.name():
        return f"vacant-units-{entry.seq}"
    if entry.step == PrintDay.name():
        return f"{entry.values['day']}-{entry.seq}"
    return f"{entry.values['number']}-{press.document_of(entry)}-{entry.values['edition']}"
