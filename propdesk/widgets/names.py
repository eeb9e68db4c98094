"""What the people who work here are called on a screen."""

from propdesk.i18n import _

SYSTEM = "system"
"""The operator that acts when nobody does, by its stored name."""


def operator_name(name: str) -> str:
    """The name of an operator; the one that acts when nobody does has a word in each language."""
    return _("system") if name == SYSTEM else name
