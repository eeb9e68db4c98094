"""What every command needs: which database, which language, which clock. Standard library only."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from propdesk import i18n, locations
from propdesk.cli.misused import Misused
from propdesk.clock import Now, system_now
from propdesk.errors import Damaged
from propdesk.i18n import N_
from propdesk.rules.text import strange_character

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.procedures.tx import Actor
    from propdesk.rules.pins import Pins
    from propdesk.store.peek import FirstPaint

EVERYWHERE = ("--db", "--lang")
"""The options that may stand anywhere in a command."""

NO_VALUE = N_("{option} needs a value.")
NO_LANGUAGE = N_("There is no language “{typed}”. Languages: {known}.")
NO_PATH = N_("“{typed}” is not the name of a file.")
NOT_TEXT = N_("Argument {number} is not readable text: character {position} is {character}.")
NO_DESK = N_("There is no desk in {path} yet. Make one: propdesk init --site NAME --supervisor NAME")
NO_PIN = N_("The PIN of {name} is needed: put it into {variable}, or run this in a terminal.")
PIN_OF = N_("PIN of {name}: ")


@dataclass
class Tools:
    """The database and language of one call of `propdesk`; tests inject the clock and cheap PINs."""

    now: Now = system_now
    pins: "Pins | None" = None
    db: str | None = None
    lang: str | None = None

    def take(self, given: Sequence[str]) -> list[str]:
        """Take `--db` and `--lang` out of the arguments, wherever they stand; the rest is the command.

        Raises:
            Misused: a value is missing, or an argument is no text.
        """
        check_text(given)
        rest: list[str] = []
        waiting = iter(given)
        for word in waiting:
            name, sign, value = word.partition("=")
            if word == "--":
                return [*rest, word, *waiting]
            if name not in EVERYWHERE:
                rest.append(word)
                continue
            found = value if sign else next(waiting, "")
            if not found or found.startswith("--"):
                raise Misused(NO_VALUE, option=name)
            setattr(self, name[2:], found)
        return rest

    @cached_property
    def path(self) -> Path:
        """The database: `--db`, else `PROPDESK_DB`, else the desk's own.

        Raises:
            Misused: what was given names no file.
        """
        check_text([os.environ.get("PROPDESK_DB", "")])
        try:
            return Path(self.db).expanduser() if self.db else locations.database()
        except RuntimeError:
            raise Misused(NO_PATH, typed=self.db or os.environ.get("PROPDESK_DB", "")) from None

    @cached_property
    def first(self) -> "FirstPaint":
        """What can be seen of the database at a glance."""
        from propdesk.store.peek import first_paint

        return first_paint(self.path)

    def speak(self) -> None:
        """Choose the language: `--lang`, else `PROPDESK_LANG`, else the database's, else the system's.

        Raises:
            Misused: there is no such language.
        """
        i18n.use_language(system_language())
        wanted = self.lang or os.environ.get("PROPDESK_LANG")
        if wanted and wanted not in i18n.LANGUAGES:
            raise Misused(NO_LANGUAGE, typed=wanted, known=", ".join(i18n.LANGUAGES))
        if wanted:
            i18n.use_language(wanted)
        elif self.first.state == "ready" and self.first.operators:
            i18n.use_language(self.first.language)

    @contextmanager
    def desk(self) -> Iterator["Desk"]:
        """The open desk; what the database complains about becomes a sentence. Print after it is closed.

        Raises:
            Damaged: there is no database, or it cannot be used.
        """
        from propdesk.desk import Desk
        from propdesk.store import migrate, trouble

        with trouble.explained(self.path):
            if migrate.state_of(self.path) in ("absent", "empty"):
                raise Damaged(NO_DESK, path=self.path)
            desk = Desk.open(self.path, now=self.now, pins=self.pins)
            try:
                yield desk
            finally:
                desk.close()

    def sign_in(self, desk: "Desk", name: str) -> "Actor":
        """The operator of `--as`, with the PIN from `PROPDESK_PIN` or typed unseen.

        Raises:
            Refused: unknown, locked, or a wrong PIN.
            Misused: nobody can be asked for the PIN.
        """
        return desk.sign_in(name, pin(name, "PROPDESK_PIN"))


def pin(name: str, variable: str) -> str:
    """The PIN of an operator: from the environment, else asked for without showing it.

    Raises:
        Misused: it is not in the environment and nobody is there to be asked.
    """
    found = os.environ.get(variable)
    if found is None:
        if not sys.stdin.isatty():
            raise Misused(NO_PIN, name=name, variable=variable)
        import getpass

        found = getpass.getpass(i18n.say(PIN_OF, {"name": name}))
    return found.encode(errors="replace").decode()


def check_text(words: Sequence[str]) -> None:
    """Refuse bytes that are no text (they come in as lone surrogates).

    Raises:
        Misused: with the place of the first one.
    """
    for number, word in enumerate(words, start=1):
        bare = "".join(character if "\ud800" <= character <= "\udfff" else "x" for character in word)
        if found := strange_character(bare):
            raise Misused(NOT_TEXT, number=number, position=found[0], character=found[1])


def system_language() -> str:
    """The language of the system, if the desk speaks it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if wanted := os.environ.get(name):
            return "zh_CN" if wanted.lower().startswith("zh") else "en"
    return "en"
