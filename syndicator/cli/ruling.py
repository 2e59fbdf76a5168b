"""``syndicator story pin`` and the other decisions on what a feed shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from syndicator.bootstrap import load_editorial, now, open_for_reading, with_known_members
from syndicator.cli.completion import begun_feed
from syndicator.cli.console import (
    AsJson,
    ConfigFolder,
    complain,
    iso,
    out,
    print_json,
    refuse_unknown,
    start_logging,
)
from syndicator.cli.desk import Because, By, DryRun, conclude, known
from syndicator.cli.kinship import titled
from syndicator.cli.passage import isolated, one_line
from syndicator.editing import Deciding, Desk
from syndicator.model.feed import Held
from syndicator.model.ruling import OF_ARTICLES, Ruling, RulingKind, Rulings

_Feed = Annotated[str, typer.Argument(metavar="FEED", help="Id of a feed.", autocompletion=begun_feed)]
_Stories = Annotated[
    list[str], typer.Argument(metavar="ID|ADDRESS", help="Stories, their pages, or articles of theirs.")
]
_Only = Annotated[bool, typer.Option("--only", help="The articles named, and not their whole stories.")]
_Undo = Annotated[bool, typer.Option("--undo", help="Take the decision back.")]


def _of_stories(kind: RulingKind, help_text: str) -> Callable[..., None]:
    """The command for a decision on whole stories, or on articles named with --only."""

    def command(
        feed: _Feed,
        stories: _Stories,
        *,
        by: By,
        because: Because = "",
        only: _Only = False,
        undo: _Undo = False,
        dry_run: DryRun = False,
        config: ConfigFolder = Path("config"),
        as_json: AsJson = False,
    ) -> None:
        wanted = Ruling(now(), feed, kind, undone=undo, who=by, why=because)
        _decide(wanted, stories, only=only, dry_run=dry_run, config=config, as_json=as_json)

    command.__name__, command.__doc__ = kind.value, help_text
    return command


pin = _of_stories(
    RulingKind.PIN, "Keep stories in a feed whatever their age; with --only, an article stands for its story, too."
)
drop = _of_stories(RulingKind.DROP, "Take stories out of a feed although its rule finds them.")
hold = _of_stories(RulingKind.HOLD, "Keep stories out of a feed until somebody releases them.")
release = _of_stories(
    RulingKind.RELEASE, "Let stories into a feed that were held, or that wait because it requires review."
)


def include(
    feed: _Feed,
    articles: Annotated[list[str], typer.Argument(metavar="ID|ADDRESS", help="Stored articles.")],
    *,
    by: By,
    because: Because = "",
    undo: _Undo = False,
    dry_run: DryRun = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Put articles into a feed although its rule does not find them."""
    wanted = Ruling(now(), feed, RulingKind.INCLUDE, undone=undo, who=by, why=because)
    _decide(wanted, articles, only=True, dry_run=dry_run, config=config, as_json=as_json)


