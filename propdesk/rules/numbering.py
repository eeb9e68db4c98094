"""Item numbers a clerk can read and say: prefix of the ledger, local day, running number of that day."""

import re
from datetime import date

_FULL = re.compile(r"^([A-Z]{2})(\d{8})-?(\d{1,5})$")
_SHORT = re.compile(r"^([A-Z]{2})-?(\d{1,5})$")


def item_number(prefix: str, day: date, running: int) -> str:
    """`TS20261121-004`: the fourth item of that ledger on that local day."""
    return f"{prefix}{day:%Y%m%d}-{running:03d}"


def typed_number(typed: str, today: date) -> str | None:
    """The item number somebody means: whole, without the dash, or today's in short (`ts-4`, `TS004`)."""
    text = typed.strip().upper()
    if found := _FULL.match(text):
        prefix, day, running = found.groups()
        return f"{prefix}{day}-{int(running):03d}"
    if found := _SHORT.match(text):
        return item_number(found.group(1), today, int(found.group(2)))
    return None


def short_number(number: str) -> str:
    """`TS-004` for `TS20261121-004`: enough for the status bar."""
    return f"{number[:2]}-{number.rsplit('-', 1)[-1]}"
