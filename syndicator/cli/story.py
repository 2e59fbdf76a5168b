"""``syndicator story``: look at a story, and decide what is one story and what is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from syndicator.bootstrap import load_editorial, now, open_for_reading, with_known_members
from syndicator.cli.console import (
    AsJson,
    ConfigFolder,
    complain,
    iso,
    out,
    print_json,
    start_logging,
)
from syndicator.cli.desk import Because, By, DryRun, conclude, known
from syndicator.cli.kinship import GUARDS, change_line, sentence, show_features, signed, tie_line, titled, why, why_line
from syndicator.cli.passage import isolated
from syndicator.cli.ruling import drop, hold, include, pin, release, retitle, ruling_line, sentence_of, waiting
from syndicator.dossier import Dossier, Membership, dossier
from syndicator.editing import Desk, Plan, Refusal
from syndicator.model.configuration import Configuration
from syndicator.model.feed import Held
from syndicator.model.ruling import Ruling
from syndicator.model.story import ChangeKind
from syndicator.publish.address import public, story_path
from syndicator.publish.words import language_name

app = typer.Typer(
    help="Look at a story; merge stories, split them, keep them apart; decide what a feed shows of them.",
    no_args_is_help=True,
)

_STORY = "ID|ADDRESS"


@app.command()
def show(
    what: Annotated[str, typer.Argument(metavar=_STORY, help="A story, its page, or one of its articles.")],
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Show a story: its versions by language, why each belongs to it, its past, and what may be the same."""
    configuration = with_known_members(load_editorial(config)).configuration
    with closing(open_for_reading(configuration)) as store:
        [story] = _stories(Desk(store, configuration, now=now()), [what])
        found = dossier(store, story)
        rulings = store.rulings({story})
    if as_json:
        print_json({**_line(found, configuration), "decisions": [ruling_line(each) for each in rulings]})
    else:
        _show(found, configuration)
        _show_rulings(rulings)


def _line(found: Dossier, configuration: Configuration) -> dict[str, Any]:
    return {
        "story": found.story,
        "aliases": list(found.aliases),
        "page": public(configuration.site, story_path(found.story)),
        "languages": dict(Counter(each.held.article.language for each in found.members)),
        "sources": dict(Counter(each.held.article.source for each in found.members)),
        "articles": [_member_line(each, configuration) for each in found.members],
        "changes": [change_line(each) for each in found.changes],
        "suggested": [tie_line(each, configuration) for each in found.suggested],
    }


def _member_line(member: Membership, configuration: Configuration) -> dict[str, Any]:
    article = member.held.article
    return {
        "id": article.id,
        "public_id": article.public_id,
        "title": article.title,
        "language": article.language,
        "direction": article.direction,
        "source": article.source,
        "link": article.link,
        "published": iso(article.published),
        "reprint_of": member.held.reprint_of,
        **why_line(member, configuration),
    }


def _show(found: Dossier, configuration: Configuration) -> None:
    out.print(f"[bold]story[/] {found.story}  ", end="")
    out.print(public(configuration.site, story_path(found.story)), markup=False)
    for each in found.aliases:
        out.print(f"[bold]also[/]  {each}")
    by_language = sorted(found.members, key=lambda each: each.held.article.language)  # stable: oldest first
    for language, members in groupby(by_language, key=lambda each: each.held.article.language):
        out.print(f"\n[bold green]{language}[/] {isolated(language_name(language))}")
        for member in members:
            _show_member(member, configuration)
    _show_past(found)
    if found.suggested:
        out.print("\n[bold green]perhaps also[/]")
    for tie in found.suggested:
        out.print(f"  {tie.other.story}: {titled(tie.other)}, {tie.other.article.language}", markup=False)
        out.print(f"    beside {titled(tie.one)}: {sentence(tie, configuration)}", markup=False)
        if tie.bond.guard:
            out.print(f"    kept apart: {GUARDS[tie.bond.guard]}", markup=False)
        show_features(tie, configuration)


def _show_member(member: Membership, configuration: Configuration) -> None:
    article = member.held.article
    out.print(f"  {article.published:%Y-%m-%d %H:%M} {titled(member.held)}", markup=False)
    out.print(f"    {article.id}  {article.link or ''}".rstrip(), style="dim", markup=False)
    out.print(f"    {why(member, configuration)}", markup=False)
    if member.tie and not member.placed:
        show_features(member.tie, configuration)


