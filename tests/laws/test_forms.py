"""What must be true of every form: its words, its limits, what it makes of wrong answers."""

import string
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar, get_args
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError
from sqlalchemy import String

from propdesk.errors import MISSING, FormRefused, Refused
from propdesk.i18n import say
from propdesk.models.base import Choice
from propdesk.procedures import forms, manual
from propdesk.procedures.forms import Form, ask, choice_of, extra_of, fill, format_of, limit_of
from propdesk.procedures.step import Procedure, Step
from propdesk.rules.moments import Prefer
from propdesk.settings import LISTS, Settings
from tests.laws.cases import CASES

NOW = datetime(2026, 11, 21, 15, 40, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
FIELDS = [(step.name(), field) for step in manual.all_steps() for field in step.model_fields]
each_step = pytest.mark.parametrize("step", manual.all_steps(), ids=lambda step: step.name())
OURS = {MISSING, *forms.SENTENCES.values(), forms.STRANGE, forms.TOO_LONG, forms.BAD_PHONE}

WRONG: tuple[object, ...] = (
    None, True, -1, 0, 2, 1.5, 10**30, -(10**30), float("inf"), float("nan"), b"abc", b"\xff", bytearray(b"a"),
    [], ["a"], {}, {"a": 1}, (), object(), date(2026, 1, 1), NOW.replace(tzinfo=None), NOW,
    "", "   ", "\x00", "\ud800", "x" * 5000, "9" * 5000, "1" * 30, "nan", "1.5", "-1", "maybe", "tomorrow 25:00",
    "2026-02-30", "٣٤٥٦٧٨٩", "１２３４", "[/b]", "{field}", "{0}", Path("x"), 1 + 2j, frozenset({1}), Form, ZONE,
)  # fmt: skip


def tried(name: str, field: str, value: object) -> Step | FormRefused:
    """The form with one answer replaced."""
    try:
        step: Step = fill(manual.step(name), {**CASES[name].fields, field: value}, now=NOW, zone=ZONE)
    except FormRefused as refusal:
        return refusal
    return step


# --- what is wrong is said in our words --------------------------------------------------------------------------


@each_step
def test_whatever_is_typed_a_field_takes_it_or_says_why_not_in_our_words(step: type[Step]) -> None:
    for field in step.model_fields:
        for value in WRONG:
            came = tried(step.name(), field, value)
            if isinstance(came, Step):
                _is_kept_as_it_should(came, field, getattr(came, field))
                continue
            for refusal in came.problems.values():
                assert refusal.message in {*OURS, forms.NOT_ASKED} or refusal.code == "moment", refusal.message
                assert refusal.field in step.model_fields
                _is_said(refusal)


def _is_said(refusal: Refused) -> None:
    for language in ("en", "zh_CN"):
        sentence = refusal.sentence(language)
        assert sentence.strip()
        assert "pydantic" not in sentence
    wanted = {name for _, name, _, _ in string.Formatter().parse(refusal.message) if name}
    assert wanted <= set(refusal.values)


def _is_kept_as_it_should(step: Step, field: str, kept: object) -> None:
    info = type(step).model_fields[field]
    if isinstance(kept, datetime):
        assert kept.tzinfo is not None
    if isinstance(kept, str) and not isinstance(kept, Choice):
        assert len(kept) <= limit_of(info)
        assert "\x00" not in kept
    if isinstance(kept, int) and not isinstance(kept, bool):
        assert 0 <= kept <= 10**9
    step.values()


def test_every_kind_of_error_pydantic_has_for_our_fields_has_a_sentence() -> None:
    seen = set()
    for name, field in FIELDS:
        for value in WRONG:
            seen |= set(_kinds(manual.step(name), {**CASES[name].fields, field: value}))
    assert seen - {"strange", "long", "phone", "moment"} <= set(forms.SENTENCES)
    assert {"enum", "int_parsing", "bool_parsing", "string_type", "missing"} <= seen


def _kinds(form: type[Form], raw: dict[str, object]) -> Iterator[str]:
    context = {"now": NOW, "zone": ZONE, "prefer": lambda _: "exact"}
    try:
        form.model_validate(raw, context=context)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            yield str(detail["type"])


def test_no_sentence_is_kept_for_an_error_that_cannot_happen() -> None:
    seen = {kind for name, field in FIELDS for value in WRONG
            for kind in _kinds(manual.step(name), {**CASES[name].fields, field: value})}  # fmt: skip
    extra = set(_kinds(manual.step("log.note"), {"text": "x", "colour": "red"}))
    assert set(forms.SENTENCES) - seen - extra == set()


@each_step
def test_a_field_that_is_not_there_is_refused_by_name(step: type[Step]) -> None:
    came = tried(step.name(), "colour[/b]", "red")
    assert isinstance(came, FormRefused)
    assert came.problems["colour[/b]"].code == "extra_forbidden"
    _is_said(came)


@each_step
def test_all_that_is_missing_is_said_at_once_in_the_order_of_the_form(step: type[Step]) -> None:
    needed = [field for field, info in step.model_fields.items() if info.is_required()]
    if not needed:
        fill(step, {}, now=NOW, zone=ZONE)
        return
    with pytest.raises(FormRefused) as caught:
        fill(step, {}, now=NOW, zone=ZONE)
    assert list(caught.value.problems) == needed
    assert {refusal.code for refusal in caught.value.problems.values()} == {"missing"}
    for refusal in caught.value.problems.values():
        _is_said(refusal)


@each_step
def test_an_empty_answer_is_no_answer(step: type[Step]) -> None:
    for field, info in step.model_fields.items():
        came = tried(step.name(), field, "  ")
        if info.is_required():
            assert isinstance(came, FormRefused)
            assert came.problems[field].message == MISSING
        elif isinstance(came, Step):
            assert getattr(came, field) == info.default
        else:
            assert extra_of(info).get("must") or {each.message for each in came.problems.values()} == {forms.NOT_ASKED}


# --- how a form is declared --------------------------------------------------------------------------------------


@each_step
def test_every_field_has_a_label_and_a_sensible_limit(step: type[Step]) -> None:
    for info in step.model_fields.values():
        assert extra_of(info)["label"].strip()
        assert 1 <= limit_of(info) <= forms.PROSE
        assert extra_of(info)["prefer"] in get_args(Prefer)


@each_step
def test_no_two_fields_of_a_form_have_the_same_label(step: type[Step]) -> None:
    labels = [extra_of(info)["label"] for info in step.model_fields.values()]
    assert len(labels) == len(set(labels))


@each_step
def test_a_field_is_asked_for_answers_that_another_field_can_have(step: type[Step]) -> None:
    order = list(step.model_fields)
    asked = {name: extra_of(info)["when"] for name, info in step.model_fields.items() if "when" in extra_of(info)}
    for field, when in asked.items():
        assert order.index(when["field"]) < order.index(field)
        other = step.model_fields[when["field"]]
        choice = choice_of(other)
        possible = {member.value for member in choice} if choice else {"yes", "no"}
        assert choice or other.annotation is bool
        assert when["in"]
        assert set(when["in"]) <= possible


@each_step
def test_a_default_is_an_answer_the_field_would_take(step: type[Step]) -> None:
    for field, info in step.model_fields.items():
        if info.is_required() or info.default is None:
            assert info.is_required() or type(None) in getattr(info.annotation, "__args__", ())
        else:
            came = tried(step.name(), field, info.default)
            assert isinstance(came, Step) or field not in came.problems


@each_step
def test_a_field_that_must_be_answered_is_one_that_may_be_left_out_elsewhere(step: type[Step]) -> None:
    for info in step.model_fields.values():
        if extra_of(info).get("must"):
            assert info.default is None
            assert "when" in extra_of(info)


@pytest.mark.parametrize("part", manual.ledgers(), ids=lambda part: part.ledger)
def test_no_answer_is_longer_than_the_column_that_keeps_it(part: Procedure) -> None:
    assert part.row is not None
    columns: dict[str, Any] = dict(part.row.metadata.tables[part.ledger].columns)
    for step in part.steps:
        for field, info in step.model_fields.items():
            kept = columns.get(field)
            if kept is not None and isinstance(kept.type, String) and kept.type.length and choice_of(info) is None:
                assert limit_of(info) <= kept.type.length, (step.name(), field)


def test_what_is_ticked_is_on_a_list_and_all_of_it_fits_in_both_languages() -> None:
    infos = [info for step in manual.all_steps() for info in step.model_fields.values()]
    ticked = [info for info in infos if format_of(info) == "ticks"]
    assert ticked == [info for info in infos if "options" in extra_of(info)]
    for info in ticked:
        options = extra_of(info)["options"]
        assert not isinstance(options, str) or options in LISTS
        names = getattr(Settings(), options) if isinstance(options, str) else options
        assert len(set(names)) == len(names) > 1
        for language in ("en", "zh_CN"):
            said = [say(name, {}, language) for name in names]
            assert not set("".join(said)) & set(";；")
            assert len("; ".join(said)) <= limit_of(info)


def test_every_choice_has_words_for_each_answer() -> None:
    for step in manual.all_steps():
        for info in step.model_fields.values():
            for member in choice_of(info) or ():
                assert member.label.strip()
                assert say(member.label, {}, "zh_CN").strip()


@pytest.mark.parametrize("hidden", ["at", "by", "label", "says", "copy", "json", "model_fields", "schema"])
def test_a_field_that_hides_a_name_of_the_form_is_refused_when_it_is_declared(hidden: str) -> None:
    body = {"__annotations__": {hidden: str}, hidden: ask("x"), "__module__": __name__}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(TypeError, match=f"Bad.{hidden} hides"):
            type("Bad", (Step,), body)


def test_a_class_variable_may_be_set_anew_without_a_word() -> None:
    class Good(Step):
        label = "Good"
        at = ("received",)
        kept: ClassVar[int] = 3

        text: str = ask("Text")

    assert set(Good.model_fields) == {"text"}


@each_step
def test_what_a_form_shows_again_are_its_own_fields(step: type[Step]) -> None:
    assert step.keeps() <= set(step.model_fields)
