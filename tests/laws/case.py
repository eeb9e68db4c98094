"""What a case of the laws is made of: the deeds on the way, and answers that will do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from propdesk.desk import Signature

PIN = "1357"
WAIT = "wait"
"""Not a step: time passes."""


@dataclass(frozen=True)
class Did:
    """One step on the way, with its answers; a `WAIT` has the minutes. `by` is a role: the operator called like it.

    What it opens is the item of the case if it is the first on the way, or `here`. `on` is the number of another item
    it is done on.
    """

    step: str
    fields: Mapping[str, object] = field(default_factory=dict)
    signatures: tuple[Signature, ...] = ()
    by: str = ""
    here: bool = False
    on: str = ""


Way = tuple[Did, ...]


@dataclass(frozen=True)
class Case:
    """Answers that will do, and the way there where it is not the ordinary one. `ago` is how long ago it happened."""

    fields: Mapping[str, object] = field(default_factory=dict)
    way: Way | None = None
    signatures: tuple[Signature, ...] = ()
    new_pin: str | None = None
    ago: timedelta | None = None


CALLER: Mapping[str, object] = {"unit": "3-1201", "caller": "王敏", "phone": "13812348812"}
MISTAKE: Mapping[str, object] = {"reason": "录错"}
COLLEAGUE = Did("operator.add", {"who": "赵一", "roles": "clerk"})
ATTEMPT = Case({"whom": "王敏", "number": "13812348812", "outcome": "no_answer", "again": "+1h", "note": "再打"})
PRESS = Case({"whom": "周师傅", "department": "engineering", "words": "人呢？"})
INTRODUCE = Case({"colleague": "赵一", "told": "前因后果"})
CORRECT = Case({"reason": "听错了", "unit": "3-1301", "person": "王梅", "phone": "13700000000", "text": "改过的话"})
VOID = Case(MISTAKE)