def _show_past(found: Dossier) -> None:
    if found.changes:
        out.print("\n[bold green]past[/]")
    for each in found.changes:
        told = _IN_WORDS[each.kind][False].format(story=each.story, other=each.other, articles=", ".join(each.articles))
        said = f": {isolated(each.why)}" if each.why else ""
        out.print(f"  {each.at:%Y-%m-%d %H:%M} by {signed(each)}: {told}{said}", markup=False)


def _show_rulings(rulings: Sequence[Ruling]) -> None:
    """All that was ever decided of a story or of one of its articles, as its past has it."""
    if rulings:
        out.print("\n[bold green]decisions[/]")
    for each in rulings:
        out.print(f"  {each.article or each.story}: {sentence_of(each)}", markup=False)


@app.command()
def merge(
    stories: Annotated[list[str], typer.Argument(metavar=_STORY, help="Two stories or more.")],
    *,
    by: By,
    because: Because = "",
    dry_run: DryRun = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Make stories one: the oldest id stays, and the addresses of the others lead to it."""
    _need_two(stories, "merged with")
    _change(
        config, lambda desk: desk.merge(_stories(desk, stories)), sign=(by, because), dry_run=dry_run, as_json=as_json
    )


@app.command()
def split(
    story: Annotated[str, typer.Argument(metavar=_STORY, help="The story.")],
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="Ids or addresses of its articles.")],
    *,
    by: By,
    because: Because = "",
    dry_run: DryRun = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Let articles, together, begin a story of their own: nothing but an editor puts them back."""

    def plan(desk: Desk) -> Plan | Refusal:
        [name] = _stories(desk, [story])
        return desk.split(name, _articles(desk, articles))

    _change(config, plan, sign=(by, because), dry_run=dry_run, as_json=as_json)


@app.command()
def apart(
    stories: Annotated[list[str], typer.Argument(metavar=_STORY, help="Two stories or more.")],
    *,
    by: By,
    because: Because = "",
    dry_run: DryRun = False,
    config: ConfigFolder = Path("config"),
    as_json: AsJson = False,
) -> None:
    """Keep stories apart: they are suggested beside each other no more, and nothing but an editor merges them."""
    _need_two(stories, "kept apart from")
    _change(
        config, lambda desk: desk.part(_stories(desk, stories)), sign=(by, because), dry_run=dry_run, as_json=as_json
    )


for _each in (pin, include, drop, hold, release, retitle, waiting):
    app.command()(_each)


def _need_two(stories: Sequence[str], what: str) -> None:
    if len(stories) == 1:
        complain(f"a story can be {what} another one only: name two or more")
        raise typer.Exit(2)


def _stories(desk: Desk, names: Sequence[str]) -> list[str]:
    remedy = "'syndicator explain ADDRESS' tells the story of an article; story pages have it in their address"
    return known(names, desk.story, "story or article", remedy)


def _articles(desk: Desk, names: Sequence[str]) -> list[Held]:
    return known(names, desk.store.find, "article", "'syndicator story show' lists the articles of a story")


def _change(
    config: Path, plan_of: Callable[[Desk], Plan | Refusal], *, sign: tuple[str, str], dry_run: bool, as_json: bool
) -> None:
    """Plan, store and publish, or show what is planned; *sign* says who decides, and why."""
    start_logging()
    editorial = with_known_members(load_editorial(config))
    with closing(open_for_reading(editorial.configuration)) as store:
        who, why = sign
        desk = Desk(store, editorial.configuration, now=now(), who=who, why=why)
        plan = plan_of(desk)
        if isinstance(plan, Refusal):
            complain(plan.reason)
            complain(plan.remedy)
            raise typer.Exit(2)
        if not dry_run:
            desk.carry_out(plan)
    conclude(
        editorial,
        _planned(plan),
        plan.feeds,
        changed=bool(plan.changes),
        tell=lambda: _tell(plan, dry_run=dry_run),
        dry_run=dry_run,
        as_json=as_json,
    )


def _planned(plan: Plan) -> dict[str, Any]:
    return {"story": plan.story, "changes": [change_line(each) for each in plan.changes], "feeds": list(plan.feeds)}


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
