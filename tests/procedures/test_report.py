"""Periodical reports: due by themselves, compiled, reviewed by somebody else, sent; every rule by its code."""

import json
from datetime import date, datetime, timedelta

import pytest

from propdesk.desk import Desk
from propdesk.models.report import ReportKind
from propdesk.procedures.tx import Actor
from propdesk.queries import figures, items
from propdesk.queries.figures import ReportView
from propdesk.rules.cycles import CYCLES
from propdesk.rules.pins import Pins
from propdesk.store.verify import verify
from tests.conftest import Counter, FrozenClock
from tests.procedures.reading import SHANGHAI, clocks, course, item, last, refusal, states


@pytest.fixture
def clerk(counter: Counter) -> Actor:
    return counter.operator("李婷", "clerk")


def until(counter: Counter, moment: datetime) -> None:
    """Let time pass as at a desk that is open: it sweeps each morning and at the end."""
    while counter.clock.moment < moment:
        counter.clock.moment = min(moment, counter.clock.moment + timedelta(hours=6))
        while counter.desk.sweep():
            pass


def at(month: int, day: int, hour: int = 9, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def report(desk: Desk, kind: str, first: date) -> ReportView | None:
    return desk.read(figures.report_of, ReportKind(kind), first)


def number(desk: Desk, kind: str, first: date) -> str:
    found = report(desk, kind, first)
    assert found is not None
    return found.number


def on_the_desk(desk: Desk) -> list[str]:
    return [row.title for row in desk.read(items.items, ledger="report")]


@pytest.fixture
def summary(counter: Counter) -> str:
    """The figures of November, due on Wednesday the 2nd of December."""
    until(counter, at(12, 1))
    return number(counter.desk, "summary", date(2026, 11, 1))


# --- due ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind", "first", "seen", "due"),
    [
        ("COMP.DAILY_REVIEW", "daily", date(2026, 11, 22), at(11, 22), at(11, 22, 18)),
        ("COMP.HALFMONTH", "half_month", date(2026, 11, 16), at(12, 1), at(12, 2, 18)),
        ("COMP.SUMMARY_2ND", "summary", date(2026, 11, 1), at(12, 1), at(12, 2, 18)),
        ("COMP.REPORT_5TH", "handling", date(2026, 11, 1), at(12, 1), at(12, 4, 18)),
        ("COMP.MONTH_QA", "quality", date(2026, 11, 1), at(11, 27), at(11, 30, 18)),
        ("COMP.PUBLISH_MONTH", "owners", date(2026, 11, 1), at(12, 1), at(12, 4, 18)),
        ("COMP.QUARTER_ANALYSIS", "quarter_analysis", date(2026, 10, 1), at(1, 1, year=2027), at(1, 8, 18, 2027)),
        ("COMP.QUARTER_OWNERS", "quarter_owners", date(2026, 10, 1), at(12, 28), at(12, 31, 18)),
        ("CB.DISPATCH_MONTHEND", "slip_sample", date(2026, 11, 1), at(11, 27), at(11, 30, 18)),
        ("CB.STATS_QEND", "callbacks", date(2026, 10, 1), at(12, 28), at(12, 31, 18)),
        ("PATROL.FILE_MONTHEND", "patrol_month", date(2026, 11, 1), at(12, 1), at(12, 1, 18)),
        ("CB.FILE_10TH", "callback_filing", date(2026, 10, 1), at(1, 1, year=2027), at(1, 8, 18, 2027)),
    ],
)
def test_each_report_is_put_on_the_desk_with_its_clock(
    counter: Counter, code: str, kind: str, first: date, seen: datetime, due: datetime
) -> None:
    """5 December 2026 is a Saturday, 10 January 2027 a Sunday: due on the Friday before."""
    desk = counter.desk
    counter.do("system.configure", setting="reports", json_value='{"half_month": true}')
    counter.do("system.configure", setting="large_site", json_value="true")
    desk.reload()
    counter.clock.moment = seen - timedelta(minutes=1)
    desk.sweep()
    assert report(desk, kind, first) is None
    counter.clock.moment = seen + timedelta(minutes=1)
    desk.sweep()
    there = number(desk, kind, first)
    clock = clocks(desk, there)[code]
    assert (clock.started, clock.due) == (seen, due)
    opened = course(desk, there)[0]
    assert (opened.step, opened.operator, opened.happened) == ("report.due", "system", seen)


