"""Cases of the laws: printed sheets."""

from collections.abc import Mapping

from tests.laws.case import CALLER, Case, Did, Way

COMPLAINED: Way = (Did("complaint.receive", {**CALLER, "text": "楼上漏水"}),)

WAYS: Mapping[str, Mapping[str, Way]] = {}
CASES: Mapping[str, Case] = {
    "sheet.print": Case({"document": "complaint"}, way=COMPLAINED),
    "sheet.print_register": Case(),
    "sheet.print_vacancies": Case(),
    "sheet.print_delivery": Case({"month": "2026-11"}),
    "sheet.print_day": Case({"day": "2026-11-20"}),
    "sheet.print_fallback": Case(),
}
SPECIAL: Mapping[tuple[str, str], Case] = {}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
