"""``syndicator status``: how everything fares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from syndicator.bootstrap import load_editorial, now, open_for_reading
from syndicator.cli.console import AsJson, ConfigFolder, iso, out, print_json
from syndicator.model.configuration import Configuration
from syndicator.model.source import Source, SourceState
from syndicator.ports import Store
from syndicator.schedule.timing import explain_next


def status(config: ConfigFolder = Path("config"), as_json: AsJson = False) -> None:
    """Show sources (health, last new item, next poll), feeds (entries, last change) and the backlog."""
    configuration = load_editorial(config).configuration
    store = open_for_reading(configuration)
    try:
        found = gather(configuration, store, now())
    finally:
        store.close()
    if as_json:
        print_json(found)
        return
    out.print(_sources_table(found["sources"]))
    out.print()
    out.print(_feeds_table(found["feeds"]))
    out.print(f"\nBacklog: {found['backlog']} feeds to publish")


def gather(configuration: Configuration, store: Store, moment: datetime) -> dict[str, Any]:
    """``{"sources": […], "feeds": […], "backlog": n}``."""
    states, counts, dirty = store.source_states(), store.counts(), store.dirty()
    return {
        "sources": [
            _source(source, states.get(source.id), counts.get("articles", {}), moment)
            for source in configuration.sources.values()
        ],
        "feeds": [_feed(configuration, store, feed) for feed in configuration.feeds],
        "backlog": len(dirty),
    }


def _source(source: Source, state: SourceState | None, articles: Mapping[str, int], moment: datetime) -> dict[str, Any]:
    state = state or SourceState(source.id)
    return {
        "source": source.id,
        "health": _health(source, state),
        "outcome": state.outcome.value if state.outcome else None,
        "message": state.message or source.reason,
        "failures": state.failures,
        "articles": articles.get(source.id, 0),
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


def _feed(configuration: Configuration, store: Store, feed: str) -> dict[str, Any]:
    definition = configuration.feeds[feed]
    held = store.latest(definition.topic, entries=definition.entries, hours=definition.hours)
    return {
        "feed": feed,
        "entries": len(held),
        "last_change": iso(max((each.article.updated for each in held), default=None)),
        "languages": {
            language: sum(each.article.language == language for each in held)
            for language in sorted({each.article.language for each in held})
        },
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
    for name in ("feed", "entries", "last change", "languages"):
        table.add_column(name)
    for each in feeds:
        languages = " ".join(f"{language}:{count}" for language, count in each["languages"].items())
        table.add_row(each["feed"], str(each["entries"]), each["last_change"] or "–", languages)
    return table
