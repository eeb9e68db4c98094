"""Cases of the laws: owner files."""

from collections.abc import Mapping

from propdesk.desk import Signature
from tests.laws.case import ATTEMPT, COLLEAGUE, CORRECT, INTRODUCE, MISTAKE, VOID, WAIT, Case, Did, Way
from tests.laws.cases_vacancy import TAKEN as KEPT

APPROVED = (Signature("manager", "孙主任", capacity="管理处主任", proof="phone"),)
WITNESSED = (Signature("witness", "李主管", capacity="主管"),)
FOUR_YEARS = Did(WAIT, {"minutes": 4 * 366 * 24 * 60})

OPENED = Did("file.open", {"unit": "3-1201", "person": "王敏", "phone": "13812348812", "shelf": "A-3"})
CONSULTED = Did("file.consult", {"reader": "李婷", "what": "装修协议", "purpose": "核对外立面"}, APPROVED)
LENT = Did("file.lend", {"due": "+2h"})
IN_ARREARS = Did("file.arrears", {"since": "2026-10-01 09:00"})
SOLD: Mapping[str, object] = {
    "person": "周新", "phone": "13500000001", "certificate": "鲁2026-0001", "shelf": "A-4", "apart": "旧档柜",
}  # fmt: skip
FORMER = (OPENED, Did("file.transfer", SOLD))
DESTROYED = Did("file.destroy", {"reason": "2030年销毁清单，经理批准"}, WITNESSED)

WAYS: Mapping[str, Mapping[str, Way]] = {
    "file": {
        "current": (OPENED,),
        "approved": (OPENED, CONSULTED),
        "out": (OPENED, CONSULTED, LENT),
        "former": FORMER,
        "destroyed": (*FORMER, FOUR_YEARS, DESTROYED),
        "voided": (OPENED, Did("file.void", MISTAKE)),
    }
}
CASES: Mapping[str, Case] = {
    "file.open": Case({**OPENED.fields, "documents": "Owner data card; Inspection sheet"}),
    "file.consult": Case(CONSULTED.fields, signatures=APPROVED),
    "file.lend": Case(LENT.fields),
    "file.return": Case({"complete": "no", "remark": "缺一页"}),
    "file.change": Case({"kind": "contact", "after": "微信联系", "before": "电话", "paper": "yes"}),
    "file.documents": Case({"documents": "Title registration", "shelf": "B-1"}),
    "file.census": Case({"result": "changed", "note": "添一口人"}),
    "file.arrears": Case(IN_ARREARS.fields),
    "file.contact_check": Case({"number": "13812348812", "outcome": "no_answer", "note": "再打"}),
    "file.settled": Case({"confirmed_by": "钱会计"}),
    "file.transfer": Case(SOLD),
    "file.destroy": Case(DESTROYED.fields, way=(*FORMER, FOUR_YEARS), signatures=WITNESSED),
    "file.attempt": ATTEMPT,
    "file.introduce": INTRODUCE,
    "file.correct": Case({**{name: value for name, value in CORRECT.fields.items() if name != "text"}, "shelf": "C-2"}),
    "file.void": VOID,
}
HERE = ("current", "approved", "out")
SPECIAL: Mapping[tuple[str, str], Case] = {
    **{
        (f"file.{word}", stage): Case(CASES[f"file.{word}"].fields, way=(OPENED, IN_ARREARS, *WAYS["file"][stage][1:]))
        for word in ("contact_check", "settled")
        for stage in HERE
    },
    **{("file.introduce", stage): Case(INTRODUCE.fields, way=(*WAYS["file"][stage], COLLEAGUE)) for stage in HERE},
}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("file.open", "vacancy.sell"): ("", Case({**OPENED.fields, "unit": "5-0101"}, way=(KEPT,))),
    ("file.transfer", "file.open"): ("current", Case(SOLD)),
}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "file.open": ({"documents": None}, {"unit": "3-1301"}, {"unit": "1-0502", "documents": "没有这一项"}),
    "file.lend": ({"due": None},),
    "file.return": ({"complete": "yes", "remark": None}, {"remark": None}),
    "file.change": (
        {"kind": "phone", "after": None, "number": "13700001111", "dead": "13812348812"}, {"paper": "no"},
        {"kind": "name", "after": "王敏（改名）"},
    ),
    "file.census": ({"result": "same", "note": None}, {"result": "not_reached"}, {"note": None}),
    "file.arrears": ({"since": "2026-11-20 09:00"},),
    "file.contact_check": ({"outcome": "answered", "number": None},),
    "file.transfer": ({"phone": None},),
}  # fmt: skip
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
