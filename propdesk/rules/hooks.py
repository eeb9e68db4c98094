"""Hooks of the key cabinet: `A-17` is slot 17 of cabinet A; a desk with one cabinet may number its hooks alone."""

import re
import unicodedata
from typing import NamedTuple

from propdesk.errors import Refused
from propdesk.i18n import N_

NOT_A_HOOK = N_("“{typed}” is no hook. Write cabinet and number, such as A-17, or only the number: 17.")
_HOOK = re.compile(
    r"(?:(?P<letters>[A-Z\u4e00-\u9fff]{1,10}?)(?:柜|箱)?[- ]?|(?P<dashed>[A-Z0-9\u4e00-\u9fff]{1,10})[- ])?"
    r"0*(?P<slot>[1-9][0-9]{0,3})号?"
)


class Hook(NamedTuple):
    """A place in the cabinet; hooks sort by cabinet, then by number."""

    cabinet: str
    slot: int

    @property
    def words(self) -> str:
        """As it stands on the hook: `A-17`."""
        return hook_words(self.cabinet, self.slot)


def hook_words(cabinet: str, slot: int) -> str:
    """`A-17`; an empty text where nothing hangs."""
    return (f"{cabinet}-{slot:02d}" if cabinet else f"{slot:02d}") if slot else ""


def parse_hook(typed: str) -> Hook | None:
    """The hook somebody means by `a-17`, `A17`, `A柜17` or `17`; None where it is none."""
    plain = " ".join(unicodedata.normalize("NFKC", typed).upper().split())
    found = _HOOK.fullmatch(plain)
    return Hook(found["letters"] or found["dashed"] or "", int(found["slot"])) if found else None


def read_hook(typed: str) -> Hook:
    """The hook somebody means.

    Raises:
        Refused: it is none.
    """
    found = parse_hook(typed)
    if found is None:
        raise Refused("hook", NOT_A_HOOK, field="hook", typed=typed[:40])
    return found


def read_tag(typed: str) -> str:
    """The number on a label as it is kept: compatible characters, capital letters, no spaces.

    Taking spaces out may bring characters together that are written as one, so it is read until nothing changes.
    """
    kept = _plain(typed)
    while (again := _plain(kept)) != kept:
        kept = again
    return kept


def _plain(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).upper().split())
