"""What taking over any list needs: the sheet it stands on, what was taken over before, the empty file to fill in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, select

from propdesk.i18n import N_
from propdesk.models import tables
from propdesk.rules.listing import Listing
from propdesk.rules.roster import HEADING_ROWS
from propdesk.store.sheets import Progress, Row, sheets

NO_UNIT = N_("There is no unit {code} in the estate. Correct it, or import the roster with it first.")

ROWS = 5000
"""So many rows of an empty file offer a choice of words."""

_TABLES = tables.metadata().tables
_ENTRY, _PAYLOAD = _TABLES["entry"], _TABLES["payload"]


def rows_of(path: Path, listing: Listing, progress: Progress | None = None) -> list[Row]:
    """The rows of a .csv or .xlsx file: of a workbook, those of the first sheet that has a heading, else of the first
    that is not empty.

    Raises:
        Refused: the file cannot be read, or a heading has a column twice.
    """
    first: list[Row] = []
    for rows in sheets(path, progress):
        if any(listing.heading_of(row) for row in rows[:HEADING_ROWS]):
            return rows
        first = first or rows
    return first


def values_of(connection: Connection, step: str) -> Iterator[Mapping[str, object]]:
    """What each entry of a step that belongs to no item says; nothing where it was destroyed by law."""
    entries = select(_PAYLOAD.c.body).join(_ENTRY, _ENTRY.c.seq == _PAYLOAD.c.seq)
    asked = entries.where(_ENTRY.c.item_id.is_(None), _ENTRY.c.step == step)
    for body in connection.execute(asked).scalars():
        yield json.loads(body)["values"] if body else {}


def write_empty(
    path: Path, headings: Sequence[str], example: Sequence[str], choices: Mapping[int, Sequence[str]]
) -> None:
    """Write a workbook to fill in: headings, one line that shows how and is not read, and words to choose from for the
    columns of `choices`, counted from 1."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(headings))
    sheet.append(list(example))
    for position, heading in enumerate(headings, start=1):
        sheet.cell(1, position).font = Font(bold=True)
        sheet.cell(2, position).font = Font(italic=True, color="808080")
        sheet.column_dimensions[get_column_letter(position)].width = max(14, 2 * len(heading) + 4)
        for row in range(2, 203):
            sheet.cell(row, position).number_format = "@"
    for position, words in choices.items():
        letter = get_column_letter(position)
        offered = DataValidation(
            type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False
        )  # fmt: skip
        sheet.add_data_validation(offered)
        offered.add(f"{letter}3:{letter}{ROWS}")
    sheet.freeze_panes = "A2"
    book.save(path)
