"""``syndicator demo``: the service on a newsroom it brings along."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from syndicator.bootstrap import load_editorial, now
from syndicator.cli.console import counted, err, out, progress, show_table, start_logging, table_of
from syndicator.demo.configuration import write_configuration
from syndicator.demo.newsroom import Newsroom
from syndicator.model.report import PollReport, PublishReport
from syndicator.publish.address import served_at
from syndicator.service import Service, listen


@dataclass
class _Tally:
    """What came in, and what it led to."""

    polls: list[PollReport] = field(default_factory=list)
    published: dict[str, PublishReport] = field(default_factory=dict)

    def publish(self, reports: Sequence[PublishReport]) -> None:
        self.published.update({report.feed: report for report in reports})


def demo(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; the next free one if it is taken.", min=0, max=65000)
    ] = 8000,
    folder: Annotated[Path | None, typer.Option(help="Keep configuration and data here.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Poll and publish once, then exit.")] = False,
    news_after: Annotated[float, typer.Option(help="Seconds until a correction and a new article arrive.")] = 30.0,
) -> None:
    """Run the service on a sample newsroom: publishers in five languages on loopback; needs no network."""
    start_logging()
    with tempfile.TemporaryDirectory(prefix="syndicator-demo-") as temporary:
        asyncio.run(_demo(folder or Path(temporary), host, port, once=once, news_after=news_after))


async def _demo(folder: Path, host: str, port: int, *, once: bool, news_after: float) -> None:
    newsroom = Newsroom(now(), "::1" if ":" in host else "127.0.0.1")
    listener = listen(host, port, tries=50)
    try:
        newsroom.start()
        address = served_at(host, listener.getsockname()[1])
        config = write_configuration(folder, newsroom.address, address)
        tally = _Tally()
        editorial = load_editorial(config)
        service = Service(
            config, listener=listener, editorial=editorial, on_poll=tally.polls.append, on_publish=tally.publish
        )

        async def first_round(running: Service) -> None:
            await _first_round(running, tally, once=once)
            if once:
                running.stop()
            else:
                running.background(_news(newsroom, news_after))

        await service.run(before=first_round)
    finally:
        listener.close()
        newsroom.stop()


async def _first_round(service: Service, tally: _Tally, *, once: bool) -> None:
    scheduler = service.scheduler
    sources = [each for each in scheduler.pipeline.editorial.configuration.sources.values() if each.enabled]
    with progress() as bar:
        task = bar.add_task("Polling the newsroom", total=len(sources))
        polling = asyncio.create_task(scheduler.dispatcher.dispatch(sources))
        while not polling.done():
            await asyncio.sleep(0.05)
            bar.update(task, completed=len(tally.polls))
        await polling
    await scheduler.publish()
    _tell(service, tally)
    if not once:
        out.print("\nThe service goes on polling; stop it with Ctrl-C.\n")


async def _news(newsroom: Newsroom, after: float) -> None:
    await asyncio.sleep(after)
    err.print(f"[bold]In the newsroom:[/] {escape(newsroom.advance())}")


def _tell(service: Service, tally: _Tally) -> None:
    numbers = ("entries", "new", "merged as reprints", "left out")
    table = table_of("source", "outcome", *numbers, right=numbers, title="What came in")
    for report in sorted(tally.polls, key=lambda each: each.source):
        colour = "green" if report.outcome.good else "red"
        counts = (report.entries, report.new, report.duplicates, len(report.rejected))
        table.add_row(report.source, f"[{colour}]{report.outcome.value}[/]", *map(str, counts))
    show_table(table)
    for report in tally.polls:
        if report.message:
            out.print(f"[red]{report.source}[/] {escape(report.message)}")
    configuration = service.pipeline.editorial.configuration
    address = configuration.site.address
    out.print("\n[bold]What is published[/]")
    for definition in configuration.feeds.values():
        made = tally.published.get(definition.id)
        out.print(
            f"  {next(iter(definition.titles.values()))}: {counted(made.entries if made else 0, 'entry', 'entries')}"
        )
        out.print(f"    page  {address}/topics/{definition.id}")
        out.print(f"    feeds {address}/feeds/{definition.id}.atom  .rss  .json")
        out.print(f"    in one language, for example {address}/feeds/{definition.id}.{definition.languages[-1]}.atom")
    out.print(f"  all feeds {address}/opml.xml")
