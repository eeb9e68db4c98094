"""What a round may not end without, as the screens see it: the same that its end is refused for."""

from datetime import datetime

import pytest

from propdesk.queries import rounds
from propdesk.rules.patrol import Ground
from tests.conftest import Counter
from tests.laws.test_tree import asked, scanned
from tests.procedures.keyring import vacant_unit
from tests.procedures.reading import item, local
from tests.procedures.vacant import take, visit

ROUND = 10_000
"""No item of the desk: nothing is written on it yet."""


def ground(*buildings: str, since: datetime | None = None) -> Ground:
    """A round of the evening of the 21st, right across midnight."""
    return Ground(buildings, since or local(21, 23), local(21, 23).date(), local(22, 1).date())


def site(counter: Counter, code: str, day: int = 20) -> str:
    """A unit that is being renovated since a day; the number of the site."""
    began = local(day, 9)
    return counter.do("renovation.start", unit=code, contractor="宏达装饰", began=began, happened=began).item or ""


def units(left: list[rounds.Left]) -> list[str]:
    """Their units."""
    return [each.unit for each in left]


def test_a_site_is_left_until_it_has_its_entry_of_the_day(counter: Counter) -> None:
    first, other = site(counter, "3-1201"), site(counter, "1-0502")
    found = counter.desk.read(rounds.sites_left, ROUND, ground())
    assert [(each.unit, each.item_id) for each in found] == [
        ("1-0502", item(counter.desk, other).id), ("3-1201", item(counter.desk, first).id),
    ]  # fmt: skip
    counter.do("renovation.progress", first, progress="贴砖", happened=local(20, 17))
    assert units(counter.desk.read(rounds.sites_left, ROUND, ground())) == ["1-0502", "3-1201"]
    counter.do("renovation.progress", first, progress="贴砖")
    assert units(counter.desk.read(rounds.sites_left, ROUND, ground())) == ["1-0502"]


def test_a_site_that_is_over_or_in_another_building_is_not_left(counter: Counter) -> None:
    over, _other = site(counter, "3-1201"), site(counter, "1-0502")
    assert units(counter.desk.read(rounds.sites_left, ROUND, ground("3"))) == ["3-1201"]
    counter.do("renovation.end", over)
    assert counter.desk.read(rounds.sites_left, ROUND, ground("3")) == []


def test_a_vacant_unit_is_left_until_somebody_was_there_since_the_round_began(counter: Counter) -> None:
    vacant_unit(counter)
    number = take(counter)
    visit(counter, number)
    counter.clock.forward(minutes=10)
    begun = counter.clock.moment
    found = counter.desk.read(rounds.vacant_left, ROUND, ground("5", since=begun))
    assert [(each.unit, each.item_id) for each in found] == [("5-0101", item(counter.desk, number).id)]
    assert counter.desk.read(rounds.vacant_left, ROUND, ground("3", since=begun)) == []
    visit(counter, number)
    assert counter.desk.read(rounds.vacant_left, ROUND, ground("5", since=begun)) == []


@pytest.mark.parametrize("buildings", [(), ("3", "5")])
def test_what_is_left_is_found_by_an_index_with_and_without_buildings(
    counter: Counter, buildings: tuple[str, ...]
) -> None:
    with asked(counter.desk._reader) as statements:
        counter.desk.read(rounds.sites_left, ROUND, ground(*buildings))
        counter.desk.read(rounds.vacant_left, ROUND, ground(*buildings))
    assert len(statements) >= 2
    for statement, parameters in statements:
        assert counter.desk.read(scanned, statement, parameters) == [], statement
