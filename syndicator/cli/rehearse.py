"""``syndicator rehearse``: what an edited rule would change; nothing is stored or published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from syndicator.bootstrap import load_editorial, now, open_for_reading, with_known_members
from syndicator.cli.completion import begun_feed
from syndicator.cli.console import (
    ConfigFolder,
    complain,
    err,
    iso,
    out,
    print_json,
    progress,
    refuse_unknown,
    show_table,
    table_of,
)
from syndicator.cli.explain import evidence_of
from syndicator.model.configuration import Configuration
from syndicator.model.feed import Held
from syndicator.model.rehearsal import Compared, Counts, Effect, Rehearsal, Sample
from syndicator.model.ruling import SHOWING, Rulings
from syndicator.pipeline import Editorial
from syndicator.ports import Store
from syndicator.publish.rehearsal import Piece, rehearsal_page, shown
from syndicator.tag import compare, compile_topics

_SHOWN = 5
"""Samples of each effect on a terminal."""
_COLOURS = {Effect.ADDED: "green", Effect.DROPPED: "red", Effect.KEPT: "dim"}


def rehearse(
    feed: Annotated[str, typer.Argument(metavar="FEED", help="Id of a feed.", autocompletion=begun_feed)],
    days: Annotated[int, typer.Option(min=1, max=36_500, help="How far back stored articles are looked at.")] = 30,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page with charts and more samples.")
    ] = None,
    config: ConfigFolder = Path("config"),
    as_json: Annotated[bool, typer.Option("--json", help="Machine output, one object.")] = False,
) -> None:
    """Show what the rule as it is edited would add to a feed and take out of it; nothing is stored or published."""
    editorial = with_known_members(load_editorial(config))
    refuse_unknown("feed", [feed], editorial.configuration.feeds)
    if html is not None and not html.absolute().parent.is_dir():
        complain(f"{html}: there is no folder {html.absolute().parent}")
        raise typer.Exit(2)
    with closing(open_for_reading(editorial.configuration)) as store:
        made = rehearsed(editorial, store, feed, days, now())
    if as_json:
        print_json(as_object(made))
    else:
        _show(made)
    if html is not None:
        _write(html, made)


def rehearsed(editorial: Editorial, store: Store, feed: str, days: int, moment: datetime) -> Rehearsal:
    """The rehearsal of a feed over what was collected in so many days before *moment*, from the first one's start."""
    configuration = editorial.configuration
    definition = configuration.feeds[feed]
    topic = configuration.topics[definition.topic]
    since = datetime.combine(moment - timedelta(days=days), time(), moment.tzinfo)
    compiled = compile_topics(configuration.concepts, {topic.id: topic}, configuration.organisations)
    rulings = Rulings(store.rulings(store.ruled(feed, SHOWING), feed))
    compared = compare(_stored(store, since), compiled, topic.id, rulings)
    versions = store.topic_versions()
    return Rehearsal(
        feed=definition,
        since=since,
        until=moment,
        live_version=versions.get(topic.id),
        edited_version=topic.version,
        compared=replace(compared, samples={**compared.samples, Effect.DROPPED: _with_evidence(store, compared)}),
        also_edited=_also_edited(configuration, versions, feed),
        source_names={source.id: source.name for source in configuration.sources.values()},
    )


def _stored(store: Store, since: datetime) -> Iterator[Held]:
    with progress() as bar:
        yield from bar.track(store.articles(since=since), total=store.collected(since=since), description="comparing")


def _with_evidence(store: Store, compared: Compared) -> tuple[Sample, ...]:
    """What is dropped with the evidence that was stored: the rule that found it is there no more."""
    samples = []
    for each in compared.samples[Effect.DROPPED]:
        held = store.find(each.article.id)
        tags = held.tagged.tags if held else ()
        evidence = (one for tag in tags if tag.topic == compared.topic for one in tag.evidence)
        samples.append(replace(each, evidence=tuple(evidence)))
    return tuple(samples)


def _also_edited(configuration: Configuration, versions: Mapping[str, str], feed: str) -> tuple[str, ...]:
    topics = configuration.topics
    others = (each for each in configuration.feeds.values() if each.id != feed and each.topic in topics)
    return tuple(each.id for each in others if versions.get(each.topic) != topics[each.topic].version)


