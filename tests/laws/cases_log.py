"""Cases of the laws: free entries of the duty log."""

from collections.abc import Mapping

from tests.laws.case import Case, Did, Way

NOTED = Did("log.note", {"text": "巡楼一遍，无异常"})
ADDRESSED = Did("log.note", {"text": "明天 9 点停水", "kind": "instruction", "readers": "张敏, clerk"}, by="clerk")
FIRST = 11
"""The number of the first entry that is written on the desk of the laws: its founding took ten."""

WAYS: Mapping[str, Mapping[str, Way]] = {}
CASES: Mapping[str, Case] = {
    "log.note": Case({
        "text": "叫值班电工到场", "kind": "call_out", "hotline": "yes", "reason": "另一部电话坏", "readers": "clerk",
        "from_paper": "yes",
    }),
    "log.correct": Case({"entry": FIRST, "text": "巡楼两遍", "reason": "少写一遍"}, way=(NOTED,)),
    "log.read": Case({"entry": FIRST}, way=(ADDRESSED,)),
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = {}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {}
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
