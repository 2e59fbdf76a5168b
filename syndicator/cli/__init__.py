"""The command line: one module per command, gathered here.

Exit codes: 0 done; 1 done with failures that are reported; 2 refused, nothing started.
"""

from __future__ import annotations

import sys

import typer

from syndicator import __version__
from syndicator.cli import (
    chaos,
    check,
    demo,
    explain,
    poll,
    preview,
    publish,
    rehearse,
    retag,
    run,
    source,
    status,
    topics,
    trial,
)
from syndicator.cli.console import complain, tell_problem
from syndicator.errors import ConfigurationError, SyndicatorError

app = typer.Typer(
    name="syndicator",
    help="A multilingual news syndication service: many sources in, curated feeds per topic out.",
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


app.command("run")(run.run)
app.command("demo")(demo.demo)
app.command("chaos")(chaos.chaos)
app.command("check")(check.check)
app.command("poll")(poll.poll)
app.command("publish")(publish.publish)
app.command("status")(status.status)
app.add_typer(source.app, name="source")
app.command("preview")(preview.preview)
app.command("explain")(explain.explain)
app.command("rehearse")(rehearse.rehearse)
app.command("retag")(retag.retag)
app.add_typer(topics.app, name="topics")
app.add_typer(trial.app, name="try")


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
