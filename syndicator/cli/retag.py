"""``syndicator retag``: apply edited rules to what is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from syndicator.bootstrap import load_editorial, now, open_for_reading, open_pipeline
from syndicator.cli.completion import begun_feed
from syndicator.cli.console import (
    AsJson,
    ConfigFolder,
    complain,
    iso,
    out,
    print_json,
    progress,
    refuse_unknown,
    start_logging,
    tell_published,
)
from syndicator.errors import AlreadyRunningError
from syndicator.model.report import PublishReport
from syndicator.model.retagging import Retagging
from syndicator.pipeline import RETAG_SINCE, Editorial, Pipeline


def retag(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar="FEED", help="Ids of feeds; all without.", autocompletion=begun_feed),
    ] = None,
    since: Annotated[
        str, typer.Option(metavar="DATE|DAYS", help="Leave alone what was collected before: 2026-05-01, or 30 (days).")
    ] = str(RETAG_SINCE.days),
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Tag stored articles anew with the rules as they are now, and publish the feeds that follow from it."""
    start_logging()
    editorial = load_editorial(config)
    known = editorial.configuration.feeds
    refuse_unknown("feed", feeds or (), known)
    wanted, moment = list(dict.fromkeys(feeds or known)), day_of(since, now())
    try:
        pipeline = open_pipeline(editorial)
    except AlreadyRunningError:
        _leave_to_the_service(editorial, wanted, moment, as_json=as_json)
        return
    count, reports = asyncio.run(_retag(pipeline, wanted, moment))
    told = {"feeds": wanted, "since": iso(moment), "articles": count, "left_to_service": False}
    if as_json:
        for each in (told, *reports):
            print_json(each)
    else:
        out.print(f"{count} articles tagged anew")
        for report in reports:
            tell_published(report)
    raise typer.Exit(1 if any(report.held for report in reports) else 0)


def day_of(since: str, moment: datetime) -> datetime:
    """The beginning of the day (UTC) that a date names, or that lies so many days before *moment*.

    Ends the command with exit code 2 when it is neither, or lies ahead.
    """
    try:
        day = (
            (moment - timedelta(days=int(since))).date() if since.isdecimal() else datetime.fromisoformat(since).date()
        )
    except (ValueError, OverflowError):
        complain(f"{since!r} is neither a date (2026-05-01) nor a number of days")
        raise typer.Exit(2) from None
    if day > moment.date():
        complain(f"{since} lies ahead: nothing was collected since")
        raise typer.Exit(2)
    return datetime.combine(day, time(), UTC)


async def _retag(pipeline: Pipeline, feeds: Sequence[str], since: datetime) -> tuple[int, list[PublishReport]]:
    topics = _topics(pipeline.editorial, feeds)
    try:
        with progress() as bar:
            task = bar.add_task("tagging", total=pipeline.store.collected(since=since))
            count = await pipeline.retag(topics, since, heard=lambda reached: bar.update(task, completed=reached.done))
        return count, await pipeline.publish()
    finally:
        await pipeline.close()


def _topics(editorial: Editorial, feeds: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(editorial.configuration.feeds[each].topic for each in feeds))


def _leave_to_the_service(editorial: Editorial, feeds: Sequence[str], since: datetime, *, as_json: bool) -> None:
    """Ask the running service by the store: it alone decides about articles, and it does so with its own rules."""
    topics = editorial.configuration.topics
    wanted = Retagging({each: topics[each].version for each in _topics(editorial, feeds)}, since, now())
    with closing(open_for_reading(editorial.configuration)) as store:
        underway = store.retagging()
        live = {**store.topic_versions(), **(underway.topics if underway else {})}
        others = [each for each, version in wanted.topics.items() if live.get(each) != version]
        if others:
            complain(f"the running service works with other rules than these for: {', '.join(others)}")
            complain("it takes up edited files, and tags the past anew, by itself; /readyz says why if it refused them")
            raise typer.Exit(2)
        underway = store.request_retagging(wanted)
    if not underway.covers(wanted):
        complain(f"the running service tags articles anew already ({underway.done} are done): ask again later")
        raise typer.Exit(2)
    if as_json:
        print_json({"feeds": feeds, "since": iso(since), "articles": None, "left_to_service": True})
    else:
        out.print("the running service tags the articles anew, between its polls; 'syndicator status' tells how far")
