"""What commands of editors have in common: who decides, what is named, and what is published of it."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Callable, Sequence
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from syndicator.bootstrap import open_pipeline
from syndicator.cli.console import complain, out, print_json, tell_published
from syndicator.cli.passage import one_line
from syndicator.errors import AlreadyRunningError
from syndicator.model.report import PublishReport
from syndicator.pipeline import Editorial, Pipeline

_T = TypeVar("_T")


def login() -> str:
    """The name of whoever runs the command; empty where the system has none for it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]
By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="NAME",
        help="Who decides.",
        default_factory=login,
        show_default="the name of your login",
        callback=one_line,
    ),
]
Because = Annotated[
    str, typer.Option("--because", metavar="TEXT", help="Why, for whoever asks later.", callback=one_line)
]


def known(names: Sequence[str], find: Callable[[str], _T | None], what: str, remedy: str) -> list[_T]:
    """What is named; ends the command with exit code 2, and every name that stands for nothing."""
    found = {name: find(name) for name in names}
    unknown = [name for name, each in found.items() if each is None]
    for name in unknown:
        complain(f"no stored {what} has the id or address {name!r}")
    if unknown:
        complain(remedy)
        raise typer.Exit(2)
    return [each for each in found.values() if each is not None]


def conclude(
    editorial: Editorial,
    line: dict[str, Any],
    feeds: Sequence[str],
    *,
    changed: bool,
    tell: Callable[[], None],
    dry_run: bool,
    as_json: bool,
) -> NoReturn:
    """Publish what was decided, say what came of it, and end the command.

    *line* is the decision as JSON, which *tell* says in words; *feeds* are those that it makes anew. Without a change,
    or with *dry_run*, nothing is published. The exit code is 1 where a feed is held back.
    """
    reports = _published(editorial) if changed and not dry_run else None
    if as_json:
        left = changed and not dry_run and reports is None
        print_json({**line, "dry_run": dry_run, "left_to_service": left})
        for report in reports or ():
            print_json(report)
    else:
        tell()
        if changed and dry_run:
            out.print(f"feeds that would be made anew: {', '.join(feeds) or 'none'}; nothing was changed")
        elif changed:
            _tell_of_feeds(feeds, editorial, reports)
    raise typer.Exit(1 if any(report.held for report in reports or ()) else 0)


def _published(editorial: Editorial) -> list[PublishReport] | None:
    """What publishing did; None when a running service does it."""
    try:
        pipeline = open_pipeline(editorial)
    except AlreadyRunningError:
        return None
    return asyncio.run(_publish(pipeline))


async def _publish(pipeline: Pipeline) -> list[PublishReport]:
    try:
        return await pipeline.publish()
    finally:
        await pipeline.close()


def _tell_of_feeds(feeds: Sequence[str], editorial: Editorial, reports: Sequence[PublishReport] | None) -> None:
    """Who makes the *feeds* anew, and what came of it."""
    if reports is None:
        within = editorial.configuration.schedule.tick.total_seconds()
        out.print(f"the running service makes them anew within {within:g} s: {', '.join(feeds) or 'no feed'}")
    for report in reports or ():
        tell_published(report)
