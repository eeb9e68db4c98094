"""A stock-take compared with the register, and the lines that were typed at the cabinet."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.errors import Refused
from propdesk.rules.hooks import Hook
from propdesk.rules.stock import MOST, Difference, Line, Place, compare, latest, read_lines

ONE, TWO = Hook("A", 1), Hook("A", 2)
K1, K2 = Place("K1", ONE, 3), Place("K2", TWO, 2)


@st.composite
def registers(draw: st.DrawFn) -> tuple[Place, ...]:
    """Key sets with different labels on different hooks."""
    hooks = draw(st.lists(st.builds(Hook, st.sampled_from("AB"), st.integers(1, 9)), unique=True, max_size=8))
    return tuple(Place(f"K{number}", hook, draw(st.integers(0, 4))) for number, hook in enumerate(hooks))


def line_of(place: Place, batch: int = 1) -> Line:
    """What somebody writes down who finds everything as it is to be."""
    return Line(place.hook, place.tag, place.pieces, batch, expected=place.pieces, owed=place.pieces)


def empty(place: Place, batch: int = 1) -> Line:
    """Nothing hangs on its hook."""
    return Line(place.hook, "", 0, batch, owed=place.pieces)


def kinds(outcome: tuple[Difference, ...]) -> list[tuple[str, str, int]]:
    """The differences in short."""
    return [(each.kind, each.tag, each.pieces) for each in outcome]


# --- compared ----------------------------------------------------------------------------------------------------


@given(registers())
def test_what_is_counted_exactly_as_the_register_has_it_makes_no_difference(places: tuple[Place, ...]) -> None:
    outcome = compare(places, [line_of(place) for place in places])
    held = sum(place.pieces for place in places)
    assert (outcome.uncounted, outcome.differences, outcome.expected, outcome.found) == ((), (), held, held)


@given(registers(), st.data())
def test_what_is_said_of_a_hook_last_is_all_that_counts(places: tuple[Place, ...], data: st.DataObject) -> None:
    first = [
        replace(line_of(place), tag=data.draw(st.sampled_from(["", "K0", "X"])), pieces=data.draw(st.integers(0, 9)))
        for place in places
    ]
    outcome = compare(places, [*first, *(line_of(place, batch=2) for place in places)])
    assert outcome == compare(places, [line_of(place, batch=2) for place in places])
    assert outcome.differences == ()


@given(registers(), st.data())
def test_each_key_that_is_not_where_it_was_to_be_is_missing_or_too_many(
    places: tuple[Place, ...], data: st.DataObject
) -> None:
    found = [replace(line_of(place), pieces=data.draw(st.integers(0, 6))) for place in places]
    outcome = compare(places, found)
    assert outcome.found - outcome.expected == outcome.count("surplus") - outcome.count("missing")
    differing = [place.tag for place, line in zip(places, found, strict=True) if line.pieces != place.pieces]
    assert sorted(each.tag for each in outcome.differences) == sorted(differing)


@given(registers(), st.data())
def test_keys_on_each_others_hooks_hang_wrong_and_nothing_is_missing(
    places: tuple[Place, ...], data: st.DataObject
) -> None:
    hooks = data.draw(st.permutations([place.hook for place in places]))
    outcome = compare(places, [replace(line_of(p), hook=hook) for p, hook in zip(places, hooks, strict=True)])
    moved = [place.tag for place, hook in zip(places, hooks, strict=True) if place.hook != hook]
    assert sorted(kinds(outcome.differences)) == sorted(
        ("misplaced", p.tag, p.pieces) for p in places if p.tag in moved
    )


@given(registers(), st.data())
def test_every_hook_with_keys_that_nobody_counted_is_named(places: tuple[Place, ...], data: st.DataObject) -> None:
    seen = [place for place in places if data.draw(st.booleans())]
    outcome = compare(places, [line_of(place) for place in seen])
    assert outcome.uncounted == tuple(sorted(p.hook for p in places if p not in seen and p.pieces))
    assert outcome.differences == ()


def test_a_key_set_that_was_found_elsewhere_need_not_be_counted_on_its_hook() -> None:
    outcome = compare([K1], [replace(line_of(K1), hook=TWO)])
    assert (outcome.uncounted, kinds(outcome.differences)) == ((), [("misplaced", "K1", 3)])


def test_an_empty_hook_is_all_of_its_keys_missing() -> None:
    outcome = compare([K1, K2], [empty(K1), line_of(K2)])
    assert (kinds(outcome.differences), outcome.expected, outcome.found) == ([("missing", "K1", 3)], 5, 2)


def test_what_was_to_hang_there_is_taken_from_the_moment_of_counting() -> None:
    now = replace(K1, pieces=1)
    assert compare([now], [line_of(K1)]).differences == ()
    assert kinds(compare([now], [empty(K1)]).differences) == [("missing", "K1", 3)]


def test_keys_on_two_hooks_are_double_and_counted_together() -> None:
    outcome = compare([K1], [replace(line_of(K1), pieces=2), replace(line_of(K1), hook=TWO, pieces=1)])
    assert kinds(outcome.differences) == [("doubled", "K1", 3), ("misplaced", "K1", 1)]
    assert [outcome.count(kind) for kind in ("doubled", "misplaced", "missing")] == [1, 1, 0]


def test_a_label_written_twice_for_one_hook_is_too_much_and_not_double() -> None:
    outcome = compare([K1], [line_of(K1), line_of(K1)])
    assert kinds(outcome.differences) == [("surplus", "K1", 3)]


def test_a_label_without_a_key_set_is_unknown_unless_it_belongs_elsewhere() -> None:
    stranger = Line(TWO, "K9", 2, 1)
    assert kinds(compare([K1], [line_of(K1), stranger]).differences) == [("unknown", "K9", 2)]
    assert kinds(compare([K1], [line_of(K1), stranger], ["K9"]).differences) == [("misplaced", "K9", 2)]


def test_another_label_on_a_hook_does_not_stand_for_its_own() -> None:
    outcome = compare([K1], [Line(ONE, "K9", 3, 1, owed=3)])
    assert kinds(outcome.differences) == [("missing", "K1", 3), ("unknown", "K9", 3)]


def test_a_difference_knows_the_earliest_count_it_rests_on() -> None:
    outcome = compare([K1], [replace(line_of(K1, 7), pieces=1), replace(line_of(K1, 4), hook=TWO, pieces=1)])
    assert {each.batch for each in outcome.differences} == {4}
    assert compare([K2], [empty(K2, 9)]).differences[0].batch == 9


def test_of_a_hook_counted_twice_all_lines_of_the_later_count_are_kept() -> None:
    lines = [Line(ONE, "K1", 3, 1), Line(ONE, "K1", 2, 2), Line(ONE, "K9", 1, 2), Line(TWO, "K2", 2, 1)]
    assert latest(lines) == lines[1:]


# --- typed at the cabinet ----------------------------------------------------------------------------------------


def test_a_hook_a_line_with_label_and_number_or_nothing() -> None:
    assert read_lines("A-1 k1 3\n\n  a2  空 \n17 ｋ9 1") == [
        Line(ONE, "K1", 3), Line(TWO, "", 0), Line(Hook("", 17), "K9", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["0", "-", "—", "空"])
def test_an_empty_hook_is_said_in_several_ways(word: str) -> None:
    assert read_lines(f"A-1 {word}") == [Line(ONE, "", 0)]


@pytest.mark.parametrize("row", ["A-1", "A-1 K1", "墙 K1 3", "A-1 K1 3 4", "K1 3", "A-1 3"])
def test_a_line_of_other_words_is_refused_and_named(row: str) -> None:
    with pytest.raises(Refused) as caught:
        read_lines(f"A-2 K2 2\n{row}")
    assert (caught.value.code, caught.value.field, caught.value.values["line"]) == ("line", "found", 2)


@pytest.mark.parametrize("number", ["-1", "1.5", "三", "３", "²", str(MOST), "9" * 40])
def test_what_is_no_number_of_keys_is_refused(number: str) -> None:
    with pytest.raises(Refused) as caught:
        read_lines(f"A-1 K1 {number}")
    assert (caught.value.code, caught.value.values["line"]) == ("line", 1)


@given(st.lists(st.tuples(st.builds(Hook, st.sampled_from("AB"), st.integers(1, 99)), st.integers(0, MOST - 1))))
def test_what_was_written_down_is_read_as_it_was_meant(found: list[tuple[Hook, int]]) -> None:
    text = "\n".join(f"{hook.words} K{hook.slot} {pieces}" for hook, pieces in found)
    assert read_lines(text) == [Line(hook, f"K{hook.slot}", pieces) for hook, pieces in found]


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_its_line(text: str) -> None:
    rows = text.splitlines()
    came = _read(text)
    if isinstance(came, Refused):
        assert (came.field, rows[int(str(came.values["line"])) - 1].strip() != "") == ("found", True)
    else:
        assert len(came) == len([row for row in rows if row.strip()])


def _read(text: str) -> list[Line] | Refused:
    try:
        return read_lines(text)
    except Refused as refusal:
        return refusal
