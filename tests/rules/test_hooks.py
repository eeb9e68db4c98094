"""Hooks of the cabinet and numbers on labels, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.errors import Refused
from propdesk.rules.hooks import Hook, hook_words, parse_hook, read_hook, read_tag

CABINETS = st.text("ABCXYZ甲乙东", min_size=1, max_size=10)
HOOKS = st.builds(Hook, st.one_of(st.just(""), CABINETS), st.integers(1, 9999))


@pytest.mark.parametrize(
    "typed", ["A-17", "a-17", "A17", " a 17 ", "A-017", "A柜17", "A柜-17", "A箱17号", "Ａ－１７", "A-17号"]
)
def test_a_hook_is_known_as_people_write_it(typed: str) -> None:
    assert parse_hook(typed) == Hook("A", 17)


@pytest.mark.parametrize(
    ("typed", "hook"),
    [
        ("17", Hook("", 17)), ("017", Hook("", 17)), ("17号", Hook("", 17)), ("2-5", Hook("2", 5)),
        ("2 5", Hook("2", 5)), ("甲17", Hook("甲", 17)), ("东柜3", Hook("东", 3)), ("A2-05", Hook("A2", 5)),
    ],
)  # fmt: skip
def test_a_desk_may_number_its_hooks_alone_or_its_cabinets_too(typed: str, hook: Hook) -> None:
    assert parse_hook(typed) == hook


@pytest.mark.parametrize(
    "typed", ["", " ", "A", "A-", "-17", "A-0", "0", "A-00", "A-12345", "墙上", "A-17-2", "A/17", "１７ａ"]
)
def test_what_is_no_hook_is_none_and_is_refused_by_name(typed: str) -> None:
    assert parse_hook(typed) is None
    with pytest.raises(Refused) as caught:
        read_hook(typed)
    assert (caught.value.code, caught.value.field, caught.value.values["typed"]) == ("hook", "hook", typed)


@given(HOOKS)
def test_a_hook_as_it_is_written_is_read_as_that_hook(hook: Hook) -> None:
    assert read_hook(hook.words) == hook


@given(st.text(max_size=30))
def test_whatever_is_typed_a_hook_has_a_number_and_a_cabinet_that_fits_its_column(typed: str) -> None:
    found = parse_hook(typed)
    assert found is None or (found.slot >= 1 and len(found.cabinet) <= 10 and parse_hook(found.words) == found)


def test_hooks_sort_by_cabinet_then_by_number() -> None:
    assert sorted([Hook("B", 1), Hook("A", 10), Hook("A", 9), Hook("", 12)]) == [
        Hook("", 12), Hook("A", 9), Hook("A", 10), Hook("B", 1),
    ]  # fmt: skip


def test_where_nothing_hangs_nothing_is_written() -> None:
    assert (hook_words("", 0), hook_words("A", 7), hook_words("", 7)) == ("", "A-07", "07")


@pytest.mark.parametrize(("typed", "tag"), [("k0017", "K0017"), (" ｋ00 17 ", "K0017"), ("号-1", "号-1"), ("", "")])
def test_a_label_is_kept_in_plain_capitals_without_spaces(typed: str, tag: str) -> None:
    assert read_tag(typed) == tag


@given(st.text(max_size=20))
def test_a_label_that_was_kept_is_read_as_itself(typed: str) -> None:
    kept = read_tag(typed)
    assert len(kept.split()) <= 1
    assert read_tag(kept) == kept
