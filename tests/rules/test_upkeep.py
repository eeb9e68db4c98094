"""The upkeep of vacant units: which work, and on which day."""

from dataclasses import replace
from datetime import date

import pytest

from propdesk.models.vacancy import Work
from propdesk.rules import upkeep
from propdesk.rules.upkeep import CODES, STORM, Fittings, Season
from propdesk.settings import Settings, settings_from, stored_form

SITE = Settings()
FITTED = Fittings(furnished=True, west_sun=True, appliances=True)
WINTER = Season("11-15", "03-15")


def test_every_work_has_its_clock() -> None:
    assert {*CODES, "storm"} == {work.value for work in Work}
    assert len({*CODES.values(), STORM}) == len(Work)


def test_a_bare_unit_is_aired_cleaned_and_kept_from_damp_and_frost() -> None:
    assert upkeep.needed(Fittings(), SITE) == ("air", "clean", "damp", "frost")
    assert upkeep.needed(FITTED, SITE) == tuple(CODES)
    assert "shade" not in upkeep.needed(Fittings(furnished=True), SITE)


def test_where_it_never_freezes_nobody_protects_from_frost() -> None:
    assert "frost" not in upkeep.needed(FITTED, replace(SITE, frost_season=()))


@pytest.mark.parametrize(("month", "days"), [(1, 30), (4, 14), (7, 10)])
def test_airing_follows_the_month(month: int, days: int) -> None:
    done = date(2027, month, 2)
    assert (upkeep.next_due("air", done, None, SITE) - done).days == days


@pytest.mark.parametrize(
    ("done", "due", "again"),
    [
        ((2026, 11, 10), (2026, 11, 30), (2026, 12, 31)),
        ((2026, 12, 2), (2026, 11, 30), (2026, 12, 31)),
        ((2027, 2, 28), (2027, 2, 28), (2027, 3, 31)),
        ((2027, 2, 10), (2026, 11, 30), (2027, 2, 28)),
    ],
)
def test_cleaning_counts_for_the_month_it_was_due_in(
    done: tuple[int, int, int], due: tuple[int, int, int], again: tuple[int, int, int]
) -> None:
    assert upkeep.next_due("clean", date(*done), date(*due), SITE) == date(*again)


def test_a_unit_taken_over_in_the_middle_of_winter_is_protected_within_a_week() -> None:
    assert upkeep.first_due("frost", date(2026, 12, 1), SITE) == date(2026, 12, 8)
    assert upkeep.first_due("frost", date(2027, 2, 1), SITE) == date(2027, 2, 8)
    assert upkeep.first_due("frost", date(2027, 3, 12), SITE) == date(2027, 3, 15)
    assert upkeep.first_due("frost", date(2027, 3, 16), SITE) == date(2027, 11, 15)


def test_what_was_done_before_the_season_is_not_asked_for_again_in_it() -> None:
    assert upkeep.next_due("frost", date(2026, 11, 1), date(2026, 11, 15), SITE) == date(2027, 11, 15)
    assert upkeep.next_due("shade", date(2026, 6, 20), date(2026, 6, 1), SITE) == date(2027, 6, 1)


def test_a_season_runs_over_the_turn_of_the_year() -> None:
    assert WINTER.holding(date(2026, 12, 31)) == WINTER.holding(date(2027, 1, 1)) == date(2027, 3, 15)
    assert WINTER.holding(date(2027, 6, 1)) is None


def test_a_season_may_begin_on_the_29th_of_february() -> None:
    assert Season("02-29", "03-31").first(2027) == date(2027, 2, 28)
    assert Season("02-29", "03-31").first(2028) == date(2028, 2, 29)


def test_a_year_has_twelve_cleanings_and_a_plan_of_airings() -> None:
    often = {work: upkeep.times_a_year(work, SITE) for work in CODES}
    assert (often["clean"], often["frost"], often["appliance"]) == (12, 1, 4)
    assert 20 <= often["air"] <= 30


def test_units_are_typed_one_after_another() -> None:
    assert upkeep.split_units("5-0101，5-0102;  5-0103\n5-0104、") == ["5-0101", "5-0102", "5-0103", "5-0104"]


def test_the_plan_of_a_site_is_kept_as_it_was_decided() -> None:
    decided = replace(SITE, airing_days=(7,) * 12, frost_season=(), damp_season=("04-01", "06-30"), appliance_days=30)
    assert settings_from(stored_form(decided)) == decided


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("airing_days", [30] * 11), ("airing_days", [0] * 12), ("airing_days", "7"), ("frost_season", ["11-15"]),
        ("frost_season", ["11-31", "03-15"]), ("damp_season", ["7-1", "8-31"]), ("shade_season", "06-01"),
        ("appliance_days", 0),
    ],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused(setting: str, value: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        settings_from({setting: value})
