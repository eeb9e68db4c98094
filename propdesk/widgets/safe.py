"""The one gate between data and the terminal: nothing is read as markup, no control character gets through."""

import unicodedata
from functools import lru_cache
from typing import Any

from rich.text import Text
from textual.app import App
from textual.content import Content
from textual.notifications import SeverityLevel
from textual.visual import VisualType
from textual.widgets import Static
from textual.widgets.option_list import Option

UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories that steer a terminal or cannot be written to it. Unassigned (Cn) stays: rare names are among it."""


def display_text(value: object, *, multiline: bool = False) -> str:
    """`value` as it may be shown: white space as spaces, whatever would steer the terminal as `?`.

    Lines stay apart only when `multiline` is asked for.
    """
    text = str(value)
    if text.isprintable() and not _has_selector(text):
        return text
    text = text.replace("\r\n", "\n")
    if multiline:
        return "\n".join("".join(map(_shown, line)) for line in text.split("\n"))
    return "".join(map(_shown, text))


def label(value: object, *, multiline: bool = False) -> Content:
    """`value` for buttons, check boxes, choices of a select, tabs and border titles."""
    return Content(display_text(value, multiline=multiline))


def cell(value: object) -> Text:
    """`value` for a DataTable or Tree, which take Rich text only."""
    return Text(display_text(value), no_wrap=True, end="")


def option(value: object, *, key: str | None = None, disabled: bool = False) -> Option:
    """An entry of an OptionList that shows `value` and is known as `key`."""
    return Option(label(value), id=key, disabled=disabled)


class Plain(Static):
    """A Static that shows every text letter by letter, also one it is updated with.

    Laying a screen out anew costs ten times what painting a line does, so it is done only for another number of lines.
    """

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show `content` from now on."""
        shown = label(content, multiline=True) if isinstance(content, str) else content
        before = self.content
        if not (isinstance(shown, Content) and isinstance(before, Content) and self.is_mounted):
            super().update(shown, layout=layout)
        elif not shown.is_same(before):
            super().update(shown, layout=layout and (not self.size or self._takes_other_room(before, shown)))

    def _takes_other_room(self, before: Content, after: Content) -> bool:
        """Whether a text needs more or fewer cells than the one before it."""
        width, rules = self.content_size.width, self.styles.get_rules()
        if self.styles.is_auto_width and before.get_optimal_width(rules, width) != after.get_optimal_width(
            rules, width
        ):
            return True
        return before.get_height(rules, width) != after.get_height(rules, width)


def static(value: object = "", *, id: str | None = None, classes: str | None = None) -> Plain:  # noqa: A002
    """A Static that shows `value`."""
    return Plain(label(value, multiline=True), id=id, classes=classes, markup=False)


def toast(app: App[Any], message: object, severity: SeverityLevel = "information") -> None:
    """Tell the operator `message` in passing."""
    app.notify(display_text(message, multiline=True), severity=severity, markup=False)


def _has_selector(text: str) -> bool:
    return "\ufe0f" in text or "\ufe0e" in text


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if character in "\n\r\t\v\f":
        return " "
    # Terminals disagree about the width of a character with a presentation selector; without it they agree.
    if character in "\ufe0e\ufe0f":
        return ""
    return "?" if unicodedata.category(character) in UNSHOWN else character
