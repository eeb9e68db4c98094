"""The printer of this machine: a command in `PROPDESK_PRINT` is given the file of a sheet.

The command belongs to the machine and not to the site's settings: each desk has a printer of its own, and a database
that somebody hands over must not bring commands along.
"""

import os
import shlex
import subprocess
from pathlib import Path

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.text import one_line

VARIABLE = "PROPDESK_PRINT"
"""Such as `lp {file}`; without `{file}` the name comes last."""
PATIENCE = 30
"""Seconds the command may take."""

NOT_SENT = N_(
    "{path} is written and on record, but the printer did not take it: {detail}. "
    "Print that file by hand, and look at {variable}."
)


def send(path: Path) -> bool:
    """Give a file to the printer's command, without a shell; whether there is one.

    Raises:
        Refused: the command could not be run, or failed; the sentence says why.
    """
    command = os.environ.get(VARIABLE, "").strip()
    if not command:
        return False
    try:
        words = shlex.split(command, posix=os.name != "nt")
        given = words if any("{file}" in word for word in words) else [*words, "{file}"]
        subprocess.run(
            [word.replace("{file}", str(path)) for word in given],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=True,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise Refused("not_sent", NOT_SENT, path=path, detail=_detail(error), variable=VARIABLE) from error
    return True


def _detail(error: Exception) -> str:
    """What the command said, else what became of it."""
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else b""
    return one_line(said.decode(errors="replace"), 120) or one_line(str(error), 120)
