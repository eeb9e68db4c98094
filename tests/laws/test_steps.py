"""What must be true of every step of the manual."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event

from propdesk.desk import Desk, Done
from propdesk.errors import FormRefused, Refused
from propdesk.models.operator import Role
from propdesk.procedures import manual
from propdesk.procedures.forms import asked, extra_of, limit_of
from propdesk.procedures.step import Moving, Opening, Step
from propdesk.queries import items, journal
from tests.laws.case import Case
from tests.laws.cases import CASES, FOLLOWS, SPECIAL, WAYS, case, do, follows_of, make
from tests.laws.conftest import GONE, Bring, Ready, contents

STEPS = [step.name() for step in manual.all_steps()]
MOVING = [step.name() for step in manual.all_steps() if issubclass(step, Moving)]
PLACES = [(step.name(), stage) for step in manual.all_steps() for stage in step.at or ("",)]
STAGES = [(part.ledger, stage.name) for part in manual.ledgers() for stage in part.stages]
OPENINGS = [step.name() for step in manual.all_steps() if issubclass(step, Opening)]


@contextmanager
def refused(ready: Ready) -> Iterator[list[Refused]]:
    """Inside, something is refused in both languages and nothing is written."""
    before = contents(ready.path)
    caught: list[Refused] = []
    with pytest.raises(Refused) as raised:
        yield caught
    caught.append(raised.value)
    assert raised.value.sentence("en")
    assert raised.value.sentence("zh_CN")
    assert contents(ready.path) == before


def outcome(ready: Ready, name: str, found: Case, item: str | None, **other: object) -> Done | Refused:
    """What came of it: an answer, or a refusal."""
    try:
        return do(ready.counter, name, found, item, **other)
    except Refused as refusal:
        return refusal


def entries(ready: Ready) -> int:
    return ready.desk.read(journal.last_seq)


# --- the tables are whole ----------------------------------------------------------------------------------------


def test_every_step_has_a_case_and_every_case_is_a_step() -> None:
    assert set(CASES) == set(STEPS)


def test_every_stage_has_a_way_and_every_way_leads_to_a_stage() -> None:
    assert {(ledger, stage) for ledger, ways in WAYS.items() for stage in ways} == set(STAGES)


def test_every_declared_follow_up_has_a_case() -> None:
    assert set(FOLLOWS) == {(step.name(), follow) for step in manual.all_steps() for follow in step.then}


def test_no_special_case_is_for_a_place_where_the_step_is_not_done() -> None:
    ledgers = {name.partition(".")[0] for name, _ in SPECIAL}
    places = {*PLACES, *((f"{ledger}.{word}", stage) for ledger in ledgers for word in ("introduce", "link")
                         for stage in WAYS[ledger])}  # fmt: skip
    assert set(SPECIAL) <= places


@pytest.mark.parametrize(("ledger", "stage"), STAGES)
def test_the_way_to_a_stage_leads_there(ready: Bring, ledger: str, stage: str) -> None:
    there = ready(WAYS[ledger][stage])
    found = there.desk.read(items.item, there.item or "")
    assert found is not None
    assert (found.ledger, found.stage) == (ledger, stage)


# --- what an act writes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "stage"), PLACES)
def test_a_step_may_be_done_wherever_it_says_and_writes_one_entry_for_each_step(
    ready: Bring, name: str, stage: str
) -> None:
    found, step = case(name, stage), manual.step(name)
    there = ready(found.way or ())
    before = entries(there)
    item = None if issubclass(step, Opening) else there.item
    done = do(there.counter, name, found, item)
    written = [entry.step for entry in done.entries]
    assert written[0] == name
    assert set(written[1:]) <= follows_of(name)
    assert entries(there) == before + len(written)
    assert [entry.seq for entry in done.entries] == list(range(before + 1, before + 1 + len(written)))
    if stage:
        assert done.stage in (step.to or (stage,))


@pytest.mark.parametrize(("name", "follow"), FOLLOWS)
def test_a_follow_up_writes_one_entry_of_its_own_in_the_same_act(ready: Bring, name: str, follow: str) -> None:
    stage, found = FOLLOWS[name, follow]
    ledger = name.partition(".")[0]
    there = ready(found.way or (WAYS[ledger][stage] if stage else ()))
    done = do(there.counter, name, found, None if issubclass(manual.step(name), Opening) else there.item)
    steps = [entry.step for entry in done.entries]
    assert steps[0] == name
    assert steps.count(follow) == 1
    acts = there.desk.read(journal.of_act, done.act, "en", there.desk.zone)
    assert [view.seq for view in acts] == [entry.seq for entry in done.entries]


# --- what is refused leaves nothing ------------------------------------------------------------------------------


def _there(ready: Bring, name: str) -> tuple[Ready, Case, str | None]:
    found = case(name)
    there = ready(found.way or ())
    return there, found, None if issubclass(manual.step(name), Opening) else there.item


@pytest.mark.parametrize("name", STEPS)
def test_whoever_has_none_of_the_roles_is_refused(ready: Bring, name: str) -> None:
    there, found, item = _there(ready, name)
    for role in sorted(set(Role) - manual.step(name).by):
        with refused(there) as caught:
            do(there.counter, name, found, item, actor=there.operator(str(role)))
        assert caught[0].code == "role"


@pytest.mark.parametrize("name", STEPS)
def test_each_role_named_is_enough_by_itself(ready: Bring, name: str) -> None:
    """Whatever else speaks against it; the role does not."""
    there, found, item = _there(ready, name)
    for number, role in enumerate(sorted(manual.step(name).by)):
        came = outcome(there, name, found, item, actor=there.operator(str(role)), request_id=f"role-{number}")
        assert isinstance(came, Done) or came.code != "role" or came.field == "who"


@pytest.mark.parametrize("name", STEPS)
def test_an_operator_who_left_is_refused(ready: Bring, name: str) -> None:
    there, found, item = _there(ready, name)
    with refused(there) as caught:
        do(there.counter, name, found, item, actor=there.operator(GONE))
    assert caught[0].code == "disabled"


@pytest.mark.parametrize("name", MOVING)
def test_a_stale_version_is_refused(ready: Bring, name: str) -> None:
    there, found, item = _there(ready, name)
    for version in (0, 99):
        with refused(there) as caught:
            do(there.counter, name, found, item, expect_version=version)
        assert caught[0].code == "stale"


@pytest.mark.parametrize("name", MOVING)
def test_the_version_on_the_screen_is_accepted(ready: Bring, name: str) -> None:
    there, found, item = _there(ready, name)
    shown = there.desk.read(items.item, item or "")
    assert shown is not None
    done = do(there.counter, name, found, item, expect_version=shown.version)
    assert done.version in (shown.version, shown.version + 1)


@pytest.mark.parametrize("name", STEPS)
def test_what_has_not_happened_yet_is_refused(ready: Bring, name: str) -> None:
    there, found, item = _there(ready, name)
    with refused(there) as caught:
        do(there.counter, name, found, item, happened=there.counter.clock() + timedelta(minutes=1))
    assert caught[0].code == "future"


@pytest.mark.parametrize("name", MOVING)
def test_what_happened_before_the_item_was_opened_is_refused(ready: Bring, name: str) -> None:
    there, found, item = _there(ready, name)
    shown = there.desk.read(items.item, item or "")
    assert shown is not None
    with refused(there):
        do(there.counter, name, found, item, happened=shown.opened - timedelta(seconds=1))


@pytest.mark.parametrize("name", MOVING)
def test_a_step_without_its_item_is_refused(ready: Bring, name: str) -> None:
    there, found, _ = _there(ready, name)
    for missing in (None, "LF19990101-001", "\ud800", "[/b]\x1b"):
        with refused(there) as caught:
            do(there.counter, name, found, missing)
        assert caught[0].code == "item"


@pytest.mark.parametrize("name", OPENINGS)
def test_an_opening_on_an_item_that_is_there_is_refused(ready: Bring, name: str) -> None:
    there = ready(WAYS["contact"]["closed"])
    with refused(there) as caught:
        do(there.counter, name, case(name), there.item)
    assert caught[0].code == "item"


@pytest.mark.parametrize(("ledger", "stage"), STAGES)
def test_at_a_stage_only_the_steps_declared_for_it_are_done(ready: Bring, ledger: str, stage: str) -> None:
    there = ready(WAYS[ledger][stage])
    final = manual.procedure(ledger).is_final(stage)
    others = [step for step in manual.procedure(ledger).steps if issubclass(step, Moving) and stage not in step.at]
    for step in others:
        with refused(there) as caught:
            do(there.counter, step.name(), case(step.name()), there.item)
        assert caught[0].code == ("closed" if final else "stage")


@pytest.mark.parametrize("name", MOVING)
def test_the_item_of_another_ledger_is_refused(ready: Bring, name: str) -> None:
    there, found, _ = _there(ready, name)
    other = "emergency" if not name.startswith("emergency.") else "contact"
    there = ready((*WAYS[other]["safe" if other == "emergency" else "received"],))
    with refused(there) as caught:
        do(there.counter, name, found, there.item)
    assert caught[0].code == "ledger"


# --- the same again, and crashes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STEPS)
def test_the_same_request_twice_is_one_act_with_one_answer(ready: Bring, name: str) -> None:
    there, found, item = _there(ready, name)
    first = do(there.counter, name, found, item)
    before = contents(there.path)
    second = do(there.counter, name, found, item)
    assert second.repeated
    assert _answer(second) == _answer(first)
    assert contents(there.path) == before


def _answer(done: Done) -> tuple[object, ...]:
    return done.act, done.item, done.item_id, done.stage, done.version, done.opened, done.entries


@pytest.mark.parametrize("name", STEPS)
def test_another_act_under_the_same_request_is_refused(ready: Bring, name: str) -> None:
    there, found, item = _there(ready, name)
    do(there.counter, name, found, item)
    with refused(there) as caught:
        there.desk.perform(
            there.desk.fill("log.note", {"text": "别的"}), actor=there.counter.actor, request_id=f"law-{name}"
        )
    assert caught[0].code == "request"


class Crash(Exception):  # noqa: N818  the power is no fault of the program
    """The power went at this statement."""


@contextmanager
def crashing(desk: Desk, at: int) -> Iterator[list[int]]:
    """The statement number `at` of what is done inside does not come to pass; gives how many there were."""
    count = [0]

    def before(connection: Connection, *_: object) -> None:
        count[0] += 1
        if count[0] == at:
            raise Crash

    event.listen(desk._writer, "before_cursor_execute", before)
    try:
        yield count
    finally:
        event.remove(desk._writer, "before_cursor_execute", before)


@pytest.mark.parametrize("name", STEPS)
def test_a_crash_at_any_statement_leaves_nothing(ready: Bring, name: str) -> None:
    there, found, item = _there(ready, name)
    before = contents(there.path)
    every = 1 if name in OPENINGS else 3
    at, crashed = 2, 0
    while True:
        with crashing(there.desk, at) as count:
            try:
                done = do(there.counter, name, found, item)
            except Crash:
                crashed += 1
                assert contents(there.path) == before
                at += every
                continue
        break
    assert crashed >= (10 if name in OPENINGS else 2), count
    assert done.entries[0].step == name
    assert not done.repeated


# --- hostile text ------------------------------------------------------------------------------------------------

HOSTILE = ("[/b]䶮 {text} %s", "长" * 5000, "x\x1b[31mred", "\ud800", "a\x00b", "👩‍👩‍👧", "=1+1", "\u202egnp")


def _texts(name: str) -> list[str]:
    """The fields of a step in which anything may be written."""
    fields = manual.step(name).model_fields.items()
    return [field for field, info in fields if str in (info.annotation, *getattr(info.annotation, "__args__", ()))]


@pytest.mark.parametrize("name", [name for name in STEPS if _texts(name)])
def test_hostile_text_is_stored_as_typed_or_refused_with_a_sentence(ready: Bring, name: str) -> None:
    found, desk = case(name), ready(()).desk
    for field in _texts(name):
        for text in HOSTILE:
            fields = _only_asked(name, {**found.fields, **_asking(name, field), field: text})
            with_it = Case(fields, found.way, found.signatures, found.new_pin, found.ago)
            step = _filled(desk, name, with_it)
            if isinstance(step, FormRefused):
                assert set(step.problems) == {field}
                assert step.sentence("en")
                assert step.sentence("zh_CN")
                continue
            _kept_or_refused(ready(found.way or ()), name, with_it, field, step.model_dump()[field])


def _filled(desk: Desk, name: str, found: Case) -> Step | FormRefused:
    try:
        return make(desk, name, found.fields)
    except FormRefused as refusal:
        return refusal


def _asking(name: str, field: str) -> dict[str, object]:
    """The answer to another question that makes this one be asked."""
    when = extra_of(manual.step(name).model_fields[field]).get("when")
    return {when["field"]: when["in"][0]} if when else {}


def _only_asked(name: str, fields: dict[str, object]) -> dict[str, object]:
    """Without the answers to questions that are not asked then."""
    form = manual.step(name)
    left = {field: value for field, value in fields.items() if asked(form, field, fields)}
    return left if left == fields else _only_asked(name, left)


def _kept_or_refused(there: Ready, name: str, found: Case, field: str, typed: object) -> None:
    item = None if issubclass(manual.step(name), Opening) else there.item
    before = contents(there.path)
    came = outcome(there, name, found, item)
    if isinstance(came, Refused):
        assert came.field in (field, *(("number",) if field == "person" else ())), came
        assert came.sentence("en")
        assert came.sentence("zh_CN")
        assert contents(there.path) == before
        return
    kept = there.desk.read(journal.of_act, came.act, "en", there.desk.zone)[0].values[field]
    assert kept == typed == found.fields[field]
    assert limit_of(manual.step(name).model_fields[field]) >= len(str(kept))
