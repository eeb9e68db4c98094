"""Cases of the laws: service bookings."""

from collections.abc import Mapping

from tests.laws.case import CALLER, CORRECT, Case, Did, Way
from tests.laws.cases_repair import cases, otherwise, special, ways

BOOKED = Did("booking.receive", {**CALLER, "text": "送两桶水", "service": "Bottled water", "agreed": "+10h"})
_WAYS = ways("booking", BOOKED)

WAYS: Mapping[str, Mapping[str, Way]] = {"booking": _WAYS}
CASES: Mapping[str, Case] = {
    "booking.receive": Case({
        **BOOKED.fields, "service": "Housecleaning", "place": "门口", "charged": "yes", "repeated": "yes",
        "channel": "hotline", "their_number": "A17", "their_deadline": "+5h",
    }),
    **cases("booking"),
    "booking.correct": Case({**CORRECT.fields, "service": "Newspapers"}),
}  # fmt: skip
SPECIAL: Mapping[tuple[str, str], Case] = special("booking", _WAYS)
FOLLOWS: Mapping[tuple[str, str], tuple[str, Case]] = {
    ("booking.done", "callback.due"): ("dispatched", CASES["booking.done"]),
}
OTHERWISE: Mapping[str, tuple[Mapping[str, object], ...]] = otherwise("booking")
"""Other answers to some steps, for the random walk."""
REFUSED_THERE: Mapping[tuple[str, ...], Way] = {("booking.done", "BOOK.DONE_CALL_30M", "done"): _WAYS["dispatched"]}
"""Places for the law of clocks; `test_ledgers.py` says what they mean."""
