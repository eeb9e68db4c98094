"""For every step of the manual: how an item comes to where the step may be done, and answers that will do.

`test_steps.py` checks that no step is missing here and that nothing here is not a step.
"""

from collections.abc import Mapping
from datetime import timedelta

from propdesk.desk import Desk, Done
from propdesk.procedures import manual
from propdesk.procedures.backlog import TakeOver
from propdesk.procedures.estate import ImportRoster
from propdesk.procedures.key_custody import Takeover
from propdesk.procedures.site import site_of
from propdesk.procedures.step import Step
from propdesk.procedures.tx import Actor
from propdesk.settings import Settings
from tests.conftest import Counter, small_roster
from tests.laws import (
    cases_backlog,
    cases_booking,
    cases_building,
    cases_callback,
    cases_complaint,
    cases_duty,
    cases_file,
    cases_finding,
    cases_incident,
    cases_key,
    cases_loan,
    cases_log,
    cases_movein,
    cases_repair,
    cases_report,
    cases_round,
    cases_sheet,
    cases_shift,
    cases_stocktake,
    cases_vacancy,
)
from tests.laws.case import (
    ATTEMPT,
    CALLER,
    COLLEAGUE,
    CORRECT,
    INTRODUCE,
    MISTAKE,
    PIN,
    PRESS,
    VOID,
    WAIT,
    Case,
    Did,
    Way,
)  # fmt: skip
from tests.laws.cases_complaint import COMPLAIN

PARTS = (
    cases_complaint, cases_backlog, cases_repair, cases_booking, cases_incident, cases_callback, cases_report,
    cases_sheet, cases_key, cases_loan, cases_stocktake, cases_movein, cases_file, cases_building,
    cases_round, cases_finding, cases_vacancy, cases_shift, cases_log, cases_duty,
)  # fmt: skip
"""The ledgers whose cases stand in a file of their own."""

# --- ways to every stage -----------------------------------------------------------------------------------------

CALL = Did("contact.receive", {**CALLER, "text": "楼道灯不亮", "kind": "other"})
CITY = Did("contact.receive", {**CALL.fields, "channel": "hotline", "their_number": "A17", "their_deadline": "+5h"})
FORWARD = Did("contact.forward", {"department": "engineering", "promised": "+2h"})
NOT_TOLD = Did("contact.answer", {"result": "明天换灯", "told": "no"})
RAISE = Did("emergency.raise", {"unit": "3-1301", "danger": "burst_pipe", "text": "水管爆裂"})
SAFE = Did("emergency.make_safe", {"measures": "关了总阀"})
HURT = Did("emergency.raise", {"unit": "3-1301", "danger": "injury", "text": "老人摔倒"})
TOLD_UPWARDS = Did("emergency.attempt", {"purpose": "escalate", "whom": "孙经理", "outcome": "answered"})
BOOKED = {"kind": "booking", "service": "Bottled water", "agreed": "+10h"}

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
    **{ledger: ways for part in PARTS for ledger, ways in part.WAYS.items()},
    "emergency": {
        "raised": (RAISE,),
        "safe": (RAISE, SAFE),
        "closed": (RAISE, SAFE, Did("emergency.close", {"result": "已修"})),
        "voided": (RAISE, Did("emergency.void", MISTAKE)),
    },
}  # fmt: skip
"""How an item of a ledger ordinarily comes to a stage."""

OTHER_CALL = Did("contact.receive", {"text": "另一件事", "unit": "1-0502"})
WAITS = {"code": "RESPOND", "waiting_for": "王敏", "reason": "不在家"}

