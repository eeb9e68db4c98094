"""How long forms are kept."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from propdesk.rules.retention import RETENTIONS, Retention, destroy_after


@pytest.mark.parametrize("form", ["contact", "complaint", "duty_log", "shift", "emergency"])
def test_the_forms_of_the_desk_are_kept_three_years(form: str) -> None:
    assert destroy_after(form, datetime(2026, 11, 21, 6, 30, tzinfo=UTC)) == datetime(2029, 11, 21, 6, 30, tzinfo=UTC)


def test_every_form_has_one_period_with_its_source() -> None:
    assert len({period.form for period in RETENTIONS}) == len(RETENTIONS)
    assert all(period.source for period in RETENTIONS)


def test_a_form_closed_on_the_leap_day_is_kept_to_the_end_of_february() -> None:
    assert destroy_after("contact", datetime(2024, 2, 29, 6, tzinfo=UTC)) == datetime(2027, 2, 28, 6, tzinfo=UTC)


def test_a_permanent_form_is_never_destroyed() -> None:
    kept = (Retention("owner_file", None, "004 FILE 4.1"),)
    assert destroy_after("owner_file", datetime(2026, 11, 21, tzinfo=UTC), kept) is None


def test_a_site_may_keep_a_form_longer() -> None:
    kept = (Retention("contact", 5, "the site"),)
    assert destroy_after("contact", datetime(2026, 11, 21, tzinfo=UTC), kept) == datetime(2031, 11, 21, tzinfo=UTC)


def test_the_answer_is_in_utc_whatever_zone_was_asked_in() -> None:
    closed = datetime(2026, 11, 21, 7, tzinfo=timezone(timedelta(hours=8)))
    after = destroy_after("contact", closed)
    assert after == datetime(2029, 11, 20, 23, tzinfo=UTC)
    assert after is not None
    assert after.tzinfo is UTC


def test_a_form_without_a_period_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        destroy_after("shopping_list", datetime(2026, 11, 21, tzinfo=UTC))


def test_a_closing_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        destroy_after("contact", datetime(2026, 11, 21))  # noqa: DTZ001  the wrong input under test
