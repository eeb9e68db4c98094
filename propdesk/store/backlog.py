"""Taking over a backlog: reading its file, what the database says against it, and the empty file to fill in."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from propdesk.i18n import N_, translate
from propdesk.models import tables
from propdesk.rules.backlog import BACKLOG, COLUMNS, Matter, read_rows, unoffered
from propdesk.rules.calendar import WorkCalendar
from propdesk.rules.roster import BadRow
from propdesk.store.listing import NO_UNIT, rows_of, values_of, write_empty
from propdesk.store.sheets import Progress

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

KINDS: dict[str, str] = {"en": "repair|booking|complaint|callback", "zh_CN": "报修|预约|投诉|回访"}
"""The words for a kind of matter that the empty file offers."""

_UNIT = tables.metadata().tables["unit"]


def load_backlog(
    path: Path, *, calendar: WorkCalendar, now: datetime, progress: Progress | None = None
) -> tuple[Matter, ...]:
    """The matters in a .csv or .xlsx file: of a workbook, the first sheet that has a heading.

    Raises:
        BacklogRefused: with every row that cannot be read.
        Refused: the file cannot be read, or is no backlog.
    """
    return read_rows(rows_of(path, BACKLOG, progress), calendar=calendar, now=now)


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
    for values in values_of(connection, TAKE_OVER):
        numbers = values.get("numbers", [])
        yield (
            str(values.get("file", "")),
            str(values.get("sha256", "")),
            [str(number) for number in numbers] if isinstance(numbers, list) else [],
        )


def write_template(path: Path, language: str) -> None:
    """Write an empty backlog to fill in: headings, and one line that shows how and is not read."""
    example = [translate(text, language) if text else "" for text in EXAMPLE.values()]
    write_empty(path, HEADINGS[language].split("|"), example, {1: KINDS[language].split("|")})
