"""Taking over a backlog: reading its file, what the database says against it, and the empty file to fill in."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from propdesk.i18n import N_, translate
from propdesk.models import tables
from propdesk.rules.backlog import COLUMNS, Matter, heading_of, read_rows, unoffered
from propdesk.rules.calendar import WorkCalendar
from propdesk.rules.roster import HEADING_ROWS, BadRow
from propdesk.store.sheets import Progress, sheets

NO_UNIT = N_("There is no unit {code} in the estate. Correct it, or import the roster with it first.")
NUMBER_TAKEN = N_("The old number {value} was taken over before, from {file}. Take the row out.")
TAKE_OVER = "backlog.take_over"

EXAMPLE: dict[str, str] = {
    "kind": N_("# repair, booking, complaint or callback; a row that begins with # is not read"),
    "number": "BX-2026-117",
    "opened": "2026-11-02 09:30",
    "unit": "3-1201",
    "name": "王敏",
    "phone": "13812348812",
    "text": N_("Kitchen drain leaks"),
    "service": "",
    "department": N_("engineering"),
    "told": "周师傅",
    "agreed": "2026-11-25 14:00",
    "clocks_from": N_("empty: from the moment of the import"),
}
"""The one line of the empty file; it shows how a row is written and is not read."""

HEADINGS: dict[str, str] = {
    "en": (
        "Kind|Old number|Received on|Unit or place|Name|Phone|Text|Service|Department|Told whom|Agreed time|Clocks from"
    ),
    "zh_CN": "类别|原编号|受理日期|房号或位置|姓名|联系电话|内容|服务项目|责任部门|通知人|约定时间|计时起点",
}
"""The headings in the order of `EXAMPLE`."""

_TABLES = tables.metadata().tables
_ENTRY, _PAYLOAD, _UNIT = _TABLES["entry"], _TABLES["payload"], _TABLES["unit"]


def load_backlog(
    path: Path, *, calendar: WorkCalendar, now: datetime, progress: Progress | None = None
) -> tuple[Matter, ...]:
    """The matters in a .csv or .xlsx file: of a workbook, the first sheet that has a heading.

    Raises:
        BacklogRefused: with every row that cannot be read.
        Refused: the file cannot be read, or is no backlog.
    """
    first: list[list[object]] = []
    for rows in sheets(path, progress):
        if any(heading_of(row) for row in rows[:HEADING_ROWS]):
            return read_rows(rows, calendar=calendar, now=now)
        first = first or rows
    return read_rows(first, calendar=calendar, now=now)


def problems(connection: Connection, matters: Sequence[Matter], services: Sequence[str]) -> list[BadRow]:
    """What stands against matters that were read: units that are not there, numbers taken over before, services that
    the site does not offer."""
    known = set(connection.execute(select(_UNIT.c.code)).scalars())
    taken = {number.casefold(): file for file, _, numbers in taken_over(connection) for number in numbers}
    bad = [found for each in matters if (found := unoffered(each, services))]
    for each in matters:
        if each.unit and each.unit not in known:
            bad.append(BadRow(each.row, COLUMNS["unit"][0], NO_UNIT, {"code": each.unit}))
        if file := taken.get(each.number.casefold()):
            bad.append(BadRow(each.row, COLUMNS["number"][0], NUMBER_TAKEN, {"value": each.number, "file": file}))
    return bad


def taken_over(connection: Connection) -> Iterator[tuple[str, str, list[str]]]:
    """What was taken over before: file, its fingerprint, the old numbers."""
    entries = select(_PAYLOAD.c.body).join(_ENTRY, _ENTRY.c.seq == _PAYLOAD.c.seq)
    asked = entries.where(_ENTRY.c.item_id.is_(None), _ENTRY.c.step == TAKE_OVER)
    for body in connection.execute(asked).scalars():
        values = json.loads(body)["values"] if body else {}
        yield str(values.get("file", "")), str(values.get("sha256", "")), list(values.get("numbers", []))


def write_template(path: Path, language: str) -> None:
    """Write an empty backlog to fill in: headings, and one line that shows how and is not read."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    headings = HEADINGS[language].split("|")
    sheet.append(headings)
    sheet.append([translate(text, language) if text else "" for text in EXAMPLE.values()])
    for position, heading in enumerate(headings, start=1):
        sheet.cell(1, position).font = Font(bold=True)
        sheet.cell(2, position).font = Font(italic=True, color="808080")
        sheet.column_dimensions[get_column_letter(position)].width = max(14, 2 * len(heading) + 4)
        for row in range(2, 203):
            sheet.cell(row, position).number_format = "@"
    words = "报修,预约,投诉,回访" if language == "zh_CN" else "repair,booking,complaint,callback"
    kinds = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(kinds)
    kinds.add("A3:A5000")
    sheet.freeze_panes = "A2"
    book.save(path)
