"""What must not grow with the past: a desk with four years behind it answers with no more work than one with a year.

Work is counted in the instructions of SQLite's machine, which travel to any computer; nothing is timed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from inspect import signature
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bench.past import lengthen
from propdesk.desk import Desk
from propdesk.queries import figures
from propdesk.queries.journal import course as journal_course
from propdesk.rules import cycles
from propdesk.rules.cycles import parse_period
from propdesk.rules.pins import Pins
from propdesk.simulate import calls, keys, reports, stocktakes
from propdesk.simulate.estate import homes, make_roster
from propdesk.simulate.run import CREW, PIN, crew, simulate
from propdesk.simulate.world import Clock, World
from propdesk.store import journal, report, timers
from propdesk.store.verify import verify
from tests.conftest import SATURDAY_NIGHT
from tests.laws.test_tree import QUERIES, VALUES

UNITS, SEED = 60, 1
YEAR, YEARS = 12, 4
"""How often a month is lived; within a year a page that is bounded is full."""
GRAIN = 20
"""Work is counted in so many instructions."""
SLACK = 20 * GRAIN
"""What may differ without growing: another day's open items, a page that is half full."""
ALLOWED = 1.6

OF_ONE_UNIT = "WHERE item.unit_id = ?"
"""What one unit ever had, some hundred items in decades, may be read whole."""
INDEXING = "INSERT INTO entry_search"
"""The search index merges its parts now and then, which is paid off over many entries."""


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month of a small estate, lived through the steps."""
    path = tmp_path_factory.mktemp("lived") / "month.db"
    simulate(path, months=1, units=UNITS, seed=SEED, now=lambda: SATURDAY_NIGHT, signed=False)
    return path


@pytest.fixture(scope="session")
def short(lived: Path) -> Path:
    """The same present with a year behind it."""
    return _longer(lived, "year.db", YEAR)


@pytest.fixture(scope="session")
def long(lived: Path) -> Path:
    """The same present with four years behind it."""
    return _longer(lived, "years.db", YEAR * YEARS)


def _longer(lived: Path, name: str, times: int) -> Path:
    path = lived.with_name(name)
    lengthen(lived, path, times * verify(lived).entries)
    return path


def test_a_past_that_is_made_longer_verifies_and_keeps_its_present(lived: Path, long: Path) -> None:
    before, after = verify(lived), verify(long)
    assert (before.sound, after.sound) == (True, True), after.problems
    assert after.entries >= YEAR * YEARS * before.entries
    assert present(lived) == present(long)


def present(path: Path) -> list[object]:
    """What is open, with what each open item says last."""
    with closing(Desk(path, now=lambda: SATURDAY_NIGHT, pins=Pins(cheap=True))) as desk:
        return desk.read(_open)


def _open(connection: Connection) -> list[object]:
    asked = (
        "SELECT number, stage, title, (SELECT json_remove(body, '$.act', '$.row') FROM payload WHERE seq = "
        "(SELECT max(seq) FROM entry WHERE item_id = item.id)) FROM item WHERE closed IS NULL ORDER BY number"
    )
    return [tuple(row) for row in connection.exec_driver_sql(asked)]


# --- how much work -----------------------------------------------------------------------------------------------


@dataclass
class Work:
    """The work of an engine's connections, in instructions of SQLite's machine."""

    done: int = 0

    def __call__(self) -> int:
        self.done += GRAIN
        return 0


def counted(engine: Engine) -> Work:
    """Count the work of an engine from here on."""
    work = Work()
    engine.dispose()
    event.listen(engine, "connect", lambda raw, _record: raw.set_progress_handler(work, GRAIN))
    return work


@contextmanager
def opened(path: Path, clock: Clock) -> Iterator[Desk]:
    desk = Desk(path, now=clock, pins=Pins(cheap=True), durable=False)
    try:
        yield desk
    finally:
        desk.close()


def grown(less: float, more: float) -> bool:
    """Whether work grew with the past."""
    return more > less * ALLOWED + SLACK


# --- questions ---------------------------------------------------------------------------------------------------

QUESTIONS: list[Callable[..., object]] = [*QUERIES, timers.overdue_unbreached, timers.provisional, report.missing]


@pytest.mark.parametrize("query", QUESTIONS, ids=lambda each: f"{each.__module__.rpartition('.')[2]}.{each.__name__}")
def test_no_question_does_more_work_after_a_longer_past(short: Path, long: Path, query: Callable[..., object]) -> None:
    less, more = (asked_of(path, query) for path in (short, long))
    assert less
    assert {key: (less[key], more[key]) for key in less if grown(less[key], more[key])} == {}


def asked_of(path: Path, query: Callable[..., object]) -> dict[tuple[str, str], float]:
    """The work of each statement of a question, asked of the busiest present items.

    It is asked twice: at first the names of the tables are looked up.
    """
    with opened(path, Clock(SATURDAY_NIGHT)) as desk:
        work = counted(desk._reader)
        values = {**VALUES, **desk.read(busiest), "zone": desk.zone, "limit": 5, "wanted": november(desk)}
        values["owed"] = cycles.owed(desk.site.settings, desk.site.calendar, SATURDAY_NIGHT)
        if query.__module__.endswith("keys"):
            values |= {"item_id": values["key_id"], "ledger": "key"}
        for given in (ways := list(ways_of_asking(query, values))):
            desk.read(query, **given)
        done, doing = noted(desk._reader, work)
        for given in ways:
            doing[0] = " ".join(given)
            desk.read(query, **given)
    return {key: max(each) for key, each in done.items() if OF_ONE_UNIT not in key[1]}


def ways_of_asking(query: Callable[..., object], values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What must be said and how much is wanted at most; then with each of the other wishes."""
    wanted = list(signature(query).parameters.values())[1:]
    needed = {part.name: values[part.name] for part in wanted if part.default is part.empty or _bounds(part.name)}
    yield needed
    for part in wanted:
        if part.name not in needed:
            yield {**needed, part.name: values[part.name]}


