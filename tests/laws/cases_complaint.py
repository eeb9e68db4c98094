"""Cases of the laws: complaints."""

from collections.abc import Mapping
from datetime import timedelta

from propdesk.desk import Signature
from tests.laws.case import ATTEMPT, CALLER, COLLEAGUE, CORRECT, INTRODUCE, MISTAKE, PRESS, VOID, WAIT, Case, Did, Way

FACTS = {"event_time": "昨晚", "accused": "unknown", "demand": "修好", "contact_way": "13812348812"}
COMPLAIN = Did("complaint.receive", {**CALLER, "text": "楼上漏水", "their_deadline": "+5h"})
PLAIN = Did("complaint.receive", {**CALLER, "text": "楼上漏水"})
UPSTAIRS = {"unit": "3-1301", "caller": "单志刚", "phone": "13712340001"}
OTHER = Did("complaint.receive", {**UPSTAIRS, "text": "电梯坏了"})
RELAY = Did("complaint.relay", {**CALLER, "text": "楼上漏水"})
DELIVER = Did("complaint.deliver", {"department": "engineering", "received_by": "周师傅", **FACTS})
REACHED = Did("complaint.contact", {"reply_by": "+3h"})
SETTLED = Did("complaint.resolve", {"result": "换了阀门", "on_spot": "yes"})
ANSWERED = Did("complaint.reply", {"opinion": "满意"})
IMPORTANT = Did("complaint.classify", {"severity": "important"})
INVALID = Did("complaint.classify", {"validity": "invalid", "reason": "市政道路"})
ASSIST = Did("complaint.classify", {"validity": "assist", "cause": "developer", "reason": "保修期内"})
EXPLAIN = Did("complaint.explain", {"explanation": "属市政", "reaction": "理解"})
LETTER = {"referred_to": "开发商", "letter": "函 2026-11"}
REFERRED = Did("complaint.explain", {**EXPLAIN.fields, **LETTER})
CALLED_BACK = Did("complaint.called_back", {"note": "满意"})
REVIEW = Did("complaint.review", {"comment": "程序齐全"})
SIGN = Did("complaint.sign", {"opinion": "同意办结"}, by="centre_manager")
DEVELOPER = Did("complaint.receive", {**CALLER, "text": "楼上漏水", "channel": "developer"})
BY_VISIT = (Signature("resident", "王敏", capacity="业主"),)

WAYS: Mapping[str, Mapping[str, Way]] = {
    "complaint": {
        "relayed": (RELAY,),
        "received": (COMPLAIN,),
        "classified": (COMPLAIN, IMPORTANT),
        "delivered": (COMPLAIN, DELIVER),
        "contacted": (COMPLAIN, DELIVER, REACHED),
        "resolved": (COMPLAIN, DELIVER, REACHED, SETTLED),
        "replied": (COMPLAIN, DELIVER, REACHED, SETTLED, ANSWERED),
        "explained": (COMPLAIN, INVALID, EXPLAIN),
        "reviewed": (COMPLAIN, DELIVER, REACHED, SETTLED, ANSWERED, CALLED_BACK, REVIEW),
        "closed": (COMPLAIN, INVALID, EXPLAIN, CALLED_BACK, REVIEW, SIGN),
        "merged": (PLAIN, OTHER, Did("complaint.merge", {"into": "TS20261121-002"})),
        "voided": (COMPLAIN, Did("complaint.void", MISTAKE)),
    },
}
PLAINLY: Mapping[str, Way] = {
    stage: (PLAIN, *WAYS["complaint"][stage][1:])
    for stage in ("received", "delivered", "contacted", "resolved", "replied")
} | {"classified": (PLAIN, Did("complaint.classify", {"severity": "minor"}))}
"""The same without a deadline of somebody outside and without weight, so that it may be merged."""


def _pressed(number: int) -> Did:
    """Another household of the same matter rings."""
    return Did("complaint.press", {"phone": f"1390000000{number}", "words": "我家也漏"})


PRESSED = tuple(_pressed(number) for number in (1, 2, 3))
"""With the one that complained, four households."""
FIVE = (*PRESSED, _pressed(4))
LIFT_TOO = (*PRESSED, OTHER, Did("complaint.correct", {"reason": "听错了", "text": "电梯坏了"}))
"""Four households, and a fifth one of which it comes out only now that it speaks of the same."""
VISITED = tuple(
    Did("complaint.visit", {"household": household, "opinion": "满意"}, signatures=BY_VISIT)
    for household in ("13900000001", "13900000002", "13900000003", "13900000004")
)
VISIT = Case({"household": "3-1201", "opinion": "满意"}, signatures=BY_VISIT)
HALL = {"place": "3号楼大堂", "text": "天花板漏水"}


