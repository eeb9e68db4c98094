"""Cases of the laws: key loans."""

from collections.abc import Mapping
from dataclasses import replace

from propdesk.desk import Signature
from tests.laws.case import ATTEMPT, COLLEAGUE, CORRECT, INTRODUCE, MISTAKE, VOID, Case, Did, Way
from tests.laws.cases_key import BORROWED, LENT, LOST, TAKEN

RECEIVED = (Signature("receiver", "李姐", capacity="前台"),)
BOTH = (
    *BORROWED,
    Signature("second", "钱师傅", capacity="保安"),
    Signature("authoriser", "赵经理", capacity="管理处经理", proof="phone"),
)

HERE: Way = (TAKEN, replace(LENT, here=True))
BACK = Did("loan.return", {"pieces": 2}, RECEIVED)
ONE_MORE = replace(LENT, fields={**LENT.fields, "pieces": 1})

WAYS: Mapping[str, Mapping[str, Way]] = {
    "loan": {
        "lent": HERE,
        "returned": (*HERE, BACK),
        "lost": (*HERE, Did("key.lose", {**LOST.fields, "pieces": 2, "loan": "JY20261121-001"}, on="YS20261121-001")),
        "voided": (*HERE, Did("loan.void", MISTAKE)),
    }
}
CASES: Mapping[str, Case] = {
    "loan.lend": Case(LENT.fields, way=(TAKEN,), signatures=BOTH),
    "loan.register": Case({
        "which": "A-17", "borrower": "赵师傅", "department": "engineering", "phone": "13900001111", "reason": "换水阀",
        "due": "2026-11-22 09:00", "authorised_by": "张敏",
    }, way=(TAKEN,)),
    "loan.extend": Case({"due": "+5h", "reason": "活没干完"}),
    "loan.return": Case({**BACK.fields, "note": "钥匙牌松了"}, signatures=RECEIVED),
    "loan.return_too": Case(BACK.fields, signatures=RECEIVED),
    "loan.chase": Case({"whom": "周师傅", "number": "13900002222", "outcome": "no_answer", "again": "+1h",
                        "words": "无人接听"}),
    "loan.reissue": Case({"due": "+9h", "owner_agreed": "王敏，电话"}, signatures=BORROWED),
    "loan.lose": Case({"pieces": 1}),
    "loan.attempt": ATTEMPT,
    "loan.introduce": INTRODUCE,
    "loan.correct": Case({
        **{name: value for name, value in CORRECT.fields.items() if name != "text"},
        "purpose": "emergency", "company": "通达电梯",
    }),
    "loan.void": VOID,
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = {
    ("loan.introduce", "lent"): Case(INTRODUCE.fields, way=(*HERE, COLLEAGUE)),
}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("loan.lend", "key.draw"): ("", CASES["loan.lend"]),
    ("loan.register", "key.draw"): ("", CASES["loan.register"]),
    ("loan.return", "key.put_back"): ("lent", CASES["loan.return"]),
    ("loan.return", "loan.return_too"): (
        "lent",
        Case({"pieces": 3, "also": "JY20261121-002"}, way=(*HERE, ONE_MORE), signatures=RECEIVED),
    ),
    ("loan.return_too", "key.put_back"): ("lent", CASES["loan.return_too"]),
    ("loan.reissue", "loan.lend"): ("returned", CASES["loan.reissue"]),
    ("loan.void", "key.put_back"): ("lent", VOID),
}
CONTRACTOR = {"borrower_kind": "contractor", "department": None, "company": "通达电梯"}
RESIDENT = {"borrower_kind": "resident", "department": None, "proof": "identity"}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "loan.lend": (
        {"pieces": 1, "due": None}, {"purpose": "emergency", "supervisor_told": "张敏", "owner_agreed": None},
        {"which": "B-3", **CONTRACTOR}, RESIDENT, {"purpose": "vacant"},
    ),
    "loan.return": ({"pieces": 1}, {"pieces": 1}, {"pieces": 3}),
    "loan.extend": ({"due": "+5d"},),
    "loan.reissue": ({"due": None},),
}  # fmt: skip
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
