"""Vacant units on paper: register, record of one, movement of a month, half-year summary, plan (manual P13)."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from propdesk.i18n import LANGUAGES
from propdesk.models.report import ReportKind
from propdesk.models.sheet import Document
from propdesk.printing import booklet_text, press, press_shift, vacancy_reports, vacancy_sheets
from propdesk.queries import figures, journal
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.printing.text import text_of
from tests.procedures.reading import item, last
from tests.procedures.test_vacancy_report import pass_to
from tests.procedures.vacant import CLOSED, DEVELOPER, FITTED, GENERAL_MANAGER, INSIDE, at, held, take, visit

__all__ = ["held"]
WORK = {"work": "Airing; Monthly cleaning", **INSIDE}


def pages(path: Path) -> str:
    """The text of a PDF."""
    return "".join(text_of(page) for page in PdfReader(path).pages)


def number_of(counter: Counter, kind: ReportKind, first: date) -> str:
    """The report on the desk."""
    found = counter.desk.read(figures.report_of, kind, first)
    assert found is not None
    return found.number


def printed(counter: Counter, document: Document, number: str, suffix: str = ".pdf") -> Path:
    """A sheet in a file beside the desk."""
    out = counter.desk.path.with_name(f"{document}{suffix}")
    press.print_sheet(counter.desk, document, number, actor=counter.actor, request_id=f"{document}{suffix}", out=out)
    return out


@pytest.fixture
def kept(held: Counter) -> str:
    """5-0101 was taken over in November, aired and cleaned, and something was abnormal."""
    number = take(held, **FITTED, fees="开发商承担")
    visit(held, number, **WORK)
    held.clock.forward(hours=1)
    visit(held, number, state="窗扇松动", anomaly="窗扇将掉落", told="赵经理")
    return number


def test_the_register_tells_of_every_unit_and_each_printing_is_on_record(held: Counter, kept: str) -> None:
    sheet = press_shift.print_vacancies(held.desk, actor=held.actor, language="en")
    text = pages(sheet.path)
    for said in ("Registerofvacantunits", "5-0101", kept, "2026-11-23", "毛坯，门窗完好", "Fullyfitted,Westsun",
                 "开发商承担", "窗扇松动", "valvesclosed,poweroff", "1unitsonrecord", "Page1of1"):  # fmt: skip
        assert said in text, said
    (entry,) = held.desk.read(journal.of_act, sheet.done.act, "en", held.desk.zone)
    assert (entry.step, entry.values["count"]) == ("sheet.print_vacancies", 1)
    assert verify(held.desk.path).sound


def test_a_unit_that_was_sold_stays_in_the_register_for_a_year(held: Counter, kept: str) -> None:
    held.do("vacancy.sell", kept, buyer="周新")
    (part, gone) = vacancy_sheets.register(held.desk, "en").parts
    assert (len(part.rows), gone.rows[0][-1]) == (0, "Sold\n2026-11-23\n周新")
    held.clock.moment = at(2027, 11, 26)
    assert len(vacancy_sheets.register(held.desk, "en").parts) == 1


def test_the_record_of_a_unit_tells_every_visit_and_letting(held: Counter, kept: str) -> None:
    held.do("vacancy.let", kept, tenant="临时样板间", signatures=(DEVELOPER,))
    held.do("vacancy.end_let", kept, condition="墙面污损", **CLOSED)
    text = pages(printed(held, Document.VACANCY_RECORD, kept))
    for said in (
        "Upkeeprecordofavacantunit",
        "门窗关好，地面干燥",
        "Airing,Monthlycleaning",
        "窗扇将掉落",
        "临时样板间",
        "陈经理开发商",
    ):
        assert said in text, said
    assert last(held.desk, kept).step == "sheet.print"


def test_the_movement_sheet_lists_changes_and_the_state_at_the_end_of_the_month(held: Counter, kept: str) -> None:
    pass_to(held, 2026, 12, 1)
    month = number_of(held, ReportKind.VACANCY_MONTH, date(2026, 11, 1))
    assert "Nothingwascompiledyet" in pages(printed(held, Document.VACANCY_MONTH, month))
    held.do("report.compile", month, comment="新增一套")
    visit(held, kept, state="十二月才看到的状况")
    held.do("vacancy.sell", kept, buyer="周新")
    text = printed(held, Document.VACANCY_MONTH, month, ".txt").read_text(encoding="utf-8-sig")
    for said in ("Movement sheet of vacant units", "2026-11  (2026-11-01 - 2026-11-30)", "Newly vacant | 1", "新增一套",
                 "2026-11-23 | Newly vacant | 5-0101", "窗扇松动", "Reprint no. 1"):  # fmt: skip
        assert said in text, said
    assert "十二月才看到的状况" not in text
    assert "周新" not in text


def test_the_half_year_summary_counts_the_upkeep_unit_by_unit(held: Counter, kept: str) -> None:
    pass_to(held, 2026, 12, 30)
    half = number_of(held, ReportKind.VACANCY_HALF, date(2026, 7, 1))
    held.do("report.compile", half)
    found = vacancy_reports.report(held.desk, item(held.desk, half).id, "en")
    parts = {part.title: part for part in found.parts}
    assert parts["Upkeep done, by unit"].rows == [("5-0101", "1", "1", "", "", "", "", "")]
    assert [row[1:] for row in parts["Anything abnormal"].rows] == [("5-0101", "窗扇将掉落")]


def test_the_plan_tells_work_frequency_budget_and_who_approved_it(held: Counter, kept: str) -> None:
    pass_to(held, 2026, 12, 1)
    plan = number_of(held, ReportKind.VACANCY_PLAN, date(2027, 1, 1))
    held.do("report.compile", plan, plan="通风、除湿、防冻按季")
    held.do("report.review", plan, as_=held.operator("孙主任", "office_manager"))
    held.do("report.approve", plan, budget_yuan=3000, signatures=(GENERAL_MANAGER,))
    found = vacancy_reports.report(held.desk, item(held.desk, plan).id, "en")
    parts = {part.title: part for part in found.parts}
    works = {row[0]: row[1:] for row in parts["Work of the year"].rows}
    assert works["Monthly cleaning"] == ("once a month", "1", "12", "0")
    assert works["Protection from frost"] == ("by 11-15, for 11-15 to 03-15", "1", "1", "0")
    assert {("Approved by", "陈总\n2026-12-01 10:00", "Budget, yuan", "3000")} <= set(found.parts[0].rows)
    assert len(found.signatures) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_can_be_had_in_each_language(held: Counter, kept: str, language: str) -> None:
    pass_to(held, 2026, 12, 30)
    for kind, first in ((ReportKind.VACANCY_MONTH, date(2026, 11, 1)), (ReportKind.VACANCY_HALF, date(2026, 7, 1)),
                        (ReportKind.VACANCY_PLAN, date(2027, 1, 1))):  # fmt: skip
        number = number_of(held, kind, first)
        held.do("report.compile", number, plan="按季")
        found = vacancy_reports.report(held.desk, item(held.desk, number).id, language)
        assert found.title in booklet_text.write(found, "")
