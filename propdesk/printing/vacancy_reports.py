"""Reports about vacant units on paper: movement (空置房动态表), half-year summary, plan (空置房维护保养频次; P13)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from propdesk.desk import Desk
from propdesk.i18n import N_
from propdesk.models.report import ReportKind
from propdesk.models.vacancy import Work
from propdesk.printing.booklet import Booklet, Part
from propdesk.printing.shift_words import Words
from propdesk.printing.vacancy_sheets import moment
from propdesk.queries import figures as reports
from propdesk.queries import vacancies, vacancy_book
from propdesk.queries.figures import ReportView
from propdesk.rules import cycles, figures, upkeep
from propdesk.rules.figures import Row, Table

NOT_YET = N_("Nothing was compiled yet.")
DAY = timedelta(days=1)
CENTRE, OFFICE, GENERAL = N_("Centre manager"), N_("Office manager"), N_("General manager")


def report(desk: Desk, item_id: int, language: str) -> Booklet:
    """A report about vacant units: who did what to it, its figures as they were compiled, the units behind them.

    Raises:
        LookupError: the item is no such report.
    """
    view = desk.read(reports.report, item_id)
    if view is None or view.kind not in PARTS:
        raise LookupError(item_id)
    words, (title, parts, signers) = Words(desk, language), PARTS[view.kind]
    said = [words.text(label, text) for label, text in ((N_("Analysis"), view.comment), (PLAN[view.kind], view.plan))
            if text]  # fmt: skip
    every = (_about(words, view), *parts(words, view), *said, *_notes(words, view))
    return words.booklet(words.of(title), f"№ {view.number}", every, signers)


def _about(words: Words, view: ReportView) -> Part:
    cycle = cycles.CYCLES[view.kind.value]
    period = cycles.Period(cycle.span, view.starts, view.ends)
    name = cycles.short(period, begins=words.desk.site.settings.month_begins)
    budget = f"{view.budget_fen // 100}" if view.budget_fen is not None else ""
    pairs = [
        (N_("Period"), f"{name}  ({view.starts} - {view.ends})"), (N_("Stage"), words.stage("report", view.stage)),
        (N_("Compiled by"), _who(words, view.compiler, view.compiled)),
        (N_("Reviewed by"), _who(words, view.reviewer, view.reviewed)),
    ]  # fmt: skip
    if cycle.approved:
        pairs += [(N_("Approved by"), _who(words, view.approved_by, view.approved)), (N_("Budget, yuan"), budget)]
    else:
        pairs.append((N_("Sent to"), _who(words, view.recipient, view.sent)))
    return words.pairs(*pairs)


def _who(words: Words, name: str, at: datetime | None) -> str:
    return "\n".join((name, moment(words, at))) if name and at else ""


def _notes(words: Words, view: ReportView) -> Iterator[Part]:
    """What was counted, and when."""
    if not view.figures:
        yield words.text(N_("Figures"), words.of(NOT_YET))
        return
    basis = figures.basis_of(view.figures)
    counted = words.of(N_("Counted {moment}"), moment=moment(words, basis.counted))
    notes = (words.of(message, **values) for message, values in figures.notes(basis))
    yield words.text(N_("How it was counted"), "\n".join((counted, *notes)))


# --- the month ---------------------------------------------------------------------------------------------------


def _month(words: Words, view: ReportView) -> Iterator[Part]:
    """Figures, each change, and every unit with its state at the end of the month."""
    yield from _counted(words, view)
    moved = words.desk.read(vacancies.movement, view.starts, view.ends)
    columns = ((N_("Date"), 2.0), (N_("Movement"), 2.4), (N_("Unit"), 2.2), (N_("Condition, buyer or tenant"), 5.4),
               (N_("Register number"), 3.2))  # fmt: skip
    lines = [(str(each.day), words.of(vacancies.WHAT[each.what]), each.unit, each.name, each.number) for each in moved]
    yield words.listed(N_("Changes of the month"), columns, lines)
    yield _stock(words, view)


def _stock(words: Words, view: ReportView) -> Part:
    _start, end = _bounds(words, view)
    columns = ((N_("Unit"), 2.2), (N_("Taken over on"), 2.2), (N_("Last state"), 6.0), (N_("Let to"), 3.0),
               (N_("Register number"), 3.2))  # fmt: skip
    lines = [(each.unit, str(each.taken_over), each.state, each.let_to, each.number)
             for each in words.desk.read(vacancy_book.stood, view.ends, end)]  # fmt: skip
    return words.listed(N_("On record at the end of the period"), columns, lines)


# --- the half-year -----------------------------------------------------------------------------------------------


def _half(words: Words, view: ReportView) -> Iterator[Part]:
    """Figures, the upkeep of every unit, what was abnormal, and the state of every unit."""
    yield from _counted(words, view)
    start, end = _bounds(words, view)
    done = words.desk.read(vacancy_book.done, start, end)
    units = words.desk.read(vacancy_book.stood, view.ends, end)
    columns = ((N_("Unit"), 2.0), *((work.label, 1.8) for work in Work))
    lines = [(each.unit, *(str(done[each.id][work] or "") if each.id in done else "" for work in Work))
             for each in units]  # fmt: skip
    yield words.listed(N_("Upkeep done, by unit"), columns, lines)
    odd = [(moment(words, each.at), each.unit, each.anomaly) for each in words.desk.read(vacancy_book.odd, start, end)]
    columns = ((N_("Time"), 2.4), (N_("Unit"), 2.2), (N_("What was abnormal"), 9.0))
    yield words.listed(N_("Anything abnormal"), columns, odd)
    yield _stock(words, view)


# --- the plan ----------------------------------------------------------------------------------------------------


def _plan(words: Words, view: ReportView) -> Iterator[Part]:
    """Each work with how often, in how many units, how many times that makes, and how many were done since."""
    kept = {row.key: row.count for table in _tables(view) for row in table.rows}
    done = words.desk.read(vacancy_book.done, *_bounds(words, view))
    columns = ((N_("Work"), 3.4), (N_("How often"), 4.4), (N_("Units that need it"), 2.0),
               (N_("Times in the year"), 2.0), (N_("Done in the year"), 2.0))  # fmt: skip
    lines = [
        (words.of(work.label), _often(words, work), str(kept.get(f"units.{work.value}", "")),
         str(kept.get(f"times.{work.value}", "")), str(sum(each[work] for each in done.values())))
        for work in (Work(name) for name in upkeep.CODES)
    ]  # fmt: skip
    yield words.listed(N_("Work of the year"), columns, lines)


def _often(words: Words, work: Work) -> str:
    settings = words.desk.site.settings
    if season := upkeep.season_of(work.value, settings):
        return words.of(N_("by {first}, for {first} to {last}"), first=season.begins, last=season.ends)
    if work is Work.AIR:
        days = settings.airing_days
        return words.of(N_("every {least} to {most} days, by month"), least=min(days), most=max(days))
    if work is Work.CLEAN:
        return words.of(N_("once a month"))
    if work is Work.APPLIANCE:
        return words.of(N_("every {count} days"), count=settings.appliance_days)
    return words.of(N_("not needed at this site"))


# --- figures -----------------------------------------------------------------------------------------------------


def _counted(words: Words, view: ReportView) -> Iterator[Part]:
    """The figures as they were compiled, part by part."""
    columns = ((N_("What is counted"), 8.0), (N_("Count"), 2.0))
    for table in _tables(view):
        if table.rows:
            lines = [(words.of(row.label), _number(row)) for row in table.rows]
            yield words.listed(table.title, columns, lines)


def _number(row: Row) -> str:
    return str(row.count) if row.of is None else f"{row.count} / {row.of}"


def _tables(view: ReportView) -> tuple[Table, ...]:
    return figures.tables(view.figures)


def _bounds(words: Words, view: ReportView) -> tuple[datetime, datetime]:
    calendar = words.desk.site.calendar
    return calendar.start_of(view.starts), calendar.start_of(view.ends + DAY)


PARTS: Mapping[ReportKind, tuple[str, Callable[[Words, ReportView], Iterator[Part]], tuple[str, ...]]] = {
    ReportKind.VACANCY_MONTH: (N_("Movement sheet of vacant units"), _month, (N_("Compiled by"), CENTRE)),
    ReportKind.VACANCY_HALF: (N_("Half-year summary of vacant units"), _half, (N_("Compiled by"), OFFICE)),
    ReportKind.VACANCY_PLAN: (N_("Upkeep plan of vacant units for the year"), _plan, (CENTRE, OFFICE, GENERAL)),
}
"""The title of each report, what it lists, who signs it."""
PLAN: Mapping[ReportKind, str] = {
    ReportKind.VACANCY_MONTH: N_("Plan of improvement"),
    ReportKind.VACANCY_HALF: N_("Plan of improvement"),
    ReportKind.VACANCY_PLAN: N_("Plan: work, how often, measures, budget"),
}
