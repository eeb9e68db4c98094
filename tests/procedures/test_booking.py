"""Service bookings: the site's services, the agreed time (P06)."""

import json

import pytest

from tests.conftest import Counter
from tests.procedures.reading import Answers, clocks, last, local, refusal, row, states

WATER: Answers = {"text": "送两桶水", "unit": "3-1201", "caller": "王敏", "service": "Bottled water"}
TOLD: Answers = {"department": "service", "told": "周师傅", "repeated": "yes"}


@pytest.fixture
def booking(counter: Counter) -> str:
    """Water for 3-1201, booked."""
    return counter.do("booking.receive", **WATER).item or ""


# --- the services ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Bottled water", "bottled WATER"])
def test_a_service_is_found_however_it_is_written(counter: Counter, typed: str) -> None:
    booking = counter.do("booking.receive", **{**WATER, "service": typed}, agreed="+10h").item
    assert row(counter.desk, booking)["service"] == "Bottled water"
    assert last(counter.desk, booking).sentence == "Booking, Bottled water: 送两桶水; agreed 11-22 09:40"


def test_a_service_the_site_does_not_offer_is_refused_with_those_it_does(counter: Counter) -> None:
    came = refusal(counter, "booking.receive", **{**WATER, "service": "搬家"})
    assert (came.code, came.field) == ("service", "service")
    assert came.sentence("en").startswith("There is no service “搬家” here. Services: Telephone line, Internet line")


def test_a_site_has_its_own_services(counter: Counter) -> None:
    counter.do("system.configure", setting="services", json_value=json.dumps(["搬家", "Plants"]))
    counter.desk.reload()
    assert counter.do("booking.receive", **{**WATER, "service": "搬家"}).stage == "received"
    assert "搬家, Plants" in refusal(counter, "booking.receive", **WATER).sentence("en")


@pytest.mark.parametrize("value", ['[""]', "[1]", '["' + "长" * 41 + '"]', "{}"])
def test_services_that_are_no_names_are_refused(counter: Counter, value: str) -> None:
    assert refusal(counter, "system.configure", setting="services", json_value=value).field == "json_value"


def test_a_corrected_service_is_one_of_the_sites_too(counter: Counter, booking: str) -> None:
    assert refusal(counter, "booking.correct", booking, reason="听错了", service="搬家").field == "service"
    counter.do("booking.correct", booking, reason="听错了", service="newspapers")
    assert row(counter.desk, booking)["service"] == "Newspapers"


# --- the time ----------------------------------------------------------------------------------------------------


def test_g_book_01_a_booking_without_an_agreed_time_is_not_passed_on(counter: Counter, booking: str) -> None:
    came = refusal(counter, "booking.notify", booking, **TOLD)
    assert (came.code, came.field) == ("G-BOOK-01", "agreed")
    assert counter.do("booking.notify", booking, **TOLD, agreed="+2h").stage == "notified"


def test_the_agreed_time_runs_from_the_acceptance(counter: Counter) -> None:
    booking = counter.do("booking.receive", **WATER, agreed="tomorrow 10:00").item
    assert clocks(counter.desk, booking)["BOOK.AGREED_TIME"].due == local(22, 10)


def test_a_time_that_has_gone_by_is_not_agreed(counter: Counter) -> None:
    assert refusal(counter, "booking.receive", **WATER, agreed="2026-11-21 09:00").field == "agreed"


def test_a_customer_may_put_it_off_also_when_somebody_is_on_the_way(counter: Counter, booking: str) -> None:
    counter.do("booking.notify", booking, **TOLD, agreed="+2h", worker="周师傅")
    assert counter.do("booking.reagree", booking, agreed="+20h", words="家里没人").stage == "received"
    assert states(counter.desk, booking)["BOOK.NOTIFY_5M"] == "running"
    counter.do("booking.notify", booking, **TOLD, worker="周师傅")
    assert row(counter.desk, booking)["slip"] == "PG20261121-001"


def test_a_booking_whose_price_must_be_quoted_waits_for_it(counter: Counter) -> None:
    booking = counter.do("booking.receive", **WATER, charged="yes", agreed="+2h").item
    assert refusal(counter, "booking.notify", booking, **TOLD, worker="周师傅").code == "quote"
    assert counter.do("booking.notify", booking, **TOLD).stage == "notified"


# --- from a call -------------------------------------------------------------------------------------------------


def test_a_call_about_a_service_opens_the_booking_in_the_same_act(counter: Counter) -> None:
    done = counter.do("contact.receive", **WATER, kind="booking", agreed="+2h", repeated="yes")
    assert [entry.step for entry in done.entries] == ["contact.receive", "booking.receive"]
    assert (done.stage, done.opened[0][0]) == ("passed_on", "YY20261121-001")
    assert counter.do("booking.notify", done.opened[0][0], department="service", told="周师傅").stage == "notified"


def test_a_call_about_a_service_names_it(counter: Counter) -> None:
    without = {name: said for name, said in WATER.items() if name != "service"}
    assert refusal(counter, "contact.receive", **without, kind="booking").field == "service"
    assert refusal(counter, "contact.receive", **{**WATER, "service": "搬家"}, kind="booking").field == "service"
