"""Cases of the laws: patrol rounds."""

import json
from collections.abc import Mapping
from datetime import timedelta

from propdesk.desk import Signature
from tests.laws.case import ATTEMPT, CORRECT, MISTAKE, VOID, WAIT, Case, Did, Way

ROUTE = {"name": "夜巡", "begins": "23:00", "minutes": 120, "grace": 15, "not_before": 3, "areas": "EJ"}
PLANNED = Did("system.configure", {"setting": "routes", "json_value": json.dumps([ROUTE])})
EXPECTED = Did("round.expect", {"route": "夜巡", "day": "2026-11-21"}, here=True)
BEGUN = Did("round.start", {"walker": "赵师傅", "partner": "李姐", "began": "23:40"})
TEN_MINUTES = Did(WAIT, {"minutes": 10})
TOO_LATE = Did(WAIT, {"minutes": 100})
MISSED = Did("round.miss")
E_FINE = "E1 ok 各层闻过，只有油漆味"
E_SMELL = "E1 defect @5楼 有煤气味"
J_FINE = "\n".join(f"J{number} ok 看过第{number}处" for number in range(1, 9))
J_FIXED = J_FINE.replace("J1 ok", "J1 fixed @东门")
J_DEFECT = J_FINE.replace("J1 ok", "J1 absent @东门").replace("J3 ok", "J3 defect @东门")
AREA = Did("round.area", {"area": "E", "answers": E_FINE})
FINISHED = Did("round.finish", {"reason": "暴雨"})
SIGNED = (Signature("second", "李姐", capacity="管理员"),)
SIGN = Did("round.sign", {"remark": "齐"}, SIGNED)

WALKING = (PLANNED, EXPECTED, BEGUN, TEN_MINUTES)
WALKED = (*WALKING, AREA, FINISHED)
LOST = (PLANNED, EXPECTED, TOO_LATE, MISSED)

WAYS: Mapping[str, Mapping[str, Way]] = {
    "round": {
        "planned": (PLANNED, EXPECTED),
        "walking": WALKING,
        "missed": LOST,
        "walked": WALKED,
        "closed": (*WALKED, SIGN),
        "accounted": (*LOST, Did("round.account_for", {"reason": "暴雨"})),
        "voided": (PLANNED, EXPECTED, Did("round.void", MISTAKE)),
    }
}
CASES: Mapping[str, Case] = {
    "round.expect": Case(EXPECTED.fields, way=(PLANNED,)),
    "round.begin": Case(
        {"why": "台风过后", "route": "夜巡", "areas": "e", "walker": "赵师傅", "partner": "李姐", "began": "23:30"},
        way=(PLANNED,),
    ),
    "round.start": Case(BEGUN.fields),
    "round.area": Case({
        "area": "E", "place": "3号楼", "answers": E_SMELL, "began": "23:41", "ended": "23:50", "grade": "photo",
    }),
    "round.finish": Case({"reason": "暴雨", "ended": "23:50"}),
    "round.sign": Case(SIGN.fields, signatures=(*SIGNED, Signature("first", "赵师傅", capacity="保安"))),
    "round.hand_over": Case({"walker": "钱师傅", "partner": "李姐", "reason": "病了"}),
    "round.account_for": Case({"reason": "暴雨", "measure": "次日补巡"}),
    "round.miss": Case({}),
    "round.attempt": ATTEMPT,
    "round.correct": Case({
        **{name: value for name, value in CORRECT.fields.items() if name != "text"}, "walker": "孙师傅",
        "partner": "周姐",
    }),
    "round.void": VOID,
}  # fmt: skip
SMELLED = {**CASES["round.area"].fields, "answers": E_SMELL.replace("有", "稍有")}
SPECIAL: Mapping[tuple[str, str], Case] = {
    ("round.start", "missed"): Case({"walker": "赵师傅"}),
}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("system.breach", "round.miss"): (
        "",
        Case(
            {"code": "PATROL.DAILY", "escalates_to": "centre_manager"},
            way=(PLANNED, EXPECTED, TOO_LATE),
            ago=timedelta(minutes=5),
        ),
    ),
    ("round.area", "finding.report"): ("walking", CASES["round.area"]),
    ("round.area", "finding.again"): (
        "walking",
        Case(CASES["round.area"].fields, way=(*WALKING, Did("round.area", SMELLED))),
    ),
}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "round.begin": ({"route": None, "areas": None, "began": None},),
    "round.start": ({"began": None},),
    "round.area": (
        {"answers": E_FINE, "began": None, "ended": None, "place": None},
        {"area": "J", "answers": J_DEFECT, "began": None, "ended": None},
        {"area": "J", "answers": J_FIXED, "began": None, "ended": None},
    ),
    "round.finish": ({"ended": None}, {"reason": None, "ended": None}),
}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
