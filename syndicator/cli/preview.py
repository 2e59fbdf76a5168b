"""``syndicator preview``: what a source would give; nothing is stored."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from syndicator.bootstrap import (
    TRIAL,
    Preview,
    load_editorial,
    preview_file,
    preview_source,
    trial_source,
    with_known_members,
)
from syndicator.cli.completion import begun_source
from syndicator.cli.console import (
    AsJson,
    ConfigFolder,
    complain,
    counted,
    is_file,
    iso,
    out,
    print_json,
    refuse_unknown,
)
from syndicator.model.article import Article
from syndicator.model.source import LIST, Outcome, Source
from syndicator.model.topic import Tagged
from syndicator.normalise.trimming import repeated
from syndicator.pipeline import Editorial

_LONGEST_TAIL = 300
_TAILS = 10
_A_LIST = "The document is a list of feeds: 'syndicator source import {}' makes sources of them."
_ID = re.compile(r"[a-z0-9-]+")


def preview(
    what: Annotated[
        str,
        typer.Argument(metavar="URL|FILE|SOURCE", help="A feed, or the id of a source.", autocompletion=begun_source),
    ],
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
    allow_private: Annotated[
        list[str] | None, typer.Option(help="Network (CIDR) the address may be in although it is private.")
    ] = None,
    base_url: Annotated[str, typer.Option(help="Address that relative links of a FILE resolve against.")] = "",
) -> None:
    """Show what a source would give, normalised and tagged; nothing is stored."""
    editorial = with_known_members(load_editorial(config))
    made = asyncio.run(_made(editorial, what, tuple(allow_private or ()), base_url))
    show(made, as_json=as_json)
    raise typer.Exit(0 if made.outcome.good else 1)


async def _made(editorial: Editorial, what: str, allow_private: tuple[str, ...], base_url: str) -> Preview:
    known = editorial.configuration.sources.get(what)
    if known is None and is_file(what):
        address = base_url or TRIAL.address
        made = await preview_file(editorial, replace(TRIAL, address=address), Path(what).read_bytes())
        return replace(made, message=_A_LIST.format(what)) if "<opml>" in made.message else made
    if known is not None:
        return await preview_source(editorial, known)
    if _ID.fullmatch(what):
        refuse_unknown("source, file or address", [what], editorial.configuration.sources)
    trial = trial_source(what, allow_private)
    made = await preview_source(editorial, trial)
    if made.outcome is not Outcome.NOT_A_FEED:
        return made
    as_list = await preview_source(editorial, replace(trial, kind=LIST))
    return as_list if as_list.outcome.good else made


def show(made: Preview, *, as_json: bool) -> None:
    """Print a preview."""
    if as_json:
        for article, tagged in made.articles:
            print_json(as_line(article, tagged))
        rejected = [{"title": each.title, "reason": each.reason.value} for each in made.rejected]
        print_json(
            {
                "outcome": made.outcome.value,
                "message": made.message,
                "entries": len(made.articles),
                "rejected": rejected,
                "notes": list(made.notes),
                "tails_proposed": _proposed(made),
            }
            | ({"members": [as_member(each) for each in made.members]} if made.members else {})
        )
        return
    if made.message:
        complain(f"{made.outcome.value}: {made.message}")
    for article, tagged in made.articles:
        topics = " ".join(f"[green]{each.topic}[/]" for each in tagged.tags) or "[dim]no topic[/]"
        out.print(f"[bold]{escape(article.title)}[/]")
        out.print(f"  {article.published:%Y-%m-%d %H:%M} UTC  {article.language}  {topics}  {' '.join(tagged.places)}")
        out.print(f"  [dim]{escape(article.link or 'no link')}[/]")
    for each in made.rejected:
        out.print(f"[yellow]left out[/] {escape(each.title)}: {each.reason.value} {escape(each.detail)}")
    for member in made.members:
        out.print(f"[bold]{escape(member.name)}[/]\n  {member.id}  [dim]{escape(member.address)}[/]")
    for note in made.notes:
        out.print(f"[yellow]note[/] {escape(note)}")
    for line in _proposed(made):
        out.print(
            f"[yellow]in many articles[/] {escape(line)}  [dim](belongs to none? add it to the source's 'tails')[/]"
        )
    feeds = f"{counted(len(made.members), 'feed', 'feeds')}, each a source of its own; " if made.members else ""
    out.print(f"{feeds}{counted(len(made.articles), 'article', 'articles')}, {len(made.rejected)} left out")


def as_member(source: Source) -> dict[str, str]:
    """A source of a list as preview prints it."""
    return {"source": source.id, "name": source.name, "address": source.address}


def _proposed(made: Preview) -> list[str]:
    """Lines of the page, as it seems, that we do not know to be such."""
    return [line for line in repeated([article.text for article, _ in made.articles]) if len(line) <= _LONGEST_TAIL][
        :_TAILS
    ]


def as_line(article: Article, tagged: Tagged) -> dict[str, Any]:
    """An article as preview prints it."""
    return {
        "id": article.id,
        "guid": article.guid,
        "link": article.link,
        "title": article.title,
        "summary": article.summary,
        "language": article.language,
        "direction": article.direction,
        "dateline": asdict(article.dateline) if article.dateline else None,
        "published": iso(article.published),
        "updated": iso(article.updated),
        "authors": list(article.authors),
        "image": article.image.href if article.image else None,
        "topics": [each.topic for each in tagged.tags],
        "places": list(tagged.places),
        "organisations": list(tagged.organisations),
        "notes": list(article.notes),
    }
