"""Figures and lists as people read them."""

from collections.abc import Iterable

from propdesk.i18n import N_, _, ngettext, translate
from propdesk.models.operator import Role
from propdesk.rules.rulebook import Kind, Rule

STATES = {
    "running": N_("running"),
    "due_soon": N_("due soon"),
    "overdue": N_("overdue"),
    "paused": N_("waiting"),
    "in_time": N_("in time"),
    "late": N_("late"),
    "ended": N_("no longer due"),
}
"""What each state of a clock is called."""

_ENDS = {
    Kind.END_OF_DAY: N_("by the end of the day"),
    Kind.END_OF_SHIFT: N_("by the end of the shift"),
    Kind.AGREED: N_("at the time agreed"),
}


def figure(rule: Rule) -> str:
    """How long a rule gives: `20 minutes`, `1 working day`, `at the time agreed`."""
    if rule.kind in _ENDS:
        return _(_ENDS[rule.kind])
    count = rule.amount
    shown = {
        Kind.MINUTES: ngettext("{count} minute", "{count} minutes", count),
        Kind.HOURS: ngettext("{count} hour", "{count} hours", count),
        Kind.CALENDAR_DAYS: ngettext("{count} day", "{count} days", count),
        Kind.WORKING_DAYS: ngettext("{count} working day", "{count} working days", count),
        Kind.MONTHS: ngettext("{count} month", "{count} months", count),
    }
    return shown[rule.kind].format(count=count)


def role(value: str) -> str:
    """A role by the words for it."""
    return _(Role(value).label)


def roles(values: Iterable[Role]) -> str:
    """Roles in the order of the house."""
    given = frozenset(values)
    return ", ".join(_(each.label) for each in Role if each in given)


def both(message: str) -> dict[str, str]:
    """A message in every language of the desk."""
    return {language: translate(message, language) for language in ("en", "zh_CN")}
