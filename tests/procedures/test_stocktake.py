"""Stock-takes of the cabinet: counted blind, resumable, closed only with every difference explained (P12)."""

import pytest

from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.procedures.keyring import PLANT, back, counts, entrust, lend, paper, plant, stage, steps
from tests.procedures.reading import Answers, last, refusal, row, states

WHY: Answers = {"explanation": "复盘两遍，仍不符"}


@pytest.fixture
def owners(counter: Counter) -> str:
    """K0001: three keys on A-17."""
    return entrust(counter)


@pytest.fixture
def plants(counter: Counter, owners: str) -> str:
    """K0002: three keys on B-03."""
    return plant(counter)


def begin(counter: Counter, **answers: object) -> str:
    """A stock-take is begun."""
    given: Answers = answers
    return counter.do("stocktake.start", **given).item or ""


def count(counter: Counter, take: str, *lines: str) -> None:
    """What hangs there is written down."""
    counter.do("stocktake.count", take, found="\n".join(lines))


def close(counter: Counter, take: str, **answers: object) -> list[str]:
    """It is closed; the steps that were done with that."""
    given: Answers = answers
    return steps(counter, counter.do("stocktake.close", take, **given))


def open_still(counter: Counter, take: str, **answers: object) -> str:
    """Why it cannot be closed."""
    came = refusal(counter, "stocktake.close", take, **answers)
    assert stage(counter, take) == "counting"
    return came.code


def figures(counter: Counter, take: str) -> dict[str, object]:
    """The figures of its close that are not nought."""
    names = ("expected", "counted", "missing", "surplus", "doubled", "unknown", "misplaced")
    return {name: value for name, value in row(counter.desk, take).items() if name in names and value}


# --- counting ----------------------------------------------------------------------------------------------------


