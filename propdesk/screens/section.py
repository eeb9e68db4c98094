"""A section beside an item: what one ledger shows of its own, put into words again at every tick."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from propdesk.desk import Desk
from propdesk.rules.privacy import mask_phone

NUMBER = re.compile(r"\+?[0-9][0-9 -]{5,}[0-9]")


@dataclass(frozen=True)
class Section:
    """Lines under a title, a msgid. `lines` asks nothing of the database: it holds what was read with the item."""

    title: str
    lines: Callable[[datetime, Desk], list[Content]]
    top: bool = False
    """It stands before everything else about the item."""
    early: bool = False
    """It stands before what can be done: it says how far the item is."""


def who(unit_id: int | None, place: str, person: str, phone: str) -> str:
    """Somebody in one line; the number is masked where the card of the unit has the whole one."""
    return "  ".join(part for part in (place, person, mask_phone(phone) if unit_id else phone) if part)


def mask(text: str) -> str:
    """`text` with every telephone number in it masked."""
    return NUMBER.sub(lambda found: mask_phone(found.group()), text)