# --- answers that will do ----------------------------------------------------------------------------------------


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
    "contact.press": PRESS,
    "contact.introduce": INTRODUCE,
    "contact.attempt": ATTEMPT,
    "contact.pause": Case({**WAITS, "code": "CALL.EXTERNAL", "until": "+1h"}),
    "contact.resume": Case({"code": "CALL.EXTERNAL", "reason": "回来了"}),
    "contact.correct": Case({**CORRECT.fields, "channel": "visit", "capacity": "tenant"}),
    "contact.void": VOID,
    **{name: found for part in PARTS for name, found in part.CASES.items()},
    "emergency.raise": Case({**RAISE.fields, "people": "老人", "caller": "单志刚", "phone": "13712340001"}),
    "emergency.attempt": Case({**ATTEMPT.fields, "purpose": "on_call"}),
    "emergency.arrive": Case({"who": "周师傅"}),
    "emergency.make_safe": Case({**SAFE.fields, "complaint": "yes", "reply_by": "+9h", "demand": "赔偿"}),
    "emergency.close": Case({"result": "已修"}),
    "emergency.press": PRESS,
    "emergency.correct": Case({**CORRECT.fields, "people": "两人"}),
    "emergency.void": VOID,
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
}
"""Answers that will do wherever the step may be done."""


def _paused(ledger: str, way: Way, code: str) -> Way:
    return (*way, Did(f"{ledger}.pause", {**WAITS, "code": code}), Did(WAIT, {"minutes": 30}))


_CITY_WAYS: Mapping[str, Way] = {
    "received": (CITY,),
    "forwarded": (CITY, FORWARD),
    "answered": (CITY, NOT_TOLD),
}


def _special() -> dict[tuple[str, str], Case]:
    found = {}
    for stage, way in _CITY_WAYS.items():
        found["contact.pause", stage] = Case(CASES["contact.pause"].fields, way=way)
        waiting = _paused("contact", way, "CALL.EXTERNAL")
        found["contact.resume", stage] = Case(CASES["contact.resume"].fields, way=waiting)
    for stage, way in WAYS["contact"].items():
        found["contact.introduce", stage] = Case(INTRODUCE.fields, way=(*way, COLLEAGUE))
    for stage, way in WAYS["contact"].items():
        found["contact.link", stage] = Case(CASES["contact.link"].fields, way=(*way, OTHER_CALL))
    return found


SPECIAL: Mapping[tuple[str, str], Case] = {
    **_special(), **{place: found for part in PARTS for place, found in part.SPECIAL.items()}
}  # fmt: skip
"""Where the ordinary way or answers will not do at one stage."""

FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("contact.receive", "complaint.receive"): ("", Case({**CALL.fields, "kind": "complaint"})),
    ("contact.receive", "repair.receive"): ("", Case({**CALL.fields, "kind": "repair", "trade": "electrical"})),
    ("contact.receive", "booking.receive"): ("", Case({**CALL.fields, **BOOKED})),
    ("contact.pass_on", "repair.receive"): ("received", Case({"kind": "repair", "urgent": "yes", "agreed": "+1h"})),
    ("contact.pass_on", "booking.receive"): ("received", Case(BOOKED)),
    ("contact.answer", "callback.due"): ("forwarded", CASES["contact.answer"]),
    ("contact.close", "callback.due"): ("answered", Case(CASES["contact.close"].fields, way=(CALL, FORWARD, NOT_TOLD))),
    ("contact.link", "repair.press"): (
        "received",
        Case({"other": "BX20261121-001"}, way=(CALL, cases_repair.REPORTED)),
    ),
    ("contact.link", "booking.press"): (
        "received",
        Case({"other": "YY20261121-001"}, way=(CALL, cases_booking.BOOKED)),
    ),
    ("contact.link", "incident.add_caller"): (
        "received",
        Case({"other": "SJ20261121-001", "wants": "yes"}, way=(CALL, WAYS["incident"]["open"][0])),
    ),
    ("emergency.close", "callback.due"): ("safe", Case({"result": "送医"}, way=(HURT, SAFE, TOLD_UPWARDS))),
    ("contact.receive", "emergency.raise"): ("", Case({**CALL.fields, "kind": "emergency", "danger": "gas"})),
    ("contact.pass_on", "complaint.receive"): ("received", Case({"kind": "complaint"})),
    ("contact.pass_on", "emergency.raise"): ("received", Case({"kind": "emergency", "danger": "fire"})),
    ("contact.link", "contact.press"): ("received", SPECIAL["contact.link", "received"]),
    ("contact.link", "complaint.press"): ("received", Case({"other": "TS20261121-001"}, way=(CALL, COMPLAIN))),
    ("contact.link", "emergency.press"): ("received", Case({"other": "TF20261121-001"}, way=(CALL, RAISE))),
    ("emergency.make_safe", "complaint.receive"): ("raised", CASES["emergency.make_safe"]),
    **{pair: found for part in PARTS for pair, found in part.FOLLOWS.items()},
}
"""For each step that goes on to another one: where and with what answers it does."""

OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "contact.receive": ({"kind": "complaint"}, {"kind": "emergency", "danger": "gas"}, {"handling": "later"},
                        {"channel": "visit", "handling": "answered", "result": "六点"}),
    "contact.answer": ({"told": "no"}, {"close": "no"}, {"result": "不知道"}),
    "contact.refuse": ({"close": "no"}, {"apology": "no"}),
    "contact.pass_on": ({"kind": "emergency", "danger": "fire"}, {"kind": "booking"}),
    "contact.press": ({"restart": "yes"},),
    "emergency.attempt": ({"outcome": "answered"}, {"outcome": "answered", "purpose": "escalate"}),
    "emergency.make_safe": ({"complaint": "no"},),
    **{name: others for part in PARTS for name, others in part.OTHERWISE.items()},
}  # fmt: skip
"""Other answers to some steps, beside those that will do."""


def case(name: str, stage: str = "") -> Case:
    """What to do for a step at a stage, by default the first one at which it may be done; its way is filled in."""
    step = manual.step(name)
    stage = stage or next(iter(step.at), "")
    found = SPECIAL.get((name, stage), CASES[name])
    if found.way is None:
        way = WAYS[step.ledger()][stage] if stage else ()
        return Case(found.fields, way, found.signatures, found.new_pin, found.ago)
    return found


def follows_of(name: str) -> set[str]:
    """The steps that may follow from a step in its act, also from those that follow from it."""
    found: set[str] = set()
    while more := {then for step in (name, *found) for then in manual.step(step).then} - found:
        found |= more
    return found


def make(desk: Desk, name: str, fields: Mapping[str, object]) -> Step:
    """The step with these answers; a roster, a backlog or a list of keys is in hand where one is imported."""
    step = desk.fill(name, fields)
    if isinstance(step, TakeOver):
        return step.carrying(cases_backlog.matters(step.file))
    if isinstance(step, Takeover):
        return step.carrying(cases_key.rows(step.file))
    return step.carrying(small_roster()) if isinstance(step, ImportRoster) else step


def bring(counter: Counter, way: Way, item: str | None = None) -> str | None:
    """Do what leads there, on from `item`; gives the number of the item opened first."""
    for did in way:
        if did.step == WAIT:
            counter.clock.forward(minutes=float(str(did.fields["minutes"])))
            continue
        opens = not manual.step(did.step).at
        given: dict[str, object] = {
            "new_pin": PIN if did.step == "operator.add" else None,
            "signatures": did.signatures,
        }
        given["as_"] = counter.desk.sign_in(did.by, PIN) if did.by else actor_of(counter, did.step)
        on = None if opens else did.on or item
        done = counter.do(did.step, on, **given, **did.fields)  # type: ignore[arg-type]
        if did.step == "system.configure":
            counter.desk.reload()
        item = done.item if did.here else item or done.item
    return item


def do(counter: Counter, name: str, found: Case, item: str | None, **other: object) -> Done:
    """Do the step as its case says; `other` replaces what `Desk.perform` is given."""
    step = make(counter.desk, name, found.fields)
    happened = counter.clock() - found.ago if found.ago else None
    asked = {"actor": actor_of(counter, name), "signatures": found.signatures, "new_pin": found.new_pin}
    asked |= {"happened": happened, "request_id": f"law-{name}", "expect_version": None}
    return counter.desk.perform(step, item, **{**asked, **other})  # type: ignore[arg-type]


def actor_of(counter: Counter, name: str) -> Actor:
    """Who does it: the supervisor, somebody called like a role it takes, or the desk itself where nobody may."""
    by = manual.step(name).by
    if not by:
        return counter.desk.system()
    if by & counter.actor.roles:
        return counter.actor
    return counter.desk.sign_in(str(min(by)), PIN)
