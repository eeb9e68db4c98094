"""Repairs: trade, warranty, the urgent ones (P06, P07)."""

import pytest

from propdesk.rules.roster import read_rows
from tests.conftest import Counter
from tests.procedures.reading import Answers, clocks, item, last, local, refusal, row, states

BURST: Answers = {"text": "厨房水管爆裂", "unit": "3-1201", "caller": "王敏", "trade": "water", "urgent": "yes"}
TOLD: Answers = {"told": "周师傅", "repeated": "yes"}


@pytest.fixture
def burst(counter: Counter) -> str:
    """An urgent repair, reported."""
    return counter.do("repair.receive", **BURST).item or ""


def _warranty(counter: Counter, until: str) -> None:
    """3-1201 is under warranty until then."""
    rows = [["楼栋", "房号", "保修期至", "姓名", "身份"], ["3", "1201", until, "王敏", "业主"]]
    step = counter.desk.fill("estate.import_roster", {"file": "w.csv", "sha256": "1" * 64})
    counter.desk.perform(
        step.carrying(read_rows(rows)),  # type: ignore[attr-defined]
        actor=counter.actor,
        request_id="warranty",
    )


# --- warranty and price ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "warranty", "paid"),
    [("2026-11-21", "covered", 0), ("2026-11-20", "expired", 1), (None, "unknown", 0)],
)
def test_the_warranty_of_the_unit_says_whether_the_owner_pays(
    counter: Counter, until: str | None, warranty: str, paid: int
) -> None:
    if until:
        _warranty(counter, until)
    repair = counter.do("repair.receive", text="水龙头滴水", unit="3-1201", trade="water").item
    kept = row(counter.desk, repair)
    assert (str(kept["warranty"]), kept["paid"]) == (warranty, paid)
    words = {"covered": "Under warranty", "expired": "Warranty expired", "unknown": "Warranty not known"}
    assert last(counter.desk, repair).sentence == f"Repair, Water and drainage: 水龙头滴水 ({words[warranty]})"


def test_what_is_out_of_warranty_is_quoted_first_and_nought_is_a_price(counter: Counter) -> None:
    _warranty(counter, "2024-06-18")
    repair = counter.do("repair.receive", text="水龙头滴水", unit="3-1201", trade="water").item
    counter.do("repair.notify", repair, **TOLD)
    assert refusal(counter, "repair.dispatch", repair, worker="赵师傅").code == "quote"
    counter.do("repair.quote", repair, price_yuan="0")
    assert counter.do("repair.dispatch", repair, worker="赵师傅").stage == "dispatched"


def test_public_facilities_are_nobodys_bill(counter: Counter) -> None:
    _warranty(counter, "2024-06-18")
    repair = counter.do("repair.receive", text="楼道灯不亮", unit="3-1201", trade="public").item
    assert row(counter.desk, repair)["paid"] == 0


def test_an_urgent_repair_does_not_wait_for_a_price(counter: Counter) -> None:
    _warranty(counter, "2024-06-18")
    burst = counter.do("repair.receive", **BURST).item
    assert counter.do("repair.notify", burst, **TOLD, worker="赵师傅").stage == "dispatched"


def test_a_corrected_unit_or_trade_judges_the_warranty_again(counter: Counter) -> None:
    _warranty(counter, "2024-06-18")
    repair = counter.do("repair.receive", text="灯不亮", unit="3-1301").item
    counter.do("repair.correct", repair, reason="听错了", unit="3-1201", trade="electrical")
    kept = row(counter.desk, repair)
    assert (str(kept["warranty"]), str(kept["trade"]), kept["place"]) == ("expired", "electrical", "3-1201")


def test_where_in_the_unit_it_is_stands_beside_the_unit(counter: Counter) -> None:
    repair = counter.do("repair.receive", text="滴水", unit="3-1201", place="主卫").item
    assert (item(counter.desk, repair).place, row(counter.desk, repair)["place"]) == ("3-1201", "主卫")


def test_a_repair_without_a_time_is_passed_on_as_soon_as_possible(counter: Counter) -> None:
    repair = counter.do("repair.receive", text="滴水", unit="3-1201").item
    assert counter.do("repair.notify", repair, **TOLD).stage == "notified"
    assert row(counter.desk, repair)["department"] == "engineering"


