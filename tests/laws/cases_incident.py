"""Cases of the laws: incidents."""

from collections.abc import Mapping

from tests.laws.case import ATTEMPT, COLLEAGUE, CORRECT, INTRODUCE, MISTAKE, VOID, Case, Did, Way

OPEN = Did("incident.open", {"utility": "power", "building": "3", "say": "三号楼停电，正在抢修", "expected": "+2h",
                             "department": "engineering"})  # fmt: skip
CALLER = Did("incident.add_caller", {"unit": "3-1201", "person": "王敏", "phone": "13812348812", "wants": "yes"})
OVER = Did("incident.over", {"cause": "变压器跳闸"})
RUNG = Did("incident.ring_back", {"caller": "1"})

WAYS: Mapping[str, Mapping[str, Way]] = {
    "incident": {
        "open": (OPEN,),
        "over": (OPEN, OVER),
        "closed": (OPEN, OVER, Did("incident.close")),
        "voided": (OPEN, Did("incident.void", MISTAKE)),
    }
}
CASES: Mapping[str, Case] = {
    "incident.open": Case({**OPEN.fields, "told": "周师傅", "text": "配电房有异响", "place": "配电房"}),
    "incident.add_caller": Case({**CALLER.fields, "words": "冰箱里有药"}),
    "incident.update": Case({"say": "备件在路上", "expected": "+4h", "news": "已拆开"}),
    "incident.notify": Case({"department": "engineering", "told": "周师傅"}),
    "incident.report_up": Case({"whom": "赵经理", "developer": "yes", "note": "通知开发商"}),
    "incident.over": Case({"over": "23:45", "cause": "变压器跳闸", "result": "已复位", "say": "已恢复供电"},
                          way=(OPEN, Did("wait", {"minutes": 30}))),
    "incident.ring_back": Case({**RUNG.fields, "outcome": "no_answer", "given_up": "号码停机", "note": "打了三次"},
                               way=(OPEN, CALLER, OVER)),
    "incident.again": Case({"say": "又停了", "expected": "+1h"}),
    "incident.close": Case({"note": "办结"}),
    "incident.attempt": ATTEMPT,
    "incident.introduce": INTRODUCE,
    "incident.correct": Case({**CORRECT.fields, "utility": "lift", "cause": "老化", "building": "3"}),
    "incident.void": VOID,
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = {
    ("incident.introduce", stage): Case(INTRODUCE.fields, way=(*WAYS["incident"][stage], COLLEAGUE))
    for stage in ("open", "over")
}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "incident.add_caller": ({"unit": "3-1301", "phone": None}, {"unit": "3-1101", "phone": None}, {"wants": "no"}),
    "incident.ring_back": ({"outcome": "answered", "given_up": None}, {"given_up": None}),
}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
