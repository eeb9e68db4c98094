"""Cases of the laws: move-in, from the notice to the archived file."""

from collections.abc import Mapping
from datetime import timedelta

from propdesk.desk import Signature
from propdesk.settings import AGREEMENTS, MOVEIN_GOODS
from tests.laws.case import ATTEMPT, COLLEAGUE, CORRECT, INTRODUCE, MISTAKE, VOID, WAIT, Case, Did, Way
from tests.laws.cases_building import READY
from tests.laws.cases_key import TAKEN
from tests.laws.cases_vacancy import TAKEN as KEPT

ALL_FIVE = "; ".join(AGREEMENTS)
OWNER = Signature("owner", "王敏", capacity="业主")
BOTH = (OWNER, Signature("engineer", "周工", capacity="工程部"))
MANDATE = (OWNER, Signature("approver", "赵经理", capacity="管理处经理", proof="phone"))
FINANCE = (Signature("finance", "钱会计", capacity="财务"),)
TO_SIGN = (OWNER, Signature("leader", "李主管", capacity="主管"))

TOLD = Did("movein.notify", {"unit": "3-1201", "person": "王敏", "phone": "13812348812", "received": "23:00"})
PAPERS = Did("movein.papers", {"visitor": "王敏", "contract": "yes", "identity": "yes", "notice": "yes"})
SIGNED = Did("movein.sign", {"agreements": ALL_FIVE, "copies": ALL_FIVE, "photos": "yes", "id_copies": "yes"}, (OWNER,))
GOODS = Did("movein.goods", {"goods": MOVEIN_GOODS[0]}, (OWNER,))
PAID = Did("movein.pay", {"amount_yuan": 3000, "receipt": "S-1"}, FINANCE)
KEYS = Did("movein.keys", {"pieces": 3}, (OWNER,))
KEEP: Mapping[str, object] = {
    "keep": "yes", "hook": "C-1", "phone": "13812348812", "condition": "维修完毕，凭身份证领取", "disclaimer": "yes",
    "copy_given": "yes",
}  # fmt: skip
CLEAN = Did("movein.inspect", {"inspector": "周工", "accepted": "yes"}, BOTH)
BAD = Did("movein.inspect", {"inspector": "周工", "findings": "厨房：水龙头滴水\n卧室: 窗框划痕", "term": "+48h"}, BOTH)
REPAIRED = Did("movein.fix", {"number": 0, "result": "换了"})
FAILED = Did("movein.reinspect", {"passed": "no", "failed": "2", "remark": "划痕还在"}, BOTH)
FILED = Did("movein.file", {"shelf": "A-3", "entered": "yes", "cover": "yes", "lived_in": "yes"})
FIRST = Did("system.configure", {"setting": "inspect_first", "json_value": "true"})
"""From here on the inspection comes before the keys."""

KNOWN = Did("file.open", {"unit": "3-1201", "person": "王敏", "shelf": "A-3"})
"""The owner has a file from before."""

_NOTIFIED = (READY, TOLD)
_PAID = (*_NOTIFIED, PAPERS, SIGNED, GOODS, PAID)
_KEYED = (*_PAID, KEYS)
_DEFECTS = (*_KEYED, BAD)

WAYS: Mapping[str, Mapping[str, Way]] = {
    "movein": {
        "notified": _NOTIFIED,
        "overdue": (*_NOTIFIED, Did("movein.expire")),
        "deemed": (*_NOTIFIED, Did("movein.deem")),
        "checked": _PAID[:3],
        "signed": _PAID[:4],
        "equipped": _PAID[:5],
        "paid": _PAID,
        "keyed": _KEYED,
        "inspected": (*_KEYED, CLEAN),
        "defects": _DEFECTS,
        "pursued": (*_DEFECTS, REPAIRED, FAILED),
        "filed": (*_KEYED, CLEAN, FILED),
        "voided": (*_NOTIFIED, Did("movein.void", MISTAKE)),
    }
}
OPEN = tuple(stage for stage in WAYS["movein"] if stage not in ("filed", "voided"))
CASES: Mapping[str, Case] = {
    "movein.notify": Case({**TOLD.fields, "sent_how": "courier", "until": "+200h", "campaign": "一期"}, way=(READY,)),
    "movein.papers": Case({
        **PAPERS.fields, "visitor": "刘强", "proxy": "yes", "mandate": "yes", "proxy_identity": "yes",
    }),
    "movein.sign": Case({
        **SIGNED.fields, "agreements": "; ".join(AGREEMENTS[:4]), "refused": "不用暖气", "photos": "no",
        "card_missing": "照片下周补", "family": "刘强，配偶，13912342207\n刘小，儿子",
    }, signatures=TO_SIGN),
    "movein.goods": Case({"goods": "; ".join(MOVEIN_GOODS), "more": "遥控器一个"}, signatures=(OWNER,)),
    "movein.pay": Case({**PAID.fields, "deputy_reason": "出纳不在"}, signatures=FINANCE),
    "movein.keys": Case({**KEYS.fields, **KEEP}, signatures=MANDATE),
    "movein.inspect": Case(BAD.fields, signatures=BOTH),
    "movein.file": Case(FILED.fields),
    "movein.fix": Case({"number": 2, "done": "no", "new_term": "+90h", "owner_told": "yes", "result": "缺料"}),
    "movein.invite": Case({"comes": "+20h"}),
    "movein.reinspect": Case(FAILED.fields, way=(*_DEFECTS, REPAIRED), signatures=BOTH),
    "movein.pursue": Case({"words": "按保修条款三日内修好", "new_term": "+70h"}),
    "movein.defect": Case({"room": "客厅", "text": "插座无电", "term": "+24h"}),
    "movein.remind": Case({"how": "phone", "outcome": "answered", "words": "下周来"}),
    "movein.appoint": Case({"appointed": "+20h", "anyway": "yes"}),
    "movein.received": Case({"received": "23:10"}),
    "movein.overdue": Case({"whom": "孙主任", "newspaper": "yes", "instruction": "登报"}),
    "movein.expire": Case(),
    "movein.deem": Case(),
    "movein.attempt": ATTEMPT,
    "movein.introduce": INTRODUCE,
    "movein.correct": Case({
        **{name: value for name, value in CORRECT.fields.items() if name != "text"},
        "visitor": "王梅", "receipt": "S-2",
    }),
    "movein.void": VOID,
}  # fmt: skip


