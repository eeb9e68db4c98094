"""Words in the language of the desk: English msgids, gettext catalogues in `propdesk/locale`."""

import gettext
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh_CN")
"""The languages the desk speaks, the source language first."""

_language: ContextVar[str] = ContextVar("language", default="en")


def N_(message: str) -> str:  # noqa: N802  the name gettext tools look for
    """Mark `message` for translation where it is declared; it is translated when shown."""
    return message


def _(message: str) -> str:
    """`message` in the language of the desk."""
    return translate(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the sentence that fits `count`, in the language of the desk."""
    return _catalogue(_language.get()).ngettext(singular, plural, count)


def translate(message: str, language: str | None = None) -> str:
    """`message` in `language`, or in the language of the desk when none is named."""
    if not message:
        return message
    return _catalogue(language or _language.get()).gettext(message)


class Words(str):
    """A msgid among the values of another sentence: translated when that sentence is."""

    __slots__ = ()


def say(message: str, values: Mapping[str, object], language: str | None = None) -> str:
    """The sentence `message` in `language`, filled with `values`; `Words`, also in a tuple, are translated too."""
    spoken = {name: _spoken(value, language) for name, value in values.items()}
    return translate(message, language).format(**spoken)


def _spoken(value: object, language: str | None) -> object:
    if isinstance(value, Words):
        return translate(str(value), language)
    if isinstance(value, tuple):
        return joined([str(_spoken(part, language)) for part in value], language)
    return value


def joined(parts: Iterable[str], language: str | None = None) -> str:
    """A list in a sentence, with the comma of the language between its parts."""
    return translate(N_(", "), language).join(parts)


def language() -> str:
    """The language of the desk in this context."""
    return _language.get()


def use_language(code: str) -> None:
    """Speak `code` from here on; threads started with a copy of this context follow."""
    _language.set(code if code in LANGUAGES else "en")


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation("propdesk", Path(__file__).parent / "locale", languages=[code], fallback=True)
