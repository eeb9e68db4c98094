"""The timed rules of the manual: how long, who answers for it, whom a breach goes to, where it is written."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from propdesk.errors import Refused
from propdesk.i18n import N_

ROLES = ("clerk", "duty", "supervisor", "centre_manager", "office_manager")
"""Role values that may own a clock or hear of its breach, the desk first."""


class Kind(StrEnum):
    """How a rule counts from its start to its due time."""

    MINUTES = "minutes"
    """By the clock, day and night."""
    HOURS = "hours"
    """By the clock, day and night."""
    CALENDAR_DAYS = "calendar_days"
    """To the closing hour of the Nth day, rest days included."""
    WORKING_DAYS = "working_days"
    """To the closing hour of the Nth working day."""
    MONTHS = "months"
    """To the closing hour of the same day of the month, N months on."""
    END_OF_DAY = "end_of_day"
    """To today's closing hour; asked after it or on a rest day, to the next working day's."""
    END_OF_SHIFT = "end_of_shift"
    """To the end of the shift in which it began."""
    AGREED = "agreed"
    """To the moment given in the form."""


UNCOUNTED = frozenset({Kind.END_OF_DAY, Kind.END_OF_SHIFT, Kind.AGREED})
"""Kinds that know their end without a number; the amount of such a rule is 0."""


@dataclass(frozen=True)
class Rule:
    """One timed rule.

    Raises:
        Refused: a value makes no sense; the code and the field are named.
    """

    code: str
    """Its name in the manual, such as `COMP.DELIVER_20M`."""
    chapters: tuple[str, ...]
    """Procedures of the manual in which it stands, such as `P07`."""
    title: str
    """What it asks for, an English msgid."""
    kind: Kind
    amount: int
    """How many of its kind; 0 for the `UNCOUNTED` kinds."""
    owner: str
    """The role that answers for it."""
    escalates_to: str
    """The role that hears of a breach."""
    source: str
    """The clauses it rests on."""
    warn: float = 0.2
    """The last fraction of the time, in which it is due soon."""
    urgent: bool = False
    """An emergency: no waiting pauses it."""
    about: str = ""
    """Where its figure comes from, in English."""
    then: str = ""
    """The step the desk does by itself on the item when it is missed, `complaint.turn_major`; mostly none."""

    def __post_init__(self) -> None:
        for name in ("code", "chapters", "title", "source"):
            if not getattr(self, name):
                raise _wrong(self.code, name, getattr(self, name))
        if type(self.amount) is not int or (self.amount != 0 if self.kind in UNCOUNTED else self.amount < 1):
            raise _wrong(self.code, "amount", self.amount)
        if not 0 <= self.warn < 1:
            raise _wrong(self.code, "warn", self.warn)
        for name in ("owner", "escalates_to"):
            if getattr(self, name) not in ROLES:
                raise _wrong(self.code, name, getattr(self, name))


@dataclass(frozen=True)
class Rulebook:
    """All timed rules by code, in the order of the file."""

    rules: Mapping[str, Rule]
    version: str
    """Names what the rules decide; the same figures and roles, the same version, whatever the wording."""

    def __getitem__(self, code: str) -> Rule:
        """The rule called `code`.

        Raises:
            KeyError: there is none.
        """
        return self.rules[code]

    def codes(self) -> tuple[str, ...]:
        """The codes in the order of the file."""
        return tuple(self.rules)


def load_rulebook(path: Path, overrides: Mapping[str, int] = {}) -> Rulebook:
    """The rules of the TOML file at `path`, with the site's own amount for each code in `overrides`.

    Raises:
        OSError: the file cannot be read.
        Refused: it is no rulebook, or a row or an override is wrong; the rule and the field are named.
    """
    rules: dict[str, Rule] = {}
    for row in _rows(path):
        rule = _rule(row)
        if rule.code in rules:
            raise Refused("rulebook", N_("Rule {rule} is written twice."), rule=rule.code)
        rules[rule.code] = rule
    for code, amount in overrides.items():
        if code not in rules:
            raise Refused("rulebook", N_("There is no rule called {rule}."), rule=code)
        rules[code] = replace(rules[code], amount=amount)
    return Rulebook(MappingProxyType(rules), _version(rules))


_SHAPE: Mapping[str, tuple[type, ...]] = {
    "code": (str,),
    "chapters": (list,),
    "title": (str,),
    "kind": (str,),
    "amount": (int,),
    "owner": (str,),
    "escalates_to": (str,),
    "source": (str,),
    "warn": (float, int),
    "urgent": (bool,),
    "about": (str,),
    "then": (str,),
}
_OPTIONAL = frozenset({"amount", "warn", "urgent", "then"})


def _rows(path: Path) -> list[object]:
    """The `[[rule]]` tables of the file."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("rule")
    except ValueError as error:
        raise Refused("rulebook", N_("{file} cannot be read: {why}"), file=path.name, why=error) from error
    if not isinstance(rows, list):
        raise Refused("rulebook", N_("{file} holds no rules."), file=path.name)
    return rows


def _rule(row: object) -> Rule:
    """The rule of one table; every key is known, every needed one present and of its type."""
    if not isinstance(row, dict):
        raise _wrong("?", "rule", row)
    code = str(row.get("code", "?"))
    for name, value in row.items():
        if type(value) not in _SHAPE.get(name, ()):
            raise _wrong(code, name, value)
    if missing := [name for name in _SHAPE if name not in row and name not in _OPTIONAL]:
        raise Refused("rulebook", N_("Rule {rule}: “{name}” is missing."), rule=code, name=missing[0])
    if row["kind"] not in list(Kind):
        raise _wrong(code, "kind", row["kind"])
    if not all(isinstance(chapter, str) for chapter in row["chapters"]):
        raise _wrong(code, "chapters", row["chapters"])
    return Rule(**{"amount": 0, **row, "kind": Kind(row["kind"]), "chapters": tuple(row["chapters"])})


def _wrong(code: str, name: str, value: object) -> Refused:
    return Refused(
        "rulebook", N_("Rule {rule}: “{name}” cannot be “{value}”."), rule=code or "?", name=name, value=value
    )


def _version(rules: Mapping[str, Rule]) -> str:
    decides = {
        code: (rule.kind, rule.amount, rule.warn, rule.urgent, rule.owner, rule.escalates_to, rule.then)
        for code, rule in rules.items()
    }
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:12]
