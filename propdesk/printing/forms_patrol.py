"""The forms of patrols: log of a round, problem sheet, archive of a month (manual P14)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from propdesk.i18n import N_, joined, say
from propdesk.models.finding import FindingKind, Persuaded
from propdesk.printing.documents import LONG, Answers, Form
from propdesk.printing.paper import Cell, Row
from propdesk.queries import rounds
from propdesk.queries.findings import FindingRow
from propdesk.queries.rounds import AreaRow, RoundRow
from propdesk.rules import patrol
from propdesk.rules.answers import Answer, State

FOUND = {
    State.OK: N_("fine"),
    State.DEFECT: N_("defect"),
    State.FIXED: N_("put right"),
    State.NOT_THERE: N_("not here"),
}
"""What an item was found to be."""
ITEMS = (1, 4, 2, 5)
ROUNDS = (3, 3, 2, 2, 2)
PAGES = (2, 1, 3, 2, 2, 2)
"""How wide the columns of each list are."""
PAGE_NAMES = (
    N_("Page code"), N_("Date"), N_("What was found"), N_("Place"), N_("Solved or reported"), N_("Patrolled by"),
)  # fmt: skip
FILED = N_("For the files of the centre")
VOID = N_("void")


def _log(know: Answers) -> tuple[Row, ...]:
    facts = know.facts.patrol
    row = facts.rounds[0] if facts.rounds else None
    item = know.facts.item
    return (
        know.row((N_("Date"), _day(know, row)), (N_("Route"), know.word(know.of("route"))),
                 (N_("Register number"), item.number)),
        know.row(
            (N_("Window"), f"{_time(know, know.facts.row.get('starts'))} - {_time(know, know.facts.row.get('ends'))}"),
            (N_("Walked"), f"{know.of('begun')} - {_time(know, know.facts.row.get('finished'))}"),
            (N_("By the plan"), know.of("verdict") or "-"),
        ),
        know.row((N_("Who walked"), know.of("walker")), (N_("With whom"), know.of("partner"))),
        *(line for area in facts.areas for line in _area(know, area)),
        *_left_out(know, row, facts.areas),
        *_problems(know, facts.findings),
        know.row((N_("Signed by"), know.of("signed_by")), (N_("Second signature"), know.of("countersigned_by"))),
    )  # fmt: skip


def _area(know: Answers, area: AreaRow) -> Iterator[Row]:
    """An area under its heading: every item with what was seen."""
    found = know.checklist.area(area.area)
    title = f"{area.area} {know.word(found.title) if found is not None else ''}".strip()
    place = say(N_("building {place}"), {"place": area.place}, know.language) if area.place else ""
    times = f"{know.said(area.began)} - {_time(know, area.ended)}"
    fast = know.word(N_("too fast")) if area.too_fast else ""
    alike = say(N_("! same words {count}x"), {"count": area.alike}, know.language) if area.alike else ""
    said = "  ".join(part for part in (title, place, times, know.said(area.grade), fast, alike) if part)
    yield Row((Cell("", said),), heading=True)
    for answer in area.answers:
        yield _table(ITEMS, _answer(know, answer))


def _answer(know: Answers, answer: Answer) -> tuple[str, ...]:
    check = know.checklist.check(answer.id)
    seen = "  ".join(part for part in (answer.place, answer.note) if part)
    return answer.id, know.word(check.text) if check is not None else "", know.word(FOUND[answer.state]), seen


def _left_out(know: Answers, row: RoundRow | None, areas: Sequence[AreaRow]) -> Iterator[Row]:
    """Which stops were left out, and why."""
    if row is None:
        return
    left = patrol.left(patrol.read_stops(row.stops), [(area.area, area.place) for area in areas])
    if left:
        yield know.text(N_("Areas left out"), f"{' '.join(stop.name for stop in left)}  {row.reason}".strip())


def _problems(know: Answers, found: Sequence[FindingRow]) -> Iterator[Row]:
    """The findings of the round with their pages."""
    lines = [f"{row.sheet}  {row.number}  {row.place}  {row.text}" for row in found]
    yield know.text(N_("Problems found"), "\n".join(lines) or know.word(N_("None")))


def _problem(know: Answers) -> tuple[Row, ...]:
    of, item, found = know.of, know.facts.item, know.facts.patrol.rounds
    check = know.checklist.check(of("check_id"))
    asked = f"{check.id} {know.word(check.text)}" if check is not None else of("check_id")
    return (
        know.row(
            (N_("Page code"), of("sheet")), (N_("Register number"), item.number),
            (N_("Found at"), know.said(item.opened)),
        ),
        know.row(
            (N_("Place"), item.place), (N_("Found on the round"), found[0].number if found else ""),
            (N_("Patrolled by"), _walkers(found[0]) if found else item.receiver),
        ),
        know.row((N_("Item of the checklist"), asked), (N_("Found again, times"), of("again")), most=3),
        know.text(N_("Kind"), know.boxes(FindingKind, know.facts.row.get("kind"))),
        know.text(N_("Problem"), of("text"), least=5),
        *_first_acts(know),
        know.row(
            (N_("Solved on the spot"), of("how")), (N_("Manager told"), of("told_to")), (N_("Told at"), of("told")),
            most=4,
        ),
        know.row(
            (N_("Department"), of("department")), (N_("Who was responsible"), of("handler")),
            (N_("Handled at"), of("handled")),
        ),
        know.text(N_("Course of handling"), of("course"), least=5),
        know.text(N_("Result seen on site"), of("result"), least=4),
        know.row((N_("Verified by"), of("verified_by")), (N_("Verified on"), of("verified")),
                 (N_("Person concerned"), _concerned(know)), most=3),
    )  # fmt: skip


def _first_acts(know: Answers) -> Iterator[Row]:
    """What was done at once about a smell, or somebody who breaks the rules."""
    of, kind = know.of, know.facts.row.get("kind")
    if kind is FindingKind.SMELL:
        yield know.row((N_("Unit asked at"), of("asked_unit")), (N_("What they said"), of("unit_answer")), most=4)
        yield know.row((N_("Security called at"), of("security_called")), (N_("Who was reached"), of("security_name")))
    if kind is FindingKind.VIOLATION:
        yield know.text(N_("After talking to them"), know.boxes(Persuaded, know.facts.row.get("persuaded")))


def _concerned(know: Answers) -> str:
    """Who signed on site last."""
    signed = [told.signed.get("concerned", "") for told in know.facts.told]
    return signed[-1] if signed else ""


def _walkers(row: RoundRow) -> str:
    return " / ".join(name for name in (row.walker, row.partner) if name)


def _month(know: Answers) -> tuple[Row, ...]:
    row, facts = know.facts.row, know.facts.patrol
    counts = {count.key: len(count.rounds) for count in rounds.counts(facts.rounds)}
    pages = [each.sheet for each in facts.findings]
    walked = {each.id: _walkers(each) for each in facts.rounds}
    return (
        know.row((N_("From"), str(row.get("starts") or "")), (N_("Until"), str(row.get("ends") or "")),
                 (N_("Rounds expected"), str(counts["expected"]))),
        know.row((N_("Rounds on time"), str(counts["on_time"])), (N_("Rounds late"), str(counts["late"])),
                 (N_("Rounds missed"), str(counts["missed"] + counts["accounted"]))),
        know.row((N_("First page"), pages[0] if pages else "-"), (N_("Last page"), pages[-1] if pages else "-"),
                 (N_("Pages"), str(len(pages)))),
        know.text(N_("In a row"), _in_a_row(know)),
        _heading(know, PAGES, PAGE_NAMES),
        *(_table(PAGES, _page(know, each, walked)) for each in facts.findings),
        _heading(know, ROUNDS, (N_("Round"), N_("Route"), N_("By the plan"), N_("Walked by"), N_("Problems"))),
        *(_table(ROUNDS, _round(know, each)) for each in facts.rounds),
    )  # fmt: skip


def _in_a_row(know: Answers) -> str:
    """Whether a page is missing of the month, and after which page of an earlier one the first follows (G-PAT-04)."""
    pages, before = know.facts.patrol.findings, know.facts.patrol.before
    if not pages:
        return know.word(N_("No page was written in this month."))
    first, missing = pages[0].ord, patrol.gaps([each.ord for each in pages])
    words = {"first": first, "last": pages[-1].ord, "count": len(pages), "page": before.sheet if before else "-",
             "missing": joined(map(str, missing), know.language)}  # fmt: skip
    row = N_("Pages {first} to {last} of all, {count} in a row: none is missing.")
    told = say(N_("Pages {first} to {last} of all; missing: {missing}.") if missing else row, words, know.language)
    after = N_("It begins with the first page of all.") if first == 1 else N_("The page before is {page}.")
    return f"{told} {say(after, words, know.language)}"


def _page(know: Answers, row: FindingRow, walked: dict[int, str]) -> tuple[str, ...]:
    """A page of the archive; a void one stays in its place."""
    who = walked.get(row.round_id or 0) or row.finder
    day = f"{row.opened.astimezone(know.zone):%m-%d}"
    return row.sheet, day, row.text, row.place, _outcome(know, row), who


def _outcome(know: Answers, row: FindingRow) -> str:
    if row.stage == "voided":
        return know.word(VOID)
    if row.solved and not row.verified:
        return know.word(N_("Solved on the spot"))
    told = joined(filter(None, (row.told_to, know.said(row.department))), know.language)
    if row.verified:
        done = say(N_("verified {day}"), {"day": f"{row.verified.astimezone(know.zone):%m-%d}"}, know.language)
        return "\n".join(filter(None, (told, done)))
    return told or know.word(N_("open"))


def _round(know: Answers, row: RoundRow) -> tuple[str, ...]:
    number = f"{row.number}  {_day(know, row)}"
    state = know.word(dict(rounds.STATES)[row.state]) if row.planned else know.word(rounds.UNPLANNED)
    return number, know.word(row.route), state, _walkers(row), str(row.findings or "")


def _day(know: Answers, row: RoundRow | None) -> str:
    """The day of the plan a round belongs to."""
    if row is None:
        return ""
    return str(row.planned_for or row.starts.astimezone(know.zone).date())


def _time(know: Answers, moment: object) -> str:
    return f"{moment.astimezone(know.zone):%H:%M}" if isinstance(moment, datetime) else ""


def _table(spans: Sequence[int], texts: Sequence[str]) -> Row:
    """A line of a list."""
    return Row(tuple(Cell("", text, span) for text, span in zip(texts, spans, strict=True)), most=LONG)


def _heading(know: Answers, spans: Sequence[int], names: Sequence[str]) -> Row:
    """The names of its columns."""
    return Row(tuple(Cell("", know.word(name), span) for name, span in zip(names, spans, strict=True)), heading=True)


PATROL_LOG = Form(
    N_("Patrol log"), _log, (N_("First colleague"), N_("Second colleague")), (FILED,), halves=False, flows=True,
)  # fmt: skip
PROBLEM_SHEET = Form(
    N_("Problem sheet"),
    _problem,
    (N_("Patroller"), N_("Who was responsible"), N_("Person concerned")),
    (FILED,),
    halves=False,
    deeds=("finding.verify",),
)
PATROL_MONTH = Form(
    N_("Patrol record"), _month, (N_("Compiled by"), N_("Archive")), (FILED,), halves=False, flows=True,
)  # fmt: skip