def as_object(made: Rehearsal) -> dict[str, Any]:
    """A rehearsal as ``--json`` prints it: docs/reference/rehearsal.schema.json."""
    compared = made.compared
    return {
        "feed": made.feed.id,
        "since": iso(made.since),
        "until": iso(made.until),
        "live_version": made.live_version,
        "edited_version": made.edited_version,
        "also_edited": list(made.also_edited),
        "total": asdict(compared.total),
        "languages": _counts(compared.languages),
        "sources": _counts(compared.sources),
        "days": _counts({day.isoformat(): each for day, each in compared.days.items()}),
        "samples": {effect.value: [_sample(each) for each in compared.samples[effect]] for effect in Effect},
    }


def _counts(counted: Mapping[str, Counts]) -> dict[str, dict[str, int]]:
    return {name: asdict(counted[name]) for name in sorted(counted)}


def _sample(sample: Sample) -> dict[str, Any]:
    article = sample.article
    return {
        "id": article.id,
        "title": article.title,
        "link": article.link,
        "source": article.source,
        "language": article.language,
        "direction": article.direction,
        "published": iso(article.published),
        "evidence": [evidence_of(article, each) for each in sample.evidence],
        "missing": list(sample.missing),
    }


def _write(file: Path, made: Rehearsal) -> None:
    try:
        file.write_bytes(rehearsal_page(made))
    except OSError as fault:
        complain(f"{file}: the page cannot be written: {fault.strerror}")
        raise typer.Exit(1) from None
    err.print(f"written: {file}", markup=False)


# --- for people ----------------------------------------------------------------------------------------------------


def _show(made: Rehearsal) -> None:
    total = made.compared.total
    out.print(f"[bold]{made.feed.id}[/]: {total.articles} articles collected since {made.since:%Y-%m-%d}")
    out.print(_of_versions(made), markup=False)
    out.print(Text.assemble(*_totals(total)))
    for name, counted in (("language", made.compared.languages), ("source", made.compared.sources)):
        if table := _table(name, counted):
            out.print()
            show_table(table)
    for effect in (Effect.ADDED, Effect.DROPPED):
        _show_samples(effect, made)
    if made.also_edited:
        out.print(f"\nRules of other feeds are edited too: {', '.join(made.also_edited)}", style="yellow", markup=False)


def _of_versions(made: Rehearsal) -> str:
    if made.live_version is None:
        return "no rule of this feed was live: everything that it finds is new"
    if made.live_version == made.edited_version:
        return f"the rule on disk is the live one (version {made.edited_version})"
    return f"live version {made.live_version}, edited version {made.edited_version}"


def _totals(counts: Counts) -> list[tuple[str, str]]:
    return [
        (f"{counts.added} added  ", "bold green"),
        (f"{counts.dropped} dropped  ", "bold red"),
        (f"{counts.kept} kept", "bold"),
    ]


def _table(name: str, counted: Mapping[str, Counts]) -> Table | None:
    """What is or was found somewhere, the most changed first; nothing when that is nothing."""
    rows = [(each, counts) for each, counts in counted.items() if counts.added or counts.dropped or counts.kept]
    if not rows:
        return None
    numbers = ("looked at", "added", "dropped", "kept")
    table = table_of(name, *numbers, right=numbers)
    for each, counts in sorted(rows, key=lambda row: (-row[1].added - row[1].dropped, row[0])):
        added = Text(f"+{counts.added}", "green") if counts.added else Text("0", "dim")
        dropped = Text(f"−{counts.dropped}", "red") if counts.dropped else Text("0", "dim")
        table.add_row(Text(each), str(counts.articles), added, dropped, str(counts.kept))
    return table


def _show_samples(effect: Effect, made: Rehearsal) -> None:
    samples = made.compared.samples[effect]
    for each in samples[:_SHOWN]:
        seen, article = shown(each), each.article
        out.print(Text.assemble((f"\n{effect.value}  ", f"bold {_COLOURS[effect]}"), *_marked(seen.title, effect)))
        out.print(f"  {article.published:%Y-%m-%d}  {article.language}  {article.source}", style="dim", markup=False)
        for passage in seen.passages:
            out.print(Text.assemble("  ", *_marked(passage, effect)))
        for lacks in seen.missing:
            out.print(f"  the edited rule: {lacks}", style="yellow", markup=False)
    if len(samples) > _SHOWN:
        out.print(f"\n{getattr(made.compared.total, effect.value)} are {effect.value}; --html shows more", style="dim")


def _marked(pieces: tuple[Piece, ...], effect: Effect) -> list[tuple[str, str]]:
    return [(each.text, f"bold {_COLOURS[effect]}" if each.concept else "") for each in pieces]
