"""``syndicator story``: look at a story, and decide what is one story and what is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from syndicator.bootstrap import load_editorial, now, open_for_reading, open_pipeline, with_known_members
from syndicator.cli.console import (
    AsJson,
    ConfigFolder,
    complain,
    iso,
    out,
    print_json,
    start_logging,
    tell_published,
)
from syndicator.cli.passage import isolated
from syndicator.editing import Desk, Plan, Refusal
from syndicator.errors import AlreadyRunningError
from syndicator.model.feed import Held
from syndicator.model.report import PublishReport
from syndicator.model.story import ChangeKind, StoryChange
from syndicator.pipeline import Editorial, Pipeline

app = typer.Typer(help="Look at a story; merge stories, split them, keep them apart.", no_args_is_help=True)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]
_STORY = "ID|ADDRESS"


@app.command()
def merge(
    stories: Annotated[list[str], typer.Argument(metavar=f"{_STORY}...", help="Two stories or more.")],
    dry_run: DryRun = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Make stories one: the oldest id stays, and the addresses of the others lead to it."""
    if len(stories) == 1:
        complain("a story can be merged with another one only: name two or more")
        raise typer.Exit(2)
    _change(config, lambda desk: desk.merge(_stories(desk, stories)), dry_run=dry_run, as_json=as_json)


@app.command()
def split(
    story: Annotated[str, typer.Argument(metavar=_STORY, help="The story.")],
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="Ids or addresses of its articles.")],
    dry_run: DryRun = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Let articles, together, begin a story of their own: nothing but an editor puts them back."""

    def plan(desk: Desk) -> Plan | Refusal:
        [name] = _stories(desk, [story])
        return desk.split(name, _articles(desk, articles))

    _change(config, plan, dry_run=dry_run, as_json=as_json)


@app.command()
def apart(
    stories: Annotated[list[str], typer.Argument(metavar=f"{_STORY}...", help="Two stories or more.")],
    dry_run: DryRun = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Keep stories apart: they are suggested beside each other no more, and nothing but an editor merges them."""
    if len(stories) == 1:
        complain("a story can be kept apart from another one only: name two or more")
        raise typer.Exit(2)
    _change(config, lambda desk: desk.part(_stories(desk, stories)), dry_run=dry_run, as_json=as_json)


def _stories(desk: Desk, names: Sequence[str]) -> list[str]:
    """The stories that are named; ends the command with exit code 2, and every one that there is not."""
    found = {name: desk.story(name) for name in names}
    unknown = [name for name, story in found.items() if story is None]
    for name in unknown:
        complain(f"no stored story or article has the id or address {name!r}")
    if unknown:
        complain("'syndicator explain ADDRESS' tells the story of an article; story pages have it in their address")
        raise typer.Exit(2)
    return [story for story in found.values() if story is not None]


def _articles(desk: Desk, names: Sequence[str]) -> list[Held]:
    found = {name: desk.store.find(name) for name in names}
    unknown = [name for name, held in found.items() if held is None]
    for name in unknown:
        complain(f"no stored article has the id or address {name!r}")
    if unknown:
        complain("'syndicator story show' lists the articles of a story")
        raise typer.Exit(2)
    return [held for held in found.values() if held is not None]


def _change(config: Path, plan_of: Callable[[Desk], Plan | Refusal], *, dry_run: bool, as_json: bool) -> None:
    """Plan, store and publish, or show what is planned."""
    start_logging()
    editorial = with_known_members(load_editorial(config))
    with closing(open_for_reading(editorial.configuration)) as store:
        desk = Desk(store, editorial.configuration, now=now())
        plan = plan_of(desk)
        if isinstance(plan, Refusal):
            complain(plan.reason)
            complain(plan.remedy)
            raise typer.Exit(2)
        if not dry_run:
            desk.carry_out(plan)
    reports = None if dry_run or not plan.changes else _published(editorial)
    if as_json:
        left = bool(plan.changes) and not dry_run and reports is None
        print_json({**_planned(plan), "dry_run": dry_run, "left_to_service": left})
        for report in reports or ():
            print_json(report)
    else:
        _tell(plan, dry_run=dry_run)
        _tell_of_feeds(plan, editorial, reports, dry_run=dry_run)
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


def _planned(plan: Plan) -> dict[str, Any]:
    return {"story": plan.story, "changes": [change_line(each) for each in plan.changes], "feeds": list(plan.feeds)}


def change_line(change: StoryChange) -> dict[str, Any]:
    """What became of a story, as JSON."""
    return {
        "at": iso(change.at),
        "kind": change.kind.value,
        "by": change.by.value,
        "story": change.story,
        "other": change.other,
        "articles": list(change.articles),
    }


_IN_WORDS = {
    ChangeKind.MERGED: ("{other} is part of {story}", "{other} becomes part of {story}"),
    ChangeKind.SPLIT: ("{articles} of {story} is the story {other}", "{articles} of {story} becomes the story {other}"),
    ChangeKind.APART: ("{story} and {other} are kept apart", "{story} and {other} would be kept apart"),
}
"""Kind → (what is done, what would be done)."""


def _tell(plan: Plan, *, dry_run: bool) -> None:
    if not plan.changes:
        out.print("nothing changes: it is so already", markup=False)
    for each in plan.changes:
        words = _IN_WORDS[each.kind][dry_run]
        told = words.format(story=each.story, other=each.other, articles=", ".join(each.articles))
        out.print(told, markup=False)
    going = {name for each in plan.changes for name in (*each.articles, *(() if each.articles else (each.other,)))}
    for members in plan.stories.values():
        for held in members:
            if held.article.id in going or held.story in going:
                out.print(
                    f"  {held.article.language:8} {isolated(held.article.title)} ({held.article.source})", markup=False
                )


def _tell_of_feeds(plan: Plan, editorial: Editorial, reports: Sequence[PublishReport] | None, *, dry_run: bool) -> None:
    if not plan.changes:
        return
    if dry_run:
        out.print(f"feeds that would be made anew: {', '.join(plan.feeds) or 'none'}; nothing was changed")
    elif reports is None:
        within = editorial.configuration.schedule.tick.total_seconds()
        out.print(f"the running service makes them anew within {within:g} s: {', '.join(plan.feeds) or 'no feed'}")
    for report in reports or ():
        tell_published(report)
