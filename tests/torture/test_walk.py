"""The walk of the laws at length, with answers that were not thought of: every ledger, by the tables of cases."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from propdesk.errors import Damaged, Refused
from propdesk.procedures import manual
from propdesk.procedures.forms import extra_of
from propdesk.procedures.step import Moving
from propdesk.settings import Settings, stored_form
from tests.conftest import Counter
from tests.laws import books
from tests.laws.cases import CASES, actor_of
from tests.laws.conftest import Shelf, contents
from tests.laws.conftest import shelf as shelf  # the fixture
from tests.laws.test_walk import Walk
from tests.torture import acting
from tests.torture.scale import LONG, SEED, rounds

NASTY = (
    "", " ", "0", "-1", "1e9", "99999999999999999999", "=1+1", "+A1", "@SUM(1)", "[/b]", "[@click=app.quit]x[/]",
    "\x1b[2J", "\x00", "\ud800", "../../etc/passwd", "C:\\Windows", "%s{text}{0}", "'; DROP TABLE item; --",
    "长" * 6000,
    "👩‍👩‍👧",
    "\u202e3-1201", "3-1201", "13812348812", "2026-02-30", "2026-11-21 25:00", "+9999999h", "24:00",
    "null", "true", "NaN",
)  # fmt: skip
"""What people paste, and programs send."""
JSON: tuple[Any, ...] = (
    *NASTY,
    None,
    True,
    -1,
    0,
    10**30,
    1.5,
    [],
    {},
    ["x"],
    {"x": "y"},
    [None],
    [[]],
    {"2026-02-30": True},
)


@pytest.mark.skipif(not LONG, reason="the laws walk the short way")
def test_whatever_is_done_in_whatever_order_the_books_agree_for_long(shelf: Shelf) -> None:
    Walk.shelf = shelf
    found = settings(
        max_examples=30,
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(SEED)(Walk), settings=found)


def spoilt(name: str, chance: random.Random) -> dict[str, Any]:
    """Answers that will do, up to three of them replaced, taken away, or answered as another question's."""
    form = manual.step(name).model_fields
    fields: dict[str, Any] = dict(CASES[name].fields)
    for key in chance.sample(list(form), min(len(form), chance.randint(0, 3))):
        choices = extra_of(form[key]).get("choices") or ()
        kept = [str(each) for each in choices] if isinstance(choices, tuple | list) else []
        fields[key] = chance.choice((*NASTY, *kept, *map(str, CASES[name].fields.values())))
        if chance.random() < 0.15:
            del fields[key]
    if chance.random() < 0.05:
        fields[chance.choice(("", "id", "at", "by", "\x1b", "model_fields"))] = chance.choice(NASTY)
    return fields


def test_a_form_full_of_nonsense_is_taken_or_refused_in_a_sentence(open_desk: Counter, chance: random.Random) -> None:
    steps = [step.name() for step in manual.all_steps() if step.name() in CASES]
    taken = 0
    for number in rounds(250, 15_000, seconds=120):
        desk, name = open_desk.desk, chance.choice(steps)
        items = desk.read(acting.latest, 30)
        item = chance.choice([*(each[0] for each in items if each[1] == name.partition(".")[0]), None, "\x00"])
        item = item if issubclass(manual.step(name), Moving) else None
        answers = spoilt(name, chance)

        def act(
            name: str = name, answers: dict[str, Any] = answers, item: str | None = item, n: int = number
        ) -> object:
            step = open_desk.desk.fill(name, answers)
            actor = actor_of(open_desk, name) if manual.step(name).by else open_desk.actor
            return open_desk.desk.perform(step, item, actor=actor, request_id=f"fuzz-{n}")

        answer = acting.outcome(act)
        assert not isinstance(answer, Damaged), (name, answers)
        if isinstance(answer, Refused):
            assert answer.sentence("en")
            assert answer.sentence("zh_CN")
        else:
            taken += 1
            open_desk.clock.forward(seconds=11)
    assert taken > 5
    books.agree(open_desk.desk)


def test_a_setting_of_any_kind_is_taken_and_works_or_refused(open_desk: Counter, chance: random.Random) -> None:
    """After each that was taken the desk still opens, shows its first paint and does an act."""
    import json

    from propdesk.store.peek import first_paint

    desk, names = open_desk.desk, list(stored_form(Settings()))
    for number in rounds(120, 3000, seconds=90):
        name, value = chance.choice(names), chance.choice(JSON)
        before = contents(desk.path)
        text = json.dumps(value) if chance.random() < 0.9 else str(value)
        answer = acting.outcome(
            lambda name=name, text=text: open_desk.do("system.configure", setting=name, json_value=text)  # type: ignore[misc]
        )
        assert not isinstance(answer, Damaged), (name, text)
        if isinstance(answer, Refused):
            assert answer.sentence("zh_CN")
            assert contents(desk.path) == before
            continue
        desk.reload()
        assert first_paint(desk.path).state == "ready"
        what = acting.draw(desk, chance)
        acting.outcome(lambda what=what, number=number: acting.do(open_desk, what, f"set-{number}"))  # type: ignore[misc]
        for back, good in stored_form(Settings()).items():
            if back == name:
                acting.outcome(
                    lambda back=back, good=good: open_desk.do(  # type: ignore[misc]
                        "system.configure", setting=back, json_value=json.dumps(good)
                    )
                )
        desk.reload()
    books.agree(desk)
