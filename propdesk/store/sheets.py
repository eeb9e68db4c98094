"""The rows of a table file, .csv or .xlsx, as its cells hold them."""

import csv
import io
import lzma
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from propdesk.errors import Refused
from propdesk.i18n import N_

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

Progress = Callable[[int, int], bool]
"""Told how many of how many are done; says False to stop."""

Row = list[object]

MISSING = N_("There is no file {path}.")
FOLDER = N_("{path} is a folder; a .csv or .xlsx file is needed.")
UNREADABLE = N_("{path} cannot be read: this user may not open it.")
KIND = N_("{path} is neither .csv nor .xlsx.")
OLD_EXCEL = N_("{path} is an old .xls workbook or protected by a password. Save it as .xlsx without a password.")
NO_WORKBOOK = N_("{path} is not a workbook that can be read. Open it in a spreadsheet program and save it as .xlsx.")
ENCODING = N_("{path} is written in an unknown encoding. Save it as CSV UTF-8.")
BROKEN_LINE = N_("Line {line} of {path} cannot be read as CSV.")
TOO_LARGE = N_("{path} is too large for a roster.")
STOPPED = N_("Stopped. Nothing was written.")

LARGEST = 50_000_000
"""Bytes of a file; ten times as many unpacked."""

_OLE = b"\xd0\xcf\x11\xe0"
_STEP = 500
_ZEROS = re.compile(r"0{2,}")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    ArithmeticError,
    RuntimeError,
    OSError,
    lzma.LZMAError,
)


def sheets(path: Path, progress: Progress | None = None) -> Iterator[list[Row]]:
    """The tables of a file, one a sheet; a .csv has one. Refuses what cannot be read, in a sentence."""
    kind = path.suffix.casefold()
    if kind == ".xls":
        raise Refused("file", OLD_EXCEL, path=path.name)
    content = _content(path)
    if kind in (".xlsx", ".xlsm"):
        yield from _workbook(content, path, progress)
    elif kind in (".csv", ".txt"):
        yield list(_counted(_csv(content, path), content.count(b"\n") + 1, progress))
    else:
        raise Refused("file", KIND, path=path.name)


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Refused("file", FOLDER, path=path.name)
        if path.stat().st_size > LARGEST:
            raise Refused("file", TOO_LARGE, path=path.name)
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused("file", MISSING, path=path.name) from None
    except (OSError, ValueError):
        raise Refused("file", UNREADABLE, path=path.name) from None


def _csv(content: bytes, path: Path) -> Iterator[Row]:
    text = _decoded(content, path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for row in reader:
            yield list(row)
    except csv.Error:
        raise Refused("file", BROKEN_LINE, path=path.name, line=reader.line_num + 1) from None


def _decoded(content: bytes, path: Path) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, or what a Chinese spreadsheet writes by default."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("file", ENCODING, path=path.name)


def _delimiter(text: str) -> str:
    """The commonest separator at the beginning of the file."""
    beginning = text[:4000]
    return max(",\t;", key=beginning.count)


def _workbook(content: bytes, path: Path, progress: Progress | None) -> Iterator[list[Row]]:
    if content.startswith(_OLE):
        raise Refused("file", OLD_EXCEL, path=path.name)
    try:
        with closing(_opened(content, path)) as book:
            for sheet in book.worksheets:
                yield _sheet(sheet, progress)
    except _DAMAGE:
        raise Refused("file", NO_WORKBOOK, path=path.name) from None


def _sheet(sheet: Any, progress: Progress | None) -> list[Row]:
    """The rows of one sheet; how many it claims to have is often wrong."""
    claimed = sheet.max_row or 0
    sheet.reset_dimensions()
    with _quiet():
        return list(_counted(([_value(cell) for cell in row] for row in sheet.iter_rows()), claimed, progress))


@contextmanager
def _quiet() -> Iterator[None]:
    """Without openpyxl's warnings about what it does not know: colours, validations, extensions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _opened(content: bytes, path: Path) -> "Workbook":
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > 10 * LARGEST:
            raise Refused("file", TOO_LARGE, path=path.name)
    with _quiet():
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True)


def _value(cell: Any) -> object:
    """A cell's value; a number that is shown with leading zeros keeps them."""
    value: object = cell.value
    if type(value) is int and _ZEROS.fullmatch(cell.number_format):
        return str(value).zfill(len(cell.number_format))
    return value


def _counted(rows: Iterable[Row], total: int, progress: Progress | None) -> Iterator[Row]:
    for done, row in enumerate(rows, start=1):
        if progress and done % _STEP == 0 and not progress(done, max(done, total)):
            raise Refused("stopped", STOPPED)
        yield row
