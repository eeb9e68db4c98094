"""Cases of the laws: callbacks."""

from collections.abc import Mapping

from propdesk.desk import Signature
from tests.laws import cases_complaint
from tests.laws.case import CORRECT, MISTAKE, VOID, Case, Did, Way

HOUSEHOLD = {"unit": "3-1201", "person": "王敏", "phone": "13812348812"}
DUE = Did("callback.due", {**HOUSEHOLD, "kind": "repair", "text": "换了角阀"})
PLAN = Did("callback.plan", {"caller": "张敏", "planned_for": "tomorrow 9:30"})
PLAN_CLERK = Did("callback.plan", {"caller": "clerk"})
TAKE = Did("callback.take")
ASKED = {"quality": "good", "effect": "good", "opinion": "不漏了", "wished": "yes"}
RESIDENT = (Signature("resident", "王敏", capacity="业主"),)
FAILED_REVIEW = Did("callback.review", {"passed": "no", "comment": "没修好"})
TRIED = Did("callback.attempt", {"whom": "王敏", "number": "13812348812", "outcome": "no_answer", "wished": "yes"})
TRIES = (TRIED, TRIED, TRIED)
ENOUGH = (DUE,) * 5
"""Of five repairs in a quarter one may be left out."""

_PLANNED = (DUE, PLAN)
_TAKEN = (DUE, PLAN, TAKE)
_DONE = (
    DUE, PLAN_CLERK, Did("callback.take", by="clerk"), Did("callback.done", ASKED, signatures=RESIDENT, by="clerk")
)  # fmt: skip
_FAILED = (*_DONE, FAILED_REVIEW)

WAYS: Mapping[str, Mapping[str, Way]] = {
    "callback": {
        "due": (DUE,),
        "planned": _PLANNED,
        "taken": _TAKEN,
        "done": _DONE,
        "failed": _FAILED,
        "closed": (*_DONE, Did("callback.review", {"comment": "属实"})),
        "given_up": (*_TAKEN, *TRIES, Did("callback.give_up", {"reason": "出国了"})),
        "skipped": (*ENOUGH, Did("callback.skip", {"reason": "小修"})),
        "voided": (DUE, Did("callback.void", MISTAKE)),
    },
}
CASES: Mapping[str, Case] = {
    "callback.due": Case(
        {**DUE.fields, "kind": "complaint", "severity": "minor", "since": "22:00", "sampled": "yes",
         "source_case": "TS20261121-001"}, way=(cases_complaint.PLAIN,)
    ),
    "callback.plan": Case({**PLAN.fields, "attendant": "周经理"}),
    "callback.take": Case(),
    "callback.spoil": Case({"reason": "写坏了"}),
    "callback.done": Case(
        {**ASKED, "how": "phone", "number": "13812348812", "why_phone": "出差在外",
         "timeliness": "fair", "manner": "poor", "satisfied": "no", "shortcomings": "来得晚",
         "suggestions": "先打电话"}, signatures=RESIDENT,
    ),
    "callback.review": Case({"passed": "yes", "comment": "属实", "alone": "只有一人"}),
    "callback.fail": Case({"decision": "返工", "nonconformity": "yes"}),
    "callback.give_up": Case({"reason": "出国了"}),
    "callback.skip": Case({"reason": "小修"}),
    "callback.attempt": Case({**TRIED.fields, "again": "+1h", "note": "再打"}),
    "callback.pause": Case({"code": "CB.REPAIR_1W", "waiting_for": "王敏", "reason": "出差", "until": "+1h"}),
    "callback.resume": Case({"code": "CB.REPAIR_1W", "reason": "回来了"}),
    "callback.correct": CORRECT,
    "callback.void": VOID,
}  # fmt: skip
_WAITS = Did("callback.pause", {"code": "CB.REPAIR_1W", "waiting_for": "王敏", "reason": "出差"})
SPECIAL: Mapping[tuple[str, str], Case] = {
    **{("callback.resume", stage): Case(CASES["callback.resume"].fields, way=(*WAYS["callback"][stage], _WAITS))
       for stage in ("due", "planned", "taken")},
    **{("callback.give_up", stage): Case({"reason": "出国了"}, way=(*WAYS["callback"][stage], *TRIES))
       for stage in ("due", "planned", "taken")},
    ("callback.skip", "due"): Case({"reason": "小修"}, way=ENOUGH),
    ("callback.skip", "planned"): Case({"reason": "小修"}, way=(*ENOUGH, PLAN)),
}  # fmt: skip
_OF_COMPLAINT = (
    *cases_complaint.WAYS["complaint"]["replied"],
    Did("callback.due", {**DUE.fields, "kind": "complaint", "source_case": "TS20261121-001"}, here=True),
)
_COMPLAINT_DONE = (
    *_OF_COMPLAINT, Did("callback.plan", {"caller": "clerk", "attendant": "周经理"}), *_DONE[2:],
)  # fmt: skip
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("callback.review", "complaint.called_back"): ("done", Case({"comment": "属实"}, way=_COMPLAINT_DONE)),
    ("callback.give_up", "complaint.called_back"): ("due", Case({"reason": "出国了"}, way=(*_OF_COMPLAINT, *TRIES))),
    ("callback.fail", "complaint.reopen"): (
        "failed", Case(CASES["callback.fail"].fields, way=(*_COMPLAINT_DONE, FAILED_REVIEW))
    ),
    ("callback.fail", "complaint.receive"): ("failed", CASES["callback.fail"]),
}  # fmt: skip
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "callback.due": (
        {"kind": "repair", "severity": None, "source_case": None},
        {"kind": "developer"},
        {"severity": "major"},
    ),
    "callback.plan": ({"attendant": None},),
    "callback.done": ({"how": "visit", "number": None, "why_phone": None}, {"wished": "no"}),
    "callback.review": ({"passed": "no"}, {"alone": None}),
    "callback.attempt": ({"outcome": "answered", "again": None}, {"wished": "no"}),
    "callback.pause": ({"code": "COMP.CALLBACK_3D"},),
    "callback.resume": ({"code": "COMP.CALLBACK_3D"},),
}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
