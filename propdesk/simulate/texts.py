"""What is said at a simulated desk: the lists of `data/simulate/texts.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from propdesk import locations

Matter = Mapping[str, Any]
"""One entry of a list: what is said, what came of it, and facts such as a trade or a department."""


@cache
def lists() -> Mapping[str, Any]:
    """The whole file, by the names of its lists."""
    return tomllib.loads((locations.data() / "simulate" / "texts.toml").read_text(encoding="utf-8"))


def matter(random: Random, name: str) -> Matter:
    """One entry of the list `name`, drawn by weight."""
    entries: Sequence[Matter] = lists()[name]
    return random.choices(entries, [float(entry.get("weight", 1)) for entry in entries])[0]


def one(random: Random, name: str) -> str:
    """One text of a plain list."""
    return str(random.choice(lists()[name]))


def opinion(random: Random, name: str) -> str:
    """One text of what residents and leaders write."""
    return str(random.choice(lists()["opinions"][name]))


def of_keys(random: Random, name: str) -> str:
    """One text of what is said about keys."""
    return str(random.choice(lists()["keys"][name]))


def of_rounds(random: Random, name: str) -> str:
    """One text of what is said about patrols."""
    return str(random.choice(lists()["rounds"][name]))


def told(random: Random, department: str) -> str:
    """Who answers the telephone in a department."""
    names: Sequence[str] = lists().get(department, lists()["service"])
    return str(random.choice(names))
