"""What must be true of every ledger: its stages, its clocks, its keys, its rules."""

import ast
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection

from propdesk import locations
from propdesk.errors import Refused
from propdesk.models import tables
from propdesk.procedures import manual
from propdesk.procedures.step import Procedure, Step
from propdesk.queries import items
from propdesk.rules.rulebook import Rulebook, load_rulebook
from propdesk.store import timers
from tests.laws.case import Case, Way
from tests.laws.cases import PARTS, WAYS, case, do
from tests.laws.conftest import Bring

LEDGERS = [part.ledger for part in manual.ledgers()]
PACKAGE = Path(manual.__file__).parent
KINDS = ("starts", "may_start", "meets", "may_meet", "ends")


def rulebook() -> Rulebook:
    return load_rulebook(locations.data() / "rulebook.toml")


def leads(step: type[Step], stage: str) -> tuple[str, ...]:
    """The stages a step may lead to from a stage; where it says none, the item stays."""
    if len(step.to) > 1 and set(step.to) <= set(step.at):
        return (stage, *step.to)
    return step.to or (stage,)


# --- stages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_stage_can_be_reached(ledger: str) -> None:
    procedure = manual.procedure(ledger)
    reached = {stage for step in procedure.steps if not step.at for stage in step.to}
    while more := {to for step in procedure.steps for to in step.to if reached & set(step.at)} - reached:
        reached |= more
    assert reached == {stage.name for stage in procedure.stages}


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_stage_that_is_not_final_can_be_left_and_not_only_by_voiding(ledger: str) -> None:
    procedure = manual.procedure(ledger)
    ends = {stage.name for stage in procedure.stages if stage.final and stage.name != "voided"}
    while more := {at for step in procedure.steps for at in step.at if ends & set(step.to)} - ends:
        ends |= more
    assert ends == {stage.name for stage in procedure.stages} - {"voided"}


@pytest.mark.parametrize("ledger", LEDGERS)
def test_steps_speak_only_of_stages_that_are_there(ledger: str) -> None:
    procedure = manual.procedure(ledger)
    known = {stage.name for stage in procedure.stages}
    for step in procedure.steps:
        assert {*step.at, *step.to} <= known, step.name()


@pytest.mark.parametrize("ledger", LEDGERS)
def test_what_is_final_stays_final_except_by_voiding(ledger: str) -> None:
    procedure = manual.procedure(ledger)
    for step in procedure.steps:
        for stage in step.at:
            if procedure.is_final(stage):
                assert set(step.to) <= {stage, "voided"}, step.name()


@pytest.mark.parametrize("ledger", LEDGERS)
def test_each_ledger_can_correct_and_void_also_what_is_closed(ledger: str) -> None:
    procedure = manual.procedure(ledger)
    stages = {stage.name for stage in procedure.stages} - {"voided"}
    for word in ("correct", "void"):
        step = procedure.step(f"{ledger}.{word}")
        assert step is not None
        assert set(step.at) == stages


