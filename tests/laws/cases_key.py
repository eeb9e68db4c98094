"""Cases of the laws: keys in custody, and what their loans and stock-takes begin with."""

from collections.abc import Mapping

from propdesk.desk import Signature
from propdesk.rules.keylist import KeyRow
from tests.conftest import SATURDAY_NIGHT
from tests.laws.case import ATTEMPT, COLLEAGUE, CORRECT, INTRODUCE, MISTAKE, VOID, Case, Did, Way

HERE = ("custody", "lost", "agreed")

MANDATE = (
    Signature("owner", "王敏", capacity="业主"),
    Signature("approver", "赵经理", capacity="管理处经理", proof="phone"),
)
BORROWED = (Signature("borrower", "赵师傅", capacity="维修工"),)
SIGNED = (Signature("receiver", "王敏", capacity="业主"),)

TAKEN = Did("key.accept", {
    "kind": "entrusted", "unit": "3-1201", "door": "入户门", "pieces": 3, "hook": "A-17", "person": "王敏",
    "phone": "13812348812", "reason": "长期出差", "condition": "当面领取", "collector": "刘强", "card": "YZ-0007",
    "disclaimer": "yes", "copy_given": "yes",
}, MANDATE)  # fmt: skip
"""王敏 entrusts three keys; they hang on A-17, the first label is K0001."""
SPARE = Did("key.accept", {**TAKEN.fields, "hook": "A-18", "pieces": 1}, MANDATE)
LENT = Did("loan.lend", {
    "which": "A-17", "pieces": 2, "borrower": "赵师傅", "borrower_kind": "department", "department": "engineering",
    "phone": "13900001111", "purpose": "repair", "reason": "换水阀", "due": "+3h", "owner_agreed": "王敏，电话",
}, BORROWED)  # fmt: skip
"""Two of them are out; the item of the way stays the key set."""
LOST = Did("key.lose", {"course": "巡查时发现少一把"})
AGREED = Did("key.consent", {"who": "王敏", "channel": "电话", "remedy": "new_key"})
NEW_LOCK = Did("key.consent", {**AGREED.fields, "remedy": "new_lock"})
HANDED_BACK = Did(
    "key.handback", {"receiver": "王敏", "proof": "identity", "condition_met": "yes"}, signatures=SIGNED
)  # fmt: skip
CARD = Did("key.issue_card", {"unit": "3-1301", "owner": "单志刚", "number": "yz-0008"})


def rows(file: str) -> tuple[KeyRow, ...]:
    """The key sets of that file: one, and one that is lent if the file is called so."""
    plant = _row(2, "B-01", "T-01")
    return (plant, _row(3, "B-02", "T-02", borrower="赵师傅")) if "lent" in file else (plant,)


def _row(number: int, hook: str, tag: str, borrower: str = "") -> KeyRow:
    kept = {"owner": "", "phone": "", "reason": "", "condition": "", "collector": "", "card": "", "departments": ""}
    loan = {"out": 1, "lent": SATURDAY_NIGHT, "due": SATURDAY_NIGHT, "borrower_kind": "department",
            "department": "engineering", "why": "检修", "authorised_by": "张敏"}  # fmt: skip
    return KeyRow(
        row=number, kind="plant", unit="", place="配电房", door="", pieces=2, hook=hook, tag=tag, instruction="",
        since=None, borrower=borrower, **kept, **(loan if borrower else {}),  # type: ignore[arg-type]
    )  # fmt: skip