def _in_the_hall(number: int, channel: str = "phone") -> Did:
    """The household of that number complains of water in the hall."""
    return Did("complaint.receive", {**HALL, "phone": f"1380000000{number}", "channel": channel})


WAITS = {"code": "COMP.RESPOND_1WD", "waiting_for": "王敏", "reason": "不在家"}
LONG_FORM = {"found": "立管老化", "measures": "换管", "expected": "+3h", "notified": "工程部", "supervisor": "张敏"}
REPORT = {"content": "漏水", "causes": "老化", "course": "已换", "lessons": "早查", "measures": "普查"}

CASES: Mapping[str, Case] = {
    "complaint.receive": Case(
        {**COMPLAIN.fields, **FACTS, "reply_by": "+2h", "channel": "online", "follow_up": "李婷", "relayed_by": "保安",
         "heard": "23:39", "their_number": "7"}
    ),
    "complaint.relay": Case(RELAY.fields),
    "complaint.register": Case({**FACTS, "place": "客厅", "reply_by": "+2h"}),
    "complaint.classify": Case({"severity": "minor", "claim_yuan": 1200, "public": "yes", "reason": "改判"}),
    "complaint.turn_major": Case(),
    "complaint.deliver": Case({**DELIVER.fields, "on_site": "yes"}),
    "complaint.arrive": Case({"who": "周师傅"}),
    "complaint.coordinate": Case({"coordinator": "centre_manager", "departments": "engineering，security"}),
    "complaint.contact": Case({**REACHED.fields, "words": "明早答复"}),
    "complaint.progress": Case({"text": "已查漏点"}),
    "complaint.plan": Case({"plan": "等材料", "plan_by": "+90h", "explained_to": "yes"}),
    "complaint.long_form": Case(LONG_FORM),
    "complaint.take_over": Case({"note": "前次未找到漏点"}),
    "complaint.escalate": Case({"level": "general_manager", "whom": "孙总", "note": "按程序办"}),
    "complaint.resolve": Case(SETTLED.fields),
    "complaint.reply": Case({"how": "visit", "opinion": "满意", "reply_letter": "复函 3"}, signatures=BY_VISIT),
    "complaint.visit": Case({**VISIT.fields, "reply_letter": "复函 3"}, signatures=BY_VISIT),
    "complaint.explain": Case({**REFERRED.fields, "follow_up": "李婷"}),
    "complaint.finished": Case({"outcome": "开发商已修"}),
    "complaint.report_back": Case({"whom": "开发商客服"}),
    "complaint.gather": Case(),
    "complaint.merge": Case({"into": "TS20261121-002"}),
    "complaint.separate": Case({"household": "13900000001", "reason": "是另一处漏水"}),
    "complaint.report": Case(REPORT),
    "complaint.verify": Case({"note": "现场已看"}),
    "complaint.called_back": Case(CALLED_BACK.fields),
    "complaint.reopen": Case({"reason": "又漏了"}),
    "complaint.renew": Case({"text": "又漏了"}),
    "complaint.review": Case(REVIEW.fields),
    "complaint.sign": Case(SIGN.fields),
    "complaint.press": Case({**PRESS.fields, "unit": "3-1301", "person": "单志刚", "phone": "13712340001"}),
    "complaint.introduce": INTRODUCE,
    "complaint.attempt": ATTEMPT,
    "complaint.pause": Case({**WAITS, "until": "+1h"}),
    "complaint.resume": Case({"code": "COMP.RESPOND_1WD", "reason": "回来了"}),
    "complaint.correct": Case(
        {**CORRECT.fields, "event_time": "今晨", "accused": "楼上", "demand": "赔偿", "contact_way": "微信"}
    ),
    "complaint.void": VOID,
}  # fmt: skip

