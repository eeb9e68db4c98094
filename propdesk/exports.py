"""Figures and reports as text, CSV and .xlsx; what a spreadsheet would obey stays text."""

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.i18n import N_, _, say
from propdesk.models.complaint import Cause
from propdesk.printing import deliveries as delivered
from propdesk.printing.deliveries import Deliveries
from propdesk.procedures import manual
from propdesk.queries.figures import ReportView
from propdesk.rules import cycles, figures
from propdesk.rules.cycles import Period, Span
from propdesk.rules.figures import Basis, Figures, Row, Table
from propdesk.rules.text import without_strange

PLAN = N_("Plan of improvement")
COLUMNS = (
    N_("Part"), N_("What is counted"), N_("Count"), N_("Of"), N_("Percent"), N_("Target"), N_("Minutes on average"),
    N_("Name for scripts"),
)  # fmt: skip
OBEYED = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""
WIDTHS = (26, 44, 10, 8, 8, 8, 10, 34)
"""Of the columns of a sheet of figures."""
BAR = 24
"""Cells of the longest bar in a text."""

SPANS: Mapping[Span, str] = {
    Span.DAY: N_("Day"),
    Span.HALF_MONTH: N_("Half month"),
    Span.MONTH: N_("Month"),
    Span.QUARTER: N_("Quarter"),
    Span.HALF_YEAR: N_("Half-year"),
    Span.YEAR: N_("Year"),
    Span.FREE: N_("From - to"),
}
SUFFIXES = (".txt", ".csv", ".xlsx")
EXISTS = N_("{path} is there already. Give another name.")
CANNOT_WRITE = N_("{path} cannot be written: {detail}")
NO_SUFFIX = N_("{path} is no file for figures. Files end in {known}.")


@dataclass(frozen=True)
class Sheet:
    """What is written: lines above, tables, lines below; in the language of the desk, cleaned of what steers."""

    title: str
    above: tuple[str, ...]
    tables: tuple[Table, ...]
    below: tuple[str, ...] = ()


def of_figures(desk: Desk, found: Figures) -> Sheet:
    """The figures of a period as they stand now."""
    kept = figures.stored(found)
    return Sheet(_("Figures"), tuple(_heading(desk, found.basis)), figures.tables(kept), tuple(_notes(found.basis)))


def of_report(desk: Desk, report: ReportView) -> Sheet:
    """A report as it was compiled, with comment, plan, and who did what to it.

    The report to the owners holds totals and what was published, and names nobody.
    """
    title, zone = _(report.kind.label), desk.zone
    if not report.figures:
        period = Period(cycles.CYCLES[report.kind.value].span, report.starts, report.ends)
        stage = _(manual.procedure("report").stage(report.stage).label)
        return Sheet(title, (f"{desk.site.settings.site}  {period.name()}", f"{report.number}  {stage}"), ())
    basis = figures.basis_of(report.figures)
    public = report.kind.value in ("owners", "quarter_owners")
    shown = figures.tables(report.figures)
    parts = tuple(part for part in shown if part.key in PUBLIC) if public else shown
    below = [
        *_pages(report.figures.get("pages")),
        *_published(report.figures.get("published"), zone),
        *_said(report),
        *_notes(basis),
    ]
    above = [*_heading(desk, basis), _("Report {number}, edition {edition}").format(**vars(report))]
    return Sheet(title, tuple(above), parts, tuple(below if public else [*below, *_signed(report, zone)]))


PUBLIC = frozenset({"complaints", "validity", "cause", "timely", "repairs", "bookings"})
"""The parts that owners are shown."""


def _heading(desk: Desk, basis: Basis) -> list[str]:
    period, name = basis.period, cycles.short(basis.period, begins=basis.month_begins)
    days = f"{period.first} - {period.last}"
    return [
        desk.site.settings.site,
        f"{_(SPANS[period.span])} {name}" + ("" if name == days else f"  ({days})"),
        _("Counted {moment}").format(moment=_moment(basis.counted, desk.zone)),
    ]


def _notes(basis: Basis) -> list[str]:
    return ["", *(say(message, values) for message, values in figures.notes(basis))]


def _said(report: ReportView) -> Iterator[str]:
    plan = N_("Plan: work, how often, measures, budget") if cycles.CYCLES[report.kind.value].approved else PLAN
    for label, text in ((N_("Analysis"), report.comment), (plan, report.plan)):
        if text:
            yield from ("", f"{_(label)}:", *text.split("\n"))


