"""Cases of the laws: shifts and their handover. It is Saturday night; the rest-day night duty began at 21:00."""

from collections.abc import Mapping

from propdesk.desk import Signature
from tests.laws.case import ATTEMPT, MISTAKE, PIN, VOID, WAIT, Case, Did, Way

NIGHT, DAY = "ZB20261121-001", "ZB20261122-001"
THERE: Mapping[str, object] = {"found": "Walkie-talkie 2\nFire extinguisher 2\nFlask 1\nTorch 2"}
NOTHING: Mapping[str, object] = {}
ONE_SHORT: Mapping[str, object] = {"found": str(THERE["found"]).replace("Torch 2", "Torch 1")}
LEFT = Did("contact.receive", {"text": "楼道灯不亮", "unit": "3-1201", "kind": "other", "no_phone": "yes"}, by="duty")
CALL = "LF20261121-001"
TO_MORNING = Did(WAIT, {"minutes": 550})
TO_NOON = Did(WAIT, {"minutes": 740})

EXPECTED = Did("shift.expect", {"begins": "2026-11-21 21:00"})
DAY_BEFORE = Did("shift.expect", {"begins": "2026-11-21 09:00"})
NEXT = Did("shift.expect", {"begins": "2026-11-22 09:00"})


def checking_in(by: str = "", on: str = "") -> Way:
    """Somebody arrives, reads and counts, in this order; by default the supervisor, who does the law's step."""
    done = {"shift.arrive": NOTHING, "shift.read": NOTHING, "shift.count": THERE}
    return tuple(Did(name, fields, by=by, on=on) for name, fields in done.items())


def whose(by: str = "") -> Mapping[str, Way]:
    """How the night comes to each stage before it is handed over, in somebody's hands."""
    checked = (EXPECTED, *checking_in(by))
    on_duty = (*checked, Did("shift.begin", by=by))
    return {
        "expected": (EXPECTED,),
        "arrived": checked[:2],
        "checked": checked,
        "on_duty": on_duty,
        "tidied": (*on_duty, Did("shift.leave", {"notes": "3 号楼水压低"}, by=by)),
    }


OWN, OTHERS = whose(), whose("duty")
ENDED = Did("shift.end_for", {"reason": "接班人未到，电话同意先走"})
SIGNED = (Signature("supervisor", "张敏", pin="2468"),)
BY_PHONE = (Signature("supervisor", "赵经理", capacity="管理处经理", proof="phone"),)
RELEASED = Did("shift.release", {"reason": "已交接给工程部", "said": "23:30"}, BY_PHONE, by="duty")
BOTH = (Signature("leaving", "张敏", pin="2468"), Signature("arriving", "duty", pin=PIN))
HANDED_OVER: Way = (*OTHERS["tidied"], ENDED)
MET: Way = (*OWN["tidied"], TO_MORNING, NEXT, *checking_in("duty", DAY))
"""The night is the supervisor's and ready to leave; a duty officer has checked in for the day."""
SIGNOFF: Mapping[str, object] = {"remark": "情况属实", "unended": "夜班漏签"}

LEAVING: Way = (
    EXPECTED, *checking_in("duty"), Did("shift.begin", by="duty"), LEFT, TO_MORNING,
    Did("shift.expect", NEXT.fields, here=True), *checking_in(),
    Did("shift.end_for", {"reason": "急病"}, by="centre_manager", on=NIGHT),
)  # fmt: skip
"""A duty officer was taken ill and left a call open; the supervisor has arrived for the day, which is the item."""

WAYS: Mapping[str, Mapping[str, Way]] = {
    "shift": {
        **OWN,
        "handed_over": HANDED_OVER,
        "signed_off": (*HANDED_OVER, TO_NOON, Did("shift.signoff", SIGNOFF, SIGNED)),
        "voided": (EXPECTED, Did("shift.void", MISTAKE)),
    }
}
CASES: Mapping[str, Case] = {
    "shift.expect": Case(EXPECTED.fields),
    "shift.arrive": Case({"replacement": "李婷请假", "named_by": "赵经理"}),
    "shift.read": Case({"up_to": 9999}),
    "shift.count": Case({**THERE, "damaged": "手电一只灯罩裂", "explanation": "旧损", "area": "大厅一盏灯不亮"}),
    "shift.explain": Case({"explanation": "保安借走一把手电"}),
    "shift.take": Case({"items": f"{CALL} 明早先打电话", "remark": "已看"}),
    "shift.begin": Case(),
    "shift.leave": Case({"notes": "3 号楼水压低", "goods": "快递一件"}),
    "shift.handover": Case({"remark": "一切正常"}, way=MET, signatures=BOTH),
    "shift.release": Case({"reason": "已交接给工程部", "said": "23:30"}, signatures=BY_PHONE),
    "shift.countersign": Case({"remark": "属实"}),
    "shift.end_for": Case(ENDED.fields),
    "shift.oral_report": Case({"told": "张敏", "remark": "无事"}),
    "shift.signoff": Case(SIGNOFF, signatures=SIGNED),
    "shift.seal": Case(),
    "shift.carry": Case({"taker": "clerk", "remark": "明早先打电话"}, way=(LEFT,)),
    "shift.attempt": ATTEMPT,
    "shift.correct": Case({"reason": "写错", "notes": "2 号楼水压低", "goods": "快递两件", "area": "正常",
                           "explanation": "保安借走", "place": "前台", "person": "张敏", "phone": "13700000000"}),
    "shift.void": VOID,
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = {
    **{("shift.signoff", stage): Case(SIGNOFF, way=(*way, TO_NOON), signatures=SIGNED)
       for stage, way in {**OTHERS, "handed_over": HANDED_OVER}.items()},
    **{("shift.end_for", stage): Case(ENDED.fields, way=way) for stage, way in OTHERS.items()},
    **{("shift.explain", stage): Case(
        CASES["shift.explain"].fields,
        way=(*OWN["arrived"], *reading, Did("shift.count", ONE_SHORT)))
       for stage, reading in {"arrived": (), "checked": (Did("shift.read"),)}.items()},
    **{("shift.take", stage): Case(CASES["shift.take"].fields, way=(*OWN[stage], LEFT))
       for stage in ("arrived", "checked")},
    ("shift.begin", "arrived"): Case(way=(*LEAVING, Did("contact.void", MISTAKE, on=CALL))),
    **{("shift.countersign", stage): Case({"remark": "属实"}, way=way) for stage, way in {
        "on_duty": (*OTHERS["on_duty"], RELEASED),
        "tidied": (*OTHERS["tidied"], RELEASED),
        "handed_over": (*OTHERS["tidied"], RELEASED, ENDED),
    }.items()},
}  # fmt: skip
TWO_TURNS: Way = (EXPECTED, DAY_BEFORE, TO_NOON)
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("shift.handover", "shift.begin"): ("tidied", CASES["shift.handover"]),
    ("shift.begin", "shift.carry"): ("arrived", Case(way=(*LEAVING, Did("shift.take")))),
    ("shift.signoff", "shift.end_for"): ("expected", Case(SIGNOFF, way=TWO_TURNS, signatures=SIGNED)),
    ("shift.signoff", "shift.seal"): ("expected", Case(SIGNOFF, way=TWO_TURNS, signatures=SIGNED)),
}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "shift.count": ({"found": "手电 1", "explanation": None}, {"damaged": None}),
    "shift.take": ({"items": None}, {"items": None, "colleagues": "yes"}),
    "shift.read": ({"up_to": None}, {"up_to": 1}),
}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