def test_what_hangs_as_the_register_has_it_makes_no_difference(counter: Counter, plants: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 3", "b3 k0002 3", "B-4 0")
    assert close(counter, take) == ["stocktake.close"]
    assert (take[:2], figures(counter, take)) == ("PD", {"expected": 6, "counted": 6})
    assert row(counter.desk, take)["counter_name"] == "张敏"


def test_it_goes_on_later_and_what_is_said_of_a_hook_again_replaces_it(counter: Counter, plants: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 2", "A-17 K0009 1")
    counter.clock.forward(hours=9)
    count(counter, take, "B-03 K0002 3")
    assert open_still(counter, take) == "explanation"
    count(counter, take, "A-17 K0001 3")
    assert close(counter, take) == ["stocktake.close"]
    assert (row(counter.desk, take)["lines"], figures(counter, take)) == (4, {"expected": 6, "counted": 6})


def test_it_is_not_closed_before_every_hook_is_counted(counter: Counter, plants: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 3")
    came = refusal(counter, "stocktake.close", take, **WHY)
    assert (came.code, came.values["hooks"]) == ("uncounted", "B-03")
    count(counter, take, "B-03 0")
    assert open_still(counter, take) == "explanation"


@pytest.mark.parametrize(
    "line", ["A-17 K0001", "A-17", "A-17 K0001 zwei", "A-17 K0001 -1", "墙上 K0001 3", "A-17 K 1 2"]
)
def test_a_line_that_cannot_be_read_is_refused_with_its_number(counter: Counter, owners: str, line: str) -> None:
    take = begin(counter)
    came = refusal(counter, "stocktake.count", take, found=f"A-17 K0001 3\n\n{line}")
    assert (came.code, came.field, came.values["line"]) == ("line", "found", 3)
    assert row(counter.desk, take)["lines"] == 0


def test_counting_on_does_not_make_a_form_stale(counter: Counter, owners: str) -> None:
    take = begin(counter)
    before = counter.do("stocktake.count", take, found="A-17 K0001 2").version
    assert counter.do("stocktake.count", take, found="A-17 K0001 3").version == before


# --- one cabinet -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["a", "Ａ", "A柜"])
def test_one_cabinet_is_counted_by_itself(counter: Counter, plants: str, typed: str) -> None:
    take = begin(counter, cabinet=typed)
    assert refusal(counter, "stocktake.count", take, found="B-03 K0002 3").field == "found"
    count(counter, take, "A-17 K0001 3")
    close(counter, take)
    assert (row(counter.desk, take)["cabinet"], figures(counter, take)) == ("A", {"expected": 3, "counted": 3})


def test_a_cabinet_without_keys_is_not_counted(counter: Counter, owners: str) -> None:
    assert refusal(counter, "stocktake.start", cabinet="C").field == "cabinet"


@pytest.mark.parametrize(("first", "second"), [("A", "A"), (None, "A"), ("A", None), (None, None)])
def test_no_hook_is_counted_in_two_stock_takes_at_once(
    counter: Counter, plants: str, first: str | None, second: str | None
) -> None:
    take = begin(counter, cabinet=first)
    came = refusal(counter, "stocktake.start", cabinet=second)
    assert (came.code, came.values["number"]) == ("under_way", take)
    counter.do("stocktake.void", take, reason="点错了柜")
    assert stage(counter, begin(counter, cabinet=second)) == "counting"


def test_two_cabinets_are_counted_at_once(counter: Counter, plants: str) -> None:
    takes = [begin(counter, cabinet="A"), begin(counter, cabinet="B")]
    assert [stage(counter, take) for take in takes] == ["counting", "counting"]


def test_a_key_of_another_cabinet_hangs_wrong_and_is_not_unknown(counter: Counter, plants: str) -> None:
    take = begin(counter, cabinet="A")
    count(counter, take, "A-17 K0001 3", "A-18 K0002 3")
    assert close(counter, take, **WHY) == ["stocktake.close"]
    assert figures(counter, take) == {"expected": 3, "counted": 6, "misplaced": 1}


# --- what is missing ---------------------------------------------------------------------------------------------


def test_what_is_missing_is_explained_and_declared_lost_with_a_memo(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 1")
    assert open_still(counter, take) == "explanation"
    assert close(counter, take, **WHY) == ["stocktake.close", "key.lose"]
    kept = row(counter.desk, owners)
    assert (stage(counter, owners), counts(counter, owners)) == ("lost", (3, 0, 2))
    assert (kept["memo"], kept["course"]) == ("YB20261121-001", f"{take}: {WHY['explanation']}")
    assert states(counter.desk, owners)["KEY.LOST_SAMEDAY"] == "running"
    assert figures(counter, take) == {"expected": 3, "counted": 1, "missing": 2}


def test_an_empty_hook_is_all_of_its_keys_missing(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 0")
    close(counter, take, **WHY)
    assert counts(counter, owners) == (3, 0, 3)


def test_an_explanation_as_long_as_its_field_still_fits_the_memo(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 2")
    close(counter, take, explanation="查" * 4000)
    assert str(row(counter.desk, owners)["course"]).startswith(f"{take}: 查查")


def test_a_loan_between_counting_and_closing_makes_no_difference(counter: Counter, plants: str) -> None:
    out = lend(counter, "B-03")
    take = begin(counter)
    count(counter, take, "A-17 K0001 3", "B-03 K0002 2")
    back(counter, out, 1)
    lend(counter, "A-17", 2, owner_agreed="王敏")
    assert close(counter, take) == ["stocktake.close"]
    assert figures(counter, take) == {"expected": 5, "counted": 5}


def test_of_keys_that_were_lent_since_only_what_is_still_there_can_be_lost(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 1")
    lend(counter, "A-17", 2, owner_agreed="王敏")
    close(counter, take, **WHY)
    assert counts(counter, owners) == (3, 2, 1)


def test_a_loss_written_down_since_the_count_is_not_written_down_twice(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 2")
    counter.do("key.lose", owners, course="盘点时少一把")
    assert open_still(counter, take, **WHY) == "settled"
    count(counter, take, "A-17 K0001 2")
    assert close(counter, take) == ["stocktake.close"]
    assert counts(counter, owners) == (3, 0, 1)


# --- what is too much, or somewhere else -------------------------------------------------------------------------


def test_a_lost_key_that_hangs_there_again_is_found(counter: Counter, owners: str) -> None:
    counter.do("key.lose", owners, pieces=2, course="少两把")
    take = begin(counter)
    count(counter, take, "A-17 K0001 2")
    assert close(counter, take, **WHY) == ["stocktake.close", "key.found"]
    assert (stage(counter, owners), counts(counter, owners)) == ("lost", (3, 0, 1))
    assert figures(counter, take) == {"expected": 1, "counted": 2, "surplus": 1}


def test_more_keys_than_the_register_can_have_block_the_close(counter: Counter, owners: str) -> None:
    loan = lend(counter, "A-17", owner_agreed="王敏")
    take = begin(counter)
    count(counter, take, "A-17 K0001 3")
    assert open_still(counter, take, **WHY) == "surplus"
    back(counter, loan, 1)
    assert open_still(counter, take, **WHY) == "surplus"
    count(counter, take, "A-17 K0001 3")
    assert close(counter, take) == ["stocktake.close"]


def test_a_number_put_right_since_is_counted_again(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 4")
    counter.do("key.adjust", owners, pieces=4, reason="业主又交来一把")
    assert open_still(counter, take, **WHY) == "settled"
    count(counter, take, "A-17 K0001 4")
    assert close(counter, take) == ["stocktake.close"]


def test_keys_on_a_wrong_hook_are_a_difference_and_nothing_is_lost(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 0", "A-18 K0001 3")
    assert open_still(counter, take) == "explanation"
    assert close(counter, take, **WHY) == ["stocktake.close"]
    assert (figures(counter, take), counts(counter, owners)) == (
        {"expected": 3, "counted": 3, "misplaced": 1}, (3, 0, 0),
    )  # fmt: skip
    assert "A-18" in last(counter.desk, take).sentence


def test_keys_on_two_hooks_are_double_and_counted_together(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 2", "A-18 K0001 1")
    assert close(counter, take, **WHY) == ["stocktake.close"]
    assert figures(counter, take) == {"expected": 3, "counted": 3, "misplaced": 1, "doubled": 1}


def test_a_label_that_is_not_in_the_register_is_explained(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 3", "A-18 K0099 1")
    assert open_still(counter, take) == "explanation"
    assert close(counter, take, **WHY) == ["stocktake.close"]
    assert figures(counter, take) == {"expected": 3, "counted": 4, "unknown": 1}


def test_keys_taken_in_since_the_count_are_counted_too(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 3", "B-03 0")
    counter.do("key.accept", **PLANT)
    assert close(counter, take) == ["stocktake.close"]
    other = begin(counter)
    count(counter, other, "A-17 K0001 3", "B-03 K0002 3")
    counter.do("key.accept", **{**PLANT, "hook": "B-04"})
    assert open_still(counter, other) == "uncounted"


# --- signed, corrected, voided -----------------------------------------------------------------------------------


def test_a_witness_may_sign_the_close(counter: Counter, owners: str) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 3")
    close(counter, take, signatures=(paper("witness", "周师傅"),))
    assert last(counter.desk, take).signed[0]["name"] == "周师傅"


def test_a_closed_stock_take_can_be_corrected_and_voided_and_what_it_settled_stays(
    counter: Counter, owners: str
) -> None:
    take = begin(counter)
    count(counter, take, "A-17 K0001 2")
    close(counter, take, **WHY)
    counter.do("stocktake.correct", take, reason="写错", explanation="业主取走一把")
    assert row(counter.desk, take)["explanation"] == "业主取走一把"
    counter.do("stocktake.void", take, reason="点错了柜")
    assert (stage(counter, take), counts(counter, owners)) == ("voided", (3, 0, 1))
    assert verify(counter.desk.path).sound