def _special() -> dict[tuple[str, str], Case]:
    found = {
        ("movein.introduce", stage): Case(INTRODUCE.fields, way=(*WAYS["movein"][stage], COLLEAGUE)) for stage in OPEN
    }
    found["movein.inspect", "paid"] = Case(BAD.fields, way=(*_PAID, FIRST), signatures=BOTH)
    for stage, sheet in (("inspected", CLEAN), ("defects", BAD)):
        found["movein.keys", stage] = Case(KEYS.fields, way=(*_PAID, FIRST, sheet), signatures=(OWNER,))
    again = (*WAYS["movein"]["pursued"], REPAIRED)
    found["movein.reinspect", "pursued"] = Case({"passed": "yes"}, way=again, signatures=BOTH)
    return found


SPECIAL: Mapping[tuple[str, str], Case] = _special()
LATE = Did("movein.notify", {**TOLD.fields, "until": "+1h"})
LONG_AGO = Did("movein.notify", {**TOLD.fields, "received": "2026-10-22 09:00"})
BOUGHT = (
    KEPT,
    Did("building.ready", {**READY.fields, "building": "5"}),
    Did("movein.notify", {**TOLD.fields, "unit": "5-0101"}, here=True),
)
"""The notice of a flat that is in the register of vacant units."""
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("movein.papers", "vacancy.sell"): ("notified", Case(PAPERS.fields, way=BOUGHT)),
    ("movein.deem", "vacancy.sell"): ("notified", Case(way=BOUGHT)),
    ("movein.file", "file.open"): ("inspected", CASES["movein.file"]),
    ("movein.file", "file.documents"): ("inspected", Case(FILED.fields, way=(*_KEYED, CLEAN, KNOWN))),
    ("movein.keys", "key.issue"): (
        "paid", Case({"which": "A-17", "pieces": 3}, way=(*_PAID, TAKEN), signatures=(OWNER,))
    ),
    ("movein.keys", "key.accept"): ("paid", CASES["movein.keys"]),
    ("system.breach", "movein.expire"): (
        "", Case({"code": "MOVE.OWNER_WINDOW", "escalates_to": "office_manager"},
                 way=(READY, LATE, Did(WAIT, {"minutes": 90})), ago=timedelta(minutes=30))
    ),
    ("system.breach", "movein.deem"): (
        "", Case({"code": "MOVE.DEEMED_1M", "escalates_to": "office_manager"},
                 way=(READY, LONG_AGO, Did(WAIT, {"minutes": 1500})), ago=timedelta(hours=6, minutes=40))
    ),
}  # fmt: skip
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "movein.notify": ({"unit": "3-1301", "received": None}, {"unit": "1-0502", "until": None}, {"until": "+1h"}),
    "movein.papers": ({**PAPERS.fields, "proxy": "no", "mandate": "no", "proxy_identity": "no"}, {"mandate": "no"}),
    "movein.sign": ({"copies": None}, {"refused": None}, {"card_missing": None}, SIGNED.fields, {"family": "13912"}),
    "movein.pay": ({"deputy_reason": None},),
    "movein.keys": (dict.fromkeys(KEEP), {"which": "A-17", "pieces": 2}, {"pieces": 0}),
    "movein.inspect": ({"accepted": "yes", "findings": None, "term": None}, {"term": None}),
    "movein.file": ({"entered": "no"}, {"lived_in": "no"}),
    "movein.fix": ({"number": 0, "done": "yes", "new_term": None, "owner_told": "no"}, {"number": 9},
                   {"number": 1, "done": "yes", "new_term": None, "owner_told": "no"}),
    "movein.invite": ({"outcome": "busy"}, {"comes": None}),
    "movein.reinspect": ({"passed": "yes", "failed": None}, {"failed": "1, 2"}),
    "movein.remind": ({"how": "letter", "outcome": "no_answer"}, {"outcome": "busy"}),
    "movein.appoint": ({"anyway": "no"},),
    "movein.received": ({"received": None}, {"received": "2026-10-22 09:00"}),
}  # fmt: skip
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
