"""Typer as PropDesk wants it: help and slips in the language of the desk, one line for what went wrong."""

import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from propdesk.cli import guard, output
from propdesk.cli.misused import Misused
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _

USAGE, COMMANDS, ARGUMENTS, OPTIONS = N_("Usage"), N_("Commands"), N_("Arguments"), N_("Options")
SOME_COMMAND = N_("COMMAND")
HELP_HELP = N_("Show this help and leave.")
EVERYWHERE = N_("--db FILE and --lang en|zh_CN may stand in every command.")
WANTING = N_("{name} is missing. See: {command} --help")
NO_OPTION = N_("There is no option {name} here. See: {command} --help")
BAD_OPTION = N_("{name} cannot be used like this. See: {command} --help")
BAD_COMMAND = N_("This command cannot be understood. See: {command} --help")
NO_COMMAND = N_("There is no command “{name}”. Commands: {known}.")
DID_YOU_MEAN = N_("There is no command “{name}”. Did you mean “{near}”?")
NEEDS_COMMAND = N_("{command} needs one more word: {known}.")
TOO_MUCH = N_("“{word}” is one word too many. See: {command} --help")


class Leaf(TyperCommand):
    """One command."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allow_extra_args = True

    def invoke(self, ctx: Any) -> Any:
        """Run it, unless a word was given that it has no use for."""
        if ctx.args:
            raise Misused(TOO_MUCH, word=ctx.args[0], command=ctx.command_path)
        return super().invoke(ctx)

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return "\n".join(page(ctx))


class Branch(TyperGroup):
    """A command with further words behind it."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return "\n".join([*page(ctx), "", f"{_(COMMANDS)}:", *_table(self._list())])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the options; without a further word there is nothing to do."""
        if not args and not self.invoke_without_command:
            raise Misused(NEEDS_COMMAND, command=ctx.command_path, known=", ".join(self.commands))
        return super().parse_args(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name."""
        found = super().get_command(ctx, cmd_name)
        if found is not None or cmd_name.startswith("-"):
            return found
        if near := get_close_matches(cmd_name, self.commands, n=1):
            raise Misused(DID_YOU_MEAN, name=cmd_name, near=near[0])
        raise Misused(NO_COMMAND, name=cmd_name, known=", ".join(self.commands))

    def _list(self) -> list[tuple[str, str]]:
        return [(name, _(command.help or "")) for name, command in self.commands.items()]


class Root(Branch):
    """`propdesk` itself: everything that goes wrong below ends here."""

    def main(self, args: Sequence[str] | None = None, *_args: Any, obj: Tools | None = None, **_extra: Any) -> Any:
        """Run the command and end the process with its exit code; `obj` is what a test injects."""
        given = list(sys.argv[1:] if args is None else args)
        sys.exit(guard.run(lambda tools: self._go(tools, given), obj or Tools(), given))

    def _go(self, tools: Tools, given: Sequence[str]) -> int:
        rest = tools.take(given)
        tools.speak()
        try:
            with self.make_context("propdesk", rest, obj=tools) as context:
                self.invoke(context)
        except typer.Exit as leaving:
            return leaving.exit_code
        except typer.Abort:
            raise KeyboardInterrupt from None
        except TyperException as slip:
            raise _misused(slip) from None
        return 0


def page(ctx: Any) -> Iterator[str]:
    """What a command does, how it is called, with which arguments and options."""
    command = ctx.command
    arguments = [each for each in command.params if _is_argument(each)]
    options = [each for each in command.params if not _is_argument(each)]
    further = [_(SOME_COMMAND)] if isinstance(command, Branch) else []
    words = [each.metavar if each.required else f"[{each.metavar}]" for each in arguments]
    yield f"{_(USAGE)}: {' '.join([ctx.command_path, *words, f'[{_(OPTIONS)}]', *further])}"
    yield ""
    yield _(command.help or "")
    rows = [(_spelt(each), _(each.help or "")) for each in options]
    for heading, listed in (
        (ARGUMENTS, [(each.metavar, _(each.help or "")) for each in arguments]),
        (OPTIONS, [*rows, ("--help", _(HELP_HELP))]),
    ):
        if listed:
            yield from ("", f"{_(heading)}:", *_table(listed))
    if ctx.parent is not None:
        yield from ("", _(EVERYWHERE))


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _spelt(option: Any) -> str:
    """`--as NAME *`: the star marks what cannot be left out."""
    return " ".join([option.opts[0], *([] if option.is_flag else [option.metavar]), *("*" if option.required else "")])


def _table(rows: Sequence[tuple[str, str]]) -> list[str]:
    return [f"  {line}" for line in output.columns(rows)]


def _misused(slip: TyperException) -> Misused:
    """Typer's complaint as ours."""
    context: Any = getattr(slip, "ctx", None)
    command = context.command_path if context else "propdesk"
    parameter: Any = getattr(slip, "param", None)
    name = getattr(slip, "option_name", None) or (_shown(parameter) if parameter else "")
    sentences = {"MissingParameter": WANTING, "NoSuchOption": NO_OPTION}
    message = sentences.get(type(slip).__name__, BAD_OPTION if name else BAD_COMMAND)
    return Misused(message, name=name, command=command)


def _shown(parameter: Any) -> str:
    return str(parameter.metavar if _is_argument(parameter) else parameter.opts[0])