WAYS: Mapping[str, Mapping[str, Way]] = {
    "key": {
        "custody": (TAKEN,),
        "lost": (TAKEN, LOST),
        "agreed": (TAKEN, LOST, AGREED),
        "handed_back": (TAKEN, HANDED_BACK),
        "issued": (TAKEN, Did("key.issue", {"pieces": 3, "movein": "RZ20261121-001"})),
        "refused": (Did("key.refuse", {"person": "王敏", "ground": "no_need", "reason": "人在家"}),),
        "scrapped": (TAKEN, Did("key.scrap", {"reason": "换了门"})),
        "voided": (TAKEN, Did("key.void", MISTAKE)),
    }
}
RULES: Mapping[str, object] = {"departments": "工程部", "longest_hours": 48, "may_leave": "yes", "instruction": "敲门"}
CASES: Mapping[str, Case] = {
    "key.accept": Case({**TAKEN.fields, **RULES, "tag": "t-7", "authority": "manager"}, signatures=MANDATE),
    "key.refuse": Case({"unit": "3-1201", "person": "王敏", "phone": "13812348812", "ground": "trouble",
                        "reason": "屋内有贵重物品"}),
    "key.takeover": Case({"file": "keys.xlsx", "sha256": "0" * 64}),
    "key.register": Case({**TAKEN.fields, **RULES}),
    "key.draw": Case({"pieces": 1, "who": "赵师傅", "loan": "JY20261121-001", "until": "11-22 09:00"}),
    "key.put_back": Case({"pieces": 1, "loan": "JY20261121-001"}),
    "key.issue": Case({"pieces": 3, "movein": "RZ20261121-001"}),
    "key.handback": Case({**HANDED_BACK.fields, "remark": "本人来领"}, signatures=SIGNED),
    "key.lose": Case({**LOST.fields, "harm": "damaged", "discovered": "23:30", "told": "张敏"}),
    "key.report": Case({"told": "张敏", "words": "联系业主"}),
    "key.found": Case({"where": "在抽屉里"}),
    "key.consent": Case({**AGREED.fields, "consented": "23:40"}),
    "key.replace": Case({"made": 1, "cost_yuan": 30, "result": "配了一把"}),
    "key.flag": Case({"memo": "YB20261121-001"}),
    "key.rehang": Case({"hook": "b2"}),
    "key.set_rules": Case({**RULES, "authority": "manager", "ask_owner": "yes"}),
    "key.adjust": Case({"pieces": 4, "reason": "业主又交来一把"}),
    "key.scrap": Case({"reason": "换了门"}),
    "key.issue_card": Case(CARD.fields),
    "key.withdraw_card": Case({"number": "YZ-0008", "reason": "房屋出售"}, way=(CARD,)),
    "key.attempt": ATTEMPT,
    "key.introduce": INTRODUCE,
    "key.correct": Case({
        **{name: value for name, value in CORRECT.fields.items() if name != "text"},
        "kind": "vacant", "door": "单元门", "collector": "刘梅", "condition": "凭业主证", "card": "yz-0009",
    }),
    "key.void": VOID,
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = {
    **{
        ("key.put_back", stage): Case(CASES["key.put_back"].fields, way=(TAKEN, LENT, *WAYS["key"][stage][1:]))
        for stage in HERE
    },
    **{("key.introduce", stage): Case(INTRODUCE.fields, way=(*WAYS["key"][stage], COLLEAGUE)) for stage in HERE},
}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("key.takeover", "key.register"): ("", CASES["key.takeover"]),
    ("key.takeover", "loan.register"): ("", Case({"file": "lent.xlsx", "sha256": "0" * 64})),
    ("key.lose", "loan.lose"): ("custody", Case({**LOST.fields, "loan": "JY20261121-001"}, way=(TAKEN, LENT))),
    ("key.replace", "key.flag"): ("agreed", Case(CASES["key.replace"].fields, way=(TAKEN, SPARE, LOST, NEW_LOCK))),
}
PLANT: Mapping[str, object] = {
    "kind": "plant", "unit": None, "place": "配电房", "reason": None, "condition": None, "collector": None,
    "card": None, "disclaimer": "no", "copy_given": "no", "hook": "B-3", "tag": None,
}  # fmt: skip
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "key.accept": ({"departments": None}, {"hook": "A-18", "tag": None}, PLANT),
    "key.handback": ({"proof": "none", "condition_met": "no"}, {"receiver": "刘强"}, {"condition_met": "no"}),
    "key.lose": ({"told": None}, {"harm": "lost", "pieces": 2}, {"loan": "JY20261121-001", "discovered": None}),
    "key.found": ({"pieces": 2},),
    "key.consent": ({"consented": None}, {"remedy": "new_lock", "consented": None}, {"remedy": "nothing"}),
    "key.replace": ({"made": 0}, {"made": 3}),
    "key.adjust": ({"pieces": 2},),
    "key.rehang": ({"hook": "A-17"}, {"hook": "A-18"}),
}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
