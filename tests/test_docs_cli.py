"""docs/cli.md names every command, every option and every exit code."""

from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from propdesk.cli.commands import app
from propdesk.cli.guard import ExitCode

PAGE = (Path(__file__).parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")


def _leaves(command: Any, path: tuple[str, ...] = ("propdesk",)) -> list[tuple[tuple[str, ...], Any]]:
    below = getattr(command, "commands", {})
    found = [leaf for name, each in below.items() for leaf in _leaves(each, (*path, name))]
    return [(path, command), *found] if len(path) == 1 or not below else found


LEAVES = _leaves(get_command(app))


@pytest.mark.parametrize("path", [" ".join(path) for path, _ in LEAVES])
def test_every_command_is_documented(path: str) -> None:
    assert path in PAGE


@pytest.mark.parametrize(
    "option", sorted({name for _, command in LEAVES for each in command.params for name in each.opts if "--" in name})
)
def test_every_option_is_documented(option: str) -> None:
    assert f"`{option}" in PAGE or f" {option} " in PAGE


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_exit_code_is_documented(code: ExitCode) -> None:
    assert f"\n| {int(code)} |" in PAGE


def test_every_command_says_what_it_does() -> None:
    assert all(command.help and all(each.help for each in command.params) for _, command in LEAVES)
