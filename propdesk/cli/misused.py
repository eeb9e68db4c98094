"""How a command ends when it neither does its work nor is refused by the desk. Standard library only."""

from propdesk.i18n import say


class Misused(Exception):  # noqa: N818  a slip of the keyboard is not a fault of the program
    """The command line makes no sense; nothing was done. `message` and `values` as in `Refused`."""

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values

    def sentence(self) -> str:
        """What is wrong, in the language of the desk."""
        return say(self.message, self.values)


class Unprintable(Exception):  # noqa: N818  a full disk is not a fault of the program
    """The answer could not be printed."""


class Unsound(Exception):  # noqa: N818  the file is at fault
    """The check of the journal found something; it was printed."""