def _bounds(name: str) -> bool:
    """Whether a parameter says how much is wanted at most."""
    return name in ("limit", "latest")


def november(desk: Desk) -> figures.Wanted:
    return figures.wanted(parse_period("2026-11"), desk.site.settings, desk.site.calendar, {}, SATURDAY_NIGHT)


def busiest(connection: Connection) -> dict[str, object]:
    """Items, units and entries of the present as a screen would ask for them; the key set that was lent most."""

    def one(asked: str) -> Any:
        return connection.exec_driver_sql(asked).scalar()

    key = one(
        "SELECT item_id FROM entry JOIN item ON item.id = item_id WHERE resting GROUP BY item_id"
        " ORDER BY count(*) DESC LIMIT 1"
    )
    last = one("SELECT id FROM item WHERE ledger = 'contact' AND unit_id IS NOT NULL ORDER BY id DESC LIMIT 1")
    seq = journal.read_head(connection)[0]
    return {
        "item_id": last, "which": last, "key_id": key, "ids": list(range(last - 40, last)), "after": seq - 5,
        "unit_id": one(f"SELECT unit_id FROM item WHERE id = {last}"),  # noqa: S608  a number of ours
        "matter_id": one(f"SELECT matter_id FROM item WHERE id = {last}"),  # noqa: S608  a number of ours
        "shift_id": one(f"SELECT shift_id FROM entry WHERE seq = {seq}"),  # noqa: S608  a number of ours
        "act_id": one(f"SELECT act_id FROM entry WHERE seq = {seq}"),  # noqa: S608  a number of ours
        "newest": one("SELECT max(ord) FROM item WHERE ledger = 'contact'"),
        "complaint_id": one("SELECT max(id) FROM item WHERE ledger = 'complaint'"),
        "person": one("SELECT person FROM item WHERE ledger = 'loan' ORDER BY id DESC LIMIT 1"),
        "typed": "漏水", "cabinet": "A",
        "start": SATURDAY_NIGHT - timedelta(days=20), "since": SATURDAY_NIGHT - timedelta(days=20),
    }  # fmt: skip


def test_the_course_of_a_key_set_grows_and_its_latest_entries_do_not(short: Path, long: Path) -> None:
    works = []
    for path in (short, long):
        with opened(path, Clock(SATURDAY_NIGHT)) as desk:
            work, key = counted(desk._reader), int(str(desk.read(busiest)["key_id"]))
            for latest in (8, None):
                before = work.done
                desk.read(journal_course, key, "en", desk.zone, latest=latest)
                works.append(work.done - before)
    latest_short, whole_short, latest_long, whole_long = works
    assert grown(whole_short, whole_long)
    assert not grown(latest_short, latest_long)


# --- acts --------------------------------------------------------------------------------------------------------


def test_no_act_does_more_work_after_a_longer_past(short: Path, long: Path, tmp_path: Path) -> None:
    less, more = (days_lived(path, tmp_path) for path in (short, long))
    assert len(less) > 100
    assert {key: (less[key], more[key]) for key in less if key in more and grown(less[key], more[key])} == {}


def days_lived(path: Path, folder: Path) -> dict[tuple[str, str], float]:
    """The median work of each statement of each step in a further day of work."""
    copied = folder / path.name
    copied.write_bytes(path.read_bytes())
    clock = Clock(SATURDAY_NIGHT)
    with opened(copied, clock) as desk:
        work = counted(desk._writer)
        done, doing = noted(desk._writer, work)
        world = going_on(desk, clock, days=1)
        perform = desk.perform

        def told(step: Any, *rest: Any, **more: Any) -> Any:
            doing[0] = type(step).name()
            return perform(step, *rest, **more)

        desk.perform = told  # type: ignore[method-assign]  # only looked at
        world.live()
    return {key: median(each) for key, each in done.items() if not key[1].startswith(INDEXING)}


def noted(engine: Engine, work: Work) -> tuple[dict[tuple[str, str], list[int]], list[str]]:
    """The work of each statement of an engine by what is being done."""
    done: dict[tuple[str, str], list[int]] = defaultdict(list)
    doing = [""]
    begun = [0]

    def before(*_: object) -> None:
        begun[0] = work.done

    def after(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        done[doing[0], statement].append(work.done - begun[0])

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    return done, doing


def going_on(desk: Desk, clock: Clock, *, days: int) -> World:
    """The simulated desk lives on: the same people, calls, keys and counts."""
    random = Random(SEED)
    roster = make_roster(random, UNITS, desk.site.calendar.day(clock.moment))
    actors = [desk.sign_in(name, PIN) for name, _roles in CREW]
    world = World(desk, clock, Random(7), crew(actors), homes(roster), clock.moment + timedelta(days=days))
    world.acts = 10**6
    world.spawn(calls.days(world, calls.ordinary(3000)))
    world.spawn(reports.mornings(world))
    world.spawn(keys.days(world, keys.ordinary(3000)))
    world.spawn(stocktakes.weekly(world, None))
    return world
