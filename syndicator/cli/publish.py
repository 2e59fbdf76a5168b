"""``syndicator publish``: write what changed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from syndicator.bootstrap import load_editorial, open_pipeline
from syndicator.cli.console import (
    AsJson,
    ConfigFolder,
    complain,
    print_json,
    refuse_unknown,
    start_logging,
    tell_published,
)
from syndicator.errors import AlreadyRunningError
from syndicator.model.report import PublishReport
from syndicator.pipeline import Editorial, Pipeline


def publish(
    feeds: Annotated[list[str] | None, typer.Argument(metavar="[FEED]...", help="Ids of feeds.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Render every feed.")] = False,
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="Publish a feed even if it lost more than half of its entries.")
    ] = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Render and write the documents that changed."""
    start_logging()
    editorial = load_editorial(config)
    known = editorial.configuration.feeds
    refuse_unknown("feed", feeds or (), known)
    wanted = feeds or (list(known) if everything else None)
    reports = asyncio.run(_publish(_opened(editorial), wanted, accept_shrink))
    for report in reports:
        if as_json:
            print_json(report)
            continue
        tell_published(report)
    raise typer.Exit(1 if any(report.held for report in reports) else 0)


def _opened(editorial: Editorial) -> Pipeline:
    """The pipeline; exit code 2 beside a running service, with what to do about it."""
    try:
        return open_pipeline(editorial)
    except AlreadyRunningError as refused:
        complain(str(refused))
        complain(
            "a running service publishes by itself what is due; to publish a feed that it holds back, stop it, "
            "run 'syndicator publish FEED --accept-shrink', and start it again"
        )
        raise typer.Exit(2) from None


async def _publish(pipeline: Pipeline, feeds: list[str] | None, accept_shrink: bool) -> list[PublishReport]:
    try:
        await pipeline.adopt(pipeline.editorial)
        return await pipeline.publish(feeds, accept_shrink=accept_shrink)
    finally:
        await pipeline.close()
