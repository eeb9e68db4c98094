"""What must be true of the tree of files, and of every statement that reads the database."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

import propdesk
from propdesk.desk import Desk
from propdesk.models.report import ReportKind
from propdesk.procedures import manual
from propdesk.procedures.site import site_of
from propdesk.procedures.step import Opening
from propdesk.queries import figures
from propdesk.rules.cycles import parse_period
from propdesk.rules.patrol import Ground
from propdesk.settings import Settings
from propdesk.store import triggers
from tests.conftest import SATURDAY_NIGHT
from tests.laws.cases import RAISE, WAYS, case, do
from tests.laws.cases_complaint import COMPLAIN
from tests.laws.conftest import Bring

PACKAGE = Path(propdesk.__file__).parent
ROOT = PACKAGE.parent
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if "__pycache__" not in path.parts]
CODE = [path for path in FILES if "versions" not in path.parts]
"""Everything but the migrations, which are never changed again."""

LONG_FILES = {
    "procedures/contact.py": 500,
}
"""Files above 400 lines that may be so long, and no longer."""

LONG_FUNCTIONS: dict[str, int] = {}
"""Functions above 50 lines that may be so long."""

SPEAKING_PACKAGES = {"cli/__init__.py"}
"""Packages that are not empty: the entry point, which imports nothing before it knows what is asked."""

ONCE_A_YEAR = {"system.adopt_calendar"}
"""Acts so rare that they may look at every clock."""

CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter", "time_ns", "localtime", "gmtime"}
CLOCK_OWNERS = {"datetime", "date", "time", "pendulum", "dt"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def texts_of(path: Path) -> Iterator[str]:
    """The texts of a file that are not there to explain it."""
    tree = tree_of(path)
    explains = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explains:
            yield node.value


# --- who knows what ----------------------------------------------------------------------------------------------


def test_the_desk_does_not_know_the_terminal() -> None:
    asks = "import sys, propdesk.desk; print([name for name in ('textual', 'rich', 'typer') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_the_desk_and_its_screens_load_nothing_for_rare_work() -> None:
    rare = ("alembic", "mako", "openpyxl", "fpdf", "pypinyin", "sqlalchemy.dialects.postgresql")
    asks = f"import sys, propdesk.desk, propdesk.screens.modes; print([name for name in {rare} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_the_clock_asks_what_time_it_is(path: Path) -> None:
    asked = [
        f"{ast.unparse(node)}:{node.lineno}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS and _owner(node) in CLOCK_OWNERS
    ]
    from_time = [
        alias.name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
    ]
    assert name_of(path) == "clock.py" or not [*asked, *from_time]


def _owner(node: ast.Attribute) -> str:
    return ast.unparse(node.value).rpartition(".")[2]


def test_the_law_of_the_clock_sees_a_clock() -> None:
    assert [node.attr for node in ast.walk(tree_of(PACKAGE / "clock.py")) if isinstance(node, ast.Attribute)
            and node.attr in CLOCKS and _owner(node) in CLOCK_OWNERS]  # fmt: skip


def test_packages_are_empty() -> None:
    speaking = {name_of(path) for path in FILES if path.name == "__init__.py" and path.read_text("utf-8").strip()}
    assert speaking == SPEAKING_PACKAGES


def test_no_file_grows_too_long() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in CODE}
    assert {name: length for name, length in lengths.items() if length > LONG_FILES.get(name, 400)} == {}
    assert {name for name in LONG_FILES if lengths[name] <= 400} == set()


def test_no_function_grows_too_long() -> None:
    lengths = {
        f"{name_of(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in CODE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LONG_FUNCTIONS.get(name, 50)} == {}
    assert {name for name in LONG_FUNCTIONS if lengths[name] <= 50} == set()


def test_nothing_is_printed_but_by_the_command_line() -> None:
    printing = {
        name_of(path)
        for path in CODE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert {name for name in printing if not name.startswith("cli")} == set()


SQLITE_ONLY = re.compile(
    r"\b(?:PRAGMA|sqlite_master|sqlite_schema|INSERT OR|REPLACE INTO|fts5|rowid|julianday|strftime\()\b"
    r"|\bMATCH\b|\bGLOB\b|\bVACUUM\b"
)


def test_sql_of_sqlite_alone_is_only_in_the_store() -> None:
    outside = {
        f"{name_of(path)}: {text[:60]}"
        for path in CODE
        if not name_of(path).startswith("store/")
        for text in texts_of(path)
        if SQLITE_ONLY.search(text)
    }
    assert outside == set()


def test_the_law_of_sql_sees_the_sql_of_the_store() -> None:
    seen = {name_of(path) for path in CODE for text in texts_of(path) if SQLITE_ONLY.search(text)}
    assert {"store/engine.py", "store/search.py", "store/triggers.py", "store/verify.py"} <= seen


def test_the_triggers_are_there_at_the_newest_schema(desk: Desk) -> None:
    assert desk.read(triggers.missing) == []
    with desk._writer.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entry_no_delete")
    assert desk.read(triggers.missing) == ["entry_no_delete"]


# --- every question has an index ---------------------------------------------------------------------------------

BIG = {"item", "entry", "payload", "act", "timer", "timer_pause", "attempt", "contact", "complaint", "emergency",
       "callback", "callback_sheet", "key", "loan", "stocktake", "stock_line", "owner_card", "movein",
       "movein_defect", "file", "file_reading", "file_change", "file_census", "round", "round_area", "finding",
       "vacancy", "vacancy_visit", "vacancy_letting", "renovation", "renovation_entry", "duty_turn",
       "handover", "shift_count", "shift_take", "day_seal", "log_reader"}  # fmt: skip
"""Tables that grow with every day of work."""

QUERIES = [
    function
    for path in sorted((PACKAGE / "queries").glob("[a-z]*.py"))
    for module in [importlib.import_module(f"propdesk.queries.{path.stem}")]
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
    and next(iter(inspect.signature(function).parameters), "") == "connection"
]  # fmt: skip

WANTED = figures.wanted(parse_period("2026-11"), Settings(), site_of(Settings()).calendar, {}, SATURDAY_NIGHT)
VALUES: dict[str, object] = {
    "item_id": 1, "which": 1, "unit_id": 1, "building_id": 1, "person_id": 1, "operator_id": 1, "matter_id": 1,
    "shift_id": 1, "act_id": 1, "timer_id": 1, "ids": [1, 2], "after": 1, "ledger": "contact", "newest": 40, "size": 40,
    "now": SATURDAY_NIGHT, "start": SATURDAY_NIGHT, "end": SATURDAY_NIGHT, "since": SATURDAY_NIGHT,
    "today": SATURDAY_NIGHT.date(), "last": SATURDAY_NIGHT.date(),
    "language": "en", "typed": "楼道灯不亮", "text": "楼道灯不亮", "code": "3-1299",
    "wanted": WANTED, "report_kind": ReportKind.SUMMARY, "first": SATURDAY_NIGHT.date(),
    "kept": {"building_id": 1, "linked_id": 1, "reviewer_id": 1}, "incident_id": 1, "complaint_id": 1,
    "cabinet": "A", "person": "王敏", "_ledger": "key", "steps": ("contact.receive",), "codes": ("KEY.LOAN_TERM",),
    "campaign": "一期", "rate": 80, "limit": 5, "mine": 1, "roles": ("supervisor",), "only_open": True, "every": True,
    "only_active": True, "checks": ("A1", "B1"),
    "check_id": "A1", "place": "3 5F", "before": SATURDAY_NIGHT,
    "month": SATURDAY_NIGHT.date().replace(day=1), "day": SATURDAY_NIGHT.date(),
    "turn": site_of(Settings()).turn(SATURDAY_NIGHT), "number": 1,
    "moment": SATURDAY_NIGHT, "starts": SATURDAY_NIGHT, "settings": Settings(),
    "latest": 8, "ground": Ground(("3",), SATURDAY_NIGHT, SATURDAY_NIGHT.date(), SATURDAY_NIGHT.date()),
}  # fmt: skip
"""What a question is asked with, by the name of its parameter."""

NEWEST_FIRST = re.compile(r"ORDER BY (?:item|timer|entry)\.(?:id|seq) DESC\s+LIMIT \?")
"""A page of the newest, read backwards along the primary key: it needs no other index where nothing is filtered."""


@contextmanager
def asked(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements an engine is given inside."""
    seen: list[tuple[str, Any]] = []

    def note(_: Connection, __: object, statement: str, parameters: Any, *___: object) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def scanned(connection: Connection, statement: str, parameters: Any) -> list[str]:
    """The steps of SQLite's plan that read a whole big table."""
    if not re.match(r"(SELECT|UPDATE|DELETE|WITH)\b", statement):
        return []
    names = {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", statement)}
    plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    whole = [step for step in plan if (found := re.match(r"SCAN (\w+)", step)) and "USING" not in step
             and names.get(found[1], found[1]) in BIG]  # fmt: skip
    unfiltered = NEWEST_FIRST.search(statement) and "WHERE" not in statement
    return [] if unfiltered else whole


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query.__module__.rpartition('.')[2]}.{query.__name__}")
def test_no_question_reads_a_whole_register(ready: Bring, query: Callable[..., object]) -> None:
    desk = ready((*WAYS["contact"]["forwarded"], COMPLAIN, RAISE)).desk
    values = {**VALUES, "zone": desk.zone}
    wanted = list(inspect.signature(query).parameters.values())[1:]
    needed = {part.name: values[part.name] for part in wanted if part.default is part.empty}
    optional = [part.name for part in wanted if part.default is not part.empty]
    with asked(desk._reader) as statements:
        for name in (None, *optional):
            desk.read(query, **needed, **({name: values[name]} if name else {}))
    assert statements
    for statement, parameters in statements:
        assert desk.read(scanned, statement, parameters) == [], statement


@pytest.mark.parametrize("name", sorted({step.name() for step in manual.all_steps()} - ONCE_A_YEAR))
def test_no_act_reads_a_whole_register(ready: Bring, name: str) -> None:
    found = case(name)
    there = ready(found.way or ())
    with asked(there.desk._writer) as statements:
        do(there.counter, name, found, None if issubclass(manual.step(name), Opening) else there.item)
    for statement, parameters in statements:
        assert there.desk.read(scanned, statement, parameters) == [], statement


def test_the_law_of_indexes_sees_a_whole_table_being_read(desk: Desk) -> None:
    assert desk.read(scanned, "SELECT * FROM item WHERE title = ?", ("x",)) == ["SCAN item"]
    assert desk.read(scanned, "SELECT * FROM entry AS later WHERE later.hash = ?", ("x",)) == ["SCAN later"]
