"""From what went wrong to one line on stderr and an exit code; nobody ever sees a traceback."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import IntEnum

from propdesk.cli import output
from propdesk.cli.misused import Misused, Unprintable, Unsound
from propdesk.cli.tools import Tools
from propdesk.errors import Damaged, FormRefused, Refused
from propdesk.i18n import N_, _


class ExitCode(IntEnum):
    """What a script learns without reading."""

    DONE = 0
    REFUSED = 1
    MISUSED = 2
    DAMAGED = 3
    FAILED = 4
    STOPPED = 130
    NOBODY_READS = 141


STOPPED = N_("Stopped. An act is written whole or not at all.")
NOT_PRINTED = N_("The answer could not be printed: {detail}. What was asked for is done.")
FAILED = N_("This should not have happened. Reference: {number}. Details: {log}")


def run(work: Callable[[Tools], int | None], tools: Tools, given: Sequence[str]) -> int:
    """Do `work` and give the exit code of the process."""
    output.prepare()
    try:
        return int(work(tools) or ExitCode.DONE)
    except Misused as misuse:
        _say("misused", misuse.sentence(), None, given)
        return ExitCode.MISUSED
    except FormRefused as refused:
        for name, problem in refused.problems.items():
            _say(problem.code, problem.sentence(), name, given)
        return ExitCode.REFUSED
    except Refused as refused:
        for row in getattr(refused, "bad", ()):
            _say(refused.code, row.sentence(), refused.field, given)
        _say(refused.code, refused.sentence(), refused.field, given)
        return ExitCode.REFUSED
    except Damaged as damaged:
        _say("damaged", damaged.sentence(), None, given)
        return ExitCode.DAMAGED
    except Unsound:
        return ExitCode.DAMAGED
    except (KeyboardInterrupt, EOFError):
        output.complain(_(STOPPED), anew=True)
        return ExitCode.STOPPED
    except BrokenPipeError:
        _swallow_the_rest()
        return ExitCode.NOBODY_READS
    except Unprintable as trouble:
        _swallow_the_rest()
        output.complain(_(NOT_PRINTED).format(detail=trouble))
        return ExitCode.FAILED
    except Exception as error:  # noqa: BLE001  whatever it is goes to the log file
        return _failed(error, tools)


def _say(code: str, sentence: str, field: str | None, given: Sequence[str]) -> None:
    """One line: the sentence, after the field it belongs to; as JSON where JSON was asked for."""
    if "--json" in given:
        line = json.dumps({"error": code, "field": field, "sentence": sentence}, ensure_ascii=False)
        sys.stderr.write(f"{line}\n")
    else:
        output.complain(f"{field}: {sentence}" if field else sentence)


def _swallow_the_rest() -> None:
    """Let the end of the process flush into nothing instead of complaining."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


def _failed(error: Exception, tools: Tools) -> int:
    from propdesk import locations
    from propdesk.screens import failures

    number = failures.write_down(error, tools.now())
    output.complain(_(FAILED).format(number=number, log=locations.home() / "propdesk.log"))
    return ExitCode.FAILED