_WAITING: Mapping[str, tuple[Way, str]] = {
    "received": ((COMPLAIN,), "COMP.RESPOND_1WD"),
    "classified": ((COMPLAIN, IMPORTANT), "COMP.RESPOND_1WD"),
    "delivered": ((COMPLAIN, DELIVER), "COMP.RESPOND_1WD"),
    "contacted": (WAYS["complaint"]["contacted"], "COMP.REPLY_AGREED"),
    "resolved": (WAYS["complaint"]["resolved"], "COMP.REPLY_AGREED"),
    "replied": ((COMPLAIN, IMPORTANT, *WAYS["complaint"]["replied"][1:]), "COMP.IMPORTANT_1H"),
    "explained": ((COMPLAIN, ASSIST, REFERRED), "COMP.DEVOWNED_FEEDBACK"),
}
"""Where a clock of a complaint waits at each stage."""


def _special() -> dict[tuple[str, str], Case]:
    found = {}
    for stage, (way, code) in _WAITING.items():
        found["complaint.pause", stage] = Case({**CASES["complaint.pause"].fields, "code": code}, way=way)
        waiting = (*way, Did("complaint.pause", {**WAITS, "code": code}), Did(WAIT, {"minutes": 30}))
        found["complaint.resume", stage] = Case({**CASES["complaint.resume"].fields, "code": code}, way=waiting)
    for stage in ("classified", "delivered", "contacted"):
        way = (*WAYS["complaint"][stage], INVALID)
        found["complaint.explain", stage] = Case(CASES["complaint.explain"].fields, way=way)
    for stage, way in WAYS["complaint"].items():
        found["complaint.introduce", stage] = Case(INTRODUCE.fields, way=(*way, COLLEAGUE))
    for stage, way in PLAINLY.items():
        if stage != "replied":
            found["complaint.gather", stage] = Case(way=(*way, *LIFT_TOO))
            found["complaint.merge", stage] = Case(CASES["complaint.merge"].fields, way=(*way, OTHER))
            found["complaint.separate", stage] = Case(CASES["complaint.separate"].fields, way=(*way, *PRESSED))
    told = Did("complaint.reply", {"opinion": "满意", "others_told": "yes"})
    separated = (*PLAINLY["resolved"], *PRESSED, told)
    found["complaint.separate", "replied"] = Case(CASES["complaint.separate"].fields, way=separated)
    collective = (*PLAINLY["resolved"], *FIVE)
    all_visited = (*collective, *VISITED, Did("complaint.visit", VISIT.fields, signatures=BY_VISIT))
    explained = (PLAIN, *FIVE, INVALID, EXPLAIN)
    for stage, way in (("resolved", collective), ("replied", all_visited), ("explained", explained)):
        found["complaint.visit", stage] = Case(CASES["complaint.visit"].fields, way=way, signatures=BY_VISIT)
    found["complaint.finished", "explained"] = Case(CASES["complaint.finished"].fields, way=_WAITING["explained"][0])
    for stage in ("resolved", "replied", "explained", "reviewed"):
        way = (DEVELOPER, *WAYS["complaint"][stage][1:])
        found["complaint.report_back", stage] = Case(CASES["complaint.report_back"].fields, way=way)
    for stage in ("replied", "explained"):
        found["complaint.review", stage] = Case(REVIEW.fields, way=(*WAYS["complaint"][stage], CALLED_BACK))
    found["complaint.void", "explained"] = Case(MISTAKE, way=_WAITING["explained"][0])
    found["complaint.void", "closed"] = Case(MISTAKE, way=(*WAYS["complaint"]["reviewed"], SIGN))
    return found


SPECIAL: Mapping[tuple[str, str], Case] = _special()

AGED = (PLAIN, Did("complaint.classify"), Did(WAIT, {"minutes": 30 * 24 * 60}))

FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("complaint.receive", "complaint.gather"): (
        "", Case({**UPSTAIRS, "text": "卫生间天花板漏水", "channel": "letter"}, way=(PLAIN, *PRESSED))
    ),
    ("complaint.receive", "complaint.merge"): (
        "", Case({**UPSTAIRS, "text": "卫生间天花板漏水"}, way=(PLAIN, *FIVE))
    ),
    ("complaint.register", "complaint.gather"): (
        "relayed", Case(way=(Did("complaint.relay", {**HALL, "phone": "13800000009"}),
                             *(_in_the_hall(number, "letter") for number in range(4))))
    ),
    ("complaint.register", "complaint.merge"): (
        "relayed", Case(way=(Did("complaint.relay", {**HALL, "phone": "13800000009"}),
                             *(_in_the_hall(number) for number in range(5))))
    ),
    ("complaint.press", "complaint.gather"): (
        "received", Case({"phone": "13900000004", "words": "我家也漏"}, way=(PLAIN, *PRESSED))
    ),
    ("complaint.merge", "complaint.gather"): (
        "received", Case({"into": "TS20261121-002"}, way=(PLAIN, *PRESSED, OTHER))
    ),
    ("complaint.gather", "complaint.merge"): ("received", SPECIAL["complaint.gather", "received"]),
    ("complaint.separate", "complaint.receive"): ("received", SPECIAL["complaint.separate", "received"]),
    ("complaint.renew", "complaint.receive"): ("closed", CASES["complaint.renew"]),
    ("complaint.reopen", "callback.void"): ("replied", CASES["complaint.reopen"]),
    ("complaint.void", "callback.void"): ("replied", CASES["complaint.void"]),
    ("complaint.reply", "callback.due"): ("resolved", CASES["complaint.reply"]),
    ("complaint.visit", "callback.due"): (
        "resolved", Case(VISIT.fields, way=(*PLAINLY["resolved"], *FIVE, *VISITED),
                         signatures=BY_VISIT)
    ),
    ("complaint.explain", "callback.due"): ("classified", SPECIAL["complaint.explain", "classified"]),
    ("complaint.finished", "callback.due"): ("explained", SPECIAL["complaint.finished", "explained"]),
    ("system.breach", "complaint.turn_major"): (
        "", Case({"code": "COMP.MAJOR_AGE_1M", "escalates_to": "centre_manager"}, way=AGED,
                 ago=timedelta(hours=5, minutes=40))
    ),
}  # fmt: skip

OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "complaint.receive": (
        {"reply_by": None, "their_deadline": None, "channel": "phone", "follow_up": None}, {"channel": "developer",
         "follow_up": None}, {"channel": "quality", "follow_up": None, "unit": "3-1301"},
    ),
    "complaint.press": ({"restart": "yes"}, {"unit": None, "phone": "13900000001"},
                        {"unit": None, "phone": "13900000002"}),
    "complaint.classify": ({"validity": "invalid"}, {"validity": "assist", "cause": "developer"},
                           {"severity": "important", "claim_yuan": None}),
    "complaint.deliver": ({"department": "security"}, {"on_site": "no"}),
    "complaint.progress": ({"told": "no"},),
    "complaint.plan": ({"explained_to": "no"}, {"plan_by": "+1h"}),
    "complaint.escalate": ({"level": "quality"}, {"level": "manager"}, {"level": "office_manager", "no_power": "yes"},
                           {"level": "centre_manager"}),
    "complaint.resolve": ({"on_spot": "no"},),
    "complaint.reply": ({"how": "phone"}, {"how": "phone", "satisfied": "no", "reply_by": "+2h"},
                        {"others_told": "yes"}),
    "complaint.visit": ({"satisfied": "no", "reply_by": "+2h"}, {"household": "13900000001"}),
    "complaint.pause": ({"code": "COMP.REPLY_AGREED"}, {"code": "comp.progress"}),
    "complaint.resume": ({"code": "COMP.REPLY_AGREED"}, {"code": "comp.progress"}),
}  # fmt: skip
"""Other answers to some steps, for the random walk."""

REFUSED_THERE: Mapping[tuple[str, ...], Way] = {
    ("complaint.resolve", "COMP.REPLY_2H_INVALID"): (COMPLAIN, INVALID),
    ("complaint.resolve", "COMP.DEVOWNED_FORWARD"): (COMPLAIN, ASSIST),
    ("complaint.explain", "COMP.DELIVER_20M"): (COMPLAIN, IMPORTANT),
    ("complaint.explain", "COMP.MINOR_2D"): (COMPLAIN, Did("complaint.classify", {"severity": "minor"})),
    ("complaint.reply", "COMP.REPLY_AGREED", "replied"): WAYS["complaint"]["resolved"],
    ("complaint.press", "COMP.CONTACT_2H", "replied"): WAYS["complaint"]["replied"],
    ("complaint.press", "COMP.CONTACT_2H", "explained"): WAYS["complaint"]["explained"],
    ("complaint.press", "COMP.CONTACT_2H", "reviewed"): WAYS["complaint"]["reviewed"],
}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
