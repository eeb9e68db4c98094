"""From the desk to a file: the printing is put on record first, then it is drawn and written whole."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from propdesk.desk import Desk, Done
from propdesk.errors import Refused
from propdesk.i18n import N_, say
from propdesk.models.operator import SYSTEM
from propdesk.models.sheet import Document
from propdesk.printing import booklet_text, printer, registers
from propdesk.printing.booklet import draw_booklet
from propdesk.printing.booklets import BOOKLETS
from propdesk.printing.deliveries import deliveries
from propdesk.printing.documents import sheet
from propdesk.printing.forms import FORMS
from propdesk.printing.listing import draw_listing
from propdesk.printing.paper import draw
from propdesk.printing.pen import Stamp
from propdesk.procedures.sheet import Print, PrintRegister, printables
from propdesk.procedures.step import Step
from propdesk.procedures.tx import Actor
from propdesk.queries import items, journal, keys, sheets
from propdesk.queries.journal import EntryView
from propdesk.rules.sentence import plain
from propdesk.store import trouble

FOLDER = "slips"
"""Beside the database."""

REPRINT = N_("Reprint no. {number}")
FOOT = N_("Journal #{seq} {hash} · printed {when} by {name} · edition {edition}")
FOOT_OF_REGISTER = N_("Journal #{seq} {hash} · printed {when} by {name}")
ITSELF = N_("the desk itself")
HEX = 16
"""So many digits of the journal's head stand on paper; `propdesk verify --head` takes the beginning of a hash."""

EXISTS = N_("{path} exists already. Give the sheet another name; nothing was printed.")
NO_FOLDER = N_("There is no folder {path}; nothing was printed.")
NOT_WRITTEN = N_(
    "{number} is on record as printed (edition {edition}), but {path} could not be written: {detail}. "
    "Make room or choose another place and print again; that will be a reprint."
)
REGISTER_NOT_WRITTEN = N_(
    "The register is on record as printed, but {path} could not be written: {detail}. "
    "Make room or choose another place and print again."
)


@dataclass(frozen=True)
class Printed:
    """A sheet that was printed: its document and number, which edition it is, the file, whether a printer took it."""

    document: Document
    number: str
    edition: int
    path: Path
    sent: bool
    done: Done


@dataclass(frozen=True)
class PrintedRegister:
    """A register that was printed: how many lines it has, the file, whether a printer took it."""

    count: int
    path: Path
    sent: bool
    done: Done


def documents_of(ledger: str) -> tuple[Document, ...]:
    """What can be printed of the items of a ledger."""
    return tuple(each.document for each in printables(ledger))


def documents_now(desk: Desk, item_id: int) -> tuple[Document, ...]:
    """What can be printed of an item as it is now."""
    item = desk.read(items.item, item_id)
    if item is None:
        return ()
    row = desk.read(items.row_of, item.ledger, item.id)
    return tuple(each.document for each in printables(item.ledger) if each.obstacle(item.stage, row) is None)


def print_sheet(
    desk: Desk, document: Document, item: int | str, *, actor: Actor, request_id: str, out: Path | None = None
) -> Printed:
    """Print a sheet of an item into `out`, or into the folder of slips beside the database.

    What is a list, and no form, is written as text where `out` ends in .txt.
    A sheet printed before comes out as a reprint, marked and on record. A new file `out` must not exist yet; without
    one the file also goes to the printer of this machine, if it has one.

    Raises:
        Refused: there is nothing to print, `out` will not do; nothing was written. With the code `not_written` the
            printing is on record, but its file could not be written; with `not_sent` only the printer failed.
    """
    if out is not None:
        check_target(out)
    done = desk.perform(Print(document=document), item, actor=actor, request_id=request_id)
    entry = entry_of(desk, done)
    number, edition = str(entry.values["number"]), int(str(entry.values["edition"]))
    path = out or desk.path.parent / FOLDER / _name(desk, entry, document, number, edition)
    as_text = document in BOOKLETS and path.suffix.lower() == ".txt"
    content = _text(desk, entry).encode("utf-8-sig") if as_text else render(desk, entry)
    try:
        write(path, content)
    except OSError as error:
        raise Refused("not_written", NOT_WRITTEN, number=number, edition=edition, path=path,
                      detail=error.strerror or str(error)) from error  # fmt: skip
    sent = printer.send(path) if out is None else False
    return Printed(document, number, edition, path, sent, done)


def print_cards(desk: Desk, *, actor: Actor, request_id: str, out: Path | None = None) -> PrintedRegister:
    """Print the register of owner's cards into `out`, or into the folder of slips beside the database.

    Where it goes is as for a sheet; it has no editions, each printing is the register of that moment.

    Raises:
        Refused: as for a sheet.
    """
    return _print_register(desk, PrintRegister(), "owner-cards", render_cards, actor, request_id, out)