def _signed(report: ReportView, zone: ZoneInfo) -> Iterator[str]:
    yield ""
    for message, name, at in (
        (N_("Compiled by {name}, {moment}"), report.compiler, report.compiled),
        (N_("Reviewed by {name}, {moment}"), report.reviewer, report.reviewed),
        (N_("Approved by {name}, {moment}"), report.approved_by, report.approved),
        (N_("Sent to {name}, {moment}"), report.recipient, None if report.approved else report.sent),
    ):
        if name and at:
            yield _(message).format(name=name, moment=_moment(at, zone))


def _pages(found: object) -> Iterator[str]:
    """From which page to which the problem sheets of a month go."""
    if isinstance(found, list) and all(found):
        yield from ("", say(N_("Pages {first} to {last}"), {"first": found[0], "last": found[1]}))


def _published(found: object, zone: ZoneInfo) -> Iterator[str]:
    """The complaints of public interest, one after another."""
    if not isinstance(found, list):
        return
    yield from ("", _("Complaints of public interest") + ":")
    if not found:
        yield _("None in this period.")
    for number, each in enumerate(found, start=1):
        day = datetime.fromisoformat(str(each["came"])).astimezone(zone).date()
        cause = _(Cause(each["cause"]).label) if each["cause"] else _("Not judged yet")
        state = _("Closed") if each["closed"] else _("Being handled")
        yield f"{number}. {day}  {cause}  {state}"
        for label, name in ((N_("Matter"), "matter"), (N_("Measures"), "measures"), (N_("Result"), "result")):
            yield f"   {_(label)}: {each[name] or '-'}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


# --- as text -----------------------------------------------------------------------------------------------------


def label(row: Row) -> str:
    """What a line is called in the language of the desk."""
    return _(row.label)


def number(row: Row) -> str:
    """The number of a line with what belongs to it: `12`, `12/15  80 % (90 %)`, `7  35 min`."""
    if row.minutes is not None:
        return f"{row.count}  {_('{count} min').format(count=row.minutes)}"
    if row.of is None:
        return str(row.count)
    rate = "" if row.percent is None else f"  {row.percent} %"
    asked = "" if row.target is None else f" ({_('target {rate} %').format(rate=row.target)})"
    missed = " !" if row.reached is False else ""
    return f"{row.count}/{row.of}{rate}{asked}{missed}"


def share(row: Row, table: Table) -> float:
    """How long the bar of a line is, from 0 to 1: its rate, or its number beside the largest of its part."""
    if row.of is not None:
        return (row.percent or 0) / 100
    largest = max((each.count for each in table.rows if each.of is None), default=0)
    return row.count / largest if largest else 0


def bar(part: float, width: int) -> str:
    """A bar of blocks; whatever is there at all has one."""
    return "█" * max(int(part * width + 0.5), 1 if part > 0 and width > 0 else 0)


def text(sheet: Sheet) -> str:
    """The sheet as lines of text whose columns stand under one another."""
    from rich.cells import cell_len

    lines = [*map(_clean, (sheet.title, *sheet.above))]
    labels = [_clean(label(row)) for table in sheet.tables for row in table.rows]
    wide = max(map(cell_len, labels), default=0)
    for table in sheet.tables:
        if table.rows:
            lines += ["", _(table.title)]
        numbers = [number(row) for row in table.rows]
        room = max(map(cell_len, numbers), default=0)
        for row, shown in zip(table.rows, numbers, strict=True):
            name = _clean(label(row))
            padded = "  " + name + " " * (wide - cell_len(name)) + "  " + shown + " " * (room - cell_len(shown))
            lines.append(f"{padded}  {bar(share(row, table), BAR)}".rstrip())
    return "\n".join([*lines, *map(_clean, sheet.below), ""])


# --- as a spreadsheet --------------------------------------------------------------------------------------------


def rows(sheet: Sheet) -> Iterator[tuple[str | int, ...]]:
    """The sheet as rows of a spreadsheet: text as text, numbers as numbers."""
    for line in (sheet.title, *sheet.above):
        yield (_clean(line),)
    yield ()
    if sheet.tables:
        yield tuple(map(_, COLUMNS))
    for table in sheet.tables:
        for row in table.rows:
            figures_of = (row.count, row.of, row.percent, row.target, row.minutes)
            shown = ("" if value is None else value for value in figures_of)
            yield (_(table.title), _clean(label(row)), *shown, row.key)
    for line in sheet.below:
        yield (_clean(line),) if line else ()


