"""The command line. Opening the desk and `--version` go the short way, without Typer and the database."""

import sys


def main() -> None:
    """Run `propdesk` with the arguments of this process, and end it."""
    from propdesk.cli import guard, start
    from propdesk.cli.tools import Tools

    given = sys.argv[1:]
    if start.is_short(given):
        sys.exit(guard.run(lambda tools: start.short(tools, given), Tools(), given))
    from propdesk.cli.commands import app

    app()