def retitle(
    feed: _Feed,
    article: Annotated[str, typer.Argument(metavar="ID|ADDRESS", help="A stored article.")],
    *,
    by: By,
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="In the article's language.", callback=one_line)
    ] = "",
    because: Because = "",
    undo: _Undo = False,
    dry_run: DryRun = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Give an article another title in a feed."""
    if bool(title) == undo:
        complain("name the title with --title, or give the article its own again with --undo: one of the two")
        raise typer.Exit(2)
    wanted = Ruling(now(), feed, RulingKind.RETITLE, undone=undo, title=title, who=by, why=because)
    _decide(wanted, [article], only=True, dry_run=dry_run, config=config, as_json=as_json)


def waiting(
    feeds: Annotated[
        list[str] | None, typer.Argument(metavar="FEED", help="Ids of feeds.", autocompletion=begun_feed)
    ] = None,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """List what waits for an editor to release it, the newest first."""
    configuration = with_known_members(load_editorial(config)).configuration
    refuse_unknown("feed", feeds or (), configuration.feeds)
    with closing(open_for_reading(configuration)) as store:
        desk = Desk(store, configuration, now=now())
        for feed in feeds or configuration.feeds:
            held = desk.waiting(feed)
            rulings = Rulings(store.rulings({each.story for each in held}, feed))
            if as_json:
                for each in held:
                    print_json(_waiting_line(feed, each, rulings))
            else:
                _tell_waiting(feed, held, rulings)


def _waiting_line(feed: str, held: Held, rulings: Rulings) -> dict[str, Any]:
    article, kept = held.article, rulings.says(RulingKind.HOLD, held)
    return {
        "feed": feed,
        "id": article.id,
        "story": held.story,
        "title": article.title,
        "language": article.language,
        "source": article.source,
        "link": article.link,
        "published": iso(article.published),
        "held": ruling_line(kept) if kept else None,
    }


def _tell_waiting(feed: str, held: Sequence[Held], rulings: Rulings) -> None:
    out.print(f"[bold]{feed}[/]: {len(held) or 'nothing'} waiting")
    for each in held:
        article, kept = each.article, rulings.says(RulingKind.HOLD, each)
        out.print(f"  {article.published:%Y-%m-%d %H:%M} {titled(each)}, {article.language}", markup=False)
        out.print(f"    {article.id}  {article.link or ''}".rstrip(), style="dim", markup=False)
        if kept:
            out.print(f"    {sentence_of(kept)}", markup=False)


def _decide(wanted: Ruling, names: Sequence[str], *, only: bool, dry_run: bool, config: Path, as_json: bool) -> None:
    """Decide, store and publish, or show what is planned; *only* the articles named, or the whole stories."""
    start_logging()
    editorial = with_known_members(load_editorial(config))
    refuse_unknown("feed", [wanted.feed], editorial.configuration.feeds)
    with closing(open_for_reading(editorial.configuration)) as store:
        desk = Desk(store, editorial.configuration, now=wanted.at)
        remedy = "'syndicator explain ADDRESS' tells what is stored of an address"
        stories = [] if only else known(names, desk.story, "story or article", remedy)
        articles = known(names, store.find, "article", remedy) if only else []
        plan = desk.rule(wanted, list(dict.fromkeys(stories)), articles)
        if plan.rulings and not dry_run:
            store.decide(plan.rulings)
    conclude(
        editorial,
        {"decisions": [ruling_line(each) for each in plan.rulings], "feeds": list(plan.feeds)},
        plan.feeds,
        changed=bool(plan.rulings),
        tell=lambda: _tell(plan, dry_run=dry_run),
        dry_run=dry_run,
        as_json=as_json,
    )


def ruling_line(ruling: Ruling) -> dict[str, Any]:
    """A decision on what a feed shows, as JSON; ``because`` says it all in a sentence."""
    return {
        "at": iso(ruling.at),
        "feed": ruling.feed,
        "kind": ruling.kind.value,
        "story": ruling.story,
        "article": ruling.article,
        "undone": ruling.undone,
        "title": ruling.title,
        "who": ruling.who,
        "why": ruling.why,
        "because": sentence_of(ruling),
    }


_DONE = {
    RulingKind.PIN: "pinned in",
    RulingKind.INCLUDE: "included in",
    RulingKind.DROP: "dropped from",
    RulingKind.HOLD: "held back from",
    RulingKind.RELEASE: "released for",
    RulingKind.RETITLE: "retitled in",
}


def sentence_of(ruling: Ruling) -> str:
    """«dropped from space by anna on 2026-03-01 06:00: why»."""
    named = f" {isolated(ruling.title)}" if ruling.title else ""
    said = f": {isolated(ruling.why)}" if ruling.why else ""
    scope = " with its story" if ruling.story and ruling.kind not in OF_ARTICLES else ""
    undone = " no more" if ruling.undone else ""
    who = ruling.who or "an editor"
    return f"{_DONE[ruling.kind]} {ruling.feed}{named}{scope}{undone}, by {who} on {ruling.at:%Y-%m-%d %H:%M}{said}"


def _tell(plan: Deciding, *, dry_run: bool) -> None:
    if not plan.rulings:
        out.print("nothing changes: it is so already", markup=False)
    held = {each.article.id: each for members in plan.stories.values() for each in members}
    for each in plan.rulings:
        what = titled(held[each.article]) if each.article else _story(plan, each.story or "")
        told = f"{'would be' if dry_run else 'is'} {_DONE[each.kind]} {each.feed}{' no more' if each.undone else ''}"
        named = f": {isolated(each.title)}" if each.title else ""
        out.print(f"{what} {told}{named}", markup=False)


def _story(plan: Deciding, story: str) -> str:
    """A story by its id and its oldest article, and how many there are besides."""
    first, *others = plan.stories[story]
    besides = f" and {len(others)} more" if others else ""
    return f"{story}, {titled(first)}{besides},"
