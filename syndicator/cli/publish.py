"""``syndicator publish``: write what changed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from syndicator.bootstrap import load_editorial, mirrored, open_for_reading, open_pipeline
from syndicator.cli.completion import begun_feed
from syndicator.cli.console import AsJson, ConfigFolder, out, print_json, refuse_unknown, start_logging, tell_published
from syndicator.errors import AlreadyRunningError
from syndicator.model.configuration import Configuration
from syndicator.model.report import PublishReport
from syndicator.pipeline import Pipeline


def publish(
    feeds: Annotated[
        list[str] | None, typer.Argument(metavar="FEED", help="Ids of feeds.", autocompletion=begun_feed)
    ] = None,
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
    try:
        pipeline = open_pipeline(editorial)
    except AlreadyRunningError:
        _leave_to_the_service(
            editorial.configuration, wanted or list(known), accept_shrink=accept_shrink, as_json=as_json
        )
        return
    reports = asyncio.run(_publish(pipeline, wanted, accept_shrink))
    for report in reports:
        if as_json:
            print_json(report)
            continue
        tell_published(report)
    raise typer.Exit(1 if any(report.held for report in reports) else 0)


def _leave_to_the_service(
    configuration: Configuration, feeds: Sequence[str], *, accept_shrink: bool, as_json: bool
) -> None:
    """Put *feeds* into the outbox: a service is running, and looks there at every tick."""
    with closing(open_for_reading(configuration)) as store:
        store.mark_dirty(feeds, accept_shrink=accept_shrink)
    for feed in feeds:
        if as_json:
            print_json({"feed": feed, "left_to_service": True})
        else:
            out.print(
                f"{feed}: the running service publishes it within {configuration.schedule.tick.total_seconds():g} s"
            )


async def _publish(pipeline: Pipeline, feeds: list[str] | None, accept_shrink: bool) -> list[PublishReport]:
    try:
        await pipeline.adopt(pipeline.editorial)
        reports = await pipeline.publish(feeds, accept_shrink=accept_shrink)
        await pipeline.carrier.once()
        reports += await mirrored(pipeline)
        return reports
    finally:
        await pipeline.close()
