"""Cases of the laws: patrol findings."""

from collections.abc import Mapping

from propdesk.desk import Signature
from tests.laws.case import ATTEMPT, COLLEAGUE, CORRECT, INTRODUCE, MISTAKE, VOID, Case, Did, Way

FOUND = Did("finding.report", {"text": "灯不亮", "check": "A1", "place": "3号楼5层"}, here=True)
SMELL = Did("finding.report", {"text": "有煤气味", "kind": "smell", "place": "3号楼"}, here=True)
SOLVED = Did("finding.report", {**FOUND.fields, "solved": "yes", "how": "拧紧灯泡"}, here=True)
TOLD = Did("finding.tell", {"told_to": "王经理", "note": "派维修"})
HANDLED = Did("finding.handle", {"department": "engineering", "handler": "周师傅", "course": "换灯管"})
CONCERNED = (Signature("concerned", "周师傅", capacity="维修工"),)
VERIFIED = Did("finding.verify", {"seen": "solved", "result": "亮了"}, CONCERNED)

WAYS: Mapping[str, Mapping[str, Way]] = {
    "finding": {
        "smell": (SMELL,),
        "found": (FOUND,),
        "reported": (FOUND, TOLD),
        "handled": (FOUND, TOLD, HANDLED),
        "closed": (FOUND, TOLD, HANDLED, VERIFIED),
        "solved": (SOLVED,),
        "voided": (FOUND, Did("finding.void", MISTAKE)),
    }
}
CASES: Mapping[str, Case] = {
    "finding.report": Case({
        "text": "搭了鸽棚", "kind": "violation", "check": "B6", "unit": "3-1201", "place": "天台",
        "persuaded": "promised", "told_to": "王经理", "another": "yes",
    }),
    "finding.again": Case({"note": "还是不亮", "solved": "yes"}),
    "finding.ask_unit": Case({
        "unit": "3-1201", "asked": "23:40", "answer": "锅烧干，已关火", "cause_known": "yes",
    }),
    "finding.call_security": Case({
        "reached": "岗亭", "called": "23:40", "not_asked": "敲门无人", "told_to": "王经理",
    }),
    "finding.tell": Case(TOLD.fields),
    "finding.handle": Case(HANDLED.fields),
    "finding.verify": Case(VERIFIED.fields, signatures=CONCERNED),
    "finding.reopen": Case({"reason": "又不亮了"}),
    "finding.attempt": ATTEMPT,
    "finding.introduce": INTRODUCE,
    "finding.correct": Case({**CORRECT.fields, "department": "security", "course": "写错了"}),
    "finding.void": VOID,
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = {
    ("finding.introduce", stage): Case(INTRODUCE.fields, way=(*way, COLLEAGUE))
    for stage, way in WAYS["finding"].items()
}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("finding.reopen", "finding.report"): ("closed", Case({"reason": "又不亮了"}, way=WAYS["finding"]["closed"])),
}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "finding.report": (
        {"kind": "defect", "persuaded": None, "told_to": None},
        {"kind": "smell", "persuaded": None, "check": None, "told_to": None},
        {"kind": "defect", "persuaded": None, "solved": "yes", "how": "拧紧", "told_to": None},
    ),
    "finding.again": ({"solved": "no"},),
    "finding.ask_unit": ({"cause_known": "no"},),
    "finding.verify": ({"seen": "not_solved"},),
}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