def as_csv(sheet: Sheet) -> bytes:
    """The sheet as CSV that a spreadsheet opens: UTF-8 with its mark, formulas made plain text by an apostrophe."""
    return csv_of(rows(sheet))


def csv_of(lines: Iterator[tuple[str | int, ...]]) -> bytes:
    """Rows as CSV."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for line in lines:
        writer.writerow([_harmless(value) for value in line])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """The sheet as an .xlsx file; every text is a text cell, whatever it begins with."""
    return xlsx_of(rows(sheet), sheet.title)


def xlsx_of(lines: Iterator[tuple[str | int, ...]], title: str, widths: tuple[int, ...] = WIDTHS) -> bytes:
    """Rows as an .xlsx file with one sheet."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    page = book.create_sheet("".join(c for c in title if c not in "[]:*?/\\")[:31] or "PropDesk")
    for column, width in zip("ABCDEFGHI", widths, strict=False):
        page.column_dimensions[column].width = width
    for line in lines:
        cells = []
        for value in line:
            cell = WriteOnlyCell(page, value=value)
            if isinstance(value, str):
                cell.data_type, cell.number_format = "s", "@"
            cells.append(cell)
        page.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _harmless(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.lstrip().startswith(OBEYED) else value


def _clean(line: str) -> str:
    """One line without characters that a terminal or a spreadsheet cannot hold."""
    return without_strange(line.replace("\n", " ")) if line.strip() else ""


WRITERS: Mapping[str, Callable[[Sheet], bytes]] = {
    ".txt": lambda sheet: text(sheet).encode("utf-8-sig"),
    ".csv": as_csv,
    ".xlsx": as_xlsx,
}


def save(sheet: Sheet, path: Path) -> Path:
    """Write the sheet as the end of the file's name says, whole or not at all, readable by this user; gives the path.

    Raises:
        Refused: the name ends otherwise, the file is there already, or it cannot be written.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise Refused("suffix", NO_SUFFIX, path=path, known=", ".join(SUFFIXES))
    if path.exists() or path.is_symlink():
        raise Refused("exists", EXISTS, path=path)
    return put(writer(sheet), path)


def put(content: bytes, path: Path) -> Path:
    """Write a file whole or not at all.

    Raises:
        Refused: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".figures.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        finally:
            with suppress(OSError):
                Path(name).unlink(missing_ok=True)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise Refused("write", CANNOT_WRITE, path=path, detail=detail) from None
    return path


def free_path(desk: Desk, name: str, suffix: str) -> Path:
    """A file beside the database that is not there yet: `figures/2026-10.csv`, `figures/2026-10-2.csv`."""
    folder, number = desk.path.absolute().parent / "figures", 1
    while (path := folder / f"{name}{f'-{number}' if number > 1 else ''}{suffix}").exists():
        number += 1
    return path


# --- deliveries --------------------------------------------------------------------------------------------------

DELIVERY_WIDTHS = (24, 12, 20, 20, 20, 12, 8, 12, 10)


def delivery_rows(found: Deliveries) -> Iterator[tuple[str | int, ...]]:
    """The deliveries of a month as rows of a spreadsheet: the figures with their items, then unit by unit."""
    yield (delivered.heading(found),)
    yield (_clean(found.site),)
    yield ()
    yield tuple(map(_, (N_("What is counted"), N_("Count"), N_("Items"))))
    for each in found.delivered.figures:
        yield (_(each.label), delivered.amount(each), " ".join(each.numbers))
    yield ()
    yield tuple(map(_, delivered.COLUMNS))
    for line in delivered.lines(found):
        yield tuple(_clean(value) if isinstance(value, str) else value for value in line)


def save_deliveries(found: Deliveries, path: Path) -> Path:
    """Write the deliveries as .csv or .xlsx; gives the path.

    Raises:
        Refused: the name ends otherwise, the file is there already, or it cannot be written.
    """
    if (suffix := path.suffix.lower()) not in (".csv", ".xlsx"):
        raise Refused("suffix", NO_SUFFIX, path=path, known=".csv, .xlsx")
    if path.exists() or path.is_symlink():
        raise Refused("exists", EXISTS, path=path)
    lines = delivery_rows(found)
    return put(csv_of(lines) if suffix == ".csv" else xlsx_of(lines, _(delivered.TITLE), DELIVERY_WIDTHS), path)