def test_a_missed_report_is_a_breach_of_its_rule(counter: Counter, summary: str) -> None:
    until(counter, at(12, 3))
    assert states(counter.desk, summary) == {"COMP.SUMMARY_2ND": "overdue"}
    assert last(counter.desk, summary).step == "system.breach"


def test_a_sweep_that_finds_nothing_new_writes_nothing(counter: Counter, summary: str) -> None:
    before = on_the_desk(counter.desk)
    assert counter.desk.sweep() == 0
    assert on_the_desk(counter.desk) == before
    assert len(set(before)) == len(before)


def test_two_desks_put_a_report_there_once(counter: Counter) -> None:
    counter.clock.moment = at(12, 1, 10)
    other = Desk.open(counter.desk.path, now=counter.clock, pins=Pins(cheap=True))
    try:
        first = counter.desk.sweep()
        assert first > 0
        assert other.sweep() == 0
    finally:
        other.close()
    assert len(set(on_the_desk(counter.desk))) == len(on_the_desk(counter.desk))


def test_after_a_long_absence_only_the_newest_of_each_kind_is_owed(counter: Counter) -> None:
    counter.clock.moment = at(5, 20, 10, 2027)
    counter.desk.sweep()
    titles = on_the_desk(counter.desk)
    assert len(titles) == len([cycle for cycle in CYCLES.values() if cycle.default and not cycle.about])
    assert "Complaint figures of the month 2027-04" in titles


def test_nothing_is_owed_for_the_time_before_the_desk_was_set_up(counter: Counter) -> None:
    """Set up on 21 November: neither October's figures nor the 21st's stock-taking."""
    counter.desk.sweep()
    assert on_the_desk(counter.desk) == []


def test_only_the_desk_itself_puts_reports_there(counter: Counter) -> None:
    assert refusal(counter, "report.due", kind="callbacks", begins="2026-10-01").code == "role"


