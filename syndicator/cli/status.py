"""``syndicator status``: how everything fares."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from syndicator.bootstrap import curated, load_editorial, now, open_for_reading
from syndicator.cli.console import AsJson, ConfigFolder, complain, iso, out, print_json
from syndicator.errors import NoStoreError
from syndicator.model.configuration import Configuration, Schedule
from syndicator.model.feed import Feed
from syndicator.model.source import Source, SourceState
from syndicator.ports import Store
from syndicator.schedule.service import planned
from syndicator.schedule.timing import explain_next


def status(config: ConfigFolder = Path("config"), as_json: AsJson = False) -> None:
    """Show sources (health, last new item, next poll), feeds (entries, last change) and the backlog."""
    configuration = load_editorial(config).configuration
    try:
        store = open_for_reading(configuration)
    except NoStoreError as missing:
        complain(str(missing))
        found = gather(configuration, None, now())
    else:
        with closing(store):
            found = gather(configuration, store, now())
    if as_json:
        print_json(found)
        return
    out.print(_sources_table(found["sources"]))
    out.print()
    out.print(_feeds_table(found["feeds"]))
    out.print(f"\nBacklog: {found['backlog']} feeds to publish")
    if found["backlog"]:
        out.print("A feed that stays pending is held back: the service's log, or 'syndicator publish', says why.")


def gather(configuration: Configuration, store: Store | None, moment: datetime) -> dict[str, Any]:
    """``{"sources": […], "feeds": […], "backlog": n}``; without a store all wait and all are empty."""
    states = store.source_states() if store else {}
    articles = store.counts()["articles"] if store else {}
    dirty = store.dirty() if store else {}
    sources = configuration.sources.values()
    known = [_rescheduled(each, states.get(each.id), configuration.schedule, moment) for each in sources]
    feeds = [
        curated(configuration, store, definition.id) if store else Feed(definition, None, None)
        for definition in configuration.feeds.values()
    ]
    return {
        "sources": [
            _source(source, state, articles.get(source.id, 0), moment)
            for source, state in zip(sources, known, strict=True)
        ],
        "feeds": [_feed(feed, pending=feed.definition.id in dirty) for feed in feeds],
        "backlog": len(dirty),
    }


def _rescheduled(source: Source, state: SourceState | None, schedule: Schedule, moment: datetime) -> SourceState:
    """The state with the next poll as the scheduler sees it by the schedule of today."""
    if state is None or state.next_poll is None:
        return SourceState(source.id)
    return replace(state, next_poll=planned(source, state, schedule, now=moment, started=moment))


def _source(source: Source, state: SourceState, articles: int, moment: datetime) -> dict[str, Any]:
    return {
        "source": source.id,
        "health": _health(source, state),
        "outcome": state.outcome.value if state.outcome else None,
        "message": state.message or source.reason,
        "failures": state.failures,
        "articles": articles,
        "last_new": iso(state.last_new),
        "last_success": iso(state.last_success),
        "next_poll": iso(state.next_poll) if source.enabled else None,
        "next_poll_because": explain_next(state, moment) if source.enabled else "disabled",
    }


def _health(source: Source, state: SourceState) -> str:
    if not source.enabled:
        return "disabled"
    if state.outcome is None:
        return "waiting"
    if state.outcome.good:
        return "good"
    return "failing" if state.failures >= 3 else "shaky"


def _feed(feed: Feed, *, pending: bool) -> dict[str, Any]:
    """The feed of all languages as readers get it once nothing is pending."""
    return {
        "feed": feed.definition.id,
        "entries": len(feed.entries),
        "last_change": iso(feed.updated),
        "languages": dict(sorted(Counter(entry.language for entry in feed.entries).items())),
        "pending": pending,
    }


def _sources_table(sources: list[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("source", "health", "articles", "last new", "next poll", "message"):
        table.add_column(name, justify="right" if name == "articles" else "left", overflow="fold")
    colours = {"good": "green", "shaky": "yellow", "failing": "red", "waiting": "cyan", "disabled": "dim"}
    for each in sources:
        health = f"[{colours[each['health']]}]{each['health']}[/]"
        table.add_row(
            each["source"],
            health,
            str(each["articles"]),
            each["last_new"] or "–",
            each["next_poll_because"],
            escape(each["message"]),
        )
    return table


def _feeds_table(feeds: list[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("feed", "entries", "last change", "publication", "languages"):
        table.add_column(name)
    for each in feeds:
        languages = " ".join(f"{language}:{count}" for language, count in each["languages"].items())
        publication = "[yellow]pending[/]" if each["pending"] else "done"
        table.add_row(each["feed"], str(each["entries"]), each["last_change"] or "–", publication, languages)
    return table
