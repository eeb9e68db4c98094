"""Cases of the laws: duty rosters."""

from collections.abc import Mapping

from propdesk.desk import Signature
from tests.laws.case import ATTEMPT, MISTAKE, PIN, VOID, WAIT, Case, Did, Way

APPROVED = (Signature("manager", "centre_manager", PIN),)
DUE = Did("duty.due", {"month": "2026-12"})
PLANNED = Did("duty.plan", {"month": "2026-11", "clerks": "clerk, duty"})
PUBLISHED = Did("duty.publish", by="centre_manager")
ASKED = Did("duty.ask", {"day": 25, "half": "night", "reason": "家人住院"})
LATER = Did("duty.ask", {"day": 27, "half": "night", "reason": "婚礼"})
TEN_DAYS = Did(WAIT, {"minutes": 14_400})

WAYS: Mapping[str, Mapping[str, Way]] = {
    "duty": {
        "due": (DUE,),
        "draft": (PLANNED,),
        "published": (PLANNED, PUBLISHED),
        "asked": (PLANNED, PUBLISHED, ASKED),
        "over": (PLANNED, PUBLISHED, TEN_DAYS, Did("duty.close")),
        "voided": (PLANNED, Did("duty.void", MISTAKE)),
    }
}
CASES: Mapping[str, Case] = {
    "duty.due": Case(DUE.fields),
    "duty.plan": Case(PLANNED.fields),
    "duty.draw": Case({"clerks": "duty，clerk"}),
    "duty.assign": Case({"days": "24-26", "half": "night", "clerk": "supervisor"}),
    "duty.publish": Case(signatures=APPROVED),
    "duty.ask": Case({"day": 26, "half": "night", "reason": "发烧"}),
    "duty.change": Case(
        {"day": 25, "half": "night", "clerk": "supervisor", "reason": "病假"}, signatures=APPROVED
    ),
    "duty.swap": Case(
        {"day": 25, "half": "night", "other_day": 26, "other_half": "night", "reason": "家里有事"}, signatures=APPROVED
    ),
    "duty.decline": Case({"day": 25, "half": "night", "reason": "无人可替"}, signatures=APPROVED),
    "duty.close": Case(way=(*WAYS["duty"]["published"], TEN_DAYS)),
    "duty.attempt": ATTEMPT,
    "duty.correct": Case({"reason": "写错地方", "place": "客服中心"}),
    "duty.void": VOID,
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = {
    ("duty.draw", "due"): Case({"clerks": "duty，clerk"}, way=(DUE,)),
    ("duty.close", "published"): Case(way=(*WAYS["duty"]["published"], TEN_DAYS)),
    ("duty.close", "asked"): Case(way=(*WAYS["duty"]["asked"], TEN_DAYS)),
}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "duty.plan": ({"month": "2026-12"}, {"clerks": None}),
    "duty.assign": ({"clerk": None}, {"days": "22", "half": "day"}),
    "duty.ask": ({"day": 22, "half": "day"}, {"day": 27}),
    "duty.change": ({"day": 22, "half": "day"}, {"day": 27, "clerk": "clerk"}),
    "duty.swap": ({"day": 22, "half": "day"}, {"other_day": 25}, {"other_day": 27}),
    "duty.decline": ({"day": 22, "half": "day"},),
}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
