"""Cases of the laws: stock-takes of the key cabinet."""

from collections.abc import Mapping

from propdesk.desk import Signature
from tests.laws.case import COLLEAGUE, CORRECT, INTRODUCE, MISTAKE, VOID, Case, Did, Way
from tests.laws.cases_key import LOST, TAKEN

WITNESSED = (Signature("witness", "周师傅", capacity="维修工"),)
BEGUN = Did("stocktake.start", {}, here=True)


def counted(*lines: str) -> Did:
    """What was found, a hook a line."""
    return Did("stocktake.count", {"found": "\n".join(lines)})


ALL = counted("A-17 K0001 3")
TOO_FEW = counted("A-17 K0001 2")
EXPLAINED: Mapping[str, object] = {"explanation": "复盘两遍，仍不符"}

WAYS: Mapping[str, Mapping[str, Way]] = {
    "stocktake": {
        "counting": (TAKEN, BEGUN),
        "closed": (TAKEN, BEGUN, ALL, Did("stocktake.close")),
        "voided": (TAKEN, BEGUN, Did("stocktake.void", MISTAKE)),
    }
}
CASES: Mapping[str, Case] = {
    "stocktake.start": Case({"cabinet": "a", "note": "月末盘点"}, way=(TAKEN,)),
    "stocktake.count": Case({"found": "A-17 K0001 3\nA-18 0"}),
    "stocktake.close": Case(EXPLAINED, way=(TAKEN, BEGUN, ALL), signatures=WITNESSED),
    "stocktake.introduce": INTRODUCE,
    "stocktake.correct": Case({
        **{name: value for name, value in CORRECT.fields.items() if name != "text"}, "explanation": "写错了",
    }),
    "stocktake.void": VOID,
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = {
    ("stocktake.introduce", "counting"): Case(INTRODUCE.fields, way=(TAKEN, BEGUN, COLLEAGUE)),
}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("stocktake.close", "key.lose"): ("counting", Case(EXPLAINED, way=(TAKEN, BEGUN, TOO_FEW))),
    ("stocktake.close", "key.found"): ("counting", Case(EXPLAINED, way=(TAKEN, LOST, BEGUN, ALL))),
}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "stocktake.start": ({"cabinet": None}, {"cabinet": "B"}),
    "stocktake.count": (
        {"found": "A-17 T-7 2\nA-18 0\nB-3 0\nB-2 0"}, {"found": "A-17 T-7 3\nA-18 K0001 3\nB-3 K0001 3"},
        {"found": "B-2 T-7 1"}, {"found": "A-17 K0001 1\nA-17 X-1 1"},
    ),
    "stocktake.close": ({"explanation": None},),
}  # fmt: skip
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
