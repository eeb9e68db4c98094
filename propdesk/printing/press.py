"""From an item to a file: the printing is put on record first, then the sheet is drawn and written whole."""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from propdesk.desk import Desk, Done
from propdesk.errors import Refused
from propdesk.i18n import N_, say
from propdesk.models.sheet import Document
from propdesk.printing import printer
from propdesk.printing.documents import sheet
from propdesk.printing.paper import Stamp, draw
from propdesk.procedures.sheet import OF_LEDGER, Print
from propdesk.procedures.tx import Actor
from propdesk.queries import journal, sheets
from propdesk.queries.journal import EntryView
from propdesk.rules.sentence import plain
from propdesk.store import trouble

FOLDER = "slips"
"""Beside the database."""

REPRINT = N_("Reprint no. {number}")
FOOT = N_("Journal #{seq} {hash} · printed {when} by {name} · edition {edition}")
HEX = 16
"""So many digits of the journal's head stand on paper; `propdesk verify --head` takes the beginning of a hash."""

EXISTS = N_("{path} exists already. Give the sheet another name; nothing was printed.")
NO_FOLDER = N_("There is no folder {path}; nothing was printed.")
NOT_WRITTEN = N_(
    "{number} is on record as printed (edition {edition}), but {path} could not be written: {detail}. "
    "Make room or choose another place and print again; that will be a reprint."
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


def document_of(ledger: str) -> Document | None:
    """What is printed of the items of a ledger."""
    known = OF_LEDGER.get(ledger)
    return known[0] if known else None


def print_sheet(
    desk: Desk, document: Document, item: int | str, *, actor: Actor, request_id: str, out: Path | None = None
) -> Printed:
    """Print a sheet of an item into `out`, or into the folder of slips beside the database.

    A sheet printed before comes out as a reprint, marked and on record. A new file `out` must not exist yet; without
    one the file also goes to the printer of this machine, if it has one.

    Raises:
        Refused: there is nothing to print, `out` will not do; nothing was written. With the code `not_written` the
            printing is on record, but its file could not be written; with `not_sent` only the printer failed.
    """
    if out is not None:
        check_target(out)
    done = desk.perform(Print(document=document), item, actor=actor, request_id=request_id)
    entry = _entry(desk, done)
    number, edition = str(entry.values["number"]), int(str(entry.values["edition"]))
    path = out or desk.path.parent / FOLDER / f"{number}-{edition}.pdf"
    content = render(desk, entry)
    try:
        _write(path, content)
    except OSError as error:
        raise Refused("not_written", NOT_WRITTEN, number=number, edition=edition, path=path,
                      detail=error.strerror or str(error)) from error  # fmt: skip
    sent = printer.send(path) if out is None else False
    return Printed(document, number, edition, path, sent, done)


def render(desk: Desk, entry: EntryView) -> bytes:
    """The sheet of an entry of `sheet.print`, as PDF: what the desk knows now, stamped as it was printed then."""
    site, zone = desk.site.settings, desk.zone
    facts = desk.read(sheets.facts, entry.item_id or 0)
    if facts is None:
        raise RuntimeError(f"entry {entry.seq} prints no item")
    number, edition = str(entry.values["number"]), int(str(entry.values["edition"]))
    document = Document(str(plain(entry.values["document"])))
    when = entry.written.astimezone(zone)
    stamp = Stamp(
        at=when,
        reprint=say(REPRINT, {"number": edition - 1}, site.language) if edition > 1 else "",
        foot=say(
            FOOT,
            {
                "seq": entry.seq,
                "hash": entry.hash[:HEX],
                "when": f"{when:%Y-%m-%d %H:%M}",
                "name": entry.operator,
                "edition": edition,
            },
            site.language,
        ),
    )
    return draw(sheet(document, number, facts, site=site.site, language=site.language, zone=zone), stamp)


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


def _entry(desk: Desk, done: Done) -> EntryView:
    return desk.read(journal.of_act, done.act, desk.site.settings.language, desk.zone)[0]


def _write(path: Path, content: bytes) -> None:
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