# --- urgent ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "state"), [(5, "in_time"), (5.1, "late")])
def test_comp_maint_onsite_5m_runs_from_the_moment_the_repairer_was_told(
    counter: Counter, burst: str, minutes: float, state: str
) -> None:
    counter.clock.forward(minutes=3)
    counter.do("repair.notify", burst, **TOLD, worker="赵师傅")
    assert clocks(counter.desk, burst)["COMP.MAINT_ONSITE_5M"].due == local(21, 23, 48)
    counter.clock.forward(minutes=minutes)
    counter.do("repair.arrive", burst)
    assert states(counter.desk, burst)["COMP.MAINT_ONSITE_5M"] == state
    assert last(counter.desk, burst).sentence == "赵师傅 on site"


@pytest.mark.parametrize(("step", "answers"), [("make_safe", {"measures": "关了阀"}), ("done", {"result": "换了管"})])
@pytest.mark.parametrize(("at", "state"), [(local(22, 9), "in_time"), (local(22, 9, 1), "late")])
def test_comp_urgent_sameday_is_met_when_it_is_safe_or_done(
    counter: Counter, burst: str, step: str, answers: Answers, at: object, state: str
) -> None:
    counter.do("repair.notify", burst, **TOLD, worker="赵师傅")
    assert clocks(counter.desk, burst)["COMP.URGENT_SAMEDAY"].due == local(22, 9)
    counter.clock.moment = at  # type: ignore[assignment]
    counter.do(f"repair.{step}", burst, **answers)
    assert states(counter.desk, burst)["COMP.URGENT_SAMEDAY"] == state


def test_what_was_made_safe_is_an_ordinary_repair_from_then_on(counter: Counter, burst: str) -> None:
    counter.do("repair.make_safe", burst, measures="业主关了总阀", agreed="tomorrow 10:00")
    assert not item(counter.desk, burst).urgent
    assert states(counter.desk, burst)["CALL.TRACK_OPEN"] == "running"
    assert clocks(counter.desk, burst)["BOOK.AGREED_TIME"].due == local(22, 10)
    assert refusal(counter, "repair.make_safe", burst, measures="再关一次").code == "urgent"


def test_an_ordinary_repair_has_no_urgent_clock_until_it_is_marked(counter: Counter) -> None:
    repair = counter.do("repair.receive", text="滴水", unit="3-1201").item
    counter.do("repair.notify", repair, **TOLD)
    assert "COMP.MAINT_ONSITE_5M" not in states(counter.desk, repair)
    counter.clock.forward(hours=1)
    counter.do("repair.make_urgent", repair, reason="漏到楼下")
    assert item(counter.desk, repair).urgent
    assert clocks(counter.desk, repair)["COMP.MAINT_ONSITE_5M"].due == local(22, 0, 45)
    assert states(counter.desk, repair)["COMP.URGENT_SAMEDAY"] == "running"
    assert refusal(counter, "repair.make_urgent", repair, reason="漏").code == "urgent"


def test_an_urgent_clock_does_not_wait(counter: Counter, burst: str) -> None:
    came = refusal(counter, "repair.pause", burst, code="COMP.URGENT_SAMEDAY", waiting_for="王敏", reason="不在")
    assert came.code == "urgent"


# --- from a call -------------------------------------------------------------------------------------------------


def test_a_call_about_a_repair_opens_it_in_the_same_act(counter: Counter) -> None:
    done = counter.do("contact.receive", **{**BURST, "kind": "repair", "agreed": "+9h", "repeated": "yes"})
    assert [entry.step for entry in done.entries] == ["contact.receive", "repair.receive"]
    assert done.stage == "passed_on"
    repair = done.opened[0][0]
    kept = row(counter.desk, repair)
    assert repair.startswith("BX")
    assert (str(kept["trade"]), kept["repeated"], item(counter.desk, repair).urgent) == ("water", 1, True)
    assert {"BOOK.NOTIFY_5M", "BOOK.AGREED_TIME", "COMP.URGENT_SAMEDAY"} == set(states(counter.desk, repair))


def test_the_city_hotline_waits_for_the_repair_and_no_longer_for_the_call(counter: Counter) -> None:
    done = counter.do("contact.receive", **BURST, kind="repair", channel="hotline", their_number="A17",
                      their_deadline="+5h")  # fmt: skip
    repair = done.opened[0][0]
    assert clocks(counter.desk, repair)["CALL.EXTERNAL"].due == local(22, 4, 40)
    assert row(counter.desk, repair)["their_number"] == "A17"
    assert "CALL.EXTERNAL" not in states(counter.desk, done.item)


def test_a_later_call_is_counted_at_the_repair(counter: Counter, burst: str) -> None:
    call = counter.do("contact.receive", text="还在漏", unit="3-1201").item
    linked = counter.do("contact.link", call, other=burst)
    assert [entry.step for entry in linked.entries] == ["contact.link", "repair.press"]
    assert item(counter.desk, burst).presses == 1
