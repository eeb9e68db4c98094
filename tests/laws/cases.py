"""For every step of the manual: how an item comes to where the step may be done, and answers that will do.

`test_steps.py` checks that no step is missing here and that nothing here is not a step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from propdesk.desk import Desk, Done, Signature
from propdesk.procedures import manual
from propdesk.procedures.estate import ImportRoster
from propdesk.procedures.site import site_of
from propdesk.procedures.step import Step
from propdesk.procedures.tx import Actor
from propdesk.settings import Settings
from tests.conftest import Counter, small_roster

PIN = "1357"
WAIT = "wait"
"""Not a step: time passes."""


@dataclass(frozen=True)
class Did:
    """One step on the way, with its answers; a `WAIT` has the minutes."""

    step: str
    fields: Mapping[str, object] = field(default_factory=dict)


Way = tuple[Did, ...]


@dataclass(frozen=True)
class Case:
    """Answers that will do, and the way there where it is not the ordinary one. `ago` is how long ago it happened."""

    fields: Mapping[str, object] = field(default_factory=dict)
    way: Way | None = None
    signatures: tuple[Signature, ...] = ()
    new_pin: str | None = None
    ago: timedelta | None = None


# --- ways to every stage -----------------------------------------------------------------------------------------

CALLER = {"unit": "3-1201", "caller": "王敏", "phone": "13812348812"}
CALL = Did("contact.receive", {**CALLER, "text": "楼道灯不亮", "kind": "repair"})
CITY = Did("contact.receive", {**CALL.fields, "channel": "hotline", "their_number": "A17", "their_deadline": "+5h"})
FORWARD = Did("contact.forward", {"department": "engineering", "promised": "+2h"})
NOT_TOLD = Did("contact.answer", {"result": "明天换灯", "told": "no"})
FACTS = {"event_time": "昨晚", "accused": "unknown", "demand": "修好", "contact_way": "13812348812"}
COMPLAIN = Did("complaint.receive", {**CALLER, "text": "楼上漏水", "their_deadline": "+5h"})
DELIVER = Did("complaint.deliver", {"department": "engineering", "received_by": "周师傅", **FACTS})
REACHED = Did("complaint.contact", {"reply_by": "+3h"})
SETTLED = Did("complaint.resolve", {"result": "换了阀门", "on_spot": "yes"})
ANSWERED = Did("complaint.reply", {"opinion": "满意"})
IMPORTANT = Did("complaint.classify", {"severity": "important"})
INVALID = Did("complaint.classify", {"validity": "invalid", "reason": "市政道路"})
ASSIST = Did("complaint.classify", {"validity": "assist", "cause": "developer", "reason": "保修期内"})
EXPLAIN = Did("complaint.explain", {"explanation": "属市政", "reaction": "理解"})
LETTER = {"referred_to": "开发商", "letter": "函 2026-11"}
RAISE = Did("emergency.raise", {"unit": "3-1301", "danger": "burst_pipe", "text": "水管爆裂"})
SAFE = Did("emergency.make_safe", {"measures": "关了总阀"})
MISTAKE = {"reason": "录错"}

WAYS: Mapping[str, Mapping[str, Way]] = {
    "contact": {
        "received": (CALL,),
        "forwarded": (CALL, FORWARD),
        "answered": (CALL, NOT_TOLD),
        "refused": (
            CALL, Did("contact.refuse", {"reason": "不在范围", "apology": "yes", "alternative": "可找物业公司"})
        ),
        "passed_on": (Did("contact.receive", {**CALL.fields, "kind": "complaint"}),),
        "closed": (Did("contact.enquiry", {"text": "几点下班？六点"}),),
        "voided": (CALL, Did("contact.void", MISTAKE)),
    },
    "complaint": {
        "received": (COMPLAIN,),
        "classified": (COMPLAIN, IMPORTANT),
        "delivered": (COMPLAIN, DELIVER),
        "contacted": (COMPLAIN, DELIVER, REACHED),
        "resolved": (COMPLAIN, DELIVER, REACHED, SETTLED),
        "replied": (COMPLAIN, DELIVER, REACHED, SETTLED, ANSWERED),
        "explained": (COMPLAIN, INVALID, EXPLAIN),
        "closed": (COMPLAIN, INVALID, EXPLAIN, Did("complaint.close", {"outcome": "已解释"})),
        "voided": (COMPLAIN, Did("complaint.void", MISTAKE)),
    },
    "emergency": {
        "raised": (RAISE,),
        "safe": (RAISE, SAFE),
        "closed": (RAISE, SAFE, Did("emergency.close", {"result": "已修"})),
        "voided": (RAISE, Did("emergency.void", MISTAKE)),
    },
}  # fmt: skip
"""How an item of a ledger ordinarily comes to a stage."""

COLLEAGUE = Did("operator.add", {"who": "赵一", "roles": "clerk"})
OTHER_CALL = Did("contact.receive", {"text": "另一件事", "unit": "1-0502"})
WAITS = {"code": "RESPOND", "waiting_for": "王敏", "reason": "不在家"}

# --- answers that will do ----------------------------------------------------------------------------------------

_ATTEMPT = Case({"whom": "王敏", "number": "13812348812", "outcome": "no_answer", "again": "+1h", "note": "再打"})
_PRESS = Case({"whom": "周师傅", "department": "engineering", "words": "人呢？"})
_INTRODUCE = Case({"colleague": "赵一", "told": "前因后果"})
_CORRECT = Case({"reason": "听错了", "unit": "3-1301", "person": "王梅", "phone": "13700000000", "text": "改过的话"})
_VOID = Case(MISTAKE)

CASES: Mapping[str, Case] = {
    "contact.receive": Case(
        {**CITY.fields, "handling": "forwarded", "department": "cleaning", "promised": "+1h", "told": "李姐"}
    ),
    "contact.enquiry": Case({"text": "几点下班？六点", "unit": "3-1201"}),
    "contact.answer": Case({"result": "明天换灯", "told": "yes", "close": "yes"}),
    "contact.forward": Case({**FORWARD.fields, "told": "周师傅", **CALLER}),
    "contact.notify": Case({"told": "周师傅"}),
    "contact.progress": Case({"text": "已派人", "promised": "+4h"}),
    "contact.refuse": Case({"reason": "不在范围", "apology": "yes", "alternative": "可找物业公司", "close": "yes"}),
    "contact.pass_on": Case({"kind": "complaint", "text": "灯一直不修"}),
    "contact.link": Case({"other": "LF20261121-002", "restart": "yes"}),
    "contact.close": Case({"told_at": "23:40"}),
    "contact.press": _PRESS,
    "contact.introduce": _INTRODUCE,
    "contact.attempt": _ATTEMPT,
    "contact.pause": Case({**WAITS, "code": "CALL.EXTERNAL", "until": "+1h"}),
    "contact.resume": Case({"code": "CALL.EXTERNAL", "reason": "回来了"}),
    "contact.correct": Case({**_CORRECT.fields, "channel": "visit", "capacity": "tenant"}),
    "contact.void": _VOID,
    "complaint.receive": Case({**COMPLAIN.fields, **FACTS, "reply_by": "+2h"}),
    "complaint.classify": Case({"severity": "minor", "claim_yuan": 1200, "reason": "改判"}),
    "complaint.deliver": Case(DELIVER.fields),
    "complaint.contact": Case({**REACHED.fields, "words": "明早答复"}),
    "complaint.progress": Case({"text": "已查漏点"}),
    "complaint.escalate": Case({"level": "general_manager", "whom": "孙总", "note": "按程序办"}),
    "complaint.resolve": Case(SETTLED.fields),
    "complaint.reply": Case(
        {"how": "visit", "opinion": "满意"}, signatures=(Signature("resident", "王敏", capacity="业主"),)
    ),
    "complaint.explain": Case({**EXPLAIN.fields, **LETTER}),
    "complaint.close": Case({"outcome": "办结"}),
    "complaint.press": _PRESS,
    "complaint.introduce": _INTRODUCE,
    "complaint.attempt": _ATTEMPT,
    "complaint.pause": Case({**WAITS, "code": "COMP.RESPOND_1WD", "until": "+1h"}),
    "complaint.resume": Case({"code": "COMP.RESPOND_1WD", "reason": "回来了"}),
    "complaint.correct": Case({**_CORRECT.fields, "event_time": "今晨", "accused": "楼上", "demand": "赔偿"}),
    "complaint.void": _VOID,
    "emergency.raise": Case({**RAISE.fields, "people": "老人", "caller": "单志刚", "phone": "13712340001"}),
    "emergency.attempt": Case({**_ATTEMPT.fields, "purpose": "on_call"}),
    "emergency.arrive": Case({"who": "周师傅"}),
    "emergency.make_safe": Case({**SAFE.fields, "complaint": "yes", "reply_by": "+9h", "demand": "赔偿"}),
    "emergency.close": Case({"result": "已修"}),
    "emergency.press": _PRESS,
    "emergency.correct": Case({**_CORRECT.fields, "people": "两人"}),
    "emergency.void": _VOID,
    "estate.import_roster": Case({"file": "roster.csv", "sha256": "0" * 64}),
    "estate.add_note": Case({"unit": "3-1301", "text": "有狗"}),
    "estate.end_note": Case({"unit": "3-1201", "text": "老人耳背，敲门要久等"}),
    "estate.strike_phone": Case({"person": "王敏", "number": "13812348812"}),
    "estate.unmask": Case({"unit": "3-1201", "purpose": "回电"}),
    "operator.add": Case({"who": "钱二", "roles": "clerk, duty"}, new_pin=PIN),
    "operator.grant": Case({"who": "赵一", "roles": "duty"}, way=(COLLEAGUE,)),
    "operator.disable": Case({"who": "赵一", "reason": "离职"}, way=(COLLEAGUE,)),
    "operator.change_pin": Case({"who": "赵一"}, way=(COLLEAGUE,), new_pin="8642"),
    "system.breach": Case(
        {"code": "COMP.DELIVER_20M", "escalates_to": "supervisor"},
        way=(COMPLAIN, Did(WAIT, {"minutes": 30})),
        ago=timedelta(minutes=10),
    ),
    "system.adopt_calendar": Case({"version": site_of(Settings()).calendar.version}),
    "system.configure": Case({"setting": "lock_minutes", "json_value": "20"}),
    "system.note": Case({"text": "巡楼一遍，无异常"}),
}
"""Answers that will do wherever the step may be done."""


def _paused(ledger: str, way: Way, code: str) -> Way:
    return (*way, Did(f"{ledger}.pause", {**WAITS, "code": code}), Did(WAIT, {"minutes": 30}))


_CITY_WAYS: Mapping[str, Way] = {
    "received": (CITY,),
    "forwarded": (CITY, FORWARD),
    "answered": (CITY, NOT_TOLD),
}
_WAITING: Mapping[str, tuple[Way, str]] = {
    "received": ((COMPLAIN,), "COMP.RESPOND_1WD"),
    "classified": ((COMPLAIN, IMPORTANT), "COMP.RESPOND_1WD"),
    "delivered": ((COMPLAIN, DELIVER), "COMP.RESPOND_1WD"),
    "contacted": (WAYS["complaint"]["contacted"], "COMP.REPLY_AGREED"),
    "resolved": (WAYS["complaint"]["resolved"], "COMP.REPLY_AGREED"),
    "replied": ((COMPLAIN, IMPORTANT, *WAYS["complaint"]["replied"][1:]), "COMP.IMPORTANT_1H"),
    "explained": ((COMPLAIN, ASSIST, Did("complaint.explain", CASES["complaint.explain"].fields)), "COMP.PROGRESS"),
}
"""Where a clock of a complaint waits at each stage."""


def _special() -> dict[tuple[str, str], Case]:
    found = {}
    for stage, way in _CITY_WAYS.items():
        found["contact.pause", stage] = Case(CASES["contact.pause"].fields, way=way)
        waiting = _paused("contact", way, "CALL.EXTERNAL")
        found["contact.resume", stage] = Case(CASES["contact.resume"].fields, way=waiting)
    for stage, (way, code) in _WAITING.items():
        found["complaint.pause", stage] = Case({**CASES["complaint.pause"].fields, "code": code}, way=way)
        waiting = _paused("complaint", way, code)
        found["complaint.resume", stage] = Case({**CASES["complaint.resume"].fields, "code": code}, way=waiting)
    for stage in ("classified", "delivered", "contacted"):
        way = (*WAYS["complaint"][stage], INVALID)
        found["complaint.explain", stage] = Case(CASES["complaint.explain"].fields, way=way)
    for ledger in ("contact", "complaint"):
        for stage, way in WAYS[ledger].items():
            found[f"{ledger}.introduce", stage] = Case(_INTRODUCE.fields, way=(*way, COLLEAGUE))
    for stage, way in WAYS["contact"].items():
        found["contact.link", stage] = Case(CASES["contact.link"].fields, way=(*way, OTHER_CALL))
    found["complaint.void", "explained"] = Case(MISTAKE, way=_WAITING["explained"][0])
    closed = (*WAYS["complaint"]["replied"], Did("complaint.close", {"outcome": "办结"}))
    found["complaint.void", "closed"] = Case(MISTAKE, way=closed)
    return found


SPECIAL: Mapping[tuple[str, str], Case] = _special()
"""Where the ordinary way or answers will not do at one stage."""

FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("contact.receive", "complaint.receive"): ("", Case({**CALL.fields, "kind": "complaint"})),
    ("contact.receive", "emergency.raise"): ("", Case({**CALL.fields, "kind": "emergency", "danger": "gas"})),
    ("contact.pass_on", "complaint.receive"): ("received", Case({"kind": "complaint"})),
    ("contact.pass_on", "emergency.raise"): ("received", Case({"kind": "emergency", "danger": "fire"})),
    ("contact.link", "contact.press"): ("received", SPECIAL["contact.link", "received"]),
    ("contact.link", "complaint.press"): ("received", Case({"other": "TS20261121-001"}, way=(CALL, COMPLAIN))),
    ("contact.link", "emergency.press"): ("received", Case({"other": "TF20261121-001"}, way=(CALL, RAISE))),
    ("emergency.make_safe", "complaint.receive"): ("raised", CASES["emergency.make_safe"]),
}
"""For each step that goes on to another one: where and with what answers it does."""


def case(name: str, stage: str = "") -> Case:
    """What to do for a step at a stage, by default the first one at which it may be done; its way is filled in."""
    step = manual.step(name)
    stage = stage or next(iter(step.at), "")
    found = SPECIAL.get((name, stage), CASES[name])
    if found.way is None:
        way = WAYS[step.ledger()][stage] if stage else ()
        return Case(found.fields, way, found.signatures, found.new_pin, found.ago)
    return found


def make(desk: Desk, name: str, fields: Mapping[str, object]) -> Step:
    """The step with these answers; a roster is in hand where one is imported."""
    step = desk.fill(name, fields)
    return step.carrying(small_roster()) if isinstance(step, ImportRoster) else step


def bring(counter: Counter, way: Way, item: str | None = None) -> str | None:
    """Do what leads there, on from `item`; gives the number of the item opened first."""
    for did in way:
        if did.step == WAIT:
            counter.clock.forward(minutes=float(str(did.fields["minutes"])))
            continue
        opens = not manual.step(did.step).at
        pin = PIN if did.step == "operator.add" else None
        done = counter.do(did.step, None if opens else item, new_pin=pin, **did.fields)  # type: ignore[arg-type]
        item = item or done.item
    return item


def do(counter: Counter, name: str, found: Case, item: str | None, **other: object) -> Done:
    """Do the step as its case says; `other` replaces what `Desk.perform` is given."""
    step = make(counter.desk, name, found.fields)
    happened = counter.clock() - found.ago if found.ago else None
    asked = {"actor": actor_of(counter, name), "signatures": found.signatures, "new_pin": found.new_pin}
    asked |= {"happened": happened, "request_id": f"law-{name}", "expect_version": None}
    return counter.desk.perform(step, item, **{**asked, **other})  # type: ignore[arg-type]


def actor_of(counter: Counter, name: str) -> Actor:
    """Who does it: the supervisor, or the desk itself where nobody else may."""
    return counter.actor if manual.step(name).by else counter.desk.system()
