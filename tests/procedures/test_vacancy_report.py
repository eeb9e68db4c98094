"""The month's movement, the half-year summary and the yearly plan of vacant units (manual P13, section 8)."""

from datetime import date

import pytest

from propdesk.models.report import ReportKind
from propdesk.procedures.tx import Actor
from propdesk.queries import figures, vacancies
from propdesk.queries.figures import ReportView
from propdesk.rules.figures import tables
from tests.conftest import Counter
from tests.procedures.keyring import paper
from tests.procedures.reading import clocks, item, refusal, states
from tests.procedures.vacant import CLOSED, DEVELOPER, FITTED, GENERAL_MANAGER, INSIDE, at, held, take, visit

__all__ = ["held"]


def pass_to(counter: Counter, year: int, month: int, day: int, hour: int = 10) -> None:
    """Time passes; the desk does what is due by itself."""
    counter.clock.moment = at(year, month, day, hour)
    while counter.desk.sweep():
        pass


def report(counter: Counter, kind: ReportKind, first: date) -> ReportView:
    """The report that is on the desk."""
    found = counter.desk.read(figures.report_of, kind, first)
    assert found is not None
    return found


def numbers(view: ReportView) -> dict[str, int]:
    """What a report counts, by key."""
    return {row.key: row.count for table in tables(view.figures) for row in table.rows}


@pytest.fixture
def office(held: Counter) -> Actor:
    """孙主任, the office manager."""
    return held.operator("孙主任", "office_manager")


def test_a_site_without_vacant_units_owes_no_report_about_them(held: Counter) -> None:
    pass_to(held, 2026, 12, 6)
    assert held.desk.read(figures.report_of, ReportKind.VACANCY_MONTH, date(2026, 11, 1)) is None


def test_the_movement_of_a_month_is_due_by_the_fifth_vac_dyn_5th(held: Counter) -> None:
    take(held)
    pass_to(held, 2026, 12, 1)
    found = report(held, ReportKind.VACANCY_MONTH, date(2026, 11, 1))
    assert clocks(held.desk, found.number)["VAC.DYN_5TH"].due == at(2026, 12, 4, 18)


def test_the_movement_counts_stock_sales_and_lettings(held: Counter) -> None:
    number = take(held)
    held.do("vacancy.let", number, tenant="临时样板间", signatures=(DEVELOPER,))
    pass_to(held, 2026, 12, 1)
    november = report(held, ReportKind.VACANCY_MONTH, date(2026, 11, 1))
    held.do("report.compile", november.number, comment="新增一套并出租")
    found = numbers(report(held, ReportKind.VACANCY_MONTH, date(2026, 11, 1)))
    assert {key: found[key] for key in (
        "vacancy.before", "vacancy.taken", "vacancy.sold", "vacancy.stock", "vacancy.let", "letting.begun",
    )} == {"vacancy.before": 0, "vacancy.taken": 1, "vacancy.sold": 0, "vacancy.stock": 1, "vacancy.let": 1,
           "letting.begun": 1}  # fmt: skip
    held.do("vacancy.end_let", number, condition="完好", **CLOSED)
    held.do("vacancy.sell", number, buyer="周新")
    pass_to(held, 2027, 1, 2)
    december = report(held, ReportKind.VACANCY_MONTH, date(2026, 12, 1))
    held.do("report.compile", december.number)
    found = numbers(report(held, ReportKind.VACANCY_MONTH, date(2026, 12, 1)))
    assert (found["vacancy.before"], found["vacancy.sold"], found["vacancy.stock"], found["letting.ended"]) == (
        1, 1, 0, 1
    )  # fmt: skip
    moved = held.desk.read(vacancies.movement, date(2026, 11, 1), date(2026, 12, 31))
    assert sorted(each.what for each in moved) == ["back", "let", "sold", "taken"]


