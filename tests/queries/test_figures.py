"""The figures of a period: every number leads to its rows and equals a plain recount of the journal."""

import json
import shutil
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.procedures import manual
from propdesk.queries import figures, items
from propdesk.rules.figures import NONE, Case, Line, Row, average, basis_of, notes, split, stored, tables, timeliness
from propdesk.rules.pins import Pins
from propdesk.settings import SERVICES
from tests.conftest import SATURDAY_NIGHT, Counter, FrozenClock
from tests.laws.test_tree import asked, scanned
from tests.queries.lively import MATTERS, Life, counted, wanted

PERIODS = ("2026-11", "2026-11-H2", "2026Q4", "2026-11-25", "2026-12", "2026-11-23..2026-11-29", "2026-10")


@pytest.fixture(scope="module")
def lived(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """A desk with two weeks behind it, and what time it is there."""
    path, clock = tmp_path_factory.mktemp("lived") / "desk.db", FrozenClock()
    shutil.copy(founded, path)
    desk = Desk.open(path, now=clock, pins=Pins(cheap=True))
    Life(Counter(desk, desk.sign_in("张敏", "2468"), clock)).live(12)
    desk.close()
    return path, clock.moment


@pytest.fixture
def alive(lived: tuple[Path, datetime], tmp_path: Path) -> Iterator[Counter]:
    """The supervisor at a copy of that desk."""
    path, clock = tmp_path / "lived.db", FrozenClock(lived[1])
    shutil.copy(lived[0], path)
    desk = Desk.open(path, now=clock, pins=Pins(cheap=True))
    counter = Counter(desk, desk.sign_in("张敏", "2468"), clock)
    counter._requests = 100_000
    yield counter
    desk.close()


# --- a plain recount ---------------------------------------------------------------------------------------------


@dataclass
class Told:
    """What the entries tell of an item."""

    id: int
    ledger: str
    opened: datetime
    stage: str = ""
    closed: datetime | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    contact: tuple[datetime, datetime] | None = None
    called_back: bool = False


def retold(connection: Connection) -> list[Told]:
    """Every item of the journal, from its entries alone."""
    found: dict[int, Told] = {}
    entries = connection.execute(
        text("SELECT e.step, e.item_id, e.happened, p.body FROM entry e JOIN payload p ON p.seq = e.seq ORDER BY e.seq")
    )
    started: dict[int, datetime] = {}
    for step, item, happened, body in entries:
        if item is None:
            continue
        at, said = datetime.fromisoformat(f"{happened}+00:00"), json.loads(body)
        ledger, _, deed = step.partition(".")
        told = found.setdefault(item, Told(item, ledger, at))
        values = {name: _plain(value) for name, value in said["values"].items()}
        if step == "system.breach":
            told.missed.append(values["code"])
            continue
        told.steps.append(deed)
        told.answers.update(values)
        told.stage = said["stage"][1]
        if manual.procedure(ledger).is_final(told.stage):
            told.closed = told.closed or at
        if deed == "called_back":
            told.called_back = told.stage in ("replied", "explained", "reviewed")
        if deed == "attempt":
            told.attempts.append(values["outcome"])
        for tick in said["timers"]:
            if tick["code"] == "COMP.CONTACT_2H" and tick["what"] == "started":
                started[item] = at
            elif tick["code"] == "COMP.CONTACT_2H" and tick["what"] in ("met", "late"):
                told.contact = told.contact or (started[item], at)
    return list(found.values())


def _plain(value: Any) -> Any:
    return value.get("value", value.get("moment")) if isinstance(value, dict) else value


def cohort(desk: Desk, ledger: str, period: str, column: str = "opened") -> list[Told]:
    """The items of a ledger that the entries put into a period, voided ones left out."""
    basis = wanted(desk, period).basis
    told = [each for each in desk.read(retold) if each.ledger == ledger and each.stage not in ("voided", "merged")]
    moments = [(each, getattr(each, column)) for each in told]
    return [each for each, moment in moments if moment is not None and basis.start <= moment < basis.end]


def ids(told: Iterable[Told], fits: Callable[[Told], object] = lambda _each: True) -> list[int]:
    return sorted(each.id for each in told if fits(each))


@pytest.mark.parametrize("period", PERIODS)
def test_complaints_are_what_a_recount_of_the_journal_finds(alive: Counter, period: str) -> None:
    found = counted(alive.desk, period)
    told = cohort(alive.desk, "complaint", period)
    expected = {
        "complaint.received": ids(told),
        "complaint.closed": ids(cohort(alive.desk, "complaint", period, "closed")),
        "complaint.handled": ids(told, lambda each: {"resolve", "explain"} & set(each.steps)),
        "complaint.called_back": ids(told, lambda each: each.called_back),
        "complaint.open": ids(told, lambda each: each.closed is None),
        "complaint.on_spot": ids(told, lambda each: each.answers.get("on_spot")),
        "complaint.public": ids(told, lambda each: each.answers.get("public")),
        **{f"complaint.{axis}.{value}": ids(told, lambda each, a=axis, v=value: each.answers.get(a) == v)  # type: ignore[misc]
           for axis, values in {
               "validity": ("valid", "assist", "invalid"),
               "cause": ("management", "developer", "outside", "neighbour", "other"),
               "severity": ("minor", "important", "major"),
               "channel": ("phone", "visit", "letter", "online", "street"),
               "department": ("engineering", "security", "cleaning", "finance"),
           }.items() for value in values},
        "complaint.validity.none": ids(told, lambda each: each.answers.get("validity") is None),
        "complaint.department.none": ids(told, lambda each: each.answers.get("department") is None),
    }  # fmt: skip
    assert {key: sorted(found.line(key).ids) for key in expected} == expected


def test_there_is_something_to_count(alive: Counter) -> None:
    found = counted(alive.desk, "2026-11")
    for key in ("complaint.received", "complaint.closed", "complaint.handled", "complaint.called_back",
                "complaint.open", "complaint.overdue", "complaint.voided", "complaint.validity.assist",
                "complaint.department.security", "timely.matter.in_time", "timely.matter.late", "repair.trade.water",
                "repair.urgent", f"booking.service.{SERVICES[0]}", "contact.kind.enquiry", "callback.repair",
                "missed.comp.contact_2h", "attempt.busy", "timely.first_contact"):  # fmt: skip
        assert found.line(key).count or found.line(key).of, key


@pytest.mark.parametrize("period", PERIODS)
def test_work_and_calls_are_what_a_recount_of_the_journal_finds(alive: Counter, period: str) -> None:
    found = counted(alive.desk, period)
    repairs, bookings, calls = (cohort(alive.desk, ledger, period) for ledger in ("repair", "booking", "contact"))
    expected = {
        "repair.all": ids(repairs),
        "repair.closed": ids(repairs, lambda each: each.closed is not None),
        "repair.open": ids(repairs, lambda each: each.closed is None),
        "repair.urgent": ids(repairs, lambda each: each.answers.get("urgent")),
        "repair.trade.water": ids(repairs, lambda each: each.answers["trade"] == "water"),
        "booking.all": ids(bookings),
        "contact.kind.enquiry": ids(calls, lambda each: each.answers["kind"] == "enquiry"),
        "contact.kind.other": ids(calls, lambda each: each.answers["kind"] == "other"),
    }
    assert {key: sorted(found.line(key).ids) for key in expected} == expected
    services = Tally(each.answers["service"] for each in bookings)
    assert {line.label: line.count for line in found.lines() if line.key.startswith("booking.service.")} == services


@pytest.mark.parametrize("period", PERIODS)
def test_missed_deadlines_attempts_and_lateness_are_what_the_journal_tells(alive: Counter, period: str) -> None:
    desk = alive.desk
    found, told = counted(desk, period), cohort(desk, "complaint", period)
    known = {each.id for each in told}
    for code in ("COMP.DELIVER_20M", "COMP.CONTACT_2H", "COMP.REPLY_AGREED"):
        line = next((each for each in found.lines() if each.key == f"missed.{code.lower()}"), Line("", "", ()))
        missed = sorted(each.id for each in told for one in each.missed if one == code)
        assert sorted(item for item in line.ids if item in known) == missed, code
    for outcome in ("no_answer", "busy", "answered"):
        tried = [item for item in found.line(f"attempt.{outcome}").ids if item in known]
        assert sorted(tried) == sorted(each.id for each in told for one in each.attempts if one == outcome)
    assert sorted(found.line("timely.complaint.late").ids) == ids(told, lambda each: each.missed)
    in_time = ids(told, lambda each: not each.missed and each.closed)
    assert sorted(found.line("timely.complaint.in_time").ids) == in_time
    minutes = [int((end - start).total_seconds()) // 60 for start, end in (e.contact for e in told if e.contact)]
    first = found.line("timely.first_contact")
    assert first.minutes == ((sum(minutes) + len(minutes) // 2) // len(minutes) if minutes else None)
    assert first.count == len(minutes)


def test_callbacks_belong_to_the_period_in_which_the_work_ended(alive: Counter) -> None:
    found = counted(alive.desk, "2026-11")
    basis = found.basis
    due = [each for each in alive.desk.read(retold) if each.ledger == "callback" and each.stage != "voided"
           and basis.start <= datetime.fromisoformat(each.answers["since"]) < basis.end]  # fmt: skip
    assert due
    for kind in ("repair", "service", "complaint"):
        line = found.line(f"callback.{kind}")
        assert sorted(line.of or ()) == ids(due, lambda each, kind=kind: each.answers["kind"] == kind)  # type: ignore[misc]
        assert sorted(line.ids) == ids(
            due, lambda each, kind=kind: each.answers["kind"] == kind and "done" in each.steps  # type: ignore[misc]
        )  # fmt: skip
    assert (found.line("callback.complaint").target, found.line("callback.repair").target) == (100, 80)


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_is_as_long_as_its_rows(alive: Counter, period: str) -> None:
    found = counted(alive.desk, period)
    kept = {row.key: row for table in tables(stored(found)) for row in table.rows}
    assert len(kept) == len(found.lines())
    for line in found.lines():
        rows = alive.desk.read(items.by_ids, list(dict.fromkeys(line.ids)))
        assert {row.id for row in rows} == set(line.ids), line.key
        assert kept[line.key].count == line.count == len(line.ids)
        assert (kept[line.key].of or 0) == len(line.of or ())
        if line.of is not None:
            assert set(line.ids) <= set(line.of)
        if not line.key.startswith(("missed.", "attempt.")):
            assert len(set(line.ids)) == len(line.ids), line.key


def test_each_sorting_of_complaints_adds_up(alive: Counter) -> None:
    found = counted(alive.desk, "2026-11")
    for axis in ("validity", "cause", "severity", "channel", "department"):
        parts = [line.count for line in found.lines() if line.key.startswith(f"complaint.{axis}.")]
        assert sum(parts) == found.line("complaint.received").count, axis
    timely = [found.line(f"timely.complaint.{part}").count for part in ("in_time", "late", NONE)]
    assert sum(timely) == found.line("complaint.received").count


def test_two_halves_are_the_month_and_its_days_too(alive: Counter) -> None:
    def received(period: str) -> list[int]:
        return sorted(counted(alive.desk, period).line("complaint.received").ids)

    month = received("2026-11")
    assert sorted([*received("2026-11-H1"), *received("2026-11-H2")]) == month
    assert sorted(item for day in range(1, 31) for item in received(f"2026-11-{day:02}")) == month
    assert sorted([*month, *received("2026-10"), *received("2026-12")]) == received("2026Q4")


def test_a_site_may_count_the_cases_that_were_closed(alive: Counter) -> None:
    alive.do("system.configure", setting="count_by", json_value='"closed"')
    alive.desk.reload()
    found = counted(alive.desk, "2026-11")
    closed = ids(cohort(alive.desk, "complaint", "2026-11", "closed"))
    told = cohort(alive.desk, "complaint", "2026-11", "closed")
    valid = ids(told, lambda each: each.answers.get("validity") == "valid")
    assert sorted(found.line("complaint.closed").ids) == closed
    assert sorted(found.line("complaint.validity.valid").ids) == valid
    assert found.line("complaint.open").count == 0
    assert found.line("complaint.received").ids == counted(alive.desk, "2026-11").line("complaint.received").ids
    assert "closed in the period" in notes(found.basis)[0][0]


def test_what_is_open_from_before_shows_beside_the_new(alive: Counter) -> None:
    found = counted(alive.desk, "2026-12")
    told = [each for each in alive.desk.read(retold) if each.ledger == "complaint" and each.closed is None]
    expected = ids(told, lambda each: each.opened < found.basis.start)
    assert sorted(found.line("complaint.before").ids) == expected
    assert expected


def test_an_empty_period_says_nothing_wrong(desk: Desk) -> None:
    found = counted(desk, "2026-10")
    assert all(line.count == 0 and line.percent is None and line.minutes is None for line in found.lines())
    assert all(line.reached is None for line in found.lines())


def test_a_figure_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        counted(desk, "2026-10").line("complaint.blue")
    assert caught.value.code == "figure"
    assert counted(desk, "2026-10").line(" COMPLAINT.Received ").key == "complaint.received"


@pytest.mark.parametrize("count_by", ["received", "closed"])
def test_counting_reads_only_what_the_period_holds(alive: Counter, count_by: str) -> None:
    alive.do("system.configure", setting="count_by", json_value=json.dumps(count_by))
    alive.desk.reload()
    with asked(alive.desk._reader) as statements:
        alive.desk.read(figures.figures, wanted(alive.desk, "2026-11"))
        alive.desk.read(figures.published, wanted(alive.desk, "2026-11"))
    assert statements
    for statement, parameters in statements:
        assert alive.desk.read(scanned, statement, parameters) == [], statement
        if " FROM item" in statement and "timer" not in statement:
            plan = str(alive.desk.read(explained, statement, parameters))
            assert "ix_item_ledger_" in plan or "ix_item_open" in plan or "ix_callback_since" in plan, plan


def explained(connection: Connection, statement: str, parameters: Any) -> list[str]:
    return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]


# --- the parts that know no database -----------------------------------------------------------------------------


def case(number: int, **other: Any) -> Case:
    given: dict[str, Any] = {"ledger": "complaint", "stage": "received", "urgent": False, "opened": SATURDAY_NIGHT,
                             "closed": None}  # fmt: skip
    return Case(number, **{**given, **other})


def test_a_case_still_open_is_late_but_never_in_time() -> None:
    shut = SATURDAY_NIGHT + timedelta(hours=1)
    cases = [case(1, closed=shut), case(2, late=True), case(3), case(4, closed=shut, late=True), case(5, closed=shut)]
    met, late, waiting = timeliness("t", cases, 90, ("a", "b", "c"))
    assert (met.ids, late.ids, waiting.ids) == ((1, 5), (2, 4), (3,))
    assert met.percent == 50
    assert met.reached is False


def test_a_rate_just_missed_is_not_rounded_up_to_its_target() -> None:
    line = Line("k", "l", tuple(range(899)), of=tuple(range(1000)), target=90)
    assert (line.percent, line.reached) == (89, False)
    reached = Line("k", "l", tuple(range(900)), of=tuple(range(1000)), target=90)
    assert (reached.percent, reached.reached) == (90, True)


def test_a_value_nobody_foresaw_has_its_own_line() -> None:
    cases = [case(1, row={"x": "a"}), case(2, row={"x": "z"}), case(3, row={"x": None})]
    lines = split("k", "x", {"a": "A"}, cases, none="None")
    assert [(line.key, line.ids) for line in lines] == [("k.a", (1,)), ("k.z", (2,)), ("k.none", (3,))]


def test_an_average_of_nothing_is_nothing() -> None:
    assert average("k", "l", [case(1)]).minutes is None
    assert average("k", "l", [case(1, first_contact=10), case(2, first_contact=15)]).minutes == 13


def test_stored_figures_are_read_as_they_were(alive: Counter) -> None:
    found = counted(alive.desk, "2026-11")
    kept = json.loads(json.dumps(stored(found), ensure_ascii=False))
    assert basis_of(kept) == found.basis
    shown = tables(kept)
    assert [table.key for table in shown] == [section.key for section in found.sections]
    assert isinstance(shown[0].rows[0], Row)


# --- what is published -------------------------------------------------------------------------------------------


def test_what_is_published_names_nobody(counter: Counter) -> None:
    said = "王敏(3-1201)说：３号楼1201室 王 敏家漏水，电话138 1234 8812、０５３２－８８８８６６６６，找刘强，鲁B12345"
    number = counter.do("complaint.receive", unit="3-1201", caller="王敏", phone="13812348812", text=said).item
    counter.do("complaint.classify", number, validity="valid", cause="management", severity="minor", public="yes")
    counter.do("complaint.resolve", number, result="周师傅给单志刚换了2个水泵，2026-11-21完工", on_spot="yes")
    hidden = counter.do("complaint.receive", unit="3-1301", caller="单志刚", text="私事").item
    counter.do("complaint.classify", hidden, validity="valid", cause="management", severity="minor")
    shown = counter.desk.read(figures.published, wanted(counter.desk, "2026-11"))
    assert len(shown) == 1
    everything = json.dumps(shown, ensure_ascii=False)
    for personal in (
        "王敏",
        "王 敏",
        "刘强",
        "单志刚",
        "周师傅",
        "1201",
        "１２０１",
        "8812",
        "6666",
        "８８８８",
        "B12345",
        "张敏",
    ):
        assert personal not in everything, personal
    assert "换了2个水泵，2026-11-21完工" in everything
    assert "漏水" in everything


def test_collective_matters_are_published_too_and_voided_ones_are_not(counter: Counter) -> None:
    for text_ in MATTERS[:2]:
        number = counter.do("complaint.receive", text=text_, apart="yes").item
        counter.do("complaint.classify", number, validity="valid", severity="minor", public="yes")
    counter.do("complaint.void", number, reason="录错")
    shown = counter.desk.read(figures.published, wanted(counter.desk, "2026-11"))
    assert [each["matter"] for each in shown] == [MATTERS[0]]
    assert shown[0]["closed"] is False
