"""Vacant units on paper: the register (空置房登记表), and the record of one (空置房维护管理工作记录; manual P13)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from propdesk.desk import Desk
from propdesk.i18n import N_, joined
from propdesk.printing.booklet import Booklet, Part
from propdesk.printing.shift_words import Words
from propdesk.queries import vacancies, vacancy_book
from propdesk.queries.vacancies import Seen
from propdesk.queries.vacancy_book import BookRow

TITLE = N_("Register of vacant units")
RECORD = N_("Upkeep record of a vacant unit")
COUNTED = N_("{count} units on record, {let} of them let; as of {moment}")
A_YEAR = timedelta(days=366)
"""How long a unit that was sold stays in the register (004 VAC 4.7.3)."""
FITTINGS: Mapping[str, str] = {
    "furnished": N_("Fully fitted"), "west_sun": N_("West sun"), "appliances": N_("Appliances in the unit"),
}  # fmt: skip
COLUMNS = (
    (N_("Unit"), 2.2), (N_("Taken over on"), 1.9), (N_("Condition"), 4.0), (N_("Keys"), 2.0), (N_("Charges"), 2.0),
    (N_("Last state"), 3.6), (N_("Let or sold"), 3.0),
)  # fmt: skip


def register(desk: Desk, language: str) -> Booklet:
    """The register as it stands: what is kept and let, then what was sold within a year."""
    words = Words(desk, language)
    since = desk.site.calendar.day(desk.now()) - A_YEAR
    rows = desk.read(vacancy_book.book, since)
    there = [row for row in rows if row.sold is None]
    let = sum(row.stage == "let" for row in there)
    under = words.of(COUNTED, count=len(there), let=let, moment=moment(words, desk.now()))
    listed = words.listed(N_("Vacant units"), COLUMNS, [_line(words, row) for row in there])
    gone = [row for row in rows if row.sold is not None]
    sold = (words.listed(N_("Sold within a year"), COLUMNS, [_line(words, row) for row in gone]),) if gone else ()
    return words.booklet(words.of(TITLE), under, (listed, *sold), (N_("Clerk"), N_("Centre manager")))


def record(desk: Desk, item_id: int, language: str) -> Booklet:
    """The record of a unit: what it is, every visit with what was seen and done, its lettings.

    Raises:
        LookupError: the item is no vacant unit.
    """
    row = desk.read(vacancy_book.of_unit, item_id)
    if row is None:
        raise LookupError(item_id)
    words = Words(desk, language)
    signers = N_("Clerk"), N_("Centre manager")
    return words.booklet(words.of(RECORD), f"№ {row.number}", _record(words, row), signers)


def moment(words: Words, at: datetime | None) -> str:
    """`2026-11-21 23:40`: a record goes over years."""
    return f"{at.astimezone(words.desk.zone):%Y-%m-%d %H:%M}" if at else ""


def closed(words: Words, row: BookRow) -> str:
    """How the unit was left."""
    left = row.valves_closed and row.power_off
    return words.of(N_("valves closed, power off") if left else N_("a valve open or the power on"))


def _line(words: Words, row: BookRow) -> tuple[str, ...]:
    state = (row.state, moment(words, row.visited), closed(words, row) if row.stage == "kept" else "")
    return (
        f"{row.unit}\n{row.number}", str(row.taken_over), _condition(words, row),
        row.keys, row.fees, "\n".join(filter(None, state)), _became(words, row),
    )  # fmt: skip


def _condition(words: Words, row: BookRow) -> str:
    fitted = [words.of(said) for name, said in FITTINGS.items() if getattr(row, name)]
    return "\n".join(filter(None, (row.condition, joined(fitted, words.language))))


def _became(words: Words, row: BookRow) -> str:
    """To whom the unit is let, or was sold."""
    if row.sold is not None:
        return "\n".join(filter(None, (words.of(N_("Sold")), str(row.sold), row.buyer)))
    if row.stage == "let":
        return f"{row.let_to}\n{_days(row.let_from, row.let_until)}"
    return ""


def _days(begins: date | None, ends: date | None) -> str:
    return f"{begins} - {ends or ''}".strip()


def _record(words: Words, row: BookRow) -> Iterator[Part]:
    yield words.pairs(
        (N_("Unit"), row.unit), (N_("Stage"), words.stage("vacancy", row.stage)),
        (N_("Taken over on"), str(row.taken_over)), (N_("Unit left as"), closed(words, row)),
        (N_("Condition"), _condition(words, row)), (N_("Keys"), row.keys),
        (N_("Charges"), row.fees), (N_("Let or sold"), _became(words, row)),
    )  # fmt: skip
    visits = words.desk.read(vacancies.visits, row.id)
    columns = ((N_("Time"), 2.2), (N_("What you saw"), 4.6), (N_("Done"), 3.0), (N_("Anything abnormal"), 3.2),
               (N_("Who, key loan, round"), 3.4))  # fmt: skip
    yield words.listed(N_("Visits"), columns, [_visit(words, each) for each in reversed(visits)])
    lettings = words.desk.read(vacancies.lettings, row.id)
    if row.let_to or lettings:
        named = ((N_("Tenant"), 4.0), (N_("From - to"), 4.0), (N_("Developer's consent"), 6.0))
        lines = [(each.tenant, _days(each.begins, each.ends), each.consent) for each in reversed(lettings)]
        now = [(row.let_to, _days(row.let_from, row.let_until), row.consent)] if row.let_to else []
        yield words.listed(N_("Lettings"), named, [*lines, *now])


def _visit(words: Words, each: Seen) -> tuple[str, ...]:
    works = joined((words.of(work.label) for work in each.works), words.language)
    left = words.of(N_("not closed")) if each.closed is False else ""
    who = "\n".join(filter(None, (words.who(each.by), each.loan, each.round)))
    return moment(words, each.at), "\n".join(filter(None, (each.state, left))), works, each.anomaly, who
