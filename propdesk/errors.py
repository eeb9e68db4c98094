"""Why an act was not done. A refusal is a sentence for the person at the desk; nothing was written."""

from propdesk.i18n import N_, say


class Refused(Exception):  # noqa: N818  a refusal is not a fault of the program
    """An act was refused. Nothing was written.

    `code` is stable for scripts and tests: the guard of the manual (`G-CALL-02`) or a word of the kernel (`stale`).
    `message` is an English msgid whose `{placeholders}` are filled from `values` in the reader's language.
    `field` names the form field the sentence belongs to, or is None.
    """

    def __init__(self, code: str, message: str, /, *, field: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.code, self.message, self.field, self.values = code, message, field, values

    def sentence(self, language: str | None = None) -> str:
        """The refusal in `language`, or in the language of the desk."""
        return say(self.message, self.values, language)

    def __str__(self) -> str:
        return self.sentence()


class FormRefused(Refused):
    """Several fields of one form are wrong; `problems` maps each field to its own refusal, in the form's order."""

    def __init__(self, problems: dict[str, Refused]) -> None:
        first = next(iter(problems.values()))
        super().__init__(first.code, first.message, field=first.field, **first.values)
        self.problems = problems


class Damaged(Exception):  # noqa: N818  the file is damaged, the program is not
    """The database cannot be used: not ours, damaged, newer, locked away. `message` and `values` as in `Refused`."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values

    def sentence(self, language: str | None = None) -> str:
        """The trouble in `language`, or in the language of the desk."""
        return say(self.message, self.values, language)

    def __str__(self) -> str:
        return self.sentence()


MISSING = N_("{label} is needed here.")
"""The sentence for a field that was left empty; `label` is the field's own label."""
