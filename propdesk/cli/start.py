"""Opening the desk in the terminal. Nothing heavy is imported before the first paint is known."""

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from propdesk import i18n
from propdesk.cli import output
from propdesk.cli.misused import Misused
from propdesk.cli.tools import EVERYWHERE, Tools
from propdesk.errors import Damaged
from propdesk.i18n import N_
from propdesk.store.peek import FirstPaint

NO_TERMINAL = N_("The desk needs a terminal. Commands for scripts: propdesk --help")


def is_short(given: Sequence[str]) -> bool:
    """Whether the call only opens the desk or asks for the version, as most do."""
    waiting = iter(given)
    for word in waiting:
        name, sign, _value = word.partition("=")
        if name in EVERYWHERE:
            if not sign:
                next(waiting, None)
        elif word != "--version":
            return False
    return True


def short(tools: Tools, given: Sequence[str]) -> int:
    """Open the desk, or say the version."""
    rest = tools.take(given)
    if "--version" in rest:
        output.out(version())
        return 0
    tools.speak()
    return open_desk(tools, tools.first)


def version() -> str:
    """`propdesk 0.1.0`."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return f"propdesk {installed('propdesk')}"
    except PackageNotFoundError:
        return "propdesk"


def open_desk(tools: Tools, first: FirstPaint, notes: str = "") -> int:
    """Open the desk on its database and stay until somebody leaves; `notes` stand on the sign-in.

    Raises:
        Damaged: there is no terminal to show on that the database cannot be used.
        Misused: there is no terminal.
    """
    check_terminal(first)
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    os.environ.setdefault("TEXTUAL_FPS", "120")  # an answer waits half as long for the next frame
    gc.disable()  # there is hardly any garbage until the desk is open; from then on the app collects it
    from propdesk.app import PropDesk

    spoken = i18n.language()
    app = PropDesk(tools.path, replace(first, language=spoken), lang=spoken, notes=notes)
    app.heed_hang_up()
    app.run()
    return app.return_code or 0


def check_terminal(first: FirstPaint | None = None) -> None:
    """Refuse to open a desk that nobody could see.

    Raises:
        Damaged, Misused: as in `open_desk`.
    """
    if sys.stdin.isatty() and sys.stderr.isatty():
        return
    if first is not None and first.state == "trouble":
        raise Damaged("{sentence}", sentence=first.trouble)
    raise Misused(NO_TERMINAL)
