"""The family of an owner as it is typed on the data card: one member a line, name, relation, phone."""

import re
from typing import NamedTuple

from propdesk.errors import Refused
from propdesk.i18n import N_

NOT_A_MEMBER = N_(
    "Line {line} of the family, “{typed}”: write name, relation and phone, such as 刘强，配偶，13912342207."
)
TENANTS = ("租", "tenant")


class FamilyMember(NamedTuple):
    """Somebody who moves in; without `phone` an empty text. A tenant is no family."""

    name: str
    phone: str = ""
    tenant: bool = False


def read_family(text: str) -> list[FamilyMember]:
    """The members of a family.

    Raises:
        Refused: a line has no name, or a number that is none.
    """
    rows = [(number, row.strip()) for number, row in enumerate(text.splitlines(), start=1) if row.strip()]
    return [_member(number, row) for number, row in rows]


def _member(number: int, row: str) -> FamilyMember:
    parts = [part.strip() for part in re.split(r"[,，、;；\s]+", row) if part.strip()]
    phones = [re.sub(r"[-\s]", "", part) for part in parts if re.fullmatch(r"\+?[0-9][0-9-]{4,19}", part)]
    words = [part for part in parts if not re.fullmatch(r"\+?[0-9][0-9-]{4,19}", part)]
    if not words or len(words[0]) > 40 or len(phones) > 1:
        raise Refused("family", NOT_A_MEMBER, field="family", line=number, typed=row[:40])
    tenant = any(word in " ".join(words[1:]).casefold() for word in TENANTS)
    return FamilyMember(words[0], "".join(phones)[:20], tenant)
