"""What stands beside a vacant unit and a renovation site."""

from propdesk.screens import closed_answers, item_view
from tests.conftest import Counter
from tests.procedures.reading import item
from tests.procedures.vacant import CLOSED, DEVELOPER, INSIDE, borrow_key, held, take, visit

__all__ = ["held"]


def shown(counter: Counter, number: str, title: str) -> str:
    """The lines of a section."""
    view = item_view.load(counter.desk, item(counter.desk, number).id)
    assert view is not None
    section = next(each for each in view.sections if each.title == title)
    return "\n".join(line.plain for line in section.lines(counter.desk.now(), counter.desk))


def test_the_upkeep_says_how_often_and_when_it_was_done_last(held: Counter) -> None:
    number = take(held)
    visit(held, number, work="Airing", **INSIDE)
    said = shown(held, number, "Upkeep")
    assert "Airing  every 30 days  last 10:00" in said
    assert "Monthly cleaning  once a month  not done yet" in said
    assert "Protection from frost  by 11-15, for 11-15 to 03-15" in said
    assert "Test run" not in said


def test_what_is_abnormal_stands_before_everything_until_it_is_closed(held: Counter) -> None:
    number = take(held)
    finding = held.do("vacancy.visit", number, state="顶棚有水迹", anomaly="疑似渗漏").opened[0][0]
    assert finding in shown(held, number, "Abnormal, still open")
    assert "! 疑似渗漏" in shown(held, number, "Visits")
    held.do("finding.void", finding, reason="看错")
    assert shown(held, number, "Abnormal, still open") == ""


def test_a_letting_names_who_consented(held: Counter) -> None:
    number = take(held)
    held.do("vacancy.let", number, tenant="临时样板间", signatures=(DEVELOPER,))
    assert "临时样板间  developer's consent: 陈经理 开发商" in shown(held, number, "Letting")
    held.do("vacancy.end_let", number, condition="完好", **CLOSED)
    assert "2026-11-23 - 2026-11-23  临时样板间" in shown(held, number, "Letting")


def test_a_visit_offers_the_loan_by_which_the_key_is_out(held: Counter) -> None:
    number = take(held)
    loan = borrow_key(held)
    step = type(held.desk.fill("vacancy.visit", {"state": "门窗关好"}))
    answers = closed_answers.answers_of(held.desk, step, item(held.desk, number).id)
    assert [value for value, _words in answers["loan"]] == [loan]
    assert closed_answers.preselected(step, answers)["loan"] == loan


def test_a_site_says_whether_the_day_has_its_entry(held: Counter) -> None:
    site = held.do("renovation.start", unit="3-1301", contractor="宏达装饰").item or ""
    assert "No entry yet today" in shown(held, site, "Entry of today")
    held.do("renovation.progress", site, progress="水电开槽", finding="楼道堆沙")
    assert shown(held, site, "Entry of today") == "水电开槽"
    assert "! 楼道堆沙" in shown(held, site, "Progress")
