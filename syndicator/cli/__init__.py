"""The command line: one module per command, gathered here and read when it is asked for.

Exit codes: 0 done; 1 done with failures that are reported; 2 refused, nothing started.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from syndicator import __version__
from syndicator.cli.console import complain, tell_problem
from syndicator.errors import ConfigurationError, SyndicatorError

_MODULES = {"try": "trial"}
"""Command → module, where the name is not the same."""
_COMMANDS = (
    "run", "demo", "chaos", "check", "poll", "publish", "status", "source", "preview", "explain", "rehearse", "doctor",
    "retag", "story", "partner", "topics", "try", "withdraw",
)  # fmt: skip
"""In the order of the help."""


class _Commands(TyperGroup):
    """Imports the module of a command when the command is used: most need no web server, and some no store."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """The names of all commands."""
        return list(_COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """The command of a name, None if there is none; a module gives either a group or one function."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"{__name__}.{_MODULES.get(cmd_name, cmd_name)}")
        group: typer.Typer | None = getattr(module, "app", None)
        if group is None:
            group = typer.Typer(add_completion=False, rich_markup_mode="rich")
            group.command(cmd_name)(getattr(module, cmd_name))
        group._add_completion = False  # the whole program's, which the root offers
        command = typer.main.get_command(group)
        command.name = cmd_name
        return command


app = typer.Typer(
    name="syndicator",
    help="A multilingual news syndication service: many sources in, curated feeds per topic out.",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"syndicator {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


def main() -> None:
    """Run the command line; refused configuration and stores end with exit code 2."""
    try:
        app()
    except ConfigurationError as refused:
        for problem in refused.problems:
            tell_problem(problem)
        count = len(refused.problems)
        complain(f"{count} problem{'s' if count != 1 else ''}; nothing was started")
        sys.exit(2)
    except (SyndicatorError, OSError) as refused:
        complain(str(refused))
        sys.exit(2)