def test_the_half_year_tells_what_was_done_vac_summary_6m(held: Counter) -> None:
    number = take(held, **FITTED)
    visit(held, number, work="Airing; Monthly cleaning", **INSIDE)
    held.do("vacancy.visit", number, state="窗扇松动", anomaly="窗扇掉落")
    pass_to(held, 2026, 12, 30)
    found = report(held, ReportKind.VACANCY_HALF, date(2026, 7, 1))
    assert clocks(held.desk, found.number)["VAC.SUMMARY_6M"].due == at(2026, 12, 31, 18)
    held.do("report.compile", found.number)
    counted = numbers(report(held, ReportKind.VACANCY_HALF, date(2026, 7, 1)))
    assert (counted["work.air"], counted["work.clean"], counted["vacancy.visited"], counted["vacancy.abnormal"]) == (
        1, 1, 1, 1
    )  # fmt: skip
    assert counted["missed.vac.frost_winter"] == 1


def test_next_year_s_plan_lies_on_the_desk_in_december_vac_plan_1231(held: Counter) -> None:
    take(held, **FITTED)
    pass_to(held, 2026, 12, 1)
    found = report(held, ReportKind.VACANCY_PLAN, date(2027, 1, 1))
    assert clocks(held.desk, found.number)["VAC.PLAN_1231"].due == at(2026, 12, 31, 18)
    assert "2027" in item(held.desk, found.number).title
    assert refusal(held, "report.compile", found.number).field == "plan"
    held.do("report.compile", found.number, plan="通风、除湿、防冻按季，预算三千元")
    counted = numbers(report(held, ReportKind.VACANCY_PLAN, date(2027, 1, 1)))
    assert (counted["units.clean"], counted["times.clean"], counted["units.frost"]) == (1, 12, 1)


def test_a_plan_counts_only_once_reviewed_and_approved_g_vac_04(held: Counter, office: Actor) -> None:
    take(held)
    pass_to(held, 2026, 12, 1)
    plan = report(held, ReportKind.VACANCY_PLAN, date(2027, 1, 1)).number
    clerk = held.operator("李婷", "clerk")
    held.do("report.compile", plan, plan="按季通风", as_=clerk)
    assert refusal(held, "report.review", plan).code == "G-VAC-04"
    assert refusal(held, "report.approve", plan, budget_yuan=3000, signatures=(GENERAL_MANAGER,)).code == "stage"
    held.do("report.review", plan, as_=office)
    assert refusal(held, "report.send", plan).code == "G-VAC-04"
    assert refusal(held, "report.approve", plan, budget_yuan=3000).code == "G-VAC-04"
    held.do("report.approve", plan, budget_yuan=3000, signatures=(GENERAL_MANAGER,))
    found = report(held, ReportKind.VACANCY_PLAN, date(2027, 1, 1))
    assert (found.stage, found.approved_by, found.budget_fen) == ("sent", "陈总", 300_000)
    assert states(held.desk, plan)["VAC.PLAN_1231"] == "in_time"
    assert refusal(held, "report.correct", plan, reason="改", plan="另一个", told="陈总").code == "G-VAC-04"


def test_who_reviewed_a_plan_does_not_approve_it(held: Counter, office: Actor) -> None:
    take(held)
    pass_to(held, 2026, 12, 1)
    plan = report(held, ReportKind.VACANCY_PLAN, date(2027, 1, 1)).number
    held.do("report.compile", plan, plan="按季通风")
    held.do("report.review", plan, as_=office)
    himself = (paper("approver", "孙主任", "总经理"),)
    assert refusal(held, "report.approve", plan, budget_yuan=1, signatures=himself).code == "G-VAC-04"


def test_a_report_that_needs_no_approval_gets_none(held: Counter, office: Actor) -> None:
    take(held)
    pass_to(held, 2026, 12, 1)
    month = report(held, ReportKind.VACANCY_MONTH, date(2026, 11, 1)).number
    held.do("report.compile", month)
    held.do("report.review", month, as_=office)
    assert refusal(held, "report.approve", month, budget_yuan=1, signatures=(GENERAL_MANAGER,)).code == "approved"
    held.do("report.send", month)


def test_a_year_after_the_last_unit_is_sold_nothing_more_is_owed(held: Counter) -> None:
    held.do("vacancy.sell", take(held), buyer="周新")
    pass_to(held, 2027, 3, 1)
    assert held.desk.read(figures.report_of, ReportKind.VACANCY_MONTH, date(2027, 2, 1)) is not None
    pass_to(held, 2028, 1, 3)
    assert held.desk.read(figures.report_of, ReportKind.VACANCY_MONTH, date(2027, 12, 1)) is None
