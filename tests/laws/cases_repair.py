"""Cases of the laws: repair reports, and what bookings share with them."""

from collections.abc import Mapping

from propdesk.desk import Signature
from tests.laws.case import (
    ATTEMPT,
    CALLER,
    COLLEAGUE,
    CORRECT,
    INTRODUCE,
    MISTAKE,
    PRESS,
    VOID,
    WAIT,
    Case,
    Did,
    Way,
)  # fmt: skip

SIGNED = (Signature("customer", "王敏", capacity="业主"),)
WITNESSED = (Signature("witness", "周师傅", capacity="维修工"),)
TOLD: Mapping[str, object] = {"department": "engineering", "told": "周师傅", "repeated": "yes", "agreed": "+20h"}
REFUSAL: Mapping[str, object] = {"reason": "户内自用部位", "apology": "yes", "alternative": "可介绍维修商家"}


def ways(ledger: str, received: Did) -> Mapping[str, Way]:
    """How work for a resident ordinarily comes to a stage."""
    told = (received, Did(f"{ledger}.notify", TOLD))
    sent = (*told, Did(f"{ledger}.dispatch", {"worker": "赵师傅"}))
    done = (*sent, Did(f"{ledger}.done", {"result": "修好了"}))
    signed = (*done, Did(f"{ledger}.slip", signatures=SIGNED))
    return {
        "received": (received,),
        "clash": (received, Did(f"{ledger}.notify", {**TOLD, "keeps_time": "no"})),
        "notified": told,
        "dispatched": sent,
        "done": done,
        "signed": signed,
        "closed": (*signed, Did(f"{ledger}.cross_off")),
        "refused": (received, Did(f"{ledger}.refuse", REFUSAL)),
        "withdrawn": (received, Did(f"{ledger}.withdraw", {"reason": "自己修好了"})),
        "voided": (received, Did(f"{ledger}.void", MISTAKE)),
    }


def cases(ledger: str) -> Mapping[str, Case]:
    """Answers that will do for the steps that both take."""
    return {
        f"{ledger}.notify": Case({**TOLD, "worker": "赵师傅", "place": "厨房"}),
        f"{ledger}.quote": Case({"price_yuan": 80}),
        f"{ledger}.done": Case({"result": "换了阀门", "finished_at": "23:40", "told_by": "周师傅"}),
        f"{ledger}.dispatch": Case({"worker": "钱师傅"}),
        f"{ledger}.arrive": Case({"who": "赵师傅"}),
        f"{ledger}.reagree": Case({"agreed": "+30h", "words": "后天上午"}),
        f"{ledger}.slip": Case({"exception": "不肯签"}, signatures=WITNESSED),
        f"{ledger}.cross_off": Case({"note": "已告知"}),
        f"{ledger}.progress": Case({"text": "等配件", "outside_told": "yes"}),
        f"{ledger}.chase": Case({"whom": "周师傅", "words": "明早去"}),
        f"{ledger}.refuse": Case(REFUSAL),
        f"{ledger}.withdraw": Case({"reason": "自己修好了"}),
        f"{ledger}.press": PRESS,
        f"{ledger}.attempt": ATTEMPT,
        f"{ledger}.introduce": INTRODUCE,
        f"{ledger}.pause": Case(
            {"code": "BOOK.AGREED_TIME", "waiting_for": "王敏", "reason": "不在家", "until": "+1h"}
        ),
        f"{ledger}.resume": Case({"code": "BOOK.AGREED_TIME", "reason": "回来了"}),
        f"{ledger}.correct": CORRECT,
        f"{ledger}.void": VOID,
    }


CLOCK = {"received": "BOOK.NOTIFY_5M", "done": "BOOK.SLIP_EOD"}
"""A clock that runs at a stage; at the others the department's word is awaited."""


def special(ledger: str, there: Mapping[str, Way]) -> Mapping[tuple[str, str], Case]:
    """Where the ordinary way or answers will not do at one stage."""
    found: dict[tuple[str, str], Case] = {}
    for stage in ("received", "clash", "notified", "dispatched", "done"):
        code = CLOCK.get(stage, "CALL.TRACK_OPEN")
        pause = {"code": code, "waiting_for": "王敏", "reason": "不在家", "until": "+1h"}
        paused = (*there[stage], Did(f"{ledger}.pause", pause), Did(WAIT, {"minutes": 4}))
        found[f"{ledger}.pause", stage] = Case(pause, way=there[stage])
        found[f"{ledger}.resume", stage] = Case({"code": code, "reason": "回来了"}, way=paused)
    for stage in (*CLOCK, "clash", "notified", "dispatched", "signed"):
        found[f"{ledger}.introduce", stage] = Case(INTRODUCE.fields, way=(*there[stage], COLLEAGUE))
    return found


def otherwise(ledger: str) -> Mapping[str, tuple[Mapping[str, object], ...]]:
    """Other answers, for the random walk."""
    return {
        f"{ledger}.receive": ({"agreed": None, "their_deadline": None},),
        f"{ledger}.notify": ({"keeps_time": "no", "worker": None}, {"worker": None}, {"told": ""}),
        f"{ledger}.quote": ({"accepted": "no"},),
        f"{ledger}.done": ({"finished_at": None},),
        f"{ledger}.chase": ({"outcome": "no_answer"},),
        f"{ledger}.press": ({"restart": "yes"},),
        f"{ledger}.pause": ({"code": "CALL.TRACK_OPEN"}, {"code": "BOOK.SLIP_EOD"}),
        f"{ledger}.resume": ({"code": "CALL.TRACK_OPEN"}, {"code": "BOOK.SLIP_EOD"}),
    }


REPORTED = Did("repair.receive", {**CALLER, "text": "厨房水龙头滴水", "trade": "water"})
BURST = Did("repair.receive", {**CALLER, "text": "水管爆了", "trade": "water", "urgent": "yes"})
_WAYS = ways("repair", REPORTED)
_URGENT = ways("repair", BURST)

WAYS: Mapping[str, Mapping[str, Way]] = {"repair": _WAYS}
CASES: Mapping[str, Case] = {
    "repair.receive": Case({
        **REPORTED.fields, "place": "厨房", "agreed": "+10h", "repeated": "yes", "channel": "hotline",
        "their_number": "A17", "their_deadline": "+5h", "urgent": "yes",
    }),
    **cases("repair"),
    "repair.make_safe": Case({"measures": "关了水阀", "agreed": "+10h"}, way=_URGENT["received"]),
    "repair.make_urgent": Case({"reason": "漏得更厉害了"}),
    "repair.correct": Case({**CORRECT.fields, "trade": "doors"}),
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = {
    **special("repair", _WAYS),
    **{
        ("repair.make_safe", stage): Case({"measures": "关了水阀", "agreed": "+10h"}, way=_URGENT[stage])
        for stage in ("clash", "notified", "dispatched")
    },
}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("repair.done", "callback.due"): ("dispatched", CASES["repair.done"]),
}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    **otherwise("repair"),
    "repair.receive": ({"urgent": "no"}, {"agreed": None, "their_deadline": None}),
}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {("repair.done", "BOOK.DONE_CALL_30M", "done"): _WAYS["dispatched"]}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
