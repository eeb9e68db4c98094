"""Sentences of the journal. A value carries its own kind, so that a sentence can be said in any language for ever."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from propdesk.i18n import N_, joined, translate

_LEFT_OUT = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s*[(（]\{(\w+)\}[)）]",  # in brackets of its own
        r"(?<=\})\s*\{(\w+)\}",  # right behind another
        r"(?<=\})\s*[:：]\s*\{(\w+)\}$",  # a remark behind another, at the end
        r"\s*[;；]\s*\{(\w+)\}(?=[;；]|$)",  # a remark between semicolons
        r"\s*[;；,，][^;；,，:：{}]*\{(\w+)\}[^;；,，:：{}]*$",  # the only thing in the last part, without a label
    )
)
"""Where a value that is not known is left out with what stands around it; its name is the group."""

Value = str | int | float | bool | None | dict[str, object] | list[object]
"""A value of a payload: plain, or `{"moment": ISO 8601}`, `{"word": msgid, "value": stored}`, `{"fen": amount}`."""


def moment(value: datetime) -> Value:
    """A moment as a payload keeps it."""
    return {"moment": value.isoformat()}


def word(value: str, message: str) -> Value:
    """A member of a closed list as a payload keeps it: what is stored, and its words."""
    return {"word": message, "value": value}


def value_of(value: object) -> Value:
    """Any answer of a form as a payload keeps it."""
    label = getattr(value, "label", None)
    if isinstance(label, str):
        return word(str(value), label)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [value_of(part) for part in value]
    return value if isinstance(value, (str, int, float, bool, dict)) or value is None else str(value)


def render(says: str, values: Mapping[str, Value], language: str, zone: ZoneInfo) -> str:
    """The sentence `says` (a msgid) in `language`, filled with `values`.

    What is not known is left out where nobody would write it (`_LEFT_OUT`), and reads as a dash elsewhere: behind a
    label it says that nothing was answered.
    """
    shown = _Shown({name: show(value, language, zone) for name, value in values.items()})
    return _without(translate(says, language), values).format_map(shown)


def _without(says: str, values: Mapping[str, Value]) -> str:
    for pattern in _LEFT_OUT:
        before = ""
        while before != says:
            before, says = says, pattern.sub(lambda gap: gap[0] if _known(values.get(gap[1])) else "", says)
    return says


def _known(value: Value) -> bool:
    return value is not None and value != ""


def show(value: Value, language: str, zone: ZoneInfo) -> str:
    """One value as words in `language`."""
    if isinstance(value, dict):
        return _show_kind(value, language, zone)
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"), language)
    if isinstance(value, list):
        return joined((show(part, language, zone) for part in value), language)  # type: ignore[arg-type]
    return "-" if value is None or value == "" else str(value)


def plain(value: Value) -> object:
    """The value without its kind, for scripts: ISO moments, stored words, amounts."""
    if isinstance(value, dict):
        return value.get("moment") or value.get("value") or value.get("fen")
    return value


def _show_kind(value: Mapping[str, object], language: str, zone: ZoneInfo) -> str:
    if "moment" in value:
        return f"{datetime.fromisoformat(str(value['moment'])).astimezone(zone):%m-%d %H:%M}"
    if "word" in value:
        return translate(str(value["word"]), language)
    fen = value.get("fen")
    return f"{int(fen) / 100:.2f}" if isinstance(fen, int) else "-"


class _Shown(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "-"
