"""What a step asks to be done next, in the same act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from propdesk.models.item import Item
from propdesk.rules.sentence import Value


@dataclass(frozen=True)
class Follow:
    """A step to be done next in the same act.

    For a matter taken over from elsewhere, `opened` is when it came in, which is also when its step happened, and
    `clocks_from` when its clocks begin; `facts` go into its entry beside the answers. `onward` are the steps done next
    on the item it opened, at the same moment. `signed`: the signatures of this step are those of the next one too.
    """

    step: str
    fields: Mapping[str, object]
    item: Item | None
    origin: Item | None
    opened: datetime | None = None
    clocks_from: datetime | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)
    onward: tuple[tuple[str, Mapping[str, object]], ...] = ()
    signed: bool = False


def given(fields: Mapping[str, object]) -> dict[str, object]:
    """The answers that were given."""
    return {name: value for name, value in fields.items() if value not in (None, "")}
