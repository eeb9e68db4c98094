"""Answers ticked on a list: read in any language of the desk, kept as the list has them, said in the entry."""

from collections.abc import Sequence

from propdesk.i18n import LANGUAGES, N_, Words, translate
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import Value, word


def ticked(tx: Tx, text: str, options: Sequence[str], *, field: str) -> list[str]:
    """What was ticked, in the order of the list.

    Raises:
        Refused: something is not on the list.
    """
    known = {name.casefold(): each for each in options for name in _names(each)}
    typed = [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]
    if unknown := [part for part in typed if part.casefold() not in known]:
        tx.refuse("ticks", N_("“{typed}” is not on the list: {known}."), field=field, typed=unknown[0][:60],
                  known=tuple(Words(each) for each in options))  # fmt: skip
    chosen = {known[part.casefold()] for part in typed}
    return [each for each in options if each in chosen]


def _names(option: str) -> list[str]:
    return [option, *(translate(option, code) for code in LANGUAGES)]


def said(names: Sequence[str]) -> Value:
    """Ticked answers as an entry keeps them; a word where there are none."""
    return [word(name, name) for name in names] or word("none", N_("none"))


def words(names: Sequence[str]) -> tuple[Words, ...]:
    """Ticked answers in a refusal."""
    return tuple(Words(name) for name in names)


def in_site(tx: Tx, message: str) -> str:
    """A msgid in the language of the site, for what is kept as text."""
    return translate(message, tx.site.settings.language)
