"""Cases of the laws: periodical reports."""

from collections.abc import Mapping

from propdesk.desk import Signature
from tests.laws.case import ATTEMPT, MISTAKE, WAIT, Case, Did, Way

DUE = Did("report.due", {"kind": "half_month", "begins": "2026-11-16"})
COMPILED = Did("report.compile", {"comment": "本月平稳", "plan": "加派夜班"}, by="clerk")
REVIEWED = Did("report.review", {"remark": "属实"})
SENT = Did("report.send", {"recipient": "管理处经理", "how": "mail"})

PLAN_DUE = (Did(WAIT, {"minutes": 15 * 24 * 60}), Did("report.due", {"kind": "vacancy_plan", "begins": "2027-01-01"}))
PLANNED = Did("report.compile", {"plan": "通风每季调整，预算三千元"}, by="clerk")
PLAN_REVIEWED = Did("report.review", {"remark": "可行"}, by="office_manager")
APPROVED = (Signature("approver", "陈总", capacity="总经理"),)

WAYS: Mapping[str, Mapping[str, Way]] = {
    "report": {
        "due": (DUE,),
        "compiled": (DUE, COMPILED),
        "reviewed": (DUE, COMPILED, REVIEWED),
        "sent": (DUE, COMPILED, REVIEWED, SENT),
        "voided": (DUE, Did("report.void", MISTAKE)),
    }
}
AMENDED = {"reason": "漏计一件", "comment": "补计一件", "plan": "夜班两人", "told": "管理处经理"}

CASES: Mapping[str, Case] = {
    "report.due": Case({"kind": "callbacks", "begins": "2026-10-01"}),
    "report.compile": Case(COMPILED.fields),
    "report.review": Case(REVIEWED.fields),
    "report.send": Case(SENT.fields),
    "report.approve": Case(
        {"budget_yuan": 3000, "remark": "按此执行"}, way=(*PLAN_DUE, PLANNED, PLAN_REVIEWED), signatures=APPROVED
    ),
    "report.attempt": ATTEMPT,
    "report.correct": Case(AMENDED),
    "report.void": Case(MISTAKE),
}
SPECIAL: Mapping[tuple[str, str], Case] = {
    ("report.review", "reviewed"): Case(
        REVIEWED.fields, way=(*WAYS["report"]["reviewed"], Did("report.correct", AMENDED, by="clerk"))
    ),
}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "report.correct": ({"anew": "yes"}, {"comment": None, "plan": None, "entry": 1}),
}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