@pytest.mark.parametrize("begins", ["2026-10-02", "2027-01-01", "soon", "9999-12-31"])
def test_a_period_has_its_own_first_day(counter: Counter, begins: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  the code is looked at
        counter.do("report.due", as_=counter.desk.system(), kind="callbacks", begins=begins)
    assert getattr(caught.value, "code", "") == "begins"


def test_the_same_report_is_not_there_twice(counter: Counter) -> None:
    counter.do("report.due", as_=counter.desk.system(), kind="callbacks", begins="2026-10-01")
    with pytest.raises(Exception) as caught:  # noqa: PT011
        counter.do("report.due", as_=counter.desk.system(), kind="callbacks", begins="2026-10-01")
    assert getattr(caught.value, "code", "") == "report"


def test_a_site_may_begin_its_months_on_another_day(counter: Counter) -> None:
    counter.do("system.configure", setting="month_begins", json_value="26")
    counter.desk.reload()
    counter.clock.moment = at(11, 26, 10)
    counter.desk.sweep()
    found = report(counter.desk, "summary", date(2026, 10, 26))
    assert found is not None
    assert found.ends == date(2026, 11, 25)
    assert clocks(counter.desk, found.number)["COMP.SUMMARY_2ND"].due == at(12, 2, 18)


# --- compiled, reviewed, sent ------------------------------------------------------------------------------------


def test_a_report_goes_from_the_clerk_by_the_supervisor_to_its_recipient(
    counter: Counter, clerk: Actor, summary: str
) -> None:
    assert counter.do("report.compile", summary, as_=clerk, comment="平稳").stage == "compiled"
    assert counter.do("report.review", summary, remark="属实").stage == "reviewed"
    assert counter.do("report.send", summary, how="mail").stage == "sent"
    found = report(counter.desk, "summary", date(2026, 11, 1))
    assert found is not None
    assert (found.compiler, found.reviewer, found.recipient) == ("李婷", "张敏", "Office manager")
    assert states(counter.desk, summary) == {"COMP.SUMMARY_2ND": "in_time"}
    assert item(counter.desk, summary).closed is not None
    assert verify(counter.desk.path).sound


def test_sent_after_its_day_it_is_late(counter: Counter, clerk: Actor, summary: str) -> None:
    counter.do("report.compile", summary, as_=clerk)
    counter.do("report.review", summary)
    until(counter, at(12, 2, 19))
    counter.do("report.send", summary)
    assert states(counter.desk, summary) == {"COMP.SUMMARY_2ND": "late"}


def test_nobody_reviews_what_he_compiled(counter: Counter, summary: str) -> None:
    """The supervisor holds the clerk's role too; persons are compared, not roles."""
    counter.do("report.compile", summary)
    assert refusal(counter, "report.review", summary).code == "separation"
    manager = counter.operator("陈志远", "centre_manager")
    assert counter.do("report.review", summary, as_=manager).stage == "reviewed"


def test_the_figures_are_those_of_the_period_and_stay_as_they_were_compiled(counter: Counter, clerk: Actor) -> None:
    counter.do("complaint.receive", text="电梯停运", apart="yes")
    until(counter, at(12, 1))
    there = number(counter.desk, "summary", date(2026, 11, 1))
    counter.do("complaint.receive", text="十二月的", apart="yes")
    counter.do("report.compile", there, as_=clerk)
    counter.do("complaint.void", "TS20261121-001", reason="录错")
    found = report(counter.desk, "summary", date(2026, 11, 1))
    assert found is not None
    assert _received(found.figures) == 1
    assert found.figures["over"] is True
    counter.do("report.correct", there, reason="作废一件", anew="yes")
    again = report(counter.desk, "summary", date(2026, 11, 1))
    assert again is not None
    assert (again.edition, _received(again.figures)) == (2, 0)
    kept = counter.desk.read(figures.editions, again.item_id)
    assert [(each.edition, _received(each.figures)) for each in kept] == [(1, 1), (2, 0)]


def _received(kept: object) -> int:
    lines = [line for section in json.loads(json.dumps(kept))["sections"] for line in section["lines"]]
    return int(next(line["count"] for line in lines if line["key"] == "complaint.received"))


def test_what_is_compiled_before_its_period_is_over_says_so(counter: Counter, clerk: Actor) -> None:
    until(counter, at(11, 28))
    there = number(counter.desk, "quality", date(2026, 11, 1))
    counter.do("report.compile", there, as_=clerk)
    found = report(counter.desk, "quality", date(2026, 11, 1))
    assert found is not None
    assert found.figures["over"] is False


def test_compiling_again_is_a_new_edition_that_must_be_reviewed_anew(
    counter: Counter, clerk: Actor, summary: str
) -> None:
    counter.do("report.compile", summary, as_=clerk)
    counter.do("report.review", summary)
    assert counter.do("report.compile", summary, as_=clerk).stage == "compiled"
    found = report(counter.desk, "summary", date(2026, 11, 1))
    assert found is not None
    assert (found.edition, found.reviewer) == (2, "")


def test_a_correction_after_the_review_is_reviewed_anew(counter: Counter, clerk: Actor, summary: str) -> None:
    counter.do("report.compile", summary, as_=clerk)
    counter.do("report.review", summary)
    assert refusal(counter, "report.review", summary).code == "reviewed"
    counter.do("report.correct", summary, as_=clerk, reason="漏写", comment="补一句")
    assert refusal(counter, "report.send", summary).code == "reviewed"
    counter.do("report.review", summary)
    assert counter.do("report.send", summary).stage == "sent"


def test_a_sent_report_is_corrected_with_a_new_edition_and_whoever_got_the_old_one_gets_it(
    counter: Counter, clerk: Actor, summary: str
) -> None:
    counter.do("report.compile", summary, as_=clerk, comment="平稳")
    counter.do("report.review", summary)
    counter.do("report.send", summary, recipient="王经理")
    assert refusal(counter, "report.correct", summary, reason="写错", comment="不平稳").field == "told"
    assert refusal(counter, "report.correct", summary, reason="写错", comment="平稳").code == "nothing"
    done = counter.do("report.correct", summary, reason="写错", comment="不平稳", told="王经理")
    assert done.stage == "sent"
    entry = last(counter.desk, summary)
    assert entry.values["before"] == {"comment": "平稳", "edition": 1}
    assert entry.corrects == course(counter.desk, summary)[0].seq
    found = report(counter.desk, "summary", date(2026, 11, 1))
    assert found is not None
    assert (found.edition, found.comment) == (2, "不平稳")
    assert [each.edition for each in counter.desk.read(figures.editions, found.item_id)] == [1, 2]


def test_nothing_is_counted_anew_that_never_was(counter: Counter, summary: str) -> None:
    assert refusal(counter, "report.correct", summary, reason="?", anew="yes").code == "edition"


def test_the_stock_taking_of_a_day_is_done_when_it_is_compiled(counter: Counter, clerk: Actor) -> None:
    until(counter, at(11, 22, 10))
    there = number(counter.desk, "daily", date(2026, 11, 22))
    assert counter.do("report.compile", there, as_=clerk, comment="两件未结").stage == "sent"
    assert states(counter.desk, there) == {"COMP.DAILY_REVIEW": "in_time"}
    counter.do("report.correct", there, as_=clerk, reason="漏写", comment="三件未结")


def test_the_half_month_needs_its_plan_of_improvement(counter: Counter, clerk: Actor) -> None:
    counter.do("report.due", as_=counter.desk.system(), kind="half_month", begins="2026-11-16")
    there = number(counter.desk, "half_month", date(2026, 11, 16))
    assert refusal(counter, "report.compile", there, comment="管理原因三件").field == "plan"
    assert counter.do("report.compile", there, as_=clerk, plan="夜班加派一人").stage == "compiled"


def test_a_report_nobody_owes_is_voided_and_does_not_come_back(counter: Counter, summary: str) -> None:
    assert counter.do("report.void", summary, reason="不适用").stage == "voided"
    assert states(counter.desk, summary) == {"COMP.SUMMARY_2ND": "ended"}
    assert counter.desk.sweep() == 0


@pytest.mark.parametrize("kind", ["owners", "quarter_owners"])
def test_what_the_owners_get_holds_measures_and_results_without_a_name(
    counter: Counter, clerk: Actor, kind: str, clock: FrozenClock
) -> None:
    said = "王敏 3-1201 电话13812348812：电梯坏了"
    there = counter.do("complaint.receive", unit="3-1201", caller="王敏", phone="13812348812", text=said).item
    counter.do("complaint.classify", there, validity="valid", cause="management", severity="minor", public="yes")
    counter.do("complaint.resolve", there, result="单志刚处已修，换了2个轿厢按钮", on_spot="yes")
    first = date(2026, 11, 1) if kind == "owners" else date(2026, 10, 1)
    counter.do("report.due", as_=counter.desk.system(), kind=kind, begins=str(first))
    counter.do("report.compile", number(counter.desk, kind, first), as_=clerk)
    found = report(counter.desk, kind, first)
    assert found is not None
    kept = json.dumps(found.figures, ensure_ascii=False)
    assert "电梯坏了" in kept
    assert "换了2个轿厢按钮" in kept
    for personal in ("王敏", "3-1201", "13812348812", "单志刚"):
        assert personal not in kept


def test_a_report_speaks_the_language_of_the_site(counter: Counter) -> None:
    counter.do("system.configure", setting="language", json_value='"zh_CN"')
    counter.desk.reload()
    counter.do("report.due", as_=counter.desk.system(), kind="callbacks", begins="2026-10-01")
    assert on_the_desk(counter.desk)[0].endswith("2026Q4")
