"""Cases of the laws: a building opens for move-in."""

from collections.abc import Mapping

from propdesk.models.movein import Condition
from tests.laws.case import Case, Did, Way

ALL_FIVE = "; ".join(condition.label for condition in Condition)
READY = Did("building.ready", {"building": "3", "conditions": ALL_FIVE, "checked_by": "赵经理"})
"""Building 3 is open for move-in."""

WAYS: Mapping[str, Mapping[str, Way]] = {}
CASES: Mapping[str, Case] = {
    "building.ready": Case({**READY.fields, "conditions": "Management contract signed", "checked": "22:00"}),
    "building.withdraw": Case({"building": "3", "conditions": ALL_FIVE, "reason": "电梯停用"}, way=(READY,)),
}
SPECIAL: Mapping[tuple[str, str], Case] = {}
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "building.ready": ({"conditions": ALL_FIVE, "checked": None}, {"building": "1栋", "conditions": ALL_FIVE}),
    "building.withdraw": ({"conditions": "Facilities are ready for use"},),
}
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
