"""Renovation sites: one progress entry a site and day (manual P14 4.8)."""

from propdesk.queries import vacancies
from tests.conftest import Counter
from tests.procedures.household import flat
from tests.procedures.reading import Answers, clocks, item, local, refusal, row, states

SITE: Answers = {"unit": "3-1301", "contractor": "宏达装饰 王工", "phone": "13900003333"}


def begin(counter: Counter) -> str:
    """3-1301 is being renovated since Monday 10:00; the number of the site."""
    counter.clock.moment = local(23, 10)
    return counter.do("renovation.start", **SITE).item or ""


def test_each_day_has_its_entry_by_the_close_reno_log_daily(counter: Counter) -> None:
    site = begin(counter)
    assert clocks(counter.desk, site)["RENO.LOG_DAILY"].due == local(24, 18)
    counter.do("renovation.progress", site, progress="拆除旧地砖")
    counter.clock.moment = local(24, 17)
    counter.do("renovation.progress", site, progress="水电开槽")
    assert clocks(counter.desk, site)["RENO.LOG_DAILY"].due == local(25, 18)
    entries = counter.desk.read(vacancies.progress, item(counter.desk, site).id)
    assert [(each.day.day, each.progress) for each in entries] == [(24, "水电开槽"), (23, "拆除旧地砖")]


def test_a_day_has_one_entry(counter: Counter) -> None:
    site = begin(counter)
    counter.do("renovation.progress", site, progress="拆除旧地砖")
    counter.clock.forward(hours=5)
    assert refusal(counter, "renovation.progress", site, progress="又看了一遍").code == "day"


def test_normal_alone_is_no_progress(counter: Counter) -> None:
    assert refusal(counter, "renovation.progress", begin(counter), progress="正常").code == "G-PAT-01"


def test_an_entry_written_later_for_an_earlier_day_leaves_the_clock_alone(counter: Counter) -> None:
    site = begin(counter)
    counter.clock.moment = local(25, 9)
    counter.do("renovation.progress", site, progress="水电验收")
    counter.do("renovation.progress", site, progress="水电开槽", happened=local(24, 11))
    assert clocks(counter.desk, site)["RENO.LOG_DAILY"].due == local(26, 18)
    assert row(counter.desk, site)["progress"] == "水电验收"


def test_a_missing_entry_is_missed(counter: Counter) -> None:
    site = begin(counter)
    counter.clock.moment = local(24, 19)
    while counter.desk.sweep():
        pass
    assert states(counter.desk, site)["RENO.LOG_DAILY"] == "overdue"


def test_what_breaks_the_rules_becomes_a_finding_and_is_found_again(counter: Counter) -> None:
    site = begin(counter)
    done = counter.do("renovation.progress", site, progress="拆墙", finding="承重墙开洞", persuaded="stopped")
    finding = done.opened[0][0]
    assert row(counter.desk, finding)["kind"] == "violation"
    counter.clock.forward(days=1)
    assert counter.do("renovation.progress", site, progress="封堵洞口", finding="洞口未封").opened == ()
    assert row(counter.desk, finding)["again"] == 1


def test_a_unit_is_one_site_and_afterwards_what_it_was(counter: Counter) -> None:
    site = begin(counter)
    assert flat(counter, "3-1301")[0] == "renovating"
    assert refusal(counter, "renovation.start", **SITE).code == "unit"
    counter.do("renovation.end", site, lived_in="yes")
    assert (flat(counter, "3-1301")[0], states(counter.desk, site)["RENO.LOG_DAILY"]) == ("occupied", "ended")
    again = counter.do("renovation.start", **SITE).item
    counter.do("renovation.void", again, reason="录错")
    assert flat(counter, "3-1301")[0] == "occupied"


def test_the_latest_entry_can_be_corrected_and_the_site_moved(counter: Counter) -> None:
    site = begin(counter)
    counter.do("renovation.progress", site, progress="拆除旧地砖")
    counter.do("renovation.correct", site, reason="看错楼层", unit="1-0502", progress="拆除吊顶")
    assert (flat(counter, "3-1301")[0], flat(counter, "1-0502")[0]) == ("let", "renovating")
    assert counter.desk.read(vacancies.progress, item(counter.desk, site).id)[0].progress == "拆除吊顶"
    assert refusal(counter, "renovation.correct", site, reason="错", place="某处").field == "place"
