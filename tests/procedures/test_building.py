"""A building opens for move-in: five conditions, each with name and date, and what is withdrawn closes it (P03)."""

import pytest

from propdesk.models.movein import Condition
from propdesk.procedures.tx import Actor
from propdesk.queries import journal
from tests.conftest import Counter
from tests.procedures.household import CONDITIONS, clerk, notify, raw, ready, site
from tests.procedures.keyring import vacant_unit
from tests.procedures.reading import refusal

__all__ = ["clerk", "site"]

CALLED = {"unit": "5-0101", "person": "周新"}


def said(counter: Counter, language: str = "en") -> str:
    """The newest entry of the log."""
    seq = counter.desk.read(journal.last_seq)
    act = raw(counter, "SELECT act_id FROM entry WHERE seq = ?", seq)[0][0]
    return counter.desk.read(journal.of_act, act, language, counter.desk.zone)[-1].sentence


def test_g_move_01_nobody_is_called_to_a_building_before_its_five_conditions_hold(counter: Counter) -> None:
    vacant_unit(counter)
    came = refusal(counter, "movein.notify", **CALLED)
    assert (came.code, came.field) == ("G-MOVE-01", "unit")
    assert all(condition.label in came.sentence("en") for condition in Condition)


@pytest.mark.parametrize("left", list(Condition))
def test_g_move_01_each_single_condition_is_needed_and_the_refusal_names_what_is_left(
    counter: Counter, left: Condition
) -> None:
    vacant_unit(counter)
    ready(counter, conditions="; ".join(each.label for each in Condition if each is not left))
    came = refusal(counter, "movein.notify", **CALLED)
    assert came.code == "G-MOVE-01"
    assert [each for each in Condition if each.label in came.sentence("en")] == [left]
    ready(counter, conditions=left.label)
    assert notify(counter)


def test_a_condition_is_ticked_with_a_name_and_a_date(counter: Counter) -> None:
    ready(counter, "3", conditions=Condition.OFFICE.label, checked_by="赵经理", checked="2026-11-18 10:00")
    assert raw(counter, "SELECT condition, checked_by, checked FROM building_condition") == [
        ("office", "赵经理", "2026-11-18")
    ]
    assert "checked by 赵经理 on 11-18 10:00: The office is staffed at its place; still open: Takeover" in said(counter)


def test_the_log_says_the_conditions_in_the_language_of_its_reader(counter: Counter) -> None:
    both = "; ".join((Condition.ACCEPTED.label, Condition.OFFICE.label))
    ready(counter, "3", conditions=both)
    assert "接管验收合格" in said(counter, "zh_CN")
    counter.do("building.withdraw", building="3", conditions=both, reason="复查不合格")
    assert "接管验收合格" in said(counter, "zh_CN")
    assert Condition.OFFICE.label not in said(counter, "zh_CN")


def test_a_condition_ticked_again_stays_as_it_was(counter: Counter) -> None:
    ready(counter, "3", conditions=Condition.OFFICE.label, checked="2026-11-18 10:00")
    ready(counter, "3号楼", checked_by="孙强")
    rows = raw(counter, "SELECT checked_by FROM building_condition ORDER BY id")
    assert [name for (name,) in rows] == ["赵经理", *["孙强"] * 4]
    assert said(counter).endswith("still open: none")


def test_conditions_are_read_in_either_language_and_refused_where_they_are_none(counter: Counter) -> None:
    ready(counter, "3", conditions=CONDITIONS.replace("; ", "；").upper())
    assert len(raw(counter, "SELECT 1 FROM building_condition")) == 5
    came = refusal(counter, "building.ready", building="3", conditions="电梯很新", checked_by="赵经理")
    assert (came.field, "电梯很新" in came.sentence("en")) == ("conditions", True)


def test_a_condition_is_not_checked_in_the_future(counter: Counter) -> None:
    came = refusal(counter, "building.ready", building="3", conditions=CONDITIONS, checked_by="赵经理", checked="+1h")
    assert (came.code, came.field) == ("future", "checked")


def test_g_move_01_one_condition_withdrawn_closes_the_building_until_it_is_ticked_again(site: Counter) -> None:
    site.do("building.withdraw", building="5", conditions=Condition.SUPPLIES.label, reason="电梯停用")
    came = refusal(site, "movein.notify", **CALLED)
    assert came.code == "G-MOVE-01"
    assert [each for each in Condition if each.label in came.sentence("en")] == [Condition.SUPPLIES]
    ready(site, conditions=Condition.SUPPLIES.label)
    assert notify(site)
    assert len(raw(site, "SELECT 1 FROM building_condition")) == 6


def test_a_withdrawal_in_one_building_leaves_the_others_open(site: Counter) -> None:
    ready(site, "3")
    site.do("building.withdraw", building="3", conditions=CONDITIONS, reason="停水")
    assert notify(site)


def test_only_a_leader_withdraws_a_condition(counter: Counter, clerk: Actor) -> None:
    ready(counter, "3", as_=clerk)
    came = refusal(
        counter, "building.withdraw", as_=clerk, building="3", conditions=Condition.OFFICE.label, reason="停用"
    )
    assert came.code == "role"


def test_an_unknown_building_is_refused_with_those_there_are(counter: Counter) -> None:
    came = refusal(counter, "building.ready", building="33", conditions=CONDITIONS, checked_by="赵经理")
    assert (came.field, "1, 3" in came.sentence("en")) == ("building", True)
