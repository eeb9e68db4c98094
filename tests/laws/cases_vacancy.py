"""Cases of the laws: vacant units and renovation sites."""

from collections.abc import Mapping

from propdesk.desk import Signature
from tests.laws.case import ATTEMPT, COLLEAGUE, CORRECT, INTRODUCE, MISTAKE, VOID, WAIT, Case, Did, Way

CONSENT = (Signature("developer", "陈经理", capacity="开发商", proof="paper"),)

TAKEN = Did("vacancy.register", {
    "unit": "5-0101", "condition": "毛坯，门窗完好", "furnished": "yes", "west_sun": "yes", "appliances": "yes",
    "valves_closed": "yes", "power_off": "yes", "keys": "3把，B-2", "fees": "开发商承担",
})  # fmt: skip
"""A flat of building 5 that the developer holds."""
LET = Did(
    "vacancy.let", {"tenant": "临时样板间", "phone": "13900002222", "until": "+900h", "letter": "函2026-7"}, CONSENT
)
SOLD = Did("vacancy.sell", {"buyer": "周新"})
ABNORMAL: Mapping[str, object] = {
    "state": "卫生间顶棚有水迹", "inside": "yes", "opened": "工程部周师傅用开发商钥匙", "anomaly": "疑似楼上渗漏",
}  # fmt: skip
SEEN = Did("vacancy.visit", ABNORMAL)
BEGUN = Did("renovation.start", {"unit": "3-1301", "contractor": "宏达装饰 王工", "phone": "13900003333",
                                 "until": "+900h"})  # fmt: skip
AMENDED = {name: value for name, value in CORRECT.fields.items() if name not in ("text", "unit")}

WAYS: Mapping[str, Mapping[str, Way]] = {
    "vacancy": {
        "kept": (TAKEN,),
        "let": (TAKEN, LET),
        "sold": (TAKEN, SOLD),
        "voided": (TAKEN, Did("vacancy.void", MISTAKE)),
    },
    "renovation": {
        "active": (BEGUN,),
        "ended": (BEGUN, Did("renovation.end", {"lived_in": "yes"})),
        "voided": (BEGUN, Did("renovation.void", MISTAKE)),
    },
}
CASES: Mapping[str, Case] = {
    "vacancy.register": Case(TAKEN.fields),
    "vacancy.visit": Case({
        **ABNORMAL, "work": "Airing; Test run of the appliances", "valves_closed": "yes", "power_off": "yes",
        "told": "赵经理",
    }),
    "vacancy.several": Case({
        "units": "5-0101", "work": "Monthly cleaning", "state": "地面已清扫，门窗关好", "opened": "保洁领用 B-2",
        "valves_closed": "yes", "power_off": "yes",
    }, way=(TAKEN,)),
    "vacancy.let": Case(LET.fields, signatures=CONSENT),
    "vacancy.end_let": Case({"condition": "腻子有裂纹", "valves_closed": "yes", "power_off": "yes"}),
    "vacancy.sell": Case(SOLD.fields),
    "vacancy.storm": Case({"what": "台风“梅花”"}, way=(TAKEN,)),
    "vacancy.after_storm": Case({"what": "台风“梅花”", "over": "23:00"}),
    "vacancy.attempt": ATTEMPT,
    "vacancy.introduce": INTRODUCE,
    "vacancy.correct": Case({
        **AMENDED, "condition": "精装", "appliances": "no", "keys": "2把", "fees": "业主承担", "west_sun": "no",
    }),
    "vacancy.void": VOID,
    "renovation.start": Case(BEGUN.fields),
    "renovation.progress": Case({"progress": "水电开槽完成", "finding": "楼道堆放沙袋", "persuaded": "promised",
                                 "told": "赵经理"}),
    "renovation.end": Case({"lived_in": "yes", "result": "已清运垃圾"}),
    "renovation.attempt": ATTEMPT,
    "renovation.introduce": INTRODUCE,
    "renovation.correct": Case({**AMENDED, "contractor": "宏远装饰 李工", "progress": "水电开槽一半"}),
    "renovation.void": VOID,
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = {
    **{("vacancy.introduce", stage): Case(INTRODUCE.fields, way=(*WAYS["vacancy"][stage], COLLEAGUE))
       for stage in ("kept", "let")},
    ("renovation.introduce", "active"): Case(INTRODUCE.fields, way=(BEGUN, COLLEAGUE)),
}  # fmt: skip
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("vacancy.several", "vacancy.visit"): ("", CASES["vacancy.several"]),
    ("vacancy.visit", "finding.report"): ("kept", CASES["vacancy.visit"]),
    ("vacancy.visit", "finding.again"): ("kept", Case(CASES["vacancy.visit"].fields, way=(TAKEN, SEEN))),
    ("renovation.progress", "finding.report"): ("active", CASES["renovation.progress"]),
    ("renovation.progress", "finding.again"): (
        "active",
        Case(
            CASES["renovation.progress"].fields,
            way=(
                BEGUN,
                Did("renovation.progress", {"progress": "拆墙", "finding": "承重墙开洞", "persuaded": "stopped"}),
                Did(WAIT, {"minutes": 24 * 60}),
            ),
        ),
    ),
    ("vacancy.storm", "vacancy.after_storm"): ("", CASES["vacancy.storm"]),
}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "vacancy.register": ({"furnished": "no", "west_sun": "no", "appliances": "no"}, {"power_off": "no"}),
    "vacancy.visit": (
        {"inside": "no", "opened": None, "work": None, "valves_closed": "no", "power_off": "no", "anomaly": None,
         "told": None},
        {"work": "Monthly cleaning; Protection from damp; Shading from the sun", "anomaly": None, "told": None},
        {"told": None, "work": None, "power_off": "no"},
        {"work": "Check after a storm", "anomaly": None, "told": None},
    ),
    "vacancy.several": ({"units": "all"}, {"units": "3-1201"}, {"work": "Airing; Protection from frost"}),
    "vacancy.let": ({"phone": None, "until": None, "letter": None},),
    "vacancy.sell": ({"buyer": None},),
    "renovation.progress": (
        {"finding": None, "persuaded": None, "told": None}, {"persuaded": None, "another": "yes"},
    ),
    "renovation.end": ({"lived_in": "no"},),
}  # fmt: skip
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
