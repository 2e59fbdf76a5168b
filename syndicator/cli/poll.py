"""``syndicator poll``: poll once, publish, exit."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from syndicator.bootstrap import load_editorial, now, open_pipeline, poll_once, with_known_members
from syndicator.cli.completion import begun_source
from syndicator.cli.console import (
    AsJson,
    ConfigFolder,
    iso,
    out,
    print_json,
    progress,
    refuse_unknown,
    show_table,
    start_logging,
    table_of,
    tell_published,
)
from syndicator.model.report import PollReport
from syndicator.model.source import Source
from syndicator.pipeline import Pipeline
from syndicator.schedule.service import due


def poll(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE", help="Ids of sources.", autocompletion=begun_source)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Poll every enabled source, due or not.")] = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Poll what is due (or the named sources, or all) once, publish what changed, and exit."""
    start_logging()
    editorial = load_editorial(config)
    refuse_unknown("source", sources or (), with_known_members(editorial).configuration.sources)
    failed = asyncio.run(_poll(open_pipeline(editorial), sources or [], everything, as_json))
    raise typer.Exit(1 if failed else 0)


async def _poll(pipeline: Pipeline, names: Sequence[str], everything: bool, as_json: bool) -> int:
    try:
        chosen = _chosen(pipeline, names, everything)
        reports: list[PollReport] = []
        with progress() as bar:
            task = bar.add_task("Polling", total=len(chosen))

            def heard(report: PollReport) -> None:
                reports.append(report)
                bar.advance(task)
                if as_json:
                    print_json(as_line(report))

            published = await poll_once(pipeline, chosen, on_poll=heard)
    finally:
        await pipeline.close()
    if as_json:
        print_json({"total": _total(reports), "published": sum(len(each.written) for each in published)})
    else:
        show_table(_table(reports))
        for report in reports:
            if report.message:
                out.print(f"[red]{report.source}[/] {escape(report.message)}")
        for each in published:
            tell_published(each)
    return sum(not report.outcome.good for report in reports) + sum(bool(each.held) for each in published)


def _chosen(pipeline: Pipeline, names: Sequence[str], everything: bool) -> list[Source]:
    sources: Mapping[str, Source] = pipeline.editorial.configuration.sources
    if names:
        return [sources[name] for name in dict.fromkeys(names)]
    if everything:
        return [source for source in sources.values() if source.polled]
    moment = now()
    states = pipeline.store.source_states()
    return due(pipeline.editorial.configuration, states, now=moment, started=moment - timedelta(days=1))


def as_line(report: PollReport) -> dict[str, Any]:
    """A report as the contract has it."""
    line: dict[str, Any] = {
        "source": report.source,
        "outcome": report.outcome.value,
        "entries": report.entries,
        "new": report.new,
        "updated": report.updated,
        "duplicates": report.duplicates,
        "rejected": len(report.rejected),
        "seconds": report.seconds,
        "next_poll": iso(report.next_poll),
        "conditional": report.conditional,
    }
    if report.message:
        line["message"] = report.message
    if report.notes:
        line["notes"] = list(report.notes)
    return line


def _total(reports: Sequence[PollReport]) -> dict[str, int]:
    return {
        "sources": len(reports),
        "failed": sum(not report.outcome.good for report in reports),
        "entries": sum(report.entries for report in reports),
        "new": sum(report.new for report in reports),
        "updated": sum(report.updated for report in reports),
        "duplicates": sum(report.duplicates for report in reports),
        "rejected": sum(len(report.rejected) for report in reports),
    }


def _table(reports: Sequence[PollReport]) -> Table:
    numbers = ("entries", "new", "updated", "duplicates", "rejected", "seconds")
    table = table_of("source", "outcome", *numbers, right=numbers)
    for report in sorted(reports, key=lambda each: each.source):
        colour = "green" if report.outcome.good else "red"
        counts = (report.entries, report.new, report.updated, report.duplicates, len(report.rejected))
        table.add_row(report.source, f"[{colour}]{report.outcome.value}[/]", *map(str, counts), f"{report.seconds:.2f}")
    return table