# --- keys and names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ledger", "stage"), [(part.ledger, stage.name) for part in manual.ledgers() for stage in part.stages]
)
def test_no_two_steps_at_a_stage_have_the_same_key(ledger: str, stage: str) -> None:
    keys = [step.key for step in manual.steps_at(ledger, stage)]
    assert all(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("ledger", LEDGERS)
def test_no_two_openings_of_a_ledger_have_the_same_key(ledger: str) -> None:
    keys = [step.key for step in manual.procedure(ledger).steps if not step.at and not step.hidden]
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_prefixes_and_ledgers_are_told_apart() -> None:
    prefixes = [part.prefix for part in manual.ledgers()]
    names = [part.ledger for part in manual.PROCEDURES]
    assert all(re.fullmatch("[A-Z]{2}", prefix) for prefix in prefixes)
    assert len(set(prefixes)) == len(prefixes)
    assert len(set(names)) == len(names)


def test_every_step_says_what_it_does_and_names_guards_of_the_manual() -> None:
    for step in manual.all_steps():
        assert step.label, step.name()
        assert step.says, step.name()
        assert (step.__doc__ or "").strip(), step.name()
        for guard in step.guards:
            assert re.fullmatch(r"G-[A-Z]+-[0-9]{2}", guard), guard


def test_a_sentence_is_made_of_answers_the_step_has_or_facts_it_notes() -> None:
    for step in manual.all_steps():
        files = {_file(kind) for kind in step.__mro__ if _file(kind)} | {*PACKAGE.glob(f"{step.ledger()}_*.py")}
        source = "".join(Path(str(file)).read_text("utf-8") for file in files)
        for name in re.findall(r"{(\w+)}", step.says):
            assert name in step.model_fields or f'"{name}"' in source or f"{name}=" in source, (step.name(), name)


def _file(kind: type) -> Path | None:
    name = kind.__module__.rpartition(".")[2]
    return PACKAGE / f"{name}.py" if kind.__module__.startswith("propdesk.procedures.") else None


def test_every_file_with_a_procedure_is_listed() -> None:
    found = {path.stem for path in PACKAGE.glob("*.py") if re.search(r"^PROCEDURE\b", path.read_text("utf-8"), re.M)}
    assert found == {part.ledger for part in manual.PROCEDURES}


def test_every_step_class_of_a_ledger_is_in_its_procedure() -> None:
    for part in manual.PROCEDURES:
        files = (PACKAGE / f"{part.ledger}.py", *PACKAGE.glob(f"{part.ledger}_*.py"))
        nodes = [node for file in files for node in ast.parse(file.read_text("utf-8")).body]
        classes = {node.name for node in nodes if isinstance(node, ast.ClassDef) and _is_step(node)}
        assert classes == {step.__name__ for step in part.steps}


def _is_step(node: ast.ClassDef) -> bool:
    bases = {ast.unparse(base).partition("[")[0] for base in node.bases}
    shared = ("kit.", "taking.", "workorder.")
    return any(base in ("Opening", "Moving", "Deed") or base.startswith(shared) for base in bases)


def test_every_file_with_tables_is_listed() -> None:
    folder = Path(tables.__file__).parent
    found = {path.stem for path in folder.glob("*.py") if "table=True" in path.read_text("utf-8")}
    assert found <= {module.__name__.rpartition(".")[2] for module in tables.MODULES}


# --- rules and clocks --------------------------------------------------------------------------------------------


def test_every_code_a_step_names_is_a_rule() -> None:
    codes = set(rulebook().codes())
    for step in manual.all_steps():
        for kind in KINDS:
            assert set(getattr(step, kind)) <= codes, (step.name(), kind)


def test_every_clock_and_every_guard_is_named_in_a_test_of_its_own() -> None:
    laws, tests = Path(__file__).parent, Path(__file__).parents[1]
    said = "".join(file.read_text("utf-8") for file in tests.rglob("*.py") if laws not in file.parents).casefold()
    codes = {*rulebook().codes(), *(guard for step in manual.all_steps() for guard in step.guards)}
    names = {code: (code.casefold(), re.sub(r"[.-]", "_", code.casefold())) for code in codes}
    assert not [code for code, spellings in names.items() if not any(name in said for name in spellings)]


def test_every_rule_is_started_by_a_step() -> None:
    started = {code for step in manual.all_steps() for code in (*step.starts, *step.may_start)}
    assert set(rulebook().codes()) == started


@pytest.mark.parametrize("step", manual.all_steps(), ids=lambda step: step.name())
def test_a_step_names_each_clock_once_in_each_way(step: type[Step]) -> None:
    assert not set(step.starts) & set(step.may_start)
    assert not set(step.meets) & set(step.may_meet)
    for kind in KINDS:
        codes = getattr(step, kind)
        assert len(codes) == len(set(codes)), kind


REFUSED_THERE: Mapping[tuple[str, ...], Way] = {
    ("emergency.attempt", "COMP.MAINT_ONSITE_5M", "safe"): WAYS["emergency"]["safe"],
    ("contact.press", "CALL.TRACK_OPEN", "refused"): WAYS["contact"]["refused"],
    **{place: way for part in PARTS for place, way in part.REFUSED_THERE.items()},
}
"""Steps that are refused while a clock runs, or that do not leave it running at a stage: the way there proves it."""


@pytest.mark.parametrize("ledger", LEDGERS)
def test_where_a_clock_may_run_out_it_can_be_recorded_that_a_leader_was_told(ledger: str) -> None:
    procedure = manual.procedure(ledger)
    running = {
        stage for step in procedure.steps for code, begin in _begun(step) for stage in _runs_on(procedure, code, begin)
    }
    attempt = procedure.step(f"{ledger}.attempt")
    assert running <= set(attempt.at if attempt else ())


def traps(procedure: Procedure) -> Iterator[tuple[str, str, str]]:
    """Each clock with the step that starts it and a stage from which no step could stop it any more."""
    for step in procedure.steps:
        for code, begin in _begun(step):
            for stage in _runs_on(procedure, code, begin):
                if not _can_stop(procedure, code, stage):
                    yield code, step.name(), stage


def _begun(step: type[Step]) -> Iterator[tuple[str, set[str]]]:
    for code in (*step.starts, *step.may_start):
        for at in step.at or ("",):
            yield code, {stage for stage in leads(step, at) if (step.name(), code, stage) not in REFUSED_THERE}


def _runs_on(procedure: Procedure, code: str, begin: set[str]) -> set[str]:
    """The stages an item may come to while the clock runs."""
    reached: set[str] = set()
    while begin:
        reached |= begin
        begin = {to for stage in begin for step in _going_on(procedure, code, stage) for to in leads(step, stage)}
        begin -= reached
    return {stage for stage in reached if not procedure.is_final(stage)}


def _going_on(procedure: Procedure, code: str, stage: str) -> list[type[Step]]:
    """The steps at a stage that do not surely stop the clock; what a step both ends and starts it may leave running."""
    steps = [step for step in procedure.steps if stage in step.at and (step.name(), code) not in REFUSED_THERE]
    return [step for step in steps if code not in step.meets and not (code in step.ends and code not in step.may_start)]


def _can_stop(procedure: Procedure, code: str, stage: str) -> bool:
    """Whether, from that stage, some step that stops the clock can still be done."""
    stages = _runs_on(procedure, code, {stage})
    steps = [step for step in procedure.steps if stages & set(step.at) and (step.name(), code) not in REFUSED_THERE]
    return any(code in (*step.meets, *step.may_meet, *step.ends) for step in steps)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_clock_that_runs_can_still_be_met(ledger: str) -> None:
    assert sorted(set(traps(manual.procedure(ledger)))) == []


@pytest.mark.parametrize("place", [place for place in REFUSED_THERE if len(place) == 2], ids=" ".join)
def test_what_the_law_of_clocks_takes_for_refused_is_refused(ready: Bring, place: tuple[str, str]) -> None:
    name, code = place
    there = ready(REFUSED_THERE[place])
    assert code in there.desk.read(_running, there.item or "")
    with pytest.raises(Refused) as caught:
        do(there.counter, name, case(name), there.item)
    assert caught.value.code == "validity"


@pytest.mark.parametrize("place", [place for place in REFUSED_THERE if len(place) == 3], ids=" ".join)
def test_what_the_law_of_clocks_takes_for_not_started_is_not_started(ready: Bring, place: tuple[str, str, str]) -> None:
    name, code, stage = place
    there = ready(REFUSED_THERE[place])
    answers = {**case(name).fields, **STARTING.get(name.partition(".")[2], {})}
    with suppress(Refused):
        do(there.counter, name, Case(answers, signatures=case(name).signatures), there.item)
    found = there.desk.read(items.item, there.item or "")
    assert found is not None
    assert found.stage == stage
    assert code not in there.desk.read(_running, there.item or "")


STARTING: Mapping[str, Mapping[str, object]] = {"press": {"restart": "yes"}, "attempt": {"outcome": "answered"}}
"""The answers under which a step starts its clocks."""


def _running(connection: Connection, number: str) -> set[str]:
    found = items.item(connection, number)
    assert found is not None
    return {row.code for row in timers.running(connection, found.id)}