def print_deliveries(
    desk: Desk, month: str, *, actor: Actor, request_id: str, out: Path | None = None
) -> PrintedRegister:
    """Print the delivery figures of a month such as 2026-10, as `print_cards` does the register.

    Raises:
        Refused: it is no month, or as for a sheet.
    """
    step = desk.fill("sheet.print_delivery", {"month": month})
    return _print_register(desk, step, f"delivery-{month}", render_deliveries, actor, request_id, out)


def _print_register(desk: Desk, step: Step, name: str, render: Callable[[Desk, EntryView], bytes], actor: Actor,
                    request_id: str, out: Path | None) -> PrintedRegister:  # fmt: skip
    """Put the printing on record, then draw it and write it whole."""
    if out is not None:
        check_target(out)
    done = desk.perform(step, actor=actor, request_id=request_id)
    entry = entry_of(desk, done)
    path = out or desk.path.parent / FOLDER / f"{name}-{entry.seq}.pdf"
    content = render(desk, entry)
    try:
        write(path, content)
    except OSError as error:
        raise Refused("not_written", REGISTER_NOT_WRITTEN, path=path,
                      detail=error.strerror or str(error)) from error  # fmt: skip
    sent = printer.send(path) if out is None else False
    return PrintedRegister(int(str(entry.values["count"])), path, sent, done)


def render(desk: Desk, entry: EntryView) -> bytes:
    """The sheet of an entry of `sheet.print`, as PDF: what the desk knows now, stamped as it was printed then."""
    document = document_of(entry)
    if document in BOOKLETS:
        language = desk.site.settings.language
        return draw_booklet(BOOKLETS[document](desk, entry.item_id or 0, language), stamp(desk, entry, language))
    form = FORMS[document]
    facts = desk.read(sheets.facts, entry.item_id or 0, form.deeds, desk.zone)
    if facts is None:
        raise RuntimeError(f"entry {entry.seq} prints no item")
    number, site = str(entry.values["number"]), desk.site
    drawn = sheet(form, number, facts, settings=site.settings, zone=desk.zone, checklist=site.checklist)
    return draw(drawn, stamp(desk, entry, site.settings.language))


def _text(desk: Desk, entry: EntryView) -> str:
    """A booklet of an entry of `sheet.print` as text."""
    language = desk.site.settings.language
    marked = stamp(desk, entry, language)
    booklet = BOOKLETS[document_of(entry)](desk, entry.item_id or 0, language)
    return booklet_text.write(booklet, marked.foot, marked.reprint)


def render_cards(desk: Desk, entry: EntryView) -> bytes:
    """The register of owner's cards as PDF: as it stands now, stamped as it was printed then."""
    cards = desk.read(keys.owner_cards)
    return draw_listing(
        registers.cards(cards, desk.site.settings, desk.zone), stamp(desk, entry, desk.site.settings.language)
    )


def render_deliveries(desk: Desk, entry: EntryView) -> bytes:
    """The delivery figures as PDF: as they stand now, stamped as they were printed then."""
    found = deliveries(desk, str(entry.values["month"]))
    drawn = registers.deliveries(found, desk.site.settings.language)
    return draw_listing(drawn, stamp(desk, entry, desk.site.settings.language))


def stamp(desk: Desk, entry: EntryView, language: str) -> Stamp:
    """What the entry of a printing leaves on paper: its foot, and the mark of a reprint where it has editions."""
    when, edition = entry.written.astimezone(desk.zone), int(str(entry.values.get("edition", 0)))
    name = say(ITSELF, {}, language) if entry.operator == SYSTEM else entry.operator
    said = {"seq": entry.seq, "hash": entry.hash[:HEX], "when": f"{when:%Y-%m-%d %H:%M}", "name": name,
            "edition": edition}  # fmt: skip
    reprint = say(REPRINT, {"number": edition - 1}, language) if edition > 1 else ""
    return Stamp(at=when, reprint=reprint, foot=say(FOOT if edition else FOOT_OF_REGISTER, said, language))


def document_of(entry: EntryView) -> Document:
    """Which document the entry of a printing printed."""
    return Document(str(plain(entry.values["document"])))


def check_target(path: Path) -> None:
    """Refuse a file that is there already, or that lies in no folder.

    Raises:
        Refused: it will not do.
        Damaged: the place cannot be looked at.
    """
    with trouble.explained(path):
        if path.exists() or path.is_symlink():
            raise Refused("exists", EXISTS, path=path)
        if not path.parent.is_dir():
            raise Refused("no_folder", NO_FOLDER, path=path.parent)


def _name(desk: Desk, printed: EntryView, document: Document, number: str, edition: int) -> str:
    """The name of the file; it says which document it is where others of the item may bear the same number."""
    item = desk.read(items.item, printed.item_id or 0)
    if item and number == item.number and len(printables(item.ledger)) > 1:
        return f"{number}-{document}-{edition}.pdf"
    return f"{number}-{edition}.pdf"


def entry_of(desk: Desk, done: Done) -> EntryView:
    """The entry of the printing that was put on record."""
    return desk.read(journal.of_act, done.act, desk.site.settings.language, desk.zone)[0]


def write(path: Path, content: bytes) -> None:
    """Write the file so that it is there whole or not at all, readable by this user only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)
